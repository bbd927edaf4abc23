/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_RECRUITMENT_CHECKS_H
#define STAITH_RECRUITMENT_CHECKS_H
/*
 * Checks of a recruitment file besides those of the reader of tables, which stand first in the
 * descriptor. Codes are kept for ever: councils quote them.
 */
#include <staith/kit_table.h>

/* id, code, severity, message, advice */
#define STAITH_RECRUITMENT_CHECKS(X)                                                               \
    X(NO_QUARTER, "e001", ERROR, "It is not known which quarter the file is for; it is refused.",  \
      "Put the quarter into the file's name, as in recruitment-2025Q3.csv, or set the option "     \
      "period.")                                                                                   \
    X(SEVERAL_FILES, "e002", ERROR, "More than one file was given; all are refused.",              \
      "Give one file a run.")                                                                      \
    X(NO_POST, "e101", ERROR, "The post has no identifier; the row is left out.",                  \
      "Give each post an identifier that is the same in all its rounds.")                          \
    X(BAD_DATE, "q101", QUERY,                                                                     \
      "A date cannot be read; the event is taken as not having happened.", "Correct the date.")    \
    X(DISORDER, "q102", QUERY,                                                                     \
      "An event lies before one that must come first; no clock is taken from this row.",           \
      "Correct the dates.")                                                                        \
    X(NO_CANDIDATE, "q103", QUERY, "The row has a candidate's dates and no candidate.",            \
      "Give each candidate an identifier.")                                                        \
    X(NO_ROUND_ENDED, "q201", QUERY,                                                               \
      "The file has no column round_ended; the funnel, which is of ended rounds alone, is not "    \
      "given.",                                                                                    \
      "Add the column, or map it in the dataset's options.")                                       \
    X(NO_LEFT, "q202", QUERY, "The file has no column left; who stayed cannot be told.",           \
      "Add the column, or map it in the dataset's options.")                                       \
    X(NO_ASYE, "q203", QUERY, "The file has no column asye_started; ASYE cohorts are not given.",  \
      "Add the column, or map it in the dataset's options.")                                       \
    X(NO_COLUMN, "q204", QUERY,                                                                    \
      "The file does not have this column; the figures that need it are not given.",               \
      "Add the column, or map it in the dataset's options.")

enum staith_recruitment_check {
    STAITH_RECRUITMENT_K_OWN = STAITH_KIT_TABLE_CHECK_COUNT - 1, /**< behind the reader's */
#define STAITH_RECRUITMENT_X(id, code, severity, message, advice) STAITH_RECRUITMENT_K_##id,
    STAITH_RECRUITMENT_CHECKS(STAITH_RECRUITMENT_X)
#undef STAITH_RECRUITMENT_X
        STAITH_RECRUITMENT_CHECK_COUNT
};

#endif
