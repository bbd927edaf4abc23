/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith facts check: what a figure that is to be published would make of what has left. Each
 * dataset's newest release is audited with all that is around it, beside the facts that are kept,
 * and again beside those of the file as well.
 */
#include "authority/gate/past.h"
#include "base/outside.h"
#include "cli/cli.h"
#include "cli/daemon.h"
#include "cli/facts_file.h"
#include "cli/facts_names.h"
#include "config/schema.h"
#include "disclosure/recheck.h"
#include "ledger/facts.h"
#include "ledger/ledger.h"

#include <errno.h>
#include <string.h>

enum { ARENA_BYTES = 64 << 20, AUDIT_BYTES = 512 << 20 };

struct input {
    const char *file;
    const char *config;
    const char *source;
    const char *published;
    bool json;
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
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (input->file != NULL) {
            argp_error(state, "unexpected argument \"%s\"", arg);
            return EINVAL;
        }
        input->file = arg;
        return 0;
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the council", 0},
    {"published", 'p', "DATE", 0, "day of publication, where a row does not say it", 0},
    {"source", 's', "TEXT", 0, "where it is published, where a row does not say it", 0},
    {"json", 'j', NULL, 0, "print as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "[FILE]",
    .doc = "Say what figures that are to be published would make of what has left already: which "
           "rounded figures would have fewer possible values than was promised. FILE is one that "
           "`staith facts import` takes; without it the figures that are kept are looked at. "
           "Nothing is kept.\vThe audit is the gate's, over the releases of eight quarters. A cell "
           "of another period has its dataset and period behind its name. What has left cannot be "
           "taken back: the answer is for whoever decides on the publication. Figures that this "
           "council does not have, or that do not fit what it counted, are named on stderr. Exit "
           "status 76: some figure would be narrowed, or one is named.",
};

struct report {
    const struct staith_cli *cli;
    const struct input *input;
    const struct staith_config_council *config;
    struct staith_gate_archive archive;
    const struct staith_public_fact *known;
    uint32_t known_count;
    const struct staith_public_fact *all; /* with the file's */
    uint32_t all_count;
    struct staith_cli_facts_file file; /* what is looked at: that of the input, or what is kept */
    const struct staith_cli_facts_found *found;
    uint32_t unknown;
    uint32_t wrong;
    struct staith_cli_table *table;
    json_t *array;
    uint32_t audited;
    uint32_t narrowed;
    bool unfinished;
};

/* The period of a dataset's newest release. */
static int newest_period(const struct report *report, const char *dataset,
                         struct staith_period *ret_period, struct staith_err *err)
{
    uint64_t number = 0;
    int rc = staith_ledger_last(report->archive.ledger, &number);
    for (; rc == 0 && number > 0; number--) {
        struct staith_ledger_entry entry;
        struct staith_release *release = NULL;
        rc = staith_ledger_read(report->archive.ledger, number, &entry, err);
        if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
            continue;
        }
        rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release,
                                         err);
        bool found = rc == 0 && strcmp(staith_release_dataset(release), dataset) == 0;
        if (found) {
            *ret_period = *staith_release_period(release);
        }
        staith_release_free(release);
        if (found) {
            return 0;
        }
    }
    return rc != 0 ? rc : STAITH_ERR_NOTFOUND;
}

static int add(struct report *report, const char *dataset, const struct staith_recheck_cell *cell,
               int64_t before)
{
    char texts[3][24];
    report->narrowed++;
    if (report->array != NULL) {
        return json_array_append_new(report->array,
                                     json_pack("{s:s, s:s, s:I, s:I, s:I}", "dataset", dataset,
                                               "cell", cell->name, "before", (json_int_t)before,
                                               "possible", (json_int_t)cell->possible, "promise",
                                               (json_int_t)cell->promise)) == 0
                   ? 0
                   : STAITH_ERR_NOMEM;
    }
    (void)snprintf(texts[0], sizeof(texts[0]), "%lld", (long long)before);
    (void)snprintf(texts[1], sizeof(texts[1]), "%lld", (long long)cell->possible);
    (void)snprintf(texts[2], sizeof(texts[2]), "%lld", (long long)cell->promise);
    const struct staith_cli_cell cells[] = {{dataset, STAITH_CLI_PLAIN},
                                            {cell->name, STAITH_CLI_STRONG},
                                            {texts[0], STAITH_CLI_PLAIN},
                                            {texts[1], STAITH_CLI_BAD},
                                            {texts[2], STAITH_CLI_PLAIN}};
    staith_cli_table_row(report->table, cells);
    return 0;
}

