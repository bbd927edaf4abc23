/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith verify: the audit again, from what was published. A bundle is all that an auditor needs; a
 * region has the messages themselves in its store.
 */
#include "disclosure/verify.h"
#include "aggregator/store/store.h"
#include "base/hex.h"
#include "cli/bundle.h"
#include "cli/facts_file.h"
#include "config/schema.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { CATALOGUE_BYTES = 16 << 20, MOST_RELEASES = 100000, CERTIFICATE_DIGITS = 16 };

struct input {
    const char *path;
    const char *key;
    const char *config;
    const char *council;
    const char *facts;
    const char *published;
    bool json;
};

static error_t take_path(struct input *input, const char *arg, struct argp_state *state)
{
    if (input->path != NULL) {
        argp_error(state, "unexpected argument \"%s\"", arg);
        return EINVAL;
    }
    input->path = arg;
    return 0;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'k':
        input->key = arg;
        return 0;
    case 'c':
        input->config = arg;
        return 0;
    case 'a':
        input->council = arg;
        return 0;
    case 'f':
        input->facts = arg;
        return 0;
    case 'p':
        input->published = arg;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_ARG:
        return take_path(input, arg, state);
    case ARGP_KEY_END:
        if ((input->path == NULL) == (input->config == NULL)) {
            argp_error(state, "name a BUNDLE, or a region with --config FILE");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"key", 'k', "FILE", 0, "the council's signing.pub, had by another way than the bundle", 0},
    {"config", 'c', "FILE", 0, "configuration of the region: audit what its store holds", 0},
    {"council", 'a', "CODE", 0, "of the region's store, one council alone", 0},
    {"facts", 'f', "FILE", 0,
     "figures that are public elsewhere, as `staith facts import` has them", 0},
    {"published", 'p', "DATE", 0, "their day, where the file does not say it", 0},
    {"json", 'j', NULL, 0, "print as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "[BUNDLE]",
    .doc = "Repeat the audit of every release from the published messages alone: what could be "
           "worked out from them, by whom, and whether the certificate that travels with each "
           "holds.\vA bundle is checked as by `staith verify-bundle` first. LEAST is the least "
           "number of values that a protected cell can have for whoever knows everything "
           "published; the certificate must not say more. A release of exact headlines alone has "
           "nothing to audit. With --facts everybody is taken to have read them, too, and a "
           "release holds "
           "where nothing protected has fewer possible values than promised. Exit status 76: "
           "something does not hold.",
};

/* ---- one release ---- */

struct report {
    const struct staith_cli *cli;
    struct staith_cli_table *table; /* or NULL */
    const struct input *input;
    json_t *array; /* or NULL */
    uint32_t releases;
    uint32_t audited;
    uint32_t failed;
};

static int add_json(struct report *report, uint64_t number, const struct staith_release *release,
                    const char *period, const struct staith_verification *found)
{
    char name[CERTIFICATE_DIGITS + 1] = "";
    const struct staith_release_certificate *certificate = staith_release_certificate(release);
    if (certificate != NULL) {
        (void)staith_hex_encode(certificate->hash, CERTIFICATE_DIGITS / 2, name, sizeof(name));
    }
    json_t *item = json_pack(
        "{s:s, s:I, s:s, s:s, s:b, s:I, s:I, s:I, s:I, s:I, s:s, s:s}", "authority",
        staith_release_authority(release), "number", (json_int_t)number, "dataset",
        staith_release_dataset(release), "period", period, "holds", found->holds, "cells",
        (json_int_t)found->found.cells, "protected", (json_int_t)found->found.audited, "exact",
        (json_int_t)found->found.exact, "least", (json_int_t)found->found.least, "took_ms",
        (json_int_t)found->found.took_ms, "why", found->why, "certificate", name);
    return json_array_append_new(report->array, item) == 0 ? 0 : STAITH_ERR_NOMEM;
}

static void add_row(struct report *report, uint64_t number, const struct staith_release *release,
                    const char *period, const struct staith_verification *found)
{
    char texts[3][32];
    (void)snprintf(texts[0], sizeof(texts[0]), "%llu", (unsigned long long)number);
    (void)snprintf(texts[1], sizeof(texts[1]), "%lld", (long long)found->found.least);
    const bool any = found->found.cells > 0;
    const struct staith_cli_cell cells[] = {
        {staith_release_authority(release), STAITH_CLI_PLAIN},
        {texts[0], STAITH_CLI_STRONG},
        {staith_release_dataset(release), STAITH_CLI_PLAIN},
        {period, STAITH_CLI_PLAIN},
        {any ? staith_cli_count(found->found.audited, texts[2]) : "-", STAITH_CLI_PLAIN},
        {any ? texts[1] : "-", STAITH_CLI_PLAIN},
        {!found->holds ? found->why
         : any         ? "holds"
                       : "headlines alone",
         !found->holds ? STAITH_CLI_BAD
         : any         ? STAITH_CLI_GOOD
                       : STAITH_CLI_DIM},
    };
    staith_cli_table_row(report->table, cells);
}

/* A file of DfE's has every council; of a table each row is of the one whose releases these are. */
static int verify(const struct report *report, const struct staith_release *release,
                  const struct staith_catalogue *catalogue, struct staith_arena *arena,
                  struct staith_verification *found, struct staith_err *err)
{
    const struct staith_cli_facts_given given = {staith_release_authority(release), "--facts",
                                                 report->input->published};
    struct staith_cli_facts_file facts = {0};
    int rc = report->input->facts == NULL
                 ? 0
                 : staith_cli_facts_read(report->input->facts, &given, arena, &facts, err);
    return rc != 0 ? rc
                   : staith_release_verify_beside(release, catalogue, facts.list, facts.count, NULL,
                                                  0, found, err);
}

static int audit(struct report *report, uint64_t number, const uint8_t *payload, size_t len,
                 const uint8_t *catalogue, size_t catalogue_len, struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    struct staith_release *release = NULL;
    struct staith_catalogue *its = NULL;
    struct staith_verification found;
    struct staith_arena arena;
    staith_arena_init(&arena, CATALOGUE_BYTES);
    int rc = staith_codec_unpack_catalogue(catalogue, catalogue_len, &arena, &its, err);
    if (rc == 0) {
        rc = staith_codec_unpack_release(payload, len, &release, err);
    }
    if (rc == 0) {
        rc = verify(report, release, its, &arena, &found, err);
    }
    if (rc == 0) {
        staith_period_format(staith_release_period(release), period);
        report->releases++;
        report->audited += found.found.cells > 0 ? 1 : 0;
        report->failed += found.holds ? 0 : 1;
        if (report->table != NULL) {
            add_row(report, number, release, period, &found);
        } else {
            rc = add_json(report, number, release, period, &found);
        }
    }
    staith_release_free(release);
    staith_arena_deinit(&arena);
    return rc;
}

/* ---- from a bundle ---- */

static int audit_bundle(struct report *report, const struct input *input, struct staith_err *err)
{
    struct staith_cli_bundle of;
    int rc = staith_cli_bundle_open(input->path, input->key, &of, err);
    for (uint32_t i = 0; rc == 0 && i < of.bundle.entry_count; i++) {
        const struct staith_record *record = &of.bundle.entries[i].record;
        struct staith_release *release = NULL;
        if (record->kind != STAITH_RECORD_RELEASE) {
            continue;
        }
        rc = staith_codec_unpack_release(record->payload, record->payload_len, &release, err);
        if (rc != 0) {
            break;
        }
        /* A bundle that holds has every catalogue that its releases name. */
        const struct staith_record *catalogue = staith_bundle_catalogue(
            &of.bundle, record->number, staith_release_catalogue_hash(release));
        staith_release_free(release);
        if (catalogue != NULL) {
            rc = audit(report, record->number, record->payload, record->payload_len,
                       catalogue->payload, catalogue->payload_len, err);
        }
    }
    staith_cli_bundle_close(&of);
    return rc;
}

/* ---- from a region's store ---- */

struct listed {
    const char *council; /* NULL: all */
    uint32_t count;
    struct staith_store_listed *items;
};

static int keep(void *ctx, const struct staith_store_listed *item)
{
    struct listed *listed = ctx;
    bool wanted = listed->council == NULL || strcmp(listed->council, item->authority) == 0;
    if (!wanted || item->earlier_epoch) {
        return 0;
    }
    if (listed->count == MOST_RELEASES) {
        return STAITH_ERR_LIMIT;
    }
    struct staith_store_listed *more =
        realloc(listed->items, ((size_t)listed->count + 1) * sizeof(*more));
    if (more == NULL) {
        return STAITH_ERR_NOMEM;
    }
    listed->items = more;
    listed->items[listed->count++] = *item;
    return 0;
}

static int audit_stored(struct report *report, struct staith_store *store,
                        const struct staith_store_listed *item, struct staith_err *err)
{
    uint64_t epoch = 0;
    uint8_t *bytes = NULL;
    uint8_t *catalogue = NULL;
    size_t len = 0;
    size_t catalogue_len = 0;
    struct staith_release *release = NULL;
    int rc = staith_store_epoch(store, item->authority, &epoch);
    if (rc == 0) {
        rc = staith_store_record_bytes(store, item->authority, epoch, item->number, &bytes, &len);
    }
    if (rc == 0) {
        rc = staith_codec_unpack_release(bytes, len, &release, err);
    }
    if (rc == 0) {
        rc = staith_store_catalogue(store, staith_release_catalogue_hash(release), &catalogue,
                                    &catalogue_len);
    }
    if (rc == 0) {
        rc = audit(report, item->number, bytes, len, catalogue, catalogue_len, err);
    } else if (err->code == 0) {
        (void)staith_err_set(err, rc, "release %llu of council %s cannot be read from the store",
                             (unsigned long long)item->number, item->authority);
    }
    staith_release_free(release);
    free(catalogue);
    free(bytes);
    return rc;
}

static int audit_store(struct report *report, const struct input *input, struct staith_err *err)
{
    struct staith_config_region *config = NULL;
    struct staith_store *store = NULL;
    struct listed listed = {.council = input->council};
    int rc = staith_config_region_read(input->config, &config, err);
    if (rc != 0) {
        return rc;
    }
    rc = staith_store_open(config->store, true, staith_outside_machine(), &store, err);
    if (rc == 0) {
        rc = staith_store_list_releases(store, keep, &listed, err);
    }
    if ((rc == STAITH_ERR_NOMEM || rc == STAITH_ERR_LIMIT) && err->code == 0) {
        (void)staith_err_set(err, rc, "the store holds more releases than can be listed");
    }
    for (uint32_t i = 0; rc == 0 && i < listed.count; i++) {
        rc = audit_stored(report, store, &listed.items[i], err);
    }
    free(listed.items);
    staith_store_close(store);
    staith_config_region_free(config);
    return rc;
}

/* ---- the whole ---- */

static int print(struct report *report, struct staith_err *err)
{
    int rc = staith_cli_table_print(report->table, err);
    if (rc == 0) {
        staith_cli_print(report->cli, report->failed > 0 ? STAITH_CLI_BAD : STAITH_CLI_GOOD, "%s%s",
                         report->releases > 0 ? "\n" : "",
                         report->failed > 0 ? "Not everything holds" : "Everything holds");
        (void)fprintf(report->cli->out, ": %u %s, %u with protected cells, %u that %s not hold.\n",
                      report->releases, report->releases == 1 ? "release" : "releases",
                      report->audited, report->failed, report->failed == 1 ? "does" : "do");
    }
    return rc;
}

int staith_cli_verify(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    static const struct staith_cli_column columns[] = {
        {"COUNCIL", STAITH_CLI_LEFT},    {"NUMBER", STAITH_CLI_RIGHT},
        {"DATASET", STAITH_CLI_LEFT},    {"PERIOD", STAITH_CLI_LEFT},
        {"PROTECTED", STAITH_CLI_RIGHT}, {"LEAST", STAITH_CLI_RIGHT},
        {"RESULT", STAITH_CLI_WRAPPED},
    };
    struct input input = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    if (sodium_init() < 0) {
        return staith_err_set(err, STAITH_ERR_IO, "libsodium cannot be used");
    }
    struct report report = {.cli = cli, .input = &input};
    report.array = input.json ? json_array() : NULL;
    report.table = input.json ? NULL : staith_cli_table_new(cli, columns, 7);
    if (report.array == NULL && report.table == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    rc =
        input.path != NULL ? audit_bundle(&report, &input, err) : audit_store(&report, &input, err);
    if (rc == 0 && input.json) {
        rc = staith_cli_json(
            cli, json_pack("{s:b, s:O}", "holds", report.failed == 0, "releases", report.array),
            err);
    } else if (rc == 0) {
        rc = print(&report, err);
    }
    json_decref(report.array);
    staith_cli_table_free(report.table);
    if (rc == 0 && report.failed > 0) {
        rc = staith_err_set(err, STAITH_ERR_VERIFY, "what was published does not hold");
        staith_err_remedy(err, "tell the council; its ledger and `staith explain` say more");
    }
    return rc;
}
