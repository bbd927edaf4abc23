/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite's table of functions over the files of the disk.
 */
#include "disk_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct disk *here; /* SQLite's default table is one a process, so is its owner */

struct disk *disk_here(void)
{
    return here;
}

static struct disk_handle *of(sqlite3_file *file)
{
    return (struct disk_handle *)(void *)file;
}

/* ---- an open file ---- */

static int on_close(sqlite3_file *base)
{
    struct disk_handle *handle = of(base);
    (void)disk_shm_unmap(base, 0);
    (void)disk_unlock(base, SQLITE_LOCK_NONE);
    handle->file->handles--;
    if (handle->remove && handle->file->handles == 0 && handle->file->there) {
        disk_remove(handle->file);
    }
    return SQLITE_OK;
}

static int on_read(sqlite3_file *base, void *into, int len, sqlite3_int64 offset)
{
    const struct disk_file *file = of(base)->file;
    int error = disk_fault(here, file->path, DISK_READ);
    size_t have = 0;
    if (error != 0) {
        return error;
    }
    if ((size_t)offset < file->now.len) {
        have = file->now.len - (size_t)offset;
        have = have < (size_t)len ? have : (size_t)len;
        memcpy(into, file->now.at + offset, have);
    }
    memset((uint8_t *)into + have, 0, (size_t)len - have);
    return have == (size_t)len ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int on_write(sqlite3_file *base, const void *from, int len, sqlite3_int64 offset)
{
    struct disk_file *file = of(base)->file;
    if (disk_is_stopped(here, file->path)) {
        return SQLITE_OK;
    }
    disk_tell(here);
    int error = disk_fault(here, file->path, DISK_WRITE);
    if (error != 0) {
        /* A write that fails may have got half way. */
        size_t part = (size_t)disk_dice(here, (uint64_t)len + 1);
        disk_put(&file->now, (size_t)offset, from, part);
        disk_change(file, (size_t)offset, from, part);
        return error;
    }
    disk_put(&file->now, (size_t)offset, from, (size_t)len);
    disk_change(file, (size_t)offset, from, (size_t)len);
    return SQLITE_OK;
}

static int on_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct disk_file *file = of(base)->file;
    if (disk_is_stopped(here, file->path)) {
        return SQLITE_OK;
    }
    disk_tell(here);
    int error = disk_fault(here, file->path, DISK_TRUNCATE);
    if (error != 0) {
        return error;
    }
    disk_cut(&file->now, (size_t)size);
    disk_change(file, (size_t)size, NULL, 0);
    return SQLITE_OK;
}

static int on_sync(sqlite3_file *base, int flags)
{
    struct disk_file *file = of(base)->file;
    (void)flags;
    if (disk_is_stopped(here, file->path)) {
        return SQLITE_OK;
    }
    disk_tell(here);
    int error = disk_fault(here, file->path, DISK_SYNC);
    if (error != 0) {
        /* As Linux does it: the pages count as clean from now on, and are on the disk or not. */
        for (size_t i = 0; i < file->change_count; i++) {
            const struct disk_change *change = &file->changes[i];
            if (disk_dice(here, 2) == 0) {
                continue;
            }
            if (change->bytes == NULL) {
                disk_cut(&file->synced, change->offset);
            } else {
                disk_put(&file->synced, change->offset, change->bytes, change->len);
            }
        }
        disk_forget_changes(file);
        return error;
    }
    for (size_t i = 0; i < file->change_count; i++) {
        const struct disk_change *change = &file->changes[i];
        if (change->bytes == NULL) {
            disk_cut(&file->synced, change->offset);
        } else {
            disk_put(&file->synced, change->offset, change->bytes, change->len);
        }
    }
    disk_forget_changes(file);
    return SQLITE_OK;
}

static int on_size(sqlite3_file *base, sqlite3_int64 *ret_size)
{
    *ret_size = (sqlite3_int64)of(base)->file->now.len;
    return SQLITE_OK;
}

static int on_control(sqlite3_file *base, int op, void *arg)
{
    (void)base;
    (void)op;
    (void)arg;
    return SQLITE_NOTFOUND;
}

static int on_sector(sqlite3_file *base)
{
    (void)base;
    return 4096;
}

