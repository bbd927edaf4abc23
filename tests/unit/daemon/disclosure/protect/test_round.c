/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rounding against trying everything, on thousands of small random tables, two- and three-
 * dimensional; and through revisions of a table, whose unchanged cells keep their numbers.
 * STAITH_ROUND_TABLES=n asks for more tables.
 */
#include "disclosure/protect/round.h"

#include "disclosure/protect/compile.h"
#include "protect_t15.h"
#include "round_brute.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TABLES = 20000 };

static uint64_t table_count(void)
{
    const char *wanted = getenv("STAITH_ROUND_TABLES");
    return wanted == NULL ? TABLES : strtoull(wanted, NULL, 10);
}

static struct staith_rounding round_system(const struct staith_system *system,
                                           const struct staith_round_rules *rules,
                                           struct staith_arena *arena)
{
    struct staith_rounding rounding;
    struct staith_err err = {0};
    int code = staith_round(system, rules, arena, &rounding, &err);
    if (code != 0) {
        print_message("%s\n", err.what);
    }
    assert_int_equal(code, 0);
    return rounding;
}

/* Every promise about single cells and sums, from the definition. */
static void check_promises(const struct staith_system *system, int64_t base,
                           const struct staith_rounding *rounding)
{
    int64_t change = 0;
    for (uint32_t i = 0; i < system->cell_count; i++) {
        const struct staith_round_cell *cell = &rounding->cells[i];
        int64_t away = cell->rounded - system->values[i];
        assert_true(cell->reach == 1 || cell->reach == 2);
        assert_int_equal(cell->rounded % base, 0);
        assert_true(cell->rounded >= 0);
        assert_true(away < base * cell->reach && -away < base * cell->reach);
        assert_true(cell->lo <= system->values[i] && system->values[i] <= cell->hi);
        assert_true(cell->exact || cell->published == cell->rounded);
        assert_true(cell->hi - cell->lo + 1 >= (cell->exact ? 1 : base));
        change += away < 0 ? -away : away;
    }
    assert_int_equal(change, rounding->change);
    for (uint32_t i = 0; i < system->relation_count; i++) {
        const struct staith_relation *relation = &system->relations[i];
        int64_t sum = 0;
        for (uint32_t p = 0; p < relation->count; p++) {
            sum += rounding->cells[system->parts[relation->first + p]].rounded;
        }
        assert_int_equal(sum, rounding->cells[relation->total].rounded);
    }
}

/* How often each thing came about, so that the test shows that it tried them all. */
struct tally {
    uint32_t adjacent, next, exact_proofs, search_proofs;
};

static void compare(struct brute *brute, struct tally *tally)
{
    struct staith_arena arena;
    struct staith_system system;
    const struct staith_round_rules rules = {.base = (uint32_t)brute->base};
    staith_arena_init(&arena, (size_t)1 << 24);
    brute_system(brute, &arena, &system, NULL);
    struct staith_rounding rounding = round_system(&system, &rules, &arena);
    int64_t least = brute_least(brute);
    if (least >= 0) {
        assert_int_equal(rounding.state, STAITH_ROUND_ADJACENT);
        tally->adjacent++;
    } else {
        brute->reach = 2;
        least = brute_least(brute);
        assert_true(least >= 0);
        assert_int_equal(rounding.state, STAITH_ROUND_NEXT);
        tally->next++;
    }
    assert_int_equal(rounding.change, least);
    assert_true(rounding.unique);
    assert_true(rounding.bound <= least);
    assert_true(rounding.proof != STAITH_ROUND_PROOF_GAP);
    assert_true((rounding.proof == STAITH_ROUND_PROOF_EXACT) == (rounding.bound == least));
    *(rounding.proof == STAITH_ROUND_PROOF_EXACT ? &tally->exact_proofs : &tally->search_proofs) +=
        1;
    check_promises(&system, brute->base, &rounding);
    staith_arena_deinit(&arena);
}

static void least_of_all(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seed = 20250930;
    uint64_t count = table_count();
    for (uint64_t i = 0; i < count; i++) {
        struct brute brute;
        brute_draw(&brute, i % 2 == 0 ? 5 : 3, &seed);
        compare(&brute, &tally);
    }
    print_message(
        "rounding: %llu tables; least of all adjacent %u, none is and least of the next %u; "
        "proved in whole numbers %u, by search %u\n",
        (unsigned long long)count, tally.adjacent, tally.next, tally.exact_proofs,
        tally.search_proofs);
    /* Fewer tables than usual need not have everything in them. */
    assert_true(tally.adjacent > 0 && (tally.next > 0 || count < TABLES));
    assert_true(tally.exact_proofs > 0 && (tally.search_proofs > 0 || count < TABLES));
}

