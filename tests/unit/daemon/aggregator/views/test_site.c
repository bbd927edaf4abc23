/* SPDX-License-Identifier: Apache-2.0 */
#include "font_leaks.h"
#include "site_fixture.h"

/* Every form of the same figures. */
static void formats(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_site_answer answer;
    const char *text = site_fixture_get(fixture, "csww/2025/councils/840.csv", NULL, &answer);
    assert_string_equal(answer.type, "text/csv; charset=utf-8; header=present");
    assert_string_equal(answer.name, "csww-2025-councils-840.csv");
    site_fixture_holds(text, "\nTurnover rate (FTE),%,7.7,11.1,");
    text = site_fixture_get(fixture, "csww/2025/indicators/caseload_fte.csv", NULL, &answer);
    site_fixture_holds(text, "\n2017,caseload_fte,"); /* all its periods */
    site_fixture_holds(text, "\n2025,caseload_fte,");
    assert_null(strstr(text, "turnover"));
    text = site_fixture_get(fixture, "csww/2025/index.csv", NULL, &answer);
    assert_null(strstr(text, "\n2024,")); /* all items of this period */
    (void)site_fixture_get(fixture, "csww/2025/councils/840.xlsx", NULL, &answer);
    assert_memory_equal(answer.body->data, "PK", 2);
    (void)site_fixture_get(fixture, "csww/2025/councils/840.ods", NULL, &answer);
    assert_memory_equal(answer.body->data + 30, "mimetype", 8);
    text = site_fixture_get(fixture, "csww/2025/councils/840.json", NULL, &answer);
    assert_string_equal(answer.type, "application/json");
    assert_int_equal(text[0], '{');
    text = site_fixture_get(fixture, "style.css", NULL, &answer);
    assert_string_equal(answer.type, "text/css; charset=utf-8");
    site_fixture_holds(text, "@media print");
    site_fixture_holds(text, "svg .england");
    text = site_fixture_get(fixture, "csww/2025/indicators/caseload_fte/bars.svg", NULL, &answer);
    assert_string_equal(answer.type, "image/svg+xml");
    site_fixture_holds(text, "<style>");
    (void)site_fixture_get(fixture, "csww/2025/indicators/caseload_fte/bars.png", NULL, &answer);
    assert_memory_equal(answer.body->data + 1, "PNG", 3);
}

static void what_cannot_be(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_buf small;
    struct staith_err err = {0};
    struct staith_site_answer answer = {.body = &fixture->body};
    staith_buf_clear(&fixture->body);
    assert_int_equal(staith_site_answer(&fixture->site,
                                        "csww/2025/indicators/caseload_fte/funnel.svg", NULL,
                                        &answer, &err),
                     STAITH_ERR_NOTFOUND);
    assert_true(err.what[0] != '\0');
    staith_buf_init(&small, 100);
    answer.body = &small;
    memset(&err, 0, sizeof(err));
    assert_int_equal(
        staith_site_answer(&fixture->site, "csww/2025/index.html", NULL, &answer, &err),
        STAITH_ERR_LIMIT);
    assert_int_equal(err.code, STAITH_ERR_LIMIT);
    staith_buf_deinit(&small);
}

static void errors_lead_back(void **state)
{
    struct site_fixture *fixture = *state;
    staith_buf_clear(&fixture->body);
    assert_int_equal(staith_site_error(&fixture->site, "a/b/<c>", 404, "There is no <such> page",
                                       &fixture->body),
                     0);
    const char *text = staith_buf_cstr(&fixture->body);
    site_fixture_holds(text, "<h1>Page not found</h1>");
    site_fixture_holds(text, "There is no &lt;such&gt; page");
    site_fixture_holds(text, "href=\"../../index.html\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(formats, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(errors_lead_back, site_fixture_setup,
                                        site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
