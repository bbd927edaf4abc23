/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin itself: options, the rows of a file, and what is said of each. Caps and rules are read
 * when the plugin is configured, so that a mistake in them is told by --check-config.
 */
#include "checks.h"
#include "observe.h"

#include <stdlib.h>
#include <string.h>

#define C(id) STAITH_AGENCY_C_##id
#define K(id) STAITH_AGENCY_K_##id
#define M(id) STAITH_AGENCY_M_##id
#define NAME "agency_rates"
#define VERSION "1.0.0"
#define LICENCE "Apache-2.0"
#define SOURCES "assignments of agency workers in a quarter: CSV, XLSX, ODS, SQLite"

enum { MAX_ROWS = 20000, FILE_BYTES = 262144, TEXT_BYTES = 200 };

struct staith_run {
    const struct staith_host *host;
    struct staith_kit_setup setup;
    bool has_caps;
    bool has_rules;
    struct staith_agency_rules rules;
    struct staith_kit_table_job job;
    struct staith_agency_quarter quarter;
    struct staith_agency_counts counts;
    bool has_declared;
    uint64_t seen[MAX_ROWS]; /* hashes of worker, role and start, for rows that stand twice */
    uint32_t seen_count;
};

/* ---- options ------------------------------------------------------------------------------- */

enum {
    OPTION_REGION = STAITH_KIT_SETUP_OPTION_COUNT,
    OPTION_CAPS,
    OPTION_RULES,
    OPTION_JOB_TITLES,
    OPTION_COUNT
};

static const struct staith_option_def options[OPTION_COUNT] = {
    STAITH_KIT_SETUP_OPTIONS(
        "The quarter, as in 2025Q3; left out: the file's name says it, as in agency-2025Q3.csv.",
        staith_agency_column_names, STAITH_AGENCY_COLUMN_COUNT),
    {sizeof(struct staith_option_def), STAITH_OPTION_STRING, "region",
     "Which region's rows of the file of caps are used; left out: all.", "", 0, TEXT_BYTES, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_FILE, "caps",
     "Caps by role and basis: region, role, basis, pence_per_hour, valid_from, valid_to, source.",
     "", 0, FILE_BYTES, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_FILE, "rules",
     "Rules and when they are in force: rule, value, valid_from, valid_to, source.", "", 0,
     FILE_BYTES, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_FILE, "job_titles",
     "The council's job titles: job_title, role, version.", "", 0, FILE_BYTES, NULL},
};

