/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Appending: the catalogue where it is new, the release or notice and its note in one durable
 * transaction. The ledger's own idea of its end moves only after the commit, so a failed append
 * leaves no gap (L2).
 */
#include "ledger/internal.h"

#include <string.h>

/* The end of the chain while a transaction is under way. */
struct chain_end {
    uint64_t last;
    uint8_t hash[STAITH_HASH_BYTES];
};

static int put_record(struct staith_ledger *ledger, struct chain_end *end,
                      enum staith_record_kind kind, const struct staith_buf *payload, int64_t now,
                      struct staith_err *err)
{
    struct staith_record record = {.epoch = ledger->epoch,
                                   .number = end->last + 1,
                                   .kind = kind,
                                   .payload = payload->data,
                                   .payload_len = payload->len};
    memcpy(record.authority, ledger->authority, sizeof(record.authority));
    memcpy(record.previous, end->hash, sizeof(record.previous));
    int rc = staith_record_sign(&record, ledger->secret);
    if (rc != 0) {
        return staith_err_set(err, rc, "the record could not be signed");
    }
    sqlite3_stmt *put = staith_ledger_db_prepare(
        ledger->db, "INSERT INTO record VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)record.number);
    (void)sqlite3_bind_int(put, 2, (int)kind);
    (void)sqlite3_bind_blob(put, 3, record.previous, (int)sizeof(record.previous), SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 4, record.hash, (int)sizeof(record.hash), SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 5, record.signature, (int)sizeof(record.signature), SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 6, payload->data, (int)payload->len, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 7, now);
    rc = staith_ledger_db_done(ledger->db, put, "appending to the ledger", err);
    if (rc == 0) {
        end->last = record.number;
        memcpy(end->hash, record.hash, sizeof(end->hash));
    }
    return rc;
}

static int put_catalogue(struct staith_ledger *ledger, struct chain_end *end,
                         const struct staith_buf *packed, const uint8_t *hash, int64_t now,
                         struct staith_err *err)
{
    int64_t known = 0;
    sqlite3_stmt *find =
        staith_ledger_db_prepare(ledger->db, "SELECT number FROM catalogue WHERE hash = ?1");
    (void)sqlite3_bind_blob(find, 1, hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    int rc = staith_ledger_db_number(ledger->db, find, "reading the ledger", &known, err);
    if (rc != STAITH_ERR_NOTFOUND) {
        return rc;
    }
    rc = put_record(ledger, end, STAITH_RECORD_CATALOGUE, packed, now, err);
    if (rc != 0) {
        return rc;
    }
    sqlite3_stmt *put =
        staith_ledger_db_prepare(ledger->db, "INSERT INTO catalogue VALUES(?1, ?2)");
    (void)sqlite3_bind_blob(put, 1, hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 2, (sqlite3_int64)end->last);
    return staith_ledger_db_done(ledger->db, put, "appending to the ledger", err);
}

/* What is appended: a release with its catalogue, or a notice alone. */
struct appended {
    const struct staith_buf *packed_catalogue; /* NULL: none goes ahead of it */
    const uint8_t *catalogue_hash;
    enum staith_record_kind kind;
    const struct staith_buf *packed;
    const char *dataset;
    const struct staith_period *period;
    const struct staith_ledger_note *note;
};

static int put_note(struct staith_ledger *ledger, uint64_t number, const struct appended *what,
                    struct staith_err *err)
{
    const struct staith_ledger_note *note = what->note;
    char period[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(what->period, period);
    sqlite3_stmt *put = staith_ledger_db_prepare(
        ledger->db, "INSERT INTO note VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                    "?13, ?14)");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)number);
    (void)sqlite3_bind_text(put, 2, what->dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(put, 3, period, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(put, 4, note->source_name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 5, note->source_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 6, (sqlite3_int64)note->source_bytes);
    (void)sqlite3_bind_int64(put, 7, (sqlite3_int64)note->observed);
    (void)sqlite3_bind_int64(put, 8, note->cells_tallied);
    (void)sqlite3_bind_int64(put, 9, note->cells_released);
    (void)sqlite3_bind_int64(put, 10, note->cells_withheld);
    (void)sqlite3_bind_int64(put, 11, note->errors);
    (void)sqlite3_bind_int64(put, 12, note->queries);
    (void)sqlite3_bind_text(put, 13, note->approved_by, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(put, 14, note->decision_json, -1, SQLITE_STATIC);
    return staith_ledger_db_done(ledger->db, put, "appending to the ledger", err);
}

/* All in one transaction; `end` is the new end of the chain. */
static int put_all(struct staith_ledger *ledger, struct chain_end *end, const struct appended *what,
                   struct staith_err *err)
{
    int64_t now = ledger->outside->unix_ms(ledger->outside->ctx);
    if (sqlite3_exec(ledger->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        return staith_ledger_db_fail(ledger->db, "appending to the ledger", err);
    }
    int rc = 0;
    if (what->packed_catalogue != NULL) {
        rc = put_catalogue(ledger, end, what->packed_catalogue, what->catalogue_hash, now, err);
    }
    if (rc == 0) {
        rc = put_record(ledger, end, what->kind, what->packed, now, err);
    }
    if (rc == 0) {
        rc = put_note(ledger, end->last, what, err);
    }
    if (rc == 0 && sqlite3_exec(ledger->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(ledger->db, "committing to the ledger", err);
    }
    if (rc != 0) {
        ledger->doubted = true;
        (void)sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return rc;
}

/* Put it at the end of the chain, and move the end there once it is on disk. */
static int append(struct staith_ledger *ledger, const struct appended *what, uint64_t *ret_number,
                  struct staith_err *err)
{
    struct chain_end end = {.last = ledger->last};
    memcpy(end.hash, ledger->last_hash, sizeof(end.hash));
    int rc = put_all(ledger, &end, what, err);
    if (rc == 0) {
        ledger->last = end.last;
        memcpy(ledger->last_hash, end.hash, sizeof(ledger->last_hash));
        *ret_number = end.last;
    }
    return rc;
}

static int check_append(struct staith_ledger *ledger, const char *authority, struct staith_err *err)
{
    if (ledger->lock < 0) {
        return staith_err_set(err, STAITH_ERR_STATE, "the ledger was opened for reading");
    }
    if (strcmp(authority, ledger->authority) != 0) {
        return staith_err_set(err, STAITH_ERR_INVAL, "what is appended is of another council");
    }
    if (ledger->doubted) {
        int rc = staith_ledger_look_again(ledger, err);
        if (rc != 0) {
            return rc;
        }
        ledger->doubted = false;
    }
    return 0;
}

int staith_ledger_append(struct staith_ledger *ledger, const struct staith_release *release,
                         const struct staith_catalogue *catalogue,
                         const struct staith_ledger_note *note, uint64_t *ret_number,
                         struct staith_err *err)
{
    int rc = check_append(ledger, staith_release_authority(release), err);
    if (rc != 0) {
        return rc;
    }
    struct staith_buf packed;
    struct staith_buf packed_catalogue;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    staith_buf_init(&packed_catalogue, STAITH_CODEC_MAX_BYTES);
    rc = staith_codec_pack_catalogue(catalogue, &packed_catalogue);
    if (rc == 0) {
        rc = staith_codec_pack_release(release, &packed);
    }
    uint8_t hash[STAITH_HASH_BYTES] = {0};
    if (rc != 0) {
        (void)staith_err_set(err, rc, "release or catalogue cannot be packed: %s",
                             staith_err_words(rc));
        goto out;
    }
    staith_codec_hash(packed_catalogue.data, packed_catalogue.len, hash);
    if (memcmp(hash, staith_release_catalogue_hash(release), sizeof(hash)) != 0) {
        rc = staith_err_set(err, STAITH_ERR_INVAL, "the release names another catalogue");
        goto out;
    }
    const struct appended what = {
        .packed_catalogue = &packed_catalogue,
        .catalogue_hash = hash,
        .kind = STAITH_RECORD_RELEASE,
        .packed = &packed,
        .dataset = staith_release_dataset(release),
        .period = staith_release_period(release),
        .note = note,
    };
    rc = append(ledger, &what, ret_number, err);
out:
    staith_buf_deinit(&packed);
    staith_buf_deinit(&packed_catalogue);
    return rc;
}

int staith_ledger_append_notice(struct staith_ledger *ledger, const struct staith_notice *notice,
                                const struct staith_ledger_note *note, uint64_t *ret_number,
                                struct staith_err *err)
{
    int rc = check_append(ledger, notice->authority, err);
    if (rc != 0) {
        return rc;
    }
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    rc = staith_codec_pack_notice(notice, &packed);
    if (rc != 0) {
        (void)staith_err_set(err, rc, "the notice cannot be packed: %s", staith_err_words(rc));
    } else {
        const struct appended what = {
            .kind = STAITH_RECORD_NOTICE,
            .packed = &packed,
            .dataset = notice->dataset,
            .period = &notice->period,
            .note = note,
        };
        rc = append(ledger, &what, ret_number, err);
    }
    staith_buf_deinit(&packed);
    return rc;
}
