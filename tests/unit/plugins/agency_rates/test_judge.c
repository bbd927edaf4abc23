/* SPDX-License-Identifier: Apache-2.0 */
#include "cell_case.h"
#include "judge.h"

#define C(id) STAITH_AGENCY_C_##id

/* Invented caps: social workers 40.00 (umbrella) and 32.00 (PAYE) from 1 October 2025; advanced
 * practitioners 45.00 to 31 March 2026 and 46.00 from then on. */
struct fixture {
    struct staith_agency_cap caps[4];
    struct staith_agency_rule_row rows[10];
    struct staith_agency_title titles[1];
    struct staith_agency_rules rules;
    struct staith_agency_quarter quarter; /* October to December 2025 */
    struct staith_kit_cell cells[STAITH_AGENCY_COLUMN_COUNT];
    struct staith_agency_verdict verdict;
};

static void add_rule(struct fixture *f, enum staith_agency_rule rule, int64_t value)
{
    f->rows[f->rules.rule_count++] =
        (struct staith_agency_rule_row){(uint16_t)rule, value, cell_day("2025-10-01"), INT32_MAX};
}

static void set_up(struct fixture *f)
{
    int32_t first = cell_day("2025-10-01");
    memset(f, 0, sizeof(*f));
    f->caps[0] = (struct staith_agency_cap){STAITH_AGENCY_ROLE_SOCIAL_WORKER,
                                            STAITH_AGENCY_BASIS_UMBRELLA, 4000, first, INT32_MAX};
    f->caps[1] = (struct staith_agency_cap){STAITH_AGENCY_ROLE_SOCIAL_WORKER,
                                            STAITH_AGENCY_BASIS_PAYE, 3200, first, INT32_MAX};
    f->caps[2] =
        (struct staith_agency_cap){STAITH_AGENCY_ROLE_ADVANCED, STAITH_AGENCY_BASIS_UMBRELLA, 4500,
                                   first, cell_day("2026-03-31")};
    f->caps[3] =
        (struct staith_agency_cap){STAITH_AGENCY_ROLE_ADVANCED, STAITH_AGENCY_BASIS_UMBRELLA, 4600,
                                   cell_day("2026-04-01"), INT32_MAX};
    memcpy(f->titles[0].text, "Advanced Social Work Practitioner", 34);
    f->titles[0].len = 33;
    f->titles[0].role = STAITH_AGENCY_ROLE_ADVANCED;
    f->rules = (struct staith_agency_rules){
        .cap_count = 4, .caps = f->caps, .rules = f->rows, .title_count = 1, .titles = f->titles};
    add_rule(f, STAITH_AGENCY_RULE_DIRECTOR_SIGNS, 0);
    add_rule(f, STAITH_AGENCY_RULE_CHIEF_SIGNS, 0);
    add_rule(f, STAITH_AGENCY_RULE_EXPERIENCE, 300);
    add_rule(f, STAITH_AGENCY_RULE_REFERENCE, 0);
    add_rule(f, STAITH_AGENCY_RULE_NOTICE, 400);
    add_rule(f, STAITH_AGENCY_RULE_COOL_OFF, 300);
    add_rule(f, STAITH_AGENCY_RULE_WORKER_NAMED, 0);
    add_rule(f, STAITH_AGENCY_RULE_REGION_2, 0);
    add_rule(f, STAITH_AGENCY_RULE_ANNUAL_HOURS, 173900);
    add_rule(f, STAITH_AGENCY_RULE_WEEKLY_HOURS, 3700);
    f->quarter = (struct staith_agency_quarter){first, cell_day("2025-12-31")};
    cell_clear(f->cells, STAITH_AGENCY_COLUMN_COUNT);
    cell_text(&f->cells[C(WORKER)], "W1");
    cell_number(&f->cells[C(ROLE)], STAITH_AGENCY_ROLE_SOCIAL_WORKER);
    cell_number(&f->cells[C(BASIS)], STAITH_AGENCY_BASIS_UMBRELLA);
    cell_number(&f->cells[C(RATE)], 4000);
    cell_date(&f->cells[C(START)], "2025-11-03");
}

static const struct staith_agency_verdict *judge(struct fixture *f)
{
    staith_agency_judge(&f->rules, &f->quarter, f->cells, &f->verdict);
    return &f->verdict;
}

