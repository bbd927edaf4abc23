/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_DB_H
#define STAITH_AGGREGATOR_STORE_DB_H
/*
 * What the files of the store share: the handle, its prepared statements, and errors in our words.
 * Included by aggregator/store only.
 */
#include "aggregator/store/store.h"
#include "base/err.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/** Every statement the store runs, prepared at first use. The texts are in statements.c. */
enum staith_store_statement {
    STAITH_SQL_BEGIN_WRITE,
    STAITH_SQL_BEGIN_READ,
    STAITH_SQL_COMMIT,
    STAITH_SQL_ROLLBACK,
    STAITH_SQL_SAVE,
    STAITH_SQL_RELEASE,
    STAITH_SQL_UNDO,
    STAITH_SQL_CURSOR,
    STAITH_SQL_CURSOR_NEW,
    STAITH_SQL_CURSOR_MOVE,
    STAITH_SQL_RECORD_HASH,
    STAITH_SQL_RECORD_BYTES,
    STAITH_SQL_EPOCH_CURRENT,
    STAITH_SQL_EPOCH_ACCEPT,
    STAITH_SQL_RECORD_PUT,
    STAITH_SQL_CATALOGUE_PUT,
    STAITH_SQL_MEASURE_PUT,
    STAITH_SQL_INDICATOR_PUT,
    STAITH_SQL_CATALOGUE_GET,
    STAITH_SQL_CATALOGUE_NEWEST,
    STAITH_SQL_SHOWN_WANTED,
    STAITH_SQL_SHOWN_THEN,
    STAITH_SQL_NATIONALS_THEN,
    STAITH_SQL_SHOWN_CLEAR,
    STAITH_SQL_SHOWN_SET,
    STAITH_SQL_RELEASE_PUT,
    STAITH_SQL_RELEASE_FIND,
    STAITH_SQL_RELEASE_JUDGE,
    STAITH_SQL_EMBARGO_GET,
    STAITH_SQL_EMBARGO_DUE,
    STAITH_SQL_EMBARGO_END,
    STAITH_SQL_EMBARGO_NEXT,
    STAITH_SQL_NOTICE_PUT,
    STAITH_SQL_VERDICT_PUT,
    STAITH_SQL_CATALOGUE_FIND,
    STAITH_SQL_CATALOGUE_DEMOTE,
    STAITH_SQL_CATALOGUE_JUDGE,
    STAITH_SQL_CATALOGUE_PERIODS,
    STAITH_SQL_REGION_EPOCH,
    STAITH_SQL_REGION_EPOCH_PUT,
    STAITH_SQL_WORD_LAST,
    STAITH_SQL_WORD_PUT,
    STAITH_SQL_WORDS,
    STAITH_SQL_TOLD_GET,
    STAITH_SQL_TOLD_PUT,
    STAITH_SQL_LIST_RELEASES,
    STAITH_SQL_LIST_CATALOGUES,
    STAITH_SQL_LIST_QUARANTINE,
    STAITH_SQL_QUARANTINE_PUT,
    STAITH_SQL_QUARANTINE_TRIM,
    STAITH_SQL_SHOWN,
    STAITH_SQL_SHOWN_OWN,
    STAITH_SQL_ARRIVALS,
    STAITH_SQL_DATASETS,
    STAITH_SQL_NATIONAL_NEWEST,
    STAITH_SQL_NATIONAL_BEGIN,
    STAITH_SQL_NATIONAL_PUT,
    STAITH_SQL_NATIONALS,
    STAITH_SQL_HANDOUT_GET,
    STAITH_SQL_HANDOUT_PUT,
    STAITH_SQL_DATA_VERSION,
    STAITH_SQL_COUNT
};

enum {
    STAITH_STORE_SIGNATURE_BYTES = 64,         /**< Ed25519 */
    STAITH_STORE_QUARANTINE_PER_COUNCIL = 256, /**< the oldest go first */
    STAITH_STORE_BUSY_MS = 5000                /**< wait for another writer */
};

