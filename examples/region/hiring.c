/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Candidates. Every post goes through its rounds of advertising; the last has candidates who are
 * shortlisted, interviewed, offered and start, or withdraw on the way.
 */
#include "quarter.h"

enum { MONTH = 30, WEEK = 7, YEAR = 365, ROUND_DAYS = 42, LEAD = 100 };

static const char *const roles[] = {"Social worker", "NQSW", "Senior social worker",
                                    "Advanced practitioner", "Team manager"};
static const uint16_t role_weights[] = {48, 28, 12, 6, 6};
static const char *const origins[] = {"Newly qualified", "Other council", "Agency",
                                      "Other social work", "Not known"};
static const uint16_t origin_weights[] = {35, 35, 15, 10, 5};
static const char *const routes[] = {"University",
                                     "Step Up",
                                     "Frontline",
                                     "Apprenticeship",
                                     "Agency to permanent",
                                     "Other council",
                                     "Return to social work"};
static const uint16_t route_weights[] = {30, 7, 5, 8, 15, 32, 3};

/* One post on its way. */
struct post {
    uint32_t number;
    const char *role;
    int newly_qualified;
    int32_t authorised;
    int32_t advertised;
    int32_t closed;
    int32_t readvertised;
    int32_t round_ended;
    int round;
};

/* A candidate's dates; 0: it did not happen. */
struct candidate {
    int32_t shortlisted, interviewed, conditional, offered, accepted, notice, started, withdrawn,
        left;
};

static void write_row(FILE *out, struct region_rng *rng, const struct post *post, uint32_t number,
                      const struct candidate *who)
{
    char d[14][16];
    const int joined = who->started != 0;
    (void)fprintf(out, "P9%05u,%d,%s,%s,%s,%s,%s,%s,", post->number, post->round, post->role,
                  region_date(post->authorised, d[0]), region_date(post->advertised, d[1]),
                  region_date(post->closed, d[2]), region_date(post->readvertised, d[3]),
                  region_date(post->round_ended, d[4]));
    if (number == 0) {
        (void)fputs(",,,,,,,,,,,,,\n", out);
        return;
    }
    (void)fprintf(out, "C9%06u,%s,%s,%s,%s,%s,", number, region_date(who->shortlisted, d[5]),
                  region_date(who->interviewed, d[6]), region_date(who->conditional, d[7]),
                  region_date(who->offered, d[8]), region_date(who->accepted, d[9]));
    if (joined) {
        (void)fprintf(out, "%d", who->notice);
    }
    (void)fprintf(out, ",%s,%s,%s,%s,%s,%s,%s\n", region_date(who->started, d[10]),
                  region_date(who->withdrawn, d[11]), region_date(who->left, d[12]),
                  joined
                      ? (post->newly_qualified ? origins[0]
                                               : origins[region_rng_pick(rng, origin_weights, 5)])
                      : "",
                  joined ? routes[region_rng_pick(rng, route_weights, 7)] : "",
                  joined && post->newly_qualified ? region_date(who->started, d[13]) : "",
                  joined && post->newly_qualified && who->left == 0
                      ? region_date(who->started + YEAR - MONTH, d[0])
                      : "");
}

static void write_losers(FILE *out, struct region_rng *rng, const struct post *post,
                         uint32_t *number)
{
    for (int32_t i = region_rng_between(rng, 1, 4); i > 0; i--) {
        struct candidate who = {0};
        if (region_rng_chance(rng, 600)) {
            who.shortlisted = post->closed + 4;
            who.interviewed = region_rng_chance(rng, 700) ? post->closed + WEEK : 0;
        }
        if (region_rng_chance(rng, 150)) {
            who.withdrawn = post->closed + WEEK + 2;
        }
        write_row(out, rng, post, (*number)++, &who);
    }
}

