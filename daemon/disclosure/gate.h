/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_GATE_H
#define STAITH_DISCLOSURE_GATE_H
/*
 * From a raw table to a release: the only door. Under the policy in force, headline totals that
 * DfE itself prints for every council leave exactly, and breakdowns of counts leave as controlled
 * roundings that the auditor has passed. What cannot be protected, or not be proved safe, stays.
 */
#include "base/outside.h"
#include "disclosure/policy.h"
#include "disclosure/public_fact.h"
#include "disclosure/release.h"
#include "model/rawtable.h"
#include "model/system.h"

/** A status that the council sets on a measure for one period ("our leavers are not reliable"). */
struct staith_mark {
    const char *measure; /**< code */
    struct staith_period period;
    enum staith_status status; /**< UNRELIABLE or UNAVAILABLE */
    const char *reason;        /**< code: "withdrawn", "incomplete", "system_change", "other" */
};

/** A figure of an amount that was shown, or waits, and the sketch of those behind it then. */
struct staith_shown_amount {
    const char *name; /**< as disclosure/place.h names it */
    int64_t value;
    bool followed; /**< `changes` is under the council's key */
    struct staith_sketch changes;
};

/** A release of this council that has left, or may still leave: everybody may know it. */
struct staith_disclosure_earlier {
    const struct staith_release *release;
    const struct staith_catalogue *catalogue; /**< the one that it names */
    /** The counts it was made from, as staith_disclosure_truth gave them then; NULL: lost. Without
     *  them nothing rounded of its period leaves again. */
    const struct staith_system *truth;
    /** It has not left: it is held against, and what it undoes is not lost by it. */
    bool waits;
};

enum { STAITH_DISCLOSURE_MAX_EARLIER = 192 };

/** What is to be decided. All is the caller's and only read. */
struct staith_disclosure {
    const struct staith_rawtable *raw;
    const struct staith_policy *policy;
    enum staith_audience audience;
    const struct staith_mark *marks;
    uint32_t mark_count;
    /** Amounts that were shown earlier, or may still be; a name may be there more than once. */
    const struct staith_shown_amount *shown;
    uint32_t shown_count;
    const uint8_t *catalogue_hash; /**< of the catalogue's packed bytes */
    /** Newest first: every vintage of the period, and of the periods around it, also of other
     *  datasets. */
    const struct staith_disclosure_earlier *earlier;
    uint32_t earlier_count;
    /** There is more that left than `earlier` has, so that nothing it could undo is proved. */
    bool earlier_cut;
    const struct staith_public_fact *facts; /**< of this council, known on the day */
    uint32_t fact_count;
    const struct staith_outside *outside; /**< clock; NULL: the machine's */
    int64_t time_ms;                      /**< for rounding and audit; 0: 60 s */
};

/** What became of one measure of one table. */
struct staith_choice {
    uint16_t table;   /**< index into the catalogue's tables */
    uint16_t measure; /**< index into the catalogue's measures */
    enum staith_policy_rule rule;
    /** Of a headline that is rounded and would leave exactly by itself: why it does not. */
    enum staith_policy_rule instead;
    uint32_t base;  /**< of ROUNDED and HIDDEN, else 0 */
    uint32_t reach; /**< of ROUNDED: 1, or 2 where adjacent multiples said too much */
    struct staith_magnitude_rule amount; /**< of AMOUNT: what each place is judged by */
    uint32_t cells;    /**< places of the table; not how many hold somebody, which would tell */
    uint32_t released; /**< that leave: of a rounded table all its places, zeros too */
    uint32_t hidden;   /**< of HIDDEN, and of an amount: places that leave as hidden */
};

/** What became of one table of the raw table. */
struct staith_disposition {
    uint16_t table;    /**< index into the catalogue's tables */
    uint32_t cells;    /**< places, of all its measures */
    uint32_t released; /**< cells that leave */
    uint32_t withheld; /**< places that stay */
    const char *rule;  /**< code of the policy rule that decided for most cells; static */
    const char *why;   /**< the rule in plain words; static */
};

enum { STAITH_DECISION_MAX_CHOICES = 2048 };

/** Account of a decision, for ledger and preview. Caller's storage. */
struct staith_decision {
    uint32_t disposition_count;
    struct staith_disposition dispositions[STAITH_CATALOGUE_MAX_TABLES];
    uint32_t marked; /**< cells whose status a mark set */
    uint32_t choice_count;
    struct staith_choice choices[STAITH_DECISION_MAX_CHOICES];
    /** How far the rounded numbers are from the true ones. For the council's own eyes: in a small
     *  table they tell what the numbers hide, so they are in nothing that leaves or is exported. */
    int64_t largest_error;
    int64_t mean_error_thousandths;
    /** Everything protected was audited together with every earlier release of the period, and
     *  passed. */
    bool joint_audit;
    /** What the audit found; cells 0: nothing was rounded, so there was none. */
    struct staith_release_certificate certificate;
};

/**
 * Decide and make the release. Inputs stay the caller's. 0 with *ret_release the caller's to free;
 * STAITH_ERR_INVAL for a raw table that does not add up, a mark on an unknown measure;
 * STAITH_ERR_LIMIT for more than a release holds; STAITH_ERR_REFUSED when the policy permits
 * nothing (*ret_decision is filled then too: it says why).
 */
int staith_disclosure_release(const struct staith_disclosure *disclosure,
                              struct staith_decision *ret_decision,
                              struct staith_release **ret_release, struct staith_err *err);

/** The true counts of a raw table as names and values, in `arena`: what the council keeps, and
 * shows this function's other end (staith_disclosure_earlier) at the next release. Errors as
 *  staith_compile (disclosure/protect/compile.h). */
int staith_disclosure_truth(const struct staith_rawtable *raw, struct staith_arena *arena,
                            struct staith_system *ret_truth, struct staith_err *err);

/** What became of a measure in a table; NONE where nothing was decided. */
enum staith_policy_rule staith_decision_rule(const struct staith_decision *decision, uint16_t table,
                                             uint16_t measure);

#endif
