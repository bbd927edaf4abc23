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
             "SOURCE\n"
             "2026-02-26  csww     2025    leavers_headcount|role=manager                      6  "
             "Answer 12\n"
             "2026-02-26  csww     2025    leavers_headcount|role=manager|reason=resigned      3  "
             "Answer 12\n"
             "2026-02-27  csww     2025    leavers_headcount|role=manager|reason=retired       2  "
             "Paper 3, annex\n");
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
    facts_run(&c, "import",
              "dataset,period,cell,value\ncsww,2025,inpost_fte,403.70\nother,2025Q3,x,1\n",
              " --published 2026-02-26 --source DfE", &run);
    assert_int_equal(run.status, 0);
    cli_free(&run);
    facts_run(&c, "list", NULL, " --json --dataset csww", &run);
    json_t *object = json_loads(run.out, 0, &error);
    assert_non_null(object);
    json_t *list = json_object_get(object, "facts");
    assert_int_equal(json_array_size(list), 1);
    json_t *fact = json_array_get(list, 0);
    assert_string_equal(json_string_value(json_object_get(fact, "cell")), "inpost_fte");
    assert_string_equal(json_string_value(json_object_get(fact, "value")), "403.70");
    assert_string_equal(json_string_value(json_object_get(fact, "period")), "2025");
    assert_string_equal(json_string_value(json_object_get(fact, "published")), "2026-02-26");
    assert_string_equal(json_string_value(json_object_get(fact, "source")), "DfE");
    json_decref(object);
    cli_free(&run);
    protected_case_deinit(&c);
}

static void wrong_usage(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    protected_case_init(&c, false);
    cli_run(&run, "facts import");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    cli_run(&run, "facts list");
    assert_int_equal(run.status, 64);
    cli_free(&run);
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
        cmocka_unit_test(wrong_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
