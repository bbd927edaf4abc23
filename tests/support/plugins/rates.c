/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small plugin with owners and medians, for tests of the whole path. Source: CSV with the columns
 * person, agency, role (worker, lead) and rate (pounds an hour); its quarter is at the end of the
 * file's name: rates-2026-3.csv.
 */
#include <staith/kit_csv.h>
#include <stdlib.h>
#include <string.h>

enum { MEDIAN, SPEND, HEADS };
enum { PERSON, AGENCY, ROLE, RATE, COLUMNS };

static const struct staith_category_def roles[] = {{"worker", "Worker", STAITH_NO_CATEGORY, 0},
                                                   {"lead", "Lead", STAITH_NO_CATEGORY, 0}};
static const struct staith_dimension_def dimensions[] = {
    {sizeof(struct staith_dimension_def), 2, "role", "Role", roles, STAITH_KEEP_LEAST, 0}};
static const struct staith_measure_def measures[] = {
    {sizeof(struct staith_measure_def), STAITH_UNIT_PENCE, STAITH_MEDIAN, 0, "rate_median",
     "Median rate", "Median of the hourly rates."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_PENCE, STAITH_SUM, 0, "spend", "Spend an hour",
     "Sum of the hourly rates."},
    {sizeof(struct staith_measure_def), STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE, 0, "heads",
     "Workers", "People."}};
static const uint16_t all_measures[] = {MEDIAN, SPEND, HEADS};
static const uint16_t by_role[] = {0};
static const struct staith_table_def tables[] = {
    {sizeof(struct staith_table_def), 3, 1, 0, "by_role", "By role", all_measures, by_role}};
static const struct staith_check_def checks[] = {{sizeof(struct staith_check_def), STAITH_ERROR,
                                                  "unreadable", "The file cannot be read.",
                                                  "Save it as CSV, UTF-8."}};
static const char *const elements[] = {"person", "agency", "role", "rate"};
static const struct staith_descriptor descriptor = {.size = sizeof(struct staith_descriptor),
                                                    .dimension_count = 1,
                                                    .measure_count = 3,
                                                    .table_count = 1,
                                                    .check_count = 1,
                                                    .element_count = COLUMNS,
                                                    .name = "rates",
                                                    .version = "1.0.0",
                                                    .licence = "Apache-2.0",
                                                    .title = "Rates",
                                                    .dataset = "rates",
                                                    .sources = "csv",
                                                    .dimensions = dimensions,
                                                    .measures = measures,
                                                    .tables = tables,
                                                    .checks = checks,
                                                    .elements = elements};

struct staith_run {
    const struct staith_host *host;
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

static int configure(struct staith_run *run, const struct staith_setting *settings, uint32_t count)
{
    (void)run;
    (void)settings;
    return count == 0 ? STAITH_OK : STAITH_EINVAL;
}

static int on_row(void *ctx, const struct staith_kit_csv_row *row)
{
    static const struct staith_kit_code codes[] = {{"lead", 1}, {"worker", 0}};
    const struct staith_run *run = ctx;
    const struct staith_kit_csv_field *fields = row->fields;
    uint16_t role = 0;
    int64_t pence = 0;
    if (staith_kit_code_find(codes, 2, fields[ROLE].text, fields[ROLE].len, &role) != STAITH_OK ||
        staith_kit_decimal(fields[RATE].text, fields[RATE].len, 2, 0, 100000, &pence) !=
            STAITH_OK) {
        return STAITH_ESOURCE;
    }
    int code = STAITH_OK;
    for (uint16_t measure = MEDIAN; code == STAITH_OK && measure <= HEADS; measure++) {
        const struct staith_observation observation = {.size = sizeof observation,
                                                       .measure = measure,
                                                       .value = pence,
                                                       .categories = &role,
                                                       .person = fields[PERSON].text,
                                                       .person_len = fields[PERSON].len,
                                                       .owner = fields[AGENCY].text,
                                                       .owner_len = fields[AGENCY].len};
        code = run->host->observe(run->host->ctx, &observation);
    }
    return code;
}

static int collect(struct staith_run *run)
{
    const char *name = run->host->source(run->host->ctx, 0)->name;
    const char *dot = strrchr(name, '.');
    struct staith_kit_problem problem = {0};
    const struct staith_kit_csv_job job = {
        .names = elements, .name_count = COLUMNS, .ctx = run, .on_row = on_row};
    if (dot == NULL || dot - name < 6) {
        return STAITH_ESOURCE;
    }
    const struct staith_period_def period = {STAITH_PERIOD_QUARTER,
                                             (int32_t)strtol(dot - 6, NULL, 10), dot[-1] - '0', 0};
    int code = run->host->set_period(run->host->ctx, &period);
    return code != STAITH_OK ? code : staith_kit_csv_read(run->host, 0, &job, &problem);
}

static void destroy(struct staith_run *run)
{
    free(run);
}

STAITH_PLUGIN_NOTE("rates", "1.0.0", "Apache-2.0", "csv", "rate_median spend heads ");

STAITH_EXPORT const struct staith_plugin staith_plugin = {.magic = STAITH_PLUGIN_MAGIC,
                                                          .size = sizeof(struct staith_plugin),
                                                          .abi_major = STAITH_ABI_MAJOR,
                                                          .abi_minor = STAITH_ABI_MINOR,
                                                          .descriptor = &descriptor,
                                                          .create = create,
                                                          .configure = configure,
                                                          .collect = collect,
                                                          .destroy = destroy};
