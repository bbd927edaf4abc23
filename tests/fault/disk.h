/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FAULT_DISK_H
#define STAITH_FAULT_DISK_H
/*
 * A disk that the test owns: SQLite's table of file functions (sqlite3_vfs) over memory. It knows
 * what was written and what was synced, so that a machine can be killed (what was written stays) or
 * lose its power (of what was not synced, some parts are there, some are not, in any order), and
 * any call can be made to fail.
 *
 * Names are real: a file that exists here exists, empty, in the file system too, because our code
 * looks for some names there. A machine is a folder: everything below it fails and stops together.
 * One thread; one disk a process.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct disk;

/** The calls that may be made to fail. */
enum disk_call {
    DISK_OPEN = 1,
    DISK_READ = 2,
    DISK_WRITE = 4,
    DISK_SYNC = 8,
    DISK_TRUNCATE = 16,
    DISK_SHM = 32,
    DISK_ANY = 63
};

/** Registers itself as SQLite's default; `seed` decides what a loss of power leaves. */
struct disk *disk_new(uint64_t seed);
/** All files; none may be open. Puts SQLite's own table back. */
void disk_free(struct disk *disk);
/** Forget every file (none may be open) and begin again from a seed. */
void disk_reset(struct disk *disk, uint64_t seed);

/** From now on nothing that this machine writes gets to the disk, and nothing fails: what a process
 *  does in its last moments. Its files may be closed. */
void disk_stop(struct disk *disk, const char *folder);
/** Start again: as after a kill, or as after a loss of power. The files must be closed. */
void disk_start(struct disk *disk, const char *folder, bool power_lost);
/** Whether the file holds bytes that a loss of power could take. */
bool disk_unsynced(struct disk *disk, const char *path);

/** Let call number `nth` from now of the kinds in `calls` fail with `error` (an SQLite result), on
 *  this machine; all after it too when `for_ever`. `nth` 0: nothing fails any more. */
void disk_fail(struct disk *disk, const char *folder, unsigned calls, uint64_t nth, int error,
               bool for_ever);
/** Calls of the kinds given to disk_fail since then. */
uint64_t disk_calls(const struct disk *disk);
/** Whether the failure asked for has happened. */
bool disk_failed(const struct disk *disk);

/** Copy what a machine holds to another folder, which must be empty: as its processes see it, or
 * only what no loss of power could take. */
void disk_copy(struct disk *disk, const char *from, const char *to, bool synced);
/** Copy what a loss of power at this moment might leave of a machine; `dice` chooses. */
void disk_copy_lost(struct disk *disk, const char *from, const char *to, uint64_t dice);
/** Call `fn` before every write, sync and cut of any machine, unless it is called from within.
 * NULL: no more. */
void disk_watch(struct disk *disk, void (*fn)(void *ctx), void *ctx);
/** A file that holds these bytes, all of them synced. It may not be open. */
void disk_set(struct disk *disk, const char *path, const void *bytes, size_t len);
/** Every file of a machine, gone. None may be open. */
void disk_wipe(struct disk *disk, const char *folder);
/** Flip one bit of a file; false when it has no such byte. */
bool disk_flip(struct disk *disk, const char *path, size_t byte, unsigned bit);
/** Size of a file as its processes see it; 0 when it is not there. */
size_t disk_size(struct disk *disk, const char *path);

#endif
