/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_fixture.h"

#include "store_fixture.h"

static int setup(void **state)
{
    *state = caps_fixture_new("agency_rates");
    return 0;
}

static int teardown(void **state)
{
    caps_fixture_free(*state);
    return 0;
}

static void places_and_back(void **state)
{
    const struct caps_fixture *fixture = *state;
    const struct staith_breakdown *breakdown = fixture->breakdown;
    const struct staith_breakdown_table *rates = staith_breakdown_find(breakdown, "rates");
    const struct staith_breakdown_table *by_role = staith_breakdown_find(breakdown, "by_role");
    int categories[4];
    bool seen[9] = {false};
    assert_non_null(rates);
    assert_null(staith_breakdown_find(breakdown, "none"));
    assert_int_equal(by_role->places, 3); /* two roles and the total */
    assert_int_equal(rates->places, 9);
    for (int i = -1; i < 2; i++) {
        for (int j = -1; j < 2; j++) {
            const int asked[] = {i, j};
            uint32_t place = staith_breakdown_place(breakdown, rates, asked);
            assert_true(place < 9 && !seen[place]);
            seen[place] = true;
            staith_breakdown_categories(breakdown, rates, place, categories);
            assert_int_equal(categories[0], i);
            assert_int_equal(categories[1], j);
        }
    }
    const int total[] = {STAITH_BREAKDOWN_TOTAL, STAITH_BREAKDOWN_TOTAL};
    assert_int_equal(staith_breakdown_place(breakdown, rates, total), 8); /* the last */
    assert_int_equal(staith_breakdown_measure(breakdown, by_role, "over_cap"), 2);
    assert_int_equal(staith_breakdown_measure(breakdown, by_role, "rate_median"), -1);
    assert_string_equal(staith_breakdown_measure_at(breakdown, by_role, 1)->code, "tested");
    assert_string_equal(staith_breakdown_dimension(breakdown, rates, 1)->code, "basis");
}

static void a_cell_stands_where_it_belongs(void **state)
{
    struct caps_fixture *fixture = *state;
    const struct staith_breakdown_table *rates = staith_breakdown_find(fixture->breakdown, "rates");
    assert_false(staith_breakdown_sent(fixture->breakdown, rates, 3));
    caps_put(fixture, 1, 3, "rates", "rate_median", "role=team_manager,basis=paye",
             caps_number(4000, 3976, 4025), "");
    assert_true(staith_breakdown_sent(fixture->breakdown, rates, 3));
    assert_false(staith_breakdown_sent(fixture->breakdown, rates, 4));
    for (uint32_t place = 0; place < rates->places; place++) {
        for (uint32_t council = 0; council < CAPS_COUNCILS; council++) {
            const struct staith_breakdown_cell cell =
                staith_breakdown_at(fixture->breakdown, rates, 0, place, 3, council);
            bool here = council == 1 && place == 4; /* second role, second basis */
            assert_int_equal(cell.value.status, here ? STAITH_STATUS_VALUE : STAITH_STATUS_UNSET);
            assert_int_equal(cell.contributing, here ? 1 : 0);
        }
    }
}

/* What the leading definitions do not know is passed over, and hurts nothing. */
static void what_is_not_known(void **state)
{
    struct caps_fixture *fixture = *state;
    const struct staith_value one = caps_number(1, 1, 1);
    caps_put(fixture, 0, 0, "none", "tested", "", one, "");
    caps_put(fixture, 0, 0, "by_role", "none", "", one, "");
    caps_put(fixture, 0, 0, "by_role", "tested", "role=none", one, "");
    caps_put(fixture, 0, 0, "by_role", "tested", "basis=paye", one, "");
    struct staith_store_cell stranger = {.authority = "999",
                                         .period = caps_quarter(0),
                                         .table = "by_role",
                                         .measure = "tested",
                                         .value = one};
    assert_int_equal(staith_breakdown_put(fixture->breakdown, &stranger), 0);
    stranger.authority = "801";
    stranger.period.year = 1999;
    assert_int_equal(staith_breakdown_put(fixture->breakdown, &stranger), 0);
    for (uint32_t i = 0; i < fixture->breakdown->table_count; i++) {
        for (uint32_t j = 0; j < CAPS_QUARTERS; j++) {
            assert_false(
                staith_breakdown_sent(fixture->breakdown, &fixture->breakdown->tables[i], j));
        }
    }
}

/* Under a council's own definitions a table may have its dimensions in another order, or one more
 * that is totalled; and cells come in any order. */
