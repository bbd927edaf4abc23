/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashing follows the furthest point read without a gap, so that a plugin that reads from start to
 * end costs one pass; what it passed over is read at the end.
 */
#include "authority/host/sources.h"

#include <errno.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_SOURCES = 16, STATE_ALIGN = 64, PIECE_BYTES = 65536, HASH_BYTES = 32 };

struct source {
    int fd;
    struct stat first; /* as it was when the run began */
    uint64_t hashed;   /* bytes from the start that are in the hash */
    crypto_generichash_state hash;
};

struct staith_sources {
    uint32_t count;
    struct staith_source seen[MAX_SOURCES];
    struct source *list; /* aligned as libsodium wants its state */
};

static int fail(struct staith_err *err, int code, const char *name, const char *what)
{
    (void)staith_err_set(err, code, "%s", what);
    staith_err_at(err, name, 0, 0);
    return code;
}

static int open_one(struct staith_sources *sources, uint32_t index, const char *name, int fd,
                    struct staith_err *err)
{
    struct source *source = &sources->list[index];
    source->fd = fd;
    if (fstat(fd, &source->first) != 0) {
        return fail(err, STAITH_ERR_IO, name, "the source is not open");
    }
    if (!S_ISREG(source->first.st_mode)) {
        return fail(err, STAITH_ERR_REFUSED, name, "the source is no regular file");
    }
    if (crypto_generichash_init(&source->hash, NULL, 0, HASH_BYTES) != 0) {
        return fail(err, STAITH_ERR_NOMEM, name, "the source cannot be hashed");
    }
    sources->seen[index] = (struct staith_source){name, (uint64_t)source->first.st_size};
    return 0;
}

int staith_sources_open(const struct staith_order *order, int first_fd,
                        struct staith_sources **ret_sources, struct staith_err *err)
{
    if (order->source_count > MAX_SOURCES) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "a run can have at most %d sources",
                              MAX_SOURCES);
    }
    struct staith_sources *sources = calloc(1, sizeof *sources);
    size_t item = (sizeof(struct source) + STATE_ALIGN - 1) / STATE_ALIGN * STATE_ALIGN;
    struct source *list = aligned_alloc(STATE_ALIGN, item * (MAX_SOURCES + 1));
    if (sources == NULL || list == NULL) {
        free(sources);
        free(list);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the run's sources");
    }
    memset(list, 0, item * (MAX_SOURCES + 1));
    sources->list = list;
    sources->count = order->source_count;
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < order->source_count; i++) {
        code = open_one(sources, i, order->source_names[i], first_fd + (int)i, err);
    }
    if (code != 0) {
        staith_sources_free(sources);
        return code;
    }
    *ret_sources = sources;
    return 0;
}

void staith_sources_free(struct staith_sources *sources)
{
    if (sources != NULL) {
        free(sources->list);
        free(sources);
    }
}

uint32_t staith_sources_count(const struct staith_sources *sources)
{
    return sources->count;
}

const struct staith_source *staith_sources_get(const struct staith_sources *sources, uint32_t index)
{
    return index < sources->count ? &sources->seen[index] : NULL;
}

static void hash_piece(struct source *source, uint64_t offset, const unsigned char *data,
                       size_t len)
{
    if (offset > source->hashed || offset + len <= source->hashed) {
        return;
    }
    size_t known = (size_t)(source->hashed - offset);
    (void)crypto_generichash_update(&source->hash, data + known, len - known);
    source->hashed = offset + len;
}

int staith_sources_read(struct staith_sources *sources, uint32_t index, uint64_t offset, void *buf,
                        size_t len, size_t *ret_read)
{
    if (index >= sources->count || buf == NULL || len == 0) {
        return STAITH_EINVAL;
    }
    struct source *source = &sources->list[index];
    uint64_t size = sources->seen[index].size_bytes;
    if (offset >= size) {
        return STAITH_END;
    }
    if (len > size - offset) {
        len = (size_t)(size - offset);
    }
    ssize_t got = -1;
    do {
        got = pread(source->fd, buf, len, (off_t)offset);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) {
        return STAITH_EIO; /* 0: it has become shorter */
    }
    hash_piece(source, offset, buf, (size_t)got);
    *ret_read = (size_t)got;
    return STAITH_OK;
}

static bool unchanged(const struct source *source)
{
    struct stat now;
    const struct stat *first = &source->first;
    return fstat(source->fd, &now) == 0 && now.st_size == first->st_size &&
           now.st_mtim.tv_sec == first->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == first->st_mtim.tv_nsec && now.st_ino == first->st_ino &&
           now.st_dev == first->st_dev;
}

static int finish_one(struct staith_sources *sources, uint32_t index, uint8_t ret_hash[HASH_BYTES],
                      struct staith_err *err)
{
    unsigned char piece[PIECE_BYTES];
    struct source *source = &sources->list[index];
    size_t got = 0;
    int result = STAITH_OK;
    while (result == STAITH_OK) {
        result = staith_sources_read(sources, index, source->hashed, piece, sizeof piece, &got);
    }
    if (!unchanged(source)) {
        (void)fail(err, STAITH_ERR_AGAIN, sources->seen[index].name,
                   "the source changed while it was read; it will be read again");
        staith_err_remedy(err, "write a new file beside it and rename it into place");
        return STAITH_ERR_AGAIN;
    }
    if (result != STAITH_END) {
        return fail(err, STAITH_ERR_IO, sources->seen[index].name, "the source cannot be read");
    }
    (void)crypto_generichash_final(&source->hash, ret_hash, HASH_BYTES);
    return 0;
}

int staith_sources_finish(struct staith_sources *sources, uint8_t ret_hash[32], uint64_t *ret_bytes,
                          struct staith_err *err)
{
    uint8_t hashes[MAX_SOURCES * HASH_BYTES] = {0};
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < sources->count; i++) {
        int code = finish_one(sources, i, hashes + (size_t)i * HASH_BYTES, err);
        if (code != 0) {
            return code;
        }
        bytes += sources->seen[i].size_bytes;
    }
    if (sources->count == 1) {
        memcpy(ret_hash, hashes, HASH_BYTES);
    } else {
        (void)crypto_generichash(ret_hash, HASH_BYTES, hashes, (size_t)sources->count * HASH_BYTES,
                                 NULL, 0);
    }
    *ret_bytes = bytes;
    return 0;
}
