/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Over minizip, which reads through functions of ours: a position in front of the host's read_at.
 * Its own error codes are all one here: a file that is not a sound zip.
 */
#include "zip.h"

#include <minizip/unzip.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PARTS = 10000, PIECE_BYTES = 32768, MAX_TAG_BYTES = 256 * 1024, CASE_INSENSITIVE = 2 };

struct staith_kit_zip {
    const struct staith_host *host;
    uint32_t source;
    uint64_t at;
    uint64_t size;
    uint64_t unpacked;
    uint64_t unpacked_max;
    unzFile file;
};

/* ---- the functions that minizip reads through ---- */

static voidpf ZCALLBACK io_open(voidpf opaque, const void *name, int mode)
{
    (void)name;
    return (mode & ZLIB_FILEFUNC_MODE_READWRITEFILTER) == ZLIB_FILEFUNC_MODE_READ ? opaque : NULL;
}

static uLong ZCALLBACK io_read(voidpf opaque, voidpf stream, void *buf, uLong size)
{
    struct staith_kit_zip *zip = opaque;
    uLong len = 0;
    (void)stream;
    while (len < size) {
        size_t got = 0;
        if (zip->host->read_at(zip->host->ctx, zip->source, zip->at, (char *)buf + len, size - len,
                               &got) != STAITH_OK) {
            break;
        }
        len += got;
        zip->at += got;
    }
    return len;
}

static uLong ZCALLBACK io_write(voidpf opaque, voidpf stream, const void *buf, uLong size)
{
    (void)opaque;
    (void)stream;
    (void)buf;
    (void)size;
    return 0;
}

static ZPOS64_T ZCALLBACK io_tell(voidpf opaque, voidpf stream)
{
    const struct staith_kit_zip *zip = opaque;
    (void)stream;
    return zip->at;
}

static long ZCALLBACK io_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct staith_kit_zip *zip = opaque;
    uint64_t base = 0;
    (void)stream;
    if (origin == ZLIB_FILEFUNC_SEEK_CUR) {
        base = zip->at;
    } else if (origin == ZLIB_FILEFUNC_SEEK_END) {
        base = zip->size;
    }
    if (offset > zip->size || base > zip->size || base + offset > zip->size) {
        return -1;
    }
    zip->at = base + offset;
    return 0;
}

static int ZCALLBACK io_close(voidpf opaque, voidpf stream)
{
    (void)opaque;
    (void)stream;
    return 0;
}

/* The size of a source, found by reading: a host table in front of another may not know it. */
static uint64_t find_size(const struct staith_host *host, uint32_t source)
{
    uint64_t low = 0;
    uint64_t high = 1;
    unsigned char byte = 0;
    size_t got = 0;
    while (high < (UINT64_C(1) << 40) &&
           host->read_at(host->ctx, source, high - 1, &byte, 1, &got) == STAITH_OK) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) { /* a byte is at low - 1, none at high - 1 */
        uint64_t middle = low + (high - low) / 2;
        if (host->read_at(host->ctx, source, middle - 1, &byte, 1, &got) == STAITH_OK) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

int staith_kit_zip_open(const struct staith_host *host, uint32_t source, uint64_t unpacked_max,
                        struct staith_kit_zip **ret_zip)
{
    unz_global_info64 info;
    struct staith_kit_zip *zip = calloc(1, sizeof *zip);
    if (zip == NULL) {
        return STAITH_ENOMEM;
    }
    zip->host = host;
    zip->source = source;
    zip->size = find_size(host, source);
    zip->unpacked_max = unpacked_max;
    zlib_filefunc64_def functions = {io_open, io_read,  io_write, io_tell,
                                     io_seek, io_close, io_close, zip};
    zip->file = unzOpen2_64("source", &functions);
    if (zip->file == NULL || unzGetGlobalInfo64(zip->file, &info) != UNZ_OK ||
        info.number_entry > MAX_PARTS) {
        staith_kit_zip_close(zip);
        return STAITH_ESOURCE;
    }
    *ret_zip = zip;
    return STAITH_OK;
}

void staith_kit_zip_close(struct staith_kit_zip *zip)
{
    if (zip != NULL) {
        if (zip->file != NULL) {
            (void)unzClose(zip->file);
        }
        free(zip);
    }
}

bool staith_kit_zip_has(struct staith_kit_zip *zip, const char *name)
{
    return unzLocateFile(zip->file, name, CASE_INSENSITIVE) == UNZ_OK;
}

const char *staith_kit_xml_local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

const char *staith_kit_xml_attribute(const char **attributes, const char *local)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(staith_kit_xml_local(attributes[i]), local) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

/* ---- XML ---- */

struct parsing {
    XML_Parser parser;
    const struct staith_kit_zip_handlers *handlers;
};

static void XMLCALL on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    const struct parsing *parsing = ctx;
    if (*parsing->handlers->stop == 0) {
        parsing->handlers->on_start(parsing->handlers->ctx, name, attributes);
    }
}

