/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After "Slow Down Online Guessing Attacks with Device Cookies" (OWASP). A cookie is a random
 * secret, the day it was made and a mark over both and the account, by the key of forms' marks.
 * What a stolen one is good for is bounded by a bucket of its own, which fills as slowly as an
 * account opens again.
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
    COOKIE_BYTES = SECRET + DAY_DIGITS + SECRET + 1,
    FORM_BYTES = 32 + STAITH_ACCESS_NAME_BYTES
};
static const int64_t DAY_MS = (int64_t)24 * 60 * 60 * 1000;

static const char *name_cookie(const struct staith_web_turn *turn)
{
    return turn->visitor.secure ? "__Host-staith-known" : "staith-known";
}

static long today(const struct staith_web_turn *turn)
{
    const struct staith_outside *outside = turn->web->options.outside;
    return (long)(outside->unix_ms(outside->ctx) / DAY_MS);
}

/* What is marked: no form has a name like it. */
static void name_form(const char *name, const char *day, char out[FORM_BYTES])
{
    (void)snprintf(out, FORM_BYTES, "known since %.*s: %s", (int)DAY_DIGITS, day, name);
}

bool staith_web_is_known(const struct staith_web_turn *turn, const char *name)
{
    char cookie[COOKIE_BYTES];
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char day[DAY_DIGITS + 1];
    char form[FORM_BYTES];
    unsigned count = 0;
    unsigned wait = 0;
    const char *header = staith_http_header(turn->request, "Cookie", &count);
    if (count != 1 || !staith_http_cookie(header, name_cookie(turn), cookie, sizeof(cookie)) ||
        strlen(cookie) != COOKIE_BYTES - 1) {
        return false;
    }
    (void)snprintf(secret, sizeof(secret), "%.*s", (int)SECRET, cookie);
    (void)snprintf(day, sizeof(day), "%.*s", (int)DAY_DIGITS, cookie + SECRET);
    name_form(name, day, form);
    if (!staith_access_form_fits(turn->web->options.access, form, secret,
                                 cookie + SECRET + DAY_DIGITS)) {
        return false;
    }
    long age = today(turn) - strtol(day, NULL, 10); /* the day is ours: the mark says so */
    return age >= 0 && age < DAYS && staith_web_limit_take(turn->web->known, secret, &wait);
}

void staith_web_make_known(struct staith_web_turn *turn, const char *name)
{
    char secret[STAITH_ACCESS_SECRET_BYTES];
    char mark[STAITH_ACCESS_SECRET_BYTES];
    char day[24];
    char cookie[COOKIE_BYTES + 24];
    char form[FORM_BYTES];
    (void)snprintf(day, sizeof(day), "%0*ld", (int)DAY_DIGITS, today(turn));
    name_form(name, day, form);
    staith_access_secret(secret);
    staith_access_form_mark(turn->web->options.access, form, secret, mark);
    (void)snprintf(cookie, sizeof(cookie), "%s%.*s%s", secret, (int)DAY_DIGITS, day, mark);
    staith_web_set_cookie(turn, name_cookie(turn), cookie, DAYS * (unsigned)(DAY_MS / 1000));
}
