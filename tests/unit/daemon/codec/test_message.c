/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/message.h"

#include "certificate_case.h"
#include "release_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hostile.h"

#include <sodium.h>
#include <staith/v1/exchange.pb-c.h>

static struct staith_message hello(void)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_HELLO};
    message.as.hello.protocol_min = 1;
    message.as.hello.protocol_max = 2;
    message.as.hello.epoch = UINT64_MAX;
    message.as.hello.first = 3;
    message.as.hello.last = 70000000000;
    message.as.hello.nonce = 77;
    return message;
}

static struct staith_message welcome(void)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_WELCOME};
    message.as.welcome.protocol = 1;
    message.as.welcome.epoch = 5;
    message.as.welcome.committed = 12;
    message.as.welcome.credit_messages = 64;
    message.as.welcome.credit_bytes = 16777216;
    message.as.welcome.nonce = 77;
    memset(message.as.welcome.committed_hash, 0xab, STAITH_HASH_BYTES);
    return message;
}

static struct staith_message receipt(void)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_RECEIPT};
    message.as.receipt.epoch = 5;
    message.as.receipt.committed = 12;
    message.as.receipt.gap = true;
    message.as.receipt.at_unix_ms = -1709212455678;
    return message;
}

static struct staith_message refusal(void)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_REFUSAL};
    message.as.refusal.epoch = 5;
    message.as.refusal.number = 12;
    message.as.refusal.reason = STAITH_REFUSAL_CONTENT;
    memcpy(message.as.refusal.detail, "measure \xC2\xA3", 11);
    return message;
}

static struct staith_message record(void)
{
    struct staith_message message = {.kind = STAITH_MESSAGE_RECORD};
    message.as.record = (struct staith_record){.authority = "840",
                                               .epoch = 5,
                                               .number = 2,
                                               .kind = STAITH_RECORD_RELEASE,
                                               .previous = {1, 2, 3},
                                               .payload = (const uint8_t *)"pay\0load",
                                               .payload_len = 8};
    memset(message.as.record.hash, 0xAB, STAITH_HASH_BYTES);
    memset(message.as.record.signature, 0xCD, STAITH_SIGNATURE_BYTES);
    return message;
}

/* Pack and unpack; *ret_message points into `arena`. */
static void there_and_back(const struct staith_message *message, struct staith_arena *arena,
                           struct staith_message *ret_message)
{
    struct staith_buf bytes;
    staith_buf_init(&bytes, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_message_pack(message, &bytes), 0);
    staith_arena_init(arena, 1024 * 1024);
    assert_int_equal(staith_message_unpack(bytes.data, bytes.len, arena, ret_message, NULL), 0);
    assert_int_equal(ret_message->kind, message->kind);
    staith_buf_deinit(&bytes);
}

static void all_kinds_come_back(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_message sent = hello();
    struct staith_message got = {0};
    there_and_back(&sent, &arena, &got);
    assert_int_equal(got.as.hello.protocol_min, 1);
    assert_int_equal(got.as.hello.protocol_max, 2);
    assert_true(got.as.hello.epoch == UINT64_MAX);
    assert_int_equal(got.as.hello.first, 3);
    assert_true(got.as.hello.last == 70000000000);
    assert_int_equal(got.as.hello.nonce, 77);
    staith_arena_deinit(&arena);
    sent = welcome();
    there_and_back(&sent, &arena, &got);
    assert_int_equal(got.as.welcome.protocol, 1);
    assert_int_equal(got.as.welcome.epoch, 5);
    assert_int_equal(got.as.welcome.committed, 12);
    assert_int_equal(got.as.welcome.credit_messages, 64);
    assert_int_equal(got.as.welcome.credit_bytes, 16777216);
    assert_int_equal(got.as.welcome.nonce, 77);
    assert_memory_equal(got.as.welcome.committed_hash, sent.as.welcome.committed_hash,
                        STAITH_HASH_BYTES);
    staith_arena_deinit(&arena);
    sent = receipt();
    there_and_back(&sent, &arena, &got);
    assert_int_equal(got.as.receipt.epoch, 5);
    assert_int_equal(got.as.receipt.committed, 12);
    assert_true(got.as.receipt.gap);
    assert_true(got.as.receipt.at_unix_ms == -1709212455678);
    staith_arena_deinit(&arena);
    sent = refusal();
    there_and_back(&sent, &arena, &got);
    assert_int_equal(got.as.refusal.epoch, 5);
    assert_int_equal(got.as.refusal.number, 12);
    assert_int_equal(got.as.refusal.reason, STAITH_REFUSAL_CONTENT);
    assert_string_equal(got.as.refusal.detail, "measure \xC2\xA3");
    staith_arena_deinit(&arena);
}

