/* SPDX-License-Identifier: Apache-2.0 */
/* Owners and order statistics, through the tally: assignments of agencies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/tally.h"
#include "authority/host/tally_part.h"

#include <string.h>

enum { SENIOR, WORKER, NONE = STAITH_NO_CATEGORY, ALL = STAITH_TOTAL };
enum { HEADS, SPEND, LOWER, MEDIAN, UPPER, BUDGET };

static struct staith_category roles[] = {{"senior", "Senior", NONE}, {"worker", "Worker", NONE}};
static struct staith_dimension dimensions[] = {{"role", "Role", STAITH_KEEP_LEAST, 0, 2, roles}};
static struct staith_measure measures[] = {
    {"heads", "Heads", "", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"spend", "Spend", "", STAITH_UNIT_PENCE, STAITH_SUM},
    {"lower", "Lower quartile", "", STAITH_UNIT_PENCE, STAITH_LOWER_QUARTILE},
    {"median", "Median", "", STAITH_UNIT_PENCE, STAITH_MEDIAN},
    {"upper", "Upper quartile", "", STAITH_UNIT_PENCE, STAITH_UPPER_QUARTILE},
    {"budget", "Budget", "", STAITH_UNIT_PENCE, STAITH_COUNCIL_VALUE}};
static uint16_t all_measures[] = {HEADS, SPEND, LOWER, MEDIAN, UPPER, BUDGET};
static uint16_t by_role[] = {0};
static struct staith_table tables[] = {{"headline", "Headline", 6, 0, all_measures, NULL},
                                       {"by_role", "By role", 6, 1, all_measures, by_role}};
static const struct staith_catalogue catalogue = {.dataset = "agency",
                                                  .plugin = "test",
                                                  .plugin_version = "1.0.0",
                                                  .dimension_count = 1,
                                                  .measure_count = 6,
                                                  .table_count = 2,
                                                  .dimensions = dimensions,
                                                  .measures = measures,
                                                  .tables = tables};

struct fixture {
    struct staith_tally *tally;
    struct staith_arena arena;
    struct staith_rawtable raw;
};

static void start(struct fixture *fixture, uint64_t max_people)
{
    static const uint8_t key[STAITH_TALLY_KEY_BYTES] = {9};
    const struct staith_tally_limits limits = {1000, max_people, 1000};
    memset(fixture, 0, sizeof *fixture);
    assert_int_equal(staith_catalogue_check(&catalogue, NULL), 0);
    fixture->tally = staith_tally_new(&catalogue, &limits, key);
    assert_non_null(fixture->tally);
    staith_arena_init(&fixture->arena, 1 << 20);
}

static void end(struct fixture *fixture)
{
    staith_tally_free(fixture->tally);
    staith_arena_deinit(&fixture->arena);
}

static int observe(struct fixture *fixture, uint16_t measure, const char *person, const char *owner,
                   uint16_t role, int64_t value)
{
    const struct staith_observation observation = {.size = sizeof observation,
                                                   .measure = measure,
                                                   .value = value,
                                                   .categories = &role,
                                                   .person = person,
                                                   .person_len = person ? strlen(person) : 0,
                                                   .owner = owner,
                                                   .owner_len = owner ? strlen(owner) : 0};
    return staith_tally_observe(fixture->tally, &observation);
}

/* One assignment: everything but the budget. */
static void assignment(struct fixture *fixture, const char *person, const char *owner,
                       uint16_t role, int64_t rate)
{
    for (uint16_t measure = HEADS; measure <= UPPER; measure++) {
        assert_int_equal(observe(fixture, measure, person, owner, role, rate), STAITH_OK);
    }
}

static void finish(struct fixture *fixture)
{
    struct staith_err err = {0};
    memcpy(fixture->raw.authority, "840", 4);
    fixture->raw.catalogue = &catalogue;
    fixture->raw.period = (struct staith_period){STAITH_PERIOD_QUARTER, 2026, 1};
    assert_int_equal(staith_tally_finish(fixture->tally, &fixture->arena, &fixture->raw, &err), 0);
    if (staith_rawtable_check(&fixture->raw, &err) != 0) {
        fail_msg("%s", err.what);
    }
}

