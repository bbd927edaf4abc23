/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/figure.h"

#include "base/decimal.h"

#include <stdio.h>
#include <string.h>

const char *staith_cli_exact(int64_t value, uint32_t unit, bool grouped,
                             char out[STAITH_CLI_FIGURE_BYTES])
{
    unsigned digits = staith_unit_digits(unit);
    /* money is not money without its pence; everything else loses its empty decimals */
    bool money = strcmp(staith_unit_words(unit), "£") == 0;
    /* a date or a code is no quantity */
    bool code = strcmp(staith_unit_words(unit), "code") == 0;
    int len = grouped && !code
                  ? staith_decimal_format_grouped(value, digits, out, STAITH_CLI_FIGURE_BYTES)
                  : staith_decimal_format(value, digits, out, STAITH_CLI_FIGURE_BYTES);
    if (len < 0) {
        (void)snprintf(out, STAITH_CLI_FIGURE_BYTES, "?");
        return out;
    }
    while (digits > 0 && !money && len > 0 && out[len - 1] == '0') {
        len--;
        digits--;
    }
    if (len > 0 && out[len - 1] == '.') {
        len--;
    }
    out[len] = '\0';
    return out;
}

const char *staith_cli_value(const struct staith_value *value, uint32_t unit, bool grouped,
                             char out[STAITH_CLI_FIGURE_BYTES])
{
    bool number = value->status == STAITH_STATUS_VALUE;
    const char *symbol = number ? "" : staith_status_symbol(value->status);
    if (!number && value->hi == 0) {
        (void)snprintf(out, STAITH_CLI_FIGURE_BYTES, "%s", symbol != NULL ? symbol : "?");
        return out;
    }
    if (value->lo == value->hi) {
        return staith_cli_exact(value->value, unit, grouped, out);
    }
    char lo[STAITH_CLI_FIGURE_BYTES];
    char hi[STAITH_CLI_FIGURE_BYTES];
    (void)staith_cli_exact(value->lo, unit, grouped, lo);
    (void)staith_cli_exact(value->hi, unit, grouped, hi);
    (void)snprintf(out, STAITH_CLI_FIGURE_BYTES, "%s%s%.18s to %.18s",
                   symbol != NULL ? symbol : "?", number ? "" : ": ", lo, hi);
    return out;
}

int staith_cli_category(const struct staith_dimension *dimension, const char *code)
{
    for (uint32_t i = 0; i < dimension->category_count; i++) {
        if (strcmp(dimension->categories[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}
