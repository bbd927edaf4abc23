/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums cannot overflow: a value is at most STAITH_AUDIT_NO_LIMIT (10^12), a row's |times| add up to
 * at most 4 * 10^6, so an activity stays below 4 * 10^18.
 */
#include "disclosure/audit/attack.h"

#include "disclosure/audit/certificate.h"

#include <string.h>

static unsigned bit(enum staith_attacker attacker)
{
    return 1U << (unsigned)attacker;
}

/* Who has what is not in the release itself; the source was checked. */
static unsigned source_bit(enum staith_audit_source source)
{
    static const unsigned bits[] = {[STAITH_AUDIT_RELEASE] = 0,
                                    [STAITH_AUDIT_EARLIER] = 1U << STAITH_ATTACKER_EARLIER,
                                    [STAITH_AUDIT_PUBLIC] = 1U << STAITH_ATTACKER_PUBLIC,
                                    [STAITH_AUDIT_RATES] = 1U << STAITH_ATTACKER_RATES,
                                    [STAITH_AUDIT_REBANDED] = 1U << STAITH_ATTACKER_REBANDED};
    return bits[source];
}

static bool in_range(int64_t lo, int64_t hi)
{
    return 0 <= lo && lo <= hi && hi <= STAITH_AUDIT_NO_LIMIT;
}

static bool source_is_known(enum staith_audit_source source)
{
    return source >= STAITH_AUDIT_RELEASE && source <= STAITH_AUDIT_REBANDED;
}

static bool rule_is_fine(const struct staith_audit_cell *cell)
{
    return in_range(cell->value, cell->value) && cell->base >= 1 &&
           cell->base <= STAITH_AUDIT_NO_LIMIT / 100 && cell->steps >= 0 && cell->steps <= 10;
}

static bool cell_is_fine(const struct staith_audit_cell *cell)
{
    if (!source_is_known(cell->source) || !in_range(cell->promise, cell->promise) ||
        cell->owner > STAITH_AUDIT_MAX_COUNCILS) {
        return false;
    }
    switch (cell->shows) {
    case STAITH_AUDIT_NOTHING:
        return true;
    case STAITH_AUDIT_EXACT:
        return in_range(cell->value, cell->value);
    case STAITH_AUDIT_HIDDEN:
    case STAITH_AUDIT_RANGE:
        return in_range(cell->lo, cell->hi);
    case STAITH_AUDIT_ROUNDED:
        return in_range(cell->lo, cell->hi) && rule_is_fine(cell);
    }
    return false;
}

static bool terms_are_fine(const struct staith_audit *audit, const struct staith_audit_fact *fact)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < fact->count; i++) {
        const struct staith_audit_term *term = &audit->terms[fact->first + i];
        if (term->cell >= audit->system->cell_count || term->times == 0 ||
            term->times > STAITH_AUDIT_MAX_TIMES || term->times < -STAITH_AUDIT_MAX_TIMES) {
            return false;
        }
        sum += term->times < 0 ? -term->times : term->times;
    }
    return sum <= STAITH_AUDIT_MAX_TIMES;
}

static int check_fact(const struct staith_audit *audit, const struct staith_audit_fact *fact,
                      struct staith_err *err)
{
    if (!source_is_known(fact->source) || fact->lo > fact->hi ||
        fact->lo < -STAITH_AUDIT_NO_LIMIT || fact->hi > STAITH_AUDIT_NO_LIMIT || fact->count == 0 ||
        fact->first > audit->term_count || fact->count > audit->term_count - fact->first ||
        !terms_are_fine(audit, fact)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "fact %u is malformed",
                              (unsigned)(fact - audit->facts));
    }
    return 0;
}

int staith_attack_check(const struct staith_audit *audit, struct staith_err *err)
{
    struct staith_system structure = *audit->system;
    structure.values = NULL;
    int code = staith_system_check(&structure, err);
    if (code != 0) {
        return code;
    }
    if (audit->fact_count > STAITH_AUDIT_MAX_FACTS || audit->term_count > STAITH_AUDIT_MAX_TERMS ||
        audit->persons > 2) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the audit is larger than the limits");
    }
    for (uint32_t i = 0; i < structure.cell_count; i++) {
        if (!cell_is_fine(&audit->cells[i])) {
            return staith_err_set(err, STAITH_ERR_INVAL, "what is printed for %s is malformed",
                                  structure.names[i]);
        }
        if (audit->own_values != NULL && (audit->cells[i].owner != 0 || audit->cells[i].sole) &&
            !in_range(audit->own_values[i], audit->own_values[i])) {
            return staith_err_set(err, STAITH_ERR_INVAL, "the own value of %s is out of range",
                                  structure.names[i]);
        }
    }
    for (uint32_t i = 0; i < audit->fact_count && code == 0; i++) {
        code = check_fact(audit, &audit->facts[i], err);
    }
    return code;
}

