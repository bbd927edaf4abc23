/* SPDX-License-Identifier: Apache-2.0 */
/* staith compare: what the region's store holds, compared and shown. */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/pages/pages.h"
#include "aggregator/views/csv.h"
#include "aggregator/views/difference.h"
#include "aggregator/views/json.h"
#include "aggregator/views/single.h"
#include "aggregator/views/table.h"
#include "base/date.h"
#include "base/outside.h"
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/place.h"
#include "codec/codec.h"
#include "config/schema.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PERIODS = 64 };
static const size_t CATALOGUE_BYTES = (size_t)16 * 1024 * 1024;
static const size_t OUTPUT_BYTES = (size_t)256 * 1024 * 1024;

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_HTML };

struct input {
    const char *config;
    const char *dataset;
    const char *item;
    const char *out;
    const char *title;
    const char *note;
    enum format format;
    int64_t as_of_unix_ms; /* 0: now */
    bool difference;
    uint32_t period_count;
    struct staith_period periods[MAX_PERIODS];
};

static int add_period(struct input *input, const struct staith_period *period)
{
    if (input->period_count == MAX_PERIODS) {
        return STAITH_ERR_LIMIT;
    }
    input->periods[input->period_count++] = *period;
    return 0;
}

/* "2017-2025": both years and those between. */
static int add_range(struct input *input, const char *text)
{
    struct staith_period first;
    struct staith_period last;
    char from[5] = "";
    int code = 0;
    if (strlen(text) != 9 || text[4] != '-') {
        return STAITH_ERR_SYNTAX;
    }
    memcpy(from, text, 4);
    if (staith_period_parse(from, &first) != 0 || staith_period_parse(text + 5, &last) != 0 ||
        first.year > last.year) {
        return STAITH_ERR_SYNTAX;
    }
    for (; first.year <= last.year && code == 0; first.year++) {
        code = add_period(input, &first);
    }
    return code;
}

static int set_format(struct input *input, const char *text)
{
    static const char *const NAMES[] = {
        [FORMAT_TABLE] = "table",
        [FORMAT_CSV] = "csv",
        [FORMAT_JSON] = "json",
        [FORMAT_HTML] = "html",
    };
    for (int i = 0; i <= FORMAT_HTML; i++) {
        if (strcmp(NAMES[i], text) == 0) {
            input->format = (enum format)i;
            return 0;
        }
    }
    return STAITH_ERR_SYNTAX;
}

static error_t wrong(struct argp_state *state, const char *what, const char *arg)
{
    argp_error(state, "%s: \"%.60s\"", what, arg);
    return EINVAL;
}

