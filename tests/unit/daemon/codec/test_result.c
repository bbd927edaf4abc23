/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/hostpipe.h"

#include "../model/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hostile.h"

#include <staith/v1/host.pb-c.h>

static void pack(const struct staith_result_of_run *result, struct staith_buf *out)
{
    staith_buf_init(out, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    assert_int_equal(staith_hostpipe_pack_result(result, out), 0);
}

/* The sample with a sum of money, which is followed. */
static void make_sample(struct sample *s)
{
    sample_raw(s);
    s->measures[SAMPLE_FTE].unit = STAITH_UNIT_PENCE;
    s->raw.followed = true;
    s->head[1].changes = (struct staith_sketch){{1, UINT64_MAX, 3, 4, 5}, {6, 7}};
}

static void pack_sample(struct staith_buf *out)
{
    struct sample s;
    make_sample(&s);
    static const struct staith_alarm alarms[] = {
        {"late", "Late.", "Ask.", 0}, {"early", "Fr\xC3\xBCh.", "Wait.", STAITH_LOCAL_MAX_COUNT}};
    const struct staith_result_of_run result = {
        .catalogue = &s.catalogue, .raw = &s.raw, .alarms = alarms, .alarm_count = 2};
    pack(&result, out);
}

static int unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_result_of_run result = {0};
    int code = staith_hostpipe_unpack_result(bytes, len, arena, &result, err);
    if (code == 0) {
        struct staith_buf again;
        pack(&result, &again);
        staith_buf_deinit(&again);
    } else {
        assert_null(result.catalogue);
        assert_null(result.raw);
    }
    return code;
}

static void assert_cells(const struct staith_rawtable_part *a, const struct staith_rawtable_part *b,
                         uint32_t dimensions)
{
    assert_int_equal(a->table, b->table);
    assert_int_equal(a->cell_count, b->cell_count);
    for (uint32_t i = 0; i < a->cell_count; i++) {
        const struct staith_cell *x = &a->cells[i];
        const struct staith_cell *y = &b->cells[i];
        assert_int_equal(x->measure, y->measure);
        for (uint32_t d = 0; d < dimensions; d++) {
            assert_int_equal(x->categories[d], y->categories[d]);
        }
        assert_int_equal(x->status, y->status);
        assert_true(x->value == y->value);
        assert_true(x->largest == y->largest);
        assert_true(x->second == y->second);
        assert_int_equal(x->contributors, y->contributors);
        assert_int_equal(x->owners, y->owners);
        assert_true(x->owned == y->owned);
        assert_true(x->owner_largest == y->owner_largest);
        assert_true(x->owner_second == y->owner_second);
        assert_true(x->values == y->values);
        assert_memory_equal(&x->changes, &y->changes, sizeof(x->changes));
    }
}

static void assert_findings(const struct staith_rawtable *a, const struct staith_rawtable *b)
{
    for (uint32_t i = 0; i < a->catalogue->check_count; i++) {
        assert_true(a->finding_totals[i] == b->finding_totals[i]);
    }
    assert_int_equal(a->finding_count, b->finding_count);
    for (uint32_t i = 0; i < a->finding_count; i++) {
        assert_int_equal(a->findings[i].check, b->findings[i].check);
        assert_int_equal(a->findings[i].source, b->findings[i].source);
        assert_true(a->findings[i].line == b->findings[i].line);
        assert_true(a->findings[i].column == b->findings[i].column);
        assert_true(a->findings[i].row == b->findings[i].row);
        assert_int_equal(a->findings[i].element, b->findings[i].element);
        assert_int_equal(a->findings[i].sheet, b->findings[i].sheet);
    }
}

