/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assignments. The rates are drawn around the newest of the invented caps of caps.csv: about a
 * third at that cap, a fifth above it, most of those signed off in time. Until October 2024 the
 * caps were two pounds lower, so that their rise is seen in how many are over.
 */
#include "quarter.h"

#include "base/date.h"

enum { ROLES = 5, DAYS_BACK = 500, WEEK = 7, RAISED_BY = 200 };

/* Job titles by role, and the newest caps of caps.csv for umbrella and PAYE. */
static const struct {
    const char *titles[2];
    int32_t caps[2];
} roles[ROLES] = {{{"Social Worker", "Social Worker"}, {4000, 3200}},
                  {{"Senior Social Worker", "Senior Social Worker"}, {4250, 3400}},
                  {{"Advanced Practitioner", "Assistant Team Manager"}, {4500, 3600}},
                  {{"Team Leader", "Team Leader"}, {4800, 3800}},
                  {{"IRO", "IRO"}, {4600, 3700}}};
static const uint16_t role_weights[ROLES] = {62, 14, 10, 9, 5};

static const char *const agencies[] = {"Alder Staffing", "Birch Social Care", "Cedar People",
                                       "Dogwood Locums", "Elder Recruitment", "Fir and Sons"};
static const char *const reasons[] = {"vacancy", "long absence", "surge", "project", "other"};
static const uint16_t reason_weights[] = {70, 14, 9, 3, 4};

const char *region_date(int32_t day, char out[16])
{
    out[0] = '\0';
    if (day != 0) {
        staith_date_format(day, out, 16);
    }
    return out;
}

int region_quarter_init(int32_t year, int32_t part, struct region_quarter *ret_quarter)
{
    struct region_quarter quarter = {year, part, 0, 0};
    if (year < 2017 || year > 2026 || part < 1 || part > 4) {
        return STAITH_ERR_INVAL;
    }
    (void)staith_date_from(year, 3 * part - 2, 1, &quarter.first);
    (void)staith_date_from(part == 4 ? year + 1 : year, part == 4 ? 1 : 3 * part + 1, 1,
                           &quarter.last);
    quarter.last--;
    *ret_quarter = quarter;
    return 0;
}

/* Under, at or over the cap, in pence an hour. */
static int32_t draw_rate(struct region_rng *rng, int32_t cap)
{
    static const uint16_t weights[] = {45, 33, 22};
    switch (region_rng_pick(rng, weights, 3)) {
    case 0:
        return cap - 25 * region_rng_between(rng, 1, 28);
    case 1:
        return cap;
    default:
        return cap + 25 * region_rng_between(rng, 1, 28);
    }
}

static void write_rules(FILE *out, struct region_rng *rng, int project)
{
    (void)fprintf(out, "%d,", region_rng_between(rng, region_rng_chance(rng, 80) ? 1 : 3, 18));
    (void)fputs(region_rng_chance(rng, 900)   ? "yes,"
                : region_rng_chance(rng, 500) ? "no,"
                                              : ",",
                out);
    (void)fprintf(out, "%d,", region_rng_chance(rng, 930) ? 4 : 2);
    (void)fprintf(out, "%s,%s,", region_rng_chance(rng, 850) ? "compliant" : "",
                  project ? "yes" : "no");
    (void)fprintf(out, "%s,%s,", project ? "yes" : "",
                  project ? (region_rng_chance(rng, 800) ? "yes" : "no") : "");
}

static int32_t cap_on(int32_t day, int32_t newest)
{
    int32_t raised = 0;
    (void)staith_date_from(2024, 10, 1, &raised);
    return day < raised ? newest - RAISED_BY : newest;
}

/* One assignment that starts on `start`; `end` 0: it goes on. */
static void write_assignment(FILE *out, struct region_rng *rng, uint32_t number, int32_t start,
                             int32_t end)
{
    const uint32_t role = region_rng_pick(rng, role_weights, ROLES);
    const int paye = region_rng_chance(rng, 170);
    const int32_t cap = cap_on(start, roles[role].caps[paye]);
    const int32_t rate = draw_rate(rng, roles[role].caps[paye]);
    const int in_time = region_rng_chance(rng, 700);
    const int project = region_rng_chance(rng, 60);
    int32_t signed_on[2] = {0, 0};
    char dates[4][16];
    if (rate > cap) {
        signed_on[0] = start - region_rng_between(rng, 1, 14);
        signed_on[1] = in_time ? start - region_rng_between(rng, 1, 10)
                               : (region_rng_chance(rng, 500) ? start + 6 : 0);
    }
    (void)fprintf(out, "AW9%05u,%s,%s,%s,%d.%02d,%s,%s,%s,%s,%s,%s,%s,", number,
                  agencies[region_rng_below(rng, 6)],
                  region_rng_chance(rng, 30) ? "Practice Educator"
                                             : roles[role].titles[region_rng_below(rng, 2)],
                  region_rng_chance(rng, 25) ? "" : (paye ? "PAYE" : "Umbrella"), rate / 100,
                  rate % 100, region_date(start, dates[0]), region_date(end, dates[1]),
                  region_rng_chance(rng, 850) ? "37" : "18.5",
                  region_rng_chance(rng, 300) ? "1480" : "", region_date(signed_on[0], dates[2]),
                  region_date(signed_on[1], dates[3]),
                  rate > cap && region_rng_chance(rng, 850) ? "yes" : "no");
    write_rules(out, rng, project);
    (void)fprintf(out, "%s,\n", reasons[region_rng_pick(rng, reason_weights, 5)]);
}

void region_agency_write(FILE *out, const struct region_quarter *quarter, int64_t in_use,
                         struct region_rng *rng)
{
    uint32_t number = region_rng_below(rng, 90000);
    (void)fputs("Worker ID,Supplier,Job title,Basis,Hourly rate,Start date,End date,Weekly hours,"
                "Booked hours,DCS approval,CEO approval,Declared,Years of experience,"
                "Practice reference,Notice weeks,Cool-off,Managed team,Worker named,Cost split,"
                "Reason,Converted\n",
                out);
    for (int64_t i = 0; i < in_use; i++) {
        const int fresh = region_rng_chance(rng, 600);
        const int32_t start = fresh ? region_rng_between(rng, quarter->first, quarter->last - WEEK)
                                    : quarter->first - region_rng_between(rng, 1, DAYS_BACK);
        write_assignment(out, rng, number++, start, 0);
    }
    for (int64_t i = 0; i < in_use / 4; i++) {
        const int32_t start = quarter->first - region_rng_between(rng, 10, DAYS_BACK);
        write_assignment(out, rng, number++, start,
                         region_rng_between(rng, quarter->first, quarter->last));
    }
}
