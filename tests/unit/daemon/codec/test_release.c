/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"

#include "release_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/v1/release.pb-c.h>
#include <stdio.h>
#include <stdlib.h>

static void pack_sample(struct staith_buf *out)
{
    struct release_sample sample;
    struct staith_release *release = NULL;
    release_sample(&sample);
    assert_int_equal(staith_release_rebuild(&sample.parts, &release, NULL), 0);
    staith_buf_init(out, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_release(release, out), 0);
    staith_release_free(release);
}

static void assert_text(const char *got, const char *expected)
{
    if (expected == NULL) {
        assert_null(got);
    } else {
        assert_non_null(got);
        assert_string_equal(got, expected);
    }
}

static void all_of_it_comes_back(void **state)
{
    (void)state;
    struct release_sample sample;
    struct staith_buf bytes;
    struct staith_release *release = NULL;
    release_sample(&sample);
    pack_sample(&bytes);
    assert_int_equal(staith_codec_unpack_release(bytes.data, bytes.len, &release, NULL), 0);
    assert_string_equal(staith_release_authority(release), "840");
    assert_string_equal(staith_release_dataset(release), "csww");
    assert_string_equal(staith_release_policy(release), "2026-11-01");
    assert_int_equal(staith_release_audience(release), STAITH_AUDIENCE_REGION);
    assert_int_equal(staith_period_compare(staith_release_period(release), &sample.parts.period),
                     0);
    assert_memory_equal(staith_release_catalogue_hash(release), sample.hash, STAITH_HASH_BYTES);
    assert_int_equal(staith_release_cell_count(release), RELEASE_SAMPLE_CELLS);
    for (uint32_t i = 0; i < RELEASE_SAMPLE_CELLS; i++) {
        struct staith_release_cell cell = staith_release_cell_at(release, i);
        const struct staith_release_cell *expected = &sample.cells[i];
        assert_string_equal(cell.table, expected->table);
        assert_string_equal(cell.measure, expected->measure);
        assert_text(cell.reason, expected->reason);
        assert_int_equal(cell.dimension_count, expected->dimension_count);
        for (uint32_t d = 0; d < cell.dimension_count; d++) {
            assert_string_equal(cell.dimensions[d], expected->dimensions[d]);
            assert_text(cell.categories[d], expected->categories[d]);
        }
        assert_int_equal(cell.value.status, expected->value.status);
        assert_true(cell.value.value == expected->value.value);
        assert_true(cell.value.lo == expected->value.lo);
        assert_true(cell.value.hi == expected->value.hi);
    }
    staith_release_free(release);
    staith_buf_deinit(&bytes);
}

/* The same cells without a release, and equal codes as one string. */
static void cells_alone(void **state)
{
    (void)state;
    struct release_sample sample;
    struct staith_buf bytes;
    struct staith_arena arena;
    struct staith_codec_cells got;
    release_sample(&sample);
    pack_sample(&bytes);
    staith_arena_init(&arena, 1024 * 1024);
    assert_int_equal(staith_codec_read_cells(bytes.data, bytes.len, &arena, &got, NULL), 0);
    assert_int_equal(got.count, RELEASE_SAMPLE_CELLS);
    assert_string_equal(got.dataset, sample.parts.dataset);
    assert_int_equal(staith_period_compare(&got.period, &sample.parts.period), 0);
    assert_int_equal(got.is_certified, sample.parts.certificate != NULL);
    if (got.is_certified) {
        assert_memory_equal(got.certificate_hash, sample.parts.certificate->hash,
                            STAITH_HASH_BYTES);
    }
    for (uint32_t i = 0; i < RELEASE_SAMPLE_CELLS; i++) {
        const struct staith_release_cell *expected = &sample.cells[i];
        assert_string_equal(got.cells[i].table, expected->table);
        assert_string_equal(got.cells[i].measure, expected->measure);
        assert_text(got.cells[i].reason, expected->reason);
        assert_int_equal(got.cells[i].dimension_count, expected->dimension_count);
        assert_int_equal(got.cells[i].value.status, expected->value.status);
        assert_true(got.cells[i].value.value == expected->value.value);
        assert_true(got.cells[i].value.lo == expected->value.lo);
        assert_true(got.cells[i].value.hi == expected->value.hi);
        assert_int_equal(got.cells[i].base, expected->base);
        for (uint32_t j = 0; j < i; j++) {
            assert_true((strcmp(got.cells[i].measure, got.cells[j].measure) == 0) ==
                        (got.cells[i].measure == got.cells[j].measure));
        }
    }
    for (size_t len = 0; len < bytes.len; len++) {
        assert_int_not_equal(staith_codec_read_cells(bytes.data, len, &arena, &got, NULL), 0);
    }
    staith_arena_deinit(&arena);
    staith_buf_deinit(&bytes);
}

