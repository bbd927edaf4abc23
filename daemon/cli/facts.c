/* SPDX-License-Identifier: Apache-2.0 */
/* staith facts import, staith facts list: what is public of this council elsewhere. */
#include "ledger/facts.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/outside.h"
#include "cli/cli.h"
#include "cli/daemon.h"
#include "cli/facts_file.h"
#include "cli/facts_names.h"
#include "config/schema.h"

#include <errno.h>
#include <string.h>

enum {
    ARENA_BYTES = 64 << 20,
    DATE_BYTES = 16,
    NUMBER_BYTES = 48,
    TIME_BYTES = 32,
    MINUTES_END = 16
};

struct input {
    const char *file;
    const char *config;
    const char *source;
    const char *published;
    const char *dataset;
    bool json;
    bool dry_run;
    bool keep_unknown;
};

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
    case 'p':
        input->published = arg;
        return 0;
    case 'd':
        input->dataset = arg;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case 'n':
        input->dry_run = true;
        return 0;
    case 'u':
        input->keep_unknown = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_import(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    if (key == ARGP_KEY_ARG && input->file == NULL) {
        input->file = arg;
        return 0;
    }
    if (key == ARGP_KEY_END && (input->file == NULL || input->config == NULL)) {
        argp_error(state, "%s is missing", input->file == NULL ? "FILE" : "--config FILE");
        return EINVAL;
    }
    return parse_option(key, arg, state);
}

static error_t parse_list(int key, char *arg, struct argp_state *state)
{
    const struct input *input = state->input;
    error_t rest = parse_option(key, arg, state);
    return rest == ARGP_ERR_UNKNOWN ? staith_cli_parse_rest(key, arg, input->config, state) : rest;
}

static const struct argp_option import_options[] = {
    {"config", 'c', "FILE", 0, "configuration of the council", 0},
    {"published", 'p', "DATE", 0, "day of publication, as 2026-02-26, where a row does not say it",
     0},
    {"source", 's', "TEXT", 0, "where it was published, where a row does not say it", 0},
    {"keep-unknown", 'u', NULL, 0, "also keep figures that this council does not have yet", 0},
    {"dry-run", 'n', NULL, 0, "read and check, keep nothing", 0},
    {"json", 'j', NULL, 0, "print what was read as JSON", 0},
    {0},
};
static const struct argp import_argp = {
    .options = import_options,
    .parser = parse_import,
    .args_doc = "FILE",
    .doc =
        "Keep figures of this council that are public elsewhere, on the day they are published: "
        "from then on the gate audits every release as if everybody had read them. FILE is a CSV "
        "with the columns dataset, period, cell, value, nearest, published and source; or the "
        "indicators "
        "CSV of DfE's \"Children's social work workforce\" as downloaded (or the table that "
        "`staith national import` reads), of which this council's rows are taken, with "
        "--published.\vA cell is named by what it counts, as in `staith explain`: "
        "'leavers_headcount|role=case_holder'. A value is written as it was printed: with fewer "
        "decimals than the figure has it counts as rounded to them; where it was rounded further, "
        "the "
        "column nearest says to what (5, 10, 100). A time of publication is UTC with a Z at its "
        "end "
        "and London's without; a day counts from its beginning. All of it is kept or, when a "
        "row is wrong, nothing. `staith facts check FILE` says before the day what a figure would "
        "make of what has left already.",
};
static const struct argp_option list_options[] = {
    {"config", 'c', "FILE", 0, "configuration of the council", 0},
    {"dataset", 'd', "NAME", 0, "of one dataset alone", 0},
    {"json", 'j', NULL, 0, "print as JSON", 0},
    {0},
};
static const struct argp list_argp = {
    .options = list_options,
    .parser = parse_list,
    .doc = "List the figures of this council that are public elsewhere, with their days and "
           "sources.",
};

/* ---- printing ---- */

/* What it was rounded to, or "" where the number says it itself. */
static const char *nearest_of(const struct staith_public_fact *fact, char out[NUMBER_BYTES])
{
    out[0] = '\0';
    if (fact->nearest > 1 &&
        staith_decimal_format(fact->nearest, fact->decimals, out, NUMBER_BYTES) < 0) {
        out[0] = '\0';
    }
    return out;
}

