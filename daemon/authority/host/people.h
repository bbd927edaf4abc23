/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_PEOPLE_H
#define STAITH_AUTHORITY_HOST_PEOPLE_H
/*
 * Person keys to numbers 0, 1, 2, ... in order of first sight. A key is kept as its 128-bit keyed
 * hash (SipHash-2-4) under the run's key, which is random or the council's own, 16 bytes and at
 * most 16 more of index a person; the last key is kept as it came, since a plugin mostly hands over
 * one person's observations in a row. All of it is overwritten when the table is freed.
 */
#include "model/sketch.h"

#include <stddef.h>
#include <stdint.h>

enum { STAITH_PEOPLE_KEY_BYTES = 16, STAITH_PEOPLE_MAX_PERSON_BYTES = 256 };

/** Caller's storage; private. */
struct staith_people {
    uint8_t key[STAITH_PEOPLE_KEY_BYTES];
    uint64_t max;
    uint32_t count;
    uint32_t cap;
    uint64_t (*hashes)[2];
    uint32_t *slots; /* number + 1; 0: empty; slot_count is a power of 2 */
    size_t slot_count;
    uint32_t last;
    size_t last_len; /* 0: no last key */
    unsigned char last_key[STAITH_PEOPLE_MAX_PERSON_BYTES];
};

/** `max`: limit of people, below 2^31. Allocates nothing yet. */
void staith_people_init(struct staith_people *people, const uint8_t key[STAITH_PEOPLE_KEY_BYTES],
                        uint64_t max);
/** NULL is allowed. */
void staith_people_deinit(struct staith_people *people);
/** The number of the person with this key of 1..256 bytes. 0, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM.
 */
int staith_people_number(struct staith_people *people, const void *person, size_t len,
                         uint32_t *ret_number);
/** Keyed hash of a value, for contributions that are several values: add these up. */
uint64_t staith_people_value(const struct staith_people *people, int64_t value);
/** Sketch of what person `number` contributes. */
struct staith_sketch staith_people_sketch(const struct staith_people *people, uint32_t number,
                                          uint64_t contribution);

#endif
