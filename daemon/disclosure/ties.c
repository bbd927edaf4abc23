/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/ties.h"

#include <string.h>

struct staith_tie staith_tie_begin(void)
{
    return (struct staith_tie){.known = true};
}

void staith_tie_add(struct staith_tie *tie, uint32_t cell, int64_t times, bool known, int64_t count)
{
    staith_tie_add_between(tie, cell, times, known, count, count);
}

void staith_tie_add_between(struct staith_tie *tie, uint32_t cell, int64_t times, bool known,
                            int64_t least, int64_t most)
{
    if (tie->count < STAITH_TIE_MAX_TERMS) {
        tie->terms[tie->count] = (struct staith_audit_term){cell, times};
    }
    tie->count++;
    tie->known = tie->known && known;
    tie->least += known ? times * (times > 0 ? least : most) : 0;
    tie->most += known ? times * (times > 0 ? most : least) : 0;
}

int64_t staith_tie_off(const struct staith_tie *tie)
{
    int64_t off = tie->least > 0 ? tie->least : tie->most < 0 ? tie->most : 0;
    return tie->known ? off : 0;
}

/* Room for `more` behind `count` items, doubling. */
static void *grow(struct staith_arena *arena, void *items, uint32_t count, uint32_t *room,
                  uint32_t more, size_t size)
{
    if (count + more <= *room) {
        return items;
    }
    uint32_t next = 2 * (count + more) + 64;
    void *made = staith_arena_array(arena, next, size);
    if (made != NULL && count > 0) {
        memcpy(made, items, count * size);
    }
    *room = next;
    return made;
}

static int write_fact(struct staith_audit_fact fact, const struct staith_audit_term *terms,
                      struct staith_arena *arena, struct staith_question *question,
                      struct staith_err *err)
{
    question->facts = grow(arena, question->facts, question->fact_count, &question->fact_room, 1,
                           sizeof(*question->facts));
    question->terms = grow(arena, question->terms, question->term_count, &question->term_room,
                           fact.count, sizeof(*question->terms));
    if (question->facts == NULL || question->terms == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit over time");
    }
    fact.first = question->term_count;
    question->facts[question->fact_count++] = fact;
    memcpy(&question->terms[question->term_count], terms, fact.count * sizeof(*terms));
    question->term_count += fact.count;
    return 0;
}

static enum staith_audit_source source_of(const struct staith_tie *tie)
{
    return tie->printed    ? STAITH_AUDIT_PUBLIC
           : tie->rebanded ? STAITH_AUDIT_REBANDED
                           : STAITH_AUDIT_EARLIER;
}

int staith_tie_write(const struct staith_tie *tie, struct staith_arena *arena,
                     struct staith_question *question, struct staith_err *err)
{
    int64_t off = staith_tie_off(tie);
    /* What was cut from each term is less than one unit. */
    int64_t slack = tie->fine ? (int64_t)tie->count : 0;
    if (tie->count > STAITH_TIE_MAX_TERMS) {
        return 0;
    }
    const struct staith_audit_fact fact = {.source = source_of(tie),
                                           .lo = (off < 0 ? off : 0) - slack,
                                           .hi = (off > 0 ? off : 0) + slack,
                                           .count = tie->count};
    return write_fact(fact, tie->terms, arena, question, err);
}

int staith_tie_write_exact(const struct staith_tie *tie, struct staith_arena *arena,
                           struct staith_question *question, struct staith_err *err)
{
    int64_t slack = tie->fine ? 1 : 0;
    const struct staith_audit_fact fact = {.source = source_of(tie),
                                           .lo = tie->least - slack,
                                           .hi = tie->most + slack,
                                           .count = tie->count};
    return write_fact(fact, tie->terms, arena, question, err);
}

int staith_tie_write_least(const struct staith_tie *tie, struct staith_arena *arena,
                           struct staith_question *question, struct staith_err *err)
{
    const struct staith_audit_fact fact = {.source = source_of(tie),
                                           .lo = tie->known && tie->least < 0 ? tie->least : 0,
                                           .hi = STAITH_AUDIT_NO_LIMIT,
                                           .count = tie->count};
    return write_fact(fact, tie->terms, arena, question, err);
}

int staith_tie_bound(uint32_t cell, int64_t lo, int64_t hi, struct staith_arena *arena,
                     struct staith_question *question, struct staith_err *err)
{
    const struct staith_audit_term term = {cell, 1};
    const struct staith_audit_fact fact = {.source = STAITH_AUDIT_EARLIER,
                                           .lo = lo,
                                           .hi = hi < STAITH_AUDIT_NO_LIMIT ? hi
                                                                            : STAITH_AUDIT_NO_LIMIT,
                                           .count = 1};
    return write_fact(fact, &term, arena, question, err);
}
