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
    struct staith_access_head head = {9, ""};
    assert_int_equal(staith_access_notes_verify(fixture->access, NULL, &head, &fixture->err), 0);
    assert_int_equal(head.count, 0);
    fixture->now = 5;
    note(fixture, "ann", "/a.csv");
    fixture->now = 6;
    note(fixture, "b\nob\x1b[1m\xC2\x9B\xff\xC3\xA9", "/b.csv"); /* what a terminal would obey */
    assert_string_equal(list(fixture, 0), "5 ann 840 127.0.0.1 export /a.csv done;"
                                          "6 b?ob?[1m??\xC3\xA9 840 127.0.0.1 export /b.csv done;");
    assert_string_equal(list(fixture, 6), "6 b?ob?[1m??\xC3\xA9 840 127.0.0.1 export /b.csv done;");
    assert_int_equal(staith_access_notes_verify(fixture->access, NULL, &head, &fixture->err), 0);
    assert_int_equal(head.count, 2);
}

static void long_texts_are_cut(void **state)
{
    struct access_fixture *fixture = *state;
    char text[3001];
    memset(text, 'x', 3000);
    text[3000] = '\0';
    note(fixture, text, "");
    assert_int_equal(strspn(strstr(list(fixture, 0), "xx"), "x"), 256);
    fixture->now++;
    note(fixture, "ann", text); /* what was chosen may be much */
    assert_int_equal(strspn(strstr(list(fixture, fixture->now), "xx"), "x"), 2048);
}

/* Whoever opens the file with another program. */
static void it_cannot_be_changed(void **state)
{
    struct access_fixture *fixture = *state;
    char path[128];
    struct staith_access_head head = {0, ""};
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
    assert_int_equal(staith_access_notes_verify(fixture->access, NULL, &head, &fixture->err), 0);
    assert_int_equal(head.count, 3);
    assert_int_equal(sqlite3_exec(db,
                                  "DROP TRIGGER note_stays;"
                                  "UPDATE note SET who = 'bob' WHERE id = 2",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(staith_access_notes_verify(fixture->access, NULL, &head, &fixture->err),
                     STAITH_ERR_VERIFY);
    assert_int_equal(head.count, 1);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void behind_its_back(struct access_fixture *fixture, const char *sql)
{
    char path[128];
    sqlite3 *db = NULL;
    (void)snprintf(path, sizeof(path), "%s/access.db", fixture->folder);
    assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* The newest entries are gone, and the chain of what is left fits. */
static void it_cannot_be_cut_off(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_head early = {0, ""};
    struct staith_access_head head = {0, ""};
    note(fixture, "ann", "/a.csv");
    assert_int_equal(staith_access_head(fixture->access, &early, &fixture->err), 0);
    note(fixture, "ann", "/b.csv");
    note(fixture, "ann", "/c.csv");
    assert_int_equal(staith_access_notes_verify(fixture->access, &early, &head, &fixture->err), 0);
    behind_its_back(fixture, "DROP TRIGGER note_is_kept; DELETE FROM note WHERE id > 1");
    assert_int_equal(staith_access_notes_verify(fixture->access, NULL, &head, &fixture->err),
                     STAITH_ERR_VERIFY);
    assert_non_null(strstr(fixture->err.what, "has 1 entries, and should have 3"));
    /* with the head put back as well, one that was kept elsewhere shows it */
    const struct staith_access_head late = {3, "00"};
    behind_its_back(fixture, "UPDATE head SET count = 1, chain = (SELECT chain FROM note)");
    assert_int_equal(staith_access_notes_verify(fixture->access, &early, &head, &fixture->err), 0);
    assert_int_equal(staith_access_notes_verify(fixture->access, &late, &head, &fixture->err),
                     STAITH_ERR_VERIFY);
    assert_non_null(strstr(fixture->err.what, "had 3 when that head was kept"));
    /* and one whose entries were all written anew */
    early.chain[0] = early.chain[0] == 'a' ? 'b' : 'a';
    assert_int_equal(staith_access_notes_verify(fixture->access, &early, &head, &fixture->err),
                     STAITH_ERR_VERIFY);
}

/* A file of the first version is brought up, with the entries that it has. */
static void of_an_earlier_version(void **state)
{
    struct access_fixture *fixture = *state;
    struct staith_access_head head = {0, ""};
    note(fixture, "ann", "/a.csv");
    behind_its_back(fixture, "DROP TABLE head; DROP TABLE nobody;"
                             "ALTER TABLE account DROP COLUMN vouched_unix_ms;"
                             "PRAGMA user_version = 1");
    access_fixture_again(fixture);
    note(fixture, "ann", "/b.csv");
    assert_int_equal(staith_access_notes_verify(fixture->access, NULL, &head, &fixture->err), 0);
    assert_int_equal(head.count, 2);
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
        cmocka_unit_test_setup_teardown(it_cannot_be_cut_off, access_fixture_setup,
                                        access_fixture_teardown),
        cmocka_unit_test_setup_teardown(of_an_earlier_version, access_fixture_setup,
                                        access_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
