/* SPDX-License-Identifier: Apache-2.0 */
/* FTE beside the people who work them, through the door. */
#include "disclosure/gate_work.h"
#include "disclosure/structure.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE, FTE, MEASURES, ROLES = 3, ALL = 0xFFFF };

/* People and FTE by role and in all; tables headline and by_role. */
struct council {
    struct staith_category roles[ROLES];
    struct staith_dimension dimensions[1];
    struct staith_measure measures[MEASURES];
    uint16_t measure_list[MEASURES];
    uint16_t dimension_list[1];
    struct staith_table tables[2];
    struct staith_catalogue catalogue;
    struct staith_cell headline[MEASURES];
    struct staith_cell cells[MEASURES * (ROLES + 1)];
    struct staith_rawtable_part parts[2];
    struct staith_rawtable raw;
    struct staith_disclosure what;
    struct staith_decision decision;
    struct staith_err err;
};

static const uint8_t hash[STAITH_HASH_BYTES] = {3};

static struct staith_cell cell_of(uint16_t measure, uint16_t role, int64_t people, int64_t fte)
{
    int64_t each = people == 0 ? 0 : measure == PEOPLE ? 1 : fte / people;
    return (struct staith_cell){.measure = measure,
                                .categories = {role, ALL, ALL, ALL},
                                .status = STAITH_STATUS_VALUE,
                                .value = measure == PEOPLE ? people : fte,
                                .largest = each,
                                .second = people > 1 ? each : 0,
                                .contributors = (uint32_t)people};
}

static struct council *council_new(const int64_t people[ROLES], const int64_t fte[ROLES])
{
    struct council *c = calloc(1, sizeof(*c));
    static const char *const codes[] = {"manager", "senior", "worker"};
    int64_t all_people = 0;
    int64_t all_fte = 0;
    c->measures[PEOPLE] = (struct staith_measure){"inpost_headcount", "In post", "",
                                                  STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    c->measures[FTE] = (struct staith_measure){"inpost_fte", "In post, FTE", "",
                                               STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM};
    for (uint16_t i = 0; i < ROLES; i++) {
        c->roles[i] = (struct staith_category){codes[i], codes[i], ALL};
        all_people += people[i];
        all_fte += fte[i];
    }
    for (uint16_t m = 0; m < MEASURES; m++) {
        struct staith_cell *row = &c->cells[m * (ROLES + 1)];
        c->measure_list[m] = m;
        for (uint16_t i = 0; i < ROLES; i++) {
            row[i] = cell_of(m, i, people[i], fte[i]);
        }
        row[ROLES] = cell_of(m, ALL, all_people, all_fte);
        c->headline[m] = row[ROLES];
    }
    c->dimensions[0] = (struct staith_dimension){"role", "Role", 0, 0, ROLES, c->roles};
    c->tables[0] = (struct staith_table){"headline", "All", MEASURES, 0, c->measure_list, NULL};
    c->tables[1] =
        (struct staith_table){"by_role", "Role", MEASURES, 1, c->measure_list, c->dimension_list};
    c->catalogue = (struct staith_catalogue){.dataset = "csww",
                                             .plugin = "workforce",
                                             .plugin_version = "1.0.0",
                                             .dimension_count = 1,
                                             .measure_count = MEASURES,
                                             .table_count = 2,
                                             .dimensions = c->dimensions,
                                             .measures = c->measures,
                                             .tables = c->tables};
    c->parts[0] = (struct staith_rawtable_part){0, MEASURES, c->headline};
    c->parts[1] = (struct staith_rawtable_part){1, MEASURES * (ROLES + 1), c->cells};
    c->raw = (struct staith_rawtable){.catalogue = &c->catalogue,
                                      .authority = "840",
                                      .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                      .part_count = 2,
                                      .parts = c->parts};
    c->what = (struct staith_disclosure){.raw = &c->raw,
                                         .policy = staith_policy_default(),
                                         .audience = STAITH_AUDIENCE_REGION,
                                         .catalogue_hash = hash};
    return c;
}

static struct staith_release *release_of(struct council *c)
{
    struct staith_release *release = NULL;
    if (staith_disclosure_release(&c->what, &c->decision, &release, &c->err) != 0) {
        fail_msg("%s", c->err.what);
    }
    return release;
}

static struct staith_value value_of(const struct staith_release *release, const char *measure,
                                    const char *role)
{
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        if (strcmp(cell.measure, measure) == 0 && cell.dimension_count == 1 &&
            cell.categories[0] != NULL && strcmp(cell.categories[0], role) == 0) {
            return cell.value;
        }
    }
    return (struct staith_value){0};
}

/* 6.8 FTE of 7 people: whichever way each is rounded, FTE are never above the people, and both add
 * up to what is 5 of them apart at most. */
