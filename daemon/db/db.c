/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The checksum goes in when a page is written to the file itself and is looked at when a page is
 * read from there. Pages on their way through the write-ahead log are left alone: SQLite has taken
 * its own checksum of them by then. The page's place goes into its checksum, so that a page that
 * was written to the wrong place is found too.
 */
#include "db/db.h"

#include "base/siphash.h"

#include <string.h>

static const char NAME[] = "staith-checked";

/** What SQLite holds of an open file; the file of the table below follows it. */
struct checked_file {
    sqlite3_file base;
    bool pages; /* a database: neither a log nor a journal */
    uint8_t page[STAITH_DB_PAGE_BYTES];
};

static struct checked_file *of(sqlite3_file *file)
{
    return (struct checked_file *)(void *)file;
}

static sqlite3_file *below(sqlite3_file *file)
{
    return (sqlite3_file *)(void *)(of(file) + 1);
}

/* The checksum of a page that is to stand at `offset`. Changes the last bytes of `page`. */
static uint64_t checksum(uint8_t page[STAITH_DB_PAGE_BYTES], sqlite3_int64 offset)
{
    /* Not a secret: it is chance that is to be found out, not malice. */
    static const uint8_t key[16] = "staith db page 1";
    const uint64_t place = (uint64_t)offset;
    memcpy(page + STAITH_DB_PAGE_BYTES - STAITH_DB_CHECK_BYTES, &place, STAITH_DB_CHECK_BYTES);
    return staith_siphash13(key, page, STAITH_DB_PAGE_BYTES);
}

static bool is_zero(const uint8_t *bytes, size_t len)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, len - 1) == 0;
}

/* SQLite also reads a few bytes of the head, which decide nothing; every other length than a page's
 * comes from a head that is damaged, or is another program's. */
static int verify(struct checked_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
    uint64_t found = 0;
    if (len < 512) {
        return SQLITE_OK;
    }
    if (len != STAITH_DB_PAGE_BYTES || offset % STAITH_DB_PAGE_BYTES != 0) {
        return SQLITE_IOERR_DATA;
    }
    memcpy(file->page, bytes, STAITH_DB_PAGE_BYTES);
    memcpy(&found, file->page + STAITH_DB_PAGE_BYTES - STAITH_DB_CHECK_BYTES, sizeof(found));
    if (found == checksum(file->page, offset)) {
        return SQLITE_OK;
    }
    /* A page that was made and never written; as content it would be refused by SQLite itself. */
    return is_zero(bytes, STAITH_DB_PAGE_BYTES) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

/* ---- an open file ---- */

static int on_close(sqlite3_file *file)
{
    return below(file)->pMethods->xClose(below(file));
}

static int on_read(sqlite3_file *file, void *into, int len, sqlite3_int64 offset)
{
    int rc = below(file)->pMethods->xRead(below(file), into, len, offset);
    return rc == SQLITE_OK && of(file)->pages ? verify(of(file), into, len, offset) : rc;
}

static int on_write(sqlite3_file *file, const void *from, int len, sqlite3_int64 offset)
{
    struct checked_file *checked = of(file);
    if (!checked->pages) {
        return below(file)->pMethods->xWrite(below(file), from, len, offset);
    }
    if (len != STAITH_DB_PAGE_BYTES || offset % STAITH_DB_PAGE_BYTES != 0) {
        return SQLITE_IOERR_WRITE;
    }
    memcpy(checked->page, from, STAITH_DB_PAGE_BYTES);
    const uint64_t sum = checksum(checked->page, offset);
    memcpy(checked->page + STAITH_DB_PAGE_BYTES - STAITH_DB_CHECK_BYTES, &sum, sizeof(sum));
    return below(file)->pMethods->xWrite(below(file), checked->page, len, offset);
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    return below(file)->pMethods->xTruncate(below(file), size);
}

static int on_sync(sqlite3_file *file, int flags)
{
    return below(file)->pMethods->xSync(below(file), flags);
}

static int on_size(sqlite3_file *file, sqlite3_int64 *ret_size)
{
    return below(file)->pMethods->xFileSize(below(file), ret_size);
}

static int on_lock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xLock(below(file), level);
}

static int on_unlock(sqlite3_file *file, int level)
{
    return below(file)->pMethods->xUnlock(below(file), level);
}

static int on_reserved(sqlite3_file *file, int *ret_reserved)
{
    return below(file)->pMethods->xCheckReservedLock(below(file), ret_reserved);
}

static int on_control(sqlite3_file *file, int op, void *arg)
{
    return below(file)->pMethods->xFileControl(below(file), op, arg);
}

static int on_sector(sqlite3_file *file)
{
    return below(file)->pMethods->xSectorSize(below(file));
}

static int on_traits(sqlite3_file *file)
{
    return below(file)->pMethods->xDeviceCharacteristics(below(file));
}

