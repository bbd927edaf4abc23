/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/known.h"

#include "authority/gate/past.h"

int staith_gate_known_now(struct staith_ledger *ledger, const char *folder, int64_t now_unix_ms,
                          struct staith_gate_known *ret_known, struct staith_err *err)
{
    struct staith_gate_archive archive = {.today_unix_ms = now_unix_ms};
    struct staith_gate_known known = {0};
    int rc = staith_gate_past_open_facts(folder, &archive, err);
    if (rc == 0 && archive.facts != NULL) {
        rc = staith_facts_count(archive.facts, now_unix_ms, &known.facts, err);
    }
    staith_facts_close(archive.facts);
    if (rc == 0 && staith_ledger_last(ledger, &known.last) != 0) {
        rc = staith_err_set(err, STAITH_ERR_IO, "the ledger cannot be read");
    }
    if (rc == 0) {
        *ret_known = known;
    }
    return rc;
}

int staith_gate_known_still(struct staith_ledger *ledger, const char *folder, int64_t now_unix_ms,
                            const struct staith_gate_known *known, bool *ret_same,
                            struct staith_err *err)
{
    struct staith_gate_known now = {0};
    int rc = staith_gate_known_now(ledger, folder, now_unix_ms, &now, err);
    *ret_same = rc == 0 && now.last == known->last && now.facts == known->facts;
    return rc;
}
