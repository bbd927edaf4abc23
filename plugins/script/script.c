/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any program as a plugin, by the contract of README.md. It is asked for its catalogue when the
 * options are taken, without a source, and run once over the source.
 */
#include "take.h"

#include <staith/kit_program.h>
#include <staith/kit_settings.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME "script"
#define VERSION "1.0.0"
#define LICENCE "Apache-2.0"
#define SOURCES "whatever the program reads"

enum { OPTION_COMMAND, OPTION_CATALOGUE, OPTION_PERIOD, OPTION_SCRIPT, OPTION_COUNT };
enum { MAX_FILE_BYTES = 262144, MAX_CATALOGUE_BYTES = 1048576, VARIABLE_BYTES = 320 };
enum {
    CHECK_PROGRAM = 0,
    CHECK_OUTPUT = STAITH_KIT_PROGRAM_CHECK_COUNT,
    CHECK_COUNT = CHECK_OUTPUT + STAITH_SCRIPT_CHECK_COUNT
};

static const struct staith_option_def options[OPTION_COUNT] = {
    {sizeof(struct staith_option_def), STAITH_OPTION_LIST, "command",
     "The program by its whole path, and its arguments.", NULL, 1, STAITH_KIT_PROGRAM_ARGUMENTS - 1,
     NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_FILE, "catalogue",
     "What the program would print for --describe, where it does not know that argument.", "", 0,
     MAX_FILE_BYTES, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_STRING, "period",
     "The period, as 2025, 2025Q3 or 2025-07, in place of the file's name or the program's word.",
     "", 0, 7, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_FILE, "script",
     "The script that the program runs, so that a change of it is seen.", "", 0, MAX_FILE_BYTES,
     NULL},
};

static const struct staith_check_def checks[CHECK_COUNT] = {
    STAITH_KIT_PROGRAM_CHECKS{sizeof(struct staith_check_def), STAITH_ERROR, "no_source",
                              "There is no source.", "Hand one in."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "no_period",
     "The period is in neither the file's name nor the program's first line.",
     "Put it into the file's name (2025Q3, 2025-07), give the option period, or have the program "
     "print it first."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "output_line",
     "A line of the program's output is no JSON object, or the output is no CSV.",
     "Mend the program: the place is in what it prints."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "output_field",
     "A line of the program's output has a field that is not in the contract, or of another type.",
     "Mend the program: the place is in what it prints."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "output_measure",
     "A line of the program's output names a measure that its catalogue does not have.",
     "Mend the program, or add the measure."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "output_category",
     "A line of the program's output names a dimension or category that its catalogue does not "
     "have.",
     "Add the category; or leave it out, so that the observation counts in the total alone."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "output_value",
     "A line of the program's output has no value of its measure's unit, from 0 on.",
     "Print a plain number, as 0.8; counts need none."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "output_person",
     "A line of the program's output names nobody, or by over 255 bytes.",
     "Print what tells people apart; it ends in the host."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "output_period",
     "The program's period is none, or another than before.",
     "Print one period, as 2025, 2025Q3 or 2025-07, in front of the observations."},
    {sizeof(struct staith_check_def), STAITH_ERROR, "output_finding",
     "The program names a check that its catalogue does not have.", "Add it to the catalogue."}};

struct staith_run {
    const struct staith_host *host;
    char *command;
    bool describes; /* the program itself, and takes our last argument */
    bool has_period;
    struct staith_period_def period;
    struct staith_script_catalogue catalogue;
    struct staith_kit_program program;
};

static const struct staith_descriptor descriptor = {
    .size = sizeof(struct staith_descriptor),
    .check_count = CHECK_COUNT,
    .option_count = OPTION_COUNT,
    .name = NAME,
    .version = VERSION,
    .licence = LICENCE,
    .title = "Observations that a program prints",
    .dataset = "script",
    .sources = SOURCES,
    .checks = checks,
    .options = options,
};

/* ---- options ---- */

/* The command with one argument more; the caller's to free. */
static char *command_with(const struct staith_run *run, const char *argument)
{
    size_t len = strlen(run->command) + strlen(argument) + 2;
    char *text = malloc(len);
    if (text != NULL) {
        (void)snprintf(text, len, "%s%s%s", run->command, argument,
                       argument[0] != '\0' ? "\n" : "");
    }
    return text;
}

