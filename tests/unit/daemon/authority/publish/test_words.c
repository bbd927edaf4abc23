/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the region says of its own accord, as the publisher takes it: signed by the region's key,
 * for this council, the next; or it changes nothing.
 */
#include "authority/publish/internal.h"
#include "publisher_fixture.h"

#include <cmocka.h>

struct region {
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    uint64_t epoch;
    uint64_t last;
    uint8_t last_hash[STAITH_HASH_BYTES];
};

/* The publisher of the scene, with the region's key. */
static void know_region(struct scene *scene, struct region *region)
{
    memset(region, 0, sizeof(*region));
    region->epoch = 55;
    assert_int_equal(crypto_sign_keypair(region->public_key, region->secret), 0);
    staith_publisher_free(scene->publisher);
    const struct staith_publisher_options options = {
        .folder = scene->fixture.folder,
        .outside = &scene->outside,
        .authority = "840",
        .region_key = region->public_key,
        .ctx = scene,
        .send = send_message,
        .next_endpoint = next_endpoint,
        .wake_in = wake_in,
        .report = report,
    };
    assert_int_equal(staith_publisher_new(&options, &scene->publisher, NULL), 0);
}

/* The region's next word: release `number` is sent back. `spoil` is called before it is packed. */
static void say(struct scene *scene, struct region *region, uint64_t number,
                void (*spoil)(struct staith_record *word))
{
    struct staith_message message = {.kind = STAITH_MESSAGE_WORD};
    struct staith_record *word = &message.as.record;
    struct staith_buf payload;
    const struct staith_verdict verdict = {.epoch = staith_ledger_epoch(scene->ledger),
                                           .number = number,
                                           .dataset = "csww",
                                           .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                           .standing = STAITH_STANDING_SENT_BACK,
                                           .reason = "wrong"};
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_verdict(&verdict, &payload), 0);
    *word = (struct staith_record){.authority = "840",
                                   .epoch = region->epoch,
                                   .number = region->last + 1,
                                   .kind = STAITH_RECORD_VERDICT,
                                   .payload = payload.data,
                                   .payload_len = payload.len};
    memcpy(word->previous, region->last_hash, sizeof(word->previous));
    assert_int_equal(staith_record_sign(word, region->secret), 0);
    const struct staith_record kept = *word;
    if (spoil != NULL) {
        spoil(word);
    }
    hear(scene, &message);
    if (spoil == NULL) {
        region->last = kept.number;
        memcpy(region->last_hash, kept.hash, sizeof(region->last_hash));
    }
    staith_buf_deinit(&payload);
}

static uint32_t standing(const struct scene *scene, uint64_t number)
{
    struct staith_ledger_entry entry;
    assert_int_equal(staith_ledger_read(scene->ledger, number, &entry, NULL), 0);
    return entry.standing;
}

static void test_a_word_is_kept_and_told_back(void **state)
{
    struct scene *scene = *state;
    struct region region;
    know_region(scene, &region);
    append(scene, 2);
    staith_publisher_start(scene->publisher);
    assert_true(last_hello(scene)->as.hello.words);
    assert_int_equal(last_hello(scene)->as.hello.heard, 0);
    welcome(scene, 3, 64);
    say(scene, &region, 2, NULL);
    assert_int_equal(standing(scene, 2), STAITH_STANDING_SENT_BACK);
    assert_int_equal(standing(scene, 3), 0);
    /* a hello soon says so, long before the heartbeat */
    assert_true(scene->wake_at <= scene->now_ms + 100);
    scene->now_ms = scene->wake_at;
    staith_publisher_on_time(scene->publisher);
    assert_true(last_hello(scene)->as.hello.heard_epoch == 55);
    assert_int_equal(last_hello(scene)->as.hello.heard, 1);
    say(scene, &region, 3, NULL);
    assert_int_equal(standing(scene, 3), STAITH_STANDING_SENT_BACK);
    assert_string_equal(scene->state.error, "");
}

static void change_hash(struct staith_record *word)
{
    word->hash[3] ^= 1;
}

static void change_signature(struct staith_record *word)
{
    word->signature[3] ^= 1;
}

static void change_council(struct staith_record *word)
{
    memcpy(word->authority, "841", 4);
}

