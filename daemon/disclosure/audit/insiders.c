/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/insiders.h"

#include <string.h>

enum { SWEEPS = 8, EXACT = 1, NARROW = 2 };

int staith_insiders_init(struct staith_insiders *insiders, struct staith_arena *arena)
{
    size_t cells = insiders->audit->system->cell_count;
    insiders->lo = staith_arena_array(arena, cells, sizeof(*insiders->lo));
    insiders->hi = staith_arena_array(arena, cells, sizeof(*insiders->hi));
    insiders->of_insider = staith_arena_array(arena, cells, sizeof(*insiders->of_insider));
    insiders->worst = staith_arena_array(arena, cells, sizeof(*insiders->worst));
    insiders->worst_possible = INT64_MAX;
    insiders->worst_cell = -1;
    return insiders->lo == NULL || insiders->hi == NULL || insiders->of_insider == NULL ||
                   insiders->worst == NULL
               ? STAITH_ERR_NOMEM
               : 0;
}

/* Least number of possible values that this attacker must be left with. A person rules out the
 * values below the own contribution, which rounding cannot give back; whoever is alone, and a
 * council with its own return, may narrow what they are part of but never work it out. */
static int64_t must_leave(const struct staith_insiders *n, enum staith_attacker attacker,
                          uint32_t cell)
{
    int64_t promise = n->audit->cells[cell].promise;
    int64_t persons = n->audit->persons == 0 ? 1 : (int64_t)n->audit->persons;
    if (attacker != STAITH_ATTACKER_PERSON) {
        return promise < 2 ? promise : 2;
    }
    return promise - persons < 2 ? (promise < 2 ? promise : 2) : promise - persons;
}

/* A total whose other parts are known to outsiders already repeats the insider's own cell. */
static void spread(struct staith_insiders *n)
{
    const struct staith_system *system = n->audit->system;
    bool news = true;
    while (news) {
        news = false;
        for (uint32_t r = 0; r < system->relation_count; r++) {
            const struct staith_relation *relation = &system->relations[r];
            bool own = n->of_insider[relation->total] == 0;
            bool any = false;
            for (uint32_t i = 0; own && i < relation->count; i++) {
                uint32_t part = system->parts[relation->first + i];
                any = any || n->of_insider[part] != 0;
                own = n->of_insider[part] != 0 || n->base_lo[part] == n->base_hi[part];
            }
            if (own && any) {
                n->of_insider[relation->total] = 1;
                news = true;
            }
        }
    }
}

static void judge(struct staith_insiders *n, uint32_t cell, int64_t possible, int64_t needed,
                  struct staith_attack_result *result)
{
    uint8_t found = (uint8_t)((possible <= 1 ? EXACT : 0) | (possible < needed ? NARROW : 0));
    result->exact += (found & EXACT) != 0 && (n->worst[cell] & EXACT) == 0;
    result->narrow += (found & NARROW) != 0 && (n->worst[cell] & NARROW) == 0;
    n->worst[cell] |= found;
    if (result->least == 0 || possible < result->least) {
        result->least = possible;
    }
    if ((found & NARROW) != 0 && possible < n->worst_possible) {
        n->worst_possible = possible;
        n->worst_cell = (int64_t)cell;
    }
}

/* How far the possible values are counted: people are many, and enough is enough. */
static int64_t count_to(const struct staith_insiders *n, enum staith_attacker attacker,
                        uint32_t cell)
{
    return attacker == STAITH_ATTACKER_PERSON ? must_leave(n, attacker, cell)
                                              : n->audit->cells[cell].promise;
}

/* Nothing is promised against insiders of what they are part of, or of what was lost before. */
static bool is_open(const struct staith_insiders *n, uint32_t cell)
{
    return n->of_insider[cell] != 0 || n->audit->cells[cell].lost;
}

static void set_needs(struct staith_insiders *n, enum staith_attacker attacker)
{
    struct staith_search *s = n->search;
    for (uint32_t i = 0; i < s->audited_count; i++) {
        uint32_t cell = s->audited[i];
        int64_t width = n->hi[cell] - n->lo[cell] + 1;
        int64_t wanted = count_to(n, attacker, cell);
        s->need[cell] = is_open(n, cell) ? 0 : (wanted < width ? wanted : width);
    }
}

/* One insider: the scratch bounds hold what this one knows. */
static enum staith_found try_one(struct staith_insiders *n, enum staith_attacker attacker,
                                 struct staith_attack_result *result)
{
    struct staith_search *s = n->search;
    result->systems++;
    set_needs(n, attacker);
    enum staith_found found = staith_search_begin(s, n->lo, n->hi, NULL);
    if (found != STAITH_FOUND) {
        return found;
    }
    staith_search_roam(s, SWEEPS, false);
    for (uint32_t i = 0; i < s->audited_count; i++) {
        uint32_t cell = s->audited[i];
        if (is_open(n, cell)) {
            continue;
        }
        int64_t wanted = count_to(n, attacker, cell);
        int64_t possible = staith_search_shown(s, cell);
        if (possible < s->need[cell]) {
            struct staith_audit_interval interval;
            if (staith_search_decide(s, cell, wanted, &interval) != STAITH_FOUND) {
                return STAITH_FOUND_NOT;
            }
            possible = interval.possible;
        }
        judge(n, cell, possible < wanted ? possible : wanted, must_leave(n, attacker, cell),
              result);
    }
    return STAITH_FOUND;
}

