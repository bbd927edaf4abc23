/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_LIMIT_H
#define STAITH_AGGREGATOR_WEB_LIMIT_H
/*
 * How often somebody may do something: a bucket for each key that fills with time. There is a fixed
 * number of buckets, so that no number of keys costs memory; keys that fall into the same one share
 * it, and which do nobody outside can know.
 */
#include "base/outside.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct staith_web_limit;

/** `burst` at once, and one more every `refill_ms`. `outside` outlives it. NULL without memory. */
struct staith_web_limit *staith_web_limit_new(const struct staith_outside *outside, uint32_t burst,
                                              uint32_t refill_ms);
/** NULL is allowed. */
void staith_web_limit_free(struct staith_web_limit *limit);
/** Take one of a key's. False: there is none; *ret_wait_s: when there is (at least 1). */
bool staith_web_limit_take(struct staith_web_limit *limit, const char *key, unsigned *ret_wait_s);
/** Whether there is one to take; it stays. */
bool staith_web_limit_left(struct staith_web_limit *limit, const char *key);

#endif
