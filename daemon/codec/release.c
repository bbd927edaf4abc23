/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A release in columns over a string table. A reader demands the strings in the order of their
 * first use: so every one is used (nothing rides along unseen) and one release has one form.
 */
#include "codec/codec.h"
#include "codec/pb.h"

#include "base/map.h"
#include "disclosure/rebuild.h"

#include <staith/v1/release.pb-c.h>
#include <string.h>

enum {
    RELEASE_MEMORY_BYTES = 16 * 1024 * 1024,
    STRINGS_MAX = 1024 * 1024,
    STRINGS_MAX_BYTES = STAITH_CODEC_MAX_BYTES
};

/* ---- packing ---- */

struct writer {
    struct staith_pb_pen pen;
    struct staith_map *strings; /* code -> index in message.strings */
    size_t strings_room;
    Staith__V1__Release message;
};

/* Index of a code in the string table, where it is put when it is new. */
static uint32_t intern(struct writer *writer, const char *text)
{
    uint32_t index = 0;
    uint32_t fresh = (uint32_t)writer->message.n_strings;
    int put = staith_map_put(writer->strings, text, strlen(text), fresh, &index);
    if (put < 0 || (put == 1 && fresh >= writer->strings_room)) {
        writer->pen.failed = true;
        return 0;
    }
    if (put == 1) {
        writer->message.strings[fresh] = staith_pb_text(&writer->pen, text);
        writer->message.n_strings++;
    }
    return index;
}

static uint32_t intern_optional(struct writer *writer, const char *text)
{
    return text == NULL ? 0 : intern(writer, text) + 1;
}

/* Columns for `cells` cells that have `places` dimensions in all. */
static void make_columns(struct writer *writer, size_t cells, size_t places)
{
    Staith__V1__Release *to = &writer->message;
    struct staith_pb_pen *pen = &writer->pen;
    to->cell_count = (uint32_t)cells;
    to->tables = staith_pb_array(pen, cells, sizeof(*to->tables));
    to->measures = staith_pb_array(pen, cells, sizeof(*to->measures));
    to->dimension_counts = staith_pb_array(pen, cells, sizeof(*to->dimension_counts));
    to->dimensions = staith_pb_array(pen, places, sizeof(*to->dimensions));
    to->categories = staith_pb_array(pen, places, sizeof(*to->categories));
    to->statuses = staith_pb_array(pen, cells, sizeof(*to->statuses));
    to->values = staith_pb_array(pen, cells, sizeof(*to->values));
    to->lows = staith_pb_array(pen, cells, sizeof(*to->lows));
    to->highs = staith_pb_array(pen, cells, sizeof(*to->highs));
    to->reasons = staith_pb_array(pen, cells, sizeof(*to->reasons));
    /* As many as there could be; what the map holds decides how many there are. */
    writer->strings_room = cells * 3 + places * 2;
    to->strings = staith_pb_array(pen, writer->strings_room, sizeof(*to->strings));
    to->n_tables = cells;
    to->n_measures = cells;
    to->n_dimension_counts = cells;
    to->n_dimensions = places;
    to->n_categories = places;
    to->n_statuses = cells;
    to->n_values = cells;
    to->n_lows = cells;
    to->n_highs = cells;
    to->n_reasons = cells;
}

static void put_cells(struct writer *writer, const struct staith_release *release)
{
    Staith__V1__Release *to = &writer->message;
    size_t place = 0;
    for (uint32_t i = 0; !writer->pen.failed && i < to->cell_count; i++) {
        struct staith_release_cell cell = staith_release_cell_at(release, i);
        to->tables[i] = intern(writer, cell.table);
        to->measures[i] = intern(writer, cell.measure);
        to->dimension_counts[i] = cell.dimension_count;
        for (uint32_t d = 0; d < cell.dimension_count; d++, place++) {
            to->dimensions[place] = intern(writer, cell.dimensions[d]);
            to->categories[place] = intern_optional(writer, cell.categories[d]);
        }
        to->statuses[i] = (Staith__V1__Status)cell.value.status;
        to->values[i] = cell.value.value;
        to->lows[i] = cell.value.lo;
        to->highs[i] = cell.value.hi;
        to->reasons[i] = intern_optional(writer, cell.reason);
        if (to->n_bases > 0) {
            to->bases[i] = cell.base;
            to->reaches[i] = cell.reach;
        }
    }
}

/* Rules travel where they are certified. */
static void put_rules(struct writer *writer, const struct staith_release_certificate *certificate)
{
    struct staith_pb_pen *pen = &writer->pen;
    Staith__V1__Release *to = &writer->message;
    size_t cells = to->cell_count;
    to->certificate = staith_pb_certificate(pen, certificate);
    to->bases = staith_pb_array(pen, cells, sizeof(*to->bases));
    to->reaches = staith_pb_array(pen, cells, sizeof(*to->reaches));
    to->n_bases = pen->failed ? 0 : cells;
    to->n_reaches = to->n_bases;
}