static void never_above_the_people(void **state)
{
    (void)state;
    static const char *const roles[] = {"manager", "senior", "worker"};
    uint32_t random = 5;
    for (int round = 0; round < 60; round++) {
        int64_t people[ROLES];
        int64_t fte[ROLES];
        for (int i = 0; i < ROLES; i++) {
            random = random * 1664525u + 1013904223u;
            people[i] = (random >> 10) % 40;
            fte[i] = people[i] * (700000 + 10000 * (int64_t)((random >> 20) % 31));
        }
        struct council *c = council_new(people, fte);
        struct staith_release *release = release_of(c);
        if (staith_decision_rule(&c->decision, 1, PEOPLE) == STAITH_POLICY_ROUNDED) {
            for (int i = 0; i < ROLES; i++) {
                const struct staith_value heads = value_of(release, "inpost_headcount", roles[i]);
                const struct staith_value work = value_of(release, "inpost_fte", roles[i]);
                if (staith_decision_rule(&c->decision, 1, FTE) != STAITH_POLICY_ROUNDED) {
                    assert_int_equal(work.status, STAITH_STATUS_UNSET);
                    continue;
                }
                assert_int_equal(work.value % 5000000, 0);
                assert_true(work.value <= heads.value * 1000000);
                assert_true(work.lo <= fte[i] && fte[i] <= work.hi);
                assert_true(work.hi - work.lo + 1 >= 5000000);
            }
        } else {
            assert_int_equal(staith_decision_rule(&c->decision, 1, FTE),
                             STAITH_POLICY_NO_HEADCOUNT);
        }
        staith_release_free(release);
        free(c);
    }
}

static void rounded_to_five(void **state)
{
    (void)state;
    const int64_t people[ROLES] = {8, 22, 31};
    const int64_t fte[ROLES] = {7400000, 19250000, 28100000};
    struct council *c = council_new(people, fte);
    struct staith_release *release = release_of(c);
    assert_int_equal(staith_decision_rule(&c->decision, 1, FTE), STAITH_POLICY_ROUNDED);
    assert_int_equal(c->decision.certificate.exact, 0);
    assert_int_equal(c->decision.certificate.narrow, 0);
    /* 7.4 of 8, 19.25 of 22 and 28.1 of 31. */
    assert_int_equal(value_of(release, "inpost_fte", "manager").value, 5000000);
    assert_int_equal(value_of(release, "inpost_fte", "senior").value, 20000000);
    assert_int_equal(value_of(release, "inpost_fte", "worker").value, 30000000);
    staith_release_free(release);
    free(c);
}

/* Where the people stay, so do the FTE. */
static void not_without_the_people(void **state)
{
    (void)state;
    const int64_t people[ROLES] = {8, 22, 31};
    const int64_t fte[ROLES] = {7400000, 19250000, 28100000};
    struct council *c = council_new(people, fte);
    const struct staith_mark mark = {"inpost_headcount", c->raw.period, STAITH_STATUS_UNRELIABLE,
                                     "other"};
    c->what.marks = &mark;
    c->what.mark_count = 1;
    struct staith_release *release = release_of(c);
    assert_int_equal(staith_decision_rule(&c->decision, 1, PEOPLE), STAITH_POLICY_MARKED);
    assert_int_equal(staith_decision_rule(&c->decision, 1, FTE), STAITH_POLICY_NO_HEADCOUNT);
    assert_int_equal(value_of(release, "inpost_fte", "manager").status, STAITH_STATUS_UNSET);
    staith_release_free(release);
    /* A sum of nobody who is counted is a breakdown like any other. */
    c->what.mark_count = 0;
    c->measures[PEOPLE].code = "inpost_people_headcount";
    release = release_of(c);
    assert_int_equal(staith_decision_rule(&c->decision, 1, FTE), STAITH_POLICY_BREAKDOWN);
    staith_release_free(release);
    free(c);
}

/* In a table of its own the FTE have no people beside them. */
static void not_in_a_table_of_its_own(void **state)
{
    (void)state;
    const int64_t people[ROLES] = {8, 22, 31};
    const int64_t fte[ROLES] = {7400000, 19250000, 28100000};
    struct council *c = council_new(people, fte);
    uint16_t alone[] = {FTE};
    c->tables[1].measure_count = 1;
    c->tables[1].measures = alone;
    c->parts[1] = (struct staith_rawtable_part){1, ROLES + 1, &c->cells[ROLES + 1]};
    struct staith_release *release = release_of(c);
    assert_int_equal(staith_decision_rule(&c->decision, 1, FTE), STAITH_POLICY_NO_HEADCOUNT);
    staith_release_free(release);
    free(c);
}

/* Days are more than one to the person: no cap, multiples of 100 days. */
static void days(void **state)
{
    (void)state;
    const int64_t people[ROLES] = {8, 22, 31};
    const int64_t hundredths[ROLES] = {74000, 192500, 281000};
    struct council *c = council_new(people, hundredths);
    c->measures[FTE].code = "inpost_days";
    c->measures[FTE].unit = STAITH_UNIT_DAY_HUNDREDTHS;
    struct staith_release *release = release_of(c);
    assert_int_equal(staith_decision_rule(&c->decision, 1, FTE), STAITH_POLICY_ROUNDED);
    /* 740, 1,925 and 2,810 days, 5,475 in all. 800 + 1,900 + 2,800 = 5,500 changes 120 of them;
     * 700 + 1,900 + 2,800 = 5,400 would change 150. */
    assert_int_equal(value_of(release, "inpost_days", "manager").value, 80000);
    assert_int_equal(value_of(release, "inpost_days", "senior").value, 190000);
    assert_int_equal(value_of(release, "inpost_days", "worker").value, 280000);
    staith_release_free(release);
    free(c);
}

