/* SPDX-License-Identifier: Apache-2.0 */
#include "font_leaks.h"
#include "site_fixture.h"

/* Two years stand at either end of 266 from 48 on; Durham's turnover was 11.1, then 7.7, and the
 * axis that holds the region's, England's and the group's ends at 20 or less. */
static void a_line_for_each(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_site_answer answer;
    const char *text = site_fixture_get(
        fixture, "build.svg", "p=2024&p=2025&i=turnover_rate_fte&c=840&g=tees_valley", &answer);
    assert_string_equal(answer.type, "image/svg+xml");
    assert_int_equal(site_fixture_count(text, "class=\"line l0\""), 1); /* Durham */
    assert_int_equal(site_fixture_count(text, "class=\"line l1\""), 1); /* the group */
    assert_int_equal(site_fixture_count(text, "class=\"line l2\""), 0);
    assert_int_equal(site_fixture_count(text, "class=\"region\""), 1);
    assert_int_equal(site_fixture_count(text, "<circle"), 8);
    site_fixture_holds(text, "cx=\"48.0\"");
    site_fixture_holds(text, "cx=\"314.0\"");
    site_fixture_holds(text, ">Tees &lt;Valley&gt;</text>");
    site_fixture_holds(text, ">England</text>");
}

static void one_period_is_a_column_of_dots(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_site_answer answer;
    const char *text =
        site_fixture_get(fixture, "build.svg", "p=2025&i=turnover_rate_fte&c=840&c=841", &answer);
    assert_int_equal(site_fixture_count(text, "cx=\"181.0\""), 4);
    (void)site_fixture_get(fixture, "build.png", "p=2025&i=turnover_rate_fte&c=840", &answer);
    assert_memory_equal(answer.body->data + 1, "PNG", 3);
}

static void nothing_chosen_is_not_found(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_site_answer answer = {.body = &fixture->body};
    static const char *const QUERIES[] = {NULL, "", "p=2025&c=840", "i=turnover_rate_fte"};
    for (size_t i = 0; i < sizeof(QUERIES) / sizeof(QUERIES[0]); i++) {
        struct staith_err err = {0};
        assert_int_equal(staith_site_answer(&fixture->site, "build.svg", QUERIES[i], &answer, &err),
                         STAITH_ERR_NOTFOUND);
        assert_true(err.what[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_line_for_each, site_fixture_setup_set,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(one_period_is_a_column_of_dots, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_chosen_is_not_found, site_fixture_setup,
                                        site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
