/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The programs of one build belong together: one found beside the running program is of the same
 * version. PATH is never searched.
 */
#include "authority/gate/run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

static bool is_program(const char *path, int len, size_t cap)
{
    return len > 0 && (size_t)len < cap && access(path, X_OK) == 0;
}

int staith_gate_program(const char *name, char *ret_path, size_t cap, struct staith_err *err)
{
    char self[PATH_BYTES];
    char path[PATH_BYTES];
    ssize_t got = readlink("/proc/self/exe", self, sizeof(self) - 1);
    int len = -1;
    if (got > 0) {
        self[got] = '\0';
        char *slash = strrchr(self, '/');
        if (slash != NULL) {
            slash[1] = '\0';
            len = snprintf(path, sizeof(path), "%s%s", self, name);
        }
    }
    if (!is_program(path, len, sizeof(path))) {
        len = snprintf(path, sizeof(path), "%s/%s", STAITH_LIBEXEC_FOLDER, name);
    }
    if (!is_program(path, len, sizeof(path))) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "the program %s is missing", name);
        staith_err_remedy(err, "install it beside this program or in %s", STAITH_LIBEXEC_FOLDER);
        return STAITH_ERR_NOTFOUND;
    }
    if ((size_t)len >= cap) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the path of %s is too long", name);
    }
    memcpy(ret_path, path, (size_t)len + 1);
    return 0;
}
