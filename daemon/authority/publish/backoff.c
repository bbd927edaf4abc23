/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/publish/backoff.h"

uint64_t staith_publish_doubled(uint64_t ms)
{
    return ms * 2 < STAITH_PUBLISH_MOST_MS ? ms * 2 : STAITH_PUBLISH_MOST_MS;
}

uint64_t staith_publish_jitter(const struct staith_outside *outside, uint64_t ms)
{
    uint32_t random = 0;
    outside->random(outside->ctx, &random, sizeof(random));
    return ms - ms / 5 + random % (ms * 2 / 5 + 1);
}