struct staith_sql;
struct staith_sql_driver;

/** Where a council's numbering stands in an epoch. */
struct staith_store_cursor {
    uint64_t epoch;
    int64_t id; /**< of its row, 0: none yet */
    uint64_t number;
    uint8_t hash[STAITH_HASH_BYTES];
};

enum { STAITH_STORE_KNOWN = 256 /**< councils of which a transaction remembers what it read */ };

/** What the open transaction of a writer has read of a council, or written. */
struct staith_store_known {
    char authority[16];
    uint64_t turn; /**< of the transaction: in another nothing of this is known */
    bool has_epoch;
    uint64_t epoch; /**< that it sends in */
    bool has_cursor;
    struct staith_store_cursor cursor;
    bool has_word; /**< the last record of the region's for it */
    uint64_t word;
    uint8_t word_hash[STAITH_HASH_BYTES];
};

struct staith_store {
    const struct staith_sql_driver *driver; /**< sql.h */
    void *db;                               /**< the driver's */
    char *where;                            /**< what the driver opens; heap */
    const struct staith_outside *outside;
    bool read_only;
    int64_t seen_version;  /**< of the file, when staith_store_touched was asked last */
    int64_t as_of_unix_ms; /**< read what was shown then; 0: now */
    char own[16];          /**< council whose figures under embargo are read too; "": none */
    struct staith_sql *statements[STAITH_SQL_COUNT];
    uint64_t turn; /**< counts transactions, and what was undone in them */
    struct staith_store_known known[STAITH_STORE_KNOWN];
};

/** Text of a statement. Static. */
const char *staith_store_sql(enum staith_store_statement which);
/** The schema's version of this program, and the step from version `from` to the next. Static. */
int64_t staith_store_schema_version(void);
const char *staith_store_schema_step(int64_t from);
/** 0, or STAITH_ERR_VERSION: a store of this version is newer than this program, or, to read alone,
 *  older. */
int staith_store_version_fits(int64_t version, bool read_only, const char *where,
                              struct staith_err *err);
/** Bring the schema of `db` to this version. 0, STAITH_ERR_VERSION for a newer or foreign file. */
int staith_store_migrate(sqlite3 *db, bool read_only, const char *path, struct staith_err *err);
/** Make sure that all that the file and its log show is on the disk, whatever failed before; of a
 *  writer, after migrating. STAITH_ERR_AGAIN: a reader is in the way; STAITH_ERR_IO. */
int staith_store_resync(sqlite3 *db, const char *path, struct staith_err *err);

/** Our code for the driver's last error, and the error in words; `doing`: "storing a release". */
int staith_store_fail(struct staith_store *store, const char *doing, struct staith_err *err);
/** A statement ready to be bound (store's; give it back to staith_store_done). */
int staith_store_prepare(struct staith_store *store, enum staith_store_statement which,
                         struct staith_sql **ret_statement, struct staith_err *err);
/** Reset a statement and drop what was bound to it. */
void staith_store_done(struct staith_sql *statement);
/** Run a statement that gives no rows. `bound`: the or-ed results of binding. */
int staith_store_run(struct staith_store *store, struct staith_sql *statement, int bound,
                     const char *doing, struct staith_err *err);
/** The same for a statement without parameters. */
int staith_store_exec(struct staith_store *store, enum staith_store_statement which,
                      const char *doing, struct staith_err *err);
/** 0 inside a write transaction, else STAITH_ERR_STATE. */
int staith_store_writing(struct staith_store *store, struct staith_err *err);

/** Give a release whose record is stored as `record_id` its row, and its place among the vintages.
 */
int staith_store_release_row(struct staith_store *store, const struct staith_store_record *record,
                             int64_t epoch_id, int64_t record_id,
                             const struct staith_release *release,
                             enum staith_store_standing standing, struct staith_err *err);

