/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin itself: options, the rows of a file, and the checks of the whole against the council's
 * last release. Never errors: stock and flow balance in few real councils, and a jump may be real.
 */
#include "checks.h"
#include "observe.h"

#include <stdlib.h>
#include <string.h>

#define C(id) STAITH_SNAPSHOT_C_##id
#define K(id) STAITH_SNAPSHOT_K_##id
#define M(id) STAITH_SNAPSHOT_M_##id
#define NAME "workforce_snapshot"
#define VERSION "1.0.0"
#define LICENCE "Apache-2.0"
#define SOURCES "social workers of a quarter or a month: CSV, XLSX, ODS, SQLite"

enum {
    MAX_ROWS = 100000,
    MANY_CASES = 40,
    MAX_TARGET = 200,
    MAX_POINTS = 1000000 /* hundredths */
};

struct staith_run {
    const struct staith_host *host;
    struct staith_kit_setup setup;
    struct staith_snapshot_scheme scheme;
    struct staith_kit_table_job job;
    struct staith_period_def period;
    struct staith_snapshot_days days;
    struct staith_snapshot_people people;
};

/* ---- options ------------------------------------------------------------------------------- */

enum {
    OPTION_TARGET_LOW = STAITH_KIT_SETUP_OPTION_COUNT,
    OPTION_TARGET_HIGH,
    OPTION_WEIGHTS,
    OPTION_CAPACITY,
    OPTION_CAPACITY_ASYE,
    OPTION_COUNT
};

static const struct staith_option_def options[OPTION_COUNT] = {
    STAITH_KIT_SETUP_OPTIONS(
        "The quarter or month, as in 2025Q3 or 2025-07; left out: the file's name says it.",
        staith_snapshot_column_names, STAITH_SNAPSHOT_COLUMN_COUNT),
    {sizeof(struct staith_option_def), STAITH_OPTION_INTEGER, "target_low",
     "Least cases of a full-time worker in the council's own target range.", "0", 0, MAX_TARGET,
     NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_INTEGER, "target_high",
     "Most cases of a full-time worker in the council's own target range; 0: there is none.", "0",
     0, MAX_TARGET, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_MAP, "weights",
     "Points of a case of each kind in the council's weighting scheme, as in 1.5.", "", 0,
     STAITH_SNAPSHOT_KIND_COUNT, staith_snapshot_kind_names},
    {sizeof(struct staith_option_def), STAITH_OPTION_STRING, "capacity",
     "Points that are the capacity of a full-time worker in that scheme.", "", 0, 16, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_STRING, "capacity_asye",
     "The same for somebody in the ASYE, where it is less.", "", 0, 16, NULL},
};

/* Points with two decimals; an empty text is none. */
static int read_points(const struct staith_run *run, uint32_t option, const char *text, size_t len,
                       int64_t *ret_points)
{
    if (len == 0) {
        return STAITH_OK;
    }
    return staith_kit_decimal(text, len, 2, 0, MAX_POINTS, ret_points) == STAITH_OK
               ? STAITH_OK
               : staith_kit_settings_say(run->host, option,
                                         "points are a number with at most two decimals");
}

static int read_weights(struct staith_run *run, const char *text)
{
    const char *name = NULL;
    const char *value = NULL;
    size_t name_len = 0;
    size_t value_len = 0;
    int rc = STAITH_OK;
    while (rc == STAITH_OK &&
           staith_kit_item_next(&text, &name, &name_len, &value, &value_len) == STAITH_OK) {
        for (uint32_t i = 0; rc == STAITH_OK && i < STAITH_SNAPSHOT_KIND_COUNT; i++) {
            const char *kind = staith_snapshot_kind_names[i];
            if (strlen(kind) == name_len && memcmp(kind, name, name_len) == 0) {
                rc = read_points(run, OPTION_WEIGHTS, value, value_len, &run->scheme.weight[i]);
                run->scheme.weighted = true;
            }
        }
    }
    return rc;
}

