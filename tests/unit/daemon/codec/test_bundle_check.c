/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle_case.h"

static void refused(const struct bundle_case *c, const char *what)
{
    struct staith_err err = {0};
    assert_int_equal(staith_bundle_check(&c->bundle, c->f.public_key, &err), STAITH_ERR_VERIFY);
    assert_string_equal(err.what, what);
}

/* One cell of a release under the fixture's catalogue. */
static struct staith_release *one_cell(const struct bundle_case *c, const char *authority,
                                       const char *measure, enum staith_audience audience,
                                       struct staith_value value)
{
    uint8_t hash[STAITH_HASH_BYTES];
    staith_codec_hash(c->payloads[0].data, c->payloads[0].len, hash);
    const struct staith_release_cell cell = {
        .table = "headline", .measure = measure, .value = value};
    const struct staith_release_parts parts = {
        .authority = authority,
        .dataset = "csww",
        .period = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0},
        .audience = audience,
        .policy = "2026-11-01",
        .catalogue_hash = hash,
        .cell_count = 1,
        .cells = &cell,
    };
    struct staith_release *release = NULL;
    return staith_release_rebuild(&parts, &release, NULL) == 0 ? release : NULL;
}

static void test_removed_swapped_and_forged(void **state)
{
    (void)state;
    struct bundle_case c;
    bundle_case_init(&c);
    assert_int_equal(staith_bundle_check(&c.bundle, c.f.public_key, NULL), 0);
    const struct staith_bundle_entry third = c.entries[2];
    /* removed, and with the counts mended */
    c.entries[2] = c.entries[3];
    c.bundle.entry_count = 3;
    refused(&c, "the bundle does not hold as many records as it says: one is missing or too many");
    c.bundle.last = 3;
    refused(&c, "record 3 is missing");
    c.entries[2].record.number = 3;
    refused(&c, "record 3 does not follow from the one before it");
    memcpy(c.entries[2].record.previous, c.entries[1].record.hash, STAITH_HASH_BYTES);
    refused(&c, "record 3 was changed, or signed by another key: hash or signature does not match");
    /* swapped */
    c.entries[2].record.number = 4;
    c.entries[3] = third;
    c.bundle.entry_count = 4;
    c.bundle.last = 4;
    refused(&c, "record 3 is missing");
    bundle_case_deinit(&c);
    /* another figure in its place */
    bundle_case_init(&c);
    c.entries[1].record.payload = c.entries[2].record.payload;
    c.entries[1].record.payload_len = c.entries[2].record.payload_len;
    refused(&c, "record 2 was changed, or signed by another key: hash or signature does not match");
    bundle_case_deinit(&c);
}

static void test_foreign_key_and_council(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_err err = {0};
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    bundle_case_init(&c);
    assert_int_equal(crypto_sign_keypair(public_key, secret), 0);
    assert_int_equal(staith_bundle_check(&c.bundle, public_key, &err), STAITH_ERR_VERIFY);
    assert_non_null(strstr(err.what, "record 1 was changed, or signed by another key"));
    memcpy(c.bundle.authority, "841", 4);
    refused(&c, "record 1 is of another council or ledger");
    memcpy(c.bundle.authority, "840", 4);
    c.bundle.epoch = 78;
    refused(&c, "record 1 is of another council or ledger");
    c.bundle.epoch = 77;
    c.bundle.ledger_last = 3;
    refused(&c, "the bundle holds more than its ledger did");
    bundle_case_deinit(&c);
}

/* All of these are well signed: what they say is wrong. */
static void test_signed_and_wrong(void **state)
{
    (void)state;
    struct bundle_case c;
    const struct staith_value five = staith_value_exact(5);
    bundle_case_init(&c);
    c.entries[1].note.cells_released = 1;
    bundle_case_put(&c, 1, one_cell(&c, "841", "leavers_headcount", STAITH_AUDIENCE_REGION, five));
    bundle_case_sign(&c, 1);
    refused(&c, "record 2 is a release of another council");
    bundle_case_put(&c, 1, one_cell(&c, "840", "salaries", STAITH_AUDIENCE_REGION, five));
    bundle_case_sign(&c, 1);
    refused(&c, "record 2 does not fit its catalogue: cell 0: a measure that is not of its table");
    bundle_case_put(&c, 1, one_cell(&c, "840", "leavers_headcount", STAITH_AUDIENCE_PUBLIC, five));
    bundle_case_sign(&c, 1);
    refused(&c, "record 2 holds an exact figure that the floor does not let leave: "
                "csww.leavers_headcount");
    bundle_case_put(&c, 1, one_cell(&c, "840", "leavers_headcount", STAITH_AUDIENCE_REGION, five));
    bundle_case_sign(&c, 1);
    assert_int_equal(staith_bundle_check(&c.bundle, c.f.public_key, NULL), 0);
    c.entries[1].note.cells_released = 2;
    refused(&c, "record 2 has a note that counts other cells than those that left");
    c.entries[1].note.approved_by = "";
    refused(&c, "record 2 has no note of who approved it");
    bundle_case_deinit(&c);
}

