/* SPDX-License-Identifier: Apache-2.0 */
#include "config_case.h"

#include "../../daemon/base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void config_write(struct config_file *file, const char *text, size_t len)
{
    (void)snprintf(file->folder, sizeof(file->folder), "/tmp/staith-config-XXXXXX");
    assert_non_null(mkdtemp(file->folder));
    (void)snprintf(file->path, sizeof(file->path), "%s/c.yaml", file->folder);
    FILE *out = fopen(file->path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
}

void config_remove(const struct config_file *file)
{
    assert_int_equal(unlink(file->path), 0);
    assert_int_equal(rmdir(file->folder), 0);
}

const char *config_in(const struct config_file *file, const char *name, char *out, size_t cap)
{
    (void)snprintf(out, cap, "%s/%s", file->folder, name);
    return out;
}

const char *config_at(const struct config_file *file, unsigned line, unsigned column, char *out,
                      size_t cap)
{
    (void)snprintf(out, cap, "%s:%u:%u", file->path, line, column);
    return out;
}

void config_print(const struct staith_err *err)
{
    if (err->code != 0) {
        (void)fprintf(stderr, "%s: %s (%s)\n", err->where, err->what, err->remedy);
    }
}
