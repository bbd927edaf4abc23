/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SNAPSHOT_CHECKS_H
#define STAITH_SNAPSHOT_CHECKS_H
/*
 * Checks of a person file besides those of the reader of tables, which stand first in the
 * descriptor. Codes are kept for ever: councils quote them.
 */
#include <staith/kit_table.h>

/* id, code, severity, message, advice */
#define STAITH_SNAPSHOT_CHECKS(X)                                                                  \
    X(NO_PERIOD, "e001", ERROR,                                                                    \
      "It is not known which quarter or month the file is for; it is "                             \
      "refused.",                                                                                  \
      "Put it into the file's name, as in workforce-2025Q3.csv or workforce-2025-07.csv, or set "  \
      "the option period.")                                                                        \
    X(SEVERAL_FILES, "e002", ERROR, "More than one file was given; all are refused.",              \
      "Give one file a run.")                                                                      \
    X(NO_PERSON, "e101", ERROR, "The person has no registration number; the row is left out.",     \
      "Fill it.")                                                                                  \
    X(BAD_WHEN, "e102", ERROR, "A start or end date cannot be read; the row is left out.",         \
      "Correct the date.")                                                                         \
    X(ENDS_FIRST, "e103", ERROR, "The end is before the start; the row is left out.",              \
      "Correct the two dates.")                                                                    \
    X(NO_FTE, "q101", QUERY, "There is no FTE; the person adds nothing to FTE.", "Fill it.")       \
    X(NO_ROLE, "q102", QUERY, "There is no role; the person is in no breakdown by role.",          \
      "Fill it.")                                                                                  \
    X(MANY_CASES, "q103", QUERY, "More than 40 cases for one person.",                             \
      "Check the number of cases.")                                                                \
    X(CAUSES, "q104", QUERY,                                                                       \
      "The days by cause add to more than the days lost; they are counted "                        \
      "as they are given.",                                                                        \
      "Correct one of them.")                                                                      \
    X(BALANCE, "q201", QUERY, "The last headcount, plus starters, less leavers, is not this one.", \
      "Look for moves between posts that were entered as starts or ends, and for people missing "  \
      "from one of the two files.")                                                                \
    X(JUMP, "q202", QUERY,                                                                         \
      "The headcount has changed by more than a tenth since the last period.",                     \
      "See whether the file is whole.")                                                            \
    X(FALL, "q203", QUERY,                                                                         \
      "There were people in post in the last period, and now there are none.",                     \
      "See whether the file is of this period.")                                                   \
    X(NO_COLUMN, "q204", QUERY,                                                                    \
      "The file does not have this column; the figures that need it are not given.",               \
      "Add the column, or map it in the dataset's options.")

enum staith_snapshot_check {
    STAITH_SNAPSHOT_K_OWN = STAITH_KIT_TABLE_CHECK_COUNT - 1, /**< behind the reader's */
#define STAITH_SNAPSHOT_X(id, code, severity, message, advice) STAITH_SNAPSHOT_K_##id,
    STAITH_SNAPSHOT_CHECKS(STAITH_SNAPSHOT_X)
#undef STAITH_SNAPSHOT_X
        STAITH_SNAPSHOT_CHECK_COUNT
};

#endif
