/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SQLite's locks between the connections of one process: the states of the file's lock, and the
 * eight locks and the shared memory beside a write-ahead log.
 */
#include "disk_internal.h"

#include <stdlib.h>
#include <string.h>

static struct disk_handle *of(sqlite3_file *file)
{
    return (struct disk_handle *)(void *)file;
}

int disk_lock(sqlite3_file *base, int level)
{
    struct disk_handle *handle = of(base);
    struct disk_file *file = handle->file;
    if (handle->lock >= level) {
        return SQLITE_OK;
    }
    if (handle->lock == SQLITE_LOCK_NONE) {
        if (file->exclusive != NULL) {
            return SQLITE_BUSY;
        }
        file->shared++;
        handle->lock = SQLITE_LOCK_SHARED;
    }
    if (level >= SQLITE_LOCK_RESERVED && file->reserved != handle) {
        if (file->reserved != NULL) {
            return SQLITE_BUSY;
        }
        file->reserved = handle;
        handle->lock = SQLITE_LOCK_RESERVED;
    }
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        if (file->shared > 1) {
            return SQLITE_BUSY;
        }
        file->exclusive = handle;
        handle->lock = SQLITE_LOCK_EXCLUSIVE;
    }
    return SQLITE_OK;
}

int disk_unlock(sqlite3_file *base, int level)
{
    struct disk_handle *handle = of(base);
    struct disk_file *file = handle->file;
    if (handle->lock <= level) {
        return SQLITE_OK;
    }
    file->exclusive = file->exclusive == handle ? NULL : file->exclusive;
    file->reserved = file->reserved == handle ? NULL : file->reserved;
    if (level == SQLITE_LOCK_NONE) {
        file->shared--;
    }
    handle->lock = level;
    return SQLITE_OK;
}

int disk_reserved(sqlite3_file *base, int *ret_reserved)
{
    *ret_reserved = of(base)->file->reserved != NULL;
    return SQLITE_OK;
}

int disk_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **ret_at)
{
    struct disk_handle *handle = of(base);
    struct disk_file *file = handle->file;
    int error = disk_fault(disk_here(), file->path, DISK_SHM);
    *ret_at = NULL;
    if (error != 0) {
        return error;
    }
    if (region >= DISK_MAX_REGIONS || size > DISK_REGION_BYTES) {
        return SQLITE_IOERR_SHMSIZE;
    }
    if (!handle->shm_open) {
        handle->shm_open = true;
        file->shm_users++;
    }
    if (file->regions[region] == NULL && extend != 0) {
        file->regions[region] = calloc(1, DISK_REGION_BYTES);
        if (file->regions[region] == NULL) {
            return SQLITE_NOMEM;
        }
    }
    *ret_at = file->regions[region];
    return SQLITE_OK;
}

static int shm_free(struct disk_handle *handle, int offset, int count, int flags)
{
    struct disk_file *file = handle->file;
    for (int i = offset; i < offset + count; i++) {
        if ((flags & SQLITE_SHM_SHARED) != 0 && (handle->shm_mine & (1u << i)) != 0) {
            handle->shm_mine &= ~(1u << i);
            file->shm_shared[i]--;
        } else if ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && file->shm_exclusive[i] == handle) {
            file->shm_exclusive[i] = NULL;
        }
    }
    return SQLITE_OK;
}

int disk_shm_lock(sqlite3_file *base, int offset, int count, int flags)
{
    struct disk_handle *handle = of(base);
    struct disk_file *file = handle->file;
    bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        return shm_free(handle, offset, count, flags);
    }
    for (int i = offset; i < offset + count; i++) {
        bool mine = (handle->shm_mine & (1u << i)) != 0;
        unsigned others = file->shm_shared[i] - (mine ? 1 : 0);
        if ((file->shm_exclusive[i] != NULL && file->shm_exclusive[i] != handle) ||
            (exclusive && others > 0)) {
            return SQLITE_BUSY;
        }
    }
    for (int i = offset; i < offset + count; i++) {
        if (exclusive) {
            file->shm_exclusive[i] = handle;
        } else if ((handle->shm_mine & (1u << i)) == 0) {
            handle->shm_mine |= 1u << i;
            file->shm_shared[i]++;
        }
    }
    return SQLITE_OK;
}

void disk_shm_barrier(sqlite3_file *base)
{
    (void)base;
}

int disk_shm_unmap(sqlite3_file *base, int remove)
{
    struct disk_handle *handle = of(base);
    struct disk_file *file = handle->file;
    if (!handle->shm_open) {
        return SQLITE_OK;
    }
    (void)shm_free(handle, 0, DISK_SHM_LOCKS, SQLITE_SHM_SHARED);
    (void)shm_free(handle, 0, DISK_SHM_LOCKS, SQLITE_SHM_EXCLUSIVE);
    handle->shm_open = false;
    file->shm_users--;
    if (file->shm_users == 0 && (remove != 0 || disk_is_stopped(disk_here(), file->path))) {
        for (unsigned i = 0; i < DISK_MAX_REGIONS; i++) {
            free(file->regions[i]);
            file->regions[i] = NULL;
        }
    }
    return SQLITE_OK;
}
