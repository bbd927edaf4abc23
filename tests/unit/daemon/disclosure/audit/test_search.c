/* SPDX-License-Identifier: Apache-2.0 */
/* Against brute force: every whole-number table that fits what was published is written down, and
 * must give the intervals and the numbers of possible values that the auditor gives.
 * STAITH_AUDIT_TABLES=n asks for another number of tables than 20,000. */
#include "disclosure/audit/search.h"

#include "audit_case.h"
#include "short_arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TABLES = 20000, LEAVES = 6 };

static struct audit_case g;

/* xorshift64, Marsaglia 2003: the same tables every time. */
static uint64_t dice = 88172645463325252U;

static uint32_t throw(uint32_t sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (uint32_t)((dice >> 20) % sides);
}

struct force {
    uint32_t leaves[LEAVES];
    uint32_t count;
    int64_t lo[16];
    int64_t hi[16];
    uint64_t possible[16]; /* bit: value */
    uint64_t solutions;
};

/* What the attacker knows of a cell, written once more and apart. */
static void know(const struct staith_audit_cell *cell, int64_t *lo, int64_t *hi)
{
    *lo = 0;
    *hi = 60;
    if (cell->shows == STAITH_AUDIT_EXACT) {
        *lo = cell->value;
        *hi = cell->value;
    } else if (cell->shows == STAITH_AUDIT_ROUNDED) {
        *lo = cell->value < cell->base ? 0 : cell->value - cell->base + 1;
        *hi = cell->value + cell->base - 1;
    } else if (cell->shows == STAITH_AUDIT_HIDDEN) {
        *lo = cell->lo;
    }
}

/* Fill the totals from the leaves and note the table if everything fits. */
static void consider(struct force *f, uint32_t rows, uint32_t columns, int64_t *x)
{
    uint32_t wide = columns + 1;
    for (uint32_t k = 0; k <= columns; k++) {
        x[rows * wide + k] = 0;
    }
    for (uint32_t r = 0; r < rows; r++) {
        x[r * wide + columns] = 0;
        for (uint32_t k = 0; k < columns; k++) {
            x[r * wide + columns] += x[r * wide + k];
            x[rows * wide + k] += x[r * wide + k];
        }
        x[rows * wide + columns] += x[r * wide + columns];
    }
    uint32_t cells = (rows + 1) * wide;
    for (uint32_t i = 0; i < cells; i++) {
        if (x[i] < f->lo[i] || x[i] > f->hi[i]) {
            return;
        }
    }
    for (uint32_t i = 0; i < g.audit.fact_count; i++) {
        int64_t sum = 0;
        for (uint32_t t = 0; t < g.facts[i].count; t++) {
            sum += g.terms[g.facts[i].first + t].times * x[g.terms[g.facts[i].first + t].cell];
        }
        if (sum < g.facts[i].lo || sum > g.facts[i].hi) {
            return;
        }
    }
    f->solutions++;
    for (uint32_t i = 0; i < cells; i++) {
        f->possible[i] |= UINT64_C(1) << (uint64_t)x[i];
    }
}

static void enumerate(struct force *f, uint32_t rows, uint32_t columns)
{
    int64_t x[16] = {0};
    for (uint32_t i = 0; i < f->count; i++) {
        x[f->leaves[i]] = f->lo[f->leaves[i]];
    }
    uint32_t at = 0;
    while (at < f->count) {
        consider(f, rows, columns, x);
        at = 0;
        while (at < f->count && x[f->leaves[at]] == f->hi[f->leaves[at]]) {
            x[f->leaves[at]] = f->lo[f->leaves[at]];
            at++;
        }
        if (at < f->count) {
            x[f->leaves[at]]++;
        }
    }
}

