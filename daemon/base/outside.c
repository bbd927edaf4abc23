/* SPDX-License-Identifier: Apache-2.0 */
#include "base/outside.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

static int64_t clock_ms(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t machine_unix_ms(void *ctx)
{
    (void)ctx;
    return clock_ms(CLOCK_REALTIME);
}

static int64_t machine_monotonic_ms(void *ctx)
{
    (void)ctx;
    return clock_ms(CLOCK_MONOTONIC);
}

static void machine_random(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    unsigned char *at = buf;
    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);
        if (got < 0 && errno != EINTR) {
            /* Keys and epochs made without randomness would be worse than no process. */
            abort();
        }
        if (got > 0) {
            at += got;
            len -= (size_t)got;
        }
    }
}

const struct staith_outside *staith_outside_machine(void)
{
    static const struct staith_outside machine = {
        .ctx = NULL,
        .unix_ms = machine_unix_ms,
        .monotonic_ms = machine_monotonic_ms,
        .random = machine_random,
    };
    return &machine;
}

const struct staith_places *staith_outside_places(const struct staith_outside *outside)
{
    return outside->places != NULL ? outside->places : staith_places_machine();
}