enum { VINTAGES = 5 };

struct history {
    uint32_t count;
    struct staith_round_before before[VINTAGES * BRUTE_CELLS];
};

static void remember(struct history *history, const struct staith_system *system,
                     const struct staith_rounding *rounding)
{
    for (uint32_t i = 0; i < system->cell_count; i++) {
        if (rounding->cells[i].reach > 0) {
            history->before[history->count++] =
                (struct staith_round_before){system->names[i], system->values[i],
                                             rounding->cells[i].rounded, rounding->cells[i].reach};
        }
    }
}

/* Every cell that had its value before, in whatever vintage, has the number it had then. */
static void check_kept(const struct history *history, const struct staith_system *system,
                       const struct staith_rounding *rounding)
{
    for (uint32_t i = 0; i < history->count; i++) {
        const struct staith_round_before *before = &history->before[i];
        int64_t at = staith_system_find(system, before->name);
        if (system->values[at] == before->value && rounding->cells[at].reach > 0) {
            assert_int_equal(rounding->cells[at].rounded, before->rounded);
            assert_true(rounding->cells[at].kept);
        }
    }
}

/* By trying everything that keeps what must be kept: the least there is, or that there is none. */
static void check_least(struct brute *brute, const struct history *history,
                        const struct staith_system *system, const uint32_t *at_of,
                        const struct staith_rounding *rounding)
{
    int64_t least[3] = {0, 0, 0};
    memset(brute->kept, 0, sizeof(brute->kept));
    for (uint32_t at = 0; at < brute->cells; at++) {
        for (uint32_t i = 0; i < history->count; i++) {
            if (strcmp(history->before[i].name, system->names[at_of[at]]) == 0 &&
                history->before[i].value == brute->values[at]) {
                brute->kept[at] = 1 + history->before[i].rounded;
            }
        }
    }
    for (brute->reach = 1; brute->reach <= 2; brute->reach++) {
        least[brute->reach] = brute_least(brute);
    }
    brute->reach = 1;
    if (rounding->state == STAITH_ROUND_ADJACENT) {
        assert_int_equal(rounding->change, least[1]);
    } else if (rounding->state == STAITH_ROUND_NEXT) {
        assert_int_equal(least[1], -1);
        assert_int_equal(rounding->change, least[2]);
    } else {
        assert_int_equal(least[2], -1);
    }
}

static void revise(struct brute *brute, uint64_t *seed)
{
    for (uint64_t i = brute_random(seed) % 3 + 1; i > 0; i--) {
        uint32_t at = brute->inner_at[brute_random(seed) % brute->inner_count];
        int64_t value = brute->values[at] + (int64_t)(brute_random(seed) % 5) - 2;
        brute->values[at] = value < 0 ? 0 : value;
    }
    brute_prepare(brute);
}

static void revisions(void **state)
{
    (void)state;
    uint64_t seed = 7;
    uint32_t outcomes[5] = {0};
    uint64_t histories = table_count() * 3 / 40; /* 1,500 of 20,000 */
    for (uint64_t i = 0; i < histories; i++) {
        struct staith_arena arena;
        struct brute brute;
        struct history history = {0};
        staith_arena_init(&arena, (size_t)1 << 26);
        brute_draw(&brute, i % 2 == 0 ? 5 : 3, &seed);
        for (uint32_t vintage = 0; vintage < VINTAGES; vintage++) {
            struct staith_system system;
            uint32_t at_of[BRUTE_CELLS];
            brute_system(&brute, &arena, &system, at_of);
            const struct staith_round_rules rules = {.base = (uint32_t)brute.base,
                                                     .before_count = history.count,
                                                     .before = history.before};
            struct staith_rounding rounding = round_system(&system, &rules, &arena);
            outcomes[rounding.state]++;
            check_kept(&history, &system, &rounding);
            check_least(&brute, &history, &system, at_of, &rounding);
            if (rounding.withheld == 0) {
                check_promises(&system, brute.base, &rounding);
            } else {
                assert_true(rounding.state >= STAITH_ROUND_LESS_DETAIL);
                assert_int_equal(rounding.withheld, system.cell_count);
            }
            remember(&history, &system, &rounding);
            revise(&brute, &seed);
        }
        staith_arena_deinit(&arena);
    }
    print_message("revisions: %llu tables, each published five times: every number that stands was "
                  "kept; least of all adjacent %u, least of the next %u, none is: less detail %u, "
                  "withheld %u\n",
                  (unsigned long long)histories, outcomes[1], outcomes[2], outcomes[3],
                  outcomes[4]);
    assert_true(outcomes[STAITH_ROUND_ADJACENT] > 0 && outcomes[STAITH_ROUND_NEXT] > 0);
}

