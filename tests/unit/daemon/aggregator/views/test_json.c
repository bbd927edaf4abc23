/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/json.h"

#include "benchmark_fixture.h"
#include "published_fixture.h"
#include "views_fixture.h"

#include "base/err.h"

#include <jansson.h>

static json_t *object_of(const struct staith_benchmark *benchmark)
{
    struct staith_buf out;
    json_error_t error;
    staith_buf_init(&out, 1 << 20);
    assert_int_equal(staith_views_json(benchmark, &out), 0);
    assert_int_equal(out.data[out.len - 1], '\n');
    json_t *object = json_loadb((const char *)out.data, out.len, 0, &error);
    staith_buf_deinit(&out);
    assert_non_null(object);
    return object;
}

static const char *text(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value != NULL ? value : "";
}

/* Area `area` of the result of a period and item. */
static const json_t *area_of(const json_t *root, const char *period, const char *item, size_t area)
{
    const json_t *results = json_object_get(root, "results");
    for (size_t i = 0; i < json_array_size(results); i++) {
        const json_t *result = json_array_get(results, i);
        if (strcmp(text(result, "period"), period) == 0 &&
            strcmp(text(result, "item"), item) == 0) {
            return json_array_get(json_object_get(result, "areas"), area);
        }
    }
    fail_msg("no result for %s in %s", item, period);
    return NULL;
}

static void head_says_what_is_compared(void **state)
{
    (void)state;
    struct views_fixture fixture;
    views_fixture_fill(&fixture);
    fixture.benchmark.newest_unix_ms = 1795000000000;
    json_t *root = object_of(&fixture.benchmark);
    assert_string_equal(text(root, "dataset"), "csww");
    assert_string_equal(text(json_object_get(root, "region"), "code"), "E12000001");
    assert_string_equal(text(root, "national_source"), "facts.csv, OGL v3.0");
    assert_string_equal(text(root, "newest"), "2026-11-18T11:06:40.000Z");
    assert_int_equal(json_array_size(json_object_get(root, "councils")), 3);
    assert_string_equal(text(json_object_get(root, "statuses"), "z"), "not applicable");
    const json_t *item = json_array_get(json_object_get(root, "items"), 0);
    assert_string_equal(text(item, "kind"), "indicator");
    assert_string_equal(text(item, "good_is"), "low");
    assert_string_equal(text(item, "denominator"), "In post");
    item = json_array_get(json_object_get(root, "items"), 1);
    assert_string_equal(text(item, "kind"), "measure");
    assert_null(json_object_get(item, "good_is"));
    json_decref(root);
}

/* None of a protected group: no number, the mark, and the band. */
static void bands_have_a_member(void **state)
{
    (void)state;
    struct views_fixture fixture;
    views_fixture_fill(&fixture);
    json_t *root = object_of(&fixture.benchmark);
    assert_true(json_is_null(json_object_get(area_of(root, "2025", "turnover", 0), "band")));
    json_decref(root);
    for (uint32_t i = 0; i < fixture.benchmark.period_count * fixture.benchmark.item_count; i++) {
        fixture.benchmark.results[i].councils[0].figure = (struct staith_benchmark_figure){
            .status = STAITH_STATUS_SUPPRESSED, .band = STAITH_BAND_UP_TO, .end = 42};
    }
    root = object_of(&fixture.benchmark);
    const json_t *area = area_of(root, "2025", "turnover", 0);
    assert_true(json_is_null(json_object_get(area, "value")));
    assert_string_equal(text(area, "status"), "c");
    assert_string_equal(text(area, "band"), "up to 4.2");
    json_decref(root);
}

