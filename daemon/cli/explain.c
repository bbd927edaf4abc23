/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith explain: an officer's question about one figure, answered from the ledger, the certificate
 * and the counts that the council keeps. It prints a true count: for the council's own eyes.
 */
#include "authority/gate/past.h"
#include "cli/amount_rule.h"
#include "cli/cli.h"
#include "cli/daemon.h"
#include "cli/figure.h"
#include "disclosure/place.h"
#include "disclosure/policy.h"
#include "disclosure/stands.h"
#include "ledger/ledger.h"
#include "ledger/truth.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { ARENA_BYTES = 64 << 20, TEXT_BYTES = 1024, NAME_BYTES = STAITH_SYSTEM_NAME_BYTES };

struct input {
    const char *cell;
    const char *config;
    const char *dataset;
    const char *period;
};

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
    case 'p':
        input->period = arg;
        return 0;
    case ARGP_KEY_ARG:
        if (input->cell != NULL) {
            argp_error(state, "unexpected argument \"%s\"", arg);
            return EINVAL;
        }
        input->cell = arg;
        return 0;
    case ARGP_KEY_END:
        if (input->cell == NULL || input->config == NULL) {
            argp_error(state, "%s is missing", input->cell == NULL ? "CELL" : "--config FILE");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the council", 0},
    {"dataset", 'd', "NAME", 0, "which dataset, where several have such a figure", 0},
    {"period", 'p', "PERIOD", 0, "which period, 2025 or 2025Q3; the one released last otherwise",
     0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "CELL",
    .doc = "Say of one figure what left of it and why: by which rule, what the number leaves "
           "possible, which attackers were tried, or why it stays and what it would take.\vA cell "
           "is named by what it counts: leavers_headcount, or "
           "'leavers_headcount|role=case_holder|reason=retired'. The answer comes from the ledger, "
           "the certificate of the release and the counts that the council keeps; it shows the "
           "true count, which is for the council's own eyes.",
};

/* The release that is asked about, with all that is known of it. */
struct answer {
    const struct staith_cli *cli;
    const struct input *input;
    struct staith_arena arena;
    uint64_t number;
    struct staith_release *release;
    struct staith_catalogue *catalogue;
    json_t *decision;
    struct staith_system truth;
    bool has_truth;
};

static void say(const struct answer *answer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void say(const struct answer *answer, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    staith_cli_wrap(answer->cli, 0, text);
}

/* ---- finding the release ---- */

static int take_catalogue(struct answer *answer, struct staith_ledger *ledger,
                          struct staith_err *err)
{
    const uint8_t *wanted = staith_release_catalogue_hash(answer->release);
    for (uint64_t at = answer->number; at > 1; at--) {
        struct staith_ledger_entry entry;
        uint8_t hash[STAITH_HASH_BYTES];
        int rc = staith_ledger_read(ledger, at - 1, &entry, err);
        if (rc != 0) {
            return rc;
        }
        staith_codec_hash(entry.record.payload, entry.record.payload_len, hash);
        if (entry.record.kind == STAITH_RECORD_CATALOGUE &&
            memcmp(hash, wanted, sizeof(hash)) == 0) {
            return staith_codec_unpack_catalogue(entry.record.payload, entry.record.payload_len,
                                                 &answer->arena, &answer->catalogue, err);
        }
    }
    return staith_err_set(err, STAITH_ERR_VERIFY,
                          "the ledger does not hold the catalogue that "
                          "release %llu names",
                          (unsigned long long)answer->number);
}

static bool is_wanted(const struct input *input, const struct staith_release *release)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(staith_release_period(release), period);
    return (input->dataset == NULL ||
            strcmp(input->dataset, staith_release_dataset(release)) == 0) &&
           (input->period == NULL || strcmp(input->period, period) == 0);
}

/* The newest release that fits. */
static int find_release(struct answer *answer, struct staith_ledger *ledger,
                        struct staith_truth *truth, struct staith_err *err)
{
    uint64_t number = 0;
    int rc = staith_ledger_last(ledger, &number);
    for (; rc == 0 && number > 0; number--) {
        struct staith_ledger_entry entry;
        uint8_t hash[STAITH_HASH_BYTES];
        rc = staith_ledger_read(ledger, number, &entry, err);
        if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
            continue;
        }
        rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len,
                                         &answer->release, err);
        if (rc == 0 && is_wanted(answer->input, answer->release)) {
            answer->number = number;
            answer->decision =
                entry.has_note ? json_loads(entry.note.decision_json, 0, NULL) : NULL;
            staith_codec_hash(entry.record.payload, entry.record.payload_len, hash);
            answer->has_truth =
                truth != NULL && staith_truth_read(truth, hash,
                                                   json_integer_value(json_object_get(
                                                       answer->decision, STAITH_GATE_PAST_COUNTS)),
                                                   &answer->arena, &answer->truth, NULL) == 0;
            return take_catalogue(answer, ledger, err);
        }
        staith_release_free(answer->release);
        answer->release = NULL;
    }
    return rc != 0 ? rc : staith_err_set(err, STAITH_ERR_NOTFOUND, "no such release has left");
}

