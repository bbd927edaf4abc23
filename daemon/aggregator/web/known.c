/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After "Slow Down Online Guessing Attacks with Device Cookies" (OWASP). A cookie is a random
 * secret, the day it was made and a mark over both, the account and its password's hash, by the key
 * of forms' marks. What a stolen one is good for is bounded by a bucket of its own, which fills as
 * slowly as an account opens again; what many of them are good for by one of the account's, which
 * wrong passwords alone take from: beyond it they are strangers' tries, and shut it to strangers.
 */
#include "aggregator/web/known.h"

#include "aggregator/web/shell.h"
#include "http/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAY_DIGITS = 5,
    DAYS = 180,
    SECRET = STAITH_ACCESS_SECRET_BYTES - 1,
    COOKIE_BYTES = SECRET + DAY_DIGITS + SECRET + 1
};
static const int64_t DAY_MS = (int64_t)24 * 60 * 60 * 1000;

struct cookie {
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char day[DAY_DIGITS + 1];
};

static const char *name_cookie(const struct staith_web_turn *turn)
{
    return turn->visitor.secure ? "__Host-staith-known" : "staith-known";
}

static long today(const struct staith_web_turn *turn)
{
    const struct staith_outside *outside = turn->web->options.outside;
    return (long)(outside->unix_ms(outside->ctx) / DAY_MS);
}

/* The browser's cookie, if it is of this account and its password, and not too old. */
static bool find_cookie(const struct staith_web_turn *turn, const char *name, struct cookie *ret)
{
    char cookie[COOKIE_BYTES];
    unsigned count = 0;
    const char *header = staith_http_header(turn->request, "Cookie", &count);
    if (count != 1 || !staith_http_cookie(header, name_cookie(turn), cookie, sizeof(cookie)) ||
        strlen(cookie) != COOKIE_BYTES - 1) {
        return false;
    }
    (void)snprintf(ret->secret, sizeof(ret->secret), "%.*s", (int)SECRET, cookie);
    (void)snprintf(ret->day, sizeof(ret->day), "%.*s", (int)DAY_DIGITS, cookie + SECRET);
    if (!staith_access_known_fits(turn->web->options.access, name, ret->day, ret->secret,
                                  cookie + SECRET + DAY_DIGITS)) {
        return false;
    }
    long age = today(turn) - strtol(ret->day, NULL, 10); /* the day is ours: the mark says so */
    return age >= 0 && age < DAYS;
}

bool staith_web_is_known(const struct staith_web_turn *turn, const char *name)
{
    struct cookie cookie;
    unsigned wait = 0;
    return find_cookie(turn, name, &cookie) &&
           staith_web_limit_left(turn->web->known_wrong, name) &&
           staith_web_limit_take(turn->web->known, cookie.secret, &wait);
}

void staith_web_known_wrong(const struct staith_web_turn *turn, const char *name)
{
    unsigned wait = 0;
    (void)staith_web_limit_take(turn->web->known_wrong, name, &wait);
}

void staith_web_make_known(struct staith_web_turn *turn, const char *name, const char *hash)
{
    struct cookie cookie;
    char mark[STAITH_ACCESS_SECRET_BYTES];
    char day[24];
    char value[COOKIE_BYTES + 24];
    bool kept = find_cookie(turn, name, &cookie);
    (void)snprintf(day, sizeof(day), "%0*ld", (int)DAY_DIGITS, today(turn));
    if (kept && strcmp(cookie.day, day) == 0) {
        return;
    }
    if (!kept) {
        staith_access_secret(cookie.secret);
    }
    staith_access_known_mark(turn->web->options.access, name, hash, day, cookie.secret, mark);
    (void)snprintf(value, sizeof(value), "%s%.*s%s", cookie.secret, (int)DAY_DIGITS, day, mark);
    staith_web_set_cookie(turn, name_cookie(turn), value, DAYS * (unsigned)(DAY_MS / 1000));
}