static void rates_are_exact_text(void **state)
{
    (void)state;
    struct views_fixture fixture;
    views_fixture_fill(&fixture);
    json_t *root = object_of(&fixture.benchmark);
    const json_t *area = area_of(root, "2025", "turnover", 0);
    assert_string_equal(text(area, "code"), "801");
    assert_string_equal(text(area, "value"), "7.7");
    assert_true(json_is_null(json_object_get(area, "status")));
    assert_int_equal(json_integer_value(json_object_get(area, "rank")), 1);
    assert_int_equal(json_integer_value(json_object_get(area, "quartile")), 1);
    assert_string_equal(text(area, "neighbour_median"), "9.25");
    assert_int_equal(json_integer_value(json_object_get(area, "neighbour_n")), 8);
    area = area_of(root, "2025", "turnover", 1);
    assert_true(json_is_null(json_object_get(area, "value")));
    assert_string_equal(text(area, "status"), "u");
    assert_true(json_is_null(json_object_get(area, "band")));
    assert_string_equal(text(area, "reason"), "withdrawn");
    assert_true(json_is_null(json_object_get(area, "rank")));
    area = area_of(root, "2025", "turnover", 3);
    assert_string_equal(text(area, "level"), "region");
    assert_string_equal(text(area, "value"), "9.9");
    assert_int_equal(json_integer_value(json_object_get(area, "contributing")), 2);
    area = area_of(root, "2025", "turnover", 4);
    assert_string_equal(text(area, "code"), "ENG");
    assert_string_equal(text(area, "value"), "11.8");
    area = area_of(root, "2025", "leavers", 2);
    assert_string_equal(text(area, "value"), "1016");
    assert_null(json_object_get(area, "rank"));
    json_decref(root);
}

static void quartiles_parts_and_difference(void **state)
{
    (void)state;
    static const char ITEM[] = "turnover_rate_headcount";
    static const char *const COUNCILS[] = {"840", "841", "390", "805"};
    struct benchmark_fixture fixture = {0};
    for (int i = 0; i < 4; i++) {
        benchmark_fixture_turnover(&fixture, COUNCILS[i], 10 + i * 10, 1000);
    }
    (void)benchmark_fixture_national(&fixture, "2025", "840", ITEM, STAITH_STATUS_VALUE, 12);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, ITEM);
    json_t *root = object_of(benchmark);
    const json_t *area = area_of(root, "2025", ITEM, 0);
    assert_string_equal(text(area, "numerator"), "10");
    assert_string_equal(text(area, "denominator"), "1000");
    assert_string_equal(text(area, "published"), "1.2");
    assert_string_equal(text(area, "difference"), "-0.2");
    const json_t *result = json_array_get(json_object_get(root, "results"), 0);
    const json_t *quartiles = json_object_get(result, "quartiles");
    assert_int_equal(json_integer_value(json_object_get(result, "ranked")), 4);
    assert_string_equal(json_string_value(json_array_get(quartiles, 0)), "1.75");
    assert_string_equal(json_string_value(json_array_get(quartiles, 1)), "2.5");
    assert_string_equal(json_string_value(json_array_get(quartiles, 2)), "3.25");
    json_decref(root);
    staith_benchmark_free(benchmark);
}

/* Durham 2025, as printed: 31.0 leavers of 403.7. */
static void what_chance_leaves(void **state)
{
    (void)state;
    struct published_fixture *fixture = published_fixture_new();
    struct staith_buf out;
    staith_buf_init(&out, 16 << 20);
    assert_int_equal(staith_views_json(fixture->benchmark, &out), 0);
    json_t *root = json_loadb((const char *)out.data, out.len, 0, NULL);
    const json_t *durham = area_of(root, "2025", "turnover_rate_fte", 0);
    const json_t *chance = json_object_get(durham, "chance");
    assert_string_equal(text(chance, "lower_95"), "5.22");
    assert_string_equal(text(chance, "upper_95"), "10.90");
    assert_string_equal(text(chance, "against_england"), "lower");
    assert_string_equal(text(chance, "trend"), "no change");
    assert_string_equal(text(chance, "funnel"), "inside");
    assert_true(json_integer_value(json_object_get(chance, "rank_best")) >= 1);
    assert_true(json_is_boolean(json_object_get(chance, "straddles")));
    assert_true(json_is_null(json_object_get(area_of(root, "2025", "caseload_fte", 0), "chance")));
    const json_t *region =
        json_object_get(area_of(root, "2025", "turnover_rate_fte", 12), "chance");
    assert_true(json_is_object(region));
    assert_null(json_object_get(region, "rank_best"));
    json_decref(root);
    staith_buf_deinit(&out);
    published_fixture_free(fixture);
}

static void full_buffer_is_said(void **state)
{
    (void)state;
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    staith_buf_init(&out, 100);
    assert_int_equal(staith_views_json(&fixture.benchmark, &out), STAITH_ERR_LIMIT);
    staith_buf_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_says_what_is_compared),
        cmocka_unit_test(bands_have_a_member),
        cmocka_unit_test(rates_are_exact_text),
        cmocka_unit_test(quartiles_parts_and_difference),
        cmocka_unit_test(what_chance_leaves),
        cmocka_unit_test(full_buffer_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
