/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static const char *whole(struct site_fixture *fixture)
{
    site_fixture_again(fixture);
    staith_page_begin(&fixture->page, "Turnover & <more>", "A lead");
    staith_page_end(&fixture->page);
    return site_fixture_text(fixture);
}

static void frame(void **state)
{
    struct site_fixture *fixture = *state;
    const char *text = whole(fixture);
    site_fixture_holds(text, "<!doctype html>\n<html lang=\"en-GB\">");
    site_fixture_holds(text, "<title>Turnover &amp; &lt;more&gt; \xE2\x80\x93 North East</title>");
    site_fixture_holds(text, "<h1>Turnover &amp; &lt;more&gt;</h1>");
    site_fixture_holds(text, "Invented &lt;people&gt;");
    site_fixture_holds(text, "href=\"#main\">Skip to the content</a>");
    site_fixture_holds(text, "<main id=\"main\">");
    site_fixture_holds(text, "href=\"../../../style.css\"");
    site_fixture_holds(text, "href=\"../../../build.html\"");
    site_fixture_holds(text, "href=\"../../../arrivals.html\"");
    site_fixture_holds(text, "href=\"../../../csww/2025/index.html\"");
    site_fixture_holds(text, "DfE, published figures, OGL v3.0");
    site_fixture_holds(text, "Page made 6 November 2025 by Staith.");
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "http://"));
    assert_null(strstr(text, "https://"));
    assert_null(strstr(text, "style=\"")); /* a strict policy would refuse it */
}

static void folder_of_files(void **state)
{
    struct site_fixture *fixture = *state;
    fixture->site.standalone = true;
    fixture->site.arrivals = NULL;
    const char *text = whole(fixture);
    site_fixture_holds(text, "default-src &#39;none&#39;");
    site_fixture_holds(text, "<style>");
    assert_null(strstr(text, "style.css"));
    assert_null(strstr(text, "build.html"));
    assert_null(strstr(text, "arrivals.html"));
}

static void links(void **state)
{
    struct site_fixture *fixture = *state;
    staith_page_link(&fixture->page, "plain", "A & B", "%s/x.html", "d\"");
    site_fixture_holds(site_fixture_text(fixture),
                       "<a class=\"plain\" href=\"../../../d&quot;/x.html\">A &amp; B</a>");
    site_fixture_again(fixture);
    fixture->page.single = true;
    staith_page_link(&fixture->page, NULL, "A", "x.html");
    assert_string_equal(site_fixture_text(fixture), "A");
    site_fixture_again(fixture);
    staith_page_downloads(&fixture->page, "csww/2025/index", "p=2025&i=a");
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "href=\"../../../csww/2025/index.xlsx?p=2025&amp;i=a\"");
    site_fixture_again(fixture);
    staith_page_downloads(&fixture->page, "arrivals", "");
    site_fixture_holds(site_fixture_text(fixture), "href=\"../../../arrivals.csv\"");
}

static void periods(void **state)
{
    struct site_fixture *fixture = *state;
    staith_page_periods(&fixture->page, "index.html");
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<li>"), 9);
    site_fixture_holds(text, "href=\"../../../csww/2017/index.html\">2017</a>");
    site_fixture_holds(text, "csww/2025/index.html\" aria-current=\"page\">2025</a>");
    site_fixture_again(fixture);
    fixture->published->benchmark->period_count = 1;
    staith_page_periods(&fixture->page, "index.html");
    assert_string_equal(site_fixture_text(fixture), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(frame, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(folder_of_files, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(links, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(periods, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
