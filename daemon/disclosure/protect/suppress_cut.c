/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/suppress_cut.h"

#include <math.h>
#include <string.h>

/* A cut must say this much more than the fractions it is for, as a share. */
#define VIOLATED 0.02

int staith_suppress_cut_init(struct staith_suppress_cut *cut, struct staith_suppress_attack *attack,
                             struct staith_suppress_master *master, struct staith_arena *arena)
{
    size_t cells = attack->part->count;
    *cut = (struct staith_suppress_cut){.part = attack->part, .attack = attack, .master = master};
    cut->share = staith_arena_array(arena, cells, sizeof(*cut->share));
    cut->useful = staith_arena_array(arena, cells, sizeof(*cut->useful));
    cut->unless = staith_arena_array(arena, cells, sizeof(*cut->unless));
    return cut->share == NULL || cut->useful == NULL || cut->unless == NULL ? STAITH_ERR_LIMIT : 0;
}

/* Clear the master's room for coefficients. */
static void clear(struct staith_suppress_cut *cut)
{
    memset(cut->master->coefficients, 0, cut->part->count * sizeof(*cut->master->coefficients));
}

/* The prices of the last reach as coefficients: what each hidden cell makes room for. Added, since
 * what lies between the ends takes room for both. */
static void add_pull(struct staith_suppress_cut *cut, int64_t far)
{
    const struct staith_suppress_part *part = cut->part;
    int64_t least = far * STAITH_SUPPRESS_PRICE;
    int64_t *coefficients = cut->master->coefficients;
    for (uint32_t i = 0; i < part->count; i++) {
        int64_t pull = cut->attack->pull[i];
        int64_t room = pull > 0 ? least : -pull * part->down[i];
        coefficients[i] += room < least ? room : least;
    }
}

/* Add the cut if `share` violates it. */
static int cut_if_violated(struct staith_suppress_cut *cut, int64_t far, const double *share,
                           bool *ret_added)
{
    const struct staith_suppress_part *part = cut->part;
    const int64_t *coefficients = cut->master->coefficients;
    int64_t left = far * STAITH_SUPPRESS_PRICE;
    double room = 0;
    *ret_added = false;
    for (uint32_t i = 0; i < part->count && left > 0; i++) {
        left -= !part->forced[i] ? 0 : coefficients[i] < left ? coefficients[i] : left;
    }
    for (uint32_t i = 0; i < part->count; i++) {
        room += part->forced[i] ? 0 : fmin((double)coefficients[i], (double)left) * share[i];
    }
    return room < (double)left * (1 - VIOLATED)
               ? staith_suppress_master_cut(cut->master, far * STAITH_SUPPRESS_PRICE, ret_added)
               : 0;
}

/* The cut for one end of an interval. */
int staith_suppress_cut_end(struct staith_suppress_cut *cut, uint32_t cell, int way, int64_t far,
                            const double *share, bool *ret_added)
{
    double reached = 0;
    *ret_added = false;
    int code = staith_suppress_attack_reach(cut->attack, share, cell, way, far, NULL, &reached);
    if (code == 0 && reached >= 0 && reached < (double)far * (1 - VIOLATED)) {
        clear(cut);
        add_pull(cut, far);
        code = cut_if_violated(cut, far, share, ret_added);
    }
    return code;
}

/* The cut for how many numbers lie between both ends. */
int staith_suppress_cut_width(struct staith_suppress_cut *cut, uint32_t cell, const double *share,
                              bool *ret_added)
{
    int64_t far = (int64_t)cut->part->numbers[cell] - 1;
    double between = 0;
    *ret_added = false;
    clear(cut);
    for (int way = 1; way >= -1; way -= 2) {
        double reached = 0;
        int64_t most = way > 0 || far < cut->part->down[cell] ? far : cut->part->down[cell];
        int code =
            staith_suppress_attack_reach(cut->attack, share, cell, way, most, NULL, &reached);
        if (code != 0 || reached < 0) {
            return code;
        }
        between += reached;
        if (between >= (double)far * (1 - VIOLATED)) {
            return 0;
        }
        add_pull(cut, far);
    }
    return cut_if_violated(cut, far, share, ret_added);
}

/* What the prices of the last reach allow the insider's cell: a bound in whole numbers, times the
 * scale of prices. Cells that are shown and have a price are useful. False: they allow anything. */