/* Leaves can be no larger than the totals above them. */
static void cap_leaves(struct force *f, uint32_t rows, uint32_t columns)
{
    uint32_t wide = columns + 1;
    f->count = 0;
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t k = 0; k < columns; k++) {
            uint32_t leaf = r * wide + k;
            const uint32_t totals[] = {r * wide + columns, rows * wide + k, rows * wide + columns};
            for (uint32_t i = 0; i < 3; i++) {
                f->hi[leaf] = f->hi[totals[i]] < f->hi[leaf] ? f->hi[totals[i]] : f->hi[leaf];
            }
            f->leaves[f->count++] = leaf;
        }
    }
}

/* A table of small numbers, published in one of several ways. */
static void make_table(uint32_t rows, uint32_t columns)
{
    uint32_t wide = columns + 1;
    int64_t x[16] = {0};
    audit_case_table(&g, rows, columns);
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t k = 0; k < columns; k++) {
            int64_t value = throw(3) == 0 ? 0 : throw(4);
            x[r * wide + k] = value;
            x[r * wide + columns] += value;
            x[rows * wide + k] += value;
            x[rows * wide + columns] += value;
        }
    }
    audit_case_print(&g, x);
    uint32_t way = throw(4);
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        bool leaf = i % wide < columns && i / wide < rows;
        if (way == 0) {
            int64_t down = x[i] / 3 * 3;
            g.cells[i] = staith_audit_rounded(down + (x[i] != down && throw(2) == 0 ? 3 : 0), 3, 1);
        } else if (throw(leaf ? 3 : 6) < 2 && (way < 3 || x[i] > 0)) {
            g.cells[i] = staith_audit_hidden(way < 3, 3);
        }
        g.cells[i].promise = 3;
    }
    /* The grand total stays known, so that everything is bounded. */
    g.cells[g.system.cell_count - 1] = staith_audit_exact(x[g.system.cell_count - 1]);
    if (throw(3) == 0) {
        /* Something known from elsewhere: twice one cell plus another, to the nearest but one. */
        uint32_t a = throw(g.system.cell_count);
        uint32_t b = (a + 1 + throw(g.system.cell_count - 1)) % g.system.cell_count;
        g.terms[0] = (struct staith_audit_term){a, 2};
        g.terms[1] = (struct staith_audit_term){b, 1};
        int64_t sum = 2 * x[a] + x[b];
        g.facts[0] =
            (struct staith_audit_fact){STAITH_AUDIT_EARLIER, sum - throw(2), sum + throw(2), 0, 2};
        g.audit.fact_count = 1;
        g.audit.term_count = 2;
    }
}

static uint64_t bits(uint64_t mask)
{
    uint64_t count = 0;
    for (; mask != 0; mask >>= 1) {
        count += mask & 1;
    }
    return count;
}

static void compare(const struct force *f, const struct staith_certificate *c)
{
    for (uint32_t i = 0; i < g.system.cell_count; i++) {
        const struct staith_audit_interval *interval = &c->intervals[i];
        if (g.cells[i].promise == 0) {
            continue;
        }
        int64_t lo = 0;
        int64_t hi = 63;
        while ((f->possible[i] & (UINT64_C(1) << (uint64_t)lo)) == 0) {
            lo++;
        }
        while ((f->possible[i] & (UINT64_C(1) << (uint64_t)hi)) == 0) {
            hi--;
        }
        assert_int_equal(interval->lo, lo);
        assert_int_equal(interval->hi, hi);
        if (hi - lo + 1 < 6) {
            assert_int_equal(interval->possible, bits(f->possible[i]));
        }
        /* The truth is never excluded. */
        assert_true(interval->lo <= g.values[i] && g.values[i] <= interval->hi);
    }
}