static int read_files(struct staith_run *run, const struct staith_setting *settings)
{
    struct staith_kit_complaint complaint = {0, ""};
    const struct staith_setting *file = &settings[OPTION_CAPS];
    int rc = staith_agency_caps_read(&run->rules, file->text, strlen(file->text),
                                     settings[OPTION_REGION].text, &complaint);
    if (rc == STAITH_OK) {
        file = &settings[OPTION_RULES];
        rc = staith_agency_rules_read(&run->rules, file->text, strlen(file->text), &complaint);
    }
    if (rc == STAITH_OK) {
        file = &settings[OPTION_JOB_TITLES];
        rc = staith_agency_titles_read(&run->rules, file->text, strlen(file->text), &complaint);
    }
    return rc == STAITH_EINVAL
               ? staith_kit_settings_refuse(run->host, (uint32_t)(file - settings), &complaint)
               : rc;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static int find(struct staith_run *run, const struct staith_kit_table_row *row, uint32_t check,
                uint32_t column)
{
    return staith_kit_table_finding(run->host, &run->job, row, check, column);
}

/* When and who: without these a row is left out. */
static int judge_basics(struct staith_run *run, const struct staith_kit_table_row *row,
                        bool *ret_good)
{
    const struct staith_kit_cell *cells = row->cells;
    *ret_good = false;
    if (!staith_kit_has(&cells[C(WORKER)])) {
        return find(run, row, K(NO_WORKER), C(WORKER));
    }
    if (cells[C(START)].state == STAITH_KIT_CELL_BLANK) {
        return find(run, row, K(NO_START), C(START));
    }
    if (!staith_kit_has(&cells[C(START)]) || cells[C(END)].state == STAITH_KIT_CELL_BAD) {
        return find(run, row, K(BAD_WHEN), STAITH_NO_ELEMENT);
    }
    if (staith_kit_has(&cells[C(END)]) && cells[C(END)].number < cells[C(START)].number) {
        return find(run, row, K(ENDS_FIRST), C(END));
    }
    *ret_good = true;
    return STAITH_OK;
}

static int query_obstacle(struct staith_run *run, const struct staith_kit_table_row *row,
                          uint16_t obstacle)
{
    bool titled = staith_kit_has(&row->cells[C(JOB_TITLE)]);
    switch (obstacle) {
    case STAITH_AGENCY_NO_ROLE:
        return find(run, row, titled ? K(NOT_MAPPED) : K(NO_ROLE), C(JOB_TITLE));
    case STAITH_AGENCY_NO_BASIS:
        return find(run, row, K(NO_BASIS), C(BASIS));
    case STAITH_AGENCY_NO_RATE:
        return find(run, row, K(NO_RATE), C(RATE));
    case STAITH_AGENCY_NO_CAP:
        return run->has_caps ? find(run, row, K(NO_CAP), C(START)) : STAITH_OK;
    default:
        return STAITH_OK;
    }
}

/* FNV-1a: two rows that are alike by chance cost a query, not a figure. */
static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

static int query_repeat(struct staith_run *run, const struct staith_kit_table_row *row,
                        const struct staith_agency_verdict *verdict)
{
    const struct staith_kit_cell *cells = row->cells;
    uint64_t hash =
        mix(UINT64_C(14695981039346656037), cells[C(WORKER)].text, cells[C(WORKER)].len);
    hash = mix(hash, &verdict->role, sizeof(verdict->role));
    hash = mix(hash, &cells[C(START)].number, sizeof(cells[C(START)].number));
    for (uint32_t i = 0; i < run->seen_count; i++) {
        if (run->seen[i] == hash) {
            return find(run, row, K(TWICE), C(WORKER));
        }
    }
    if (run->seen_count < MAX_ROWS) {
        run->seen[run->seen_count++] = hash;
    }
    return STAITH_OK;
}

static int on_row(void *ctx, const struct staith_kit_table_row *row)
{
    struct staith_run *run = ctx;
    struct staith_agency_verdict verdict;
    bool good = false;
    int rc = judge_basics(run, row, &good);
    if (rc != STAITH_OK || !good) {
        return rc;
    }
    staith_agency_judge(&run->rules, &run->quarter, row->cells, &verdict);
    if (!verdict.used && !verdict.converted) {
        return STAITH_OK;
    }
    rc = query_obstacle(run, row, verdict.obstacle);
    if (rc == STAITH_OK && verdict.in_use && verdict.fte < 0) {
        rc = find(run, row, K(NO_FTE), C(FTE));
    }
    if (rc == STAITH_OK) {
        rc = query_repeat(run, row, &verdict);
    }
    if (rc == STAITH_OK) {
        rc = staith_agency_observe(run->host, &verdict, &row->cells[C(WORKER)],
                                   &row->cells[C(AGENCY)]);
    }
    staith_agency_count(&verdict, &run->counts);
    return rc;
}

static int on_heading(void *ctx, const struct staith_kit_heading *headings, uint32_t count)
{
    struct staith_run *run = ctx;
    int rc = staith_kit_setup_heading(&run->setup, headings, count);
    run->has_declared = (run->setup.has & STAITH_KIT_COLUMN_BIT(C(DECLARED))) != 0;
    return rc;
}

/* ---- life ---------------------------------------------------------------------------------- */

static int agency_create(const struct staith_host *host, struct staith_run **ret_run)
{
    struct staith_run *run = calloc(1, sizeof(*run));
    if (run == NULL) {
        return STAITH_ENOMEM;
    }
    run->host = host;
    *ret_run = run;
    return STAITH_OK;
}

static int agency_configure(struct staith_run *run, const struct staith_setting *settings,
                            uint32_t setting_count)
{
    if (setting_count != OPTION_COUNT) {
        return STAITH_EINVAL;
    }
    run->has_caps = settings[OPTION_CAPS].text[0] != '\0';
    run->has_rules = settings[OPTION_RULES].text[0] != '\0';
    int rc = staith_kit_setup_take(&run->setup, run->host, settings, staith_agency_columns,
                                   STAITH_AGENCY_COLUMN_COUNT, false);
    return rc != STAITH_OK ? rc : read_files(run, settings);
}

static const uint16_t nowhere[STAITH_AGENCY_DIMENSION_COUNT] = {
    STAITH_NO_CATEGORY, STAITH_NO_CATEGORY, STAITH_NO_CATEGORY, STAITH_NO_CATEGORY,
    STAITH_NO_CATEGORY, STAITH_NO_CATEGORY, STAITH_NO_CATEGORY, STAITH_NO_CATEGORY,
    STAITH_NO_CATEGORY, STAITH_NO_CATEGORY, STAITH_NO_CATEGORY};

static int set_quarter(struct staith_run *run)
{
    struct staith_period_def period;
    if (staith_kit_setup_period(&run->setup, run->host, &period) != STAITH_OK) {
        return staith_kit_setup_refuse(run->host, K(NO_QUARTER));
    }
    (void)staith_kit_period_days(&period, &run->quarter.first, &run->quarter.last);
    return run->host->set_period(run->host->ctx, &period);
}

#define NEED(column, others, measure)                                                              \
    {                                                                                              \
        C(column), K(NO_COLUMN), others, M(measure), M(measure)                                    \
    }

/* A file that has no column for it says nothing of who ended, was in a project or stayed. */
static int give_up(const struct staith_run *run)
{
    static const struct staith_kit_need needs[] = {
        NEED(END, 0, ENDED), NEED(FTE, STAITH_KIT_COLUMN_BIT(C(WEEKLY_HOURS)), IN_USE_FTE),
        NEED(PROJECT_TEAM, 0, PROJECT), NEED(CONVERTED, 0, CONVERTED)};
    return staith_kit_setup_give_up(&run->setup, run->host, needs,
                                    sizeof(needs) / sizeof(needs[0]));
}

/* What is said of the file as a whole, behind its rows. */
static int conclude(struct staith_run *run)
{
    const struct staith_host *host = run->host;
    const struct staith_host_local *local = host->extension(host->ctx, STAITH_EXT_LOCAL);
    const struct staith_observation version = {.size = sizeof(version),
                                               .measure = STAITH_AGENCY_M_MAP_VERSION,
                                               .value = run->rules.title_version,
                                               .categories = nowhere};
    const struct {
        bool holds;
        uint32_t check;
    } queries[] = {{!run->has_declared && run->counts.used > 0, K(NO_DECLARED)},
                   {!run->has_caps, K(NO_CAPS)},
                   {!run->has_rules, K(NO_RULES)},
                   {run->counts.used == 0, K(NOTHING)}};
    int rc = run->rules.title_version != 0
                 ? host->observe(host->ctx, &version)
                 : host->unavailable(host->ctx, STAITH_AGENCY_M_MAP_VERSION);
    for (size_t i = 0; rc == STAITH_OK && i < sizeof(queries) / sizeof(queries[0]); i++) {
        rc = queries[i].holds ? staith_kit_setup_query(run->host, queries[i].check) : STAITH_OK;
    }
    for (uint32_t i = 0; rc == STAITH_OK && local != NULL && i < STAITH_AGENCY_ALARM_COUNT; i++) {
        /* Without a column of declarations nothing is known of them. */
        if (i == STAITH_AGENCY_A_UNAPPROVED || run->has_declared || run->counts.used == 0) {
            rc = local->alarm(host->ctx, i, run->counts.alarms[i]);
        }
    }
    return rc;
}

static int agency_collect(struct staith_run *run)
{
    const struct staith_host *host = run->host;
    if (host->source_count(host->ctx) != 1) {
        return staith_kit_setup_refuse(run->host, K(SEVERAL_FILES));
    }
    int rc = set_quarter(run);
    if (rc != STAITH_OK) {
        return rc;
    }
    run->job = staith_kit_setup_job(&run->setup, MAX_ROWS, run, on_row);
    run->job.on_heading = on_heading;
    rc = staith_kit_table_read(host, 0, &run->job);
    rc = rc != STAITH_OK ? rc : give_up(run);
    return rc != STAITH_OK ? rc : conclude(run);
}

static void agency_destroy(struct staith_run *run)
{
    if (run != NULL) {
        staith_agency_rules_deinit(&run->rules);
        staith_kit_setup_deinit(&run->setup);
        free(run);
    }
}

static const void *agency_extension(const char *id)
{
    return strcmp(id, STAITH_EXT_LOCAL) == 0 ? &staith_agency_alarms : NULL;
}

/* ---- what is exported ---------------------------------------------------------------------- */

static const struct staith_check_def checks[STAITH_AGENCY_CHECK_COUNT] = {
    STAITH_KIT_TABLE_CHECKS STAITH_AGENCY_CHECKS(STAITH_KIT_CHECK)};

static const struct staith_descriptor descriptor = {
    .size = sizeof(struct staith_descriptor),
    .dimension_count = STAITH_AGENCY_DIMENSION_COUNT,
    .measure_count = STAITH_AGENCY_MEASURE_COUNT,
    .table_count = STAITH_AGENCY_TABLE_COUNT,
    .indicator_count = STAITH_AGENCY_INDICATOR_COUNT,
    .check_count = STAITH_AGENCY_CHECK_COUNT,
    .option_count = OPTION_COUNT,
    .element_count = STAITH_AGENCY_COLUMN_COUNT,
    .name = NAME,
    .version = VERSION,
    .licence = LICENCE,
    .title = "Agency workers' rates against the region's caps",
    .dataset = "agency_rates",
    .sources = SOURCES,
    .dimensions = staith_agency_dimensions,
    .measures = staith_agency_measures,
    .tables = staith_agency_tables,
    .indicators = staith_agency_indicators,
    .checks = checks,
    .options = options,
    .elements = staith_agency_column_names,
};

/* One literal of all codes, from the list that makes the measures. */
#define STAITH_AGENCY_X(id, code, unit, aggregation, label, definition) code " "
STAITH_PLUGIN_NOTE(NAME, VERSION, LICENCE, SOURCES, STAITH_AGENCY_MEASURES(STAITH_AGENCY_X));
#undef STAITH_AGENCY_X

STAITH_EXPORT const struct staith_plugin staith_plugin = {
    .magic = STAITH_PLUGIN_MAGIC,
    .size = sizeof(struct staith_plugin),
    .abi_major = STAITH_ABI_MAJOR,
    .abi_minor = STAITH_ABI_MINOR,
    .descriptor = &descriptor,
    .create = agency_create,
    .configure = agency_configure,
    .collect = agency_collect,
    .destroy = agency_destroy,
    .extension = agency_extension,
};
