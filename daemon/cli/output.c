/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 4096 };

static int cannot_write(const char *path, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_IO, "the output cannot be written");
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "check the folder, its rights and the space on its disk");
    return STAITH_ERR_IO;
}

int staith_cli_write_file(const char *path, const struct staith_buf *bytes, struct staith_err *err)
{
    char beside[PATH_BYTES];
    int len = snprintf(beside, sizeof(beside), "%s.part", path);
    if (len < 0 || (size_t)len >= sizeof(beside)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the name of the output is too long");
    }
    FILE *file = fopen(beside, "wb");
    if (file == NULL) {
        return cannot_write(beside, err);
    }
    bool written = fwrite(bytes->data, 1, bytes->len, file) == bytes->len;
    written = fclose(file) == 0 && written;
    if (!written || rename(beside, path) != 0) {
        (void)remove(beside);
        return cannot_write(path, err);
    }
    return 0;
}

int staith_cli_make_folders(const char *path, struct staith_err *err)
{
    char folder[PATH_BYTES];
    size_t len = strlen(path);
    if (len >= sizeof(folder)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the name of the output is too long");
    }
    memcpy(folder, path, len + 1);
    for (size_t i = 1; i < len; i++) {
        if (folder[i] != '/') {
            continue;
        }
        folder[i] = '\0';
        if (mkdir(folder, S_IRWXU | S_IRWXG | S_IRWXO) != 0 && errno != EEXIST) {
            return cannot_write(folder, err);
        }
        folder[i] = '/';
    }
    return 0;
}
