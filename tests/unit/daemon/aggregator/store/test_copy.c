/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/copy.h"

#include "aggregator/store/sql.h"
#include "store_fixture.h"

enum { NATIONALS = 1203, WORDS = 130 }; /* more than are read at once */

struct said {
    uint32_t tables;
    uint64_t rows;
    uint64_t releases;
    uint64_t nationals;
    uint64_t words;
};

static void say(void *ctx, const struct staith_store_copied *copied)
{
    struct said *said = ctx;
    said->tables++;
    said->rows += copied->rows;
    said->releases = strcmp(copied->table, "release") == 0 ? copied->rows : said->releases;
    said->words = strcmp(copied->table, "word") == 0 ? copied->rows : said->words;
    said->nationals = strcmp(copied->table, "national") == 0 ? copied->rows : said->nationals;
}

static void put_nationals(struct store_fixture *fixture)
{
    uint64_t vintage = 0;
    assert_int_equal(staith_store_national_begin(fixture->store, "a file, OGL",
                                                 store_fixture_hash(9), &vintage, &fixture->err),
                     0);
    for (int i = 0; i < NATIONALS; i++) {
        struct staith_store_national figure = {.level = "authority",
                                               .area_name = "Cumbria \xE2\x80\x93 joint",
                                               .period = "2025",
                                               .item = "agency_rate_fte",
                                               .status = STAITH_STATUS_VALUE,
                                               .value = i - 600,
                                               .decimals = 1};
        (void)snprintf(figure.area, sizeof(figure.area), "%d", i);
        assert_int_equal(staith_store_national_put(fixture->store, vintage, &figure, &fixture->err),
                         0);
    }
}

/* More of two councils than are read at once, with keys of text and number. */
static void put_words(struct store_fixture *fixture)
{
    for (uint64_t i = 0; i < 2 * (uint64_t)WORDS; i++) {
        const struct staith_store_record word =
            store_fixture_record(i % 2 == 0 ? "840" : "841", 1, 1 + i / 2);
        assert_int_equal(staith_store_put_word(fixture->store, &word, &fixture->err), 0);
    }
}

/* Of everything something, with an epoch above 2^63, a record refused without bytes, and texts that
 * are not there. */
