/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SENIOR, MIDDLE, HOLDER, NONE = STAITH_NO_CATEGORY, ALL = STAITH_TOTAL };
enum { LEFT, RESIGNED, RETIRED, OTHER };
enum { HEADS, FTE, ROWS, VACANCIES };
enum { HEADLINE, BY_ROLE, BY_REASON_AND_ROLE };

static struct staith_category roles[] = {
    {"senior", "Senior", NONE}, {"middle", "Middle", NONE}, {"holder", "Case holder", NONE}};
static struct staith_category reasons[] = {{"left", "Left", NONE},
                                           {"resigned", "Resigned", LEFT},
                                           {"retired", "Retired", LEFT},
                                           {"other", "Other", NONE}};
static struct staith_dimension dimensions[] = {
    {"reason", "Reason", STAITH_KEEP_FIRST_SEEN, 0, 4, reasons},
    {"role", "Role", STAITH_KEEP_LEAST, 0, 3, roles}};
static struct staith_measure measures[] = {
    {"heads", "Heads", "", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"fte", "FTE", "", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
    {"rows", "Rows", "", STAITH_UNIT_PEOPLE, STAITH_COUNT_ROWS},
    {"vacancies", "Vacancies", "", STAITH_UNIT_FTE_MILLIONTHS, STAITH_COUNCIL_VALUE}};
static uint16_t all_measures[] = {FTE, HEADS, ROWS, VACANCIES};
static uint16_t by_role[] = {1};
static uint16_t by_reason_and_role[] = {0, 1};
static struct staith_table tables[] = {
    {"headline", "Headline", 4, 0, all_measures, NULL},
    {"by_role", "By role", 4, 1, all_measures, by_role},
    {"by_reason_and_role", "By reason and role", 2, 2, all_measures, by_reason_and_role}};
static const struct staith_catalogue catalogue = {.dataset = "csww",
                                                  .plugin = "test",
                                                  .plugin_version = "1.0.0",
                                                  .dimension_count = 2,
                                                  .measure_count = 4,
                                                  .table_count = 3,
                                                  .dimensions = dimensions,
                                                  .measures = measures,
                                                  .tables = tables};
static const uint8_t key[STAITH_TALLY_KEY_BYTES] = {1, 2, 3};

struct fixture {
    struct staith_tally *tally;
    struct staith_arena arena;
    struct staith_rawtable raw;
};

static struct fixture *start(uint64_t max_cells, uint64_t max_people, uint64_t max_observations)
{
    const struct staith_tally_limits limits = {max_cells, max_people, max_observations};
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct staith_err err = {0};
    assert_non_null(fixture);
    assert_int_equal(staith_catalogue_check(&catalogue, &err), 0);
    fixture->tally = staith_tally_new(&catalogue, &limits, key);
    assert_non_null(fixture->tally);
    staith_arena_init(&fixture->arena, 1 << 20);
    return fixture;
}

static void end(struct fixture *fixture)
{
    staith_tally_free(fixture->tally);
    staith_arena_deinit(&fixture->arena);
    free(fixture);
}

static int observe(struct fixture *fixture, uint16_t measure, const char *person, uint16_t reason,
                   uint16_t role, int64_t value)
{
    const uint16_t categories[] = {reason, role};
    const struct staith_observation observation = {.size = sizeof observation,
                                                   .measure = measure,
                                                   .value = value,
                                                   .categories = categories,
                                                   .person = person,
                                                   .person_len = person ? strlen(person) : 0};
    return staith_tally_observe(fixture->tally, &observation);
}

static void see(struct fixture *fixture, uint16_t measure, const char *person, uint16_t reason,
                uint16_t role, int64_t value)
{
    assert_int_equal(observe(fixture, measure, person, reason, role, value), STAITH_OK);
}

/* Build the tables and hold them against the model's own check of sums and order. */
static void finish(struct fixture *fixture)
{
    struct staith_err err = {0};
    memcpy(fixture->raw.authority, "840", 4);
    fixture->raw.catalogue = &catalogue;
    fixture->raw.period = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    assert_int_equal(staith_tally_finish(fixture->tally, &fixture->arena, &fixture->raw, &err), 0);
    assert_int_equal(fixture->raw.part_count, 3);
    if (staith_rawtable_check(&fixture->raw, &err) != 0) {
        fail_msg("%s", err.what);
    }
}

/* A part as text: "measure:categories=value/largest/second/contributors ...", "*" for the total. */
static void check_part(const struct fixture *fixture, uint32_t table, const char *expected)
{
    const struct staith_rawtable_part *part = &fixture->raw.parts[table];
    char text[4096] = "";
    size_t len = 0;
    for (uint32_t i = 0; i < part->cell_count; i++) {
        const struct staith_cell *cell = &part->cells[i];
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%u:", i > 0 ? " " : "",
                                cell->measure);
        for (uint32_t d = 0; d < tables[table].dimension_count; d++) {
            if (cell->categories[d] == ALL) {
                len += (size_t)snprintf(text + len, sizeof text - len, "*");
            } else {
                len += (size_t)snprintf(text + len, sizeof text - len, "%u", cell->categories[d]);
            }
        }
        if (cell->status == STAITH_STATUS_UNAVAILABLE) {
            len += (size_t)snprintf(text + len, sizeof text - len, "=x");
        } else {
            len += (size_t)snprintf(text + len, sizeof text - len, "=%lld/%lld/%lld/%u",
                                    (long long)cell->value, (long long)cell->largest,
                                    (long long)cell->second, cell->contributors);
        }
        assert_true(len < sizeof text);
    }
    assert_string_equal(text, expected);
}