static void random_tables_agree_with_brute_force(void **state)
{
    const char *wanted = getenv("STAITH_AUDIT_TABLES");
    uint64_t tables = wanted == NULL ? TABLES : strtoull(wanted, NULL, 10);
    uint64_t gaps = 0;
    uint64_t passed = 0;
    (void)state;
    for (uint64_t n = 0; n < tables; n++) {
        uint32_t columns = n % 16 == 0 ? 3 : 2;
        make_table(2, columns);
        struct force f = {0};
        for (uint32_t i = 0; i < g.system.cell_count; i++) {
            know(&g.cells[i], &f.lo[i], &f.hi[i]);
        }
        cap_leaves(&f, 2, columns);
        enumerate(&f, 2, columns);
        assert_true(f.solutions > 0);
        struct staith_certificate *c = NULL;
        assert_int_equal(staith_audit_run(&g.audit, &c, NULL), 0);
        assert_int_not_equal(c->verdict, STAITH_VERDICT_UNFINISHED);
        assert_int_not_equal(c->verdict, STAITH_VERDICT_CONTRADICTION);
        compare(&f, c);
        bool holds = true;
        for (uint32_t i = 0; i < g.system.cell_count; i++) {
            uint64_t possible = bits(f.possible[i]);
            holds = holds && (g.cells[i].promise == 0 || possible >= 3);
            gaps += g.cells[i].promise != 0 &&
                    (int64_t)possible != c->intervals[i].hi - c->intervals[i].lo + 1;
        }
        assert_int_equal(c->verdict == STAITH_VERDICT_PASSED, holds);
        passed += holds;
        staith_certificate_free(c);
    }
    /* The sample has everything in it: tables that pass, and cells with gaps between their ends. */
    print_message(
        "auditor: %llu tables, of which %llu pass; %llu cells with gaps between the ends\n",
        (unsigned long long)tables, (unsigned long long)passed, (unsigned long long)gaps);
    assert_true(passed > tables / 40);
    assert_true(gaps > tables / 200);
}

/* ---- one search, by hand -------------------------------------------------------------------- */

static struct staith_arena arena;
static struct staith_attack attack;
static struct staith_search search;
static struct staith_effort effort;
static uint32_t audited[4];

static void open_search(uint32_t audited_count)
{
    staith_arena_init(&arena, 1 << 28);
    assert_int_equal(
        staith_attack_build(&g.audit, staith_attack_knowledge(&g.audit), &arena, &attack), 0);
    effort = (struct staith_effort){
        .outside = staith_outside_machine(), .deadline_ms = INT64_MAX, .programs_left = 1000};
    assert_int_equal(staith_search_init(&search, &attack, attack.lo, attack.hi, audited,
                                        audited_count, &effort, &arena),
                     0);
}

static void close_search(void)
{
    staith_search_deinit(&search);
    staith_arena_deinit(&arena);
}

/* Two cells of 0 to 6 that add up to 6. */
static void open_pair(void)
{
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    for (uint32_t i = 0; i < 2; i++) {
        g.cells[i] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 6};
        audited[i] = i;
    }
    g.cells[2] = staith_audit_exact(6);
    open_search(2);
    search.need[0] = 7;
    search.need[1] = 7;
}

/* What a walk brings does not count unless it is a solution, wherever it comes from. */
static void what_a_walk_brings_is_not_believed(void **state)
{
    static const int64_t start[] = {2, 4, 6};
    static const int64_t broken[] = {2, 5, 6};
    struct staith_audit_interval interval;
    (void)state;
    open_pair();
    assert_int_equal(staith_search_begin(&search, attack.lo, attack.hi, start), STAITH_FOUND);
    assert_int_equal(search.solutions, 1);
    memcpy(search.walk.x, broken, sizeof(broken));
    staith_search_roam(&search, 8, true);
    assert_int_equal(search.solutions, 1);
    assert_int_equal(staith_search_shown(&search, 0), 1);
    memcpy(search.walk.x, broken, sizeof(broken));
    assert_int_equal(staith_search_decide(&search, 0, 5, &interval), STAITH_FOUND);
    assert_int_equal(interval.lo, 0);
    assert_int_equal(interval.hi, 6);
    assert_int_equal(interval.possible, 7);
    /* Nor where no solution is left to stand on. */
    assert_int_equal(staith_search_begin(&search, attack.lo, attack.hi, start), STAITH_FOUND);
    memcpy(search.walk.x, broken, sizeof(broken));
    search.pool_count = 0;
    assert_int_equal(staith_search_decide(&search, 1, 5, &interval), STAITH_FOUND);
    assert_int_equal(interval.possible, 7);
    close_search();
}

