/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_AUDIT_H
#define STAITH_DISCLOSURE_AUDIT_AUDIT_H
/*
 * The auditor: what can be worked out from everything that was published? It sees the structure of
 * the tables, what was printed for each cell, and linear facts from elsewhere; never a true value.
 * It shares no code with the protectors. README.md tells every attacker in plain words.
 *
 * A run ends in a certificate (certificate.h). Only whole-number solutions checked in integer
 * arithmetic let a cell pass; linear programs and bounds can only refuse. What the budget of time
 * and size does not let it finish is not passed.
 */
#include "base/err.h"
#include "base/outside.h"
#include "model/system.h"

#include <stdbool.h>
#include <stdint.h>

struct staith_certificate;

enum {
    STAITH_AUDIT_MAX_FACTS = 200000,
    STAITH_AUDIT_MAX_TERMS = 2000000,
    STAITH_AUDIT_MAX_TIMES = 4000000,
    STAITH_AUDIT_MAX_COUNCILS = 256
};

/** Numbers and bounds of the audit lie in 0 .. this. As an upper end it means "no limit known". */
#define STAITH_AUDIT_NO_LIMIT INT64_C(1000000000000)

/** What stands in the place of a cell. */
enum staith_audit_shows {
    STAITH_AUDIT_NOTHING = 0, /**< the cell is printed nowhere: an unknown that relations use */
    STAITH_AUDIT_HIDDEN = 1,  /**< a symbol instead of a number; lo, hi: what the symbol says */
    STAITH_AUDIT_EXACT = 2,   /**< `value` */
    STAITH_AUDIT_ROUNDED = 3, /**< `value` with its printed interval lo, hi and its rule */
    STAITH_AUDIT_RANGE = 4    /**< an interval lo, hi without a rule: bands, noise, low */
};

/** Where a published number or fact is known from; decides which attackers know it. */
enum staith_audit_source {
    STAITH_AUDIT_RELEASE = 0, /**< the release under audit: everybody */
    STAITH_AUDIT_EARLIER = 1, /**< earlier releases, revisions, overlapping windows */
    STAITH_AUDIT_PUBLIC = 2,  /**< DfE's annual figures and other public facts */
    STAITH_AUDIT_RATES = 3,   /**< rates and means tied to their parts */
    STAITH_AUDIT_REBANDED = 4 /**< the same people in groups cut otherwise */
};

/** What was published for one cell; make it with the functions below. Zero: nothing. */
struct staith_audit_cell {
    enum staith_audit_shows shows;
    enum staith_audit_source source;
    int64_t value;
    /** ROUNDED, RANGE: the printed interval. HIDDEN: what the symbol tells whoever knows the rule;
     *  lo is 0 where zeros may be hidden too, else at least 1. */
    int64_t lo;
    int64_t hi;
    /** ROUNDED: |true - value| < base * steps; steps 0: the nearest multiple, ties either way. */
    int64_t base;
    int64_t steps;
    /** Least number of possible values that the release promises: 5 at base 5, 3 at base 3.
     *  0: the cell is not protected and not audited. */
    int64_t promise;
    uint32_t owner; /**< 1..: the council whose own return the cell is; 0: nobody's alone */
    bool people;    /**< a finest cell that counts people: one person is in one such cell */
    bool sole;      /**< the cell has one contributor, who knows that */
    /** `promise` is what was left of it before this release: outsiders alone are held to it, and
     *  it is not in the certificate's `least` and `promise`, which speak of what is promised. */
    bool lost;
};

/** lo <= sum of times * cell over terms[first .. first + count) <= hi. The ends may be negative,
 *  within +-STAITH_AUDIT_NO_LIMIT, which as an end means none. */
struct staith_audit_fact {
    enum staith_audit_source source;
    int64_t lo;
    int64_t hi;
    uint32_t first;
    uint32_t count;
};
struct staith_audit_term {
    uint32_t cell;
    int64_t times; /**< not 0; over one fact the |times| add up to at most STAITH_AUDIT_MAX_TIMES */
};

struct staith_audit_budget {
    int64_t time_ms;   /**< for the whole run */
    uint32_t programs; /**< linear programs, branches of whole-number ones included */
    uint32_t cells;    /**< unknowns */
};

/** All is the caller's and only read. */
struct staith_audit {
    const struct staith_system *system;    /**< values are not looked at */
    const struct staith_audit_cell *cells; /**< one for each cell of the system */
    const struct staith_audit_fact *facts;
    uint32_t fact_count;
    const struct staith_audit_term *terms;
    uint32_t term_count;
    /** Own returns, where the caller knows them: true values of the cells with an owner and of
     *  those with a sole contributor (others are not looked at). NULL: each council is given the
     *  return nearest to what is printed, each sole contributor the middle of what can be. */
    const int64_t *own_values;
    /** People of one cell who put together what they know: 1 (region) or 2 (public). 0: 1. */
    uint32_t persons;
    /** Take every cell of people that can be 1 for one person who knows to be alone in it. */
    bool everyone_alone;
    struct staith_audit_budget budget;    /**< members that are 0: 10 s, 200,000 and 50,000 */
    const struct staith_outside *outside; /**< clock; NULL: the machine's */
};

/** What one attacker can conclude about one cell. */
struct staith_audit_interval {
    int64_t lo;
    int64_t hi;
    /** Whole numbers that can be true. Exact below twice the promise, from there hi - lo + 1. */
    int64_t possible;
};

/** Cells as they are published. The promise follows the base for rounded ones. */
struct staith_audit_cell staith_audit_exact(int64_t value);
/** An adjacent multiple of `base`, or up to `steps` of them away; multiples stay where steps is 1.
 *  The printed interval is the rule's. */
struct staith_audit_cell staith_audit_rounded(int64_t value, int64_t base, int64_t steps);
/** Hidden behind one mark for primary and secondary cells; zeros are never hidden where
 *  `hides_zeros` is false. */
struct staith_audit_cell staith_audit_hidden(bool hides_zeros, int64_t promise);

/** A rate shown as `shown` in units of its last decimal, `shown` = nearest(scale * numerator /
 *  denominator): 6.4 % is shown 64, scale 1000. Fills two facts of source RATES over
 *  terms[first .. first + 4), which it fills too. 0 or STAITH_ERR_INVAL. */
int staith_audit_rate(uint32_t numerator, uint32_t denominator, int64_t scale, int64_t shown,
                      uint32_t first, struct staith_audit_fact ret_facts[2],
                      struct staith_audit_term ret_terms[4]);

/** Run every attacker. Passed: no protected cell has fewer possible values than its promise; than
 *  the promise less `persons` (at least 2) against a person; than 2 against a sole contributor and
 *  a council, who may narrow a cell and never work it out. 0 with a certificate, passed or not
 * (also where the published numbers do not fit together or the budget ends); STAITH_ERR_INVAL where
 * the question itself is malformed, STAITH_ERR_NOMEM. The certificate is the caller's:
 * staith_certificate_free. */
int staith_audit_run(const struct staith_audit *audit, struct staith_certificate **ret_certificate,
                     struct staith_err *err);

#endif
