/* SPDX-License-Identifier: Apache-2.0 */
/*
 * minizip over a buffer. It writes an entry's sizes by going back to the entry's head, so the
 * buffer has a position; it only ever goes back to what was written.
 */
#include "aggregator/views/zip.h"

#include "base/err.h"

#include <minizip/zip.h>
#include <stdint.h>
#include <string.h>

enum { MOST_PIECE = 1 << 30 };

struct memory {
    struct staith_buf *out;
    size_t at;
    int code;
};

static voidpf open_memory(voidpf opaque, const char *name, int mode)
{
    (void)name;
    (void)mode;
    return opaque;
}

static uLong read_memory(voidpf opaque, voidpf stream, void *bytes, uLong len)
{
    (void)opaque;
    (void)stream;
    (void)bytes;
    (void)len;
    return 0;
}

static uLong write_memory(voidpf opaque, voidpf stream, const void *bytes, uLong len)
{
    struct memory *memory = stream;
    size_t end = memory->out->len;
    size_t over = end - memory->at < len ? end - memory->at : len;
    (void)opaque;
    if (over > 0) {
        memcpy(memory->out->data + memory->at, bytes, over);
    }
    if (len > over) {
        memory->code = staith_buf_append(memory->out, (const uint8_t *)bytes + over, len - over);
    }
    if (memory->code != 0) {
        return 0;
    }
    memory->at += len;
    return len;
}

static long tell_memory(voidpf opaque, voidpf stream)
{
    const struct memory *memory = stream;
    (void)opaque;
    return (long)memory->at;
}

static long seek_memory(voidpf opaque, voidpf stream, uLong offset, int origin)
{
    struct memory *memory = stream;
    size_t from = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                  : origin == ZLIB_FILEFUNC_SEEK_CUR ? memory->at
                                                     : memory->out->len;
    (void)opaque;
    if (from + offset > memory->out->len) {
        return -1;
    }
    memory->at = from + offset;
    return 0;
}

static int close_memory(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

static int fault_of(voidpf opaque, voidpf stream)
{
    (void)opaque;
    return ((const struct memory *)stream)->code;
}

static int put_part(zipFile zip, const struct staith_zip_part *part)
{
    zip_fileinfo info = {.tmz_date = {.tm_mday = 1, .tm_year = 1980}};
    int method = part->stored ? 0 : Z_DEFLATED;
    if (part->len > MOST_PIECE) {
        return STAITH_ERR_LIMIT;
    }
    if (zipOpenNewFileInZip(zip, part->name, &info, NULL, 0, NULL, 0, NULL, method,
                            part->stored ? 0 : Z_DEFAULT_COMPRESSION) != ZIP_OK) {
        return STAITH_ERR_NOMEM;
    }
    int failed = part->len > 0 ? zipWriteInFileInZip(zip, part->bytes, (unsigned)part->len) : 0;
    failed |= zipCloseFileInZip(zip);
    return failed == ZIP_OK ? 0 : STAITH_ERR_NOMEM;
}

/* More than all of it can take: heads, the directory, and what cannot be compressed. */
static size_t most_bytes(const struct staith_zip_part *parts, size_t count)
{
    size_t most = 1024;
    for (size_t i = 0; i < count; i++) {
        most += parts[i].len + parts[i].len / 100 + 2 * strlen(parts[i].name) + 1024;
    }
    return most;
}

/* The archive is made beside `out`: minizip keeps the memory of an entry whose head could not be
 * written, so no write of its may fail for want of room. */
int staith_zip_write(const struct staith_zip_part *parts, size_t count, struct staith_buf *out)
{
    struct staith_buf made;
    struct memory memory = {.out = &made};
    zlib_filefunc_def functions = {open_memory, read_memory,  write_memory, tell_memory,
                                   seek_memory, close_memory, fault_of,     &memory};
    staith_buf_init(&made, most_bytes(parts, count));
    zipFile zip = zipOpen2("", APPEND_STATUS_CREATE, NULL, &functions);
    int code = zip != NULL ? 0 : STAITH_ERR_NOMEM;
    for (size_t i = 0; i < count && code == 0; i++) {
        code = put_part(zip, &parts[i]);
    }
    if (zip != NULL && zipClose(zip, NULL) != ZIP_OK && code == 0) {
        code = STAITH_ERR_NOMEM;
    }
    code = memory.code != 0 ? memory.code : code;
    if (code == 0) {
        code = staith_buf_append(out, made.data, made.len);
    }
    staith_buf_deinit(&made);
    return code;
}
