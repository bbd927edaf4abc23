/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_STORE_H
#define STAITH_AGGREGATOR_STORE_STORE_H
/*
 * The region's store: SQLite, WAL, synchronous FULL, migrations by PRAGMA user_version. Holds every
 * record as it arrived (bytes, hash, signature), the cursor of each council and epoch, which
 * release is shown of each period, catalogues, national figures, and the quarantine. Figures are
 * read out of the records.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/outside.h"
#include "disclosure/release.h"
#include "model/catalogue.h"
#include "model/handout.h"
#include "model/notice.h"
#include "model/period.h"
#include "model/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct staith_store;

/** Whether a place is the address of a database rather than a folder. */
bool staith_store_is_address(const char *where);
/** `where` is a folder that holds store.db, or the address of a PostgreSQL database
 *  (postgresql://...); made when missing unless `read_only`. A reader works beside a writer.
 *  `outside` outlives the store. STAITH_ERR_NOTFOUND: nothing to read there yet;
 *  STAITH_ERR_VERSION: the file is of a newer program. */
int staith_store_open(const char *where, bool read_only, const struct staith_outside *outside,
                      struct staith_store **ret_store, struct staith_err *err);
/** Open the file of a writer again, after a failure: what was not committed is gone, what is on the
 *  disk counts. On an error the store stays as it is, and this may be tried again. */
int staith_store_reopen(struct staith_store *store, struct staith_err *err);
/** NULL is allowed. */
void staith_store_close(struct staith_store *store);
/** From now on read headlines and national figures as they were shown at a time; 0: as now. Which
 *  definitions lead is always as now. */
void staith_store_set_as_of(struct staith_store *store, int64_t unix_ms);

/** From now on read headlines and cells as a council sees them: of its own those under embargo,
 * too. NULL: as everybody does. Not together with a time. */
void staith_store_set_own(struct staith_store *store, const char *authority);

/* ---- ingest: everything between begin and commit is one durable transaction ---- */

int staith_store_begin(struct staith_store *store, struct staith_err *err);
int staith_store_commit(struct staith_store *store, struct staith_err *err);
void staith_store_rollback(struct staith_store *store);

/** Last number stored for a council and epoch and its hash; 0 and zeros where there is none. */
int staith_store_cursor(struct staith_store *store, const char *authority, uint64_t epoch,
                        uint64_t *ret_number, uint8_t ret_hash[STAITH_HASH_BYTES],
                        struct staith_err *err);
/** Hash of a stored record, or STAITH_ERR_NOTFOUND. */
int staith_store_record_hash(struct staith_store *store, const char *authority, uint64_t epoch,
                             uint64_t number, uint8_t ret_hash[STAITH_HASH_BYTES]);
/** The epoch that a council sends in: the one that was accepted last, else the one whose first
 *  record came last, else STAITH_ERR_NOTFOUND. */
int staith_store_epoch(struct staith_store *store, const char *authority, uint64_t *ret_epoch);
/** From now on the council sends in `epoch`. Within a transaction. */
int staith_store_accept_epoch(struct staith_store *store, const char *authority, uint64_t epoch,
                              struct staith_err *err);

/** A record as it arrived. Pointers are the caller's. */
struct staith_store_record {
    const char *authority;
    uint64_t epoch;
    uint64_t number;
    uint32_t kind; /**< enum staith_record_kind of codec */
    const uint8_t *previous;
    const uint8_t *hash;
    const uint8_t *signature;
    const uint8_t *payload;
    size_t payload_len;
};
/* Each put changes nothing when it fails (the transaction goes on), but STAITH_ERR_IO may have
 * ended the transaction: commit says so. Records of an epoch are stored in order without a gap:
 * STAITH_ERR_EXISTS for a number stored already, STAITH_ERR_STATE for one too far. */
/** What the region made of a release. Nothing but what is accepted is shown. */
enum staith_store_standing {
    STAITH_STORE_WAITS = 0, /**< for an officer of the region */
    STAITH_STORE_ACCEPTED = 1,
    STAITH_STORE_SENT_BACK = 2
};
/** What the region made of a catalogue. No release under one that waits or was refused is shown. */
enum staith_store_catalogue_state {
    STAITH_STORE_CATALOGUE_WAITS = 0,
    STAITH_STORE_CATALOGUE_ACCEPTED = 1, /**< releases under it are shown */
    STAITH_STORE_CATALOGUE_LEADS = 2,    /**< and its definitions are the region's; one a dataset */
    STAITH_STORE_CATALOGUE_REFUSED = 3
};
/** Store a catalogue record: its bytes and its definitions. `catalogue_hash`: of the payload.
 *  `state` counts when the hash is new; the one that led before is accepted still. */
