/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every check is made even when one before it failed, so that an operator mends all in one go. Only
 * a file that cannot be parsed ends it at once.
 */
#include "authority/gate/check.h"

#include "authority/gate/run.h"
#include "authority/gate/source.h"
#include "control/checks.h"
#include "ledger/ledger.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 160, PATH_BYTES = 4096 };

/* ---- keys, folders, programs ---- */

static void check_keys(struct staith_control_checks *checks,
                       const struct staith_config_council *config)
{
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    char transport[41];
    struct staith_err err = {0};
    int rc =
        staith_config_read_key_hex(config->signing_key_file, true, secret, sizeof(secret), &err);
    staith_control_checks_add(checks, "signing key", rc, &err);
    rc = staith_config_read_key_z85(config->transport_key_file, true, transport, &err);
    staith_control_checks_add(checks, "transport key", rc, &err);
    sodium_memzero(secret, sizeof(secret));
    sodium_memzero(transport, sizeof(transport));
}

/* Reading a whole ledger takes a moment and finds what would otherwise be found when it counts. */
static void check_ledger(struct staith_control_checks *checks,
                         const struct staith_config_council *config)
{
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    int rc = staith_ledger_open_reader(config->state_folder, &ledger, &err);
    if (rc == STAITH_ERR_NOTFOUND) {
        return; /* made at the first start */
    }
    if (rc == 0 && staith_config_read_key_hex(config->signing_key_file, true, secret,
                                              sizeof(secret), &err) == 0) {
        rc = staith_ledger_verify(ledger, secret + STAITH_PUBLIC_KEY_BYTES, &err);
    }
    sodium_memzero(secret, sizeof(secret));
    staith_ledger_close(ledger);
    staith_control_checks_add(checks, "ledger", rc, &err);
}

static void check_programs(struct staith_control_checks *checks)
{
    static const char *const names[] = {"staithd-host", "staithd-publish"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char path[PATH_BYTES];
        char name[NAME_BYTES];
        struct staith_err err = {0};
        int rc = staith_gate_program(names[i], path, sizeof(path), &err);
        (void)snprintf(name, sizeof(name), "program %s", names[i]);
        staith_control_checks_add(checks, name, rc, &err);
    }
}

/* ---- datasets ---- */

static int check_source(const struct staith_config_council *config,
                        const struct staith_config_dataset *dataset, struct staith_err *err)
{
    struct stat facts;
    if (stat(dataset->source, &facts) == 0 && S_ISDIR(facts.st_mode)) {
        if (access(dataset->source, R_OK | X_OK) == 0) {
            return 0;
        }
        (void)staith_err_set(err, STAITH_ERR_DENIED, "the source folder cannot be read");
        staith_err_at(err, dataset->source, 0, 0);
        staith_err_remedy(err, "let the daemon's user read it");
        return STAITH_ERR_DENIED;
    }
    int fd = -1;
    uint64_t bytes = 0;
    int rc = staith_gate_source_open(dataset->source, true, config->limits.max_source_bytes, &fd,
                                     &bytes, err);
    if (rc == 0) {
        (void)close(fd);
    }
    return rc;
}

static int check_measures(const struct staith_config_dataset *dataset,
                          const struct staith_catalogue *catalogue, struct staith_err *err)
{
    for (uint32_t i = 0; i < dataset->mark_count; i++) {
        if (staith_catalogue_measure(catalogue, dataset->marks[i].measure) < 0) {
            (void)staith_err_set(err, STAITH_ERR_CONFIG, "a mark names the unknown measure \"%s\"",
                                 dataset->marks[i].measure);
            staith_err_at(err, dataset->marks[i].where, 0, 0);
            return STAITH_ERR_CONFIG;
        }
    }
    size_t len = strlen(dataset->name);
    for (uint32_t i = 0; i < dataset->held_count; i++) {
        const char *held = dataset->held[i];
        if (strncmp(held, dataset->name, len) == 0 && held[len] == '.' &&
            staith_catalogue_measure(catalogue, held + len + 1) < 0) {
            (void)staith_err_set(err, STAITH_ERR_CONFIG, "the unknown measure \"%s\" is held back",
                                 held);
            staith_err_at(err, dataset->where, 0, 0);
            return STAITH_ERR_CONFIG;
        }
    }
    return 0;
}

static void check_dataset(struct staith_control_checks *checks,
                          const struct staith_config_council *config,
                          const struct staith_config_dataset *dataset)
{
    char name[NAME_BYTES];
    struct staith_err err = {0};
    int rc = check_source(config, dataset, &err);
    (void)snprintf(name, sizeof(name), "dataset %s: source", dataset->name);
    staith_control_checks_add(checks, name, rc, &err);

    const struct staith_gate_order order = {
        .config = config, .dataset = dataset, .source_fd = -1, .check_only = true};
    struct staith_gate_outcome outcome = {0};
    rc = staith_gate_run_wait(&order, &outcome, &err);
    if (rc == 0 && outcome.end != STAITH_GATE_END_WELL) {
        err = outcome.err;
        rc = err.code;
    }
    (void)snprintf(name, sizeof(name), "dataset %s: plugin %s and its options", dataset->name,
                   dataset->plugin);
    staith_control_checks_add(checks, name, rc, &err);
    if (rc == 0 && (dataset->mark_count > 0 || dataset->held_count > 0)) {
        rc = check_measures(dataset, outcome.catalogue, &err);
        (void)snprintf(name, sizeof(name), "dataset %s: marks and held measures", dataset->name);
        staith_control_checks_add(checks, name, rc, &err);
    }
    staith_gate_outcome_deinit(&outcome);
}

int staith_gate_check_config(const char *path, json_t **ret_checks)
{
    struct staith_control_checks checks;
    staith_control_checks_init(&checks);
    if (checks.list == NULL) {
        return STAITH_ERR_NOMEM;
    }
    struct staith_config_council *config = NULL;
    struct staith_err err = {0};
    int rc = staith_config_council_read(path, &config, &err);
    staith_control_checks_add(&checks, "configuration", rc, &err);
    if (rc == 0) {
        check_keys(&checks, config);
        staith_control_checks_folders(&checks, config->state_folder, config->control_socket);
        check_ledger(&checks, config);
        check_programs(&checks);
        for (uint32_t i = 0; i < config->dataset_count; i++) {
            check_dataset(&checks, config, &config->datasets[i]);
        }
    }
    staith_config_council_free(config);
    *ret_checks = checks.list;
    return checks.first_code;
}
