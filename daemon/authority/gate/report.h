/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_REPORT_H
#define STAITH_AUTHORITY_GATE_REPORT_H
/*
 * Accounts of a run and of a decision as JSON: for the run records, the ledger's notes and
 * `staith preview --json`. Codes, counts and places; never a value of a person.
 */
#include "authority/gate/files.h"
#include "authority/gate/run.h"
#include "disclosure/policy.h"

#include <jansson.h>

enum { STAITH_GATE_REPORT_MAX_FINDINGS = 200, STAITH_GATE_RULES_BYTES = 33 };

/** What became of a file. Pointers are the caller's; those that may be NULL are said so. */
struct staith_gate_report {
    const char *dataset;
    const char *source;         /**< file name without folders */
    const uint8_t *source_hash; /**< or NULL: not known */
    uint64_t source_bytes;
    int64_t started_unix_ms;
    const char *outcome;          /**< "released", "held", "unchanged", "refused", "failed" */
    uint64_t number;              /**< of the release in the ledger, 0: none */
    uint64_t held;                /**< its number among the held, 0: not held */
    uint64_t replaces;            /**< the held one whose place it took, 0: none */
    const struct staith_err *err; /**< why not, or NULL */
    const struct staith_gate_outcome *run;  /**< or NULL: not run */
    const struct staith_decision *decision; /**< or NULL */
};

/** A new reference, or NULL without memory. */
json_t *staith_gate_report_run(const struct staith_gate_report *report);
/** Tables with rule, words and counts, by measure too; the certificate of the audit; the marks that
 *  were set. `files` may be NULL: none. A new reference or NULL. */
json_t *staith_gate_report_decision(const struct staith_policy *policy,
                                    const struct staith_config_dataset *dataset,
                                    const struct staith_gate_files *files,
                                    const struct staith_gate_outcome *run,
                                    const struct staith_decision *decision);
/** Checks with their counts, and the first findings with place and element; NULL without memory.
 *  `source`: file name that the places begin with. */
json_t *staith_gate_report_findings(const struct staith_gate_outcome *run, const char *source);
/** How many findings are errors and queries. */
void staith_gate_report_count(const struct staith_gate_outcome *run, uint32_t *ret_errors,
                              uint32_t *ret_queries);
/** What an audit found. A new reference or NULL. */
json_t *staith_gate_report_certificate(const struct staith_release_certificate *certificate);
/** A fingerprint of all that decides besides the source: policy, plugin, options, files (NULL:
 *  none), marks, held. */
void staith_gate_report_rules(const struct staith_policy *policy,
                              const struct staith_config_dataset *dataset,
                              const struct staith_gate_files *files,
                              char ret_rules[STAITH_GATE_RULES_BYTES]);

#endif
