/* SPDX-License-Identifier: Apache-2.0 */
#include "row.h"
#include "workforce_case.h"

#define E(id) STAITH_WORKFORCE_E_##id
#define C(id) STAITH_WORKFORCE_C_##id

/* A host that takes findings and nothing else. */
struct desk {
    struct staith_host host;
    uint32_t checks[16];
    size_t count;
    int answer;
};

static int take_finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    struct desk *desk = ctx;
    (void)where;
    assert_true(desk->count < sizeof(desk->checks) / sizeof(desk->checks[0]));
    desk->checks[desk->count] = check;
    desk->count++;
    return desk->answer;
}

static void open_desk(struct desk *desk, struct staith_workforce_sink *sink)
{
    memset(desk, 0, sizeof(*desk));
    desk->host.size = sizeof(desk->host);
    desk->host.ctx = desk;
    desk->host.finding = take_finding;
    sink->host = &desk->host;
    sink->rc = STAITH_OK;
}

struct item {
    uint32_t element;
    const char *text;
};

static bool judge(struct desk *desk, struct staith_workforce_row *row, const struct item *items,
                  size_t count, int number)
{
    const struct staith_location where = {5, 1, 1, STAITH_NO_ELEMENT, 0};
    struct staith_workforce_sink sink;
    struct staith_workforce_year year;
    open_desk(desk, &sink);
    staith_workforce_year_init(&year, number);
    staith_workforce_row_start(row, &where);
    for (size_t i = 0; i < count; i++) {
        staith_workforce_row_item(row, items[i].element, items[i].text, strlen(items[i].text),
                                  false, &where, &sink);
    }
    return staith_workforce_row_judge(row, &year, &sink);
}

#define AGENCY                                                                                     \
    {E(AGENCY_WORKER), "1"}, {E(SWENO), "SW1"}, {E(FTE), "0.5"},                                   \
    {                                                                                              \
        E(CASES), "2"                                                                              \
    }

static void an_agency_row_needs_four_items(void **state)
{
    (void)state;
    static const struct item items[] = {AGENCY};
    struct desk desk;
    struct staith_workforce_row row;
    assert_true(judge(&desk, &row, items, 4, 2025));
    assert_int_equal(desk.count, 0);
    assert_int_equal(row.kind, STAITH_WORKFORCE_AGENCY);
    assert_false(judge(&desk, &row, items, 3, 2025));
    assert_int_equal(desk.count, 1);
    assert_int_equal(desk.checks[0], C(MISSING));
}

/* Without AgencyWorker it is not known what else is needed: one finding, not sixteen. */
static void a_row_of_no_kind_is_reported_once(void **state)
{
    (void)state;
    static const struct item items[] = {{E(SWENO), "SW1"}, {E(FTE), "1"}};
    struct desk desk;
    struct staith_workforce_row row;
    assert_false(judge(&desk, &row, items, 2, 2025));
    assert_int_equal(desk.count, 1);
}

static void an_empty_permanent_row_names_every_item(void **state)
{
    (void)state;
    static const struct item items[] = {{E(AGENCY_WORKER), "0"}};
    struct desk desk;
    struct staith_workforce_row row;
    assert_false(judge(&desk, &row, items, 1, 2025));
    assert_int_equal(desk.count, 15);
    assert_false(judge(&desk, &row, items, 1, 2024));
    assert_int_equal(desk.count, 14); /* base salary is asked for from 2025 */
}

static void a_bad_item_is_not_missing_too(void **state)
{
    (void)state;
    static const struct item items[] = {
        {E(AGENCY_WORKER), "1"}, {E(SWENO), "SW1"}, {E(FTE), "2"}, {E(CASES), "2"}};
    struct desk desk;
    struct staith_workforce_row row;
    assert_false(judge(&desk, &row, items, 4, 2025));
    assert_int_equal(desk.count, 1);
    assert_int_equal(desk.checks[0], C(SHARE));
}

static void voluntary_items_may_repeat_and_the_first_counts(void **state)
{
    (void)state;
    static const struct item items[] = {
        AGENCY, {E(CONTRACT_WEEKS), "10"}, {E(CONTRACT_WEEKS), "20"}};
    struct desk desk;
    struct staith_workforce_row row;
    assert_true(judge(&desk, &row, items, 6, 2025));
    assert_int_equal(desk.count, 0);
    assert_int_equal(row.value[E(CONTRACT_WEEKS)], 100);
}

static void the_year_knows_its_days(void **state)
{
    (void)state;
    struct staith_workforce_year year;
    int32_t day = 0;
    staith_workforce_year_init(&year, 2024);
    assert_int_equal(staith_kit_date("2023-10-01", 10, &day), 0);
    assert_int_equal(year.first_day, day);
    assert_int_equal(staith_kit_date("2024-09-30", 10, &day), 0);
    assert_int_equal(year.last_day, day);
    assert_int_equal(year.working_days, 25400);
    staith_workforce_year_init(&year, 2025);
    assert_int_equal(year.working_days, 25300);
}

static void nothing_is_reported_behind_a_failing_host(void **state)
{
    (void)state;
    const struct staith_location where = {5, 1, 1, STAITH_NO_ELEMENT, 0};
    struct desk desk;
    struct staith_workforce_sink sink;
    open_desk(&desk, &sink);
    desk.answer = STAITH_ELIMIT;
    staith_workforce_report(&sink, C(MISSING), &where, E(FTE));
    staith_workforce_report(&sink, C(MISSING), &where, E(FTE));
    assert_int_equal(desk.count, 1);
    assert_int_equal(sink.rc, STAITH_ELIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_agency_row_needs_four_items),
        cmocka_unit_test(a_row_of_no_kind_is_reported_once),
        cmocka_unit_test(an_empty_permanent_row_names_every_item),
        cmocka_unit_test(a_bad_item_is_not_missing_too),
        cmocka_unit_test(voluntary_items_may_repeat_and_the_first_counts),
        cmocka_unit_test(the_year_knows_its_days),
        cmocka_unit_test(nothing_is_reported_behind_a_failing_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
