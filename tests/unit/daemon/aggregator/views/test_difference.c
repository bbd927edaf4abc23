/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/difference.h"

#include "benchmark_fixture.h"

#include "base/err.h"

/* Durham sent 7.9 and 8.1 is published; Darlington 16.0 and the same; Gateshead withdrew, 9.9 is
 * published; Hartlepool's is suppressed; of Middlesbrough and the region nothing is published. */
static struct staith_benchmark *given(void)
{
    static const char ITEM[] = "turnover_rate_headcount";
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_turnover(&fixture, "840", 34, 430);
    benchmark_fixture_turnover(&fixture, "841", 16, 100);
    benchmark_fixture_sent(&fixture, "390", 2025, "leavers_headcount", STAITH_STATUS_UNRELIABLE, 0);
    benchmark_fixture_number(&fixture, "390", 2025, "inpost_headcount", 100);
    benchmark_fixture_turnover(&fixture, "805", 5, 60);
    benchmark_fixture_turnover(&fixture, "806", 5, 60);
    (void)benchmark_fixture_national(&fixture, "2025", "840", ITEM, STAITH_STATUS_VALUE, 81);
    (void)benchmark_fixture_national(&fixture, "2025", "841", ITEM, STAITH_STATUS_VALUE, 160);
    (void)benchmark_fixture_national(&fixture, "2025", "390", ITEM, STAITH_STATUS_VALUE, 99);
    (void)benchmark_fixture_national(&fixture, "2025", "805", ITEM, STAITH_STATUS_SUPPRESSED, 0);
    return benchmark_fixture_compute(&fixture, ITEM);
}

static void every_state(void **state)
{
    (void)state;
    struct staith_benchmark *benchmark = given();
    struct staith_sheet sheet;
    struct staith_buf out;
    staith_difference_fill(&sheet, benchmark);
    staith_buf_init(&out, 1 << 16);
    assert_int_equal(staith_sheet_csv(&sheet, &out), 0);
    assert_string_equal(staith_buf_cstr(&out),
                        "period,indicator,area_code,area,sent,published,gap,state\n"
                        "2025,turnover_rate_headcount,840,County Durham,7.9,8.1,-0.2,differs\n"
                        "2025,turnover_rate_headcount,841,Darlington,16.0,16.0,0.0,same\n"
                        "2025,turnover_rate_headcount,390,Gateshead,u,9.9,,published alone\n"
                        "2025,turnover_rate_headcount,805,Hartlepool,8.3,c,,sent alone\n");
    staith_buf_deinit(&out);
    staith_sheet_deinit(&sheet);
    staith_benchmark_free(benchmark);
}

static void for_a_terminal(void **state)
{
    (void)state;
    struct staith_benchmark *benchmark = given();
    struct staith_sheet sheet;
    struct staith_buf out;
    staith_difference_fill(&sheet, benchmark);
    staith_buf_init(&out, 1 << 16);
    assert_int_equal(staith_difference_text(&sheet, false, &out), 0);
    const char *text = staith_buf_cstr(&out);
    assert_non_null(strstr(text, "4 figures beside published ones: 1 agree, 3 do not."));
    assert_non_null(strstr(text, "County Durham"));
    assert_null(strstr(text, "Darlington"));
    staith_buf_deinit(&out);
    staith_buf_init(&out, 20);
    assert_int_equal(staith_difference_text(&sheet, false, &out), STAITH_ERR_LIMIT);
    staith_buf_deinit(&out);
    staith_sheet_deinit(&sheet);
    staith_benchmark_free(benchmark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state),
        cmocka_unit_test(for_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
