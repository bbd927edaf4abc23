/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_REGION_FACTS_H
#define STAITH_REGION_FACTS_H
/*
 * The two tables of the example: published.csv (figures that the Department for Education has
 * published) and councils.csv. Read strictly: unknown columns, empty figures and quotes are errors.
 */
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

/* in the order of the columns of published.csv */
#define REGION_FIGURES(X)                                                                          \
    X(INPOST_FTE, "inpost_fte")                                                                    \
    X(INPOST_PEOPLE, "inpost_headcount")                                                           \
    X(STARTERS_FTE, "starters_fte")                                                                \
    X(STARTERS_PEOPLE, "starters_headcount")                                                       \
    X(LEAVERS_FTE, "leavers_fte")                                                                  \
    X(LEAVERS_PEOPLE, "leavers_headcount")                                                         \
    X(TURNOVER_FTE, "turnover_rate_fte")                                                           \
    X(TURNOVER_PEOPLE, "turnover_rate_headcount")                                                  \
    X(AGENCY_FTE, "agency_fte")                                                                    \
    X(AGENCY_PEOPLE, "agency_headcount")                                                           \
    X(AGENCY_RATE_FTE, "agency_rate_fte")                                                          \
    X(AGENCY_RATE_PEOPLE, "agency_rate_headcount")                                                 \
    X(COVER_FTE, "agency_cover_fte")                                                               \
    X(COVER_RATE, "agency_cover_rate_fte")                                                         \
    X(VACANCY_FTE, "vacancy_fte")                                                                  \
    X(VACANCY_RATE, "vacancy_rate_fte")                                                            \
    X(VACANCY_COVER_RATE, "vacancy_agency_cover_rate_fte")                                         \
    X(HOLDERS_FTE, "case_holders_fte")                                                             \
    X(CASES, "cases")                                                                              \
    X(CASELOAD, "caseload_fte")                                                                    \
    X(DAYS_LOST, "working_days_lost_fte")                                                          \
    X(ABSENCE_RATE, "absence_rate_fte")

enum region_figure {
#define REGION_X(name, column) REGION_##name,
    REGION_FIGURES(REGION_X)
#undef REGION_X
        REGION_FIGURE_COUNT
};

enum region_level { REGION_LEVEL_COUNTRY, REGION_LEVEL_REGION, REGION_LEVEL_AUTHORITY };

/** A published figure: a number in tenths, or the symbol printed in its place. */
struct region_fact {
    char symbol[4]; /**< "" for a number, or "u", "x", "z", "c", "low" */
    int64_t tenths; /**< 0 beside a symbol */
};

struct region_row {
    int32_t year;
    enum region_level level;
    char code[12];
    struct region_fact figures[REGION_FIGURE_COUNT];
};

struct region_facts {
    struct region_row *rows; /**< owned */
    size_t count;
};

enum { REGION_MAX_COUNCILS = 64 };

struct region_council {
    char code[12]; /**< DfE's, three digits */
    char name[64];
    char slug[40];
};

struct region_councils {
    struct region_council items[REGION_MAX_COUNCILS];
    size_t count;
};

/** Column of a figure in published.csv. Static. */
const char *region_figure_column(enum region_figure figure);

/** *ret_facts: free with region_facts_deinit. 0, or an error with file and line. */
int region_facts_read(const char *path, struct region_facts *ret_facts, struct staith_err *err);
/** NULL is allowed. */
void region_facts_deinit(struct region_facts *facts);
/** The row of an area (`code` NULL: the first of that level), or NULL. Facts'. */
const struct region_row *region_facts_find(const struct region_facts *facts, int32_t year,
                                           enum region_level level, const char *code);
int region_councils_read(const char *path, struct region_councils *ret_councils,
                         struct staith_err *err);

#endif
