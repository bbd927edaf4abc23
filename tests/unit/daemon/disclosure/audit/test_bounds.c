/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/bounds.h"

#include "audit_case.h"
#include "short_arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct audit_case g;
static struct staith_arena arena;
static struct staith_attack attack;

static int tear_down(void **state)
{
    (void)state;
    staith_arena_deinit(&arena);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    staith_arena_init(&arena, 1 << 24);
    return 0;
}

static void build(void)
{
    assert_int_equal(
        staith_attack_build(&g.audit, staith_attack_knowledge(&g.audit), &arena, &attack), 0);
}

static struct staith_bounds bounds;

static bool tighten(void)
{
    assert_int_equal(staith_bounds_init(&bounds, &attack, &arena), 0);
    staith_bounds_touch(&bounds, -1);
    return staith_bounds_tighten(&bounds, attack.lo, attack.hi);
}

static void expect(uint32_t cell, int64_t lo, int64_t hi)
{
    assert_int_equal(attack.lo[cell], lo);
    assert_int_equal(attack.hi[cell], hi);
}

/* T1 of the conformance cases: bounds find the intervals here. */
static void sums_bound_their_parts(void **state)
{
    static const int64_t values[] = {5, 2, 7, 1, 2, 3, 3, 3, 6, 9, 7, 16};
    static const uint32_t hidden[] = {0, 1, 3, 4};
    (void)state;
    audit_case_table(&g, 3, 2);
    audit_case_print(&g, values);
    audit_case_hide(&g, hidden, 4, 5);
    build();
    assert_true(tighten());
    expect(0, 3, 6);
    expect(1, 1, 4);
    expect(3, 0, 3);
    expect(4, 0, 3);
    /* What is learned of one cell goes on to the others. */
    attack.lo[0] = 6;
    staith_bounds_touch(&bounds, 0);
    assert_true(staith_bounds_tighten(&bounds, attack.lo, attack.hi));
    expect(1, 1, 1);
    expect(3, 0, 0);
    expect(4, 3, 3);
    attack.hi[4] = 2;
    staith_bounds_touch(&bounds, 4);
    assert_false(staith_bounds_tighten(&bounds, attack.lo, attack.hi));
}

static void what_does_not_add_is_found(void **state)
{
    static const int64_t values[] = {1, 1, 3};
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    audit_case_print(&g, values);
    build();
    assert_false(tighten());
}

static void multiples_are_rounded_inwards(void **state)
{
    (void)state;
    audit_case_init(&g, 2);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 10};
    g.cells[1] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 2, .hi = 3};
    /* 4 <= 3 x0 - 2 x1 <= 7: x0 between 8/3 and 13/3. */
    g.terms[0] = (struct staith_audit_term){0, 3};
    g.terms[1] = (struct staith_audit_term){1, -2};
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 4, 7, 0, 2};
    g.audit.fact_count = 1;
    g.audit.term_count = 2;
    build();
    assert_true(tighten());
    expect(0, 3, 4);
    expect(1, 2, 3);
    /* -7 <= -3 x0 + 2 x1 says the same with the signs turned. */
    g.terms[0].times = -3;
    g.terms[1].times = 2;
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, -7, -4, 0, 2};
    build();
    assert_true(tighten());
    expect(0, 3, 4);
}

static void no_limit_stays_no_limit(void **state)
{
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    g.cells[0] = staith_audit_exact(4);
    build();
    assert_true(tighten());
    expect(1, 0, STAITH_AUDIT_NO_LIMIT);
    expect(2, 4, STAITH_AUDIT_NO_LIMIT);
}

static void fact(uint32_t at, int64_t lo, int64_t hi, int64_t first, int64_t second)
{
    g.facts[at] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, lo, hi, 2 * at, 2};
    g.terms[2 * at] = (struct staith_audit_term){0, first};
    g.terms[2 * at + 1] = (struct staith_audit_term){1, second};
    g.audit.fact_count = at + 1;
    g.audit.term_count = 2 * at + 2;
}

/* Two cells of 0 to 10. */
static void pair(void)
{
    audit_case_init(&g, 2);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 10};
    g.cells[1] = g.cells[0];
}

/* At least 17, or at most 3: one end says nothing. At least 21 and at most -1 cannot be. */
static void one_end_is_enough(void **state)
{
    (void)state;
    pair();
    fact(0, 17, STAITH_AUDIT_NO_LIMIT, 1, 1);
    build();
    assert_true(tighten());
    expect(0, 7, 10);
    fact(0, -STAITH_AUDIT_NO_LIMIT, 3, 1, 1);
    build();
    assert_true(tighten());
    expect(1, 0, 3);
    fact(0, 21, STAITH_AUDIT_NO_LIMIT, 1, 1);
    build();
    assert_false(tighten());
    fact(0, 20, STAITH_AUDIT_NO_LIMIT, 1, 1);
    build();
    assert_true(tighten());
    expect(0, 10, 10);
    fact(0, -STAITH_AUDIT_NO_LIMIT, -1, 1, 1);
    build();
    assert_false(tighten());
    /* Neither end. */
    fact(0, -STAITH_AUDIT_NO_LIMIT, STAITH_AUDIT_NO_LIMIT, 1, 1);
    build();
    assert_true(tighten());
    expect(0, 0, 10);
}

