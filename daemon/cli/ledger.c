/* SPDX-License-Identifier: Apache-2.0 */
/* staith ledger: what has left, from the ledger's own files; no daemon needs to run. */
#include "cli/ledger.h"

#include "base/hex.h"
#include "cli/daemon.h"
#include "codec/message.h"
#include "control/control.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct input {
    const char *config;
    const char *export;
    uint64_t number; /* 0: not given, as for the next two */
    uint64_t from;
    uint64_t to;
    bool verify;
    bool json;
};

static error_t take_number(uint64_t *number_at, const char *arg, struct argp_state *state)
{
    char *end = NULL;
    errno = 0;
    unsigned long long number = strtoull(arg, &end, 10);
    if (errno != 0 || end == arg || *end != '\0' || number == 0 || arg[0] == '-') {
        argp_error(state, "\"%s\" is no number of a record", arg);
        return EINVAL;
    }
    *number_at = number;
    return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'n':
        return take_number(&input->number, arg, state);
    case 'e':
        input->export = arg;
        return 0;
    case 'f':
        return take_number(&input->from, arg, state);
    case 't':
        return take_number(&input->to, arg, state);
    case 'v':
        input->verify = true;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_END:
        if (input->export == NULL && (input->from != 0 || input->to != 0)) {
            argp_error(state, "--from and --to go with --export BUNDLE");
            return EINVAL;
        }
        return staith_cli_parse_rest(key, arg, input->config, state);
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the council", 0},
    {"number", 'n', "NUMBER", 0, "show one release with its figures, or one notice", 0},
    {"verify", 'v', NULL, 0, "recompute the chain of hashes and every signature", 0},
    {"export", 'e', "BUNDLE", 0, "write the ledger into one file for an auditor", 0},
    {"from", 'f', "NUMBER", 0, "export from this record on", 0},
    {"to", 't', "NUMBER", 0, "export up to this record", 0},
    {"json", 'j', NULL, 0, "print as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "Show what has left this council: every release with its number, what it was made "
           "from, who approved it, and whether the region has it.\vTimes are UTC. A release that "
           "is revised is followed by another; none is ever changed. A bundle holds all records as "
           "they stand, with who approved them and what the region received, and no secret; "
           "`staith verify-bundle` checks it on any machine. Exit status 76: the ledger does not "
           "verify.",
};

const char *staith_cli_region_state(const struct staith_ledger_entry *entry)
{
    if (entry->refused != 0) {
        return "refused";
    }
    if (entry->standing != 0) {
        return staith_standing_words((enum staith_standing)entry->standing);
    }
    return entry->received_unix_ms != 0 ? "received" : "waiting";
}

/* ---- the list ---- */

struct listing {
    const struct staith_cli *cli;
    struct staith_cli_table *table; /* NULL with json */
    json_t *array;                  /* NULL without json, as the next */
    json_t *notices;
    uint32_t notice_count;
    uint32_t releases;
    uint32_t waiting;
    uint32_t refused;
    uint32_t sent_back;
};

/* What the region made of a record, in words. */
static enum staith_cli_tone region_of(const struct staith_ledger_entry *entry, char out[320])
{
    if (entry->refused != 0) {
        (void)snprintf(out, 320, "refused: %s%s%s",
                       staith_refusal_words((enum staith_refusal)entry->refused),
                       entry->refused_detail != NULL ? ", " : "",
                       entry->refused_detail != NULL ? entry->refused_detail : "");
        return STAITH_CLI_BAD;
    }
    bool back = entry->standing == STAITH_STANDING_SENT_BACK;
    (void)snprintf(out, 320, "%s%s%s", staith_cli_region_state(entry), back ? ": " : "",
                   back ? entry->standing_reason : "");
    return back ? STAITH_CLI_BAD : entry->received_unix_ms == 0 ? STAITH_CLI_WARN : STAITH_CLI_GOOD;
}

static void add_row(struct listing *listing, const struct staith_ledger_entry *entry,
                    const struct staith_release *release)
{
    char number[32];
    char when[32];
    char released[32];
    char withheld[32];
    char period[STAITH_PERIOD_CODE_BYTES];
    char region[320];
    (void)snprintf(number, sizeof(number), "%llu", (unsigned long long)entry->record.number);
    staith_period_format(staith_release_period(release), period);
    enum staith_cli_tone tone = region_of(entry, region);
    const struct staith_cli_cell cells[] = {
        {number, STAITH_CLI_STRONG},
        {staith_cli_time(entry->appended_unix_ms, when), STAITH_CLI_PLAIN},
        {staith_release_dataset(release), STAITH_CLI_PLAIN},
        {period, STAITH_CLI_PLAIN},
        {staith_cli_count(staith_release_cell_count(release), released), STAITH_CLI_PLAIN},
        {entry->has_note ? staith_cli_count(entry->note.cells_withheld, withheld) : "",
         STAITH_CLI_PLAIN},
        {entry->has_note ? entry->note.approved_by : "", STAITH_CLI_PLAIN},
        {region, tone},
    };
    staith_cli_table_row(listing->table, cells);
}

static int list_notice(struct listing *listing, const struct staith_ledger_entry *entry,
                       struct staith_err *err)
{
    char region[320];
    listing->notice_count++;
    if (listing->notices != NULL) {
        (void)json_array_append_new(listing->notices, staith_cli_notice_json(entry));
        return 0;
    }
    enum staith_cli_tone tone = region_of(entry, region);
    return staith_cli_notice_row(listing->table, entry, region, tone, err);
}

/* One record into the list; catalogues are not what has left of anybody, and are passed over. */
static int list_record(struct listing *listing, const struct staith_ledger_entry *entry,
                       struct staith_err *err)
{
    struct staith_release *release = NULL;
    if (entry->record.kind == STAITH_RECORD_NOTICE) {
        return list_notice(listing, entry, err);
    }
    if (entry->record.kind != STAITH_RECORD_RELEASE) {
        return 0;
    }
    int rc = staith_codec_unpack_release(entry->record.payload, entry->record.payload_len, &release,
                                         err);
    if (rc != 0) {
        return rc;
    }
    listing->releases++;
    listing->refused += entry->refused != 0 ? 1u : 0u;
    listing->waiting += entry->refused == 0 && entry->received_unix_ms == 0 ? 1u : 0u;
    listing->sent_back += entry->standing == STAITH_STANDING_SENT_BACK ? 1u : 0u;
    if (listing->array != NULL) {
        (void)json_array_append_new(listing->array, staith_cli_release_json(entry, release));
    } else {
        add_row(listing, entry, release);
    }
    staith_release_free(release);
    return 0;
}

static void print_sum(const struct listing *listing)
{
    if (listing->releases == 0 && listing->notice_count == 0) {
        (void)fputs("Nothing has left this council yet.\n", listing->cli->out);
        return;
    }
    (void)fprintf(listing->cli->out, "\n%u %s", (unsigned)listing->releases,
                  listing->releases == 1 ? "release" : "releases");
    if (listing->notice_count > 0) {
        (void)fprintf(listing->cli->out, ", %u %s", (unsigned)listing->notice_count,
                      listing->notice_count == 1 ? "notice" : "notices");
    }
    (void)fprintf(listing->cli->out, "; %u waiting for the region, %u refused by it",
                  (unsigned)listing->waiting, (unsigned)listing->refused);
    if (listing->sent_back > 0) {
        (void)fprintf(listing->cli->out, ", %u sent back", (unsigned)listing->sent_back);
    }
    (void)fputs(".\n", listing->cli->out);
}

static int list(const struct staith_cli *cli, struct staith_ledger *ledger, bool json,
                struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"NUMBER", STAITH_CLI_RIGHT},     {"WHEN", STAITH_CLI_LEFT},
        {"DATASET", STAITH_CLI_LEFT},     {"PERIOD", STAITH_CLI_LEFT},
        {"FIGURES", STAITH_CLI_RIGHT},    {"STAYED", STAITH_CLI_RIGHT},
        {"APPROVED", STAITH_CLI_WRAPPED}, {"REGION", STAITH_CLI_WRAPPED},
    };
    struct listing listing = {.cli = cli};
    uint64_t last = 0;
    int rc = staith_ledger_last(ledger, &last);
    if (rc != 0) {
        return staith_err_set(err, rc, "the ledger cannot be read");
    }
    listing.array = json ? json_array() : NULL;
    listing.notices = json ? json_array() : NULL;
    listing.table = json ? NULL : staith_cli_table_new(cli, columns, 8);
    if ((listing.array == NULL || listing.notices == NULL) && listing.table == NULL) {
        json_decref(listing.array);
        json_decref(listing.notices);
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    for (uint64_t number = 1; number <= last && rc == 0; number++) {
        struct staith_ledger_entry entry = {0};
        rc = staith_ledger_read(ledger, number, &entry, err);
        rc = rc != 0 ? rc : list_record(&listing, &entry, err);
    }
    if (rc == 0 && json) {
        return staith_cli_json(cli,
                               json_pack("{s:o, s:o, s:o}", "epoch",
                                         staith_control_epoch(staith_ledger_epoch(ledger)),
                                         "releases", listing.array, "notices", listing.notices),
                               err);
    }
    if (rc == 0) {
        rc = staith_cli_table_print(listing.table, err);
        print_sum(&listing);
    }
    json_decref(listing.array);
    json_decref(listing.notices);
    staith_cli_table_free(listing.table);
    return rc;
}

