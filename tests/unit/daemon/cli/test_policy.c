/* SPDX-License-Identifier: Apache-2.0 */
#include "protected_case.h"

static void explain(const struct protected_case *c, struct cli_capture *run, const char *more)
{
    char line[512];
    (void)snprintf(line, sizeof(line), "policy explain --config %s%s", c->config, more);
    cli_run(run, line);
    cli_flatten(run->out);
}

static void holds(const char *text, const char *words)
{
    if (strstr(text, words) == NULL) {
        fail_msg("\"%s\" is not in:\n%s", words, text);
    }
}

static void compiled_in(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    protected_case_init(&c, false);
    explain(&c, &run, "");
    assert_int_equal(run.status, 0);
    holds(run.out, "The floor, which no configuration and no plugin can lower: exact figures leave "
                   "only as totals of the whole council");
    holds(run.out, "In force: policy 2026-11-01, compiled in. Counts leave as multiples of 5");
    holds(run.out, "headline leavers_headcount exact");
    holds(run.out, "by_role_reason leavers_headcount multiples of 5");
    cli_free(&run);
    explain(&c, &run, " --audience public --dataset csww");
    assert_int_equal(run.status, 0);
    holds(run.out, "Dataset csww, for the public");
    holds(run.out, "headline leavers_headcount multiples of 5");
    cli_free(&run);
    protected_case_deinit(&c);
}

static void configured(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    protected_case_init(&c, false);
    protected_case_config(&c, "policies:\n"
                              "  - from: 2020-01-01\n"
                              "    base: 3\n"
                              "    rules:\n"
                              "      - {dimension: reason, leaves: nothing, audience: region}\n"
                              "      - {measure: leavers_headcount, dataset: csww, base: 5, least: "
                              "20, audience: public}\n"
                              "      - {dimension: role, least: 15}\n");
    explain(&c, &run, "");
    assert_int_equal(run.status, 0);
    holds(run.out, "In force: policy 2020-01-01, from the configuration. Counts leave as multiples "
                   "of 3");
    holds(run.out, "- every measure by reason of every dataset, for the region: nothing leaves");
    holds(run.out, "- leavers_headcount of csww, for the public: leaves as the floor lets it, to "
                   "base 5, where at least 20 are counted");
    holds(run.out, "by_role leavers_headcount multiples of 3, where 15 or more are "
                   "counted");
    holds(run.out, "by_role_reason leavers_headcount stays: the council's configuration holds "
                   "this measure back");
    cli_free(&run);
    protected_case_deinit(&c);
}

static void exact_or_hidden(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    protected_case_init(&c, false);
    protected_case_config(&c, "policies:\n"
                              "  - from: 2020-01-01\n"
                              "    rules: [{leaves: exact-or-hidden, audience: region}]\n");
    explain(&c, &run, "");
    assert_int_equal(run.status, 0);
    holds(run.out,
          "- every measure of every dataset, for the region: counts leave exact or hidden");
    holds(run.out, "headline leavers_headcount exact");
    holds(run.out, "by_role leavers_headcount exact, or hidden among 5 values at least");
    cli_free(&run);
    explain(&c, &run, " --audience public");
    holds(run.out, "by_role leavers_headcount multiples of 5");
    cli_free(&run);
    protected_case_deinit(&c);
}

static void before_anything_left(void **state)
{
    (void)state;
    struct protected_case c;
    struct cli_capture run;
    char path[128];
    protected_case_init(&c, false);
    (void)snprintf(path, sizeof(path), "%s/ledger.db", c.f.folder);
    assert_int_equal(unlink(path), 0);
    explain(&c, &run, "");
    assert_int_equal(run.status, 0);
    holds(run.out, "Nothing of it has left yet");
    cli_free(&run);
    explain(&c, &run, " --dataset other");
    assert_int_equal(run.status, 66);
    cli_free(&run);
    explain(&c, &run, " --audience council");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compiled_in),
        cmocka_unit_test(configured),
        cmocka_unit_test(exact_or_hidden),
        cmocka_unit_test(before_anything_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