struct expected {
    uint16_t role;
    int64_t value;
    int64_t largest;
    int64_t second;
    uint32_t contributors;
    uint32_t owners;
    int64_t owned;
    int64_t owner_largest;
    int64_t owner_second;
    int64_t values;
};

static void check(const struct fixture *fixture, uint16_t measure, const struct expected *expected,
                  uint32_t count)
{
    const struct staith_rawtable_part *part = &fixture->raw.parts[1];
    uint32_t found = 0;
    for (uint32_t i = 0; i < part->cell_count; i++) {
        const struct staith_cell *cell = &part->cells[i];
        if (cell->measure != measure) {
            continue;
        }
        assert_true(found < count);
        const struct expected *want = &expected[found++];
        assert_int_equal(cell->categories[0], want->role);
        assert_int_equal(cell->value, want->value);
        assert_int_equal(cell->largest, want->largest);
        assert_int_equal(cell->second, want->second);
        assert_int_equal(cell->contributors, want->contributors);
        assert_int_equal(cell->owners, want->owners);
        assert_int_equal(cell->owned, want->owned);
        assert_int_equal(cell->owner_largest, want->owner_largest);
        assert_int_equal(cell->owner_second, want->owner_second);
        assert_int_equal(cell->values, want->values);
    }
    assert_int_equal(found, count);
}

/*
 * Five people, seven assignments, by agencies X and Y and, for one, none named:
 *   A worker X 30   A worker X 32   B worker Y 40   C worker - 36
 *   D senior X 50   D worker Y 44   E senior X 60
 * Workers: 30 32 36 40 44; seniors: 50 60; all: 30 32 36 40 44 50 60.
 */
static void test_assignments(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, 1000);
    assignment(&fixture, "A", "X", WORKER, 3000);
    assignment(&fixture, "B", "Y", WORKER, 4000);
    assignment(&fixture, "C", NULL, WORKER, 3600);
    assignment(&fixture, "D", "X", SENIOR, 5000);
    assignment(&fixture, "D", "Y", WORKER, 4400);
    assignment(&fixture, "E", "X", SENIOR, 6000);
    assignment(&fixture, "A", "X", WORKER, 3200);
    assert_int_equal(observe(&fixture, BUDGET, NULL, NULL, NONE, 5), STAITH_OK);
    finish(&fixture);
    /* D counts once, as the senior that she is for X. */
    check(&fixture, HEADS,
          (const struct expected[]){{SENIOR, 2, 1, 1, 2, 1, 2, 2, 0, 0},
                                    {WORKER, 3, 1, 1, 3, 2, 2, 1, 1, 0},
                                    {ALL, 5, 1, 1, 5, 2, 4, 3, 1, 0}},
          3);
    check(&fixture, SPEND,
          (const struct expected[]){{SENIOR, 11000, 6000, 5000, 2, 1, 11000, 11000, 0, 0},
                                    {WORKER, 18200, 6200, 4400, 4, 2, 14600, 8400, 6200, 0},
                                    {ALL, 29200, 9400, 6200, 5, 2, 25600, 17200, 8400, 0}},
          3);
    check(&fixture, LOWER,
          (const struct expected[]){{SENIOR, 5250, 1, 1, 2, 1, 2, 2, 0, 2},
                                    {WORKER, 3200, 2, 1, 4, 2, 4, 2, 2, 5},
                                    {ALL, 3400, 2, 2, 5, 2, 6, 4, 2, 7}},
          3);
    check(&fixture, MEDIAN,
          (const struct expected[]){{SENIOR, 5500, 1, 1, 2, 1, 2, 2, 0, 2},
                                    {WORKER, 3600, 2, 1, 4, 2, 4, 2, 2, 5},
                                    {ALL, 4000, 2, 2, 5, 2, 6, 4, 2, 7}},
          3);
    check(&fixture, UPPER,
          (const struct expected[]){{SENIOR, 5750, 1, 1, 2, 1, 2, 2, 0, 2},
                                    {WORKER, 4000, 2, 1, 4, 2, 4, 2, 2, 5},
                                    {ALL, 4700, 2, 2, 5, 2, 6, 4, 2, 7}},
          3);
    check(&fixture, BUDGET, (const struct expected[]){{ALL, 5, 0, 0, 0, 0, 0, 0, 0, 0}}, 1);
    end(&fixture);
}

