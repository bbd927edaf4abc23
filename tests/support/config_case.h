/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_CONFIG_CASE_H
#define STAITH_TESTS_CONFIG_CASE_H
/* Configuration files for tests: written to a folder of their own, and removed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct staith_err;

struct config_file {
    char folder[64];
    char path[96];
};

void config_write(struct config_file *file, const char *text, size_t len);
void config_remove(const struct config_file *file);
/** "folder/name" */
const char *config_in(const struct config_file *file, const char *name, char *out, size_t cap);
/** "path:line:column" */
const char *config_at(const struct config_file *file, unsigned line, unsigned column, char *out,
                      size_t cap);
/** Print an error that a test did not expect; nothing where there is none. */
void config_print(const struct staith_err *err);

#endif
