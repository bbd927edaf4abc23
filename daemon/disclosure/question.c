/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of each period and dataset the newest vintage is a part of the structure, older ones bounds on
 * its unknowns: what really changed in each cell between the two is taken for known, so that a
 * number of then is one of now, moved. A stronger attacker on a revision there is not, short of
 * whoever has the return itself. Vintages of the period that is asked about are parts of their own,
 * tied in the same way, because their numbers are audited as well.
 */
#include "disclosure/question.h"

#include "disclosure/course.h"
#include "disclosure/shows.h"
#include "disclosure/ties.h"
#include "disclosure/timeline.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SUFFIX_BYTES = 96,
    HORIZON_MONTHS = 24,
    MAX_PARTS = 1 + STAITH_DISCLOSURE_MAX_EARLIER,
    FTE_DIGITS = 2 /* FTE are audited in hundredths */
};

struct ask {
    const struct staith_question_about *about;
    struct staith_arena *arena;
    struct staith_question *question;
    struct staith_err *err;
    uint32_t part_count;
    struct staith_structure_part parts[MAX_PARTS];
    const struct staith_disclosure_earlier
        *of[MAX_PARTS]; /* NULL: the cells that are asked about */
    uint32_t times_count;
    struct staith_timeline_part times[MAX_PARTS];
};

static int no_memory(const struct ask *ask)
{
    return staith_err_set(ask->err, STAITH_ERR_NOMEM, "no memory for the audit");
}

static bool is_of(const struct staith_disclosure_earlier *earlier, const char *dataset,
                  const struct staith_period *period)
{
    return strcmp(staith_release_dataset(earlier->release), dataset) == 0 &&
           staith_period_compare(staith_release_period(earlier->release), period) == 0;
}

static struct staith_course course_in(const char *dataset, const char *measure,
                                      const struct staith_period *period)
{
    return staith_course_of(dataset, measure, strcspn(measure, "|"), period);
}

/* Whether the period is of the eight quarters before or behind the one that is asked about. */
static bool is_near(const struct ask *ask, const struct staith_period *period)
{
    int32_t now = course_in("", "", ask->about->period).last;
    int32_t its = course_in("", "", period).last;
    return its - now <= HORIZON_MONTHS && now - its <= HORIZON_MONTHS;
}

