/* SPDX-License-Identifier: Apache-2.0 */
/* staith config seal: a configuration in which a flipped bit is found. */
/* realpath is of POSIX's XSI part. */
#define _XOPEN_SOURCE 700
#include "cli/cli.h"
#include "cli/input.h"

#include "base/buf.h"
#include "config/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_BYTES = 1024 * 1024 };

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    const char **path = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (*path != NULL) {
            argp_error(state, "one file at a time");
            return EINVAL;
        }
        *path = arg;
        return 0;
    case ARGP_KEY_END:
        if (*path == NULL) {
            argp_error(state, "name the configuration file");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    .parser = parse_option,
    .args_doc = "FILE",
    .doc = "Seal a configuration file: its first line becomes a comment that says so, its last "
           "line one with the hash of all before it, and from then on no program reads the file "
           "when anything in it has changed or is missing.\v"
           "After every change of your own seal it again. A seal finds damage; it keeps nobody "
           "out who may write the file.",
};

static int fail(const char *path, const char *what, struct staith_err *err)
{
    int rc = staith_err_set(err, errno == EACCES ? STAITH_ERR_DENIED : STAITH_ERR_IO, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "let this user write the file and its folder, and see that the disk has "
                           "room");
    return rc;
}

/* The folder too, or a power cut takes the new name back. */
static bool sync_folder(char *path)
{
    char *slash = strrchr(path, '/');
    slash[slash == path ? 1 : 0] = '\0';
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        (void)close(fd);
    }
    return good;
}

/* A new file has this user's owner and group: where it cannot have the old one's, the daemon might
 * no longer read it, or somebody else might. */
static int keep_owner(int fd, const struct stat *was, const char *path, struct staith_err *err)
{
    struct stat is;
    if (fstat(fd, &is) == 0 && ((is.st_uid == was->st_uid && is.st_gid == was->st_gid) ||
                                fchown(fd, was->st_uid, was->st_gid) == 0)) {
        return 0;
    }
    int rc = staith_err_set(err, STAITH_ERR_DENIED,
                            "the sealed file could not keep the file's owner and group");
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "seal it as the user who owns it, or as root");
    return rc;
}

static int fill(int fd, const struct staith_buf *bytes, const struct stat *was, const char *path,
                struct staith_err *err)
{
    int rc = keep_owner(fd, was, path, err);
    if (rc != 0) {
        return rc;
    }
    errno = ENOSPC; /* what a short write means */
    if (write(fd, bytes->data, bytes->len) != (ssize_t)bytes->len ||
        fchmod(fd, was->st_mode & (mode_t)07777) != 0 || fsync(fd) != 0) {
        return fail(path, "the file cannot be sealed", err);
    }
    return 0;
}

/* Whole or not at all: beside it, synced, with its owner and mode, then in its place. What a seal
 * that was cut short left beside it is in nobody's use. `path` has no links in it. */
static int put(char *path, const struct staith_buf *bytes, struct staith_err *err)
{
    char beside[PATH_MAX + sizeof(".sealing")];
    struct stat was;
    (void)snprintf(beside, sizeof(beside), "%s.sealing", path);
    if (stat(path, &was) != 0) {
        return fail(path, "the file cannot be looked at", err);
    }
    (void)unlink(beside);
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return fail(beside, "the sealed file cannot be made", err);
    }
    int rc = fill(fd, bytes, &was, path, err);
    if (close(fd) != 0 && rc == 0) {
        rc = fail(path, "the file cannot be sealed", err);
    }
    if (rc == 0 && rename(beside, path) != 0) {
        rc = fail(path, "the file cannot be sealed", err);
    }
    if (rc != 0) {
        (void)unlink(beside);
        return rc;
    }
    return sync_folder(path) ? 0
                             : fail(path, "the folder of the sealed file cannot be synced", err);
}

/* Of a link the file behind it is sealed, and the link stays. */
static int put_behind(const char *path, const struct staith_buf *bytes, struct staith_err *err)
{
    char *real = realpath(path, NULL);
    if (real == NULL) {
        return fail(path, "the file cannot be looked at", err);
    }
    int rc = put(real, bytes, err);
    free(real);
    return rc;
}

int staith_cli_config_seal(const struct staith_cli *cli, int argc, char **argv,
                           struct staith_err *err)
{
    const char *path = NULL;
    char *bytes = NULL;
    size_t len = 0;
    struct staith_buf sealed;
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &path, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_read(path, MAX_BYTES, &bytes, &len, err);
    if (rc != 0) {
        return rc;
    }
    staith_buf_init(&sealed, (size_t)MAX_BYTES);
    if (len > MAX_BYTES || staith_config_seal_add(bytes, len, &sealed) != 0) {
        rc = staith_err_set(err, STAITH_ERR_LIMIT, "the file is too large for a configuration");
        staith_err_at(err, path, 0, 0);
    }
    rc = rc != 0 ? rc : put_behind(path, &sealed, err);
    if (rc == 0) {
        (void)fprintf(cli->out, "%s is sealed.\n", path);
    }
    staith_buf_deinit(&sealed);
    free(bytes);
    return rc;
}
