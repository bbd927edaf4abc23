/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) ((uint32_t)(sizeof(list) / sizeof((list)[0])))
#define RULE(id) STAITH_AGENCY_RULE_##id

enum { WHAT_BYTES = STAITH_KIT_COMPLAINT_BYTES, MAX_VALUE = 1000000, MAX_PENCE = 100000 };

static const struct staith_kit_code rule_words[] = {
    {"experience_years", RULE(EXPERIENCE)},
    {"reference", RULE(REFERENCE)},
    {"notice_weeks", RULE(NOTICE)},
    {"cool_off_months", RULE(COOL_OFF)},
    {"worker_named", RULE(WORKER_NAMED)},
    {"cost_split", RULE(COST_SPLIT)},
    {"region_rule_1", RULE(REGION_1)},
    {"region_rule_2", RULE(REGION_2)},
    {"region_rule_3", RULE(REGION_3)},
    {"director_signs", RULE(DIRECTOR_SIGNS)},
    {"chief_executive_signs", RULE(CHIEF_SIGNS)},
    {"annual_hours", RULE(ANNUAL_HOURS)},
    {"weekly_hours", RULE(WEEKLY_HOURS)},
};

/* Rules that mean nothing without a value. */
static bool needs_value(int64_t rule)
{
    return rule == RULE(EXPERIENCE) || rule == RULE(NOTICE) || rule == RULE(COOL_OFF) ||
           rule == RULE(ANNUAL_HOURS) || rule == RULE(WEEKLY_HOURS);
}

void staith_agency_rules_deinit(struct staith_agency_rules *rules)
{
    free(rules->caps);
    free(rules->rules);
    free(rules->titles);
    memset(rules, 0, sizeof(*rules));
}

static int say(char what[WHAT_BYTES], const char *words)
{
    (void)snprintf(what, WHAT_BYTES, "%s", words);
    return STAITH_EINVAL;
}

/* One more item: `items` of `size` bytes each, grown by one. */
static void *grow(void *items, uint32_t count, size_t size)
{
    return realloc(items, ((size_t)count + 1) * size);
}

/* A row holds from its first day to its last; an empty last day is far away. */
static int read_days(const struct staith_kit_cell *from, const struct staith_kit_cell *to,
                     int32_t *ret_first, int32_t *ret_last, char what[WHAT_BYTES])
{
    *ret_first = (int32_t)from->number;
    *ret_last = staith_kit_has(to) ? (int32_t)to->number : INT32_MAX;
    return *ret_first <= *ret_last ? STAITH_OK : say(what, "valid_to is before valid_from");
}

static bool overlap(int32_t first, int32_t last, int32_t other_first, int32_t other_last)
{
    return first <= other_last && other_first <= last;
}

/* ---- caps ---------------------------------------------------------------------------------- */

struct caps_of {
    struct staith_agency_rules *rules;
    const char *region;
};

static int on_cap(void *ctx, const struct staith_kit_cell *cells, char what[WHAT_BYTES])
{
    const struct caps_of *of = ctx;
    struct staith_agency_rules *rules = of->rules;
    struct staith_agency_cap cap = {(uint16_t)cells[1].number, (uint16_t)cells[2].number,
                                    cells[3].number, 0, 0};
    if (of->region[0] != '\0' && (strlen(of->region) != cells[0].len ||
                                  memcmp(of->region, cells[0].text, cells[0].len) != 0)) {
        return STAITH_OK;
    }
    int rc = read_days(&cells[4], &cells[5], &cap.first, &cap.last, what);
    if (rc != STAITH_OK) {
        return rc;
    }
    for (uint32_t i = 0; i < rules->cap_count; i++) {
        const struct staith_agency_cap *other = &rules->caps[i];
        if (other->role == cap.role && other->basis == cap.basis &&
            overlap(cap.first, cap.last, other->first, other->last)) {
            return say(what, "an earlier row has a cap for the same role, basis and days");
        }
    }
    struct staith_agency_cap *more = grow(rules->caps, rules->cap_count, sizeof(*rules->caps));
    if (more == NULL) {
        return STAITH_ENOMEM;
    }
    rules->caps = more;
    rules->caps[rules->cap_count++] = cap;
    return STAITH_OK;
}