static const struct staith_recheck_cell *find(const struct staith_rechecked *in, const char *name)
{
    for (uint32_t i = 0; i < in->count; i++) {
        if (strcmp(in->cells[i].name, name) == 0) {
            return &in->cells[i];
        }
    }
    return NULL;
}

static int compare(struct report *report, const char *dataset,
                   const struct staith_rechecked *before, const struct staith_rechecked *after)
{
    int rc = 0;
    report->audited += after->audited;
    report->unfinished = report->unfinished || !after->finished || !after->fits;
    for (uint32_t i = 0; rc == 0 && i < after->count; i++) {
        const struct staith_recheck_cell *cell = &after->cells[i];
        const struct staith_recheck_cell *was = find(before, cell->name);
        if (!cell->printed && cell->possible > 0 && cell->possible < cell->promise &&
            (report->input->file == NULL || was == NULL || was->possible > cell->possible)) {
            rc = add(report, dataset, cell, was == NULL ? 0 : was->possible);
        }
    }
    return rc;
}

/* The newest release of the dataset and period to the front; the others keep their order. */
static bool bring_forward(struct staith_gate_past *past, const char *dataset,
                          const struct staith_period *period)
{
    uint32_t at = 0;
    while (at < past->count &&
           (strcmp(staith_release_dataset(past->items[at].release), dataset) != 0 ||
            staith_period_compare(staith_release_period(past->items[at].release), period) != 0)) {
        at++;
    }
    if (at == past->count) {
        return false;
    }
    struct staith_disclosure_earlier own = past->items[at];
    memmove(&past->items[1], &past->items[0], at * sizeof(past->items[0]));
    past->items[0] = own;
    return true;
}

