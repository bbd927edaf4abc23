/* SPDX-License-Identifier: Apache-2.0 */
#include "elements.h"
#include "workforce_case.h"

#define E(id) STAITH_WORKFORCE_E_##id

static int fault_of(uint32_t element, const char *text, int64_t *ret_value)
{
    *ret_value = -7;
    return staith_workforce_read(element, text, strlen(text), false, ret_value);
}

static void values_are_scaled_and_indexed(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_int_equal(fault_of(E(FTE), "0.123456", &value), STAITH_WORKFORCE_FINE);
    assert_int_equal(value, 123456);
    assert_int_equal(fault_of(E(FTE), "1.0", &value), STAITH_WORKFORCE_FINE);
    assert_int_equal(value, 1000000);
    assert_int_equal(fault_of(E(DAYS_LOST), "12.5", &value), STAITH_WORKFORCE_FINE);
    assert_int_equal(value, 1250);
    assert_int_equal(fault_of(E(BASE_SALARY), "43210.99", &value), STAITH_WORKFORCE_FINE);
    assert_int_equal(value, 4321099);
    assert_int_equal(fault_of(E(VACANCIES), "12.25", &value), STAITH_WORKFORCE_FINE);
    assert_int_equal(value, 12250000);
    assert_int_equal(fault_of(E(BIRTH_DATE), "1970-01-02", &value), STAITH_WORKFORCE_FINE);
    assert_int_equal(value, 1);
    assert_int_equal(fault_of(E(ORIGIN), "10", &value), STAITH_WORKFORCE_FINE);
    assert_int_equal(value, 10);
    assert_int_equal(fault_of(E(ABSENT), "n", &value), STAITH_WORKFORCE_YES_NO);
    assert_int_equal(value, 0);
    assert_int_equal(
        fault_of(E(OTHER_ALLOWANCES), "anything at all, however long it may be", &value),
        STAITH_WORKFORCE_FINE);
}

static void both_sex_items_mean_the_same(void **state)
{
    (void)state;
    int64_t sex = 0;
    int64_t gender = 0;
    assert_int_equal(fault_of(E(SEX), "F", &sex), 0);
    assert_int_equal(fault_of(E(GENDER), "2", &gender), 0);
    assert_int_equal(sex, gender);
    assert_int_equal(fault_of(E(SEX), "M", &sex), 0);
    assert_int_equal(fault_of(E(GENDER), "1", &gender), 0);
    assert_int_equal(sex, gender);
    assert_int_equal(fault_of(E(GENDER), "0", &sex), 0);
    assert_int_equal(fault_of(E(GENDER), "9", &gender), 0);
    assert_int_equal(sex, gender);
}

static void registration_numbers_are_packed_without_loss(void **state)
{
    (void)state;
    static const char *const numbers[] = {"SW1",    "SW01",         "SW10", "WS1",
                                          "SX1",    "AA0000000000", "AA0",  "ZZ9999999999",
                                          "SW1000", "SW0001000"};
    int64_t packed[sizeof(numbers) / sizeof(numbers[0])];
    int64_t small = 0;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        assert_int_equal(fault_of(E(SWENO), numbers[i], &packed[i]), 0);
        assert_true(packed[i] > 0 && packed[i] < (int64_t)1 << 48);
        for (size_t j = 0; j < i; j++) {
            assert_true(packed[i] != packed[j]);
        }
    }
    assert_int_equal(fault_of(E(SWENO), "sw1", &small), 0);
    assert_int_equal(small, packed[0]);
}

static void a_fault_leaves_the_value_alone(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_int_equal(fault_of(E(FTE), "1.5", &value), STAITH_WORKFORCE_NO_SHARE);
    assert_int_equal(value, -7);
    assert_int_equal(fault_of(E(CASES), "x", &value), STAITH_WORKFORCE_NO_NUMBER);
    assert_int_equal(value, -7);
    assert_int_equal(fault_of(E(START_DATE), "31/12/2020", &value), STAITH_WORKFORCE_NO_DATE);
    assert_int_equal(value, -7);
    assert_int_equal(fault_of(E(SWENO), "S1", &value), STAITH_WORKFORCE_NO_SWENO);
    assert_int_equal(value, -7);
    assert_int_equal(fault_of(E(ROLE), "1234567890123456789012345", &value),
                     STAITH_WORKFORCE_TOO_LONG);
    assert_int_equal(value, -7);
}

static void spreadsheets_may_write_dates_their_way(void **state)
{
    (void)state;
    int64_t one = 0;
    int64_t two = 0;
    assert_int_equal(staith_workforce_read(E(START_DATE), "31/12/2020", 10, true, &one), 0);
    assert_int_equal(staith_workforce_read(E(START_DATE), "2020-12-31", 10, true, &two), 0);
    assert_int_equal(one, two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_scaled_and_indexed),
        cmocka_unit_test(both_sex_items_mean_the_same),
        cmocka_unit_test(registration_numbers_are_packed_without_loss),
        cmocka_unit_test(a_fault_leaves_the_value_alone),
        cmocka_unit_test(spreadsheets_may_write_dates_their_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