static int on_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **ret_at)
{
    return below(file)->pMethods->xShmMap(below(file), region, size, extend, ret_at);
}

static int on_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return below(file)->pMethods->xShmLock(below(file), offset, count, flags);
}

static void on_shm_barrier(sqlite3_file *file)
{
    below(file)->pMethods->xShmBarrier(below(file));
}

static int on_shm_unmap(sqlite3_file *file, int remove)
{
    return below(file)->pMethods->xShmUnmap(below(file), remove);
}

/* Version 2: no mapping of pages into memory, which would go past the checksums. */
static const sqlite3_io_methods METHODS = {
    .iVersion = 2,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_reserved,
    .xFileControl = on_control,
    .xSectorSize = on_sector,
    .xDeviceCharacteristics = on_traits,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
};

/* ---- the folder: all but opening is the default's ---- */

static sqlite3_vfs *machine(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

static int on_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                   int *ret_flags)
{
    struct checked_file *checked = of(file);
    checked->base.pMethods = NULL;
    checked->pages = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    int rc = machine(vfs)->xOpen(machine(vfs), name, below(file), flags, ret_flags);
    if (below(file)->pMethods != NULL) {
        checked->base.pMethods = &METHODS;
    }
    return rc;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    return machine(vfs)->xDelete(machine(vfs), name, sync);
}

static int on_access(sqlite3_vfs *vfs, const char *name, int flags, int *ret_there)
{
    return machine(vfs)->xAccess(machine(vfs), name, flags, ret_there);
}

static int on_full_name(sqlite3_vfs *vfs, const char *name, int cap, char *out)
{
    return machine(vfs)->xFullPathname(machine(vfs), name, cap, out);
}

static int on_random(sqlite3_vfs *vfs, int len, char *out)
{
    return machine(vfs)->xRandomness(machine(vfs), len, out);
}

static int on_sleep(sqlite3_vfs *vfs, int microseconds)
{
    return machine(vfs)->xSleep(machine(vfs), microseconds);
}

static int on_time(sqlite3_vfs *vfs, double *ret_day)
{
    return machine(vfs)->xCurrentTime(machine(vfs), ret_day);
}

static int on_last_error(sqlite3_vfs *vfs, int len, char *out)
{
    return machine(vfs)->xGetLastError(machine(vfs), len, out);
}

/* SQLite's list of tables is the process's and holds a pointer for good; so is this one. */
static int register_table(void)
{
    static sqlite3_vfs table;
    sqlite3_vfs *standard = sqlite3_vfs_find(NULL);
    if (standard == NULL) {
        return SQLITE_ERROR;
    }
    if (table.pAppData == standard) {
        return SQLITE_OK;
    }
    (void)sqlite3_vfs_unregister(&table);
    table = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(struct checked_file) + standard->szOsFile,
        .mxPathname = standard->mxPathname,
        .zName = NAME,
        .pAppData = standard,
        .xOpen = on_open,
        .xDelete = on_delete,
        .xAccess = on_access,
        .xFullPathname = on_full_name,
        .xRandomness = on_random,
        .xSleep = on_sleep,
        .xCurrentTime = on_time,
        .xGetLastError = on_last_error,
    };
    return sqlite3_vfs_register(&table, 0);
}

int staith_db_open(const char *path, int flags, sqlite3 **ret_db)
{
    int reserve = STAITH_DB_CHECK_BYTES;
    *ret_db = NULL;
    int rc = sqlite3_initialize();
    if (rc == SQLITE_OK) {
        rc = register_table();
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_open_v2(path, ret_db, flags, NAME);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_file_control(*ret_db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserve);
    }
    return rc;
}

/* After a sync that failed, the log may be whole in the machine's memory and cut on the disk, and
 * whoever opens the file next believes it. Its pages are written into the file and synced; then
 * that the log is empty is synced, because what is left of it would be read over the newer file. */
int staith_db_settle(sqlite3 *db)
{
    sqlite3_file *log = NULL;
    int rc = sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&log);
    }
    if (rc == SQLITE_OK && log != NULL && log->pMethods != NULL) {
        rc = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    }
    return rc;
}

bool staith_db_exists(const char *path)
{
    int there = 0;
    sqlite3_vfs *standard = sqlite3_initialize() == SQLITE_OK ? sqlite3_vfs_find(NULL) : NULL;
    return standard != NULL &&
           standard->xAccess(standard, path, SQLITE_ACCESS_EXISTS, &there) == SQLITE_OK &&
           there != 0;
}

bool staith_db_damaged(sqlite3 *db)
{
    int primary = sqlite3_errcode(db) & 0xFF;
    return sqlite3_extended_errcode(db) == SQLITE_IOERR_DATA || primary == SQLITE_CORRUPT ||
           primary == SQLITE_NOTADB;
}
