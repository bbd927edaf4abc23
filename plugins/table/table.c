/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures without C: what a definition file says, counted over any table that the kit reads. The
 * catalogue is made of the definition when the options are taken (staith.catalogue/1).
 */
#include "definition.h"
#include <staith/kit_program.h>

#include <staith/kit_settings.h>
#include <stdlib.h>
#include <string.h>

#define NAME "table"
#define VERSION "1.0.0"
#define LICENCE "Apache-2.0"
#define SOURCES "tables: CSV, XLSX, ODS, SQLite"

enum {
    OPTION_DEFINITION,
    OPTION_COLUMNS,
    OPTION_SHEET,
    OPTION_QUERY,
    OPTION_PERIOD,
    OPTION_COMMAND,
    OPTION_SCRIPT,
    OPTION_COUNT
};
enum { MAX_NAME_BYTES = 200, MAX_QUERY_BYTES = 8192, MAX_DEFINITION_BYTES = 262144 };
enum {
    CHECK_NO_SOURCE = STAITH_KIT_TABLE_CHECK_COUNT,
    CHECK_NO_PERIOD,
    CHECK_OTHER_PERIOD,
    CHECK_NO_PERSON,
    CHECK_NO_COLUMN,
    CHECK_PROGRAM,
    CHECK_COUNT = CHECK_PROGRAM + STAITH_KIT_PROGRAM_CHECK_COUNT
};

static const struct staith_option_def options[OPTION_COUNT] = {
    {sizeof(struct staith_option_def), STAITH_OPTION_FILE, "definition",
     "What is counted, as the plugin's README says.", NULL, 1, MAX_DEFINITION_BYTES, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_MAP, "columns",
     "What the definition's columns are called in the source.", "", 0, STAITH_TABLE_MAX_COLUMNS,
     NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_STRING, "sheet",
     "Name of the sheet, or of the table in a SQLite file; empty: the first with the heading.", "",
     0, MAX_NAME_BYTES, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_STRING, "query",
     "One SELECT over a SQLite file, in place of a table.", "", 0, MAX_QUERY_BYTES, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_STRING, "period",
     "The period, as 2025, 2025Q3 or 2025-07, in place of what the definition says.", "", 0, 7,
     NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_LIST, "command",
     "A program with its arguments that gets the source and prints the table.", "", 0,
     STAITH_KIT_PROGRAM_ARGUMENTS, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_FILE, "script",
     "The script that the program runs, so that a change of it is seen.", "", 0,
     MAX_DEFINITION_BYTES, NULL},
};

static const struct staith_check_def checks[CHECK_COUNT] = {
    STAITH_KIT_TABLE_CHECKS{sizeof(struct staith_check_def), STAITH_ERROR, "no_source",
                            "There is no source.", "Hand one in."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "no_period",
     "The period cannot be told from the file's name or dates.",
     "Put it into the file's name (2025Q3, 2025-07), or give the option period."},
    {sizeof(struct staith_check_def), STAITH_QUERY, "other_period",
     "The row has no date in the period of the file; it was passed over.",
     "Nothing, if the file holds earlier rows too."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "no_person",
     "What tells people apart is missing; the row was left out.", "Fill it in."},
    {sizeof(struct staith_check_def), STAITH_QUERY, "no_column",
     "The file has no such column; what is counted of it is shown as x.",
     "Add it to the file, or say in the dataset's options what it is called there."},
    STAITH_KIT_PROGRAM_CHECKS};

struct staith_run {
    const struct staith_host *host;
    struct staith_table_definition definition;
    struct staith_table_catalogue catalogue;
    struct staith_kit_table_job job;
    char *mapping;
    char *sheet;
    char *query;
    char *command;
    struct staith_kit_program program;
    const struct staith_host *reading; /* the host, or the program's output in front of it */
    struct staith_period_def period;
    bool any_row;
    bool absent[STAITH_TABLE_MAX_MEASURES]; /* measures that the file lacks a column for */
    bool any_date;
    int32_t last_date;
    int32_t first_day; /* of the period */
    int32_t last_day;
};

static const struct staith_descriptor descriptor = {
    .size = sizeof(struct staith_descriptor),
    .check_count = CHECK_COUNT,
    .option_count = OPTION_COUNT,
    .name = NAME,
    .version = VERSION,
    .licence = LICENCE,
    .title = "Measures that a definition declares",
    .dataset = "table",
    .sources = SOURCES,
    .checks = checks,
    .options = options,
};

/* ---- options ---- */

