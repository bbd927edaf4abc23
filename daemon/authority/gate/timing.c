/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a dataset's files are taken: as they come, or in the minute that begins at each time of its
 * schedule; and when one that failed for no fault of its own is tried again.
 */
#include "authority/gate/internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW_MS = 60000, RETRY_FIRST_MS = 60000, RETRY_MOST_MS = 3600000, LONGEST_MS = 86400000 };

static int64_t now(const struct staith_gate_dataset *dataset)
{
    return staith_gate_service_now(dataset->service);
}

/* ---- schedules ---- */

static uint64_t jitter(const struct staith_gate_dataset *dataset)
{
    const struct staith_outside *outside = dataset->service->outside;
    uint64_t most = dataset->config->jitter_seconds * 1000;
    uint64_t number = 0;
    if (most == 0) {
        return 0;
    }
    outside->random(outside->ctx, &number, sizeof(number));
    return number % (most + 1);
}

/* The timer comes at the next time, or in a day when that is farther: clocks are set. */
static void arm(struct staith_gate_dataset *dataset)
{
    int64_t wait_ms = dataset->timing.due_unix_ms - now(dataset);
    if (dataset->timing.due_unix_ms == 0 || wait_ms > LONGEST_MS) {
        wait_ms = LONGEST_MS;
    }
    staith_timer_again(dataset->timing.timer, wait_ms > 0 ? (uint64_t)wait_ms : 0, 0);
}

static void plan(struct staith_gate_dataset *dataset, int64_t after_unix_ms)
{
    struct staith_gate_timing *timing = &dataset->timing;
    timing->due_unix_ms = staith_schedule_next(&timing->schedule, after_unix_ms);
    if (timing->due_unix_ms > 0) {
        timing->due_unix_ms += (int64_t)jitter(dataset);
    }
    arm(dataset);
}

/* For a minute files are taken. A run with grants reads what its source only names: that the same
 * bytes were released or refused before is no reason to pass it by. */
static void open_window(struct staith_gate_dataset *dataset)
{
    dataset->timing.open = true;
    dataset->timing.anew = dataset->config->allow_count > 0;
    if (dataset->timing.anew) {
        dataset->failed_count = 0;
    }
    staith_timer_again(dataset->service->work_timer, 0, 0);
    staith_timer_again(dataset->timing.timer, WINDOW_MS, 0);
}

static void on_time(void *ctx)
{
    struct staith_gate_dataset *dataset = ctx;
    struct staith_gate_timing *timing = &dataset->timing;
    if (timing->open) {
        timing->open = !timing->scheduled;
        timing->anew = false;
        if (timing->scheduled) {
            plan(dataset, now(dataset));
        }
    } else if (timing->due_unix_ms > 0 && now(dataset) >= timing->due_unix_ms) {
        staith_log_write(dataset->service->log, STAITH_LOG_INFO, "scheduled time", "dataset=%s",
                         dataset->config->name);
        open_window(dataset);
        if (timing->anew && dataset->queue_count == 0) {
            staith_watch_rescan(dataset->watch);
        }
    } else {
        arm(dataset);
    }
}

/* ---- trying again ---- */

/* It is tried now, whatever the schedule says: the file may be right and what it names was not
 * there. */
static void on_retry(void *ctx)
{
    struct staith_gate_dataset *dataset = ctx;
    struct staith_gate_timing *timing = &dataset->timing;
    timing->retry_unix_ms = 0;
    dataset->failed_count = 0;
    if (timing->retry_path != NULL) {
        staith_gate_dataset_wait(dataset, timing->retry_path);
        open_window(dataset);
    }
}

void staith_gate_timing_failed(struct staith_gate_dataset *dataset, const char *path)
{
    struct staith_gate_timing *timing = &dataset->timing;
    free(timing->retry_path);
    timing->retry_path = strdup(path);
    timing->retry_ms = timing->retry_ms == 0 ? RETRY_FIRST_MS : timing->retry_ms * 2;
    if (timing->retry_ms > RETRY_MOST_MS) {
        timing->retry_ms = RETRY_MOST_MS;
    }
    timing->retry_unix_ms = now(dataset) + (int64_t)timing->retry_ms;
    staith_timer_again(timing->retry_timer, timing->retry_ms, 0);
    staith_log_write(dataset->service->log, STAITH_LOG_NOTICE, "file is tried again",
                     "dataset=%s\tin_ms=%" PRIu64, dataset->config->name, timing->retry_ms);
}

void staith_gate_timing_settled(struct staith_gate_dataset *dataset)
{
    struct staith_gate_timing *timing = &dataset->timing;
    timing->retry_ms = 0;
    timing->retry_unix_ms = 0;
    free(timing->retry_path);
    timing->retry_path = NULL;
}

/* ---- a dataset ---- */

int staith_gate_timing_start(struct staith_gate_dataset *dataset, struct staith_err *err)
{
    struct staith_gate_timing *timing = &dataset->timing;
    struct staith_loop *loop = dataset->service->loop;
    int rc = staith_timer_start(loop, LONGEST_MS, 0, on_time, dataset, &timing->timer);
    if (rc == 0) {
        rc = staith_timer_start(loop, LONGEST_MS, 0, on_retry, dataset, &timing->retry_timer);
    }
    if (rc != 0) {
        return staith_err_set(err, rc, "no memory for the times of a dataset");
    }
    timing->open = dataset->config->schedule == NULL;
    if (timing->open) {
        return 0;
    }
    rc = staith_schedule_parse(dataset->config->schedule, &timing->schedule);
    if (rc != 0) {
        return staith_err_set(err, rc, "the schedule of %s is wrong", dataset->config->name);
    }
    timing->scheduled = true;
    /* A time that passed while nothing ran is made up for now. */
    plan(dataset, dataset->last_run_unix_ms > 0 ? dataset->last_run_unix_ms : now(dataset));
    return 0;
}

void staith_gate_timing_stop(struct staith_gate_dataset *dataset)
{
    staith_timer_stop(dataset->timing.timer);
    staith_timer_stop(dataset->timing.retry_timer);
    free(dataset->timing.retry_path);
    memset(&dataset->timing, 0, sizeof(dataset->timing));
}

void staith_gate_timing_run(struct staith_gate_dataset *dataset)
{
    dataset->service->again_at_ms = 0;
    dataset->failed_count = 0;
    if (dataset->queue_count == 0) { /* what waits already would be reported twice */
        staith_watch_rescan(dataset->watch);
    }
    open_window(dataset);
}

const char *staith_gate_timing_health(const struct staith_gate_dataset *dataset)
{
    if (dataset->service->stopping) {
        return "stopped";
    }
    if (dataset->fault[0] != '\0') {
        return "failed";
    }
    if (strcmp(dataset->outcome, "never") == 0) {
        return "starting";
    }
    if (strcmp(dataset->outcome, "failed") == 0) {
        return "degraded";
    }
    return strcmp(dataset->outcome, "refused") == 0 ? "failed" : "ok";
}
