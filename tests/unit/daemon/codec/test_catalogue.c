/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"

#include "../model/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hostile.h"

#include <staith/v1/catalogue.pb-c.h>

static void pack_sample(struct staith_buf *out)
{
    struct sample s;
    sample_catalogue(&s);
    staith_buf_init(out, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(&s.catalogue, out), 0);
}

static int unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_catalogue *catalogue = NULL;
    int code = staith_codec_unpack_catalogue(bytes, len, arena, &catalogue, err);
    if (code == 0) {
        assert_int_equal(staith_catalogue_check(catalogue, NULL), 0);
    } else {
        assert_null(catalogue);
    }
    return code;
}

static void assert_same(const struct staith_catalogue *a, const struct staith_catalogue *b)
{
    assert_string_equal(a->dataset, b->dataset);
    assert_string_equal(a->plugin, b->plugin);
    assert_string_equal(a->plugin_version, b->plugin_version);
    assert_int_equal(a->dimension_count, b->dimension_count);
    assert_int_equal(a->measure_count, b->measure_count);
    assert_int_equal(a->table_count, b->table_count);
    assert_int_equal(a->indicator_count, b->indicator_count);
    assert_int_equal(a->check_count, b->check_count);
    assert_int_equal(a->element_count, b->element_count);
    for (uint32_t i = 0; i < a->dimension_count; i++) {
        assert_string_equal(a->dimensions[i].code, b->dimensions[i].code);
        assert_string_equal(a->dimensions[i].label, b->dimensions[i].label);
        assert_int_equal(a->dimensions[i].precedence, b->dimensions[i].precedence);
        assert_int_equal(a->dimensions[i].sensitive, b->dimensions[i].sensitive);
        assert_int_equal(a->dimensions[i].category_count, b->dimensions[i].category_count);
        for (uint32_t c = 0; c < a->dimensions[i].category_count; c++) {
            assert_string_equal(a->dimensions[i].categories[c].code,
                                b->dimensions[i].categories[c].code);
            assert_string_equal(a->dimensions[i].categories[c].label,
                                b->dimensions[i].categories[c].label);
            assert_int_equal(a->dimensions[i].categories[c].parent,
                             b->dimensions[i].categories[c].parent);
        }
    }
    for (uint32_t i = 0; i < a->measure_count; i++) {
        assert_string_equal(a->measures[i].code, b->measures[i].code);
        assert_string_equal(a->measures[i].label, b->measures[i].label);
        assert_string_equal(a->measures[i].definition, b->measures[i].definition);
        assert_int_equal(a->measures[i].unit, b->measures[i].unit);
        assert_int_equal(a->measures[i].aggregation, b->measures[i].aggregation);
    }
}

static void assert_same_rest(const struct staith_catalogue *a, const struct staith_catalogue *b)
{
    for (uint32_t i = 0; i < a->table_count; i++) {
        const struct staith_table *x = &a->tables[i];
        const struct staith_table *y = &b->tables[i];
        assert_string_equal(x->code, y->code);
        assert_string_equal(x->label, y->label);
        assert_int_equal(x->measure_count, y->measure_count);
        assert_memory_equal(x->measures, y->measures, x->measure_count * sizeof(uint16_t));
        assert_int_equal(x->dimension_count, y->dimension_count);
        for (uint32_t d = 0; d < x->dimension_count; d++) {
            assert_int_equal(x->dimensions[d], y->dimensions[d]);
        }
    }
    for (uint32_t i = 0; i < a->indicator_count; i++) {
        const struct staith_indicator *x = &a->indicators[i];
        const struct staith_indicator *y = &b->indicators[i];
        assert_string_equal(x->code, y->code);
        assert_string_equal(x->label, y->label);
        assert_string_equal(x->unit_label, y->unit_label);
        assert_string_equal(x->definition, y->definition);
        assert_string_equal(x->source, y->source);
        assert_int_equal(x->scale, y->scale);
        assert_int_equal(x->decimals, y->decimals);
        assert_int_equal(x->polarity, y->polarity);
        assert_int_equal(x->flags, y->flags);
        assert_int_equal(x->numerator, y->numerator);
        assert_int_equal(x->denominator_count, y->denominator_count);
        assert_memory_equal(x->denominators, y->denominators,
                            x->denominator_count * sizeof(uint16_t));
    }
    for (uint32_t i = 0; i < a->check_count; i++) {
        assert_string_equal(a->checks[i].code, b->checks[i].code);
        assert_string_equal(a->checks[i].message, b->checks[i].message);
        assert_string_equal(a->checks[i].advice, b->checks[i].advice);
        assert_int_equal(a->checks[i].severity, b->checks[i].severity);
    }
    for (uint32_t i = 0; i < a->element_count; i++) {
        assert_string_equal(a->elements[i], b->elements[i]);
    }
}

static void all_of_it_comes_back(void **state)
{
    (void)state;
    struct sample s;
    struct staith_buf bytes;
    struct staith_buf again;
    struct staith_arena arena;
    struct staith_catalogue *catalogue = NULL;
    sample_catalogue(&s);
    pack_sample(&bytes);
    staith_arena_init(&arena, 1024 * 1024);
    assert_int_equal(staith_codec_unpack_catalogue(bytes.data, bytes.len, &arena, &catalogue, NULL),
                     0);
    assert_same(&s.catalogue, catalogue);
    assert_same_rest(&s.catalogue, catalogue);
    staith_buf_init(&again, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(catalogue, &again), 0);
    assert_int_equal(again.len, bytes.len);
    assert_memory_equal(again.data, bytes.data, bytes.len);
    staith_buf_deinit(&again);
    staith_buf_deinit(&bytes);
    staith_arena_deinit(&arena);
}

