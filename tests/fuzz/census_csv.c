/* SPDX-License-Identifier: Apache-2.0 */
/* The census return as CSV, through the plugin `workforce`. */
#include "plugin_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    plugin_run("return.csv", bytes, len, NULL, 0);
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    fuzz_seed_file(take, ctx, -1, "plugins/workforce/sample.csv");
    fuzz_seed_file(take, ctx, -1, "tests/golden/workforce/2025.csv");
}