static void a_record_comes_back(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_message sent = record();
    struct staith_message got = {0};
    there_and_back(&sent, &arena, &got);
    assert_string_equal(got.as.record.authority, "840");
    assert_int_equal(got.as.record.epoch, 5);
    assert_int_equal(got.as.record.number, 2);
    assert_int_equal(got.as.record.kind, STAITH_RECORD_RELEASE);
    assert_memory_equal(got.as.record.previous, sent.as.record.previous, STAITH_HASH_BYTES);
    assert_memory_equal(got.as.record.hash, sent.as.record.hash, STAITH_HASH_BYTES);
    assert_memory_equal(got.as.record.signature, sent.as.record.signature, STAITH_SIGNATURE_BYTES);
    assert_int_equal(got.as.record.payload_len, 8);
    assert_memory_equal(got.as.record.payload, "pay\0load", 8);
    staith_arena_deinit(&arena);
}

/* Change one thing of a good message: it is not packed. */
#define NOT_SENT(make, change)                                                                     \
    do {                                                                                           \
        struct staith_message m = make();                                                          \
        struct staith_buf out;                                                                     \
        staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);                                             \
        change;                                                                                    \
        assert_int_equal(staith_message_pack(&m, &out), STAITH_ERR_INVAL);                         \
        assert_int_equal(out.len, 0);                                                              \
        staith_buf_deinit(&out);                                                                   \
    } while (0)

static void nonsense_is_not_sent(void **state)
{
    (void)state;
    NOT_SENT(hello, m.kind = (enum staith_message_kind)0);
    NOT_SENT(hello, m.kind = (enum staith_message_kind)6);
    NOT_SENT(hello, m.as.hello.epoch = 0);
    NOT_SENT(hello, m.as.hello.protocol_min = 0);
    NOT_SENT(hello, m.as.hello.protocol_max = 0);
    NOT_SENT(hello, m.as.hello.last = 2);
    NOT_SENT(hello, m.as.hello.first = 0);
    NOT_SENT(welcome, m.as.welcome.protocol = 0);
    NOT_SENT(welcome, m.as.welcome.epoch = 0);
    NOT_SENT(receipt, m.as.receipt.epoch = 0);
    NOT_SENT(refusal, m.as.refusal.reason = (enum staith_refusal)0);
    NOT_SENT(refusal, m.as.refusal.reason = (enum staith_refusal)11);
    NOT_SENT(refusal, m.as.refusal.epoch = 0);
    NOT_SENT(record, m.as.record.number = 0);
    NOT_SENT(record, m.as.record.payload_len = 0);
}

static void a_detail_is_cut_to_whole_characters(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_message sent = refusal();
    struct staith_message got = {0};
    memset(sent.as.refusal.detail, 'w', 256);
    sent.as.refusal.detail[254] = (char)0xC2;
    sent.as.refusal.detail[255] = (char)0xA3;
    there_and_back(&sent, &arena, &got);
    assert_int_equal(strlen(got.as.refusal.detail), 254);
    staith_arena_deinit(&arena);
}

static int unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_message message = {0};
    int code = staith_message_unpack(bytes, len, arena, &message, err);
    if (code == 0) {
        /* What is taken could have been sent. */
        struct staith_buf again;
        staith_buf_init(&again, STAITH_CODEC_MAX_BYTES);
        assert_int_equal(staith_message_pack(&message, &again), 0);
        staith_buf_deinit(&again);
    } else {
        assert_int_equal(message.kind, 0);
    }
    return code;
}

static void hostile_bytes(void **state)
{
    (void)state;
    struct staith_message (*const makes[])(void) = {hello, welcome, receipt, refusal, record};
    for (size_t i = 0; i < sizeof(makes) / sizeof(makes[0]); i++) {
        struct staith_message message = makes[i]();
        struct staith_buf bytes;
        staith_buf_init(&bytes, STAITH_CODEC_MAX_BYTES);
        assert_int_equal(staith_message_pack(&message, &bytes), 0);
        hostile_cut(unpack, &bytes);
        assert_true(hostile_spoil(unpack, &bytes) > 20);
        staith_buf_deinit(&bytes);
    }
}

