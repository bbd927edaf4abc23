/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/runs.h"
#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void put(struct staith_gate_runs *runs, int mark)
{
    json_t *record = json_pack("{s:i}", "mark", mark);
    assert_int_equal(staith_gate_runs_put(runs, record, NULL), 0);
    json_decref(record);
}

static int mark_of(const struct staith_gate_runs *runs, uint64_t number)
{
    json_t *record = NULL;
    assert_int_equal(staith_gate_runs_get(runs, number, &record, NULL), 0);
    assert_int_equal(json_integer_value(json_object_get(record, "run")), number);
    int mark = (int)json_integer_value(json_object_get(record, "mark"));
    json_decref(record);
    return mark;
}

static void test_last_hundred_are_kept(void **state)
{
    (void)state;
    struct place place;
    char path[PLACE_PATH];
    struct staith_gate_runs *runs = NULL;
    json_t *record = NULL;
    assert_int_equal(place_init(&place, "well"), 0);
    place_path(&place, "state", path);
    assert_int_equal(staith_gate_runs_open(path, "csww", &runs, NULL), 0);
    assert_int_equal(staith_gate_runs_last(runs), 0);
    for (int i = 1; i <= 103; i++) {
        put(runs, 1000 + i);
    }
    assert_int_equal(staith_gate_runs_get(runs, 3, &record, NULL), STAITH_ERR_NOTFOUND);
    assert_int_equal(mark_of(runs, 4), 1004);
    assert_int_equal(mark_of(runs, 103), 1103);
    staith_gate_runs_close(runs);
    staith_gate_runs_close(NULL);
    assert_int_equal(staith_gate_runs_open(path, "csww", &runs, NULL), 0);
    assert_int_equal(staith_gate_runs_last(runs), 103);
    put(runs, 7);
    assert_int_equal(mark_of(runs, 104), 7);
    staith_gate_runs_close(runs);
    place_deinit(&place);
}

static void test_damaged_and_foreign_files(void **state)
{
    (void)state;
    struct place place;
    char path[PLACE_PATH];
    struct staith_gate_runs *runs = NULL;
    struct staith_err err = {0};
    json_t *record = NULL;
    assert_int_equal(place_init(&place, "well"), 0);
    place_path(&place, "state", path);
    assert_int_equal(staith_gate_runs_open(path, "csww", &runs, NULL), 0);
    staith_gate_runs_close(runs);
    assert_int_equal(place_write(&place, "state/runs/csww/0000000005.json", "{\"mark\":"), 0);
    assert_int_equal(place_write(&place, "state/runs/csww/0000000009.new", "{}"), 0);
    assert_int_equal(place_write(&place, "state/runs/csww/notes.txt", "x"), 0);
    assert_int_equal(staith_gate_runs_open(path, "csww", &runs, NULL), 0);
    assert_int_equal(staith_gate_runs_last(runs), 5);
    assert_int_equal(staith_gate_runs_get(runs, 5, &record, &err), STAITH_ERR_SYNTAX);
    assert_non_null(strstr(err.where, "0000000005.json"));
    staith_gate_runs_close(runs);
    place_deinit(&place);
}

static void test_folder_that_cannot_be_made(void **state)
{
    (void)state;
    struct staith_gate_runs *runs = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_gate_runs_open("/proc/self", "csww", &runs, &err), STAITH_ERR_IO);
    assert_string_equal(err.where, "/proc/self/runs");
    assert_null(runs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_last_hundred_are_kept),
        cmocka_unit_test(test_damaged_and_foreign_files),
        cmocka_unit_test(test_folder_that_cannot_be_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
