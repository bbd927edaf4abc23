/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, numbers and words as people write them into tables. */
#include "table_raw.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_NUMBER_BYTES = 40, MAX_WORD_BYTES = 16 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* ---- dates ---- */

/* A time behind a date: h:mm, with seconds and their parts, a Z or an offset. Its digits are not
 * looked at further: it is dropped. */
static bool is_time(const char *text, size_t len)
{
    size_t hours = len > 1 && is_digit(text[1]) ? 2 : 1;
    if (len < hours + 3 || !is_digit(text[0]) || text[hours] != ':') {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (!is_digit(text[i]) && strchr(":.+-Zz APMapm", text[i]) == NULL) {
            return false;
        }
    }
    return true;
}

static size_t date_length(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool gap = text[i] == ' ' || (text[i] == 'T' && i == 10);
        if (gap && is_time(text + i + 1, len - i - 1)) {
            return i;
        }
    }
    return len;
}

/* The digits of one part: 1 to `most` of them. */
static bool read_part(const char *text, size_t len, size_t *at, size_t least, size_t most,
                      int *ret_value)
{
    size_t first = *at;
    int value = 0;
    while (*at < len && is_digit(text[*at]) && *at - first < most) {
        value = value * 10 + (text[*at] - '0');
        (*at)++;
    }
    *ret_value = value;
    return *at - first >= least && (*at == len || !is_digit(text[*at]));
}

static bool read_month_name(const char *text, size_t len, size_t *at, int *ret_month)
{
    static const char *const months[] = {"january",   "february", "march",    "april",
                                         "may",       "june",     "july",     "august",
                                         "september", "october",  "november", "december"};
    size_t first = *at;
    char word[MAX_WORD_BYTES] = {0};
    size_t count = 0;
    while (first + count < len && count < sizeof word - 1) {
        char c = lower(text[first + count]);
        if (c < 'a' || c > 'z') {
            break;
        }
        word[count++] = c;
    }
    *at = first + count;
    for (int i = 0; i < 12; i++) {
        bool sept = i == 8 && count == 4 && memcmp(word, "sept", 4) == 0;
        if ((count == 3 && memcmp(months[i], word, 3) == 0) || sept ||
            (count == strlen(months[i]) && memcmp(months[i], word, count) == 0)) {
            *ret_month = i + 1;
            return true;
        }
    }
    return false;
}

/* 30/09/2025, 30.09.2025, 30-09-2025, 30-Sep-2025, 30 September 2025: the day first, the same mark
 * twice, four digits of a year. */
static int read_day_first(const char *text, size_t len, int32_t *ret_day)
{
    size_t at = 0;
    int day = 0;
    int month = 0;
    int year = 0;
    if (!read_part(text, len, &at, 1, 2, &day) || at == len || strchr("/.- ", text[at]) == NULL) {
        return STAITH_EINVAL;
    }
    char mark = text[at++];
    bool named = at < len && !is_digit(text[at]);
    bool month_read = named ? read_month_name(text, len, &at, &month)
                            : mark != ' ' && read_part(text, len, &at, 1, 2, &month);
    if (!month_read || at == len || text[at] != mark) {
        return STAITH_EINVAL;
    }
    at++;
    if (!read_part(text, len, &at, 4, 4, &year) || at != len) {
        return STAITH_EINVAL;
    }
    return staith_kit_date_from(year, month, day, ret_day);
}

static int read_serial(const char *text, size_t len, int32_t *ret_day)
{
    char digits[8];
    memcpy(digits, text, len);
    digits[len] = '\0';
    return staith_kit_raw_serial(strtod(digits, NULL), false, ret_day);
}

/* 2025-09-30, 2025/09/30. */
static int read_year_first(const char *text, size_t len, int32_t *ret_day)
{
    char dashed[10];
    if (len != sizeof dashed || (text[4] != '/' && text[4] != '-') || text[7] != text[4]) {
        return STAITH_EINVAL;
    }
    memcpy(dashed, text, sizeof dashed);
    dashed[4] = '-';
    dashed[7] = '-';
    return staith_kit_date(dashed, sizeof dashed, ret_day);
}

/* 20250930. Read the other way round, 30092025, it would be a year before 1800 or a thirteenth
 * month: there is no text that both could be. */
