/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_REGION_PAGES_H
#define STAITH_CLI_REGION_PAGES_H
/* A region's pages from its configuration and its store. Included by cli only. */
#include "aggregator/pages/pages.h"
#include "cli/cli.h"

/** What commands that write pages hold. */
struct staith_cli_pages {
    struct staith_config_region *config;
    struct staith_store *store;
    struct staith_pages *pages;
};

/** Read the configuration and compare what its store holds; what had to be left out is said on
 *  stderr. Close it also after an error. */
int staith_cli_pages_open(const struct staith_cli *cli, struct staith_cli_pages *pages,
                          const char *config, const char *note, struct staith_err *err);
void staith_cli_pages_close(struct staith_cli_pages *pages);

#endif
