/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A harness without a fuzzer, for every compiler and every test run:
 *
 *   replay [--changes N] [FILE or FOLDER...]   every seed and file as it is, and N changed forms of
 *                                              each seed, always the same ones
 *   replay --write FOLDER                      the seeds as files, for a fuzzer to begin with
 *
 * A memory that is not given back is found where the build has a sanitizer for it.
 */
#include "fuzz.h"

#include "temp_file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_CHANGES = 8, MAX_SEED_BYTES = 1024 * 1024 };

struct replay {
    unsigned long changes;
    const char *folder; /* of --write */
    uint64_t chance;
    uint64_t runs;
    uint64_t seeds;
};

static uint32_t draw(struct replay *replay, size_t below)
{
    replay->chance = replay->chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((replay->chance >> 33) % below);
}

static void run(struct replay *replay, const uint8_t *bytes, size_t len)
{
    replay->runs++;
    (void)LLVMFuzzerTestOneInput(bytes, len);
}

/* What often lies at an edge. */
static uint8_t odd_byte(struct replay *replay)
{
    static const uint8_t odd[] = {0, 1, 0x7f, 0x80, 0xff, '"', '<', ',', '\n', '\r', '0', ';'};
    return draw(replay, 2) == 0 ? (uint8_t)draw(replay, 256) : odd[draw(replay, sizeof(odd))];
}

/* Change `bytes` at one place; the new length. */
static size_t change(struct replay *replay, uint8_t *bytes, size_t len)
{
    const size_t at = draw(replay, len);
    const size_t span = 1 + draw(replay, len - at < 16 ? len - at : 16);
    switch (draw(replay, 5)) {
    case 0:
        bytes[at] = (uint8_t)(bytes[at] ^ (1u << draw(replay, 8)));
        return len;
    case 1:
        bytes[at] = odd_byte(replay);
        return len;
    case 2: /* left out */
        memmove(bytes + at, bytes + at + span, len - at - span);
        return len - span;
    case 3: /* again, over what stands behind it */
        memmove(bytes + at, bytes + draw(replay, at + 1), span);
        return len;
    default: /* cut */
        return draw(replay, 8) == 0 ? at : len;
    }
}

static void take(void *ctx, const void *bytes, size_t len)
{
    struct replay *replay = ctx;
    replay->seeds++;
    if (replay->folder != NULL) {
        char path[1024];
        (void)snprintf(path, sizeof(path), "%s/seed-%llu", replay->folder,
                       (unsigned long long)replay->seeds);
        FILE *out = fopen(path, "wb");
        if (out == NULL || fwrite(bytes, 1, len, out) != len || fclose(out) != 0) {
            fuzz_wrong("a seed cannot be written");
        }
        return;
    }
    run(replay, bytes, len);
    uint8_t *copy = malloc(len + 1);
    if (copy == NULL || len > MAX_SEED_BYTES) {
        fuzz_wrong("no memory for a changed seed");
    }
    for (unsigned long i = 0; i < replay->changes; i++) {
        size_t changed = len;
        memcpy(copy, bytes, len);
        for (uint32_t n = 1 + draw(replay, MAX_CHANGES); n > 0 && changed > 0; n--) {
            changed = change(replay, copy, changed);
        }
        run(replay, copy, changed);
    }
    free(copy);
}

static void run_file(struct replay *replay, const char *path)
{
    size_t len = 0;
    uint8_t *bytes = staith_temp_read(path, &len);
    run(replay, bytes, len);
    free(bytes);
}

static void run_path(struct replay *replay, const char *path)
{
    struct stat what;
    if (stat(path, &what) != 0) {
        return; /* a harness without a kept input */
    }
    if (!S_ISDIR(what.st_mode)) {
        run_file(replay, path);
        return;
    }
    DIR *dir = opendir(path);
    for (const struct dirent *entry = NULL; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char file[2048];
        (void)snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.') {
            run_file(replay, file);
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
}

int main(int argc, char **argv)
{
    struct replay replay = {.chance = 1};
    int at = 1;
    if (argc == 3 && strcmp(argv[1], "--write") == 0) {
        replay.folder = argv[2];
        at = 3;
    } else if (argc > 2 && strcmp(argv[1], "--changes") == 0) {
        replay.changes = strtoul(argv[2], NULL, 10);
        at = 3;
    }
    if (at == 1) {
        (void)setvbuf(stdout, NULL, _IONBF, 0);
    }
    for (int i = at; i < argc; i++) {
        run_path(&replay, argv[i]);
    }
    if (at == 3) {
        fuzz_seeds(take, &replay);
    }
    (void)printf("%llu inputs of %llu seeds\n", (unsigned long long)replay.runs,
                 (unsigned long long)replay.seeds);
    return 0;
}
