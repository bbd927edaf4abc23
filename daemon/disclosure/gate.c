/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decides cell by cell, and only by the policy: a cell leaves when the rule says EXACT and in no
 * other case, so that a new rule withholds until somebody writes how it releases.
 */
#include "disclosure/gate.h"

#include "disclosure/release_make.h"

#include <stdlib.h>
#include <string.h>

enum { RULES = STAITH_POLICY_HELD + 1 };

/* What one decision works on. */
struct work {
    const struct staith_rawtable *raw;
    const struct staith_policy *policy;
    enum staith_audience audience;
    const struct staith_mark *marks;
    uint32_t mark_count;
    struct staith_release_cell *cells; /* room for every headline cell */
    uint32_t cell_count;
    uint32_t marked;
};

static int check_marks(const struct work *work, struct staith_err *err)
{
    for (uint32_t i = 0; i < work->mark_count; i++) {
        const struct staith_mark *mark = &work->marks[i];
        if (staith_catalogue_measure(work->raw->catalogue, mark->measure) < 0) {
            (void)staith_err_set(err, STAITH_ERR_INVAL, "a mark names the unknown measure \"%s\"",
                                 mark->measure);
            staith_err_remedy(err, "use a measure of dataset %s", work->raw->catalogue->dataset);
            return STAITH_ERR_INVAL;
        }
        if (mark->status != STAITH_STATUS_UNRELIABLE && mark->status != STAITH_STATUS_UNAVAILABLE) {
            (void)staith_err_set(err, STAITH_ERR_INVAL, "the mark on %s has a wrong status",
                                 mark->measure);
            staith_err_remedy(err, "mark a measure u (unreliable) or x (unavailable)");
            return STAITH_ERR_INVAL;
        }
    }
    return 0;
}

static const struct staith_mark *find_mark(const struct work *work, const char *measure)
{
    for (uint32_t i = 0; i < work->mark_count; i++) {
        const struct staith_mark *mark = &work->marks[i];
        if (strcmp(mark->measure, measure) == 0 &&
            staith_period_compare(&mark->period, &work->raw->period) == 0) {
            return mark;
        }
    }
    return NULL;
}

static void release_cell(struct work *work, const char *table, const char *measure,
                         const struct staith_cell *from)
{
    struct staith_release_cell *cell = &work->cells[work->cell_count++];
    memset(cell, 0, sizeof(*cell));
    cell->table = table;
    cell->measure = measure;
    const struct staith_mark *mark = find_mark(work, measure);
    if (mark != NULL) {
        /* A marked figure is withdrawn: its number must not travel beside the status. */
        cell->value = staith_value_status(mark->status);
        cell->reason = mark->reason;
        work->marked++;
    } else if (from->status == STAITH_STATUS_VALUE) {
        cell->value = staith_value_exact(from->value);
    } else {
        cell->value = staith_value_status(from->status);
    }
}

static void decide_table(struct work *work, const struct staith_rawtable_part *part,
                         struct staith_disposition *out)
{
    const struct staith_catalogue *catalogue = work->raw->catalogue;
    const struct staith_table *table = &catalogue->tables[part->table];
    uint32_t by_rule[RULES] = {0};
    for (uint32_t i = 0; i < part->cell_count; i++) {
        const struct staith_cell *cell = &part->cells[i];
        const char *measure = catalogue->measures[cell->measure].code;
        enum staith_policy_rule rule = staith_policy_decide(
            work->policy, catalogue->dataset, measure, table->dimension_count, work->audience);
        by_rule[rule]++;
        if (rule == STAITH_POLICY_EXACT) {
            release_cell(work, table->code, measure, cell);
        }
    }
    /* An empty table is named after the rule that its cells would have met. */
    enum staith_policy_rule most =
        table->dimension_count > 0 ? STAITH_POLICY_BREAKDOWN : STAITH_POLICY_NO_FLOOR;
    for (enum staith_policy_rule rule = STAITH_POLICY_EXACT; rule <= STAITH_POLICY_HELD; rule++) {
        if (by_rule[rule] > by_rule[most]) {
            most = rule;
        }
    }
    out->table = part->table;
    out->cells = part->cell_count;
    out->released = by_rule[STAITH_POLICY_EXACT];
    out->withheld = part->cell_count - out->released;
    out->rule = staith_policy_rule_code(most);
    out->why = staith_policy_rule_words(most);
}

static uint32_t headline_cells(const struct staith_rawtable *raw)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < raw->part_count; i++) {
        if (raw->catalogue->tables[raw->parts[i].table].dimension_count == 0) {
            count += raw->parts[i].cell_count;
        }
    }
    return count;
}

static int make(const struct work *work, const uint8_t *catalogue_hash,
                struct staith_release **ret_release, struct staith_err *err)
{
    if (work->cell_count == 0) {
        (void)staith_err_set(err, STAITH_ERR_REFUSED, "the policy lets nothing of dataset %s leave",
                             work->raw->catalogue->dataset);
        staith_err_remedy(err, "see `staith preview` for the rule that holds each table");
        return STAITH_ERR_REFUSED;
    }
    const struct staith_release_parts parts = {
        .authority = work->raw->authority,
        .dataset = work->raw->catalogue->dataset,
        .period = work->raw->period,
        .audience = work->audience,
        .policy = work->policy->version,
        .catalogue_hash = catalogue_hash,
        .cell_count = work->cell_count,
        .cells = work->cells,
    };
    return staith_release_make(&parts, work->raw->source_hash, ret_release, err);
}

int staith_disclosure_release(const struct staith_rawtable *raw, const struct staith_policy *policy,
                              enum staith_audience audience, const struct staith_mark *marks,
                              uint32_t mark_count, const uint8_t *catalogue_hash,
                              struct staith_decision *ret_decision,
                              struct staith_release **ret_release, struct staith_err *err)
{
    int rc = staith_rawtable_check(raw, err);
    if (rc != 0) {
        return rc;
    }
    struct work work = {.raw = raw,
                        .policy = policy,
                        .audience = audience,
                        .marks = marks,
                        .mark_count = mark_count};
    rc = check_marks(&work, err);
    if (rc != 0) {
        return rc;
    }
    work.cells = calloc((size_t)headline_cells(raw) + 1, sizeof(*work.cells));
    if (work.cells == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the decision");
    }
    memset(ret_decision, 0, sizeof(*ret_decision));
    for (uint32_t i = 0; i < raw->part_count && i < STAITH_CATALOGUE_MAX_TABLES; i++) {
        decide_table(&work, &raw->parts[i], &ret_decision->dispositions[i]);
        ret_decision->disposition_count++;
    }
    ret_decision->marked = work.marked;
    rc = make(&work, catalogue_hash, ret_release, err);
    free(work.cells);
    return rc;
}