/* Measure t by a (two categories) and by b (two), measure u alone. 1 + 1 = 2 either way. */
static const char *const linked_names[] = {"t", "t|a=0", "t|a=1", "t|b=0", "t|b=1", "u"};
static const int64_t linked_values[] = {2, 1, 1, 1, 1, 7};
static const uint32_t linked_parts[] = {1, 2, 3, 4};
static const struct staith_relation linked_relations[] = {{0, 0, 2}, {0, 2, 2}};

struct linked {
    const char *names[6];
    int64_t values[6];
    uint32_t parts[4];
    struct staith_relation relations[2];
    struct staith_system system;
    struct staith_arena arena;
};

static int linked_setup(void **state)
{
    struct linked *linked = calloc(1, sizeof(*linked));
    if (linked == NULL) {
        return -1;
    }
    memcpy(linked->names, linked_names, sizeof(linked_names));
    memcpy(linked->values, linked_values, sizeof(linked_values));
    memcpy(linked->parts, linked_parts, sizeof(linked_parts));
    memcpy(linked->relations, linked_relations, sizeof(linked_relations));
    linked->system = (struct staith_system){6, linked->names, linked->values, 2, linked->relations,
                                            4, linked->parts};
    staith_arena_init(&linked->arena, 1 << 20);
    *state = linked;
    return 0;
}

static int linked_teardown(void **state)
{
    struct linked *linked = *state;
    staith_arena_deinit(&linked->arena);
    free(linked);
    return 0;
}

static int refused(struct linked *linked, const struct staith_round_rules *rules)
{
    struct staith_rounding rounding = {.change = -77};
    struct staith_err err = {0};
    int code = staith_round(&linked->system, rules, &linked->arena, &rounding, &err);
    assert_int_equal(rounding.change, -77);
    assert_int_equal(err.code, code);
    assert_true(err.what[0] != '\0');
    return code;
}

/* Parts kept at 0 below a total kept at 5: the table that says so has to go. */
static void less_detail(void **state)
{
    struct linked *linked = *state;
    const struct staith_round_before before[] = {
        {"t", 2, 5, 1}, {"t|a=0", 1, 0, 1}, {"t|a=1", 1, 0, 1}, {"v", 1, 0, 1}, {"u", 6, 5, 1}};
    const struct staith_round_rules rules = {.base = 5, .before_count = 5, .before = before};
    struct staith_rounding rounding = round_system(&linked->system, &rules, &linked->arena);
    assert_int_equal(rounding.state, STAITH_ROUND_LESS_DETAIL);
    assert_string_equal(rounding.less, "t|a");
    assert_int_equal(rounding.end, STAITH_SOLVER_END_DONE);
    assert_int_equal(rounding.withheld, 5);
    assert_int_equal(rounding.kept, 0);
    for (uint32_t i = 0; i < 5; i++) {
        const struct staith_round_cell *cell = &rounding.cells[i];
        assert_true(cell->reach == 0 && cell->published == 0 && cell->hi == 0);
    }
    /* The other measure is not held back: 7 is 5, and nobody asked for its 6. */
    assert_int_equal(rounding.cells[5].published, 5);
    assert_int_equal(rounding.cells[5].lo, 1);
    assert_int_equal(rounding.cells[5].hi, 9);
    assert_int_equal(rounding.change, 2);
}

/* The same conflict in both tables: to take one away does not help. */
static void withheld(void **state)
{
    struct linked *linked = *state;
    const struct staith_round_before before[] = {{"t", 2, 5, 1},
                                                 {"t|a=0", 1, 0, 1},
                                                 {"t|a=1", 1, 0, 1},
                                                 {"t|b=0", 1, 0, 1},
                                                 {"t|b=1", 1, 0, 1}};
    const struct staith_round_rules rules = {.base = 5, .before_count = 5, .before = before};
    struct staith_rounding rounding = round_system(&linked->system, &rules, &linked->arena);
    assert_int_equal(rounding.state, STAITH_ROUND_WITHHELD);
    assert_string_equal(rounding.less, "");
    assert_int_equal(rounding.withheld, 5);
}

