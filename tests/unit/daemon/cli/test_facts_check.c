/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of 6 managers 3 resigned, 2 retired and 1 moved; gate_case.h has the table. Whoever reads 6, 3
 * and 2 knows the 1.
 */
#include "facts_case.h"

static void narrowed(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    json_error_t error;
    protected_case_init(&c, false);
    facts_run(&c, "check", facts_of_managers, "", &run);
    assert_int_equal(run.status, 76);
    assert_non_null(strstr(run.out, "leavers_headcount|role=manager|reason=moved"));
    assert_null(strstr(run.out, "reason=resigned "));
    assert_non_null(strstr(run.err, "figures would be narrowed"));
    cli_free(&run);
    facts_run(&c, "check", facts_of_managers, " --json", &run);
    json_t *object = json_loads(run.out, 0, &error);
    assert_non_null(object);
    assert_true(json_is_true(json_object_get(object, "finished")));
    json_t *list = json_object_get(object, "narrowed");
    assert_true(json_array_size(list) >= 1);
    bool found = false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *cell = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(cell, "cell")),
                   "leavers_headcount|role=manager|reason=moved") == 0) {
            found = true;
            assert_int_equal(json_integer_value(json_object_get(cell, "possible")), 1);
            assert_int_equal(json_integer_value(json_object_get(cell, "promise")), 5);
            assert_true(json_integer_value(json_object_get(cell, "before")) >= 5);
        }
    }
    assert_true(found);
    json_decref(object);
    cli_free(&run);
    /* Nothing was kept by it; what is kept is looked at without a file. */
    facts_expect(&c, "list", NULL, "", 0, "No figure of this council");
    facts_expect(&c, "check", NULL, "", 0, "None of ");
    facts_expect(&c, "import", facts_of_managers, "", 0, "new: 3");
    facts_expect(&c, "check", NULL, "", 76, "reason=moved");
    /* A file that adds nothing to it narrows nothing more. */
    facts_expect(&c, "check", facts_of_managers, "", 0, "None of ");
    protected_case_deinit(&c);
}

static void harmless(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, false);
    facts_expect(&c, "check",
                 "dataset,period,cell,value,published,source\n"
                 "csww,2025,leavers_headcount,28,2026-02-26,DfE\n",
                 "", 0, "would have fewer possible values than promised");
    protected_case_deinit(&c);
}

/* 40 managers did not leave: nothing is narrowed by it, and it is said. */
static void what_does_not_fit(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    json_error_t error;
    static const char text[] = "dataset,period,cell,value,published,source\n"
                               "csww,2025,leavers_headcount|role=manager,40,2026-02-26,Paper\n";
    protected_case_init(&c, false);
    facts_expect(&c, "check", text, "", 76,
                 "0 figures are of nothing that this council has, and 1");
    facts_expect(&c, "check", text, "", 76, "None of ");
    facts_run(&c, "check", text, " --json", &run);
    json_t *object = json_loads(run.out, 0, &error);
    assert_non_null(object);
    json_t *figures = json_object_get(object, "figures");
    assert_int_equal(json_array_size(figures), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(figures, 0), "kind")),
                        "wrong");
    json_decref(object);
    cli_free(&run);
    /* Kept, it is found again without the file. */
    facts_expect(&c, "import", text, "", 0, "new: 1");
    facts_expect(&c, "check", NULL, "", 76, "csww 2025 leavers_headcount|role=manager (Paper)");
    protected_case_deinit(&c);
}

static void wrong_usage(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    char path[128];
    protected_case_init(&c, false);
    facts_expect(&c, "check", NULL, " a b", 64, "unexpected argument");
    cli_run(&run, "facts check");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    facts_expect(&c, "check", "dataset,period,cell\n", "", 65, "there is no column value");
    (void)snprintf(path, sizeof(path), "%s/ledger.db", c.f.folder);
    assert_int_equal(unlink(path), 0);
    facts_expect(&c, "check", NULL, "", 66, "there is no ledger.db yet");
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(narrowed),
        cmocka_unit_test(harmless),
        cmocka_unit_test(what_does_not_fit),
        cmocka_unit_test(wrong_usage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
