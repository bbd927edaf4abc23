/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_PUBLISH_BACKOFF_H
#define STAITH_AUTHORITY_PUBLISH_BACKOFF_H
/*
 * How long the publisher waits before it asks again, in milliseconds: half a second, doubling to a
 * minute.
 */
#include "base/outside.h"

#include <stdint.h>

enum { STAITH_PUBLISH_FIRST_MS = 500, STAITH_PUBLISH_MOST_MS = 60000 };

/** The wait after one of `ms`. */
uint64_t staith_publish_doubled(uint64_t ms);
/** `ms` give or take a fifth, so that councils that lost the region together do not come back
 *  together. */
uint64_t staith_publish_jitter(const struct staith_outside *outside, uint64_t ms);

#endif
