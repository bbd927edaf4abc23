/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_COURSE_CASE_H
#define STAITH_TEST_COURSE_CASE_H
/*
 * What one council published of people in several periods, cell by cell, for tests of what releases
 * say of each other. Datasets have the measures inpost_headcount, starters_headcount,
 * leavers_headcount, asye_began, vacancies and inpost_fte; table "all" has no dimensions, "by_sex"
 * and "by_role" one each.
 */
#include "disclosure/audit/certificate.h"
#include "disclosure/question.h"
#include "disclosure/release_make.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COURSE_RELEASES = 12, COURSE_CELLS = 16, COURSE_FACTS = 4 };

/* A release: cells as they are published, and the counts behind them. */
struct course_release {
    struct staith_catalogue catalogue;
    struct staith_period period;
    uint32_t count;
    struct staith_release_cell cells[COURSE_CELLS];
    const char *names[COURSE_CELLS]; /* ascending, as a system's */
    int64_t values[COURSE_CELLS];
    struct staith_system truth;
    struct staith_release *release;
};

struct course_case {
    struct staith_arena arena;
    uint32_t count;
    struct course_release releases[COURSE_RELEASES];
    struct staith_disclosure_earlier earlier[COURSE_RELEASES];
    uint32_t fact_count;
    struct staith_public_fact facts[COURSE_FACTS];
    struct staith_question question;
    struct staith_certificate *certificate;
    struct staith_err err;
};

static struct staith_measure course_measures[] = {
    {"inpost_headcount", "In post", "People.", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"starters_headcount", "Starters", "People.", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"leavers_headcount", "Leavers", "People.", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"asye_began", "ASYE", "People.", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"vacancies", "Vacancies", "Posts.", STAITH_UNIT_POSTS, STAITH_COUNT_ROWS},
    {"inpost_fte", "In post (FTE)", "FTE.", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM}};
static struct staith_category course_sexes[] = {{"female", "Female", 0xFFFF},
                                                {"male", "Male", 0xFFFF}};
static struct staith_category course_roles[] = {{"manager", "Manager", 0xFFFF},
                                                {"worker", "Worker", 0xFFFF}};
static struct staith_dimension course_dimensions[] = {{"sex", "Sex", 0, 0, 2, course_sexes},
                                                      {"role", "Role", 0, 0, 2, course_roles}};
static uint16_t course_all[] = {0, 1, 2, 3, 4, 5};
static uint16_t course_lists[] = {0, 1};
static struct staith_table course_tables[] = {
    {"all", "All", 6, 0, course_all, NULL},
    {"by_sex", "By sex", 6, 1, course_all, course_lists},
    {"by_role", "By role", 6, 1, course_all, course_lists + 1}};

static inline struct course_case *course_begin(void)
{
    struct course_case *c = calloc(1, sizeof(*c));
    staith_arena_init(&c->arena, (size_t)1 << 26);
    return c;
}

static inline void course_end(struct course_case *c)
{
    for (uint32_t i = 0; i < c->count; i++) {
        staith_release_free(c->releases[i].release);
    }
    staith_certificate_free(c->certificate);
    staith_arena_deinit(&c->arena);
    free(c);
}

static inline struct course_release *course_release(struct course_case *c, const char *dataset,
                                                    const char *period)
{
    struct course_release *r = &c->releases[c->count++];
    r->catalogue = (struct staith_catalogue){.dataset = dataset,
                                             .plugin = "test",
                                             .plugin_version = "1.0.0",
                                             .dimension_count = 2,
                                             .measure_count = 6,
                                             .table_count = 3,
                                             .dimensions = course_dimensions,
                                             .measures = course_measures,
                                             .tables = course_tables};
    assert_int_equal(staith_period_parse(period, &r->period), 0);
    return r;
}