static int read_scheme(struct staith_run *run, const struct staith_setting *settings)
{
    const char *capacity = settings[OPTION_CAPACITY].text;
    const char *asye = settings[OPTION_CAPACITY_ASYE].text;
    run->scheme.target_low = settings[OPTION_TARGET_LOW].integer;
    run->scheme.target_high = settings[OPTION_TARGET_HIGH].integer;
    if (run->scheme.target_low > run->scheme.target_high) {
        return staith_kit_settings_say(run->host, OPTION_TARGET_HIGH,
                                       "target_high is below target_low");
    }
    int rc = read_weights(run, settings[OPTION_WEIGHTS].text);
    if (rc == STAITH_OK) {
        rc = read_points(run, OPTION_CAPACITY, capacity, strlen(capacity), &run->scheme.capacity);
    }
    return rc != STAITH_OK ? rc
                           : read_points(run, OPTION_CAPACITY_ASYE, asye, strlen(asye),
                                         &run->scheme.capacity_asye);
}

static int snapshot_configure(struct staith_run *run, const struct staith_setting *settings,
                              uint32_t setting_count)
{
    if (setting_count != OPTION_COUNT) {
        return STAITH_EINVAL;
    }
    int rc = staith_kit_setup_take(&run->setup, run->host, settings, staith_snapshot_columns,
                                   STAITH_SNAPSHOT_COLUMN_COUNT, true);
    return rc != STAITH_OK ? rc : read_scheme(run, settings);
}

/* ---- rows ---------------------------------------------------------------------------------- */

static int find(struct staith_run *run, const struct staith_kit_table_row *row, uint32_t check,
                uint32_t column)
{
    return staith_kit_table_finding(run->host, &run->job, row, check, column);
}

/* Who and when: without these a row is left out. A start that is not given is long ago. */
static int judge_basics(struct staith_run *run, const struct staith_kit_table_row *row,
                        bool *ret_good)
{
    const struct staith_kit_cell *cells = row->cells;
    const struct staith_kit_cell *start = &cells[C(START_DATE)];
    const struct staith_kit_cell *end = &cells[C(END_DATE)];
    *ret_good = false;
    if (!staith_kit_has(&cells[C(SWENO)])) {
        return find(run, row, K(NO_PERSON), C(SWENO));
    }
    if (start->state == STAITH_KIT_CELL_BAD || end->state == STAITH_KIT_CELL_BAD) {
        return find(run, row, K(BAD_WHEN), STAITH_NO_ELEMENT);
    }
    if (staith_kit_has(start) && staith_kit_has(end) && end->number < start->number) {
        return find(run, row, K(ENDS_FIRST), C(END_DATE));
    }
    *ret_good = true;
    return STAITH_OK;
}

static int query_row(struct staith_run *run, const struct staith_kit_table_row *row,
                     const struct staith_snapshot_person *person)
{
    const struct {
        bool holds;
        uint32_t check;
        uint32_t column;
    } queries[] = {
        {person->in_post && !staith_kit_has(&row->cells[C(FTE)]), K(NO_FTE), C(FTE)},
        {(person->in_post || person->left) && person->role == STAITH_NO_CATEGORY, K(NO_ROLE),
         C(ROLE)},
        {person->cases > MANY_CASES, K(MANY_CASES), C(CASES)},
        {person->days_exceed, K(CAUSES), C(DAYS_LOST)},
    };
    int rc = STAITH_OK;
    for (size_t i = 0; rc == STAITH_OK && i < sizeof(queries) / sizeof(queries[0]); i++) {
        rc = queries[i].holds ? find(run, row, queries[i].check, queries[i].column) : STAITH_OK;
    }
    return rc;
}

static int on_row(void *ctx, const struct staith_kit_table_row *row)
{
    struct staith_run *run = ctx;
    struct staith_snapshot_person person;
    bool good = false;
    int rc = judge_basics(run, row, &good);
    if (rc != STAITH_OK || !good) {
        return rc;
    }
    staith_snapshot_judge(&run->days, &run->scheme, row->cells, &person);
    rc = query_row(run, row, &person);
    return rc != STAITH_OK
               ? rc
               : staith_snapshot_observe(run->host, &person, &row->cells[C(SWENO)], &run->people);
}

