/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/search.h"

#include <string.h>

enum { MARKS = 64, POOL_MAX = 4096, POOL_BYTES = 64 * 1024 * 1024, PUSHES = 8 };

int staith_search_init(struct staith_search *search, const struct staith_attack *attack,
                       const int64_t *lo, const int64_t *hi, const uint32_t *audited,
                       uint32_t audited_count, struct staith_effort *effort,
                       struct staith_arena *arena)
{
    size_t cells = (size_t)attack->cells + 1;
    struct staith_search s = {.attack = attack, .effort = effort};
    s.audited = audited;
    s.audited_count = audited_count;
    size_t fitting = (size_t)POOL_BYTES / (cells * sizeof(*s.pool));
    s.pool_max = fitting > POOL_MAX ? (uint32_t)POOL_MAX : (uint32_t)fitting;
    s.lo = staith_arena_array(arena, cells, sizeof(*s.lo));
    s.hi = staith_arena_array(arena, cells, sizeof(*s.hi));
    s.base_lo = staith_arena_array(arena, cells, sizeof(*s.base_lo));
    s.base_hi = staith_arena_array(arena, cells, sizeof(*s.base_hi));
    s.changed = staith_arena_array(arena, cells, sizeof(*s.changed));
    s.need = staith_arena_array(arena, cells, sizeof(*s.need));
    s.seen = staith_arena_array(arena, cells, sizeof(*s.seen));
    s.x = staith_arena_array(arena, cells, sizeof(*s.x));
    s.open = staith_arena_array(arena, cells, sizeof(*s.open));
    s.pool = staith_arena_array(arena, cells * s.pool_max, sizeof(*s.pool));
    if (s.lo == NULL || s.hi == NULL || s.base_lo == NULL || s.base_hi == NULL ||
        s.changed == NULL || s.need == NULL || s.seen == NULL || s.x == NULL || s.open == NULL ||
        s.pool == NULL || staith_moves_find(attack, lo, hi, arena, &s.moves) != 0) {
        return STAITH_ERR_NOMEM;
    }
    memcpy(s.base_lo, lo, attack->cells * sizeof(*lo));
    memcpy(s.base_hi, hi, attack->cells * sizeof(*hi));
    s.lp = staith_lp_new(attack, lo, hi, effort);
    if (s.lp == NULL) {
        return STAITH_ERR_NOMEM;
    }
    *search = s;
    if (staith_walk_init(&search->walk, attack, &search->moves, arena) != 0) {
        staith_search_deinit(search);
        return STAITH_ERR_NOMEM;
    }
    return 0;
}

void staith_search_deinit(struct staith_search *search)
{
    staith_lp_free(search->lp);
    search->lp = NULL;
}

/* True when the cell shows a value that it has not shown before. */
static bool note_cell(struct staith_search *s, const int64_t *x, uint32_t cell)
{
    struct staith_seen *seen = &s->seen[cell];
    int64_t value = x[cell];
    uint64_t mark = UINT64_C(1) << ((uint64_t)value % MARKS);
    bool news = (seen->marks & mark) == 0 || value < seen->least || value > seen->greatest;
    seen->least = seen->marks == 0 || value < seen->least ? value : seen->least;
    seen->greatest = seen->marks == 0 || value > seen->greatest ? value : seen->greatest;
    seen->marks |= mark;
    return news;
}

/* True when any audited cell does. */
static bool note(struct staith_search *s, const int64_t *x)
{
    bool news = false;
    for (uint32_t i = 0; i < s->audited_count; i++) {
        news = note_cell(s, x, s->audited[i]) || news;
    }
    return news;
}

/* The one way by which a solution comes to count: every bound and row holds in whole numbers. */
static bool accept(struct staith_search *s, const int64_t *x)
{
    if (!staith_attack_holds(s->attack, s->lo, s->hi, x)) {
        return false;
    }
    s->solutions++;
    if (note(s, x) && s->pool_count < s->pool_max) {
        memcpy(&s->pool[(size_t)s->pool_count * s->attack->cells], x,
               s->attack->cells * sizeof(*x));
        s->pool_count++;
    }
    return true;
}

static int64_t count_marks(uint64_t marks)
{
    int64_t count = 0;
    for (; marks != 0; marks &= marks - 1) {
        count++;
    }
    return count;
}

int64_t staith_search_shown(const struct staith_search *search, uint32_t cell)
{
    const struct staith_seen *seen = &search->seen[cell];
    return search->need[cell] > MARKS ? seen->greatest - seen->least + 1 : count_marks(seen->marks);
}

