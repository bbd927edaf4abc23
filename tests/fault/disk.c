/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files, loss of power and failures. A change that is not synced is kept beside the file, cut where
 * a disk would cut it: after a loss of power each piece is there or not, whatever came before it.
 */
#include "disk_internal.h"
#include "memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *need(void *at)
{
    if (at == NULL) {
        (void)fprintf(stderr, "disk: no memory\n");
        abort();
    }
    return at;
}

static uint64_t roll(uint64_t *dice, uint64_t bound)
{
    *dice = *dice * 6364136223846793005u + 1442695040888963407u;
    uint64_t x = *dice ^ (*dice >> 33);
    x *= 0xff51afd7ed558ccdu;
    x ^= x >> 33;
    return bound > 0 ? x % bound : x;
}

uint64_t disk_dice(struct disk *disk, uint64_t bound)
{
    return roll(&disk->dice, bound);
}

/* ---- bytes ---- */

void disk_put(struct disk_bytes *bytes, size_t offset, const void *from, size_t len)
{
    if (offset + len > bytes->cap) {
        size_t cap = bytes->cap > 0 ? bytes->cap : 4096;
        while (cap < offset + len) {
            cap *= 2;
        }
        memory_mine();
        bytes->at = need(realloc(bytes->at, cap));
        memory_theirs();
        bytes->cap = cap;
    }
    if (offset > bytes->len) {
        memset(bytes->at + bytes->len, 0, offset - bytes->len);
    }
    if (len > 0) {
        memcpy(bytes->at + offset, from, len);
    }
    if (offset + len > bytes->len) {
        bytes->len = offset + len;
    }
}

void disk_cut(struct disk_bytes *bytes, size_t len)
{
    if (len > bytes->len) {
        disk_put(bytes, len, "", 0);
    }
    bytes->len = len;
}

static void copy_bytes(struct disk_bytes *to, const struct disk_bytes *from)
{
    to->len = 0;
    disk_put(to, 0, from->at, from->len);
}

void disk_change(struct disk_file *file, size_t offset, const void *bytes, size_t len)
{
    memory_mine();
    if (file->change_count == file->change_cap) {
        file->change_cap = file->change_cap > 0 ? file->change_cap * 2 : 64;
        file->changes = need(realloc(file->changes, file->change_cap * sizeof(*file->changes)));
    }
    struct disk_change *change = &file->changes[file->change_count++];
    change->offset = offset;
    change->len = len;
    change->bytes = NULL;
    if (bytes != NULL) {
        change->bytes = need(malloc(len > 0 ? len : 1));
        memcpy(change->bytes, bytes, len);
    }
    memory_theirs();
}

void disk_forget_changes(struct disk_file *file)
{
    for (size_t i = 0; i < file->change_count; i++) {
        free(file->changes[i].bytes);
    }
    file->change_count = 0;
}

/* ---- names ---- */