/* A cell with its true count; `base` 0: exact. Cells in ascending order of their names. */
static inline void course_cell(struct course_release *r, const char *measure, const char *dimension,
                               const char *category, int64_t shown, uint32_t base, int64_t count)
{
    static char names[COURSE_RELEASES * COURSE_CELLS * 4][96];
    static uint32_t used;
    char *name = names[used++ % (sizeof(names) / sizeof(names[0]))];
    struct staith_release_cell *cell = &r->cells[r->count];
    *cell = (struct staith_release_cell){.table = dimension == NULL               ? "all"
                                                  : strcmp(dimension, "sex") == 0 ? "by_sex"
                                                                                  : "by_role",
                                         .measure = measure,
                                         .dimension_count = dimension == NULL ? 0 : 1,
                                         .dimensions = {dimension},
                                         .categories = {category},
                                         .value = staith_value_exact(shown),
                                         .base = base,
                                         .reach = base > 0 ? 1 : 0};
    if (base > 0) {
        cell->value.lo = shown - base + 1 > 0 ? shown - base + 1 : 0;
        cell->value.hi = shown + base - 1;
    }
    (void)snprintf(name, sizeof(names[0]), "%s%s%s%s%s", measure, dimension == NULL ? "" : "|",
                   dimension == NULL ? "" : dimension, dimension == NULL ? "" : "=",
                   category == NULL ? "" : category);
    r->names[r->count] = name;
    r->values[r->count++] = count;
}

/* Make the last release the one that is asked about, the others what left before, newest first. */
static inline struct staith_question_about course_about(struct course_case *c, bool known)
{
    static const uint8_t hash[STAITH_HASH_BYTES] = {5};
    static const struct staith_release_certificate passed = {.cells = 1,
                                                             .audited = 1,
                                                             .least = 5,
                                                             .promise = 5,
                                                             .solver = "GLPK 5.0",
                                                             .attacker_count = 1,
                                                             .attackers = {{7, 1, 1, 5}}};
    struct course_release *last = &c->releases[c->count - 1];
    for (uint32_t i = 0; i < c->count; i++) {
        struct course_release *r = &c->releases[i];
        r->truth =
            (struct staith_system){.cell_count = r->count, .names = r->names, .values = r->values};
        struct staith_release_certificate certificate = passed;
        bool rounded = false;
        for (uint32_t k = 0; k < r->count; k++) {
            rounded = rounded || r->cells[k].base > 0;
        }
        staith_release_cells_hash(r->cells, r->count, certificate.hash);
        const struct staith_release_parts parts = {.authority = "840",
                                                   .dataset = r->catalogue.dataset,
                                                   .period = r->period,
                                                   .audience = STAITH_AUDIENCE_REGION,
                                                   .policy = "2026-11-01",
                                                   .catalogue_hash = hash,
                                                   .cell_count = r->count,
                                                   .cells = r->cells,
                                                   .certificate = rounded ? &certificate : NULL};
        assert_int_equal(staith_release_make(&parts, hash, &r->release, &c->err), 0);
        c->earlier[c->count - 1 - i] = (struct staith_disclosure_earlier){
            r->release, &r->catalogue, known ? &r->truth : NULL, false};
    }
    return (struct staith_question_about){.cells = last->cells,
                                          .cell_count = last->count,
                                          .catalogue = &last->catalogue,
                                          .period = &last->period,
                                          .truth = known ? &last->truth : NULL,
                                          .earlier = c->earlier + 1,
                                          .earlier_count = c->count - 1,
                                          .facts = c->facts,
                                          .fact_count = c->fact_count};
}

static inline void course_ask(struct course_case *c, bool known)
{
    const struct staith_question_about about = course_about(c, known);
    assert_int_equal(staith_question_make(&about, &c->arena, &c->question, &c->err), 0);
    const struct staith_audit audit = {.system = &c->question.structure.system,
                                       .cells = c->question.structure.cells,
                                       .facts = c->question.facts,
                                       .fact_count = c->question.fact_count,
                                       .terms = c->question.terms,
                                       .term_count = c->question.term_count};
    assert_int_equal(staith_audit_run(&audit, &c->certificate, &c->err), 0);
}

static inline void course_fact(struct course_case *c, const char *dataset, const char *period,
                               const char *cell, int64_t value, uint32_t decimals)
{
    struct staith_public_fact *fact = &c->facts[c->fact_count++];
    *fact = (struct staith_public_fact){
        .dataset = dataset, .cell = cell, .value = value, .decimals = decimals};
    assert_int_equal(staith_period_parse(period, &fact->period), 0);
}

/* How many values the auditor leaves a cell; 0: it is not protected. */
static inline int64_t course_possible(const struct course_case *c, const char *name)
{
    int64_t at = staith_system_find(&c->question.structure.system, name);
    assert_true(at >= 0);
    return c->certificate->intervals[at].possible;
}

#endif