static void fill(struct store_fixture *fixture)
{
    const struct staith_release_cell cells[] = {
        store_fixture_cell("leavers_headcount", staith_value_exact(34)),
        store_fixture_cell("inpost_headcount", staith_value_status(STAITH_STATUS_SUPPRESSED)),
    };
    struct staith_store_record bad = store_fixture_record("841", 5, 1);
    assert_int_equal(store_fixture_put(fixture, "840", UINT64_MAX - 3, 1, 2024, cells, 2), 0);
    assert_int_equal(store_fixture_put(fixture, "840", UINT64_MAX - 3, 2, 2025, cells, 2), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    bad.payload = (const uint8_t *)"";
    bad.payload_len = 0;
    assert_int_equal(
        staith_store_quarantine(fixture->store, &bad, "hash", NULL, true, &fixture->err), 0);
    assert_int_equal(staith_store_put_handout(fixture->store, "caps", (const uint8_t *)"a\0b", 3,
                                              store_fixture_hash(4), &fixture->err),
                     0);
    assert_int_equal(staith_store_accept_epoch(fixture->store, "841", 7, &fixture->err), 0);
    put_nationals(fixture);
    put_words(fixture);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
}

static struct staith_store *reader(struct store_fixture *fixture)
{
    struct staith_store *store = NULL;
    assert_int_equal(
        staith_store_open(fixture->where, true, &fixture->outside, &store, &fixture->err), 0);
    return store;
}

static int count(void *ctx, const struct staith_store_national *figure)
{
    int64_t *sum = ctx;
    *sum += figure->value;
    assert_string_equal(figure->area_name, "Cumbria \xE2\x80\x93 joint");
    return 0;
}

static void expect_all(struct store_fixture *to)
{
    const struct store_fixture_figures figures = store_fixture_headlines(to->store);
    const struct staith_release_cell cell =
        store_fixture_cell("leavers_headcount", staith_value_exact(1));
    uint8_t *bytes = NULL;
    size_t len = 0;
    uint64_t epoch = 0;
    int64_t sum = 0;
    assert_int_equal(figures.count, 4);
    assert_int_equal(figures.figures[1].value.value, 34);
    assert_int_equal(figures.figures[1].received_unix_ms, 1000);
    assert_int_equal(staith_store_handout(to->store, "caps", &bytes, &len, &to->err), 0);
    assert_int_equal(len, 3);
    assert_memory_equal(bytes, "a\0b", 3);
    free(bytes);
    assert_int_equal(staith_store_epoch(to->store, "841", &epoch), 0);
    assert_int_equal(epoch, 7);
    assert_int_equal(staith_store_nationals(to->store, count, &sum, &to->err), 0);
    assert_int_equal(sum, NATIONALS * (NATIONALS - 1) / 2 - 600 * NATIONALS);
    /* and it goes on: the chain, and keys that nobody has yet */
    assert_int_equal(store_fixture_put(to, "840", UINT64_MAX - 3, 2, 2025, &cell, 1),
                     STAITH_ERR_EXISTS);
    assert_int_equal(store_fixture_put(to, "840", UINT64_MAX - 3, 3, 2026, &cell, 1), 0);
    assert_int_equal(store_fixture_put(to, "842", 1, 1, 2026, &cell, 1), 0);
}

static void copy_into(struct store_fixture *from, struct store_fixture *to)
{
    struct said said = {0};
    struct staith_store *source = reader(from);
    assert_int_equal(staith_store_copy(source, to->store, say, &said, &to->err), 0);
    assert_true(said.tables >= 16);
    assert_int_equal(said.releases, 2);
    assert_int_equal(said.nationals, NATIONALS);
    assert_int_equal(said.words, 2 * WORDS);
    staith_store_close(source);
    expect_all(to);
}

/* A store that is a file, whatever the others are. */
static struct store_fixture *file_store(void)
{
    const char *address = getenv("STAITH_TEST_POSTGRESQL");
    char *kept = address != NULL ? strdup(address) : NULL;
    void *fixture = NULL;
    (void)unsetenv("STAITH_TEST_POSTGRESQL");
    assert_int_equal(store_fixture_setup(&fixture), 0);
    if (kept != NULL) {
        (void)setenv("STAITH_TEST_POSTGRESQL", kept, 1);
    }
    free(kept);
    return fixture;
}

static void end(struct store_fixture *fixture)
{
    void *state = fixture;
    assert_int_equal(store_fixture_teardown(&state), 0);
}

/* From the kind that is tested to a file and back. */
static void there_and_back(void **state)
{
    struct store_fixture *from = *state;
    struct store_fixture *file = file_store();
    struct store_fixture *second = file_store();
    void *back = NULL;
    assert_int_equal(store_fixture_setup(&back), 0);
    fill(from);
    copy_into(from, file);
    fill(second);
    copy_into(second, back);
    end(file);
    end(second);
    end(back);
}

static void what_is_not_empty_stays(void **state)
{
    struct store_fixture *from = *state;
    struct store_fixture *to = file_store();
    const struct staith_release_cell cell =
        store_fixture_cell("leavers_headcount", staith_value_exact(1));
    struct said said = {0};
    fill(from);
    assert_int_equal(store_fixture_put(to, "842", 1, 1, 2026, &cell, 1), 0);
    struct staith_store *source = reader(from);
    assert_int_equal(staith_store_copy(source, to->store, say, &said, &to->err), STAITH_ERR_EXISTS);
    assert_int_equal(said.tables, 0);
    assert_int_equal(store_fixture_headlines(to->store).count, 1);
    staith_store_close(source);
    end(to);
}

/* ---- somebody in between ---- */

static struct store_fixture *meddler;
static const char *meddles_with;
static const struct staith_sql_driver *meddled;

static int write_meanwhile(struct staith_store *store, enum staith_store_statement which,
                           const char *text, struct staith_sql **ret_statement,
                           struct staith_err *err)
{
    const struct staith_release_cell cell =
        store_fixture_cell("leavers_headcount", staith_value_exact(1));
    if (meddles_with != NULL && text != NULL && strstr(text, meddles_with) != NULL) {
        meddles_with = NULL;
        assert_int_equal(store_fixture_put(meddler, "842", 1, 1, 2026, &cell, 1), 0);
    }
    return meddled->prepare(store, which, text, ret_statement, err);
}

static void a_store_that_is_written_is_not_copied(void **state)
{
    struct store_fixture *from = *state;
    struct store_fixture *to = file_store();
    struct said said = {0};
    fill(from);
    struct staith_store *source = reader(from);
    struct staith_sql_driver driver = *source->driver;
    meddler = from;
    meddled = source->driver;
    meddles_with = "FROM national ";
    driver.prepare = write_meanwhile;
    source->driver = &driver;
    assert_int_equal(staith_store_copy(source, to->store, say, &said, &to->err), STAITH_ERR_AGAIN);
    assert_null(meddles_with);
    assert_int_equal(said.tables, 0);
    assert_int_equal(store_fixture_headlines(to->store).count, 0);
    /* and once it is left alone */
    memset(&to->err, 0, sizeof(to->err));
    assert_int_equal(staith_store_copy(source, to->store, say, &said, &to->err), 0);
    assert_int_equal(said.releases, 3);
    source->driver = meddled;
    staith_store_close(source);
    end(to);
}

/* A database that makes something else of a value. */
static int change_a_value(struct staith_store *store, enum staith_store_statement which,
                          const char *text, struct staith_sql **ret_statement,
                          struct staith_err *err)
{
    if (text != NULL && strncmp(text, "INSERT INTO handout", 19) == 0) {
        static char changed[8192]; /* of the first row the first name */
        const char *at = strstr(text, "?2");
        (void)snprintf(changed, sizeof(changed), "%.*s'cops'%s", (int)(at - text), text, at + 2);
        text = changed;
    }
    return meddled->prepare(store, which, text, ret_statement, err);
}

static void a_changed_value_is_found(void **state)
{
    struct store_fixture *from = *state;
    struct store_fixture *to = file_store();
    struct said said = {0};
    fill(from);
    struct staith_store *source = reader(from);
    struct staith_sql_driver driver = *to->store->driver;
    meddled = to->store->driver;
    driver.prepare = change_a_value;
    to->store->driver = &driver;
    assert_int_equal(staith_store_copy(source, to->store, say, &said, &to->err), STAITH_ERR_IO);
    assert_non_null(strstr(to->err.what, "handout"));
    to->store->driver = meddled;
    assert_int_equal(store_fixture_headlines(to->store).count, 0);
    staith_store_close(source);
    end(to);
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, store_fixture_setup, store_fixture_teardown)
    const struct CMUnitTest tests[] = {CASE(there_and_back), CASE(what_is_not_empty_stays),
                                       CASE(a_store_that_is_written_is_not_copied),
                                       CASE(a_changed_value_is_found)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
