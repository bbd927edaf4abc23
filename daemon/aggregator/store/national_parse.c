/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells of a national file. Names are compared in one spelling: lower case, runs of anything but
 * letters and digits as one underscore, "%" as "perc", so that "Turnover_rate_FTE_%",
 * "turnover_rate_fte_perc" and "turnover_rate_fte" are one column. The editions: 2017 to 2022
 * (social_worker_fte, leaver_fte, agency_worker_rate_fte_%), and those from 2017 to 2023 on.
 */
#include "aggregator/store/national_parse.h"

#include "base/decimal.h"

#include <stdio.h>
#include <string.h>

enum { NAME_BYTES = 80, MAX_DECIMALS = 6, NUMBER_BYTES = 24 };

static const struct {
    const char *name;
    enum staith_national_column_kind kind;
} PLACES[] = {
    {"time_period", STAITH_NATIONAL_PERIOD},
    {"period", STAITH_NATIONAL_PERIOD},
    {"year", STAITH_NATIONAL_PERIOD},
    {"time_identifier", STAITH_NATIONAL_IGNORED},
    {"geographic_level", STAITH_NATIONAL_LEVEL},
    {"level", STAITH_NATIONAL_LEVEL},
    {"area_code", STAITH_NATIONAL_AREA_CODE},
    {"area_name", STAITH_NATIONAL_AREA_NAME},
    {"country_code", STAITH_NATIONAL_IGNORED},
    {"country_name", STAITH_NATIONAL_COUNTRY_NAME},
    {"region_code", STAITH_NATIONAL_REGION_CODE},
    {"region_name", STAITH_NATIONAL_REGION_NAME},
    {"old_la_code", STAITH_NATIONAL_OLD_LA},
    {"la_code", STAITH_NATIONAL_OLD_LA},
    {"new_la_code", STAITH_NATIONAL_NEW_LA},
    {"la_name", STAITH_NATIONAL_LA_NAME},
};

