/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order that a host gets. The result is in result.c.
 */
#include "codec/hostpipe.h"

#include "codec/pb.h"
#include "model/authority.h"

#include <staith/v1/host.pb-c.h>
#include <string.h>

enum {
    ORDER_MEMORY_BYTES = 32 * 1024 * 1024,
    PATH_MAX_LEN = 4096,
    VALUE_MAX_LEN = STAITH_HOSTPIPE_FILE_MAX_BYTES,
    NAME_MAX_LEN = 256,
    SOURCES_MAX = 256,
    OPTIONS_MAX = 1024,
    READ_PATHS_MAX = 64
};

/* ---- packing ---- */

static void put_options(struct staith_pb_pen *pen, const struct staith_order *order,
                        Staith__V1__Order *to)
{
    uint32_t count = order->option_count;
    to->n_option_names = count;
    to->n_option_values = count;
    to->n_option_places = count;
    to->n_option_files = count;
    to->option_names = staith_pb_array(pen, count, sizeof(*to->option_names));
    to->option_values = staith_pb_array(pen, count, sizeof(*to->option_values));
    to->option_places = staith_pb_array(pen, count, sizeof(*to->option_places));
    to->option_files = staith_pb_array(pen, count, sizeof(*to->option_files));
    for (uint32_t i = 0; !pen->failed && i < count; i++) {
        to->option_names[i] = staith_pb_text(pen, order->options[i].name);
        to->option_values[i] = staith_pb_text(pen, order->options[i].value);
        to->option_places[i] = staith_pb_text(pen, order->options[i].where);
        const char *file = order->options[i].file;
        to->option_files[i] = staith_pb_text(pen, file != NULL ? file : "");
    }
}

static void put_history(struct staith_pb_pen *pen, const struct staith_order *order,
                        Staith__V1__Order *to)
{
    uint32_t count = order->history_count;
    to->n_history_measures = count;
    to->n_history_period_kinds = count;
    to->n_history_period_years = count;
    to->n_history_period_parts = count;
    to->n_history_values = count;
    to->history_measures = staith_pb_array(pen, count, sizeof(*to->history_measures));
    to->history_period_kinds = staith_pb_array(pen, count, sizeof(*to->history_period_kinds));
    to->history_period_years = staith_pb_array(pen, count, sizeof(*to->history_period_years));
    to->history_period_parts = staith_pb_array(pen, count, sizeof(*to->history_period_parts));
    to->history_values = staith_pb_array(pen, count, sizeof(*to->history_values));
    for (uint32_t i = 0; !pen->failed && i < count; i++) {
        const struct staith_history *item = &order->history[i];
        to->history_measures[i] = staith_pb_text(pen, item->measure);
        to->history_period_kinds[i] = (Staith__V1__PeriodKind)item->period.kind;
        to->history_period_years[i] = item->period.year;
        to->history_period_parts[i] = item->period.part;
        to->history_values[i] = item->value;
    }
}

static void put_grants(struct staith_pb_pen *pen, const struct staith_order *order,
                       Staith__V1__Order *to)
{
    to->allow_programs = order->allow_programs;
    to->allow_network = order->allow_network;
    to->n_read_paths = order->read_path_count;
    to->read_paths = staith_pb_array(pen, order->read_path_count, sizeof(*to->read_paths));
    for (uint32_t i = 0; !pen->failed && i < order->read_path_count; i++) {
        to->read_paths[i] = staith_pb_text(pen, order->read_paths[i]);
    }
}

int staith_hostpipe_pack_order(const struct staith_order *order, struct staith_buf *out)
{
    struct staith_pb_pen pen;
    Staith__V1__Order to = STAITH__V1__ORDER__INIT;
    staith_pb_pen_init(&pen, ORDER_MEMORY_BYTES);
    to.plugin_path = staith_pb_text(&pen, order->plugin_path);
    to.authority = staith_pb_text(&pen, order->authority);
    to.check_only = order->check_only;
    to.max_cells = order->max_cells;
    to.max_people = order->max_people;
    to.max_observations = order->max_observations;
    if (order->follow_key != NULL) {
        to.follow_key = staith_pb_bytes(&pen, order->follow_key, STAITH_HOSTPIPE_KEY_BYTES);
    }
    to.n_source_names = order->source_count;
    to.source_names = staith_pb_array(&pen, order->source_count, sizeof(*to.source_names));
    for (uint32_t i = 0; !pen.failed && i < order->source_count; i++) {
        to.source_names[i] = staith_pb_text(&pen, order->source_names[i]);
    }
    put_options(&pen, order, &to);
    put_history(&pen, order, &to);
    put_grants(&pen, order, &to);
    to.whole = 1;
    int code = pen.failed ? STAITH_ERR_LIMIT
                          : staith_pb_pack(&pen, &to.base, STAITH_HOSTPIPE_ORDER_MAX_BYTES, out);
    staith_pb_pen_deinit(&pen);
    return code;
}

/* ---- unpacking ---- */

static void read_sources(struct staith_pb_reader *reader, const Staith__V1__Order *from,
                         struct staith_order *to)
{
    staith_pb_require(reader, from->n_source_names <= SOURCES_MAX, "an order has too many sources");
    to->source_names = staith_pb_items(reader, from->n_source_names, sizeof(*to->source_names));
    for (size_t i = 0; reader->code == 0 && i < from->n_source_names; i++) {
        to->source_names[i] = staith_pb_read_text(reader, &from->source_names[i], PATH_MAX_LEN,
                                                  "a source's name is not valid");
    }
    to->source_count = (uint32_t)from->n_source_names;
}

