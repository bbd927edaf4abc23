/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest useful plugin: counts the lines of its source. Built outside the tree, by
 * find_package and by pkg-config, to show that what is installed is enough.
 */
#include <staith/plugin.h>

#include <stdlib.h>

STAITH_PLUGIN_NOTE("lines", "1.0.0", "Apache-2.0", "any text", "lines ");

struct staith_run {
    const struct staith_host *host;
};

static const struct staith_measure_def measures[] = {
    {.size = sizeof(struct staith_measure_def),
     .unit = STAITH_UNIT_POSTS,
     .aggregation = STAITH_COUNCIL_VALUE,
     .code = "lines",
     .label = "Lines",
     .definition = "Line feeds in the source."},
};
static const uint16_t headline[] = {0};
static const struct staith_table_def tables[] = {
    {.size = sizeof(struct staith_table_def),
     .measure_count = 1,
     .code = "headline",
     .label = "Headline",
     .measures = headline},
};
static const struct staith_descriptor descriptor = {
    .size = sizeof(descriptor),
    .measure_count = 1,
    .table_count = 1,
    .name = "lines",
    .version = "1.0.0",
    .licence = "Apache-2.0",
    .title = "Lines of a text",
    .dataset = "lines",
    .sources = "any text",
    .measures = measures,
    .tables = tables,
};

static int create(const struct staith_host *host, struct staith_run **ret_run)
{
    struct staith_run *run = malloc(sizeof(*run));
    if (run == NULL) {
        return STAITH_ENOMEM;
    }
    run->host = host;
    *ret_run = run;
    return STAITH_OK;
}

static int configure(struct staith_run *run, const struct staith_setting *settings,
                     uint32_t setting_count)
{
    (void)run;
    (void)settings;
    return setting_count == 0 ? STAITH_OK : STAITH_EINVAL;
}

static int collect(struct staith_run *run)
{
    const struct staith_host *host = run->host;
    const struct staith_period_def period = {.kind = STAITH_PERIOD_CENSUS_YEAR, .year = 2025};
    struct staith_observation lines = {.size = sizeof(lines)};
    char block[4096];
    uint64_t offset = 0;
    int code = host->set_period(host->ctx, &period);
    while (code == STAITH_OK) {
        size_t got = 0;
        code = host->read_at(host->ctx, 0, offset, block, sizeof(block), &got);
        for (size_t i = 0; code == STAITH_OK && i < got; i++) {
            lines.value += block[i] == '\n' ? 1 : 0;
        }
        offset += got;
    }
    return code == STAITH_END ? host->observe(host->ctx, &lines) : code;
}

static void destroy(struct staith_run *run)
{
    free(run);
}

STAITH_EXPORT const struct staith_plugin staith_plugin = {
    .magic = STAITH_PLUGIN_MAGIC,
    .size = sizeof(struct staith_plugin),
    .abi_major = STAITH_ABI_MAJOR,
    .abi_minor = STAITH_ABI_MINOR,
    .descriptor = &descriptor,
    .create = create,
    .configure = configure,
    .collect = collect,
    .destroy = destroy,
};