/* Names of earlier editions beside ours; ours alone where the name never changed. */
static const struct {
    const char *name;
    const char *item;
} ITEMS[] = {
    {"inpost_fte", "inpost_fte"},
    {"social_worker_fte", "inpost_fte"},
    {"inpost_headcount", "inpost_headcount"},
    {"social_worker_headcount", "inpost_headcount"},
    {"starters_fte", "starters_fte"},
    {"starter_fte", "starters_fte"},
    {"starters_headcount", "starters_headcount"},
    {"starter_headcount", "starters_headcount"},
    {"leavers_fte", "leavers_fte"},
    {"leaver_fte", "leavers_fte"},
    {"leavers_headcount", "leavers_headcount"},
    {"leaver_headcount", "leavers_headcount"},
    {"turnover_rate_fte", "turnover_rate_fte"},
    {"turnover_rate_headcount", "turnover_rate_headcount"},
    {"agency_fte", "agency_fte"},
    {"agency_worker_fte", "agency_fte"},
    {"agency_headcount", "agency_headcount"},
    {"agency_worker_headcount", "agency_headcount"},
    {"agency_rate_fte", "agency_rate_fte"},
    {"agency_worker_rate_fte", "agency_rate_fte"},
    {"agency_rate_headcount", "agency_rate_headcount"},
    {"agency_worker_rate_headcount", "agency_rate_headcount"},
    {"agency_cover_fte", "agency_cover_fte"},
    {"agency_cover_headcount", "agency_cover_headcount"},
    {"agency_cover_rate_fte", "agency_cover_rate_fte"},
    {"vacancy_fte", "vacancy_fte"},
    {"vacancy_rate_fte", "vacancy_rate_fte"},
    {"vacancy_agency_cover_rate_fte", "vacancy_agency_cover_rate_fte"},
    {"case_holders_fte", "case_holders_fte"},
    {"cases", "cases"},
    {"caseload_fte", "caseload_fte"},
    {"working_days_lost_fte", "working_days_lost_fte"},
    {"working_days_lost", "working_days_lost_fte"},
    {"absence_rate_fte", "absence_rate_fte"},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The one spelling of a name; cut when it is longer than any we know. */
static void spell(const char *name, char out[NAME_BYTES])
{
    size_t len = 0;
    for (const char *at = name; *at != '\0' && len + 5 < NAME_BYTES; at++) {
        char c = lower(*at);
        bool plain = (c >= 'a' && c <= 'z') || is_digit(c);
        if (plain) {
            out[len++] = c;
        } else if (c == '%') {
            memcpy(out + len, "perc", 4);
            len += 4;
        } else if (len > 0 && out[len - 1] != '_') {
            out[len++] = '_';
        }
    }
    while (len > 0 && out[len - 1] == '_') {
        len--;
    }
    out[len] = '\0';
    static const char *const ENDINGS[] = {"_perc", "_percent", "_percentage", "_pct"};
    for (size_t i = 0; i < sizeof(ENDINGS) / sizeof(ENDINGS[0]); i++) {
        size_t ending = strlen(ENDINGS[i]);
        if (len > ending && strcmp(out + len - ending, ENDINGS[i]) == 0) {
            out[len - ending] = '\0';
            return;
        }
    }
}

enum staith_national_column_kind staith_national_column(const char *name, const char **ret_item)
{
    char spelt[NAME_BYTES];
    spell(name, spelt);
    for (size_t i = 0; i < sizeof(PLACES) / sizeof(PLACES[0]); i++) {
        if (strcmp(PLACES[i].name, spelt) == 0) {
            return PLACES[i].kind;
        }
    }
    for (size_t i = 0; i < sizeof(ITEMS) / sizeof(ITEMS[0]); i++) {
        if (strcmp(ITEMS[i].name, spelt) == 0) {
            *ret_item = ITEMS[i].item;
            return STAITH_NATIONAL_ITEM;
        }
    }
    return STAITH_NATIONAL_UNKNOWN;
}

const char *staith_national_column_words(enum staith_national_column_kind kind)
{
    for (size_t i = 0; i < sizeof(PLACES) / sizeof(PLACES[0]); i++) {
        if (PLACES[i].kind == kind) {
            return PLACES[i].name;
        }
    }
    return "figures";
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

int staith_national_period(const char *text, char out[16])
{
    size_t digits = 0;
    char plain[7] = "";
    for (const char *at = text; *at != '\0'; at++) {
        bool joins = (*at == '/' || *at == '-') && digits == 4 && at[1] != '\0';
        if (joins) {
            continue;
        }
        if (!is_digit(*at) || digits == 6) {
            return STAITH_ERR_SYNTAX;
        }
        plain[digits++] = *at;
    }
    if ((digits != 4 && digits != 6) || two_digits(plain) < 19 || two_digits(plain) > 29) {
        return STAITH_ERR_SYNTAX;
    }
    int year = two_digits(plain) * 100 + two_digits(plain + 2);
    if (digits == 6) {
        year++;
        if (year % 100 != two_digits(plain + 4)) {
            return STAITH_ERR_SYNTAX;
        }
    }
    (void)snprintf(out, 16, "%d", year);
    return 0;
}

int staith_national_level(const char *text, char out[16])
{
    static const struct {
        const char *name;
        const char *level;
    } LEVELS[] = {
        {"national", "country"},    {"country", "country"},     {"regional", "region"},
        {"region", "region"},       {"subregion", "subregion"}, {"local_authority", "authority"},
        {"authority", "authority"},
    };
    char spelt[NAME_BYTES];
    spell(text, spelt);
    for (size_t i = 0; i < sizeof(LEVELS) / sizeof(LEVELS[0]); i++) {
        if (strcmp(LEVELS[i].name, spelt) == 0) {
            (void)snprintf(out, 16, "%s", LEVELS[i].level);
            return 0;
        }
    }
    return STAITH_ERR_SYNTAX;
}

/* A comma in a number stands before three digits, else it is none of ours. */
static bool groups(const char *at)
{
    return is_digit(at[1]) && is_digit(at[2]) && is_digit(at[3]) && !is_digit(at[4]);
}

/* The text without commas between thousands and without a per cent sign at the end. */
static int strip(const char *text, char plain[NUMBER_BYTES])
{
    size_t len = 0;
    for (const char *at = text; *at != '\0'; at++) {
        bool comma = *at == ',' && len > 0 && groups(at);
        bool percent = *at == '%' && len > 0 && at[1] == '\0';
        if (comma || percent) {
            continue;
        }
        if (len + 1 >= NUMBER_BYTES) {
            return STAITH_ERR_SYNTAX;
        }
        plain[len++] = *at;
    }
    plain[len] = '\0';
    return 0;
}

/* Digits, or digits, a point and at most six digits more. */
static int number(const char *text, struct staith_national_cell *ret_cell)
{
    static const char DIGITS[] = "0123456789";
    char plain[NUMBER_BYTES];
    if (strip(text, plain) != 0) {
        return STAITH_ERR_SYNTAX;
    }
    size_t whole = strspn(plain, DIGITS);
    size_t decimals = 0;
    if (plain[whole] == '.') {
        decimals = strspn(plain + whole + 1, DIGITS);
    }
    size_t len = whole + (decimals > 0 ? 1 + decimals : 0);
    if (whole == 0 || plain[len] != '\0' || decimals > MAX_DECIMALS) {
        return STAITH_ERR_SYNTAX;
    }
    struct staith_national_cell cell = {.status = STAITH_STATUS_VALUE,
                                        .decimals = (uint32_t)decimals};
    if (staith_decimal_parse(plain, len, cell.decimals, &cell.value) != 0) {
        return STAITH_ERR_SYNTAX;
    }
    *ret_cell = cell;
    return 0;
}

int staith_national_figure(const char *text, struct staith_national_cell *ret_cell)
{
    char symbol[8];
    size_t len = strlen(text);
    struct staith_national_cell cell = {.status = STAITH_STATUS_UNSET};
    if (len == 0) {
        *ret_cell = cell;
        return 0;
    }
    if (len < sizeof(symbol)) {
        for (size_t i = 0; i <= len; i++) {
            symbol[i] = lower(text[i]);
        }
        if (staith_status_parse(symbol, &cell.status) == 0) {
            *ret_cell = cell;
            return 0;
        }
    }
    return number(text, ret_cell);
}

static bool code_valid(const char *code, size_t len)
{
    size_t letters = len > 0 && code[0] == 'E' ? 1 : 0;
    for (size_t i = letters; i < len; i++) {
        if (!is_digit(code[i])) {
            return false;
        }
    }
    return letters == 0 ? len == 3 : len == 9;
}

int staith_national_codes(const char *text, char codes[STAITH_NATIONAL_JOINT_MAX][16],
                          uint32_t *ret_count, char joint[32])
{
    uint32_t count = 0;
    size_t used = 0;
    const char *at = text;
    joint[0] = '\0';
    for (;;) {
        size_t len = strcspn(at, " /");
        if (count == STAITH_NATIONAL_JOINT_MAX || !code_valid(at, len)) {
            return STAITH_ERR_SYNTAX;
        }
        memcpy(codes[count], at, len);
        codes[count][len] = '\0';
        int wrote = snprintf(joint + used, 32 - used, "%s%s", count > 0 ? " / " : "", codes[count]);
        if (wrote < 0 || (size_t)wrote >= 32 - used) {
            return STAITH_ERR_SYNTAX;
        }
        used += (size_t)wrote;
        count++;
        at += len + strspn(at + len, " ");
        if (*at == '\0') {
            break;
        }
        if (*at != '/') {
            return STAITH_ERR_SYNTAX;
        }
        at += 1 + strspn(at + 1, " ");
    }
    if (count == 1) {
        joint[0] = '\0';
    }
    *ret_count = count;
    return 0;
}
