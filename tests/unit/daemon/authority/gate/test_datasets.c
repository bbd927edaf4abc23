/* SPDX-License-Identifier: Apache-2.0 */
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_remembers_sights_and_failures(void **state)
{
    (void)state;
    static struct staith_gate_dataset dataset;
    assert_true(staith_gate_dataset_first_sight(&dataset, "/srv/a.xml"));
    assert_true(staith_gate_dataset_first_sight(&dataset, "/srv/b.xml"));
    assert_false(staith_gate_dataset_first_sight(&dataset, "/srv/a.xml"));
    free(dataset.sights);
    uint8_t hash[STAITH_HASH_BYTES] = {0};
    for (unsigned i = 0; i < STAITH_GATE_FAILED_MAX + 10; i++) {
        hash[0] = (uint8_t)i;
        hash[1] = (uint8_t)(i >> 8);
        assert_false(staith_gate_dataset_has_failed(&dataset, hash));
        staith_gate_dataset_add_failed(&dataset, hash);
        assert_true(staith_gate_dataset_has_failed(&dataset, hash));
    }
    const uint8_t first[STAITH_HASH_BYTES] = {0}; /* the oldest are forgotten, not the newest */
    assert_false(staith_gate_dataset_has_failed(&dataset, first));
}

static void test_shows_a_record(void **state)
{
    (void)state;
    static struct staith_gate_dataset dataset;
    json_t *record = json_pack("{s:s, s:i, s:i, s:i, s:i, s:{s:s}}", "outcome", "refused",
                               "started_unix_ms", 1000, "errors", 2, "queries", 3, "number", 0,
                               "error", "what", "the source is refused");
    dataset.last_number = 8;
    staith_gate_dataset_show(&dataset, record);
    assert_string_equal(dataset.outcome, "refused");
    assert_string_equal(dataset.detail, "the source is refused");
    assert_int_equal(dataset.last_run_unix_ms, 1000);
    assert_int_equal(dataset.errors, 2);
    assert_int_equal(dataset.queries, 3);
    assert_int_equal(dataset.last_number, 8); /* the last good release stands */
    json_decref(record);
}

static void test_takes_returns_and_nothing_else(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    assert_string_equal(running_outcome(&running), "never");
    /* The one changed first is taken first; of two in one tick of the clock, the first by name. */
    assert_int_equal(place_write(&running.place, "source/a.XML", "1\n"), 0);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_int_equal(place_write(&running.place, "source/.hidden.xml", "1\n2\n3\n"), 0);
    assert_int_equal(place_write(&running.place, "source/notes.txt", "1\n2\n3\n4\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    assert_string_equal(running_outcome(&running), "released");
    json_t *record = NULL;
    struct staith_gate_runs *runs = running.service->datasets[0].runs;
    assert_int_equal(staith_gate_runs_get(runs, 1, &record, NULL), 0);
    assert_string_equal(json_string_value(json_object_get(record, "source")), "a.XML");
    json_decref(record);
    assert_int_equal(staith_gate_runs_last(runs), 2);
    running_deinit(&running);
}

/* So many runs are recorded, and the last one's release left. */
static bool has_released(struct running *running)
{
    return running_has_runs(running) && strcmp(running_outcome(running), "released") == 0;
}

/* A file of the configuration belongs to the rules: when it changes the source is run again. */
static void test_runs_again_when_a_file_changes(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(
        running_start(&running, "well", "staithd.yaml", "    files: {titles: titles.csv}\n"), 0);
    assert_int_equal(place_write(&running.place, "titles.csv", "a\n"), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    json_t *record = NULL;
    struct staith_gate_runs *runs = running.service->datasets[0].runs;
    assert_int_equal(staith_gate_runs_get(runs, 1, &record, NULL), 0);
    assert_string_equal(json_string_value(json_object_get(record, "outcome")), "released");
    json_decref(record);
    /* The first titles may be noticed only now, and tell nothing new. */
    running.wanted = staith_gate_runs_last(runs) + 1;
    assert_int_equal(place_write(&running.place, "titles.csv", "a\nb\n"), 0);
    assert_true(running_wait(&running, has_released));
    running_deinit(&running);
}

static void test_links_in_a_folder_are_not_followed(void **state)
{
    (void)state;
    struct running running;
    char target[PLACE_PATH];
    char link[PLACE_PATH];
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    place_path(&running.place, "signing.key", target);
    assert_int_equal(symlink(target, place_path(&running.place, "source/a.csv", link)), 0);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    uint64_t last = 0;
    assert_int_equal(staith_ledger_last(running.service->ledger, &last), 0);
    assert_true(last <= 2); /* b.csv's catalogue and release at most */
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_remembers_sights_and_failures),
        cmocka_unit_test(test_shows_a_record),
        cmocka_unit_test(test_takes_returns_and_nothing_else),
        cmocka_unit_test(test_runs_again_when_a_file_changes),
        cmocka_unit_test(test_links_in_a_folder_are_not_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
