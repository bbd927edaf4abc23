/* SPDX-License-Identifier: Apache-2.0 */
#include "held_fixture.h"
#include "ledger/held.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <sqlite3.h>

static enum staith_held_state state_of(struct staith_held *held, uint64_t number)
{
    struct staith_held_item item;
    assert_int_equal(staith_held_read(held, number, &item, NULL), 0);
    return item.state;
}

static void start(struct ledger_fixture *f, struct staith_held **held)
{
    *held = NULL;
    assert_int_equal(ledger_fixture_init(f), 0);
    assert_int_equal(staith_held_open(f->folder, held, NULL), 0);
}

static void end(struct ledger_fixture *f, struct staith_held *held)
{
    staith_held_close(held);
    ledger_fixture_deinit(f);
}

/* H1: the newer run of a period takes the place of the older one; other periods stay. */
static void test_newer_run_replaces(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    struct staith_held_item item;
    uint64_t number = 0;
    uint64_t replaced = 9;
    start(&f, &held);
    assert_int_equal(held_fixture_put(&f, held, 2025, 14, 1, 1000, &number, &replaced), 0);
    assert_int_equal(number, 1);
    assert_int_equal(replaced, 0);
    assert_int_equal(held_fixture_put(&f, held, 2024, 9, 2, 2000, &number, &replaced), 0);
    assert_int_equal(replaced, 0);
    assert_int_equal(held_fixture_put(&f, held, 2025, 15, 3, 3000, &number, &replaced), 0);
    assert_int_equal(number, 3);
    assert_int_equal(replaced, 1);
    assert_int_equal(staith_held_read(held, 1, &item, NULL), 0);
    assert_int_equal(item.state, STAITH_HELD_REPLACED);
    assert_int_equal(item.replaced_by, 3);
    assert_int_equal(item.changed_unix_ms, 3000);
    assert_null(item.release);
    assert_int_equal(staith_held_read(held, 3, &item, NULL), 0);
    assert_int_equal(item.replaces, 1);
    assert_int_equal(state_of(held, 2), STAITH_HELD_WAITING);
    const struct staith_period period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    assert_int_equal(staith_held_replace(held, "csww", &period, 4000, &replaced, NULL), 0);
    assert_int_equal(replaced, 3);
    assert_int_equal(staith_held_read(held, 3, &item, NULL), 0);
    assert_int_equal(item.replaced_by, 0);
    assert_int_equal(staith_held_replace(held, "csww", &period, 5000, &replaced, NULL), 0);
    assert_int_equal(replaced, 0);
    end(&f, held);
}

/* H2: forward alone. */
static void test_states_move_forward(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    struct staith_held_item item;
    struct staith_err err = {0};
    uint64_t number = 0;
    uint64_t replaced = 0;
    start(&f, &held);
    assert_int_equal(held_fixture_put(&f, held, 2025, 14, 1, 1000, &number, &replaced), 0);
    assert_int_equal(staith_held_leave(held, 1, 7, 1500, NULL), STAITH_ERR_STATE);
    struct staith_held_word word = held_fixture_word("Ann Lee", true, 2000);
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_WAITING, 0, NULL), 0);
    word = held_fixture_word("Bo Ray", true, 3000);
    word.embargo_unix_ms = 9000;
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_APPROVED, 9000, NULL), 0);
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_WAITING, 0, &err),
                     STAITH_ERR_STATE);
    assert_string_equal(err.what, "held release 1 is decided already");
    assert_int_equal(staith_held_read(held, 1, &item, NULL), 0);
    assert_int_equal(item.state, STAITH_HELD_APPROVED);
    assert_int_equal(item.leaves_unix_ms, 9000);
    assert_int_equal(item.word_count, 2);
    assert_non_null(item.release);
    assert_int_equal(staith_held_leave(held, 1, 7, 9500, NULL), 0);
    assert_int_equal(staith_held_read(held, 1, &item, NULL), 0);
    assert_int_equal(item.state, STAITH_HELD_LEFT);
    assert_int_equal(item.ledger_number, 7);
    assert_null(item.release);
    assert_null(item.catalogue);
    word = held_fixture_word("Ann Lee", false, 9900);
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_REFUSED, 0, NULL),
                     STAITH_ERR_STATE);
    assert_int_equal(staith_held_say(held, 2, &word, STAITH_HELD_REFUSED, 0, NULL),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_held_leave(held, 1, 8, 9900, NULL), STAITH_ERR_STATE);
    end(&f, held);
}

