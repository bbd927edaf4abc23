/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_CERTIFICATE_H
#define STAITH_DISCLOSURE_AUDIT_CERTIFICATE_H
/*
 * The certificate: which attackers were tried on how many cells, and what came of it.
 */
#include "base/buf.h"
#include "disclosure/audit/audit.h"

/** Attackers in the order of the certificate: code, words. Every one but `person`, `alone` and
 *  `council` adds knowledge of its own to `plain`; `together` has it all, and the insiders stand
 *  on its shoulders. */
#define STAITH_ATTACKERS(X)                                                                        \
    X(PLAIN, "plain", "values are not negative, and what is printed adds up")                      \
    X(AT_LEAST_ONE, "hidden_at_least_one", "what is hidden is at least 1")                         \
    X(RULE, "rule_and_marks", "knows the rounding rule and what every mark means")                 \
    X(EARLIER, "earlier_releases", "earlier releases, revisions and overlapping windows")          \
    X(PUBLIC, "public_figures", "DfE's annual figures as exact facts")                             \
    X(RATES, "rates", "rates and means tied to their parts")                                       \
    X(REBANDED, "rebanded_groups", "the same people in groups cut otherwise")                      \
    X(TOGETHER, "together", "everything above at once")                                            \
    X(PERSON, "person", "each single person, who knows the own contribution")                      \
    X(ALONE, "person_alone", "each single contributor, who knows to be alone in a cell")           \
    X(COUNCIL, "council", "each council against the region, with its own return")

enum staith_attacker {
#define STAITH_X(name, code, words) STAITH_ATTACKER_##name,
    STAITH_ATTACKERS(STAITH_X)
#undef STAITH_X
};
enum { STAITH_ATTACKER_COUNT = STAITH_ATTACKER_COUNCIL + 1 };

/** How far one attacker was taken. */
enum staith_attack_state {
    STAITH_ATTACK_UNFINISHED = 0,  /**< the budget ended, or an attacker before it won already */
    STAITH_ATTACK_TRIED = 1,       /**< every audited cell was decided */
    STAITH_ATTACK_COVERED = 2,     /**< knows less than `together`, which failed to disclose */
    STAITH_ATTACK_NOTHING = 3,     /**< nothing of the kind was published: no such attacker */
    STAITH_ATTACK_CONTRADICTED = 4 /**< no whole numbers fit what it believes */
};

enum staith_verdict {
    STAITH_VERDICT_UNFINISHED = 0, /**< not passed: the budget ended first */
    STAITH_VERDICT_PASSED = 1,
    STAITH_VERDICT_EXACT = 2,        /**< not passed: a protected cell can be worked out */
    STAITH_VERDICT_NARROW = 3,       /**< not passed: fewer possible values than promised */
    STAITH_VERDICT_CONTRADICTION = 4 /**< not passed: the published numbers do not fit together */
};

struct staith_attack_result {
    enum staith_attack_state state;
    uint32_t systems; /**< systems tried: 1, or one a person or council */
    uint32_t exact;   /**< protected cells with one possible value in at least one of them */
    uint32_t narrow;  /**< with fewer than promised, the exact ones among them */
    /** Least number of possible values found for a protected cell. For insiders counted no further
     *  than the cell's promise, for a person than what must be left. 0: none decided. */
    int64_t least;
};

struct staith_certificate {
    enum staith_verdict verdict;
    uint32_t cells;   /**< in the system */
    uint32_t audited; /**< protected ones, all of them audited */
    uint32_t exact;   /**< greatest number that one attacker worked out */
    uint32_t narrow;  /**< the same, fewer possible values than promised */
    int64_t least;    /**< least number of possible values over cells and non-insiders */
    int64_t promise;  /**< least promise of a protected cell, 0 where nothing is protected */
    struct staith_attack_result attackers[STAITH_ATTACKER_COUNT];
    uint32_t programs;  /**< linear programs solved */
    uint32_t solutions; /**< whole-number solutions checked in integer arithmetic */
    int64_t time_ms;
    bool out_of_time; /**< what is said of the rest depends on the machine */
    char solver[32];  /**< "GLPK 5.0" */
    /** The worst finding: cell, attacker, interval. Index -1: none. */
    int64_t worst_cell;
    enum staith_attacker worst_attacker;
    char why[256]; /**< one sentence on what it means; names a cell, never a true value */
    /** One a cell of the system: by everything `together` (or, where that was contradicted or
     *  unfinished, as far as it came). Cells without promise: all zero. */
    struct staith_audit_interval *intervals;
};

/** Heap; NULL is allowed. */
void staith_certificate_free(struct staith_certificate *certificate);
/** Code and words of attackers, verdicts and states. Static, never NULL. */
const char *staith_attacker_code(enum staith_attacker attacker);
const char *staith_attacker_words(enum staith_attacker attacker);
const char *staith_verdict_code(enum staith_verdict verdict);
const char *staith_attack_state_code(enum staith_attack_state state);
/** Append one JSON object, without the intervals. 0, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_certificate_json(const struct staith_certificate *certificate, struct staith_buf *out);
/** Append the same as lines for a person. */
int staith_certificate_text(const struct staith_certificate *certificate, struct staith_buf *out);

#endif
