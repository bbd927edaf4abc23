/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The annual health check of social workers: who gave each statement 7 or more of 10, by service
 * area, and the main reasons to stay. Answers were given in confidence, so a group is observed by
 * itself only where groups.h lets it; all others count in the totals.
 *
 * The rows are kept in memory until the end: whether a group may be shown is known only when all
 * have been read.
 */
#include "catalogue.h"
#include "groups.h"

#include <staith/kit_csv.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ROWS = 256, KEY_BYTES = 64, AGREES = 7, BEST = 10, NONE = -1 };

static const size_t max_rows = 131072;

STAITH_PLUGIN_NOTE("health_check", "1.0.0", "Apache-2.0", "csv",
                   "supported_answered workload_answered listened_answered recommend_answered "
                   "supported_agreed workload_agreed listened_agreed recommend_agreed "
                   "reasons_given ");

/* As the file writes them, sorted, with the category of each. */
static const struct staith_kit_code service_codes[] = {
    {"assessment", 0},         {"care_leavers", 3}, {"children_in_care", 2},
    {"fostering_adoption", 4}, {"other", 5},        {"safeguarding", 1}};
static const struct staith_kit_code reason_codes[] = {
    {"families", 2}, {"flexibility", 3}, {"learning", 4}, {"manager", 1},
    {"other", 7},    {"pay", 5},         {"place", 6},    {"team", 0}};

/* One respondent. */
struct answers {
    char key[KEY_BYTES];
    uint64_t line;
    uint64_t row;
    uint16_t service;        /* or STAITH_NO_CATEGORY */
    uint16_t reason;         /* or STAITH_NO_CATEGORY: none given */
    int8_t given[QUESTIONS]; /* 0 to 10, or NONE */
};

struct staith_run {
    const struct staith_host *host;
    int32_t year;
    uint64_t minimum;
    struct answers *rows;
    size_t count;
    size_t cap;
};

/* ---- a row ---- */

static int find(const struct staith_run *run, uint32_t check, uint64_t line, uint64_t row,
                uint32_t column)
{
    const struct staith_location where = {.line = line, .row = row, .element = column};
    return run->host->finding(run->host->ctx, check, &where);
}

static int take_codes(const struct staith_run *run, const struct staith_kit_csv_row *row,
                      struct answers *answers)
{
    const struct staith_kit_csv_field *service = &row->fields[COLUMN_SERVICE];
    const struct staith_kit_csv_field *reason = &row->fields[COLUMN_REASON];
    int code = STAITH_OK;
    answers->service = STAITH_NO_CATEGORY;
    answers->reason = STAITH_NO_CATEGORY;
    if (service->len > 0 && staith_kit_code_find(service_codes, SERVICES, service->text,
                                                 service->len, &answers->service) != STAITH_OK) {
        code = find(run, UNKNOWN_SERVICE, row->line, row->row, COLUMN_SERVICE);
    }
    if (code == STAITH_OK && reason->len > 0 &&
        staith_kit_code_find(reason_codes, REASONS, reason->text, reason->len, &answers->reason) !=
            STAITH_OK) {
        answers->reason = REASONS - 1;
        code = find(run, UNKNOWN_REASON, row->line, row->row, COLUMN_REASON);
    }
    return code;
}

static int take_answers(const struct staith_run *run, const struct staith_kit_csv_row *row,
                        struct answers *answers)
{
    int code = STAITH_OK;
    for (uint32_t i = 0; i < QUESTIONS && code == STAITH_OK; i++) {
        const struct staith_kit_csv_field *field = &row->fields[COLUMN_FIRST_ANSWER + i];
        int64_t number = NONE;
        if (field->len > 0 &&
            staith_kit_decimal(field->text, field->len, 0, 0, BEST, &number) != STAITH_OK) {
            number = NONE;
            code = find(run, BAD_ANSWER, row->line, row->row, COLUMN_FIRST_ANSWER + i);
        }
        answers->given[i] = (int8_t)number;
    }
    return code;
}

