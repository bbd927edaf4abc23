/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_host.h"

#include <string.h>

static const char text[] = "person,role,fte\n"
                           "A,holder,1\n"
                           "B,holder,0.5\n"
                           "B,senior,0.4\n"
                           "D,nobody,1\n";
static const struct staith_fake_source sources[] = {{"people.csv", text, sizeof text - 1}};

static void test_what_was_observed(void **state)
{
    (void)state;
    struct staith_fake_host host;
    const struct staith_fake_setup setup = {.sources = sources, .source_count = 1, .read_bytes = 3};
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_OK);
    assert_int_equal(host.period.year, 2025);
    assert_int_equal(host.observation_count, 7);
    assert_int_equal(staith_fake_rows(&host, "heads", NULL), 3);
    assert_int_equal(staith_fake_rows(&host, "heads", "role=holder"), 2);
    assert_int_equal(staith_fake_people(&host, "heads", ""), 2);
    assert_int_equal(staith_fake_people(&host, "heads", "role=senior"), 1);
    assert_int_equal(staith_fake_sum(&host, "fte", NULL), 1900000);
    assert_int_equal(staith_fake_sum(&host, "fte", "role=holder"), 1500000);
    assert_int_equal(staith_fake_sum(&host, "vacancies", "role=-"), 3);
    assert_int_equal(staith_fake_sum(&host, "vacancies", "role=holder"), 0);
    assert_false(staith_fake_unavailable(&host, "vacancies"));
    assert_int_equal(staith_fake_findings(&host, "bad_role"), 1);
    assert_int_equal(staith_fake_findings(&host, "bad_fte"), 0);
    assert_int_equal(staith_fake_finding(&host, "bad_role", 0)->where.line, 5);
    staith_fake_deinit(&host);
}

static void test_options_and_failures(void **state)
{
    (void)state;
    struct staith_fake_host host;
    const struct staith_fake_option options[] = {{"vacancies", "42"}};
    struct staith_fake_setup setup = {
        .sources = sources, .source_count = 1, .options = options, .option_count = 1};
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_OK);
    assert_int_equal(staith_fake_sum(&host, "vacancies", NULL), 42);
    staith_fake_deinit(&host);
    setup.fail_read = 1;
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_EIO);
    assert_int_equal(host.observation_count, 0);
    staith_fake_deinit(&host);
    setup.fail_read = 0;
    setup.max_observations = 2;
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_ELIMIT);
    assert_int_equal(host.observation_count, 2);
    staith_fake_deinit(&host);
    const struct staith_fake_option refuse[] = {{"fault", "refuses"}};
    setup.options = refuse;
    assert_int_equal(staith_fake_run(&host, &staith_plugin, &setup), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&host, "unreadable"), 1);
    staith_fake_deinit(&host);
}

static void test_conforms(void **state)
{
    (void)state;
    const struct staith_fake_setup setup = {.sources = sources, .source_count = 1};
    staith_fake_conform(&staith_plugin, &setup);
}

static void test_a_file_as_a_source(void **state)
{
    (void)state;
    struct staith_fake_source source;
    staith_fake_load("plugins/workforce/sample.csv", &source);
    assert_string_equal(source.name, "sample.csv");
    assert_true(source.len > 100);
    staith_fake_unload(&source);
    assert_null(source.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conforms), cmocka_unit_test(test_a_file_as_a_source),
        cmocka_unit_test(test_what_was_observed), cmocka_unit_test(test_options_and_failures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
