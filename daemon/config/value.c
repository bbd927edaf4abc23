/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How each kind of scalar looks. A check answers yes or no; the words for a refusal come from the
 * same table as the reference, so that they cannot differ.
 */
#include "base/date.h"
#include "base/decimal.h"
#include "base/hex.h"
#include "base/schedule.h"
#include "base/z85.h"
#include "config/table.h"
#include "model/period.h"
#include "model/status.h"

#include <arpa/inet.h>
#include <string.h>

enum { DECIMAL_DIGITS = 6 };
static const char *const log_levels[] = {"error", "warning", "notice", "info", "debug"};
static const char *const reasons[] = {"withdrawn", "incomplete", "system_change", "other"};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* A letter, then letters, digits and `joint`, 63 at most. */
static bool is_word(const char *text, size_t len, char joint)
{
    if (len == 0 || len > 63 || !is_lower(text[0])) {
        return false;
    }
    for (size_t i = 1; i < len; i++) {
        if (!is_lower(text[i]) && !is_digit(text[i]) && text[i] != joint) {
            return false;
        }
    }
    return true;
}

static bool all_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(text[i])) {
            return false;
        }
    }
    return text[count] == '\0';
}

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_text(const char *text)
{
    return text[0] != '\0' && strchr(text, '\n') == NULL && strchr(text, '\t') == NULL;
}

static bool check_code(const char *text)
{
    return is_word(text, strlen(text), '_');
}

static bool check_slug(const char *text)
{
    return is_word(text, strlen(text), '-');
}

static bool check_dfe(const char *text)
{
    return all_digits(text, 3);
}

static bool check_ons(const char *text)
{
    return text[0] >= 'A' && text[0] <= 'Z' && all_digits(text + 1, 8);
}

static bool check_path(const char *text)
{
    return check_text(text) && strlen(text) < 1024;
}

static bool check_plugin(const char *text)
{
    return strchr(text, '/') != NULL ? check_path(text) : check_code(text);
}

static bool check_number(const char *text)
{
    uint64_t number = 0;
    return staith_config_number(text, &number);
}

static bool check_log_level(const char *text)
{
    return is_one_of(text, log_levels, sizeof(log_levels) / sizeof(log_levels[0]));
}

static bool check_sign_off(const char *text)
{
    return strcmp(text, "at-once") == 0 || strcmp(text, "hold") == 0;
}

static bool check_revisions(const char *text)
{
    return check_sign_off(text) || strcmp(text, "hold-for-two") == 0;
}

static bool check_time(const char *text)
{
    int64_t unix_ms = 0;
    return staith_time_parse(text, &unix_ms) == 0;
}

static bool check_acceptance(const char *text)
{
    return strcmp(text, "automatic") == 0 || strcmp(text, "officer") == 0;
}

static bool check_grant(const char *text)
{
    return strcmp(text, "programs") == 0 || strcmp(text, "network") == 0;
}

static bool check_schedule(const char *text)
{
    struct staith_schedule schedule;
    return staith_schedule_parse(text, &schedule) == 0;
}

static bool check_reason(const char *text)
{
    return is_one_of(text, reasons, sizeof(reasons) / sizeof(reasons[0]));
}

/* Names, IPv4 addresses, and IPv6 addresses in square brackets. */
static bool check_host(const char *host, size_t len)
{
    bool bracketed = len > 2 && host[0] == '[' && host[len - 1] == ']';
    for (size_t i = bracketed ? 1 : 0; i < (bracketed ? len - 1 : len); i++) {
        char c = host[i];
        bool good = bracketed ? is_hex(c) || c == ':' || c == '.'
                              : is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
        if (!good) {
            return false;
        }
    }
    return len > 0 && len <= 253;
}

/* To listen, the address may be "*" (all of them) and so may the port (one that the system gives;
 * the daemon's status says which). */
static bool check_endpoint(const char *text, bool listening)
{
    static const char scheme[] = "tcp://";
    if (strncmp(text, scheme, sizeof(scheme) - 1) != 0) {
        return false;
    }
    const char *host = text + sizeof(scheme) - 1;
    const char *colon = strrchr(host, ':');
    uint64_t port = 0;
    if (colon == NULL) {
        return false;
    }
    bool any_port = listening && strcmp(colon + 1, "*") == 0;
    if (!any_port && (!staith_config_number(colon + 1, &port) || port < 1 || port > 65535)) {
        return false;
    }
    size_t len = (size_t)(colon - host);
    return (listening && len == 1 && host[0] == '*') || check_host(host, len);
}

static bool check_connect(const char *text)
{
    return check_endpoint(text, false);
}

