/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

#include <math.h>

static void near(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-9)) {
        fail_msg("%f, expected %f", value, expected);
    }
}

/* Steps are 1, 2 or 5 times a power of ten; the end is the first at or above the greatest value. */
static void scales(void **state)
{
    (void)state;
    static const struct {
        double most;
        double steps;
        double step;
        double end;
    } CASES[] = {
        {25.6, 8, 5, 30}, {0.3, 8, 0.1, 0.3}, {11, 5, 5, 15}, {1016, 6, 200, 1200}, {40, 8, 5, 40}};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct staith_svg_scale scale;
        staith_svg_scale_up(&scale, CASES[i].most, CASES[i].steps, 100, 200);
        near(scale.step, CASES[i].step);
        near(scale.most, CASES[i].end);
        near(staith_svg_at(&scale, 0), 100);
        near(staith_svg_at(&scale, CASES[i].end), 200);
        near(staith_svg_at(&scale, CASES[i].end / 2), 150);
    }
    struct staith_svg_scale fine = {.most = 1, .step = 0.2};
    char text[32];
    staith_svg_step_text(&fine, 0.4, text, sizeof(text));
    assert_string_equal(text, "0.4");
    fine.step = 5;
    staith_svg_step_text(&fine, 15, text, sizeof(text));
    assert_string_equal(text, "15");
}

static void paths_have_gaps(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_svg_path path;
    staith_svg_path_start(&path);
    staith_svg_path_to(&path, 1, 2);
    staith_svg_path_to(&path, 3, 4);
    staith_svg_path_gap(&path);
    staith_svg_path_to(&path, 5, 6);
    assert_string_equal(path.text, "M1.0 2.0l0 0L3.0 4.0M5.0 6.0l0 0");
    staith_svg_path(&fixture->svg, "other", &path);
    site_fixture_holds(site_fixture_text(fixture), "<path class=\"other\" d=\"M1.0 2.0");
    staith_svg_path_start(&path);
    site_fixture_again(fixture);
    staith_svg_path(&fixture->svg, "other", &path); /* nothing to draw */
    assert_string_equal(site_fixture_text(fixture), "");
    for (int i = 0; i < 2000; i++) {
        staith_svg_path_to(&path, i, i);
    }
    assert_true(path.len < sizeof(path.text)); /* a path too long ends early, whole */
    assert_int_equal(strlen(path.text), path.len);
}

static void pieces(void **state)
{
    struct site_fixture *fixture = *state;
    fixture->svg.standalone = true;
    staith_svg_open(&fixture->svg, "chart", 100, 50, "A <title>", "And what it says");
    staith_svg_line(&fixture->svg, "grid", 0, 1, 2, 3);
    staith_svg_text(&fixture->svg, NULL, 4, 5, "R&D");
    staith_svg_rect(&fixture->svg, "bar", 1, 1, -5, 2);
    staith_svg_dot(&fixture->svg, "dot", 6, 7, 4);
    staith_svg_diamond(&fixture->svg, "median", 10, 10, 2);
    staith_svg_close(&fixture->svg);
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "role=\"img\"");
    site_fixture_holds(text, "<title>A &lt;title&gt;</title>");
    site_fixture_holds(text, "<desc>And what it says</desc>");
    site_fixture_holds(text, "<style>");
    site_fixture_holds(text, "R&amp;D");
    site_fixture_holds(text, "width=\"0.0\""); /* never below 0 */
    site_fixture_holds(text, "M10.0 8.0L12.0 10.0L10.0 12.0L8.0 10.0Z");
    site_fixture_again(fixture);
    staith_svg_open(&fixture->svg, "chart", 100, 50, "A", NULL);
    staith_svg_close(&fixture->svg);
    assert_null(strstr(site_fixture_text(fixture), "<style>"));
    assert_null(strstr(staith_svg_style(), "<"));
}

/* Names that do not fit end with an ellipsis and never within a letter. */
static void texts_within(void **state)
{
    struct site_fixture *fixture = *state;
    assert_true(staith_svg_text_width("Mmmm", 12) > staith_svg_text_width("Iiii", 12));
    staith_svg_text_within(&fixture->svg, "small", 1, 2, 12, 80, "Durham");
    site_fixture_holds(site_fixture_text(fixture), ">Durham</text>");
    site_fixture_again(fixture);
    staith_svg_text_within(&fixture->svg, "small", 1, 2, 12, 80,
                           "Bournemouth, Christchurch and Poole");
    site_fixture_holds(site_fixture_text(fixture), "\xE2\x80\xA6</text>");
    site_fixture_holds(site_fixture_text(fixture), ">Bourne");
    for (int room = 20; room < 90; room++) { /* Ynys Mon with its circumflex */
        site_fixture_again(fixture);
        staith_svg_text_within(&fixture->svg, NULL, 1, 2, 12, room, "Ynys M\xC3\xB4n Ynys");
        assert_null(strstr(site_fixture_text(fixture), "\xC3\xE2"));
    }
}

/* Three that would stand at one place, one of them past the bottom. */
static void labels_apart(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_svg_label labels[] = {
        {"c", "small", 100}, {"a", "small", 98}, {"b", "small strong", 98.5}};
    staith_svg_labels(&fixture->svg, 5, 90, 0, 100, labels, 3);
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "y=\"74.0\">a<"); /* 100 - 2 * 15, and 4 to the foot of a letter */
    site_fixture_holds(text, "y=\"89.0\">b<");
    site_fixture_holds(text, "y=\"104.0\">c<");
}

/* What prints a page hands charts no style: they carry it, without a ground of their own. */
static void styled(void **state)
{
    struct site_fixture *fixture = *state;
    fixture->svg.styled = true;
    staith_svg_open(&fixture->svg, "chart", 10, 10, "x", NULL);
    staith_svg_close(&fixture->svg);
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "<style>");
    assert_int_equal(site_fixture_count(text, "class=\"ground\""), 0);
    assert_int_equal(site_fixture_count(text, "{font:"), 0); /* the shorthand is not known there */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(texts_within, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(labels_apart, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(styled, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(scales, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(paths_have_gaps, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(pieces, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