/* 3 x0 + 3 x1 between 4 and 5: no whole number is between 4/3 and 5/3. */
static void no_multiple_lies_between(void **state)
{
    (void)state;
    pair();
    g.cells[1].hi = 0;
    fact(0, 4, 5, 3, 3);
    build();
    assert_false(tighten());
}

/* x0 < x1 and x1 < x0: bounds creep by one a turn, and stop before they have found it out. What
 * they have found by then is true. */
static void creeping_comes_to_an_end(void **state)
{
    (void)state;
    pair();
    g.cells[0].hi = 1000000;
    g.cells[1].hi = 1000000;
    fact(0, -STAITH_AUDIT_NO_LIMIT, -1, 1, -1);
    fact(1, 1, STAITH_AUDIT_NO_LIMIT, 1, -1);
    build();
    assert_true(tighten());
    assert_true(attack.lo[0] > 0 && attack.lo[0] < 100);
    assert_int_equal(bounds.waiting, 0);
}

static int init_in(struct staith_arena *in)
{
    return staith_bounds_init(&bounds, &attack, in);
}

enum { DRAWN = 4 };

/* Try every table of four cells within their bounds: those whose signed sum fits say what is least
 * and greatest of each. Returns how many fit. */
static uint32_t try_all(const int64_t *from, const int64_t *to, int64_t *lo, int64_t *hi)
{
    int64_t x[DRAWN];
    uint32_t fit = 0;
    memcpy(x, from, sizeof(x));
    for (uint32_t i = 0; i < DRAWN; i++) {
        lo[i] = INT64_MAX;
        hi[i] = INT64_MIN;
    }
    for (bool over = false; !over;) {
        int64_t sum = 0;
        for (uint32_t i = 0; i < DRAWN; i++) {
            sum += g.terms[i].times * x[i];
        }
        bool fits = sum >= g.facts[0].lo && sum <= g.facts[0].hi;
        fit += fits ? 1 : 0;
        for (uint32_t i = 0; fits && i < DRAWN; i++) {
            lo[i] = x[i] < lo[i] ? x[i] : lo[i];
            hi[i] = x[i] > hi[i] ? x[i] : hi[i];
        }
        uint32_t at = 0;
        while (at < DRAWN && x[at] == to[at]) {
            x[at] = from[at];
            at++;
        }
        over = at == DRAWN;
        x[over ? 0 : at] += over ? 0 : 1;
    }
    return fit;
}

/* Of one sum with signs, bounds find exactly what trying everything finds. */
static void one_sum_is_bounded_exactly(void **state)
{
    (void)state;
    uint64_t dice = 1;
    uint32_t impossible = 0;
    for (uint32_t n = 0; n < 400; n++) {
        int64_t from[DRAWN];
        int64_t to[DRAWN];
        int64_t lo[DRAWN];
        int64_t hi[DRAWN];
        uint32_t throws[DRAWN * 2 + 2];
        for (uint32_t i = 0; i < DRAWN * 2 + 2; i++) {
            dice = dice * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            throws[i] = (uint32_t)(dice >> 33);
        }
        audit_case_init(&g, DRAWN);
        for (uint32_t i = 0; i < DRAWN; i++) {
            g.cells[i] = staith_audit_rounded(throws[i] % 3 * 5, 5, 1);
            g.terms[i] = (struct staith_audit_term){i, throws[DRAWN + i] % 3 == 0 ? -1 : 1};
        }
        int64_t least = (int64_t)(throws[2 * DRAWN] % 50) - 15;
        g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, least,
                                                least + throws[2 * DRAWN + 1] % 6, 0, DRAWN};
        g.audit.fact_count = 1;
        g.audit.term_count = DRAWN;
        build();
        memcpy(from, attack.lo, sizeof(from));
        memcpy(to, attack.hi, sizeof(to));
        uint32_t fit = try_all(from, to, lo, hi);
        assert_int_equal(tighten(), fit > 0);
        impossible += fit == 0 ? 1 : 0;
        for (uint32_t i = 0; fit > 0 && i < DRAWN; i++) {
            expect(i, lo[i], hi[i]);
        }
    }
    assert_in_range(impossible, 10, 300);
}

static void an_arena_that_is_too_small(void **state)
{
    (void)state;
    audit_case_table(&g, 2, 2);
    build();
    assert_true(short_arena_refused(init_in, STAITH_ERR_NOMEM, 65536));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_arena_that_is_too_small, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sums_bound_their_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_does_not_add_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(multiples_are_rounded_inwards, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_limit_stays_no_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_end_is_enough, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_multiple_lies_between, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_sum_is_bounded_exactly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(creeping_comes_to_an_end, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