static bool check_bind(const char *text)
{
    return check_endpoint(text, true);
}

/* A socket's name has 107 bytes at most. */
static bool check_serve(const char *text)
{
    return strncmp(text, "unix:/", 6) == 0 ? text[6] != '\0' && strlen(text) - 5 <= 107
                                           : check_endpoint(text, true);
}

static bool check_plain(const char *text)
{
    return strcmp(text, "this-machine") == 0 || strcmp(text, "anybody") == 0;
}

static bool check_z85(const char *text)
{
    uint8_t key[STAITH_Z85_KEY_BYTES];
    return staith_z85_decode(text, key) == 0;
}

static bool check_hex(const char *text)
{
    uint8_t key[32];
    return staith_hex_decode(text, key, sizeof(key)) == 0;
}

static bool check_measure(const char *text)
{
    const char *dot = strchr(text, '.');
    return dot != NULL && is_word(text, (size_t)(dot - text), '_') && check_code(dot + 1);
}

static bool check_period(const char *text)
{
    struct staith_period period;
    return staith_period_parse(text, &period) == 0;
}

static bool check_mark(const char *text)
{
    return strcmp(text, "u") == 0 || strcmp(text, "x") == 0;
}

/* Printable ASCII without spaces, and nothing that a mailer or curl could take for more than one
 * address: the text becomes a header of a mail, or an argument. */
static bool is_plain(const char *text, const char *forbidden)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at <= ' ' || *at >= 0x7F || strchr(forbidden, *at) != NULL) {
            return false;
        }
    }
    return strlen(text) < 1024;
}

static bool check_mail(const char *text)
{
    const char *at = strchr(text, '@');
    return is_plain(text, ",;:<>()[]\\\"") && text[0] != '-' && at != NULL && at != text &&
           at[1] != '\0' && strchr(at + 1, '@') == NULL;
}

static bool check_url(const char *text)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
        size_t len = strlen(schemes[i]);
        if (strncmp(text, schemes[i], len) == 0) {
            return is_plain(text, "<>\\\"{}[]") && text[len] != '\0' && text[len] != '/';
        }
    }
    return false;
}

static bool check_decimal(const char *text)
{
    int64_t scaled = 0;
    return staith_decimal_parse(text, strlen(text), DECIMAL_DIGITS, &scaled) == 0;
}

static bool check_database(const char *text)
{
    static const char scheme[] = "postgresql://";
    return strncmp(text, scheme, strlen(scheme)) == 0 && is_plain(text, "<>\\\"{}[]");
}

static bool check_date(const char *text)
{
    int32_t day = 0;
    return staith_date_parse(text, strlen(text), &day) == 0;
}

static bool check_audience(const char *text)
{
    return strcmp(text, "region") == 0 || strcmp(text, "public") == 0;
}

static bool check_with(const char *text)
{
    return strcmp(text, "region") == 0 || strcmp(text, "councils") == 0 ||
           strcmp(text, "public") == 0;
}

static bool check_address(const char *text)
{
    struct in6_addr room;
    return inet_pton(AF_INET, text, &room) == 1 || inet_pton(AF_INET6, text, &room) == 1;
}

static bool check_header(const char *text)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    size_t len = strlen(text);
    return len > 0 && len <= 64 && strspn(text, PLAIN) == len;
}

static bool check_leaves(const char *text)
{
    return strcmp(text, "protected") == 0 || strcmp(text, "exact-or-hidden") == 0 ||
           strcmp(text, "nothing") == 0;
}

static bool check_base(const char *text)
{
    return strcmp(text, "5") == 0 || strcmp(text, "3") == 0;
}

