/* SPDX-License-Identifier: Apache-2.0 */
/* Words, numbers, codes and keys: what every plugin needs and each would otherwise do its own way.
 */
#include <staith/kit.h>

#include <string.h>

const char *staith_kit_problem_words(enum staith_kit_problem_kind kind)
{
    static const char *const words[] = {
        [STAITH_KIT_NO_PROBLEM] = "no problem",
        [STAITH_KIT_MALFORMED] = "not well-formed",
        [STAITH_KIT_DOCTYPE] = "a DOCTYPE is not allowed",
        [STAITH_KIT_TOO_DEEP] = "elements are nested too deeply",
        [STAITH_KIT_TOO_LONG] = "a text, tag, field or row is too long",
        [STAITH_KIT_TOO_LARGE] = "the source is too large",
        [STAITH_KIT_NOT_UTF8] = "the bytes are not UTF-8",
        [STAITH_KIT_WINDOWS_1252] = "the text is not UTF-8 but looks like Windows-1252",
        [STAITH_KIT_UTF16] = "the text is UTF-16, not UTF-8",
        [STAITH_KIT_NOT_TEXT] = "not a text file: it holds a NUL byte",
        [STAITH_KIT_OPEN_QUOTE] = "a quote opened here is never closed",
        [STAITH_KIT_NO_HEADER] = "the first row names no known column",
        [STAITH_KIT_COLUMN_TWICE] = "two columns have the same name",
        [STAITH_KIT_TOO_MANY_COLUMNS] = "there are too many columns",
        [STAITH_KIT_EMPTY] = "the source is empty",
        [STAITH_KIT_TOO_MANY_NAMES] = "there are too many unknown names",
    };
    size_t index = (size_t)kind;
    if (index >= sizeof words / sizeof words[0]) {
        return "an unknown problem";
    }
    return words[index];
}

/* The digits of a number are gathered as a magnitude, so that INT64_MIN needs no case of its own:
 * it is refused as too large, which no field of a return comes near. */
struct number {
    uint64_t magnitude;
    bool overflow;
};

static void number_add_digit(struct number *number, unsigned digit)
{
    if (number->magnitude > ((uint64_t)INT64_MAX - digit) / 10) {
        number->overflow = true;
        return;
    }
    number->magnitude = number->magnitude * 10 + digit;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads the digits behind the point; false where one that does not fit is not 0. */
static bool read_fraction(struct number *number, const char *text, size_t len, unsigned digits)
{
    unsigned taken = 0;
    for (size_t i = 0; i < len; i++) {
        if (!is_digit(text[i])) {
            return false;
        }
        if (taken < digits) {
            number_add_digit(number, (unsigned)(text[i] - '0'));
            taken++;
        } else if (text[i] != '0') {
            return false;
        }
    }
    for (; taken < digits; taken++) {
        number_add_digit(number, 0);
    }
    return true;
}

/* Reads the digits on both sides of the point; false where they are no number. */
static bool read_number(struct number *number, const char *text, size_t len, unsigned digits)
{
    size_t at = 0;
    while (at < len && is_digit(text[at])) {
        number_add_digit(number, (unsigned)(text[at] - '0'));
        at++;
    }
    if (at == len) {
        return at > 0 && read_fraction(number, text + len, 0, digits);
    }
    return text[at] == '.' && len > 1 && read_fraction(number, text + at + 1, len - at - 1, digits);
}

int staith_kit_decimal(const char *text, size_t len, unsigned digits, int64_t minimum,
                       int64_t maximum, int64_t *ret_scaled)
{
    struct number number = {0, false};
    bool negative = len > 0 && text[0] == '-';
    size_t sign = len > 0 && (negative || text[0] == '+') ? 1 : 0;
    if (digits > 9 || !read_number(&number, text + sign, len - sign, digits)) {
        return STAITH_EINVAL;
    }
    int64_t value = negative ? -(int64_t)number.magnitude : (int64_t)number.magnitude;
    if (number.overflow || value < minimum || value > maximum) {
        return STAITH_ELIMIT;
    }
    *ret_scaled = value;
    return STAITH_OK;
}

/* Compares as strcmp does, with a text that has a length instead of a NUL. */
static int compare_code(const char *code, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char a = (unsigned char)code[i];
        unsigned char b = (unsigned char)text[i];
        if (a != b) {
            return a < b ? -1 : 1;
        }
        if (a == 0) {
            return -1; /* a NUL inside the text: no code has one */
        }
    }
    return code[len] == '\0' ? 0 : 1;
}

int staith_kit_code_find(const struct staith_kit_code *codes, size_t count, const char *text,
                         size_t len, uint16_t *ret_value)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_code(codes[middle].code, text, len);
        if (order == 0) {
            *ret_value = codes[middle].value;
            return STAITH_OK;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return STAITH_EINVAL;
}

bool staith_kit_code_sorted(const struct staith_kit_code *codes, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (strcmp(codes[i - 1].code, codes[i].code) >= 0) {
            return false;
        }
    }
    return true;
}

void staith_kit_key_start(struct staith_kit_key *key)
{
    key->len = 0;
    key->too_long = false;
}

void staith_kit_key_text(struct staith_kit_key *key, const char *text, size_t len)
{
    if (len > 255 || key->len + 1 + len > STAITH_KIT_KEY_BYTES) {
        key->too_long = true;
        return;
    }
    key->bytes[key->len] = (unsigned char)len;
    if (len > 0) {
        memcpy(key->bytes + key->len + 1, text, len);
    }
    key->len += 1 + len;
}

void staith_kit_key_fold(struct staith_kit_key *key, const char *text, size_t len)
{
    size_t at = key->len + 1;
    size_t count = 0;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == ' ' || c == '\t') {
            continue;
        }
        if (count == 255 || at + count >= STAITH_KIT_KEY_BYTES) {
            key->too_long = true;
            return;
        }
        if (c >= 'a' && c <= 'z') {
            c = (char)(c - 'a' + 'A');
        }
        key->bytes[at + count] = (unsigned char)c;
        count++;
    }
    if (at > STAITH_KIT_KEY_BYTES) {
        key->too_long = true;
        return;
    }
    key->bytes[key->len] = (unsigned char)count;
    key->len = at + count;
}

void staith_kit_key_number(struct staith_kit_key *key, int64_t number)
{
    unsigned char bytes[8];
    uint64_t rest = (uint64_t)number;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(rest & 0xFF);
        rest >>= 8;
    }
    staith_kit_key_text(key, (const char *)bytes, sizeof bytes);
}