/* A solution that is none is not stood on; one outside the bounds in force neither. */
static void a_start_must_be_a_solution(void **state)
{
    static const int64_t broken[] = {2, 5, 6};
    static const int64_t good[] = {6, 0, 6};
    int64_t hi[3];
    (void)state;
    open_pair();
    assert_int_equal(staith_search_begin(&search, attack.lo, attack.hi, broken), STAITH_FOUND);
    assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, search.walk.x));
    memcpy(hi, attack.hi, sizeof(hi));
    hi[0] = 1;
    assert_int_equal(staith_search_begin(&search, attack.lo, hi, good), STAITH_FOUND);
    assert_true(staith_attack_holds(&attack, attack.lo, hi, search.walk.x));
    close_search();
}

/* What was found before is stood on only where it keeps the bounds in force, those of the last cell
 * too; where it does, and for what a walk reaches, no program is needed. */
static void what_was_found_is_taken_up_within_bounds(void **state)
{
    static const int64_t start[] = {2, 4, 6};
    struct staith_audit_interval interval;
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    for (uint32_t i = 0; i < 3; i++) {
        g.cells[i] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 9};
        audited[i] = i;
    }
    for (uint32_t i = 0; i < 6; i++) {
        open_search(3);
        search.need[0] = search.need[1] = search.need[2] = 9;
        assert_int_equal(staith_search_begin(&search, attack.lo, attack.hi, start), STAITH_FOUND);
        int64_t *end = i < 3 ? &attack.hi[i] : &attack.lo[i - 3];
        *end = start[i % 3];
        assert_int_equal(staith_search_begin(&search, attack.lo, attack.hi, NULL), STAITH_FOUND);
        assert_memory_equal(search.walk.x, start, sizeof(start));
        assert_int_equal(effort.programs, 0);
        for (uint32_t k = 0; k < 3; k++) {
            assert_int_equal(staith_search_shown(&search, k), 1);
        }
        *end += i < 3 ? -1 : 1;
        assert_int_equal(staith_search_begin(&search, attack.lo, attack.hi, NULL), STAITH_FOUND);
        assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, search.walk.x));
        assert_true(effort.programs > 0);
        close_search();
    }
    open_pair();
    assert_int_equal(staith_search_begin(&search, attack.lo, attack.hi, start), STAITH_FOUND);
    assert_int_equal(staith_search_decide(&search, 0, 7, &interval), STAITH_FOUND);
    assert_int_equal(interval.possible, 7);
    assert_int_equal(effort.programs, 0);
    close_search();
}

/* x + y = y + z = z + x = 3 makes x + y + z = 4.5, not 5: every bound holds, no program does. */
static void what_only_a_program_refutes(void **state)
{
    static const uint32_t cells[4][3] = {{0, 1, 3}, {1, 2, 3}, {2, 0, 3}, {0, 1, 2}};
    struct staith_certificate *c = NULL;
    (void)state;
    audit_case_init(&g, 4);
    for (uint32_t i = 0; i < 4; i++) {
        g.cells[i] = (struct staith_audit_cell){
            .shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = i < 3 ? 3 : 0, .promise = i < 3 ? 2 : 0};
        g.facts[i] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, i < 3 ? 3 : 5, i < 3 ? 3 : 5,
                                                3 * i, 3};
        for (uint32_t k = 0; k < 3; k++) {
            g.terms[3 * i + k] = (struct staith_audit_term){cells[i][k], 1};
        }
    }
    g.audit.fact_count = 4;
    g.audit.term_count = 12;
    assert_int_equal(staith_audit_run(&g.audit, &c, NULL), 0);
    assert_int_equal(c->verdict, STAITH_VERDICT_CONTRADICTION);
    staith_certificate_free(c);
}