static int check_dataset(struct report *report, const char *dataset, struct staith_err *err)
{
    struct staith_period period;
    struct staith_gate_past past = {0};
    struct staith_rechecked before = {0}, after = {0};
    struct staith_arena arenas[2];
    int rc = newest_period(report, dataset, &period, err);
    if (rc != 0) {
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    staith_arena_init(&arenas[0], AUDIT_BYTES);
    staith_arena_init(&arenas[1], AUDIT_BYTES);
    rc = staith_gate_past_read(&report->archive, dataset, &period, NULL, &past, err);
    struct staith_recheck what = {.earlier = past.items,
                                  .earlier_count = past.count,
                                  .facts = report->known,
                                  .fact_count = report->known_count};
    if (rc == 0 && bring_forward(&past, dataset, &period)) {
        rc = staith_disclosure_recheck(&what, &arenas[0], &before, err);
        what.facts = report->all;
        what.fact_count = report->all_count;
        rc = rc != 0 ? rc : staith_disclosure_recheck(&what, &arenas[1], &after, err);
        after.finished = after.finished && !past.cut;
        rc = rc != 0 ? rc : compare(report, dataset, &before, &after);
    }
    staith_gate_past_free(&past);
    staith_arena_deinit(&arenas[0]);
    staith_arena_deinit(&arenas[1]);
    return rc;
}

/* The facts that are kept, whatever their day, and those of the file behind them. */
static int read_facts(struct report *report, struct staith_arena *arena, struct staith_err *err)
{
    struct staith_facts *facts = NULL;
    struct staith_cli_facts_file more = {0};
    const struct staith_cli_facts_given given = {report->config->authority_code,
                                                 report->input->source, report->input->published};
    int rc = staith_facts_open(report->config->state_folder, NULL, &facts, err);
    if (rc == 0) {
        rc = staith_facts_read(facts, INT64_MAX, arena, &report->known, &report->known_count, err);
    }
    staith_facts_close(facts);
    rc = rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    if (rc == 0 && report->input->file != NULL) {
        rc = staith_cli_facts_read(report->input->file, &given, arena, &more, err);
    }
    size_t count = (size_t)report->known_count + more.count;
    struct staith_public_fact *all = staith_arena_array(arena, count + 1, sizeof(*all));
    if (rc == 0 && all == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    if (rc == 0) {
        for (uint32_t i = 0; i < count; i++) {
            all[i] =
                i < report->known_count ? report->known[i] : more.list[i - report->known_count];
        }
        report->all = all;
        report->all_count = (uint32_t)count;
        report->file = more;
        if (report->input->file == NULL) {
            report->file =
                (struct staith_cli_facts_file){.list = report->known, .count = report->known_count};
        }
        rc = staith_cli_facts_look(report->config, &report->file, arena, &report->found, err);
    }
    return rc;
}

static int print(struct report *report, struct staith_err *err)
{
    int rc = 0;
    staith_cli_facts_print(report->cli, &report->file, report->found, &report->unknown,
                           &report->wrong);
    if (report->array != NULL) {
        json_t *look = staith_cli_facts_json(&report->file, report->found);
        return staith_cli_json(report->cli,
                               look == NULL ? NULL
                                            : json_pack("{s:b, s:I, s:O, s:o}", "finished",
                                                        !report->unfinished, "audited",
                                                        (json_int_t)report->audited, "narrowed",
                                                        report->array, "figures", look),
                               err);
    }
    rc = staith_cli_table_print(report->table, err);
    if (rc == 0 && report->unfinished) {
        staith_cli_print(
            report->cli, STAITH_CLI_WARN,
            "Not everything could be decided: the figures do not fit what has left, or "
            "the time was not enough.\n");
    }
    if (rc == 0 && report->narrowed == 0 && !report->unfinished) {
        staith_cli_print(report->cli, STAITH_CLI_GOOD,
                         "None of %u protected figures would have fewer possible values than "
                         "promised.\n",
                         report->audited);
    }
    return rc;
}

/* A council whose releases were all made before counts were kept has none. */
static int open_truth(struct report *report, const char *folder, struct staith_err *err)
{
    struct staith_err failure = {0};
    int rc = staith_truth_open(folder, NULL, &report->archive.truth, &failure);
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        *err = failure;
        return rc;
    }
    return 0;
}

static int check(struct report *report, struct staith_err *err)
{
    struct staith_arena arena;
    const char *folder = report->config->state_folder;
    staith_arena_init(&arena, ARENA_BYTES);
    int rc = staith_ledger_open_reader(folder, &report->archive.ledger, err);
    if (rc == 0) {
        rc = open_truth(report, folder, err);
        rc = rc == 0 ? read_facts(report, &arena, err) : rc;
    }
    for (uint32_t i = 0; rc == 0 && i < report->config->dataset_count; i++) {
        rc = check_dataset(report, report->config->datasets[i].name, err);
    }
    if (rc == 0) {
        rc = print(report, err);
    }
    staith_truth_close(report->archive.truth);
    staith_ledger_close(report->archive.ledger);
    staith_arena_deinit(&arena);
    return rc;
}

int staith_cli_facts_check(const struct staith_cli *cli, int argc, char **argv,
                           struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {{"DATASET", STAITH_CLI_LEFT},
                                                       {"CELL", STAITH_CLI_WRAPPED},
                                                       {"BEFORE", STAITH_CLI_RIGHT},
                                                       {"POSSIBLE", STAITH_CLI_RIGHT},
                                                       {"PROMISED", STAITH_CLI_RIGHT}};
    struct input input = {0};
    struct staith_config_council *config = NULL;
    struct report report = {.cli = cli, .input = &input};
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_council(input.config, &config, err);
    if (rc != 0) {
        return rc;
    }
    report.config = config;
    report.array = input.json ? json_array() : NULL;
    report.table = input.json ? NULL : staith_cli_table_new(cli, columns, 5);
    rc = report.array == NULL && report.table == NULL
             ? staith_err_set(err, STAITH_ERR_NOMEM, "out of memory")
             : check(&report, err);
    json_decref(report.array);
    staith_cli_table_free(report.table);
    staith_config_council_free(config);
    if (rc == 0 && report.narrowed > 0) {
        rc =
            staith_err_set(err, STAITH_ERR_VERIFY, "%u figures would be narrowed", report.narrowed);
        staith_err_remedy(err, "ask for the publication to be rounded, or less detailed");
    } else if (rc == 0 && report.unfinished) {
        rc = staith_err_set(err, STAITH_ERR_VERIFY, "not everything could be decided");
        staith_err_remedy(err, "look whether the figures are this council's, and at their dates");
    } else if (rc == 0 && report.unknown + report.wrong > 0) {
        rc = staith_err_set(err, STAITH_ERR_VERIFY,
                            "%u figures are of nothing that this council has, and %u do not fit it",
                            report.unknown, report.wrong);
        staith_err_remedy(err, "each was named with what to do");
    }
    return rc;
}
