/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"
#include "codec/pb.h"

#include <staith/plugin.h>
#include <staith/v1/catalogue.pb-c.h>

/* ---- packing ---- */

static uint32_t *put_indices(struct staith_pb_pen *pen, const uint16_t *indices, uint32_t count)
{
    uint32_t *copy = staith_pb_array(pen, count, sizeof(*copy));
    for (uint32_t i = 0; copy != NULL && i < count; i++) {
        copy[i] = indices[i];
    }
    return copy;
}

static void put_dimension(struct staith_pb_pen *pen, const struct staith_dimension *from,
                          Staith__V1__Dimension *to)
{
    staith__v1__dimension__init(to);
    to->code = staith_pb_text(pen, from->code);
    to->label = staith_pb_text(pen, from->label);
    to->precedence = from->precedence;
    to->sensitive = from->sensitive;
    to->category_count = from->category_count;
    to->n_category_codes = from->category_count;
    to->n_category_labels = from->category_count;
    to->n_category_parents = from->category_count;
    to->category_codes = staith_pb_array(pen, from->category_count, sizeof(*to->category_codes));
    to->category_labels = staith_pb_array(pen, from->category_count, sizeof(*to->category_labels));
    to->category_parents =
        staith_pb_array(pen, from->category_count, sizeof(*to->category_parents));
    for (uint32_t i = 0; !pen->failed && i < from->category_count; i++) {
        const struct staith_category *category = &from->categories[i];
        to->category_codes[i] = staith_pb_text(pen, category->code);
        to->category_labels[i] = staith_pb_text(pen, category->label);
        to->category_parents[i] =
            category->parent == STAITH_NO_CATEGORY ? 0 : category->parent + 1u;
    }
}

static void put_measure(struct staith_pb_pen *pen, const struct staith_measure *from,
                        Staith__V1__Measure *to)
{
    staith__v1__measure__init(to);
    to->code = staith_pb_text(pen, from->code);
    to->label = staith_pb_text(pen, from->label);
    to->definition = staith_pb_text(pen, from->definition);
    to->unit = (Staith__V1__Unit)from->unit;
    to->aggregation = (Staith__V1__Aggregation)from->aggregation;
}

static void put_table(struct staith_pb_pen *pen, const struct staith_table *from,
                      Staith__V1__Table *to)
{
    staith__v1__table__init(to);
    to->code = staith_pb_text(pen, from->code);
    to->label = staith_pb_text(pen, from->label);
    to->n_measures = from->measure_count;
    to->measures = put_indices(pen, from->measures, from->measure_count);
    to->n_dimensions = from->dimension_count;
    to->dimensions = put_indices(pen, from->dimensions, from->dimension_count);
}

static void put_indicator(struct staith_pb_pen *pen, const struct staith_indicator *from,
                          Staith__V1__Indicator *to)
{
    staith__v1__indicator__init(to);
    to->code = staith_pb_text(pen, from->code);
    to->label = staith_pb_text(pen, from->label);
    to->unit_label = staith_pb_text(pen, from->unit_label);
    to->definition = staith_pb_text(pen, from->definition);
    to->source = staith_pb_text(pen, from->source);
    to->scale = from->scale;
    to->decimals = from->decimals;
    to->polarity = from->polarity;
    to->flags = from->flags;
    to->numerator = from->numerator;
    to->n_denominators = from->denominator_count;
    to->denominators = put_indices(pen, from->denominators, from->denominator_count);
}

static void put_check(struct staith_pb_pen *pen, const struct staith_check *from,
                      Staith__V1__Check *to)
{
    staith__v1__check__init(to);
    to->code = staith_pb_text(pen, from->code);
    to->message = staith_pb_text(pen, from->message);
    to->advice = staith_pb_text(pen, from->advice);
    to->severity = (Staith__V1__Severity)from->severity;
}

/* A list of messages, as protobuf-c wants it: an array of pointers. `put` fills one message from
 * the model's item. */