static int read_packed(const char *text, int32_t *ret_day)
{
    char dashed[10] = {[4] = '-', [7] = '-'};
    memcpy(dashed, text, 4);
    memcpy(dashed + 5, text + 4, 2);
    memcpy(dashed + 8, text + 6, 2);
    return staith_kit_date(dashed, sizeof dashed, ret_day);
}

int staith_kit_date_any(const char *text, size_t len, int32_t *ret_day)
{
    len = date_length(text, len);
    size_t digits = 0;
    while (digits < len && is_digit(text[digits])) {
        digits++;
    }
    if (digits == len && len == 8) {
        return read_packed(text, ret_day);
    }
    if (digits == len) {
        return len == 5 ? read_serial(text, len, ret_day) : STAITH_EINVAL;
    }
    return digits == 4 ? read_year_first(text, len, ret_day) : read_day_first(text, len, ret_day);
}

/* ---- numbers ---- */

/* Copy without thousands separators, which must part groups of three. */
static bool drop_commas(const char *text, size_t len, char *ret_text, size_t *ret_len)
{
    size_t out = 0;
    size_t group = 0; /* digits since the last comma */
    bool commas = false;
    bool fraction = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == ',' && !fraction) {
            if (commas ? group != 3 : group < 1 || group > 3) {
                return false;
            }
            commas = true;
            group = 0;
            continue;
        }
        if (c == '.') {
            if (commas && group != 3) {
                return false;
            }
            fraction = true;
        }
        group += is_digit(c) && !fraction ? 1 : 0;
        ret_text[out++] = c;
    }
    *ret_len = out;
    return !commas || fraction || group == 3;
}

int staith_kit_number(const char *text, size_t len, unsigned digits, int64_t minimum,
                      int64_t maximum, int64_t *ret_scaled)
{
    char plain[MAX_NUMBER_BYTES];
    size_t plain_len = 0;
    if (len > sizeof plain || !drop_commas(text, len, plain, &plain_len)) {
        return STAITH_EINVAL;
    }
    return staith_kit_decimal(plain, plain_len, digits, minimum, maximum, ret_scaled);
}

int staith_kit_money(const char *text, size_t len, int64_t minimum, int64_t maximum,
                     int64_t *ret_pence)
{
    char plain[MAX_NUMBER_BYTES];
    size_t out = 0;
    size_t at = 0;
    if (len > sizeof plain) {
        return STAITH_EINVAL;
    }
    if (at < len && (text[at] == '-' || text[at] == '+')) {
        plain[out++] = text[at++];
    }
    if (len - at >= 2 && memcmp(text + at, "\xC2\xA3", 2) == 0) {
        at += 2;
    } else if (len - at >= 3 && memcmp(text + at, "GBP", 3) == 0) {
        at += 3;
    }
    while (at < len && text[at] == ' ') {
        at++;
    }
    memcpy(plain + out, text + at, len - at);
    return staith_kit_number(plain, out + len - at, 2, minimum, maximum, ret_pence);
}

/* ---- words ---- */

int staith_kit_yes_no(const char *text, size_t len, bool *ret_yes)
{
    static const struct {
        const char *word;
        bool yes;
    } words[] = {{"yes", true}, {"y", true},   {"true", true}, {"1", true},
                 {"x", true},   {"no", false}, {"n", false},   {"false", false},
                 {"0", false},  {"t", true},   {"f", false}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (staith_kit_same_name(words[i].word, strlen(words[i].word), text, len)) {
            *ret_yes = words[i].yes;
            return STAITH_OK;
        }
    }
    return STAITH_EINVAL;
}

int staith_kit_item_next(const char **at, const char **ret_name, size_t *ret_name_len,
                         const char **ret_value, size_t *ret_value_len)
{
    const char *line = *at;
    if (line == NULL || *line == '\0') {
        return STAITH_END;
    }
    size_t len = strcspn(line, "\n");
    size_t name = strcspn(line, "\t\n");
    *ret_name = line;
    *ret_name_len = name;
    *ret_value = name < len ? line + name + 1 : line + len;
    *ret_value_len = name < len ? len - name - 1 : 0;
    *at = line[len] == '\n' ? line + len + 1 : line + len;
    return STAITH_OK;
}
