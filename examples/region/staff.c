/* SPDX-License-Identifier: Apache-2.0 */
/* The workforce at the end of a quarter, with what the census lacks: service areas, routes, causes
 * of sickness. */
#include "quarter.h"

enum { YEAR = 365, ROLES = 6, AREAS = 8, FEWEST_YEARS = 22, MOST_YEARS = 66 };

static const uint16_t role_weights[ROLES] = {3, 5, 15, 15, 55, 7};
static const char *const areas[AREAS] = {"Front door", "Safeguarding", "In care",   "Leaving care",
                                         "Fostering",  "Disability",   "Reviewing", "Early help"};
static const uint16_t area_weights[AREAS] = {16, 38, 18, 6, 9, 5, 5, 3};
static const char *const routes[] = {"University", "Step Up", "Apprenticeship", "Other council"};
static const uint16_t route_weights[] = {45, 8, 10, 37};

/* Cases at the end of the quarter, and days lost in it. */
static void write_work(FILE *out, struct region_rng *rng, int holder)
{
    const int sick = region_rng_chance(rng, 220) ? region_rng_between(rng, 1, 24) : 0;
    const int stress = sick > 0 && region_rng_chance(rng, 300) ? sick : 0;
    (void)fprintf(out, "%d,%d,%d,%d\n", holder ? region_rng_between(rng, 6, 26) : 0, sick, stress,
                  stress == 0 && sick < 6 ? sick : 0);
}

static void write_person(FILE *out, const struct region_quarter *quarter, struct region_rng *rng,
                         uint32_t number, int leaver)
{
    static const char *const shares[] = {"1", "1", "1", "0.8", "0.6", "0.5"};
    char d[3][16];
    const uint32_t role = 1 + region_rng_pick(rng, role_weights, ROLES);
    const int32_t age = region_rng_between(rng, FEWEST_YEARS * YEAR, MOST_YEARS * YEAR);
    const int32_t served = region_rng_between(rng, 5, age - 21 * YEAR);
    const int32_t ended = leaver ? region_rng_between(rng, quarter->first, quarter->last) : 0;
    const int newly = served < YEAR && region_rng_chance(rng, 600);
    int32_t started = quarter->last - (served > 35 * YEAR ? 35 * YEAR : served);
    if (leaver && started >= ended) {
        started = ended - YEAR;
    }
    (void)fprintf(out, "SW9%09u,0,%s,%s,%u,%s,%s,%u,%s,%s,", number,
                  leaver ? "0" : shares[region_rng_below(rng, 6)],
                  region_date(quarter->last - age, d[0]), role,
                  areas[region_rng_pick(rng, area_weights, AREAS)], region_date(started, d[1]),
                  newly ? 1 : 2 + region_rng_below(rng, 8),
                  routes[region_rng_pick(rng, route_weights, 4)], region_date(ended, d[2]));
    if (leaver) {
        (void)fprintf(out, "%u,%u,", 1 + region_rng_below(rng, 7), 1 + region_rng_below(rng, 8));
    } else {
        (void)fputs(",,", out);
    }
    (void)fprintf(out, "%s,", newly ? "yes" : "no");
    write_work(out, rng, !leaver && role == 5);
}

void region_staff_write(FILE *out, const struct region_quarter *quarter, int64_t in_post,
                        struct region_rng *rng)
{
    uint32_t number = region_rng_below(rng, 900000);
    (void)fputs("SWENo,AgencyWorker,FTE,PersonBirthDate,OrgRole,Service area,RoleStartDate,"
                "StartOrigin,Route,RoleEndDate,LeaverDestination,ReasonLeave,ASYE,Cases30,"
                "WorkingDaysLost,Days stress,Days infection\n",
                out);
    for (int64_t i = 0; i < in_post + in_post / 30; i++) {
        write_person(out, quarter, rng, number++, i >= in_post);
    }
}