#define PUT_LIST(pen, list, from, count, put)                                                      \
    do {                                                                                           \
        (list) = staith_pb_array((pen), (count), sizeof(*(list)));                                 \
        for (uint32_t item = 0; !(pen)->failed && item < (count); item++) {                        \
            (list)[item] = staith_pb_array((pen), 1, sizeof(**(list)));                            \
            if ((list)[item] != NULL) {                                                            \
                put((pen), &(from)[item], (list)[item]);                                           \
            }                                                                                      \
        }                                                                                          \
    } while (0)

static void put_lists(struct staith_pb_pen *pen, const struct staith_catalogue *from,
                      Staith__V1__Catalogue *to)
{
    PUT_LIST(pen, to->dimensions, from->dimensions, from->dimension_count, put_dimension);
    PUT_LIST(pen, to->measures, from->measures, from->measure_count, put_measure);
    PUT_LIST(pen, to->tables, from->tables, from->table_count, put_table);
    PUT_LIST(pen, to->indicators, from->indicators, from->indicator_count, put_indicator);
    PUT_LIST(pen, to->checks, from->checks, from->check_count, put_check);
    to->elements = staith_pb_array(pen, from->element_count, sizeof(*to->elements));
    for (uint32_t i = 0; !pen->failed && i < from->element_count; i++) {
        to->elements[i] = staith_pb_text(pen, from->elements[i]);
    }
}

Staith__V1__Catalogue *staith_pb_catalogue(struct staith_pb_pen *pen,
                                           const struct staith_catalogue *catalogue)
{
    Staith__V1__Catalogue *to = staith_pb_array(pen, 1, sizeof(*to));
    if (to == NULL) {
        return NULL;
    }
    staith__v1__catalogue__init(to);
    to->dataset = staith_pb_text(pen, catalogue->dataset);
    to->plugin = staith_pb_text(pen, catalogue->plugin);
    to->plugin_version = staith_pb_text(pen, catalogue->plugin_version);
    to->dimension_count = catalogue->dimension_count;
    to->n_dimensions = catalogue->dimension_count;
    to->measure_count = catalogue->measure_count;
    to->n_measures = catalogue->measure_count;
    to->table_count = catalogue->table_count;
    to->n_tables = catalogue->table_count;
    to->indicator_count = catalogue->indicator_count;
    to->n_indicators = catalogue->indicator_count;
    to->check_count = catalogue->check_count;
    to->n_checks = catalogue->check_count;
    to->element_count = catalogue->element_count;
    to->n_elements = catalogue->element_count;
    put_lists(pen, catalogue, to);
    return pen->failed ? NULL : to;
}

int staith_codec_pack_catalogue(const struct staith_catalogue *catalogue, struct staith_buf *out)
{
    int code = staith_catalogue_check(catalogue, NULL);
    if (code != 0) {
        return code;
    }
    struct staith_pb_pen pen;
    staith_pb_pen_init(&pen, STAITH_PB_CATALOGUE_MEMORY_BYTES);
    const Staith__V1__Catalogue *message = staith_pb_catalogue(&pen, catalogue);
    code = message == NULL
               ? STAITH_ERR_LIMIT
               : staith_pb_pack(&pen, &message->base, STAITH_CODEC_MAX_PAYLOAD_BYTES, out);
    staith_pb_pen_deinit(&pen);
    return code;
}

/* ---- unpacking ---- */

static const char *read_code(struct staith_pb_reader *reader, const ProtobufCBinaryData *code)
{
    return staith_pb_read_text(reader, code, STAITH_PB_CODE_MAX_LEN, "a code is not valid");
}

static const char *read_label(struct staith_pb_reader *reader, const ProtobufCBinaryData *label)
{
    return staith_pb_read_text(reader, label, STAITH_CATALOGUE_MAX_LABEL_BYTES,
                               "a label is not valid");
}

static const char *read_prose(struct staith_pb_reader *reader, const ProtobufCBinaryData *prose)
{
    return staith_pb_read_text(reader, prose, STAITH_CATALOGUE_MAX_TEXT_BYTES,
                               "a text is not valid");
}