int staith_store_put_catalogue(struct staith_store *store, const struct staith_store_record *record,
                               const uint8_t catalogue_hash[STAITH_HASH_BYTES],
                               const struct staith_catalogue *catalogue,
                               enum staith_store_catalogue_state state, struct staith_err *err);
/** Store a release record, whose payload is `release` as it came packed. `standing`: WAITS or
 * ACCEPTED. It is shown when it is accepted, its catalogue is, and the time that the council's last
 * embargo of the dataset and period names has come; of several the one of the epoch that was seen
 * last with the highest number. A release is a whole statement: what it no longer holds is not
 * shown any more. */
int staith_store_put_release(struct staith_store *store, const struct staith_store_record *record,
                             const struct staith_release *release,
                             enum staith_store_standing standing, struct staith_err *err);
/** Store a notice. A withdrawal ends the showing of all releases of its dataset and period that
 *  came before it; an embargo counts for those that come after. */
int staith_store_put_notice(struct staith_store *store, const struct staith_store_record *record,
                            const struct staith_notice *notice, struct staith_err *err);
/** Keep a record that was refused (the last 256 of a council), and move the cursor past it when
 *  `advance`. */
int staith_store_quarantine(struct staith_store *store, const struct staith_store_record *record,
                            const char *reason, const char *detail, bool advance,
                            struct staith_err *err);
/** The bytes of the catalogue with this hash (heap, the caller's), or STAITH_ERR_NOTFOUND. */
int staith_store_catalogue(struct staith_store *store,
                           const uint8_t catalogue_hash[STAITH_HASH_BYTES], uint8_t **ret_bytes,
                           size_t *ret_len);
/** The bytes of a record that was taken (heap, the caller's), as it came; or STAITH_ERR_NOTFOUND.
 */
int staith_store_record_bytes(struct staith_store *store, const char *authority, uint64_t epoch,
                              uint64_t number, uint8_t **ret_bytes, size_t *ret_len);
/** The bytes of the catalogue of a dataset that leads, or NOTFOUND: whose definitions the region
 *  compares by. */
int staith_store_newest_catalogue(struct staith_store *store, const char *dataset,
                                  uint8_t **ret_bytes, size_t *ret_len);

/* ---- what the region says of what came: within a transaction ---- */

/** Who says it, and why. Strings are the caller's. */
struct staith_store_word {
    const char *officer; /**< or "automatic" */
    const char *role;    /**< of the officer, or "" */
    const char *reason;
};
/** What a release is of, for the word to its council. */
struct staith_store_judged {
    uint64_t epoch;
    char dataset[64];
    struct staith_period period;
};
/** Accept release `number` of the epoch that a council sends in, or send it back; what is said is
 *  kept, also of a release that was judged before. `ret_judged`: what it is of.
 * STAITH_ERR_NOTFOUND: there is no such release; STAITH_ERR_STATE: it has this standing already. */
int staith_store_judge(struct staith_store *store, const char *authority, uint64_t number,
                       enum staith_store_standing standing, const struct staith_store_word *word,
                       struct staith_store_judged *ret_judged, struct staith_err *err);
/** Accept (LEADS) or refuse (REFUSED) a catalogue; its releases are shown, or not any more, from
 *  then on. STAITH_ERR_NOTFOUND; STAITH_ERR_STATE: it is that already, or it leads and cannot be
 *  refused before another leads. */
int staith_store_judge_catalogue(struct staith_store *store,
                                 const uint8_t catalogue_hash[STAITH_HASH_BYTES],
                                 enum staith_store_catalogue_state state,
                                 const struct staith_store_word *word, struct staith_err *err);
/** Show what was under embargo until now. *ret_next_unix_ms: when the next embargo ends, 0: there
 *  is none. */
int staith_store_show_due(struct staith_store *store, int64_t now_unix_ms,
                          int64_t *ret_next_unix_ms, struct staith_err *err);

/* ---- the region's own records: for each council a chain of its own ---- */

/** The epoch of the region's records: 64 random bits made when it is first asked for within a
 *  transaction. */
int staith_store_region_epoch(struct staith_store *store, uint64_t *ret_epoch,
                              struct staith_err *err);