/* As SQLite's own table says of a Linux file: a write leaves the bytes beside it alone. */
static int on_traits(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

const sqlite3_io_methods *disk_methods(void)
{
    static const sqlite3_io_methods methods = {
        .iVersion = 2,
        .xClose = on_close,
        .xRead = on_read,
        .xWrite = on_write,
        .xTruncate = on_truncate,
        .xSync = on_sync,
        .xFileSize = on_size,
        .xLock = disk_lock,
        .xUnlock = disk_unlock,
        .xCheckReservedLock = disk_reserved,
        .xFileControl = on_control,
        .xSectorSize = on_sector,
        .xDeviceCharacteristics = on_traits,
        .xShmMap = disk_shm_map,
        .xShmLock = disk_shm_lock,
        .xShmBarrier = disk_shm_barrier,
        .xShmUnmap = disk_shm_unmap,
    };
    return &methods;
}

/* ---- the folder ---- */

static int on_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags,
                   int *ret_flags)
{
    static unsigned nameless;
    struct disk_handle *handle = of(base);
    char made[DISK_PATH_BYTES];
    (void)vfs;
    memset(handle, 0, sizeof(*handle));
    if (name == NULL) {
        (void)snprintf(made, sizeof(made), "/dev/null/temporary%u", ++nameless);
        name = made;
    }
    int error = disk_fault(here, name, DISK_OPEN);
    if (error != 0) {
        return error;
    }
    struct disk_file *file = disk_find(here, name);
    if (file == NULL && (flags & SQLITE_OPEN_CREATE) == 0) {
        return SQLITE_CANTOPEN;
    }
    handle->file = file != NULL ? file : disk_make(here, name);
    handle->file->handles++;
    handle->remove = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    handle->base.pMethods = disk_methods();
    if (ret_flags != NULL) {
        *ret_flags = flags;
    }
    return SQLITE_OK;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    struct disk_file *file = disk_find(here, name);
    (void)vfs;
    (void)sync;
    if (file == NULL) {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    if (!disk_is_stopped(here, name)) {
        disk_remove(file);
    }
    return SQLITE_OK;
}

static int on_access(sqlite3_vfs *vfs, const char *name, int flags, int *ret_there)
{
    (void)vfs;
    const struct disk_file *file = disk_find(here, name);
    *ret_there = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->now.len > 0);
    return SQLITE_OK;
}

static int on_full_name(sqlite3_vfs *vfs, const char *name, int cap, char *out)
{
    (void)vfs;
    (void)snprintf(out, (size_t)cap, "%s", name);
    return SQLITE_OK;
}

static int on_random(sqlite3_vfs *vfs, int len, char *out)
{
    (void)vfs;
    for (int i = 0; i < len; i++) {
        out[i] = (char)disk_dice(here, 256);
    }
    return len;
}

/* Nobody else moves while this thread waits. */
static int on_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int on_time(sqlite3_vfs *vfs, double *ret_day)
{
    (void)vfs;
    *ret_day = 2461000.5;
    return SQLITE_OK;
}

static int on_last_error(sqlite3_vfs *vfs, int len, char *out)
{
    (void)vfs;
    (void)len;
    (void)out;
    return 0;
}

struct disk *disk_new(uint64_t seed)
{
    struct disk *disk = calloc(1, sizeof(*disk));
    if (disk == NULL) {
        abort();
    }
    disk->dice = seed;
    disk->machine = sqlite3_vfs_find(NULL);
    disk->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(struct disk_handle),
        .mxPathname = DISK_PATH_BYTES,
        .zName = "staith-disk",
        .xOpen = on_open,
        .xDelete = on_delete,
        .xAccess = on_access,
        .xFullPathname = on_full_name,
        .xRandomness = on_random,
        .xSleep = on_sleep,
        .xCurrentTime = on_time,
        .xGetLastError = on_last_error,
    };
    here = disk;
    (void)sqlite3_vfs_register(&disk->vfs, 1);
    return disk;
}

void disk_reset(struct disk *disk, uint64_t seed)
{
    for (unsigned i = 0; i < disk->file_count; i++) {
        if (disk->files[i].there) {
            disk_remove(&disk->files[i]);
        }
    }
    disk->stopped_count = 0;
    disk->fail_calls = 0;
    disk->dice = seed;
}

void disk_free(struct disk *disk)
{
    disk_reset(disk, 0);
    for (unsigned i = 0; i < disk->file_count; i++) {
        free(disk->files[i].now.at);
        free(disk->files[i].synced.at);
        free(disk->files[i].changes);
    }
    (void)sqlite3_vfs_unregister(&disk->vfs);
    (void)sqlite3_vfs_register(disk->machine, 1);
    here = NULL;
    free(disk);
}
