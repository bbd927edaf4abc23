/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGENCY_OBSERVE_H
#define STAITH_AGENCY_OBSERVE_H
/* From a judged assignment to observations and to the counts of the local alarms. */
#include "catalogue.h"

/** Counts of a file for its local alarms. */
struct staith_agency_counts {
    uint64_t used; /**< assignments of the quarter */
    uint64_t alarms[STAITH_AGENCY_ALARM_COUNT];
};

/** Observe an assignment. `worker` and `agency` are its cells; an agency may be blank. STAITH_OK,
 *  or what the host returned. */
int staith_agency_observe(const struct staith_host *host,
                          const struct staith_agency_verdict *verdict,
                          const struct staith_kit_cell *worker,
                          const struct staith_kit_cell *agency);
/** Count it for the alarms. */
void staith_agency_count(const struct staith_agency_verdict *verdict,
                         struct staith_agency_counts *counts);

#endif
