/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/internal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A file is taken when it stood still this long. Too short, and half a CSV file would be counted; a
 * person who waits for the figures does not notice a second. */
enum { SETTLE_MS = 1000 };

/* A clean stop is promised within a second; freeing the loop takes the rest. */
enum { STOP_DECIDING_MS = 300, STOP_LIMIT_MS = 700, PROGRAM_PATH_BYTES = 4096 };

int64_t staith_gate_service_now(const struct staith_gate_service *service)
{
    return service->outside->unix_ms(service->outside->ctx);
}

/* ---- the end ---- */

static void stop_when_ended(struct staith_gate_service *service)
{
    if (service->stopping && service->job.dataset == NULL &&
        staith_gate_publisher_ended(service->publisher)) {
        staith_loop_stop(service->loop);
    }
}

static void stop_late(void *ctx)
{
    struct staith_gate_service *service = ctx;
    staith_log_write(service->log, STAITH_LOG_WARNING, "children killed", NULL);
    staith_loop_stop(service->loop);
}

/* A decision that has not looked at its clock by now is not waited for: nothing of it has left. */
static void stop_deciding(void *ctx)
{
    struct staith_gate_service *service = ctx;
    if (service->job.deciding != NULL && staith_gate_publisher_ended(service->publisher)) {
        staith_log_write(service->log, STAITH_LOG_INFO, "decision dropped", NULL);
        staith_loop_stop(service->loop);
        return;
    }
    staith_timer_stop(service->stop_timer);
    if (staith_timer_start(service->loop, STOP_LIMIT_MS - STOP_DECIDING_MS, 0, stop_late, service,
                           &service->stop_timer) != 0) {
        staith_loop_stop(service->loop);
    }
}

void staith_gate_service_stop(struct staith_gate_service *service)
{
    if (service->stopping) {
        return;
    }
    service->stopping = true;
    staith_log_write(service->log, STAITH_LOG_INFO, "stop asked for", NULL);
    if (staith_timer_start(service->loop, STOP_DECIDING_MS, 0, stop_deciding, service,
                           &service->stop_timer) != 0) {
        staith_loop_stop(service->loop);
        return;
    }
    staith_control_stop(service->control);
    service->control = NULL;
    staith_gate_publisher_finish(service->publisher);
    staith_gate_again_cancel(service->again);
    service->again = NULL;
    staith_gate_intake_cancel(service);
    staith_gate_datasets_stop(service);
    stop_when_ended(service);
}

void staith_gate_service_job_over(struct staith_gate_service *service)
{
    if (service->stopping) {
        stop_when_ended(service);
        return;
    }
    if (service->reload_wanted) {
        (void)staith_gate_reload_now(service, NULL);
    }
    /* By the timer, not by a call: a thousand known files must not become a thousand frames. */
    staith_timer_again(service->work_timer, 0, 0);
}

/* ---- the beginning ---- */

static void on_publisher(void *ctx)
{
    struct staith_gate_service *service = ctx;
    uint64_t handout = staith_gate_publisher_state(service->publisher).handout;
    if (handout != service->handout && !service->stopping) {
        service->handout = handout;
        staith_gate_datasets_handed_out(service);
    }
    stop_when_ended(service);
}

static int open_ledger(struct staith_gate_service *service, struct staith_err *err)
{
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    int rc = staith_config_read_key_hex(service->config->signing_key_file, true, secret,
                                        sizeof(secret), err);
    if (rc == 0) {
        rc = staith_ledger_open(service->config->state_folder, service->config->authority_code,
                                secret, service->outside, &service->ledger, err);
    }
    if (rc == 0) {
        rc =
            staith_ledger_set_limit(service->ledger, service->config->limits.max_ledger_bytes, err);
    }
    sodium_memzero(secret, sizeof(secret));
    return rc;
}

static int start_all(struct staith_gate_service *service, struct staith_err *err)
{
    char program[PROGRAM_PATH_BYTES];
    int rc = staith_gate_program("staithd-host", program, sizeof(program), err);
    if (rc == 0) {
        rc = staith_gate_sandbox_ask(&service->sandbox, service->loop, program, err);
    }
    if (rc == 0) {
        rc = staith_gate_program("staithd-publish", program, sizeof(program), err);
    }
    if (rc == 0) {
        rc = open_ledger(service, err);
    }
    if (rc == 0) {
        rc = staith_followed_open(service->config->state_folder, service->outside,
                                  &service->followed, err);
    }
    if (rc == 0) {
        rc = staith_gate_signoff_start(service, err);
    }
    if (rc == 0) {
        service->teller =
            staith_gate_teller_new(service->loop, service->log, staith_gate_datasets_told, service);
        rc = service->teller == NULL
                 ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the service")
                 : 0;
    }
    if (rc == 0) {
        rc = staith_control_start(service->loop, service->config->control_socket,
                                  staith_gate_status_handle, service, &service->control, err);
    }
    if (rc == 0) {
        rc = staith_timer_start(service->loop, 0, 0, staith_gate_intake_next, service,
                                &service->work_timer);
    }
    if (rc == 0) {
        rc = staith_gate_datasets_start(service, err);
    }
    if (rc == 0) {
        rc = staith_gate_publisher_start(service->loop, program, service->config_path, on_publisher,
                                         service, &service->publisher, err);
    }
    return rc;
}

int staith_gate_service_start(const struct staith_gate_service_options *options,
                              struct staith_config_council *config,
                              struct staith_gate_service **ret_service, struct staith_err *err)
{
    struct staith_gate_service *service = calloc(1, sizeof(*service));
    if (service == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the service");
    }
    service->loop = options->loop;
    service->log = options->log;
    service->outside = options->outside;
    service->version = options->version;
    service->settle_ms = options->settle_ms != 0 ? options->settle_ms : SETTLE_MS;
    service->config = config;
    service->job.fd = -1;
    service->started_unix_ms = staith_gate_service_now(service);
    service->config_path = strdup(options->config_path);
    int rc = service->config_path == NULL
                 ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the service")
                 : start_all(service, err);
    if (rc != 0) {
        service->config = NULL; /* stays the caller's */
        staith_control_stop(service->control);
        service->control = NULL;
        staith_gate_datasets_stop(service);
        staith_timer_stop(service->work_timer);
        staith_timer_stop(service->leave_timer);
        staith_gate_service_free(service);
        return rc;
    }
    staith_log_write(service->log, STAITH_LOG_NOTICE, "started", "authority=%s\tdatasets=%u",
                     config->authority_code, service->dataset_count);
    *ret_service = service;
    return 0;
}

bool staith_gate_service_is_busy(const struct staith_gate_service *service)
{
    return service != NULL && staith_work_is_busy(service->work);
}

void staith_gate_service_free(struct staith_gate_service *service)
{
    if (service == NULL) {
        return;
    }
    bool busy = staith_gate_service_is_busy(service);
    staith_gate_again_cancel(service->again);
    staith_work_free(service->work);
    staith_gate_publisher_free(service->publisher);
    staith_gate_teller_free(service->teller);
    staith_held_close(service->held);
    staith_truth_close(service->truth);
    staith_ledger_close(service->ledger);
    if (!busy) {
        staith_followed_close(service->followed);
        staith_config_council_free(service->config);
    } /* else a thread works with them still, and their memory has to stay */
    free(service->config_path);
    free(service);
}
