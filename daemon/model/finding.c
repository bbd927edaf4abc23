/* SPDX-License-Identifier: Apache-2.0 */
#include "model/finding.h"

#include <inttypes.h>
#include <stdio.h>

enum { COLUMN_BYTES = 16 };

/* A spreadsheet's columns are letters: A to Z, AA to ZZ, and on. */
static void name_column(uint64_t column, char ret_name[COLUMN_BYTES])
{
    char back[COLUMN_BYTES];
    size_t len = 0;
    for (; column > 0 && len < sizeof(back) - 1; column = (column - 1) / 26) {
        back[len++] = (char)('A' + (column - 1) % 26);
    }
    for (size_t i = 0; i < len; i++) {
        ret_name[i] = back[len - 1 - i];
    }
    ret_name[len] = '\0';
}

void staith_finding_place(const struct staith_finding *finding, const char *source, char *ret_place,
                          size_t cap)
{
    char column[COLUMN_BYTES];
    name_column(finding->column, column);
    if (finding->sheet > 0 && finding->line == 0) {
        (void)snprintf(ret_place, cap, "%s, sheet %" PRIu32, source, finding->sheet);
    } else if (finding->sheet > 0) {
        (void)snprintf(ret_place, cap, "%s, sheet %" PRIu32 ", %s %s%" PRIu64, source,
                       finding->sheet, finding->column > 0 ? "cell" : "row", column, finding->line);
    } else if (finding->line == 0) {
        (void)snprintf(ret_place, cap, "%s", source);
    } else if (finding->column == 0) {
        (void)snprintf(ret_place, cap, "%s:%" PRIu64, source, finding->line);
    } else {
        (void)snprintf(ret_place, cap, "%s:%" PRIu64 ":%" PRIu64, source, finding->line,
                       finding->column);
    }
}