unsigned staith_attack_knowledge(const struct staith_audit *audit)
{
    unsigned knowledge = 0;
    for (uint32_t i = 0; i < audit->system->cell_count; i++) {
        const struct staith_audit_cell *cell = &audit->cells[i];
        if (cell->shows != STAITH_AUDIT_NOTHING) {
            knowledge |= source_bit(cell->source);
        }
        if (cell->shows == STAITH_AUDIT_HIDDEN) {
            knowledge |= bit(STAITH_ATTACKER_AT_LEAST_ONE) | bit(STAITH_ATTACKER_RULE);
        } else if (cell->shows == STAITH_AUDIT_ROUNDED) {
            knowledge |= bit(STAITH_ATTACKER_RULE);
        }
    }
    for (uint32_t i = 0; i < audit->fact_count; i++) {
        knowledge |= source_bit(audit->facts[i].source);
    }
    return knowledge;
}

/* What the rule alone says of a rounded cell, cut with the printed interval. */
static void apply_rule(const struct staith_audit_cell *cell, int64_t *lo, int64_t *hi)
{
    int64_t reach = cell->steps == 0 ? cell->base / 2 : cell->base * cell->steps - 1;
    if (*lo < cell->value - reach) {
        *lo = cell->value - reach;
    }
    if (*hi > cell->value + reach) {
        *hi = cell->value + reach;
    }
}

static void bound_cell(const struct staith_audit_cell *cell, unsigned knowledge, int64_t *lo,
                       int64_t *hi)
{
    *lo = 0;
    *hi = STAITH_AUDIT_NO_LIMIT;
    unsigned needs = source_bit(cell->source);
    if ((knowledge & needs) != needs) {
        return;
    }
    bool knows_rule = (knowledge & bit(STAITH_ATTACKER_RULE)) != 0;
    if (cell->shows == STAITH_AUDIT_EXACT) {
        *lo = cell->value;
        *hi = cell->value;
    } else if (cell->shows == STAITH_AUDIT_RANGE || cell->shows == STAITH_AUDIT_ROUNDED) {
        *lo = cell->lo;
        *hi = cell->hi;
        if (cell->shows == STAITH_AUDIT_ROUNDED && knows_rule) {
            apply_rule(cell, lo, hi);
        }
    } else if (cell->shows == STAITH_AUDIT_HIDDEN && knows_rule) {
        *lo = cell->lo;
        *hi = cell->hi;
    } else if (cell->shows == STAITH_AUDIT_HIDDEN &&
               (knowledge & bit(STAITH_ATTACKER_AT_LEAST_ONE)) != 0 && cell->lo >= 1) {
        *lo = 1;
    }
}

struct builder {
    struct staith_attack *attack;
    uint32_t *place; /* of a cell in the row being written, + 1 + first entry of that row */
    uint32_t entries;
};

static void begin_row(struct builder *b, int64_t lo, int64_t hi)
{
    struct staith_attack *a = b->attack;
    a->row_first[a->rows] = b->entries;
    a->row_lo[a->rows] = lo;
    a->row_hi[a->rows] = hi;
}

/* A cell that stands twice in a sum counts twice; GLPK takes no column twice. */
static void add_entry(struct builder *b, uint32_t cell, int64_t times)
{
    struct staith_attack *a = b->attack;
    uint32_t first = a->row_first[a->rows];
    uint32_t at = b->place[cell];
    if (at > first && at <= b->entries && a->column[at - 1] == cell) {
        a->times[at - 1] += times;
        return;
    }
    a->column[b->entries] = cell;
    a->times[b->entries] = times;
    b->entries++;
    b->place[cell] = b->entries;
}

static void end_row(struct builder *b)
{
    struct staith_attack *a = b->attack;
    uint32_t write = a->row_first[a->rows];
    for (uint32_t read = write; read < b->entries; read++) {
        if (a->times[read] != 0) {
            a->column[write] = a->column[read];
            a->times[write] = a->times[read];
            write++;
        }
    }
    b->entries = write;
    a->rows++;
    a->row_first[a->rows] = b->entries;
}