/* Start from what outsiders know. */
static void reset(struct staith_insiders *n)
{
    size_t cells = n->audit->system->cell_count;
    memcpy(n->lo, n->base_lo, cells * sizeof(*n->lo));
    memcpy(n->hi, n->base_hi, cells * sizeof(*n->hi));
    memset(n->of_insider, 0, cells);
}

static enum staith_found learn(struct staith_insiders *n, enum staith_attacker attacker,
                               struct staith_attack_result *result)
{
    return staith_bounds_tighten(n->bounds, n->lo, n->hi) ? try_one(n, attacker, result)
                                                          : STAITH_FOUND_NONE;
}

/* People: in one finest cell each. Whom a cell cannot hold is not there; who is known to be there
 * learns nothing. */
static enum staith_found try_person(struct staith_insiders *n, uint32_t cell,
                                    struct staith_attack_result *result)
{
    int64_t persons = n->audit->persons == 0 ? 1 : (int64_t)n->audit->persons;
    if (!n->audit->cells[cell].people || n->base_lo[cell] >= persons ||
        n->base_hi[cell] < persons) {
        return STAITH_FOUND_NONE;
    }
    reset(n);
    n->lo[cell] = persons;
    staith_bounds_touch(n->bounds, (int64_t)cell);
    return learn(n, STAITH_ATTACKER_PERSON, result);
}

/* Whoever is one of people is 1. The value of another sole contributor is the contributor's own
 * where the caller knows it, else the middle of what outsiders can know. */
static int64_t alone_with(const struct staith_insiders *n, uint32_t cell)
{
    if (n->audit->cells[cell].people) {
        return 1;
    }
    if (n->audit->own_values != NULL) {
        return n->audit->own_values[cell];
    }
    return n->base_lo[cell] + (n->base_hi[cell] - n->base_lo[cell]) / 2;
}

static enum staith_found try_alone(struct staith_insiders *n, uint32_t cell,
                                   struct staith_attack_result *result)
{
    const struct staith_audit_cell *shown = &n->audit->cells[cell];
    bool may_be = shown->sole || (shown->people && n->audit->everyone_alone);
    int64_t value = alone_with(n, cell);
    if (!may_be || n->base_lo[cell] == n->base_hi[cell]) {
        return STAITH_FOUND_NONE;
    }
    enum staith_found found = STAITH_FOUND_NONE;
    if (n->base_lo[cell] <= value && value <= n->base_hi[cell]) {
        reset(n);
        n->lo[cell] = value;
        n->hi[cell] = value;
        n->of_insider[cell] = 1;
        spread(n);
        staith_bounds_touch(n->bounds, (int64_t)cell);
        found = learn(n, STAITH_ATTACKER_ALONE, result);
    }
    /* Who is marked as sole is really there: an attack that could not be set up was not tried. */
    return shown->sole && found == STAITH_FOUND_NONE ? STAITH_FOUND_NOT : found;
}

/* A return that does not fit what was published is a contradiction, and reported as one. */
static enum staith_found try_council(struct staith_insiders *n, uint32_t council,
                                     struct staith_attack_result *result)
{
    bool any = false;
    bool fits = true;
    reset(n);
    for (uint32_t i = 0; i < n->audit->system->cell_count; i++) {
        if (n->audit->cells[i].owner != council) {
            continue;
        }
        int64_t value = n->audit->own_values != NULL ? n->audit->own_values[i] : n->base_x[i];
        fits = fits && n->base_lo[i] <= value && value <= n->base_hi[i];
        any = true;
        n->lo[i] = value;
        n->hi[i] = value;
        n->of_insider[i] = 1;
        staith_bounds_touch(n->bounds, (int64_t)i);
    }
    if (!any) {
        return STAITH_FOUND_NONE;
    }
    spread(n);
    enum staith_found found = fits ? learn(n, STAITH_ATTACKER_COUNCIL, result) : STAITH_FOUND_NONE;
    if (found == STAITH_FOUND_NONE) {
        result->state = STAITH_ATTACK_CONTRADICTED;
    }
    return found;
}

void staith_insiders_try(struct staith_insiders *insiders, enum staith_attacker attacker,
                         struct staith_attack_result *ret_result)
{
    struct staith_attack_result result = {.state = STAITH_ATTACK_TRIED};
    bool councils = attacker == STAITH_ATTACKER_COUNCIL;
    uint32_t cells = insiders->audit->system->cell_count;
    uint32_t last = councils ? STAITH_AUDIT_MAX_COUNCILS + 1 : cells;
    memset(insiders->worst, 0, cells);
    insiders->worst_possible = INT64_MAX;
    insiders->worst_cell = -1;
    for (uint32_t i = councils ? 1 : 0; i < last; i++) {
        enum staith_found found = STAITH_FOUND_NOT;
        if (!staith_effort_is_over(insiders->search->effort)) {
            found = councils                            ? try_council(insiders, i, &result)
                    : attacker == STAITH_ATTACKER_ALONE ? try_alone(insiders, i, &result)
                                                        : try_person(insiders, i, &result);
        }
        if (found == STAITH_FOUND_NOT) {
            result.state = STAITH_ATTACK_UNFINISHED;
        }
        if (result.state != STAITH_ATTACK_TRIED) {
            break;
        }
    }
    if (result.systems == 0 && result.state == STAITH_ATTACK_TRIED) {
        result.state = STAITH_ATTACK_NOTHING;
    }
    *ret_result = result;
}
