/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_BUNDLE_CASE_H
#define STAITH_TESTS_BUNDLE_CASE_H
/* A bundle of a catalogue (1) and three releases (2 to 4) of council 840, and the means to spoil
 * it and to sign it again. */
#include "codec/bundle.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { BUNDLE_CASE_ENTRIES = 4 };

struct bundle_case {
    struct ledger_fixture f;
    struct staith_buf payloads[BUNDLE_CASE_ENTRIES];
    struct staith_bundle_entry entries[BUNDLE_CASE_ENTRIES];
    struct staith_bundle bundle;
};

/* Chain and sign entry `index` and all after it anew. */
static inline void bundle_case_sign(struct bundle_case *c, size_t index)
{
    for (size_t i = index; i < BUNDLE_CASE_ENTRIES; i++) {
        struct staith_record *record = &c->entries[i].record;
        record->payload = c->payloads[i].data;
        record->payload_len = c->payloads[i].len;
        if (i > 0) {
            memcpy(record->previous, c->entries[i - 1].record.hash, STAITH_HASH_BYTES);
        }
        assert_int_equal(staith_record_sign(record, c->f.secret), 0);
    }
}

/* Put another release in the place of entry `index`; takes it. */
static inline void bundle_case_put(struct bundle_case *c, size_t index,
                                   struct staith_release *release)
{
    assert_non_null(release);
    staith_buf_clear(&c->payloads[index]);
    assert_int_equal(staith_codec_pack_release(release, &c->payloads[index]), 0);
    staith_release_free(release);
}

static inline void bundle_case_init(struct bundle_case *c)
{
    memset(c, 0, sizeof(*c));
    assert_int_equal(ledger_fixture_init(&c->f), 0);
    for (size_t i = 0; i < BUNDLE_CASE_ENTRIES; i++) {
        struct staith_bundle_entry *entry = &c->entries[i];
        staith_buf_init(&c->payloads[i], STAITH_CODEC_MAX_BYTES);
        entry->record.number = i + 1;
        entry->record.epoch = 77;
        entry->record.kind = i == 0 ? STAITH_RECORD_CATALOGUE : STAITH_RECORD_RELEASE;
        memcpy(entry->record.authority, "840", 4);
        entry->appended_unix_ms = 1763804460000 + (int64_t)i * 60000;
        entry->refused_detail = "";
        if (i == 0) {
            assert_int_equal(staith_codec_pack_catalogue(&c->f.catalogue, &c->payloads[0]), 0);
            continue;
        }
        bundle_case_put(c, i, ledger_fixture_release(&c->f, 2023 + (int32_t)i, 13 + (int64_t)i));
        entry->has_note = true;
        entry->note = (struct staith_bundle_note){.source_name = "return.xml",
                                                  .source_hash = {(uint8_t)i},
                                                  .source_bytes = 1234,
                                                  .observed = 56,
                                                  .cells_tallied = 7,
                                                  .cells_released = 2,
                                                  .cells_withheld = 5,
                                                  .errors = 1,
                                                  .queries = 3,
                                                  .approved_by = "A. Officer",
                                                  .decision_json = "{}"};
    }
    c->entries[1].received_unix_ms = 1763804520000;
    c->entries[2].refused = 7;
    c->entries[2].refused_detail = "measure x";
    c->bundle = (struct staith_bundle){.authority = "840",
                                       .name = "County Durham",
                                       .epoch = 77,
                                       .first = 1,
                                       .last = 4,
                                       .ledger_last = 4,
                                       .exported_unix_ms = 1763804700000,
                                       .entry_count = BUNDLE_CASE_ENTRIES,
                                       .entries = c->entries};
    memcpy(c->bundle.public_key, c->f.public_key, STAITH_PUBLIC_KEY_BYTES);
    bundle_case_sign(c, 0);
}

static inline void bundle_case_deinit(struct bundle_case *c)
{
    for (size_t i = 0; i < BUNDLE_CASE_ENTRIES; i++) {
        staith_buf_deinit(&c->payloads[i]);
    }
    ledger_fixture_deinit(&c->f);
}

/* Read a file of the very length (a read past its end is seen) and check it; 0 only when all holds.
 * What it says goes to *ret_err. */
static inline int bundle_case_try(const uint8_t *bytes, size_t len,
                                  const uint8_t public_key[STAITH_PUBLIC_KEY_BYTES],
                                  struct staith_err *ret_err)
{
    struct staith_arena arena;
    struct staith_bundle bundle;
    uint8_t hash[STAITH_HASH_BYTES];
    uint8_t *copy = malloc(len == 0 ? 1 : len);
    assert_non_null(copy);
    if (len > 0) {
        memcpy(copy, bytes, len);
    }
    *ret_err = (struct staith_err){0};
    staith_arena_init(&arena, STAITH_BUNDLE_ARENA_BYTES);
    int rc = staith_bundle_unpack(copy, len, &arena, &bundle, hash, ret_err);
    if (rc == 0) {
        rc = staith_bundle_check(&bundle, public_key, ret_err);
    }
    assert_int_equal(ret_err->code, rc);
    staith_arena_deinit(&arena);
    free(copy);
    return rc;
}

#endif
