/* SPDX-License-Identifier: Apache-2.0 */
/* The census return as XML, through the plugin `workforce`. */
#include "plugin_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    plugin_run("return.xml", bytes, len, NULL, 0);
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    fuzz_seed_file(take, ctx, -1, "plugins/workforce/sample.xml");
    fuzz_seed_file(take, ctx, -1, "tests/golden/workforce/2017.xml");
    fuzz_seed_file(take, ctx, -1, "tests/golden/workforce/2023.xml");
    fuzz_seed_file(take, ctx, -1, "tests/golden/workforce/2025.xml");
    fuzz_seed_file(take, ctx, -1, "tests/golden/workforce/2025-unwrapped.xml");
}
