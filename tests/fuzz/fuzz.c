/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include "temp_file.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void fuzz_wrong(const char *what)
{
    (void)fprintf(stderr, "fuzz: %s\n", what);
    abort();
}

void fuzz_seed_lead(fuzz_take *take, void *ctx, int lead, const void *bytes, size_t len)
{
    uint8_t *whole = malloc(len + 1);
    if (whole == NULL) {
        fuzz_wrong("no memory for a seed");
    }
    whole[0] = (uint8_t)lead;
    memcpy(whole + 1, bytes, len);
    take(ctx, whole, len + 1);
    free(whole);
}

void fuzz_seed_file(fuzz_take *take, void *ctx, int lead, const char *path)
{
    char full[1024];
    const char *top = getenv("STAITH_SOURCE");
    size_t len = 0;
    (void)snprintf(full, sizeof(full), "%s/%s", top != NULL ? top : ".", path);
    uint8_t *bytes = staith_temp_read(full, &len);
    if (lead < 0) {
        take(ctx, bytes, len);
    } else {
        fuzz_seed_lead(take, ctx, lead, bytes, len);
    }
    free(bytes);
}

static char folder[64];

/* Of this process alone: libFuzzer's children call it for themselves. */
static void sweep(void)
{
    DIR *dir = opendir(folder);
    for (const struct dirent *entry = NULL; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[sizeof(folder) + 300];
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
    (void)rmdir(folder);
}

const char *fuzz_folder(void)
{
    if (folder[0] == '\0') {
        struct stat shm;
        bool memory = stat("/dev/shm", &shm) == 0 && access("/dev/shm", W_OK) == 0;
        (void)snprintf(folder, sizeof(folder), "%s/staith-fuzz-XXXXXX",
                       memory ? "/dev/shm" : "/tmp");
        if (mkdtemp(folder) == NULL || atexit(sweep) != 0) {
            fuzz_wrong("no folder for files");
        }
    }
    return folder;
}
