/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_OUTSIDE_H
#define STAITH_BASE_OUTSIDE_H
/*
 * The outside, passed in: clock, randomness and places reach ledger, publish, ingest, store and
 * gate through this table, so that the same code runs on the machine and in a simulator.
 */
#include "base/places.h"

#include <stddef.h>
#include <stdint.h>

struct staith_outside {
    void *ctx;
    int64_t (*unix_ms)(void *ctx);      /**< wall clock, UTC milliseconds */
    int64_t (*monotonic_ms)(void *ctx); /**< never goes back */
    void (*random)(void *ctx, void *buf, size_t len);
    const struct staith_places *places; /**< NULL: the machine's */
};

/** The machine's own clock and random bytes (getrandom). Static. */
const struct staith_outside *staith_outside_machine(void);
/** Its places, never NULL. */
const struct staith_places *staith_outside_places(const struct staith_outside *outside);

#endif