static void put_release(struct writer *writer, const struct staith_release *release)
{
    Staith__V1__Release *to = &writer->message;
    struct staith_pb_pen *pen = &writer->pen;
    const struct staith_period *period = staith_release_period(release);
    size_t places = 0;
    uint32_t cells = staith_release_cell_count(release);
    for (uint32_t i = 0; i < cells; i++) {
        places += staith_release_cell_at(release, i).dimension_count;
    }
    to->authority = staith_pb_text(pen, staith_release_authority(release));
    to->dataset = staith_pb_text(pen, staith_release_dataset(release));
    to->period_kind = (Staith__V1__PeriodKind)period->kind;
    to->period_year = period->year;
    to->period_part = period->part;
    to->audience = (Staith__V1__Audience)staith_release_audience(release);
    to->policy = staith_pb_text(pen, staith_release_policy(release));
    to->catalogue_hash =
        staith_pb_bytes(pen, staith_release_catalogue_hash(release), STAITH_HASH_BYTES);
    make_columns(writer, cells, places);
    if (staith_release_certificate(release) != NULL) {
        put_rules(writer, staith_release_certificate(release));
    }
    put_cells(writer, release);
}

int staith_codec_pack_release(const struct staith_release *release, struct staith_buf *out)
{
    /* The codes are of this council's own catalogue: the map needs no secret. */
    static const uint8_t no_secret[16] = {0};
    if (staith_release_cell_count(release) == 0) {
        return STAITH_ERR_INVAL;
    }
    struct writer writer = {.strings = staith_map_new(no_secret, STRINGS_MAX, STRINGS_MAX_BYTES)};
    if (writer.strings == NULL) {
        return STAITH_ERR_NOMEM;
    }
    staith_pb_pen_init(&writer.pen, RELEASE_MEMORY_BYTES);
    staith__v1__release__init(&writer.message);
    put_release(&writer, release);
    int code = writer.pen.failed ? STAITH_ERR_LIMIT
                                 : staith_pb_pack(&writer.pen, &writer.message.base,
                                                  STAITH_CODEC_MAX_PAYLOAD_BYTES, out);
    staith_pb_pen_deinit(&writer.pen);
    staith_map_free(writer.strings);
    return code;
}

/* ---- unpacking ---- */

struct columns {
    struct staith_pb_reader reader;
    const Staith__V1__Release *from;
    const char **strings;
    uint32_t string_count;
    uint32_t strings_met; /* strings 0..met-1 have been named by a cell */
};

static void require_columns(struct columns *columns)
{
    const Staith__V1__Release *from = columns->from;
    size_t cells = from->cell_count;
    size_t places = 0;
    bool alike = from->n_tables == cells && from->n_measures == cells &&
                 from->n_dimension_counts == cells && from->n_statuses == cells &&
                 from->n_values == cells && from->n_lows == cells && from->n_highs == cells &&
                 from->n_reasons == cells;
    /* Rules come with a certificate, in all cells or none. */
    size_t rules = from->certificate != NULL ? cells : 0;
    alike = alike && from->n_bases == rules && from->n_reaches == rules;
    staith_pb_require(&columns->reader, alike, "the columns of a release are not of one length");
    staith_pb_require(&columns->reader, cells > 0, "a release has no cells");
    for (size_t i = 0; alike && i < cells; i++) {
        staith_pb_require(&columns->reader, from->dimension_counts[i] <= 4,
                          "a cell has more than 4 dimensions");
        /* Cells are bounded by the bytes of a column: the sum cannot wrap. */
        places += from->dimension_counts[i];
    }
    staith_pb_require(&columns->reader,
                      from->n_dimensions == places && from->n_categories == places,
                      "the dimensions of a release do not fit its cells");
}

static void read_strings(struct columns *columns)
{
    const Staith__V1__Release *from = columns->from;
    columns->strings =
        staith_pb_items(&columns->reader, from->n_strings, sizeof(*columns->strings));
    for (size_t i = 0; columns->reader.code == 0 && i < from->n_strings; i++) {
        columns->strings[i] = staith_pb_read_text(&columns->reader, &from->strings[i],
                                                  STAITH_PB_CODE_MAX_LEN, "a code is not valid");
        staith_pb_require(&columns->reader, staith_code_valid(columns->strings[i]) != 0,
                          "a code is not valid");
    }
    columns->string_count = (uint32_t)from->n_strings;
}

static const char *string_at(struct columns *columns, uint32_t index)
{
    if (index >= columns->string_count || index > columns->strings_met) {
        staith_pb_refuse(&columns->reader, "an index into the codes is out of range or order");
        return NULL;
    }
    if (index == columns->strings_met) {
        columns->strings_met++;
    }
    return columns->strings[index];
}

static const char *optional_at(struct columns *columns, uint32_t index)
{
    return index == 0 ? NULL : string_at(columns, index - 1);
}

