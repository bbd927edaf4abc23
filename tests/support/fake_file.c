/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIRST_BYTES = 65536, MAX_BYTES = 64 * 1024 * 1024 };

void staith_fake_load(const char *path, struct staith_fake_source *ret_source)
{
    const char *slash = strrchr(path, '/');
    size_t cap = FIRST_BYTES;
    size_t len = 0;
    char *bytes = malloc(cap);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail_msg("%s cannot be opened", path);
    }
    assert_non_null(bytes);
    for (size_t got = 1; got > 0;) {
        if (len == cap) {
            cap *= 2;
            bytes = realloc(bytes, cap);
            assert_non_null(bytes);
            assert_true(cap <= MAX_BYTES);
        }
        got = fread(bytes + len, 1, cap - len, file);
        len += got;
    }
    assert_int_equal(ferror(file), 0);
    assert_int_equal(fclose(file), 0);
    *ret_source = (struct staith_fake_source){slash != NULL ? slash + 1 : path, bytes, len};
}

void staith_fake_unload(struct staith_fake_source *source)
{
    void *bytes = NULL;
    memcpy(&bytes, &source->bytes,
           sizeof bytes); /* they are the loader's; a test only reads them */
    free(bytes);
    memset(source, 0, sizeof *source);
}
