/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file that says what is counted of a table, through the plugin `table`: read, made into a
 * catalogue, and run over a few rows. The definition ends at the first NUL, as an option's file
 * does.
 */
#include "plugin_run.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_BYTES = 256 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const char rows[] = "Staff number,Team,Cases,FTE,ASYE\n"
                               "S001,Assessment,21,1.00,no\nS002,A&I,17,0.60,no\n";
    if (len == 0 || len > MAX_BYTES) {
        return 0;
    }
    char *text = malloc(len + 1);
    if (text == NULL) {
        fuzz_wrong("no memory");
    }
    memcpy(text, bytes, len);
    text[len] = '\0';
    const struct staith_fake_option option = {"definition", text};
    if (text[0] != '\0') {
        plugin_run("caseloads-2025-Q3.csv", (const uint8_t *)rows, strlen(rows), &option, 1);
    }
    free(text);
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    fuzz_seed_file(take, ctx, -1, "plugins/table/sample.ini");
    fuzz_seed_file(take, ctx, -1, "examples/plugin-script/starts.ini");
}
