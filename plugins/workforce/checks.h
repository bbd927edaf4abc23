/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_CHECKS_H
#define STAITH_WORKFORCE_CHECKS_H
/*
 * Every check of the census return. e0..: the file is refused as a whole. e1..: the row is left
 * out. e2..: a figure of the council is left out. q..: counted, but somebody should look. Codes are
 * kept for ever: councils quote them.
 */
#include "catalogue.h"

/* id, code, severity, message, advice */
#define STAITH_WORKFORCE_CHECKS(X)                                                                 \
    X(MALFORMED, "e001", ERROR, "The file is not well-formed here; the whole file is refused.",    \
      "Make the file again with the software that writes the return, or mend the place named.")    \
    X(DOCTYPE, "e002", ERROR, "The file has a DOCTYPE; the whole file is refused.",                \
      "Remove the DOCTYPE line: the return needs none, and it can hide other content.")            \
    X(TOO_DEEP, "e003", ERROR, "Elements are nested too deeply; the whole file is refused.",       \
      "Check that the file is a census return: its elements go four deep.")                        \
    X(TEXT_TOO_LONG, "e004", ERROR,                                                                \
      "A text, tag or row is longer than any return's; the whole file is refused.",                \
      "Check that the file is a census return and not damaged.")                                   \
    X(TOO_LARGE, "e005", ERROR, "The file is larger than allowed; the whole file is refused.",     \
      "Check that it is the right file; if it is, raise the option max_megabytes.")                \
    X(NOT_TEXT, "e006", ERROR, "The file is neither XML nor CSV; the whole file is refused.",      \
      "Give the XML file of the return, or a CSV file with the same names as columns.")            \
    X(NOT_UTF8, "e007", ERROR, "The file's text is not UTF-8; the whole file is refused.",         \
      "Save it again as UTF-8 (in a spreadsheet: \"CSV UTF-8\").")                                 \
    X(NOT_A_RETURN, "e008", ERROR,                                                                 \
      "This is not a census return: no Message element, no SWENo column, or too many names that "  \
      "are not the census's; the whole file is refused.",                                          \
      "Check that the file given is the children's social work workforce census.")                 \
    X(COLUMN_TWICE, "e009", ERROR,                                                                 \
      "A column stands twice or there are too many; the whole file is refused.",                   \
      "Keep one column of each name.")                                                             \
    X(NO_WORKERS, "e010", ERROR, "The file has no person rows; the whole file is refused.",        \
      "Check that the export included the workers.")                                               \
    X(TOO_MANY_WORKERS, "e011", ERROR,                                                             \
      "The file has more person rows than allowed; the whole file is refused.",                    \
      "Check that it is one council's return; if it is, raise the option max_workers.")            \
    X(NO_ROW_COUNTED, "e012", ERROR,                                                               \
      "Every person row has an error, so that nothing can be counted; the whole file is refused.", \
      "Mend the errors of the rows; they often have one cause.")                                   \
    X(WRONG_COLLECTION, "e013", ERROR, "Collection is not CSWW; the whole file is refused.",       \
      "Give the workforce census, not another return.")                                            \
    X(NO_YEAR, "e014", ERROR,                                                                      \
      "The header has no Year, or none from 2017 to 2026, before the first person row; the whole " \
      "file is refused.",                                                                          \
      "Put the census year, four digits, in the header (in CSV: on the first row).")               \
    X(YEAR_DISAGREES, "e015", ERROR,                                                               \
      "ReferenceDate is not 30 September of Year; the whole file is refused.",                     \
      "Correct whichever of the two is wrong.")                                                    \
    X(WRONG_COUNCIL, "e016", ERROR,                                                                \
      "LEA is missing or is not this council's number; the whole file is refused.",                \
      "Check that the file is this council's own return.")                                         \
    X(HEADER_ITEM, "e017", ERROR,                                                                  \
      "An item of the header or the council is given twice with different values; the whole file " \
      "is refused.",                                                                               \
      "Keep one value (in CSV: the same on every row, or on one row alone).")                      \
    X(SAME_FILE, "e018", ERROR, "The same file was given twice; both are refused.",                \
      "Take one copy away.")                                                                       \
    X(TWO_FILES, "e019", ERROR, "More than one file was given; all are refused.",                  \
      "Give one census return a run.")                                                             \
    X(MISSING, "e101", ERROR, "A mandatory item is missing; the row is left out.",                 \
      "Fill the item for this person.")                                                            \
    X(CODE, "e102", ERROR, "A code is not in the census list; the row is left out.",               \
      "Use a code of the census guide.")                                                           \
    X(SHARE, "e103", ERROR, "FTE is outside 0 to 1; the row is left out.",                         \
      "Give full time as 1 and part time as its share, for example 0.6.")                          \
    X(DATE, "e104", ERROR, "A date is no date; the row is left out.",                              \
      "Write dates as ccyy-mm-dd and check the day and month.")                                    \
    X(NUMBER, "e105", ERROR, "A number is not of its form; the row is left out.",                  \
      "Write digits and a point, no commas, signs or words.")                                      \
    X(LENGTH, "e106", ERROR, "A text is longer than the item allows; the row is left out.",        \
      "Check that the value stands in the right item.")                                            \
    X(SWENO, "e107", ERROR,                                                                        \
      "The registration number is not two letters and up to ten digits; the row is left out.",     \
      "Copy the number from the Social Work England register.")                                    \
    X(TWICE, "e108", ERROR, "An item stands twice in one row; the row is left out.",               \
      "Keep one of them; two posts are two rows.")                                                 \
    X(LEAVING, "e109", ERROR,                                                                      \
      "A leaver must have end date, destination and reason, all three; the row is left out.",      \
      "Fill the missing one, or clear all three if the person is in post.")                        \
    X(LEAVER_FTE, "e110", ERROR, "A leaver has FTE above 0 on 30 September; the row is left out.", \
      "Set FTE to 0, or clear the leaving items if the person is in post.")                        \
    X(END_OUTSIDE, "e111", ERROR, "The end date is outside the census year; the row is left out.", \
      "Correct the date; leavers of another year do not belong in this return.")                   \
    X(STARTS_LATER, "e112", ERROR,                                                                 \
      "The start date is after the reference date; the row is left out.",                          \
      "Correct the date; who starts later belongs in the next return.")                            \
    X(DATE_ORDER, "e113", ERROR,                                                                   \
      "Birth, start and end are not in this order; the row is left out.", "Correct the dates.")    \
    X(SEX_DISAGREES, "e114", ERROR,                                                                \
      "Sex and GenderCurrent are both given and disagree; the row is left out.",                   \
      "Keep the one that the year's layout asks for.")                                             \
    X(RAGGED, "e115", ERROR, "The row has more fields than the heading; the row is left out.",     \
      "Look for a comma that should stand in quotes.")                                             \
    X(NO_FIGURE, "e201", ERROR,                                                                    \
      "A vacancy item of the council is missing; the figure is shown as unavailable.",             \
      "Fill NumberOfVacancies, NoAgencyFTE and NoAgencyHeadcount; 0 where there are none.")        \
    X(BAD_FIGURE, "e202", ERROR, "An item of the council is not of its form; it is left out.",     \
      "Give a number as the census guide says, or for payments 0, 1 or 2.")                        \
    X(UNKNOWN, "q001", QUERY, "An element or column is not one of the census; it is passed over.", \
      "Check the spelling of the name.")                                                           \
    X(MISPLACED, "q002", QUERY, "An element stands where the census has none; it is passed over.", \
      "Check that it is inside the right element.")                                                \
    X(LOOSE_TEXT, "q003", QUERY, "Text stands between elements; it is passed over.",               \
      "Check that no tag was lost here.")                                                          \
    X(YES_NO, "q004", QUERY, "A flag is Y or N; it is read as 1 or 0.",                            \
      "Write 1 and 0, as the census guide says.")                                                  \
    X(HEADER_LACKS, "q005", QUERY,                                                                 \
      "Collection or ReferenceDate is missing, or SourceLevel is not L; the file is read.",        \
      "Complete the header.")                                                                      \
    X(SAME_ROW, "q101", QUERY, "This row repeats an earlier one; its FTE counts twice.",           \
      "Remove the row unless the person holds two equal posts.")                                   \
    X(OTHER_PERSON, "q102", QUERY,                                                                 \
      "This registration number stood earlier with another birth date, sex or ethnicity; both "    \
      "count as people.",                                                                          \
      "Correct the one that is wrong.")                                                            \
    X(SAME_POST, "q103", QUERY,                                                                    \
      "The same person, role and dates stood earlier with other details; both rows count.",        \
      "Keep one row unless these are two posts.")                                                  \
    X(MANY_ROWS, "q104", QUERY, "More than eight rows have this registration number.",             \
      "Check that it is no placeholder.")                                                          \
    X(MANY_CASES, "q105", QUERY, "More than 40 cases for one person.",                             \
      "Check the number of cases.")                                                                \
    X(CASES_NO_FTE, "q106", QUERY,                                                                 \
      "Cases are held on an FTE of 0; they count as cases, without FTE.", "Check the FTE.")        \
    X(LEAVER_CASES, "q107", QUERY, "A leaver still has cases; they are not counted.",              \
      "Check who holds these cases.")                                                              \
    X(ROLE_CASES, "q108", QUERY, "The role is without cases, but cases are held.",                 \
      "Check the role or the cases.")                                                              \
    X(MANY_WEEKS, "q109", QUERY, "An agency contract of more than 500 weeks.", "Check the weeks.") \
    X(MANY_DAYS, "q110", QUERY, "More working days lost than the year has.", "Check the days.")    \
    X(NO_FTE, "q111", QUERY, "In post with an FTE of 0; counted in headcounts alone.",             \
      "Check the FTE.")                                                                            \
    X(STARTER_FTE30, "q112", QUERY,                                                                \
      "Started in the year, but has FTE on the 30 September before.",                              \
      "Check the start date and FTE30.")                                                           \
    X(LEAVER_FTE30, "q113", QUERY,                                                                 \
      "Was in post before the year and left, but FTE30 is 0; adds nothing to leavers' FTE.",       \
      "Give the FTE on the 30 September before.")                                                  \
    X(AGE, "q114", QUERY, "Under 18 or over 80 years old.", "Check the birth date.")               \
    X(TWO_ROUTES, "q115", QUERY, "Both Step Up and Frontline; counted as Step Up.",                \
      "Check the two flags.")                                                                      \
    X(ABSENCE, "q116", QUERY, "Absence without a reason, or a reason without absence.",            \
      "Complete or clear the two items.")                                                          \
    X(AGENCY_LEFT, "q117", QUERY, "An agency row has leaving items; it is counted as in post.",    \
      "Only agency workers in post on 30 September belong in the return.")                         \
    X(LEAVER_SALARY, "q118", QUERY, "A leaver has no base salary; nothing is left out for it.",    \
      "Give the salary at leaving if it is known.")                                                \
    X(AGENCY_RATIO, "q201", QUERY, "Agency FTE is under a fifth of agency headcount.",             \
      "Check the FTE of agency rows.")                                                             \
    X(LEAVERS_RATIO, "q202", QUERY, "Leavers' FTE is under half of leavers' headcount.",           \
      "Check FTE30 of the leavers.")                                                               \
    X(COVER_AGENCY, "q203", QUERY,                                                                 \
      "More agency FTE covers vacancies than there is agency FTE; the rate is shown as u.",        \
      "Check NoAgencyFTE and the agency rows.")                                                    \
    X(COVER_VACANCY, "q204", QUERY,                                                                \
      "More agency FTE covers vacancies than there are vacancies; the rate is shown as u.",        \
      "Check NoAgencyFTE and NumberOfVacancies.")                                                  \
    X(BALANCE, "q205", QUERY,                                                                      \
      "Last year's headcount, starters and leavers do not make this year's headcount.",            \
      "Look for starters or leavers left out; moves and late records also do this.")

