/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small plugin for tests of the host. Source: CSV with the columns person, role (senior, holder)
 * and fte; the census year 2025. It misbehaves as its option `fault` says.
 */
#include <staith/kit_csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef SAMPLE_MAJOR
#define SAMPLE_MAJOR STAITH_ABI_MAJOR
#endif
#ifndef SAMPLE_MINOR
#define SAMPLE_MINOR STAITH_ABI_MINOR
#endif
/* An observation as a plugin of this minor version hands it over. */
#if SAMPLE_MINOR == 0
#define SAMPLE_OBSERVATION_SIZE offsetof(struct staith_observation, owner)
#else
#define SAMPLE_OBSERVATION_SIZE sizeof(struct staith_observation)
#endif
#ifndef SAMPLE_NOTE_VERSION
#define SAMPLE_NOTE_VERSION "1.0.0"
#endif
#ifndef SAMPLE_NOTE_MEASURES
#define SAMPLE_NOTE_MEASURES "heads fte vacancies "
#endif
#ifndef SAMPLE_MAGIC
#define SAMPLE_MAGIC STAITH_PLUGIN_MAGIC
#endif
#ifndef SAMPLE_COLLECT
#define SAMPLE_COLLECT collect
#endif
#ifndef SAMPLE_SIZE
#define SAMPLE_SIZE sizeof(struct staith_plugin)
#endif

enum { HEADS, FTE, VACANCIES };
enum { BAD_ROLE, BAD_FTE, UNREADABLE };
enum { PERSON, ROLE, FTE_COLUMN };
enum fault {
    NO_FAULT,
    CRASH,
    HANG,
    STALL,
    FLOOD,
    BAD_INDEX,
    EARLY,
    NO_PERIOD,
    REFUSES,
    EXITS,
    CHATTY,
    LIES,
    MANY_FINDINGS,
    WRITES,
    ALARMS,
    BAD_ALARM,
    EXPLAINS
};
static const char *const faults[] = {
    "none",          "crash",     "hang",    "stall",     "flood",    "bad_index",
    "early",         "no_period", "refuses", "exits",     "chatty",   "lies",
    "many_findings", "writes",    "alarms",  "bad_alarm", "explains", NULL};

static const struct staith_category_def roles[] = {
    {"senior", "Senior", STAITH_NO_CATEGORY, 0}, {"holder", "Case holder", STAITH_NO_CATEGORY, 0}};
static const struct staith_dimension_def dimensions[] = {
    {sizeof(struct staith_dimension_def), 2, "role", "Role", roles, STAITH_KEEP_LEAST, 0}};
static const struct staith_measure_def measures[] = {
    {sizeof(struct staith_measure_def), STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE, 0, "heads",
     "Heads", "People."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM, 0, "fte", "FTE",
     "Full-time equivalents."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_POSTS, STAITH_COUNCIL_VALUE, 0, "vacancies",
     "Vacancies", "Vacant posts."}};
static const uint16_t headline_measures[] = {HEADS, FTE, VACANCIES};
static const uint16_t role_measures[] = {HEADS, FTE};
static const uint16_t role_dimensions[] = {0};
static const struct staith_table_def tables[] = {
    {sizeof(struct staith_table_def), 3, 0, 0, "headline", "Headline", headline_measures, NULL},
    {sizeof(struct staith_table_def), 2, 1, 0, "by_role", "By role", role_measures,
     role_dimensions}};
static const uint16_t per_head[] = {HEADS};
static const struct staith_indicator_def indicators[] = {
    {sizeof(struct staith_indicator_def), 1, 2, STAITH_NEUTRAL, 0, 1, "fte_per_head",
     "FTE per head", "FTE", "FTE for each person.", "", FTE, 0, per_head}};
static const struct staith_check_def checks[] = {
    {sizeof(struct staith_check_def), STAITH_ERROR, "bad_role", "The role is unknown.",
     "Use senior or holder."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "bad_fte", "The FTE is not from 0 to 1.",
     "Correct it."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "unreadable", "The file cannot be read.",
     "Save it as CSV, UTF-8."}};
static const struct staith_option_def options[] = {
    {sizeof(struct staith_option_def), STAITH_OPTION_CHOICE, "fault", "How to misbehave.", "none",
     0, 0, faults},
    {sizeof(struct staith_option_def), STAITH_OPTION_INTEGER, "vacancies", "Vacant posts.", "3", 0,
     100, NULL}};