/* H3: what officers said is only ever appended to, whoever writes to the file. */
static void test_words_are_never_changed(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    struct staith_held_item item;
    sqlite3 *db = NULL;
    char path[128];
    uint64_t number = 0;
    uint64_t replaced = 0;
    start(&f, &held);
    assert_int_equal(held_fixture_put(&f, held, 2025, 14, 1, 1000, &number, &replaced), 0);
    struct staith_held_word word = held_fixture_word("Ann Lee", true, 2000);
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_APPROVED, 9000, NULL), 0);
    (void)snprintf(path, sizeof(path), "%s/held.db", f.folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE word SET officer = 'Bo Ray'", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM word", NULL, NULL, NULL), SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(staith_held_read(held, 1, &item, NULL), 0);
    assert_int_equal(item.word_count, 1);
    assert_string_equal(item.words[0].officer, "Ann Lee");
    end(&f, held);
}

/* An approved release can be refused until it leaves; its figures stay in the account. */
static void test_refusal_is_kept(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    struct staith_held_item item;
    uint64_t number = 0;
    uint64_t replaced = 0;
    start(&f, &held);
    assert_int_equal(held_fixture_put(&f, held, 2025, 14, 1, 1000, &number, &replaced), 0);
    struct staith_held_word word = held_fixture_word("Ann Lee", true, 2000);
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_APPROVED, 9000, NULL), 0);
    word = held_fixture_word("Bo Ray", false, 3000);
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_REFUSED, 0, NULL), 0);
    assert_int_equal(staith_held_read(held, 1, &item, NULL), 0);
    assert_int_equal(item.state, STAITH_HELD_REFUSED);
    assert_non_null(item.release);
    assert_string_equal(item.words[1].officer, "Bo Ray");
    assert_false(item.words[1].approves);
    assert_int_equal(staith_held_leave(held, 1, 8, 9900, NULL), STAITH_ERR_STATE);
    /* what follows it takes nobody's place */
    assert_int_equal(held_fixture_put(&f, held, 2025, 15, 2, 4000, &number, &replaced), 0);
    assert_int_equal(replaced, 0);
    assert_int_equal(state_of(held, 1), STAITH_HELD_REFUSED);
    end(&f, held);
}

static void test_words_have_a_maximum(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    uint64_t number = 0;
    uint64_t replaced = 0;
    start(&f, &held);
    assert_int_equal(held_fixture_put(&f, held, 2025, 14, 1, 1000, &number, &replaced), 0);
    const struct staith_held_word word = held_fixture_word("Ann Lee", true, 2000);
    for (int i = 0; i < STAITH_HELD_MAX_WORDS; i++) {
        assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_WAITING, 0, NULL), 0);
    }
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_WAITING, 0, NULL),
                     STAITH_ERR_LIMIT);
    end(&f, held);
}

