/* SPDX-License-Identifier: Apache-2.0 */
#include "preview_case.h"

static const char golden[] =
    "{'authority':'840','dataset':'csww','period':'2025','source':'/srv/return.xml',"
    "'sent':false,'run':'well','observed':20,'people':12,'refused':null,"
    "'leaves':["
    "{'table':'headline','measure':'inpost_headcount','label':'In post','unit':'people',"
    "'categories':{},'value':'12','status':null,'reason':null},"
    "{'table':'headline','measure':'leavers_headcount','label':'Leavers','unit':'people',"
    "'categories':{},'value':null,'status':'u','reason':'withdrawn'},"
    "{'table':'headline','measure':'working_days_lost_fte','label':'Days',"
    "'unit':'working days','categories':{},'value':null,'status':'x','reason':null}],"
    "'stays':["
    "{'table':'headline','label':'Headline','cells':["
    "{'measure':'inpost_fte','unit':'FTE','categories':{},'value':'10','status':null,"
    "'people':12,'why':'the council\\u0027s configuration holds this measure back'},"
    "{'measure':'managers','unit':'people','categories':{},'value':'2','status':null,"
    "'people':2,'why':'DfE does not print this total for every council, so it stays in the "
    "council'}]},"
    "{'table':'leavers_by_reason','label':'Leavers by reason','cells':["
    "{'measure':'leavers_headcount','unit':'people','categories':{'leaver_reason':'resigned'},"
    "'value':'2','status':null,'people':2,"
    "'why':'the council has marked this measure, so nothing of its breakdowns leaves'},"
    "{'measure':'leavers_headcount','unit':'people','categories':{'leaver_reason':'retired'},"
    "'value':'1','status':null,'people':1,"
    "'why':'the council has marked this measure, so nothing of its breakdowns leaves'},"
    "{'measure':'leavers_headcount','unit':'people','categories':{'leaver_reason':null},"
    "'value':'3','status':null,'people':3,"
    "'why':'the council has marked this measure, so nothing of its breakdowns leaves'}]}],"
    "'findings':["
    "{'check':'jump','severity':'query','count':1,'message':'Leavers rose by half.',"
    "'advice':'Look whether it is so.',"
    "'places':[{'sheet':0,'line':0,'column':0,'row':0,'element':null}]},"
    "{'check':'fte_range','severity':'error','count':9,'message':'FTE is outside 0 to 1.',"
    "'advice':'Correct it in the source.','places':["
    "{'sheet':0,'line':12,'column':7,'row':3,'element':'FTE'},"
    "{'sheet':0,'line':40,'column':0,'row':0,'element':null}]}],"
    "'alarms':[{'alarm':'late','count':2,'label':'Late.','advice':'Ask.'}]}";

static void whole(void **state)
{
    (void)state;
    static const struct staith_alarm alarm = {"late", "Late.", "Ask.", 2};
    struct preview_case c;
    char text[sizeof(golden)];
    preview_case_init(&c);
    c.outcome.alarms = &alarm;
    c.outcome.alarm_count = 1;
    memcpy(text, golden, sizeof(golden));
    for (char *at = text; *at != '\0'; at++) {
        *at = *at == '\'' ? '"' : *at;
    }
    json_error_t wrong;
    json_t *wanted = json_loads(text, 0, &wrong);
    json_t *got = staith_cli_preview_json(&c.preview);
    assert_non_null(wanted);
    assert_non_null(got);
    if (!json_equal(wanted, got)) {
        (void)json_dumpf(got, stderr, JSON_INDENT(1));
        fail();
    }
    json_decref(wanted);
    json_decref(got);
    preview_case_deinit(&c);
}

/* Without a table there is still an answer that says how the run ended. */
static void refused_run(void **state)
{
    (void)state;
    struct preview_case c;
    preview_case_init(&c);
    c.outcome.end = STAITH_GATE_END_CRASHED;
    c.outcome.raw = NULL;
    c.preview.decision = NULL;
    c.preview.release = NULL;
    json_t *got = staith_cli_preview_json(&c.preview);
    assert_string_equal(json_string_value(json_object_get(got, "run")), "crashed");
    assert_int_equal(json_array_size(json_object_get(got, "leaves")), 0);
    assert_int_equal(json_array_size(json_object_get(got, "findings")), 0);
    json_decref(got);
    preview_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),
        cmocka_unit_test(refused_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