/* Indices are narrowed to 16 bits: what does not fit must not become what does. */
static uint16_t *read_indices(struct staith_pb_reader *reader, const uint32_t *indices,
                              size_t count)
{
    uint16_t *copy = staith_pb_items(reader, count, sizeof(*copy));
    for (size_t i = 0; copy != NULL && i < count; i++) {
        staith_pb_require(reader, indices[i] < STAITH_NO_CATEGORY, "an index is out of range");
        copy[i] = (uint16_t)indices[i];
    }
    return copy;
}

static void read_dimension(struct staith_pb_reader *reader, const Staith__V1__Dimension *from,
                           struct staith_dimension *to)
{
    uint32_t count = from->category_count;
    staith_pb_require_known(reader, &from->base);
    to->code = read_code(reader, &from->code);
    to->label = read_label(reader, &from->label);
    to->precedence = from->precedence;
    to->sensitive = from->sensitive;
    staith_pb_require(reader,
                      count <= STAITH_CATALOGUE_MAX_CATEGORIES && from->n_category_codes == count &&
                          from->n_category_labels == count && from->n_category_parents == count,
                      "the columns of a dimension are not of one length");
    to->categories = staith_pb_items(reader, count, sizeof(*to->categories));
    for (uint32_t i = 0; reader->code == 0 && i < count; i++) {
        struct staith_category *category = &to->categories[i];
        uint32_t parent = from->category_parents[i];
        category->code = read_code(reader, &from->category_codes[i]);
        category->label = read_label(reader, &from->category_labels[i]);
        staith_pb_require(reader, parent <= count, "a category's parent is out of range");
        category->parent = parent == 0 ? STAITH_NO_CATEGORY : (uint16_t)(parent - 1);
    }
    to->category_count = count;
}

static void read_measure(struct staith_pb_reader *reader, const Staith__V1__Measure *from,
                         struct staith_measure *to)
{
    staith_pb_require_known(reader, &from->base);
    to->code = read_code(reader, &from->code);
    to->label = read_label(reader, &from->label);
    to->definition = read_prose(reader, &from->definition);
    to->unit = (uint32_t)from->unit;
    to->aggregation = (uint32_t)from->aggregation;
}

static void read_table(struct staith_pb_reader *reader, const Staith__V1__Table *from,
                       struct staith_table *to)
{
    staith_pb_require_known(reader, &from->base);
    to->code = read_code(reader, &from->code);
    to->label = read_label(reader, &from->label);
    staith_pb_require(reader,
                      from->n_measures <= STAITH_CATALOGUE_MAX_MEASURES &&
                          from->n_dimensions <= STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS,
                      "a table has too many measures or dimensions");
    if (reader->code != 0) {
        return;
    }
    to->measure_count = (uint32_t)from->n_measures;
    to->measures = read_indices(reader, from->measures, from->n_measures);
    to->dimension_count = (uint32_t)from->n_dimensions;
    to->dimensions = read_indices(reader, from->dimensions, from->n_dimensions);
}

static void read_indicator(struct staith_pb_reader *reader, const Staith__V1__Indicator *from,
                           struct staith_indicator *to)
{
    staith_pb_require_known(reader, &from->base);
    to->code = read_code(reader, &from->code);
    to->label = read_label(reader, &from->label);
    to->unit_label = read_label(reader, &from->unit_label);
    to->definition = read_prose(reader, &from->definition);
    to->source = read_prose(reader, &from->source);
    to->scale = from->scale;
    to->decimals = from->decimals;
    to->polarity = from->polarity;
    to->flags = from->flags;
    staith_pb_require(reader,
                      from->numerator < STAITH_NO_CATEGORY &&
                          from->n_denominators <= STAITH_CATALOGUE_MAX_DENOMINATORS,
                      "an indicator's numerator or denominators are out of range");
    if (reader->code != 0) {
        return;
    }
    to->numerator = (uint16_t)from->numerator;
    to->denominator_count = (uint32_t)from->n_denominators;
    to->denominators = read_indices(reader, from->denominators, from->n_denominators);
}

static void read_check(struct staith_pb_reader *reader, const Staith__V1__Check *from,
                       struct staith_check *to)
{
    staith_pb_require_known(reader, &from->base);
    to->code = read_code(reader, &from->code);
    to->message = read_prose(reader, &from->message);
    to->advice = read_prose(reader, &from->advice);
    to->severity = (uint32_t)from->severity;
}

