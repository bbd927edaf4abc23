/* SPDX-License-Identifier: Apache-2.0 */
/*
 * make-tables: what councils keep beside their census return, for one quarter. Same seed, same
 * bytes.
 */
#include "quarter.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char usage[] =
    "usage: make-tables --facts FILE --areas FILE --out DIR --quarter 2025Q4 [--seed N]\n"
    "\n"
    "Writes DIR/<slug>/<table>/<table>-<quarter>.csv, the tables agency, recruitment and "
    "workforce,\n"
    "for each council of --areas. Everybody in them is invented; how many they are follows the\n"
    "published headcounts of the year.\n";

struct job {
    const char *facts_path;
    const char *areas_path;
    const char *out;
    uint64_t seed;
    struct region_quarter quarter;
    struct region_facts facts;
    struct region_councils councils;
};

static int set_option(struct job *job, const char *name, const char *value)
{
    char *end = NULL;
    if (strcmp(name, "--facts") == 0) {
        job->facts_path = value;
    } else if (strcmp(name, "--areas") == 0) {
        job->areas_path = value;
    } else if (strcmp(name, "--out") == 0) {
        job->out = value;
    } else if (strcmp(name, "--seed") == 0) {
        job->seed = strtoull(value, &end, 10);
        return end != value && *end == '\0' ? 0 : STAITH_ERR_INVAL;
    } else if (strcmp(name, "--quarter") == 0) {
        const long year = strtol(value, &end, 10);
        return *end == 'Q' && end[1] != '\0' && end[2] == '\0'
                   ? region_quarter_init((int32_t)year, end[1] - '0', &job->quarter)
                   : STAITH_ERR_INVAL;
    } else {
        return STAITH_ERR_INVAL;
    }
    return 0;
}

/* DIR/<slug>/<what>/<what>-<quarter>.csv, with the folders above it. */
static FILE *open_table(const struct job *job, const char *slug, const char *what,
                        struct staith_err *err)
{
    char path[PATH_MAX];
    FILE *file = NULL;
    const int len = snprintf(path, sizeof(path), "%s/%s/%s", job->out, slug, what);
    if (len > 0 && len + 64 < (int)sizeof(path)) {
        for (char *at = path + strlen(job->out); at != NULL; at = strchr(at + 1, '/')) {
            const char kept = *at;
            *at = '\0';
            (void)mkdir(path, 0777); /* what cannot be made cannot be written to either */
            *at = kept;
        }
        (void)mkdir(path, 0777);
        (void)snprintf(path + len, sizeof(path) - (size_t)len, "/%s-%dQ%d.csv", what,
                       (int)job->quarter.year, (int)job->quarter.part);
        file = fopen(path, "w");
    }
    if (file == NULL) {
        (void)staith_err_set(err, STAITH_ERR_IO, "%.200s cannot be written", path);
    }
    return file;
}

static int64_t headcount(const struct region_row *row, enum region_figure figure)
{
    return row->figures[figure].tenths / 10;
}

static int make_council(const struct job *job, const struct region_council *council,
                        struct staith_err *err)
{
    static const struct {
        const char *what;
        enum region_figure figure;
        void (*write)(FILE *out, const struct region_quarter *quarter, int64_t size,
                      struct region_rng *rng);
    } tables[] = {{"agency", REGION_AGENCY_PEOPLE, region_agency_write},
                  {"recruitment", REGION_STARTERS_PEOPLE, region_hiring_write},
                  {"workforce", REGION_INPOST_PEOPLE, region_staff_write}};
    const struct region_row *row =
        region_facts_find(&job->facts, job->quarter.year, REGION_LEVEL_AUTHORITY, council->code);
    if (row == NULL) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "no published figures of %s for %d",
                              council->code, (int)job->quarter.year);
    }
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        struct region_rng rng;
        region_rng_init(&rng, job->seed + i,
                        (uint64_t)job->quarter.year * 4 + (uint64_t)job->quarter.part,
                        (uint64_t)strtoul(council->code, NULL, 10));
        FILE *file = open_table(job, council->slug, tables[i].what, err);
        if (file == NULL) {
            return STAITH_ERR_IO;
        }
        tables[i].write(file, &job->quarter, headcount(row, tables[i].figure), &rng);
        if (fclose(file) != 0) {
            return staith_err_set(err, STAITH_ERR_IO, "a table of %s cannot be written",
                                  council->slug);
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct job job = {.seed = 1};
    struct staith_err err = {0};
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc || set_option(&job, argv[i], argv[i + 1]) != 0) {
            (void)fputs(usage, strcmp(argv[i], "--help") == 0 ? stdout : stderr);
            return strcmp(argv[i], "--help") == 0 ? 0 : staith_err_status(STAITH_ERR_INVAL);
        }
    }
    if (job.facts_path == NULL || job.areas_path == NULL || job.out == NULL ||
        job.quarter.year == 0) {
        (void)fputs(usage, stderr);
        return staith_err_status(STAITH_ERR_INVAL);
    }
    int rc = region_facts_read(job.facts_path, &job.facts, &err);
    rc = rc != 0 ? rc : region_councils_read(job.areas_path, &job.councils, &err);
    (void)mkdir(job.out, 0777);
    for (size_t i = 0; rc == 0 && i < job.councils.count; i++) {
        rc = make_council(&job, &job.councils.items[i], &err);
    }
    if (rc != 0) {
        err.code = rc;
        staith_err_print("make-tables", &err);
    }
    region_facts_deinit(&job.facts);
    return staith_err_status(rc);
}
