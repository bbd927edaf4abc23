/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_TALLY_LOG_H
#define STAITH_AUTHORITY_HOST_TALLY_LOG_H
/*
 * One measure's observations, as the tally keeps them until the end of the run. Private to the
 * tally.
 */
#include <stdint.h>

/** Not a person: the observation came without a key. */
#define STAITH_TALLY_NOBODY UINT32_MAX

struct staith_tally_entry {
    uint32_t person;
    uint32_t place; /**< number of the list of categories */
    int64_t value;
};

/** Caller's storage; zero-initialise. */
struct staith_tally_log {
    struct staith_tally_entry *entries;
    uint64_t count;
    uint64_t cap;
};

/** 0 or STAITH_ERR_NOMEM. */
int staith_tally_log_add(struct staith_tally_log *log, const struct staith_tally_entry *entry);
/** Order by person, nobody last; entries of one person stay in their order. 0 or STAITH_ERR_NOMEM.
 */
int staith_tally_log_sort(struct staith_tally_log *log);
void staith_tally_log_deinit(struct staith_tally_log *log);

#endif