/* Three people in four rows; B has two posts, of which the more senior comes second. */
static void test_a_small_council(void **state)
{
    (void)state;
    struct fixture *fixture = start(1000, 1000, 1000);
    see(fixture, HEADS, "A", RESIGNED, HOLDER, 0);
    see(fixture, FTE, "A", RESIGNED, HOLDER, 1000000);
    see(fixture, ROWS, "A", RESIGNED, HOLDER, 99);
    see(fixture, HEADS, "B", RETIRED, HOLDER, 0);
    see(fixture, FTE, "B", RETIRED, HOLDER, 500000);
    see(fixture, ROWS, "B", RETIRED, HOLDER, 0);
    see(fixture, HEADS, "C", OTHER, HOLDER, 0);
    see(fixture, FTE, "C", OTHER, HOLDER, 250000);
    see(fixture, ROWS, "C", OTHER, HOLDER, 0);
    see(fixture, HEADS, "B", OTHER, SENIOR, 0);
    see(fixture, FTE, "B", OTHER, SENIOR, 400000);
    see(fixture, ROWS, "B", OTHER, SENIOR, 0);
    see(fixture, VACANCIES, NULL, NONE, NONE, 7500000);
    finish(fixture);
    check_part(fixture, HEADLINE,
               "0:=3/1/1/3 1:=2150000/1000000/900000/3 2:=4/2/1/3 3:=7500000/0/0/0");
    check_part(fixture, BY_ROLE,
               "0:0=1/1/0/1 0:2=2/1/1/2 0:*=3/1/1/3 "
               "1:0=400000/400000/0/1 1:2=1750000/1000000/500000/3 1:*=2150000/1000000/900000/3 "
               "2:0=1/1/0/1 2:2=3/1/1/3 2:*=4/2/1/3 "
               "3:*=7500000/0/0/0");
    /* Reason 0 is the sum of 1 and 2. */
    check_part(fixture, BY_REASON_AND_ROLE,
               "0:02=1/1/0/1 0:0*=1/1/0/1 0:12=1/1/0/1 0:1*=1/1/0/1 "
               "0:30=1/1/0/1 0:32=1/1/0/1 0:3*=2/1/1/2 0:*0=1/1/0/1 0:*2=2/1/1/2 0:**=3/1/1/3 "
               "1:02=1500000/1000000/500000/2 1:0*=1500000/1000000/500000/2 "
               "1:12=1000000/1000000/0/1 1:1*=1000000/1000000/0/1 "
               "1:22=500000/500000/0/1 1:2*=500000/500000/0/1 "
               "1:30=400000/400000/0/1 1:32=250000/250000/0/1 1:3*=650000/400000/250000/2 "
               "1:*0=400000/400000/0/1 1:*2=1750000/1000000/500000/3 "
               "1:**=2150000/1000000/900000/3");
    assert_int_equal(fixture->raw.observed, 13);
    assert_int_equal(fixture->raw.people, 3);
    end(fixture);
}