static int on_row(void *ctx, const struct staith_kit_csv_row *row)
{
    struct staith_run *run = ctx;
    const struct staith_kit_csv_field *key = &row->fields[COLUMN_RESPONDENT];
    struct answers answers = {.line = row->line, .row = row->row};
    if (key->len == 0 || key->len >= KEY_BYTES) {
        return find(run, NO_RESPONDENT, row->line, row->row, COLUMN_RESPONDENT);
    }
    memcpy(answers.key, key->text, key->len);
    int code = take_codes(run, row, &answers);
    if (code == STAITH_OK) {
        code = take_answers(run, row, &answers);
    }
    if (code != STAITH_OK) {
        return code;
    }
    if (run->count == run->cap) {
        size_t cap = run->cap == 0 ? FIRST_ROWS : run->cap * 2;
        struct answers *more = cap <= max_rows ? realloc(run->rows, cap * sizeof(*more)) : NULL;
        if (more == NULL) {
            return cap > max_rows ? STAITH_ELIMIT : STAITH_ENOMEM;
        }
        run->rows = more;
        run->cap = cap;
    }
    run->rows[run->count++] = answers;
    return STAITH_OK;
}

/* ---- all rows ---- */

static int by_key_and_line(const void *a, const void *b)
{
    const struct answers *one = a;
    const struct answers *two = b;
    int order = strcmp(one->key, two->key);
    return order != 0 ? order : (one->line > two->line) - (one->line < two->line);
}

/* Ten answers of one person are one answer: the first row of each respondent stays. */
static int drop_repeated(struct staith_run *run)
{
    size_t kept = 0;
    int code = STAITH_OK;
    if (run->count > 0) {
        qsort(run->rows, run->count, sizeof(*run->rows), by_key_and_line);
    }
    for (size_t i = 0; i < run->count && code == STAITH_OK; i++) {
        if (kept > 0 && strcmp(run->rows[kept - 1].key, run->rows[i].key) == 0) {
            code = find(run, TWICE, run->rows[i].line, run->rows[i].row, COLUMN_RESPONDENT);
        } else {
            run->rows[kept++] = run->rows[i];
        }
    }
    run->count = kept;
    return code;
}

static int observe(const struct staith_run *run, uint16_t measure, uint16_t service,
                   uint16_t reason, const char *key)
{
    const uint16_t categories[DIMENSIONS] = {[SERVICE] = service, [REASON] = reason};
    const struct staith_observation observation = {.size = sizeof(observation),
                                                   .measure = measure,
                                                   .categories = categories,
                                                   .person = key,
                                                   .person_len = strlen(key)};
    return run->host->observe(run->host->ctx, &observation);
}

static int too_few(const struct staith_run *run, const uint16_t *measures, size_t count)
{
    int code = find(run, TOO_FEW, 0, 0, STAITH_NO_ELEMENT);
    for (size_t i = 0; i < count && code == STAITH_OK; i++) {
        code = run->host->unavailable(run->host->ctx, measures[i]);
    }
    return code;
}

/* One question: who answered and who agreed, by the service areas that may be shown. */
static int give_question(const struct staith_run *run, uint16_t question)
{
    const uint16_t answered = (uint16_t)(FIRST_ANSWERED + question);
    const uint16_t agreed = (uint16_t)(FIRST_AGREED + question);
    uint64_t counts[SERVICES] = {0};
    uint64_t rest = 0;
    uint64_t total = 0;
    bool shown[SERVICES];
    int code = STAITH_OK;
    for (size_t i = 0; i < run->count; i++) {
        const struct answers *row = &run->rows[i];
        uint64_t *group = row->service < SERVICES ? &counts[row->service] : &rest;
        *group += row->given[question] != NONE ? 1 : 0;
        total += row->given[question] != NONE ? 1 : 0;
    }
    if (total < run->minimum) {
        return too_few(run, (const uint16_t[]){answered, agreed}, 2);
    }
    health_groups_choose(counts, SERVICES, rest, run->minimum, shown);
    for (size_t i = 0; i < run->count && code == STAITH_OK; i++) {
        const struct answers *row = &run->rows[i];
        bool by_itself = row->service < SERVICES && shown[row->service];
        uint16_t service = by_itself ? row->service : STAITH_NO_CATEGORY;
        if (row->given[question] == NONE) {
            continue;
        }
        code = observe(run, answered, service, STAITH_NO_CATEGORY, row->key);
        if (code == STAITH_OK && row->given[question] >= AGREES) {
            code = observe(run, agreed, service, STAITH_NO_CATEGORY, row->key);
        }
    }
    return code;
}