/* What is wrong with the definition, at its line and column. */
static int refuse_definition(const struct staith_run *run, const struct staith_table_fault *fault)
{
    const struct staith_host_explain *host_explain =
        run->host->extension(run->host->ctx, STAITH_EXT_EXPLAIN);
    if (host_explain != NULL) {
        (void)host_explain->explain(run->host->ctx, OPTION_DEFINITION, fault->line, fault->column,
                                    fault->what);
    }
    return STAITH_EINVAL;
}

static char *copy_text(const char *text)
{
    size_t len = strlen(text) + 1;
    char *copy = malloc(len);
    if (copy != NULL) {
        memcpy(copy, text, len);
    }
    return copy;
}

/* Every column that the operator maps is one of the definition. */
static int check_mapping(struct staith_run *run)
{
    const char *at = run->mapping;
    const char *name = NULL;
    const char *value = NULL;
    size_t name_len = 0;
    size_t value_len = 0;
    while (staith_kit_item_next(&at, &name, &name_len, &value, &value_len) == STAITH_OK) {
        char column[64];
        uint32_t index = 0;
        struct staith_table_fault fault = {0};
        size_t len = name_len < sizeof column ? name_len : sizeof column - 1;
        memcpy(column, name, len);
        column[len] = '\0';
        if (staith_table_find_column(&run->definition, column, NULL, &index, &fault) != STAITH_OK) {
            return staith_kit_settings_say(run->host, OPTION_COLUMNS, fault.what);
        }
    }
    return STAITH_OK;
}

static int take_period(struct staith_run *run, const char *text)
{
    if (text[0] == '\0') {
        return STAITH_OK;
    }
    run->definition.period_rule = STAITH_TABLE_PERIOD_FIXED;
    return staith_kit_period_read(text, strlen(text), &run->definition.period) == STAITH_OK
               ? STAITH_OK
               : staith_kit_settings_say(run->host, OPTION_PERIOD,
                                         "a period is written as 2025, 2025Q3 or 2025-07");
}

static int configure(struct staith_run *run, const struct staith_setting *settings,
                     uint32_t setting_count)
{
    struct staith_table_fault fault = {0};
    if (setting_count != OPTION_COUNT) {
        return STAITH_EINVAL;
    }
    run->mapping = copy_text(settings[OPTION_COLUMNS].text);
    run->sheet = copy_text(settings[OPTION_SHEET].text);
    run->query = copy_text(settings[OPTION_QUERY].text);
    run->command = copy_text(settings[OPTION_COMMAND].text);
    if (run->mapping == NULL || run->sheet == NULL || run->query == NULL || run->command == NULL) {
        return STAITH_ENOMEM;
    }
    int result =
        staith_table_definition_read(settings[OPTION_DEFINITION].text, &run->definition, &fault);
    if (result == STAITH_EINVAL) {
        return refuse_definition(run, &fault);
    }
    if (result == STAITH_OK) {
        result = check_mapping(run);
    }
    if (result == STAITH_OK && run->command[0] != '\0' && run->command[0] != '/') {
        return staith_kit_settings_say(run->host, OPTION_COMMAND,
                                       "a program is named by its whole path");
    }
    if (result == STAITH_OK) {
        result = take_period(run, settings[OPTION_PERIOD].text);
    }
    if (result == STAITH_OK) {
        staith_table_catalogue_make(&run->definition, &descriptor, &run->catalogue);
    }
    return result;
}

static const struct staith_descriptor *give_catalogue(struct staith_run *run)
{
    return &run->catalogue.descriptor;
}

/* ---- the period ---- */

static int refuse(const struct staith_run *run, uint32_t check)
{
    const struct staith_location where = {0, 0, 0, STAITH_NO_ELEMENT, 0};
    int result = run->host->finding(run->host->ctx, check, &where);
    return result != STAITH_OK ? result : STAITH_ESOURCE;
}

static int on_date(void *ctx, const struct staith_kit_table_row *row)
{
    struct staith_run *run = ctx;
    const struct staith_kit_cell *cell = &row->cells[run->definition.period_column];
    if (cell->state == STAITH_KIT_CELL_GOOD && (!run->any_date || cell->number > run->last_date)) {
        run->any_date = true;
        run->last_date = (int32_t)cell->number;
    }
    return STAITH_OK;
}

/* What the first reading finds is found again by the second. */
static int no_finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    (void)ctx;
    (void)check;
    (void)where;
    return STAITH_OK;
}

/* Whether the source's dates give a period; a source that cannot be read says why at the second
 * reading. */
