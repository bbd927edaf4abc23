/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"

static const struct staith_category_def services[SERVICES] = {
    {"assessment", "Assessment", STAITH_NO_CATEGORY, 0},
    {"safeguarding", "Safeguarding and family support", STAITH_NO_CATEGORY, 0},
    {"children_in_care", "Children in care", STAITH_NO_CATEGORY, 0},
    {"care_leavers", "Care leavers", STAITH_NO_CATEGORY, 0},
    {"fostering_adoption", "Fostering and adoption", STAITH_NO_CATEGORY, 0},
    {"other", "Other", STAITH_NO_CATEGORY, 0}};

static const struct staith_category_def reasons[REASONS] = {
    {"team", "The team", STAITH_NO_CATEGORY, 0},
    {"manager", "The manager", STAITH_NO_CATEGORY, 0},
    {"families", "The children and families", STAITH_NO_CATEGORY, 0},
    {"flexibility", "Flexible working", STAITH_NO_CATEGORY, 0},
    {"learning", "Learning and progression", STAITH_NO_CATEGORY, 0},
    {"pay", "Pay and benefits", STAITH_NO_CATEGORY, 0},
    {"place", "Where it is", STAITH_NO_CATEGORY, 0},
    {"other", "Another reason", STAITH_NO_CATEGORY, 0}};

static const struct staith_dimension_def dimensions[DIMENSIONS] = {
    [SERVICE] = {.size = sizeof(struct staith_dimension_def),
                 .category_count = SERVICES,
                 .code = "service",
                 .label = "Service area",
                 .categories = services},
    [REASON] = {.size = sizeof(struct staith_dimension_def),
                .category_count = REASONS,
                .code = "reason",
                .label = "Main reason to stay",
                .categories = reasons}};

#define PEOPLE(its_code, its_label, its_definition)                                                \
    {                                                                                              \
        .size = sizeof(struct staith_measure_def), .unit = STAITH_UNIT_PEOPLE,                     \
        .aggregation = STAITH_COUNT_PEOPLE, .code = (its_code), .label = (its_label),              \
        .definition = (its_definition)                                                             \
    }
static const struct staith_measure_def measures[MEASURES] = {
    [FIRST_ANSWERED + SUPPORTED] = PEOPLE("supported_answered", "Answered: well supported",
                                          "People who gave the statement 0 to 10."),
    [FIRST_ANSWERED + WORKLOAD] = PEOPLE("workload_answered", "Answered: workload is manageable",
                                         "People who gave the statement 0 to 10."),
    [FIRST_ANSWERED + LISTENED] = PEOPLE("listened_answered", "Answered: listened to",
                                         "People who gave the statement 0 to 10."),
    [FIRST_ANSWERED + RECOMMEND] =
        PEOPLE("recommend_answered", "Answered: would recommend working here",
               "People who gave the statement 0 to 10."),
    [FIRST_AGREED + SUPPORTED] =
        PEOPLE("supported_agreed", "Well supported", "People who gave it 7 or more of 10."),
    [FIRST_AGREED + WORKLOAD] =
        PEOPLE("workload_agreed", "Workload is manageable", "People who gave it 7 or more of 10."),
    [FIRST_AGREED + LISTENED] =
        PEOPLE("listened_agreed", "Listened to", "People who gave it 7 or more of 10."),
    [FIRST_AGREED + RECOMMEND] = PEOPLE("recommend_agreed", "Would recommend working here",
                                        "People who gave it 7 or more of 10."),
    [REASONS_GIVEN] =
        PEOPLE("reasons_given", "Gave a main reason to stay", "People who named one reason.")};

static const uint16_t of_questions[] = {0, 1, 2, 3, 4, 5, 6, 7};
static const uint16_t of_reasons[] = {REASONS_GIVEN};
static const uint16_t by_service[] = {SERVICE};
static const uint16_t by_reason[] = {REASON};
static const struct staith_table_def tables[] = {{.size = sizeof(struct staith_table_def),
                                                  .measure_count = 2 * QUESTIONS,
                                                  .dimension_count = 1,
                                                  .code = "answers",
                                                  .label = "Answers by service area",
                                                  .measures = of_questions,
                                                  .dimensions = by_service},
                                                 {.size = sizeof(struct staith_table_def),
                                                  .measure_count = 1,
                                                  .dimension_count = 1,
                                                  .code = "reasons",
                                                  .label = "Main reason to stay",
                                                  .measures = of_reasons,
                                                  .dimensions = by_reason}};

