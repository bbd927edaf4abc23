/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin itself: options, choice of format by the first byte, and what refuses a whole source.
 */
#include "dimensions.h"
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#define C(id) STAITH_WORKFORCE_C_##id
#define NAME "workforce"
#define VERSION "1.0.0"
#define LICENCE "Apache-2.0"
#define SOURCES "children's social work workforce census return: XML, CSV"

enum { COMPARE_BYTES = 4096, SNIFF_BYTES = 512, BYTES_PER_MEGABYTE = 1024 * 1024 };

struct staith_run {
    const struct staith_host *host;
    struct staith_workforce_options options;
    struct staith_workforce_census census;
};

/* ---- options ------------------------------------------------------------------------------- */

enum { OPTION_MAX_MEGABYTES, OPTION_MAX_WORKERS, OPTION_YEAR_CHECK, OPTION_COUNT };

static const struct staith_option_def options[OPTION_COUNT] = {
    {sizeof(struct staith_option_def), STAITH_OPTION_INTEGER, "max_megabytes",
     "Largest file that is read, in megabytes (1,048,576 bytes).", "64", 1, 2048, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_INTEGER, "max_workers",
     "Greatest number of person rows in a file.", "100000", 1, 1000000, NULL},
    {sizeof(struct staith_option_def), STAITH_OPTION_BOOL, "year_check",
     "Whether figures are compared with this council's earlier releases.", "true", 0, 1, NULL},
};

/* ---- sources ------------------------------------------------------------------------------- */

static uint32_t check_of_problem(enum staith_kit_problem_kind kind)
{
    static const uint32_t checks[] = {
        [STAITH_KIT_NO_PROBLEM] = C(MALFORMED),
        [STAITH_KIT_MALFORMED] = C(MALFORMED),
        [STAITH_KIT_DOCTYPE] = C(DOCTYPE),
        [STAITH_KIT_TOO_DEEP] = C(TOO_DEEP),
        [STAITH_KIT_TOO_LONG] = C(TEXT_TOO_LONG),
        [STAITH_KIT_TOO_LARGE] = C(TOO_LARGE),
        [STAITH_KIT_NOT_UTF8] = C(NOT_UTF8),
        [STAITH_KIT_WINDOWS_1252] = C(NOT_UTF8),
        [STAITH_KIT_UTF16] = C(NOT_UTF8),
        [STAITH_KIT_NOT_TEXT] = C(NOT_TEXT),
        [STAITH_KIT_OPEN_QUOTE] = C(MALFORMED),
        [STAITH_KIT_NO_HEADER] = C(NOT_A_RETURN),
        [STAITH_KIT_COLUMN_TWICE] = C(COLUMN_TWICE),
        [STAITH_KIT_TOO_MANY_COLUMNS] = C(COLUMN_TWICE),
        [STAITH_KIT_EMPTY] = C(NOT_TEXT),
        [STAITH_KIT_TOO_MANY_NAMES] = C(NOT_A_RETURN),
    };
    return (size_t)kind < sizeof(checks) / sizeof(checks[0]) ? checks[kind] : C(MALFORMED);
}

static int refuse(struct staith_run *run, uint32_t check, uint64_t line, uint64_t column)
{
    const struct staith_location where = {line, column, 0, STAITH_NO_ELEMENT, 0};
    int rc = run->host->finding(run->host->ctx, check, &where);
    return rc != STAITH_OK ? rc : STAITH_ESOURCE;
}

/* The first byte tells: XML begins with "<", a heading of columns with a letter or a quote.
 * Anything else is refused here, however long it is. */
static int find_format(struct staith_run *run, bool *ret_xml)
{
    unsigned char bytes[SNIFF_BYTES];
    size_t len = 0;
    size_t at = 0;
    int rc = run->host->read_at(run->host->ctx, 0, 0, bytes, sizeof(bytes), &len);
    if (rc == STAITH_END) {
        return refuse(run, C(NOT_TEXT), 0, 0);
    }
    if (rc != STAITH_OK) {
        return rc;
    }
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        at = 3;
    }
    while (at < len &&
           (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
        at++;
    }
    if (at < len && bytes[at] == '<') {
        *ret_xml = true;
        return STAITH_OK;
    }
    if (at < len && bytes[at] >= ' ' && bytes[at] != 0x7F) {
        *ret_xml = false;
        return STAITH_OK;
    }
    return refuse(run, C(NOT_TEXT), 1, at + 1);
}

static int read_some(const struct staith_run *run, uint32_t source, uint64_t offset,
                     unsigned char *bytes, size_t want, size_t *ret_len)
{
    size_t len = 0;
    while (len < want) {
        size_t some = 0;
        int rc = run->host->read_at(run->host->ctx, source, offset + len, bytes + len, want - len,
                                    &some);
        if (rc == STAITH_END) {
            break;
        }
        if (rc != STAITH_OK) {
            return rc;
        }
        len += some;
    }
    *ret_len = len;
    return STAITH_OK;
}

