/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_PEOPLE_H
#define STAITH_WORKFORCE_PEOPLE_H
/*
 * Who was seen in this file, so that a repeated or contradictory row can be pointed at, and so that
 * the checks over the whole file know the headcounts. Only numbers: packed registration numbers and
 * hashes. The framework counts the released headcounts itself, from the person keys.
 */
#include <staith/kit.h>

/** What a row is to the rows before it. */
enum staith_workforce_repeat {
    STAITH_WORKFORCE_NEW = 0,          /**< nothing of it stood before */
    STAITH_WORKFORCE_OTHER_POST = 1,   /**< the same person in another post */
    STAITH_WORKFORCE_SAME_POST = 2,    /**< the same person and post with other details */
    STAITH_WORKFORCE_SAME_ROW = 3,     /**< everything is the same */
    STAITH_WORKFORCE_OTHER_PERSON = 4, /**< the same number with another birth date, sex, ... */
    STAITH_WORKFORCE_MANY = 5          /**< more rows of one number than are remembered */
};

/** One row, in numbers. */
struct staith_workforce_seen {
    uint64_t person;   /**< packed registration number (48 bits) and a tag for the list it is in */
    uint32_t identity; /**< hash of birth date, sex, ethnicity */
    uint32_t post;     /**< hash of role and dates */
    uint32_t content;  /**< hash of all items */
    int32_t date;      /**< start or leaving date where headcounts go by it, else 0 */
};

/** Caller's storage; zero-initialise, end with staith_workforce_people_deinit. */
struct staith_workforce_people {
    struct staith_workforce_seen *slots; /**< open addressing; person 0: free */
    size_t slot_count;                   /**< a power of two, or 0 */
    size_t used;
    size_t maximum; /**< entries; STAITH_ELIMIT beyond */
};

void staith_workforce_people_init(struct staith_workforce_people *people, size_t maximum);
void staith_workforce_people_deinit(struct staith_workforce_people *people);

/** Remember a row. *ret_repeat: the most serious thing it is to an earlier row; *ret_first: no
 *  earlier row has this person, identity and date. STAITH_OK, STAITH_ENOMEM, STAITH_ELIMIT. */
int staith_workforce_people_add(struct staith_workforce_people *people,
                                const struct staith_workforce_seen *seen,
                                enum staith_workforce_repeat *ret_repeat, bool *ret_first);

/** Mix a value into a hash; start with 0. */
uint64_t staith_workforce_mix(uint64_t hash, uint64_t value);

#endif
