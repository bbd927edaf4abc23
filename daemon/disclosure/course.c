/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The definitions are those of the census return and of the plugins. A plugin of a council's own
 * that counts the same thing calls it the same; what it calls otherwise says nothing of time here.
 */
#include "disclosure/course.h"

#include <staith/plugin.h>
#include <string.h>

enum { MONTHS = 12, MONTHS_A_QUARTER = 3, OCTOBER = 9 };

/* `months` 0: those of the period; else so many that end `back` months before it does. */
struct rule {
    const char *measure;
    enum staith_course_kind kind;
    const char *what;
    const char *family;
    int32_t months;
    int32_t back;
};

static const char people[] = "people", fte[] = "fte", agency[] = "agency", asye[] = "asye";
static const char recruits[] = "recruits", cases[] = "cases", days[] = "days";

#define STOCK(measure, family)                                                                     \
    {                                                                                              \
        measure, STAITH_COURSE_STOCK, measure, family, 0, 0                                        \
    }
#define FLOW(measure, family)                                                                      \
    {                                                                                              \
        measure, STAITH_COURSE_FLOW, measure, family, 0, 0                                         \
    }
#define WINDOW(measure, what, family, back)                                                        \
    {                                                                                              \
        measure, STAITH_COURSE_FLOW, what, family, MONTHS, back                                    \
    }

static const struct rule any[] = {STOCK("inpost_headcount", people),
                                  FLOW("starters_headcount", people),
                                  FLOW("leavers_headcount", people),
                                  STOCK("inpost_fte", fte),
                                  FLOW("starters_fte", fte),
                                  FLOW("leavers_fte", fte),
                                  STOCK("agency_headcount", agency),
                                  STOCK("agency_fte", agency),
                                  STOCK("cases", cases),
                                  STOCK("case_holders_fte", cases),
                                  FLOW("working_days_lost", days),
                                  FLOW("days_lost_stress", days),
                                  FLOW("leavers_to_council", "moves"),
                                  STOCK("asye_in_post", "asye_in_post"),
                                  STOCK("tenure_5_plus", "tenure_5"),
                                  STOCK("tenure_10_plus", "tenure_10"),
                                  STOCK("tenure_20_plus", "tenure_20"),
                                  STOCK("may_retire", "may_retire"),
                                  STOCK("case_holders", "case_holders"),
                                  STOCK("above_target", "above_target")};

/* What candidates' records count in four quarters, and of those who began a year or two before. */
static const struct rule recruitment[] = {FLOW("starters", recruits),
                                          WINDOW("cohort_12", "starters", recruits, MONTHS),
                                          WINDOW("cohort_24", "starters", recruits, 2 * MONTHS),
                                          WINDOW("asye_began", "asye_began", asye, 0),
                                          WINDOW("asye_cohort_12", "asye_began", asye, MONTHS),
                                          WINDOW("asye_cohort_24", "asye_began", asye, 2 * MONTHS)};

static const struct rule *find(const struct rule *rules, size_t count, const char *measure,
                               size_t len)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(rules[i].measure) == len && strncmp(rules[i].measure, measure, len) == 0) {
            return &rules[i];
        }
    }
    return NULL;
}

#define FIND(rules, measure, len) find(rules, sizeof(rules) / sizeof((rules)[0]), measure, len)

static void months_of(const struct staith_period *period, int32_t *ret_first, int32_t *ret_last)
{
    int32_t year = period->year * MONTHS;
    switch (period->kind) {
    case STAITH_PERIOD_QUARTER:
        *ret_first = year + (period->part - 1) * MONTHS_A_QUARTER;
        *ret_last = *ret_first + MONTHS_A_QUARTER - 1;
        break;
    case STAITH_PERIOD_MONTH:
        *ret_first = year + period->part - 1;
        *ret_last = *ret_first;
        break;
    default:
        *ret_first = year - MONTHS + OCTOBER;
        *ret_last = *ret_first + MONTHS - 1;
        break;
    }
}

struct staith_course staith_course_of(const char *dataset, const char *measure, size_t measure_len,
                                      const struct staith_period *period)
{
    struct staith_course course = {STAITH_COURSE_ITSELF, NULL, NULL, 0, 0};
    const struct rule *rule = strcmp(dataset, "recruitment") == 0
                                  ? FIND(recruitment, measure, measure_len)
                                  : FIND(any, measure, measure_len);
    months_of(period, &course.first, &course.last);
    if (rule == NULL) {
        return course;
    }
    course.kind = rule->kind;
    course.what = rule->what;
    course.family = rule->family;
    if (rule->months > 0) {
        course.last -= rule->back;
        course.first = course.last - rule->months + 1;
    }
    return course;
}

static const char *family_of(const char *dataset, const char *measure)
{
    const struct staith_period any_period = {STAITH_PERIOD_CENSUS_YEAR, 1, 0};
    return staith_course_of(dataset, measure, strcspn(measure, "|"), &any_period).family;
}

bool staith_course_kin(const struct staith_catalogue *catalogue, const char *dataset,
                       const char *measure)
{
    const char *family = family_of(dataset, measure);
    for (uint32_t i = 0; family != NULL && i < catalogue->measure_count; i++) {
        const char *its = family_of(catalogue->dataset, catalogue->measures[i].code);
        if (its != NULL && strcmp(its, family) == 0) {
            return true;
        }
    }
    return false;
}

static const char stock_code[] = "inpost_headcount";
static const char in_code[] = "starters_headcount";
static const char out_code[] = "leavers_headcount";

bool staith_course_flows(const char *stock, const char **ret_in, const char **ret_out)
{
    *ret_in = in_code;
    *ret_out = out_code;
    return strcmp(stock, stock_code) == 0;
}

const char *staith_course_stock(const char *flow)
{
    return strcmp(flow, in_code) == 0 || strcmp(flow, out_code) == 0 ? stock_code : NULL;
}

bool staith_course_stays(const char *place)
{
    static const char *const lasting[] = {"|sex=", "|ethnicity="};
    bool stays = true;
    while (stays && *place == '|') {
        stays = false;
        for (size_t i = 0; i < sizeof(lasting) / sizeof(lasting[0]); i++) {
            stays = stays || strncmp(place, lasting[i], strlen(lasting[i])) == 0;
        }
        place += 1 + strcspn(place + 1, "|");
    }
    return stays;
}
