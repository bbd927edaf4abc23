/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elimination in whole numbers: one equation after the other gives one of its cells, with times 1
 * or -1, as a sum of cells that are still free. Each free cell is then a move: itself by one, and
 * all that depends on it. Totals of the finest level go first: they depend on nothing that is
 * replaced later.
 */
#include "disclosure/audit/moves.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_TERMS = 4000000, MAX_TIMES = 1000000, MAX_LEVELS = 64 };

/* A cell as a sum of free ones; count 0 may also mean a cell that the equations hold still. */
struct formula {
    uint32_t count;
    uint32_t *cell;
    int64_t *times;
    bool known;
};

struct elimination {
    const struct staith_attack *attack;
    const int64_t *lo;
    const int64_t *hi;
    struct formula *formulas; /* one a cell */
    uint32_t *uses;           /* in how many formulas a free cell stands */
    int64_t *sum;             /* one a cell, all 0 between two sums */
    uint8_t *listed;
    uint32_t *touched;
    uint32_t touched_count;
    uint32_t *level; /* one a cell */
    uint64_t terms;  /* over all formulas */
};

static bool add(struct elimination *e, uint32_t cell, int64_t times)
{
    if (e->listed[cell] == 0) {
        e->listed[cell] = 1;
        e->touched[e->touched_count++] = cell;
    }
    e->sum[cell] += times;
    return e->sum[cell] <= MAX_TIMES && e->sum[cell] >= -MAX_TIMES;
}

static bool add_formula(struct elimination *e, const struct formula *formula, int64_t times)
{
    bool fine = true;
    for (uint32_t i = 0; fine && i < formula->count; i++) {
        fine = add(e, formula->cell[i], times * formula->times[i]);
    }
    return fine;
}

static void clear(struct elimination *e)
{
    for (uint32_t i = 0; i < e->touched_count; i++) {
        e->sum[e->touched[i]] = 0;
        e->listed[e->touched[i]] = 0;
    }
    e->touched_count = 0;
}

/* Store the sum, all but `without`, times -sign, as the formula of a cell. */
static bool store(struct elimination *e, uint32_t cell, uint32_t without, int64_t sign)
{
    struct formula *formula = &e->formulas[cell];
    for (uint32_t i = 0; i < formula->count; i++) {
        e->uses[formula->cell[i]]--;
    }
    e->terms -= formula->count;
    free(formula->cell);
    free(formula->times);
    *formula = (struct formula){.known = true};
    formula->cell = calloc(e->touched_count, sizeof(*formula->cell));
    formula->times = calloc(e->touched_count, sizeof(*formula->times));
    if (formula->cell == NULL || formula->times == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < e->touched_count; i++) {
        uint32_t part = e->touched[i];
        if (part != without && e->sum[part] != 0) {
            formula->cell[formula->count] = part;
            formula->times[formula->count] = sign * e->sum[part];
            formula->count++;
            e->uses[part]++;
        }
    }
    e->terms += formula->count;
    return e->terms <= MAX_TERMS;
}

/* Put the formula of `pivot` in its place wherever it stands. */
static bool replace(struct elimination *e, uint32_t pivot)
{
    bool fine = true;
    /* As long as it is used there is one more. */
    for (uint32_t i = 0; fine && e->uses[pivot] > 0; i++) {
        const struct formula *formula = &e->formulas[i];
        uint32_t at = 0;
        while (at < formula->count && formula->cell[at] != pivot) {
            at++;
        }
        if (i == pivot || at == formula->count) {
            continue;
        }
        int64_t times = formula->times[at];
        (void)add_formula(e, formula, 1); /* as it is, so not too large */
        fine = add_formula(e, &e->formulas[pivot], times) && store(e, i, pivot, 1);
        clear(e);
    }
    return fine;
}

/* The free cell to give away: the row's total if it can be, else the least used. */
static int64_t choose_pivot(const struct elimination *e, int64_t total)
{
    int64_t best = -1;
    for (uint32_t i = 0; i < e->touched_count; i++) {
        uint32_t cell = e->touched[i];
        if (e->sum[cell] != 1 && e->sum[cell] != -1) {
            continue;
        }
        if ((int64_t)cell == total) {
            return total;
        }
        if (best < 0 || e->uses[cell] < e->uses[best]) {
            best = (int64_t)cell;
        }
    }
    return best;
}

