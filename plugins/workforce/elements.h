/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_ELEMENTS_H
#define STAITH_WORKFORCE_ELEMENTS_H
/*
 * The elements of the census return, each stated once: its name (also the name of the CSV column),
 * where it stands, what form its text has, and which kinds of person row must have it. Layouts of
 * 2016/17 to 2025/26. Source: DfE, children's social work workforce census, business and technical
 * specifications.
 */
#include <staith/kit.h>

/** Kinds of person row, as bits, so that an element can be mandatory for several. */
enum staith_workforce_kind {
    STAITH_WORKFORCE_IN_POST = 1, /**< permanent, in post on 30 September */
    STAITH_WORKFORCE_LEAVER = 2,  /**< permanent, left during the year */
    STAITH_WORKFORCE_AGENCY = 4   /**< agency worker in post on 30 September */
};

/** Where an element stands. */
enum staith_workforce_level {
    STAITH_WORKFORCE_NODE = 0,    /**< holds other elements */
    STAITH_WORKFORCE_HEADER = 1,  /**< an item of the header */
    STAITH_WORKFORCE_COUNCIL = 2, /**< an item about the council */
    STAITH_WORKFORCE_PERSON = 3   /**< an item of a person row */
};

/** What the text of an element must be, and what value it becomes. */
enum staith_workforce_form {
    STAITH_WORKFORCE_UNREAD = 0, /**< holds elements, or free text that is never looked at */
    STAITH_WORKFORCE_SET = 1,    /**< a code of a list: the list's value */
    STAITH_WORKFORCE_CODE = 2,   /**< a whole number low..high written plainly: itself */
    STAITH_WORKFORCE_FLAG = 3,   /**< 0 or 1; Y and N are understood: 0 or 1 */
    STAITH_WORKFORCE_NUMBER = 4, /**< low..high with so many decimals: scaled */
    STAITH_WORKFORCE_SHARE = 5,  /**< the same, for FTE: outside low..high is an error of its own */
    STAITH_WORKFORCE_DATE = 6,   /**< ccyy-mm-dd: days since 1970-01-01 */
    STAITH_WORKFORCE_SWENO = 7   /**< two letters and one to ten digits: packed */
};

/* id, name, level, form, decimals, low, high (scaled), kinds of row that must have it */
#define STAITH_WORKFORCE_ELEMENTS(X)                                                               \
    X(MESSAGE, "Message", NODE, UNREAD, 0, 0, 0, 0)                                                \
    X(HEADER, "Header", NODE, UNREAD, 0, 0, 0, 0)                                                  \
    X(COLLECTION_DETAILS, "CollectionDetails", NODE, UNREAD, 0, 0, 0, 0)                           \
    X(SOURCE, "Source", NODE, UNREAD, 0, 0, 0, 0)                                                  \
    X(LA_LEVEL, "LALevel", NODE, UNREAD, 0, 0, 0, 0)                                               \
    X(LA_LEVEL_VACANCIES, "LALevelVacancies", NODE, UNREAD, 0, 0, 0, 0)                            \
    X(WORKERS, "CSWWWorkers", NODE, UNREAD, 0, 0, 0, 0)                                            \
    X(WORKER, "CSWWWorker", NODE, UNREAD, 0, 0, 0, 0)                                              \
    X(COLLECTION, "Collection", HEADER, SET, 0, 0, 0, 0)                                           \
    X(YEAR, "Year", HEADER, CODE, 0, 2017, 2026, 0)                                                \
    X(REFERENCE_DATE, "ReferenceDate", HEADER, DATE, 0, 0, 0, 0)                                   \
    X(SOURCE_LEVEL, "SourceLevel", HEADER, SET, 0, 0, 0, 0)                                        \
    X(LEA, "LEA", HEADER, CODE, 0, 100, 999, 0)                                                    \
    X(SOFTWARE_CODE, "SoftwareCode", HEADER, UNREAD, 0, 0, 0, 0)                                   \
    X(DATE_TIME, "DateTime", HEADER, UNREAD, 0, 0, 0, 0)                                           \
    X(VACANCIES, "NumberOfVacancies", COUNCIL, NUMBER, 6, 0, 9999990000, 0)                        \
    X(COVER_FTE, "NoAgencyFTE", COUNCIL, NUMBER, 6, 0, 9999990000, 0)                              \
    X(COVER_HEADCOUNT, "NoAgencyHeadcount", COUNCIL, NUMBER, 0, 0, 9999, 0)                        \
    X(RECRUITMENT_BONUS, "RecruitmentBonus", COUNCIL, CODE, 0, 0, 2, 0)                            \
    X(RETENTION_BONUS, "RetentionBonus", COUNCIL, CODE, 0, 0, 2, 0)                                \
    X(PERFORMANCE_REWARD, "PerformanceReward", COUNCIL, CODE, 0, 0, 2, 0)                          \
    X(PERFORMANCE_AWARD, "PerformanceAward", COUNCIL, CODE, 0, 0, 2, 0)                            \
    X(CAR_ALLOWANCE, "CarAllowance", COUNCIL, CODE, 0, 0, 2, 0)                                    \
    X(RELOCATION_PACKAGE, "RelocationPackage", COUNCIL, CODE, 0, 0, 2, 0)                          \
    X(REGIONAL_WEIGHTING, "RegionalWeighting", COUNCIL, CODE, 0, 0, 2, 0)                          \
    X(COST_SWE, "CostSWE", COUNCIL, CODE, 0, 0, 2, 0)                                              \
    X(COST_DBS, "CostDBS", COUNCIL, CODE, 0, 0, 2, 0)                                              \
    X(OTHER_ALLOWANCES, "OtherAllowances", COUNCIL, UNREAD, 0, 0, 0, 0)                            \
    X(AGENCY_WORKER, "AgencyWorker", PERSON, FLAG, 0, 0, 1, 7)                                     \
    X(SWENO, "SWENo", PERSON, SWENO, 0, 0, 0, 7)                                                   \
    X(FTE, "FTE", PERSON, SHARE, 6, 0, 1000000, 7)                                                 \
    X(BIRTH_DATE, "PersonBirthDate", PERSON, DATE, 0, 0, 0, 3)                                     \
    X(SEX, "Sex", PERSON, SET, 0, 0, 0, 0)                                                         \
    X(GENDER, "GenderCurrent", PERSON, SET, 0, 0, 0, 0)                                            \
    X(ETHNICITY, "Ethnicity", PERSON, SET, 0, 0, 0, 3)                                             \
    X(QUAL_INST, "QualInst", PERSON, UNREAD, 0, 0, 0, 0)                                           \
    X(QUAL_LEVEL, "QualLevel", PERSON, CODE, 0, 1, 3, 3)                                           \
    X(STEP_UP, "StepUpGrad", PERSON, FLAG, 0, 0, 1, 3)                                             \
    X(ROLE, "OrgRole", PERSON, CODE, 0, 1, 6, 3)                                                   \
    X(START_DATE, "RoleStartDate", PERSON, DATE, 0, 0, 0, 3)                                       \
    X(ORIGIN, "StartOrigin", PERSON, CODE, 0, 1, 10, 3)                                            \
    X(END_DATE, "RoleEndDate", PERSON, DATE, 0, 0, 0, 0)                                           \
    X(DESTINATION, "LeaverDestination", PERSON, CODE, 0, 1, 9, 0)                                  \
    X(REASON, "ReasonLeave", PERSON, CODE, 0, 1, 10, 0)                                            \
    X(FTE30, "FTE30", PERSON, SHARE, 6, 0, 1000000, 3)                                             \
    X(CASES, "Cases30", PERSON, NUMBER, 0, 0, 9999, 5)                                             \
    X(DAYS_LOST, "WorkingDaysLost", PERSON, NUMBER, 2, 0, 99999, 3)                                \
    X(CONTRACT_WEEKS, "ContractWeeks", PERSON, NUMBER, 1, 0, 99999, 0)                             \
    X(FRONTLINE, "FrontlineGrad", PERSON, FLAG, 0, 0, 1, 3)                                        \
    X(ABSENT, "Absat30Sept", PERSON, FLAG, 0, 0, 1, 0)                                             \
    X(ABSENCE_REASON, "ReasonAbsence", PERSON, SET, 0, 0, 0, 0)                                    \
    X(CFKSS, "CFKSSstatus", PERSON, UNREAD, 0, 0, 0, 0)                                            \
    X(BASE_SALARY, "BaseSalary", PERSON, NUMBER, 2, 0, 99999999, 0)                                \
    X(RR_PAYMENTS, "RRPayments", PERSON, NUMBER, 2, 0, 99999999, 0)                                \
    X(OTHER_PAYMENTS, "OtherPayments", PERSON, NUMBER, 2, 0, 99999999, 0)

