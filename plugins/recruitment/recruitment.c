/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin itself: options, the rows of a file, and what cannot be given from it. */
#include "checks.h"
#include "observe.h"
#include "posts.h"

#include <stdlib.h>
#include <string.h>

#define C(id) STAITH_RECRUITMENT_C_##id
#define K(id) STAITH_RECRUITMENT_K_##id
#define M(id) STAITH_RECRUITMENT_M_##id
#define NAME "recruitment"
#define VERSION "1.0.0"
#define LICENCE "Apache-2.0"
#define SOURCES "candidates, rounds and posts with the dates of events: CSV, XLSX, ODS, SQLite"

enum { MAX_ROWS = 200000 };

struct staith_run {
    const struct staith_host *host;
    struct staith_kit_setup setup;
    int incentive[STAITH_RECRUITMENT_INCENTIVE_COUNT]; /* census answer, -1: not said */
    struct staith_kit_table_job job;
    struct staith_recruitment_quarter quarter;
    struct staith_recruitment_posts posts;
};

/* ---- options ------------------------------------------------------------------------------- */

enum { OPTION_INCENTIVES = STAITH_KIT_SETUP_OPTION_COUNT, OPTION_COUNT };

/* In the order of the measures. */
static const char *const incentive_names[] = {
    "recruitment_bonus", "retention_bonus",    "performance_reward",
    "car_allowance",     "relocation_package", "regional_weighting",
    "registration",      "dbs_check",          NULL};
static const char *const incentive_answers[] = {"no", "all", "some"}; /* the census's 0, 1, 2 */

static const struct staith_option_def options[OPTION_COUNT] = {
    STAITH_KIT_SETUP_OPTIONS("The quarter, as in 2025Q3; left out: the file's name says it, as in "
                             "recruitment-2025Q3.csv.",
                             staith_recruitment_column_names, STAITH_RECRUITMENT_COLUMN_COUNT),
    {sizeof(struct staith_option_def), STAITH_OPTION_MAP, "incentives",
     "What the council pays, as in its census return: no, all or some of those eligible.", "", 0,
     STAITH_RECRUITMENT_INCENTIVE_COUNT, incentive_names},
};

static bool is_word(const char *word, const char *text, size_t len)
{
    return strlen(word) == len && memcmp(word, text, len) == 0;
}

static int read_incentives(struct staith_run *run, const char *text)
{
    const char *name = NULL;
    const char *value = NULL;
    size_t name_len = 0;
    size_t value_len = 0;
    for (int i = 0; i < STAITH_RECRUITMENT_INCENTIVE_COUNT; i++) {
        run->incentive[i] = -1;
    }
    while (staith_kit_item_next(&text, &name, &name_len, &value, &value_len) == STAITH_OK) {
        int answer = 2;
        while (answer >= 0 && !is_word(incentive_answers[answer], value, value_len)) {
            answer--;
        }
        if (answer < 0) {
            return staith_kit_settings_say(run->host, OPTION_INCENTIVES,
                                           "an incentive is no, all or some");
        }
        for (int i = 0; i < STAITH_RECRUITMENT_INCENTIVE_COUNT; i++) {
            if (is_word(incentive_names[i], name, name_len)) {
                run->incentive[i] = answer;
            }
        }
    }
    return STAITH_OK;
}

static int recruitment_configure(struct staith_run *run, const struct staith_setting *settings,
                                 uint32_t setting_count)
{
    if (setting_count != OPTION_COUNT) {
        return STAITH_EINVAL;
    }
    int rc = staith_kit_setup_take(&run->setup, run->host, settings, staith_recruitment_columns,
                                   STAITH_RECRUITMENT_COLUMN_COUNT, false);
    return rc != STAITH_OK ? rc : read_incentives(run, settings[OPTION_INCENTIVES].text);
}

/* ---- rows ---------------------------------------------------------------------------------- */

static int find(struct staith_run *run, const struct staith_kit_table_row *row, uint32_t check,
                uint32_t column)
{
    return staith_kit_table_finding(run->host, &run->job, row, check, column);
}

/* Dates of a candidate without one. */
static bool is_nobody(const struct staith_kit_cell *cells)
{
    for (uint32_t i = C(SHORTLISTED); i < STAITH_RECRUITMENT_COLUMN_COUNT; i++) {
        if (staith_kit_has(&cells[i]) &&
            staith_recruitment_columns[i].type == STAITH_KIT_TYPE_DATE) {
            return true;
        }
    }
    return false;
}