static void all_of_it_comes_back(void **state)
{
    (void)state;
    struct sample s;
    struct staith_buf bytes;
    struct staith_arena arena;
    struct staith_result_of_run result = {.code = 1};
    make_sample(&s);
    pack_sample(&bytes);
    staith_arena_init(&arena, 1024 * 1024);
    assert_int_equal(staith_hostpipe_unpack_result(bytes.data, bytes.len, &arena, &result, NULL),
                     0);
    assert_int_equal(result.code, 0);
    assert_string_equal(result.err.what, "");
    assert_int_equal(result.catalogue->measure_count, 4);
    assert_string_equal(result.catalogue->measures[3].label, "Spend \xC2\xA3");
    assert_ptr_equal(result.raw->catalogue, result.catalogue);
    assert_string_equal(result.raw->authority, "840");
    assert_int_equal(staith_period_compare(&result.raw->period, &s.raw.period), 0);
    assert_memory_equal(result.raw->source_hash, s.raw.source_hash, 32);
    assert_int_equal(result.raw->source_bytes, 1234567);
    assert_int_equal(result.raw->observed, 4321);
    assert_int_equal(result.raw->people, 99);
    assert_true(result.raw->followed);
    assert_int_equal(result.raw->part_count, 2);
    assert_cells(&result.raw->parts[0], &s.parts[0], 0);
    assert_cells(&result.raw->parts[1], &s.parts[1], 2);
    assert_findings(result.raw, &s.raw);
    staith_arena_deinit(&arena);
    staith_buf_deinit(&bytes);
}

static void a_failed_run_says_why(void **state)
{
    (void)state;
    struct sample s;
    struct staith_buf bytes;
    struct staith_arena arena;
    struct staith_result_of_run got = {0};
    sample_raw(&s);
    s.raw.part_count = 0;
    s.raw.period = (struct staith_period){0};
    struct staith_result_of_run sent = {
        .code = STAITH_ERR_REFUSED, .catalogue = &s.catalogue, .raw = &s.raw};
    memcpy(sent.err.what, "not a return", 13);
    memcpy(sent.err.where, "f.xml:1:2", 10);
    memcpy(sent.err.remedy, "export \xC2\xA3 again", 16);
    pack(&sent, &bytes);
    staith_arena_init(&arena, 1024 * 1024);
    assert_int_equal(staith_hostpipe_unpack_result(bytes.data, bytes.len, &arena, &got, NULL), 0);
    assert_int_equal(got.code, STAITH_ERR_REFUSED);
    assert_int_equal(got.err.code, STAITH_ERR_REFUSED);
    assert_string_equal(got.err.what, "not a return");
    assert_string_equal(got.err.where, "f.xml:1:2");
    assert_string_equal(got.err.remedy, "export \xC2\xA3 again");
    assert_int_equal(got.raw->part_count, 0);
    assert_int_equal(got.raw->period.kind, 0);
    assert_findings(got.raw, &s.raw);
    staith_arena_deinit(&arena);
    staith_buf_deinit(&bytes);
}

static void parts_may_be_missing_where_they_may(void **state)
{
    (void)state;
    struct sample s;
    struct staith_buf bytes;
    sample_raw(&s);
    struct staith_result_of_run result = {.code = STAITH_ERR_NOTFOUND};
    memcpy(result.err.what, "no plugin", 10);
    pack(&result, &bytes);
    assert_int_equal(hostile_try(unpack, bytes.data, bytes.len, 4096), 0);
    hostile_cut(unpack, &bytes);
    staith_buf_deinit(&bytes);
    result = (struct staith_result_of_run){.catalogue = &s.catalogue};
    pack(&result, &bytes);
    assert_int_equal(hostile_try(unpack, bytes.data, bytes.len, 65536), 0);
    hostile_cut(unpack, &bytes);
    staith_buf_deinit(&bytes);
}

