/* SPDX-License-Identifier: Apache-2.0 */
#include "cell_case.h"
#include "person.h"

#define C(id) STAITH_SNAPSHOT_C_##id

struct fixture {
    struct staith_snapshot_days days; /* July to September 2025 */
    struct staith_snapshot_scheme scheme;
    struct staith_kit_cell cells[STAITH_SNAPSHOT_COLUMN_COUNT];
    struct staith_snapshot_person person;
};

static void set_up(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    f->days = (struct staith_snapshot_days){cell_day("2025-07-01"), cell_day("2025-09-30")};
    cell_clear(f->cells, STAITH_SNAPSHOT_COLUMN_COUNT);
    cell_text(&f->cells[C(SWENO)], "SW1");
    cell_number(&f->cells[C(FTE)], 800000);
    cell_date(&f->cells[C(START_DATE)], "2020-10-01");
    cell_date(&f->cells[C(BIRTH_DATE)], "1970-10-01");
}

static const struct staith_snapshot_person *judge(struct fixture *f)
{
    staith_snapshot_judge(&f->days, &f->scheme, f->cells, &f->person);
    return &f->person;
}

static void test_when(void **state)
{
    (void)state;
    static const struct {
        const char *start;
        const char *end;
        bool in_post, started, left;
    } cases[] = {{"2020-10-01", NULL, true, false, false},
                 {"2025-07-01", NULL, true, true, false},
                 {"2025-09-30", NULL, true, true, false},
                 {"2025-10-01", NULL, false, false, false},
                 {"2020-10-01", "2025-10-01", true, false, false},
                 {"2020-10-01", "2025-09-30", false, false, true},
                 {"2020-10-01", "2025-07-01", false, false, true},
                 {"2020-10-01", "2025-06-30", false, false, false},
                 {"2025-07-10", "2025-08-10", false, true, true}};
    struct fixture f;
    set_up(&f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cell_date(&f.cells[C(START_DATE)], cases[i].start);
        cell_clear(&f.cells[C(END_DATE)], 1);
        if (cases[i].end != NULL) {
            cell_date(&f.cells[C(END_DATE)], cases[i].end);
        }
        judge(&f);
        assert_int_equal(f.person.in_post, cases[i].in_post);
        assert_int_equal(f.person.started, cases[i].started);
        assert_int_equal(f.person.left, cases[i].left);
    }
    cell_number(&f.cells[C(AGENCY_WORKER)], 1);
    judge(&f);
    assert_true(f.person.agency);
    assert_false(f.person.in_post || f.person.started || f.person.left);
}

/* 54 years and 4 full years on 30 September; 55 and 5 on the day after. */
static void test_age_and_service(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    judge(&f);
    assert_false(f.person.may_retire);
    assert_int_equal(f.person.tenure, 4);
    assert_int_equal(f.person.tenure_band, 1); /* 2 to under 5 */
    assert_int_equal(f.person.age_band, 4);    /* 50 to 54 */
    f.days.last++;
    judge(&f);
    assert_true(f.person.may_retire);
    assert_int_equal(f.person.tenure, 5);
    assert_int_equal(f.person.tenure_band, 2);
    assert_int_equal(f.person.age_band, 5);
    /* Of somebody who left, those of the day they left. */
    cell_date(&f.cells[C(END_DATE)], "2025-07-01");
    judge(&f);
    assert_false(f.person.may_retire);
    assert_int_equal(f.person.tenure, 4);
    cell_clear(&f.cells[C(START_DATE)], 1);
    cell_clear(&f.cells[C(BIRTH_DATE)], 1);
    judge(&f);
    assert_int_equal(f.person.tenure, -1);
    assert_int_equal(f.person.tenure_band, STAITH_NO_CATEGORY);
    assert_int_equal(f.person.age_band, STAITH_NO_CATEGORY);
}

/* At 0.8 FTE a target of 18 to 20 is 14.4 to 16 cases. */
static void test_target(void **state)
{
    (void)state;
    static const struct {
        int64_t cases;
        uint16_t load;
    } cases[] = {{14, STAITH_SNAPSHOT_BELOW_TARGET},
                 {15, STAITH_SNAPSHOT_IN_TARGET},
                 {16, STAITH_SNAPSHOT_IN_TARGET},
                 {17, STAITH_SNAPSHOT_ABOVE_TARGET},
                 {0, STAITH_NO_CATEGORY}};
    struct fixture f;
    set_up(&f);
    cell_number(&f.cells[C(CASES)], 17);
    assert_int_equal(judge(&f)->load, STAITH_NO_CATEGORY); /* no target */
    assert_true(f.person.holder);
    f.scheme.target_low = 18;
    f.scheme.target_high = 20;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cell_number(&f.cells[C(CASES)], cases[i].cases);
        assert_int_equal(judge(&f)->load, cases[i].load);
    }
    cell_number(&f.cells[C(CASES)], 17);
    cell_number(&f.cells[C(FTE)], 0);
    assert_int_equal(judge(&f)->load, STAITH_NO_CATEGORY);
}

