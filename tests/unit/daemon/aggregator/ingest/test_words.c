/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What waits for an officer of the region, from the message to what is shown, and what the
 * officer's word makes of it. Accepting a ledger is tested with ingest.
 */
#include "ingest_fixture.h"

#include <cmocka.h>

static const struct staith_store_word good = {"Ann Lee", "statistics", "agreed in March"};

static void set_rules(struct ingest_fixture *fixture, bool releases_wait, bool catalogues_wait)
{
    const struct staith_ingest_dataset one = {"csww", releases_wait, catalogues_wait};
    const struct staith_ingest_dataset others = {"", true, true};
    assert_int_equal(staith_ingest_set_datasets(fixture->ingest, &one, 1, &others), 0);
}

static int count(void *ctx, const struct staith_store_figure *figure)
{
    (void)figure;
    *(int *)ctx += 1;
    return 0;
}

static int shown(struct ingest_fixture *fixture)
{
    int figures = 0;
    assert_int_equal(staith_store_headlines(fixture->store, "csww", count, &figures, &fixture->err),
                     0);
    return figures;
}

/* The sender cannot tell whether a record waits: it is acknowledged all the same. */
static void releases_wait_for_an_officer(void **state)
{
    struct ingest_fixture *fixture = *state;
    set_rules(fixture, true, false);
    ingest_fixture_bring(fixture, &fixture->durham, 2);
    ingest_fixture_expect_receipt(fixture, 0, 3, false);
    assert_int_equal(shown(fixture), 0);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "840", 3, STAITH_STORE_ACCEPTED, &good, NULL), 0);
    assert_int_equal(shown(fixture), 1);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "840", 2, STAITH_STORE_SENT_BACK, &good, NULL), 0);
    assert_int_equal(shown(fixture), 1);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "840", 2, STAITH_STORE_SENT_BACK, &good, NULL),
        STAITH_ERR_STATE);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "390", 2, STAITH_STORE_ACCEPTED, &good, NULL),
        STAITH_ERR_NOTFOUND);
    /* the word outlives the process */
    ingest_fixture_close(fixture);
    ingest_fixture_open(fixture);
    assert_int_equal(shown(fixture), 1);
}

/* The word is not part of what is under way: that is committed first, and answered. */
static void a_word_ends_the_batch(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_buf bytes;
    set_rules(fixture, true, false);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    fixture->answer_count = 0;
    exchange_say_release(&fixture->durham, exchange_release("840", 2024, 5), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    assert_int_equal(
        staith_ingest_judge(fixture->ingest, "840", 3, STAITH_STORE_ACCEPTED, &good, NULL), 0);
    assert_int_equal(fixture->answer_count, 1);
    ingest_fixture_expect_receipt(fixture, 0, 3, false);
    assert_false(staith_ingest_is_open(fixture->ingest));
}

static int first_hash(void *ctx, const struct staith_store_listed_catalogue *listed)
{
    memcpy(ctx, listed, sizeof(*listed));
    return 0;
}

static void a_new_dataset_waits(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_store_listed_catalogue listed = {0};
    set_rules(fixture, false, true);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    assert_int_equal(shown(fixture), 0);
    assert_int_equal(staith_store_list_catalogues(fixture->store, first_hash, &listed, NULL), 0);
    assert_int_equal(listed.state, STAITH_STORE_CATALOGUE_WAITS);
    assert_int_equal(staith_ingest_judge_catalogue(fixture->ingest, listed.hash,
                                                   STAITH_STORE_CATALOGUE_LEADS, &good, NULL),
                     0);
    assert_int_equal(shown(fixture), 1);
    /* the second council's is known, and waits for nobody */
    ingest_fixture_bring(fixture, &fixture->other, 1);
    assert_int_equal(shown(fixture), 2);
}

/* The council's catalogue as `change` makes it, and a release under it. */
static void bring_changed(struct ingest_fixture *fixture, struct exchange_council *council,
                          const struct staith_catalogue *catalogue)
{
    struct staith_buf payload;
    struct staith_buf bytes;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(catalogue, &payload), 0);
    const struct staith_record record = exchange_next(council, STAITH_RECORD_CATALOGUE, &payload);
    exchange_pack_record(&record, &bytes);
    exchange_keep(council, &record);
    ingest_fixture_hear(fixture, council->authority, &bytes);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_receipt(fixture, 0, record.number, false);
    staith_buf_deinit(&payload);
}

static const char *leading_definition(struct ingest_fixture *fixture, struct staith_arena *arena)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct staith_catalogue *catalogue = NULL;
    assert_int_equal(staith_store_newest_catalogue(fixture->store, "csww", &bytes, &len), 0);
    assert_int_equal(staith_codec_unpack_catalogue(bytes, len, arena, &catalogue, NULL), 0);
    free(bytes);
    return catalogue->measures[0].definition;
}

/* However lax the rule: what the others are compared by is not redefined by one of them. */
static void no_council_redefines(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_arena arena;
    struct staith_catalogue changed = *exchange_catalogue();
    struct staith_measure measures[2] = {changed.measures[0], changed.measures[1]};
    struct staith_store_listed_catalogue listed = {0};
    set_rules(fixture, false, false);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    changed.measures = measures;
    measures[0].definition = "FTE of those whom we like";
    bring_changed(fixture, &fixture->other, &changed);
    staith_arena_init(&arena, 1 << 20);
    assert_string_equal(leading_definition(fixture, &arena), "FTE in post");
    assert_int_equal(staith_store_list_catalogues(fixture->store, first_hash, &listed, NULL), 0);
    assert_int_equal(listed.state, STAITH_STORE_CATALOGUE_WAITS);
    assert_int_equal(staith_ingest_judge_catalogue(fixture->ingest, listed.hash,
                                                   STAITH_STORE_CATALOGUE_LEADS, &good, NULL),
                     0);
    assert_string_equal(leading_definition(fixture, &arena), "FTE of those whom we like");
    staith_arena_deinit(&arena);
}