static void test_which_post_is_kept(void **state)
{
    (void)state;
    struct fixture *fixture = start(1000, 1000, 1000);
    /* The least role; among equals the first seen; no role comes last. */
    see(fixture, HEADS, "A", RESIGNED, MIDDLE, 0);
    see(fixture, HEADS, "A", RETIRED, SENIOR, 0);
    see(fixture, HEADS, "A", OTHER, SENIOR, 0);
    see(fixture, HEADS, "B", RESIGNED, NONE, 0);
    see(fixture, HEADS, "B", OTHER, HOLDER, 0);
    see(fixture, HEADS, "A", OTHER, HOLDER, 0);
    finish(fixture);
    check_part(fixture, BY_REASON_AND_ROLE,
               "0:00=1/1/0/1 0:0*=1/1/0/1 0:20=1/1/0/1 0:2*=1/1/0/1 0:32=1/1/0/1 0:3*=1/1/0/1 "
               "0:*0=1/1/0/1 0:*2=1/1/0/1 0:**=2/1/1/2 1:**=0/0/0/0");
    end(fixture);
}

static void test_no_category_goes_to_totals(void **state)
{
    (void)state;
    struct fixture *fixture = start(1000, 1000, 1000);
    see(fixture, FTE, "A", NONE, HOLDER, 10);
    see(fixture, FTE, "B", LEFT, NONE, 20);
    see(fixture, FTE, "C", NONE, NONE, 30);
    finish(fixture);
    check_part(fixture, BY_REASON_AND_ROLE,
               "0:**=0/0/0/0 1:0*=20/20/0/1 1:*2=10/10/0/1 1:**=60/30/20/3");
    end(fixture);
}

static void test_a_person_with_many_rows(void **state)
{
    (void)state;
    struct fixture *fixture = start(1000, 1000, 1000);
    /* Rows of A lie apart and in two places below one parent; three in one place. */
    see(fixture, FTE, "A", RESIGNED, HOLDER, 1);
    see(fixture, FTE, "B", RESIGNED, HOLDER, 5);
    see(fixture, FTE, "A", RETIRED, HOLDER, 2);
    see(fixture, FTE, "A", RETIRED, HOLDER, 4);
    see(fixture, FTE, "C", RETIRED, HOLDER, 6);
    see(fixture, FTE, "C", RETIRED, HOLDER, 0);
    finish(fixture);
    check_part(fixture, BY_REASON_AND_ROLE,
               "0:**=0/0/0/0 "
               "1:02=18/7/6/3 1:0*=18/7/6/3 1:12=6/5/1/2 1:1*=6/5/1/2 1:22=12/6/6/2 1:2*=12/6/6/2 "
               "1:*2=18/7/6/3 1:**=18/7/6/3");
    end(fixture);
}

static void test_rows_without_keys(void **state)
{
    (void)state;
    struct fixture *fixture = start(1000, 1000, 1000);
    see(fixture, ROWS, NULL, NONE, HOLDER, 0);
    see(fixture, ROWS, "A", NONE, HOLDER, 0);
    see(fixture, ROWS, NULL, NONE, HOLDER, 0);
    see(fixture, ROWS, "A", NONE, SENIOR, 0);
    finish(fixture);
    check_part(fixture, BY_ROLE,
               "0:*=0/0/0/0 1:*=0/0/0/0 2:0=1/1/0/1 2:2=3/1/1/3 2:*=4/2/1/3 3:*=x");
    assert_int_equal(fixture->raw.people, 1);
    end(fixture);
}

