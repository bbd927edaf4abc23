/* SPDX-License-Identifier: Apache-2.0 */
#include "base/siphash.h"

struct state {
    uint64_t v0;
    uint64_t v1;
    uint64_t v2;
    uint64_t v3;
};

static uint64_t rotate(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

static void round_once(struct state *s)
{
    s->v0 += s->v1;
    s->v1 = rotate(s->v1, 13) ^ s->v0;
    s->v0 = rotate(s->v0, 32);
    s->v2 += s->v3;
    s->v3 = rotate(s->v3, 16) ^ s->v2;
    s->v0 += s->v3;
    s->v3 = rotate(s->v3, 21) ^ s->v0;
    s->v2 += s->v1;
    s->v1 = rotate(s->v1, 17) ^ s->v2;
    s->v2 = rotate(s->v2, 32);
}

/* Up to eight bytes, little-endian. */
static uint64_t load(const uint8_t *bytes, size_t len)
{
    uint64_t word = 0;
    for (size_t i = 0; i < len; i++) {
        word |= (uint64_t)bytes[i] << (8 * i);
    }
    return word;
}

uint64_t staith_siphash13(const uint8_t key[16], const void *data, size_t len)
{
    const uint8_t *at = data;
    uint64_t k0 = load(key, 8);
    uint64_t k1 = load(key + 8, 8);
    struct state s = {
        .v0 = k0 ^ 0x736f6d6570736575u,
        .v1 = k1 ^ 0x646f72616e646f6du,
        .v2 = k0 ^ 0x6c7967656e657261u,
        .v3 = k1 ^ 0x7465646279746573u,
    };
    size_t rest = len;
    for (; rest >= 8; rest -= 8, at += 8) {
        uint64_t word = load(at, 8);
        s.v3 ^= word;
        round_once(&s);
        s.v0 ^= word;
    }
    uint64_t last = (uint64_t)(len & 0xFF) << 56 | (rest > 0 ? load(at, rest) : 0);
    s.v3 ^= last;
    round_once(&s);
    s.v0 ^= last;
    s.v2 ^= 0xFF;
    round_once(&s);
    round_once(&s);
    round_once(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
