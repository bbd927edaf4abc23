/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/gate_work.h"

#include "disclosure/audit/certificate.h"
#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct gate_case *published(void)
{
    struct gate_case *c = gate_case_new();
    assert_int_equal(staith_gate_choose(&c->work), 0);
    assert_int_equal(staith_gate_blocks_make(&c->work), 0);
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    assert_int_equal(staith_gate_publish(&c->work), 0);
    return c;
}

static bool examine(struct gate_case *c, char worst[256])
{
    struct staith_arena arena;
    const char *name = NULL;
    bool passed = false;
    staith_arena_init(&arena, (size_t)1 << 26);
    assert_int_equal(staith_gate_examine(&c->work, &arena, &passed, &name), 0);
    (void)snprintf(worst, 256, "%s", name == NULL ? "" : name);
    staith_arena_deinit(&arena);
    return passed;
}

static void passes(void **state)
{
    (void)state;
    char worst[256];
    struct gate_case *c = published();
    assert_true(examine(c, worst));
    assert_string_equal(worst, "");
    const struct staith_release_certificate *found = &c->decision.certificate;
    assert_int_equal(found->cells, 16);
    assert_int_equal(found->audited, 15); /* all but the exact headline */
    assert_int_equal(found->exact, 0);
    assert_int_equal(found->narrow, 0);
    assert_int_equal(found->promise, 5);
    assert_true(found->least >= 5);
    /* What leaves says what the rule permits, and not what the errors are. */
    assert_int_equal(found->largest_error, 4);
    assert_true(c->decision.largest_error >= 1 && c->decision.largest_error <= 4);
    assert_true(c->decision.mean_error_thousandths > 0 &&
                c->decision.mean_error_thousandths < 1000 * c->decision.largest_error);
    assert_non_null(strstr(found->solver, "GLPK"));
    assert_int_equal(found->attacker_count, 11);
    assert_int_equal(found->attackers[7].attacker, STAITH_ATTACKER_TOGETHER);
    assert_int_equal(found->attackers[7].state, STAITH_ATTACK_TRIED);
    assert_int_equal(found->attackers[1].state, STAITH_ATTACK_NOTHING);
    assert_int_equal(found->attackers[2].state, STAITH_ATTACK_COVERED);
    uint8_t hash[STAITH_HASH_BYTES];
    staith_release_cells_hash(c->work.cells, c->work.cell_count, hash);
    assert_memory_equal(found->hash, hash, sizeof(hash));
    gate_case_free(c);
}

/* 28 = 28 + 0 + 0 beside 28 exactly: whoever is told that a role is exactly 28 knows the others. */
static int64_t ticks_left;

static int64_t monotonic(void *ctx)
{
    (void)ctx;
    return ticks_left-- > 0 ? 0 : INT64_MAX / 2;
}

/* Where time ends before the audit does, no cell is named, also where one was found: which one is
 * found by then is a matter of the machine. */
static void out_of_time(struct gate_case *c)
{
    static const struct staith_outside clock = {.monotonic_ms = monotonic};
    int found = 0;
    c->work.outside = &clock;
    for (int64_t ticks = 3; ticks < 400; ticks += 1 + ticks / 8) {
        struct staith_arena arena;
        const char *name = "none";
        bool passed = true;
        ticks_left = ticks;
        staith_arena_init(&arena, (size_t)1 << 26);
        assert_int_equal(staith_gate_examine(&c->work, &arena, &passed, &name), 0);
        assert_false(passed);
        assert_true(ticks_left > 0 || name == NULL);
        found += ticks_left <= 0 && c->decision.certificate.exact > 0;
        staith_arena_deinit(&arena);
    }
    assert_true(found > 0);
}

static void refuses(void **state)
{
    (void)state;
    char worst[256];
    struct gate_case *c = published();
    for (uint32_t i = 0; i < c->work.cell_count; i++) {
        struct staith_release_cell *cell = &c->work.cells[i];
        if (cell->dimension_count > 0 && cell->categories[0] != NULL &&
            strcmp(cell->categories[0], "worker") == 0 && cell->value.value == 15) {
            cell->value.lo = 15;
            cell->value.hi = 15;
        }
    }
    assert_false(examine(c, worst));
    assert_non_null(strstr(worst, "role=worker"));
    assert_true(c->decision.certificate.exact > 0);
    out_of_time(c);
    gate_case_free(c);
}

/* What left and is not among what it is held against cannot be told. */
static void the_past_is_cut(void **state)
{
    (void)state;
    struct staith_arena arena;
    const char *name = "none";
    bool passed = true;
    struct gate_case *c = published();
    c->what.earlier_cut = true;
    staith_arena_init(&arena, (size_t)1 << 26);
    assert_int_equal(staith_gate_examine(&c->work, &arena, &passed, &name), 0);
    assert_false(passed);
    assert_null(name);
    assert_int_equal(c->decision.certificate.cells, 0);
    /* More than can be asked at all is not proved either, and no error. */
    c->what.earlier_cut = false;
    c->what.earlier_count = STAITH_DISCLOSURE_MAX_EARLIER + 1;
    passed = true;
    name = "none";
    assert_int_equal(staith_gate_examine(&c->work, &arena, &passed, &name), 0);
    assert_false(passed);
    assert_null(name);
    assert_int_equal(c->work.blame, STAITH_POLICY_NOT_PROVED);
    staith_arena_deinit(&arena);
    gate_case_free(c);
}

static void two_numbers(void **state)
{
    (void)state;
    struct staith_arena arena;
    const char *name = NULL;
    bool passed = false;
    struct gate_case *c = published();
    c->work.cells[1].value.value += 5;
    staith_arena_init(&arena, (size_t)1 << 26);
    assert_int_equal(staith_gate_examine(&c->work, &arena, &passed, &name), STAITH_ERR_INVAL);
    assert_false(passed);
    staith_arena_deinit(&arena);
    gate_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes),
        cmocka_unit_test(refuses),
        cmocka_unit_test(the_past_is_cut),
        cmocka_unit_test(two_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