static int on_heading(void *ctx, const struct staith_kit_heading *headings, uint32_t count)
{
    struct staith_run *run = ctx;
    return staith_kit_setup_heading(&run->setup, headings, count);
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* Against the last period of the same kind, where it was released. */
static int check_continuity(const struct staith_run *run)
{
    const struct staith_host *host = run->host;
    const struct staith_snapshot_people *people = &run->people;
    struct staith_period_def before = staith_kit_period_before(&run->period);
    int64_t then = 0;
    int64_t now = (int64_t)people->in_post;
    if (host->history(host->ctx, M(INPOST), &before, &then) != STAITH_OK) {
        return STAITH_OK;
    }
    int64_t change = now > then ? now - then : then - now;
    if (now == 0 && then > 0) {
        return staith_kit_setup_query(run->host, K(FALL));
    }
    int rc = 10 * change > then ? staith_kit_setup_query(run->host, K(JUMP)) : STAITH_OK;
    bool balances = then + (int64_t)people->starters - (int64_t)people->leavers == now;
    return rc == STAITH_OK && !balances ? staith_kit_setup_query(run->host, K(BALANCE)) : rc;
}

#define BIT(id) STAITH_KIT_COLUMN_BIT(C(id))
#define KINDS                                                                                      \
    (BIT(CASES_ASSESSMENT) | BIT(CASES_IN_NEED) | BIT(CASES_PROTECTION) | BIT(CASES_IN_CARE) |     \
     BIT(CASES_LEAVING_CARE) | BIT(CASES_OTHER))
#define CAUSES_OF_DAYS (BIT(DAYS_STRESS) | BIT(DAYS_MUSCLE) | BIT(DAYS_INFECTION) | BIT(DAYS_OTHER))
#define NEED(column, others, first, last)                                                          \
    {                                                                                              \
        C(column), K(NO_COLUMN), others, M(first), M(last)                                         \
    }

/* A file without a column of agency workers, cases or days says nothing of them. */
static int give_up_columns(const struct staith_run *run)
{
    static const struct staith_kit_need needs[] = {
        NEED(AGENCY_WORKER, 0, AGENCY, AGENCY_FTE),
        NEED(DESTINATION, 0, LEAVERS_COUNCIL, LEAVERS_COUNCIL),
        NEED(BIRTH_DATE, 0, MAY_RETIRE, MAY_RETIRE),
        NEED(ASYE, 0, ASYE, ASYE),
        NEED(CASES, KINDS, CASES, ABOVE_TARGET),
        NEED(DAYS_LOST, CAUSES_OF_DAYS, DAYS_LOST, DAYS_LOST),
        NEED(DAYS_LOST, CAUSES_OF_DAYS, ABSENT, ABSENCES),
        NEED(DAYS_STRESS, 0, DAYS_STRESS, DAYS_STRESS),
        NEED(DAYS_STRESS, 0, ABSENT_STRESS, ABSENT_STRESS)};
    return staith_kit_setup_give_up(&run->setup, run->host, needs,
                                    sizeof(needs) / sizeof(needs[0]));
}

/* Where the council has no target or scheme its measures are not 0, but not there. */
static int give_up(const struct staith_run *run)
{
    const struct staith_host *host = run->host;
    const struct {
        bool lacks;
        enum staith_snapshot_measure first;
        enum staith_snapshot_measure last;
    } needs[] = {
        {run->scheme.target_high == 0, M(HOLDERS), M(ABOVE_TARGET)},
        {!run->scheme.weighted || run->scheme.capacity == 0 || (run->setup.has & KINDS) == 0,
         M(CAPACITY_KNOWN), M(WITHIN_CAPACITY)},
    };
    int rc = give_up_columns(run);
    for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
        for (uint32_t m = needs[i].first; needs[i].lacks && rc == STAITH_OK && m <= needs[i].last;
             m++) {
            rc = host->unavailable(host->ctx, (uint16_t)m);
        }
    }
    return rc;
}

