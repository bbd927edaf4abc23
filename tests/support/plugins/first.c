/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plugin of ABI 1.0, built against tests/support/abi-1.0 alone and without the kit; never to be
 * changed. It uses all that 1.0 had. Source: lines "PERSON ROLE\n", each a byte (role 0, 1 or 9 for
 * none); '!' as the person gives a finding.
 */
#include <staith/plugin.h>

#include <stdlib.h>
#include <string.h>

STAITH_PLUGIN_NOTE("first", "1.0.0", "Apache-2.0", "any", "heads rows fte vacancies gone ");

enum { HEADS, ROWS, FTE, VACANCIES, GONE };

static const struct staith_category_def roles[] = {
    {"senior", "Senior", STAITH_NO_CATEGORY, 0}, {"holder", "Case holder", STAITH_NO_CATEGORY, 0}};
static const struct staith_dimension_def dimensions[] = {
    {sizeof(struct staith_dimension_def), 2, "role", "Role", roles, STAITH_KEEP_LEAST, 0}};
static const struct staith_measure_def measures[] = {
    {sizeof(struct staith_measure_def), STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE, 0, "heads",
     "Heads", "People."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_CASES, STAITH_COUNT_ROWS, 0, "rows", "Rows",
     "Rows."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM, 0, "fte", "FTE",
     "Full-time equivalents."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_POSTS, STAITH_COUNCIL_VALUE, 0, "vacancies",
     "Vacancies", "Vacant posts."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE, 0, "gone", "Gone",
     "Not given."}};
static const uint16_t all[] = {HEADS, ROWS, FTE, VACANCIES, GONE};
static const uint16_t some[] = {HEADS, ROWS, FTE};
static const uint16_t by_role[] = {0};
static const struct staith_table_def tables[] = {
    {sizeof(struct staith_table_def), 5, 0, 0, "headline", "Headline", all, NULL},
    {sizeof(struct staith_table_def), 3, 1, 0, "by_role", "By role", some, by_role}};
static const uint16_t per_head[] = {HEADS};
static const struct staith_indicator_def indicators[] = {
    {sizeof(struct staith_indicator_def), 1, 2, STAITH_NEUTRAL, 0, 1, "fte_per_head",
     "FTE per head", "FTE", "FTE for each person.", "", FTE, 0, per_head}};
static const struct staith_check_def checks[] = {
    {sizeof(struct staith_check_def), STAITH_QUERY, "odd", "It is odd.", "Look at it."}};
static const char *const words[] = {"few", "many", NULL};
static const struct staith_option_def options[] = {
    {sizeof(struct staith_option_def), STAITH_OPTION_BOOL, "loud", "Loud.", "false", 0, 0, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_INTEGER, "vacancies", "Posts.", "3", 0, 100,
     NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_STRING, "name", "A name.", "x", 1, 10, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_CHOICE, "amount", "How many.", "many", 0, 0,
     words}};
static const char *const elements[] = {"person"};
static const struct staith_descriptor descriptor = {sizeof(struct staith_descriptor),
                                                    1,
                                                    5,
                                                    2,
                                                    1,
                                                    1,
                                                    4,
                                                    1,
                                                    "first",
                                                    "1.0.0",
                                                    "Apache-2.0",
                                                    "The first",
                                                    "first",
                                                    "any",
                                                    dimensions,
                                                    measures,
                                                    tables,
                                                    indicators,
                                                    checks,
                                                    options,
                                                    elements};

struct staith_run {
    const struct staith_host *host;
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
    return host->abi_major == 1 && STAITH_HAS(host, extension) ? STAITH_OK : STAITH_EINVAL;
}

static int configure(struct staith_run *run, const struct staith_setting *settings,
                     uint32_t setting_count)
{
    if (setting_count != 4 || settings[0].integer != 0 || strcmp(settings[2].text, "x") != 0 ||
        settings[3].integer != 1) {
        return STAITH_EINVAL;
    }
    run->vacancies = settings[1].integer;
    return STAITH_OK;
}

static int observe(const struct staith_run *run, uint16_t measure, int64_t value, uint16_t role,
                   const char *person)
{
    const struct staith_observation observation = {
        sizeof observation, measure, 0, value, &role, person, person != NULL ? 1 : 0};
    return run->host->observe(run->host->ctx, &observation);
}

static int take(const struct staith_run *run, const char *line)
{
    uint16_t role = line[1] == '0' ? 0 : line[1] == '1' ? 1 : STAITH_NO_CATEGORY;
    if (line[0] == '!') {
        const struct staith_location where = {1, 2, 3, 0, 0};
        return run->host->finding(run->host->ctx, 0, &where);
    }
    int code = observe(run, HEADS, 0, role, line);
    code = code == STAITH_OK ? observe(run, ROWS, 0, role, NULL) : code;
    return code == STAITH_OK ? observe(run, FTE, 500000, role, line) : code;
}

/* All that is not reading: what the host says of itself, and what it knows of last year. */
static int ask(const struct staith_run *run)
{
    const struct staith_host *host = run->host;
    const struct staith_period_def last = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0, 0};
    const struct staith_source *source = host->source(host->ctx, 0);
    int64_t value = 0;
    if (host->source_count(host->ctx) != 1 || source == NULL || source->size_bytes == 0 ||
        strcmp(host->authority(host->ctx), "840") != 0 ||
        host->extension(host->ctx, "staith.none/1") != NULL ||
        host->history(host->ctx, GONE, &last, &value) != STAITH_END) {
        return STAITH_EINVAL;
    }
    return host->unavailable(host->ctx, GONE);
}

static int collect(struct staith_run *run)
{
    const struct staith_host *host = run->host;
    const struct staith_period_def period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0, 0};
    char line[3];
    size_t got = 0;
    int code = host->set_period(host->ctx, &period);
    code = code == STAITH_OK ? ask(run) : code;
    for (uint64_t offset = 0; code == STAITH_OK; offset += sizeof line) {
        code = host->read_at(host->ctx, 0, offset, line, sizeof line, &got);
        if (code == STAITH_OK) {
            code = got == sizeof line ? take(run, line) : STAITH_ESOURCE;
        }
    }
    return code == STAITH_END ? observe(run, VACANCIES, run->vacancies, STAITH_NO_CATEGORY, NULL)
                              : code;
}

static void destroy(struct staith_run *run)
{
    free(run);
}

STAITH_EXPORT const struct staith_plugin staith_plugin = {STAITH_PLUGIN_MAGIC,
                                                          sizeof(struct staith_plugin),
                                                          STAITH_ABI_MAJOR,
                                                          STAITH_ABI_MINOR,
                                                          0,
                                                          &descriptor,
                                                          create,
                                                          configure,
                                                          collect,
                                                          destroy,
                                                          NULL};
