/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_ACCESS_ACCESS_H
#define STAITH_AGGREGATOR_ACCESS_ACCESS_H
/*
 * Who may see the region's figures: accounts, sessions of browsers, tokens of programs, and the log
 * of what they did. One file, access.db, in the state folder; every page of it has a checksum.
 *
 * No secret lies in it: of passwords there is argon2id's hash, of sessions and tokens the BLAKE2b
 * of 32 random bytes. The log is only appended to, which the file itself enforces, and each entry
 * holds the hash of the one before.
 */
#include "base/err.h"
#include "base/outside.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STAITH_ACCESS_NAME_BYTES = 65, /**< with the NUL */
    STAITH_ACCESS_COUNCIL_BYTES = 16,
    STAITH_ACCESS_SECRET_BYTES = 44,   /**< of 32 random bytes as text, with the NUL */
    STAITH_ACCESS_PASSWORD_LEAST = 12, /**< bytes */
    STAITH_ACCESS_PASSWORD_MOST = 256,
    STAITH_ACCESS_HASH_TEXT_BYTES = 128, /**< of a password's argon2id as text */
    STAITH_ACCESS_CHAIN_BYTES = 65,      /**< of an entry's hash as text, with the NUL */
    STAITH_ACCESS_FAILURES = 5,       /**< wrong passwords until an account is shut for a while */
    STAITH_ACCESS_SHUT_MINUTES = 15,  /**< and for how long */
    STAITH_ACCESS_SESSION_HOURS = 12, /**< that a session lasts at most */
    STAITH_ACCESS_MAX_ACCOUNTS = 10000
};

/** What somebody may do; each may do what those before it may. */
enum staith_access_role {
    STAITH_ACCESS_NOBODY = 0,
    STAITH_ACCESS_VIEWER = 1,       /**< look at pages */
    STAITH_ACCESS_ANALYST = 2,      /**< and take figures away: files, and the API */
    STAITH_ACCESS_OFFICER = 3,      /**< and see what came, and say what becomes of it */
    STAITH_ACCESS_ADMINISTRATOR = 4 /**< and make and lock accounts, and read the log */
};
/** "viewer", "analyst", "officer", "administrator". Static; never NULL. */
const char *staith_access_role_name(enum staith_access_role role);
/** 0 or STAITH_ERR_INVAL. */
int staith_access_role_parse(const char *text, enum staith_access_role *ret_role);

/** Somebody, or a program. */
struct staith_access_user {
    char name[STAITH_ACCESS_NAME_BYTES];
    enum staith_access_role role;
    char council[STAITH_ACCESS_COUNCIL_BYTES]; /**< DfE code; "": of the region */
};

struct staith_access;

/** `folder` is the state folder, which exists; access.db is made when missing. `outside` outlives
 *  it. */
int staith_access_open(const char *folder, const struct staith_outside *outside,
                       struct staith_access **ret_access, struct staith_err *err);
/** What a new password's hash costs, as of libsodium's crypto_pwhash; what is there stays as it is.
 *  For tests: whoever sets less protects nobody. */
void staith_access_set_cost(struct staith_access *access, unsigned passes, size_t memory_bytes);
/** NULL is allowed. */
void staith_access_close(struct staith_access *access);

/* ---- accounts ---- */

/** An account as an administrator sees it. */
struct staith_access_account {
    struct staith_access_user user;
    bool locked;
    bool has_password; /**< without one it is signed in by a proxy alone */
    uint32_t failures; /**< wrong passwords since the last right one */
    int64_t made_unix_ms;
    int64_t seen_unix_ms; /**< signed in last; 0: never */
};
/** Add one. `password` NULL: it has none. STAITH_ERR_EXISTS; STAITH_ERR_INVAL: the name is no plain
 *  name (letters, digits, . _ - @), or the password is too short or too long. */
int staith_access_add(struct staith_access *access, const struct staith_access_user *user,
                      const char *password, struct staith_err *err);
/** Give an account another password; its sessions end. STAITH_ERR_NOTFOUND, STAITH_ERR_INVAL. */
int staith_access_set_password(struct staith_access *access, const char *name, const char *password,
                               struct staith_err *err);