/* ---- what left ---- */

/* The count behind the figure, or -1. */
static int64_t true_count(const struct answer *answer)
{
    int64_t at = answer->has_truth ? staith_system_find(&answer->truth, answer->input->cell) : -1;
    return at < 0 ? -1 : answer->truth.values[at];
}

static void say_certificate(const struct answer *answer, int64_t reach)
{
    const struct staith_release_certificate *found = staith_release_certificate(answer->release);
    say(answer,
        "Before it left, an auditor that saw only what would leave tried %u attackers on %u cells "
        "together, with %s: none could work a cell out, and the least number of values that any of "
        "%u protected cells can have is %lld (promised: %lld).%s",
        (unsigned)found->attacker_count, (unsigned)found->cells, found->solver,
        (unsigned)found->audited, (long long)found->least, (long long)found->promise,
        reach > 1 ? " Adjacent multiples would have said too much here, so the next ones were "
                    "permitted too."
                  : "");
}

/* Everybody sees one mark; why this cell carries it is for the council alone. */
static void say_hidden(const struct answer *answer, const struct staith_release_cell *cell)
{
    const int64_t count = true_count(answer);
    if (cell->value.hi > 0) {
        say(answer,
            "It left hidden, as c: whoever has everything that was published of it knows that the "
            "count is from %lld to %lld, and no more.",
            (long long)cell->value.lo, (long long)cell->value.hi);
    } else {
        say(answer, "It left hidden, as c, and nothing bounds it.");
    }
    if (count > 0 && count < (int64_t)cell->base) {
        say(answer, "It is hidden for its own sake: fewer than %u are counted.",
            (unsigned)cell->base);
    } else if (count >= 0) {
        say(answer,
            "It is hidden to protect others, which could be worked out from it, or because it "
            "would say of everybody in its row or column where they are, or because it was hidden "
            "before in this period. The mark is the same, so that nobody can tell.");
    }
    say_certificate(answer, 0);
    say(answer, "To show more it would take: %s.", staith_policy_rule_takes(STAITH_POLICY_HIDDEN));
}

/* What the ledger's account of the decision says of a measure of a table, or NULL. */
static const json_t *account_of(const struct answer *answer, const char *table, const char *measure)
{
    size_t at = 0;
    json_t *item = NULL;
    json_array_foreach(json_object_get(answer->decision, "tables"), at, item)
    {
        const char *code = json_string_value(json_object_get(item, "table"));
        if (code != NULL && strcmp(code, table) == 0) {
            return json_object_get(json_object_get(item, "measures"), measure);
        }
    }
    return NULL;
}

/* By what a median, quartile or sum of money was judged. */
static void say_asked(const struct answer *answer, const struct staith_release_cell *cell)
{
    char text[TEXT_BYTES / 2];
    struct staith_magnitude_rule rule;
    int measure = staith_catalogue_measure(answer->catalogue, cell->measure);
    if (measure >= 0 &&
        staith_cli_amount_read(account_of(answer, cell->table, cell->measure), &rule)) {
        staith_cli_amount_words(&rule, answer->catalogue->measures[measure].unit, text,
                                sizeof(text));
        say(answer, "It was judged by this rule: %s.", text);
    }
}