/* Two parts of 1 kept at 5: the total of 2 has to be 10, and |10 - 2| < 2 x 5. */
static void next_multiple(void **state)
{
    struct linked *linked = *state;
    const struct staith_round_before before[] = {
        {"t|a=0", 1, 5, 1}, {"t|a=1", 1, 5, 1}, {"t|a=0", 1, 5, 1}}; /* one of them twice */
    const struct staith_round_rules rules = {.base = 5, .before_count = 3, .before = before};
    struct staith_rounding rounding = round_system(&linked->system, &rules, &linked->arena);
    assert_int_equal(rounding.state, STAITH_ROUND_NEXT);
    assert_int_equal(rounding.kept, 2);
    const int64_t published[] = {10, 5, 5};
    const int64_t lo[] = {1, 1, 1}; /* what was said of a part before stays said: reach 1 */
    const int64_t hi[] = {19, 9, 9};
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(rounding.cells[i].published, published[i]);
        assert_int_equal(rounding.cells[i].lo, lo[i]);
        assert_int_equal(rounding.cells[i].hi, hi[i]);
    }
    /* By b there is 0 + 10 and 5 + 5: the change is 1 + 9 or 4 + 4. */
    assert_int_equal(rounding.cells[3].published, 5);
    assert_int_equal(rounding.cells[4].published, 5);
    assert_int_equal(rounding.change, 8 + 4 + 4 + 4 + 4 + 2);
    assert_int_equal(rounding.largest, 8);
    /* The block of u is at reach 1, as if alone. */
    assert_int_equal(rounding.cells[5].reach, 1);
}

/* An audit can ask for the next multiple from the beginning; the numbers may be the same, what they
 * say is not. */
static void from_the_next_multiple(void **state)
{
    (void)state;
    struct linked *linked = *state;
    const struct staith_round_rules rules = {.base = 5, .least_reach = 2};
    struct staith_rounding rounding = round_system(&linked->system, &rules, &linked->arena);
    assert_int_equal(rounding.state, STAITH_ROUND_NEXT);
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(rounding.cells[i].reach, 2);
        assert_int_equal(rounding.cells[i].hi, rounding.cells[i].published + 9);
    }
    const struct staith_round_rules wrong = {.base = 5, .least_reach = 3};
    assert_int_equal(refused(linked, &wrong), STAITH_ERR_INVAL);
}

/* An exact cell says its own value; its parts add up to the multiple beside it. */
static void exact(void **state)
{
    struct linked *linked = *state;
    const char *const names[] = {"t", "unknown"};
    const struct staith_round_rules rules = {.base = 5, .exact_count = 2, .exact = names};
    struct staith_rounding rounding = round_system(&linked->system, &rules, &linked->arena);
    const struct staith_round_cell *cell = &rounding.cells[0];
    assert_true(cell->exact);
    assert_int_equal(cell->published, 2);
    assert_int_equal(cell->lo, 2);
    assert_int_equal(cell->hi, 2);
    assert_int_equal(cell->rounded, 0);
    check_promises(&linked->system, 5, &rounding);
}