static void a_wrong_result_is_not_packed(void **state)
{
    (void)state;
    struct sample s;
    struct staith_buf out;
    staith_buf_init(&out, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    sample_raw(&s);
    struct staith_result_of_run result = {.raw = &s.raw};
    assert_int_equal(staith_hostpipe_pack_result(&result, &out), STAITH_ERR_INVAL);
    result.catalogue = &s.catalogue;
    result.code = STAITH_ERR_REFUSED;
    assert_int_equal(staith_hostpipe_pack_result(&result, &out), STAITH_ERR_INVAL);
    result.code = 0;
    s.raw.part_count = 0;
    assert_int_equal(staith_hostpipe_pack_result(&result, &out), STAITH_ERR_INVAL);
    s.raw.part_count = 2;
    s.cross[11].value = 1;
    assert_int_equal(staith_hostpipe_pack_result(&result, &out), STAITH_ERR_INVAL);
    sample_raw(&s);
    s.raw.finding_count = STAITH_HOSTPIPE_MAX_FINDINGS + 1;
    assert_int_equal(staith_hostpipe_pack_result(&result, &out), STAITH_ERR_INVAL);
    assert_int_equal(out.len, 0);
    staith_buf_deinit(&out);
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

#define REFUSED(spoil)                                                                             \
    do {                                                                                           \
        struct staith_buf bytes;                                                                   \
        pack_sample(&bytes);                                                                       \
        Staith__V1__Result *r = staith__v1__result__unpack(NULL, bytes.len, bytes.data);           \
        assert_non_null(r);                                                                        \
        spoil;                                                                                     \
        uint8_t *spoilt = malloc(staith__v1__result__get_packed_size(r));                          \
        assert_non_null(spoilt);                                                                   \
        size_t len = staith__v1__result__pack(r, spoilt);                                          \
        assert_int_equal(hostile_try(unpack, spoilt, len, 1024 * 1024), STAITH_ERR_SYNTAX);        \
        free(spoilt);                                                                              \
        staith__v1__result__free_unpacked(r, NULL);                                                \
        staith_buf_deinit(&bytes);                                                                 \
    } while (0)

static void lies_about_the_run(void **state)
{
    (void)state;
    REFUSED(r->complete = 0);
    REFUSED(r->code = 1);
    REFUSED(r->code = -9999);
    REFUSED(r->code = STAITH_ERR_REFUSED);
    REFUSED(staith__v1__catalogue__free_unpacked(r->catalogue, NULL); r->catalogue = NULL);
    REFUSED(r->raw->authority.data[0] = '/');
    REFUSED(r->raw->period_kind = (Staith__V1__PeriodKind)0);
    REFUSED(r->raw->period_year = 1);
    REFUSED(r->raw->source_hash.len = 31);
    REFUSED(r->catalogue->measures[0]->unit = (Staith__V1__Unit)0);
}

static void lies_about_cells(void **state)
{
    (void)state;
    REFUSED(r->raw->parts[0]->table = 1);
    REFUSED(r->raw->parts[1]->table = 2);
    REFUSED(r->raw->parts[1]->cell_count = 13);
    REFUSED(r->raw->parts[1]->cell_count = 0xFFFFFFFFu);
    REFUSED(r->raw->parts[1]->n_values--);
    REFUSED(r->raw->parts[1]->n_categories -= 2);
    REFUSED(r->raw->parts[1]->n_contributors = 0);
    REFUSED(r->raw->parts[1]->n_owners--);
    REFUSED(r->raw->parts[1]->n_owned--);
    REFUSED(r->raw->parts[1]->n_owner_largest = 0);
    REFUSED(r->raw->parts[1]->n_owner_second--);
    REFUSED(r->raw->parts[1]->n_counts_of_values--);
    REFUSED(r->raw->parts[0]->n_sketches--);
    REFUSED(r->raw->parts[0]->n_sketches = 0);
    REFUSED(r->raw->parts[0]->measures[1] = 3);
    REFUSED(r->raw->parts[1]->n_sketches = r->raw->parts[0]->n_sketches;
            r->raw->parts[1]->sketches = r->raw->parts[0]->sketches;
            r->raw->parts[0]->n_sketches = 0; r->raw->parts[0]->sketches = NULL);
    REFUSED(r->raw->parts[1]->owners[0] = 0);
    REFUSED(r->raw->parts[1]->owned[0] = 2);
    REFUSED(r->raw->parts[1]->owner_largest[0] = 2);
    REFUSED(r->raw->parts[1]->owner_second[0] = -1);
    REFUSED(r->raw->parts[1]->counts_of_values[0] = 1);
    REFUSED(r->raw->parts[1]->measures[0] = 65536);
    REFUSED(r->raw->parts[1]->measures[0] = 3);
    REFUSED(r->raw->parts[1]->categories[0] = 65536 + 1);
    REFUSED(r->raw->parts[1]->categories[0] = 4);
    REFUSED(r->raw->parts[1]->statuses[0] = (Staith__V1__Status)0);
    REFUSED(r->raw->parts[1]->statuses[0] = (Staith__V1__Status)4);
    REFUSED(r->raw->parts[1]->values[11] = 8);
    REFUSED(r->raw->parts[1]->values[0] = -1);
    REFUSED(r->raw->parts[1]->largest[0] = 2);
    REFUSED(r->raw->parts[1]->second[0] = -1);
    REFUSED(r->raw->parts[1]->contributors[0] = 0);
}

static void lies_about_findings(void **state)
{
    (void)state;
    REFUSED(r->raw->n_finding_totals--);
    REFUSED(r->raw->n_finding_checks--);
    REFUSED(r->raw->n_finding_sources--);
    REFUSED(r->raw->n_finding_elements = 0);
    REFUSED(r->raw->n_finding_rows--);
    REFUSED(r->raw->n_finding_sheets--);
    REFUSED(r->raw->finding_checks[0] = 2);
    REFUSED(r->raw->finding_elements[0] = 3);
    REFUSED(r->raw->finding_elements[0] = 0xFFFFFFFFu);
}

static void alarms_come_back(void **state)
{
    (void)state;
    struct staith_buf bytes;
    struct staith_arena arena;
    struct staith_result_of_run got = {0};
    pack_sample(&bytes);
    staith_arena_init(&arena, 1024 * 1024);
    assert_int_equal(staith_hostpipe_unpack_result(bytes.data, bytes.len, &arena, &got, NULL), 0);
    assert_int_equal(got.alarm_count, 2);
    assert_string_equal(got.alarms[0].code, "late");
    assert_string_equal(got.alarms[0].label, "Late.");
    assert_string_equal(got.alarms[0].advice, "Ask.");
    assert_int_equal(got.alarms[0].count, 0);
    assert_string_equal(got.alarms[1].label, "Fr\xC3\xBCh.");
    assert_int_equal(got.alarms[1].count, 1000000000);
    staith_arena_deinit(&arena);
    staith_buf_deinit(&bytes);
    struct sample s;
    sample_raw(&s);
    const struct staith_result_of_run many = {.catalogue = &s.catalogue,
                                              .raw = &s.raw,
                                              .alarms = got.alarms,
                                              .alarm_count = STAITH_LOCAL_MAX_ALARMS + 1};
    staith_buf_init(&bytes, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    assert_int_equal(staith_hostpipe_pack_result(&many, &bytes), STAITH_ERR_INVAL);
    staith_buf_deinit(&bytes);
}

static void lies_about_alarms(void **state)
{
    (void)state;
    REFUSED(free(r->alarm_codes[--r->n_alarm_codes].data));
    REFUSED(free(r->alarm_labels[--r->n_alarm_labels].data));
    REFUSED(free(r->alarm_advices[--r->n_alarm_advices].data));
    REFUSED(r->n_alarm_counts--);
    REFUSED(r->alarm_codes[1].data[0] = 'E');
    REFUSED(r->alarm_labels[1].data[2] = 'x'); /* no longer UTF-8 */
    REFUSED(r->alarm_counts[0] = (uint64_t)STAITH_LOCAL_MAX_COUNT + 1);
    /* a run that failed has none */
    REFUSED(r->code = STAITH_ERR_REFUSED; while (r->raw->n_parts > 0) {
        staith__v1__raw_part__free_unpacked(r->raw->parts[--r->raw->n_parts], NULL);
    });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it_comes_back),
        cmocka_unit_test(a_failed_run_says_why),
        cmocka_unit_test(parts_may_be_missing_where_they_may),
        cmocka_unit_test(a_wrong_result_is_not_packed),
        cmocka_unit_test(hostile_bytes),
        cmocka_unit_test(lies_about_the_run),
        cmocka_unit_test(lies_about_cells),
        cmocka_unit_test(lies_about_findings),
        cmocka_unit_test(alarms_come_back),
        cmocka_unit_test(lies_about_alarms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