static int give_reasons(const struct staith_run *run)
{
    uint64_t counts[REASONS] = {0};
    uint64_t total = 0;
    bool shown[REASONS];
    int code = STAITH_OK;
    for (size_t i = 0; i < run->count; i++) {
        if (run->rows[i].reason < REASONS) {
            counts[run->rows[i].reason]++;
            total++;
        }
    }
    if (total < run->minimum) {
        return too_few(run, (const uint16_t[]){REASONS_GIVEN}, 1);
    }
    health_groups_choose(counts, REASONS, 0, run->minimum, shown);
    for (size_t i = 0; i < run->count && code == STAITH_OK; i++) {
        uint16_t reason = run->rows[i].reason;
        if (reason < REASONS) {
            code = observe(run, REASONS_GIVEN, STAITH_NO_CATEGORY,
                           shown[reason] ? reason : STAITH_NO_CATEGORY, run->rows[i].key);
        }
    }
    return code;
}

/* ---- the run ---- */

static int create(const struct staith_host *host, struct staith_run **ret_run)
{
    struct staith_run *run = calloc(1, sizeof(*run));
    if (run == NULL) {
        return STAITH_ENOMEM;
    }
    run->host = host;
    *ret_run = run;
    return STAITH_OK;
}

static int configure(struct staith_run *run, const struct staith_setting *settings,
                     uint32_t setting_count)
{
    if (setting_count != OPTIONS) {
        return STAITH_EINVAL;
    }
    run->year = (int32_t)settings[OPTION_YEAR].integer;
    run->minimum = (uint64_t)settings[OPTION_MINIMUM].integer;
    return STAITH_OK;
}

static int read_rows(struct staith_run *run)
{
    const struct staith_kit_csv_job job = {.names = health_check_descriptor.elements,
                                           .name_count = COLUMNS,
                                           .ctx = run,
                                           .on_row = on_row};
    struct staith_kit_problem problem = {0};
    int code = staith_kit_csv_read(run->host, 0, &job, &problem);
    if (code == STAITH_ESOURCE) {
        (void)find(run, UNREADABLE, problem.line, 0, STAITH_NO_ELEMENT);
    }
    return code;
}

static int collect(struct staith_run *run)
{
    const struct staith_period_def period = {.kind = STAITH_PERIOD_CENSUS_YEAR, .year = run->year};
    int code = run->host->set_period(run->host->ctx, &period);
    if (code == STAITH_OK) {
        code = read_rows(run);
    }
    if (code == STAITH_OK) {
        code = drop_repeated(run);
    }
    for (uint16_t question = 0; question < QUESTIONS && code == STAITH_OK; question++) {
        code = give_question(run, question);
    }
    return code == STAITH_OK ? give_reasons(run) : code;
}

static void destroy(struct staith_run *run)
{
    if (run != NULL) {
        free(run->rows);
        free(run);
    }
}

STAITH_EXPORT const struct staith_plugin staith_plugin = {.magic = STAITH_PLUGIN_MAGIC,
                                                          .size = sizeof(struct staith_plugin),
                                                          .abi_major = STAITH_ABI_MAJOR,
                                                          .abi_minor = STAITH_ABI_MINOR,
                                                          .descriptor = &health_check_descriptor,
                                                          .create = create,
                                                          .configure = configure,
                                                          .collect = collect,
                                                          .destroy = destroy};