/** A council, dataset and period: of it at most one release is shown. */
struct staith_store_slot {
    char authority[16];
    char dataset[64];
    struct staith_period period;
};
/** Bind a slot as parameters 1 to 5. */
int staith_store_bind_slot(struct staith_sql *statement, const struct staith_store_slot *slot);
/** A slot in columns 0 to 4. */
void staith_store_column_slot(struct staith_sql *statement, struct staith_store_slot *ret_slot);
/** Decide anew what is shown of a slot. */
int staith_store_settle(struct staith_store *store, const struct staith_store_slot *slot,
                        struct staith_err *err);
/** Give a catalogue its state; one that leads takes the place of the one that led. */
int staith_store_set_catalogue(struct staith_store *store, int64_t catalogue_id,
                               enum staith_store_catalogue_state state, struct staith_err *err);
/** What the open transaction knows of a council; NULL: there is none, ask the database. */
struct staith_store_known *staith_store_known(struct staith_store *store, const char *authority);
/** Another transaction, or some of this one was undone: nothing is known any more. */
void staith_store_forget(struct staith_store *store);
int staith_store_read_cursor(struct staith_store *store, const char *authority, uint64_t epoch,
                             struct staith_store_cursor *ret_cursor, struct staith_err *err);
/** What the cursor of a council was moved to. */
void staith_store_keep_cursor(struct staith_store *store, const char *authority,
                              const struct staith_store_cursor *cursor);

/** One release of what is shown, read out of its record. Cells live until the call returns. */
struct staith_store_shown {
    char authority[16];
    struct staith_period period;
    bool withdrawn; /**< and that alone is shown */
    uint64_t number;
    int64_t received_unix_ms;
    uint32_t cell_count;
    const struct staith_release_cell *cells; /**< equal codes are one string */
    const uint8_t *certificate_hash;         /**< STAITH_HASH_BYTES; NULL: it has none */
};
/** Call `fn` for every release of a dataset that is shown, by period and authority; `which` is one
 *  of the statements STAITH_SQL_SHOWN, _THEN and _OWN. Stops when it returns non-zero and returns
 *  that. STAITH_ERR_IO names a record that is not as it was signed, or cannot be read. */
int staith_store_each_shown(struct staith_store *store, enum staith_store_statement which,
                            const char *dataset,
                            int (*fn)(void *ctx, const struct staith_store_shown *shown), void *ctx,
                            struct staith_err *err);
/** What is shown of one of its cells: the cell's value and reason (or NULL), or that it was
 *  withdrawn. */
void staith_store_shown_value(const struct staith_store_shown *shown,
                              const struct staith_release_cell *cell,
                              struct staith_value *ret_value, const char **ret_reason);

/** Store a record as the next of its epoch. */
int staith_store_put_record(struct staith_store *store, const struct staith_store_record *record,
                            bool refused, int64_t *ret_epoch_id, int64_t *ret_record_id,
                            struct staith_err *err);
/** A savepoint inside the group's transaction, and its end by what became of the put. */
int staith_store_save(struct staith_store *store, struct staith_err *err);
int staith_store_keep_or_undo(struct staith_store *store, int code, struct staith_err *err);

/** Bind text that outlives the run of the statement; NULL binds NULL. */
int staith_store_bind_text(struct staith_sql *statement, int at, const char *text);
int staith_store_bind_blob(struct staith_sql *statement, int at, const void *bytes, size_t len);
int staith_store_bind_int(struct staith_sql *statement, int at, int64_t value);
/** Copy a column's text, cut to `cap` - 1 bytes; "" for NULL. */
void staith_store_column_text(struct staith_sql *statement, int at, char *out, size_t cap);
/** A column's 32-byte hash, or STAITH_ERR_IO when the file holds something else there. */
int staith_store_column_hash(struct staith_sql *statement, int at,
                             uint8_t ret_hash[STAITH_HASH_BYTES]);

#endif