/* x = 20 y, y 0 or 1: x has two values in an interval of 21. x = y: as many as the interval has,
 * also where more are promised than are counted one by one. */
static void few_values_in_a_wide_interval(void **state)
{
    struct staith_certificate *c = NULL;
    (void)state;
    for (int64_t times = 20; times >= 1; times -= 19) {
        int64_t promise = times == 20 ? 5 : 100;
        audit_case_init(&g, 2);
        g.cells[0] = staith_audit_hidden(true, promise);
        g.cells[1] = (struct staith_audit_cell){
            .shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = times == 20 ? 1 : 49};
        g.terms[0] = (struct staith_audit_term){0, -1};
        g.terms[1] = (struct staith_audit_term){1, times};
        g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 0, 0, 0, 2};
        g.audit.fact_count = 1;
        g.audit.term_count = 2;
        assert_int_equal(staith_audit_run(&g.audit, &c, NULL), 0);
        assert_int_equal(c->verdict, STAITH_VERDICT_NARROW);
        assert_int_equal(c->intervals[0].lo, 0);
        assert_int_equal(c->intervals[0].hi, times == 20 ? 20 : 49);
        assert_int_equal(c->intervals[0].possible, times == 20 ? 2 : 50);
        staith_certificate_free(c);
    }
}

/* Of many cells fewer solutions are kept, so that memory has a limit. */
static void the_pool_has_a_limit(void **state)
{
    enum { MANY = 4000 };
    static struct staith_audit_cell cells[MANY];
    const char **names = calloc(MANY, sizeof(*names));
    char(*text)[8] = calloc(MANY, sizeof(*text));
    (void)state;
    assert_true(names != NULL && text != NULL);
    for (uint32_t i = 0; i < MANY; i++) {
        (void)snprintf(text[i], sizeof(text[i]), "c%04u", (unsigned)i % 10000U);
        names[i] = text[i];
        cells[i] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 1};
    }
    const struct staith_system system = {.cell_count = MANY, .names = names};
    audit_case_init(&g, 0);
    g.audit.system = &system;
    g.audit.cells = cells;
    audited[0] = 17;
    open_search(1);
    /* 64 MiB of 4,001 numbers of 8 bytes. */
    assert_int_equal(search.pool_max, 2096);
    assert_int_equal(staith_search_begin(&search, attack.lo, attack.hi, NULL), STAITH_FOUND);
    close_search();
    audit_case_init(&g, 100);
    open_search(1);
    assert_int_equal(search.pool_max, 4096);
    close_search();
    free(text);
    free(names);
}

static int init_in(struct staith_arena *in)
{
    struct staith_search made;
    int code = staith_search_init(&made, &attack, attack.lo, attack.hi, audited, 2, &effort, in);
    if (code == 0) {
        staith_search_deinit(&made);
    }
    return code;
}

/* Without the solutions that are kept, which are most of it, and at last with all but the walk. */
static void an_arena_that_is_too_small(void **state)
{
    (void)state;
    open_pair();
    assert_true(short_arena_refused(init_in, STAITH_ERR_NOMEM, 4096));
    struct staith_arena in;
    for (size_t bytes = 16384 * 8; bytes < 16384 * 8 + 4096; bytes += 16) {
        staith_arena_init(&in, bytes);
        int code = init_in(&in);
        assert_true(code == 0 || code == STAITH_ERR_NOMEM);
        staith_arena_deinit(&in);
    }
    close_search();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_that_is_too_small),
        cmocka_unit_test(random_tables_agree_with_brute_force),
        cmocka_unit_test(what_a_walk_brings_is_not_believed),
        cmocka_unit_test(a_start_must_be_a_solution),
        cmocka_unit_test(what_was_found_is_taken_up_within_bounds),
        cmocka_unit_test(what_only_a_program_refutes),
        cmocka_unit_test(few_values_in_a_wide_interval),
        cmocka_unit_test(the_pool_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