static void test_bands(void **state)
{
    (void)state;
    static const struct {
        int64_t rate;
        uint16_t state;
        uint16_t band;
        int64_t excess;
    } cases[] = {{3499, STAITH_AGENCY_UNDER, STAITH_AGENCY_UNDER_5_PLUS, 0},
                 {3500, STAITH_AGENCY_UNDER, STAITH_AGENCY_UNDER_0_5, 0},
                 {3999, STAITH_AGENCY_UNDER, STAITH_AGENCY_UNDER_0_5, 0},
                 {4000, STAITH_AGENCY_AT, STAITH_AGENCY_BAND_AT, 0},
                 {4001, STAITH_AGENCY_OVER_UNAPPROVED, STAITH_AGENCY_OVER_0_2, 1},
                 {4200, STAITH_AGENCY_OVER_UNAPPROVED, STAITH_AGENCY_OVER_0_2, 200},
                 {4201, STAITH_AGENCY_OVER_UNAPPROVED, STAITH_AGENCY_OVER_2_5, 201},
                 {4500, STAITH_AGENCY_OVER_UNAPPROVED, STAITH_AGENCY_OVER_2_5, 500},
                 {4501, STAITH_AGENCY_OVER_UNAPPROVED, STAITH_AGENCY_OVER_5_PLUS, 501}};
    struct fixture f;
    set_up(&f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cell_number(&f.cells[C(RATE)], cases[i].rate);
        judge(&f);
        assert_int_equal(f.verdict.state, cases[i].state);
        assert_int_equal(f.verdict.band, cases[i].band);
        assert_int_equal(f.verdict.excess, cases[i].excess);
        assert_int_equal(f.verdict.breach, cases[i].excess > 0);
        assert_int_equal(f.verdict.obstacle, STAITH_NO_CATEGORY);
    }
    /* The same rate on another basis has another cap. */
    cell_number(&f.cells[C(BASIS)], STAITH_AGENCY_BASIS_PAYE);
    cell_number(&f.cells[C(RATE)], 3200);
    assert_int_equal(judge(&f)->state, STAITH_AGENCY_AT);
}

/* Both sign-offs are dated before the start, or it is not approved. */
static void test_approvals(void **state)
{
    (void)state;
    static const struct {
        const char *director;
        const char *chief;
        uint16_t approval;
    } cases[] = {{"2025-11-02", "2025-10-20", STAITH_AGENCY_ON_TIME},
                 {"2025-11-03", "2025-10-20", STAITH_AGENCY_LATE},
                 {"2025-10-20", "2025-12-01", STAITH_AGENCY_LATE},
                 {"2025-10-20", NULL, STAITH_AGENCY_MISSING},
                 {NULL, "2025-12-01", STAITH_AGENCY_MISSING},
                 {NULL, NULL, STAITH_AGENCY_MISSING}};
    struct fixture f;
    set_up(&f);
    cell_number(&f.cells[C(RATE)], 4100);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cell_clear(&f.cells[C(DIRECTOR_SIGNED)], 2);
        if (cases[i].director != NULL) {
            cell_date(&f.cells[C(DIRECTOR_SIGNED)], cases[i].director);
        }
        if (cases[i].chief != NULL) {
            cell_date(&f.cells[C(CHIEF_SIGNED)], cases[i].chief);
        }
        judge(&f);
        assert_int_equal(f.verdict.approval, cases[i].approval);
        assert_int_equal(f.verdict.state, cases[i].approval == STAITH_AGENCY_ON_TIME
                                              ? STAITH_AGENCY_OVER_APPROVED
                                              : STAITH_AGENCY_OVER_UNAPPROVED);
        assert_true(f.verdict.breach); /* approved or not, it is to be declared */
    }
    /* Under the cap nobody asks. */
    cell_number(&f.cells[C(RATE)], 4000);
    assert_int_equal(judge(&f)->approval, STAITH_NO_CATEGORY);
    /* A rule that is not in force on the day of the start is not asked for. */
    cell_number(&f.cells[C(RATE)], 4100);
    f.rows[0].first = cell_day("2025-11-04");
    f.rows[1].last = cell_day("2025-11-02");
    assert_int_equal(judge(&f)->state, STAITH_AGENCY_OVER_APPROVED);
}

static void test_untestable(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    cell_date(&f.cells[C(START)], "2025-09-30");
    assert_int_equal(judge(&f)->obstacle, STAITH_AGENCY_NO_CAP);
    assert_int_equal(f.verdict.state, STAITH_AGENCY_UNTESTABLE);
    assert_int_equal(f.verdict.band, STAITH_NO_CATEGORY);
    cell_date(&f.cells[C(START)], "2025-10-01");
    assert_int_equal(judge(&f)->state, STAITH_AGENCY_AT);
    cell_clear(&f.cells[C(RATE)], 1);
    assert_int_equal(judge(&f)->obstacle, STAITH_AGENCY_NO_RATE);
    cell_clear(&f.cells[C(BASIS)], 1);
    assert_int_equal(judge(&f)->obstacle, STAITH_AGENCY_NO_BASIS);
    cell_clear(&f.cells[C(ROLE)], 1);
    assert_int_equal(judge(&f)->obstacle, STAITH_AGENCY_NO_ROLE);
    cell_text(&f.cells[C(JOB_TITLE)], "Gardener");
    assert_int_equal(judge(&f)->obstacle, STAITH_AGENCY_NO_ROLE);
    assert_int_equal(f.verdict.role, STAITH_AGENCY_ROLE_NONE);
    assert_false(f.verdict.breach);
}

