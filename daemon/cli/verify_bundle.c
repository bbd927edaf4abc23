/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith verify-bundle: needs nothing but the file.
 */
#include "cli/bundle.h"
#include "cli/ledger.h"

#include "base/hex.h"
#include "codec/bundle.h"
#include "codec/message.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { CATALOGUE_BYTES = 16 << 20 };

struct input {
    const char *path;
    const char *key;
    uint64_t number; /* 0: not given */
    bool json;
};

/* A bundle that was read, and whom it is held against. */
struct reading {
    const struct staith_cli *cli;
    const struct input *input;
    struct staith_cli_bundle of;
};

static error_t take_number(struct input *input, const char *arg, struct argp_state *state)
{
    char *end = NULL;
    errno = 0;
    unsigned long long number = strtoull(arg, &end, 10);
    if (errno != 0 || end == arg || *end != '\0' || number == 0 || arg[0] == '-') {
        argp_error(state, "\"%s\" is no number of a record", arg);
        return EINVAL;
    }
    input->number = number;
    return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'k':
        input->key = arg;
        return 0;
    case 'n':
        return take_number(input, arg, state);
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_ARG:
        if (input->path != NULL) {
            argp_error(state, "unexpected argument \"%s\"", arg);
            return EINVAL;
        }
        input->path = arg;
        return 0;
    case ARGP_KEY_END:
        if (input->path == NULL) {
            argp_error(state, "BUNDLE is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"key", 'k', "FILE", 0, "the council's signing.pub, had by another way than the bundle", 0},
    {"number", 'n', "NUMBER", 0, "show the figures of one release", 0},
    {"json", 'j', NULL, 0, "print as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "BUNDLE",
    .doc = "Check what `staith ledger --export` wrote, with nothing else at hand, and show every "
           "release that left the council.\vChecked are the hash of the file, numbers without a "
           "gap, the chain of hashes, every signature, every release against its catalogue, and "
           "that each exact figure is one that may leave. Signed are the records, so figures, "
           "dataset and period. Times, sources, approvals and receipts are the council's own "
           "account, under the file's hash alone. Without --key the signatures are checked "
           "against the key in the bundle, which anybody could have made: compare it with the "
           "region's registration. Exit status 76: something does not hold; the first such thing "
           "is named.",
};

/* ---- showing ---- */

static void print_verdict(const struct reading *reading,
                          const struct staith_cli_bundle_counts *counts)
{
    char hash[2 * STAITH_HASH_BYTES + 1];
    char key[2 * STAITH_PUBLIC_KEY_BYTES + 1];
    char exported[32];
    const struct staith_bundle *bundle = &reading->of.bundle;
    FILE *out = reading->cli->out;
    (void)staith_hex_encode(reading->of.hash, sizeof(reading->of.hash), hash, sizeof(hash));
    (void)staith_hex_encode(reading->of.key, sizeof(reading->of.key), key, sizeof(key));
    staith_cli_print(reading->cli, STAITH_CLI_GOOD, "%sThe bundle holds",
                     counts->releases + counts->notices > 0 ? "\n" : "");
    (void)fprintf(
        out,
        ": %s of council %s.\nRecords %llu to %llu of %llu, exported on %s, %u of them "
        "releases;\nnumbered without a gap, chained and signed; every exact figure is one\n"
        "that may leave.\n",
        bundle->name, bundle->authority, (unsigned long long)bundle->first,
        (unsigned long long)bundle->last, (unsigned long long)bundle->ledger_last,
        staith_cli_time(bundle->exported_unix_ms, exported), (unsigned)counts->releases);
    if (bundle->first > 1 || bundle->last < bundle->ledger_last) {
        (void)fputs("It is a part of the ledger: nothing is shown of the other records.\n", out);
    }
    (void)fprintf(out, "\n  hash         %s\n  signing key  %s\n\n", hash, key);
    (void)fputs(reading->input->key != NULL
                    ? "The signatures are those of the key given.\n"
                    : "The key is the bundle's own: compare it with the one that the region has\n"
                      "registered for this council, or name that with --key.\n",
                out);
}

static int list(const struct reading *reading, struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"NUMBER", STAITH_CLI_RIGHT},     {"WHEN", STAITH_CLI_LEFT},
        {"DATASET", STAITH_CLI_LEFT},     {"PERIOD", STAITH_CLI_LEFT},
        {"FIGURES", STAITH_CLI_RIGHT},    {"STAYED", STAITH_CLI_RIGHT},
        {"APPROVED", STAITH_CLI_WRAPPED}, {"RECEIVED", STAITH_CLI_WRAPPED},
    };
    struct staith_cli_bundle_counts counts = {0};
    struct staith_cli_table *table = staith_cli_table_new(reading->cli, columns, 8);
    if (table == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    int rc = staith_cli_bundle_list(&reading->of.bundle, table, &counts, err);
    rc = rc != 0 ? rc : staith_cli_table_print(table, err);
    if (rc == 0) {
        print_verdict(reading, &counts);
    }
    staith_cli_table_free(table);
    return rc;
}

static int list_json(const struct reading *reading, struct staith_err *err)
{
    char hash[2 * STAITH_HASH_BYTES + 1];
    char key[2 * STAITH_PUBLIC_KEY_BYTES + 1];
    char epoch[32];
    const struct staith_bundle *bundle = &reading->of.bundle;
    struct staith_cli_bundle_counts counts = {.releases_json = json_array(),
                                              .notices_json = json_array()};
    (void)staith_hex_encode(reading->of.hash, sizeof(reading->of.hash), hash, sizeof(hash));
    (void)staith_hex_encode(reading->of.key, sizeof(reading->of.key), key, sizeof(key));
    (void)snprintf(epoch, sizeof(epoch), "%llu", (unsigned long long)bundle->epoch);
    if (counts.releases_json == NULL || counts.notices_json == NULL) {
        (void)staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    int rc = err->code != 0 ? err->code : staith_cli_bundle_list(bundle, NULL, &counts, err);
    if (rc != 0) {
        json_decref(counts.releases_json);
        json_decref(counts.notices_json);
        return rc;
    }
    return staith_cli_json(
        reading->cli,
        json_pack("{s:b, s:s, s:s, s:s, s:I, s:I, s:I, s:I, s:s, s:s, s:b, s:o, s:o}", "holds", 1,
                  "authority", bundle->authority, "name", bundle->name, "epoch", epoch, "first",
                  (json_int_t)bundle->first, "last", (json_int_t)bundle->last, "ledger_last",
                  (json_int_t)bundle->ledger_last, "exported_unix_ms",
                  (json_int_t)bundle->exported_unix_ms, "hash", hash, "signing_public_key", key,
                  "key_given", reading->input->key != NULL, "releases", counts.releases_json,
                  "notices", counts.notices_json),
        err);
}

static int show(struct reading *reading, struct staith_err *err)
{
    const struct staith_bundle *bundle = &reading->of.bundle;
    uint64_t number = reading->input->number;
    const struct staith_bundle_entry *from = NULL;
    if (number >= bundle->first && number <= bundle->last) {
        from = &bundle->entries[number - bundle->first];
    }
    if (from != NULL && from->record.kind == STAITH_RECORD_NOTICE) {
        const struct staith_ledger_entry entry = staith_cli_bundle_entry(from);
        return reading->input->json
                   ? staith_cli_json(reading->cli, staith_cli_notice_json(&entry), err)
                   : staith_cli_notice_show(reading->cli, &entry, err);
    }
    if (from == NULL || from->record.kind != STAITH_RECORD_RELEASE) {
        int rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "the bundle has no release %llu",
                                (unsigned long long)number);
        staith_err_remedy(err, "without --number its releases are listed");
        return rc;
    }
    struct staith_release *release = NULL;
    struct staith_catalogue *catalogue = NULL;
    int rc =
        staith_codec_unpack_release(from->record.payload, from->record.payload_len, &release, err);
    if (rc != 0) {
        return rc;
    }
    struct staith_arena arena;
    staith_arena_init(&arena, CATALOGUE_BYTES);
    const struct staith_record *record =
        staith_bundle_catalogue(bundle, number, staith_release_catalogue_hash(release));
    if (record != NULL) {
        rc = staith_codec_unpack_catalogue(record->payload, record->payload_len, &arena, &catalogue,
                                           err);
    }
    if (rc == 0 && reading->input->json) {
        json_t *json = staith_cli_bundle_release_json(from, release);
        if (json != NULL) {
            (void)json_object_set_new(json, "cells", staith_cli_cells_json(release, catalogue));
        }
        rc = staith_cli_json(reading->cli, json, err);
    } else if (rc == 0) {
        const struct staith_ledger_entry entry = staith_cli_bundle_entry(from);
        staith_cli_release_head(reading->cli, &entry, release);
        rc = staith_cli_release_cells(reading->cli, release, catalogue, err);
        staith_cli_decision(reading->cli, from->note.decision_json);
    }
    staith_arena_deinit(&arena);
    staith_release_free(release);
    return rc;
}

/* ---- the whole ---- */

/* A file that does not hold gets a verdict as well; one that is not there gets an error alone. */
static int failed(const struct staith_cli *cli, const struct input *input, int rc,
                  const struct staith_err *err)
{
    if (rc != STAITH_ERR_VERIFY && rc != STAITH_ERR_SYNTAX) {
        return rc;
    }
    if (input->json) {
        (void)staith_cli_json(cli, json_pack("{s:b, s:s}", "holds", 0, "what", err->what), NULL);
    } else {
        staith_cli_print(cli, STAITH_CLI_BAD, "The bundle does not hold.\n");
    }
    return rc;
}

int staith_cli_verify_bundle(const struct staith_cli *cli, int argc, char **argv,
                             struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    if (sodium_init() < 0) {
        return staith_err_set(err, STAITH_ERR_IO, "libsodium cannot be used");
    }
    struct reading reading = {.cli = cli, .input = &input};
    rc = staith_cli_bundle_open(input.path, input.key, &reading.of, err);
    if (rc != 0) {
        rc = failed(cli, &input, rc, err);
    } else if (input.number != 0) {
        rc = show(&reading, err);
    } else {
        rc = input.json ? list_json(&reading, err) : list(&reading, err);
    }
    staith_cli_bundle_close(&reading.of);
    return rc;
}
