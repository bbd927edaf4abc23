/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/beside.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct staith_web_beside {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ended; /**< by the monotonic clock: one that is set keeps nobody waiting */
    bool over;            /**< set as its last act, under the lock */
    bool runs;
    void (*run)(void *ctx);
    void *ctx;
};

static int init_ended(pthread_cond_t *ended)
{
    pthread_condattr_t attr;
    int code = pthread_condattr_init(&attr);
    if (code == 0) {
        code = pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
        code = code != 0 ? code : pthread_cond_init(ended, &attr);
        (void)pthread_condattr_destroy(&attr);
    }
    return code;
}

struct staith_web_beside *staith_web_beside_new(void)
{
    struct staith_web_beside *beside = calloc(1, sizeof(*beside));
    if (beside == NULL || pthread_mutex_init(&beside->lock, NULL) != 0) {
        free(beside);
        return NULL;
    }
    if (init_ended(&beside->ended) != 0) {
        (void)pthread_mutex_destroy(&beside->lock);
        free(beside);
        return NULL;
    }
    return beside;
}

static void *run_it(void *of)
{
    struct staith_web_beside *beside = of;
    beside->run(beside->ctx);
    (void)pthread_mutex_lock(&beside->lock);
    beside->over = true;
    (void)pthread_cond_signal(&beside->ended);
    (void)pthread_mutex_unlock(&beside->lock);
    return NULL;
}

bool staith_web_beside_begin(struct staith_web_beside *beside, void (*run)(void *ctx), void *ctx)
{
    beside->run = run;
    beside->ctx = ctx;
    beside->over = false;
    beside->runs = pthread_create(&beside->thread, NULL, run_it, beside) == 0;
    return beside->runs;
}

bool staith_web_beside_runs(const struct staith_web_beside *beside)
{
    return beside->runs;
}

static struct timespec after(int wait_ms)
{
    enum { SECOND_MS = 1000, NS_OF_MS = 1000000, SECOND_NS = 1000000000 };
    struct timespec until = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += wait_ms / SECOND_MS;
    until.tv_nsec += (long)(wait_ms % SECOND_MS) * NS_OF_MS;
    if (until.tv_nsec >= SECOND_NS) {
        until.tv_sec++;
        until.tv_nsec -= SECOND_NS;
    }
    return until;
}

bool staith_web_beside_is_over(struct staith_web_beside *beside, int wait_ms)
{
    int code = 0;
    if (!beside->runs) {
        return false;
    }
    const struct timespec until = after(wait_ms > 0 ? wait_ms : 0);
    (void)pthread_mutex_lock(&beside->lock);
    while (!beside->over && wait_ms != 0 && code == 0) {
        code = wait_ms < 0 ? pthread_cond_wait(&beside->ended, &beside->lock)
                           : pthread_cond_timedwait(&beside->ended, &beside->lock, &until);
    }
    bool over = beside->over;
    (void)pthread_mutex_unlock(&beside->lock);
    if (over) {
        (void)pthread_join(beside->thread, NULL);
        beside->runs = false;
    }
    return over;
}

void staith_web_beside_free(struct staith_web_beside *beside)
{
    if (beside != NULL) {
        (void)staith_web_beside_is_over(beside, -1);
        (void)pthread_cond_destroy(&beside->ended);
        (void)pthread_mutex_destroy(&beside->lock);
        free(beside);
    }
}
