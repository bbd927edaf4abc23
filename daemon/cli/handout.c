/* SPDX-License-Identifier: Apache-2.0 */
/* staith caps, staith national: what the region hands to its councils, at either end. */
#include "aggregator/store/store.h"
#include "base/outside.h"
#include "cli/cli.h"
#include "cli/daemon.h"
#include "codec/codec.h"
#include "config/schema.h"
#include "ledger/ledger.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BYTES = 8 * 1024 * 1024 };

enum format { TABLE, CSV, JSON };

struct input {
    const char *config;
    enum format format;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'j':
        input->format = JSON;
        return 0;
    case 'C':
        input->format = CSV;
        return 0;
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of a council, or of the region", 0},
    {"csv", 'C', NULL, 0, "print CSV", 0},
    {"json", 'j', NULL, 0, "print JSON", 0},
    {0},
};
static const struct argp caps_argp = {
    .options = options,
    .parser = parse_option,
    .doc = "The pay caps that the region agreed. At a council: as the region handed them out, "
           "signed by it; at the region: as they were imported last (staith caps import).\vA "
           "dataset takes them where its configuration says `files: {caps: region:caps}`. Exit "
           "status 66: there are none yet.",
};
static const struct argp national_argp = {
    .options = options,
    .parser = parse_option,
    .doc = "England's published figures and the region's. At a council: as the region handed them "
           "out, signed by it; at the region: as they were imported (staith national import).\v"
           "Figures are as they were published, symbols too. Exit status 66: there are none yet.",
};

/* ---- showing ---- */

static int print_csv(const struct staith_cli *cli, const struct staith_handout *handout,
                     struct staith_err *err)
{
    struct staith_buf out;
    staith_buf_init(&out, STAITH_HANDOUT_MAX_CSV_BYTES);
    int code = staith_handout_csv(handout, &out);
    if (code == 0) {
        (void)fwrite(out.data, 1, out.len, cli->out);
    } else {
        code = staith_err_set(err, code, "the table cannot be written");
    }
    staith_buf_deinit(&out);
    return code;
}

static int print_json(const struct staith_cli *cli, const struct staith_handout *handout,
                      struct staith_err *err)
{
    json_t *rows = json_array();
    for (uint32_t i = 0; i < handout->row_count; i++) {
        json_t *row = json_object();
        for (uint32_t j = 0; j < handout->column_count; j++) {
            const char *cell = handout->cells[(size_t)i * handout->column_count + j];
            (void)json_object_set_new(row, handout->columns[j], json_string(cell));
        }
        (void)json_array_append_new(rows, row);
    }
    return staith_cli_json(cli,
                           json_pack("{s:s, s:I, s:o}", "name", handout->name, "made_unix_ms",
                                     (json_int_t)handout->made_unix_ms, "rows", rows),
                           err);
}

static int print_table(const struct staith_cli *cli, const struct staith_handout *handout,
                       struct staith_err *err)
{
    struct staith_cli_column columns[STAITH_HANDOUT_MAX_COLUMNS];
    struct staith_cli_cell cells[STAITH_HANDOUT_MAX_COLUMNS];
    char when[32];
    if (handout->made_unix_ms > 0) {
        (void)fprintf(cli->out, "Handed out by the region, as of %s\n\n",
                      staith_cli_time(handout->made_unix_ms, when));
    }
    for (uint32_t i = 0; i < handout->column_count; i++) {
        bool last = i + 1 == handout->column_count;
        columns[i] = (struct staith_cli_column){handout->columns[i],
                                                last ? STAITH_CLI_WRAPPED : STAITH_CLI_LEFT};
    }
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, handout->column_count);
    for (uint32_t i = 0; i < handout->row_count && table != NULL; i++) {
        for (uint32_t j = 0; j < handout->column_count; j++) {
            const char *cell = handout->cells[(size_t)i * handout->column_count + j];
            cells[j] = (struct staith_cli_cell){cell, STAITH_CLI_PLAIN};
        }
        staith_cli_table_row(table, cells);
    }
    int code = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    if (code == 0 && handout->row_count == 0) {
        (void)fputs("None hold.\n", cli->out);
    }
    return code;
}

/* ---- reading ---- */

static int at_council(const char *config, const char *name, struct staith_arena *arena,
                      struct staith_handout *ret_handout, struct staith_err *err)
{
    struct staith_config_council *council = NULL;
    struct staith_receipts *receipts = NULL;
    int code = staith_cli_council(config, &council, err);
    if (code == 0) {
        code = staith_receipts_open(council->state_folder, true, &receipts, err);
    }
    if (code == 0) {
        code = staith_receipts_handout(receipts, name, arena, ret_handout, err);
        if (code == STAITH_ERR_NOTFOUND && council->region_signing_key == NULL) {
            staith_err_remedy(err, "name the region's key: region.signing-key");
        }
    }
    staith_receipts_close(receipts);
    staith_config_council_free(council);
    return code;
}

static int imported(struct staith_store *store, const char *name, struct staith_arena *arena,
                    struct staith_handout *ret_handout, struct staith_err *err)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    int code = staith_store_handout(store, name, &bytes, &len, err);
    if (code == 0) {
        code = staith_codec_unpack_handout(bytes, len, arena, ret_handout, err);
    } else if (code == STAITH_ERR_NOTFOUND) {
        (void)staith_err_set(err, code, "nothing was imported yet");
        staith_err_remedy(err, "staith caps import FILE");
    }
    free(bytes);
    return code;
}

static int at_region(const char *path, const char *name, struct staith_arena *arena,
                     struct staith_handout *ret_handout, struct staith_err *err)
{
    struct staith_config_region *config = NULL;
    struct staith_store *store = NULL;
    int code = staith_config_region_read(path, &config, err);
    if (code == 0) {
        code = staith_store_open(config->store, true, staith_outside_machine(), &store, err);
    }
    if (code == 0) {
        code =
            strcmp(name, STAITH_HANDOUT_NATIONAL) == 0
                ? staith_store_national_handout(store, config->region_code, arena, ret_handout, err)
                : imported(store, name, arena, ret_handout, err);
    }
    staith_store_close(store);
    staith_config_region_free(config);
    return code;
}

static int show(const struct staith_cli *cli, const struct argp *argp, const char *name, int argc,
                char **argv, struct staith_err *err)
{
    struct input input = {.format = TABLE};
    struct staith_arena arena;
    struct staith_handout handout;
    bool region = false;
    bool done = false;
    int code = staith_cli_parse(cli, argp, argc, argv, &input, &done);
    if (code != 0 || done) {
        return code;
    }
    staith_arena_init(&arena, ARENA_BYTES);
    code = staith_config_is_region(input.config, &region, err);
    if (code == 0) {
        code = region ? at_region(input.config, name, &arena, &handout, err)
                      : at_council(input.config, name, &arena, &handout, err);
    }
    if (code == 0) {
        code = input.format == JSON  ? print_json(cli, &handout, err)
               : input.format == CSV ? print_csv(cli, &handout, err)
                                     : print_table(cli, &handout, err);
    }
    staith_arena_deinit(&arena);
    return code;
}

int staith_cli_caps(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return show(cli, &caps_argp, STAITH_HANDOUT_CAPS, argc, argv, err);
}

int staith_cli_national(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    return show(cli, &national_argp, STAITH_HANDOUT_NATIONAL, argc, argv, err);
}