static void packing_is_deterministic(void **state)
{
    (void)state;
    struct staith_buf first;
    struct staith_buf second;
    struct staith_release *release = NULL;
    pack_sample(&first);
    assert_int_equal(staith_codec_unpack_release(first.data, first.len, &release, NULL), 0);
    staith_buf_init(&second, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_release(release, &second), 0);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    staith_release_free(release);
    staith_buf_deinit(&first);
    staith_buf_deinit(&second);
}

static void a_cut_is_always_noticed(void **state)
{
    (void)state;
    struct staith_buf bytes;
    pack_sample(&bytes);
    for (size_t len = 0; len < bytes.len; len++) {
        struct staith_err err = {0};
        struct staith_release *release = NULL;
        /* A copy of the very length, so that reading past its end is seen. */
        uint8_t *cut = malloc(len + 1);
        assert_non_null(cut);
        uint8_t *start = cut + 1;
        memcpy(start, bytes.data, len);
        assert_true(staith_codec_unpack_release(start, len, &release, &err) < 0);
        assert_null(release);
        assert_true(err.code < 0);
        assert_true(err.what[0] != '\0');
        free(cut);
    }
    staith_buf_deinit(&bytes);
}

/* A spoilt byte is refused, or what comes out is a release that is good in itself. (That it is not
 * the one that was sent is for the record's hash to say: see test_message.c.) */
static void a_spoilt_byte_does_no_harm(void **state)
{
    (void)state;
    struct staith_buf bytes;
    struct staith_buf again;
    size_t refusals = 0;
    pack_sample(&bytes);
    staith_buf_init(&again, STAITH_CODEC_MAX_BYTES);
    for (size_t at = 0; at < bytes.len; at++) {
        for (unsigned change = 1; change < 256; change++) {
            struct staith_release *release = NULL;
            bytes.data[at] ^= (uint8_t)change;
            if (staith_codec_unpack_release(bytes.data, bytes.len, &release, NULL) == 0) {
                staith_buf_clear(&again);
                assert_int_equal(staith_codec_pack_release(release, &again), 0);
                staith_release_free(release);
            } else {
                assert_null(release);
                refusals++;
            }
            bytes.data[at] ^= (uint8_t)change;
        }
    }
    assert_true(refusals > bytes.len * 128);
    staith_buf_deinit(&again);
    staith_buf_deinit(&bytes);
}

/* Unpack the sample by hand, spoil it, pack it by hand, and expect a refusal that says `word`. */
static void refused(const char *word, void (*spoil)(Staith__V1__Release *release))
{
    struct staith_buf bytes;
    struct staith_err err = {0};
    struct staith_release *release = NULL;
    pack_sample(&bytes);
    Staith__V1__Release *packed = staith__v1__release__unpack(NULL, bytes.len, bytes.data);
    assert_non_null(packed);
    spoil(packed);
    size_t len = staith__v1__release__get_packed_size(packed);
    uint8_t *spoilt = malloc(len);
    assert_non_null(spoilt);
    (void)staith__v1__release__pack(packed, spoilt);
    int code = staith_codec_unpack_release(spoilt, len, &release, &err);
    if (code != STAITH_ERR_SYNTAX || strstr(err.what, word) == NULL) {
        fail_msg("expected a refusal with \"%s\", got %d \"%s\"", word, code, err.what);
    }
    assert_null(release);
    free(spoilt);
    staith__v1__release__free_unpacked(packed, NULL);
    staith_buf_deinit(&bytes);
}

