/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration read again. What is wrong with the new one is said, and the old one stands; a
 * run under way is finished first, under the old one.
 */
#include "authority/gate/internal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

static bool same_text(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static int check_fixed(const struct staith_config_council *was,
                       const struct staith_config_council *is, struct staith_err *err)
{
    if (same_text(was->authority_code, is->authority_code) &&
        same_text(was->state_folder, is->state_folder) &&
        same_text(was->control_socket, is->control_socket) &&
        same_text(was->signing_key_file, is->signing_key_file)) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_CONFIG,
                         "council, state folder, control socket or signing key has changed");
    staith_err_at(err, is->path, 0, 0);
    staith_err_remedy(err, "restart staithd for that");
    return STAITH_ERR_CONFIG;
}

/* A plugin that is not there would be found by its next run, when the one that worked is gone. Its
 * options are looked at by a host: by --check-config, and before each run. */
static int check_plugins(const struct staith_config_council *fresh, struct staith_err *err)
{
    for (uint32_t i = 0; i < fresh->dataset_count; i++) {
        const struct staith_config_dataset *dataset = &fresh->datasets[i];
        char path[PATH_BYTES];
        int rc = staith_gate_plugin(fresh, dataset->plugin, path, sizeof(path), err);
        if (rc != 0) {
            return rc;
        }
        if (access(path, R_OK) != 0) {
            (void)staith_err_set(err, STAITH_ERR_CONFIG,
                                 "plugin %.64s of dataset %.64s cannot be opened: %.200s",
                                 dataset->plugin, dataset->name, path);
            staith_err_at(err, dataset->where, 0, 0);
            staith_err_remedy(err, "check the plugin's name and the folder of plugins");
            return STAITH_ERR_CONFIG;
        }
    }
    return 0;
}

static int read_fresh(struct staith_gate_service *service, struct staith_config_council **ret_fresh,
                      struct staith_err *err)
{
    struct staith_config_council *fresh = NULL;
    int rc = staith_config_council_read(service->config_path, &fresh, err);
    if (rc == 0) {
        rc = check_fixed(service->config, fresh, err);
    }
    if (rc == 0) {
        rc = check_plugins(fresh, err);
    }
    if (rc != 0) {
        staith_config_council_free(fresh);
        return rc;
    }
    *ret_fresh = fresh;
    return 0;
}

/* Why the configuration on disk is not the one that holds; "" when it is. */
static void keep_words(struct staith_gate_service *service, const struct staith_err *err)
{
    (void)snprintf(service->config_error, sizeof(service->config_error), "%s%s%s", err->where,
                   err->where[0] != '\0' ? ": " : "", err->what);
}

/* `fresh` takes the place of what holds, or is freed. */
static int apply(struct staith_gate_service *service, struct staith_config_council *fresh,
                 struct staith_err *err)
{
    struct staith_config_council *old = service->config;
    staith_gate_datasets_stop(service);
    service->config = fresh;
    int rc = staith_gate_datasets_start(service, err);
    if (rc != 0) {
        struct staith_err again = {0};
        service->config = old;
        old = fresh;
        if (staith_gate_datasets_start(service, &again) != 0) {
            staith_log_err(service->log, STAITH_LOG_ERROR, "datasets not watched", &again);
        }
    } else {
        staith_log_write(service->log, STAITH_LOG_NOTICE, "configuration read again", "datasets=%u",
                         service->dataset_count);
        struct staith_err limit = {0};
        if (staith_ledger_set_limit(service->ledger, service->config->limits.max_ledger_bytes,
                                    &limit) != 0) {
            staith_log_err(service->log, STAITH_LOG_ERROR, "ledger not limited anew", &limit);
        }
        staith_gate_publisher_restart(service->publisher);
    }
    staith_config_council_free(old);
    return rc;
}

int staith_gate_reload_now(struct staith_gate_service *service, struct staith_err *err)
{
    struct staith_config_council *fresh = NULL;
    struct staith_err wrong = {0};
    service->reload_wanted = false;
    int rc = read_fresh(service, &fresh, &wrong);
    if (rc == 0) {
        rc = apply(service, fresh, &wrong);
    }
    if (rc != 0) {
        staith_log_err(service->log, STAITH_LOG_ERROR, "configuration not read again", &wrong);
    }
    keep_words(service, &wrong);
    if (err != NULL) {
        *err = wrong;
    }
    return rc;
}

int staith_gate_reload_ask(struct staith_gate_service *service, bool *ret_waits,
                           struct staith_err *err)
{
    struct staith_config_council *fresh = NULL;
    *ret_waits = service->job.dataset != NULL;
    if (!*ret_waits) {
        return staith_gate_reload_now(service, err);
    }
    /* What is wrong is said now; what is right holds when the run is over. */
    int rc = read_fresh(service, &fresh, err);
    staith_config_council_free(fresh);
    if (rc != 0) {
        staith_log_err(service->log, STAITH_LOG_ERROR, "configuration not read again", err);
        keep_words(service, err);
        return rc;
    }
    service->reload_wanted = true;
    return 0;
}

void staith_gate_service_reload(struct staith_gate_service *service)
{
    bool waits = false;
    struct staith_err err = {0};
    if (!service->stopping) {
        (void)staith_gate_reload_ask(service, &waits, &err); /* what is wrong was logged */
    }
}
