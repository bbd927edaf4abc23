/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_REVISION_H
#define STAITH_AUTHORITY_GATE_REVISION_H
/*
 * Whether a release revises one that has left, and how revisions of its dataset may leave.
 */
#include "config/schema.h"
#include "ledger/ledger.h"

struct staith_gate_revision {
    uint64_t of;            /**< number of the release that it revises, 0: it revises none */
    uint32_t officers;      /**< who must approve it because it is one: 0, 1 or 2 */
    bool dated;             /**< it leaves on a release date alone */
    int64_t leaves_unix_ms; /**< dated: the next one; 0: none lies ahead */
};

/** `joint_audit`: the figures were audited together with those that left before, and passed; then
 *  release dates do not matter. An error means that the ledger cannot be read. */
int staith_gate_revision_of(struct staith_ledger *ledger,
                            const struct staith_config_dataset *dataset,
                            const struct staith_period *period, bool joint_audit,
                            int64_t now_unix_ms, struct staith_gate_revision *ret_revision,
                            struct staith_err *err);

#endif
