/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Written into memory: a fuzzer makes one of each input.
 */
#include "make_zip.h"

#include <minizip/zip.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The one file that there is. */
struct memory {
    uint8_t *bytes;
    size_t len;
    size_t cap;
    size_t at;
};

static void *on_open(void *ctx, const void *name, int mode)
{
    (void)name;
    (void)mode;
    return ctx;
}

static uLong on_read(void *ctx, void *stream, void *into, uLong len)
{
    struct memory *memory = stream;
    const size_t left = memory->at < memory->len ? memory->len - memory->at : 0;
    const size_t count = len < left ? len : left;
    (void)ctx;
    if (count > 0) {
        memcpy(into, memory->bytes + memory->at, count);
    }
    memory->at += count;
    return count;
}

static uLong on_write(void *ctx, void *stream, const void *from, uLong len)
{
    struct memory *memory = stream;
    const size_t end = memory->at + len;
    (void)ctx;
    if (end > memory->cap) {
        const size_t cap = end < 4096 ? 8192 : 2 * end;
        uint8_t *grown = realloc(memory->bytes, cap);
        if (grown == NULL) {
            return 0;
        }
        memory->bytes = grown;
        memory->cap = cap;
    }
    if (len > 0) {
        memcpy(memory->bytes + memory->at, from, len);
    }
    memory->at = end;
    memory->len = end > memory->len ? end : memory->len;
    return len;
}

static ZPOS64_T on_tell(void *ctx, void *stream)
{
    const struct memory *memory = stream;
    (void)ctx;
    return memory->at;
}

static long on_seek(void *ctx, void *stream, ZPOS64_T offset, int origin)
{
    struct memory *memory = stream;
    size_t from = 0;
    (void)ctx;
    if (origin == ZLIB_FILEFUNC_SEEK_CUR) {
        from = memory->at;
    } else if (origin == ZLIB_FILEFUNC_SEEK_END) {
        from = memory->len;
    }
    if (from + offset > memory->len) {
        return -1;
    }
    memory->at = from + (size_t)offset;
    return 0;
}

static int no_error(void *ctx, void *stream)
{
    (void)ctx;
    (void)stream;
    return 0;
}

static void add_part(zipFile file, const struct make_zip_part *part, bool deflate)
{
    zip_fileinfo info;
    memset(&info, 0, sizeof info);
    assert_int_equal(zipOpenNewFileInZip(file, part->name, &info, NULL, 0, NULL, 0, NULL,
                                         deflate ? Z_DEFLATED : 0, Z_DEFAULT_COMPRESSION),
                     ZIP_OK);
    for (size_t i = 0; i < (part->repeat == 0 ? 1 : part->repeat); i++) {
        assert_int_equal(zipWriteInFileInZip(file, part->text, (unsigned)strlen(part->text)),
                         ZIP_OK);
    }
    assert_int_equal(zipCloseFileInZip(file), ZIP_OK);
}

static uint8_t *make(const struct make_zip_part *parts, size_t count, bool all, size_t at,
                     size_t *ret_len)
{
    struct memory memory = {0};
    zlib_filefunc64_def functions = {.zopen64_file = on_open,
                                     .zread_file = on_read,
                                     .zwrite_file = on_write,
                                     .ztell64_file = on_tell,
                                     .zseek64_file = on_seek,
                                     .zclose_file = no_error,
                                     .zerror_file = no_error,
                                     .opaque = &memory};
    zipFile file = zipOpen2_64("memory", APPEND_STATUS_CREATE, NULL, &functions);
    assert_non_null(file);
    for (size_t i = 0; i < count; i++) {
        add_part(file, &parts[i], all || i == 0 || i == at);
    }
    assert_int_equal(zipClose(file, NULL), ZIP_OK);
    *ret_len = memory.len;
    return memory.bytes;
}

uint8_t *make_zip(const struct make_zip_part *parts, size_t count, size_t *ret_len)
{
    return make(parts, count, true, 0, ret_len);
}

uint8_t *make_zip_stored(const struct make_zip_part *parts, size_t count, size_t at,
                         size_t *ret_len)
{
    return make(parts, count, false, at, ret_len);
}
