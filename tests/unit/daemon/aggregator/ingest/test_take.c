/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/internal.h"
#include "aggregator/store/sql.h"
#include "ingest_fixture.h"

#include <cmocka.h>

/* Take a payload as the council's next record. */
static enum staith_refusal take(struct ingest_fixture *fixture,
                                struct staith_ingest_catalogues *catalogues,
                                enum staith_record_kind kind, const struct staith_buf *payload)
{
    struct staith_ingest_verdict verdict = {0};
    const struct staith_record record = exchange_next(&fixture->durham, kind, payload);
    const struct staith_ingest_rules rules = {0};
    const struct staith_ingest_options options = {.store = fixture->store,
                                                  .outside = &fixture->outside};
    assert_int_equal(staith_ingest_take(&options, catalogues, &rules, &record, &verdict, NULL), 0);
    exchange_keep(&fixture->durham, &record);
    return verdict.reason;
}

static void test_taken_or_passed_over_the_cursor_moves(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_ingest_catalogues *catalogues = staith_ingest_catalogues_new(fixture->store);
    struct staith_buf catalogue;
    struct staith_buf good;
    struct staith_buf bad;
    exchange_pack_catalogue(&catalogue);
    staith_buf_init(&good, STAITH_CODEC_MAX_BYTES);
    staith_buf_init(&bad, STAITH_CODEC_MAX_BYTES);
    struct staith_release *release = exchange_release("840", 2025, 4);
    assert_int_equal(staith_codec_pack_release(release, &good), 0);
    staith_release_free(release);
    const struct staith_release_cell cell = exchange_cell("headline", "other", NULL, NULL, 4);
    release = exchange_release_of("840", 2025, STAITH_AUDIENCE_REGION, &cell, 1);
    assert_int_equal(staith_codec_pack_release(release, &bad), 0);
    staith_release_free(release);

    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_RELEASE, &good),
                     STAITH_REFUSAL_CATALOGUE);
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_CATALOGUE, &good),
                     STAITH_REFUSAL_UNDECODABLE);
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_CATALOGUE, &catalogue), 0);
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_RELEASE, &bad),
                     STAITH_REFUSAL_CONTENT);
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_RELEASE, &catalogue),
                     STAITH_REFUSAL_UNDECODABLE);
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_RELEASE, &good), 0);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 6);
    staith_buf_deinit(&catalogue);
    staith_buf_deinit(&good);
    staith_buf_deinit(&bad);
    staith_ingest_catalogues_free(catalogues);
}

/* A notice of another council's, well signed by this one, is passed over. */
static void test_notices(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_ingest_catalogues *catalogues = staith_ingest_catalogues_new(fixture->store);
    struct staith_notice notice = {.kind = STAITH_NOTICE_WITHDRAWAL,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                   .reason = "wrong"};
    struct staith_buf good;
    struct staith_buf foreign;
    staith_buf_init(&good, STAITH_CODEC_MAX_BYTES);
    staith_buf_init(&foreign, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_notice(&notice, &good), 0);
    memcpy(notice.authority, "390", 4);
    assert_int_equal(staith_codec_pack_notice(&notice, &foreign), 0);
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_NOTICE, &good), 0);
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_NOTICE, &foreign),
                     STAITH_REFUSAL_CONTENT);
    foreign.data[0] ^= 0xFF;
    assert_int_equal(take(fixture, catalogues, STAITH_RECORD_NOTICE, &foreign),
                     STAITH_REFUSAL_UNDECODABLE);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 3);
    staith_buf_deinit(&good);
    staith_buf_deinit(&foreign);
    staith_ingest_catalogues_free(catalogues);
}

static int busy(struct staith_store *store, enum staith_store_statement which, const char *text,
                struct staith_sql **ret_statement, struct staith_err *err)
{
    return which == STAITH_SQL_RELEASE_PUT
               ? staith_err_set(err, STAITH_ERR_AGAIN, "the table is locked")
               : staith_sql_sqlite.prepare(store, which, text, ret_statement, err);
}

static int denied(struct staith_store *store, enum staith_store_statement which, const char *text,
                  struct staith_sql **ret_statement, struct staith_err *err)
{
    return which == STAITH_SQL_RELEASE_PUT
               ? staith_err_set(err, STAITH_ERR_DENIED, "the right is missing")
               : staith_sql_sqlite.prepare(store, which, text, ret_statement, err);
}

/* A table that others hold and a right that is missing are no verdict on the release: the store
 * failed, the cursor stays, and the same record is taken when it comes again. */
static void test_what_the_database_refuses_comes_again(void **state)
{
    static const struct {
        int (*prepare)(struct staith_store *store, enum staith_store_statement which,
                       const char *text, struct staith_sql **ret_statement, struct staith_err *err);
        int code;
    } cases[] = {{busy, STAITH_ERR_AGAIN}, {denied, STAITH_ERR_DENIED}};
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    const struct staith_wire_peer peer = {.len = 3, .id = {'8', '4', '0'}};
    exchange_say_catalogue(&fixture->durham, &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    assert_int_equal(staith_ingest_commit(fixture->ingest, &fixture->err), 0);
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 4), &bytes);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staith_sql_driver driver = staith_sql_sqlite;
        driver.prepare = cases[i].prepare;
        fixture->store->driver = &driver;
        int rc = staith_ingest_message(fixture->ingest, &peer, "840", bytes.data, bytes.len,
                                       &fixture->err);
        fixture->store->driver = &staith_sql_sqlite;
        assert_int_equal(rc, cases[i].code);
        assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 1);
    }
    ingest_fixture_hear(fixture, "840", &bytes);
    assert_int_equal(staith_ingest_commit(fixture->ingest, &fixture->err), 0);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 2);
}

/* Another aggregator on the same store; opened before, as it would be. */
static struct staith_store *other;

static int accept_meanwhile(struct staith_store *store, enum staith_store_statement which,
                            const char *text, struct staith_sql **ret_statement,
                            struct staith_err *err)
{
    if (which == STAITH_SQL_BEGIN_WRITE) {
        assert_int_equal(staith_store_begin(other, err), 0);
        assert_int_equal(staith_store_accept_epoch(other, "840", 12, err), 0);
        assert_int_equal(staith_store_commit(other, err), 0);
    }
    return staith_sql_sqlite.prepare(store, which, text, ret_statement, err);
}

/* I6: the other takes a newer ledger just before the transaction. */
static void test_epoch_that_ends_meanwhile(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    struct staith_sql_driver driver = staith_sql_sqlite;
    driver.prepare = accept_meanwhile;
    assert_int_equal(
        staith_store_open(fixture->folder, false, &fixture->outside, &other, &fixture->err), 0);
    exchange_say_catalogue(&fixture->durham, &bytes);
    fixture->store->driver = &driver;
    ingest_fixture_hear(fixture, "840", &bytes);
    fixture->store->driver = &staith_sql_sqlite;
    staith_store_close(other);
    ingest_fixture_commit(fixture);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_refusal(fixture, 0, 0, STAITH_REFUSAL_EPOCH);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_taken_or_passed_over_the_cursor_moves,
                                        ingest_fixture_setup, ingest_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_notices, ingest_fixture_setup,
                                        ingest_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_epoch_that_ends_meanwhile, ingest_fixture_setup,
                                        ingest_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_what_the_database_refuses_comes_again,
                                        ingest_fixture_setup, ingest_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
