/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make-returns: census returns of invented people whose totals are the published figures.
 */
#include "facts.h"
#include "parts.h"
#include "people.h"
#include "return.h"

#include "base/decimal.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { FIRST_YEAR = 2017, LAST_YEAR = 2026, MAX_WORKERS = 999999 };

struct job {
    int32_t first_year;
    int32_t last_year;
    const char *councils; /* slugs or codes, comma-separated; NULL: all */
    uint64_t seed;
    const char *out;
    const char *facts_path;
    const char *councils_path;
    int64_t workers; /* 0: the published figures */
    enum region_format format;
    struct region_facts facts;
    struct region_councils list;
    FILE *marks;
};

static const char usage[] =
    "usage: make-returns --facts FILE --areas FILE --out DIR [options]\n"
    "\n"
    "Writes census returns (CSWW) of invented people, one file a council and year:\n"
    "DIR/<slug>/csww-<code>-<year>.xml. Their totals are the published figures of FILE.\n"
    "DIR/marks.csv lists the figures that a council has to mark as withdrawn.\n"
    "\n"
    "  --facts FILE      published figures (published.csv)\n"
    "  --areas FILE      the region's councils (councils.csv)\n"
    "  --out DIR         where to write; made if it does not exist\n"
    "  --years A[-B]     one year or a range, 2017 to 2026 (default: 2024-2025)\n"
    "  --councils LIST   slugs or codes, separated by commas (default: all)\n"
    "  --seed N          same seed, same bytes (default: 1)\n"
    "  --format F        xml or csv (default: xml)\n"
    "  --workers N       instead of published figures: one return a year, of County Durham, with\n"
    "                    about N rows, 20 to 999999; needs neither --facts nor --areas\n"
    "  --help            this text\n";

static bool listed(const struct job *job, const struct region_council *council)
{
    const char *at = job->councils;
    while (at != NULL && *at != '\0') {
        const size_t len = strcspn(at, ",");
        if ((len == strlen(council->slug) && strncmp(at, council->slug, len) == 0) ||
            (len == strlen(council->code) && strncmp(at, council->code, len) == 0)) {
            return true;
        }
        at += len + (at[len] == ',' ? 1 : 0);
    }
    return job->councils == NULL;
}

static int number(const char *text, size_t len, int64_t low, int64_t high, int64_t *ret_value)
{
    int64_t value = 0;
    if (staith_decimal_parse(text, len, 0, &value) != 0 || value < low || value > high) {
        return STAITH_ERR_INVAL;
    }
    *ret_value = value;
    return 0;
}

static int set_years(struct job *job, const char *value)
{
    const size_t len = strcspn(value, "-");
    const char *second = value[len] == '-' ? value + len + 1 : value;
    int64_t first = 0;
    int64_t last = 0;
    if (number(value, len, FIRST_YEAR, LAST_YEAR, &first) != 0 ||
        number(second, strlen(second), first, LAST_YEAR, &last) != 0) {
        return STAITH_ERR_INVAL;
    }
    job->first_year = (int32_t)first;
    job->last_year = (int32_t)last;
    return 0;
}

static int set_option(struct job *job, const char *name, const char *value)
{
    int64_t seed = 0;
    if (strcmp(name, "--facts") == 0) {
        job->facts_path = value;
    } else if (strcmp(name, "--areas") == 0) {
        job->councils_path = value;
    } else if (strcmp(name, "--out") == 0) {
        job->out = value;
    } else if (strcmp(name, "--councils") == 0) {
        job->councils = value;
    } else if (strcmp(name, "--years") == 0) {
        return set_years(job, value);
    } else if (strcmp(name, "--workers") == 0) {
        return number(value, strlen(value), 20, MAX_WORKERS, &job->workers);
    } else if (strcmp(name, "--seed") == 0) {
        const int rc = number(value, strlen(value), 0, INT64_MAX, &seed);
        job->seed = (uint64_t)seed;
        return rc;
    } else if (strcmp(name, "--format") == 0) {
        job->format = strcmp(value, "csv") == 0 ? REGION_FORMAT_CSV : REGION_FORMAT_XML;
        return strcmp(value, "csv") == 0 || strcmp(value, "xml") == 0 ? 0 : STAITH_ERR_INVAL;
    } else {
        return STAITH_ERR_INVAL;
    }
    return 0;
}

static int make_folder(const char *path, struct staith_err *err)
{
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        (void)staith_err_set(err, STAITH_ERR_IO, "cannot make the folder");
        staith_err_at(err, path, 0, 0);
        return STAITH_ERR_IO;
    }
    return 0;
}

static int write_return(const struct job *job, const struct region_council *council,
                        const struct region_parts *parts, struct staith_err *err)
{
    struct region_people people = {0};
    struct region_return doc = {0};
    struct region_rng rng;
    char path[PATH_MAX];
    region_rng_init(&rng, job->seed, (uint64_t)parts->year,
                    ((uint64_t)council->code[0] << 16) | ((uint64_t)council->code[1] << 8) |
                        (uint64_t)council->code[2]);
    int rc = snprintf(path, sizeof(path), "%s/%s", job->out, council->slug) < (int)sizeof(path) - 64
                 ? make_folder(path, err)
                 : staith_err_set(err, STAITH_ERR_LIMIT, "the path is too long");
    rc = rc != 0 ? rc : region_people_make(parts, &rng, &people, err);
    if (rc == 0) {
        rc = region_return_init(parts, council->code, &people, &rng, &doc);
    }
    if (rc == 0) {
        const size_t len = strlen(path);
        (void)snprintf(path + len, sizeof(path) - len, "/csww-%s-%d.%s", council->code, parts->year,
                       job->format == REGION_FORMAT_XML ? "xml" : "csv");
        rc = region_return_write(&doc, job->format, path, err);
    }
    region_return_deinit(&doc);
    region_people_deinit(&people);
    return rc;
}

