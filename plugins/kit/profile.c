/* SPDX-License-Identifier: Apache-2.0 */
#include <staith/kit_profile.h>

#include "table_format.h"
#include "table_heading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DIGITS = 6, CELL_BYTES = 4096 };

struct profiling {
    struct staith_kit_profile *profile;
    bool found;
};

/* "Team name": what is named is a part of the council. */
static bool names_a_place(const char *fold, size_t len)
{
    static const char *const places[] = {"team",  "role",       "service",      "servicearea",
                                         "area",  "agency",     "department",   "directorate",
                                         "unit",  "division",   "office",       "group",
                                         "grade", "costcentre", "establishment"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        size_t place = strlen(places[i]);
        if (len == place + strlen("name") && memcmp(fold, places[i], place) == 0 &&
            strcmp(fold + place, "name") == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a heading speaks of people, or of what a person may have written. */
static bool is_personal(const char *heading)
{
    static const char *const words[] = {
        "name",    "surname",  "forename",    "birth",     "dob",     "email",    "phone",
        "mobile",  "address",  "postcode",    "insurance", "nino",    "swe",      "payroll",
        "staff",   "employee", "worker",      "person",    "number",  "ref",      "note",
        "comment", "text",     "description", "candidate", "manager", "passport", "registration",
        "uprn",    "signed",   "by"};
    char fold[STAITH_KIT_FOLD_BYTES];
    size_t len = staith_kit_fold(heading, strlen(heading), fold);
    if (names_a_place(fold, len)) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t word = strlen(words[i]);
        bool ends = len >= word && strcmp(fold + len - word, words[i]) == 0;
        if (word > 2 ? strstr(fold, words[i]) != NULL : ends) {
            return true;
        }
    }
    return strcmp(fold, "id") == 0 || (len > 2 && strcmp(fold + len - 2, "id") == 0) ||
           strcmp(fold, "no") == 0 || (len > 2 && strcmp(fold + len - 2, "no") == 0);
}

/* Two texts or more, all filled cells texts, none twice. */
static bool is_heading(const struct staith_kit_raw_row *row)
{
    uint32_t texts = 0;
    for (uint32_t i = 0; i < row->count; i++) {
        const struct staith_kit_raw_cell *cell = &row->cells[i];
        int64_t number = 0;
        int32_t day = 0;
        if (cell->kind == STAITH_KIT_RAW_BLANK) {
            continue;
        }
        if (cell->kind != STAITH_KIT_RAW_TEXT ||
            staith_kit_money(cell->text, cell->len, INT64_MIN, INT64_MAX, &number) == STAITH_OK ||
            staith_kit_date_any(cell->text, cell->len, &day) == STAITH_OK) {
            return false;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (staith_kit_same_name(cell->text, cell->len, row->cells[j].text,
                                     row->cells[j].len)) {
                return false;
            }
        }
        texts++;
    }
    return texts >= 2;
}

static void take_heading(struct profiling *profiling, const struct staith_kit_raw_row *row)
{
    struct staith_kit_profile *profile = profiling->profile;
    profiling->found = true;
    profile->sheet = row->sheet;
    profile->heading_line = row->line;
    for (uint32_t i = 0; i < row->count && profile->column_count < STAITH_KIT_PROFILE_COLUMNS;
         i++) {
        if (row->cells[i].kind == STAITH_KIT_RAW_BLANK) {
            continue;
        }
        struct staith_kit_profile_column *column = &profile->columns[profile->column_count++];
        (void)snprintf(column->heading, sizeof column->heading, "%s", row->cells[i].text);
        column->column = i + 1;
        column->personal = is_personal(column->heading);
    }
}

static void count_code(struct staith_kit_profile_column *column,
                       const struct staith_kit_raw_cell *cell)
{
    if (column->many || column->personal) {
        return;
    }
    for (uint32_t i = 0; i < column->code_count; i++) {
        if (strcmp(column->codes[i].text, cell->text) == 0) {
            column->codes[i].rows++;
            return;
        }
    }
    if (column->code_count == STAITH_KIT_PROFILE_CODES ||
        cell->len >= STAITH_KIT_PROFILE_CODE_BYTES || strpbrk(cell->text, ",\n=") != NULL) {
        column->many = true;
        column->code_count = 0;
        memset(column->codes, 0, sizeof column->codes);
        return;
    }
    struct staith_kit_profile_code *code = &column->codes[column->code_count++];
    code->rows = 1;
    memcpy(code->text, cell->text, cell->len + 1);
}

static void count_number(struct staith_kit_profile_column *column,
                         const struct staith_kit_raw_cell *cell)
{
    int64_t number = 0;
    const char *point = strchr(cell->text, '.');
    size_t digits = point != NULL ? strlen(point + 1) : 0;
    if (staith_kit_number(cell->text, cell->len, MAX_DIGITS, 0, INT64_MAX, &number) == STAITH_OK) {
        column->decimals++;
        column->integers += point == NULL ? 1 : 0;
        column->digits = digits > column->digits ? (unsigned)digits : column->digits;
    } else if (staith_kit_money(cell->text, cell->len, 0, INT64_MAX, &number) == STAITH_OK) {
        column->moneys++;
    }
}

static void take_cell(struct staith_kit_profile_column *column,
                      const struct staith_kit_raw_cell *cell)
{
    int32_t day = 0;
    bool yes = false;
    if (cell->kind == STAITH_KIT_RAW_BLANK || cell->kind == STAITH_KIT_RAW_ERROR) {
        return;
    }
    column->filled++;
    bool date = cell->kind == STAITH_KIT_RAW_DATE ||
                (cell->kind == STAITH_KIT_RAW_TEXT && strpbrk(cell->text, "/-. ") != NULL &&
                 staith_kit_date_any(cell->text, cell->len, &day) == STAITH_OK);
    column->dates += date ? 1 : 0;
    column->yes_no += staith_kit_yes_no(cell->text, cell->len, &yes) == STAITH_OK ? 1 : 0;
    if (!date) {
        count_number(column, cell);
        count_code(column, cell);
    } else {
        column->many = true;
    }
}

static int on_row(void *ctx, const struct staith_kit_raw_row *row)
{
    struct profiling *profiling = ctx;
    struct staith_kit_profile *profile = profiling->profile;
    if (!profiling->found) {
        if (is_heading(row)) {
            take_heading(profiling, row);
        }
        return STAITH_OK;
    }
    profile->rows++;
    for (uint32_t i = 0; i < profile->column_count; i++) {
        uint32_t at = profile->columns[i].column - 1;
        if (at < row->count) {
            take_cell(&profile->columns[i], &row->cells[at]);
        }
    }
    return STAITH_OK;
}

static int on_end(void *ctx, uint32_t sheet)
{
    const struct profiling *profiling = ctx;
    (void)sheet;
    return profiling->found ? STAITH_OK : STAITH_KIT_RAW_NEXT_SHEET;
}

static int on_notice(void *ctx, uint32_t check, uint32_t sheet, uint64_t line, uint64_t column)
{
    (void)ctx;
    (void)check;
    (void)sheet;
    (void)line;
    (void)column;
    return STAITH_OK;
}

/* Texts that stand in few rows may be somebody's own. */
static void forget_rare(struct staith_kit_profile *profile)
{
    for (uint32_t i = 0; i < profile->column_count; i++) {
        struct staith_kit_profile_column *column = &profile->columns[i];
        uint32_t kept = 0;
        for (uint32_t j = 0; j < column->code_count; j++) {
            if (column->codes[j].rows >= STAITH_KIT_PROFILE_LEAST_ROWS) {
                column->codes[kept++] = column->codes[j];
            }
        }
        memset(&column->codes[kept], 0,
               (STAITH_KIT_PROFILE_CODES - kept) * sizeof column->codes[0]);
        column->code_count = kept;
    }
}

int staith_kit_profile_read(const struct staith_host *host, uint32_t source, const char *sheet,
                            struct staith_kit_profile *ret_profile)
{
    struct profiling profiling = {ret_profile, false};
    const struct staith_kit_raw_input input = {.host = host,
                                               .source = source,
                                               .sheet = sheet,
                                               .cell_bytes = CELL_BYTES,
                                               .max_bytes = UINT64_C(256) << 20,
                                               .unpacked_bytes = UINT64_C(1) << 30};
    const struct staith_kit_raw_sink sink = {&profiling, on_row, on_end, on_notice};
    const struct staith_kit_raw_format *format = NULL;
    void *state = NULL;
    memset(ret_profile, 0, sizeof *ret_profile);
    uint32_t refused = 0;
    int result = staith_kit_format_find(&input, &format, &refused);
    if (result == STAITH_OK) {
        result = format->open(&input, &sink, &state);
        if (result == STAITH_OK) {
            result = format->read(state, 0, &sink);
        }
        format->close(state);
    }
    forget_rare(ret_profile);
    if (result == STAITH_KIT_RAW_NEXT_SHEET || (result == STAITH_OK && !profiling.found)) {
        return STAITH_ESOURCE;
    }
    return result;
}
