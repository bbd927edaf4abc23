/* SPDX-License-Identifier: Apache-2.0 */
/* nftw is of POSIX's XSI part. */
#define _XOPEN_SOURCE 700
#include "authority/gate/scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPEN_FOLDERS = 16 };

int staith_gate_scratch_make(char ret_path[STAITH_GATE_SCRATCH_BYTES], struct staith_err *err)
{
    static const char template[] = "/tmp/staith-run-XXXXXX";
    memcpy(ret_path, template, sizeof(template));
    if (mkdtemp(ret_path) == NULL) {
        ret_path[0] = '\0';
        (void)staith_err_set(err, STAITH_ERR_IO, "no folder for a run can be made in /tmp");
        staith_err_remedy(err, "see that /tmp is there and has room");
        return STAITH_ERR_IO;
    }
    return 0;
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts;
    (void)kind;
    (void)place;
    (void)remove(path);
    return 0;
}

void staith_gate_scratch_remove(const char *path)
{
    if (path[0] != '\0') {
        (void)nftw(path, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
    }
}