/** Last record for a council and its hash; 0 and zeros where there is none. */
int staith_store_word_last(struct staith_store *store, const char *authority, uint64_t *ret_number,
                           uint8_t ret_hash[STAITH_HASH_BYTES], struct staith_err *err);
/** Store the next one. Within a transaction; the number follows the last. STAITH_ERR_STATE. */
int staith_store_put_word(struct staith_store *store, const struct staith_store_record *record,
                          struct staith_err *err);
/** Whether a council was told a comparison of a dataset (or was given a handout, under its name
 *  behind a colon) with this hash last; when not, that it is
 *  from now on. Within a transaction. */
int staith_store_told(struct staith_store *store, const char *authority, const char *dataset,
                      const uint8_t hash[STAITH_HASH_BYTES], bool *ret_same,
                      struct staith_err *err);
/** Call `fn` for at most `limit` records for a council after number `after`, in order; stops when
 *  it returns non-zero and returns that. Pointers live until it returns. */
int staith_store_words(struct staith_store *store, const char *authority, uint64_t after,
                       uint32_t limit,
                       int (*fn)(void *ctx, const struct staith_store_record *record), void *ctx,
                       struct staith_err *err);

/* ---- reading ---- */

/** Call `fn` with the code of every dataset that has a catalogue to show it by, in order; stops
 * when it returns non-zero and returns that. */
int staith_store_datasets(struct staith_store *store, int (*fn)(void *ctx, const char *dataset),
                          void *ctx, struct staith_err *err);

/** One release as the region's officers see it. */
struct staith_store_listed {
    char authority[16];
    uint64_t number;
    char dataset[64];
    struct staith_period period;
    int64_t received_unix_ms;
    enum staith_store_standing standing;
    int64_t judged_unix_ms;
    int64_t show_from_unix_ms; /**< 0: no embargo */
    bool embargoed;            /**< the embargo has not ended */
    bool shown;                /**< its figures are what is shown of its period */
    bool withdrawn;            /**< by the council, after it came */
    bool catalogue_waits;      /**< or was refused */
    bool earlier_epoch;        /**< of a ledger that was replaced */
    char officer[128];         /**< who judged it last; "" nobody did */
    char reason[256];          /**< the officer's */
    char council_reason[256];  /**< of the withdrawal, or of the revision that is announced */
    bool revision;             /**< a revision of it is announced */
};
/** Call `fn` for every release, oldest first; stops when it returns non-zero and returns that. */
int staith_store_list_releases(struct staith_store *store,
                               int (*fn)(void *ctx, const struct staith_store_listed *listed),
                               void *ctx, struct staith_err *err);
/** One record that was refused for good, as the region's operators see it. */
struct staith_store_quarantined {
    char authority[16];
    uint64_t epoch;
    uint64_t number;
    uint32_t kind;
    uint64_t bytes;
    char reason[128];
    char detail[256];
    int64_t received_unix_ms;
};
/** Call `fn` for all that are kept, oldest first; stops when it returns non-zero and returns that.
 */
int staith_store_list_quarantine(struct staith_store *store,
                                 int (*fn)(void *ctx, const struct staith_store_quarantined *one),
                                 void *ctx, struct staith_err *err);
/** One catalogue as the region's officers see it. */
struct staith_store_listed_catalogue {
    uint8_t hash[STAITH_HASH_BYTES];
    char dataset[64];
    char plugin[64];
    char plugin_version[64];
    char authority[16]; /**< who sent it first */
    int64_t received_unix_ms;
    enum staith_store_catalogue_state state;
    uint64_t releases; /**< under it */
    char officer[128];
    char reason[256];
};
int staith_store_list_catalogues(struct staith_store *store,
                                 int (*fn)(void *ctx,
                                           const struct staith_store_listed_catalogue *listed),
                                 void *ctx, struct staith_err *err);

/** One headline figure (no dimensions) of the newest vintage. */
struct staith_store_figure {
    char authority[16];
    struct staith_period period;
    char measure[64];
    struct staith_value value;
    char reason[64];
    uint64_t number; /**< record it came in */
    int64_t received_unix_ms;
};
/** Call `fn` for every headline figure of a dataset that is shown, ordered by period, authority,
 *  measure. Of what was withdrawn each measure has the status UNAVAILABLE and the reason
 *  "withdrawn". Stops when it returns non-zero and returns that. For one picture over several
 * readings put them between begin and rollback (of a store opened `read_only`, too). */
