/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_GATE_H
#define STAITH_DISCLOSURE_GATE_H
/*
 * From a raw table to a release: the only door. Under the policy in force, headline totals that
 * DfE itself prints for every council leave exactly; every breakdown is withheld.
 */
#include "disclosure/policy.h"
#include "disclosure/release.h"
#include "model/rawtable.h"

/** A status that the council sets on a measure for one period ("our leavers are not reliable"). */
struct staith_mark {
    const char *measure; /**< code */
    struct staith_period period;
    enum staith_status status; /**< UNRELIABLE or UNAVAILABLE */
    const char *reason;        /**< code: "withdrawn", "incomplete", "system_change", "other" */
};

/** What became of one table of the raw table. */
struct staith_disposition {
    uint16_t table;    /**< index into the catalogue's tables */
    uint32_t cells;    /**< cells tallied */
    uint32_t released; /**< cells that leave */
    uint32_t withheld; /**< cells that stay */
    const char *rule;  /**< code of the policy rule that decided for most cells; static */
    const char *why;   /**< the rule in plain words; static */
};

/** Account of a decision, for ledger and preview. Caller's storage. */
struct staith_decision {
    uint32_t disposition_count;
    struct staith_disposition dispositions[STAITH_CATALOGUE_MAX_TABLES];
    uint32_t marked; /**< cells whose status a mark set */
};

/**
 * Decide and make the release. `catalogue_hash`: of the catalogue's packed bytes. Inputs stay the
 * caller's. 0 with *ret_release the caller's to free; STAITH_ERR_INVAL for a raw table that does
 * not add up, a mark on an unknown measure; STAITH_ERR_REFUSED when the policy permits nothing
 * (*ret_decision is filled then too: it says why).
 */
int staith_disclosure_release(const struct staith_rawtable *raw, const struct staith_policy *policy,
                              enum staith_audience audience, const struct staith_mark *marks,
                              uint32_t mark_count, const uint8_t *catalogue_hash,
                              struct staith_decision *ret_decision,
                              struct staith_release **ret_release, struct staith_err *err);

#endif
