/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static int parse(const struct site_fixture *fixture, const char *path, const char *query,
                 struct staith_request *request)
{
    struct staith_err err = {0};
    int code = staith_request_parse(&fixture->site, path, query, request, &err);
    assert_int_equal(code != 0, err.code != 0);
    return code;
}

static void what_there_is(void **state)
{
    static const struct {
        const char *path;
        enum staith_view view;
        enum staith_format format;
        unsigned depth;
    } CASES[] = {
        {"", STAITH_VIEW_REGION, STAITH_FORMAT_HTML, 0},
        {"index.html", STAITH_VIEW_REGION, STAITH_FORMAT_HTML, 0},
        {"style.css", STAITH_VIEW_STYLE, STAITH_FORMAT_CSS, 0},
        {"method.html", STAITH_VIEW_METHOD, STAITH_FORMAT_HTML, 0},
        {"arrivals.ods", STAITH_VIEW_ARRIVALS, STAITH_FORMAT_ODS, 0},
        {"build.json", STAITH_VIEW_BUILD, STAITH_FORMAT_JSON, 0},
        {"csww/2024/index.csv", STAITH_VIEW_REGION, STAITH_FORMAT_CSV, 2},
        {"csww/2024/indicators/caseload_fte.xlsx", STAITH_VIEW_INDICATOR, STAITH_FORMAT_XLSX, 3},
        {"csww/2024/indicators/caseload_fte/929.html", STAITH_VIEW_INDICATOR, STAITH_FORMAT_HTML,
         4},
        {"csww/2024/indicators/caseload_fte/trend.svg", STAITH_VIEW_CHART, STAITH_FORMAT_SVG, 4},
        {"csww/2024/indicators/caseload_fte/tiles.png", STAITH_VIEW_CHART, STAITH_FORMAT_PNG, 4},
        {"csww/2024/councils/929.html", STAITH_VIEW_COUNCIL, STAITH_FORMAT_HTML, 3},
        {"csww/2024/packs/929.html", STAITH_VIEW_PACK, STAITH_FORMAT_HTML, 3},
    };
    const struct site_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct staith_request request;
        assert_int_equal(parse(fixture, CASES[i].path, NULL, &request), 0);
        assert_int_equal(request.view, CASES[i].view);
        assert_int_equal(request.format, CASES[i].format);
        assert_int_equal(request.depth, CASES[i].depth);
        assert_int_equal(request.period,
                         published_year(fixture->published, CASES[i].depth > 0 ? 2024 : 2025));
    }
}

static void what_there_is_not(void **state)
{
    static const char *const PATHS[] = {
        "x",
        "index",
        "index.php",
        "index.css",
        "style.html",
        "/index.html",
        "csww/index.html",
        "csww/2030/index.html",
        "other/2024/index.html",
        "csww/2024/index.svg",
        "csww/2024/indicators/none.html",
        "csww/2024/indicators/caseload_fte/999.html",
        "csww/2024/indicators/caseload_fte/929.csv",
        "csww/2024/indicators/caseload_fte/other.svg",
        "csww/2024/indicators/caseload_fte/bars.html",
        "csww/2024/indicators/caseload_fte/bars/x.png",
        "csww/2024/indicators/caseload_fte/929/x.html",
        "csww/2024/councils/999.html",
        "csww/2024/packs/929.csv",
        "csww/2024/nothing/929.html",
        "csww/2024/councils/929/x.html",
        "csww/../csww/2024/index.html",
        "a/b/c/d/e/f/g/h.html",
        "../../etc/passwd",
        ".html",
    };
    struct site_fixture *fixture = *state;
    struct staith_request request;
    char longest[STAITH_SITE_PATH_BYTES + 16];
    for (size_t i = 0; i < sizeof(PATHS) / sizeof(PATHS[0]); i++) {
        if (parse(fixture, PATHS[i], NULL, &request) != STAITH_ERR_NOTFOUND) {
            fail_msg("%s was found", PATHS[i]);
        }
    }
    memset(longest, 'a', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = '\0';
    assert_int_equal(parse(fixture, longest, NULL, &request), STAITH_ERR_NOTFOUND);
    fixture->site.standalone = true;
    assert_int_equal(parse(fixture, "build.html", NULL, &request), STAITH_ERR_NOTFOUND);
    fixture->site.arrivals = NULL;
    assert_int_equal(parse(fixture, "arrivals.html", NULL, &request), STAITH_ERR_NOTFOUND);
}

/* Escapes are undone, what is not known is passed over, twice is once. */
static void queries(void **state)
{
    const struct site_fixture *fixture = *state;
    struct staith_request request;
    static char longest[9000];
    assert_int_equal(parse(fixture, "build.html",
                           "d=csww&p=2024&p=20%324&p=2030&i=caseload%5Ffte&i=&c=929&c=840&x=1&=&&p",
                           &request),
                     0);
    assert_int_equal(request.selection.period_count, 1);
    assert_int_equal(request.selection.item_count, 1);
    assert_int_equal(request.selection.council_count, 2);
    assert_true(request.selection.periods[published_year(fixture->published, 2024)]);
    assert_true(request.selection.items[site_fixture_item(fixture, "caseload_fte")]);
    assert_int_equal(parse(fixture, "build.html", "p=%&p=%2&p=%zz&i=%00", &request), 0);
    assert_int_equal(request.selection.period_count, 0);
    memset(longest, 'p', sizeof(longest) - 1);
    assert_int_equal(parse(fixture, "build.html", longest, &request), STAITH_ERR_INVAL);
    assert_int_equal(parse(fixture, "method.html", longest, &request), 0); /* not looked at */
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(staith_chart_name(STAITH_CHART_XMR), "xmr");
    assert_string_equal(staith_format_ending(STAITH_FORMAT_ODS), "ods");
    assert_string_equal(staith_format_type(STAITH_FORMAT_HTML), "text/html; charset=utf-8");
    assert_string_equal(staith_format_type(STAITH_FORMAT_SVG), "image/svg+xml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_there_is, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_there_is_not, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(queries, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(names, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