int staith_store_headlines(struct staith_store *store, const char *dataset,
                           int (*fn)(void *ctx, const struct staith_store_figure *figure),
                           void *ctx, struct staith_err *err);

/** How a certificate is named: the first hex digits of its hash, and a NUL. */
enum { STAITH_STORE_CERTIFICATE_BYTES = 17 };
/** One cell of a table of what is shown. Codes live until the call returns; those of the cells of
 *  one release are one string where they are equal. */
struct staith_store_cell {
    const char *authority;
    struct staith_period period;
    const char *table;
    const char *measure;
    uint32_t dimension_count;  /**< 0..4 */
    const char *dimensions[4]; /**< as the table has them */
    const char *categories[4]; /**< NULL: the total */
    struct staith_value value; /**< with the interval that the release gives it */
    const char *reason;        /**< or NULL */
    uint32_t base;           /**< its rule, as the release has it (disclosure/release.h); 0: none */
    uint32_t reach;          /**< of that rule */
    const char *certificate; /**< of a cell with a rule: which audit it passed; NULL elsewhere */
};
/** Call `fn` for every cell of a dataset that is shown now, of every table, ordered by period,
 *  authority and as they stood in the release; of what was withdrawn as with headlines. Stops when
 *  it returns non-zero and returns that. */
int staith_store_cells(struct staith_store *store, const char *dataset,
                       int (*fn)(void *ctx, const struct staith_store_cell *cell), void *ctx,
                       struct staith_err *err);

/** One figure of the national file, as published (rounded). */
struct staith_store_national {
    char period[16]; /**< "2025" */
    char area[16];   /**< DfE code; "ENG"; region code E12000001 */
    char area_name[64];
    char level[16]; /**< "authority", "region", "country"; "subregion": Inner or Outer London */
    char item[64];  /**< our code of a measure or an indicator */
    enum staith_status status;
    int64_t value; /**< scaled by 10^decimals */
    uint32_t decimals;
    char source[128]; /**< file and licence; on writing, that of the vintage counts */
    char joint[32];   /**< codes that made one return together ("314 / 318"): the figure stands
                           under each of them and counts once; "" elsewhere */
};
/** Begin a new national vintage within a transaction; figures then go to it. STAITH_ERR_EXISTS
 *  when the newest vintage came from the same bytes. */
int staith_store_national_begin(struct staith_store *store, const char *source,
                                const uint8_t source_hash[STAITH_HASH_BYTES], uint64_t *ret_vintage,
                                struct staith_err *err);
int staith_store_national_put(struct staith_store *store, uint64_t vintage,
                              const struct staith_store_national *figure, struct staith_err *err);
/** Newest vintage of every figure. */
int staith_store_nationals(struct staith_store *store,
                           int (*fn)(void *ctx, const struct staith_store_national *figure),
                           void *ctx, struct staith_err *err);

/* ---- what is handed to councils ---- */

/** Store a packed handout, whole, as the newest of its name; within a transaction.
 *  `source_hash`: of the file that it was read from. STAITH_ERR_EXISTS: the newest came from the
 *  same bytes. */
int staith_store_put_handout(struct staith_store *store, const char *name, const uint8_t *bytes,
                             size_t len, const uint8_t source_hash[STAITH_HASH_BYTES],
                             struct staith_err *err);
/** The newest of a name as it was stored (heap, the caller's), or STAITH_ERR_NOTFOUND. */
int staith_store_handout(struct staith_store *store, const char *name, uint8_t **ret_bytes,
                         size_t *ret_len, struct staith_err *err);
/** The country's and the region's figures in all periods, texts in `arena`, without a time.
 *  STAITH_ERR_NOTFOUND: none were imported. */
int staith_store_national_handout(struct staith_store *store, const char *region_code,
                                  struct staith_arena *arena, struct staith_handout *ret_handout,
                                  struct staith_err *err);
/** Whether another process wrote to the store since this was asked last; true the first time.
 *  Outside a transaction. */
int staith_store_touched(struct staith_store *store, bool *ret_touched, struct staith_err *err);

/** What has arrived from a council, for status. */
struct staith_store_arrival {
    char authority[16];
    uint64_t epoch;
    uint64_t records;
    uint64_t releases;
    uint64_t quarantined;
    char newest_period[16];
    int64_t newest_unix_ms; /**< 0: nothing yet */
};
int staith_store_arrivals(struct staith_store *store,
                          int (*fn)(void *ctx, const struct staith_store_arrival *arrival),
                          void *ctx, struct staith_err *err);

#endif