static void test_unavailable(void **state)
{
    (void)state;
    struct fixture *fixture = start(1000, 1000, 1000);
    see(fixture, HEADS, "A", OTHER, HOLDER, 0);
    see(fixture, VACANCIES, NULL, NONE, NONE, 5);
    assert_int_equal(staith_tally_unavailable(fixture->tally, HEADS), STAITH_OK);
    assert_int_equal(staith_tally_unavailable(fixture->tally, VACANCIES), STAITH_OK);
    assert_int_equal(staith_tally_unavailable(fixture->tally, 4), STAITH_EINVAL);
    finish(fixture);
    check_part(fixture, HEADLINE, "0:=x 1:=0/0/0/0 2:=0/0/0/0 3:=x");
    check_part(fixture, BY_REASON_AND_ROLE, "0:**=x 1:**=0/0/0/0");
    end(fixture);
}

static void test_refuses(void **state)
{
    (void)state;
    struct fixture *fixture = start(1000, 1000, 1000);
    char long_key[258];
    memset(long_key, 'k', sizeof long_key);
    long_key[257] = '\0';
    assert_int_equal(observe(fixture, 4, "A", OTHER, HOLDER, 1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, FTE, "A", 4, HOLDER, 1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, FTE, "A", OTHER, 3, 1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, FTE, "A", OTHER, 0xFFFE, 1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, FTE, "A", OTHER, HOLDER, -1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, FTE, "", OTHER, HOLDER, 1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, FTE, long_key, OTHER, HOLDER, 1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, FTE, NULL, OTHER, HOLDER, 1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, HEADS, NULL, OTHER, HOLDER, 1), STAITH_EINVAL);
    assert_int_equal(observe(fixture, VACANCIES, "A", NONE, NONE, 1), STAITH_EINVAL);
    struct staith_observation observation = {
        .size = sizeof observation, .measure = FTE, .value = 1, .person = "A", .person_len = 1};
    assert_int_equal(staith_tally_observe(fixture->tally, &observation), STAITH_EINVAL);
    observation.size -= 1;
    assert_int_equal(staith_tally_observe(fixture->tally, &observation), STAITH_EINVAL);
    see(fixture, VACANCIES, NULL, NONE, NONE, 1);
    assert_int_equal(observe(fixture, VACANCIES, NULL, NONE, NONE, 2), STAITH_EINVAL);
    see(fixture, FTE, long_key + 1, OTHER, HOLDER, 1);
    finish(fixture);
    check_part(fixture, HEADLINE, "0:=0/0/0/0 1:=1/1/0/1 2:=0/0/0/0 3:=1/0/0/0");
    end(fixture);
}

static void test_limits(void **state)
{
    (void)state;
    struct fixture *fixture = start(1000, 2, 4);
    assert_null(staith_tally_limit_met(fixture->tally));
    see(fixture, FTE, "A", OTHER, HOLDER, 1);
    see(fixture, FTE, "B", OTHER, HOLDER, 1);
    assert_int_equal(observe(fixture, FTE, "C", OTHER, HOLDER, 1), STAITH_ELIMIT);
    assert_string_equal(staith_tally_limit_met(fixture->tally), "people");
    see(fixture, FTE, "A", OTHER, HOLDER, 1);
    see(fixture, FTE, "B", OTHER, HOLDER, 1);
    assert_int_equal(observe(fixture, FTE, "A", OTHER, HOLDER, 1), STAITH_ELIMIT);
    assert_string_equal(staith_tally_limit_met(fixture->tally), "observations");
    assert_int_equal(observe(fixture, VACANCIES, NULL, NONE, NONE, 1), STAITH_ELIMIT);
    finish(fixture);
    assert_int_equal(fixture->raw.observed, 4);
    assert_int_equal(fixture->raw.people, 2);
    end(fixture);
}

