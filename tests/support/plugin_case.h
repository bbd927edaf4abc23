/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_PLUGIN_CASE_H
#define STAITH_PLUGIN_CASE_H
/* Runs of a plugin over one file and its options, for tests of plugins over tables. */
#include "fake_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PLUGIN_CASE_OPTIONS = 16, PLUGIN_CASE_MAX_BYTES = 1024 * 1024 };

/** Zero-initialise. */
struct plugin_case {
    struct staith_fake_source source;
    struct staith_fake_option options[PLUGIN_CASE_OPTIONS];
    char *files[PLUGIN_CASE_OPTIONS];
    uint32_t file_count;
    struct staith_fake_setup setup;
    struct staith_fake_host host;
};

/** Read a file of the source tree, NUL-terminated; freed with the case. */
static inline const char *plugin_case_load(struct plugin_case *run, const char *path)
{
    char full[4096];
    const char *top = getenv("STAITH_SOURCE");
    (void)snprintf(full, sizeof(full), "%s/%s", top != NULL ? top : ".", path);
    FILE *file = fopen(full, "rb");
    assert_non_null(file);
    char *text = calloc(1, PLUGIN_CASE_MAX_BYTES + 1);
    assert_non_null(text);
    assert_true(fread(text, 1, PLUGIN_CASE_MAX_BYTES, file) > 0);
    assert_int_equal(ferror(file), 0);
    assert_int_equal(fclose(file), 0);
    assert_true(run->file_count < PLUGIN_CASE_OPTIONS);
    run->files[run->file_count++] = text;
    return text;
}

static inline void plugin_case_option(struct plugin_case *run, const char *name, const char *value)
{
    assert_true(run->setup.option_count < PLUGIN_CASE_OPTIONS);
    run->options[run->setup.option_count++] = (struct staith_fake_option){name, value};
}

/** Run over `text` as a file of this name. Returns what staith_fake_run does. */
static inline int plugin_case_run(struct plugin_case *run, const char *name, const char *text)
{
    run->source = (struct staith_fake_source){name, text, strlen(text)};
    run->setup.sources = &run->source;
    run->setup.source_count = 1;
    run->setup.options = run->options;
    return staith_fake_run(&run->host, &staith_plugin, &run->setup);
}

static inline void plugin_case_end(struct plugin_case *run)
{
    staith_fake_deinit(&run->host);
    for (uint32_t i = 0; i < run->file_count; i++) {
        free(run->files[i]);
    }
    memset(run, 0, sizeof(*run));
}

#endif