/** A new password, hashed apart from the file as a tried one is. */
struct staith_access_fresh {
    char hash[STAITH_ACCESS_HASH_TEXT_BYTES];       /**< "": not yet, or there was no memory */
    char password[STAITH_ACCESS_PASSWORD_MOST + 1]; /**< "" once it was hashed */
    unsigned long long passes;
    size_t memory_bytes;
};
/** Whether it is long enough, and not too long. STAITH_ERR_INVAL with words. */
int staith_access_check_password(const char *password, struct staith_err *err);
void staith_access_fresh_begin(const struct staith_access *access, const char *password,
                               struct staith_access_fresh *ret_fresh);
/** About a tenth of a second; any thread may do it. */
void staith_access_fresh_run(struct staith_access_fresh *fresh);
/** As above, with a password that was checked and hashed. `fresh` NULL: the account has none. */
int staith_access_add_fresh(struct staith_access *access, const struct staith_access_user *user,
                            const struct staith_access_fresh *fresh, struct staith_err *err);
int staith_access_set_fresh(struct staith_access *access, const char *name,
                            const struct staith_access_fresh *fresh, struct staith_err *err);
/** Give an account another role; its sessions end. STAITH_ERR_NOTFOUND. */
int staith_access_set_role(struct staith_access *access, const char *name,
                           enum staith_access_role role, struct staith_err *err);
/** Shut an account, and end its sessions; or open it, and forget its failures. */
int staith_access_lock(struct staith_access *access, const char *name, bool locked,
                       struct staith_err *err);
/** By name; stops when `fn` returns non-zero and returns that. */
int staith_access_list(struct staith_access *access,
                       int (*fn)(void *ctx, const struct staith_access_account *account), void *ctx,
                       struct staith_err *err);
/** Likewise, `most` of them at most, from the first whose name is `from` or comes after it. */
int staith_access_list_from(struct staith_access *access, const char *from, unsigned most,
                            int (*fn)(void *ctx, const struct staith_access_account *account),
                            void *ctx, struct staith_err *err);

/* ---- sessions ---- */

/** A password that is tried: made with the file, hashed without it, ended with it. */
struct staith_access_try {
    char name[STAITH_ACCESS_NAME_BYTES];
    char hash[STAITH_ACCESS_HASH_TEXT_BYTES];
    char password[STAITH_ACCESS_PASSWORD_MOST + 1]; /**< "" once it was hashed */
    bool known;  /**< from where it was right before: no tries of others shut the account for it,
                      nor does it shut it for them */
    bool usable; /**< there is an account, it is open, and has a password */
    bool right;
};
/** Whoever says `known` bounds how often. */
int staith_access_try_begin(struct staith_access *access, const char *name, const char *password,
                            bool known, struct staith_access_try *ret_try, struct staith_err *err);
/** About a tenth of a second, whoever's it is. Touches nothing else: any thread may do it. */
void staith_access_try_run(struct staith_access_try *attempt);
/** 0 with a session's secret. STAITH_ERR_DENIED: unknown, locked or wrong; STAITH_ERR_AGAIN: shut
 *  after too many failures. Which of them is for the log alone: an answer tells nobody, and neither
 *  does the time, since all of them cost the same. */
int staith_access_try_end(struct staith_access *access, const struct staith_access_try *attempt,
                          char ret_secret[STAITH_ACCESS_SECRET_BYTES],
                          struct staith_access_user *ret_user, struct staith_err *err);
/** All three. */
int staith_access_sign_in(struct staith_access *access, const char *name, const char *password,
                          char ret_secret[STAITH_ACCESS_SECRET_BYTES],
                          struct staith_access_user *ret_user, struct staith_err *err);
/** Whom a session belongs to, which lives on by it. `idle_ms`: without a request it ends.
 *  STAITH_ERR_NOTFOUND: there is none, or it has ended, or its account is locked. */
int staith_access_session(struct staith_access *access, const char *secret, int64_t idle_ms,
                          struct staith_access_user *ret_user, struct staith_err *err);
/** End a session; one that is not there is no error. */
int staith_access_sign_out(struct staith_access *access, const char *secret,
                           struct staith_err *err);
/** The account that a proxy vouches for. *ret_due: that it did was not noted for an hour.
 *  STAITH_ERR_NOTFOUND: there is none, or it is locked. */
int staith_access_vouched(struct staith_access *access, const char *name,
                          struct staith_access_user *ret_user, bool *ret_due,
                          struct staith_err *err);