/** Index of an element: into the descriptor's `elements`, and of its value in arrays. */
enum staith_workforce_element {
#define STAITH_WORKFORCE_X(id, name, level, form, decimals, low, high, kinds)                      \
    STAITH_WORKFORCE_E_##id,
    STAITH_WORKFORCE_ELEMENTS(STAITH_WORKFORCE_X)
#undef STAITH_WORKFORCE_X
        STAITH_WORKFORCE_ELEMENT_COUNT
};

struct staith_workforce_element_def {
    enum staith_workforce_level level;
    enum staith_workforce_form form;
    unsigned decimals;
    int64_t low;
    int64_t high;
    unsigned kinds; /**< enum staith_workforce_kind, as bits */
};

/** The names, in the order of the enum, for the descriptor. */
extern const char *const staith_workforce_element_names[STAITH_WORKFORCE_ELEMENT_COUNT];
/** Facts of one element. Static. */
const struct staith_workforce_element_def *staith_workforce_element(uint32_t element);
/** Whether an element may stand more than once in a row (voluntary items of older layouts). */
bool staith_workforce_element_repeats(uint32_t element);

/** Ways in which a text is not of its form. */
enum staith_workforce_fault {
    STAITH_WORKFORCE_FINE = 0,
    STAITH_WORKFORCE_YES_NO = 1,   /**< Y or N in a flag: the value was made */
    STAITH_WORKFORCE_NO_CODE = -1, /**< not a code of its list */
    STAITH_WORKFORCE_NO_NUMBER = -2,
    STAITH_WORKFORCE_NO_SHARE = -3, /**< FTE outside 0 to 1 */
    STAITH_WORKFORCE_NO_DATE = -4,
    STAITH_WORKFORCE_NO_SWENO = -5,
    STAITH_WORKFORCE_TOO_LONG = -6
};

/**
 * Read the text of an element (not empty) as its value. `spreadsheet`: dates may also be
 * dd/mm/ccyy, as a spreadsheet writes them. FINE or YES_NO with *ret_value, else the fault.
 */
enum staith_workforce_fault staith_workforce_read(uint32_t element, const char *text, size_t len,
                                                  bool spreadsheet, int64_t *ret_value);

#endif
