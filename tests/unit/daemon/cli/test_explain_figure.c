/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/explain.h"
#include "explain_case.h"

/* FTE are kept in millionths, days in hundredths, money in pence. */
static void in_its_unit(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        uint32_t unit;
        const char *text;
    } cases[] = {
        {28, STAITH_UNIT_PEOPLE, "28 people"},
        {1, STAITH_UNIT_PEOPLE, "1 person"},
        {0, STAITH_UNIT_PEOPLE, "0 people"},
        {36186, STAITH_UNIT_PEOPLE, "36,186 people"},
        {2500000, STAITH_UNIT_FTE_MILLIONTHS, "2.5 FTE"},
        {1000000, STAITH_UNIT_FTE_MILLIONTHS, "1 FTE"},
        {1850, STAITH_UNIT_PENCE, "£18.50"},
        {-1850, STAITH_UNIT_PENCE, "-£18.50"},
        {100, STAITH_UNIT_DAY_HUNDREDTHS, "1 working day"},
        {150, STAITH_UNIT_DAY_HUNDREDTHS, "1.5 working days"},
        {1, STAITH_UNIT_CASES, "1 case"},
        {7, 0, "7"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char out[STAITH_CLI_EXPLAIN_BYTES];
        assert_string_equal(staith_cli_explain_value(cases[i].value, cases[i].unit, out),
                            cases[i].text);
    }
}

static void exact_and_rounded(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, false);
    explain_case(&c, "leavers_headcount", 0, EXPLAIN_WORDS("It left exactly, as 28 people: DfE"));
    explain_case(&c, "leavers_headcount|role=worker|reason=moved", 0,
                 EXPLAIN_WORDS("It left as 0 people, a multiple of 5.",
                               "the count is from 0 to 4 people, and no more"));
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_its_unit),
        cmocka_unit_test(exact_and_rounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