static int verify(const uint8_t *bytes, size_t len, const uint8_t *public_key)
{
    struct staith_arena arena;
    struct staith_message message = {0};
    staith_arena_init(&arena, 1024 * 1024);
    int code = staith_message_unpack(bytes, len, &arena, &message, NULL);
    if (code == 0 && message.kind != STAITH_MESSAGE_RECORD) {
        code = STAITH_ERR_SYNTAX;
    }
    if (code == 0) {
        code = staith_record_verify(&message.as.record, public_key);
    }
    staith_arena_deinit(&arena);
    return code;
}

/* A record with a real release in it, signed: whatever byte is spoilt on the way, it is refused.
 * (A number may be written longer than it need be; the fields themselves are all under the hash.)
 */
static void no_spoilt_record_is_verified(void **state)
{
    (void)state;
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    static const uint8_t seed[32] = {42};
    struct release_sample sample;
    struct staith_release *release = NULL;
    struct staith_buf payload;
    struct staith_buf bytes;
    assert_int_equal(crypto_sign_seed_keypair(public_key, secret, seed), 0);
    release_sample(&sample);
    assert_int_equal(staith_release_rebuild(&sample.parts, &release, NULL), 0);
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    staith_buf_init(&bytes, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_release(release, &payload), 0);
    staith_release_free(release);
    struct staith_message message = record();
    message.as.record.payload = payload.data;
    message.as.record.payload_len = payload.len;
    assert_int_equal(staith_record_sign(&message.as.record, secret), 0);
    assert_int_equal(staith_message_pack(&message, &bytes), 0);
    assert_int_equal(verify(bytes.data, bytes.len, public_key), 0);
    for (size_t at = 0; at < bytes.len; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            bytes.data[at] ^= (uint8_t)(1u << bit);
            assert_true(verify(bytes.data, bytes.len, public_key) < 0);
            bytes.data[at] ^= (uint8_t)(1u << bit);
        }
    }
    staith_buf_deinit(&payload);
    staith_buf_deinit(&bytes);
}

static int unpack_packed(Staith__V1__Message *packed)
{
    uint8_t bytes[512];
    struct staith_arena arena;
    struct staith_message message = {0};
    struct staith_err err = {0};
    assert_true(staith__v1__message__get_packed_size(packed) <= sizeof(bytes));
    size_t len = staith__v1__message__pack(packed, bytes);
    staith_arena_init(&arena, 4096);
    int code = staith_message_unpack(bytes, len, &arena, &message, &err);
    staith_arena_deinit(&arena);
    return code;
}

static void one_body_and_the_right_one(void **state)
{
    (void)state;
    Staith__V1__Message packed = STAITH__V1__MESSAGE__INIT;
    Staith__V1__Receipt receipt_body = STAITH__V1__RECEIPT__INIT;
    Staith__V1__Welcome welcome_body = STAITH__V1__WELCOME__INIT;
    receipt_body.epoch = 5;
    welcome_body.epoch = 5;
    welcome_body.protocol = 1;
    packed.kind = STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_RECEIPT;
    assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
    packed.receipt = &receipt_body;
    assert_int_equal(unpack_packed(&packed), 0);
    packed.welcome = &welcome_body;
    assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
    packed.welcome = NULL;
    packed.kind = STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_WELCOME;
    assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
    packed.kind = STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_UNSET;
    assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
    packed.kind = (Staith__V1__MessageKind)9;
    assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
}

static void lengths_of_a_record(void **state)
{
    (void)state;
    uint8_t bytes[65] = {1};
    char authority[] = "840";
    Staith__V1__Message packed = STAITH__V1__MESSAGE__INIT;
    Staith__V1__Record body = STAITH__V1__RECORD__INIT;
    packed.kind = STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_RECORD;
    packed.record = &body;
    body.authority = (ProtobufCBinaryData){3, (uint8_t *)authority};
    body.epoch = 5;
    body.number = 2;
    body.kind = STAITH__V1__RECORD_KIND__RECORD_KIND_RELEASE;
    body.previous = (ProtobufCBinaryData){32, bytes};
    body.hash = (ProtobufCBinaryData){32, bytes};
    body.signature = (ProtobufCBinaryData){64, bytes};
    body.payload = (ProtobufCBinaryData){5, bytes};
    assert_int_equal(unpack_packed(&packed), 0);
    ProtobufCBinaryData *const fields[] = {&body.previous, &body.hash, &body.signature};
    for (size_t i = 0; i < 3; i++) {
        fields[i]->len++;
        assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
        fields[i]->len -= 2;
        assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
        fields[i]->len++;
    }
    body.payload.len = 0;
    assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
    body.payload.len = 5;
    body.authority = (ProtobufCBinaryData){16, bytes};
    assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
    body.authority = (ProtobufCBinaryData){3, (uint8_t *)authority};
    authority[1] = '\0';
    assert_int_equal(unpack_packed(&packed), STAITH_ERR_SYNTAX);
}

