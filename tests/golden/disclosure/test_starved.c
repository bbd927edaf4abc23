/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rounding, suppression and the audit with too little of everything: each piece of memory refused
 * in turn, each thread, each solve ended early. What comes back is an error or a result that says
 * so; what is a result then is one that holds; and nothing is lost on the way (the sanitizers
 * look).
 */
#include "disclosure/audit/audit.h"
#include "disclosure/audit/certificate.h"
#include "disclosure/protect/compile.h"
#include "disclosure/protect/round.h"
#include "disclosure/protect/solver.h"
#include "protect_table.h"
#include "suppress_case.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The linker gives us these calls (see CMakeLists.txt); countdown 0: all succeed. */
enum starved { OF_MEMORY, OF_ARENAS, OF_CALLS, OF_THREADS, OF_SOLVES, STARVED_COUNT };
static uint32_t countdown[STARVED_COUNT];
static struct staith_solver_result instead;

static bool refuse(enum starved of)
{
    return countdown[of] != 0 && --countdown[of] == 0;
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    return refuse(OF_MEMORY) ? NULL : __real_calloc(count, size);
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return refuse(OF_MEMORY) ? NULL : __real_malloc(size);
}

void *__real_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_realloc(void *old, size_t size)
{
    return refuse(OF_MEMORY) ? NULL : __real_realloc(old, size);
}

void *__real_staith_arena_alloc(struct staith_arena *arena, size_t size);
void *__wrap_staith_arena_alloc(struct staith_arena *arena, size_t size);
void *__wrap_staith_arena_alloc(struct staith_arena *arena, size_t size)
{
    return refuse(OF_ARENAS) ? NULL : __real_staith_arena_alloc(arena, size);
}

void *__real_staith_arena_array(struct staith_arena *arena, size_t count, size_t size);
void *__wrap_staith_arena_array(struct staith_arena *arena, size_t count, size_t size);
void *__wrap_staith_arena_array(struct staith_arena *arena, size_t count, size_t size)
{
    return refuse(OF_ARENAS) ? NULL : __real_staith_arena_array(arena, count, size);
}

void *__real_staith_arena_memdup(struct staith_arena *arena, const void *data, size_t length);
void *__wrap_staith_arena_memdup(struct staith_arena *arena, const void *data, size_t length);
void *__wrap_staith_arena_memdup(struct staith_arena *arena, const void *data, size_t length)
{
    return refuse(OF_ARENAS) ? NULL : __real_staith_arena_memdup(arena, data, length);
}

int __real_staith_solver_add_variable(struct staith_solver *solver, double lo, double hi,
                                      double cost, bool whole, uint32_t *variable);
int __wrap_staith_solver_add_variable(struct staith_solver *solver, double lo, double hi,
                                      double cost, bool whole, uint32_t *variable);
int __wrap_staith_solver_add_variable(struct staith_solver *solver, double lo, double hi,
                                      double cost, bool whole, uint32_t *variable)
{
    return refuse(OF_CALLS)
               ? STAITH_ERR_NOMEM
               : __real_staith_solver_add_variable(solver, lo, hi, cost, whole, variable);
}

int __real_staith_solver_add_row(struct staith_solver *solver, double lo, double hi, uint32_t count,
                                 const uint32_t *variables, const double *numbers, uint32_t *row);
int __wrap_staith_solver_add_row(struct staith_solver *solver, double lo, double hi, uint32_t count,
                                 const uint32_t *variables, const double *numbers, uint32_t *row);
int __wrap_staith_solver_add_row(struct staith_solver *solver, double lo, double hi, uint32_t count,
                                 const uint32_t *variables, const double *numbers, uint32_t *row)
{
    return refuse(OF_CALLS)
               ? STAITH_ERR_NOMEM
               : __real_staith_solver_add_row(solver, lo, hi, count, variables, numbers, row);
}

int __real_staith_solver_set_bounds(struct staith_solver *solver, uint32_t variable, double lo,
                                    double hi);
int __wrap_staith_solver_set_bounds(struct staith_solver *solver, uint32_t variable, double lo,
                                    double hi);
int __wrap_staith_solver_set_bounds(struct staith_solver *solver, uint32_t variable, double lo,
                                    double hi)
{
    return refuse(OF_CALLS) ? STAITH_ERR_NOMEM
                            : __real_staith_solver_set_bounds(solver, variable, lo, hi);
}

int __real_staith_solver_set_cost(struct staith_solver *solver, uint32_t variable, double cost);
int __wrap_staith_solver_set_cost(struct staith_solver *solver, uint32_t variable, double cost);
int __wrap_staith_solver_set_cost(struct staith_solver *solver, uint32_t variable, double cost)
{
    return refuse(OF_CALLS) ? STAITH_ERR_NOMEM
                            : __real_staith_solver_set_cost(solver, variable, cost);
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                          void *(*start)(void *), void *argument)
{
    return refuse(OF_THREADS) ? 11 : __real_pthread_create(thread, attributes, start, argument);
}