static void test_nobody_and_no_owner(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, 1000);
    assert_int_equal(observe(&fixture, SPEND, "A", NULL, WORKER, 7), STAITH_OK);
    assert_int_equal(observe(&fixture, BUDGET, NULL, NULL, NONE, 5), STAITH_OK);
    finish(&fixture);
    check(&fixture, SPEND,
          (const struct expected[]){{WORKER, 7, 7, 0, 1, 0, 0, 0, 0, 0},
                                    {ALL, 7, 7, 0, 1, 0, 0, 0, 0, 0}},
          2);
    check(&fixture, MEDIAN, (const struct expected[]){{ALL, 0, 0, 0, 0, 0, 0, 0, 0, 0}}, 1);
    end(&fixture);
}

static void test_keys_of_owners(void **state)
{
    (void)state;
    struct fixture fixture;
    char long_key[258];
    memset(long_key, 'k', sizeof long_key);
    long_key[257] = '\0';
    start(&fixture, 2);
    assert_int_equal(observe(&fixture, SPEND, "A", "", WORKER, 7), STAITH_EINVAL);
    assert_int_equal(observe(&fixture, SPEND, "A", long_key, WORKER, 7), STAITH_EINVAL);
    assert_int_equal(observe(&fixture, BUDGET, NULL, "X", NONE, 7), STAITH_EINVAL);
    assert_int_equal(observe(&fixture, SPEND, "A", long_key + 1, WORKER, 7), STAITH_OK);
    assert_int_equal(observe(&fixture, SPEND, "A", "X", WORKER, 7), STAITH_OK);
    assert_null(staith_tally_limit_met(fixture.tally));
    assert_int_equal(observe(&fixture, SPEND, "A", "Y", WORKER, 7), STAITH_ELIMIT);
    assert_string_equal(staith_tally_limit_met(fixture.tally), "owners");
    end(&fixture);
}

/* A plugin of ABI 1.0 hands over a struct that ends before the owner: what lies there is not read.
 */
static void test_a_plugin_of_1_0(void **state)
{
    (void)state;
    struct fixture fixture;
    const uint16_t role = WORKER;
    const struct staith_observation observation = {.size =
                                                       offsetof(struct staith_observation, owner),
                                                   .measure = SPEND,
                                                   .value = 7,
                                                   .categories = &role,
                                                   .person = "A",
                                                   .person_len = 1,
                                                   .owner = "X",
                                                   .owner_len = 1};
    start(&fixture, 1000);
    assert_int_equal(staith_tally_observe(fixture.tally, &observation), STAITH_OK);
    finish(&fixture);
    check(&fixture, SPEND,
          (const struct expected[]){{WORKER, 7, 7, 0, 1, 0, 0, 0, 0, 0},
                                    {ALL, 7, 7, 0, 1, 0, 0, 0, 0, 0}},
          2);
    end(&fixture);
}

enum { SOMEBODY = 8, POSTS = 2, GONE = 0 };

/* What eight people do in one period: up to two assignments each. */
struct period {
    uint16_t role[SOMEBODY][POSTS];
    int64_t rate[SOMEBODY][POSTS]; /* GONE: no such assignment */
};

static void observe_period(struct fixture *fixture, const struct period *period)
{
    start(fixture, 1000);
    for (int i = 0; i < SOMEBODY; i++) {
        const char person[] = {(char)('A' + i), '\0'};
        for (int j = 0; j < POSTS; j++) {
            if (period->rate[i][j] != GONE) {
                assignment(fixture, person, NULL, period->role[i][j], period->rate[i][j]);
            }
        }
    }
    finish(fixture);
}

/* What person `i` contributes to a cell: a sum, or the values in order. */
static void contribution(const struct period *period, int i, uint16_t role, int64_t out[POSTS])
{
    int count = 0;
    out[0] = 0;
    out[1] = 0;
    for (int j = 0; j < POSTS; j++) {
        if (period->rate[i][j] != GONE && (role == ALL || role == period->role[i][j])) {
            out[count++] = period->rate[i][j];
        }
    }
    if (out[0] > out[1]) {
        int64_t first = out[0];
        out[0] = out[1];
        out[1] = first;
    }
}

