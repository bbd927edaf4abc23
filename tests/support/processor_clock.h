/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_PROCESSOR_CLOCK_H
#define STAITH_TEST_PROCESSOR_CLOCK_H
/*
 * The machine as it is, but for a clock that goes by the processor: what has a time to be done in
 * has as much of it on a busy machine.
 */
#include "base/outside.h"

#include <time.h>

static inline int64_t processor_clock_ms(void *ctx)
{
    struct timespec now = {0};
    (void)ctx;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline struct staith_outside processor_clock(void)
{
    struct staith_outside outside = *staith_outside_machine();
    outside.monotonic_ms = processor_clock_ms;
    return outside;
}

#endif
