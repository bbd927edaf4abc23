/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"
#include "codec/pb.h"

#include <staith/v1/comparison.pb-c.h>

enum { COMPARISON_MEMORY_BYTES = 1024 * 1024 };

/* ---- packing ---- */

static void put_columns(struct staith_pb_pen *pen, const struct staith_comparison *from,
                        Staith__V1__Comparison *to)
{
    size_t count = from->row_count;
    to->n_codes = to->n_labels = to->n_units = to->n_decimals = count;
    to->n_ranks = to->n_ranked = to->n_neighbours = count;
    to->n_statuses = to->n_values = count * STAITH_SIDE_COUNT;
    to->codes = staith_pb_array(pen, count, sizeof(*to->codes));
    to->labels = staith_pb_array(pen, count, sizeof(*to->labels));
    to->units = staith_pb_array(pen, count, sizeof(*to->units));
    to->decimals = staith_pb_array(pen, count, sizeof(*to->decimals));
    to->ranks = staith_pb_array(pen, count, sizeof(*to->ranks));
    to->ranked = staith_pb_array(pen, count, sizeof(*to->ranked));
    to->neighbours = staith_pb_array(pen, count, sizeof(*to->neighbours));
    to->statuses = staith_pb_array(pen, count * STAITH_SIDE_COUNT, sizeof(*to->statuses));
    to->values = staith_pb_array(pen, count * STAITH_SIDE_COUNT, sizeof(*to->values));
    for (size_t i = 0; !pen->failed && i < count; i++) {
        const struct staith_comparison_row *row = &from->rows[i];
        to->codes[i] = staith_pb_text(pen, row->code);
        to->labels[i] = staith_pb_text(pen, row->label);
        to->units[i] = staith_pb_text(pen, row->unit);
        to->decimals[i] = row->decimals;
        to->ranks[i] = row->rank;
        to->ranked[i] = row->ranked;
        to->neighbours[i] = row->neighbours;
        for (size_t side = 0; side < STAITH_SIDE_COUNT; side++) {
            to->statuses[i * STAITH_SIDE_COUNT + side] = (uint32_t)row->sides[side].status;
            to->values[i * STAITH_SIDE_COUNT + side] = row->sides[side].value;
        }
    }
}

int staith_codec_pack_comparison(const struct staith_comparison *comparison, struct staith_buf *out)
{
    if (!staith_comparison_valid(comparison)) {
        return STAITH_ERR_INVAL;
    }
    struct staith_pb_pen pen;
    Staith__V1__Comparison packed = STAITH__V1__COMPARISON__INIT;
    staith_pb_pen_init(&pen, COMPARISON_MEMORY_BYTES);
    packed.dataset = staith_pb_text(&pen, comparison->dataset);
    packed.period_kind = (Staith__V1__PeriodKind)comparison->period.kind;
    packed.period_year = comparison->period.year;
    packed.period_part = comparison->period.part;
    packed.made_unix_ms = comparison->made_unix_ms;
    packed.row_count = comparison->row_count;
    put_columns(&pen, comparison, &packed);
    int code = staith_pb_pack(&pen, &packed.base, STAITH_CODEC_MAX_PAYLOAD_BYTES, out);
    staith_pb_pen_deinit(&pen);
    return code;
}

/* ---- unpacking ---- */

static bool columns_fit(const Staith__V1__Comparison *from)
{
    size_t count = from->row_count;
    return count > 0 && count <= STAITH_COMPARISON_MAX_ROWS && from->n_codes == count &&
           from->n_labels == count && from->n_units == count && from->n_decimals == count &&
           from->n_ranks == count && from->n_ranked == count && from->n_neighbours == count &&
           from->n_statuses == count * STAITH_SIDE_COUNT &&
           from->n_values == count * STAITH_SIDE_COUNT;
}

static void read_row(struct staith_pb_reader *reader, const Staith__V1__Comparison *from, size_t i,
                     struct staith_comparison_row *row)
{
    staith_pb_read_chars(reader, &from->codes[i], row->code, sizeof(row->code),
                         "a code is not valid");
    staith_pb_read_chars(reader, &from->labels[i], row->label, sizeof(row->label),
                         "a label is not valid");
    staith_pb_read_chars(reader, &from->units[i], row->unit, sizeof(row->unit),
                         "a unit is not valid");
    row->decimals = from->decimals[i];
    row->rank = from->ranks[i];
    row->ranked = from->ranked[i];
    row->neighbours = from->neighbours[i];
    for (size_t side = 0; side < STAITH_SIDE_COUNT; side++) {
        row->sides[side].status = (enum staith_status)from->statuses[i * STAITH_SIDE_COUNT + side];
        row->sides[side].value = from->values[i * STAITH_SIDE_COUNT + side];
    }
}

static int read_comparison(const Staith__V1__Comparison *from, struct staith_arena *arena,
                           struct staith_comparison *to, struct staith_err *err)
{
    struct staith_pb_reader reader = {.arena = arena, .err = err};
    struct staith_comparison comparison = {
        .period = {(uint32_t)from->period_kind, from->period_year, from->period_part},
        .made_unix_ms = from->made_unix_ms,
        .row_count = from->row_count,
    };
    staith_pb_require_known(&reader, &from->base);
    staith_pb_read_chars(&reader, &from->dataset, comparison.dataset, sizeof(comparison.dataset),
                         "the dataset is not valid");
    staith_pb_require(&reader, columns_fit(from),
                      "the columns of a comparison are not of one length");
    if (reader.code == 0) {
        comparison.rows = staith_pb_items(&reader, from->row_count, sizeof(*comparison.rows));
    }
    for (size_t i = 0; reader.code == 0 && i < from->row_count; i++) {
        read_row(&reader, from, i, &comparison.rows[i]);
    }
    staith_pb_require(&reader, reader.code != 0 || staith_comparison_valid(&comparison),
                      "the comparison is not valid");
    if (reader.code == 0) {
        *to = comparison;
    }
    return reader.code;
}

int staith_codec_unpack_comparison(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                   struct staith_comparison *ret_comparison, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__comparison__descriptor, bytes, len,
                                STAITH_CODEC_MAX_PAYLOAD_BYTES, COMPARISON_MEMORY_BYTES, &memory,
                                &message, err);
    if (code == 0) {
        code = read_comparison((const Staith__V1__Comparison *)message, arena, ret_comparison, err);
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