static void test_cells_are_limited(void **state)
{
    (void)state;
    /* One person: 4 cells in the headline, 5 by role (2 + 1 + 1 + 1), 6 by reason and role: heads
     * (OTHER, HOLDER), (OTHER, *), (*, HOLDER), (*, *) and the top of FTE = 5. In all 14. */
    for (uint64_t max = 13; max <= 14; max++) {
        struct fixture *fixture = start(max, 1000, 1000);
        struct staith_err err = {0};
        see(fixture, HEADS, "A", OTHER, HOLDER, 1);
        int code = staith_tally_finish(fixture->tally, &fixture->arena, &fixture->raw, &err);
        assert_int_equal(code, max == 14 ? 0 : STAITH_ERR_LIMIT);
        assert_int_equal(fixture->raw.part_count, max == 14 ? 3 : 0);
        end(fixture);
    }
}

static void test_sums_do_not_overflow(void **state)
{
    (void)state;
    for (int same_person = 0; same_person < 2; same_person++) {
        for (int role = SENIOR; role <= HOLDER; role++) {
            struct fixture *fixture = start(1000, 1000, 1000);
            struct staith_err err = {0};
            see(fixture, FTE, "A", OTHER, HOLDER, INT64_MAX);
            see(fixture, FTE, same_person ? "A" : "B", OTHER, (uint16_t)role, 1);
            int code = staith_tally_finish(fixture->tally, &fixture->arena, &fixture->raw, &err);
            assert_int_equal(code, STAITH_ERR_OVERFLOW);
            assert_non_null(strstr(err.what, "fte"));
            end(fixture);
        }
    }
    struct fixture *fixture = start(1000, 1000, 1000);
    see(fixture, FTE, "A", OTHER, HOLDER, INT64_MAX - 1);
    see(fixture, FTE, "B", OTHER, HOLDER, 1);
    finish(fixture);
    end(fixture);
}

/* 20,000 people seen in three rounds in different orders: numbers that can be counted by hand. */
static void test_many(void **state)
{
    (void)state;
    enum { PEOPLE = 20000 };
    struct fixture *fixture = start(1000, PEOPLE, 10 * PEOPLE);
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < PEOPLE; i++) {
            uint32_t person = (i * (round == 1 ? 7919u : 1u)) % PEOPLE;
            char name[16];
            snprintf(name, sizeof name, "p%u", person);
            uint16_t role = (uint16_t)((person + round) % 3);
            see(fixture, HEADS, name, OTHER, role, 0);
            see(fixture, FTE, name, OTHER, role, person);
        }
    }
    finish(fixture);
    /* Everybody was senior once. FTE: 3 * (0 + ... + 19999) = 599,970,000; a third of the rounds in
     * each role for everybody. */
    check_part(fixture, HEADLINE,
               "0:=20000/1/1/20000 1:=599970000/59997/59994/20000 2:=0/0/0/0 3:=x");
    check_part(fixture, BY_ROLE,
               "0:0=20000/1/1/20000 0:*=20000/1/1/20000 1:0=199990000/19999/19998/20000 "
               "1:1=199990000/19999/19998/20000 1:2=199990000/19999/19998/20000 "
               "1:*=599970000/59997/59994/20000 2:*=0/0/0/0 3:*=x");
    assert_int_equal(fixture->raw.people, PEOPLE);
    end(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_small_council),
        cmocka_unit_test(test_which_post_is_kept),
        cmocka_unit_test(test_no_category_goes_to_totals),
        cmocka_unit_test(test_a_person_with_many_rows),
        cmocka_unit_test(test_rows_without_keys),
        cmocka_unit_test(test_unavailable),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_cells_are_limited),
        cmocka_unit_test(test_sums_do_not_overflow),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