/* A copy beside the file is a mistake of another kind than two returns: say which. */
static int compare_sources(const struct staith_run *run, bool *ret_same)
{
    unsigned char one[COMPARE_BYTES];
    unsigned char other[COMPARE_BYTES];
    size_t one_len = 1;
    size_t other_len = 0;
    uint64_t offset = 0;
    bool same = true;
    while (same && one_len > 0) {
        int rc = read_some(run, 0, offset, one, sizeof(one), &one_len);
        if (rc == STAITH_OK) {
            rc = read_some(run, 1, offset, other, sizeof(other), &other_len);
        }
        if (rc != STAITH_OK) {
            return rc;
        }
        same = one_len == other_len && memcmp(one, other, one_len) == 0;
        offset += one_len;
    }
    *ret_same = same;
    return STAITH_OK;
}

static int refuse_several(struct staith_run *run)
{
    bool same = false;
    int rc = compare_sources(run, &same);
    return rc != STAITH_OK ? rc : refuse(run, same ? C(SAME_FILE) : C(TWO_FILES), 0, 0);
}

static int read_census(struct staith_run *run, bool xml)
{
    struct staith_workforce_census *census = &run->census;
    struct staith_kit_problem problem = {STAITH_KIT_NO_PROBLEM, 0, 0};
    int rc;
    staith_workforce_census_init(census, run->host, &run->options, !xml);
    rc = xml ? staith_workforce_xml_read(census, 0, &problem)
             : staith_workforce_csv_read(census, 0, &problem);
    if (rc == STAITH_OK) {
        rc = staith_workforce_census_finish(census);
    } else if (rc == STAITH_ESOURCE && problem.kind != STAITH_KIT_NO_PROBLEM) {
        rc = refuse(run, check_of_problem(problem.kind), problem.line, problem.column);
    }
    staith_workforce_census_deinit(census);
    return rc;
}

/* ---- life ---------------------------------------------------------------------------------- */

static int workforce_create(const struct staith_host *host, struct staith_run **ret_run)
{
    struct staith_run *run = calloc(1, sizeof(*run));
    if (run == NULL) {
        return STAITH_ENOMEM;
    }
    run->host = host;
    *ret_run = run;
    return STAITH_OK;
}

static int workforce_configure(struct staith_run *run, const struct staith_setting *settings,
                               uint32_t setting_count)
{
    if (setting_count != OPTION_COUNT) {
        return STAITH_EINVAL;
    }
    run->options.max_bytes = settings[OPTION_MAX_MEGABYTES].integer * BYTES_PER_MEGABYTE;
    run->options.max_workers = settings[OPTION_MAX_WORKERS].integer;
    run->options.year_check = settings[OPTION_YEAR_CHECK].integer != 0;
    return STAITH_OK;
}

static int workforce_collect(struct staith_run *run)
{
    const struct staith_host *host = run->host;
    uint32_t count = host->source_count(host->ctx);
    bool xml = false;
    int rc;
    if (count == 0) {
        return refuse(run, C(NO_WORKERS), 0, 0);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (host->source(host->ctx, i)->size_bytes > (uint64_t)run->options.max_bytes) {
            return refuse(run, C(TOO_LARGE), 0, 0);
        }
    }
    if (count > 1) {
        return refuse_several(run);
    }
    rc = find_format(run, &xml);
    return rc != STAITH_OK ? rc : read_census(run, xml);
}

static void workforce_destroy(struct staith_run *run)
{
    free(run);
}

/* ---- what is exported ---------------------------------------------------------------------- */

static const struct staith_descriptor descriptor = {
    .size = sizeof(struct staith_descriptor),
    .dimension_count = STAITH_WORKFORCE_DIMENSION_COUNT,
    .measure_count = STAITH_WORKFORCE_MEASURE_COUNT,
    .table_count = STAITH_WORKFORCE_TABLE_COUNT,
    .indicator_count = STAITH_WORKFORCE_INDICATOR_COUNT,
    .check_count = STAITH_WORKFORCE_CHECK_COUNT,
    .option_count = OPTION_COUNT,
    .element_count = STAITH_WORKFORCE_ELEMENT_COUNT,
    .name = NAME,
    .version = VERSION,
    .licence = LICENCE,
    .title = "Children's social work workforce census",
    .dataset = "csww",
    .sources = SOURCES,
    .dimensions = staith_workforce_dimensions,
    .measures = staith_workforce_measures,
    .tables = staith_workforce_tables,
    .indicators = staith_workforce_indicators,
    .checks = staith_workforce_checks,
    .options = options,
    .elements = staith_workforce_element_names,
};

/* One literal of all codes, from the list that makes the measures. */
#define STAITH_WORKFORCE_X(id, code, unit, aggregation, label, definition) code " "
STAITH_PLUGIN_NOTE(NAME, VERSION, LICENCE, SOURCES, STAITH_WORKFORCE_MEASURES(STAITH_WORKFORCE_X));
#undef STAITH_WORKFORCE_X

STAITH_EXPORT const struct staith_plugin staith_plugin = {
    .magic = STAITH_PLUGIN_MAGIC,
    .size = sizeof(struct staith_plugin),
    .abi_major = STAITH_ABI_MAJOR,
    .abi_minor = STAITH_ABI_MINOR,
    .descriptor = &descriptor,
    .create = workforce_create,
    .configure = workforce_configure,
    .collect = workforce_collect,
    .destroy = workforce_destroy,
};
