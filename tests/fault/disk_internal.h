/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FAULT_DISK_INTERNAL_H
#define STAITH_FAULT_DISK_INTERNAL_H
/*
 * What the files of the simulated disk share.
 */
#include "disk.h"

#include <sqlite3.h>

enum {
    DISK_PATH_BYTES = 256,
    DISK_MAX_FILES = 512,
    DISK_MAX_REGIONS = 64,
    DISK_REGION_BYTES = 32768,
    DISK_SHM_LOCKS = 8,
    DISK_TEAR_BYTES = 512 /**< what a disk writes whole or not at all */
};

/** Bytes that grow. */
struct disk_bytes {
    uint8_t *at;
    size_t len;
    size_t cap;
};

/** One write or cut that is not synced. */
struct disk_change {
    size_t offset;
    size_t len; /**< a cut: the new size stands in `offset`, `bytes` is NULL */
    uint8_t *bytes;
};

/** A file, however often it is open. */
struct disk_file {
    char path[DISK_PATH_BYTES];
    bool there;
    unsigned handles;
    struct disk_bytes now;
    struct disk_bytes synced;
    struct disk_change *changes;
    size_t change_count;
    size_t change_cap;
    unsigned shared; /**< holders of SQLite's lock states */
    const void *reserved;
    const void *exclusive;
    uint8_t *regions[DISK_MAX_REGIONS]; /**< of the shared memory beside a WAL */
    unsigned shm_shared[DISK_SHM_LOCKS];
    const void *shm_exclusive[DISK_SHM_LOCKS];
    unsigned shm_users;
};

/** What SQLite holds of an open file. */
struct disk_handle {
    sqlite3_file base;
    struct disk_file *file;
    int lock;
    unsigned shm_mine; /**< bits of shared locks that this handle has */
    bool shm_open;
    bool remove;
};

struct disk {
    sqlite3_vfs vfs;
    sqlite3_vfs *machine;
    uint64_t dice;
    struct disk_file files[DISK_MAX_FILES];
    unsigned file_count;
    char stopped[DISK_MAX_FILES][DISK_PATH_BYTES];
    unsigned stopped_count;
    char failing[DISK_PATH_BYTES];
    unsigned fail_calls;
    uint64_t fail_nth;
    uint64_t calls;
    int fail_error;
    bool fail_for_ever;
    bool failed;
    void (*watch)(void *ctx);
    void *watch_ctx;
    bool watching;
};

/** A number from 0 to below `bound`. */
uint64_t disk_dice(struct disk *disk, uint64_t bound);
struct disk_file *disk_find(struct disk *disk, const char *path);
/** Find or make; makes the name in the file system too. */
struct disk_file *disk_make(struct disk *disk, const char *path);
/** Whether `path` lies in `folder`. */
bool disk_within(const char *path, const char *folder);
bool disk_is_stopped(const struct disk *disk, const char *path);
/** 0, or the error that this call is to fail with. */
/** Tell whoever watches. */
void disk_tell(struct disk *disk);
int disk_fault(struct disk *disk, const char *path, enum disk_call call);
void disk_put(struct disk_bytes *bytes, size_t offset, const void *from, size_t len);
void disk_cut(struct disk_bytes *bytes, size_t len);
void disk_forget_changes(struct disk_file *file);
void disk_change(struct disk_file *file, size_t offset, const void *bytes, size_t len);
void disk_remove(struct disk_file *file);
/** SQLite's functions of an open file. */
const sqlite3_io_methods *disk_methods(void);
/** The locks and the shared memory among them. */
int disk_lock(sqlite3_file *file, int level);
int disk_unlock(sqlite3_file *file, int level);
int disk_reserved(sqlite3_file *file, int *ret_reserved);
int disk_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **ret_at);
int disk_shm_lock(sqlite3_file *file, int offset, int count, int flags);
void disk_shm_barrier(sqlite3_file *file);
int disk_shm_unmap(sqlite3_file *file, int remove);
/** The one disk of the process. */
struct disk *disk_here(void);

#endif
