/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_ACCESS_INTERNAL_H
#define STAITH_AGGREGATOR_ACCESS_INTERNAL_H
/*
 * Inside access/ alone: the file, its statements, and hashes.
 */
#include "aggregator/access/access.h"

#include <sodium.h>
#include <sqlite3.h>

enum { STAITH_ACCESS_HASH_BYTES = 32 };

struct staith_access {
    sqlite3 *db;
    const struct staith_outside *outside;
    uint8_t key[crypto_generichash_KEYBYTES]; /**< of forms' marks; the file's */
    unsigned passes;                          /**< of argon2id */
    size_t memory_bytes;
};

int64_t staith_access_now(const struct staith_access *access);
/** Our code for SQLite's last error. */
int staith_access_fail(struct staith_access *access, const char *doing, struct staith_err *err);
/** A statement with its text parameters bound, from the first on (NULL is NULL); finalize it. NULL
 *  after a failure, which is in `err`. */
sqlite3_stmt *staith_access_prepare(struct staith_access *access, const char *sql, unsigned count,
                                    const char *const *texts, struct staith_err *err);
/** Run and finalize one without rows; *ret_changed (may be NULL): rows it changed. */
int staith_access_run(struct staith_access *access, sqlite3_stmt *statement, int *ret_changed,
                      const char *doing, struct staith_err *err);
/** The hash under which a secret is kept. */
void staith_access_hash(const char *secret, uint8_t ret_hash[STAITH_ACCESS_HASH_BYTES]);
/** Text of a column, cut to `cap`. */
void staith_access_text(sqlite3_stmt *statement, int column, char *out, size_t cap);
/** Name, role and council from columns `column` to `column` + 2. */
void staith_access_user_of(sqlite3_stmt *statement, int column,
                           struct staith_access_user *ret_user);
/** 0, or STAITH_ERR_INVAL with words. */
int staith_access_check_user(const struct staith_access_user *user, struct staith_err *err);

#endif