/* What the auditor does not pass costs the sum first, and the count only then. */
static void the_sum_goes_first(void **state)
{
    (void)state;
    const int64_t people[ROLES] = {8, 22, 31};
    const int64_t fte[ROLES] = {7400000, 19250000, 28100000};
    static const char *const worst[] = {"inpost_headcount|role=senior", "inpost_fte|role=senior",
                                        NULL};
    for (int i = 0; i < 3; i++) {
        struct council *c = council_new(people, fte);
        struct staith_gate_work work = {.what = &c->what,
                                        .decision = &c->decision,
                                        .err = &c->err,
                                        .outside = staith_outside_machine()};
        work.deadline_ms = work.outside->monotonic_ms(NULL) + 20000;
        assert_int_equal(staith_gate_choose(&work), 0);
        assert_int_equal(staith_gate_blocks_make(&work), 0);
        assert_int_equal(staith_gate_blocks_round(&work), 0);
        staith_gate_blocks_fall_back(&work, worst[i]);
        assert_int_equal(staith_decision_rule(&c->decision, 1, PEOPLE), STAITH_POLICY_ROUNDED);
        if (i == 1) {
            /* The sum itself: the next multiple, as with a count. */
            assert_int_equal(staith_decision_rule(&c->decision, 1, FTE), STAITH_POLICY_ROUNDED);
            assert_true(staith_gate_find_block(&work, FTE)->stale);
        } else {
            assert_int_equal(staith_decision_rule(&c->decision, 1, FTE),
                             i == 0 ? STAITH_POLICY_LESS_DETAIL : STAITH_POLICY_NOT_PROVED);
            staith_gate_blocks_fall_back(&work, worst[i]);
            assert_int_equal(staith_decision_rule(&c->decision, 1, PEOPLE),
                             i == 0 ? STAITH_POLICY_ROUNDED : STAITH_POLICY_NOT_PROVED);
        }
        staith_gate_blocks_free(&work);
        free(c);
    }
}

/* What an auditor makes of FTE beside people, from what is published alone: 5 FTE [0.01, 9.99]
 * beside 0 people [0, 4] are 4 at most; beside people that are not shown, or exact FTE, nothing
 * changes. */
static void the_auditor_knows(void **state)
{
    (void)state;
    const int64_t nobody[ROLES] = {0, 0, 0};
    struct council *c = council_new(nobody, nobody);
    struct staith_release_cell cells[] = {
        {.table = "by_role",
         .measure = "inpost_headcount",
         .dimension_count = 1,
         .dimensions = {"role"},
         .categories = {"manager"},
         .value = {STAITH_STATUS_VALUE, 0, 0, 4},
         .base = 5,
         .reach = 1},
        {.table = "by_role",
         .measure = "inpost_fte",
         .dimension_count = 1,
         .dimensions = {"role"},
         .categories = {"manager"},
         .value = {STAITH_STATUS_VALUE, 5000000, 1, 9999999},
         .base = 5000000,
         .reach = 1},
        {.table = "by_role",
         .measure = "inpost_fte",
         .dimension_count = 1,
         .dimensions = {"role"},
         .categories = {"senior"},
         .value = {STAITH_STATUS_VALUE, 5000000, 1, 9999999},
         .base = 5000000,
         .reach = 1},
        {.table = "headline",
         .measure = "inpost_headcount",
         .value = {STAITH_STATUS_VALUE, 3, 3, 3}},
        {.table = "headline",
         .measure = "inpost_fte",
         .value = {STAITH_STATUS_VALUE, 3500000, 3500000, 3500000}}};
    const struct staith_structure_part part = {
        .cells = cells, .cell_count = 5, .catalogue = &c->catalogue, .suffix = ""};
    static const struct {
        const char *name;
        int64_t hi;
    } expected[] = {{"inpost_headcount|role=manager", 4},
                    {"inpost_fte|role=manager", 400},
                    {"inpost_fte|role=senior", 999},
                    {"inpost_fte", 350}};
    struct staith_structure structure;
    struct staith_arena arena;
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_structure_make(&part, 1, &arena, &structure, NULL), 0);
    for (int i = 0; i < 4; i++) {
        int64_t at = staith_system_find(&structure.system, expected[i].name);
        assert_true(at >= 0);
        assert_int_equal(structure.cells[at].hi, expected[i].hi);
    }
    staith_arena_deinit(&arena);
    free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(never_above_the_people),
        cmocka_unit_test(rounded_to_five),
        cmocka_unit_test(not_without_the_people),
        cmocka_unit_test(not_in_a_table_of_its_own),
        cmocka_unit_test(days),
        cmocka_unit_test(the_sum_goes_first),
        cmocka_unit_test(the_auditor_knows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
