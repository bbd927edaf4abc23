/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_HEALTH_CHECK_CATALOGUE_H
#define STAITH_HEALTH_CHECK_CATALOGUE_H
/*
 * What the plugin declares: constants, all of them checked before a line of it runs.
 */
#include <staith/plugin.h>

/** Statements answered from 0 (not at all) to 10 (wholly), in the order of their columns. */
enum health_question { SUPPORTED, WORKLOAD, LISTENED, RECOMMEND, QUESTIONS };

/** Measures: of each question how many answered, then how many answered 7 or more; then reasons. */
enum { FIRST_ANSWERED = 0, FIRST_AGREED = QUESTIONS, REASONS_GIVEN = 2 * QUESTIONS, MEASURES };

enum { SERVICE, REASON, DIMENSIONS };
enum { SERVICES = 6, REASONS = 8 };

enum {
    COLUMN_RESPONDENT,
    COLUMN_SERVICE,
    COLUMN_FIRST_ANSWER,
    COLUMN_REASON = COLUMN_FIRST_ANSWER + QUESTIONS,
    COLUMNS
};

enum { NO_RESPONDENT, TWICE, UNKNOWN_SERVICE, BAD_ANSWER, UNKNOWN_REASON, TOO_FEW, UNREADABLE };

enum { OPTION_YEAR, OPTION_MINIMUM, OPTIONS };

extern const struct staith_descriptor health_check_descriptor;

#endif