/* H4: each step is on disk when its call returns, whatever becomes of the process. */
static void in_a_killed_child(const struct ledger_fixture *f, int step)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct staith_held *held = NULL;
        uint64_t number = 0;
        uint64_t replaced = 0;
        const struct staith_held_word word = held_fixture_word("Ann Lee", true, 2000);
        int rc = staith_held_open(f->folder, &held, NULL);
        if (rc == 0 && step == 0) {
            rc = held_fixture_put(f, held, 2025, 14, 1, 1000, &number, &replaced);
        } else if (rc == 0 && step == 1) {
            rc = staith_held_say(held, 1, &word, STAITH_HELD_APPROVED, 0, NULL);
        } else if (rc == 0 && step == 2) {
            rc = staith_held_leave(held, 1, 2, 3000, NULL);
        } else if (rc == 0) {
            rc = staith_held_set_switch(held, "csww", true, 4000, NULL);
        }
        (void)kill(getpid(), rc == 0 ? SIGKILL : SIGTERM);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void test_steps_outlive_a_kill(void **state)
{
    (void)state;
    static const enum staith_held_state after[] = {STAITH_HELD_WAITING, STAITH_HELD_APPROVED,
                                                   STAITH_HELD_LEFT, STAITH_HELD_LEFT};
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    bool on = false;
    assert_int_equal(ledger_fixture_init(&f), 0);
    for (int step = 0; step < 4; step++) {
        in_a_killed_child(&f, step);
        assert_int_equal(staith_held_open(f.folder, &held, NULL), 0);
        assert_int_equal(state_of(held, 1), after[step]);
        assert_int_equal(staith_held_get_switch(held, "csww", &on, NULL), 0);
        assert_int_equal(on, step == 3);
        staith_held_close(held);
    }
    staith_held_close(NULL);
    ledger_fixture_deinit(&f);
}

static void test_switch_of_a_dataset(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    bool on = true;
    start(&f, &held);
    assert_int_equal(staith_held_get_switch(held, "csww", &on, NULL), 0);
    assert_false(on);
    assert_int_equal(staith_held_set_switch(held, "csww", true, 1, NULL), 0);
    assert_int_equal(staith_held_get_switch(held, "csww", &on, NULL), 0);
    assert_true(on);
    assert_int_equal(staith_held_get_switch(held, "other", &on, NULL), 0);
    assert_false(on);
    assert_int_equal(staith_held_set_switch(held, "csww", false, 2, NULL), 0);
    assert_int_equal(staith_held_get_switch(held, "csww", &on, NULL), 0);
    assert_false(on);
    end(&f, held);
}

static void test_another_catalogue_is_refused(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    uint64_t number = 0;
    uint64_t replaced = 0;
    start(&f, &held);
    struct staith_release *release = ledger_fixture_release(&f, 2025, 14);
    assert_non_null(release);
    f.catalogue.plugin_version = "1.1.0";
    const struct staith_ledger_note note = {
        .source_name = "a", .approved_by = "", .decision_json = "{}"};
    assert_int_equal(
        staith_held_put(held, release, &f.catalogue, &note, 1, &number, &replaced, NULL),
        STAITH_ERR_INVAL);
    assert_int_equal(staith_held_next(held, 0, true, &number), STAITH_ERR_NOTFOUND);
    staith_release_free(release);
    end(&f, held);
}

/* Beside the gate, and before there is anything. */
static void test_a_reader(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    struct staith_held *reader = NULL;
    struct staith_err err = {0};
    uint64_t number = 0;
    uint64_t replaced = 0;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_held_open_reader(f.folder, &reader, &err), STAITH_ERR_NOTFOUND);
    assert_null(reader);
    assert_int_equal(staith_held_open(f.folder, &held, NULL), 0);
    assert_int_equal(staith_held_open_reader(f.folder, &reader, NULL), 0);
    assert_int_equal(held_fixture_put(&f, held, 2025, 14, 1, 1000, &number, &replaced), 0);
    assert_int_equal(staith_held_next(reader, 0, false, &number), 0);
    assert_int_equal(state_of(reader, number), STAITH_HELD_WAITING);
    assert_int_not_equal(staith_held_set_switch(reader, "csww", true, 1, NULL), 0);
    staith_held_close(reader);
    end(&f, held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_newer_run_replaces),
        cmocka_unit_test(test_states_move_forward),
        cmocka_unit_test(test_words_are_never_changed),
        cmocka_unit_test(test_refusal_is_kept),
        cmocka_unit_test(test_words_have_a_maximum),
        cmocka_unit_test(test_steps_outlive_a_kill),
        cmocka_unit_test(test_switch_of_a_dataset),
        cmocka_unit_test(test_another_catalogue_is_refused),
        cmocka_unit_test(test_a_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
