/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_TALLY_LOG_H
#define STAITH_AUTHORITY_HOST_TALLY_LOG_H
/*
 * One measure's observations, as the tally keeps them until the end of the run. Private to the
 * tally.
 */
#include <stdint.h>

/** Neither person nor owner: the observation came without a key. */
#define STAITH_TALLY_NOBODY UINT32_MAX

struct staith_tally_entry {
    uint32_t person;
    uint32_t place; /**< number of the list of categories */
    int64_t value;
};

/** Caller's storage; zero-initialise. */
struct staith_tally_log {
    struct staith_tally_entry *entries;
    uint32_t *owners; /**< beside the entries; NULL: none has one */
    uint64_t count;
    uint64_t cap;
};

/** `owner`: or STAITH_TALLY_NOBODY. 0 or STAITH_ERR_NOMEM. */
int staith_tally_log_add(struct staith_tally_log *log, const struct staith_tally_entry *entry,
                         uint32_t owner);
/** Order by person, nobody last; entries of one person stay in their order. 0 or STAITH_ERR_NOMEM.
 */
int staith_tally_log_sort(struct staith_tally_log *log);
/** Put the owners in the people's place, for good, and order by them; entries without one go. 0 or
 *  STAITH_ERR_NOMEM. */
int staith_tally_log_by_owner(struct staith_tally_log *log);
/** How many of the entries from `at` on are one person's; nobody's are one each. */
uint64_t staith_tally_log_group(const struct staith_tally_log *log, uint64_t at);
void staith_tally_log_deinit(struct staith_tally_log *log);

#endif