/* ---- proof ---- */

int staith_cli_signing_public(const struct staith_config_council *config,
                              uint8_t ret_key[STAITH_PUBLIC_KEY_BYTES], struct staith_err *err)
{
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    int rc =
        staith_config_read_key_hex(config->signing_key_file, true, secret, sizeof(secret), err);
    if (rc == 0) {
        /* an Ed25519 secret key ends with its public key (libsodium) */
        memcpy(ret_key, secret + STAITH_SECRET_KEY_BYTES - STAITH_PUBLIC_KEY_BYTES,
               STAITH_PUBLIC_KEY_BYTES);
    }
    sodium_memzero(secret, sizeof(secret));
    return rc;
}

static int verify(const struct staith_cli *cli, const struct staith_config_council *config,
                  struct staith_ledger *ledger, bool json, struct staith_err *err)
{
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    char text[2 * STAITH_PUBLIC_KEY_BYTES + 1];
    uint64_t last = 0;
    int rc = staith_cli_signing_public(config, public_key, err);
    if (rc != 0) {
        return rc;
    }
    (void)staith_hex_encode(public_key, sizeof(public_key), text, sizeof(text));
    rc = staith_ledger_verify(ledger, public_key, err);
    if (rc == 0) {
        rc = staith_ledger_last(ledger, &last);
    }
    if (rc != 0) {
        return rc;
    }
    if (json) {
        return staith_cli_json(cli,
                               json_pack("{s:b, s:I, s:s}", "verified", 1, "records",
                                         (json_int_t)last, "signing_public_key", text),
                               err);
    }
    staith_cli_print(cli, STAITH_CLI_GOOD, "The ledger verifies");
    (void)fprintf(cli->out, ": %llu records, numbered without a gap, chained, and signed by\n%s.\n",
                  (unsigned long long)last, text);
    return 0;
}

int staith_cli_ledger(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    struct staith_config_council *config = NULL;
    struct staith_ledger *ledger = NULL;
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_council(input.config, &config, err);
    if (rc != 0) {
        return rc;
    }
    rc = staith_ledger_open_reader(config->state_folder, &ledger, err);
    if (rc == STAITH_ERR_NOTFOUND) {
        (void)staith_err_set(err, rc, "there is no ledger yet");
        staith_err_at(err, config->state_folder, 0, 0);
        staith_err_remedy(err, "start staithd: it makes one");
    } else if (rc == 0 && input.verify) {
        rc = verify(cli, config, ledger, input.json, err);
    } else if (rc == 0 && input.export != NULL) {
        rc = staith_cli_ledger_export(cli, config, ledger, input.export, input.from, input.to,
                                      input.json, err);
    } else if (rc == 0 && input.number != 0) {
        rc = staith_cli_ledger_show(cli, ledger, input.number, input.json, err);
    } else if (rc == 0) {
        rc = list(cli, ledger, input.json, err);
    }
    staith_ledger_close(ledger);
    staith_config_council_free(config);
    return rc;
}