static void XMLCALL on_end(void *ctx, const XML_Char *name)
{
    const struct parsing *parsing = ctx;
    if (*parsing->handlers->stop == 0) {
        parsing->handlers->on_end(parsing->handlers->ctx, name);
    }
}

static void XMLCALL on_text(void *ctx, const XML_Char *text, int len)
{
    const struct parsing *parsing = ctx;
    if (*parsing->handlers->stop == 0) {
        parsing->handlers->on_text(parsing->handlers->ctx, text, len);
    }
}

static void XMLCALL on_doctype(void *ctx, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal)
{
    const struct parsing *parsing = ctx;
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    (void)XML_StopParser(parsing->parser, XML_FALSE);
}

/* One piece: read into expat's own buffer. *ret_len: what was read, 0 at the end. */
static int feed_piece(struct staith_kit_zip *zip, XML_Parser parser, int *ret_len)
{
    void *piece = XML_GetBuffer(parser, PIECE_BYTES);
    if (piece == NULL) {
        return STAITH_ENOMEM;
    }
    int len = unzReadCurrentFile(zip->file, piece, PIECE_BYTES);
    if (len < 0) {
        return STAITH_ESOURCE;
    }
    zip->unpacked += (uint64_t)len;
    if (zip->unpacked > zip->unpacked_max) {
        return STAITH_ELIMIT;
    }
    if (XML_ParseBuffer(parser, len, len == 0) != XML_STATUS_OK) {
        return XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY ? STAITH_ENOMEM : STAITH_ESOURCE;
    }
    *ret_len = len;
    return STAITH_OK;
}

static int parse_part(struct staith_kit_zip *zip, XML_Parser parser, const int *stop)
{
    int len = 1;
    uint64_t fed = 0;
    int result = STAITH_OK;
    while (result == STAITH_OK && len > 0 && *stop == 0) {
        result = feed_piece(zip, parser, &len);
        fed += (uint64_t)len;
        /* A tag that does not end would be scanned again with every piece. */
        XML_Index at = XML_GetCurrentByteIndex(parser);
        if (result == STAITH_OK && at >= 0 && fed - (uint64_t)at > MAX_TAG_BYTES) {
            result = STAITH_ESOURCE;
        }
    }
    return *stop != 0 ? *stop : result;
}

int staith_kit_zip_parse(struct staith_kit_zip *zip, const char *name,
                         const struct staith_kit_zip_handlers *handlers)
{
    if (!staith_kit_zip_has(zip, name)) {
        return STAITH_END;
    }
    if (unzOpenCurrentFile(zip->file) != UNZ_OK) {
        return STAITH_ESOURCE;
    }
    int result = STAITH_ENOMEM;
    XML_Parser parser = XML_ParserCreate(NULL);
    struct parsing parsing = {parser, handlers};
    if (parser != NULL) {
        XML_SetUserData(parser, &parsing);
        XML_SetElementHandler(parser, on_start, on_end);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetStartDoctypeDeclHandler(parser, on_doctype);
        result = parse_part(zip, parser, handlers->stop);
        XML_ParserFree(parser);
    }
    int closed = unzCloseCurrentFile(zip->file);
    /* The checksum is known at the end alone; a part that was left early has none. */
    return result == STAITH_OK && closed != UNZ_OK ? STAITH_ESOURCE : result;
}
