/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/files.h"

#include "authority/gate/source.h"
#include "codec/hostpipe.h"
#include "ledger/ledger.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static int refuse(struct staith_err *err, int code, const struct staith_config_option *file,
                  const char *what, const char *remedy)
{
    (void)staith_err_set(err, code, "the file for option %.63s %s", file->name, what);
    staith_err_at(err, file->value, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return code;
}

/* The whole of an open file; it may have become shorter, then that is what it holds. */
static int read_whole(int fd, char *text, size_t room, size_t *ret_len)
{
    size_t len = 0;
    while (len < room) {
        ssize_t got = pread(fd, text + len, room - len, (off_t)len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return STAITH_ERR_IO;
        }
        if (got == 0) {
            break;
        }
        len += (size_t)got;
    }
    *ret_len = len;
    return 0;
}

static int read_one(const struct staith_config_option *file, struct staith_arena *arena,
                    const char **ret_text, struct staith_err *err)
{
    int fd = -1;
    uint64_t bytes = 0;
    size_t len = 0;
    struct staith_err why = {0};
    int rc = staith_gate_source_open(file->value, false, STAITH_HOSTPIPE_FILE_MAX_BYTES, &fd,
                                     &bytes, &why);
    if (rc == STAITH_ERR_NOTFOUND) {
        return refuse(err, rc, file, "is not there", "put it there or correct the path");
    }
    if (rc != 0) {
        return refuse(err, rc, file, "cannot be used",
                      "name a regular file of at most 256 KiB that the daemon's user can read, "
                      "not a symbolic link");
    }
    char *text = staith_arena_alloc(arena, (size_t)bytes + 1);
    if (text == NULL) {
        rc = staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the files of a dataset");
    } else if (read_whole(fd, text, (size_t)bytes, &len) != 0) {
        rc = refuse(err, STAITH_ERR_IO, file, "cannot be read", "check the disk it lies on");
    } else if (memchr(text, '\0', len) != NULL) {
        rc = refuse(err, STAITH_ERR_REFUSED, file, "is not text", "save it as text in UTF-8");
    } else {
        text[len] = '\0';
        *ret_text = strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text;
    }
    (void)close(fd);
    return rc;
}

/* What the region handed out lies in the receipts; as CSV a plugin reads it as any other file. */
static int read_handout(const char *state_folder, const char *name, struct staith_arena *arena,
                        struct staith_buf *out, struct staith_err *err)
{
    struct staith_receipts *receipts = NULL;
    struct staith_handout handout;
    int rc = staith_receipts_open(state_folder, true, &receipts, err);
    if (rc == 0) {
        rc = staith_receipts_handout(receipts, name, arena, &handout, err);
        staith_receipts_close(receipts);
    }
    return rc != 0 ? rc : staith_handout_csv(&handout, out);
}

static int read_regions(const struct staith_config_option *file, const char *state_folder,
                        struct staith_arena *arena, const char **ret_text, struct staith_err *err)
{
    struct staith_err why = {0};
    struct staith_buf csv;
    const char *text = "";
    staith_buf_init(&csv, STAITH_HOSTPIPE_FILE_MAX_BYTES);
    int rc = state_folder == NULL ? 0
                                  : read_handout(state_folder, staith_config_handout(file->value),
                                                 arena, &csv, &why);
    if (rc == 0 && state_folder != NULL) {
        text = staith_buf_cstr(&csv);
        text = text != NULL ? staith_arena_strdup(arena, text) : NULL;
    }
    staith_buf_deinit(&csv);
    if (rc == STAITH_ERR_NOTFOUND) {
        return refuse(err, rc, file, "was not handed out by the region yet",
                      "it comes by itself once the region has it and this council is connected; "
                      "or name a file of your own");
    }
    if (rc != 0 || text == NULL) {
        return refuse(err, rc != 0 ? rc : STAITH_ERR_NOMEM, file, "of the region's cannot be read",
                      why.what);
    }
    *ret_text = text;
    return 0;
}

int staith_gate_files_read(const struct staith_config_dataset *dataset, const char *state_folder,
                           struct staith_arena *arena, struct staith_gate_files *ret_files,
                           struct staith_err *err)
{
    struct staith_gate_files files = {0};
    if (dataset->file_count > STAITH_GATE_MAX_FILES) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "a dataset has more than %d files",
                              STAITH_GATE_MAX_FILES);
    }
    for (uint32_t i = 0; i < dataset->file_count; i++) {
        const struct staith_config_option *file = &dataset->files[i];
        struct staith_gate_file *to = &files.items[i];
        *to = (struct staith_gate_file){file->name, file->value, file->where, NULL};
        int rc = staith_config_handout(file->value) != NULL
                     ? read_regions(file, state_folder, arena, &to->text, err)
                     : read_one(file, arena, &to->text, err);
        if (rc != 0) {
            return rc;
        }
        files.count++;
    }
    *ret_files = files;
    return 0;
}