static const uint16_t answered[QUESTIONS][1] = {{0}, {1}, {2}, {3}};
#define SHARE(question, its_code, its_label)                                                       \
    {                                                                                              \
        .size = sizeof(struct staith_indicator_def), .scale = 100, .decimals = 0,                  \
        .polarity = STAITH_HIGH_IS_GOOD, .denominator_count = 1, .code = (its_code),               \
        .label = (its_label), .unit_label = "%",                                                   \
        .definition = "Share of those who answered who gave 7 or more of 10, in whole per cent.",  \
        .source = "Annual health check of social workers (Standards for employers of social "      \
                  "workers in England)",                                                           \
        .numerator = FIRST_AGREED + (question), .denominators = answered[question]                 \
    }
static const struct staith_indicator_def indicators[QUESTIONS] = {
    SHARE(SUPPORTED, "supported_share", "Well supported"),
    SHARE(WORKLOAD, "workload_share", "Workload is manageable"),
    SHARE(LISTENED, "listened_share", "Listened to"),
    SHARE(RECOMMEND, "recommend_share", "Would recommend working here")};

#define CHECK(its_severity, its_code, its_message, its_advice)                                     \
    {                                                                                              \
        .size = sizeof(struct staith_check_def), .severity = (its_severity), .code = (its_code),   \
        .message = (its_message), .advice = (its_advice)                                           \
    }
static const struct staith_check_def checks[] = {
    [NO_RESPONDENT] = CHECK(STAITH_ERROR, "no_respondent", "The row has no respondent.",
                            "Give each answer a number of its own; no name is needed."),
    [TWICE] = CHECK(STAITH_ERROR, "twice", "The respondent has answered in an earlier row too.",
                    "Keep one of the two; this row is left out."),
    [UNKNOWN_SERVICE] = CHECK(STAITH_QUERY, "unknown_service", "The service area is not known.",
                              "Use a code of the README; the answer counts in the totals alone."),
    [BAD_ANSWER] = CHECK(STAITH_ERROR, "bad_answer", "The answer is no whole number from 0 to 10.",
                         "Correct it, or leave it empty; this answer is left out."),
    [UNKNOWN_REASON] = CHECK(STAITH_QUERY, "unknown_reason", "The reason is not known.",
                             "Use a code of the README; it counts as another reason."),
    [TOO_FEW] = CHECK(STAITH_QUERY, "too_few", "Fewer answers than the minimum in all.",
                      "Nothing of this question is given."),
    [UNREADABLE] = CHECK(STAITH_ERROR, "unreadable", "The file cannot be read as CSV.",
                         "Save it as CSV, UTF-8, with its header.")};

static const struct staith_option_def options[OPTIONS] = {
    [OPTION_YEAR] = {.size = sizeof(struct staith_option_def),
                     .type = STAITH_OPTION_INTEGER,
                     .name = "year",
                     .help = "The year, to 30 September, in which the survey was.",
                     .default_value = "2025",
                     .minimum = 2010,
                     .maximum = 2100},
    [OPTION_MINIMUM] = {.size = sizeof(struct staith_option_def),
                        .type = STAITH_OPTION_INTEGER,
                        .name = "minimum",
                        .help = "Fewest answers that a group, and all others together, must have.",
                        .default_value = "10",
                        .minimum = 10,
                        .maximum = 1000}};

static const char *const columns[COLUMNS] = {"respondent", "service",   "supported", "workload",
                                             "listened",   "recommend", "reason"};

const struct staith_descriptor health_check_descriptor = {
    .size = sizeof(health_check_descriptor),
    .dimension_count = DIMENSIONS,
    .measure_count = MEASURES,
    .table_count = sizeof(tables) / sizeof(tables[0]),
    .indicator_count = QUESTIONS,
    .check_count = sizeof(checks) / sizeof(checks[0]),
    .option_count = OPTIONS,
    .element_count = COLUMNS,
    .name = "health_check",
    .version = "1.0.0",
    .licence = "Apache-2.0",
    .title = "Annual health check of social workers",
    .dataset = "health_check",
    .sources = "csv",
    .dimensions = dimensions,
    .measures = measures,
    .tables = tables,
    .indicators = indicators,
    .checks = checks,
    .options = options,
    .elements = columns};