static bool is_content(const struct staith_search *s, bool ends)
{
    for (uint32_t i = 0; i < s->audited_count; i++) {
        uint32_t cell = s->audited[i];
        if (staith_search_shown(s, cell) < s->need[cell] ||
            (ends && (s->seen[cell].least > s->lo[cell] || s->seen[cell].greatest < s->hi[cell]))) {
            return false;
        }
    }
    return true;
}

static bool is_within(const struct staith_search *s, const int64_t *x)
{
    bool within = true;
    for (uint32_t i = 0; within && i < s->changed_count; i++) {
        uint32_t cell = s->changed[i];
        within = s->lo[cell] <= x[cell] && x[cell] <= s->hi[cell];
    }
    return within;
}

/* The audited cells that have not shown their need. */
static uint32_t list_open(const struct staith_search *s, uint32_t *open)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->audited_count; i++) {
        if (staith_search_shown(s, s->audited[i]) < s->need[s->audited[i]]) {
            open[count++] = s->audited[i];
        }
    }
    return count;
}

/* Note a solution in the cells that are open, and keep those that still are. */
static uint32_t note_open(struct staith_search *s, const int64_t *x, uint32_t *open, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        (void)note_cell(s, x, open[i]);
        if (staith_search_shown(s, open[i]) < s->need[open[i]]) {
            open[kept++] = open[i];
        }
    }
    return kept;
}

/* Take up the pool's solutions that lie within the bounds, until every cell has shown its need:
 * they satisfy the rows already. */
static bool recall(struct staith_search *s)
{
    uint32_t count = list_open(s, s->open);
    bool any = false;
    for (uint32_t p = 0; p < s->pool_count && (count > 0 || !any); p++) {
        const int64_t *x = &s->pool[(size_t)p * s->attack->cells];
        if (!is_within(s, x)) {
            continue;
        }
        count = note_open(s, x, s->open, count);
        if (!any) {
            memcpy(s->walk.x, x, s->attack->cells * sizeof(*x));
            any = true;
        }
    }
    return any;
}

static void refresh(struct staith_search *s)
{
    if (s->lp_is_stale) {
        staith_lp_bounds(s->lp, s->lo, s->hi);
        s->lp_is_stale = false;
    }
}

/* Ask for an optimum: real first, whole where the real one is no solution or proves nothing.
 * ret_bound bounds every whole-number solution. */
static enum staith_found ask(struct staith_search *s, int64_t cell, int direction,
                             int64_t *ret_bound)
{
    refresh(s);
    enum staith_lp_answer answer = staith_lp_solve(s->lp, cell, direction, false, ret_bound, s->x);
    if (answer == STAITH_LP_SOLVED && accept(s, s->x) && (cell < 0 || s->x[cell] == *ret_bound)) {
        return STAITH_FOUND;
    }
    if (answer == STAITH_LP_IMPOSSIBLE) {
        return STAITH_FOUND_NONE;
    }
    if (answer == STAITH_LP_UNBOUNDED) {
        *ret_bound = STAITH_AUDIT_NO_LIMIT;
        return STAITH_FOUND;
    }
    if (answer != STAITH_LP_SOLVED) {
        return STAITH_FOUND_NOT;
    }
    if (cell >= 0 && (direction < 0 ? s->seen[cell].least <= *ret_bound
                                    : s->seen[cell].greatest >= *ret_bound)) {
        return STAITH_FOUND;
    }
    answer = staith_lp_solve(s->lp, cell, direction, true, ret_bound, s->x);
    if (answer == STAITH_LP_IMPOSSIBLE) {
        return STAITH_FOUND_NONE;
    }
    return answer == STAITH_LP_SOLVED && accept(s, s->x) ? STAITH_FOUND : STAITH_FOUND_NOT;
}

enum staith_found staith_search_begin(struct staith_search *search, const int64_t *lo,
                                      const int64_t *hi, const int64_t *start)
{
    size_t cells = search->attack->cells;
    memmove(search->lo, lo, cells * sizeof(*lo));
    memmove(search->hi, hi, cells * sizeof(*hi));
    search->changed_count = 0;
    for (uint32_t i = 0; i < cells; i++) {
        if (lo[i] > search->base_lo[i] || hi[i] < search->base_hi[i]) {
            search->changed[search->changed_count++] = i;
        }
    }
    memset(search->seen, 0, cells * sizeof(*search->seen));
    search->lp_is_stale = true;
    staith_lp_fix(search->lp, -1, 0);
    if (recall(search)) {
        return STAITH_FOUND;
    }
    if (start != NULL && accept(search, start)) {
        memcpy(search->walk.x, start, cells * sizeof(*start));
        return STAITH_FOUND;
    }
    int64_t bound;
    enum staith_found found = ask(search, -1, -1, &bound);
    if (found == STAITH_FOUND) {
        memcpy(search->walk.x, search->x, cells * sizeof(*search->x));
    }
    return found;
}

