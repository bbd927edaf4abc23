/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DB_DB_H
#define STAITH_DB_DB_H
/*
 * SQLite files whose every page carries a checksum. A bit that flipped on the disk is found when
 * its page is read, and nothing is read from that page: SQLite alone would show whatever stands
 * there. The write-ahead log beside a file has SQLite's own checksums, looked at when it is
 * recovered.
 *
 * It is a table of file functions (sqlite3_vfs) over SQLite's default one, so that a test may put
 * its own disk below it.
 */
#include <sqlite3.h>
#include <stdbool.h>

enum {
    STAITH_DB_PAGE_BYTES = 4096,
    STAITH_DB_CHECK_BYTES = 8 /**< at the end of each page: SipHash-1-3 of the page and its place */
};

/** As sqlite3_open_v2 with these flags. A file is made with room for the checksums; one without
 * them is read as damaged. *ret_db is to be closed also after a failure, as SQLite has it. */
int staith_db_open(const char *path, int flags, sqlite3 **ret_db);
/** Put on the disk all that the file and its log show, whatever failed before; of a writer outside
 * a transaction. SQLITE_BUSY: a reader is in the way; or the error of what failed. */
int staith_db_settle(sqlite3 *db);
/** Whether there is a file, as the table of file functions below sees it. */
bool staith_db_exists(const char *path);
/** Whether the last failure of `db` says that the file is damaged: a checksum that does not match,
 *  or what is no database. */
bool staith_db_damaged(sqlite3 *db);

#endif