/* A measure that its plugin declares, and the floor does not list: exact it may not leave. */
static void test_the_floor(void **state)
{
    (void)state;
    struct bundle_case c;
    bundle_case_init(&c);
    c.f.measures[0].code = "dismissed_headcount";
    staith_buf_clear(&c.payloads[0]);
    assert_int_equal(staith_codec_pack_catalogue(&c.f.catalogue, &c.payloads[0]), 0);
    for (size_t i = 1; i < BUNDLE_CASE_ENTRIES; i++) {
        const struct staith_value value = {STAITH_STATUS_VALUE, 5, 3, i == 2 ? 5 : 7};
        c.entries[i].note.cells_released = 1;
        bundle_case_put(&c, i,
                        one_cell(&c, "840", "dismissed_headcount", STAITH_AUDIENCE_REGION, value));
    }
    bundle_case_sign(&c, 0);
    assert_int_equal(staith_bundle_check(&c.bundle, c.f.public_key, NULL), 0);
    bundle_case_put(
        &c, 2,
        one_cell(&c, "840", "dismissed_headcount", STAITH_AUDIENCE_REGION, staith_value_exact(1)));
    bundle_case_sign(&c, 2);
    refused(&c, "record 3 holds an exact figure that the floor does not let leave: "
                "csww.dismissed_headcount");
    /* a status does not hide a number that stands beside it */
    const struct staith_value low = {STAITH_STATUS_LOW, 4, 4, 4};
    bundle_case_put(&c, 2, one_cell(&c, "840", "dismissed_headcount", STAITH_AUDIENCE_REGION, low));
    bundle_case_sign(&c, 2);
    refused(&c, "record 3 holds an exact figure that the floor does not let leave: "
                "csww.dismissed_headcount");
    bundle_case_deinit(&c);
}

/* Notices are held against the bundle as releases are. */
static void test_notices(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_notice notice = {.kind = STAITH_NOTICE_WITHDRAWAL,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0},
                                   .reason = "wrong"};
    bundle_case_init(&c);
    c.entries[3].record.kind = STAITH_RECORD_NOTICE;
    bundle_case_sign(&c, 3);
    struct staith_err err = {0};
    assert_int_equal(staith_bundle_check(&c.bundle, c.f.public_key, &err), STAITH_ERR_VERIFY);
    assert_non_null(strstr(err.what, "record 4 cannot be read: "));
    staith_buf_clear(&c.payloads[3]);
    assert_int_equal(staith_codec_pack_notice(&notice, &c.payloads[3]), 0);
    bundle_case_sign(&c, 3);
    assert_int_equal(staith_bundle_check(&c.bundle, c.f.public_key, NULL), 0);
    c.entries[3].note.approved_by = "";
    refused(&c, "record 4 has no note of who gave it");
    memcpy(notice.authority, "841", 4);
    staith_buf_clear(&c.payloads[3]);
    assert_int_equal(staith_codec_pack_notice(&notice, &c.payloads[3]), 0);
    bundle_case_sign(&c, 3);
    refused(&c, "record 4 is a notice of another council");
    bundle_case_deinit(&c);
}

/* A catalogue that comes after its release cannot be what it was made under. */
static void test_a_catalogue_too_late(void **state)
{
    (void)state;
    struct bundle_case c;
    bundle_case_init(&c);
    const struct staith_buf catalogue = c.payloads[0];
    c.payloads[0] = c.payloads[1];
    c.payloads[1] = catalogue;
    c.entries[0].record.kind = STAITH_RECORD_RELEASE;
    c.entries[1].record.kind = STAITH_RECORD_CATALOGUE;
    c.entries[0].note = c.entries[1].note;
    c.entries[0].has_note = true;
    c.entries[1].has_note = false;
    bundle_case_sign(&c, 0);
    refused(&c, "record 1 names a catalogue that the bundle does not hold");
    bundle_case_deinit(&c);
}

static void test_a_part(void **state)
{
    (void)state;
    struct bundle_case c;
    bundle_case_init(&c);
    struct staith_record catalogue = c.entries[0].record;
    c.bundle.entries = c.entries + 2;
    c.bundle.entry_count = 2;
    c.bundle.first = 3;
    refused(&c, "record 3 names a catalogue that the bundle does not hold");
    c.bundle.catalogues = &catalogue;
    c.bundle.catalogue_count = 1;
    assert_int_equal(staith_bundle_check(&c.bundle, c.f.public_key, NULL), 0);
    catalogue.hash[0] ^= 1;
    refused(&c, "record 1 was changed, or signed by another key: hash or signature does not match");
    catalogue = c.entries[3].record;
    refused(&c, "record 4 does not belong with the catalogues from before the bundle");
    /* the record just before the first is there: the chain is held against it */
    catalogue = c.entries[0].record;
    c.bundle.entries = c.entries + 1;
    c.bundle.entry_count = 3;
    c.bundle.first = 2;
    assert_int_equal(staith_bundle_check(&c.bundle, c.f.public_key, NULL), 0);
    c.entries[1].record.previous[0] ^= 1;
    assert_int_equal(staith_record_sign(&c.entries[1].record, c.f.secret), 0);
    memcpy(c.entries[2].record.previous, c.entries[1].record.hash, STAITH_HASH_BYTES);
    bundle_case_sign(&c, 2);
    refused(&c, "record 2 does not follow from the one before it");
    bundle_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_removed_swapped_and_forged),
        cmocka_unit_test(test_foreign_key_and_council),
        cmocka_unit_test(test_signed_and_wrong),
        cmocka_unit_test(test_the_floor),
        cmocka_unit_test(test_a_catalogue_too_late),
        cmocka_unit_test(test_notices),
        cmocka_unit_test(test_a_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
