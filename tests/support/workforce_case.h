/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_CASE_H
#define STAITH_WORKFORCE_CASE_H
/*
 * Runs of the workforce plugin for its tests: over a file of the source tree, or over text.
 */
#include "fake_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WORKFORCE_CASE_MAX_BYTES = 1024 * 1024 };

/** What a run needs to keep alive while its fake host is read. */
struct workforce_case {
    struct staith_fake_source source;
    struct staith_fake_setup setup;
    struct staith_fake_host host;
};

/** Run over text; the name's ending plays no part. Returns the run's result. */
static inline int workforce_run(struct workforce_case *run, const char *text, size_t len)
{
    run->source = (struct staith_fake_source){"return", text, len};
    run->setup.sources = &run->source;
    run->setup.source_count = 1;
    return staith_fake_run(&run->host, &staith_plugin, &run->setup);
}

/** Read a file of the source tree ("plugins/workforce/sample.xml"), NUL-terminated; free it. */
static inline char *workforce_load(const char *path, size_t *ret_len)
{
    char full[4096];
    const char *top = getenv("STAITH_SOURCE");
    int len = snprintf(full, sizeof(full), "%s/%s", top != NULL ? top : ".", path);
    assert_true(len > 0 && (size_t)len < sizeof(full));
    FILE *file = fopen(full, "rb");
    assert_non_null(file);
    char *text = calloc(1, WORKFORCE_CASE_MAX_BYTES + 1);
    assert_non_null(text);
    *ret_len = fread(text, 1, WORKFORCE_CASE_MAX_BYTES, file);
    assert_int_equal(ferror(file), 0);
    assert_int_equal(fclose(file), 0);
    return text;
}

#endif
