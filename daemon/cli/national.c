/* SPDX-License-Identifier: Apache-2.0 */
/* staith national import: a file of published figures into the region's store. */
#include "aggregator/store/national_file.h"
#include "base/outside.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "codec/codec.h"
#include "config/schema.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char SOURCE[] = "Department for Education, Children's social work workforce, Open "
                             "Government Licence v3.0";

struct input {
    const char *file;
    const char *config;
    const char *source;
    bool json;
    bool dry_run;
};

/** What the import did. */
enum outcome { STORED, KNOWN, CHECKED };

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 's':
        input->source = arg;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case 'n':
        input->dry_run = true;
        return 0;
    case ARGP_KEY_ARG:
        if (input->file != NULL) {
            argp_error(state, "one file at a time; \"%s\" is a second one", arg);
            return EINVAL;
        }
        input->file = arg;
        return 0;
    case ARGP_KEY_END:
        if (input->file == NULL || (input->config == NULL && !input->dry_run)) {
            argp_error(state, input->file == NULL ? "FILE is missing" : "--config FILE is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region's staith-aggregator", 0},
    {"source", 's', "TEXT", 0, "where the figures are from and their licence, shown beside them",
     0},
    {"dry-run", 'n', NULL, 0, "read and check, store nothing (needs no --config)", 0},
    {"json", 'j', NULL, 0, "print what was read as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Store the published figures of England, its regions and councils, which the "
           "comparison needs for England and for neighbours outside the region. FILE is the "
           "indicators CSV of DfE's \"Children's social work workforce\" as downloaded, of any "
           "year, or a table with the columns period, level, area_code, area_name and codes of "
           "measures and indicators.\vAll of it is stored or, when a row is wrong, nothing. Of a "
           "figure that was imported before, the newest import counts; earlier ones are kept. "
           "Exit status 65: the file is wrong; the message names line and column.",
};

static int put_in(struct staith_store *store, const struct input *input,
                  const struct staith_national_file *file, const uint8_t *hash,
                  struct staith_err *err)
{
    int code = staith_store_begin(store, err);
    if (code != 0) {
        return code;
    }
    code = staith_national_file_store(store, file, input->source, hash, err);
    if (code == 0) {
        code = staith_store_commit(store, err);
    }
    staith_store_rollback(store);
    return code;
}

static int store_file(const struct input *input, const struct staith_national_file *file,
                      const uint8_t *hash, enum outcome *ret_outcome, struct staith_err *err)
{
    struct staith_config_region *config = NULL;
    struct staith_store *store = NULL;
    int code = staith_config_region_read(input->config, &config, err);
    if (code == 0) {
        code = staith_store_open(config->store, false, staith_outside_machine(), &store, err);
    }
    if (code == 0) {
        code = put_in(store, input, file, hash, err);
        *ret_outcome = code == STAITH_ERR_EXISTS ? KNOWN : STORED;
        code = code == STAITH_ERR_EXISTS ? 0 : code;
    }
    staith_store_close(store);
    staith_config_region_free(config);
    return code;
}

static const char *outcome_code(enum outcome outcome)
{
    switch (outcome) {
    case STORED:
        return "stored";
    case KNOWN:
        return "known";
    case CHECKED:
    default:
        return "checked";
    }
}

static json_t *list_of(const char *const *names, uint32_t count)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < count; i++) {
        if (json_array_append_new(list, json_string(names[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static int print_json(const struct staith_cli *cli, const struct input *input,
                      const struct staith_national_file *file, enum outcome outcome,
                      struct staith_err *err)
{
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:s, s:o, s:o}", "file", input->file, "outcome",
        outcome_code(outcome), "source", input->source, "rows", (json_int_t)file->line_count,
        "figures", (json_int_t)file->figure_count, "joint_returns", (json_int_t)file->joint_count,
        "first_period", file->rows[0].period, "last_period", file->rows[file->row_count - 1].period,
        "items", list_of(file->items, file->item_count), "unknown_columns",
        list_of(file->unknown, file->unknown_count));
    return staith_cli_json(cli, object, err);
}

static void print_text(const struct staith_cli *cli, const struct staith_national_file *file,
                       enum outcome outcome)
{
    char rows[32];
    char figures[32];
    const char *first = file->rows[0].period;
    const char *last = file->rows[file->row_count - 1].period;
    (void)fprintf(cli->out, "Rows: %s, %s%s%s\nMeasures and indicators: %u\nFigures: %s\n",
                  staith_cli_count(file->line_count, rows), first,
                  strcmp(first, last) == 0 ? "" : " to ", strcmp(first, last) == 0 ? "" : last,
                  file->item_count, staith_cli_count(file->figure_count, figures));
    if (file->joint_count > 0) {
        (void)fprintf(cli->out, "Joint returns: %u (under each of their codes, counted once)\n",
                      file->joint_count);
    }
    if (file->unknown_count > 0) {
        (void)fputs("Columns that are not known and were left out:", cli->out);
        for (uint32_t i = 0; i < file->unknown_count; i++) {
            (void)fprintf(cli->out, "%s %.60s", i > 0 ? "," : "", file->unknown[i]);
        }
        (void)fputc('\n', cli->out);
    }
    switch (outcome) {
    case STORED:
        staith_cli_print(cli, STAITH_CLI_GOOD, "Stored.\n");
        break;
    case KNOWN:
        (void)fputs("This file is the newest import already: nothing changed.\n", cli->out);
        break;
    case CHECKED:
    default:
        (void)fputs("Nothing was stored (--dry-run).\n", cli->out);
        break;
    }
}

int staith_cli_national_import(const struct staith_cli *cli, int argc, char **argv,
                               struct staith_err *err)
{
    struct input input = {.source = SOURCE};
    struct staith_national_file *file = NULL;
    enum outcome outcome = CHECKED;
    uint8_t hash[STAITH_HASH_BYTES];
    char *bytes = NULL;
    size_t len = 0;
    bool done = false;
    int code = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (code != 0 || done) {
        return code;
    }
    code = staith_cli_read(input.file, STAITH_NATIONAL_MAX_BYTES, &bytes, &len, err);
    if (code == 0) {
        code = staith_national_file_read(input.file, bytes, len, &file, err);
    }
    if (code == 0 && !input.dry_run) {
        staith_codec_hash(bytes, len, hash);
        code = store_file(&input, file, hash, &outcome, err);
    }
    free(bytes);
    if (code == 0 && input.json) {
        code = print_json(cli, &input, file, outcome, err);
    } else if (code == 0) {
        print_text(cli, file, outcome);
    }
    staith_national_file_free(file);
    return code;
}
