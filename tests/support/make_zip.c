/* SPDX-License-Identifier: Apache-2.0 */
#include "make_zip.h"

#include "temp_file.h"

#include <minizip/zip.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void add_part(zipFile file, const struct make_zip_part *part)
{
    zip_fileinfo info;
    memset(&info, 0, sizeof info);
    assert_int_equal(zipOpenNewFileInZip(file, part->name, &info, NULL, 0, NULL, 0, NULL,
                                         Z_DEFLATED, Z_DEFAULT_COMPRESSION),
                     ZIP_OK);
    for (size_t i = 0; i < (part->repeat == 0 ? 1 : part->repeat); i++) {
        assert_int_equal(zipWriteInFileInZip(file, part->text, (unsigned)strlen(part->text)),
                         ZIP_OK);
    }
    assert_int_equal(zipCloseFileInZip(file), ZIP_OK);
}

uint8_t *make_zip(const struct make_zip_part *parts, size_t count, size_t *ret_len)
{
    char path[] = "/tmp/staith-zip-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    zipFile file = zipOpen64(path, APPEND_STATUS_CREATE);
    assert_non_null(file);
    for (size_t i = 0; i < count; i++) {
        add_part(file, &parts[i]);
    }
    assert_int_equal(zipClose(file, NULL), ZIP_OK);
    uint8_t *bytes = staith_temp_read(path, ret_len);
    assert_int_equal(unlink(path), 0);
    return bytes;
}