int staith_agency_caps_read(struct staith_agency_rules *rules, const char *text, size_t len,
                            const char *region, struct staith_kit_complaint *ret_complaint)
{
    const struct staith_kit_column columns[] = {
        {.name = "region", .type = STAITH_KIT_TYPE_TEXT},
        {.name = "role",
         .type = STAITH_KIT_TYPE_CODE,
         .required = true,
         .codes = staith_agency_role_words,
         .code_count = staith_agency_role_word_count},
        {.name = "basis",
         .type = STAITH_KIT_TYPE_CODE,
         .required = true,
         .codes = staith_agency_basis_words,
         .code_count = staith_agency_basis_word_count},
        {.name = "pence_per_hour",
         .type = STAITH_KIT_TYPE_INTEGER,
         .required = true,
         .minimum = 1,
         .maximum = MAX_PENCE},
        {.name = "valid_from", .type = STAITH_KIT_TYPE_DATE, .required = true},
        {.name = "valid_to", .type = STAITH_KIT_TYPE_DATE},
        {.name = "source", .type = STAITH_KIT_TYPE_TEXT, .required = true}};
    struct caps_of of = {rules, region};
    const struct staith_kit_settings table = {.columns = columns,
                                              .count = COUNT(columns),
                                              .max_rows = STAITH_AGENCY_MAX_CAPS,
                                              .ctx = &of,
                                              .on_row = on_cap};
    return len == 0 ? STAITH_OK : staith_kit_settings_read(text, len, &table, ret_complaint);
}

bool staith_agency_cap_on(const struct staith_agency_rules *rules, uint16_t role, uint16_t basis,
                          int32_t day, int64_t *ret_pence)
{
    for (uint32_t i = 0; i < rules->cap_count; i++) {
        const struct staith_agency_cap *cap = &rules->caps[i];
        if (cap->role == role && cap->basis == basis && day >= cap->first && day <= cap->last) {
            *ret_pence = cap->pence;
            return true;
        }
    }
    return false;
}

/* ---- rules --------------------------------------------------------------------------------- */

static int on_rule(void *ctx, const struct staith_kit_cell *cells, char what[WHAT_BYTES])
{
    struct staith_agency_rules *rules = ctx;
    struct staith_agency_rule_row row = {(uint16_t)cells[0].number, cells[1].number, 0, 0};
    int rc = read_days(&cells[2], &cells[3], &row.first, &row.last, what);
    if (rc != STAITH_OK) {
        return rc;
    }
    if (needs_value(cells[0].number) && !staith_kit_has(&cells[1])) {
        return say(what, "this rule needs a value");
    }
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        const struct staith_agency_rule_row *other = &rules->rules[i];
        if (other->rule == row.rule && overlap(row.first, row.last, other->first, other->last)) {
            return say(what, "an earlier row has this rule for the same days");
        }
    }
    struct staith_agency_rule_row *more =
        grow(rules->rules, rules->rule_count, sizeof(*rules->rules));
    if (more == NULL) {
        return STAITH_ENOMEM;
    }
    rules->rules = more;
    rules->rules[rules->rule_count++] = row;
    return STAITH_OK;
}

