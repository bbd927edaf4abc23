/* SPDX-License-Identifier: Apache-2.0 */
/* 128 bits of hash: among a million people two share one with a chance of 1 in 10^27. */
#include "authority/host/people.h"

#include "base/err.h"
#include "base/siphash.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 1024 };

void staith_people_init(struct staith_people *people, const uint8_t key[STAITH_PEOPLE_KEY_BYTES],
                        uint64_t max)
{
    memset(people, 0, sizeof *people);
    memcpy(people->key, key, sizeof people->key);
    people->max = max < INT32_MAX ? max : INT32_MAX;
}

void staith_people_deinit(struct staith_people *people)
{
    if (people == NULL) {
        return;
    }
    if (people->hashes != NULL) {
        sodium_memzero(people->hashes, people->count * sizeof *people->hashes);
    }
    free(people->hashes);
    free(people->slots);
    sodium_memzero(people, sizeof *people);
}

/* The slot of a hash, or the empty one where it belongs. */
static size_t find_slot(const struct staith_people *people, const uint64_t hash[2])
{
    size_t slot = (size_t)hash[0] & (people->slot_count - 1);
    while (people->slots[slot] != 0) {
        const uint64_t *other = people->hashes[people->slots[slot] - 1];
        if (other[0] == hash[0] && other[1] == hash[1]) {
            break;
        }
        slot = (slot + 1) & (people->slot_count - 1);
    }
    return slot;
}

/* Twice the room; slots stay at most half full. */
static int grow(struct staith_people *people)
{
    uint32_t cap = people->cap == 0 ? FIRST_CAP : people->cap * 2;
    size_t slot_count = (size_t)cap * 2;
    uint64_t(*hashes)[2] = malloc(cap * sizeof *hashes);
    uint32_t *slots = calloc(slot_count, sizeof *slots);
    if (hashes == NULL || slots == NULL) {
        free(hashes);
        free(slots);
        return STAITH_ERR_NOMEM;
    }
    if (people->count > 0) {
        memcpy(hashes, people->hashes, people->count * sizeof *hashes);
        sodium_memzero(people->hashes, people->count * sizeof *hashes);
    }
    free(people->hashes);
    free(people->slots);
    people->hashes = hashes;
    people->slots = slots;
    people->cap = cap;
    people->slot_count = slot_count;
    for (uint32_t i = 0; i < people->count; i++) {
        people->slots[find_slot(people, people->hashes[i])] = i + 1;
    }
    return 0;
}

static int add(struct staith_people *people, const uint64_t hash[2], uint32_t *ret_number)
{
    if (people->count >= people->max) {
        return STAITH_ERR_LIMIT;
    }
    if (people->count == people->cap) {
        int code = grow(people);
        if (code != 0) {
            return code;
        }
    }
    size_t slot = find_slot(people, hash);
    people->hashes[people->count][0] = hash[0];
    people->hashes[people->count][1] = hash[1];
    people->slots[slot] = people->count + 1;
    *ret_number = people->count;
    people->count++;
    return 0;
}

int staith_people_number(struct staith_people *people, const void *person, size_t len,
                         uint32_t *ret_number)
{
    if (len == people->last_len && memcmp(person, people->last_key, len) == 0) {
        *ret_number = people->last;
        return 0;
    }
    uint64_t hash[2];
    uint32_t number = 0;
    (void)crypto_shorthash_siphashx24((unsigned char *)hash, person, len, people->key);
    size_t slot = people->slot_count > 0 ? find_slot(people, hash) : 0;
    if (people->slot_count > 0 && people->slots[slot] != 0) {
        number = people->slots[slot] - 1;
    } else {
        int code = add(people, hash, &number);
        if (code != 0) {
            return code;
        }
    }
    memcpy(people->last_key, person, len);
    people->last_len = len;
    people->last = number;
    *ret_number = number;
    return 0;
}

uint64_t staith_people_value(const struct staith_people *people, int64_t value)
{
    return staith_siphash13(people->key, &value, sizeof value);
}

struct staith_sketch staith_people_sketch(const struct staith_people *people, uint32_t number,
                                          uint64_t contribution)
{
    const uint64_t parts[] = {people->hashes[number][0], people->hashes[number][1], contribution};
    return staith_sketch_of(parts[0], staith_siphash13(people->key, parts, sizeof parts));
}
