/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_ZIP_CASE_H
#define STAITH_ZIP_CASE_H
/* Reading a part of a ZIP archive that a test made, with minizip's reader. */
#include "base/buf.h"
#include "temp_file.h"

#include <minizip/unzip.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/** The part's text, NUL-terminated, the caller's to free. `name` NULL: of the first part, whose
 *  name is then checked to be `first`. */
static inline char *zip_case_part(const struct staith_buf *archive, const char *name,
                                  const char *first)
{
    char path[] = "/tmp/staith-zip-XXXXXX";
    char found[64] = "";
    unz_file_info info;
    staith_temp_write(path, 0, archive->data, archive->len);
    unzFile zip = unzOpen(path);
    assert_non_null(zip);
    assert_int_equal(name != NULL ? unzLocateFile(zip, name, 1) : unzGoToFirstFile(zip), UNZ_OK);
    assert_int_equal(unzGetCurrentFileInfo(zip, &info, found, sizeof(found), NULL, 0, NULL, 0),
                     UNZ_OK);
    if (name == NULL) {
        assert_string_equal(found, first);
        assert_int_equal(info.compression_method, 0);
    }
    char *text = calloc(1, info.uncompressed_size + 1);
    assert_non_null(text);
    assert_int_equal(unzOpenCurrentFile(zip), UNZ_OK);
    assert_int_equal(unzReadCurrentFile(zip, text, (unsigned)info.uncompressed_size),
                     (int)info.uncompressed_size);
    assert_int_equal(unzCloseCurrentFile(zip), UNZ_OK); /* checks the sum */
    assert_int_equal(unzClose(zip), UNZ_OK);
    assert_int_equal(unlink(path), 0);
    return text;
}

static inline void zip_case_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("no %s in %s", part, text);
    }
}

#endif