static void count_up(Staith__V1__Release *release)
{
    release->cell_count++;
}

static void column_short(Staith__V1__Release *release)
{
    release->n_highs--;
}

static void reasons_short(Staith__V1__Release *release)
{
    release->n_reasons = 0;
}

static void places_short(Staith__V1__Release *release)
{
    release->n_categories--;
}

static void places_moved(Staith__V1__Release *release)
{
    release->dimension_counts[0] = 1;
}

static void five_dimensions(Staith__V1__Release *release)
{
    release->dimension_counts[3] = 5;
}

static void huge_dimensions(Staith__V1__Release *release)
{
    release->dimension_counts[3] = 0xFFFFFFFFu;
}

static void index_out_of_range(Staith__V1__Release *release)
{
    release->measures[6] = (uint32_t)release->n_strings;
}

static void category_out_of_range(Staith__V1__Release *release)
{
    release->categories[0] = 0xFFFFFFFFu;
}

static void string_unused(Staith__V1__Release *release)
{
    release->measures[6] = 0;
}

static void strings_out_of_order(Staith__V1__Release *release)
{
    uint32_t first = release->tables[0];
    release->tables[0] = release->measures[0];
    release->measures[0] = first;
}

static void string_is_words(Staith__V1__Release *release)
{
    release->strings[1].data[0] = ' ';
}

static void string_hides(Staith__V1__Release *release)
{
    release->strings[1].data[1] = '\0';
}

static void status_unset(Staith__V1__Release *release)
{
    release->statuses[0] = STAITH__V1__STATUS__STATUS_UNSET;
}

static void status_unknown(Staith__V1__Release *release)
{
    release->statuses[0] = (Staith__V1__Status)7;
}

static void status_with_number(Staith__V1__Release *release)
{
    release->values[4] = 3;
}

static void interval_inverted(Staith__V1__Release *release)
{
    release->lows[3] = 13;
}

static void audience_unset(Staith__V1__Release *release)
{
    release->audience = STAITH__V1__AUDIENCE__AUDIENCE_UNSET;
}

static void period_unknown(Staith__V1__Release *release)
{
    release->period_kind = (Staith__V1__PeriodKind)4;
}

static void period_impossible(Staith__V1__Release *release)
{
    release->period_part = 5;
}

static void hash_short(Staith__V1__Release *release)
{
    release->catalogue_hash.len = 31;
}

static void authority_spaced(Staith__V1__Release *release)
{
    release->authority.data[1] = ' ';
}

static void dataset_missing(Staith__V1__Release *release)
{
    release->dataset.len = 0;
}

static void every_lie_is_refused(void **state)
{
    (void)state;
    refused("one length", count_up);
    refused("one length", column_short);
    refused("one length", reasons_short);
    refused("do not fit", places_short);
    refused("do not fit", places_moved);
    refused("4 dimensions", five_dimensions);
    refused("4 dimensions", huge_dimensions);
    refused("out of range", index_out_of_range);
    refused("out of range", category_out_of_range);
    refused("named by no cell", string_unused);
    refused("out of range or order", strings_out_of_order);
    refused("code is not valid", string_is_words);
    refused("code is not valid", string_hides);
    refused("value is not valid", status_unset);
    refused("value is not valid", status_unknown);
    refused("value is not valid", status_with_number);
    refused("value is not valid", interval_inverted);
    refused("audience", audience_unset);
    refused("period", period_unknown);
    refused("period", period_impossible);
    refused("32 bytes", hash_short);
    refused("authority", authority_spaced);
    refused("dataset", dataset_missing);
}