const struct staith_config_form *staith_config_form(enum staith_config_kind kind)
{
    static const struct staith_config_form forms[] = {
        [STAITH_CONFIG_TEXT] = {"a line of text", "one line of text", check_text},
        [STAITH_CONFIG_CODE] = {"a code",
                                "a small letter, then small letters, digits and _, as in csww",
                                check_code},
        [STAITH_CONFIG_SLUG] =
            {"a name for addresses",
             "a small letter, then small letters, digits and -, as in north-tyneside", check_slug},
        [STAITH_CONFIG_DFE] = {"a DfE code", "three digits, as in 840", check_dfe},
        [STAITH_CONFIG_ONS] = {"an ONS code", "a capital letter and eight digits, as in E06000047",
                               check_ons},
        [STAITH_CONFIG_PATH] = {"a path", "a path; a relative one counts from this file's folder",
                                check_path},
        [STAITH_CONFIG_PLUGIN] = {"a plugin",
                                  "a plugin's name, as in workforce, or a path with a / to its .so",
                                  check_plugin},
        [STAITH_CONFIG_NUMBER] = {"a whole number", "digits alone, as in 60", check_number},
        [STAITH_CONFIG_LOG_LEVEL] = {"a log level", "error, warning, notice, info or debug",
                                     check_log_level},
        [STAITH_CONFIG_CONNECT] = {"an address to connect to",
                                   "tcp://host:port, as in tcp://region.example:7440",
                                   check_connect},
        [STAITH_CONFIG_BIND] = {"an address to listen at",
                                "tcp://address:port, as in tcp://*:7440 for every address",
                                check_bind},
        [STAITH_CONFIG_SERVE] = {"an address to serve at",
                                 "tcp://address:port, as in tcp://*:443 for every address, or "
                                 "unix:/path, as in unix:/run/staith/web.sock",
                                 check_serve},
        [STAITH_CONFIG_PLAIN] = {"who", "this-machine or anybody", check_plain},
        [STAITH_CONFIG_Z85_KEY] =
            {"a public transport key",
             "the 40 characters in transport.pub, in quotes; `staith keys new` makes it",
             check_z85},
        [STAITH_CONFIG_HEX_KEY] =
            {"a public signing key",
             "the 64 hex digits in signing.pub, in quotes; `staith keys new` makes it", check_hex},
        [STAITH_CONFIG_MEASURE] = {"a measure of a dataset",
                                   "dataset.measure, as in csww.inpost_fte", check_measure},
        [STAITH_CONFIG_PERIOD_CODE] = {"a period", "a period, as in 2025, 2025Q3 or 2025-07",
                                       check_period},
        [STAITH_CONFIG_MARK] = {"a mark", "u (low reliability) or x (not available)", check_mark},
        [STAITH_CONFIG_REASON] = {"a reason", "withdrawn, incomplete, system_change or other",
                                  check_reason},
        [STAITH_CONFIG_MAIL] = {"a mail address", "name@host, as in lead@council.example",
                                check_mail},
        [STAITH_CONFIG_URL] = {"an address of the web",
                               "http:// or https://, as in https://alerts.council.example/staith",
                               check_url},
        [STAITH_CONFIG_DATABASE] = {"an address of a database",
                                    "postgresql://, as in postgresql://host/staith",
                                    check_database},
        [STAITH_CONFIG_SIGN_OFF] = {"a way of sign-off", "at-once or hold", check_sign_off},
        [STAITH_CONFIG_REVISIONS] = {"a way of revision", "at-once, hold or hold-for-two",
                                     check_revisions},
        [STAITH_CONFIG_TIME] = {"a time", "a time in UTC, as in 2026-12-10T09:30", check_time},
        [STAITH_CONFIG_ACCEPTANCE] = {"a way of acceptance", "automatic or officer",
                                      check_acceptance},
        [STAITH_CONFIG_DECIMAL] = {"a number", "at most six decimals, as in 12.5", check_decimal},
        [STAITH_CONFIG_DATE] = {"a date", "year-month-day, as in 2026-12-01", check_date},
        [STAITH_CONFIG_AUDIENCE] = {"an audience", "region or public", check_audience},
        [STAITH_CONFIG_WITH] = {"whom it is shared with", "region, councils or public", check_with},
        [STAITH_CONFIG_ADDRESS] = {"an address", "numbers, as in 127.0.0.1 or ::1", check_address},
        [STAITH_CONFIG_HEADER] = {"a header's name", "letters, digits and -, as in X-Remote-User",
                                  check_header},
        [STAITH_CONFIG_LEAVES] = {"what leaves", "protected, exact-or-hidden or nothing",
                                  check_leaves},
        [STAITH_CONFIG_BASE] = {"a base", "5 or 3", check_base},
        [STAITH_CONFIG_SCHEDULE] = {"a schedule",
                                    "minute hour day month weekday, as cron has them, in quotes "
                                    "and UTC: 30 6 * * 1-5 is 06:30 from Monday to Friday",
                                    check_schedule},
        [STAITH_CONFIG_GRANT] = {"what a run may be allowed", "programs or network", check_grant},
    };
    return &forms[kind];
}

bool staith_config_number(const char *text, uint64_t *ret_number)
{
    size_t len = strlen(text);
    if (len == 0 || len > 18 || !all_digits(text, len)) {
        return false;
    }
    uint64_t number = 0;
    for (size_t i = 0; i < len; i++) {
        number = number * 10 + (uint64_t)(text[i] - '0');
    }
    *ret_number = number;
    return true;
}
