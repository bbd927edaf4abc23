/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/image.h"

#include "font_leaks.h"
#include "site_fixture.h"

#include "base/err.h"

/* A PNG says its size in its head: twice that of the drawing, 430 by 370. */
static void twice_the_size(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_buf png;
    fixture->svg.standalone = true;
    staith_chart_bars(&fixture->svg, fixture->dataset, fixture->request.period, 0);
    const char *text = site_fixture_text(fixture);
    staith_buf_init(&png, 1 << 20);
    assert_int_equal(staith_image_png(text, strlen(text), &png), 0);
    assert_memory_equal(png.data, "\x89PNG\r\n\x1A\n", 8);
    static const uint8_t SIZE[] = {0, 0, 3, 0x5C, 0, 0, 2, 0xE4}; /* 860 by 740 */
    assert_memory_equal(png.data + 16, SIZE, 8);
    staith_buf_deinit(&png);
    staith_buf_init(&png, 100);
    assert_int_equal(staith_image_png(text, strlen(text), &png), STAITH_ERR_LIMIT);
    staith_buf_deinit(&png);
}

static void no_drawing(void **state)
{
    (void)state;
    static const char HUGE_ONE[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"99999\" "
                                   "height=\"99999\"/>";
    struct staith_buf png;
    staith_buf_init(&png, 1 << 20);
    assert_int_equal(staith_image_png("text", 4, &png), STAITH_ERR_INVAL);
    assert_int_equal(staith_image_png("", 0, &png), STAITH_ERR_INVAL);
    assert_int_equal(staith_image_png(HUGE_ONE, sizeof(HUGE_ONE) - 1, &png), STAITH_ERR_INVAL);
    assert_int_equal(png.len, 0);
    staith_buf_deinit(&png);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(twice_the_size, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_drawing, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