static void nothing_rides_along(void **state)
{
    (void)state;
    struct staith_buf bytes;
    struct staith_err err = {0};
    struct staith_release *release = NULL;
    pack_sample(&bytes);
    assert_int_equal(staith_buf_append(&bytes, "\xFA\x01\x02hi", 5), 0); /* field 31 */
    assert_int_equal(staith_codec_unpack_release(bytes.data, bytes.len, &release, &err),
                     STAITH_ERR_SYNTAX);
    assert_string_equal(err.what, "a message has an unknown field");
    staith_buf_deinit(&bytes);
}

static void a_release_has_cells(void **state)
{
    (void)state;
    struct release_sample sample;
    struct staith_release *release = NULL;
    struct staith_buf out;
    release_sample(&sample);
    sample.parts.cell_count = 0;
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_release_rebuild(&sample.parts, &release, NULL), 0);
    assert_int_equal(staith_codec_pack_release(release, &out), STAITH_ERR_INVAL);
    staith_release_free(release);
    staith_buf_deinit(&out);
}

static void size_has_a_limit(void **state)
{
    (void)state;
    struct staith_err err = {0};
    struct staith_release *release = NULL;
    uint8_t *zeros = calloc(1, STAITH_CODEC_MAX_PAYLOAD_BYTES + 1);
    assert_non_null(zeros);
    assert_int_equal(
        staith_codec_unpack_release(zeros, STAITH_CODEC_MAX_PAYLOAD_BYTES + 1, &release, &err),
        STAITH_ERR_LIMIT);
    free(zeros);
    assert_null(release);
}

/* Ten thousand cells: too many bytes are refused where they are packed, and leave no trace. */
static void too_large_a_release_is_not_packed(void **state)
{
    (void)state;
    enum { COUNT = 10000 };
    struct release_sample sample;
    struct staith_release *release = NULL;
    struct staith_buf out;
    char(*names)[16] = calloc(COUNT, sizeof(*names));
    struct staith_release_cell *cells = calloc(COUNT, sizeof(*cells));
    assert_non_null(names);
    assert_non_null(cells);
    for (int i = 0; i < COUNT; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "measure_%d", i);
        cells[i] = (struct staith_release_cell){
            .table = "t", .measure = names[i], .value = staith_value_exact(INT64_MAX)};
    }
    release_sample(&sample);
    sample.parts.cells = cells;
    sample.parts.cell_count = COUNT;
    assert_int_equal(staith_release_rebuild(&sample.parts, &release, NULL), 0);
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES * 4);
    assert_int_equal(staith_codec_pack_release(release, &out), STAITH_ERR_LIMIT);
    assert_int_equal(out.len, 0);
    staith_release_free(release);
    sample.parts.cell_count = 4000;
    assert_int_equal(staith_release_rebuild(&sample.parts, &release, NULL), 0);
    assert_int_equal(staith_codec_pack_release(release, &out), 0);
    staith_release_free(release);
    release = NULL;
    assert_int_equal(staith_codec_unpack_release(out.data, out.len, &release, NULL), 0);
    assert_int_equal(staith_release_cell_count(release), 4000);
    assert_string_equal(staith_release_cell_at(release, 3999).measure, "measure_3999");
    staith_release_free(release);
    staith_buf_deinit(&out);
    free(cells);
    free(names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it_comes_back),
        cmocka_unit_test(cells_alone),
        cmocka_unit_test(packing_is_deterministic),
        cmocka_unit_test(a_cut_is_always_noticed),
        cmocka_unit_test(a_spoilt_byte_does_no_harm),
        cmocka_unit_test(every_lie_is_refused),
        cmocka_unit_test(nothing_rides_along),
        cmocka_unit_test(a_release_has_cells),
        cmocka_unit_test(size_has_a_limit),
        cmocka_unit_test(too_large_a_release_is_not_packed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