static error_t parse_period(struct input *input, char *arg, struct argp_state *state)
{
    struct staith_period period;
    if (staith_period_parse(arg, &period) != 0 || add_period(input, &period) != 0) {
        return wrong(state, "a period is written 2025, 2025Q3 or 2025-07, 64 at most", arg);
    }
    return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'd':
        input->dataset = arg;
        return 0;
    case 'i':
        input->item = arg;
        return 0;
    case 'o':
        input->out = arg;
        return 0;
    case 't':
        input->title = arg;
        return 0;
    case 'n':
        input->note = arg;
        return 0;
    case 'p':
        return parse_period(input, arg, state);
    case 'P':
        return add_range(input, arg) != 0 ? wrong(state, "years are written 2017-2025", arg) : 0;
    case 'a':
        return staith_time_parse(arg, &input->as_of_unix_ms) != 0
                   ? wrong(state, "a time is written 2026-12-01T09:30 (UTC)", arg)
                   : 0;
    case 'D':
        input->difference = true;
        return 0;
    case 'f':
        return set_format(input, arg) != 0
                   ? wrong(state, "a format is table, csv, json or html", arg)
                   : 0;
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region, or of a council", 0},
    {"period", 'p', "PERIOD", 0, "a period to show, \"2025\"; may be given again", 0},
    {"periods", 'P', "YEARS", 0, "years to show, \"2017-2025\"", 0},
    {"indicator", 'i', "CODE", 0, "one indicator or measure alone", 0},
    {"format", 'f', "FORMAT", 0, "table (default), csv, json or html", 0},
    {"difference", 'D', NULL, 0,
     "what was sent beside what was published of it, and the gap (table, csv or json)", 0},
    {"out", 'o', "FILE", 0, "write to a file instead of standard output", 0},
    {"as-of", 'a', "TIME", 0, "what was shown at a time (UTC), as in 2026-12-01T09:30", 0},
    {"dataset", 'd', "CODE", 0, "dataset to compare (default csww)", 0},
    {"title", 't', "TEXT", 0, "heading of the HTML page", 0},
    {"note", 'n', "TEXT", 0, "a sentence above everything on the HTML page", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "Set each council of the region beside the others, its statistical neighbours, the "
           "region and England, from what has arrived and from the national figures that were "
           "imported (staith national import). Reads the store beside a running "
           "staith-aggregator. With a council's configuration: how this council compares, as the "
           "region told it.\vAll periods that councils have sent are shown unless periods are "
           "named. With --as-of, figures are those that were shown at that time, and the "
           "definitions those of today. Exit status 66: nothing has arrived yet, or no such "
           "indicator.",
};

/* The newest catalogue of the dataset, in `arena`. */
static int read_catalogue(struct staith_store *store, const char *dataset,
                          struct staith_arena *arena, struct staith_catalogue **ret_catalogue,
                          struct staith_err *err)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    int code = staith_store_newest_catalogue(store, dataset, &bytes, &len);
    if (code != 0) {
        (void)staith_err_set(err, code, "nothing of the dataset \"%.60s\" has arrived yet",
                             dataset);
        staith_err_remedy(err, "see with `staith status` what has arrived from each council");
        return code;
    }
    code = staith_codec_unpack_catalogue(bytes, len, arena, ret_catalogue, err);
    free(bytes);
    return code;
}

/* "As it was shown on 2026-12-01 09:30 UTC." and the caller's note. */
static const char *note_of(const struct input *input, char *out, size_t cap)
{
    char when[32];
    if (input->as_of_unix_ms == 0) {
        return input->note;
    }
    (void)snprintf(out, cap, "As it was shown on %s UTC.%s%s",
                   staith_cli_time(input->as_of_unix_ms, when), input->note != NULL ? " " : "",
                   input->note != NULL ? input->note : "");
    return out;
}

static int format_page(const struct input *input, const struct staith_benchmark *benchmark,
                       struct staith_buf *out)
{
    const struct staith_outside *outside = staith_outside_machine();
    char note[1024];
    const struct staith_views_page_options page = {
        .title = input->title,
        .note = note_of(input, note, sizeof(note)),
        .made_unix_ms = outside->unix_ms(outside->ctx),
    };
    return staith_views_page(benchmark, &page, out);
}

static int format_difference(const struct staith_cli *cli, const struct input *input,
                             const struct staith_benchmark *benchmark, struct staith_buf *out)
{
    struct staith_sheet sheet;
    staith_difference_fill(&sheet, benchmark);
    int code = 0;
    switch (input->format) {
    case FORMAT_CSV:
        code = staith_sheet_csv(&sheet, out);
        break;
    case FORMAT_JSON:
        code = staith_sheet_json(&sheet, out);
        break;
    case FORMAT_HTML:
    case FORMAT_TABLE:
    default:
        code = staith_difference_text(&sheet, cli->colour && input->out == NULL, out);
        break;
    }
    staith_sheet_deinit(&sheet);
    return code;
}

static int format_all(const struct staith_cli *cli, const struct input *input,
                      const struct staith_benchmark *benchmark, struct staith_buf *out)
{
    struct staith_views_table_options table = {
        .width = input->out == NULL ? cli->width : 0,
        .colour = cli->colour && input->out == NULL,
    };
    switch (input->format) {
    case FORMAT_CSV:
        return staith_views_csv(benchmark, out);
    case FORMAT_JSON:
        return staith_views_json(benchmark, out);
    case FORMAT_HTML:
        return format_page(input, benchmark, out);
    case FORMAT_TABLE:
    default:
        return staith_views_table(benchmark, &table, out);
    }
}

