/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/limit.h"

#include "base/siphash.h"

#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096 };

struct bucket {
    int64_t at_ms; /**< when it was looked at; 0: never */
    int64_t level; /**< milliseconds of filling that are in it */
};

struct staith_web_limit {
    const struct staith_outside *outside;
    int64_t refill_ms;
    int64_t full; /**< level of a full one */
    uint8_t key[16];
    struct bucket buckets[BUCKETS];
};

struct staith_web_limit *staith_web_limit_new(const struct staith_outside *outside, uint32_t burst,
                                              uint32_t refill_ms)
{
    struct staith_web_limit *limit = calloc(1, sizeof(*limit));
    if (limit == NULL) {
        return NULL;
    }
    limit->outside = outside;
    limit->refill_ms = refill_ms;
    limit->full = (int64_t)burst * refill_ms;
    outside->random(outside->ctx, limit->key, sizeof(limit->key));
    for (size_t i = 0; i < BUCKETS; i++) {
        limit->buckets[i].level = limit->full;
    }
    return limit;
}

void staith_web_limit_free(struct staith_web_limit *limit)
{
    free(limit);
}

/* The bucket of a key, with what came into it until now. */
static struct bucket *fill(struct staith_web_limit *limit, const char *key)
{
    int64_t now = limit->outside->monotonic_ms(limit->outside->ctx);
    struct bucket *bucket =
        &limit->buckets[staith_siphash13(limit->key, key, strlen(key)) % BUCKETS];
    if (bucket->at_ms != 0) {
        bucket->level += now - bucket->at_ms;
        bucket->level = bucket->level > limit->full ? limit->full : bucket->level;
    }
    bucket->at_ms = now;
    return bucket;
}

bool staith_web_limit_left(struct staith_web_limit *limit, const char *key)
{
    return fill(limit, key)->level >= limit->refill_ms;
}

bool staith_web_limit_take(struct staith_web_limit *limit, const char *key, unsigned *ret_wait_s)
{
    struct bucket *bucket = fill(limit, key);
    if (bucket->level < limit->refill_ms) {
        *ret_wait_s = (unsigned)((limit->refill_ms - bucket->level + 999) / 1000);
        return false;
    }
    bucket->level -= limit->refill_ms;
    return true;
}
