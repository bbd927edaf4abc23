/* SPDX-License-Identifier: Apache-2.0 */
#include "table_format.h"

#include <string.h>

enum { MAGIC_BYTES = 16 };

static bool begins(const unsigned char *bytes, size_t len, const void *magic, size_t magic_len)
{
    return len >= magic_len && memcmp(bytes, magic, magic_len) == 0;
}

/* The first bytes, and whether there is none behind the limit. */
static int read_start(const struct staith_kit_raw_input *input, unsigned char *bytes,
                      size_t *ret_len, bool *ret_large)
{
    const struct staith_host *host = input->host;
    unsigned char byte = 0;
    size_t got = 0;
    int result = host->read_at(host->ctx, input->source, input->max_bytes, &byte, 1, &got);
    *ret_large = result == STAITH_OK;
    if (result != STAITH_OK && result != STAITH_END) {
        return result;
    }
    result = STAITH_OK;
    while (*ret_len < MAGIC_BYTES && result == STAITH_OK) {
        result = host->read_at(host->ctx, input->source, *ret_len, bytes + *ret_len,
                               MAGIC_BYTES - *ret_len, &got);
        *ret_len += result == STAITH_OK ? got : 0;
    }
    return result == STAITH_END ? STAITH_OK : result;
}

int staith_kit_format_find(const struct staith_kit_raw_input *input,
                           const struct staith_kit_raw_format **ret_format, uint32_t *ret_check)
{
    unsigned char bytes[MAGIC_BYTES];
    size_t len = 0;
    bool large = false;
    int result = read_start(input, bytes, &len, &large);
    if (result != STAITH_OK) {
        return result;
    }
    if (large || len == 0) {
        *ret_check = large ? STAITH_KIT_TABLE_TOO_LARGE : STAITH_KIT_TABLE_EMPTY;
        return STAITH_ESOURCE;
    }
    if (begins(bytes, len, "\xD0\xCF\x11\xE0", 4)) {
        *ret_check = STAITH_KIT_TABLE_OLD_WORKBOOK;
        return STAITH_ESOURCE;
    }
    if (bytes[0] == '<') { /* a web page or XML that calls itself a workbook */
        *ret_check = STAITH_KIT_TABLE_UNREADABLE;
        return STAITH_ESOURCE;
    }
    if (begins(bytes, len, "SQLite format 3", MAGIC_BYTES)) {
        *ret_format = &staith_kit_raw_sqlite;
    } else if (!begins(bytes, len, "PK\x03\x04", 4)) {
        *ret_format = &staith_kit_raw_csv;
    } else {
        *ret_format = staith_kit_raw_is_ods(input->host, input->source, input->unpacked_bytes)
                          ? &staith_kit_raw_ods
                          : &staith_kit_raw_xlsx;
    }
    return STAITH_OK;
}
