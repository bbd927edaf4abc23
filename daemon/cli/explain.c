/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith explain: an officer's question about one figure, answered from the ledger, the certificate
 * and the counts that the council keeps. It prints a true count: for the council's own eyes.
 */
#include "cli/explain.h"
#include "authority/gate/past.h"
#include "cli/cli.h"
#include "cli/daemon.h"
#include "disclosure/place.h"
#include "disclosure/policy.h"
#include "ledger/ledger.h"
#include "ledger/truth.h"

#include <errno.h>
#include <string.h>

enum { ARENA_BYTES = 64 << 20, NAME_BYTES = STAITH_SYSTEM_NAME_BYTES };

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
    .doc =
        "Say of one figure what left of it and why: by which rule, what the number leaves "
        "possible, which attackers were tried, or why it stays and what it would take.\vA cell "
        "is named by what it counts: leavers_headcount, or "
        "'leavers_headcount|role=case_holder|reason=retired'. The answer comes from the ledger, "
        "the certificate of the release and the counts that the council keeps; it shows the "
        "true count, which is for the council's own eyes. Ask for any name at all ('?') to see the "
        "names that there are.",
};

struct answer {
    const struct input *input;
    struct staith_arena arena;
    struct staith_cli_explain it;
};

/* ---- finding the release ---- */

static int take_catalogue(struct answer *answer, struct staith_err *err)
{
    struct staith_ledger *ledger = answer->it.ledger;
    const uint8_t *wanted = staith_release_catalogue_hash(answer->it.release);
    for (uint64_t at = answer->it.number; at > 1; at--) {
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
                                                 &answer->arena, &answer->it.catalogue, err);
        }
    }
    return staith_err_set(err, STAITH_ERR_VERIFY,
                          "the ledger does not hold the catalogue that "
                          "release %llu names",
                          (unsigned long long)answer->it.number);
}

static bool is_wanted(const struct input *input, const struct staith_release *release)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(staith_release_period(release), period);
    return (input->dataset == NULL ||
            strcmp(input->dataset, staith_release_dataset(release)) == 0) &&
           (input->period == NULL || strcmp(input->period, period) == 0);
}

/* The counts behind the release that `entry` is. */
static void take_truth(struct answer *answer, const struct staith_ledger_entry *entry,
                       struct staith_truth *truth)
{
    struct staith_cli_explain *it = &answer->it;
    uint8_t hash[STAITH_HASH_BYTES];
    staith_codec_hash(entry->record.payload, entry->record.payload_len, hash);
    it->decision = entry->has_note ? json_loads(entry->note.decision_json, 0, NULL) : NULL;
    it->has_truth =
        truth != NULL &&
        staith_truth_read(
            truth, hash, json_integer_value(json_object_get(it->decision, STAITH_GATE_PAST_COUNTS)),
            &answer->arena, &it->truth, NULL) == 0;
}

/* Take the name as the catalogue writes it: an officer may give its dimensions in any order. */
static void take_name(struct answer *answer, char name[NAME_BYTES])
{
    struct staith_place place;
    const struct staith_catalogue *catalogue = answer->it.catalogue;
    answer->it.cell = answer->input->cell;
    if (staith_place_read(catalogue, answer->input->cell, &place) == STAITH_PLACE_LACKS_NOTHING &&
        staith_place_name(catalogue, &place, "", name, NAME_BYTES) == 0) {
        answer->it.cell = name;
    }
}

/* The newest release that fits. */
static int find_release(struct answer *answer, struct staith_truth *truth, struct staith_err *err)
{
    struct staith_ledger *ledger = answer->it.ledger;
    uint64_t number = 0;
    int rc = staith_ledger_last(ledger, &number);
    for (; rc == 0 && number > 0; number--) {
        struct staith_ledger_entry entry;
        rc = staith_ledger_read(ledger, number, &entry, err);
        if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
            continue;
        }
        rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len,
                                         &answer->it.release, err);
        if (rc == 0 && is_wanted(answer->input, answer->it.release)) {
            answer->it.number = number;
            take_truth(answer, &entry, truth);
            return take_catalogue(answer, err);
        }
        staith_release_free(answer->it.release);
        answer->it.release = NULL;
    }
    if (rc == 0) {
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "no such release has left");
        staith_err_remedy(err, "`staith ledger` lists what has left, `staith held` what waits");
    }
    return rc;
}