static int query_row(struct staith_run *run, const struct staith_kit_table_row *row,
                     const struct staith_recruitment_events *events)
{
    int rc = STAITH_OK;
    for (uint32_t i = 0; rc == STAITH_OK && i < STAITH_RECRUITMENT_COLUMN_COUNT; i++) {
        if (row->cells[i].state == STAITH_KIT_CELL_BAD &&
            staith_recruitment_columns[i].type == STAITH_KIT_TYPE_DATE) {
            rc = find(run, row, K(BAD_DATE), i);
        }
    }
    if (rc == STAITH_OK && events->disorder) {
        rc = find(run, row, K(DISORDER), STAITH_NO_ELEMENT);
    }
    if (rc == STAITH_OK && !events->applied && is_nobody(row->cells)) {
        rc = find(run, row, K(NO_CANDIDATE), C(CANDIDATE));
    }
    return rc;
}

static int on_row(void *ctx, const struct staith_kit_table_row *row)
{
    struct staith_run *run = ctx;
    struct staith_recruitment_events events;
    if (!staith_kit_has(&row->cells[C(POST)])) {
        return find(run, row, K(NO_POST), C(POST));
    }
    staith_recruitment_judge(&run->quarter, row->cells, &events);
    int rc = query_row(run, row, &events);
    if (rc == STAITH_OK) {
        rc = staith_recruitment_posts_add(&run->posts, row->cells, &events);
    }
    return rc != STAITH_OK
               ? rc
               : staith_recruitment_observe(run->host, &events, &row->cells[C(CANDIDATE)]);
}

static int on_heading(void *ctx, const struct staith_kit_heading *headings, uint32_t count)
{
    struct staith_run *run = ctx;
    return staith_kit_setup_heading(&run->setup, headings, count);
}

/* ---- life ---------------------------------------------------------------------------------- */

static int recruitment_create(const struct staith_host *host, struct staith_run **ret_run)
{
    struct staith_run *run = calloc(1, sizeof(*run));
    if (run == NULL) {
        return STAITH_ENOMEM;
    }
    run->host = host;
    *ret_run = run;
    return STAITH_OK;
}

#define BIT(id) STAITH_KIT_COLUMN_BIT(C(id))
#define NEED(column, others, check, first, last)                                                   \
    {                                                                                              \
        C(column), K(check), others, M(first), M(last)                                             \
    }

/* A step of the funnel without its date would count those alone who came further; a post without
 * the number of its round, one advert for each. */
static int give_up(struct staith_run *run)
{
    static const struct staith_kit_need needs[] = {
        NEED(ROUND_ENDED, 0, NO_ROUND_ENDED, ROUNDS, JOINED),
        NEED(SHORTLISTED, 0, NO_COLUMN, SHORTLISTED, SHORTLISTED),
        NEED(INTERVIEWED, 0, NO_COLUMN, INTERVIEWED, INTERVIEWED),
        NEED(OFFERED, BIT(OFFERED_CONDITIONALLY), NO_COLUMN, OFFERED, OFFERED),
        NEED(OFFERED, BIT(OFFERED_CONDITIONALLY), NO_COLUMN, CLOSE_TO_OFFER, CLOSE_TO_OFFER),
        NEED(OFFERED, BIT(OFFERED_CONDITIONALLY), NO_COLUMN, DECISION_TO_START, DECISION_TO_START),
        NEED(ACCEPTED, 0, NO_COLUMN, ACCEPTED, ACCEPTED),
        NEED(ROUND, BIT(READVERTISED), NO_COLUMN, ADVERTS, POSTS_5),
        NEED(ROUND, BIT(READVERTISED), NO_COLUMN, ROUNDS, ROUNDS),
        NEED(WITHDRAWN, 0, NO_COLUMN, WITHDREW, WITHDREW),
        NEED(CLOSED, 0, NO_COLUMN, CLOSE_TO_OFFER, CLOSE_TO_OFFER),
        NEED(AUTHORISED, 0, NO_COLUMN, AUTHORISED_TO_START, AUTHORISED_TO_START),
        NEED(NOTICE_DAYS, 0, NO_COLUMN, AUTHORISED_TO_START, AUTHORISED_TO_START),
        NEED(LEFT, 0, NO_LEFT, STAYED_12, STAYED_12),
        NEED(LEFT, 0, NO_LEFT, STAYED_24, STAYED_24),
        NEED(LEFT, 0, NO_LEFT, ASYE_STAYED_12, ASYE_STAYED_12),
        NEED(LEFT, 0, NO_LEFT, ASYE_STAYED_24, ASYE_STAYED_24),
        NEED(ASYE_STARTED, 0, NO_ASYE, ASYE_BEGAN, ASYE_STAYED_24),
        NEED(ASYE_COMPLETED, 0, NO_COLUMN, ASYE_COMPLETED, ASYE_COMPLETED)};
    return staith_kit_setup_give_up(&run->setup, run->host, needs,
                                    sizeof(needs) / sizeof(needs[0]));
}