/* A withdrawn figure: the return holds one, and the council marks it. */
static void write_marks(const struct job *job, const struct region_row *row)
{
    static const enum region_figure totals[] = {REGION_LEAVERS_FTE, REGION_LEAVERS_PEOPLE};
    for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++) {
        if (strcmp(row->figures[totals[i]].symbol, "u") == 0) {
            (void)fprintf(job->marks, "%s,%d,%s,u,withdrawn\n", row->code, row->year,
                          region_figure_column(totals[i]));
        }
    }
}

/* All councils of the year are chosen together, whichever of them are written. */
static int make_year(const struct job *job, int32_t year, struct staith_err *err)
{
    const struct region_row *rows[REGION_MAX_COUNCILS];
    struct region_parts parts[REGION_MAX_COUNCILS];
    for (size_t i = 0; i < job->list.count; i++) {
        rows[i] =
            region_facts_find(&job->facts, year, REGION_LEVEL_AUTHORITY, job->list.items[i].code);
        if (rows[i] == NULL) {
            return staith_err_set(err, STAITH_ERR_NOTFOUND, "no published figures of %s for %d",
                                  job->list.items[i].code, year);
        }
    }
    const struct region_row *region =
        region_facts_find(&job->facts, year, REGION_LEVEL_REGION, NULL);
    int rc = region_parts_choose(rows, job->list.count, region, parts, err);
    for (size_t i = 0; rc == 0 && i < job->list.count; i++) {
        if (listed(job, &job->list.items[i])) {
            write_marks(job, rows[i]);
            rc = write_return(job, &job->list.items[i], &parts[i], err);
        }
    }
    return rc;
}

/* A return of a given size, for measuring: the proportions of a usual council. */
static int make_sized(const struct job *job, int32_t year, struct staith_err *err)
{
    struct region_parts parts;
    memset(&parts, 0, sizeof(parts));
    parts.year = year;
    parts.leavers_people = job->workers / 10;
    parts.agency_rows = job->workers / 12;
    /* Of the rows that remain, about one in eighty is a second post. */
    parts.inpost_people = (job->workers - parts.leavers_people - parts.agency_rows) * 78 / 80 - 1;
    parts.starters_people = parts.inpost_people / 7;
    parts.amounts[REGION_PART_INPOST] = parts.inpost_people * 950123;
    parts.amounts[REGION_PART_STARTERS] = parts.starters_people * 970211;
    parts.amounts[REGION_PART_LEAVERS] = parts.leavers_people * 930017;
    parts.amounts[REGION_PART_AGENCY] = parts.agency_rows * 980057;
    parts.amounts[REGION_PART_HOLDERS] =
        parts.amounts[REGION_PART_INPOST] / 2 + parts.amounts[REGION_PART_AGENCY] / 2;
    parts.amounts[REGION_PART_COVER] = parts.agency_rows * 700000;
    parts.amounts[REGION_PART_VACANCY] = parts.agency_rows * 900000;
    parts.amounts[REGION_PART_DAYS] = parts.inpost_people * 9250000;
    parts.cases = parts.amounts[REGION_PART_HOLDERS] / 1000000 * 16;
    return write_return(job, &job->list.items[0], &parts, err);
}

static int run(struct job *job, struct staith_err *err)
{
    static const struct region_council durham = {"840", "County Durham", "durham"};
    char path[PATH_MAX];
    int rc = 0;
    if (job->workers > 0) {
        job->list.items[0] = durham;
        job->list.count = 1;
    } else {
        rc = region_councils_read(job->councils_path, &job->list, err);
        rc = rc != 0 ? rc : region_facts_read(job->facts_path, &job->facts, err);
    }
    rc = rc != 0 ? rc : make_folder(job->out, err);
    if (rc != 0) {
        return rc;
    }
    (void)snprintf(path, sizeof(path), "%s/marks.csv", job->out);
    job->marks = fopen(path, "w");
    if (job->marks == NULL) {
        return staith_err_set(err, STAITH_ERR_IO, "%.200s cannot be written", path);
    }
    (void)fputs("code,period,measure,status,reason\n", job->marks);
    for (int32_t year = job->first_year; rc == 0 && year <= job->last_year; year++) {
        rc = job->workers > 0 ? make_sized(job, year, err) : make_year(job, year, err);
    }
    if (fclose(job->marks) != 0 && rc == 0) {
        rc = staith_err_set(err, STAITH_ERR_IO, "%.200s cannot be written", path);
    }
    return rc;
}

int main(int argc, char **argv)
{
    struct job job = {.first_year = 2024, .last_year = 2025, .seed = 1};
    struct staith_err err = {0};
    for (int i = 1; i < argc; i += 2) {
        if (strcmp(argv[i], "--help") == 0) {
            (void)fputs(usage, stdout);
            return 0;
        }
        if (i + 1 == argc || set_option(&job, argv[i], argv[i + 1]) != 0) {
            (void)fprintf(stderr, "make-returns: %s: unknown, or its value is wrong\n%s", argv[i],
                          usage);
            return staith_err_status(STAITH_ERR_INVAL);
        }
    }
    if (job.out == NULL ||
        (job.workers == 0 && (job.facts_path == NULL || job.councils_path == NULL))) {
        (void)fprintf(stderr, "make-returns: --facts, --areas and --out are needed\n%s", usage);
        return staith_err_status(STAITH_ERR_INVAL);
    }
    const int rc = run(&job, &err);
    if (rc != 0) {
        err.code = rc;
        staith_err_print("make-returns", &err);
    }
    region_facts_deinit(&job.facts);
    return staith_err_status(rc);
}