static int refuse_catalogue(const struct staith_run *run, uint32_t option,
                            const struct staith_script_fault *fault)
{
    const struct staith_host_explain *explain =
        run->host->extension(run->host->ctx, STAITH_EXT_EXPLAIN);
    if (explain != NULL) {
        (void)explain->explain(run->host->ctx, option, option == OPTION_CATALOGUE ? fault->line : 0,
                               option == OPTION_CATALOGUE ? fault->column : 0, fault->what);
    }
    return STAITH_EINVAL;
}

static const char *why_none(enum staith_kit_program_end end)
{
    switch (end) {
    case STAITH_KIT_PROGRAM_NO_START:
        return "the program cannot be started: see that it is there, may be run, and that the "
               "dataset may start programs (allow: [programs]) and read it (read:)";
    case STAITH_KIT_PROGRAM_TOO_MUCH:
        return "the program prints a catalogue of more than 1 MiB for --describe";
    case STAITH_KIT_PROGRAM_WELL:
    case STAITH_KIT_PROGRAM_FAILED:
    case STAITH_KIT_PROGRAM_DATA:
    case STAITH_KIT_PROGRAM_LATER:
    case STAITH_KIT_PROGRAM_DENIED:
    case STAITH_KIT_PROGRAM_CONFIG:
        break;
    }
    return "the program prints no catalogue for --describe and ends with another status than 0";
}

/* Ask the program for its catalogue. */
static int describe(struct staith_run *run)
{
    static const char *const variables[] = {"STAITH_CONTRACT=1", NULL};
    struct staith_kit_program program = {.variables = variables};
    struct staith_script_fault fault;
    char *command = command_with(run, "--describe");
    if (command == NULL) {
        return STAITH_ENOMEM;
    }
    int result = staith_kit_program_run(NULL, command, &program);
    free(command);
    if (result == STAITH_OK && program.len > MAX_CATALOGUE_BYTES) {
        program.end = STAITH_KIT_PROGRAM_TOO_MUCH;
    }
    if (result == STAITH_EINVAL) {
        result = staith_kit_settings_say(run->host, OPTION_COMMAND,
                                         "a program is named by its whole path");
    } else if (result == STAITH_OK && program.end != STAITH_KIT_PROGRAM_WELL) {
        result = staith_kit_settings_say(run->host, OPTION_COMMAND, why_none(program.end));
    } else if (result == STAITH_OK) {
        result = staith_script_catalogue_read((const char *)program.output, program.len,
                                              &descriptor, &run->catalogue, &fault);
        result = result == STAITH_EINVAL ? refuse_catalogue(run, OPTION_COMMAND, &fault) : result;
    }
    staith_kit_program_free(&program);
    return result;
}

static int take_catalogue(struct staith_run *run, const char *text)
{
    struct staith_script_fault fault;
    run->describes = text[0] == '\0';
    if (run->describes) {
        return describe(run);
    }
    int result =
        staith_script_catalogue_read(text, strlen(text), &descriptor, &run->catalogue, &fault);
    return result == STAITH_EINVAL ? refuse_catalogue(run, OPTION_CATALOGUE, &fault) : result;
}

static int configure(struct staith_run *run, const struct staith_setting *settings,
                     uint32_t setting_count)
{
    if (setting_count != OPTION_COUNT) {
        return STAITH_EINVAL;
    }
    const char *period = settings[OPTION_PERIOD].text;
    if (period[0] != '\0') {
        run->has_period = true;
        if (staith_kit_period_read(period, strlen(period), &run->period) != STAITH_OK) {
            return staith_kit_settings_say(run->host, OPTION_PERIOD,
                                           "a period is written as 2025, 2025Q3 or 2025-07");
        }
    }
    size_t len = strlen(settings[OPTION_COMMAND].text) + 1;
    run->command = malloc(len);
    if (run->command == NULL) {
        return STAITH_ENOMEM;
    }
    memcpy(run->command, settings[OPTION_COMMAND].text, len);
    if (run->command[0] != '/') {
        return staith_kit_settings_say(run->host, OPTION_COMMAND,
                                       "a program is named by its whole path");
    }
    return take_catalogue(run, settings[OPTION_CATALOGUE].text);
}

