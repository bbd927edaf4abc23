/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_RECRUITMENT_OBSERVE_H
#define STAITH_RECRUITMENT_OBSERVE_H
/* From judged rows to observations. */
#include "catalogue.h"

/** Whom and where the next observations are of. */
struct staith_recruitment_record {
    const struct staith_host *host;
    struct staith_kit_key key;
    uint16_t categories[STAITH_RECRUITMENT_DIMENSION_COUNT];
    int rc; /**< first failure of the host; nothing is observed behind it */
};

/** No key and no category yet. */
void staith_recruitment_record_init(struct staith_recruitment_record *record,
                                    const struct staith_host *host);
void staith_recruitment_put(struct staith_recruitment_record *record,
                            enum staith_recruitment_measure measure, int64_t value);
/** Observe 1 where `holds`. */
void staith_recruitment_put_if(struct staith_recruitment_record *record,
                               enum staith_recruitment_measure measure, bool holds);

/** Observe a judged row's candidate. STAITH_OK, or what the host returned. */
int staith_recruitment_observe(const struct staith_host *host,
                               const struct staith_recruitment_events *events,
                               const struct staith_kit_cell *candidate);

#endif
