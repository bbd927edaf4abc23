/* SPDX-License-Identifier: Apache-2.0 */
#include "script_case.h"

/* Worked by hand from the lines. */
static void test_lines(void **state)
{
    (void)state;
    struct staith_fake_host host;
    static const char text[] =
        "{\"measure\": \"starts\", \"person\": \"SW 1\", \"at\": {\"team\": \"duty\"}}\n"
        "{\"measure\": \"starts\", \"person\": \"sw1\", \"at\": {\"team\": \"duty\"}, \"value\": "
        "1}\n"
        "\n"
        "{\"measure\": \"starts\", \"person\": \"SW2\", \"at\": {\"team\": \"care\"}}\r\n"
        "{\"measure\": \"starts\", \"person\": \"SW3\", \"at\": {\"team\": null}}\n"
        "{\"measure\": \"fte\", \"person\": \"SW1\", \"value\": 0.8}\n"
        "{\"measure\": \"fte\", \"person\": \"SW2\", \"value\": \"0.25\", \"owner\": \"A Ltd\"}\n"
        "{\"measure\": \"days\", \"person\": \"SW2\", \"value\": 2.5}\n"
        "{\"measure\": \"vacancies\", \"value\": 12}\n"
        "{\"finding\": \"no_date\", \"line\": 7, \"column\": 3, \"row\": 6, \"sheet\": 2}\n"
        "{\"unavailable\": \"days\"}";
    assert_int_equal(
        staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x-2025Q3.txt", text),
        STAITH_OK);
    assert_int_equal(host.period.kind, STAITH_PERIOD_QUARTER);
    assert_int_equal(host.period.part, 3);
    assert_int_equal(staith_fake_people(&host, "starts", NULL), 3);
    assert_int_equal(staith_fake_rows(&host, "starts", NULL), 4);
    assert_int_equal(staith_fake_people(&host, "starts", "team=front"), 1);
    assert_int_equal(staith_fake_people(&host, "starts", "team=care"), 1);
    assert_int_equal(staith_fake_people(&host, "starts", "team=-"), 1);
    assert_int_equal(staith_fake_sum(&host, "fte", NULL), 1050000);
    assert_int_equal(staith_fake_owners(&host, "fte", NULL), 1);
    assert_int_equal(staith_fake_sum(&host, "days", NULL), 250);
    assert_int_equal(staith_fake_sum(&host, "vacancies", NULL), 12);
    assert_int_equal(host.finding_count, 1);
    assert_int_equal(staith_fake_finding(&host, "no_date", 0)->where.line, 7);
    assert_int_equal(staith_fake_finding(&host, "no_date", 0)->where.column, 3);
    assert_int_equal(staith_fake_finding(&host, "no_date", 0)->where.row, 6);
    assert_int_equal(staith_fake_finding(&host, "no_date", 0)->where.sheet, 2);
    assert_true(staith_fake_unavailable(&host, "days"));
    staith_fake_deinit(&host);
}

static void test_faults(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *check;
    } cases[] = {
        {"{\"measure\": \"starts\", \"person\": \"a\"", "output_line"},
        {"[1]", "output_line"},
        {"x", "output_line"},
        {"{\"measure\": \"starts\", \"measure\": \"fte\"}", "output_line"},
        {"{\"measure\": \"starts\", \"person\": \"a\", \"team\": \"duty\"}", "output_field"},
        {"{\"measure\": 3, \"person\": \"a\"}", "output_field"},
        {"{\"measure\": \"starts\", \"person\": 7}", "output_field"},
        {"{\"measure\": \"starts\", \"person\": \"a\", \"at\": \"duty\"}", "output_field"},
        {"{\"measure\": \"starts\", \"person\": \"a\", \"at\": {\"team\": 1}}", "output_field"},
        {"{\"measure\": \"starts\", \"person\": \"a\", \"at\": {\"tema\": \"duty\"}}",
         "output_category"},
        {"{\"measure\": \"starts\", \"person\": \"a\", \"at\": {\"team\": \"dutty\"}}",
         "output_category"},
        {"{\"measure\": \"leavers\", \"person\": \"a\"}", "output_measure"},
        {"{\"person\": \"a\"}", "output_measure"},
        {"{\"measure\": \"fte\", \"person\": \"a\"}", "output_value"},
        {"{\"measure\": \"fte\", \"person\": \"a\", \"value\": -1}", "output_value"},
        {"{\"measure\": \"fte\", \"person\": \"a\", \"value\": \"many\"}", "output_value"},
        {"{\"measure\": \"vacancies\", \"value\": \"1.5\"}", "output_value"},
        {"{\"measure\": \"starts\"}", "output_person"},
        {"{\"measure\": \"starts\", \"person\": \"\"}", "output_person"},
        {"{\"finding\": \"no_such\"}", "output_finding"},
        {"{\"finding\": \"program_failed\"}", "output_finding"},
        {"{\"finding\": \"no_date\", \"line\": -1}", "output_field"},
        {"{\"unavailable\": \"leavers\"}", "output_measure"},
        {"{\"period\": \"2025Q4\"}", "output_period"},
        {"{\"period\": \"2025Q9\"}", "output_period"},
        {"{\"period\": 2025}", "output_field"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[512];
        (void)snprintf(text, sizeof text,
                       "{\"measure\": \"starts\", \"person\": \"b\"}\n%s\n"
                       "{\"measure\": \"starts\", \"person\": \"c\"}\n",
                       cases[i].text);
        staith_script_case_fault(text, cases[i].check, 2);
    }
}

/* The place in a line is where it stops being JSON. */
static void test_column(void **state)
{
    (void)state;
    struct staith_fake_host host;
    assert_int_equal(staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x-2025Q3.txt",
                                        "{\"measure\": starts}\n"),
                     STAITH_ESOURCE);
    assert_true(staith_fake_finding(&host, "output_line", 0)->where.column >= 12);
    staith_fake_deinit(&host);
}

/* A program that is wrong in every line is not listened to for ever; and a line has an end. */
static void test_limits(void **state)
{
    (void)state;
    static char text[200000];
    struct staith_fake_host host;
    size_t len = 0;
    for (int i = 0; i < 300; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "{\"measure\": \"x%d\"}\n", i);
    }
    assert_int_equal(
        staith_script_case(&host, NULL, STAITH_SCRIPT_CASE_CATALOGUE, "x-2025Q3.txt", text),
        STAITH_ESOURCE);
    assert_int_equal(host.finding_count, 100);
    staith_fake_deinit(&host);
    memset(text, ' ', sizeof text - 1);
    memcpy(text, "{\"measure\"", 10);
    text[sizeof text - 1] = '\0';
    staith_script_case_fault(text, "output_line", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines), cmocka_unit_test(test_faults),
                                       cmocka_unit_test(test_column),
                                       cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