/** Keep that it was noted. */
int staith_access_vouched_noted(struct staith_access *access, const char *name,
                                struct staith_err *err);
/** What a form carries so that it cannot come from elsewhere: bound to a secret of the browser's
 *  and to the form's name. */
void staith_access_form_mark(const struct staith_access *access, const char *form,
                             const char *secret, char ret_mark[STAITH_ACCESS_SECRET_BYTES]);
/** Whether a mark is that one; in constant time. */
bool staith_access_form_fits(const struct staith_access *access, const char *form,
                             const char *secret, const char *mark);
/** What a browser keeps that signed in to an account: bound to a secret of the browser's, to a day,
 *  and to the password by its `hash` (as of a try, or a fresh one), so that another ends it. */
void staith_access_known_mark(const struct staith_access *access, const char *name,
                              const char *hash, const char *day, const char *secret,
                              char ret_mark[STAITH_ACCESS_SECRET_BYTES]);
/** Whether a mark is that of the account's password now. */
bool staith_access_known_fits(struct staith_access *access, const char *name, const char *day,
                              const char *secret, const char *mark);
/** 32 random bytes as text. */
void staith_access_secret(char ret_secret[STAITH_ACCESS_SECRET_BYTES]);

/* ---- tokens of programs ---- */

struct staith_access_token {
    struct staith_access_user user; /**< its name is the client's */
    int64_t made_unix_ms;
    int64_t seen_unix_ms; /**< used last, to the minute; 0: never */
    bool revoked;
};
/** Make one; the secret is told once. STAITH_ERR_EXISTS, STAITH_ERR_INVAL: the name. */
int staith_access_token_new(struct staith_access *access, const struct staith_access_user *user,
                            char ret_secret[STAITH_ACCESS_SECRET_BYTES], struct staith_err *err);
int staith_access_token_revoke(struct staith_access *access, const char *name,
                               struct staith_err *err);
int staith_access_token_list(struct staith_access *access,
                             int (*fn)(void *ctx, const struct staith_access_token *token),
                             void *ctx, struct staith_err *err);
/** STAITH_ERR_NOTFOUND: there is none, or it was revoked. */
int staith_access_token_find(struct staith_access *access, const char *secret,
                             struct staith_access_user *ret_user, struct staith_err *err);

/* ---- the log ---- */

struct staith_access_entry {
    int64_t at_unix_ms;  /**< set by staith_access_note */
    const char *who;     /**< account or token, as it was given; "": nobody */
    const char *council; /**< DfE code, or "" */
    const char *peer;    /**< address, or "" for the command line */
    const char *action;  /**< "sign-in", "sign-out", "export", "account", "token" */
    const char *what;    /**< of an export its address with its query */
    const char *outcome; /**< "done", "refused", ... */
};
/** Append one. Texts are cut at 256 bytes, `what` at 2048; characters that no line may hold become
 * "?". */
int staith_access_note(struct staith_access *access, const struct staith_access_entry *entry,
                       struct staith_err *err);
/** Oldest first, from a time on; stops when `fn` returns non-zero and returns that. */
int staith_access_notes(struct staith_access *access, int64_t from_unix_ms,
                        int (*fn)(void *ctx, const struct staith_access_entry *entry), void *ctx,
                        struct staith_err *err);
/** The newest `most` of them, newest first. */
int staith_access_newest_notes(struct staith_access *access, unsigned most,
                               int (*fn)(void *ctx, const struct staith_access_entry *entry),
                               void *ctx, struct staith_err *err);

/** How far the log goes: what somebody keeps elsewhere to see later that nothing was cut off. */
struct staith_access_head {
    uint64_t count;
    char chain[STAITH_ACCESS_CHAIN_BYTES]; /**< of the last entry, in hex digits */
};
int staith_access_head(struct staith_access *access, struct staith_access_head *ret_head,
                       struct staith_err *err);
/** Compute the chain anew. *ret_head: up to where it fits. `known` (NULL: none): a head of earlier
 *  that it must have been at. STAITH_ERR_VERIFY: an entry is not what was written, the newest ones
 *  are missing, or `known` is of another log. */
int staith_access_notes_verify(struct staith_access *access, const struct staith_access_head *known,
                               struct staith_access_head *ret_head, struct staith_err *err);

#endif
