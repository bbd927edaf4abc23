/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Preloaded into a program: the sync of a file whose number is in STAITH_FAIL_SYNC (counted from 1)
 * says that it failed, once, after doing nothing; and every following one as many again later. What
 * a kernel does then: it forgets that the pages were not written.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

long syscall(long number, ...);

static int sync_or_fail(long call, int fd)
{
    static atomic_ulong count;
    const char *text = getenv("STAITH_FAIL_SYNC");
    const unsigned long every = text != NULL ? strtoul(text, NULL, 10) : 0;
    if (every > 0 && (atomic_fetch_add(&count, 1) + 1) % every == 0) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(call, fd);
}

__attribute__((visibility("default"))) int fsync(int fd);
__attribute__((visibility("default"))) int fdatasync(int fd);

int fsync(int fd)
{
    return sync_or_fail(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return sync_or_fail(SYS_fdatasync, fd);
}
