/* SPDX-License-Identifier: Apache-2.0 */
#include "model/status.h"

#include "base/err.h"

#include <stddef.h>
#include <string.h>

struct row {
    enum staith_status status;
    const char *symbol;
    const char *words;
    const char *obs;
    const char *conf;
};

/* SDMX: code lists CL_OBS_STATUS 2.2 and CL_CONF_STATUS 1.2. M: the value cannot exist; L: it
 * exists but was not collected; Q: missing because suppressed; N: not significant, a result that
 * is not 0 and rounds to 0. */
static const struct row rows[] = {
    {STAITH_STATUS_VALUE, "", "a number", "A", "F"},
    {STAITH_STATUS_NOT_APPLICABLE, "z", "not applicable", "M", "F"},
    {STAITH_STATUS_UNAVAILABLE, "x", "not available", "L", "F"},
    {STAITH_STATUS_SUPPRESSED, "c", "hidden to protect people", "Q", "C"},
    {STAITH_STATUS_UNRELIABLE, "u", "low reliability", "U", "F"},
    {STAITH_STATUS_LOW, "low", "rounds to 0 but is not 0", "N", "F"},
};

/* Symbols of earlier publications. */
static const struct row older[] = {
    {STAITH_STATUS_UNAVAILABLE, ":", "", "", ""},
    {STAITH_STATUS_UNAVAILABLE, "..", "", "", ""},
    {STAITH_STATUS_LOW, "k", "", "", ""},
};

enum { ROWS = sizeof(rows) / sizeof(rows[0]), OLDER = sizeof(older) / sizeof(older[0]) };

static const struct row *row_of(enum staith_status status)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].status == status) {
            return &rows[i];
        }
    }
    return NULL;
}

const char *staith_status_symbol(enum staith_status status)
{
    const struct row *row = row_of(status);
    return row == NULL ? NULL : row->symbol;
}

const char *staith_status_words(enum staith_status status)
{
    const struct row *row = row_of(status);
    return row == NULL ? "not a status" : row->words;
}

const char *staith_status_sdmx_obs(enum staith_status status)
{
    const struct row *row = row_of(status);
    return row == NULL ? "O" : row->obs;
}

const char *staith_status_sdmx_conf(enum staith_status status)
{
    const struct row *row = row_of(status);
    return row == NULL ? "C" : row->conf;
}

int staith_status_parse(const char *text, enum staith_status *ret_status)
{
    /* From 1: an empty cell is no status, and the first row is a number. */
    for (size_t i = 1; i < ROWS; i++) {
        if (strcmp(text, rows[i].symbol) == 0) {
            *ret_status = rows[i].status;
            return 0;
        }
    }
    for (size_t i = 0; i < OLDER; i++) {
        if (strcmp(text, older[i].symbol) == 0) {
            *ret_status = older[i].status;
            return 0;
        }
    }
    return STAITH_ERR_SYNTAX;
}

struct staith_value staith_value_exact(int64_t value)
{
    return (struct staith_value){
        .status = STAITH_STATUS_VALUE, .value = value, .lo = value, .hi = value};
}

struct staith_value staith_value_status(enum staith_status status)
{
    return (struct staith_value){.status = status};
}

bool staith_value_valid(const struct staith_value *value)
{
    switch (value->status) {
    case STAITH_STATUS_VALUE:
    case STAITH_STATUS_LOW:
        return value->lo <= value->value && value->value <= value->hi;
    case STAITH_STATUS_NOT_APPLICABLE:
    case STAITH_STATUS_UNAVAILABLE:
    case STAITH_STATUS_UNRELIABLE:
        return value->value == 0 && value->lo == 0 && value->hi == 0;
    case STAITH_STATUS_SUPPRESSED:
        return value->value == 0 &&
               ((value->lo == 0 && value->hi == 0) || (0 <= value->lo && value->lo < value->hi));
    case STAITH_STATUS_UNSET:
        return false;
    }
    return false;
}
