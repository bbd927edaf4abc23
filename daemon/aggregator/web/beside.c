/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/beside.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

struct staith_web_beside {
    pthread_t thread;
    sem_t over; /**< posted as its last act */
    bool runs;
    void (*run)(void *ctx);
    void *ctx;
};

struct staith_web_beside *staith_web_beside_new(void)
{
    struct staith_web_beside *beside = calloc(1, sizeof(*beside));
    if (beside != NULL && sem_init(&beside->over, 0, 0) != 0) {
        free(beside);
        return NULL;
    }
    return beside;
}

static void *run_it(void *of)
{
    struct staith_web_beside *beside = of;
    beside->run(beside->ctx);
    (void)sem_post(&beside->over);
    return NULL;
}

bool staith_web_beside_begin(struct staith_web_beside *beside, void (*run)(void *ctx), void *ctx)
{
    beside->run = run;
    beside->ctx = ctx;
    beside->runs = pthread_create(&beside->thread, NULL, run_it, beside) == 0;
    return beside->runs;
}

bool staith_web_beside_runs(const struct staith_web_beside *beside)
{
    return beside->runs;
}

bool staith_web_beside_is_over(struct staith_web_beside *beside, int wait_ms)
{
    enum { SECOND_MS = 1000, NS_OF_MS = 1000000, SECOND_NS = 1000000000 };
    struct timespec until = {0, 0};
    int code = 0;
    if (!beside->runs) {
        return false;
    }
    (void)clock_gettime(CLOCK_REALTIME, &until); /* the clock that sem_timedwait goes by */
    until.tv_sec += wait_ms / SECOND_MS;
    until.tv_nsec += (long)(wait_ms % SECOND_MS) * NS_OF_MS;
    if (until.tv_nsec >= SECOND_NS) {
        until.tv_sec++;
        until.tv_nsec -= SECOND_NS;
    }
    do {
        code = wait_ms < 0    ? sem_wait(&beside->over)
               : wait_ms == 0 ? sem_trywait(&beside->over)
                              : sem_timedwait(&beside->over, &until);
    } while (code != 0 && errno == EINTR);
    if (code != 0) {
        return false;
    }
    (void)pthread_join(beside->thread, NULL);
    beside->runs = false;
    return true;
}

void staith_web_beside_free(struct staith_web_beside *beside)
{
    if (beside != NULL) {
        (void)staith_web_beside_is_over(beside, -1);
        (void)sem_destroy(&beside->over);
        free(beside);
    }
}