/* The map gives a title its role, and the cap is that of the day of the start. */
static void test_title_and_dated_cap(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    cell_clear(&f.cells[C(ROLE)], 1);
    cell_text(&f.cells[C(JOB_TITLE)], "advanced social-work practitioner");
    cell_number(&f.cells[C(RATE)], 4600);
    assert_int_equal(judge(&f)->role, STAITH_AGENCY_ROLE_ADVANCED);
    assert_int_equal(f.verdict.excess, 100);
    cell_date(&f.cells[C(START)], "2026-04-01");
    assert_int_equal(judge(&f)->state, STAITH_AGENCY_AT);
}

/* 2.50 over: 1,739 h make 4,347.50 a year; 1,200.50 booked hours 3,001.25. */
static void test_a_year(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    cell_number(&f.cells[C(RATE)], 4250);
    assert_int_equal(judge(&f)->annual_excess, 434750);
    assert_int_equal(f.verdict.hours, STAITH_AGENCY_STANDARD);
    cell_number(&f.cells[C(BOOKED_HOURS)], 120050);
    assert_int_equal(judge(&f)->annual_excess, 300125);
    assert_int_equal(f.verdict.hours, STAITH_AGENCY_BOOKED);
    cell_clear(&f.cells[C(BOOKED_HOURS)], 1);
    f.rows[8].last = cell_day("2025-12-30"); /* the hours are those at the end of the quarter */
    assert_int_equal(judge(&f)->annual_excess, -1);
    assert_int_equal(f.verdict.hours, STAITH_NO_CATEGORY);
    cell_number(&f.cells[C(RATE)], 4000);
    assert_int_equal(judge(&f)->annual_excess, -1);
}

static void test_when(void **state)
{
    (void)state;
    static const struct {
        const char *start;
        const char *end;
        bool in_use, used, started, ended;
        uint16_t length;
    } cases[] = {
        {"2025-10-01", NULL, true, true, true, false, STAITH_AGENCY_WEEKS_13_25}, /* 91 days */
        {"2025-10-02", NULL, true, true, true, false, STAITH_AGENCY_WEEKS_0_12},  /* 90 days */
        {"2025-12-31", NULL, true, true, true, false, STAITH_AGENCY_WEEKS_0_12},
        {"2026-01-01", NULL, false, false, false, false, STAITH_NO_CATEGORY},
        {"2025-01-01", "2025-12-31", false, true, false, true,
         STAITH_AGENCY_WEEKS_52_103}, /* 364 */
        {"2025-01-02", "2025-12-31", false, true, false, true, STAITH_AGENCY_WEEKS_26_51},
        {"2025-01-01", "2026-01-01", true, true, false, false, STAITH_AGENCY_WEEKS_52_103},
        {"2025-01-01", "2025-10-01", false, true, false, true, STAITH_AGENCY_WEEKS_26_51},
        {"2025-01-01", "2025-09-30", false, false, false, false, STAITH_NO_CATEGORY},
        {"2024-01-03", NULL, true, true, false, false, STAITH_AGENCY_WEEKS_104_PLUS}, /* 728 days */
        {"2024-01-04", NULL, true, true, false, false, STAITH_AGENCY_WEEKS_52_103}};
    struct fixture f;
    set_up(&f);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cell_date(&f.cells[C(START)], cases[i].start);
        cell_clear(&f.cells[C(END)], 1);
        if (cases[i].end != NULL) {
            cell_date(&f.cells[C(END)], cases[i].end);
        }
        judge(&f);
        assert_int_equal(f.verdict.in_use, cases[i].in_use);
        assert_int_equal(f.verdict.used, cases[i].used);
        assert_int_equal(f.verdict.started, cases[i].started);
        assert_int_equal(f.verdict.ended, cases[i].ended);
        assert_int_equal(f.verdict.length, cases[i].length);
    }
    cell_date(&f.cells[C(CONVERTED)], "2025-12-31");
    assert_true(judge(&f)->converted);
    cell_date(&f.cells[C(CONVERTED)], "2026-01-01");
    assert_false(judge(&f)->converted);
}

static uint16_t answer(struct fixture *f, enum staith_agency_rule rule)
{
    return judge(f)->answers[rule];
}

