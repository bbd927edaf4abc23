/* SPDX-License-Identifier: Apache-2.0 */
/* xoshiro256** 1.0 and SplitMix64: Blackman and Vigna, doi 10.1145/3460772. */
#include "rng.h"

static uint64_t rotate(uint64_t x, unsigned by)
{
    return (x << by) | (x >> (64 - by));
}

static uint64_t splitmix(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t next(struct region_rng *rng)
{
    uint64_t *s = rng->state;
    const uint64_t result = rotate(s[1] * 5, 7) * 9;
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

void region_rng_init(struct region_rng *rng, uint64_t seed, uint64_t a, uint64_t b)
{
    uint64_t state = seed;
    state = splitmix(&state) ^ a;
    state = splitmix(&state) ^ b;
    for (size_t i = 0; i < 4; i++) {
        rng->state[i] = splitmix(&state);
    }
}

uint32_t region_rng_below(struct region_rng *rng, uint32_t bound)
{
    /* Numbers from the part of the range that `bound` does not fill evenly are drawn again. */
    const uint32_t least = (uint32_t)(-bound) % bound;
    uint32_t drawn;
    do {
        drawn = (uint32_t)(next(rng) >> 32);
    } while (drawn < least);
    return drawn % bound;
}

int32_t region_rng_between(struct region_rng *rng, int32_t low, int32_t high)
{
    if (high <= low) {
        return low;
    }
    return low + (int32_t)region_rng_below(rng, (uint32_t)(high - low) + 1);
}

int region_rng_chance(struct region_rng *rng, uint32_t per_thousand)
{
    return region_rng_below(rng, 1000) < per_thousand ? 1 : 0;
}

uint32_t region_rng_pick(struct region_rng *rng, const uint16_t *weights, size_t count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += weights[i];
    }
    uint32_t drawn = region_rng_below(rng, sum > 0 ? sum : 1);
    size_t i = 0;
    while (i + 1 < count && drawn >= weights[i]) {
        drawn -= weights[i];
        i++;
    }
    return (uint32_t)i;
}

void region_rng_shuffle(struct region_rng *rng, uint32_t *ret_order, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        ret_order[i] = i;
    }
    for (uint32_t i = count; i > 1; i--) {
        const uint32_t j = region_rng_below(rng, i);
        const uint32_t kept = ret_order[i - 1];
        ret_order[i - 1] = ret_order[j];
        ret_order[j] = kept;
    }
}