static bool bound_of(const struct staith_suppress_cut *cut, const bool *hidden,
                     const struct staith_suppress_known *known, bool *useful, int64_t *ret_bound)
{
    const struct staith_suppress_part *part = cut->part;
    int64_t bound = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        int64_t pull = cut->attack->pull[i];
        int64_t lo = -part->down[i];
        int64_t hi = STAITH_SUPPRESS_NO_END;
        if (!hidden[i]) {
            useful[i] = useful[i] || pull != 0;
            continue;
        }
        if (i == known->cell) {
            lo = known->lo > lo ? known->lo : lo;
            hi = known->hi;
        }
        if (pull > 0 && hi == STAITH_SUPPRESS_NO_END) {
            return false;
        }
        bound += pull > 0 ? pull * hi : pull * lo;
    }
    *ret_bound = bound;
    return true;
}

static int64_t floor_price(int64_t bound)
{
    int64_t whole = bound / STAITH_SUPPRESS_PRICE;
    return bound % STAITH_SUPPRESS_PRICE < 0 ? whole - 1 : whole;
}

/* Cells whose showing holds the insider within what is possible now. Not proved: it may be any. */
static int find_useful(struct staith_suppress_cut *cut, const bool *hidden,
                       const struct staith_suppress_fault *fault, bool *useful, bool *ret_proved)
{
    int64_t ends[2] = {0, 0};
    *ret_proved = false;
    for (int k = 0; k < 2; k++) {
        double reached = 0;
        int code =
            staith_suppress_attack_reach(cut->attack, cut->share, fault->cell, k == 0 ? 1 : -1,
                                         STAITH_SUPPRESS_NO_END, &fault->known, &reached);
        if (code != 0 || reached < -STAITH_SUPPRESS_NO_END ||
            !bound_of(cut, hidden, &fault->known, useful, &ends[k])) {
            return code;
        }
    }
    *ret_proved = floor_price(ends[0]) + floor_price(ends[1]) + 1 < (int64_t)fault->need;
    return 0;
}

/* Cells that, shown, may end the insider's attack instead: the insider's own; and any that is
 * hidden where the attack rests on it. A total turns into the insider's own once what else is in it
 * is shown, and whoever is not there really is impossible once too little is hidden. */
static void find_unless(const struct staith_suppress_cut *cut, const bool *hidden,
                        const struct staith_suppress_fault *fault, bool *unless)
{
    const struct staith_suppress_part *part = cut->part;
    const struct staith_suppress_known *known = &fault->known;
    bool insider = fault->kind == STAITH_SUPPRESS_FAULT_INSIDER;
    bool alone = insider && known->hi != STAITH_SUPPRESS_NO_END;
    bool rests = insider && (alone || known->lo > 0);
    for (uint32_t i = 0; i < part->count; i++) {
        unless[i] = hidden[i] && (rests || (insider && i == known->cell));
    }
}

/* One of the cells that are shown must be hidden (of the useful ones, if given), or the attack is
 * none. */
static int cut_shown(struct staith_suppress_cut *cut, const bool *hidden,
                     const struct staith_suppress_fault *fault, const bool *useful)
{
    const struct staith_suppress_part *part = cut->part;
    bool added = false;
    for (uint32_t i = 0; i < part->count; i++) {
        cut->master->coefficients[i] = !hidden[i] && (useful == NULL || useful[i]) ? 1 : 0;
    }
    find_unless(cut, hidden, fault, cut->unless);
    return staith_suppress_master_cut_unless(cut->master, cut->unless, &added);
}

int staith_suppress_cut_fault(struct staith_suppress_cut *cut, const bool *hidden,
                              const struct staith_suppress_fault *fault)
{
    const struct staith_suppress_part *part = cut->part;
    bool added = false;
    bool proved = false;
    int code = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        cut->share[i] = hidden[i] ? 1 : 0;
        cut->useful[i] = false;
    }
    /* No price tells of a gap. */
    if (fault->kind == STAITH_SUPPRESS_FAULT_ABOVE) {
        code = staith_suppress_cut_end(cut, fault->cell, 1, fault->far, cut->share, &added);
    } else if (fault->kind == STAITH_SUPPRESS_FAULT_BELOW) {
        code = staith_suppress_cut_end(cut, fault->cell, -1, -fault->far, cut->share, &added);
    } else if (fault->kind == STAITH_SUPPRESS_FAULT_FEW) {
        code = staith_suppress_cut_width(cut, fault->cell, cut->share, &added);
    } else if (fault->kind == STAITH_SUPPRESS_FAULT_INSIDER) {
        code = find_useful(cut, hidden, fault, cut->useful, &proved);
    }
    if (code != 0 || added) {
        return code;
    }
    return cut_shown(cut, hidden, fault, proved ? cut->useful : NULL);
}
