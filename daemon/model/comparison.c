/* SPDX-License-Identifier: Apache-2.0 */
#include "model/comparison.h"

#include "base/decimal.h"
#include "base/utf8.h"
#include "model/catalogue.h"

#include <stdio.h>
#include <string.h>

static bool is_text(const char *text, size_t room, bool may_be_empty)
{
    if (memchr(text, '\0', room) == NULL) {
        return false;
    }
    return staith_utf8_is_line(text, strlen(text)) || (may_be_empty && text[0] == '\0');
}

static bool figure_valid(const struct staith_comparison_figure *figure)
{
    return figure->status == STAITH_STATUS_VALUE ||
           (figure->value == 0 && (unsigned)figure->status <= (unsigned)STAITH_STATUS_LOW);
}

static bool row_valid(const struct staith_comparison_row *row)
{
    bool good = memchr(row->code, '\0', sizeof(row->code)) != NULL &&
                staith_code_valid(row->code) != 0 &&
                is_text(row->label, sizeof(row->label), false) &&
                is_text(row->unit, sizeof(row->unit), true) &&
                row->decimals <= STAITH_COMPARISON_MAX_DECIMALS && row->rank <= row->ranked;
    for (size_t i = 0; i < STAITH_SIDE_COUNT; i++) {
        good = good && figure_valid(&row->sides[i]);
    }
    return good;
}

bool staith_comparison_valid(const struct staith_comparison *comparison)
{
    bool good = memchr(comparison->dataset, '\0', sizeof(comparison->dataset)) != NULL &&
                staith_code_valid(comparison->dataset) != 0 &&
                staith_period_valid(&comparison->period) && comparison->made_unix_ms >= 0 &&
                comparison->row_count > 0 && comparison->row_count <= STAITH_COMPARISON_MAX_ROWS;
    for (uint32_t i = 0; good && i < comparison->row_count; i++) {
        good = row_valid(&comparison->rows[i]);
    }
    return good;
}

/* A median has two decimals more; those that are zero are left off, as the region's table does. */
static unsigned shown_decimals(const struct staith_comparison_row *row,
                               enum staith_comparison_side side, int64_t *value)
{
    unsigned decimals = row->decimals;
    if (side == STAITH_SIDE_NEIGHBOURS) {
        decimals += STAITH_COMPARISON_EXTRA_DECIMALS;
        while (decimals > row->decimals && *value % 10 == 0) {
            *value /= 10;
            decimals--;
        }
    }
    return decimals;
}

void staith_comparison_text(const struct staith_comparison_row *row,
                            enum staith_comparison_side side, char out[32])
{
    const struct staith_comparison_figure *figure = &row->sides[side];
    out[0] = '\0';
    if (figure->status == STAITH_STATUS_VALUE) {
        int64_t value = figure->value;
        unsigned decimals = shown_decimals(row, side, &value);
        (void)staith_decimal_format(value, decimals, out, 32);
    } else if (figure->status != STAITH_STATUS_UNSET) {
        (void)snprintf(out, 32, "%s", staith_status_symbol(figure->status));
    }
}