void staith_search_roam(struct staith_search *search, uint32_t sweeps, bool ends)
{
    for (uint32_t i = 0; i < sweeps && !staith_effort_is_over(search->effort); i++) {
        if (i % 4 == 0 && is_content(search, ends)) {
            return;
        }
        staith_walk_sweep(&search->walk, search->lo, search->hi);
        if (!accept(search, search->walk.x)) {
            return;
        }
    }
}

/* Stand on another solution of the pool within the bounds, the next one after the last. */
static void restart(struct staith_search *s)
{
    for (uint32_t tried = 0; tried < s->pool_count; tried++) {
        s->pool_next = (s->pool_next + 1) % s->pool_count;
        const int64_t *x = &s->pool[(size_t)s->pool_next * s->attack->cells];
        if (is_within(s, x)) {
            memcpy(s->walk.x, x, s->attack->cells * sizeof(*x));
            return;
        }
    }
}

/* Walking is far cheaper than a program, and mostly gets there. */
static bool push(struct staith_search *s, uint32_t cell, int64_t value)
{
    for (int i = 0; i < PUSHES && !staith_effort_is_over(s->effort); i++) {
        staith_walk_push(&s->walk, s->lo, s->hi, cell, value);
        if (!accept(s, s->walk.x)) {
            restart(s);
            return false;
        }
        if (s->walk.x[cell] == value) {
            return true;
        }
    }
    restart(s);
    return false;
}

/* One end of a cell's interval. */
static enum staith_found find_end(struct staith_search *s, uint32_t cell, int direction)
{
    const struct staith_seen *seen = &s->seen[cell];
    if (direction < 0 ? seen->least <= s->lo[cell] : seen->greatest >= s->hi[cell]) {
        return STAITH_FOUND;
    }
    int64_t end = direction < 0 ? s->lo[cell] : s->hi[cell];
    if (end < STAITH_AUDIT_NO_LIMIT / 2 && push(s, cell, end)) {
        return STAITH_FOUND;
    }
    int64_t bound;
    enum staith_found found = ask(s, (int64_t)cell, direction, &bound);
    if (found != STAITH_FOUND) {
        /* A solution is known, so "none" is numerical trouble. */
        return STAITH_FOUND_NOT;
    }
    if (direction < 0) {
        s->lo[cell] = bound > s->lo[cell] ? bound : s->lo[cell];
    } else {
        s->hi[cell] = bound < s->hi[cell] ? bound : s->hi[cell];
    }
    return STAITH_FOUND;
}

/* Look for values between the ends that no solution has shown. */
static enum staith_found fill(struct staith_search *s, uint32_t cell, int64_t wanted)
{
    int64_t first = s->lo[cell];
    int64_t last = s->hi[cell] - first >= MARKS ? first + MARKS - 1 : s->hi[cell];
    for (int64_t v = first; v <= last && count_marks(s->seen[cell].marks) < wanted; v++) {
        if ((s->seen[cell].marks & (UINT64_C(1) << ((uint64_t)v % MARKS))) != 0) {
            continue;
        }
        if (push(s, cell, v)) {
            continue;
        }
        refresh(s);
        int64_t bound;
        staith_lp_fix(s->lp, (int64_t)cell, v);
        enum staith_found found = ask(s, -1, -1, &bound);
        staith_lp_fix(s->lp, -1, 0);
        if (found == STAITH_FOUND_NOT) {
            return found;
        }
    }
    return STAITH_FOUND;
}

enum staith_found staith_search_decide(struct staith_search *search, uint32_t cell, int64_t promise,
                                       struct staith_audit_interval *ret_interval)
{
    if (find_end(search, cell, -1) != STAITH_FOUND || find_end(search, cell, 1) != STAITH_FOUND) {
        return STAITH_FOUND_NOT;
    }
    struct staith_audit_interval interval = {search->lo[cell], search->hi[cell], 0};
    int64_t width = interval.hi - interval.lo + 1;
    bool counted = width <= MARKS && width < 2 * promise;
    int64_t wanted = counted ? width : (promise < MARKS ? promise : MARKS);
    if (promise <= MARKS || counted) {
        if (fill(search, cell, wanted) != STAITH_FOUND) {
            return STAITH_FOUND_NOT;
        }
    }
    int64_t shown = count_marks(search->seen[cell].marks);
    interval.possible = counted || (promise <= MARKS && shown < promise) ? shown : width;
    *ret_interval = interval;
    return STAITH_FOUND;
}