/* Weights 1.5 for protection and 1 for children in need; capacity 20 points, 15 in the ASYE. At 0.8
 * FTE that is 16 and 12: 8 x 1.5 + 4 x 1 = 16 points are within the first and not the second. */
static void test_capacity(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    cell_number(&f.cells[C(CASES_PROTECTION)], 8);
    cell_number(&f.cells[C(CASES_IN_NEED)], 4);
    judge(&f);
    assert_int_equal(f.person.cases, 12); /* the kinds together */
    assert_false(f.person.capacity_known);
    f.scheme.weighted = true;
    f.scheme.weight[C(CASES_PROTECTION) - STAITH_SNAPSHOT_FIRST_KIND] = 150;
    f.scheme.weight[C(CASES_IN_NEED) - STAITH_SNAPSHOT_FIRST_KIND] = 100;
    assert_false(judge(&f)->capacity_known); /* no capacity yet */
    f.scheme.capacity = 2000;
    f.scheme.capacity_asye = 1500;
    judge(&f);
    assert_true(f.person.capacity_known);
    assert_true(f.person.within_capacity);
    cell_number(&f.cells[C(CASES_IN_NEED)], 5);
    assert_false(judge(&f)->within_capacity);
    cell_number(&f.cells[C(CASES_IN_NEED)], 4);
    cell_number(&f.cells[C(ASYE)], 1);
    assert_false(judge(&f)->within_capacity);
    cell_number(&f.cells[C(CASES)], 99); /* what is given comes before the kinds */
    assert_int_equal(judge(&f)->cases, 99);
}

static void test_sickness(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    cell_number(&f.cells[C(DAYS_LOST)], 1250);
    cell_number(&f.cells[C(DAYS_STRESS)], 1000);
    judge(&f);
    assert_int_equal(f.person.days[STAITH_SNAPSHOT_STRESS], 1000);
    assert_int_equal(f.person.days[STAITH_SNAPSHOT_NO_CAUSE], 250);
    assert_false(f.person.days_exceed);
    cell_number(&f.cells[C(DAYS_INFECTION)], 300);
    judge(&f);
    assert_int_equal(f.person.days[STAITH_SNAPSHOT_NO_CAUSE], 0);
    assert_true(f.person.days_exceed);
    cell_clear(&f.cells[C(DAYS_LOST)], 1);
    judge(&f);
    assert_false(f.person.days_exceed);
    assert_int_equal(f.person.days[STAITH_SNAPSHOT_INFECTION], 300);
}

static void test_routes_and_leaving(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    assert_int_equal(judge(&f)->route, STAITH_SNAPSHOT_ROUTE_NOT_KNOWN);
    cell_number(&f.cells[C(FRONTLINE)], 1);
    assert_int_equal(judge(&f)->route, STAITH_SNAPSHOT_ROUTE_FRONTLINE);
    cell_number(&f.cells[C(STEP_UP)], 1);
    assert_int_equal(judge(&f)->route, STAITH_SNAPSHOT_ROUTE_STEP_UP);
    cell_number(&f.cells[C(ROUTE)], STAITH_SNAPSHOT_ROUTE_UNIVERSITY);
    assert_int_equal(judge(&f)->route, STAITH_SNAPSHOT_ROUTE_UNIVERSITY);
    cell_number(&f.cells[C(DESTINATION)], 0);
    assert_int_equal(judge(&f)->destination, STAITH_NO_CATEGORY); /* has not left */
    cell_date(&f.cells[C(END_DATE)], "2025-08-01");
    judge(&f);
    assert_int_equal(f.person.destination, 0);
    assert_int_equal(f.person.reason, 8); /* not known */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_when),     cmocka_unit_test(test_age_and_service),
        cmocka_unit_test(test_target),   cmocka_unit_test(test_capacity),
        cmocka_unit_test(test_sickness), cmocka_unit_test(test_routes_and_leaving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
