/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

/* Nothing is loaded from elsewhere, and a "<" would end the style element. */
static void the_style_loads_nothing(void **state)
{
    (void)state;
    const char *const styles[] = {staith_page_style(), staith_page_style_more(),
                                  staith_svg_style()};
    for (size_t i = 0; i < 3; i++) {
        assert_null(strchr(styles[i], '<'));
        assert_null(strstr(styles[i], "url("));
        assert_null(strstr(styles[i], "@import"));
        assert_int_equal(site_fixture_count(styles[i], "{"), site_fixture_count(styles[i], "}"));
    }
}

static void paper_and_focus(void **state)
{
    (void)state;
    const char *print = strstr(staith_page_style_more(), "@media print{");
    assert_non_null(print);
    site_fixture_holds(print, ".scroll{overflow:visible}");
    site_fixture_holds(print, "print-color-adjust:exact");
    site_fixture_holds(print, "@page{size:A4;");
    site_fixture_holds(staith_page_style(), "a:focus");
    site_fixture_holds(staith_page_style(), ".heat td.better{");
    site_fixture_holds(staith_page_style(), ".heat td.worse{");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_style_loads_nothing, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(paper_and_focus, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
