/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/record.h"

#include "base/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* The key pair of RFC 8032, 7.1, test 1: secret seed and public key end to end. */
static const char pair_hex[] = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
                               "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
/* Hashes and signatures of the records below, made by other software (Python's hashlib and
 * cryptography) from the description in proto/README.md. */
static const char first_hash[] = "75a9478b3b3ffd48662c03c2e33522be3ae1d0ce7e668f3824f1eec64c4cbc9b";
static const char first_signature[] =
    "b027cf144818eb06cbdf689c148c29b0022563c861c22f4e67d0ce6e6da9a055"
    "2f1243a19bf8671b33be9c38a02ff9582bd24ac72868e981975167baa746b909";
static const char second_hash[] =
    "dc8889cd3bfa7e581ef8a876619065abee40f1c2d7bce644ded85e7702fc5268";
static const char second_signature[] =
    "97d2379970fb234ca7cbf9976465ea3bced9ef6263c74bfd602760c11049c14a"
    "3decb7dd3d88130deb6523f263fe845429af24eeee48e483a91022baf21ee00f";

static void assert_hex(const uint8_t *bytes, size_t len, const char *expected)
{
    char text[129];
    assert_int_equal(staith_hex_encode(bytes, len, text, sizeof(text)), 0);
    assert_string_equal(text, expected);
}

static struct staith_record first_record(void)
{
    return (struct staith_record){.authority = "840",
                                  .epoch = 0x0102030405060708,
                                  .number = 1,
                                  .kind = STAITH_RECORD_RELEASE,
                                  .payload = (const uint8_t *)"payload",
                                  .payload_len = 7};
}

static void keys(uint8_t secret[STAITH_SECRET_KEY_BYTES])
{
    assert_int_equal(staith_hex_decode(pair_hex, secret, STAITH_SECRET_KEY_BYTES), 0);
}

static void hash_is_blake2b_256(void **state)
{
    (void)state;
    uint8_t hash[STAITH_HASH_BYTES];
    staith_codec_hash("abc", 3, hash);
    assert_hex(hash, 32, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    staith_codec_hash("", 0, hash);
    assert_hex(hash, 32, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

static void records_are_as_described(void **state)
{
    (void)state;
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    keys(secret);
    struct staith_record record = first_record();
    assert_int_equal(staith_record_sign(&record, secret), 0);
    assert_hex(record.hash, 32, first_hash);
    assert_hex(record.signature, 64, first_signature);
    assert_int_equal(staith_record_verify(&record, secret + 32), 0);
    memcpy(record.previous, record.hash, STAITH_HASH_BYTES);
    record.number = 2;
    record.kind = STAITH_RECORD_CATALOGUE;
    record.payload = (const uint8_t *)"next";
    record.payload_len = 4;
    assert_int_equal(staith_record_sign(&record, secret), 0);
    assert_hex(record.hash, 32, second_hash);
    assert_hex(record.signature, 64, second_signature);
    assert_int_equal(staith_record_verify(&record, secret + 32), 0);
}

/* A region's record has a domain of its own: it never passes for a council's. The hash is Python's
 * hashlib's, from proto/README.md. */
static void a_regions_record(void **state)
{
    (void)state;
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    keys(secret);
    struct staith_record record = first_record();
    record.kind = STAITH_RECORD_VERDICT;
    assert_int_equal(staith_record_sign(&record, secret), 0);
    assert_hex(record.hash, 32, "7c35d7ac852e30f6f37319105ea2bf19206ea659ba99938f0992f4e00678cd76");
    assert_int_equal(staith_record_verify(&record, secret + 32), 0);
    assert_true(staith_record_kind_is_word(STAITH_RECORD_COMPARISON));
    assert_false(staith_record_kind_is_word(STAITH_RECORD_NOTICE));
    assert_false(staith_record_kind_known(STAITH_RECORD_VERDICT));
    assert_false(staith_record_kind_known(0));
    assert_false(staith_record_kind_known(4));
}

/* Spoil one thing of a signed record. */
#define UNVERIFIED(spoil)                                                                          \
    do {                                                                                           \
        struct staith_record record = signed_record;                                               \
        spoil;                                                                                     \
        assert_int_equal(staith_record_verify(&record, secret + 32), STAITH_ERR_VERIFY);           \
    } while (0)

/* The same of what the hash is over: it alone tells. */
#define CHANGED(spoil)                                                                             \
    do {                                                                                           \
        struct staith_record changed = signed_record;                                              \
        struct staith_record *record = &changed;                                                   \
        spoil;                                                                                     \
        assert_int_equal(staith_record_intact(record), STAITH_ERR_VERIFY);                         \
        assert_int_equal(staith_record_verify(record, secret + 32), STAITH_ERR_VERIFY);            \
    } while (0)

static void nothing_can_be_changed(void **state)
{
    (void)state;
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    keys(secret);
    struct staith_record signed_record = first_record();
    signed_record.number = 2;
    signed_record.previous[0] = 1;
    assert_int_equal(staith_record_sign(&signed_record, secret), 0);
    assert_int_equal(staith_record_verify(&signed_record, secret + 32), 0);
    assert_int_equal(staith_record_intact(&signed_record), 0);
    CHANGED(record->authority[2] = '1');
    CHANGED(record->authority[3] = '0');
    CHANGED(record->epoch ^= 1);
    CHANGED(record->number = 3);
    CHANGED(record->kind = STAITH_RECORD_CATALOGUE);
    CHANGED(record->kind = STAITH_RECORD_NOTICE);
    CHANGED(record->kind = (enum staith_record_kind)4);
    CHANGED(record->previous[31] ^= 0x80);
    CHANGED(record->hash[0] ^= 1);
    CHANGED(record->payload = (const uint8_t *)"Payload");
    CHANGED(record->payload_len = 6);
    for (size_t i = 0; i < STAITH_SIGNATURE_BYTES; i++) {
        UNVERIFIED(record.signature[i] ^= 1);
    }
    secret[32] ^= 1;
    UNVERIFIED((void)record);
}

#define IMPLAUSIBLE(spoil)                                                                         \
    do {                                                                                           \
        struct staith_record record = first_record();                                              \
        spoil;                                                                                     \
        assert_false(staith_record_plausible(&record));                                            \
        assert_int_equal(staith_record_sign(&record, secret), STAITH_ERR_INVAL);                   \
    } while (0)

static void nonsense_is_not_signed(void **state)
{
    (void)state;
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    keys(secret);
    IMPLAUSIBLE(record.authority[0] = '\0');
    IMPLAUSIBLE(memset(record.authority, '1', sizeof(record.authority)));
    IMPLAUSIBLE(record.epoch = 0);
    IMPLAUSIBLE(record.number = 0);
    IMPLAUSIBLE(record.number = 2); /* and nothing before it */
    IMPLAUSIBLE(record.previous[5] = 1);
    IMPLAUSIBLE(record.kind = (enum staith_record_kind)0);
    IMPLAUSIBLE(record.payload_len = 0);
    IMPLAUSIBLE(record.payload = NULL);
    IMPLAUSIBLE(record.payload_len = STAITH_CODEC_MAX_PAYLOAD_BYTES + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hash_is_blake2b_256),      cmocka_unit_test(a_regions_record),
        cmocka_unit_test(records_are_as_described), cmocka_unit_test(nothing_can_be_changed),
        cmocka_unit_test(nonsense_is_not_signed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