static void read_options(struct staith_pb_reader *reader, const Staith__V1__Order *from,
                         struct staith_order *to)
{
    size_t count = from->n_option_names;
    staith_pb_require(reader,
                      count <= OPTIONS_MAX && from->n_option_values == count &&
                          from->n_option_places == count && from->n_option_files == count,
                      "an order's options are not of one length");
    struct staith_order_option *options = staith_pb_items(reader, count, sizeof(*options));
    for (size_t i = 0; reader->code == 0 && i < count; i++) {
        options[i].name = staith_pb_read_text(reader, &from->option_names[i], NAME_MAX_LEN,
                                              "an option is not valid");
        options[i].value = staith_pb_read_text(reader, &from->option_values[i], VALUE_MAX_LEN,
                                               "an option's value is not valid");
        options[i].where = staith_pb_read_text(reader, &from->option_places[i], PATH_MAX_LEN,
                                               "an option's place is not valid");
        options[i].file = staith_pb_read_text(reader, &from->option_files[i], PATH_MAX_LEN,
                                              "an option's file is not valid");
    }
    to->options = options;
    to->option_count = (uint32_t)count;
}

static void read_history(struct staith_pb_reader *reader, const Staith__V1__Order *from,
                         struct staith_order *to)
{
    size_t count = from->n_history_measures;
    staith_pb_require(reader,
                      count <= UINT32_MAX && from->n_history_period_kinds == count &&
                          from->n_history_period_years == count &&
                          from->n_history_period_parts == count && from->n_history_values == count,
                      "an order's history is not of one length");
    struct staith_history *history = staith_pb_items(reader, count, sizeof(*history));
    for (size_t i = 0; reader->code == 0 && i < count; i++) {
        history[i].measure = staith_pb_read_text(reader, &from->history_measures[i],
                                                 STAITH_PB_CODE_MAX_LEN, "a measure is not valid");
        history[i].period =
            (struct staith_period){(uint32_t)from->history_period_kinds[i],
                                   from->history_period_years[i], from->history_period_parts[i]};
        history[i].value = from->history_values[i];
        staith_pb_require(reader,
                          staith_code_valid(history[i].measure) != 0 &&
                              staith_period_valid(&history[i].period),
                          "an item of an order's history is not valid");
    }
    to->history = history;
    to->history_count = (uint32_t)count;
}

static void read_key(struct staith_pb_reader *reader, const Staith__V1__Order *from,
                     struct staith_order *to)
{
    if (from->follow_key.len == 0) {
        return;
    }
    uint8_t *key = staith_pb_items(reader, STAITH_HOSTPIPE_KEY_BYTES, 1);
    if (key != NULL) {
        staith_pb_read_bytes(reader, &from->follow_key, key, STAITH_HOSTPIPE_KEY_BYTES,
                             "the key of sketches is not of 16 bytes");
        to->follow_key = key;
    }
}

static void read_grants(struct staith_pb_reader *reader, const Staith__V1__Order *from,
                        struct staith_order *to)
{
    staith_pb_require(reader, from->n_read_paths <= READ_PATHS_MAX,
                      "an order has too many paths to read");
    to->allow_programs = from->allow_programs != 0;
    to->allow_network = from->allow_network != 0;
    to->read_paths = staith_pb_items(reader, from->n_read_paths, sizeof(*to->read_paths));
    for (size_t i = 0; reader->code == 0 && i < from->n_read_paths; i++) {
        to->read_paths[i] = staith_pb_read_text(reader, &from->read_paths[i], PATH_MAX_LEN,
                                                "a path to read is not valid");
    }
    to->read_path_count = (uint32_t)from->n_read_paths;
}

static void read_order(struct staith_pb_reader *reader, const Staith__V1__Order *from,
                       struct staith_order *to)
{
    char authority[STAITH_AUTHORITY_BYTES];
    staith_pb_require_known(reader, &from->base);
    staith_pb_require(reader, from->whole != 0, "the order was cut short");
    staith_pb_read_chars(reader, &from->authority, authority, sizeof(authority),
                         "the authority is not valid");
    staith_pb_require(reader, staith_authority_valid(authority), "the authority is not valid");
    to->authority = staith_pb_read_text(reader, &from->authority, STAITH_PB_AUTHORITY_MAX_LEN,
                                        "the authority is not valid");
    to->plugin_path = staith_pb_read_text(reader, &from->plugin_path, PATH_MAX_LEN,
                                          "the plugin's path is not valid");
    staith_pb_require(reader, to->plugin_path[0] != '\0', "the order names no plugin");
    to->check_only = from->check_only != 0;
    to->max_cells = from->max_cells;
    to->max_people = from->max_people;
    to->max_observations = from->max_observations;
    read_key(reader, from, to);
    read_sources(reader, from, to);
    read_options(reader, from, to);
    read_history(reader, from, to);
    read_grants(reader, from, to);
}

int staith_hostpipe_unpack_order(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                 struct staith_order *ret_order, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__order__descriptor, bytes, len,
                                STAITH_HOSTPIPE_ORDER_MAX_BYTES, ORDER_MEMORY_BYTES, &memory,
                                &message, err);
    if (code == 0) {
        struct staith_pb_reader reader = {.arena = arena, .err = err};
        struct staith_order order = {0};
        read_order(&reader, (const Staith__V1__Order *)message, &order);
        code = reader.code;
        if (code == 0) {
            *ret_order = order;
        }
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
