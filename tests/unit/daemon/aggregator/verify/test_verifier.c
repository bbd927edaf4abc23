/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/verify/verifier.h"
#include "codec/message.h"
#include "exchange_fixture.h"

enum { RECORDS = 200 };

struct sent {
    struct exchange_council council;
    struct staith_buf bytes[RECORDS];
};

static int setup(void **state)
{
    struct sent *sent = calloc(1, sizeof(*sent));
    assert_non_null(sent);
    exchange_council_init(&sent->council, "840", 11);
    exchange_say_catalogue(&sent->council, &sent->bytes[0]);
    for (int i = 1; i < RECORDS; i++) {
        exchange_say_release(&sent->council, exchange_release("840", 2025, i), &sent->bytes[i]);
    }
    *state = sent;
    return 0;
}

static int teardown(void **state)
{
    struct sent *sent = *state;
    for (int i = 0; i < RECORDS; i++) {
        staith_buf_deinit(&sent->bytes[i]);
    }
    free(sent);
    return 0;
}

static struct staith_verifier_message message_of(const struct staith_buf *bytes)
{
    struct staith_verifier_message message = {
        .peer = {.len = 1, .id = {7}}, .authority = "840", .bytes = bytes->data, .len = bytes->len};
    return message;
}

/* What is given back is read and judged as ingest does it: the verdict of each by number. */
static void judge(struct staith_verifier *verifier, const uint8_t *key, int verdicts[RECORDS + 1])
{
    struct staith_verifier_message message;
    uint64_t number = 0;
    while (staith_verifier_next(verifier, &message)) {
        struct staith_arena arena;
        struct staith_message read;
        staith_arena_init(&arena, 1 << 20);
        assert_string_equal(message.authority, "840");
        assert_int_equal(message.peer.id[0], 7);
        assert_int_equal(staith_message_unpack(message.bytes, message.len, &arena, &read, NULL), 0);
        assert_true(read.as.record.number > number);
        number = read.as.record.number;
        verdicts[number] = staith_verifier_verify(verifier, &read.as.record, key);
        staith_arena_deinit(&arena);
    }
}

/* With threads and without, the good are good and the others are not, in their order. */
static void the_same_with_and_without_threads(void **state)
{
    struct sent *sent = *state;
    struct staith_err err = {0};
    sent->bytes[70].data[sent->bytes[70].len - 1] ^= 1; /* of its payload */
    for (unsigned threads = 0; threads < 9; threads += 3) {
        struct staith_verifier *verifier = NULL;
        assert_int_equal(staith_verifier_new(threads, &verifier, &err), 0);
        for (int round = 0; round < 3; round++) {
            int verdicts[RECORDS + 1] = {0};
            for (int i = 60; i < 80 + round * 50; i++) {
                struct staith_arena arena;
                struct staith_message read;
                const struct staith_verifier_message message = message_of(&sent->bytes[i]);
                staith_arena_init(&arena, 1 << 20);
                bool whole =
                    staith_message_unpack(message.bytes, message.len, &arena, &read, NULL) == 0;
                staith_arena_deinit(&arena);
                assert_true(!whole ||
                            staith_verifier_add(verifier, &message, sent->council.public_key));
            }
            judge(verifier, sent->council.public_key, verdicts);
            for (int i = 61; i <= 80; i++) {
                assert_int_equal(verdicts[i] == 0, i != 71);
            }
        }
        staith_verifier_free(verifier);
    }
    sent->bytes[70].data[sent->bytes[70].len - 1] ^= 1;
}

/* A verdict is of one key: under another it is another. */
static void under_another_key(void **state)
{
    struct sent *sent = *state;
    struct staith_verifier *verifier = NULL;
    struct exchange_council other;
    int verdicts[RECORDS + 1] = {0};
    exchange_council_init(&other, "840", 11);
    assert_int_equal(staith_verifier_new(2, &verifier, NULL), 0);
    for (int i = 0; i < 8; i++) {
        const struct staith_verifier_message message = message_of(&sent->bytes[i]);
        assert_true(staith_verifier_add(verifier, &message, other.public_key));
    }
    judge(verifier, sent->council.public_key, verdicts); /* its own: asked of nobody before */
    assert_int_equal(verdicts[5], 0);
    for (int i = 0; i < 8; i++) {
        const struct staith_verifier_message message = message_of(&sent->bytes[i]);
        assert_true(staith_verifier_add(verifier, &message, sent->council.public_key));
    }
    judge(verifier, other.public_key, verdicts);
    assert_int_equal(verdicts[5], STAITH_ERR_VERIFY);
    staith_verifier_free(verifier);
}

/* A message that a thread could not read says nothing of a record, whatever was in its place
 * before: the record is verified when it is asked for. */
static void what_was_not_read_is_no_verdict(void **state)
{
    struct sent *sent = *state;
    struct staith_verifier *verifier = NULL;
    struct staith_verifier_message message;
    int verdicts[RECORDS + 1] = {0};
    assert_int_equal(staith_verifier_new(2, &verifier, NULL), 0);
    for (int i = 0; i < RECORDS; i++) {
        message = message_of(&sent->bytes[i]);
        assert_true(staith_verifier_add(verifier, &message, sent->council.public_key));
    }
    judge(verifier, sent->council.public_key, verdicts);
    uint8_t byte = 1;
    const struct staith_buf unread = {.data = &byte, .len = 1};
    for (int i = 0; i < RECORDS; i++) {
        message = message_of(&unread);
        assert_true(staith_verifier_add(verifier, &message, sent->council.public_key));
    }
    for (int i = 0; i < RECORDS; i++) {
        struct staith_arena arena;
        struct staith_message read;
        staith_arena_init(&arena, 1 << 20);
        assert_true(staith_verifier_next(verifier, &message));
        assert_int_equal(
            staith_message_unpack(sent->bytes[i].data, sent->bytes[i].len, &arena, &read, NULL), 0);
        assert_int_equal(
            staith_verifier_verify(verifier, &read.as.record, sent->council.public_key), 0);
        staith_arena_deinit(&arena);
    }
    staith_verifier_free(verifier);
}

static void room_is_bounded(void **state)
{
    struct sent *sent = *state;
    struct staith_verifier *verifier = NULL;
    struct staith_verifier_message message = message_of(&sent->bytes[1]);
    int count = 0;
    assert_int_equal(staith_verifier_new(1, &verifier, NULL), 0);
    while (staith_verifier_add(verifier, &message, NULL)) {
        count++;
    }
    assert_int_equal(count, STAITH_WIRE_BATCH);
    staith_verifier_free(verifier); /* with what waits in it */
    assert_int_equal(staith_verifier_new(1, &verifier, NULL), 0);
    uint8_t *large = calloc(1, STAITH_VERIFIER_MAX_BYTES);
    assert_non_null(large);
    message.bytes = large;
    message.len = STAITH_VERIFIER_MAX_BYTES - 10;
    assert_true(staith_verifier_add(verifier, &message, sent->council.public_key));
    message.len = 11;
    assert_false(staith_verifier_add(verifier, &message, sent->council.public_key));
    free(large);
    assert_true(staith_verifier_next(verifier, &message));
    assert_false(staith_verifier_next(verifier, &message));
    message = message_of(&sent->bytes[1]);
    assert_true(staith_verifier_add(verifier, &message, sent->council.public_key));
    staith_verifier_free(verifier);
    staith_verifier_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_with_and_without_threads),
        cmocka_unit_test(under_another_key),
        cmocka_unit_test(what_was_not_read_is_no_verdict),
        cmocka_unit_test(room_is_bounded),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
