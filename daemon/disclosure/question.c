/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is near and kin, the facts, and the order in which a question is put together.
 */
#include "disclosure/question.h"

#include "disclosure/course.h"
#include "disclosure/question_work.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HORIZON_MONTHS = 24 };

int staith_question_no_memory(const struct staith_question_work *work)
{
    return staith_err_set(work->err, STAITH_ERR_NOMEM, "no memory for the audit");
}

static struct staith_course course_in(const char *dataset, const char *measure,
                                      const struct staith_period *period)
{
    return staith_course_of(dataset, measure, strcspn(measure, "|"), period);
}

bool staith_question_is_near(const struct staith_question_work *work,
                             const struct staith_period *period)
{
    int32_t now = course_in("", "", work->about->period).last;
    int32_t its = course_in("", "", period).last;
    return its - now <= HORIZON_MONTHS && now - its <= HORIZON_MONTHS;
}

bool staith_question_is_kin(const struct staith_question_work *work, const char *dataset,
                            const char *measure)
{
    return staith_course_kin(work->about->catalogue, dataset, measure);
}

/* ---- facts ---- */

/* The measure of a fact in what is asked about or left before; NULL: nobody knows it. */
static const struct staith_measure *measure_of(const struct staith_question_work *work,
                                               const struct staith_public_fact *fact)
{
    const struct staith_measure *found = NULL;
    char code[STAITH_SYSTEM_NAME_BYTES];
    (void)snprintf(code, sizeof(code), "%.*s", (int)strcspn(fact->cell, "|"), fact->cell);
    for (uint32_t p = 0; found == NULL && p < work->part_count; p++) {
        const struct staith_catalogue *catalogue = work->parts[p].catalogue;
        int at = staith_catalogue_measure(catalogue, code);
        found = at >= 0 ? &catalogue->measures[at] : NULL;
    }
    return found;
}

/* Those that say anything of what is asked about. */
static int pick_facts(const struct staith_question_work *work,
                      struct staith_timeline_fact **ret_facts, uint32_t *ret_count)
{
    const struct staith_question_about *about = work->about;
    struct staith_timeline_fact *facts =
        staith_arena_array(work->arena, about->fact_count, sizeof(*facts));
    uint32_t count = 0;
    if (facts == NULL) {
        return staith_question_no_memory(work);
    }
    for (uint32_t i = 0; i < about->fact_count; i++) {
        const struct staith_public_fact *fact = &about->facts[i];
        const struct staith_measure *measure = measure_of(work, fact);
        bool own = strcmp(fact->dataset, about->catalogue->dataset) == 0 &&
                   staith_period_compare(&fact->period, about->period) == 0;
        if (measure != NULL && staith_measure_quarter(measure) == 0 &&
            (own || (staith_question_is_near(work, &fact->period) &&
                     staith_question_is_kin(work, fact->dataset, fact->cell)))) {
            facts[count] = (struct staith_timeline_fact){
                .dataset = fact->dataset, .period = &fact->period, .cell = fact->cell};
            staith_public_fact_between(fact, measure, &facts[count].lo, &facts[count].hi);
            facts[count++].fine = measure->unit == STAITH_UNIT_FTE_MILLIONTHS;
        }
    }
    *ret_facts = facts;
    *ret_count = count;
    return 0;
}

/* Before the timeline, since months that no figure is for alone are promised what the figures
 * around them are, those that are lost last; and behind it, since what is left of such months may
 * be known itself. */
static void allow(struct staith_question *question, const struct staith_question_about *about)
{
    staith_lost_allow(about->lost, about->lost_count, &question->structure.system,
                      question->structure.cells);
}

int staith_question_make(const struct staith_question_about *about, struct staith_arena *arena,
                         struct staith_question *ret_question, struct staith_err *err)
{
    struct staith_question question = {0};
    struct staith_timeline_fact *facts = NULL;
    uint32_t fact_count = 0;
    struct staith_question_work *work = calloc(1, sizeof(*work));
    if (work == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the audit");
    }
    *work = (struct staith_question_work){
        .about = about, .arena = arena, .question = &question, .err = err};
    int code = about->earlier_count > STAITH_DISCLOSURE_MAX_EARLIER
                   ? staith_err_set(err, STAITH_ERR_LIMIT, "too many earlier releases at once")
                   : staith_question_parts(work);
    if (code == 0) {
        code =
            staith_structure_make(work->parts, work->part_count, arena, &question.structure, err);
    }
    if (code == 0) {
        allow(&question, about);
        code = staith_question_vintages(work);
    }
    if (code == 0) {
        code = pick_facts(work, &facts, &fact_count);
    }
    /* A release alone is asked about as `staith verify` asks. */
    if (code == 0 && (work->times_count > 1 || fact_count > 0)) {
        code = staith_timeline_add(work->times, work->times_count, facts, fact_count, arena,
                                   &question, err);
        allow(&question, about);
    }
    free(work);
    if (code == 0) {
        *ret_question = question;
    }
    return code;
}
