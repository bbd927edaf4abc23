/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader of a database in WAL mode writes to its shared memory, so the ledger's folder cannot be
 * closed to writing; that the publisher opens the ledger for reading alone is its own promise.
 */
#include "authority/publish/confine.h"

#include "sandbox/sandbox.h"

#include <stdio.h>
#include <sys/prctl.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

int staith_publisher_confine(const char *state_folder,
                             char ret_words[STAITH_PUBLISHER_CONFINE_BYTES], struct staith_err *err)
{
    /* The rest is what a name is looked up with. */
    const struct staith_landlock_path paths[] = {
        {state_folder, STAITH_LANDLOCK_READ | STAITH_LANDLOCK_WRITE},
        {"/lib", STAITH_LANDLOCK_READ},
        {"/lib64", STAITH_LANDLOCK_READ},
        {"/usr/lib", STAITH_LANDLOCK_READ},
        {"/usr/share/zoneinfo", STAITH_LANDLOCK_READ},
        {"/etc/ld.so.cache", STAITH_LANDLOCK_READ},
        {"/etc/resolv.conf", STAITH_LANDLOCK_READ},
        {"/run/systemd/resolve", STAITH_LANDLOCK_READ},
        {"/etc/hosts", STAITH_LANDLOCK_READ},
        {"/etc/host.conf", STAITH_LANDLOCK_READ},
        {"/etc/nsswitch.conf", STAITH_LANDLOCK_READ},
        {"/etc/gai.conf", STAITH_LANDLOCK_READ},
        {"/etc/services", STAITH_LANDLOCK_READ},
        {"/etc/protocols", STAITH_LANDLOCK_READ},
        {"/etc/localtime", STAITH_LANDLOCK_READ},
        {"/proc/self", STAITH_LANDLOCK_READ},
        {"/dev/null", STAITH_LANDLOCK_READ | STAITH_LANDLOCK_WRITE},
        {"/dev/urandom", STAITH_LANDLOCK_READ}};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) != 0) {
        return staith_err_set(err, STAITH_ERR_DENIED, "new privileges cannot be given up");
    }
    int code = staith_landlock_apply(paths, COUNT(paths), true, err);
    if (code == 0) {
        code = staith_seccomp_apply(STAITH_SECCOMP_PUBLISH, 0, 0, err);
    }
    struct staith_sandbox_layer calls = staith_seccomp_probe();
    struct staith_sandbox_layer files = staith_landlock_probe();
    (void)snprintf(ret_words, STAITH_PUBLISHER_CONFINE_BYTES,
                   "no new privileges on, seccomp %s%s, Landlock %s%s",
                   calls.on ? "on" : "off: ", calls.why, files.on ? "on" : "off: ", files.why);
    return code;
}
