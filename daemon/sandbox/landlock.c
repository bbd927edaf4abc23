/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Landlock by its system calls: the libc has no wrappers, and the machine's header may know an
 * older version than its kernel. So the numbers of the interface stand here; they are the kernel's
 * and do not change. Rights that a kernel does not know are left out, by the version it gives.
 */
#define _GNU_SOURCE
#include "sandbox/sandbox.h"

#include "base/instrumented.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CALL_CREATE = 444, CALL_ADD = 445, CALL_RESTRICT = 446 };
enum { GIVE_VERSION = 1, RULE_PATH = 1 };
enum { VERSION_REFER = 2, VERSION_TRUNCATE = 3, VERSION_NET = 4, VERSION_DEVICE = 5 };
enum { VERSION_SCOPE = 6 };

#define FS_EXECUTE (UINT64_C(1) << 0)
#define FS_WRITE_FILE (UINT64_C(1) << 1)
#define FS_READ_FILE (UINT64_C(1) << 2)
#define FS_READ_DIR (UINT64_C(1) << 3)
#define FS_REMOVE_DIR (UINT64_C(1) << 4)
#define FS_REMOVE_FILE (UINT64_C(1) << 5)
#define FS_MAKE_DIR (UINT64_C(1) << 7)
#define FS_MAKE_REG (UINT64_C(1) << 8)
#define FS_FIRST ((UINT64_C(1) << 13) - 1) /* all rights of version 1 */
#define FS_REFER (UINT64_C(1) << 13)
#define FS_TRUNCATE (UINT64_C(1) << 14)
#define FS_IOCTL_DEV (UINT64_C(1) << 15)
#define NET_TCP UINT64_C(3)      /* bind and connect */
#define SCOPE_SOCKET UINT64_C(1) /* abstract sockets of others */
#define SCOPE_SIGNAL UINT64_C(2) /* signals to others */
#define OF_FILES (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)

struct ruleset {
    uint64_t handled_fs;
    uint64_t handled_net;
    uint64_t scoped;
};

struct path_rule {
    uint64_t allowed;
    int32_t parent_fd;
} __attribute__((packed));

static int version(void)
{
    return (int)syscall(CALL_CREATE, NULL, (size_t)0, (uint32_t)GIVE_VERSION);
}

struct staith_sandbox_layer staith_landlock_probe(void)
{
    if (STAITH_INSTRUMENTED) {
        return (struct staith_sandbox_layer){.why = "this build is instrumented"};
    }
    int has = version();
    if (has >= 1) {
        return (struct staith_sandbox_layer){.on = true, .version = has, .why = ""};
    }
    return (struct staith_sandbox_layer){
        .why = errno == EOPNOTSUPP ? "the kernel was started without it (lsm=)"
                                   : "the kernel does not have it, or a container forbids it"};
}

static uint64_t handled(int has)
{
    uint64_t all = FS_FIRST;
    all |= has >= VERSION_REFER ? FS_REFER : 0;
    all |= has >= VERSION_TRUNCATE ? FS_TRUNCATE : 0;
    all |= has >= VERSION_DEVICE ? FS_IOCTL_DEV : 0;
    return all;
}

static uint64_t rights_of(unsigned rights)
{
    uint64_t fs = 0;
    fs |= (rights & STAITH_LANDLOCK_READ) != 0 ? FS_READ_FILE | FS_READ_DIR : 0;
    fs |= (rights & STAITH_LANDLOCK_EXECUTE) != 0 ? FS_EXECUTE : 0;
    if ((rights & STAITH_LANDLOCK_WRITE) != 0) {
        fs |= FS_WRITE_FILE | FS_REMOVE_FILE | FS_REMOVE_DIR | FS_MAKE_DIR | FS_MAKE_REG |
              FS_TRUNCATE;
    }
    return fs;
}

/* What does not exist, or may not be seen, needs no rule. */
static int add(int ruleset, uint64_t known, const struct staith_landlock_path *item)
{
    struct stat facts;
    struct path_rule rule = {.allowed = rights_of(item->rights) & known};
    int fd = open(item->path, O_PATH | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &facts) != 0) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return 0;
    }
    if (!S_ISDIR(facts.st_mode)) {
        rule.allowed &= OF_FILES;
    }
    rule.parent_fd = fd;
    long added =
        rule.allowed == 0 ? 0 : syscall(CALL_ADD, ruleset, (unsigned)RULE_PATH, &rule, (uint32_t)0);
    (void)close(fd);
    return added == 0 ? 0 : STAITH_ERR_DENIED;
}

int staith_landlock_apply(const struct staith_landlock_path *paths, size_t count, bool network,
                          struct staith_err *err)
{
    struct staith_sandbox_layer layer = staith_landlock_probe();
    if (!layer.on) {
        return 0;
    }
    struct ruleset all = {.handled_fs = handled(layer.version)};
    if (layer.version >= VERSION_NET && !network) {
        all.handled_net = NET_TCP;
    }
    if (layer.version >= VERSION_SCOPE) {
        all.scoped = network ? SCOPE_SIGNAL : SCOPE_SIGNAL | SCOPE_SOCKET;
    }
    /* A kernel that knows fewer fields takes a longer struct whose rest is zero. */
    int ruleset = (int)syscall(CALL_CREATE, &all, sizeof(all), (uint32_t)0);
    int code = ruleset < 0 ? STAITH_ERR_DENIED : 0;
    for (size_t i = 0; code == 0 && i < count; i++) {
        code = add(ruleset, all.handled_fs, &paths[i]);
    }
    if (code == 0 && syscall(CALL_RESTRICT, ruleset, (uint32_t)0) != 0) {
        code = STAITH_ERR_DENIED;
    }
    if (ruleset >= 0) {
        (void)close(ruleset);
    }
    return code == 0 ? 0 : staith_err_set(err, code, "Landlock is there but cannot be laid on");
}