static void say_amount(const struct answer *answer, const struct staith_release_cell *cell)
{
    char value[STAITH_CLI_FIGURE_BYTES];
    char lo[STAITH_CLI_FIGURE_BYTES];
    char hi[STAITH_CLI_FIGURE_BYTES];
    char step[STAITH_CLI_FIGURE_BYTES];
    int measure = staith_catalogue_measure(answer->catalogue, cell->measure);
    uint32_t unit = measure < 0 ? 0 : answer->catalogue->measures[measure].unit;
    say(answer,
        "It left as %s, the nearest multiple of %s: whoever knows the rule knows that it is from "
        "%s to %s, and no more from this number alone.",
        staith_cli_exact(cell->value.value, unit, true, value),
        staith_cli_exact((int64_t)cell->base, unit, true, step),
        staith_cli_exact(cell->value.lo, unit, true, lo),
        staith_cli_exact(cell->value.hi, unit, true, hi));
    say_asked(answer, cell);
    say_certificate(answer, 0);
}

/* Why a headline that DfE prints is rounded. */
static void say_instead(const struct answer *answer, const struct staith_release_cell *cell)
{
    const char *instead = json_string_value(
        json_object_get(account_of(answer, cell->table, cell->measure), "instead"));
    if (instead != NULL) {
        say(answer,
            "DfE prints this total for every council, and it would leave exactly by itself. It is "
            "rounded because the exact number would undo %s.",
            staith_policy_rule_of(instead) == STAITH_POLICY_PUBLIC_FACT
                ? "what left rounded, beside a figure of this council that is public elsewhere"
                : "what left rounded of other periods or datasets");
    }
}

static void say_published(const struct answer *answer, const struct staith_release_cell *cell)
{
    enum staith_policy_rule rule =
        cell->dimension_count > 0 ? STAITH_POLICY_HIDDEN : STAITH_POLICY_EXACT;
    if (cell->value.status == STAITH_STATUS_SUPPRESSED && cell->base > 0) {
        say_hidden(answer, cell);
        return;
    }
    if (cell->value.status != STAITH_STATUS_VALUE) {
        bool judged = cell->reason != NULL &&
                      staith_magnitude_reason(cell->reason) != STAITH_MAGNITUDE_REASON_END;
        say(answer, "It left as the status %s: %s%s%s.", staith_status_symbol(cell->value.status),
            staith_status_words(cell->value.status), cell->reason != NULL ? ", " : "",
            judged                 ? staith_magnitude_words(staith_magnitude_reason(cell->reason))
            : cell->reason != NULL ? cell->reason
                                   : "");
        say_asked(answer, cell);
        return;
    }
    if (cell->base > 0 && cell->reach == 0) {
        say_amount(answer, cell);
        return;
    }
    if (cell->base == 0) {
        say(answer, "It left exactly, as %lld (in the smallest part of its unit): %s.",
            (long long)cell->value.value, staith_policy_rule_words(rule));
        return;
    }
    say(answer,
        "It left as %lld, a multiple of %u. Whoever knows the rule knows that the count is from "
        "%lld to %lld, and no more from this number alone.",
        (long long)cell->value.value, (unsigned)cell->base, (long long)cell->value.lo,
        (long long)cell->value.hi);
    say_instead(answer, cell);
    say_certificate(answer, cell->reach);
    say(answer, "To show more it would take: %s.", staith_policy_rule_takes(STAITH_POLICY_ROUNDED));
}

/* Which figure is shown instead of an amount that is hidden. */
static void say_stands(const struct answer *answer, uint32_t index)
{
    char name[NAME_BYTES] = "";
    struct staith_place place;
    const char *words = NULL;
    uint32_t at = 0;
    if (staith_release_stands(answer->release, answer->catalogue, index, &at, &words)) {
        const struct staith_release_cell cell = staith_release_cell_at(answer->release, at);
        if (staith_place_of(answer->catalogue, &cell, &place) == 0) {
            (void)staith_place_name(answer->catalogue, &place, "", name, sizeof(name));
        }
    }
    say(answer, "What stands for it: %s%s%s.", words, name[0] != '\0' ? ", as " : "", name);
}

static bool show_published(const struct answer *answer)
{
    for (uint32_t i = 0; i < staith_release_cell_count(answer->release); i++) {
        char name[NAME_BYTES];
        struct staith_place place;
        const struct staith_release_cell cell = staith_release_cell_at(answer->release, i);
        if (staith_place_of(answer->catalogue, &cell, &place) == 0 &&
            staith_place_name(answer->catalogue, &place, "", name, sizeof(name)) == 0 &&
            strcmp(name, answer->input->cell) == 0) {
            say_published(answer, &cell);
            if (cell.value.status == STAITH_STATUS_SUPPRESSED && cell.base == 0) {
                say_stands(answer, i);
            }
            return true;
        }
    }
    return false;
}