static int find_dates(struct staith_run *run, bool *ret_found)
{
    struct staith_host quiet = *run->reading;
    struct staith_kit_table_job job = run->job;
    quiet.finding = no_finding;
    job.on_row = on_date;
    int result = staith_kit_table_read(&quiet, 0, &job);
    *ret_found = result == STAITH_ESOURCE || run->any_date;
    if (run->any_date) {
        staith_table_period_of(run->definition.period.kind, run->last_date, &run->period);
    }
    return result == STAITH_ESOURCE ? STAITH_OK : result;
}

static int find_period(struct staith_run *run)
{
    const struct staith_source *source = run->host->source(run->host->ctx, 0);
    bool found = true;
    int result = STAITH_OK;
    run->period = run->definition.period;
    if (run->definition.period_rule == STAITH_TABLE_PERIOD_FILE_NAME) {
        found = source != NULL && staith_kit_period_find(source->name, &run->period) == STAITH_OK;
    } else if (run->definition.period_rule == STAITH_TABLE_PERIOD_DATES) {
        result = find_dates(run, &found);
    }
    if (result == STAITH_OK && !found) {
        return refuse(run, CHECK_NO_PERIOD);
    }
    /* A source that is refused has no period to be set. */
    if (result == STAITH_OK &&
        (run->definition.period_rule != STAITH_TABLE_PERIOD_DATES || run->any_date)) {
        result = staith_kit_period_days(&run->period, &run->first_day, &run->last_day);
        if (result == STAITH_OK) {
            result = run->host->set_period(run->host->ctx, &run->period);
        }
    }
    return result;
}

/* ---- rows ---- */

static bool in_period(const struct staith_run *run, const struct staith_kit_table_row *row)
{
    if (run->definition.period_rule != STAITH_TABLE_PERIOD_DATES) {
        return true;
    }
    const struct staith_kit_cell *cell = &row->cells[run->definition.period_column];
    return cell->state == STAITH_KIT_CELL_GOOD && cell->number >= run->first_day &&
           cell->number <= run->last_day;
}

/* The key of the row's person; false: it lacks a part. */
static bool make_key(const struct staith_run *run, const struct staith_kit_table_row *row,
                     struct staith_kit_key *key)
{
    staith_kit_key_start(key);
    for (uint32_t i = 0; i < run->definition.key_count; i++) {
        const struct staith_kit_cell *cell = &row->cells[run->definition.keys[i]];
        if (cell->state != STAITH_KIT_CELL_GOOD) {
            return false;
        }
        staith_kit_key_fold(key, cell->text, cell->len);
    }
    return !key->too_long;
}

static void make_categories(const struct staith_run *run, const struct staith_kit_table_row *row,
                            uint16_t categories[STAITH_TABLE_MAX_COLUMNS])
{
    uint32_t dimension = 0;
    for (uint32_t i = 0; i < run->definition.column_count; i++) {
        if (run->definition.more[i].dimension) {
            const struct staith_kit_cell *cell = &row->cells[i];
            categories[dimension++] =
                cell->state == STAITH_KIT_CELL_GOOD ? (uint16_t)cell->number : STAITH_NO_CATEGORY;
        }
    }
}

/* Whether a measure asks for a column that the file does not have: then it is not 0, but unknown.
 */
static bool lacks_column(const struct staith_table_measure *measure,
                         const struct staith_kit_cell *cells)
{
    bool lacks = measure->has_column && cells[measure->column].state == STAITH_KIT_CELL_ABSENT;
    for (uint32_t i = 0; i < measure->condition_count; i++) {
        lacks = lacks || cells[measure->conditions[i].column].state == STAITH_KIT_CELL_ABSENT;
    }
    return lacks;
}

static int report_absent(struct staith_run *run, const struct staith_kit_table_row *row)
{
    int result = STAITH_OK;
    run->any_row = true;
    for (uint32_t i = 0; result == STAITH_OK && i < run->definition.column_count; i++) {
        const struct staith_location where = {0, 0, 0, i, row->sheet};
        if (row->cells[i].state == STAITH_KIT_CELL_ABSENT) {
            result = run->host->finding(run->host->ctx, CHECK_NO_COLUMN, &where);
        }
    }
    for (uint32_t i = 0; result == STAITH_OK && i < run->definition.measure_count; i++) {
        run->absent[i] = lacks_column(&run->definition.measures[i], row->cells);
        if (run->absent[i]) {
            result = run->host->unavailable(run->host->ctx, (uint16_t)i);
        }
    }
    return result;
}

