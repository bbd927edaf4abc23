/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Element texts become integers here, so that the rules behind see no text. A code list's value is
 * a category's index: one look-up, no second table that could disagree.
 */
#include "elements.h"

#include "dimensions.h"

/* Longer than any valid value with some zeros to spare. */
enum { VALUE_MAX_BYTES = 24, SWENO_MAX_BYTES = 12 };

const char *const staith_workforce_element_names[STAITH_WORKFORCE_ELEMENT_COUNT] = {
#define STAITH_WORKFORCE_X(id, name, level, form, decimals, low, high, kinds) name,
    STAITH_WORKFORCE_ELEMENTS(STAITH_WORKFORCE_X)
#undef STAITH_WORKFORCE_X
};

static const struct staith_workforce_element_def element_defs[STAITH_WORKFORCE_ELEMENT_COUNT] = {
#define STAITH_WORKFORCE_X(id, name, level, form, decimals, low, high, kinds)                      \
    {STAITH_WORKFORCE_##level, STAITH_WORKFORCE_##form, decimals, low, high, kinds},
    STAITH_WORKFORCE_ELEMENTS(STAITH_WORKFORCE_X)
#undef STAITH_WORKFORCE_X
};

static const struct staith_kit_code collection_codes[] = {{"CSWW", 1}};
static const struct staith_kit_code source_level_codes[] = {{"L", 1}};

static int find_in_set(uint32_t element, const char *text, size_t len, uint16_t *ret_value)
{
    const struct staith_kit_code *codes = NULL;
    size_t count = 0;
    if (element == STAITH_WORKFORCE_E_COLLECTION) {
        codes = collection_codes;
        count = sizeof(collection_codes) / sizeof(collection_codes[0]);
    } else if (element == STAITH_WORKFORCE_E_SOURCE_LEVEL) {
        codes = source_level_codes;
        count = sizeof(source_level_codes) / sizeof(source_level_codes[0]);
    } else {
        codes = staith_workforce_codes(element, &count);
    }
    return staith_kit_code_find(codes, count, text, len, ret_value);
}

/* A whole number written plainly: codes are names, so "05" and "+5" are not code 5. */
static enum staith_workforce_fault read_code(const struct staith_workforce_element_def *def,
                                             const char *text, size_t len, int64_t *ret_value)
{
    int64_t number = 0;
    if (len > 4 || (len > 1 && text[0] == '0')) {
        return STAITH_WORKFORCE_NO_CODE;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return STAITH_WORKFORCE_NO_CODE;
        }
        number = number * 10 + (text[i] - '0');
    }
    if (number < def->low || number > def->high) {
        return STAITH_WORKFORCE_NO_CODE;
    }
    *ret_value = number;
    return STAITH_WORKFORCE_FINE;
}

static enum staith_workforce_fault read_flag(const char *text, size_t len, int64_t *ret_value)
{
    if (len == 1 && (text[0] == '0' || text[0] == '1')) {
        *ret_value = text[0] - '0';
        return STAITH_WORKFORCE_FINE;
    }
    if (len == 1 && (text[0] == 'Y' || text[0] == 'y' || text[0] == 'N' || text[0] == 'n')) {
        *ret_value = text[0] == 'Y' || text[0] == 'y';
        return STAITH_WORKFORCE_YES_NO;
    }
    return STAITH_WORKFORCE_NO_CODE;
}

static enum staith_workforce_fault read_number(const struct staith_workforce_element_def *def,
                                               const char *text, size_t len, int64_t *ret_value)
{
    int rc = staith_kit_decimal(text, len, def->decimals, def->low, def->high, ret_value);
    if (rc == STAITH_ELIMIT && def->form == STAITH_WORKFORCE_SHARE) {
        return STAITH_WORKFORCE_NO_SHARE;
    }
    return rc == 0 ? STAITH_WORKFORCE_FINE : STAITH_WORKFORCE_NO_NUMBER;
}

static enum staith_workforce_fault read_date(const char *text, size_t len, bool spreadsheet,
                                             int64_t *ret_value)
{
    int32_t day = 0;
    if (staith_kit_date(text, len, &day) != 0 &&
        (!spreadsheet || staith_kit_date_dmy(text, len, &day) != 0)) {
        return STAITH_WORKFORCE_NO_DATE;
    }
    *ret_value = day;
    return STAITH_WORKFORCE_FINE;
}

/* Position of a letter in the alphabet without regard to case, or -1. */
static int letter(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

/* Packed without loss: ten digits need 34 bits, their number 4, two letters 10. */
static enum staith_workforce_fault read_sweno(const char *text, size_t len, int64_t *ret_value)
{
    int64_t digits = 0;
    int first;
    int second;
    if (len < 3 || len > SWENO_MAX_BYTES) {
        return len > SWENO_MAX_BYTES ? STAITH_WORKFORCE_TOO_LONG : STAITH_WORKFORCE_NO_SWENO;
    }
    first = letter(text[0]);
    second = letter(text[1]);
    if (first < 0 || second < 0) {
        return STAITH_WORKFORCE_NO_SWENO;
    }
    for (size_t i = 2; i < len; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return STAITH_WORKFORCE_NO_SWENO;
        }
        digits = digits * 10 + (text[i] - '0');
    }
    *ret_value = digits + ((int64_t)1 << 34) * (int64_t)len +
                 ((int64_t)1 << 38) * ((int64_t)first * 26 + second);
    return STAITH_WORKFORCE_FINE;
}

const struct staith_workforce_element_def *staith_workforce_element(uint32_t element)
{
    return &element_defs[element];
}

bool staith_workforce_element_repeats(uint32_t element)
{
    return element == STAITH_WORKFORCE_E_QUAL_INST || element == STAITH_WORKFORCE_E_CFKSS ||
           element == STAITH_WORKFORCE_E_CONTRACT_WEEKS || element == STAITH_WORKFORCE_E_ABSENT ||
           element == STAITH_WORKFORCE_E_ABSENCE_REASON;
}

enum staith_workforce_fault staith_workforce_read(uint32_t element, const char *text, size_t len,
                                                  bool spreadsheet, int64_t *ret_value)
{
    const struct staith_workforce_element_def *def = &element_defs[element];
    uint16_t value = 0;
    if (def->form == STAITH_WORKFORCE_UNREAD) {
        *ret_value = 0;
        return STAITH_WORKFORCE_FINE;
    }
    if (len > VALUE_MAX_BYTES) {
        return STAITH_WORKFORCE_TOO_LONG;
    }
    switch (def->form) {
    case STAITH_WORKFORCE_SET:
        if (find_in_set(element, text, len, &value) != 0) {
            return STAITH_WORKFORCE_NO_CODE;
        }
        *ret_value = value;
        return STAITH_WORKFORCE_FINE;
    case STAITH_WORKFORCE_CODE:
        return read_code(def, text, len, ret_value);
    case STAITH_WORKFORCE_FLAG:
        return read_flag(text, len, ret_value);
    case STAITH_WORKFORCE_NUMBER:
    case STAITH_WORKFORCE_SHARE:
        return read_number(def, text, len, ret_value);
    case STAITH_WORKFORCE_DATE:
        return read_date(text, len, spreadsheet, ret_value);
    case STAITH_WORKFORCE_SWENO:
        return read_sweno(text, len, ret_value);
    case STAITH_WORKFORCE_UNREAD:
        break;
    }
    return STAITH_WORKFORCE_NO_CODE;
}
