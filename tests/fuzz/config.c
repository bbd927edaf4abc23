/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configuration files: the first byte says whether the others are read as a council's file, as a
 * region's, or to find out which of the two they are. A refusal names the file and says what is
 * wrong; what is read gives the same when it is read a second time.
 */
#include "config/schema.h"
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

static const char *written(const uint8_t *bytes, size_t len)
{
    static char path[128];
    (void)snprintf(path, sizeof(path), "%s/c.yaml", fuzz_folder());
    FILE *out = fopen(path, "wb");
    if (out == NULL || fwrite(bytes, 1, len, out) != len || fclose(out) != 0) {
        fuzz_wrong("the file cannot be written");
    }
    return path;
}

static int read_one(int kind, const char *path, struct staith_err *err)
{
    struct staith_config_council *council = NULL;
    struct staith_config_region *region = NULL;
    bool is_region = false;
    int rc = 0;
    switch (kind) {
    case 0:
        rc = staith_config_council_read(path, &council, err);
        if (rc == 0) {
            (void)staith_config_policy_on(council, "2026-12-01");
            staith_config_council_free(council);
        }
        return rc;
    case 1:
        rc = staith_config_region_read(path, &region, err);
        if (rc == 0) {
            staith_config_region_free(region);
        }
        return rc;
    default:
        return staith_config_is_region(path, &is_region, err);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct staith_err err = {0};
    struct staith_err again = {0};
    if (len == 0) {
        return 0;
    }
    const char *path = written(bytes + 1, len - 1);
    int rc = read_one(bytes[0] % 3, path, &err);
    if (rc != 0 && (err.code != rc || err.what[0] == '\0' || strstr(err.where, "c.yaml") == NULL)) {
        fuzz_wrong("a refusal does not say where and what");
    }
    if (read_one(bytes[0] % 3, path, &again) != rc || strcmp(again.what, err.what) != 0) {
        fuzz_wrong("the same file is read as something else");
    }
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    for (int kind = 0; kind < 3; kind++) {
        fuzz_seed_file(take, ctx, kind, "daemon/config/staithd.yaml");
        fuzz_seed_file(take, ctx, kind, "daemon/config/aggregator.yaml");
    }
}