/* ---- what stayed ---- */

static const char *rule_of(const struct staith_cli_explain *answer, const char *table,
                           const char *measure)
{
    return json_string_value(
        json_object_get(staith_cli_explain_account(answer, table, measure), "rule"));
}

/* Whether a place of the table has this name. */
static bool has_place(const struct staith_cli_explain *answer, uint16_t table, uint16_t measure)
{
    const struct staith_catalogue *catalogue = answer->catalogue;
    const struct staith_table *its = &catalogue->tables[table];
    struct staith_place place = {.table = table, .measure = measure};
    char name[NAME_BYTES];
    for (;;) {
        if (staith_place_name(catalogue, &place, "", name, sizeof(name)) == 0 &&
            strcmp(name, answer->cell) == 0) {
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

/* Say why it stayed, or only whether it did. */
static bool stayed(const struct staith_cli_explain *answer, bool says)
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
            if (!says) {
                return true;
            }
            enum staith_policy_rule rule =
                code == NULL ? STAITH_POLICY_NONE : staith_policy_rule_of(code);
            any = true;
            staith_cli_explain_say(answer, "In table %s it stayed: %s.", catalogue->tables[t].code,
                                   rule == STAITH_POLICY_NONE
                                       ? "the ledger does not say by which rule"
                                       : staith_policy_rule_words(rule));
            if (rule != STAITH_POLICY_NONE) {
                staith_cli_explain_say(answer, "It would take: %s.",
                                       staith_policy_rule_takes(rule));
            }
        }
    }
    return any;
}

/* ---- the whole ---- */

static int show(const struct staith_cli_explain *answer, struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    char value[STAITH_CLI_EXPLAIN_BYTES];
    char measure[NAME_BYTES];
    uint32_t index = 0;
    bool left = staith_cli_explain_find(answer, &index);
    if (!left && !stayed(answer, false)) {
        return staith_cli_explain_unknown(answer, err);
    }
    staith_period_format(staith_release_period(answer->release), period);
    staith_cli_print(answer->cli, STAITH_CLI_STRONG, "%s\n", answer->cell);
    staith_cli_explain_say(answer, "Release %llu of dataset %s for %s, under policy %s.",
                           (unsigned long long)answer->number,
                           staith_release_dataset(answer->release), period,
                           staith_release_policy(answer->release));
    int rc = staith_cli_explain_standing(answer, staith_outside_machine()->unix_ms(NULL), err);
    if (rc == 0 && left) {
        rc = staith_cli_explain_left(answer, index, err);
    } else if (rc == 0) {
        (void)stayed(answer, true);
    }
    int64_t count = staith_cli_explain_count(answer, answer->cell);
    if (rc == 0 && count >= 0) {
        (void)snprintf(measure, sizeof(measure), "%.*s", (int)strcspn(answer->cell, "|"),
                       answer->cell);
        staith_cli_explain_say(
            answer, "The true count, for the council's own eyes: %s.",
            staith_cli_explain_value(count, staith_cli_explain_unit(answer, measure), value));
    } else if (rc == 0 && !answer->has_truth) {
        staith_cli_explain_say(answer,
                               "The counts behind this release are not known any more (truth.db).");
    }
    return rc;
}

int staith_cli_explain(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    struct answer answer = {.input = &input, .it = {.cli = cli}};
    char name[NAME_BYTES];
    struct staith_config_council *config = NULL;
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
    rc = staith_ledger_open_reader(config->state_folder, &answer.it.ledger, err);
    if (rc == 0) {
        (void)staith_truth_open(config->state_folder, NULL, &truth, NULL);
        rc = find_release(&answer, truth, err);
    }
    if (rc == 0) {
        take_name(&answer, name);
        rc = show(&answer.it, err);
    }
    json_decref(answer.it.decision);
    staith_release_free(answer.it.release);
    staith_arena_deinit(&answer.arena);
    staith_truth_close(truth);
    staith_ledger_close(answer.it.ledger);
    staith_config_council_free(config);
    return rc;
}