static int snapshot_create(const struct staith_host *host, struct staith_run **ret_run)
{
    struct staith_run *run = calloc(1, sizeof(*run));
    if (run == NULL) {
        return STAITH_ENOMEM;
    }
    run->host = host;
    *ret_run = run;
    return STAITH_OK;
}

static int snapshot_collect(struct staith_run *run)
{
    const struct staith_host *host = run->host;
    if (host->source_count(host->ctx) != 1) {
        return staith_kit_setup_refuse(run->host, K(SEVERAL_FILES));
    }
    if (staith_kit_setup_period(&run->setup, host, &run->period) != STAITH_OK) {
        return staith_kit_setup_refuse(run->host, K(NO_PERIOD));
    }
    (void)staith_kit_period_days(&run->period, &run->days.first, &run->days.last);
    run->job = staith_kit_setup_job(&run->setup, MAX_ROWS, run, on_row);
    run->job.on_heading = on_heading;
    int rc = host->set_period(host->ctx, &run->period);
    rc = rc != STAITH_OK ? rc : staith_kit_table_read(host, 0, &run->job);
    rc = rc != STAITH_OK ? rc : give_up(run);
    return rc != STAITH_OK ? rc : check_continuity(run);
}

static void snapshot_destroy(struct staith_run *run)
{
    if (run != NULL) {
        staith_kit_setup_deinit(&run->setup);
        staith_snapshot_people_deinit(&run->people);
        free(run);
    }
}

/* ---- what is exported ---------------------------------------------------------------------- */

static const struct staith_check_def checks[STAITH_SNAPSHOT_CHECK_COUNT] = {
    STAITH_KIT_TABLE_CHECKS STAITH_SNAPSHOT_CHECKS(STAITH_KIT_CHECK)};

static const struct staith_descriptor descriptor = {
    .size = sizeof(struct staith_descriptor),
    .dimension_count = STAITH_SNAPSHOT_DIMENSION_COUNT,
    .measure_count = STAITH_SNAPSHOT_MEASURE_COUNT,
    .table_count = STAITH_SNAPSHOT_TABLE_COUNT,
    .indicator_count = STAITH_SNAPSHOT_INDICATOR_COUNT,
    .check_count = STAITH_SNAPSHOT_CHECK_COUNT,
    .option_count = OPTION_COUNT,
    .element_count = STAITH_SNAPSHOT_COLUMN_COUNT,
    .name = NAME,
    .version = VERSION,
    .licence = LICENCE,
    .title = "Children's social workers by quarter or month",
    .dataset = "workforce",
    .sources = SOURCES,
    .dimensions = staith_snapshot_dimensions,
    .measures = staith_snapshot_measures,
    .tables = staith_snapshot_tables,
    .indicators = staith_snapshot_indicators,
    .checks = checks,
    .options = options,
    .elements = staith_snapshot_column_names,
};

/* One literal of all codes, from the list that makes the measures. */
#define STAITH_SNAPSHOT_X(id, code, unit, aggregation, label, definition) code " "
STAITH_PLUGIN_NOTE(NAME, VERSION, LICENCE, SOURCES, STAITH_SNAPSHOT_MEASURES(STAITH_SNAPSHOT_X));
#undef STAITH_SNAPSHOT_X

STAITH_EXPORT const struct staith_plugin staith_plugin = {
    .magic = STAITH_PLUGIN_MAGIC,
    .size = sizeof(struct staith_plugin),
    .abi_major = STAITH_ABI_MAJOR,
    .abi_minor = STAITH_ABI_MINOR,
    .descriptor = &descriptor,
    .create = snapshot_create,
    .configure = snapshot_configure,
    .collect = snapshot_collect,
    .destroy = snapshot_destroy,
};
