/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_PLACE_H
#define STAITH_CLI_PLACE_H
/*
 * `staith compare` at a council: how it compares, as the region told it. Private to this folder.
 */
#include "cli/cli.h"

/** Show what the region told last of a dataset; `item` NULL: all of it. STAITH_ERR_NOTFOUND: it has
 *  told nothing yet, or there is no such item. */
int staith_cli_place(const struct staith_cli *cli, const char *config, const char *dataset,
                     const char *item, bool json, struct staith_err *err);

#endif