static unsigned count_changed(const struct period *before, const struct period *after,
                              uint16_t measure, uint16_t role)
{
    unsigned changed = 0;
    for (int i = 0; i < SOMEBODY; i++) {
        int64_t a[POSTS];
        int64_t b[POSTS];
        contribution(before, i, role, a);
        contribution(after, i, role, b);
        bool there = (a[0] + a[1] > 0) == (b[0] + b[1] > 0);
        bool same = measure == SPEND ? a[0] + a[1] == b[0] + b[1] : a[0] == b[0] && a[1] == b[1];
        changed += !there || !same;
    }
    return changed < STAITH_SKETCH_MANY ? changed : STAITH_SKETCH_MANY;
}

static struct staith_sketch changes_of(const struct fixture *fixture, uint16_t measure,
                                       uint16_t role)
{
    const struct staith_rawtable_part *part = &fixture->raw.parts[1];
    for (uint32_t i = 0; i < part->cell_count; i++) {
        if (part->cells[i].measure == measure && part->cells[i].categories[0] == role) {
            return part->cells[i].changes;
        }
    }
    return (struct staith_sketch){0};
}

static void make_period(struct period *period, uint32_t *random, uint32_t often)
{
    for (int i = 0; i < SOMEBODY; i++) {
        for (int j = 0; j < POSTS; j++) {
            *random = *random * 1664525u + 1013904223u;
            if ((*random >> 8) % 16 < often) {
                period->role[i][j] = (*random >> 14) % 2 == 0 ? SENIOR : WORKER;
                period->rate[i][j] = (*random >> 16) % 4;
            }
        }
    }
}

/* Sketches of two runs against comparing what each person contributes. */
static void test_who_changed(void **state)
{
    (void)state;
    static const uint16_t followed[] = {SPEND, LOWER, MEDIAN, UPPER};
    static const uint16_t places[] = {SENIOR, WORKER, ALL};
    uint32_t random = 7;
    uint32_t told[STAITH_SKETCH_MANY + 1] = {0};
    for (int round = 0; round < 300; round++) {
        struct period before = {0};
        struct fixture first;
        struct fixture second;
        make_period(&before, &random, 16);
        struct period after = before;
        make_period(&after, &random, (uint32_t)(round % 4));
        observe_period(&first, &before);
        observe_period(&second, &after);
        for (int m = 0; m < 4; m++) {
            for (int place = 0; place < 3; place++) {
                const struct staith_sketch a = changes_of(&first, followed[m], places[place]);
                const struct staith_sketch b = changes_of(&second, followed[m], places[place]);
                unsigned expected = count_changed(&before, &after, followed[m], places[place]);
                assert_int_equal(staith_sketch_changed(&a, &b), expected);
                told[expected]++;
            }
        }
        /* What is not followed has none. */
        const struct staith_sketch none = {0};
        const struct staith_sketch heads = changes_of(&first, HEADS, ALL);
        assert_memory_equal(&heads, &none, sizeof none);
        end(&first);
        end(&second);
    }
    for (unsigned i = 0; i <= STAITH_SKETCH_MANY; i++) {
        assert_true(told[i] > 100);
    }
}

static void test_cells_are_limited(void **state)
{
    (void)state;
    struct staith_tally_part part = {0};
    const struct staith_cell cell = {.measure = 1};
    uint64_t left = 100;
    for (uint32_t i = 0; i < 100; i++) {
        assert_int_equal(staith_tally_part_add(&part, &cell, &left), 0);
    }
    assert_int_equal(staith_tally_part_add(&part, &cell, &left), STAITH_ERR_LIMIT);
    assert_int_equal(part.count, 100);
    staith_tally_part_deinit(&part);
    assert_int_equal(part.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_assignments),    cmocka_unit_test(test_nobody_and_no_owner),
        cmocka_unit_test(test_keys_of_owners), cmocka_unit_test(test_a_plugin_of_1_0),
        cmocka_unit_test(test_who_changed),    cmocka_unit_test(test_cells_are_limited)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
