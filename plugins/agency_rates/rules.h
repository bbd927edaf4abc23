/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGENCY_RULES_H
#define STAITH_AGENCY_RULES_H
/*
 * What assignments are judged by, all of it dated and all of it from files of the configuration:
 * caps by role and basis, rules with their values, and the map of job titles to the core roles.
 * Nothing of it is a constant of the program: the rules have changed three times in three years.
 */
#include "columns.h"

/** The rules that there are columns for. Which of them is in force, when, and with what value, is
 *  the file's to say. */
enum staith_agency_rule {
    STAITH_AGENCY_RULE_EXPERIENCE = 0, /**< value: years in direct employment */
    STAITH_AGENCY_RULE_REFERENCE,
    STAITH_AGENCY_RULE_NOTICE,       /**< value: weeks */
    STAITH_AGENCY_RULE_COOL_OFF,     /**< value: months since a permanent post in the region */
    STAITH_AGENCY_RULE_WORKER_NAMED, /**< of project teams */
    STAITH_AGENCY_RULE_COST_SPLIT,   /**< of project teams */
    STAITH_AGENCY_RULE_REGION_1,
    STAITH_AGENCY_RULE_REGION_2,
    STAITH_AGENCY_RULE_REGION_3,
    /** Rules that a council answers for end here. */
    STAITH_AGENCY_ANSWERED_COUNT,
    STAITH_AGENCY_RULE_DIRECTOR_SIGNS = STAITH_AGENCY_ANSWERED_COUNT, /**< above-cap assignments */
    STAITH_AGENCY_RULE_CHIEF_SIGNS,
    STAITH_AGENCY_RULE_ANNUAL_HOURS, /**< value: hours of a year where booked hours are not known */
    STAITH_AGENCY_RULE_WEEKLY_HOURS, /**< value: hours of a full-time week */
    STAITH_AGENCY_RULE_COUNT
};

enum {
    STAITH_AGENCY_MAX_CAPS = 512,
    STAITH_AGENCY_MAX_RULES = 256,
    STAITH_AGENCY_MAX_TITLES = 4000
};

struct staith_agency_cap {
    uint16_t role;
    uint16_t basis;
    int64_t pence;
    int32_t first;
    int32_t last;
};

struct staith_agency_rule_row {
    uint16_t rule;
    int64_t value; /**< hundredths; 0 where the rule has none */
    int32_t first;
    int32_t last;
};

enum { STAITH_AGENCY_TITLE_BYTES = 128 };

struct staith_agency_title {
    char text[STAITH_AGENCY_TITLE_BYTES];
    size_t len;
    uint16_t role;
};

/** Zero-initialise; end with staith_agency_rules_deinit. */
struct staith_agency_rules {
    uint32_t cap_count;
    struct staith_agency_cap *caps;
    uint32_t rule_count;
    struct staith_agency_rule_row *rules;
    uint32_t title_count;
    struct staith_agency_title *titles;
    int64_t title_version; /**< ccyymmdd, 0: no map */
};

void staith_agency_rules_deinit(struct staith_agency_rules *rules);

/* Reading the files. STAITH_OK; STAITH_EINVAL with *ret_complaint; STAITH_ENOMEM. An empty text is
 * an empty table. */

/** CSV: region, role, basis, pence_per_hour, valid_from, valid_to, source. Rows of another region
 *  than `region` ("": any) are passed over; no two may hold at the same time. */
int staith_agency_caps_read(struct staith_agency_rules *rules, const char *text, size_t len,
                            const char *region, struct staith_kit_complaint *ret_complaint);
/** CSV: rule, value, valid_from, valid_to, source. No two rows of a rule hold at the same time. */
int staith_agency_rules_read(struct staith_agency_rules *rules, const char *text, size_t len,
                             struct staith_kit_complaint *ret_complaint);
/** CSV: job_title, role, version: the date of the map, the same on every row. */
int staith_agency_titles_read(struct staith_agency_rules *rules, const char *text, size_t len,
                              struct staith_kit_complaint *ret_complaint);

/** Whether a rule is in force on a day, and its value. */
bool staith_agency_rule_on(const struct staith_agency_rules *rules, enum staith_agency_rule rule,
                           int32_t day, int64_t *ret_value);
/** The cap of a role and basis on a day; false: there is none. */
bool staith_agency_cap_on(const struct staith_agency_rules *rules, uint16_t role, uint16_t basis,
                          int32_t day, int64_t *ret_pence);
/** The role of a job title, or STAITH_AGENCY_ROLE_NONE. */
uint16_t staith_agency_title_role(const struct staith_agency_rules *rules, const char *text,
                                  size_t len);

#endif
