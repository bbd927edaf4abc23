/* SPDX-License-Identifier: Apache-2.0 */
#include "model/handout.h"

#include "base/err.h"
#include "base/utf8.h"
#include "model/catalogue.h"

#include <string.h>

/* Quotes around each cell, doubled inside, and what parts it from the next. */
static size_t csv_bytes(const char *text)
{
    size_t bytes = 3;
    for (; *text != '\0'; text++) {
        bytes += *text == '"' ? 2 : 1;
    }
    return bytes;
}

static bool cell_valid(const char *text)
{
    size_t len = strnlen(text, STAITH_HANDOUT_MAX_CELL_BYTES + 1);
    return len == 0 || (len <= STAITH_HANDOUT_MAX_CELL_BYTES && staith_utf8_is_line(text, len));
}

static bool columns_valid(const struct staith_handout *handout)
{
    if (handout->column_count == 0 || handout->column_count > STAITH_HANDOUT_MAX_COLUMNS) {
        return false;
    }
    for (uint32_t i = 0; i < handout->column_count; i++) {
        if (staith_code_valid(handout->columns[i]) == 0) {
            return false;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (strcmp(handout->columns[i], handout->columns[j]) == 0) {
                return false;
            }
        }
    }
    return true;
}

bool staith_handout_valid(const struct staith_handout *handout)
{
    if (memchr(handout->name, '\0', sizeof(handout->name)) == NULL ||
        staith_code_valid(handout->name) == 0 || handout->made_unix_ms < 0 ||
        !columns_valid(handout) ||
        handout->row_count > STAITH_HANDOUT_MAX_CELLS / handout->column_count) {
        return false;
    }
    uint32_t count = handout->row_count * handout->column_count;
    size_t bytes = 0;
    for (uint32_t i = 0; i < handout->column_count; i++) {
        bytes += csv_bytes(handout->columns[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!cell_valid(handout->cells[i])) {
            return false;
        }
        bytes += csv_bytes(handout->cells[i]);
    }
    return bytes <= STAITH_HANDOUT_MAX_CSV_BYTES;
}

static int put_cell(struct staith_buf *out, const char *text, bool last)
{
    bool quoted = strpbrk(text, "\",") != NULL || text[0] == ' ';
    int rc = quoted ? staith_buf_text(out, "\"") : 0;
    while (rc == 0 && *text != '\0') {
        size_t len = strcspn(text, "\"");
        rc = staith_buf_append(out, text, len);
        text += len;
        if (rc == 0 && *text == '"') {
            rc = staith_buf_text(out, "\"\"");
            text++;
        }
    }
    rc = rc == 0 && quoted ? staith_buf_text(out, "\"") : rc;
    return rc == 0 ? staith_buf_text(out, last ? "\n" : ",") : rc;
}

int staith_handout_csv(const struct staith_handout *handout, struct staith_buf *out)
{
    int rc = 0;
    for (uint32_t row = 0; rc == 0 && row <= handout->row_count; row++) {
        const char *const *cells = row == 0
                                       ? handout->columns
                                       : handout->cells + ((size_t)row - 1) * handout->column_count;
        for (uint32_t i = 0; rc == 0 && i < handout->column_count; i++) {
            rc = put_cell(out, cells[i], i + 1 == handout->column_count);
        }
    }
    return rc;
}