static void test_rules(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_EXPERIENCE), STAITH_AGENCY_NOT_KNOWN);
    assert_false(f.verdict.breach); /* not known is no breach */
    cell_number(&f.cells[C(EXPERIENCE_YEARS)], 299);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_EXPERIENCE), STAITH_AGENCY_BREACH);
    assert_true(f.verdict.breach);
    cell_number(&f.cells[C(EXPERIENCE_YEARS)], 300);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_EXPERIENCE), STAITH_AGENCY_COMPLIANT);
    cell_number(&f.cells[C(EXPERIENCE)],
                STAITH_AGENCY_EXCEPTION); /* what is answered comes first */
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_EXPERIENCE), STAITH_AGENCY_EXCEPTION);
    cell_number(&f.cells[C(NOTICE_WEEKS)], 399);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_NOTICE), STAITH_AGENCY_BREACH);
    cell_number(&f.cells[C(NOTICE_WEEKS)], 400);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_NOTICE), STAITH_AGENCY_COMPLIANT);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_REFERENCE), STAITH_AGENCY_NOT_KNOWN);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_REGION_2), STAITH_AGENCY_NOT_KNOWN);
    /* Not in force, or of project teams alone. */
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_REGION_1), STAITH_NO_CATEGORY);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_WORKER_NAMED), STAITH_NO_CATEGORY);
    cell_number(&f.cells[C(PROJECT_TEAM)], 1);
    cell_number(&f.cells[C(WORKER_NAMED)], STAITH_AGENCY_BREACH);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_WORKER_NAMED), STAITH_AGENCY_BREACH);
    assert_true(f.verdict.project);
    cell_date(&f.cells[C(START)], "2025-09-30");
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_WORKER_NAMED), STAITH_NO_CATEGORY);
}

static void test_cool_off(void **state)
{
    (void)state;
    static const struct {
        const char *left;
        const char *start;
        uint16_t answer;
    } cases[] = {{"2025-08-03", "2025-11-02", STAITH_AGENCY_BREACH},
                 {"2025-08-03", "2025-11-03", STAITH_AGENCY_COMPLIANT},
                 {"2025-11-30", "2026-02-27", STAITH_AGENCY_BREACH}, /* there is no 30 February */
                 {"2025-11-30", "2026-02-28", STAITH_AGENCY_COMPLIANT},
                 {"2025-12-15", "2026-03-14", STAITH_AGENCY_BREACH},
                 {"2025-12-15", "2026-03-15", STAITH_AGENCY_COMPLIANT}};
    struct fixture f;
    set_up(&f);
    assert_int_equal(answer(&f, STAITH_AGENCY_RULE_COOL_OFF), STAITH_AGENCY_NOT_KNOWN);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cell_date(&f.cells[C(LEFT_POST)], cases[i].left);
        cell_date(&f.cells[C(START)], cases[i].start);
        cell_clear(&f.cells[C(COOL_OFF_EXCEPTION)], 1);
        assert_int_equal(answer(&f, STAITH_AGENCY_RULE_COOL_OFF), cases[i].answer);
        cell_number(&f.cells[C(COOL_OFF_EXCEPTION)], STAITH_AGENCY_NO_EXCEPTION);
        assert_int_equal(answer(&f, STAITH_AGENCY_RULE_COOL_OFF), cases[i].answer);
        cell_number(&f.cells[C(COOL_OFF_EXCEPTION)], STAITH_AGENCY_IS_EXCEPTION);
        assert_int_equal(answer(&f, STAITH_AGENCY_RULE_COOL_OFF),
                         cases[i].answer == STAITH_AGENCY_BREACH ? STAITH_AGENCY_EXCEPTION
                                                                 : STAITH_AGENCY_COMPLIANT);
    }
}

/* 18.5 of 37 hours are half; 40 hours are not more than one. */
static void test_fte(void **state)
{
    (void)state;
    struct fixture f;
    set_up(&f);
    assert_int_equal(judge(&f)->fte, -1);
    cell_number(&f.cells[C(WEEKLY_HOURS)], 1850);
    assert_int_equal(judge(&f)->fte, 500000);
    cell_number(&f.cells[C(WEEKLY_HOURS)], 3000); /* 0.8108108... */
    assert_int_equal(judge(&f)->fte, 810811);
    cell_number(&f.cells[C(WEEKLY_HOURS)], 4000);
    assert_int_equal(judge(&f)->fte, 1000000);
    cell_number(&f.cells[C(FTE)], 600000);
    assert_int_equal(judge(&f)->fte, 600000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bands),      cmocka_unit_test(test_approvals),
        cmocka_unit_test(test_untestable), cmocka_unit_test(test_title_and_dated_cap),
        cmocka_unit_test(test_a_year),     cmocka_unit_test(test_when),
        cmocka_unit_test(test_rules),      cmocka_unit_test(test_cool_off),
        cmocka_unit_test(test_fte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
