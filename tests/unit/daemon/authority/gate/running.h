/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_GATE_RUNNING_H
#define STAITH_TEST_GATE_RUNNING_H
/*
 * A whole service on a loop, in a folder of its own, with the stand-in children. Waiting is for a
 * condition, with a limit.
 */
#include "authority/gate/internal.h"
#include "place.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

struct running {
    struct place place;
    struct staith_loop *loop;
    struct staith_log *log;
    struct staith_gate_service *service;
    struct staith_timer *tick;
    bool (*until)(struct running *running);
    int ticks_left;
    uint64_t wanted; /* for conditions */
    struct staith_outside outside;
    int64_t shift_ms; /* the wall clock is this much ahead */
    pthread_t thread;
    atomic_uint decisions;   /* begun beside the loop: each asks once what day it is */
    atomic_uint holds_until; /* each waits, then, until so many may go on; 0: none waits */
};

/* Files are put there whole, by one write: nothing has to stand still for long. */
enum { RUNNING_TICK_MS = 10, RUNNING_TICKS = 6000, RUNNING_SETTLE_MS = 20 };

static inline int64_t running_unix_ms(void *ctx)
{
    struct running *running = ctx;
    const struct staith_outside *machine = staith_outside_machine();
    if (!pthread_equal(pthread_self(), running->thread)) {
        const struct timespec little = {.tv_nsec = 1000000};
        unsigned own = atomic_fetch_add(&running->decisions, 1) + 1;
        while (atomic_load(&running->holds_until) != 0 &&
               own >= atomic_load(&running->holds_until)) {
            (void)nanosleep(&little, NULL);
        }
    }
    return machine->unix_ms(machine->ctx) + running->shift_ms;
}

static inline void running_tick(void *ctx)
{
    struct running *running = ctx;
    if (running->until(running) || --running->ticks_left <= 0) {
        staith_loop_stop(running->loop);
    }
}

/* Run the loop until the condition holds; false when it never did. */
static inline bool running_wait(struct running *running, bool (*until)(struct running *running))
{
    running->until = until;
    running->ticks_left = RUNNING_TICKS;
    staith_timer_again(running->tick, RUNNING_TICK_MS, RUNNING_TICK_MS);
    (void)staith_loop_run(running->loop);
    return running->ticks_left > 0;
}

static inline int running_open(struct running *running, const char *file, struct staith_err *err)
{
    char path[PLACE_PATH];
    struct staith_config_council *config = NULL;
    int rc = staith_config_council_read(place_path(&running->place, file, path), &config, err);
    if (rc != 0) {
        return rc;
    }
    running->thread = pthread_self();
    running->outside = *staith_outside_machine();
    running->outside.unix_ms = running_unix_ms;
    running->outside.ctx = running;
    const struct staith_gate_service_options options = {.loop = running->loop,
                                                        .log = running->log,
                                                        .outside = &running->outside,
                                                        .config_path = path,
                                                        .version = "9.9.9",
                                                        .settle_ms = RUNNING_SETTLE_MS};
    rc = staith_gate_service_start(&options, config, &running->service, err);
    if (rc != 0) {
        staith_config_council_free(config);
    }
    return rc;
}

/* A loop with its tick, and a log that is quiet. */
static inline int running_make_loop(struct running *running)
{
    if (staith_loop_new(&running->loop, NULL) != 0) {
        return -1;
    }
    /* Logs of the tests' own making would drown the tests' words. */
    running->log = staith_log_new("test", -1, STAITH_LOG_ERROR);
    return running->log == NULL || staith_timer_start(running->loop, 3600000, 0, running_tick,
                                                      running, &running->tick) != 0
               ? -1
               : 0;
}

/* A service whose dataset uses `plugin`; `file` names the configuration ("mortal.yaml" makes the
 * publisher mortal), `more` is added to it. */
static inline int running_start(struct running *running, const char *plugin, const char *file,
                                const char *more)
{
    struct staith_err err = {0};
    memset(running, 0, sizeof(*running));
    if (place_init(&running->place, plugin) != 0 ||
        place_write_config(&running->place, file, plugin, more) != 0 ||
        running_make_loop(running) != 0) {
        return -1;
    }
    int rc = running_open(running, file, &err);
    if (rc != 0) {
        staith_err_print("running_start", &err);
    }
    return rc;
}

static inline bool running_never(struct running *running)
{
    (void)running;
    return false;
}

/* Stop the service and free the loop; the folder stays. */
static inline void running_stop(struct running *running)
{
    if (running->service != NULL) {
        staith_gate_service_stop(running->service);
        running->until = running_never;
        (void)staith_loop_run(running->loop);
    }
    staith_loop_free(running->loop);
    staith_gate_service_free(running->service);
    staith_log_free(running->log);
    running->loop = NULL;
    running->service = NULL;
    running->log = NULL;
}

/* Stop it and start it again in the same folder. */
static inline int running_restart(struct running *running, const char *file)
{
    running_stop(running);
    struct staith_err err = {0};
    int rc = running_make_loop(running);
    rc = rc == 0 ? running_open(running, file, &err) : rc;
    if (rc != 0) {
        staith_err_print("running_restart", &err);
    }
    return rc;
}

static inline void running_deinit(struct running *running)
{
    running_stop(running);
    place_deinit(&running->place);
}

/* ---- conditions ---- */

static inline bool running_has_runs(struct running *running)
{
    const struct staith_gate_service *service = running->service;
    return service->job.dataset == NULL &&
           staith_gate_runs_last(service->datasets[0].runs) >= running->wanted;
}

/* Wait until so many runs are recorded and none is under way. */
static inline bool running_wait_runs(struct running *running, uint64_t count)
{
    running->wanted = count;
    return running_wait(running, running_has_runs);
}

/* The next decision waits from now on, beside the loop. */
static inline void running_hold_decisions(struct running *running)
{
    atomic_store(&running->holds_until, atomic_load(&running->decisions) + 1);
}

/* The one that waits goes on; the next one waits. */
static inline void running_let_one_go(struct running *running)
{
    atomic_fetch_add(&running->holds_until, 1);
}

static inline void running_let_go(struct running *running)
{
    atomic_store(&running->holds_until, 0);
}

static inline bool running_decides(struct running *running)
{
    unsigned until = atomic_load(&running->holds_until);
    return until != 0 && atomic_load(&running->decisions) >= until;
}

static inline const char *running_outcome(const struct running *running)
{
    return running->service->datasets[0].outcome;
}

#endif
