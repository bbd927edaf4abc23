/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_HELD_H
#define STAITH_CLI_HELD_H
/*
 * How releases that wait for an officer are shown, from what staithd answers. Private to this
 * folder.
 */
#include "cli/cli.h"

/** "waiting, 1 of 2 approved", "approved, leaves at 2026-12-01 09:30", ... */
const char *staith_cli_held_state(const json_t *item, char out[96]);
/** Print one with its figures beside those that left last. */
int staith_cli_held_show(const struct staith_cli *cli, const json_t *item, struct staith_err *err);
/** A copy of it whose figures are exact decimals with their differences: a new reference or NULL.
 */
json_t *staith_cli_held_json(const json_t *item);

#endif