/* One check a headline figure, in the order of the measures. */
#define STAITH_WORKFORCE_JUMPS(X)                                                                  \
    X(INPOST_FTE, "q301", "In post (FTE)")                                                         \
    X(INPOST_HEADCOUNT, "q302", "In post (headcount)")                                             \
    X(STARTERS_FTE, "q303", "Starters (FTE)")                                                      \
    X(STARTERS_HEADCOUNT, "q304", "Starters (headcount)")                                          \
    X(LEAVERS_FTE, "q305", "Leavers (FTE)")                                                        \
    X(LEAVERS_HEADCOUNT, "q306", "Leavers (headcount)")                                            \
    X(AGENCY_FTE, "q307", "Agency workers (FTE)")                                                  \
    X(AGENCY_HEADCOUNT, "q308", "Agency workers (headcount)")                                      \
    X(AGENCY_COVER_FTE, "q309", "Agency workers covering vacancies (FTE)")                         \
    X(AGENCY_COVER_HEADCOUNT, "q310", "Agency workers covering vacancies (headcount)")             \
    X(VACANCY_FTE, "q311", "Vacancies")                                                            \
    X(CASE_HOLDERS_FTE, "q312", "Case holders (FTE)")                                              \
    X(CASES, "q313", "Cases held")                                                                 \
    X(DAYS_LOST, "q314", "Working days lost")

/** Index of a check in the descriptor. */
enum staith_workforce_check {
#define STAITH_WORKFORCE_X(id, code, severity, message, advice) STAITH_WORKFORCE_C_##id,
    STAITH_WORKFORCE_CHECKS(STAITH_WORKFORCE_X)
#undef STAITH_WORKFORCE_X
    /** The check of measure 0; that of measure m is this + m. */
    STAITH_WORKFORCE_C_JUMP,
    STAITH_WORKFORCE_CHECK_COUNT = STAITH_WORKFORCE_C_JUMP + STAITH_WORKFORCE_HEADLINE_COUNT
};

extern const struct staith_check_def staith_workforce_checks[];

#endif
