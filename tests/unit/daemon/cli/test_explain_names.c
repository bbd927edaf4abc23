/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_case.h"

static void same(const struct protected_case *c, const char *cell, const char *out, const char *err)
{
    struct cli_capture run;
    char line[512];
    (void)snprintf(line, sizeof(line), "explain --config %s %s", c->config, cell);
    cli_run(&run, line);
    assert_int_equal(run.status, 66);
    cli_same(run.out, out);
    assert_non_null(strstr(run.err, err));
    cli_free(&run);
}

/* What may be asked for comes instead of a heading. */
static void unknown(void **state)
{
    (void)state;
    static const char all[] = "Of dataset csww for 2025 one may ask for:\n"
                              "  leavers_headcount (Leavers): whole; by role; by reason; by role "
                              "and reason\n"
                              "with the categories:\n"
                              "  role: manager, senior, worker\n"
                              "  reason: resigned, retired, moved\n";
    struct protected_case c;
    protected_case_init(&c, false);
    same(&c, "?", all, "the dataset has no such measure: \"?\"");
    same(&c, "leavers_headcount|role=nobody", all,
         "the dataset has no such category: \"leavers_headcount|role=nobody\"");
    same(&c, "leavers_headcount|sex=f", all, "the dataset has no such dimension");
    same(&c, "leavers_headcount|role=senior|role=worker", all, "(or one that stands twice)");
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(unknown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
