/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle_case.h"

static void pack(const struct bundle_case *c, struct staith_buf *out)
{
    uint8_t hash[STAITH_HASH_BYTES];
    staith_buf_init(out, STAITH_BUNDLE_MAX_BYTES);
    assert_int_equal(staith_bundle_pack(&c->bundle, out, hash), 0);
}

/* Make the hash of the file fit what stands before it, as a forger would. */
static void seal(struct staith_buf *file)
{
    staith_codec_hash(file->data, file->len - STAITH_HASH_BYTES,
                      file->data + file->len - STAITH_HASH_BYTES);
}

static void test_what_goes_in_comes_out(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_buf file;
    struct staith_arena arena;
    struct staith_bundle got;
    uint8_t hash[STAITH_HASH_BYTES];
    bundle_case_init(&c);
    pack(&c, &file);
    assert_memory_equal(file.data, "staith bundle 1\n", 16);
    staith_arena_init(&arena, STAITH_BUNDLE_ARENA_BYTES);
    assert_int_equal(staith_bundle_unpack(file.data, file.len, &arena, &got, hash, NULL), 0);
    assert_memory_equal(hash, file.data + file.len - STAITH_HASH_BYTES, STAITH_HASH_BYTES);
    assert_string_equal(got.authority, "840");
    assert_string_equal(got.name, "County Durham");
    assert_true(got.epoch == 77 && got.first == 1 && got.last == 4 && got.ledger_last == 4);
    assert_true(got.exported_unix_ms == 1763804700000);
    assert_memory_equal(got.public_key, c.f.public_key, STAITH_PUBLIC_KEY_BYTES);
    assert_int_equal(got.entry_count, 4);
    assert_false(got.entries[0].has_note);
    for (size_t i = 0; i < 4; i++) {
        const struct staith_record *want = &c.entries[i].record;
        const struct staith_record *is = &got.entries[i].record;
        assert_int_equal(is->kind, want->kind);
        assert_int_equal(is->payload_len, want->payload_len);
        assert_memory_equal(is->payload, want->payload, want->payload_len);
        assert_memory_equal(is->signature, want->signature, STAITH_SIGNATURE_BYTES);
        assert_memory_equal(is->previous, want->previous, STAITH_HASH_BYTES);
    }
    const struct staith_bundle_note *note = &got.entries[2].note;
    assert_string_equal(note->source_name, "return.xml");
    assert_int_equal(note->source_hash[0], 2);
    assert_true(note->source_bytes == 1234 && note->observed == 56 && note->cells_tallied == 7);
    assert_true(note->cells_released == 2 && note->cells_withheld == 5);
    assert_true(note->errors == 1 && note->queries == 3);
    assert_string_equal(note->approved_by, "A. Officer");
    assert_string_equal(note->decision_json, "{}");
    assert_true(got.entries[1].appended_unix_ms == 1763804520000);
    assert_true(got.entries[1].received_unix_ms == 1763804520000);
    assert_int_equal(got.entries[2].refused, 7);
    assert_string_equal(got.entries[2].refused_detail, "measure x");
    assert_int_equal(staith_bundle_check(&got, c.f.public_key, NULL), 0);
    staith_arena_deinit(&arena);
    staith_buf_deinit(&file);
    bundle_case_deinit(&c);
}

/* Every byte, by one bit and by all of them: no changed file passes. */
static void test_no_flipped_byte_passes(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_buf file;
    struct staith_err err;
    bundle_case_init(&c);
    pack(&c, &file);
    assert_int_equal(bundle_case_try(file.data, file.len, c.f.public_key, &err), 0);
    for (size_t at = 0; at < file.len; at++) {
        static const uint8_t changes[] = {1, 0x80, 0xFF};
        for (size_t i = 0; i < sizeof(changes); i++) {
            file.data[at] ^= changes[i];
            assert_int_not_equal(bundle_case_try(file.data, file.len, c.f.public_key, &err), 0);
            file.data[at] ^= changes[i];
        }
    }
    staith_buf_deinit(&file);
    bundle_case_deinit(&c);
}

static bool inside(const struct staith_buf *file, size_t at, const uint8_t *bytes, size_t len)
{
    for (size_t start = 0; start + len <= file->len; start++) {
        if (memcmp(file->data + start, bytes, len) == 0 && at >= start && at < start + len) {
            return true;
        }
    }
    return false;
}

/* A forger mends the hash of the file: no reader crashes, and signed bytes still do not pass. */
static void test_a_flipped_byte_under_a_mended_hash(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_buf file;
    struct staith_err err;
    size_t signed_bytes = 0;
    bundle_case_init(&c);
    pack(&c, &file);
    for (size_t at = 16; at < file.len - STAITH_HASH_BYTES; at++) {
        bool is_signed = false;
        for (size_t i = 0; i < BUNDLE_CASE_ENTRIES && !is_signed; i++) {
            const struct staith_record *record = &c.entries[i].record;
            is_signed = inside(&file, at, record->payload, record->payload_len) ||
                        inside(&file, at, record->hash, STAITH_HASH_BYTES) ||
                        inside(&file, at, record->signature, STAITH_SIGNATURE_BYTES);
        }
        for (int bit = 0; bit < 8; bit += 7) {
            file.data[at] ^= (uint8_t)(1 << bit);
            seal(&file);
            int rc = bundle_case_try(file.data, file.len, c.f.public_key, &err);
            file.data[at] ^= (uint8_t)(1 << bit);
            assert_true(!is_signed || rc != 0);
        }
        signed_bytes += is_signed ? 1 : 0;
    }
    assert_true(signed_bytes > 4 * (32 + 64));
    staith_buf_deinit(&file);
    bundle_case_deinit(&c);
}

static void test_cut_at_every_length(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_buf file;
    struct staith_err err;
    bundle_case_init(&c);
    pack(&c, &file);
    for (size_t len = 0; len < file.len; len++) {
        assert_int_not_equal(bundle_case_try(file.data, len, c.f.public_key, &err), 0);
    }
    size_t full = file.len;
    for (size_t len = 16 + STAITH_HASH_BYTES; len < full; len++) {
        struct staith_buf cut;
        staith_buf_init(&cut, full);
        assert_int_equal(staith_buf_append(&cut, file.data, len), 0);
        seal(&cut);
        assert_int_not_equal(bundle_case_try(cut.data, cut.len, c.f.public_key, &err), 0);
        staith_buf_deinit(&cut);
    }
    staith_buf_deinit(&file);
    bundle_case_deinit(&c);
}

static void test_what_is_no_bundle(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_buf file;
    struct staith_err err;
    bundle_case_init(&c);
    assert_int_equal(bundle_case_try((const uint8_t *)"<xml/>", 6, c.f.public_key, &err),
                     STAITH_ERR_SYNTAX);
    pack(&c, &file);
    file.data[14] = '2';
    seal(&file);
    assert_int_equal(bundle_case_try(file.data, file.len, c.f.public_key, &err),
                     STAITH_ERR_VERSION);
    staith_buf_deinit(&file);
    c.bundle.exported_unix_ms = INT64_MAX;
    pack(&c, &file);
    assert_int_equal(bundle_case_try(file.data, file.len, c.f.public_key, &err), STAITH_ERR_SYNTAX);
    staith_buf_deinit(&file);
    bundle_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_goes_in_comes_out),
        cmocka_unit_test(test_no_flipped_byte_passes),
        cmocka_unit_test(test_a_flipped_byte_under_a_mended_hash),
        cmocka_unit_test(test_cut_at_every_length),
        cmocka_unit_test(test_what_is_no_bundle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
