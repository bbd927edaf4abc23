/* SPDX-License-Identifier: Apache-2.0 */
#include "access_fixture.h"

#include "db/db.h"

static int list_one(void *ctx, const struct staith_access_entry *entry)
{
    struct access_fixture *fixture = ctx;
    size_t len = strlen(fixture->text);
    (void)snprintf(fixture->text + len, sizeof(fixture->text) - len, "%lld %s %s %s %s %s %s;",
                   (long long)entry->at_unix_ms, entry->who, entry->council, entry->peer,
                   entry->action, entry->what, entry->outcome);
    return 0;
}

static const char *list(struct access_fixture *fixture, int64_t from)
{
    fixture->text[0] = '\0';
    assert_int_equal(staith_access_notes(fixture->access, from, list_one, fixture, &fixture->err),
                     0);
    return fixture->text;
}

static void note(struct access_fixture *fixture, const char *who, const char *what)
{
    const struct staith_access_entry entry = {0, who, "840", "127.0.0.1", "export", what, "done"};
    assert_int_equal(staith_access_note(fixture->access, &entry, &fixture->err), 0);
}

static void written_and_read(void **state)
{
    struct access_fixture *fixture = *state;
    uint64_t count = 9;
    assert_int_equal(staith_access_notes_verify(fixture->access, &count, &fixture->err), 0);
    assert_int_equal(count, 0);
    fixture->now = 5;
    note(fixture, "ann", "/a.csv");
    fixture->now = 6;
    note(fixture, "b\nob\x1b[1m\xff\xC3\xA9", "/b.csv"); /* what a terminal would obey */
    assert_string_equal(list(fixture, 0), "5 ann 840 127.0.0.1 export /a.csv done;"
                                          "6 b?ob?[1m?\xC3\xA9 840 127.0.0.1 export /b.csv done;");
    assert_string_equal(list(fixture, 6), "6 b?ob?[1m?\xC3\xA9 840 127.0.0.1 export /b.csv done;");
    assert_int_equal(staith_access_notes_verify(fixture->access, &count, &fixture->err), 0);
    assert_int_equal(count, 2);
}

static void long_texts_are_cut(void **state)
{
    struct access_fixture *fixture = *state;
    char text[1001];
    memset(text, 'x', 1000);
    text[1000] = '\0';
    note(fixture, "ann", text);
    assert_int_equal(strspn(strstr(list(fixture, 0), "xx"), "x"), 256);
    assert_true(strlen(fixture->text) < 400);
}

/* Whoever opens the file with another program. */
static void it_cannot_be_changed(void **state)
{
    struct access_fixture *fixture = *state;
    char path[128];
    uint64_t count = 0;
    sqlite3 *db = NULL;
    for (unsigned i = 0; i < 3; i++) {
        note(fixture, "ann", "/a.csv");
    }
    (void)snprintf(path, sizeof(path), "%s/access.db", fixture->folder);
    assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE, &db), SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(db, "DELETE FROM note WHERE id = 2", NULL, NULL, NULL),
                         SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(db, "UPDATE note SET who = 'x'", NULL, NULL, NULL),
                         SQLITE_OK);
    assert_int_equal(staith_access_notes_verify(fixture->access, &count, &fixture->err), 0);
    assert_int_equal(count, 3);
    assert_int_equal(sqlite3_exec(db,
                                  "DROP TRIGGER note_stays;"
                                  "UPDATE note SET who = 'bob' WHERE id = 2",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(staith_access_notes_verify(fixture->access, &count, &fixture->err),
                     STAITH_ERR_VERIFY);
    assert_int_equal(count, 1);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(written_and_read, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(long_texts_are_cut, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(it_cannot_be_changed, access_fixture_setup,
                                        access_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
