/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hash begins with a domain of its own: bytes that were signed as something else can never
 * pass for a record. All fields but the last have a fixed width, so no two records give one input.
 */
#include "codec/record.h"

#include "model/authority.h"

#include <sodium.h>
#include <string.h>

enum { DOMAIN_BYTES = 16 };
static const char council_domain[] = "staith.v1.record";
static const char region_domain[] = "staith.v1.region";

void staith_codec_hash(const void *bytes, size_t len, uint8_t ret_hash[STAITH_HASH_BYTES])
{
    (void)crypto_generichash(ret_hash, STAITH_HASH_BYTES, bytes, len, NULL, 0);
}

bool staith_record_kind_known(int kind)
{
    return kind >= STAITH_RECORD_CATALOGUE && kind <= STAITH_RECORD_NOTICE;
}

bool staith_record_kind_is_word(int kind)
{
    return kind >= STAITH_RECORD_VERDICT && kind <= STAITH_RECORD_HANDOUT;
}

const char *staith_record_kind_words(enum staith_record_kind kind)
{
    switch (kind) {
    case STAITH_RECORD_CATALOGUE:
        return "a catalogue";
    case STAITH_RECORD_RELEASE:
        return "a release";
    case STAITH_RECORD_NOTICE:
        return "a notice";
    case STAITH_RECORD_VERDICT:
        return "a verdict";
    case STAITH_RECORD_COMPARISON:
        return "a comparison";
    case STAITH_RECORD_HANDOUT:
        return "a handout";
    }
    return "unknown";
}

bool staith_record_plausible(const struct staith_record *record)
{
    static const uint8_t zeros[STAITH_HASH_BYTES] = {0};
    bool known = staith_record_kind_known((int)record->kind) ||
                 staith_record_kind_is_word((int)record->kind);
    bool first = record->number == 1;
    bool chained = first == (memcmp(record->previous, zeros, sizeof(zeros)) == 0);
    return staith_authority_valid(record->authority) && record->epoch != 0 && record->number != 0 &&
           known && chained && record->payload != NULL && record->payload_len > 0 &&
           record->payload_len <= STAITH_CODEC_MAX_PAYLOAD_BYTES;
}

static void put_number(uint8_t *at, uint64_t number, size_t width)
{
    for (size_t i = width; i > 0; i--) {
        at[i - 1] = (uint8_t)(number & 0xFF);
        number >>= 8;
    }
}

static void hash_record(const struct staith_record *record, uint8_t ret_hash[STAITH_HASH_BYTES])
{
    uint8_t authority[16] = {0};
    uint8_t numbers[8 + 8 + 4];
    crypto_generichash_state state;
    memcpy(authority, record->authority, strnlen(record->authority, sizeof(authority)));
    put_number(numbers, record->epoch, 8);
    put_number(numbers + 8, record->number, 8);
    put_number(numbers + 16, (uint64_t)record->kind, 4);
    (void)crypto_generichash_init(&state, NULL, 0, STAITH_HASH_BYTES);
    const char *domain =
        staith_record_kind_is_word((int)record->kind) ? region_domain : council_domain;
    (void)crypto_generichash_update(&state, (const uint8_t *)domain, DOMAIN_BYTES);
    (void)crypto_generichash_update(&state, authority, sizeof(authority));
    (void)crypto_generichash_update(&state, numbers, sizeof(numbers));
    (void)crypto_generichash_update(&state, record->previous, STAITH_HASH_BYTES);
    (void)crypto_generichash_update(&state, record->payload, record->payload_len);
    (void)crypto_generichash_final(&state, ret_hash, STAITH_HASH_BYTES);
}

int staith_record_sign(struct staith_record *record, const uint8_t secret[STAITH_SECRET_KEY_BYTES])
{
    uint8_t hash[STAITH_HASH_BYTES];
    uint8_t signature[STAITH_SIGNATURE_BYTES];
    if (!staith_record_plausible(record)) {
        return STAITH_ERR_INVAL;
    }
    hash_record(record, hash);
    if (crypto_sign_detached(signature, NULL, hash, sizeof(hash), secret) != 0) {
        return STAITH_ERR_INVAL;
    }
    memcpy(record->hash, hash, sizeof(hash));
    memcpy(record->signature, signature, sizeof(signature));
    return 0;
}

int staith_record_intact(const struct staith_record *record)
{
    uint8_t hash[STAITH_HASH_BYTES];
    if (!staith_record_plausible(record)) {
        return STAITH_ERR_VERIFY;
    }
    hash_record(record, hash);
    return memcmp(hash, record->hash, sizeof(hash)) == 0 ? 0 : STAITH_ERR_VERIFY;
}

int staith_record_verify(const struct staith_record *record,
                         const uint8_t public_key[STAITH_PUBLIC_KEY_BYTES])
{
    if (staith_record_intact(record) != 0 ||
        crypto_sign_verify_detached(record->signature, record->hash, STAITH_HASH_BYTES,
                                    public_key) != 0) {
        return STAITH_ERR_VERIFY;
    }
    return 0;
}