static void require_counts(struct staith_pb_reader *reader, const Staith__V1__Catalogue *packed)
{
    const struct {
        uint32_t said;
        size_t found;
        uint32_t limit;
    } lists[] = {
        {packed->dimension_count, packed->n_dimensions, STAITH_CATALOGUE_MAX_DIMENSIONS},
        {packed->measure_count, packed->n_measures, STAITH_CATALOGUE_MAX_MEASURES},
        {packed->table_count, packed->n_tables, STAITH_CATALOGUE_MAX_TABLES},
        {packed->indicator_count, packed->n_indicators, STAITH_CATALOGUE_MAX_INDICATORS},
        {packed->check_count, packed->n_checks, STAITH_CATALOGUE_MAX_CHECKS},
        {packed->element_count, packed->n_elements, STAITH_CATALOGUE_MAX_ELEMENTS},
    };
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        staith_pb_require(reader,
                          lists[i].said == lists[i].found && lists[i].found <= lists[i].limit,
                          "a catalogue's count does not fit its list");
    }
}

#define READ_LIST(reader, to, to_count, from, count, read)                                         \
    do {                                                                                           \
        (to) = staith_pb_items((reader), (count), sizeof(*(to)));                                  \
        for (uint32_t item = 0; (reader)->code == 0 && item < (count); item++) {                   \
            read((reader), (from)[item], &(to)[item]);                                             \
        }                                                                                          \
        (to_count) = (count);                                                                      \
    } while (0)

static void read_lists(struct staith_pb_reader *reader, const Staith__V1__Catalogue *from,
                       struct staith_catalogue *to)
{
    READ_LIST(reader, to->dimensions, to->dimension_count, from->dimensions, from->dimension_count,
              read_dimension);
    READ_LIST(reader, to->measures, to->measure_count, from->measures, from->measure_count,
              read_measure);
    READ_LIST(reader, to->tables, to->table_count, from->tables, from->table_count, read_table);
    READ_LIST(reader, to->indicators, to->indicator_count, from->indicators, from->indicator_count,
              read_indicator);
    READ_LIST(reader, to->checks, to->check_count, from->checks, from->check_count, read_check);
    to->elements = staith_pb_items(reader, from->element_count, sizeof(*to->elements));
    for (uint32_t i = 0; reader->code == 0 && i < from->element_count; i++) {
        to->elements[i] = read_label(reader, &from->elements[i]);
    }
    to->element_count = from->element_count;
}

struct staith_catalogue *staith_pb_read_catalogue(struct staith_pb_reader *reader,
                                                  const Staith__V1__Catalogue *packed)
{
    staith_pb_require_known(reader, &packed->base);
    require_counts(reader, packed);
    struct staith_catalogue *catalogue = staith_pb_items(reader, 1, sizeof(*catalogue));
    if (catalogue == NULL) {
        return NULL;
    }
    catalogue->dataset = read_code(reader, &packed->dataset);
    catalogue->plugin = read_code(reader, &packed->plugin);
    catalogue->plugin_version = read_label(reader, &packed->plugin_version);
    read_lists(reader, packed, catalogue);
    if (reader->code == 0) {
        int code = staith_catalogue_check(catalogue, reader->err);
        reader->code = code == STAITH_ERR_INVAL ? STAITH_ERR_SYNTAX : code;
    }
    if (reader->code != 0) {
        if (reader->err != NULL) {
            reader->err->code = reader->code;
        }
        return NULL;
    }
    return catalogue;
}

int staith_codec_unpack_catalogue(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                  struct staith_catalogue **ret_catalogue, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__catalogue__descriptor, bytes, len,
                                STAITH_CODEC_MAX_PAYLOAD_BYTES, STAITH_PB_CATALOGUE_MEMORY_BYTES,
                                &memory, &message, err);
    if (code == 0) {
        struct staith_pb_reader reader = {.arena = arena, .err = err};
        struct staith_catalogue *catalogue =
            staith_pb_read_catalogue(&reader, (const Staith__V1__Catalogue *)message);
        code = reader.code;
        if (code == 0) {
            *ret_catalogue = catalogue;
        }
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
