/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/internal.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_taken_or_passed_over_the_cursor_moves,
                                        ingest_fixture_setup, ingest_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_notices, ingest_fixture_setup,
                                        ingest_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