static bool eliminate_row(struct elimination *e, uint32_t row)
{
    const struct staith_attack *a = e->attack;
    bool fine = true;
    for (uint32_t i = a->row_first[row]; fine && i < a->row_first[row + 1]; i++) {
        uint32_t cell = a->column[i];
        if (e->lo[cell] == e->hi[cell]) {
            continue;
        }
        fine = e->formulas[cell].known ? add_formula(e, &e->formulas[cell], a->times[i])
                                       : add(e, cell, a->times[i]);
    }
    int64_t pivot = fine ? choose_pivot(e, (int64_t)a->column[a->row_first[row]]) : -1;
    if (pivot < 0) {
        /* Either the row follows from those before, or no cell can be given away in whole numbers:
         * then moves that break it are dropped at the end. */
        clear(e);
        return fine;
    }
    uint32_t cell = (uint32_t)pivot;
    fine = store(e, cell, cell, -e->sum[cell]);
    clear(e);
    return fine && replace(e, cell);
}

/* Totals of what has no parts are of level 1, totals of those of level 2, and so on. */
static void find_levels(struct elimination *e)
{
    const struct staith_attack *a = e->attack;
    bool news = true;
    while (news) { /* a pass for each level at most */
        news = false;
        for (uint32_t r = 0; r < a->rows; r++) {
            uint32_t first = a->row_first[r];
            if (first == a->row_first[r + 1] || a->times[first] != -1) {
                continue;
            }
            uint32_t highest = 0;
            for (uint32_t i = first + 1; i < a->row_first[r + 1]; i++) {
                highest = highest < e->level[a->column[i]] ? e->level[a->column[i]] : highest;
            }
            if (e->level[a->column[first]] < highest + 1 && highest + 1 < MAX_LEVELS) {
                e->level[a->column[first]] = highest + 1;
                news = true;
            }
        }
    }
}

static bool eliminate(struct elimination *e)
{
    const struct staith_attack *a = e->attack;
    bool fine = true;
    find_levels(e);
    for (uint32_t level = 0; fine && level < MAX_LEVELS; level++) {
        for (uint32_t r = 0; fine && r < a->rows; r++) {
            uint32_t first = a->row_first[r];
            if (a->row_lo[r] == a->row_hi[r] && first < a->row_first[r + 1] &&
                e->level[a->column[first]] == level) {
                fine = eliminate_row(e, r);
            }
        }
    }
    return fine;
}

/* Gather the moves: for each free cell itself, and every cell whose formula it stands in. */
static int gather(const struct elimination *e, struct staith_arena *arena,
                  struct staith_moves *moves)
{
    uint32_t cells = e->attack->cells;
    moves->first = staith_arena_array(arena, (size_t)cells + 1, sizeof(*moves->first));
    moves->cell = staith_arena_array(arena, e->terms + cells, sizeof(*moves->cell));
    moves->times = staith_arena_array(arena, e->terms + cells, sizeof(*moves->times));
    uint32_t *move_of = staith_arena_array(arena, cells, sizeof(*move_of));
    if (moves->first == NULL || moves->cell == NULL || moves->times == NULL || move_of == NULL) {
        return STAITH_ERR_NOMEM;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < cells; i++) {
        if (e->lo[i] < e->hi[i] && !e->formulas[i].known) {
            move_of[i] = moves->count;
            moves->first[moves->count++] = at;
            moves->cell[at] = i;
            moves->times[at] = 1;
            at += 1 + e->uses[i];
        }
    }
    moves->first[moves->count] = at;
    uint32_t *filled = staith_arena_array(arena, moves->count, sizeof(*filled));
    if (filled == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < cells; i++) {
        const struct formula *formula = &e->formulas[i];
        for (uint32_t j = 0; j < formula->count; j++) {
            uint32_t move = move_of[formula->cell[j]];
            uint32_t place = moves->first[move] + ++filled[move];
            moves->cell[place] = i;
            moves->times[place] = formula->times[j];
        }
    }
    return 0;
}

/* Whether a move keeps every equation. Scratch: one number a row, all 0 before and after. */
static bool keeps_equations(const struct staith_attack *a, const struct staith_moves *moves,
                            uint32_t move, const int64_t *step, int64_t *row_sum)
{
    bool keeps = true;
    for (uint32_t m = moves->first[move]; m < moves->first[move + 1]; m++) {
        uint32_t cell = moves->cell[m];
        for (uint32_t i = a->cell_first[cell]; keeps && i < a->cell_first[cell + 1]; i++) {
            uint32_t row = a->cell_row[i];
            if (a->row_lo[row] != a->row_hi[row] || row_sum[row] != 0) {
                continue;
            }
            int64_t effect = 0;
            for (uint32_t j = a->row_first[row]; j < a->row_first[row + 1]; j++) {
                effect += a->times[j] * step[a->column[j]];
            }
            row_sum[row] = 1;
            keeps = effect == 0;
        }
    }
    for (uint32_t m = moves->first[move]; m < moves->first[move + 1]; m++) {
        uint32_t cell = moves->cell[m];
        for (uint32_t i = a->cell_first[cell]; i < a->cell_first[cell + 1]; i++) {
            row_sum[a->cell_row[i]] = 0;
        }
    }
    return keeps;
}

