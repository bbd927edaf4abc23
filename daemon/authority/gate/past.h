/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_PAST_H
#define STAITH_AUTHORITY_GATE_PAST_H
/*
 * What has left of a dataset and those beside it, or may still leave, with the counts behind it:
 * what a decision is held against.
 */
#include "disclosure/gate.h"
#include "ledger/facts.h"
#include "ledger/held.h"
#include "ledger/truth.h"

enum {
    STAITH_GATE_PAST_VINTAGES = 24, /**< of the period that is decided on */
    STAITH_GATE_PAST_OTHERS = 167,  /**< kin releases of other periods and datasets */
    STAITH_GATE_PAST_DAYS = 750,    /**< between the ends of two periods: eight quarters */
    STAITH_GATE_PAST_MAX_RECORDS = 16384,
    STAITH_GATE_PAST_MAX_BYTES = 192 * 1024 * 1024
};

/** Of a release's account: the number of the counts behind it (ledger/truth.h). */
#define STAITH_GATE_PAST_COUNTS "counts"

/** Newest first. Zero-initialise. */
struct staith_gate_past {
    struct staith_arena arena;
    uint32_t count;
    struct staith_disclosure_earlier items[STAITH_DISCLOSURE_MAX_EARLIER];
    struct staith_release *releases[STAITH_DISCLOSURE_MAX_EARLIER]; /**< the same, to be freed */
    uint32_t vintages;
    uint32_t others;
    bool cut;                               /**< there is more than there is room for */
    const struct staith_public_fact *facts; /**< published by the day */
    uint32_t fact_count;
};

/** Where to look; each may be NULL, and is not looked at then. */
struct staith_gate_archive {
    struct staith_ledger *ledger;
    struct staith_held *held;
    struct staith_truth *truth;
    struct staith_facts *facts;
    int64_t today_unix_ms; /**< which facts are known */
};

/** Open all of them for reading, by handles of one's own: for whoever reads beside the gate's loop,
 *  or in another program. What was never made stays NULL. *archive is the caller's to close
 *  whatever comes. */
int staith_gate_archive_open(const char *folder, int64_t today_unix_ms,
                             struct staith_gate_archive *archive, struct staith_err *err);
void staith_gate_archive_close(struct staith_gate_archive *archive);
/** Open archive->facts, the caller's to close. Another program writes them: there may be none yet,
 *  and then they stay NULL. */
int staith_gate_past_open_facts(const char *folder, struct staith_gate_archive *archive,
                                struct staith_err *err);
/** The number of the counts behind a release, by its account; 0: it does not say. */
int64_t staith_gate_past_counts(const char *decision_json);
/** Read what a decision on `dataset` and `period` is held against; of other periods and datasets
 *  what says anything of `catalogue`'s measures, NULL: all. More vintages of the period than there
 *  is room for count as lost, and past->cut says that more there was than is held against it.
 *  STAITH_ERR_VERIFY, IO, NOMEM: the caller must not go on as if nothing had left. *past is the
 *  caller's to free whatever comes. */
int staith_gate_past_read(const struct staith_gate_archive *archive, const char *dataset,
                          const struct staith_period *period,
                          const struct staith_catalogue *catalogue, struct staith_gate_past *past,
                          struct staith_err *err);
/** NULL is allowed. */
void staith_gate_past_free(struct staith_gate_past *past);

#endif