/* Whether a measure of another release says anything of one that is asked about. */
static bool is_kin(const struct ask *ask, const char *dataset, const char *measure)
{
    const struct staith_catalogue *catalogue = ask->about->catalogue;
    const char *family = course_in(dataset, measure, ask->about->period).family;
    for (uint32_t i = 0; family != NULL && i < catalogue->measure_count; i++) {
        const char *its =
            course_in(catalogue->dataset, catalogue->measures[i].code, ask->about->period).family;
        if (its != NULL && strcmp(its, family) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- parts ---- */

/* The cells of a release, all or those that are kin. */
static int cells_of(const struct ask *ask, const struct staith_release *release, bool all,
                    struct staith_structure_part *part)
{
    uint32_t count = staith_release_cell_count(release);
    struct staith_release_cell *cells =
        staith_arena_array(ask->arena, (size_t)count + 1, sizeof(*cells));
    if (cells == NULL) {
        return no_memory(ask);
    }
    part->cells = cells;
    for (uint32_t i = 0; i < count; i++) {
        cells[part->cell_count] = staith_release_cell_at(release, i);
        part->cell_count +=
            all || is_kin(ask, staith_release_dataset(release), cells[part->cell_count].measure)
                ? 1
                : 0;
    }
    return 0;
}

static int add_part(struct ask *ask, const struct staith_disclosure_earlier *earlier,
                    const char *suffix, bool vintage)
{
    struct staith_structure_part *part = &ask->parts[ask->part_count];
    *part = (struct staith_structure_part){
        .catalogue = earlier->catalogue,
        .suffix = staith_arena_strdup(ask->arena, suffix),
        .source = STAITH_AUDIT_EARLIER,
    };
    int code =
        part->suffix == NULL ? no_memory(ask) : cells_of(ask, earlier->release, vintage, part);
    if (code != 0 || part->cell_count == 0) {
        return code;
    }
    ask->of[ask->part_count++] = earlier;
    if (!vintage) {
        ask->times[ask->times_count++] = (struct staith_timeline_part){
            part->suffix, part->catalogue, staith_release_period(earlier->release), earlier->truth};
    }
    return 0;
}

static bool has_part(const struct ask *ask, const char *suffix)
{
    bool there = false;
    for (uint32_t p = 0; p < ask->part_count; p++) {
        there = there || strcmp(ask->parts[p].suffix, suffix) == 0;
    }
    return there;
}

static void suffix_of(const struct staith_disclosure_earlier *earlier, char out[SUFFIX_BYTES])
{
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(staith_release_period(earlier->release), period);
    (void)snprintf(out, SUFFIX_BYTES, "#%s:%s", staith_release_dataset(earlier->release), period);
}

static int list_parts(struct ask *ask)
{
    const struct staith_question_about *about = ask->about;
    int code = 0;
    ask->parts[ask->part_count++] = (struct staith_structure_part){.cells = about->cells,
                                                                   .cell_count = about->cell_count,
                                                                   .catalogue = about->catalogue,
                                                                   .suffix = "",
                                                                   .source = STAITH_AUDIT_RELEASE};
    ask->times[ask->times_count++] =
        (struct staith_timeline_part){"", about->catalogue, about->period, about->truth};
    for (uint32_t e = 0; code == 0 && e < about->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = &about->earlier[e];
        char suffix[SUFFIX_BYTES];
        if (is_of(earlier, about->catalogue->dataset, about->period)) {
            (void)snprintf(suffix, sizeof(suffix), "#%u", about->earlier_count - e);
            if (earlier->truth != NULL && staith_release_certificate(earlier->release) != NULL) {
                code = add_part(ask, earlier, suffix, true);
            }
            continue;
        }
        suffix_of(earlier, suffix);
        if (!has_part(ask, suffix) && is_near(ask, staith_release_period(earlier->release))) {
            code = add_part(ask, earlier, suffix, false);
        }
    }
    return code;
}

/* ---- vintages of the period ---- */

/* How many of the counts' units are one of the audit's: FTE are audited in hundredths. */
static int64_t fineness_of(const struct staith_catalogue *catalogue, const char *name)
{
    size_t length = strcspn(name, "|#");
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        const struct staith_measure *measure = &catalogue->measures[i];
        if (strlen(measure->code) == length && strncmp(measure->code, name, length) == 0) {
            return measure->unit == STAITH_UNIT_FTE_MILLIONTHS ? STAITH_STRUCTURE_FTE_FINENESS : 1;
        }
    }
    return 1;
}

/* today's cell - that of part `p` = what changed, where both are there and both counts known. */
static int tie_vintage(struct ask *ask, uint32_t p, uint32_t cell)
{
    char name[2 * STAITH_SYSTEM_NAME_BYTES];
    const struct staith_system *system = &ask->question->structure.system;
    const struct staith_system *now = ask->about->truth;
    const struct staith_system *then = ask->of[p]->truth;
    (void)snprintf(name, sizeof(name), "%s%s", system->names[cell], ask->parts[p].suffix);
    int64_t old = staith_system_find(system, name);
    int64_t at = staith_system_find(now, system->names[cell]);
    int64_t was = staith_system_find(then, system->names[cell]);
    if (old < 0 || at < 0 || was < 0) {
        return 0;
    }
    int64_t fine = fineness_of(ask->about->catalogue, system->names[cell]);
    int64_t change = (now->values[at] - then->values[was]) / fine;
    struct staith_tie tie = staith_tie_begin();
    staith_tie_add(&tie, cell, 1, true, change);
    staith_tie_add(&tie, (uint32_t)old, -1, true, 0);
    tie.fine = fine > 1;
    return staith_tie_write_exact(&tie, ask->arena, ask->question, ask->err);
}

static int tie_vintages(struct ask *ask)
{
    uint32_t cells = ask->question->structure.system.cell_count;
    int code = 0;
    for (uint32_t p = 1; p < ask->part_count && ask->about->truth != NULL; p++) {
        const struct staith_disclosure_earlier *earlier = ask->of[p];
        bool vintage = is_of(earlier, ask->about->catalogue->dataset, ask->about->period);
        for (uint32_t i = 0; vintage && code == 0 && i < cells; i++) {
            code = tie_vintage(ask, p, i);
        }
    }
    return code;
}

/* ---- older vintages of other periods ---- */

/* What a number of an older vintage says of the unknown of the newest one. */
static int bound_by(struct ask *ask, const struct staith_disclosure_earlier *newest,
                    const struct staith_disclosure_earlier *older, const char *suffix,
                    const struct staith_release_cell *cell)
{
    char name[STAITH_SYSTEM_NAME_BYTES];
    char now[STAITH_SYSTEM_NAME_BYTES];
    struct staith_place place;
    const struct staith_structure_part part = {.catalogue = older->catalogue};
    const struct staith_system *system = &ask->question->structure.system;
    if (staith_place_of(older->catalogue, cell, &place) != 0 ||
        staith_place_name(older->catalogue, &place, "", name, sizeof(name)) != 0 ||
        staith_place_name(older->catalogue, &place, suffix, now, sizeof(now)) != 0) {
        return 0;
    }
    int64_t unknown = staith_system_find(system, now);
    int64_t at = staith_system_find(newest->truth, name);
    int64_t was = staith_system_find(older->truth, name);
    struct staith_audit_cell shows = staith_structure_shows(&part, cell);
    if (unknown < 0 || at < 0 || was < 0 || shows.shows == STAITH_AUDIT_NOTHING) {
        return 0;
    }
    int64_t fine = fineness_of(older->catalogue, name);
    int64_t change = (newest->truth->values[at] - older->truth->values[was]) / fine;
    int64_t slack = fine > 1 ? 1 : 0;
    int64_t lo = shows.shows == STAITH_AUDIT_EXACT ? shows.value : shows.lo;
    int64_t hi = shows.shows == STAITH_AUDIT_EXACT ? shows.value : shows.hi;
    return staith_tie_bound((uint32_t)unknown, lo + change - slack, hi + change + slack, ask->arena,
                            ask->question, ask->err);
}

static int bound_by_vintage(struct ask *ask, const struct staith_disclosure_earlier *older)
{
    char suffix[SUFFIX_BYTES];
    int code = 0;
    suffix_of(older, suffix);
    for (uint32_t p = 1; p < ask->part_count; p++) {
        const struct staith_disclosure_earlier *newest = ask->of[p];
        if (strcmp(ask->parts[p].suffix, suffix) != 0 || newest == older || newest->truth == NULL ||
            older->truth == NULL) {
            continue;
        }
        uint32_t count = staith_release_cell_count(older->release);
        for (uint32_t i = 0; code == 0 && i < count; i++) {
            const struct staith_release_cell cell = staith_release_cell_at(older->release, i);
            if (is_kin(ask, staith_release_dataset(older->release), cell.measure)) {
                code = bound_by(ask, newest, older, suffix, &cell);
            }
        }
    }
    return code;
}

/* ---- facts ---- */

/* The measure of a fact in what is asked about or left before; NULL: nobody knows it. */
static const struct staith_measure *measure_of(const struct ask *ask,
                                               const struct staith_public_fact *fact)
{
    const struct staith_measure *found = NULL;
    char code[STAITH_SYSTEM_NAME_BYTES];
    (void)snprintf(code, sizeof(code), "%.*s", (int)strcspn(fact->cell, "|"), fact->cell);
    for (uint32_t p = 0; found == NULL && p < ask->part_count; p++) {
        const struct staith_catalogue *catalogue = ask->parts[p].catalogue;
        int at = staith_catalogue_measure(catalogue, code);
        found = at >= 0 ? &catalogue->measures[at] : NULL;
    }
    return found;
}

static int64_t power_of_ten(uint32_t exponent)
{
    int64_t power = 1;
    for (uint32_t i = 0; i < exponent; i++) {
        power *= 10;
    }
    return power;
}

/* What a printed number leaves possible, in the audit's units. With fewer decimals than the unit
 * has it was rounded; with more it is none of the unit, and the two beside it are. */
static void measure_fact(const struct staith_public_fact *fact,
                         const struct staith_measure *measure, struct staith_timeline_fact *out)
{
    bool fte = measure->unit == STAITH_UNIT_FTE_MILLIONTHS;
    uint32_t digits = fte ? FTE_DIGITS : staith_unit_digits(measure->unit);
    if (fact->decimals >= digits) {
        int64_t part = power_of_ten(fact->decimals - digits);
        out->lo = fact->value / part;
        out->hi = (fact->value + part - 1) / part;
    } else {
        int64_t part = power_of_ten(digits - fact->decimals);
        out->lo = fact->value * part - part / 2;
        out->hi = fact->value * part + part / 2;
        out->lo = out->lo > 0 ? out->lo : 0;
    }
    out->fine = fte;
}

/* Those that say anything of what is asked about. */
static int pick_facts(const struct ask *ask, struct staith_timeline_fact **ret_facts,
                      uint32_t *ret_count)
{
    const struct staith_question_about *about = ask->about;
    struct staith_timeline_fact *facts =
        staith_arena_array(ask->arena, (size_t)about->fact_count + 1, sizeof(*facts));
    uint32_t count = 0;
    if (facts == NULL) {
        return no_memory(ask);
    }
    for (uint32_t i = 0; i < about->fact_count; i++) {
        const struct staith_public_fact *fact = &about->facts[i];
        const struct staith_measure *measure = measure_of(ask, fact);
        bool own = strcmp(fact->dataset, about->catalogue->dataset) == 0 &&
                   staith_period_compare(&fact->period, about->period) == 0;
        if (measure != NULL && staith_measure_quarter(measure) == 0 &&
            (own || (is_near(ask, &fact->period) && is_kin(ask, fact->dataset, fact->cell)))) {
            facts[count] = (struct staith_timeline_fact){
                .dataset = fact->dataset, .period = &fact->period, .cell = fact->cell};
            measure_fact(fact, measure, &facts[count++]);
        }
    }
    *ret_facts = facts;
    *ret_count = count;
    return 0;
}

int staith_question_make(const struct staith_question_about *about, struct staith_arena *arena,
                         struct staith_question *ret_question, struct staith_err *err)
{
    struct staith_question question = {0};
    struct staith_timeline_fact *facts = NULL;
    uint32_t fact_count = 0;
    struct ask *ask = calloc(1, sizeof(*ask));
    if (ask == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit");
    }
    *ask = (struct ask){.about = about, .arena = arena, .question = &question, .err = err};
    int code = about->earlier_count > STAITH_DISCLOSURE_MAX_EARLIER
                   ? staith_err_set(err, STAITH_ERR_LIMIT, "too many earlier releases at once")
                   : list_parts(ask);
    if (code == 0) {
        code = staith_structure_make(ask->parts, ask->part_count, arena, &question.structure, err);
    }
    if (code == 0) {
        code = tie_vintages(ask);
    }
    for (uint32_t e = 0; code == 0 && e < about->earlier_count; e++) {
        code = bound_by_vintage(ask, &about->earlier[e]);
    }
    if (code == 0) {
        code = pick_facts(ask, &facts, &fact_count);
    }
    /* A release alone is asked about as `staith verify` asks. */
    if (code == 0 && (ask->times_count > 1 || fact_count > 0)) {
        code = staith_timeline_add(ask->times, ask->times_count, facts, fact_count, arena,
                                   &question, err);
    }
    free(ask);
    if (code == 0) {
        *ret_question = question;
    }
    return code;
}