static void write_rows(const struct staith_audit *audit, unsigned knowledge, struct builder *b)
{
    const struct staith_system *system = audit->system;
    for (uint32_t i = 0; i < system->relation_count; i++) {
        const struct staith_relation *relation = &system->relations[i];
        begin_row(b, 0, 0);
        add_entry(b, relation->total, -1);
        for (uint32_t j = 0; j < relation->count; j++) {
            add_entry(b, system->parts[relation->first + j], 1);
        }
        end_row(b);
    }
    for (uint32_t i = 0; i < audit->fact_count; i++) {
        const struct staith_audit_fact *fact = &audit->facts[i];
        unsigned needs = source_bit(fact->source);
        if ((knowledge & needs) != needs) {
            continue;
        }
        begin_row(b, fact->lo, fact->hi);
        for (uint32_t j = 0; j < fact->count; j++) {
            add_entry(b, audit->terms[fact->first + j].cell, audit->terms[fact->first + j].times);
        }
        end_row(b);
    }
}

static void index_by_cell(struct staith_attack *a)
{
    uint32_t entries = a->row_first[a->rows];
    for (uint32_t e = 0; e < entries; e++) {
        a->cell_first[a->column[e] + 1]++;
    }
    for (uint32_t i = 0; i < a->cells; i++) {
        a->cell_first[i + 1] += a->cell_first[i];
    }
    for (uint32_t r = a->rows; r-- > 0;) {
        for (uint32_t e = a->row_first[r]; e < a->row_first[r + 1]; e++) {
            uint32_t cell = a->column[e];
            a->cell_first[cell + 1]--;
            a->cell_row[a->cell_first[cell + 1]] = r;
        }
    }
    /* Every end has walked back to its beginning: shift them into place. */
    memmove(a->cell_first, a->cell_first + 1, a->cells * sizeof(*a->cell_first));
    a->cell_first[a->cells] = entries;
}

int staith_attack_build(const struct staith_audit *audit, unsigned knowledge,
                        struct staith_arena *arena, struct staith_attack *ret_attack)
{
    const struct staith_system *system = audit->system;
    size_t rows = (size_t)system->relation_count + audit->fact_count;
    size_t entries = system->relation_count;
    size_t cells = system->cell_count;
    for (uint32_t i = 0; i < system->relation_count; i++) {
        entries += system->relations[i].count;
    }
    for (uint32_t i = 0; i < audit->fact_count; i++) {
        entries += audit->facts[i].count;
    }
    if (entries > UINT32_MAX / 2) {
        return STAITH_ERR_NOMEM;
    }
    struct staith_attack a = {0};
    a.cells = system->cell_count;
    a.lo = staith_arena_array(arena, cells, sizeof(*a.lo));
    a.hi = staith_arena_array(arena, cells, sizeof(*a.hi));
    a.row_lo = staith_arena_array(arena, rows, sizeof(*a.row_lo));
    a.row_hi = staith_arena_array(arena, rows, sizeof(*a.row_hi));
    a.row_first = staith_arena_array(arena, rows + 1, sizeof(*a.row_first));
    a.column = staith_arena_array(arena, entries, sizeof(*a.column));
    a.times = staith_arena_array(arena, entries, sizeof(*a.times));
    a.cell_first = staith_arena_array(arena, cells + 1, sizeof(*a.cell_first));
    a.cell_row = staith_arena_array(arena, entries, sizeof(*a.cell_row));
    uint32_t *place = staith_arena_array(arena, cells, sizeof(*place));
    if (a.lo == NULL || a.hi == NULL || a.row_lo == NULL || a.row_hi == NULL ||
        a.row_first == NULL || a.column == NULL || a.times == NULL || a.cell_first == NULL ||
        a.cell_row == NULL || place == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < a.cells; i++) {
        bound_cell(&audit->cells[i], knowledge, &a.lo[i], &a.hi[i]);
    }
    struct builder b = {&a, place, 0};
    write_rows(audit, knowledge, &b);
    index_by_cell(&a);
    *ret_attack = a;
    return 0;
}

bool staith_attack_holds(const struct staith_attack *attack, const int64_t *lo, const int64_t *hi,
                         const int64_t *x)
{
    for (uint32_t i = 0; i < attack->cells; i++) {
        if (x[i] < lo[i] || x[i] > hi[i]) {
            return false;
        }
    }
    for (uint32_t r = 0; r < attack->rows; r++) {
        int64_t sum = 0;
        for (uint32_t e = attack->row_first[r]; e < attack->row_first[r + 1]; e++) {
            sum += attack->times[e] * x[attack->column[e]];
        }
        if ((attack->row_lo[r] > -STAITH_AUDIT_NO_LIMIT && sum < attack->row_lo[r]) ||
            (attack->row_hi[r] < STAITH_AUDIT_NO_LIMIT && sum > attack->row_hi[r])) {
            return false;
        }
    }
    return true;
}
