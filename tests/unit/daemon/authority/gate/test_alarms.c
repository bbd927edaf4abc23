/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/alarms.h"
#include "place.h"
#include "staith/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
    struct place place;
    char state[PLACE_PATH];
    struct staith_gate_alarms *alarms;
};

static void start(struct fixture *fixture)
{
    assert_int_equal(place_init(&fixture->place, "well"), 0);
    place_path(&fixture->place, "state", fixture->state);
    assert_int_equal(staith_gate_alarms_open(fixture->state, "rates", &fixture->alarms, NULL), 0);
}

static void again(struct fixture *fixture)
{
    staith_gate_alarms_close(fixture->alarms);
    assert_int_equal(staith_gate_alarms_open(fixture->state, "rates", &fixture->alarms, NULL), 0);
}

static void end(struct fixture *fixture)
{
    staith_gate_alarms_close(fixture->alarms);
    place_deinit(&fixture->place);
}

/* Counts of two alarms in a quarter; what is to be told as "code count was ...", "" for nothing. */
static void put(struct fixture *fixture, int32_t quarter, uint64_t a, uint64_t b, const char *told)
{
    const struct staith_period period = {STAITH_PERIOD_QUARTER, 2025, quarter};
    const struct staith_alarm alarms[] = {{"a", "A.", "Do a.", a}, {"b", "B.", "Do b.", b}};
    const struct staith_gate_alarms_news news = {&period, alarms, 2, 1000};
    json_t *change = NULL;
    char text[128] = "";
    size_t i = 0;
    const json_t *alarm = NULL;
    assert_int_equal(staith_gate_alarms_put(fixture->alarms, &news, &change, NULL), 0);
    json_array_foreach(json_object_get(change, "alarms"), i, alarm)
    {
        size_t len = strlen(text);
        (void)snprintf(text + len, sizeof(text) - len, "%s %lld %lld ",
                       json_string_value(json_object_get(alarm, "code")),
                       (long long)json_integer_value(json_object_get(alarm, "count")),
                       (long long)json_integer_value(json_object_get(alarm, "was")));
    }
    assert_string_equal(text, told);
    json_decref(change);
}

static void test_a_change_is_told_once(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    assert_int_equal(staith_gate_alarms_standing(fixture.alarms), 0);
    put(&fixture, 3, 0, 0, ""); /* looked for, and none */
    put(&fixture, 3, 2, 0, "a 2 0 ");
    put(&fixture, 3, 2, 0, "");
    assert_int_equal(staith_gate_alarms_standing(fixture.alarms), 1);
    again(&fixture);
    put(&fixture, 3, 2, 0, "");
    put(&fixture, 3, 2, 1, "a 2 2 b 1 0 ");
    assert_int_equal(staith_gate_alarms_standing(fixture.alarms), 2);
    put(&fixture, 3, 0, 0, "a 0 2 b 0 1 ");
    put(&fixture, 3, 0, 0, "");
    assert_int_equal(staith_gate_alarms_standing(fixture.alarms), 0);
    end(&fixture);
}

static void test_each_period_for_itself(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    put(&fixture, 3, 1, 0, "a 1 0 ");
    put(&fixture, 2, 4, 4, "a 4 0 b 4 0 "); /* an earlier one, corrected later */
    assert_int_equal(staith_gate_alarms_standing(fixture.alarms), 1);
    put(&fixture, 4, 1, 0, "a 1 0 ");
    json_t *all = staith_gate_alarms_list(fixture.alarms, true);
    json_t *newest = staith_gate_alarms_list(fixture.alarms, false);
    assert_int_equal(json_array_size(all), 3);
    assert_int_equal(json_array_size(newest), 1);
    static const char *const periods[] = {"2025Q4", "2025Q3", "2025Q2"};
    for (size_t i = 0; i < 3; i++) {
        const json_t *entry = json_array_get(all, i);
        assert_string_equal(json_string_value(json_object_get(entry, "period")), periods[i]);
        assert_string_equal(json_string_value(json_object_get(entry, "dataset")), "rates");
    }
    json_decref(all);
    json_decref(newest);
    end(&fixture);
}

static void test_what_became_of_telling(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    put(&fixture, 3, 1, 0, "a 1 0 ");
    staith_gate_alarms_told(fixture.alarms, "2025Q3", "mail", false, "exit status 75", 2000);
    staith_gate_alarms_told(fixture.alarms, "2024Q3", "mail", true, "", 2000); /* not known */
    again(&fixture);
    json_t *list = staith_gate_alarms_list(fixture.alarms, false);
    const json_t *told = json_object_get(json_array_get(list, 0), "told");
    assert_int_equal(json_array_size(told), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(told, 0), "detail")),
                        "exit status 75");
    assert_true(json_is_false(json_object_get(json_array_get(told, 0), "well")));
    json_decref(list);
    put(&fixture, 3, 2, 0, "a 2 1 "); /* another change, to be told anew */
    list = staith_gate_alarms_list(fixture.alarms, false);
    assert_int_equal(json_array_size(json_object_get(json_array_get(list, 0), "told")), 0);
    json_decref(list);
    end(&fixture);
}

static void test_bounded_and_damaged(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture);
    for (int32_t i = 0; i < STAITH_GATE_ALARMS_PERIODS + 5; i++) {
        const struct staith_period period = {STAITH_PERIOD_MONTH, 2020 + i / 12, i % 12 + 1};
        const struct staith_alarm alarm = {"a", "A.", "Do a.", 1};
        const struct staith_gate_alarms_news news = {&period, &alarm, 1, 1000};
        json_t *change = NULL;
        assert_int_equal(staith_gate_alarms_put(fixture.alarms, &news, &change, NULL), 0);
        json_decref(change);
    }
    json_t *list = staith_gate_alarms_list(fixture.alarms, true);
    assert_int_equal(json_array_size(list), STAITH_GATE_ALARMS_PERIODS);
    json_decref(list);
    assert_int_equal(place_write(&fixture.place, "state/alarms/rates.json", "{\"periods\":7}"), 0);
    again(&fixture);
    assert_int_equal(staith_gate_alarms_standing(fixture.alarms), 0);
    put(&fixture, 3, 1, 0, "a 1 0 ");
    end(&fixture);
}

/* Or it would be told again and again. */
static void test_not_kept_not_told(void **state)
{
    (void)state;
    struct fixture fixture;
    struct staith_err err = {0};
    char path[PLACE_PATH];
    start(&fixture);
    assert_int_equal(mkdir(place_path(&fixture.place, "state/alarms/rates.json.new", path), 0700),
                     0);
    const struct staith_period period = {STAITH_PERIOD_QUARTER, 2025, 3};
    const struct staith_alarm alarm = {"a", "A.", "Do a.", 1};
    const struct staith_gate_alarms_news news = {&period, &alarm, 1, 1000};
    json_t *change = NULL;
    assert_int_equal(staith_gate_alarms_put(fixture.alarms, &news, &change, &err), STAITH_ERR_IO);
    assert_null(change);
    assert_int_equal(rmdir(path), 0);
    put(&fixture, 3, 1, 0, "a 1 0 ");
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_change_is_told_once),
        cmocka_unit_test(test_each_period_for_itself),
        cmocka_unit_test(test_what_became_of_telling),
        cmocka_unit_test(test_bounded_and_damaged),
        cmocka_unit_test(test_not_kept_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