static const char *const elements[] = {"person", "role", "fte"};
static const struct staith_descriptor descriptor = {sizeof(struct staith_descriptor),
                                                    1,
                                                    3,
                                                    2,
                                                    1,
                                                    3,
                                                    2,
                                                    3,
                                                    SAMPLE_NAME,
                                                    "1.0.0",
                                                    "Apache-2.0",
                                                    "A sample",
                                                    "demo",
                                                    "csv",
                                                    dimensions,
                                                    measures,
                                                    tables,
                                                    indicators,
                                                    checks,
                                                    options,
                                                    elements};

struct staith_run {
    const struct staith_host *host;
    enum fault fault;
    int64_t vacancies;
};

static int create(const struct staith_host *host, struct staith_run **ret_run)
{
    struct staith_run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        return STAITH_ENOMEM;
    }
    run->host = host;
    *ret_run = run;
    return STAITH_OK;
}

static int observe(const struct staith_run *run, uint16_t measure, uint16_t role, int64_t value,
                   const char *person)
{
    const struct staith_observation observation = {.size = SAMPLE_OBSERVATION_SIZE,
                                                   .measure = measure,
                                                   .value = value,
                                                   .categories = &role,
                                                   .person = person,
                                                   .person_len =
                                                       person != NULL ? strlen(person) : 0};
    return run->host->observe(run->host->ctx, &observation);
}

static int configure(struct staith_run *run, const struct staith_setting *settings,
                     uint32_t setting_count)
{
    if (setting_count != 2) {
        return STAITH_EINVAL;
    }
    run->fault = (enum fault)settings[0].integer;
    run->vacancies = settings[1].integer;
    if (run->fault == EXPLAINS) {
        const struct staith_host_explain *host_explain =
            run->host->extension(run->host->ctx, STAITH_EXT_EXPLAIN);
        (void)host_explain->explain(run->host->ctx, 0, 1, 1, "that is no fault of mine");
        return STAITH_EINVAL;
    }
    if (run->fault == EARLY) {
        (void)observe(run, HEADS, 0, 1, "A");
    }
    while (run->fault == HANG) {
        (void)sleep(1);
    }
    return STAITH_OK;
}

static int find(const struct staith_run *run, uint32_t check, uint64_t line, uint64_t row,
                uint32_t element)
{
    const struct staith_location where = {line, 0, row, element, 0};
    return run->host->finding(run->host->ctx, check, &where);
}

static int on_row(void *ctx, const struct staith_kit_csv_row *row)
{
    static const struct staith_kit_code codes[] = {{"holder", 1}, {"senior", 0}};
    const struct staith_run *run = ctx;
    const struct staith_kit_csv_field *fields = row->fields;
    uint16_t role = 0;
    int64_t fte = 0;
    if (fields[ROLE].text == NULL ||
        staith_kit_code_find(codes, 2, fields[ROLE].text, fields[ROLE].len, &role) != STAITH_OK) {
        return find(run, BAD_ROLE, row->line, row->row, ROLE);
    }
    if (fields[FTE_COLUMN].text == NULL ||
        staith_kit_decimal(fields[FTE_COLUMN].text, fields[FTE_COLUMN].len, 6, 0, 1000000, &fte) !=
            STAITH_OK) {
        return find(run, BAD_FTE, row->line, row->row, FTE_COLUMN);
    }
    int code = observe(run, HEADS, role, 0, fields[PERSON].text);
    return code != STAITH_OK ? code : observe(run, FTE, role, fte, fields[PERSON].text);
}

static int read_source(const struct staith_run *run)
{
    struct staith_run copy = *run;
    struct staith_kit_problem problem = {0};
    const struct staith_kit_csv_job job = {
        .names = elements, .name_count = 3, .ctx = &copy, .on_row = on_row};
    int code = staith_kit_csv_read(run->host, 0, &job, &problem);
    if (code == STAITH_ESOURCE) {
        (void)find(run, UNREADABLE, problem.line, 0, STAITH_NO_ELEMENT);
    }
    return code;
}

static int act_chat(const struct staith_run *run)
{
    (void)run;
    printf("person SW12345 on stdout\n");
    fprintf(stderr, "person SW12345 on stderr\n");
    (void)fflush(stdout);
    (void)!write(1, "SW12345", 7);
    (void)!write(2, "SW12345", 7);
    return STAITH_OK;
}

/* Write what it sees to a file; that must fail. */
static int act_write(const struct staith_run *run)
{
    (void)run;
    FILE *file = tmpfile();
    bool failed = file == NULL || fputs("SW12345", file) < 0 || fflush(file) != 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    return failed ? STAITH_OK : STAITH_EIO;
}

static int act_flood(const struct staith_run *run)
{
    char person[16];
    for (uint32_t i = 0; i < 1000000; i++) {
        (void)snprintf(person, sizeof person, "p%u", i);
        (void)observe(run, HEADS, 0, 0, person);
    }
    return STAITH_OK;
}