/* An older plugin's catalogue has less: its figures are shown, and the fuller one goes on leading.
 */
static void less_does_not_lead(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_catalogue less = *exchange_catalogue();
    struct staith_catalogue more = *exchange_catalogue();
    struct staith_measure measures[3] = {more.measures[0], more.measures[1], more.measures[0]};
    struct staith_store_listed_catalogue listed = {0};
    set_rules(fixture, false, false);
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    less.measure_count = 1;
    less.table_count = 2;
    bring_changed(fixture, &fixture->other, &less);
    assert_int_equal(staith_store_list_catalogues(fixture->store, first_hash, &listed, NULL), 0);
    assert_int_equal(listed.state, STAITH_STORE_CATALOGUE_ACCEPTED);
    measures[2].code = "vacancies_fte";
    more.measures = measures;
    more.measure_count = 3;
    bring_changed(fixture, &fixture->other, &more);
    assert_int_equal(staith_store_list_catalogues(fixture->store, first_hash, &listed, NULL), 0);
    assert_int_equal(listed.state, STAITH_STORE_CATALOGUE_LEADS);
    /* under the rule that an officer looks, more waits too */
    set_rules(fixture, false, true);
    measures[2].code = "covers_fte";
    measures[1].code = "days_lost";
    struct staith_measure four[4] = {measures[0], measures[1], measures[2], measures[2]};
    four[3].code = "vacancies_fte";
    more.measures = four;
    more.measure_count = 4;
    bring_changed(fixture, &fixture->other, &more);
    assert_int_equal(staith_store_list_catalogues(fixture->store, first_hash, &listed, NULL), 0);
    assert_int_equal(listed.state, STAITH_STORE_CATALOGUE_WAITS);
}

/* While a council changes its signing key both are valid; then the old one is not any more. */
static void keys_are_changed(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct exchange_council next = {0};
    struct staith_buf bytes;
    ingest_fixture_bring(fixture, &fixture->durham, 1);
    exchange_council_init(&next, "840", 11);
    fixture->councils[0].has_next = true;
    memcpy(fixture->councils[0].next_signing_key, next.public_key, STAITH_PUBLIC_KEY_BYTES);
    assert_int_equal(staith_ingest_set_councils(fixture->ingest, fixture->councils, 2), 0);
    exchange_say_release(&fixture->durham, exchange_release("840", 2024, 5), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    memcpy(fixture->durham.secret_key, next.secret_key, sizeof(next.secret_key));
    exchange_say_release(&fixture->durham, exchange_release("840", 2023, 5), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_receipt(fixture, 0, 4, false);
    /* the first key is taken away: what it signs is refused from then on */
    fixture->councils[0].has_next = false;
    exchange_say_release(&fixture->durham, exchange_release("840", 2022, 5), &bytes);
    assert_int_equal(staith_ingest_set_councils(fixture->ingest, fixture->councils, 2), 0);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    ingest_fixture_expect_refusal(fixture, 0, 5, STAITH_REFUSAL_SIGNATURE);
    assert_int_equal(ingest_fixture_cursor(fixture, "840", 11), 4);
}

/* The clock of the fixture stands. */
static void what_is_due_is_shown(void **state)
{
    struct ingest_fixture *fixture = *state;
    struct staith_notice notice = {.kind = STAITH_NOTICE_EMBARGO,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                   .at_unix_ms = FIXTURE_NOW_MS + 1};
    struct staith_buf payload;
    struct staith_buf bytes;
    int64_t next = 9;
    assert_int_equal(staith_ingest_show_due(fixture->ingest, &next, NULL), 0);
    assert_int_equal(next, 0);
    ingest_fixture_bring(fixture, &fixture->durham, 0);
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_notice(&notice, &payload), 0);
    const struct staith_record record =
        exchange_next(&fixture->durham, STAITH_RECORD_NOTICE, &payload);
    exchange_pack_record(&record, &bytes);
    exchange_keep(&fixture->durham, &record);
    ingest_fixture_hear(fixture, "840", &bytes);
    exchange_say_release(&fixture->durham, exchange_release("840", 2025, 5), &bytes);
    ingest_fixture_hear(fixture, "840", &bytes);
    ingest_fixture_commit(fixture);
    assert_int_equal(shown(fixture), 0);
    assert_int_equal(staith_ingest_show_due(fixture->ingest, &next, NULL), 0);
    assert_int_equal(next, FIXTURE_NOW_MS + 1);
    assert_int_equal(shown(fixture), 0);
    staith_buf_deinit(&payload);
}

int main(void)
{
#define CASE(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, ingest_fixture_setup, ingest_fixture_teardown)
    const struct CMUnitTest tests[] = {
        CASE(releases_wait_for_an_officer),
        CASE(a_word_ends_the_batch),
        CASE(a_new_dataset_waits),
        CASE(no_council_redefines),
        CASE(less_does_not_lead),
        CASE(what_is_due_is_shown),
        CASE(keys_are_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
