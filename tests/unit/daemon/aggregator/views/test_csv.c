/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/csv.h"

#include "benchmark_fixture.h"
#include "views_fixture.h"

#include "base/err.h"

static const char *text_of(const struct staith_benchmark *benchmark, struct staith_buf *out)
{
    staith_buf_init(out, 1 << 20);
    assert_int_equal(staith_views_csv(benchmark, out), 0);
    return staith_buf_cstr(out);
}

static void expect_line(const char *text, const char *line)
{
    if (strstr(text, line) == NULL) {
        fail_msg("no line %s in\n%s", line, text);
    }
}

static void columns_are_as_agreed(void **state)
{
    (void)state;
    static const char HEADER[] =
        "period,indicator,area_code,area,level,value,status,numerator,denominator,numerator_unit,"
        "denominator_unit,rank,ranked,quartile,neighbour_median,neighbour_n,contributing,published,"
        "published_status,difference,label,unit,lower_95,upper_95,against_england,against_region,"
        "against_neighbours,rank_best,rank_worst,straddles,change,trend,funnel,reason,"
        "neighbour_mean,target,target_name,against_target\n";
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    const char *text = text_of(&fixture.benchmark, &out);
    assert_memory_equal(text, HEADER, sizeof(HEADER) - 1);
    size_t lines = 0;
    size_t commas = 0;
    for (const char *at = text; *at != '\0'; at++) {
        commas += *at == ',' ? 1 : 0;
        if (*at == '\n') {
            assert_int_equal(commas, 37);
            commas = 0;
            lines++;
        }
    }
    /* 2 periods of 2 items in 3 councils, region and England, and the header. */
    assert_int_equal(lines, 21);
    staith_buf_deinit(&out);
}

static void numbers_statuses_and_nothing(void **state)
{
    (void)state;
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    const char *text = text_of(&fixture.benchmark, &out);
    expect_line(text, "\n2025,turnover,801,Alpha & Sons,authority,7.7,,,,people,people,1,2,1,9.25,"
                      "8,,,,,Turnover <rate>,%,,,,,,,,,,,,,,,,\n");
    expect_line(text, "\n2025,turnover,802,Beta,authority,,u,,,people,people,,,,,0,,,,,"
                      "Turnover <rate>,%,,,,,,,,,,,,withdrawn,,,,\n");
    expect_line(text, "\n2024,turnover,803,Gamma,authority,,,,,people,people,,,,,0,,,,,");
    expect_line(text,
                "\n2025,turnover,E12000001,North East,region,9.9,,,,people,people,,,,,,2,,,,");
    expect_line(text, "\n2025,turnover,ENG,England,country,11.8,,,,people,people,,,,,,,11.8,,,");
    expect_line(text, "\n2025,leavers,803,Gamma,authority,1016,,,,,,,,,,,,,,,Leavers,people,");
    staith_buf_deinit(&out);
}

/* 269.5 of 1930.7 FTE, unrounded parts; the published figure beside them. */
static void parts_are_unrounded(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_number(&fixture, "840", 2025, "leavers_fte", 269500001);
    benchmark_fixture_number(&fixture, "840", 2025, "inpost_fte", 1930700000);
    (void)benchmark_fixture_national(&fixture, "2025", "840", "turnover_rate_fte",
                                     STAITH_STATUS_LOW, 0);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, "turnover_rate_fte");
    struct staith_buf out;
    const char *text = text_of(benchmark, &out);
    expect_line(text, "\n2025,turnover_rate_fte,840,County Durham,authority,14.0,,269.500001,"
                      "1930.7,FTE,FTE,1,1,,,0,,,low,,Turnover (FTE),%,");
    staith_buf_deinit(&out);
    staith_benchmark_free(benchmark);
}

static void fields_are_quoted_where_they_must(void **state)
{
    (void)state;
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    fixture.councils[0].name = "Hull, \"City\" of";
    const char *text = text_of(&fixture.benchmark, &out);
    expect_line(text, "\n2025,turnover,801,\"Hull, \"\"City\"\" of\",authority,7.7,");
    staith_buf_deinit(&out);
}

static void full_buffer_is_said(void **state)
{
    (void)state;
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    staith_buf_init(&out, 400);
    assert_int_equal(staith_views_csv(&fixture.benchmark, &out), STAITH_ERR_LIMIT);
    staith_buf_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_as_agreed),
        cmocka_unit_test(numbers_statuses_and_nothing),
        cmocka_unit_test(parts_are_unrounded),
        cmocka_unit_test(fields_are_quoted_where_they_must),
        cmocka_unit_test(full_buffer_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
