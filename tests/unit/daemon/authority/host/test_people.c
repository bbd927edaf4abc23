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
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_numbers), cmocka_unit_test(test_many),
                                       cmocka_unit_test(test_nothing_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