static int observe(const struct staith_run *run, uint32_t index,
                   const struct staith_kit_table_row *row, const uint16_t *categories,
                   const struct staith_kit_key *key)
{
    const struct staith_table_measure *measure = &run->definition.measures[index];
    const struct staith_kit_cell *owner =
        run->definition.has_owner ? &row->cells[run->definition.owner] : NULL;
    int64_t value = 1;
    if (!staith_table_holds(measure, row->cells)) {
        return STAITH_OK;
    }
    if (measure->has_column) {
        const struct staith_kit_cell *cell = &row->cells[measure->column];
        if (cell->state != STAITH_KIT_CELL_GOOD || cell->number > INT64_MAX / measure->factor) {
            return STAITH_OK;
        }
        value = cell->number * measure->factor;
    }
    struct staith_observation observation = {
        .size = sizeof observation,
        .measure = (uint16_t)index,
        .value = value,
        .categories = run->catalogue.descriptor.dimension_count > 0 ? categories : NULL,
        .person = run->definition.key_count > 0 ? key->bytes : NULL,
        .person_len = run->definition.key_count > 0 ? key->len : 0};
    if (owner != NULL && owner->state == STAITH_KIT_CELL_GOOD && owner->len <= 256) {
        observation.owner = owner->text;
        observation.owner_len = owner->len;
    }
    return run->host->observe(run->host->ctx, &observation);
}

static int on_row(void *ctx, const struct staith_kit_table_row *row)
{
    struct staith_run *run = ctx;
    uint16_t categories[STAITH_TABLE_MAX_COLUMNS];
    struct staith_kit_key key;
    int result = STAITH_OK;
    if (!run->any_row) {
        result = report_absent(run, row);
    }
    if (result != STAITH_OK) {
        return result;
    }
    if (!in_period(run, row)) {
        return staith_kit_table_finding(run->host, &run->job, row, CHECK_OTHER_PERIOD,
                                        run->definition.period_column);
    }
    if (!make_key(run, row, &key)) {
        return staith_kit_table_finding(run->host, &run->job, row, CHECK_NO_PERSON,
                                        run->definition.keys[0]);
    }
    make_categories(run, row, categories);
    for (uint32_t i = 0; result == STAITH_OK && i < run->definition.measure_count; i++) {
        result = run->absent[i] ? STAITH_OK : observe(run, i, row, categories, &key);
    }
    return result;
}

/* Run the program, if there is one, and read what it printed. */
static int run_program(struct staith_run *run)
{
    run->reading = run->host;
    if (run->command[0] == '\0') {
        return STAITH_OK;
    }
    run->reading = &run->program.host;
    int result = staith_kit_program_run(run->host, run->command, &run->program);
    return result == STAITH_OK ? staith_kit_program_report(run->host, CHECK_PROGRAM, &run->program)
                               : result;
}

static int collect(struct staith_run *run)
{
    if (run->host->source_count(run->host->ctx) == 0) {
        return refuse(run, CHECK_NO_SOURCE);
    }
    int result = run_program(run);
    if (result != STAITH_OK) {
        return result;
    }
    run->job = (struct staith_kit_table_job){.columns = run->definition.columns,
                                             .column_count = run->definition.column_count,
                                             .mapping = run->mapping,
                                             .sheet = run->sheet,
                                             .query = run->query,
                                             .ctx = run,
                                             .on_row = on_row};
    result = find_period(run);
    return result == STAITH_OK ? staith_kit_table_read(run->reading, 0, &run->job) : result;
}

/* ---- life ---- */

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

static void destroy(struct staith_run *run)
{
    if (run != NULL) {
        staith_table_definition_free(&run->definition);
        free(run->mapping);
        free(run->sheet);
        free(run->query);
        free(run->command);
        staith_kit_program_free(&run->program);
        free(run);
    }
}

static const void *extension(const char *id)
{
    static const struct staith_plugin_catalogue catalogue = {
        .size = sizeof catalogue, .reserved = 0, .catalogue = give_catalogue};
    return id != NULL && strcmp(id, STAITH_EXT_CATALOGUE) == 0 ? &catalogue : NULL;
}

STAITH_PLUGIN_NOTE(NAME, VERSION, LICENCE, SOURCES, STAITH_NOTE_DYNAMIC);

STAITH_EXPORT const struct staith_plugin staith_plugin = {
    .magic = STAITH_PLUGIN_MAGIC,
    .size = sizeof(struct staith_plugin),
    .abi_major = STAITH_ABI_MAJOR,
    .abi_minor = STAITH_ABI_MINOR,
    .descriptor = &descriptor,
    .create = create,
    .configure = configure,
    .collect = collect,
    .destroy = destroy,
    .extension = extension,
};