/* ---- what stayed ---- */

static const char *rule_of(const struct answer *answer, const char *table, const char *measure)
{
    return json_string_value(json_object_get(account_of(answer, table, measure), "rule"));
}

/* Whether a place of the table has this name. */
static bool has_place(const struct answer *answer, uint16_t table, uint16_t measure)
{
    const struct staith_catalogue *catalogue = answer->catalogue;
    const struct staith_table *its = &catalogue->tables[table];
    struct staith_place place = {.table = table, .measure = measure};
    char name[NAME_BYTES];
    for (;;) {
        if (staith_place_name(catalogue, &place, "", name, sizeof(name)) == 0 &&
            strcmp(name, answer->input->cell) == 0) {
            return true;
        }
        uint32_t a = 0;
        for (; a < its->dimension_count; a++) {
            uint32_t categories = catalogue->dimensions[its->dimensions[a]].category_count;
            if (place.categories[a] == STAITH_PLACE_TOTAL) {
                place.categories[a] = 0;
                continue;
            }
            place.categories[a] = place.categories[a] + 1u < categories
                                      ? (uint16_t)(place.categories[a] + 1u)
                                      : (uint16_t)STAITH_PLACE_TOTAL;
            break;
        }
        if (a == its->dimension_count) {
            return false;
        }
    }
}

static bool show_stayed(const struct answer *answer)
{
    const struct staith_catalogue *catalogue = answer->catalogue;
    bool any = false;
    for (uint16_t t = 0; t < catalogue->table_count; t++) {
        for (uint32_t m = 0; m < catalogue->tables[t].measure_count; m++) {
            uint16_t measure = catalogue->tables[t].measures[m];
            const char *code =
                rule_of(answer, catalogue->tables[t].code, catalogue->measures[measure].code);
            if (!has_place(answer, t, measure)) {
                continue;
            }
            enum staith_policy_rule rule =
                code == NULL ? STAITH_POLICY_NONE : staith_policy_rule_of(code);
            any = true;
            say(answer, "In table %s it stayed: %s.", catalogue->tables[t].code,
                rule == STAITH_POLICY_NONE ? "the ledger does not say by which rule"
                                           : staith_policy_rule_words(rule));
            if (rule != STAITH_POLICY_NONE) {
                say(answer, "It would take: %s.", staith_policy_rule_takes(rule));
            }
        }
    }
    return any;
}

/* ---- the whole ---- */

static int show(const struct answer *answer, struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(staith_release_period(answer->release), period);
    staith_cli_print(answer->cli, STAITH_CLI_STRONG, "%s\n", answer->input->cell);
    say(answer, "Release %llu of dataset %s for %s, under policy %s.",
        (unsigned long long)answer->number, staith_release_dataset(answer->release), period,
        staith_release_policy(answer->release));
    if (!show_published(answer) && !show_stayed(answer)) {
        int rc = staith_err_set(err, STAITH_ERR_NOTFOUND,
                                "the dataset has no such figure: \"%.100s\"", answer->input->cell);
        staith_err_remedy(err, "name a measure, then |dimension=category in the catalogue's order");
        return rc;
    }
    int64_t count = true_count(answer);
    if (count >= 0) {
        say(answer, "The true count, for the council's own eyes: %lld.", (long long)count);
    } else if (!answer->has_truth) {
        say(answer, "The counts behind this release are not known any more (truth.db).");
    }
    return 0;
}

int staith_cli_explain(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    struct answer answer = {.cli = cli, .input = &input};
    struct staith_config_council *config = NULL;
    struct staith_ledger *ledger = NULL;
    struct staith_truth *truth = NULL;
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_council(input.config, &config, err);
    if (rc != 0) {
        return rc;
    }
    staith_arena_init(&answer.arena, ARENA_BYTES);
    rc = staith_ledger_open_reader(config->state_folder, &ledger, err);
    if (rc == 0) {
        (void)staith_truth_open(config->state_folder, NULL, &truth, NULL);
        rc = find_release(&answer, ledger, truth, err);
    }
    if (rc == 0) {
        rc = show(&answer, err);
    }
    json_decref(answer.decision);
    staith_release_free(answer.release);
    staith_arena_deinit(&answer.arena);
    staith_truth_close(truth);
    staith_ledger_close(ledger);
    staith_config_council_free(config);
    return rc;
}
