/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"
#include "site_fixture.h"

static void form_and_table(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_site_answer answer;
    const char *text = site_fixture_get(fixture, "build.html", NULL, &answer);
    site_fixture_holds(text, "<form method=\"get\" action=\"build.html\">");
    assert_int_equal(site_fixture_count(text, "name=\"p\""), 9);
    assert_int_equal(site_fixture_count(text, "name=\"c\""), 12);
    assert_null(strstr(text, "Your table"));
    assert_null(strstr(text, "role=\"alert\""));
    text =
        site_fixture_get(fixture, "build.html", "p=2024&p=2025&i=turnover_rate_fte&c=840", &answer);
    site_fixture_holds(text, "Your table");
    site_fixture_holds(text, "<th scope=\"row\">County Durham</th><td class=\"n\">11.1</td>"
                             "<td class=\"n\">7.7</td>");
    assert_int_equal(site_fixture_count(text, "<th scope=\"row\">"), 3);
    assert_int_equal(site_fixture_count(text, "checked=\"checked\""), 4);
    site_fixture_holds(text,
                       "href=\"build.csv?p=2024&amp;p=2025&amp;i=turnover_rate_fte&amp;c=840\"");
    text = site_fixture_get(fixture, "build.html", "c=840", &answer);
    site_fixture_holds(text, "role=\"alert\"");
}

/* Tees Valley, 2025: five councils, one of which is of no return. */
static void groups_and_charts(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_site_answer answer;
    const char *text = site_fixture_get(fixture, "build.html", NULL, &answer);
    assert_int_equal(site_fixture_count(text, "name=\"g\""), 1);
    text =
        site_fixture_get(fixture, "build.html",
                         "p=2024&p=2025&i=turnover_rate_fte&i=caseload_fte&g=tees_valley", &answer);
    site_fixture_holds(text, "<th scope=\"row\">Tees &lt;Valley&gt;</th>");
    assert_int_equal(site_fixture_count(text, "<svg "), 2);
    site_fixture_holds(text, "href=\"build.png?d=csww&amp;i=caseload_fte&amp;p=2024&amp;p=2025"
                             "&amp;g=tees_valley\"");
    text =
        site_fixture_get(fixture, "build.csv", "p=2025&i=turnover_rate_fte&g=tees_valley", &answer);
    site_fixture_holds(text, ",tees_valley,");
    assert_int_equal(site_fixture_count(text, "\n"), 4); /* the group, the region, England */
    text = site_fixture_get(fixture, "build.csv", "p=2025&i=turnover_rate_fte&c=840", &answer);
    assert_null(strstr(text, "tees_valley"));
}

/* The file has the rows of the table: 2 periods, one item, a council, the region, England. */
static void the_same_as_a_file(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_site_answer answer;
    const char *text =
        site_fixture_get(fixture, "build.csv", "p=2024&p=2025&i=turnover_rate_fte&c=840", &answer);
    assert_int_equal(site_fixture_count(text, "\n"), 7);
    site_fixture_holds(text, "\n2025,turnover_rate_fte,840,County Durham,authority,7.7,");
    assert_string_equal(answer.name, "build.csv");
}

/* A table by category, of one council of three and the region: in the page and as a file. */
static void tables_by_category(void **state)
{
    struct caps_site *fixture = *state;
    static const char QUERY[] = "d=agency_rates&p=2025Q4&t=by_role&c=801";
    struct staith_err err = {0};
    struct staith_site_answer answer = {.body = &fixture->body};
    fixture->site.standalone = false;
    assert_int_equal(staith_site_answer(&fixture->site, "build.html", QUERY, &answer, &err), 0);
    const char *text = staith_buf_cstr(&fixture->body);
    caps_site_holds(text, "value=\"by_role\" checked=\"checked\"");
    caps_site_holds(text, ", 2025Q4</h3>");
    caps_site_holds(text, ">Alpha</th>");
    caps_site_lacks(text, ">Beta</th>");
    staith_buf_clear(&fixture->body);
    assert_int_equal(staith_site_answer(&fixture->site, "build.csv", QUERY, &answer, &err), 0);
    text = staith_buf_cstr(&fixture->body);
    caps_site_holds(text, "2025Q4,by_role,over_cap,801,");
    caps_site_holds(text, "2025Q4,by_role,over_cap,E12000001,");
    caps_site_lacks(text, ",802,");
    caps_site_lacks(text, "rates,");
}

/* A council, the region and England are three areas: a table whose places are a third of 50,000,
 * and one more, has more figures than are shown at once. */
static void too_large(void **state)
{
    struct caps_site *fixture = *state;
    struct staith_err err = {0};
    struct staith_site_answer answer = {.body = &fixture->body};
    int at = staith_catalogue_table(fixture->breakdown->catalogue, "by_role");
    assert_true(at >= 0);
    struct staith_breakdown_table *table = &fixture->breakdown->tables[at];
    const uint32_t places = table->places;
    fixture->site.standalone = false;
    table->places = 50000 / 3 / table->table->measure_count + 1;
    assert_int_equal(staith_site_answer(&fixture->site, "build.html",
                                        "d=agency_rates&p=2025Q4&t=by_role&c=801", &answer, &err),
                     STAITH_ERR_INVAL);
    assert_string_equal(err.what, "this is more than 50000 figures at once");
    staith_buf_clear(&fixture->body);
    table->places = places;
    assert_int_equal(staith_site_answer(&fixture->site, "build.html",
                                        "d=agency_rates&p=2025Q4&t=by_role&c=801", &answer, &err),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(form_and_table, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(groups_and_charts, site_fixture_setup_set,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(tables_by_category, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(too_large, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(the_same_as_a_file, site_fixture_setup,
                                        site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