static int observe_incentives(struct staith_run *run)
{
    struct staith_recruitment_record record;
    staith_recruitment_record_init(&record, run->host);
    for (int i = 0; record.rc == STAITH_OK && i < STAITH_RECRUITMENT_INCENTIVE_COUNT; i++) {
        uint32_t measure = (uint32_t)(STAITH_RECRUITMENT_FIRST_INCENTIVE + i);
        if (run->incentive[i] >= 0) {
            staith_recruitment_put(&record, (enum staith_recruitment_measure)measure,
                                   run->incentive[i]);
        } else {
            record.rc = run->host->unavailable(run->host->ctx, (uint16_t)measure);
        }
    }
    return record.rc;
}

static int recruitment_collect(struct staith_run *run)
{
    const struct staith_host *host = run->host;
    struct staith_period_def period;
    if (host->source_count(host->ctx) != 1) {
        return staith_kit_setup_refuse(run->host, K(SEVERAL_FILES));
    }
    if (staith_kit_setup_period(&run->setup, host, &period) != STAITH_OK) {
        return staith_kit_setup_refuse(run->host, K(NO_QUARTER));
    }
    staith_recruitment_quarter_init(&period, &run->quarter);
    run->job = staith_kit_setup_job(&run->setup, MAX_ROWS, run, on_row);
    run->job.on_heading = on_heading;
    int rc = host->set_period(host->ctx, &period);
    rc = rc != STAITH_OK ? rc : staith_kit_table_read(host, 0, &run->job);
    rc = rc != STAITH_OK ? rc : staith_recruitment_posts_observe(&run->posts, host);
    rc = rc != STAITH_OK ? rc : observe_incentives(run);
    return rc != STAITH_OK ? rc : give_up(run);
}

static void recruitment_destroy(struct staith_run *run)
{
    if (run != NULL) {
        staith_recruitment_posts_deinit(&run->posts);
        staith_kit_setup_deinit(&run->setup);
        free(run);
    }
}

/* ---- what is exported ---------------------------------------------------------------------- */

static const struct staith_check_def checks[STAITH_RECRUITMENT_CHECK_COUNT] = {
    STAITH_KIT_TABLE_CHECKS STAITH_RECRUITMENT_CHECKS(STAITH_KIT_CHECK)};

static const struct staith_descriptor descriptor = {
    .size = sizeof(struct staith_descriptor),
    .dimension_count = STAITH_RECRUITMENT_DIMENSION_COUNT,
    .measure_count = STAITH_RECRUITMENT_MEASURE_COUNT,
    .table_count = STAITH_RECRUITMENT_TABLE_COUNT,
    .indicator_count = STAITH_RECRUITMENT_INDICATOR_COUNT,
    .check_count = STAITH_RECRUITMENT_CHECK_COUNT,
    .option_count = OPTION_COUNT,
    .element_count = STAITH_RECRUITMENT_COLUMN_COUNT,
    .name = NAME,
    .version = VERSION,
    .licence = LICENCE,
    .title = "Recruitment of social workers: clocks, funnels, routes and retention",
    .dataset = "recruitment",
    .sources = SOURCES,
    .dimensions = staith_recruitment_dimensions,
    .measures = staith_recruitment_measures,
    .tables = staith_recruitment_tables,
    .indicators = staith_recruitment_indicators,
    .checks = checks,
    .options = options,
    .elements = staith_recruitment_column_names,
};

/* One literal of all codes, from the list that makes the measures. */
#define STAITH_RECRUITMENT_X(id, code, unit, aggregation, label, definition) code " "
STAITH_PLUGIN_NOTE(NAME, VERSION, LICENCE, SOURCES,
                   STAITH_RECRUITMENT_MEASURES(STAITH_RECRUITMENT_X));
#undef STAITH_RECRUITMENT_X

STAITH_EXPORT const struct staith_plugin staith_plugin = {
    .magic = STAITH_PLUGIN_MAGIC,
    .size = sizeof(struct staith_plugin),
    .abi_major = STAITH_ABI_MAJOR,
    .abi_minor = STAITH_ABI_MINOR,
    .descriptor = &descriptor,
    .create = recruitment_create,
    .configure = recruitment_configure,
    .collect = recruitment_collect,
    .destroy = recruitment_destroy,
};