static const struct staith_descriptor *give_catalogue(struct staith_run *run)
{
    return &run->catalogue.descriptor;
}

/* ---- the run ---- */

static void write_period(const struct staith_period_def *period, char *out, size_t cap)
{
    switch (period->kind) {
    case STAITH_PERIOD_QUARTER:
        (void)snprintf(out, cap, "STAITH_PERIOD=%dQ%d", period->year, period->part);
        break;
    case STAITH_PERIOD_MONTH:
        (void)snprintf(out, cap, "STAITH_PERIOD=%d-%02d", period->year, period->part);
        break;
    default:
        (void)snprintf(out, cap, "STAITH_PERIOD=%d", period->year);
        break;
    }
}

static int run_program(struct staith_run *run, const struct staith_source *source)
{
    char authority[VARIABLE_BYTES];
    char name[VARIABLE_BYTES];
    char period[VARIABLE_BYTES] = "STAITH_PERIOD=";
    const char *const variables[] = {"STAITH_CONTRACT=1", authority, name, period, NULL};
    (void)snprintf(authority, sizeof authority, "STAITH_AUTHORITY=%s",
                   run->host->authority(run->host->ctx));
    (void)snprintf(name, sizeof name, "STAITH_SOURCE=%s", source != NULL ? source->name : "");
    if (run->has_period) {
        write_period(&run->period, period, sizeof period);
    }
    char *command = command_with(run, run->describes ? "--observe" : "");
    if (command == NULL) {
        return STAITH_ENOMEM;
    }
    run->program.variables = variables;
    int result = staith_kit_program_run(run->host, command, &run->program);
    run->program.variables = NULL;
    free(command);
    return result == STAITH_OK ? staith_kit_program_report(run->host, CHECK_PROGRAM, &run->program)
                               : result;
}

static bool is_ndjson(const struct staith_kit_program *program)
{
    size_t at = 0;
    while (at < program->len && strchr(" \t\r\n", program->output[at]) != NULL &&
           program->output[at] != '\0') {
        at++;
    }
    return at == program->len || program->output[at] == '{';
}

static int take_output(struct staith_run *run)
{
    struct staith_script_taking taking = {.host = run->host,
                                          .catalogue = &run->catalogue,
                                          .first_check = CHECK_OUTPUT,
                                          .has_period = run->has_period,
                                          .period = run->period};
    int result = run->has_period ? run->host->set_period(run->host->ctx, &run->period) : STAITH_OK;
    if (result != STAITH_OK) {
        return result;
    }
    result = is_ndjson(&run->program)
                 ? staith_script_take_ndjson(&taking, (const char *)run->program.output,
                                             run->program.len)
                 : staith_script_take_csv(&taking, &run->program.host);
    if (result == STAITH_OK && !taking.has_period) {
        (void)staith_script_fault_at(&taking, STAITH_SCRIPT_CHECK_NO_PERIOD, 0, 0);
        return STAITH_ESOURCE;
    }
    return result;
}

static int collect(struct staith_run *run)
{
    const struct staith_location whole = {0, 0, 0, STAITH_NO_ELEMENT, 0};
    if (run->host->source_count(run->host->ctx) == 0) {
        int said = run->host->finding(run->host->ctx, CHECK_OUTPUT + STAITH_SCRIPT_CHECK_NO_SOURCE,
                                      &whole);
        return said == STAITH_OK ? STAITH_ESOURCE : said;
    }
    const struct staith_source *source = run->host->source(run->host->ctx, 0);
    if (!run->has_period && source != NULL) {
        run->has_period = staith_kit_period_find(source->name, &run->period) == STAITH_OK;
    }
    int result = run_program(run, source);
    return result == STAITH_OK ? take_output(run) : result;
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
        staith_script_catalogue_free(&run->catalogue);
        staith_kit_program_free(&run->program);
        free(run->command);
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
