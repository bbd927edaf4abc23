/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_REGION_RNG_H
#define STAITH_REGION_RNG_H
/*
 * The example's own source of chance, so that the same seed writes the same bytes on every
 * machine: xoshiro256** seeded by SplitMix64. Not for secrets.
 */
#include <stddef.h>
#include <stdint.h>

struct region_rng {
    uint64_t state[4];
};

/** A stream of its own for each (seed, a, b). Caller's storage. */
void region_rng_init(struct region_rng *rng, uint64_t seed, uint64_t a, uint64_t b);
/** A number in 0..bound-1, without bias; bound >= 1. */
uint32_t region_rng_below(struct region_rng *rng, uint32_t bound);
/** A number in low..high, both included. */
int32_t region_rng_between(struct region_rng *rng, int32_t low, int32_t high);
/** 1 with a chance of `per_thousand` in 1,000, else 0. */
int region_rng_chance(struct region_rng *rng, uint32_t per_thousand);
/** An index in 0..count-1 with chances in proportion to `weights` (their sum >= 1). */
uint32_t region_rng_pick(struct region_rng *rng, const uint16_t *weights, size_t count);
/** The numbers 0..count-1 in random order. */
void region_rng_shuffle(struct region_rng *rng, uint32_t *ret_order, uint32_t count);

#endif
