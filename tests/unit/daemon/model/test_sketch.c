/* SPDX-License-Identifier: Apache-2.0 */
#include "model/sketch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* splitmix64 (Steele, Lea and Flood, 2014) for hashes in a test. */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* Laws of a field, and what is known of this one: x * x^63 = x^64 = x^4 + x^3 + x + 1. The field's
 * multiplicative group has order 2^64 - 1, so a^(2^64) = a. */
static void the_field(void **state)
{
    (void)state;
    assert_true(staith_sketch_product(2, UINT64_C(1) << 63) == 0x1B);
    assert_true(staith_sketch_product(1, 0xDEADBEEF) == 0xDEADBEEF);
    assert_true(staith_sketch_product(0, 0xDEADBEEF) == 0);
    assert_true(staith_sketch_product(3, 3) == 5);
    for (uint64_t i = 0; i < 200; i++) {
        uint64_t a = mix(3 * i);
        uint64_t b = mix(3 * i + 1);
        uint64_t c = mix(3 * i + 2);
        uint64_t ab = staith_sketch_product(a, b);
        assert_true(ab == staith_sketch_product(b, a));
        assert_true(staith_sketch_product(ab, c) ==
                    staith_sketch_product(a, staith_sketch_product(b, c)));
        assert_true(staith_sketch_product(a, b ^ c) == (ab ^ staith_sketch_product(a, c)));
        uint64_t power = a;
        for (int square = 0; square < 64; square++) {
            power = staith_sketch_product(power, power);
        }
        assert_true(power == a);
    }
}

enum { PEOPLE = 12, NOT_THERE = 0 };

/* Contributions of PEOPLE people in one period: 0 is not there, else a value. */
static struct staith_sketch sketch_of(const uint64_t values[PEOPLE], uint64_t key)
{
    struct staith_sketch sketch = {0};
    for (uint64_t i = 0; i < PEOPLE; i++) {
        if (values[i] != NOT_THERE) {
            uint64_t person = mix(key ^ mix(i));
            const struct staith_sketch one = staith_sketch_of(person, mix(person ^ mix(values[i])));
            staith_sketch_add(&sketch, &one);
        }
    }
    return sketch;
}

/* Every way in which 12 people can come, go, change or stay, for a while: each digit of a number in
 * base 4 is what one of 6 people does (the 6 others stay), 4,096 pairs of periods. */
static void against_counting(void **state)
{
    (void)state;
    uint32_t told[4] = {0};
    for (uint32_t way = 0; way < 4096; way++) {
        uint64_t before[PEOPLE];
        uint64_t after[PEOPLE];
        uint32_t digits = way;
        unsigned changed = 0;
        for (uint32_t i = 0; i < PEOPLE; i++) {
            uint32_t does = i < 6 ? digits % 4 : 0;
            digits = i < 6 ? digits / 4 : digits;
            before[i] = does == 1 ? NOT_THERE : 100 + i;
            after[i] = does == 2 ? NOT_THERE : does == 3 ? 777 : 100 + i;
            changed += does != 0;
        }
        const struct staith_sketch first = sketch_of(before, way);
        const struct staith_sketch second = sketch_of(after, way);
        unsigned expected = changed < STAITH_SKETCH_MANY ? changed : STAITH_SKETCH_MANY;
        if (staith_sketch_changed(&first, &second) != expected ||
            staith_sketch_changed(&second, &first) != expected) {
            fail_msg("way %u: %u changed", way, changed);
        }
        told[expected]++;
    }
    /* 1; 6 * 3; C(6,2) * 9; the others. */
    assert_int_equal(told[0], 1);
    assert_int_equal(told[1], 18);
    assert_int_equal(told[2], 135);
    assert_int_equal(told[3], 4096 - 154);
}

/* Hundreds come and go at once. */
static void many(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 500; round++) {
        struct staith_sketch before = {0};
        struct staith_sketch after = {0};
        uint64_t count = 3 + mix(round) % 300;
        for (uint64_t i = 0; i < count; i++) {
            uint64_t person = mix(round * 1000 + i);
            const struct staith_sketch one = staith_sketch_of(person, mix(person));
            staith_sketch_add(i % 2 == 0 ? &before : &after, &one);
        }
        assert_int_equal(staith_sketch_changed(&before, &after), STAITH_SKETCH_MANY);
    }
}

static void nothing_and_zero(void **state)
{
    (void)state;
    const struct staith_sketch none = {0};
    assert_int_equal(staith_sketch_changed(&none, &none), 0);
    /* A hash that is 0 would not be there: it is taken as 1. */
    const struct staith_sketch zero = staith_sketch_of(0, 0);
    const struct staith_sketch one = staith_sketch_of(1, 1);
    assert_memory_equal(&zero, &one, sizeof(zero));
    assert_int_equal(staith_sketch_changed(&none, &zero), 1);
}

/* Words that no few contributions make: many. */
static void no_sketch_of_anything(void **state)
{
    (void)state;
    const struct staith_sketch none = {0};
    for (uint64_t way = 1; way < 32; way++) {
        struct staith_sketch words = {0};
        for (uint64_t i = 0; i < 5; i++) {
            words.sums[i] = (way >> i & 1) != 0 ? mix(5 * way + i) : 0;
        }
        assert_int_equal(staith_sketch_changed(&none, &words), STAITH_SKETCH_MANY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_field),
        cmocka_unit_test(against_counting),
        cmocka_unit_test(many),
        cmocka_unit_test(nothing_and_zero),
        cmocka_unit_test(no_sketch_of_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
