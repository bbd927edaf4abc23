/* SPDX-License-Identifier: Apache-2.0 */
#include "people.h"
#include "workforce_case.h"

static enum staith_workforce_repeat add(struct staith_workforce_people *people, uint64_t person,
                                        uint32_t identity, uint32_t post, uint32_t content,
                                        bool *ret_first)
{
    const struct staith_workforce_seen seen = {person, identity, post, content, 0};
    enum staith_workforce_repeat repeat = STAITH_WORKFORCE_NEW;
    assert_int_equal(staith_workforce_people_add(people, &seen, &repeat, ret_first), STAITH_OK);
    return repeat;
}

static void rows_are_compared_with_those_before(void **state)
{
    (void)state;
    struct staith_workforce_people people;
    bool first = false;
    staith_workforce_people_init(&people, 100);
    assert_int_equal(add(&people, 7, 1, 1, 1, &first), STAITH_WORKFORCE_NEW);
    assert_true(first);
    assert_int_equal(add(&people, 8, 1, 1, 1, &first), STAITH_WORKFORCE_NEW);
    assert_true(first);
    assert_int_equal(add(&people, 7, 1, 2, 2, &first), STAITH_WORKFORCE_OTHER_POST);
    assert_false(first);
    assert_int_equal(add(&people, 7, 1, 2, 3, &first), STAITH_WORKFORCE_SAME_POST);
    assert_int_equal(add(&people, 7, 1, 1, 1, &first), STAITH_WORKFORCE_SAME_ROW);
    assert_int_equal(add(&people, 7, 2, 1, 1, &first), STAITH_WORKFORCE_OTHER_PERSON);
    assert_true(first);
    staith_workforce_people_deinit(&people);
}

static void people_who_left_twice_are_two_leavers(void **state)
{
    (void)state;
    struct staith_workforce_people people;
    struct staith_workforce_seen seen = {9, 1, 1, 1, 100};
    enum staith_workforce_repeat repeat;
    bool first = false;
    staith_workforce_people_init(&people, 100);
    assert_int_equal(staith_workforce_people_add(&people, &seen, &repeat, &first), STAITH_OK);
    seen.date = 200;
    seen.content = 2;
    assert_int_equal(staith_workforce_people_add(&people, &seen, &repeat, &first), STAITH_OK);
    assert_true(first);
    seen.content = 3;
    assert_int_equal(staith_workforce_people_add(&people, &seen, &repeat, &first), STAITH_OK);
    assert_false(first);
    staith_workforce_people_deinit(&people);
}

static void a_placeholder_is_remembered_eight_times(void **state)
{
    (void)state;
    struct staith_workforce_people people;
    bool first = false;
    staith_workforce_people_init(&people, 100000);
    for (uint32_t i = 0; i < 8; i++) {
        assert_true(add(&people, 1, 1, i, i, &first) != STAITH_WORKFORCE_MANY);
    }
    for (uint32_t i = 8; i < 50000; i++) {
        assert_int_equal(add(&people, 1, 1, i, i, &first), STAITH_WORKFORCE_MANY);
    }
    assert_int_equal(people.used, 8);
    staith_workforce_people_deinit(&people);
}

static void nobody_is_lost_when_the_table_grows(void **state)
{
    (void)state;
    struct staith_workforce_people people;
    bool first = false;
    staith_workforce_people_init(&people, 20000);
    for (uint32_t i = 1; i <= 10000; i++) {
        assert_int_equal(add(&people, i, i, 1, 1, &first), STAITH_WORKFORCE_NEW);
    }
    for (uint32_t i = 1; i <= 10000; i++) {
        assert_int_equal(add(&people, i, i, 1, 1, &first), STAITH_WORKFORCE_SAME_ROW);
        assert_false(first);
    }
    assert_int_equal(people.used, 20000);
    assert_int_equal(people.slot_count, 65536);
    staith_workforce_people_deinit(&people);
}

static void the_maximum_holds(void **state)
{
    (void)state;
    struct staith_workforce_people people;
    const struct staith_workforce_seen seen = {3, 1, 1, 1, 0};
    enum staith_workforce_repeat repeat = STAITH_WORKFORCE_SAME_POST;
    bool first = false;
    staith_workforce_people_init(&people, 1);
    (void)add(&people, 2, 1, 1, 1, &first);
    assert_int_equal(staith_workforce_people_add(&people, &seen, &repeat, &first), STAITH_ELIMIT);
    assert_int_equal(repeat, STAITH_WORKFORCE_SAME_POST);
    staith_workforce_people_deinit(&people);
    staith_workforce_people_deinit(&people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_compared_with_those_before),
        cmocka_unit_test(people_who_left_twice_are_two_leavers),
        cmocka_unit_test(a_placeholder_is_remembered_eight_times),
        cmocka_unit_test(nobody_is_lost_when_the_table_grows),
        cmocka_unit_test(the_maximum_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
