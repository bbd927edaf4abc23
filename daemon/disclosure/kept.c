/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was hidden of amounts before, and stays so: a place for its period, and for sums the parts
 * of what was shown merged the last time. The parts shown today, held against the same merge shown
 * today and the last time, would tell what they were then wherever few others changed.
 */
#include "disclosure/gate_work.h"

#include <string.h>

/* Whether a published cell is at a place of today's catalogue. */
static bool is_at(const struct staith_catalogue *catalogue, const struct staith_choice *choice,
                  const struct staith_cell *place, const struct staith_release_cell *cell)
{
    const struct staith_table *table = &catalogue->tables[choice->table];
    bool same = strcmp(cell->measure, catalogue->measures[choice->measure].code) == 0 &&
                strcmp(cell->table, table->code) == 0 &&
                cell->dimension_count == table->dimension_count;
    for (uint32_t a = 0; same && a < table->dimension_count; a++) {
        const struct staith_dimension *dimension = &catalogue->dimensions[table->dimensions[a]];
        bool total = place->categories[a] >= dimension->category_count;
        same = strcmp(cell->dimensions[a], dimension->code) == 0 &&
               total == (cell->categories[a] == NULL) &&
               (total ||
                strcmp(cell->categories[a], dimension->categories[place->categories[a]].code) == 0);
    }
    return same;
}

static bool is_ours(const struct staith_gate_work *work, const struct staith_release *release)
{
    return strcmp(staith_release_dataset(release), work->what->raw->catalogue->dataset) == 0;
}

static bool is_of_the_period(const struct staith_gate_work *work,
                             const struct staith_release *release)
{
    return staith_period_compare(staith_release_period(release), &work->what->raw->period) == 0;
}

/* The status at a place, or UNSET. */
static enum staith_status status_at(const struct staith_gate_work *work,
                                    const struct staith_release *release,
                                    const struct staith_choice *choice,
                                    const struct staith_cell *place)
{
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        if (is_at(work->what->raw->catalogue, choice, place, &cell)) {
            return cell.value.status;
        }
    }
    return STAITH_STATUS_UNSET;
}

bool staith_gate_kept_place(const struct staith_gate_work *work, const struct staith_choice *choice,
                            const struct staith_cell *place)
{
    for (uint32_t e = 0; e < work->what->earlier_count; e++) {
        const struct staith_release *release = work->what->earlier[e].release;
        if (is_ours(work, release) && is_of_the_period(work, release) &&
            status_at(work, release, choice, place) == STAITH_STATUS_SUPPRESSED) {
            return true;
        }
    }
    return false;
}

/* Whether a release says anything of an amount in a table, be it that it is hidden. Where the
 * amount was withheld or marked nothing was merged, and nothing was shown. */
static bool says(const struct staith_gate_work *work, const struct staith_release *release,
                 const struct staith_choice *choice)
{
    const struct staith_catalogue *catalogue = work->what->raw->catalogue;
    bool found = false;
    for (uint32_t i = 0; !found && i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        found = (cell.value.status == STAITH_STATUS_VALUE ||
                 cell.value.status == STAITH_STATUS_SUPPRESSED) &&
                strcmp(cell.measure, catalogue->measures[choice->measure].code) == 0 &&
                strcmp(cell.table, catalogue->tables[choice->table].code) == 0;
    }
    return found;
}

/* Days from the end of today's period to that of a release. */
static int32_t days_to(const struct staith_gate_work *work, const struct staith_release *release)
{
    int32_t first = 0, last = 0, now = 0;
    staith_period_days(staith_release_period(release), &first, &last);
    staith_period_days(&work->what->raw->period, &first, &now);
    return last - now;
}

/* Whether days `a` are of a period that is nearer than `b`: those before today's are. */
static bool is_nearer(int32_t a, int32_t b)
{
    return (a <= 0) != (b <= 0) ? a <= 0 : (a <= 0 ? a > b : a < b);
}

/* Among what has left, or what waits. Of vintages the newest. */
static const struct staith_release *last_of(const struct staith_gate_work *work,
                                            const struct staith_choice *choice, bool waits)
{
    const struct staith_release *last = NULL;
    for (uint32_t e = 0; e < work->what->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = &work->what->earlier[e];
        const struct staith_release *release = earlier->release;
        if (earlier->waits == waits && is_ours(work, release) && !is_of_the_period(work, release) &&
            says(work, release, choice) &&
            (last == NULL || is_nearer(days_to(work, release), days_to(work, last)))) {
            last = release;
        }
    }
    return last;
}

void staith_gate_kept_last(const struct staith_gate_work *work, const struct staith_choice *choice,
                           const struct staith_release *ret_last[STAITH_GATE_LASTS])
{
    ret_last[STAITH_GATE_LEFT] = last_of(work, choice, false);
    ret_last[STAITH_GATE_WAITS] = last_of(work, choice, true);
    if (ret_last[STAITH_GATE_LEFT] != NULL && ret_last[STAITH_GATE_WAITS] != NULL &&
        !is_nearer(days_to(work, ret_last[STAITH_GATE_WAITS]),
                   days_to(work, ret_last[STAITH_GATE_LEFT]))) {
        ret_last[STAITH_GATE_WAITS] = NULL;
    }
    for (int i = 0; i < STAITH_GATE_LASTS; i++) {
        if (ret_last[i] != NULL &&
            strcmp(staith_release_policy(ret_last[i]), work->what->policy->version) != 0) {
            ret_last[i] = NULL;
        }
    }
}

void staith_gate_kept_note(const struct staith_gate_work *work,
                           const struct staith_release *const last[STAITH_GATE_LASTS],
                           const struct staith_choice *choice, const struct staith_cell *place,
                           struct staith_gate_level *level)
{
    for (int i = 0; i < STAITH_GATE_LASTS; i++) {
        enum staith_status status =
            last[i] == NULL ? STAITH_STATUS_UNSET : status_at(work, last[i], choice, place);
        level->seen[i] = level->seen[i] || status == STAITH_STATUS_SUPPRESSED;
        level->shown[i] = level->shown[i] || status == STAITH_STATUS_VALUE;
    }
}

/* Whether places of level `a` are sums of places of level `b`: no axis is deeper. */
static bool is_above(uint32_t a, uint32_t b)
{
    bool above = a != b;
    for (; b > 0 || a > 0; a /= STAITH_GATE_LEVELS, b /= STAITH_GATE_LEVELS) {
        above = above && a % STAITH_GATE_LEVELS <= b % STAITH_GATE_LEVELS;
    }
    return above;
}

static bool is_merged(const struct staith_gate_level *levels, uint32_t level, int last)
{
    if (!levels[level].seen[last] || levels[level].shown[last]) {
        return false;
    }
    for (uint32_t above = 0; above < STAITH_GATE_DEPTHS; above++) {
        if (levels[above].shown[last] && !levels[above].hides && is_above(above, level)) {
            return true;
        }
    }
    return false;
}

bool staith_gate_kept_merged(const struct staith_gate_level *levels, uint32_t level)
{
    return is_merged(levels, level, STAITH_GATE_LEFT) ||
           is_merged(levels, level, STAITH_GATE_WAITS);
}