/* From when on it counts: "2026-02-25T23:00Z". */
static const char *from_of(const struct staith_public_fact *fact, char out[TIME_BYTES])
{
    staith_time_format(fact->from_unix_ms, out, TIME_BYTES);
    out[MINUTES_END] = 'Z';
    out[MINUTES_END + 1] = '\0';
    return out;
}

static const char *number_of(const struct staith_public_fact *fact, char out[NUMBER_BYTES])
{
    if (staith_decimal_format(fact->value, fact->decimals, out, NUMBER_BYTES) < 0) {
        out[0] = '\0';
    }
    return out;
}

static int print_json(const struct staith_cli *cli, const struct input *input,
                      const struct staith_public_fact *list, uint32_t count, struct staith_err *err)
{
    json_t *array = json_array();
    bool failed = array == NULL;
    for (uint32_t i = 0; !failed && i < count; i++) {
        char period[STAITH_PERIOD_CODE_BYTES], day[DATE_BYTES], number[NUMBER_BYTES];
        char nearest[NUMBER_BYTES], from[TIME_BYTES];
        if (input->dataset != NULL && strcmp(input->dataset, list[i].dataset) != 0) {
            continue;
        }
        staith_period_format(&list[i].period, period);
        staith_date_format(list[i].day, day, sizeof(day));
        failed = json_array_append_new(
                     array, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "dataset",
                                      list[i].dataset, "period", period, "cell", list[i].cell,
                                      "value", number_of(&list[i], number), "nearest",
                                      nearest_of(&list[i], nearest), "published", day, "from",
                                      from_of(&list[i], from), "source", list[i].source)) != 0;
    }
    if (failed) {
        json_decref(array);
        array = NULL;
    }
    return staith_cli_json(cli, array == NULL ? NULL : json_pack("{s:o}", "facts", array), err);
}

static int print_table(const struct staith_cli *cli, const struct input *input,
                       const struct staith_public_fact *list, uint32_t count,
                       struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"PUBLISHED", STAITH_CLI_LEFT},   {"DATASET", STAITH_CLI_LEFT},
        {"PERIOD", STAITH_CLI_LEFT},      {"CELL", STAITH_CLI_WRAPPED},
        {"VALUE", STAITH_CLI_RIGHT},      {"NEAREST", STAITH_CLI_RIGHT},
        {"COUNTS FROM", STAITH_CLI_LEFT}, {"SOURCE", STAITH_CLI_WRAPPED},
    };
    struct staith_cli_table *table = staith_cli_table_new(cli, columns, 8);
    if (table == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    for (uint32_t i = 0; i < count; i++) {
        char period[STAITH_PERIOD_CODE_BYTES], day[DATE_BYTES], number[NUMBER_BYTES];
        char nearest[NUMBER_BYTES], from[TIME_BYTES];
        if (input->dataset != NULL && strcmp(input->dataset, list[i].dataset) != 0) {
            continue;
        }
        staith_period_format(&list[i].period, period);
        staith_date_format(list[i].day, day, sizeof(day));
        const struct staith_cli_cell cells[] = {{day, STAITH_CLI_PLAIN},
                                                {list[i].dataset, STAITH_CLI_PLAIN},
                                                {period, STAITH_CLI_PLAIN},
                                                {list[i].cell, STAITH_CLI_STRONG},
                                                {number_of(&list[i], number), STAITH_CLI_PLAIN},
                                                {nearest_of(&list[i], nearest), STAITH_CLI_PLAIN},
                                                {from_of(&list[i], from), STAITH_CLI_DIM},
                                                {list[i].source, STAITH_CLI_DIM}};
        staith_cli_table_row(table, cells);
    }
    int rc = staith_cli_table_print(table, err);
    staith_cli_table_free(table);
    return rc;
}

/* ---- the commands ---- */

/* Which of two numbers was printed nobody can tell here. */
static void warn(const struct staith_cli *cli, const struct staith_cli_facts_file *file,
                 const bool *beside)
{
    for (uint32_t i = 0; i < file->count; i++) {
        if (beside[i]) {
            (void)fprintf(cli->err,
                          "%s:%lu:%u: another number of this figure is kept for the same day, and "
                          "now both are; what does not fit what this council counted says nothing, "
                          "see `staith facts list`\n",
                          file->path, file->rows[i], (unsigned)file->value_column);
        }
    }
}

