/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/suppress_mend.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PASSES = 50 };

static int compare_weight(const void *a, const void *b)
{
    const int64_t *one = a;
    const int64_t *other = b;
    if (one[0] != other[0]) {
        return one[0] > other[0] ? -1 : 1;
    }
    return one[1] < other[1] ? -1 : 1;
}

int staith_suppress_mend_init(struct staith_suppress_mend *mend,
                              struct staith_suppress_judge *judge, struct staith_suppress_cut *cut,
                              struct staith_arena *arena)
{
    const struct staith_suppress_part *part = judge->attack->part;
    size_t cells = part->count;
    int64_t(*pairs)[2] = staith_arena_array(arena, cells, sizeof(*pairs));
    *mend = (struct staith_suppress_mend){.part = part, .judge = judge, .cut = cut, .culprit = -1};
    mend->best = staith_arena_array(arena, cells, sizeof(*mend->best));
    mend->trial = staith_arena_array(arena, cells, sizeof(*mend->trial));
    mend->price = staith_arena_array(arena, cells, sizeof(*mend->price));
    mend->order = staith_arena_array(arena, cells, sizeof(*mend->order));
    if (pairs == NULL || mend->best == NULL || mend->trial == NULL || mend->price == NULL ||
        mend->order == NULL) {
        return STAITH_ERR_LIMIT;
    }
    for (uint32_t i = 0; i < part->count; i++) {
        if (!part->forced[i]) {
            pairs[mend->order_count][0] = part->weight[i];
            pairs[mend->order_count++][1] = i;
        }
    }
    qsort(pairs, mend->order_count, sizeof(*pairs), compare_weight);
    for (uint32_t i = 0; i < mend->order_count; i++) {
        mend->order[i] = (uint32_t)pairs[i][1];
    }
    return 0;
}

int64_t staith_suppress_mend_weight(const struct staith_suppress_mend *mend, const bool *hidden)
{
    int64_t weight = 0;
    for (uint32_t i = 0; i < mend->part->count; i++) {
        weight += hidden[i] && !mend->part->forced[i] ? mend->part->weight[i] : 0;
    }
    return weight;
}

/* Where a route is to bring the cell: far enough from a number that is possible. */
static void set_goals(const struct staith_suppress_fault *fault, int64_t goals[4])
{
    int64_t most = (int64_t)fault->need - 1;
    goals[0] = fault->far + most;
    goals[1] = fault->far - most;
    goals[2] = fault->far + 1;
    goals[3] = fault->far - 1;
}

/* Hide what the cheapest route leads over. */
static int hide_route(struct staith_suppress_mend *mend, bool *hidden,
                      const struct staith_suppress_fault *fault, bool *ret_hid)
{
    struct staith_suppress_attack *attack = mend->judge->attack;
    int64_t goals[4];
    int code = 0;
    set_goals(fault, goals);
    *ret_hid = false;
    for (uint32_t i = 0; code == 0 && i < 4 && !*ret_hid; i++) {
        enum staith_suppress_route route = STAITH_SUPPRESS_ROUTE_NONE;
        if (goals[i] >= -mend->part->down[fault->cell]) {
            code = staith_suppress_attack_route(attack, hidden, mend->price, fault->cell, goals[i],
                                                &fault->known, &route);
        }
        for (uint32_t c = 0;
             code == 0 && route == STAITH_SUPPRESS_ROUTE_FOUND && c < mend->part->count; c++) {
            if (attack->differences[c] != 0 && !hidden[c]) {
                hidden[c] = true;
                *ret_hid = true;
            }
        }
    }
    return code;
}

/* One pass: numbers of intervals are made possible by the judge itself. */
static int pass(struct staith_suppress_mend *mend, bool *hidden, bool *ret_any, bool *ret_hopeless)
{
    bool found = true;
    int code = 0;
    *ret_any = false;
    *ret_hopeless = false;
    staith_suppress_judge_begin(mend->judge, hidden);
    while (code == 0 && found && !*ret_hopeless) {
        struct staith_suppress_fault fault;
        bool hid = false;
        code = staith_suppress_judge_next(mend->judge, hidden, &found, &fault);
        if (code == 0 && found && fault.kind >= STAITH_SUPPRESS_FAULT_FEW) {
            code = hide_route(mend, hidden, &fault, &hid);
        }
        if (code == 0 && found) {
            *ret_any = true;
            *ret_hopeless = !hid;
            mend->culprit = hid ? mend->culprit : fault.cell;
        }
    }
    return code;
}

/* Hide more until every promise is kept. */
static int mend_all(struct staith_suppress_mend *mend, bool *hidden, bool *ret_holds)
{
    struct staith_suppress_judge *judge = mend->judge;
    bool any = true;
    bool hopeless = false;
    int code = 0;
    judge->price = mend->price;
    judge->grows = hidden;
    for (uint32_t i = 0; code == 0 && any && !hopeless && !judge->gave_up && i < MOST_PASSES; i++) {
        code = pass(mend, hidden, &any, &hopeless);
    }
    judge->price = NULL;
    judge->grows = NULL;
    *ret_holds = code == 0 && !any && !hopeless && !judge->gave_up;
    return code;
}

static int holds(struct staith_suppress_mend *mend, const bool *hidden, bool *ret_holds)
{
    struct staith_suppress_fault fault;
    bool found = false;
    *ret_holds = staith_suppress_master_allows(mend->cut->master, hidden);
    if (!*ret_holds) {
        return 0;
    }
    staith_suppress_judge_begin(mend->judge, hidden);
    int code = staith_suppress_judge_next(mend->judge, hidden, &found, &fault);
    *ret_holds = code == 0 && !found && !mend->judge->gave_up;
    return code == 0 && found ? staith_suppress_cut_fault(mend->cut, hidden, &fault) : code;
}

/* Show again what is not needed, heaviest first. */
static int thin(struct staith_suppress_mend *mend, bool *hidden)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < mend->order_count; i++) {
        uint32_t cell = mend->order[i];
        bool fine = false;
        if (!hidden[cell]) {
            continue;
        }
        hidden[cell] = false;
        code = holds(mend, hidden, &fine);
        hidden[cell] = !fine;
    }
    return code;
}

/* Make it hold, thin it, and keep it if it is no heavier than the best. */
static int keep(struct staith_suppress_mend *mend, bool *hidden)
{
    bool fine = false;
    int code = mend_all(mend, hidden, &fine);
    if (code != 0 || !fine) {
        return code;
    }
    code = thin(mend, hidden);
    int64_t weight = staith_suppress_mend_weight(mend, hidden);
    if (code == 0 && (!mend->found || weight <= mend->weight)) {
        mend->found = true;
        mend->weight = weight;
        memcpy(mend->best, hidden, mend->part->count * sizeof(*hidden));
    }
    return code;
}

int staith_suppress_mend_try(struct staith_suppress_mend *mend, const bool *hidden,
                             const double *share)
{
    for (uint32_t i = 0; i < mend->part->count; i++) {
        double dear = share == NULL ? 1 : 1 - share[i];
        mend->price[i] = (int64_t)(dear * (double)mend->part->weight[i]);
    }
    memcpy(mend->trial, hidden, mend->part->count * sizeof(*hidden));
    return keep(mend, mend->trial);
}

void staith_suppress_mend_take(struct staith_suppress_mend *mend, const bool *hidden)
{
    mend->found = true;
    mend->weight = staith_suppress_mend_weight(mend, hidden);
    memcpy(mend->best, hidden, mend->part->count * sizeof(*hidden));
}
