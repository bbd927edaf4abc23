/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGENCY_CHECKS_H
#define STAITH_AGENCY_CHECKS_H
/*
 * Checks of an assignments file besides those of the reader of tables, which stand first in the
 * descriptor. e0..: the file is refused. e1..: the row is left out. q..: counted, but somebody
 * should look. Codes are kept for ever: councils quote them.
 */
#include <staith/kit_table.h>

/* id, code, severity, message, advice */
#define STAITH_AGENCY_CHECKS(X)                                                                    \
    X(NO_QUARTER, "e001", ERROR, "It is not known which quarter the file is for; it is refused.",  \
      "Put the quarter into the file's name, as in agency-2025Q3.csv, or set the option period.")  \
    X(SEVERAL_FILES, "e002", ERROR, "More than one file was given; all are refused.",              \
      "Give one file a run.")                                                                      \
    X(NO_WORKER, "e101", ERROR, "The worker has no identifier; the row is left out.",              \
      "Give each worker an identifier that is the same in every assignment and quarter.")          \
    X(NO_START, "e102", ERROR, "The assignment has no start date; the row is left out.",           \
      "Fill the start date.")                                                                      \
    X(BAD_WHEN, "e103", ERROR, "A date of the assignment cannot be read; the row is left out.",    \
      "Correct the start or end date.")                                                            \
    X(ENDS_FIRST, "e104", ERROR, "The assignment ends before it starts; the row is left out.",     \
      "Correct the two dates.")                                                                    \
    X(NOT_MAPPED, "q101", QUERY, "The job title is not in the map; the assignment is untestable.", \
      "Add the title to the file job_titles.")                                                     \
    X(NO_ROLE, "q102", QUERY, "There is no job title and no role; the assignment is untestable.",  \
      "Fill the job title.")                                                                       \
    X(NO_BASIS, "q103", QUERY,                                                                     \
      "The basis of the rate is not known; the assignment is untestable.",                         \
      "Say whether the rate is PAYE or that of an umbrella or limited company.")                   \
    X(NO_RATE, "q104", QUERY, "There is no rate; the assignment is untestable.",                   \
      "Fill the hourly rate.")                                                                     \
    X(NO_CAP, "q105", QUERY,                                                                       \
      "No cap for this role and basis was in force when the assignment started; it is "            \
      "untestable.",                                                                               \
      "Nothing where it started before the caps; otherwise add the cap to the file caps.")         \
    X(NO_FTE, "q106", QUERY, "Neither FTE nor weekly hours are given; it adds nothing to FTE.",    \
      "Fill one of them.")                                                                         \
    X(TWICE, "q107", QUERY,                                                                        \
      "The same worker, role and start stood in an earlier row; both count.",                      \
      "Remove the row unless these are two assignments.")                                          \
    X(NO_DECLARED, "q201", QUERY,                                                                  \
      "The file has no column declared; breaches cannot be held against what was declared.",       \
      "Add the column, or map it in the dataset's options.")                                       \
    X(NO_CAPS, "q202", QUERY, "There is no file of caps; every assignment is untestable.",         \
      "Name the region's caps under files, as caps.")                                              \
    X(NO_RULES, "q203", QUERY, "There is no file of rules; none is checked.",                      \
      "Name it under files, as rules; a sample comes with the plugin.")                            \
    X(NOTHING, "q204", QUERY, "No assignment of the file falls into the quarter.",                 \
      "See whether the file is of this quarter; where nobody was used it is right.")               \
    X(NO_COLUMN, "q205", QUERY,                                                                    \
      "The file does not have this column; the figures that need it are not given.",               \
      "Add the column, or map it in the dataset's options.")

enum staith_agency_check {
    STAITH_AGENCY_K_OWN = STAITH_KIT_TABLE_CHECK_COUNT - 1, /**< behind the reader's */
#define STAITH_AGENCY_X(id, code, severity, message, advice) STAITH_AGENCY_K_##id,
    STAITH_AGENCY_CHECKS(STAITH_AGENCY_X)
#undef STAITH_AGENCY_X
        STAITH_AGENCY_CHECK_COUNT
};

#endif