int __real_staith_solver_solve(struct staith_solver *solver, struct staith_solver_result *result);
int __wrap_staith_solver_solve(struct staith_solver *solver, struct staith_solver_result *result);
int __wrap_staith_solver_solve(struct staith_solver *solver, struct staith_solver_result *result)
{
    int code = __real_staith_solver_solve(solver, result);
    if (code == 0 && refuse(OF_SOLVES)) {
        *result = instead;
    }
    return code;
}

/* One thing done; true when it came to a result. `plenty`: nothing was refused. */
typedef bool (*deed)(bool plenty);

static void starve(enum starved of, deed what)
{
    memset(countdown, 0, sizeof(countdown));
    assert_true(what(true));
    /* Each of the first, then ever fewer: later calls are the same ones again. */
    for (uint32_t n = 1; n < 1000000; n += n < 200 ? 1 : n / 64) {
        memset(countdown, 0, sizeof(countdown));
        countdown[of] = n;
        (void)what(false);
        if (countdown[of] != 0) { /* it asked for less than n in all */
            countdown[of] = 0;
            assert_true(n > 1);
            return;
        }
    }
    fail();
}

static bool is_shortage(int code)
{
    return code == STAITH_ERR_NOMEM || code == STAITH_ERR_LIMIT;
}

/* Counts of two measures' worth of cells in two tables that share a margin. */
static void init_table(struct protect_table *table)
{
    static const char *const roles[] = {"a", "b", "c"};
    static const char *const reasons[] = {"x", "y"};
    static const uint16_t both[] = {0, 1};
    protect_table_init(table);
    protect_table_dimension(table, "role", 3, roles, NULL);
    protect_table_dimension(table, "reason", 2, reasons, NULL);
    for (uint16_t i = 0; i < 6; i++) {
        protect_table_people(table, i / 2, i % 2, PROTECT_NONE, 1 + (i * 5) % 7);
    }
    protect_table_over(table, "by_both", 2, both);
    protect_table_over(table, "by_role", 1, both);
    protect_table_finish(table);
}

static struct protect_table *shared;

static bool compile(bool plenty)
{
    static const uint16_t tables[] = {0, 1};
    struct staith_arena arena;
    struct staith_system system;
    struct staith_err err = {0};
    staith_arena_init(&arena, 1 << 22);
    int code = staith_compile(&shared->raw, tables, 2, &arena, &system, &err);
    assert_true(code == 0 || (!plenty && is_shortage(code)));
    if (code == 0) {
        assert_int_equal(system.cell_count, 12);
    }
    staith_arena_deinit(&arena);
    return code == 0;
}

static struct staith_system counts;
static uint32_t base = 5;

static bool round_counts(bool plenty)
{
    struct staith_arena arena;
    struct staith_rounding rounding;
    struct staith_err err = {0};
    const struct staith_round_before before = {"leavers|role=b", counts.values[0], 5, 1};
    const struct staith_round_rules rules = {.base = base, .before_count = 1, .before = &before};
    staith_arena_init(&arena, 1 << 22);
    int code = staith_round(&counts, &rules, &arena, &rounding, &err);
    assert_true(code == 0 || (!plenty && is_shortage(code)));
    for (uint32_t r = 0; code == 0 && rounding.withheld == 0 && r < counts.relation_count; r++) {
        int64_t sum = 0;
        for (uint32_t p = 0; p < counts.relations[r].count; p++) {
            sum += rounding.cells[counts.parts[counts.relations[r].first + p]].rounded;
        }
        assert_int_equal(sum, rounding.cells[counts.relations[r].total].rounded);
    }
    staith_arena_deinit(&arena);
    return code == 0;
}

/* Of s and of v a total stands that no rounding of their parts adds up to; t falls apart into two
 * parts, because its categories' totals are multiples. */
static const char *block_names[] = {"s",         "s|a=0",     "s|a=1", "t",         "t|a=0",
                                    "t|a=0|b=0", "t|a=0|b=1", "t|a=1", "t|a=1|b=0", "t|a=1|b=1",
                                    "v",         "v|a=0",     "v|a=1"};
static int64_t block_values[] = {2, 1, 1, 10, 5, 2, 3, 5, 1, 4, 2, 1, 1};
static uint32_t block_parts[] = {1, 2, 4, 7, 5, 6, 8, 9, 11, 12};
static struct staith_relation block_relations[] = {
    {0, 0, 2}, {3, 2, 2}, {4, 4, 2}, {7, 6, 2}, {10, 8, 2}};

