/* SPDX-License-Identifier: Apache-2.0 */
#include "facts_case.h"

static void kept_and_listed(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    protected_case_init(&c, false);
    facts_expect(&c, "list", NULL, "", 0, "No figure of this council");
    facts_expect(&c, "import", facts_of_managers, " --dry-run", 0, "Figures: 3. Nothing was kept");
    facts_expect(&c, "list", NULL, "", 0, "No figure of this council");
    facts_expect(&c, "import", facts_of_managers, "", 0, "Figures: 3, of them new: 3.");
    facts_expect(&c, "import", facts_of_managers, "", 0, "Figures: 3, of them new: 0.");
    facts_run(&c, "list", NULL, "", &run);
    cli_same(run.out,
             "PUBLISHED   DATASET  PERIOD  CELL                                            VALUE  "
             "NEAREST  COUNTS FROM        SOURCE\n"
             "2026-02-26  csww     2025    leavers_headcount|role=manager                      6  "
             "         2026-02-25T23:00Z  Answer 12\n"
             "2026-02-26  csww     2025    leavers_headcount|role=manager|reason=resigned      3  "
             "         2026-02-25T23:00Z  Answer 12\n"
             "2026-02-27  csww     2025    leavers_headcount|role=manager|reason=retired       2  "
             "         2026-02-26T23:00Z  Paper 3, annex\n");
    cli_free(&run);
    facts_run(&c, "list", NULL, " --dataset other", &run);
    assert_string_equal(run.out, "");
    cli_free(&run);
    protected_case_deinit(&c);
}

static void as_json(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    json_error_t error;
    protected_case_init(&c, false);
    facts_run(
        &c, "import",
        "dataset,period,cell,value,nearest\ncsww,2025,inpost_fte,403.50,0.5\nother,2025Q3,x,1,\n",
        " --published 2026-02-26T09:30Z --source DfE --keep-unknown", &run);
    assert_int_equal(run.status, 0);
    cli_free(&run);
    facts_run(&c, "list", NULL, " --json --dataset csww", &run);
    json_t *object = json_loads(run.out, 0, &error);
    assert_non_null(object);
    json_t *list = json_object_get(object, "facts");
    assert_int_equal(json_array_size(list), 1);
    json_t *fact = json_array_get(list, 0);
    assert_string_equal(json_string_value(json_object_get(fact, "cell")), "inpost_fte");
    assert_string_equal(json_string_value(json_object_get(fact, "value")), "403.50");
    assert_string_equal(json_string_value(json_object_get(fact, "nearest")), "0.50");
    assert_string_equal(json_string_value(json_object_get(fact, "from")), "2026-02-26T09:30Z");
    assert_string_equal(json_string_value(json_object_get(fact, "period")), "2025");
    assert_string_equal(json_string_value(json_object_get(fact, "published")), "2026-02-26");
    assert_string_equal(json_string_value(json_object_get(fact, "source")), "DfE");
    json_decref(object);
    cli_free(&run);
    protected_case_deinit(&c);
}

/* What nobody has is named and not kept; what does not fit is named and kept, because it is
 * printed. A number that was mistyped does not shut out the right one of the same day. */
static void names_and_numbers(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, false);
    facts_expect(&c, "import",
                 "dataset,period,cell,value,published,source\n"
                 "csww,2025,leavers_headcount,28,2026-02-26,DfE\n"
                 "csww,2025,leavers_headcount|rolle=manager,6,2026-02-26,DfE\n",
                 "", 65, "public.csv:3:3: the dataset is not broken down so");
    facts_expect(&c, "list", NULL, "", 0, "No figure of this council");
    facts_expect(&c, "import",
                 "dataset,period,cell,value,published,source\n"
                 "csww,2025,leavers_headcount|role=manager,60,2026-02-26,DfE\n",
                 "", 0, "public.csv:2:4: the figure does not fit what this council counted");
    facts_expect(&c, "import",
                 "dataset,period,cell,value,published,source\n"
                 "csww,2025,leavers_headcount|role=manager,6,2026-02-26,Answer\n",
                 "", 0,
                 "public.csv:2:4: another number of this figure is kept for the same day, and now "
                 "both are");
    protected_case_deinit(&c);
}

static void wrong_usage(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    struct cli_capture other;
    protected_case_init(&c, false);
    cli_run(&run, "facts import");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    cli_run(&other, "facts list");
    assert_int_equal(other.status, 64);
    cli_free(&other);
    facts_expect(&c, "import", NULL, "", 64, "FILE is missing");
    facts_expect(&c, "import", "dataset,period,cell,value\ncsww,2025,x,1\n", "", 65,
                 "it is not said where this was published");
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_and_listed),
        cmocka_unit_test(as_json),
        cmocka_unit_test(names_and_numbers),
        cmocka_unit_test(wrong_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
