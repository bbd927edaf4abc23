/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells repeat their words, so each stands once. An empty map key is none: "" has a place of its
 * own.
 */
#include "base/map.h"
#include "codec/codec.h"
#include "codec/pb.h"

#include <staith/v1/handout.pb-c.h>
#include <string.h>

enum { HANDOUT_MEMORY_BYTES = 2 * 1024 * 1024 };

/* ---- packing ---- */

static void put_cells(struct staith_pb_pen *pen, struct staith_map *map,
                      const struct staith_handout *from, Staith__V1__Handout *to)
{
    size_t count = (size_t)from->row_count * from->column_count;
    to->n_cells = count;
    to->cells = staith_pb_array(pen, count, sizeof(*to->cells));
    to->strings = staith_pb_array(pen, count, sizeof(*to->strings));
    for (size_t i = 0; !pen->failed && i < count; i++) {
        /* with its NUL, so that the empty text is a key too */
        int added = staith_map_put(map, from->cells[i], strlen(from->cells[i]) + 1,
                                   (uint32_t)to->n_strings, &to->cells[i]);
        pen->failed = pen->failed || added < 0;
        if (added == 1) {
            to->strings[to->n_strings++] = staith_pb_text(pen, from->cells[i]);
        }
    }
}

static int pack(const struct staith_handout *handout, struct staith_map *map,
                struct staith_buf *out)
{
    struct staith_pb_pen pen;
    Staith__V1__Handout packed = STAITH__V1__HANDOUT__INIT;
    staith_pb_pen_init(&pen, HANDOUT_MEMORY_BYTES);
    packed.name = staith_pb_text(&pen, handout->name);
    packed.made_unix_ms = handout->made_unix_ms;
    packed.row_count = handout->row_count;
    packed.n_columns = handout->column_count;
    packed.columns = staith_pb_array(&pen, handout->column_count, sizeof(*packed.columns));
    for (uint32_t i = 0; !pen.failed && i < handout->column_count; i++) {
        packed.columns[i] = staith_pb_text(&pen, handout->columns[i]);
    }
    put_cells(&pen, map, handout, &packed);
    int code = staith_pb_pack(&pen, &packed.base, STAITH_CODEC_MAX_PAYLOAD_BYTES, out);
    staith_pb_pen_deinit(&pen);
    return code;
}

int staith_codec_pack_handout(const struct staith_handout *handout, struct staith_buf *out)
{
    static const uint8_t no_secret[16] = {0}; /* our own words: nobody chooses them to collide */
    if (!staith_handout_valid(handout)) {
        return STAITH_ERR_INVAL;
    }
    struct staith_map *map = staith_map_new(no_secret, STAITH_HANDOUT_MAX_CELLS,
                                            (size_t)2 * STAITH_HANDOUT_MAX_CSV_BYTES);
    int code = map == NULL ? STAITH_ERR_NOMEM : pack(handout, map, out);
    staith_map_free(map);
    return code;
}

/* ---- unpacking ---- */

static bool counts_fit(const Staith__V1__Handout *from)
{
    return from->n_columns > 0 && from->n_columns <= STAITH_HANDOUT_MAX_COLUMNS &&
           from->row_count <= STAITH_HANDOUT_MAX_CELLS / from->n_columns &&
           from->n_cells == from->row_count * from->n_columns && from->n_strings <= from->n_cells;
}

/* The texts, each once; the indices name them in the order of their first use, all of them. */
static void read_cells(struct staith_pb_reader *reader, const Staith__V1__Handout *from,
                       struct staith_handout *to)
{
    uint32_t used = 0;
    const char **strings = staith_pb_items(reader, from->n_strings, sizeof(*strings));
    to->cells = staith_pb_items(reader, from->n_cells, sizeof(*to->cells));
    for (size_t i = 0; reader->code == 0 && i < from->n_strings; i++) {
        strings[i] = staith_pb_read_text(reader, &from->strings[i], STAITH_HANDOUT_MAX_CELL_BYTES,
                                         "a cell is not valid");
    }
    for (size_t i = 0; reader->code == 0 && i < from->n_cells; i++) {
        uint32_t at = from->cells[i];
        staith_pb_require(reader, at <= used && at < from->n_strings,
                          "a cell names no text, or texts are not in the order of their use");
        if (reader->code == 0) {
            used += at == used ? 1 : 0;
            to->cells[i] = strings[at];
        }
    }
    staith_pb_require(reader, reader->code != 0 || used == from->n_strings, "a text is not used");
}

static int read_handout(const Staith__V1__Handout *from, struct staith_arena *arena,
                        struct staith_handout *to, struct staith_err *err)
{
    struct staith_pb_reader reader = {.arena = arena, .err = err};
    struct staith_handout handout = {.made_unix_ms = from->made_unix_ms,
                                     .column_count = (uint32_t)from->n_columns,
                                     .row_count = from->row_count};
    staith_pb_require_known(&reader, &from->base);
    staith_pb_read_chars(&reader, &from->name, handout.name, sizeof(handout.name),
                         "the name is not valid");
    staith_pb_require(&reader, counts_fit(from), "the cells of a handout are not whole rows");
    const char **columns =
        reader.code == 0 ? staith_pb_items(&reader, from->n_columns, sizeof(*columns)) : NULL;
    for (size_t i = 0; reader.code == 0 && i < from->n_columns; i++) {
        columns[i] = staith_pb_read_text(&reader, &from->columns[i], STAITH_PB_CODE_MAX_LEN,
                                         "a column is not valid");
    }
    handout.columns = columns;
    if (reader.code == 0) {
        read_cells(&reader, from, &handout);
    }
    staith_pb_require(&reader, reader.code != 0 || staith_handout_valid(&handout),
                      "the handout is not valid");
    if (reader.code == 0) {
        *to = handout;
    }
    return reader.code;
}

int staith_codec_unpack_handout(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                struct staith_handout *ret_handout, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__handout__descriptor, bytes, len,
                                STAITH_CODEC_MAX_PAYLOAD_BYTES, HANDOUT_MEMORY_BYTES, &memory,
                                &message, err);
    if (code == 0) {
        code = read_handout((const Staith__V1__Handout *)message, arena, ret_handout, err);
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
