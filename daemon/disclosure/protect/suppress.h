/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_H
/*
 * Cell suppression: which cells to hide so that the attacker in the model cannot come closer to a
 * protected cell than promised, with the least weight hidden in all. Every other cell is published
 * exactly. Hidden cells carry one mark, whether they are protected themselves (primary) or hide
 * others (secondary).
 *
 * A primary cell is promised an interval lo .. hi around its true value, every whole number of
 * which stays possible for the attacker, and a number of possible whole numbers in all, wherever
 * they lie. Tables written down in whole numbers show both.
 *
 * The attacker knows the structure, the shown values, that counts are not negative, and
 *   PLAIN: nothing else;
 *   KNOWING: the rule: where zeros are never hidden (`hides_zeros` false), that hidden means at
 *     least 1; and one or two people of any hidden finest cell put together what they know
 *     (`persons`), and a cell's sole contributor knows its value (`sole`).
 *
 * Cells bound to each other by sums, through however many others, are one part; a part that cannot
 * be protected, or whose search time, memory or a fault ended, is withheld as a whole. Limits on
 * work (rounds, nodes) end the search at the same place on every machine and leave the best pattern
 * found with its bound.
 */
#include "base/arena.h"
#include "base/err.h"
#include "disclosure/protect/solver.h"
#include "model/system.h"

enum staith_suppress_attacker { STAITH_SUPPRESS_PLAIN = 1, STAITH_SUPPRESS_KNOWING = 2 };

/** What may be done with a cell. */
enum staith_suppress_kind {
    STAITH_SUPPRESS_OPEN = 0,    /**< shown, or hidden where that protects others */
    STAITH_SUPPRESS_PRIMARY = 1, /**< hidden, with the promise lo .. hi */
    STAITH_SUPPRESS_FROZEN = 2,  /**< hidden before, so hidden now; nothing promised */
    STAITH_SUPPRESS_SHOWN = 3    /**< may not be hidden: printed elsewhere, or a headline */
};

/** One cell of the system. */
struct staith_suppress_cell {
    enum staith_suppress_kind kind;
    int64_t lo; /**< PRIMARY: lo <= true value <= hi, at most 32 numbers; else not looked at */
    int64_t hi;
    uint32_t
        numbers;    /**< PRIMARY: possible ones at least; 0: as many as lo .. hi has; at most 32 */
    int64_t weight; /**< cost of hiding it, 0 .. 10^9 */
    bool people;    /**< a finest cell that counts people: each person is in one of these */
    bool sole;      /**< one contributor, who knows the value */
};

/** The caller's. */
struct staith_suppress_rules {
    const struct staith_suppress_cell *cells; /**< one for each cell of the system */
    enum staith_suppress_attacker attacker;
    bool hides_zeros; /**< zeros may be hidden; else they are shown, also where kind says OPEN */
    uint32_t persons; /**< KNOWING: 0, 1 (region) or 2 (public) people of one cell */
    uint32_t rounds;  /**< programs of the master at most; 0: 20 */
    struct staith_solver_budget budget; /**< time: of all; the rest: of each solve. 0: 60 s,
                                           2,000 nodes */
};

enum staith_suppress_state {
    STAITH_SUPPRESS_OPTIMAL = 1, /**< proved: no pattern that holds weighs less */
    STAITH_SUPPRESS_BOUNDED = 2, /**< holds; the least weight lies between bound and weight */
    STAITH_SUPPRESS_WITHHELD = 3 /**< some part has no pattern that holds, or none was found */
};

struct staith_suppression {
    bool *hidden;                     /**< one for each cell, arena's. Not meant where withheld */
    bool *withheld;                   /**< one for each cell, arena's: nothing may be said of it */
    enum staith_suppress_state state; /**< the worst of all parts */
    enum staith_solver_end end;       /**< why a part is withheld; DONE: nothing protects it */
    int64_t culprit;                  /**< first primary cell that nothing protects, else -1 */
    int64_t weight;                   /**< of the secondary cells */
    int64_t bound;                    /**< no pattern that holds has less secondary weight */
    uint32_t primary;                 /**< cells hidden because they must be: PRIMARY and FROZEN */
    uint32_t secondary;               /**< cells hidden to protect them */
    uint32_t rounds;                  /**< programs of the master */
    uint32_t programs;                /**< programs of the attacker */
    uint32_t time_ms;
};

/**
 * Suppress a system with values. 0 with *ret_suppression whatever the state; STAITH_ERR_INVAL for
 * a system that does not add up, or rules that contradict themselves (a promise without the true
 * value, or below what the attacker takes for the least a hidden cell can be);
 * STAITH_ERR_LIMIT, STAITH_ERR_NOMEM.
 */
int staith_suppress(const struct staith_system *system, const struct staith_suppress_rules *rules,
                    struct staith_arena *arena, struct staith_suppression *ret_suppression,
                    struct staith_err *err);

#endif