static int show(const struct staith_cli *cli, const struct input *input,
                const struct staith_benchmark *benchmark, struct staith_err *err)
{
    struct staith_buf out;
    staith_buf_init(&out, OUTPUT_BYTES);
    int code = input->difference ? format_difference(cli, input, benchmark, &out)
                                 : format_all(cli, input, benchmark, &out);
    if (code != 0) {
        (void)staith_err_set(err, code, "the comparison is too large to be shown");
        staith_err_remedy(err, "name fewer periods, or one indicator");
    } else if (input->out != NULL) {
        code = staith_cli_write_file(input->out, &out, err);
    } else if (fwrite(out.data, 1, out.len, cli->out) != out.len) {
        code = staith_err_set(err, STAITH_ERR_IO, "standard output cannot be written");
    }
    if (code == 0 && input->as_of_unix_ms != 0 && input->format == FORMAT_TABLE) {
        char when[32];
        (void)fprintf(cli->out, "\nAs it was shown on %s UTC.\n",
                      staith_cli_time(input->as_of_unix_ms, when));
    }
    staith_buf_deinit(&out);
    return code;
}

/* Whether a council has sent anything of the periods that are shown. */
static bool has_figures(const struct staith_benchmark *benchmark)
{
    for (uint32_t i = 0; i < benchmark->period_count * benchmark->item_count; i++) {
        for (uint32_t j = 0; j < benchmark->council_count; j++) {
            if (benchmark->results[i].councils[j].figure.status != STAITH_STATUS_UNSET) {
                return true;
            }
        }
    }
    return false;
}

static int compare(const struct staith_cli *cli, const struct input *input,
                   const struct staith_config_region *config, struct staith_store *store,
                   struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_benchmark *benchmark = NULL;
    struct staith_catalogue *catalogue = NULL;
    staith_arena_init(&arena, CATALOGUE_BYTES);
    const struct staith_benchmark_council *councils = staith_pages_councils(config, &arena);
    int code = councils != NULL ? read_catalogue(store, input->dataset, &arena, &catalogue, err)
                                : staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    if (code == 0) {
        const struct staith_benchmark_question question = {
            .catalogue = catalogue,
            .region_code = config->region_code,
            .region_name = config->region_name,
            .council_count = config->council_count,
            .councils = councils,
            .period_count = input->period_count,
            .periods = input->periods,
            .item = input->item,
        };
        code = staith_benchmark_read(store, &question, &benchmark, err);
    }
    if (code == 0 && input->period_count > 0 && !has_figures(benchmark)) {
        code = staith_err_set(err, STAITH_ERR_NOTFOUND,
                              "no council has sent figures of the periods that are named");
        staith_err_remedy(err, "leave the choice out to see all that have arrived");
    }
    if (code == 0) {
        code = show(cli, input, benchmark, err);
    }
    staith_benchmark_free(benchmark);
    staith_arena_deinit(&arena);
    return code;
}

/* At a council: what the region told it, and no more than that. */
static int own(const struct staith_cli *cli, const struct input *input, struct staith_err *err)
{
    bool json = input->format == FORMAT_JSON;
    if ((input->format != FORMAT_TABLE && !json) || input->period_count > 0 ||
        input->as_of_unix_ms != 0 || input->out != NULL) {
        (void)staith_err_set(err, STAITH_ERR_INVAL,
                             "at a council the newest comparison is shown, as a table or JSON");
        staith_err_remedy(err, "leave out all but --indicator, --dataset and --format json");
        return STAITH_ERR_INVAL;
    }
    return staith_cli_place(cli, input->config, input->dataset, input->item, json, err);
}

int staith_cli_compare(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {.dataset = "csww", .title = "Children's social work workforce"};
    struct staith_config_region *config = NULL;
    struct staith_store *store = NULL;
    bool done = false;
    int code = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (code != 0 || done) {
        return code;
    }
    bool region = true;
    code = staith_config_is_region(input.config, &region, err);
    if (code != 0) {
        return code;
    }
    if (!region) {
        return own(cli, &input, err);
    }
    code = staith_config_region_read(input.config, &config, err);
    if (code == 0) {
        code = staith_store_open(config->store, true, staith_outside_machine(), &store, err);
    }
    if (code == 0) {
        staith_store_set_as_of(store, input.as_of_unix_ms);
        code = compare(cli, &input, config, store, err);
    }
    staith_store_close(store);
    staith_config_region_free(config);
    return code;
}
