/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void pieces_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct staith_arena arena;
    staith_arena_init(&arena, (size_t)1024 * 1024);
    for (size_t size = 1; size < 5000; size += 37) {
        unsigned char *piece = staith_arena_alloc(&arena, size);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(piece[i], 0);
        }
        memset(piece, 0xAA, size);
    }
    staith_arena_deinit(&arena);
}

static void budget_is_kept(void **state)
{
    (void)state;
    struct staith_arena arena;
    staith_arena_init(&arena, 64);
    assert_non_null(staith_arena_alloc(&arena, 48));
    assert_null(staith_arena_alloc(&arena, 17));
    assert_non_null(staith_arena_alloc(&arena, 16));
    assert_null(staith_arena_alloc(&arena, 1));
    assert_int_equal(arena.used_bytes, 64);
    assert_false(arena.starved); /* a budget is no lack of memory */
    staith_arena_deinit(&arena);
    assert_null(arena.head);
}

static void overflow_is_refused(void **state)
{
    (void)state;
    struct staith_arena arena;
    staith_arena_init(&arena, SIZE_MAX);
    assert_null(staith_arena_array(&arena, SIZE_MAX / 2, 3));
    assert_null(staith_arena_alloc(&arena, SIZE_MAX));
    assert_null(staith_arena_alloc(&arena, SIZE_MAX - 16));
    staith_arena_deinit(&arena);
}

static void copies_are_equal_and_apart(void **state)
{
    (void)state;
    struct staith_arena arena;
    staith_arena_init(&arena, 1024);
    char text[] = "workforce";
    char *copy = staith_arena_strdup(&arena, text);
    assert_string_equal(copy, "workforce");
    assert_ptr_not_equal(copy, text);
    assert_memory_equal(staith_arena_memdup(&arena, "a\0b", 3), "a\0b", 3);
    assert_non_null(staith_arena_memdup(&arena, NULL, 0));
    staith_arena_deinit(&arena);
    staith_arena_deinit(NULL);
}

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>

/* Under the address sanitizer not a byte beyond a piece may be touched, nor beside the next one. */
static void nothing_beside_a_piece_is_to_be_touched(void **state)
{
    (void)state;
    struct staith_arena arena;
    staith_arena_init(&arena, (size_t)1024 * 1024);
    for (size_t size = 1; size < 5000; size += 37) {
        unsigned char *piece = staith_arena_alloc(&arena, size);
        assert_non_null(piece);
        assert_null(__asan_region_is_poisoned(piece, size));
        assert_true(__asan_address_is_poisoned(piece + size));
        assert_true(__asan_address_is_poisoned(piece + size + 16));
    }
    staith_arena_deinit(&arena);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_and_aligned),
        cmocka_unit_test(budget_is_kept),
        cmocka_unit_test(overflow_is_refused),
        cmocka_unit_test(copies_are_equal_and_apart),
#ifdef __SANITIZE_ADDRESS__
        cmocka_unit_test(nothing_beside_a_piece_is_to_be_touched),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