static bool round_blocks(bool plenty)
{
    const struct staith_system system = {.cell_count = 13,
                                         .names = block_names,
                                         .values = block_values,
                                         .relation_count = 5,
                                         .relations = block_relations,
                                         .part_count = 10,
                                         .parts = block_parts};
    static const struct staith_round_before before[] = {{"s", 2, 10, 2},    {"s|a=0", 1, 0, 1},
                                                        {"s|a=1", 1, 0, 1}, {"v", 2, 10, 2},
                                                        {"v|a=0", 1, 0, 1}, {"v|a=1", 1, 0, 1}};
    const struct staith_round_rules rules = {.base = 5, .before_count = 6, .before = before};
    struct staith_arena arena;
    struct staith_rounding rounding;
    struct staith_err err = {0};
    staith_arena_init(&arena, 1 << 22);
    int code = staith_round(&system, &rules, &arena, &rounding, &err);
    assert_true(code == 0 || (!plenty && is_shortage(code)));
    if (plenty) {
        assert_int_equal(rounding.state, STAITH_ROUND_LESS_DETAIL);
        assert_string_equal(rounding.less, "s|a");
        assert_int_equal(rounding.withheld, 6);
        assert_int_equal(rounding.cells[5].rounded + rounding.cells[6].rounded, 5);
    }
    staith_arena_deinit(&arena);
    return code == 0;
}

static struct suppress_case puzzle;

static bool suppress(bool plenty)
{
    struct staith_arena arena;
    struct staith_suppression made;
    struct staith_err err = {0};
    staith_arena_init(&arena, 1 << 22);
    int code = staith_suppress(&puzzle.system, &puzzle.rules, &arena, &made, &err);
    assert_true(code == 0 || (!plenty && is_shortage(code)));
    if (code == 0 && made.state != STAITH_SUPPRESS_WITHHELD) {
        assert_true(suppress_keeps_out(&puzzle, made.hidden));
        assert_true(suppress_keeps_apart(&puzzle, made.hidden));
        assert_true(made.bound <= made.weight);
    }
    if (plenty) {
        assert_int_equal(made.state, STAITH_SUPPRESS_OPTIMAL);
    }
    staith_arena_deinit(&arena);
    return code == 0;
}

static bool audit(bool plenty)
{
    struct staith_audit_cell cells[SUPPRESS_CELLS];
    struct staith_system structure = puzzle.system;
    struct staith_certificate *certificate = NULL;
    struct staith_err err = {0};
    structure.values = NULL;
    for (uint32_t i = 0; i < structure.cell_count; i++) {
        cells[i] = i % 4 == 3 || i > 11 ? staith_audit_exact(puzzle.values[i])
                                        : staith_audit_hidden(true, 3);
        cells[i].people = puzzle.cells[i].people;
        cells[i].owner = i < 4 ? 1 : 0;
        cells[i].sole = i == 0;
    }
    struct staith_audit_fact facts[2];
    struct staith_audit_term terms[4];
    assert_int_equal(staith_audit_rate(0, 3, 100, 30, 0, facts, terms), 0);
    const struct staith_audit question = {.system = &structure,
                                          .cells = cells,
                                          .facts = facts,
                                          .fact_count = 2,
                                          .terms = terms,
                                          .term_count = 4};
    int code = staith_audit_run(&question, &certificate, &err);
    assert_true(code == 0 || (!plenty && code == STAITH_ERR_NOMEM));
    assert_int_equal(code == 0, certificate != NULL);
    staith_certificate_free(certificate);
    return code == 0;
}

/* Two cells of people at base 5: nobody finds anything, so that insiders are tried as well. */
static bool audit_insiders(bool plenty)
{
    static const char *names[] = {"a", "b"};
    struct staith_audit_cell cells[] = {staith_audit_rounded(0, 5, 1),
                                        staith_audit_rounded(5, 5, 1)};
    const struct staith_system structure = {.cell_count = 2, .names = names};
    const struct staith_audit question = {.system = &structure, .cells = cells};
    struct staith_certificate *certificate = NULL;
    struct staith_err err = {0};
    cells[0].people = true;
    cells[1].people = true;
    int code = staith_audit_run(&question, &certificate, &err);
    assert_true(code == 0 || (!plenty && code == STAITH_ERR_NOMEM));
    if (code == 0) {
        assert_int_equal(certificate->verdict, STAITH_VERDICT_PASSED);
    }
    staith_certificate_free(certificate);
    return code == 0;
}

static void begin(void)
{
    static struct protect_table table;
    static const uint16_t tables[] = {0, 1};
    struct staith_err err = {0};
    memset(countdown, 0, sizeof(countdown));
    init_table(&table);
    shared = &table;
    assert_int_equal(staith_compile(&table.raw, tables, 2, &table.arena, &counts, &err), 0);
}

