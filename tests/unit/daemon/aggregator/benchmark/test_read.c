/* SPDX-License-Identifier: Apache-2.0 */
#include "benchmark_fixture.h"
#include "store_fixture.h"

static void put_national_of(struct store_fixture *fixture, const char *area, const char *item,
                            uint8_t source, int64_t tenths)
{
    struct benchmark_fixture made = {0};
    struct staith_store_national *figure =
        benchmark_fixture_national(&made, "2025", area, item, STAITH_STATUS_VALUE, tenths);
    uint64_t vintage = 0;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_national_begin(fixture->store, "published, OGL v3",
                                                 store_fixture_hash(source), &vintage,
                                                 &fixture->err),
                     0);
    assert_int_equal(staith_store_national_put(fixture->store, vintage, figure, &fixture->err), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
}

static void put_national(struct store_fixture *fixture, const char *area, int64_t tenths)
{
    put_national_of(fixture, area, "agency_rate_fte", 9, tenths);
}

/* 35.2 / (35.2 + 403.7) = 8.02 %. */
static void compares_what_the_store_holds(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("agency_fte", staith_value_exact(35200000)),
        store_fixture_cell("inpost_fte", staith_value_exact(403700000)),
    };
    struct staith_benchmark_question question = benchmark_fixture_question("agency_rate_fte");
    struct staith_benchmark *benchmark = NULL;
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, cells, 2), 0);
    put_national(fixture, "ENG", 130);
    assert_int_equal(staith_benchmark_read(fixture->store, &question, &benchmark, &fixture->err),
                     0);
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, 0, 0);
    assert_int_equal(result->councils[0].figure.value, 80);
    assert_int_equal(result->country.value, 130);
    assert_int_equal(benchmark->newest_unix_ms, 1000);
    assert_string_equal(benchmark->national_source, "published, OGL v3");
    staith_benchmark_free(benchmark);
    /* The transaction is closed again. */
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
}

static void empty_store_says_so(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_benchmark_question question = benchmark_fixture_question(NULL);
    struct staith_benchmark *benchmark = NULL;
    assert_int_equal(staith_benchmark_read(fixture->store, &question, &benchmark, &fixture->err),
                     STAITH_ERR_NOTFOUND);
    assert_null(benchmark);
}

/** What the rule below was asked. */
struct asked {
    const char *shown; /**< the one council that counts */
    unsigned figures;
    unsigned published;
};

static bool count_one(void *ctx, const struct staith_store_figure *figure, bool published)
{
    struct asked *asked = ctx;
    asked->figures++;
    asked->published += published ? 1 : 0;
    return strcmp(figure->authority, asked->shown) == 0;
}

/* What does not count is as if it had not been sent: 35.2 / 438.9 and nothing of 841. */
static void what_does_not_count_is_not_there(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("agency_fte", staith_value_exact(35200000)),
        store_fixture_cell("inpost_fte", staith_value_exact(403700000)),
    };
    struct asked asked = {.shown = "840"};
    struct staith_benchmark_question question = benchmark_fixture_question("agency_rate_fte");
    struct staith_benchmark *benchmark = NULL;
    question.counts = count_one;
    question.counts_ctx = &asked;
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, cells, 2), 0);
    cells[0].value = staith_value_exact(90000000);
    assert_int_equal(store_fixture_put(fixture, "841", 1, 1, 2025, cells, 2), 0);
    assert_int_equal(store_fixture_put(fixture, "841", 1, 2, 2024, cells, 2), 0);
    put_national_of(fixture, "840", "agency_fte", 10, 352);
    put_national_of(fixture, "900", "inpost_fte", 11, 352);
    assert_int_equal(staith_benchmark_read(fixture->store, &question, &benchmark, &fixture->err),
                     0);
    assert_int_equal(asked.figures, 6);
    assert_int_equal(asked.published, 1);         /* 840's agency_fte of 2025, and no other */
    assert_int_equal(benchmark->period_count, 1); /* 2024 was 841's alone */
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, 0, 0);
    assert_int_equal(result->councils[0].figure.value, 80);
    assert_int_equal(result->councils[1].figure.status, STAITH_STATUS_UNSET);
    assert_int_equal(result->region.figure.value, 80);
    assert_int_equal(result->region.contributing, 1);
    assert_int_equal(result->ranked, 1);
    staith_benchmark_free(benchmark);
    asked.shown = "none";
    assert_int_equal(staith_benchmark_read(fixture->store, &question, &benchmark, &fixture->err),
                     STAITH_ERR_NOTFOUND);
}

static unsigned printed(struct store_fixture *fixture, uint8_t source,
                        const struct staith_store_national *figure)
{
    struct asked asked = {.shown = "840"};
    struct staith_benchmark_question question = benchmark_fixture_question("agency_rate_fte");
    struct staith_benchmark *benchmark = NULL;
    uint64_t vintage = 0;
    question.counts = count_one;
    question.counts_ctx = &asked;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_national_begin(fixture->store, "published, OGL v3",
                                                 store_fixture_hash(source), &vintage,
                                                 &fixture->err),
                     0);
    assert_int_equal(staith_store_national_put(fixture->store, vintage, figure, &fixture->err), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_benchmark_read(fixture->store, &question, &benchmark, &fixture->err),
                     0);
    staith_benchmark_free(benchmark);
    return asked.published;
}

/* 35.2 FTE were sent: only "35.2", printed of the council alone, is the same number. */
static void only_the_number_that_is_printed_is_published(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("agency_fte", staith_value_exact(35200000)),
        store_fixture_cell("inpost_fte", staith_value_exact(403700000)),
    };
    struct benchmark_fixture made = {0};
    struct staith_store_national *figure =
        benchmark_fixture_national(&made, "2025", "840", "agency_fte", STAITH_STATUS_VALUE, 352);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, cells, 2), 0);
    assert_int_equal(printed(fixture, 20, figure), 1);
    figure->value = 353; /* corrected since, or a mistake */
    assert_int_equal(printed(fixture, 21, figure), 0);
    figure->value = 352;
    (void)snprintf(figure->joint, sizeof(figure->joint), "%s", "840 / 841");
    assert_int_equal(printed(fixture, 22, figure), 0);
    figure->joint[0] = '\0';
    figure->status = STAITH_STATUS_SUPPRESSED;
    figure->value = 0;
    assert_int_equal(printed(fixture, 23, figure), 0);
    cells[0].value = (struct staith_value){.status = STAITH_STATUS_SUPPRESSED};
    assert_int_equal(store_fixture_put(fixture, "840", 1, 2, 2025, cells, 2), 0);
    assert_int_equal(printed(fixture, 24, figure), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_does_not_count_is_not_there, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(only_the_number_that_is_printed_is_published,
                                        store_fixture_setup, store_fixture_teardown),
        cmocka_unit_test_setup_teardown(compares_what_the_store_holds, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(empty_store_says_so, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