/* The last round, which somebody wins. */
static void write_filled(FILE *out, struct region_rng *rng, struct post *post, uint32_t *number)
{
    struct candidate who = {0};
    who.shortlisted = post->closed + 4;
    who.interviewed = post->closed + WEEK;
    who.conditional = who.interviewed + region_rng_between(rng, 1, 10);
    who.offered = who.conditional + region_rng_between(rng, 7, 21);
    who.accepted = who.offered + region_rng_between(rng, 0, 5);
    who.notice = post->newly_qualified ? 0 : MONTH * region_rng_between(rng, 1, 3) / 2;
    who.started = who.accepted + who.notice + region_rng_between(rng, 3, 20);
    post->round_ended = who.started;
    write_row(out, rng, post, (*number)++, &who);
    write_losers(out, rng, post, number);
}

static void write_post(FILE *out, struct region_rng *rng, const struct region_quarter *quarter,
                       uint32_t *post_number, uint32_t *number)
{
    static const uint16_t weights[] = {60, 22, 10, 4, 4};
    const int rounds = 1 + (int)region_rng_pick(rng, weights, 5);
    const uint32_t role = region_rng_pick(rng, role_weights, 5);
    struct post post = {
        .number = (*post_number)++, .role = roles[role], .newly_qualified = role == 1};
    post.advertised = region_rng_between(rng, quarter->first - LEAD, quarter->last - 3 * WEEK) -
                      (rounds - 1) * ROUND_DAYS;
    post.authorised = post.advertised - region_rng_between(rng, 5, 40);
    for (post.round = 1; post.round <= rounds; post.round++) {
        post.closed = post.advertised + 3 * WEEK;
        if (post.round < rounds) {
            post.readvertised = post.advertised + ROUND_DAYS;
            post.round_ended = post.readvertised;
            write_row(out, rng, &post, 0, &(struct candidate){0});
            post.advertised = post.readvertised;
        }
    }
    post.round = rounds;
    post.readvertised = 0;
    post.round_ended = 0;
    if (region_rng_chance(rng, 700)) {
        write_filled(out, rng, &post, number);
    } else {
        write_losers(out, rng, &post, number);
    }
}

/* Somebody who started within the two years that are followed. */
static void write_earlier(FILE *out, struct region_rng *rng, const struct region_quarter *quarter,
                          uint32_t *post_number, uint32_t *number)
{
    const int32_t started = quarter->last - YEAR - region_rng_between(rng, 1, 2 * YEAR - 2);
    const uint32_t role = region_rng_pick(rng, role_weights, 5);
    struct post post = {.number = (*post_number)++,
                        .role = roles[role],
                        .newly_qualified = role == 1,
                        .authorised = started - 150,
                        .advertised = started - 140,
                        .closed = started - 119,
                        .round_ended = started,
                        .round = 1};
    struct candidate who = {.conditional = started - 110,
                            .offered = started - 90,
                            .accepted = started - 88,
                            .notice = 60,
                            .started = started};
    if (region_rng_chance(rng, 220)) {
        const int32_t left = started + region_rng_between(rng, 40, 700);
        who.left = left <= quarter->last ? left : 0;
    }
    write_row(out, rng, &post, (*number)++, &who);
}

void region_hiring_write(FILE *out, const struct region_quarter *quarter, int64_t starters,
                         struct region_rng *rng)
{
    uint32_t post_number = region_rng_below(rng, 50000);
    uint32_t number = 1 + region_rng_below(rng, 500000);
    (void)fputs(
        "Post,Round,Role,Authorised,Advertised,Closing date,Readvertised,Round ended,"
        "Candidate,Shortlisted,Interview date,Conditional offer,Offer date,Offer accepted,"
        "Notice days,Started,Withdrawn,Left,Origin,Route in,ASYE start date,ASYE completed\n",
        out);
    for (int64_t i = 0; i < starters / 3 + 1; i++) {
        write_post(out, rng, quarter, &post_number, &number);
    }
    for (int64_t i = 0; i < 2 * starters; i++) {
        write_earlier(out, rng, quarter, &post_number, &number);
    }
}
