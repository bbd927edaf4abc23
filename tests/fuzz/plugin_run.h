/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FUZZ_PLUGIN_RUN_H
#define STAITH_FUZZ_PLUGIN_RUN_H
/*
 * One run of a plugin over bytes, by the fake host of <staith/test.h>, which ends the process where
 * the plugin breaks a rule of <staith/plugin.h>.
 */
#include "fuzz.h"

#include <staith/test.h>

static inline void plugin_run(const char *name, const uint8_t *bytes, size_t len,
                              const struct staith_fake_option *options, uint32_t option_count)
{
    struct staith_fake_host host;
    const struct staith_fake_source source = {name, bytes, len};
    const struct staith_fake_setup setup = {.sources = &source,
                                            .source_count = 1,
                                            .options = options,
                                            .option_count = option_count,
                                            .read_bytes = 4096,
                                            .max_observations = 50000};
    (void)staith_fake_run(&host, &staith_plugin, &setup);
    staith_fake_deinit(&host);
}

#endif
