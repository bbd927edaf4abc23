/* SPDX-License-Identifier: Apache-2.0 */
/* staith caps import: the caps that the region agreed, for its councils. */
#include "aggregator/store/caps_file.h"
#include "aggregator/store/store.h"
#include "base/outside.h"
#include "cli/cli.h"
#include "cli/input.h"
#include "codec/codec.h"
#include "config/schema.h"

#include <errno.h>
#include <stdlib.h>

enum { ARENA_BYTES = 4 * 1024 * 1024 };

struct input {
    const char *file;
    const char *config;
    bool json;
    bool dry_run;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
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
        if (input->file == NULL || input->config == NULL) {
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
    {"dry-run", 'n', NULL, 0, "read and check, store nothing", 0},
    {"json", 'j', NULL, 0, "print what was read as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Hand the pay caps that the region agreed to all of its councils, signed by the region. "
           "FILE is a CSV with the columns role, basis, pence_per_hour, valid_from, source and, "
           "where needed, valid_to and region.\vRoles: social_worker, senior_social_worker, "
           "advanced_practitioner, team_manager, iro. Bases: umbrella, paye. Dates: 2026-10-01; an "
           "empty valid_to holds until another row is written. The file is the whole truth: what "
           "is not in it holds no more, so keep the caps that have ended. All of it is stored or, "
           "when a row is wrong, nothing; earlier imports are kept. A running staith-aggregator "
           "sees the import within a second. Exit status 65: the file is wrong; the message names "
           "line and column.",
};

static int put_in(struct staith_store *store, const struct staith_handout *caps,
                  const uint8_t *hash, struct staith_err *err)
{
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    int code = staith_codec_pack_handout(caps, &packed);
    code = code == 0 ? staith_store_begin(store, err)
                     : staith_err_set(err, code, "the caps are too many for one record");
    if (code == 0) {
        code = staith_store_put_handout(store, caps->name, packed.data, packed.len, hash, err);
        code = code != 0 ? code : staith_store_commit(store, err);
        staith_store_rollback(store);
    }
    staith_buf_deinit(&packed);
    return code;
}

static int store_caps(const struct staith_config_region *config, const struct staith_handout *caps,
                      const uint8_t *hash, struct staith_err *err)
{
    struct staith_store *store = NULL;
    int code = staith_store_open(config->store, false, staith_outside_machine(), &store, err);
    code = code != 0 ? code : put_in(store, caps, hash, err);
    staith_store_close(store);
    return code;
}

static int show(const struct staith_cli *cli, const struct input *input, uint32_t rows,
                const char *outcome, const char *words, struct staith_err *err)
{
    if (input->json) {
        return staith_cli_json(cli,
                               json_pack("{s:s, s:s, s:I}", "file", input->file, "outcome", outcome,
                                         "rows", (json_int_t)rows),
                               err);
    }
    (void)fprintf(cli->out, "Caps: %u\n%s\n", (unsigned)rows, words);
    return 0;
}

static int import(const struct staith_cli *cli, const struct input *input,
                  const struct staith_config_region *config, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_handout caps;
    uint8_t hash[STAITH_HASH_BYTES];
    char *bytes = NULL;
    size_t len = 0;
    int code = staith_cli_read(input->file, STAITH_CAPS_MAX_BYTES, &bytes, &len, err);
    if (code == 0) {
        code =
            staith_caps_file_read(input->file, bytes, len, config->region_name, arena, &caps, err);
        staith_codec_hash(bytes, len, hash);
    }
    free(bytes);
    if (code != 0) {
        return code;
    }
    if (input->dry_run) {
        return show(cli, input, caps.row_count, "checked", "Nothing was stored (--dry-run).", err);
    }
    const struct staith_outside *outside = staith_outside_machine();
    caps.made_unix_ms = outside->unix_ms(outside->ctx);
    code = store_caps(config, &caps, hash, err);
    if (code == STAITH_ERR_EXISTS) {
        return show(cli, input, caps.row_count, "known",
                    "This file is the newest import already: nothing changed.", err);
    }
    return code != 0 ? code
                     : show(cli, input, caps.row_count, "stored",
                            config->signing_key_file != NULL
                                ? "Stored. Every council is handed them."
                                : "Stored. No council is handed them before keys.signing is set.",
                            err);
}

int staith_cli_caps_import(const struct staith_cli *cli, int argc, char **argv,
                           struct staith_err *err)
{
    struct input input = {0};
    struct staith_config_region *config = NULL;
    struct staith_arena arena;
    bool done = false;
    int code = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (code != 0 || done) {
        return code;
    }
    staith_arena_init(&arena, ARENA_BYTES);
    code = staith_config_region_read(input.config, &config, err);
    code = code != 0 ? code : import(cli, &input, config, &arena, err);
    staith_config_region_free(config);
    staith_arena_deinit(&arena);
    return code;
}