static void by_other_definitions(void **state)
{
    struct caps_fixture *fixture = *state;
    const struct staith_breakdown_table *rates = staith_breakdown_find(fixture->breakdown, "rates");
    const int place[] = {1, 0}; /* the second role at the first basis */
    struct staith_store_cell cell = {.authority = "803",
                                     .period = caps_quarter(2),
                                     .table = "rates",
                                     .measure = "rate_median",
                                     .dimension_count = 3,
                                     .dimensions = {"grade", "basis", "role"},
                                     .value = caps_number(4000, 3976, 4025),
                                     .reason = "said",
                                     .base = 50,
                                     .certificate = "00112233445566aa"};
    cell.categories[1] =
        staith_breakdown_dimension(fixture->breakdown, rates, 1)->categories[0].code;
    cell.categories[2] =
        staith_breakdown_dimension(fixture->breakdown, rates, 0)->categories[1].code;
    caps_put(fixture, 0, 4, "by_role", "tested", "role=team_manager", caps_number(1, 1, 1), "");
    assert_int_equal(staith_breakdown_put(fixture->breakdown, &cell), 0);
    caps_put(fixture, 2, 2, "rates", "rate_median", "", caps_number(7, 7, 7), "");
    const uint32_t at = staith_breakdown_place(fixture->breakdown, rates, place);
    struct staith_breakdown_cell got = staith_breakdown_at(fixture->breakdown, rates, 0, at, 2, 2);
    assert_int_equal(got.value.value, 4000);
    assert_int_equal(got.base, 50);
    assert_string_equal(got.reason, "said");
    assert_string_equal(got.certificate, "00112233445566aa");
    got = staith_breakdown_at(fixture->breakdown, rates, 0, rates->places - 1, 2, 2);
    assert_int_equal(got.value.value, 7);
    assert_null(got.reason);
    assert_null(got.certificate);
    cell.categories[0] = "first"; /* and one more that is not */
    cell.value = caps_number(5, 5, 5);
    assert_int_equal(staith_breakdown_put(fixture->breakdown, &cell), 0);
    got = staith_breakdown_at(fixture->breakdown, rates, 0, at, 2, 2);
    assert_int_equal(got.value.value, 4000);
}

static void too_many_places(void **state)
{
    (void)state;
    enum { MANY = 300 };
    static struct staith_category categories[MANY];
    struct staith_dimension wide = {"wide", "Wide", 1, 0, MANY, categories};
    struct staith_measure measure = {"m", "M", "M.", STAITH_UNIT_PEOPLE, 3};
    uint16_t measures[] = {0};
    uint16_t dimensions[] = {0, 0};
    struct staith_table table = {"t", "T", 1, 2, measures, dimensions};
    const struct staith_catalogue catalogue = {.dataset = "d",
                                               .dimension_count = 1,
                                               .dimensions = &wide,
                                               .measure_count = 1,
                                               .measures = &measure,
                                               .table_count = 1,
                                               .tables = &table};
    const struct staith_benchmark benchmark = {.council_count = 1, .period_count = 1};
    struct staith_breakdown *breakdown = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_breakdown_new(&catalogue, &benchmark, &breakdown, &err),
                     STAITH_ERR_LIMIT);
    assert_null(breakdown);
    staith_breakdown_free(NULL);
}

static bool count_one(void *ctx, const struct staith_store_figure *figure, bool published)
{
    const char *const *counting = ctx;
    assert_false(published); /* not known of cells */
    assert_string_equal(figure->measure, "tested");
    assert_int_equal(figure->value.lo, 1);
    assert_int_equal(figure->period.year, 2025);
    return strcmp(figure->authority, *counting) == 0;
}

static void from_a_store(void **state)
{
    struct store_fixture *store = *state;
    struct caps_fixture *fixture = caps_fixture_new("csww");
    struct staith_breakdown *breakdown = NULL;
    struct staith_release_cell cell = {.table = "by_role",
                                       .measure = "tested",
                                       .dimension_count = 1,
                                       .dimensions = {"role"},
                                       .categories = {"team_manager"},
                                       .value = {STAITH_STATUS_VALUE, 5, 1, 9}};
    const char *counting = "802";
    struct staith_benchmark_question question = {
        .catalogue = fixture->catalogue, .counts = count_one, .counts_ctx = &counting};
    fixture->benchmark->periods[2] = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    assert_int_equal(store_fixture_put(store, "802", 1, 1, 2025, &cell, 1), 0);
    assert_int_equal(
        staith_breakdown_read(store->store, &question, fixture->benchmark, &breakdown, &store->err),
        0);
    const struct staith_breakdown_table *by_role = staith_breakdown_find(breakdown, "by_role");
    assert_int_equal(staith_breakdown_at(breakdown, by_role, 1, 1, 2, 1).value.hi, 9);
    staith_breakdown_free(breakdown);
    counting = "803"; /* what does not count for who asks is not there */
    assert_int_equal(
        staith_breakdown_read(store->store, &question, fixture->benchmark, &breakdown, &store->err),
        0);
    by_role = staith_breakdown_find(breakdown, "by_role");
    assert_int_equal(staith_breakdown_at(breakdown, by_role, 1, 1, 2, 1).value.status,
                     STAITH_STATUS_UNSET);
    staith_breakdown_free(breakdown);
    caps_fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(places_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cell_stands_where_it_belongs, setup, teardown),
        cmocka_unit_test_setup_teardown(by_other_definitions, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_known, setup, teardown),
        cmocka_unit_test(too_many_places),
        cmocka_unit_test_setup_teardown(from_a_store, store_fixture_setup, store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
