/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

#include <math.h>
#include <stdlib.h>

static void dots_and_curves(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t newest = published_year(fixture->published, 2025);
    staith_chart_funnel(&fixture->svg, fixture->dataset, newest,
                        site_fixture_item(fixture, "agency_rate_fte"));
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<circle"), 12);
    assert_int_equal(site_fixture_count(text, "<path class=\"limit"), 6);
    assert_int_equal(site_fixture_count(text, "dot noted"), 0); /* all inside */
    site_fixture_holds(text, ">50 councils<");
    site_fixture_holds(text, ">95%<");
    site_fixture_holds(text, ">99.8%<");
    site_fixture_holds(text, ">Middlesbrough<");
    site_fixture_holds(text, "Agency workers (FTE) + Social workers in post (FTE)");
}

/* One council far outside of what England's differ by: 300 of 400. */
static void outside(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t newest = published_year(fixture->published, 2025);
    uint32_t item = site_fixture_item(fixture, "agency_rate_fte");
    struct staith_benchmark_area *area =
        &fixture->published->benchmark->results[newest * fixture->dataset->item_count + item]
             .councils[4];
    area->chance.place = STAITH_PLACE_ABOVE;
    staith_chart_funnel(&fixture->svg, fixture->dataset, newest, item);
    assert_int_equal(site_fixture_count(site_fixture_text(fixture), "dot noted"), 1);
}

static void nothing_to_draw(void **state)
{
    struct site_fixture *fixture = *state;
    staith_chart_funnel(&fixture->svg, fixture->dataset, 0,
                        site_fixture_item(fixture, "caseload_fte"));
    assert_string_equal(site_fixture_text(fixture), "");
}

/** Where a text stands, at least: of a face that is narrower than any. */
struct placed {
    double left;
    double right;
    double y;
};

/* Every council has its name, and no two lie in each other: 5 units a letter, 9 a line. */
static void names_apart(void **state)
{
    struct site_fixture *fixture = *state;
    static const char *const ITEMS[] = {"turnover_rate_fte", "agency_rate_fte", "vacancy_rate_fte",
                                        "agency_rate_headcount"};
    for (size_t i = 0; i < sizeof(ITEMS) / sizeof(ITEMS[0]); i++) {
        struct placed placed[64];
        size_t count = 0;
        site_fixture_again(fixture);
        staith_chart_funnel(&fixture->svg, fixture->dataset,
                            published_year(fixture->published, 2025),
                            site_fixture_item(fixture, ITEMS[i]));
        const char *text = site_fixture_text(fixture);
        for (uint32_t j = 0; j < fixture->dataset->council_count; j++) {
            char name[80];
            (void)snprintf(name, sizeof(name), ">%s</text>",
                           fixture->dataset->councils[j].short_name);
            assert_int_equal(site_fixture_count(text, name), 1);
        }
        for (const char *at = strstr(text, "<text class=\"small"); at != NULL;
             at = strstr(at + 1, "<text class=\"small")) {
            const char *close = strchr(at, '>');
            const double x = strtod(strstr(at, " x=\"") + 4, NULL);
            const double wide = 5.0 * (double)(strchr(close, '<') - close - 1);
            const char *end = strstr(at, " end\"");
            const bool ends = end != NULL && end < close;
            placed[count] = (struct placed){ends ? x - wide : x, ends ? x : x + wide,
                                            strtod(strstr(at, " y=\"") + 4, NULL)};
            for (size_t k = 0; k < count; k++) {
                assert_false(placed[count].left < placed[k].right &&
                             placed[k].left < placed[count].right &&
                             fabs(placed[count].y - placed[k].y) < 9);
            }
            count++;
        }
        assert_true(count > 12);
    }
}

/* R: of 439 people about 8.2 %, with qbinom, pbinom and dbinom; of 438.9 FTE by the normal curve.
 * Leavers are not among those in post: about 16.8 %, with qpois, ppois and dpois, and of FTE none.
 */
static void chance_alone(void **state)
{
    (void)state;
    const struct staith_dispersion dispersion = {.centre = asin(sqrt(0.082))};
    const struct staith_benchmark_item people = {.scale = 100, .kind = STAITH_RATIO_PROPORTION};
    const struct staith_benchmark_item fte = {.scale = 100,
                                              .kind = STAITH_RATIO_PROPORTION,
                                              .numerator_digits = 6,
                                              .denominator_digits = 6};
    const struct staith_dispersion leaving = {.centre = asin(sqrt(0.168))};
    const struct staith_benchmark_item leavers = {.scale = 100, .kind = STAITH_RATIO_RATE};
    const struct staith_benchmark_item leaver_fte = {
        .scale = 100, .kind = STAITH_RATIO_RATE, .numerator_digits = 6, .denominator_digits = 6};
    const struct staith_benchmark_item cases = {.scale = 1, .kind = STAITH_RATIO_NONE};
    struct staith_interval limits;
    assert_true(staith_chart_funnel_chance(&people, &dispersion, 439, &limits));
    assert_true(fabs(limits.lower - 0.043324565323498) < 1e-9);
    assert_true(fabs(limits.upper - 0.123987643739561) < 1e-9);
    assert_true(staith_chart_funnel_chance(&fte, &dispersion, 438.9, &limits));
    assert_true(fabs(limits.lower - 0.041529683127528) < 1e-9);
    assert_true(fabs(limits.upper - 0.122470316872472) < 1e-9);
    assert_true(staith_chart_funnel_chance(&leavers, &leaving, 439, &limits));
    assert_true(fabs(limits.lower - 0.109729483087934) < 1e-9);
    assert_true(fabs(limits.upper - 0.230491552644251) < 1e-9);
    assert_false(staith_chart_funnel_chance(&leaver_fte, &leaving, 438.9, &limits));
    assert_false(staith_chart_funnel_chance(&cases, &leaving, 439, &limits));
    assert_false(staith_chart_funnel_chance(&people, &dispersion, 0.5, &limits));
    assert_false(staith_chart_funnel_chance(&leavers, &leaving, 0.5, &limits));
}

/* Turnover of FTE: the two pairs of curves that allow for what councils differ by, and no third. */
static void no_dots_of_a_rate(void **state)
{
    struct site_fixture *fixture = *state;
    staith_chart_funnel(&fixture->svg, fixture->dataset, published_year(fixture->published, 2025),
                        site_fixture_item(fixture, "turnover_rate_fte"));
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<path class=\"limit"), 4);
    assert_int_equal(site_fixture_count(text, "chance alone"), 0);
    assert_int_equal(site_fixture_count(text, "chance, 99.8%"), 0);
    site_fixture_holds(text, "and by chance. The table");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(dots_and_curves, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(names_apart, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_dots_of_a_rate, site_fixture_setup,
                                        site_fixture_teardown),
        cmocka_unit_test(chance_alone),
        cmocka_unit_test_setup_teardown(outside, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_to_draw, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
