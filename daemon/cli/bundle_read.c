/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bundle from a file, with nothing of it believed before all of it holds; its texts may come from
 * anybody, so control characters do not reach the terminal.
 */
#include "cli/bundle.h"

#include "cli/ledger.h"
#include "config/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int cannot_read(const char *path, int code, const char *what, struct staith_err *err)
{
    (void)staith_err_set(err, code, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "name a file that `staith ledger --export` wrote");
    return code;
}

static int read_open(int fd, const char *path, struct staith_buf *file, struct staith_err *err)
{
    struct stat st;
    uint8_t *at = NULL;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        return cannot_read(path, STAITH_ERR_IO, "this is no plain file", err);
    }
    if (st.st_size <= 0 || st.st_size > STAITH_BUNDLE_MAX_BYTES) {
        return cannot_read(path, st.st_size <= 0 ? STAITH_ERR_SYNTAX : STAITH_ERR_LIMIT,
                           st.st_size <= 0 ? "the file is empty" : "the file is too large", err);
    }
    size_t size = (size_t)st.st_size;
    if (staith_buf_reserve(file, size, &at) != 0) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    while (file->len < size) {
        ssize_t got = read(fd, file->data + file->len, size - file->len);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return cannot_read(path, STAITH_ERR_IO, "the file cannot be read", err);
        }
        file->len += got > 0 ? (size_t)got : 0;
    }
    return 0;
}

static int read_file(const char *path, struct staith_buf *file, struct staith_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return cannot_read(path, errno == ENOENT ? STAITH_ERR_NOTFOUND : STAITH_ERR_IO,
                           errno == ENOENT ? "there is no such file" : "the file cannot be opened",
                           err);
    }
    int rc = read_open(fd, path, file, err);
    (void)close(fd);
    return rc;
}

static int clean_texts(struct staith_cli_bundle *reading, struct staith_err *err)
{
    struct staith_bundle *bundle = &reading->bundle;
    struct staith_arena *arena = &reading->arena;
    bundle->name = staith_cli_clean(arena, bundle->name);
    bool good = bundle->name != NULL;
    for (uint32_t i = 0; good && i < bundle->entry_count; i++) {
        struct staith_bundle_entry *entry = &bundle->entries[i];
        entry->refused_detail = staith_cli_clean(arena, entry->refused_detail);
        good = entry->refused_detail != NULL;
        if (good && entry->has_note) {
            entry->note.source_name = staith_cli_clean(arena, entry->note.source_name);
            entry->note.approved_by = staith_cli_clean(arena, entry->note.approved_by);
            entry->note.decision_json = staith_cli_clean_json(arena, entry->note.decision_json);
            good = entry->note.source_name != NULL && entry->note.approved_by != NULL &&
                   entry->note.decision_json != NULL;
        }
    }
    return good ? 0 : staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
}

int staith_cli_bundle_open(const char *path, const char *key, struct staith_cli_bundle *reading,
                           struct staith_err *err)
{
    memset(reading, 0, sizeof(*reading));
    staith_buf_init(&reading->file, STAITH_BUNDLE_MAX_BYTES);
    staith_arena_init(&reading->arena, STAITH_BUNDLE_ARENA_BYTES);
    int rc = read_file(path, &reading->file, err);
    if (rc != 0) {
        return rc;
    }
    rc = staith_bundle_unpack(reading->file.data, reading->file.len, &reading->arena,
                              &reading->bundle, reading->hash, err);
    if (rc == 0) {
        memcpy(reading->key, reading->bundle.public_key, sizeof(reading->key));
        if (key != NULL) {
            rc = staith_config_read_key_hex(key, false, reading->key, sizeof(reading->key), err);
            if (rc != 0) {
                return rc;
            }
        }
        if (memcmp(reading->key, reading->bundle.public_key, sizeof(reading->key)) != 0) {
            rc = staith_err_set(err, STAITH_ERR_VERIFY, "the bundle's signing key is another one");
        }
    }
    rc = rc != 0 ? rc : staith_bundle_check(&reading->bundle, reading->key, err);
    if (rc != 0) {
        staith_err_at(err, path, 0, 0);
        return rc;
    }
    return clean_texts(reading, err);
}

void staith_cli_bundle_close(struct staith_cli_bundle *reading)
{
    staith_arena_deinit(&reading->arena);
    staith_buf_deinit(&reading->file);
}