static struct staith_release_cell *read_cells(struct columns *columns)
{
    const Staith__V1__Release *from = columns->from;
    struct staith_release_cell *cells =
        staith_pb_items(&columns->reader, from->cell_count, sizeof(*cells));
    size_t place = 0;
    for (uint32_t i = 0; columns->reader.code == 0 && i < from->cell_count; i++) {
        struct staith_release_cell *cell = &cells[i];
        cell->table = string_at(columns, from->tables[i]);
        cell->measure = string_at(columns, from->measures[i]);
        cell->dimension_count = from->dimension_counts[i];
        for (uint32_t d = 0; d < cell->dimension_count; d++, place++) {
            cell->dimensions[d] = string_at(columns, from->dimensions[place]);
            cell->categories[d] = optional_at(columns, from->categories[place]);
        }
        cell->value = (struct staith_value){
            .status = (enum staith_status)from->statuses[i],
            .value = from->values[i],
            .lo = from->lows[i],
            .hi = from->highs[i],
        };
        cell->reason = optional_at(columns, from->reasons[i]);
        cell->base = from->n_bases > 0 ? from->bases[i] : 0;
        cell->reach = from->n_reaches > 0 ? from->reaches[i] : 0;
    }
    staith_pb_require(&columns->reader, columns->strings_met == columns->string_count,
                      "a code is named by no cell");
    return cells;
}

static int rebuild(const Staith__V1__Release *from, struct staith_arena *arena,
                   struct staith_release **ret_release, struct staith_err *err)
{
    struct columns columns = {.reader = {.arena = arena, .err = err}, .from = from};
    struct staith_pb_reader *reader = &columns.reader;
    uint8_t catalogue_hash[STAITH_HASH_BYTES] = {0};
    struct staith_release_certificate certificate;
    struct staith_release_parts parts = {
        .period = {(uint32_t)from->period_kind, from->period_year, from->period_part},
        .audience = (enum staith_audience)from->audience,
        .catalogue_hash = catalogue_hash,
        .cell_count = from->cell_count,
    };
    staith_pb_require_known(reader, &from->base);
    parts.authority = staith_pb_read_text(reader, &from->authority, STAITH_PB_AUTHORITY_MAX_LEN,
                                          "the authority is not valid");
    parts.dataset = staith_pb_read_text(reader, &from->dataset, STAITH_PB_CODE_MAX_LEN,
                                        "the dataset is not valid");
    parts.policy = staith_pb_read_text(reader, &from->policy, STAITH_PB_CODE_MAX_LEN,
                                       "the policy is not valid");
    staith_pb_read_bytes(reader, &from->catalogue_hash, catalogue_hash, STAITH_HASH_BYTES,
                         "the hash of the catalogue is not of 32 bytes");
    require_columns(&columns);
    read_strings(&columns);
    parts.cells = read_cells(&columns);
    if (from->certificate != NULL) {
        staith_pb_read_certificate(reader, from->certificate, &certificate);
        parts.certificate = &certificate;
    }
    if (reader->code != 0) {
        return reader->code;
    }
    return staith_release_rebuild(&parts, ret_release, err);
}

/* Columns fit each other and every index its table; what a cell may say is not looked at again. */
static int read_only_cells(const Staith__V1__Release *from, struct staith_arena *arena,
                           struct staith_codec_cells *ret_cells, struct staith_err *err)
{
    struct columns columns = {.reader = {.arena = arena, .err = err}, .from = from};
    struct staith_pb_reader *reader = &columns.reader;
    struct staith_codec_cells got = {
        .period = {(uint32_t)from->period_kind, from->period_year, from->period_part},
        .count = from->cell_count};
    got.dataset = staith_pb_read_text(reader, &from->dataset, STAITH_PB_CODE_MAX_LEN,
                                      "the dataset is not valid");
    require_columns(&columns);
    read_strings(&columns);
    got.cells = read_cells(&columns);
    if (from->certificate != NULL) {
        got.is_certified = true;
        staith_pb_read_bytes(reader, &from->certificate->hash, got.certificate_hash,
                             STAITH_HASH_BYTES, "the hash of a certificate is not of 32 bytes");
    }
    if (reader->code == 0) {
        *ret_cells = got;
    }
    return reader->code;
}

int staith_codec_read_cells(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                            struct staith_codec_cells *ret_cells, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__release__descriptor, bytes, len,
                                STAITH_CODEC_MAX_PAYLOAD_BYTES, RELEASE_MEMORY_BYTES, &memory,
                                &message, err);
    if (code == 0) {
        code = read_only_cells((const Staith__V1__Release *)message, arena, ret_cells, err);
    }
    staith_pb_memory_deinit(&memory);
    return code;
}

int staith_codec_unpack_release(const uint8_t *bytes, size_t len,
                                struct staith_release **ret_release, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__release__descriptor, bytes, len,
                                STAITH_CODEC_MAX_PAYLOAD_BYTES, RELEASE_MEMORY_BYTES, &memory,
                                &message, err);
    if (code == 0) {
        code = rebuild((const Staith__V1__Release *)message, &memory.arena, ret_release, err);
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