static int keep(const struct staith_cli *cli, const struct staith_config_council *config,
                const struct staith_cli_facts_file *file, struct staith_arena *arena,
                uint32_t *ret_new, struct staith_err *err)
{
    struct staith_facts *facts = NULL;
    const struct staith_outside *outside = staith_outside_machine();
    bool *beside = staith_arena_array(arena, (size_t)file->count + 1, sizeof(*beside));
    if (beside == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory for the public figures");
    }
    int rc = staith_facts_open(config->state_folder, outside, &facts, err);
    if (rc == 0) {
        rc = staith_facts_put(facts, file->list, file->count, outside->unix_ms(outside->ctx),
                              ret_new, beside, err);
    }
    if (rc == 0) {
        warn(cli, file, beside);
    }
    staith_facts_close(facts);
    return rc;
}

/* Every figure that is not fine is named; what nobody has is not kept without a word. */
static int look(const struct staith_cli *cli, const struct input *input,
                const struct staith_config_council *config,
                const struct staith_cli_facts_file *file, struct staith_arena *arena,
                struct staith_err *err)
{
    const struct staith_cli_facts_found *found = NULL;
    uint32_t unknown = 0, wrong = 0;
    int rc = staith_cli_facts_look(config, file, arena, &found, err);
    if (rc != 0) {
        return rc;
    }
    staith_cli_facts_print(cli, file, found, &unknown, &wrong);
    if (unknown == 0 || input->keep_unknown) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_SYNTAX,
                         "%u of %u figures are of nothing that this council has; nothing was kept",
                         unknown, file->count);
    staith_err_remedy(err, "mend their names, or keep them with --keep-unknown for a plugin that "
                           "comes later");
    return STAITH_ERR_SYNTAX;
}

int staith_cli_facts_import(const struct staith_cli *cli, int argc, char **argv,
                            struct staith_err *err)
{
    struct input input = {0};
    struct staith_config_council *config = NULL;
    struct staith_cli_facts_file file = {0};
    struct staith_arena arena;
    uint32_t fresh = 0;
    bool done = false;
    int rc = staith_cli_parse(cli, &import_argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    staith_arena_init(&arena, ARENA_BYTES);
    rc = staith_cli_council(input.config, &config, err);
    if (rc == 0) {
        const struct staith_cli_facts_given given = {config->authority_code, input.source,
                                                     input.published};
        rc = staith_cli_facts_read(input.file, &given, &arena, &file, err);
    }
    if (rc == 0) {
        rc = look(cli, &input, config, &file, &arena, err);
    }
    if (rc == 0 && !input.dry_run) {
        rc = keep(cli, config, &file, &arena, &fresh, err);
    }
    if (rc == 0 && input.json) {
        rc = print_json(cli, &input, file.list, file.count, err);
    } else if (rc == 0 && input.dry_run) {
        (void)fprintf(cli->out, "Figures: %u. Nothing was kept (--dry-run).\n", file.count);
    } else if (rc == 0) {
        (void)fprintf(cli->out, "Figures: %u, of them new: %u.\n", file.count, fresh);
    }
    staith_config_council_free(config);
    staith_arena_deinit(&arena);
    return rc;
}

int staith_cli_facts_list(const struct staith_cli *cli, int argc, char **argv,
                          struct staith_err *err)
{
    struct input input = {0};
    struct staith_config_council *config = NULL;
    struct staith_facts *facts = NULL;
    const struct staith_public_fact *list = NULL;
    struct staith_arena arena;
    uint32_t count = 0;
    bool done = false;
    int rc = staith_cli_parse(cli, &list_argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    staith_arena_init(&arena, ARENA_BYTES);
    rc = staith_cli_council(input.config, &config, err);
    if (rc == 0) {
        rc = staith_facts_open(config->state_folder, NULL, &facts, err);
    }
    if (rc == 0) {
        rc = staith_facts_read(facts, INT64_MAX, &arena, &list, &count, err);
    }
    if (rc == STAITH_ERR_NOTFOUND && config != NULL) {
        rc = 0;
    }
    if (rc == 0 && input.json) {
        rc = print_json(cli, &input, list, count, err);
    } else if (rc == 0 && count == 0) {
        (void)fputs("No figure of this council was loaded with `staith facts import`.\n", cli->out);
    } else if (rc == 0) {
        rc = print_table(cli, &input, list, count, err);
    }
    staith_facts_close(facts);
    staith_config_council_free(config);
    staith_arena_deinit(&arena);
    return rc;
}
