/* SPDX-License-Identifier: Apache-2.0 */
#include "script_case.h"
#include "take.h"

static void check_scale(uint32_t unit, const char *text, int64_t expected)
{
    const struct staith_script_value value = {text, strlen(text)};
    int64_t scaled = -1;
    int result = staith_script_scale(unit, &value, &scaled);
    assert_int_equal(result, expected >= 0 ? STAITH_OK : STAITH_EINVAL);
    assert_int_equal(scaled, expected);
}

/* 1 FTE is 1,000,000; 1 day and 1 pound are 100. */
static void test_units(void **state)
{
    (void)state;
    check_scale(STAITH_UNIT_FTE_MILLIONTHS, "0.8", 800000);
    check_scale(STAITH_UNIT_DAY_HUNDREDTHS, "2.5", 250);
    check_scale(STAITH_UNIT_PENCE, "12.50", 1250);
    check_scale(STAITH_UNIT_CASES, "18", 18);
    check_scale(STAITH_UNIT_CASES, "18.0", 18);
    check_scale(STAITH_UNIT_CASES, "18.5", -1);
    check_scale(STAITH_UNIT_PENCE, "0.001", -1);
    check_scale(STAITH_UNIT_PENCE, "-1", -1);
    check_scale(STAITH_UNIT_PENCE, "1e3", -1);
    check_scale(STAITH_UNIT_PENCE, "", -1);
}

static void test_key_too_long(void **state)
{
    (void)state;
    char text[400];
    (void)snprintf(text, sizeof text, "{\"measure\": \"starts\", \"person\": \"%0260d\"}\n", 7);
    staith_script_case_fault(text, "output_person", 1);
    (void)snprintf(text, sizeof text,
                   "{\"measure\": \"starts\", \"person\": \"a\", \"owner\": \"%0260d\"}\n", 7);
    staith_script_case_fault(text, "output_person", 1);
}

/* What is printed before the period is in no period. */
static void test_period_first(void **state)
{
    (void)state;
    struct staith_fake_host host;
    assert_int_equal(staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x.txt",
                                        "{\"period\": \"2025\"}\n{\"period\": \"2025\"}\n"
                                        "{\"measure\": \"starts\", \"person\": \"a\"}\n"),
                     STAITH_OK);
    assert_int_equal(host.period.kind, STAITH_PERIOD_CENSUS_YEAR);
    assert_int_equal(staith_fake_people(&host, "starts", NULL), 1);
    staith_fake_deinit(&host);
    assert_int_equal(staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x.txt",
                                        "{\"measure\": \"starts\", \"person\": \"a\"}\n"
                                        "{\"period\": \"2025\"}\n"),
                     STAITH_ESOURCE);
    assert_int_equal(staith_fake_finding(&host, "no_period", 0)->where.line, 1);
    staith_fake_deinit(&host);
    assert_int_equal(staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x.txt",
                                        "{\"unavailable\": \"starts\"}\n"),
                     STAITH_ESOURCE);
    staith_fake_deinit(&host);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_units),
                                       cmocka_unit_test(test_key_too_long),
                                       cmocka_unit_test(test_period_first)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