static void hostile_bytes(void **state)
{
    (void)state;
    struct staith_buf bytes;
    pack_sample(&bytes);
    hostile_cut(unpack, &bytes);
    assert_true(hostile_spoil(unpack, &bytes) > bytes.len * 2);
    hostile_double(unpack, &bytes);
    assert_true(hostile_starve(unpack, &bytes) > 1000);
    staith_buf_deinit(&bytes);
}

/* Unpack the sample by hand, spoil it, pack it by hand, and expect a refusal that says `word`. */
#define REFUSED(word, spoil)                                                                       \
    do {                                                                                           \
        struct staith_buf bytes;                                                                   \
        struct staith_err err = {0};                                                               \
        struct staith_arena arena;                                                                 \
        pack_sample(&bytes);                                                                       \
        Staith__V1__Catalogue *c = staith__v1__catalogue__unpack(NULL, bytes.len, bytes.data);     \
        assert_non_null(c);                                                                        \
        spoil;                                                                                     \
        uint8_t *spoilt = malloc(staith__v1__catalogue__get_packed_size(c));                       \
        assert_non_null(spoilt);                                                                   \
        size_t len = staith__v1__catalogue__pack(c, spoilt);                                       \
        staith_arena_init(&arena, 1024 * 1024);                                                    \
        assert_int_equal(unpack(spoilt, len, &arena, &err), STAITH_ERR_SYNTAX);                    \
        if (strstr(err.what, (word)) == NULL) {                                                    \
            fail_msg("expected \"%s\", got \"%s\"", (word), err.what);                             \
        }                                                                                          \
        staith_arena_deinit(&arena);                                                               \
        free(spoilt);                                                                              \
        staith__v1__catalogue__free_unpacked(c, NULL);                                             \
        staith_buf_deinit(&bytes);                                                                 \
    } while (0)

static void counts_are_held_against_lists(void **state)
{
    (void)state;
    REFUSED("count", c->dimension_count++);
    REFUSED("count", c->measure_count--);
    REFUSED("count", c->table_count = 0xFFFFFFFFu);
    REFUSED("count", c->indicator_count = 0);
    REFUSED("count", c->check_count++);
    REFUSED("count", c->element_count++);
    REFUSED("one length", c->dimensions[0]->category_count++);
    REFUSED("one length", {
        c->dimensions[0]->n_category_labels--;
        free(c->dimensions[0]->category_labels[2].data);
    });
    REFUSED("one length", c->dimensions[0]->n_category_parents--);
}

static void numbers_do_not_wrap(void **state)
{
    (void)state;
    REFUSED("parent", c->dimensions[0]->category_parents[1] = 65536 + 1);
    REFUSED("parent", c->dimensions[0]->category_parents[0] = 4);
    REFUSED("dimension 0", c->dimensions[0]->category_parents[0] = 1);
    REFUSED("index", c->tables[0]->measures[1] = 65536 + 1);
    REFUSED("table 1", c->tables[1]->dimensions[1] = 2);
    REFUSED("numerator", c->indicators[0]->numerator = 65536);
    REFUSED("indicator 0", c->indicators[0]->numerator = 4);
    REFUSED("index", c->indicators[0]->denominators[0] = 0xFFFFFFFFu);
}

static void enums_and_texts(void **state)
{
    (void)state;
    REFUSED("measure 0", c->measures[0]->unit = (Staith__V1__Unit)0);
    REFUSED("measure 0", c->measures[0]->unit = (Staith__V1__Unit)10);
    REFUSED("measure 0", c->measures[0]->unit = (Staith__V1__Unit)-1);
    REFUSED("measure 0", c->measures[0]->aggregation = (Staith__V1__Aggregation)0);
    REFUSED("check 0", c->checks[0]->severity = (Staith__V1__Severity)9);
    REFUSED("indicator 0", c->indicators[0]->flags = 8);
    REFUSED("label", c->measures[0]->label.data[2] = '\0');
    REFUSED("label", c->measures[0]->label.data[2] = 0xFF);
    REFUSED("measure 0", c->measures[0]->label.data[2] = '\n');
    REFUSED("measure 0", c->measures[0]->code.data[0] = 'L');
    REFUSED("leavers", {
        free(c->measures[1]->code.data);
        c->measures[1]->code.data = malloc(7);
        assert_non_null(c->measures[1]->code.data);
        memcpy(c->measures[1]->code.data, "leavers", 7);
        c->measures[1]->code.len = 7;
    });
}

static void a_label_has_a_limit(void **state)
{
    (void)state;
    struct sample s;
    struct staith_buf out;
    char wide[258];
    memset(wide, 'w', sizeof(wide) - 1);
    wide[257] = '\0';
    sample_catalogue(&s);
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    s.measures[0].label = wide;
    assert_int_equal(staith_codec_pack_catalogue(&s.catalogue, &out), STAITH_ERR_INVAL);
    assert_int_equal(out.len, 0);
    wide[256] = '\0';
    assert_int_equal(staith_codec_pack_catalogue(&s.catalogue, &out), 0);
    staith_buf_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it_comes_back),
        cmocka_unit_test(hostile_bytes),
        cmocka_unit_test(counts_are_held_against_lists),
        cmocka_unit_test(numbers_do_not_wrap),
        cmocka_unit_test(enums_and_texts),
        cmocka_unit_test(a_label_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
