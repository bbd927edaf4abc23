/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two releases of one period say more than either: what changed is a figure of its own, and it may
 * be about one person. Where the two were not audited together, a revision waits for a date on
 * which many things change at once.
 */
#include "authority/gate/revision.h"

#include "base/date.h"

#include <string.h>

static int64_t next_date(const struct staith_config_dataset *dataset, int64_t now)
{
    int64_t next = 0;
    for (uint32_t i = 0; i < dataset->release_date_count; i++) {
        int64_t date = 0;
        /* their form was checked with the configuration */
        if (staith_time_parse(dataset->release_dates[i], &date) == 0 && date > now &&
            (next == 0 || date < next)) {
            next = date;
        }
    }
    return next;
}

int staith_gate_revision_of(struct staith_ledger *ledger,
                            const struct staith_config_dataset *dataset,
                            const struct staith_period *period, bool joint_audit,
                            int64_t now_unix_ms, struct staith_gate_revision *ret_revision,
                            struct staith_err *err)
{
    struct staith_gate_revision revision = {0};
    int rc = staith_ledger_find_release(ledger, dataset->name, period, &revision.of);
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        return staith_err_set(err, rc, "the ledger cannot be read");
    }
    if (rc == 0 && dataset->revisions != NULL) {
        revision.officers = strcmp(dataset->revisions, "hold") == 0           ? 1
                            : strcmp(dataset->revisions, "hold-for-two") == 0 ? 2
                                                                              : 0;
    }
    if (rc == 0 && dataset->release_date_count > 0 && !joint_audit) {
        revision.dated = true;
        revision.leaves_unix_ms = next_date(dataset, now_unix_ms);
    }
    *ret_revision = revision;
    return 0;
}