bool disk_within(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return len > 0 && strncmp(path, folder, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

struct disk_file *disk_find(struct disk *disk, const char *path)
{
    for (unsigned i = 0; i < disk->file_count; i++) {
        if (disk->files[i].there && strcmp(disk->files[i].path, path) == 0) {
            return &disk->files[i];
        }
    }
    return NULL;
}

struct disk_file *disk_make(struct disk *disk, const char *path)
{
    struct disk_file *file = disk_find(disk, path);
    unsigned at = 0;
    if (file != NULL) {
        return file;
    }
    while (at < disk->file_count && (disk->files[at].there || disk->files[at].handles > 0)) {
        at++;
    }
    if (at == DISK_MAX_FILES || strlen(path) >= DISK_PATH_BYTES) {
        (void)fprintf(stderr, "disk: too many files, or a name too long\n");
        abort();
    }
    disk->file_count += at == disk->file_count ? 1 : 0;
    file = &disk->files[at];
    (void)snprintf(file->path, sizeof(file->path), "%s", path);
    file->there = true;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd >= 0) {
        (void)close(fd);
    }
    return file;
}

void disk_remove(struct disk_file *file)
{
    file->there = false;
    file->now.len = 0;
    file->synced.len = 0;
    disk_forget_changes(file);
    for (unsigned i = 0; i < DISK_MAX_REGIONS; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
    (void)unlink(file->path);
}

bool disk_is_stopped(const struct disk *disk, const char *path)
{
    for (unsigned i = 0; i < disk->stopped_count; i++) {
        if (disk_within(path, disk->stopped[i])) {
            return true;
        }
    }
    return false;
}

/* ---- kill and loss of power ---- */

void disk_stop(struct disk *disk, const char *folder)
{
    (void)snprintf(disk->stopped[disk->stopped_count++], DISK_PATH_BYTES, "%s", folder);
}

/* Bring some of what was not synced into `into`: pieces in any order, each there or not. */
static void lose_power(const struct disk_file *file, uint64_t *dice, struct disk_bytes *into)
{
    size_t count = file->change_count;
    memory_mine();
    size_t *order = need(malloc((count + 1) * sizeof(*order)));
    memory_theirs();
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        size_t other = i + (size_t)roll(dice, count - i);
        const size_t kept = order[i];
        /* Half of the time the order of the writes is kept: most disks mean well. */
        if (roll(dice, 2) == 0) {
            order[i] = order[other];
            order[other] = kept;
        }
    }
    uint64_t keep = roll(dice, 5); /* of 4: none, some, all */
    for (size_t i = 0; i < count; i++) {
        const struct disk_change *change = &file->changes[order[i]];
        if (change->bytes == NULL) {
            if (roll(dice, 4) < keep) {
                disk_cut(into, change->offset);
            }
            continue;
        }
        for (size_t done = 0; done < change->len; done += DISK_TEAR_BYTES) {
            size_t left = change->len - done;
            if (roll(dice, 4) < keep) {
                disk_put(into, change->offset + done, change->bytes + done,
                         left < DISK_TEAR_BYTES ? left : DISK_TEAR_BYTES);
            }
        }
    }
    free(order);
}

void disk_start(struct disk *disk, const char *folder, bool power_lost)
{
    for (unsigned i = 0; i < disk->file_count; i++) {
        struct disk_file *file = &disk->files[i];
        if (!file->there || !disk_within(file->path, folder)) {
            continue;
        }
        if (power_lost) {
            lose_power(file, &disk->dice, &file->synced);
            copy_bytes(&file->now, &file->synced);
            disk_forget_changes(file);
        }
        for (unsigned r = 0; r < DISK_MAX_REGIONS; r++) {
            free(file->regions[r]);
            file->regions[r] = NULL;
        }
    }
    for (unsigned i = 0; i < disk->stopped_count; i++) {
        if (strcmp(disk->stopped[i], folder) == 0) {
            memcpy(disk->stopped[i], disk->stopped[--disk->stopped_count], DISK_PATH_BYTES);
            return;
        }
    }
}

bool disk_unsynced(struct disk *disk, const char *path)
{
    const struct disk_file *file = disk_find(disk, path);
    return file != NULL && file->change_count > 0;
}

/* ---- failures ---- */

void disk_fail(struct disk *disk, const char *folder, unsigned calls, uint64_t nth, int error,
               bool for_ever)
{
    (void)snprintf(disk->failing, sizeof(disk->failing), "%s", folder);
    disk->fail_calls = calls;
    disk->fail_nth = nth;
    disk->fail_error = error;
    disk->fail_for_ever = for_ever;
    disk->calls = 0;
    disk->failed = false;
}

int disk_fault(struct disk *disk, const char *path, enum disk_call call)
{
    if ((disk->fail_calls & (unsigned)call) == 0 || !disk_within(path, disk->failing)) {
        return 0;
    }
    disk->calls++;
    if (disk->fail_nth == 0 || disk->calls < disk->fail_nth ||
        (disk->calls > disk->fail_nth && !disk->fail_for_ever)) {
        return 0;
    }
    disk->failed = true;
    return disk->fail_error;
}

uint64_t disk_calls(const struct disk *disk)
{
    return disk->calls;
}

bool disk_failed(const struct disk *disk)
{
    return disk->failed;
}

/* ---- whole machines ---- */

/* The copy of a file at the same place below another folder. */
static struct disk_file *counterpart(struct disk *disk, const struct disk_file *file,
                                     const char *from, const char *to)
{
    char path[2 * DISK_PATH_BYTES];
    (void)snprintf(path, sizeof(path), "%s%s", to, file->path + strlen(from));
    return disk_make(disk, path);
}

void disk_copy(struct disk *disk, const char *from, const char *to, bool synced)
{
    unsigned count = disk->file_count;
    for (unsigned i = 0; i < count; i++) {
        if (disk->files[i].there && disk_within(disk->files[i].path, from)) {
            struct disk_file *copy = counterpart(disk, &disk->files[i], from, to);
            copy_bytes(&copy->now, synced ? &disk->files[i].synced : &disk->files[i].now);
            copy_bytes(&copy->synced, &copy->now);
            disk_forget_changes(copy);
        }
    }
}

void disk_set(struct disk *disk, const char *path, const void *bytes, size_t len)
{
    struct disk_file *file = disk_make(disk, path);
    file->now.len = 0;
    disk_put(&file->now, 0, bytes, len);
    copy_bytes(&file->synced, &file->now);
    disk_forget_changes(file);
}

void disk_copy_lost(struct disk *disk, const char *from, const char *to, uint64_t dice)
{
    unsigned count = disk->file_count;
    for (unsigned i = 0; i < count; i++) {
        if (disk->files[i].there && disk_within(disk->files[i].path, from)) {
            struct disk_file *copy = counterpart(disk, &disk->files[i], from, to);
            copy_bytes(&copy->synced, &disk->files[i].synced);
            lose_power(&disk->files[i], &dice, &copy->synced);
            copy_bytes(&copy->now, &copy->synced);
            disk_forget_changes(copy);
        }
    }
}

void disk_watch(struct disk *disk, void (*fn)(void *ctx), void *ctx)
{
    disk->watch = fn;
    disk->watch_ctx = ctx;
}

void disk_tell(struct disk *disk)
{
    if (disk->watch != NULL && !disk->watching) {
        disk->watching = true;
        disk->watch(disk->watch_ctx);
        disk->watching = false;
    }
}

void disk_wipe(struct disk *disk, const char *folder)
{
    for (unsigned i = 0; i < disk->file_count; i++) {
        if (disk->files[i].there && disk_within(disk->files[i].path, folder)) {
            disk_remove(&disk->files[i]);
        }
    }
}

bool disk_flip(struct disk *disk, const char *path, size_t byte, unsigned bit)
{
    struct disk_file *file = disk_find(disk, path);
    if (file == NULL || byte >= file->now.len) {
        return false;
    }
    file->now.at[byte] = (uint8_t)(file->now.at[byte] ^ (1u << bit));
    return true;
}

size_t disk_size(struct disk *disk, const char *path)
{
    const struct disk_file *file = disk_find(disk, path);
    return file != NULL ? file->now.len : 0;
}
