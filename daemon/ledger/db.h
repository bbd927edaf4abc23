/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_DB_H
#define STAITH_LEDGER_DB_H
/*
 * SQLite as this folder uses it: WAL, synchronous FULL, a busy timeout, little memory. Private to
 * this folder.
 */
#include "base/err.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STAITH_LEDGER_PATH_BYTES = 4096 };

/** "folder/name" into `ret_path`; STAITH_ERR_LIMIT. */
int staith_ledger_db_path(const char *folder, const char *name,
                          char ret_path[STAITH_LEDGER_PATH_BYTES], struct staith_err *err);
/** Open folder/name. `write`: made when missing, with `schema` run in it once (user_version becomes
 *  1), and all that is in it is on the disk; STAITH_ERR_AGAIN: a reader is in the way. Otherwise
 * STAITH_ERR_NOTFOUND when missing. STAITH_ERR_VERSION for another schema. */
int staith_ledger_db_open(const char *folder, const char *name, bool write, const char *schema,
                          sqlite3 **ret_db, struct staith_err *err);
/** Set `err` from the last error of `db` while doing `what`: STAITH_ERR_IO, VERIFY (the file is
 *  damaged), AGAIN (busy), NOMEM. */
int staith_ledger_db_fail(sqlite3 *db, const char *what, struct staith_err *err);
/** One step of a statement without rows, then finalise it (NULL is allowed: it failed to be
 *  prepared). 0 or as staith_ledger_db_fail. */
int staith_ledger_db_done(sqlite3 *db, sqlite3_stmt *statement, const char *what,
                          struct staith_err *err);
/** The number in the first column of the first row of `statement`, then finalise it. 0,
 *  STAITH_ERR_NOTFOUND without a row, or as staith_ledger_db_fail. NULL is allowed. */
int staith_ledger_db_number(sqlite3 *db, sqlite3_stmt *statement, const char *what,
                            int64_t *ret_number, struct staith_err *err);
/** Prepare; NULL on failure. */
sqlite3_stmt *staith_ledger_db_prepare(sqlite3 *db, const char *sql);

#endif
