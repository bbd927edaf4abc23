/* SPDX-License-Identifier: Apache-2.0 */
#include "base/places.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int make_folder(void *ctx, const char *path)
{
    (void)ctx;
    return mkdir(path, S_IRWXU) == 0 || errno == EEXIST ? 0 : STAITH_ERR_IO;
}

static int close_folder(void *ctx, const char *path)
{
    struct stat facts;
    (void)ctx;
    if (stat(path, &facts) != 0 || !S_ISDIR(facts.st_mode)) {
        return STAITH_ERR_NOTFOUND;
    }
    return (facts.st_mode & 077) == 0 || chmod(path, S_IRWXU) == 0 ? 0 : STAITH_ERR_DENIED;
}

static void make_file(void *ctx, const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    (void)ctx;
    if (fd >= 0) {
        (void)close(fd);
    }
}

static int lock(void *ctx, const char *path, int *ret_lock)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    (void)ctx;
    if (fd < 0) {
        return STAITH_ERR_DENIED;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)close(fd);
        return STAITH_ERR_EXISTS;
    }
    *ret_lock = fd;
    return 0;
}

static void unlock(void *ctx, int held)
{
    (void)ctx;
    (void)close(held);
}

const struct staith_places *staith_places_machine(void)
{
    static const struct staith_places machine = {NULL,      make_folder, close_folder,
                                                 make_file, lock,        unlock};
    return &machine;
}