/* Drop the moves that break an equation which could not be eliminated. */
static int drop_broken(struct elimination *e, struct staith_arena *arena,
                       struct staith_moves *moves)
{
    int64_t *row_sum = staith_arena_array(arena, e->attack->rows, sizeof(*row_sum));
    if (row_sum == NULL) {
        return STAITH_ERR_NOMEM;
    }
    uint32_t kept = 0;
    uint32_t at = 0;
    for (uint32_t move = 0; move < moves->count; move++) {
        uint32_t begin = moves->first[move];
        uint32_t end = moves->first[move + 1];
        for (uint32_t m = begin; m < end; m++) {
            e->sum[moves->cell[m]] = moves->times[m];
        }
        bool keeps = keeps_equations(e->attack, moves, move, e->sum, row_sum);
        for (uint32_t m = begin; m < end; m++) {
            e->sum[moves->cell[m]] = 0;
        }
        if (keeps) {
            moves->first[kept++] = at;
            memmove(&moves->cell[at], &moves->cell[begin], (end - begin) * sizeof(*moves->cell));
            memmove(&moves->times[at], &moves->times[begin], (end - begin) * sizeof(*moves->times));
            at += end - begin;
        }
    }
    moves->first[kept] = at;
    moves->count = kept;
    return 0;
}

static int index_by_cell(uint32_t cells, struct staith_arena *arena, struct staith_moves *moves)
{
    uint32_t terms = moves->count == 0 ? 0 : moves->first[moves->count];
    moves->cell_first = staith_arena_array(arena, (size_t)cells + 1, sizeof(*moves->cell_first));
    moves->cell_move = staith_arena_array(arena, terms, sizeof(*moves->cell_move));
    moves->cell_times = staith_arena_array(arena, terms, sizeof(*moves->cell_times));
    uint32_t *filled = staith_arena_array(arena, cells, sizeof(*filled));
    if (moves->cell_first == NULL || moves->cell_move == NULL || moves->cell_times == NULL ||
        filled == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t m = 0; m < terms; m++) {
        moves->cell_first[moves->cell[m] + 1]++;
    }
    for (uint32_t i = 0; i < cells; i++) {
        moves->cell_first[i + 1] += moves->cell_first[i];
    }
    for (uint32_t move = 0; move < moves->count; move++) {
        for (uint32_t m = moves->first[move]; m < moves->first[move + 1]; m++) {
            uint32_t cell = moves->cell[m];
            uint32_t place = moves->cell_first[cell] + filled[cell]++;
            moves->cell_move[place] = move;
            moves->cell_times[place] = moves->times[m];
        }
    }
    return 0;
}

int staith_moves_find(const struct staith_attack *attack, const int64_t *lo, const int64_t *hi,
                      struct staith_arena *arena, struct staith_moves *ret_moves)
{
    size_t cells = attack->cells;
    struct elimination e = {.attack = attack, .lo = lo, .hi = hi};
    e.formulas = staith_arena_array(arena, cells, sizeof(*e.formulas));
    e.uses = staith_arena_array(arena, cells, sizeof(*e.uses));
    e.sum = staith_arena_array(arena, cells, sizeof(*e.sum));
    e.listed = staith_arena_array(arena, cells, sizeof(*e.listed));
    e.touched = staith_arena_array(arena, cells, sizeof(*e.touched));
    e.level = staith_arena_array(arena, cells, sizeof(*e.level));
    if (e.formulas == NULL || e.uses == NULL || e.sum == NULL || e.listed == NULL ||
        e.touched == NULL || e.level == NULL) {
        return STAITH_ERR_NOMEM;
    }
    struct staith_moves moves = {0};
    int code = 0;
    if (eliminate(&e)) {
        code = gather(&e, arena, &moves);
        if (code == 0) {
            code = drop_broken(&e, arena, &moves);
        }
    }
    for (uint32_t i = 0; i < attack->cells; i++) {
        free(e.formulas[i].cell);
        free(e.formulas[i].times);
    }
    if (code == 0) {
        code = index_by_cell(attack->cells, arena, &moves);
    }
    if (code == 0) {
        *ret_moves = moves;
    }
    return code;
}
