/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/jsonfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4200 };

static int fail(const char *what, const char *why, const char *path, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_IO, "%s cannot be %s", what, why);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "check the disk's space and the state folder's owner");
    return STAITH_ERR_IO;
}

int staith_gate_jsonfile_folder(const char *path, const char *what, struct staith_err *err)
{
    if (mkdir(path, S_IRWXU) != 0 && errno != EEXIST) {
        char words[64];
        (void)snprintf(words, sizeof(words), "the folder for %s", what);
        return fail(words, "made", path, err);
    }
    return 0;
}

/* A reader, or a start after a crash, sees a whole file or none. */
int staith_gate_jsonfile_write(const char *path, const json_t *json, const char *what,
                               struct staith_err *err)
{
    char fresh[PATH_BYTES];
    if (snprintf(fresh, sizeof(fresh), "%s.new", path) >= (int)sizeof(fresh)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the state folder's path is too long");
    }
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return fail(what, "written", fresh, err);
    }
    int wrote = json_dumpfd(json, fd, JSON_COMPACT) == 0 && fsync(fd) == 0;
    if (close(fd) != 0 || !wrote || rename(fresh, path) != 0) {
        (void)unlink(fresh);
        return fail(what, "written", path, err);
    }
    return 0;
}

int staith_gate_jsonfile_read(const char *path, const char *what, json_t **ret_json,
                              struct staith_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return STAITH_ERR_NOTFOUND;
    }
    json_t *json = json_loadfd(fd, JSON_REJECT_DUPLICATES, NULL);
    (void)close(fd);
    if (!json_is_object(json)) {
        json_decref(json);
        (void)staith_err_set(err, STAITH_ERR_SYNTAX, "%s cannot be read: the file is damaged",
                             what);
        staith_err_at(err, path, 0, 0);
        return STAITH_ERR_SYNTAX;
    }
    *ret_json = json;
    return 0;
}
