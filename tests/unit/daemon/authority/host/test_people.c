/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/people.h"
#include "base/err.h"

#include <stdio.h>
#include <string.h>

static const uint8_t key[STAITH_PEOPLE_KEY_BYTES] = {7};

static uint32_t number_of(struct staith_people *people, const char *text)
{
    uint32_t number = UINT32_MAX;
    assert_int_equal(staith_people_number(people, text, strlen(text), &number), 0);
    return number;
}

static void test_numbers(void **state)
{
    (void)state;
    struct staith_people people;
    staith_people_init(&people, key, 100);
    assert_int_equal(number_of(&people, "A"), 0);
    assert_int_equal(number_of(&people, "A"), 0);
    assert_int_equal(number_of(&people, "B"), 1);
    assert_int_equal(number_of(&people, "AB"), 2);
    assert_int_equal(number_of(&people, "A"), 0);
    assert_int_equal(number_of(&people, "B"), 1);
    assert_int_equal(people.count, 3);
    staith_people_deinit(&people);
    staith_people_deinit(NULL);
}

/* The same person and value under the same key: the same sketch, whatever the number. */
static void test_sketches(void **state)
{
    (void)state;
    static const uint8_t other_key[STAITH_PEOPLE_KEY_BYTES] = {77};
    struct staith_people here;
    struct staith_people there;
    struct staith_people elsewhere;
    staith_people_init(&here, key, 100);
    staith_people_init(&there, key, 100);
    staith_people_init(&elsewhere, other_key, 100);
    (void)number_of(&here, "A");
    uint32_t first = number_of(&here, "B");
    uint32_t second = number_of(&there, "B");
    const struct staith_sketch one = staith_people_sketch(&here, first, 5);
    const struct staith_sketch same = staith_people_sketch(&there, second, 5);
    const struct staith_sketch more = staith_people_sketch(&here, first, 6);
    const struct staith_sketch strange =
        staith_people_sketch(&elsewhere, number_of(&elsewhere, "B"), 5);
    assert_memory_equal(&one, &same, sizeof one);
    assert_memory_equal(one.people, more.people, sizeof one.people);
    assert_memory_not_equal(one.sums, more.sums, sizeof one.sums);
    assert_memory_not_equal(one.sums, strange.sums, sizeof one.sums);
    assert_memory_not_equal(one.people, strange.people, sizeof one.people);
    assert_true(staith_people_value(&here, 5) == staith_people_value(&there, 5));
    assert_true(staith_people_value(&here, 5) != staith_people_value(&here, 6));
    staith_people_deinit(&here);
    staith_people_deinit(&there);
    staith_people_deinit(&elsewhere);
}

static void test_many(void **state)
{
    (void)state;
    enum { PEOPLE = 50000 };
    struct staith_people people;
    char text[32];
    staith_people_init(&people, key, PEOPLE);
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < PEOPLE; i++) {
            snprintf(text, sizeof text, "person %u", i);
            assert_int_equal(number_of(&people, text), i);
        }
    }
    uint32_t number = 77;
    assert_int_equal(staith_people_number(&people, "x", 1, &number), STAITH_ERR_LIMIT);
    assert_int_equal(number, 77);
    assert_int_equal(number_of(&people, "person 0"), 0);
    /* As the header promises: at most 32 bytes a person, twice that while it grows. */
    assert_true(people.cap * sizeof *people.hashes + people.slot_count * sizeof *people.slots <=
                2u * 32u * PEOPLE);
    staith_people_deinit(&people);
}

static void test_nothing_stays(void **state)
{
    (void)state;
    struct staith_people people;
    staith_people_init(&people, key, 10);
    (void)number_of(&people, "SW12345");
    assert_memory_equal(people.last_key, "SW12345", 7);
    staith_people_deinit(&people);
    const unsigned char *bytes = (const unsigned char *)&people;
    for (size_t i = 0; i < sizeof people; i++) {
        assert_int_equal(bytes[i], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers),
                                       cmocka_unit_test(test_sketches), cmocka_unit_test(test_many),
                                       cmocka_unit_test(test_nothing_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
