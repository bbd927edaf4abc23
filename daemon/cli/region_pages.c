/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/region_pages.h"

#include "base/outside.h"

#include <stdio.h>

static void say_left_out(const struct staith_cli *cli, const struct staith_site *site)
{
    for (uint32_t i = 0; i < site->left_out_count; i++) {
        (void)fprintf(cli->err, "staith: left out: %s: %s\n", site->left_out[i].title,
                      site->left_out[i].why);
    }
}

int staith_cli_pages_open(const struct staith_cli *cli, struct staith_cli_pages *pages,
                          const char *config, const char *note, struct staith_err *err)
{
    const struct staith_outside *outside = staith_outside_machine();
    *pages = (struct staith_cli_pages){0};
    int code = staith_config_region_read(config, &pages->config, err);
    if (code == 0) {
        code = staith_store_open(pages->config->store, true, outside, &pages->store, err);
    }
    if (code == 0) {
        const struct staith_pages_options options = {
            .note = note, .made_unix_ms = outside->unix_ms(outside->ctx), .standalone = true};
        code = staith_pages_load(pages->store, pages->config, &options, &pages->pages, err);
    }
    if (code == 0) {
        say_left_out(cli, staith_pages_site(pages->pages));
    }
    return code;
}

void staith_cli_pages_close(struct staith_cli_pages *pages)
{
    staith_pages_free(pages->pages);
    staith_store_close(pages->store);
    staith_config_region_free(pages->config);
}
