/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_FIGURE_H
#define STAITH_CLI_FIGURE_H
/*
 * Figures as text: exact, in their natural unit, as they leave.
 */
#include "model/catalogue.h"
#include "model/status.h"

#include <stdbool.h>

enum { STAITH_CLI_FIGURE_BYTES = 48 };

/** "36,186.3" when grouped, else "36186.3"; trailing zeros left off (pence keep two decimals). */
const char *staith_cli_exact(int64_t value, uint32_t unit, bool grouped,
                             char out[STAITH_CLI_FIGURE_BYTES]);
/** The number, or the status's symbol. Intervals are written "90 to 94", those of what is hidden
 *  "c: 0 to 14". */
const char *staith_cli_value(const struct staith_value *value, uint32_t unit, bool grouped,
                             char out[STAITH_CLI_FIGURE_BYTES]);
/** Index of a category of a dimension by code, or -1. */
int staith_cli_category(const struct staith_dimension *dimension, const char *code);

#endif
