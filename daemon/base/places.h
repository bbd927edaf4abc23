/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_PLACES_H
#define STAITH_BASE_PLACES_H
/*
 * What ledger and store ask of the file system beside their databases (whose own table of file
 * functions is SQLite's, daemon/db): a folder, a file of its owner's alone, a lock.
 */

struct staith_places {
    void *ctx;
    /** Make a folder that its owner alone can enter, unless it is there. 0 or STAITH_ERR_IO. */
    int (*make_folder)(void *ctx, const char *path);
    /** See to it that nobody but its owner can enter a folder. 0, STAITH_ERR_NOTFOUND (there is
     *  none), STAITH_ERR_DENIED. */
    int (*close_folder)(void *ctx, const char *path);
    /** Make an empty file that its owner alone can read, unless it is there. Whoever opens it says
     *  what is wrong. */
    void (*make_file)(void *ctx, const char *path);
    /** Take the lock that a file stands for, which is made when missing and never followed as a
     *  link. 0, STAITH_ERR_DENIED, STAITH_ERR_EXISTS (another process has it). The system gives it
     *  back when the process ends. */
    int (*lock)(void *ctx, const char *path, int *ret_lock);
    void (*unlock)(void *ctx, int lock);
};

/** The machine's own. Static. */
const struct staith_places *staith_places_machine(void);

#endif