int staith_agency_rules_read(struct staith_agency_rules *rules, const char *text, size_t len,
                             struct staith_kit_complaint *ret_complaint)
{
    static const struct staith_kit_column columns[] = {
        {.name = "rule",
         .type = STAITH_KIT_TYPE_CODE,
         .required = true,
         .codes = rule_words,
         .code_count = COUNT(rule_words)},
        {.name = "value", .type = STAITH_KIT_TYPE_DECIMAL, .digits = 2, .maximum = MAX_VALUE},
        {.name = "valid_from", .type = STAITH_KIT_TYPE_DATE, .required = true},
        {.name = "valid_to", .type = STAITH_KIT_TYPE_DATE},
        {.name = "source", .type = STAITH_KIT_TYPE_TEXT, .required = true}};
    const struct staith_kit_settings table = {.columns = columns,
                                              .count = COUNT(columns),
                                              .max_rows = STAITH_AGENCY_MAX_RULES,
                                              .ctx = rules,
                                              .on_row = on_rule};
    return len == 0 ? STAITH_OK : staith_kit_settings_read(text, len, &table, ret_complaint);
}

bool staith_agency_rule_on(const struct staith_agency_rules *rules, enum staith_agency_rule rule,
                           int32_t day, int64_t *ret_value)
{
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        const struct staith_agency_rule_row *row = &rules->rules[i];
        if (row->rule == (uint16_t)rule && day >= row->first && day <= row->last) {
            *ret_value = row->value;
            return true;
        }
    }
    return false;
}

/* ---- job titles ---------------------------------------------------------------------------- */

static const struct staith_agency_title *find_title(const struct staith_agency_rules *rules,
                                                    const char *text, size_t len)
{
    for (uint32_t i = 0; i < rules->title_count; i++) {
        if (staith_kit_same_name(rules->titles[i].text, rules->titles[i].len, text, len)) {
            return &rules->titles[i];
        }
    }
    return NULL;
}

static int on_title(void *ctx, const struct staith_kit_cell *cells, char what[WHAT_BYTES])
{
    struct staith_agency_rules *rules = ctx;
    struct staith_agency_title title = {"", 0, (uint16_t)cells[1].number};
    int year = 0;
    int month = 0;
    int day = 0;
    staith_kit_date_split((int32_t)cells[2].number, &year, &month, &day);
    int64_t version = (int64_t)year * 10000 + (int64_t)month * 100 + day;
    if (rules->title_count > 0 && version != rules->title_version) {
        return say(what, "the version is not that of the first row");
    }
    if (cells[0].len >= sizeof(title.text)) {
        return say(what, "the job title is too long");
    }
    memcpy(title.text, cells[0].text, cells[0].len);
    title.len = cells[0].len;
    if (find_title(rules, title.text, title.len) != NULL) {
        return say(what, "an earlier row has this job title");
    }
    struct staith_agency_title *more =
        grow(rules->titles, rules->title_count, sizeof(*rules->titles));
    if (more == NULL) {
        return STAITH_ENOMEM;
    }
    rules->titles = more;
    rules->titles[rules->title_count++] = title;
    rules->title_version = version;
    return STAITH_OK;
}

int staith_agency_titles_read(struct staith_agency_rules *rules, const char *text, size_t len,
                              struct staith_kit_complaint *ret_complaint)
{
    const struct staith_kit_column columns[] = {
        {.name = "job_title", .type = STAITH_KIT_TYPE_TEXT, .required = true},
        {.name = "role",
         .type = STAITH_KIT_TYPE_CODE,
         .required = true,
         .codes = staith_agency_role_words,
         .code_count = staith_agency_role_word_count},
        {.name = "version", .type = STAITH_KIT_TYPE_DATE, .required = true}};
    const struct staith_kit_settings table = {.columns = columns,
                                              .count = COUNT(columns),
                                              .max_rows = STAITH_AGENCY_MAX_TITLES,
                                              .ctx = rules,
                                              .on_row = on_title};
    return len == 0 ? STAITH_OK : staith_kit_settings_read(text, len, &table, ret_complaint);
}

uint16_t staith_agency_title_role(const struct staith_agency_rules *rules, const char *text,
                                  size_t len)
{
    const struct staith_agency_title *title = find_title(rules, text, len);
    return title != NULL ? title->role : (uint16_t)STAITH_AGENCY_ROLE_NONE;
}
