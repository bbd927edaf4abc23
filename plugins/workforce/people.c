/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of 24 bytes an entry, no allocation a row. Registration numbers are packed, so that two
 * people cannot collide; the hashes only tell rows of one number apart, where a collision costs a
 * query that is not raised. One number is remembered eight times: a file that repeats a
 * placeholder 100,000 times stays linear.
 */
#include "people.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024, ROWS_OF_ONE_NUMBER = 8 };

uint64_t staith_workforce_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

void staith_workforce_people_init(struct staith_workforce_people *people, size_t maximum)
{
    memset(people, 0, sizeof(*people));
    people->maximum = maximum;
}

void staith_workforce_people_deinit(struct staith_workforce_people *people)
{
    free(people->slots);
    people->slots = NULL;
    people->slot_count = 0;
    people->used = 0;
}

static size_t first_slot(uint64_t person, size_t slot_count)
{
    uint64_t hash = staith_workforce_mix(person, person >> 24);
    return (size_t)staith_workforce_mix(hash, 1) & (slot_count - 1);
}

static void put(struct staith_workforce_seen *slots, size_t slot_count,
                const struct staith_workforce_seen *seen)
{
    size_t at = first_slot(seen->person, slot_count);
    while (slots[at].person != 0) {
        at = (at + 1) & (slot_count - 1);
    }
    slots[at] = *seen;
}

/* Keeps the table at most half full, so that a walk is short and always ends. */
static int make_room(struct staith_workforce_people *people)
{
    size_t slot_count = people->slot_count == 0 ? FIRST_SLOTS : people->slot_count * 2;
    struct staith_workforce_seen *slots;
    if (people->used >= people->maximum) {
        return STAITH_ELIMIT;
    }
    if (people->slot_count != 0 && people->used + 1 <= people->slot_count / 2) {
        return STAITH_OK;
    }
    slots = calloc(slot_count, sizeof(*slots));
    if (slots == NULL) {
        return STAITH_ENOMEM;
    }
    for (size_t i = 0; i < people->slot_count; i++) {
        if (people->slots[i].person != 0) {
            put(slots, slot_count, &people->slots[i]);
        }
    }
    free(people->slots);
    people->slots = slots;
    people->slot_count = slot_count;
    return STAITH_OK;
}

static enum staith_workforce_repeat compare(const struct staith_workforce_seen *before,
                                            const struct staith_workforce_seen *seen)
{
    if (before->identity != seen->identity) {
        return STAITH_WORKFORCE_OTHER_PERSON;
    }
    if (before->content == seen->content) {
        return STAITH_WORKFORCE_SAME_ROW;
    }
    return before->post == seen->post ? STAITH_WORKFORCE_SAME_POST : STAITH_WORKFORCE_OTHER_POST;
}

int staith_workforce_people_add(struct staith_workforce_people *people,
                                const struct staith_workforce_seen *seen,
                                enum staith_workforce_repeat *ret_repeat, bool *ret_first)
{
    enum staith_workforce_repeat repeat = STAITH_WORKFORCE_NEW;
    bool first = true;
    unsigned rows = 0;
    size_t at;
    int rc = make_room(people);
    if (rc != STAITH_OK) {
        return rc;
    }
    at = first_slot(seen->person, people->slot_count);
    for (; people->slots[at].person != 0; at = (at + 1) & (people->slot_count - 1)) {
        const struct staith_workforce_seen *before = &people->slots[at];
        if (before->person == seen->person) {
            enum staith_workforce_repeat found = compare(before, seen);
            rows++;
            repeat = found > repeat ? found : repeat;
            first = first && (before->identity != seen->identity || before->date != seen->date);
        }
    }
    if (rows < ROWS_OF_ONE_NUMBER) {
        people->slots[at] = *seen;
        people->used++;
    } else {
        repeat = STAITH_WORKFORCE_MANY;
    }
    *ret_repeat = repeat;
    *ret_first = first;
    return STAITH_OK;
}