static void skip_one(struct staith_record *word)
{
    word->number++;
    word->previous[0] ^= 1;
}

static void test_what_is_not_the_regions_changes_nothing(void **state)
{
    struct scene *scene = *state;
    struct region region;
    struct region stranger;
    know_region(scene, &stranger);
    know_region(scene, &region);
    append(scene, 2);
    staith_publisher_start(scene->publisher);
    welcome(scene, 3, 64);
    say(scene, &region, 2, change_hash);
    say(scene, &region, 2, change_signature);
    say(scene, &region, 2, change_council);
    say(scene, &stranger, 2, NULL);
    assert_int_equal(standing(scene, 2), 0);
    assert_non_null(strstr(scene->state.error, "the region said what is not signed by its key"));
    say(scene, &region, 2, skip_one);
    assert_int_equal(standing(scene, 2), 0);
    say(scene, &region, 2, NULL);
    assert_int_equal(standing(scene, 2), STAITH_STANDING_SENT_BACK);
    assert_string_equal(scene->state.error, "");
    region.last = 0; /* the same number again */
    memset(region.last_hash, 0, sizeof(region.last_hash));
    say(scene, &region, 3, NULL);
    assert_int_equal(standing(scene, 3), 0);
    /* a region that was set up anew begins at 1 */
    region.epoch++;
    region.last = 0;
    memset(region.last_hash, 0, sizeof(region.last_hash));
    say(scene, &region, 3, NULL);
    assert_int_equal(standing(scene, 3), STAITH_STANDING_SENT_BACK);
}

/* Signed well, and not the next: one before it was lost, or it follows another one. */
static void test_only_the_next_is_kept(void **state)
{
    struct scene *scene = *state;
    struct region region;
    know_region(scene, &region);
    append(scene, 2);
    staith_publisher_start(scene->publisher);
    welcome(scene, 3, 64);
    say(scene, &region, 2, NULL);
    const struct region after_one = region;
    region.last = 2; /* number 3 */
    say(scene, &region, 3, NULL);
    assert_int_equal(standing(scene, 3), 0);
    region = after_one;
    region.last_hash[0] ^= 1; /* number 2 of another chain */
    say(scene, &region, 3, NULL);
    assert_int_equal(standing(scene, 3), 0);
    region = after_one;
    region.epoch++; /* number 2 of an epoch whose first was not heard */
    say(scene, &region, 3, NULL);
    assert_int_equal(standing(scene, 3), 0);
    region = after_one;
    say(scene, &region, 3, NULL);
    assert_int_equal(standing(scene, 3), STAITH_STANDING_SENT_BACK);
}

/* While the region changes its key both are valid. */
static void test_two_keys(void **state)
{
    struct scene *scene = *state;
    struct region region;
    struct region next;
    know_region(scene, &next);
    know_region(scene, &region);
    memcpy(scene->publisher->region_next_key, next.public_key, STAITH_PUBLIC_KEY_BYTES);
    append(scene, 2);
    staith_publisher_start(scene->publisher);
    welcome(scene, 3, 64);
    say(scene, &region, 2, NULL);
    assert_int_equal(standing(scene, 2), STAITH_STANDING_SENT_BACK);
    memcpy(region.secret, next.secret, sizeof(region.secret));
    say(scene, &region, 3, NULL);
    assert_int_equal(standing(scene, 3), STAITH_STANDING_SENT_BACK);
}

static void test_without_a_key_nothing_is_asked(void **state)
{
    struct scene *scene = *state;
    struct region region;
    append(scene, 1);
    staith_publisher_start(scene->publisher);
    assert_false(last_hello(scene)->as.hello.words);
    welcome(scene, 2, 64);
    memset(&region, 0, sizeof(region));
    region.epoch = 55;
    assert_int_equal(crypto_sign_keypair(region.public_key, region.secret), 0);
    say(scene, &region, 2, NULL);
    assert_int_equal(standing(scene, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_word_is_kept_and_told_back, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_is_not_the_regions_changes_nothing, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_only_the_next_is_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(test_two_keys, setup, teardown),
        cmocka_unit_test_setup_teardown(test_without_a_key_nothing_is_asked, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