static int act_find_much(const struct staith_run *run)
{
    for (uint32_t i = 1; i <= 2500; i++) {
        (void)find(run, BAD_ROLE, i, i, ROLE);
    }
    return STAITH_OK;
}

static int act_crash(const struct staith_run *run)
{
    volatile int *nowhere = NULL;
    *nowhere = (int)run->fault;
    return STAITH_OK;
}

static int act_exit(const struct staith_run *run)
{
    (void)run;
    _exit(0);
}

static int act_stall(const struct staith_run *run)
{
    while (run->fault == STALL) {
        (void)sleep(1);
    }
    return STAITH_OK;
}

static int act_bad_index(const struct staith_run *run)
{
    (void)observe(run, 3, 0, 0, "A");
    (void)observe(run, HEADS, 2, 0, "A");
    return STAITH_OK;
}

static int act_refuse(const struct staith_run *run)
{
    (void)find(run, UNREADABLE, 1, 0, STAITH_NO_ELEMENT);
    return STAITH_ESOURCE;
}

static int act_lie(const struct staith_run *run)
{
    (void)run;
    return 77;
}

/* The second of two alarms stands twice; there is no third. */
static int act_alarm(const struct staith_run *run)
{
    const struct staith_host_local *local = run->host->extension(run->host->ctx, STAITH_EXT_LOCAL);
    if (local != NULL) {
        (void)local->alarm(run->host->ctx, run->fault == ALARMS ? 1 : 2, 2);
    }
    return local != NULL ? STAITH_OK : STAITH_EINVAL;
}

/* What is done in collect before the source is read; NULL: nothing. */
static int (*const acts[])(const struct staith_run *run) = {[WRITES] = act_write,
                                                            [CRASH] = act_crash,
                                                            [STALL] = act_stall,
                                                            [FLOOD] = act_flood,
                                                            [EXITS] = act_exit,
                                                            [BAD_INDEX] = act_bad_index,
                                                            [MANY_FINDINGS] = act_find_much,
                                                            [REFUSES] = act_refuse,
                                                            [CHATTY] = act_chat,
                                                            [LIES] = act_lie,
                                                            [ALARMS] = act_alarm,
                                                            [BAD_ALARM] = act_alarm};

static int misbehave(const struct staith_run *run)
{
    return acts[run->fault] != NULL ? acts[run->fault](run) : STAITH_OK;
}

static int collect(struct staith_run *run) __attribute__((unused));
static int collect(struct staith_run *run)
{
    const struct staith_period_def period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0, 0};
    if (run->fault == NO_PERIOD) {
        return STAITH_OK;
    }
    int code = run->host->set_period(run->host->ctx, &period);
    if (code == STAITH_OK) {
        code = misbehave(run);
    }
    if (code == STAITH_OK) {
        code = read_source(run);
    }
    if (code == STAITH_OK) {
        code = observe(run, VACANCIES, STAITH_NO_CATEGORY, run->vacancies, NULL);
    }
    return run->fault == FLOOD ? STAITH_OK : code;
}

static void destroy(struct staith_run *run)
{
    free(run);
}

static const void *extension(const char *id)
{
    static const struct staith_alarm_def alarms[] = {
        {sizeof(struct staith_alarm_def), 0, "early_people", "People before their time.", "Wait."},
        {sizeof(struct staith_alarm_def), 0, "late_people", "People behind their time.", "Ask."}};
    static const struct staith_local_alarms local = {sizeof(local), 2, alarms};
    return strcmp(id, STAITH_EXT_LOCAL) == 0 ? &local : NULL;
}

#define SAMPLE_TEXT_(x) #x
#define SAMPLE_TEXT(x) SAMPLE_TEXT_(x)
#ifndef SAMPLE_NO_NOTE
__attribute__((section(STAITH_NOTE_SECTION), used, aligned(1))) static const char note[] =
    "staith-plugin\nabi=" SAMPLE_TEXT(SAMPLE_MAJOR) "." SAMPLE_TEXT(
        SAMPLE_MINOR) "\nname=" SAMPLE_NAME "\nversion=" SAMPLE_NOTE_VERSION
                      "\nlicence=Apache-2.0\nsources=csv\nmeasures=" SAMPLE_NOTE_MEASURES "\n";
#endif

STAITH_EXPORT const struct staith_plugin staith_plugin = {
    SAMPLE_MAGIC, SAMPLE_SIZE, SAMPLE_MAJOR,   SAMPLE_MINOR, 0,        &descriptor,
    create,       configure,   SAMPLE_COLLECT, destroy,      extension};