static void refusals(void **state)
{
    struct linked *linked = *state;
    const struct staith_round_rules base5 = {.base = 5};
    assert_int_equal(refused(linked, &(struct staith_round_rules){.base = 10}), STAITH_ERR_INVAL);
    assert_int_equal(refused(linked, &(struct staith_round_rules){.base = 1000}), STAITH_ERR_INVAL);
    assert_int_equal(refused(linked, &(struct staith_round_rules){.base = 1000000001}),
                     STAITH_ERR_INVAL);
    const struct staith_round_cap caps[] = {{"t", 7}, {"t", -5}};
    for (size_t i = 0; i < 2; i++) {
        const struct staith_round_rules rules = {.base = 5, .cap_count = 1, .caps = &caps[i]};
        assert_int_equal(refused(linked, &rules), STAITH_ERR_INVAL);
    }
    const struct staith_round_before bad[] = {
        {"t", 2, 4, 1},  /* no multiple */
        {"t", 2, 10, 1}, /* out of reach */
        {"t", 2, 15, 2}, {"u", 7, -5, 2}, {"u", 7, 0, 1}, {"t", 2, 5, 0}, {"t", 2, 5, 3},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const struct staith_round_rules rules = {.base = 5, .before_count = 1, .before = &bad[i]};
        assert_int_equal(refused(linked, &rules), STAITH_ERR_INVAL);
    }
    const struct staith_round_before torn[] = {{"t", 2, 5, 1}, {"t", 2, 0, 1}};
    const struct staith_round_rules rules = {.base = 5, .before_count = 2, .before = torn};
    assert_int_equal(refused(linked, &rules), STAITH_ERR_INVAL);
    /* A cap of what is not there is none. */
    const struct staith_round_cap absent = {"unknown", 5};
    const struct staith_round_rules capped = {.base = 5, .cap_count = 1, .caps = &absent};
    assert_int_equal(round_system(&linked->system, &capped, &linked->arena).withheld, 0);
    /* Nothing at all is rounded to nothing. */
    const struct staith_system nothing = {0};
    assert_int_equal(round_system(&nothing, &base5, &linked->arena).change, 0);
    linked->values[0] = 3; /* does not add up */
    assert_int_equal(refused(linked, &base5), STAITH_ERR_INVAL);
    linked->values[0] = 2;
    linked->parts[1] = 1; /* 1 + 1, but of one cell */
    assert_int_equal(refused(linked, &base5), STAITH_ERR_INVAL);
    linked->parts[1] = 2;
    linked->system.values = NULL;
    assert_int_equal(refused(linked, &base5), STAITH_ERR_INVAL);
    linked->system.values = linked->values;
    struct staith_arena arena = linked->arena;
    linked->arena.max_bytes = linked->arena.used_bytes + 64;
    assert_int_equal(refused(linked, &base5), STAITH_ERR_LIMIT);
    linked->arena.max_bytes = arena.max_bytes;
}

/* ---- budgets ------------------------------------------------------------------------------- */

static struct staith_rounding round_t15(const struct staith_solver_budget *budget,
                                        struct staith_arena *arena, struct staith_system *system)
{
    struct protect_table table;
    struct staith_err err = {0};
    const uint16_t tables[] = {0};
    const struct staith_round_rules rules = {.base = 5, .budget = *budget};
    t15_init(&table, 0);
    staith_arena_init(arena, (size_t)1 << 26);
    assert_int_equal(staith_compile(&table.raw, tables, 1, arena, system, &err), 0);
    struct staith_rounding rounding = round_system(system, &rules, arena);
    protect_table_deinit(&table);
    return rounding;
}

static void budgets(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_system system;
    /* Time ends a rounding for good, work after the fall back to the next multiple. */
    struct staith_rounding rounding =
        round_t15(&(struct staith_solver_budget){.time_ms = 1}, &arena, &system);
    assert_int_equal(rounding.state, STAITH_ROUND_WITHHELD);
    assert_int_equal(rounding.end, STAITH_SOLVER_END_TIME);
    assert_int_equal(rounding.withheld, system.cell_count);
    staith_arena_deinit(&arena);
    rounding = round_t15(&(struct staith_solver_budget){.iterations = 5}, &arena, &system);
    assert_int_equal(rounding.state, STAITH_ROUND_WITHHELD);
    assert_int_equal(rounding.end, STAITH_SOLVER_END_WORK);
    staith_arena_deinit(&arena);
    /* Within 10 % of the bound: additive all the same, and said not to be the least. */
    rounding = round_t15(&(struct staith_solver_budget){.gap_millionths = 100000}, &arena, &system);
    assert_int_equal(rounding.state, STAITH_ROUND_ADJACENT);
    assert_in_range(rounding.change, 446, 491);
    assert_in_range(rounding.bound, 400, 446);
    assert_true(rounding.proof == STAITH_ROUND_PROOF_GAP || rounding.change == 446);
    assert_true(rounding.proof != STAITH_ROUND_PROOF_GAP || !rounding.unique);
    check_promises(&system, 5, &rounding);
    staith_arena_deinit(&arena);
}

int main(void)
{
#define LINKED(test) cmocka_unit_test_setup_teardown(test, linked_setup, linked_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(least_of_all),
        cmocka_unit_test(revisions),
        LINKED(less_detail),
        LINKED(withheld),
        LINKED(next_multiple),
        LINKED(from_the_next_multiple),
        LINKED(exact),
        LINKED(refusals),
        cmocka_unit_test(budgets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
