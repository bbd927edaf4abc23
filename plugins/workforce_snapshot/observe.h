/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SNAPSHOT_OBSERVE_H
#define STAITH_SNAPSHOT_OBSERVE_H
/* From a judged row to observations, and the headcounts of a file for its checks against the last.
 */
#include "catalogue.h"

/** Different people of a file; zero-initialise, end with staith_snapshot_people_deinit. */
struct staith_snapshot_people {
    uint64_t *keys; /**< hashes of list and person, open addressing; 0: free */
    size_t slots;   /**< a power of two, or 0 */
    uint64_t in_post;
    uint64_t starters;
    uint64_t leavers;
};

void staith_snapshot_people_deinit(struct staith_snapshot_people *people);

/** Observe a row of the person in `sweno`. STAITH_OK, STAITH_ENOMEM, or what the host returned. */
int staith_snapshot_observe(const struct staith_host *host,
                            const struct staith_snapshot_person *person,
                            const struct staith_kit_cell *sweno,
                            struct staith_snapshot_people *people);

#endif