static void end(void)
{
    memset(countdown, 0, sizeof(countdown));
    protect_table_deinit(shared);
}

/* The table of the puzzle: 3 x 3, plain or with insiders. */
static void begin_puzzle(enum staith_suppress_attacker attacker, uint32_t persons)
{
    static const uint32_t sides[3] = {3, 3, 1};
    static const int64_t inner[9] = {3, 6, 1, 7, 2, 9, 1, 8, 12};
    suppress_case_init(&puzzle, sides, inner);
    puzzle.rules.attacker = attacker;
    puzzle.rules.persons = persons;
    suppress_case_primary(&puzzle, 0, 3, 3, 4);
    suppress_case_primary(&puzzle, 5, 1, 4, 0);
    suppress_case_primary(&puzzle, 2, 1, 1, 3);
    puzzle.cells[2].sole = attacker == STAITH_SUPPRESS_KNOWING;
}

static void memory(void **state)
{
    (void)state;
    begin();
    starve(OF_MEMORY, compile);
    starve(OF_MEMORY, round_counts);
    base = 3;
    starve(OF_MEMORY, round_counts);
    base = 5;
    begin_puzzle(STAITH_SUPPRESS_PLAIN, 0);
    starve(OF_MEMORY, suppress);
    begin_puzzle(STAITH_SUPPRESS_KNOWING, 2);
    starve(OF_MEMORY, suppress);
    begin_puzzle(STAITH_SUPPRESS_KNOWING, 0);
    starve(OF_MEMORY, audit);
    end();
}

/* The same for pieces of an arena, and for what is handed to the solver. */
static void pieces(void **state)
{
    (void)state;
    static const enum starved kinds[] = {OF_ARENAS, OF_CALLS};
    begin();
    begin_puzzle(STAITH_SUPPRESS_KNOWING, 0);
    starve(OF_ARENAS, compile);
    starve(OF_ARENAS, audit);
    starve(OF_ARENAS, audit_insiders);
    starve(OF_ARENAS, round_blocks);
    for (int k = 0; k < 2; k++) {
        starve(kinds[k], round_counts);
        begin_puzzle(STAITH_SUPPRESS_PLAIN, 0);
        starve(kinds[k], suppress);
        begin_puzzle(STAITH_SUPPRESS_KNOWING, 2);
        starve(kinds[k], suppress);
    }
    end();
}

static void threads(void **state)
{
    (void)state;
    begin();
    starve(OF_THREADS, round_counts);
    begin_puzzle(STAITH_SUPPRESS_KNOWING, 2);
    starve(OF_THREADS, suppress);
    end();
}

/* Every way in which a solve can end: each solve of what is quick in every way, each of what takes
 * longer in three, and its neighbours in the others. */
enum { ENDS = 8, ENDS_OF_LONG = 3 };

static struct staith_solver_result end_of(size_t i)
{
    static const struct staith_solver_result ends[ENDS] = {
        {.state = STAITH_SOLVER_UNFINISHED, .end = STAITH_SOLVER_END_TIME},
        {.state = STAITH_SOLVER_UNFINISHED, .end = STAITH_SOLVER_END_WORK},
        {.state = STAITH_SOLVER_UNFINISHED, .end = STAITH_SOLVER_END_MEMORY},
        {.state = STAITH_SOLVER_UNFINISHED, .end = STAITH_SOLVER_END_FAULT},
        {.state = STAITH_SOLVER_FEASIBLE, .end = STAITH_SOLVER_END_WORK, .objective = 50},
        {.state = STAITH_SOLVER_FEASIBLE, .end = STAITH_SOLVER_END_TIME, .objective = 50},
        {.state = STAITH_SOLVER_UNBOUNDED, .end = STAITH_SOLVER_END_DONE},
        {.state = STAITH_SOLVER_OPTIMAL, .end = STAITH_SOLVER_END_WORK, .objective = 50},
    };
    return ends[i % ENDS];
}

static size_t shift, attempts;

static bool suppress_turning(bool plenty)
{
    instead = end_of(attempts++ + shift);
    return suppress(plenty);
}

static void solves(void **state)
{
    (void)state;
    begin();
    begin_puzzle(STAITH_SUPPRESS_PLAIN, 0);
    for (size_t i = 0; i < ENDS; i++) {
        instead = end_of(i);
        starve(OF_SOLVES, round_counts);
        starve(OF_SOLVES, round_blocks);
        starve(OF_SOLVES, suppress);
    }
    begin_puzzle(STAITH_SUPPRESS_KNOWING, 2);
    for (shift = 0; shift < ENDS_OF_LONG; shift++) {
        attempts = 0;
        starve(OF_SOLVES, suppress_turning);
    }
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory), cmocka_unit_test(pieces),
                                       cmocka_unit_test(threads), cmocka_unit_test(solves)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