static void the_largest_record_fits(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_message sent = record();
    struct staith_message got = {0};
    uint8_t *payload = calloc(1, STAITH_CODEC_MAX_PAYLOAD_BYTES);
    assert_non_null(payload);
    sent.as.record.payload = payload;
    sent.as.record.payload_len = STAITH_CODEC_MAX_PAYLOAD_BYTES;
    memcpy(sent.as.record.authority, "123456789012345", 16);
    sent.as.record.number = UINT64_MAX;
    there_and_back(&sent, &arena, &got);
    assert_int_equal(got.as.record.payload_len, STAITH_CODEC_MAX_PAYLOAD_BYTES);
    staith_arena_deinit(&arena);
    free(payload);
}

static void size_and_budget_have_limits(void **state)
{
    (void)state;
    struct staith_message message = record();
    struct staith_buf bytes;
    uint8_t *zeros = calloc(1, STAITH_MESSAGE_MAX_BYTES + 1);
    assert_non_null(zeros);
    assert_int_equal(hostile_try(unpack, zeros, STAITH_MESSAGE_MAX_BYTES + 1, 4096),
                     STAITH_ERR_LIMIT);
    free(zeros);
    staith_buf_init(&bytes, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_message_pack(&message, &bytes), 0);
    assert_int_equal(hostile_starve(unpack, &bytes), 16);
    staith_buf_deinit(&bytes);
}

static void words(void **state)
{
    (void)state;
    assert_string_equal(staith_refusal_words(STAITH_REFUSAL_SIGNATURE),
                        "the signature does not match");
    assert_string_equal(staith_refusal_words((enum staith_refusal)0), "unknown reason");
}

/* A region of before rules and certificates can be sent a release without them, and no other. */
static void which_protocol_a_record_needs(void **state)
{
    (void)state;
    struct release_sample sample;
    struct staith_release *release = NULL;
    struct staith_buf bytes;
    const struct staith_release_cell cell = certificate_cell();
    const struct staith_release_certificate certificate = certificate_of(&cell, 1);
    struct staith_record record = {.kind = STAITH_RECORD_CATALOGUE};
    assert_int_equal(staith_record_protocol(&record), 1);
    record.kind = STAITH_RECORD_NOTICE;
    assert_int_equal(staith_record_protocol(&record), 2);
    record.kind = STAITH_RECORD_COMPARISON;
    assert_int_equal(staith_record_protocol(&record), 2);
    record.kind = STAITH_RECORD_HANDOUT;
    assert_int_equal(staith_record_protocol(&record), 3);
    record.kind = STAITH_RECORD_RELEASE;
    for (int i = 0; i < 2; i++) {
        release_sample(&sample);
        if (i == 1) {
            sample.parts.cell_count = 1;
            sample.parts.cells = &cell;
            sample.parts.certificate = &certificate;
        }
        staith_buf_init(&bytes, STAITH_CODEC_MAX_BYTES);
        assert_int_equal(staith_release_rebuild(&sample.parts, &release, NULL), 0);
        assert_int_equal(staith_codec_pack_release(release, &bytes), 0);
        record.payload = bytes.data;
        record.payload_len = bytes.len;
        assert_int_equal(staith_record_protocol(&record), i == 0 ? 1 : 2);
        staith_release_free(release);
        staith_buf_deinit(&bytes);
    }
    record.payload = (const uint8_t *)"no release";
    record.payload_len = 10;
    assert_int_equal(staith_record_protocol(&record), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_kinds_come_back),
        cmocka_unit_test(a_record_comes_back),
        cmocka_unit_test(nonsense_is_not_sent),
        cmocka_unit_test(a_detail_is_cut_to_whole_characters),
        cmocka_unit_test(hostile_bytes),
        cmocka_unit_test(no_spoilt_record_is_verified),
        cmocka_unit_test(one_body_and_the_right_one),
        cmocka_unit_test(lengths_of_a_record),
        cmocka_unit_test(the_largest_record_fits),
        cmocka_unit_test(size_and_budget_have_limits),
        cmocka_unit_test(words),
        cmocka_unit_test(which_protocol_a_record_needs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
