/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is shown. Of a council, dataset and period it is decided anew whenever something comes in or
 * is said about it, from all that is stored: there is no other way for a figure to be shown, and so
 * none to forget one of the reasons why it may not be.
 *
 * An embargo is a flag beside its time. It goes when the time has come and a writer looks; a region
 * whose daemon does not run shows too little, never too early.
 */
#include "aggregator/store/sql.h"

#include <string.h>

int staith_store_bind_slot(struct staith_sql *statement, const struct staith_store_slot *slot)
{
    return staith_store_bind_text(statement, 1, slot->authority) |
           staith_store_bind_text(statement, 2, slot->dataset) |
           staith_store_bind_int(statement, 3, slot->period.kind) |
           staith_store_bind_int(statement, 4, slot->period.year) |
           staith_store_bind_int(statement, 5, slot->period.part);
}

void staith_store_column_slot(struct staith_sql *statement, struct staith_store_slot *ret_slot)
{
    staith_store_column_text(statement, 0, ret_slot->authority, sizeof(ret_slot->authority));
    staith_store_column_text(statement, 1, ret_slot->dataset, sizeof(ret_slot->dataset));
    ret_slot->period.kind = (uint32_t)staith_sql_int(statement, 2);
    ret_slot->period.year = staith_sql_int(statement, 3);
    ret_slot->period.part = staith_sql_int(statement, 4);
}

/* Run a statement on one row by its id, with a number. */
static int change(struct staith_store *store, enum staith_store_statement which, int64_t id,
                  int64_t number, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, which, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_int(statement, 1, id);
    if (staith_sql_parameters(statement) > 1) {
        bound |= staith_store_bind_int(statement, 2, number);
    }
    return staith_store_run(store, statement, bound, "deciding what is shown", err);
}

static int wanted(struct staith_store *store, const struct staith_store_slot *slot,
                  int64_t *ret_record_id, int64_t *ret_newest, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_SHOWN_WANTED, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_slot(statement, slot);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result == STAITH_STEP_ROW) {
        *ret_record_id = staith_sql_int64(statement, 0);
        *ret_newest = staith_sql_int64(statement, 1);
    } else if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "deciding what is shown", err);
    }
    staith_store_done(statement);
    return code;
}

int staith_store_settle(struct staith_store *store, const struct staith_store_slot *slot,
                        struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int64_t record_id = 0;
    int64_t newest = 0;
    int code = wanted(store, slot, &record_id, &newest, err);
    if (code == 0) {
        code = staith_store_prepare(store, STAITH_SQL_SHOWN_CLEAR, &statement, err);
    }
    if (code == 0) {
        code = staith_store_run(store, statement, staith_store_bind_slot(statement, slot),
                                "deciding what is shown", err);
    }
    return code != 0 || record_id == 0
               ? code
               : change(store, STAITH_SQL_SHOWN_SET, record_id, newest, err);
}

/* ---- what is said ---- */

static int put_verdict(struct staith_store *store, int64_t record_id, int64_t catalogue_id,
                       int64_t standing, const struct staith_store_word *word,
                       struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_VERDICT_PUT, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_int(statement, 3, standing) |
                staith_store_bind_text(statement, 4, word->officer) |
                staith_store_bind_text(statement, 5, word->role) |
                staith_store_bind_text(statement, 6, word->reason) |
                staith_store_bind_int(statement, 7, store->outside->unix_ms(store->outside->ctx));
    /* the one that is not meant stays NULL */
    bound |= record_id != 0 ? staith_store_bind_int(statement, 1, record_id)
                            : staith_store_bind_int(statement, 2, catalogue_id);
    return staith_store_run(store, statement, bound, "keeping what was said", err);
}

/* A release by its council's number in the epoch that it sends in. */
static int find_release(struct staith_store *store, const char *authority, uint64_t number,
                        struct staith_store_slot *ret_slot, uint64_t *ret_epoch,
                        int64_t *ret_record_id, int64_t *ret_standing, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_epoch(store, authority, ret_epoch);
    if (code == STAITH_ERR_NOTFOUND) {
        return staith_err_set(err, code, "nothing has come from council %.15s", authority);
    }
    if (code == 0) {
        code = staith_store_prepare(store, STAITH_SQL_RELEASE_FIND, &statement, err);
    }
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, authority) |
                staith_store_bind_int(statement, 2, (int64_t)*ret_epoch) |
                staith_store_bind_int(statement, 3, (int64_t)number);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result == STAITH_STEP_ROW) {
        staith_store_column_slot(statement, ret_slot);
        *ret_record_id = staith_sql_int64(statement, 5);
        *ret_standing = staith_sql_int64(statement, 6);
    } else if (result == STAITH_STEP_DONE) {
        code = staith_err_set(err, STAITH_ERR_NOTFOUND, "council %.15s has no release %llu",
                              authority, (unsigned long long)number);
    } else {
        code = staith_store_fail(store, "looking for a release", err);
    }
    staith_store_done(statement);
    return code;
}

static int judge(struct staith_store *store, const struct staith_store_slot *slot,
                 int64_t record_id, enum staith_store_standing standing,
                 const struct staith_store_word *word, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = put_verdict(store, record_id, 0, (int64_t)standing, word, err);
    code =
        code != 0 ? code : staith_store_prepare(store, STAITH_SQL_RELEASE_JUDGE, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_int(statement, 1, record_id) |
                staith_store_bind_int(statement, 2, (int64_t)standing) |
                staith_store_bind_int(statement, 3, store->outside->unix_ms(store->outside->ctx));
    code = staith_store_run(store, statement, bound, "judging a release", err);
    return code != 0 ? code : staith_store_settle(store, slot, err);
}

int staith_store_judge(struct staith_store *store, const char *authority, uint64_t number,
                       enum staith_store_standing standing, const struct staith_store_word *word,
                       struct staith_store_judged *ret_judged, struct staith_err *err)
{
    struct staith_store_slot slot = {0};
    uint64_t epoch = 0;
    int64_t record_id = 0;
    int64_t was = 0;
    int code = staith_store_save(store, err);
    if (code != 0) {
        return code;
    }
    code = find_release(store, authority, number, &slot, &epoch, &record_id, &was, err);
    if (code == 0 && was == (int64_t)standing) {
        code = staith_err_set(err, STAITH_ERR_STATE, "release %llu of council %.15s is %s already",
                              (unsigned long long)number, authority,
                              standing == STAITH_STORE_ACCEPTED ? "accepted" : "sent back");
    }
    code = code != 0 ? code : judge(store, &slot, record_id, standing, word, err);
    if (code == 0) {
        *ret_judged = (struct staith_store_judged){.epoch = epoch, .period = slot.period};
        memcpy(ret_judged->dataset, slot.dataset, sizeof(ret_judged->dataset));
    }
    return staith_store_keep_or_undo(store, code, err);
}

/* ---- catalogues ---- */

int staith_store_set_catalogue(struct staith_store *store, int64_t catalogue_id,
                               enum staith_store_catalogue_state state, struct staith_err *err)
{
    int code = 0;
    if (state == STAITH_STORE_CATALOGUE_LEADS) {
        code = change(store, STAITH_SQL_CATALOGUE_DEMOTE, catalogue_id, 0, err);
    }
    return code != 0 ? code
                     : change(store, STAITH_SQL_CATALOGUE_JUDGE, catalogue_id, (int64_t)state, err);
}

static int find_catalogue(struct staith_store *store, const uint8_t hash[STAITH_HASH_BYTES],
                          int64_t *ret_id, int64_t *ret_state, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_CATALOGUE_FIND, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_blob(statement, 1, hash, STAITH_HASH_BYTES);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result == STAITH_STEP_ROW) {
        *ret_id = staith_sql_int64(statement, 0);
        *ret_state = staith_sql_int64(statement, 2);
    } else if (result == STAITH_STEP_DONE) {
        code = staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no such catalogue");
    } else {
        code = staith_store_fail(store, "looking for a catalogue", err);
    }
    staith_store_done(statement);
    return code;
}

/* Decide anew for each council and period that has a release under the catalogue. The rows are read
 * one by one, from the start again: settling changes the table that they come from. */
static int settle_catalogue(struct staith_store *store, int64_t catalogue_id,
                            struct staith_err *err)
{
    for (int64_t passed = 0;; passed++) {
        struct staith_store_slot slot;
        struct staith_sql *statement = NULL;
        int code = staith_store_prepare(store, STAITH_SQL_CATALOGUE_PERIODS, &statement, err);
        if (code != 0) {
            return code;
        }
        int result = staith_store_bind_int(statement, 1, catalogue_id) |
                     staith_store_bind_int(statement, 2, passed);
        result = result == STAITH_STEP_OK ? staith_sql_step(statement) : result;
        if (result == STAITH_STEP_ROW) {
            staith_store_column_slot(statement, &slot);
        }
        staith_store_done(statement);
        if (result == STAITH_STEP_DONE) {
            return 0;
        }
        code = result == STAITH_STEP_ROW ? staith_store_settle(store, &slot, err)
                                         : staith_store_fail(store, "looking for releases", err);
        if (code != 0) {
            return code;
        }
    }
}

int staith_store_judge_catalogue(struct staith_store *store,
                                 const uint8_t catalogue_hash[STAITH_HASH_BYTES],
                                 enum staith_store_catalogue_state state,
                                 const struct staith_store_word *word, struct staith_err *err)
{
    int64_t id = 0;
    int64_t was = 0;
    int code = staith_store_save(store, err);
    if (code != 0) {
        return code;
    }
    code = find_catalogue(store, catalogue_hash, &id, &was, err);
    if (code == 0 && was == (int64_t)state) {
        code = staith_err_set(err, STAITH_ERR_STATE, "the catalogue is %s already",
                              state == STAITH_STORE_CATALOGUE_LEADS ? "adopted" : "rejected");
    }
    if (code == 0 && was == STAITH_STORE_CATALOGUE_LEADS) {
        code = staith_err_set(err, STAITH_ERR_STATE, "the region compares by this catalogue");
        staith_err_remedy(err, "adopt the one that is to take its place first");
    }
    code = code != 0 ? code : put_verdict(store, 0, id, (int64_t)state, word, err);
    code = code != 0 ? code : staith_store_set_catalogue(store, id, state, err);
    code = code != 0 ? code : settle_catalogue(store, id, err);
    return staith_store_keep_or_undo(store, code, err);
}

/* ---- embargoes ---- */

/* End the embargo that ended first; *ret_more: there was one. */
static int show_one(struct staith_store *store, int64_t now_unix_ms, bool *ret_more,
                    struct staith_err *err)
{
    struct staith_store_slot slot;
    struct staith_sql *statement = NULL;
    int64_t record_id = 0;
    int code = staith_store_prepare(store, STAITH_SQL_EMBARGO_DUE, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_store_bind_int(statement, 1, now_unix_ms);
    result = result == STAITH_STEP_OK ? staith_sql_step(statement) : result;
    if (result == STAITH_STEP_ROW) {
        staith_store_column_slot(statement, &slot);
        record_id = staith_sql_int64(statement, 5);
    } else if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "looking for what is due", err);
    }
    staith_store_done(statement);
    *ret_more = record_id != 0;
    if (code != 0 || record_id == 0) {
        return code;
    }
    code = change(store, STAITH_SQL_EMBARGO_END, record_id, 0, err);
    return code != 0 ? code : staith_store_settle(store, &slot, err);
}

int staith_store_show_due(struct staith_store *store, int64_t now_unix_ms,
                          int64_t *ret_next_unix_ms, struct staith_err *err)
{
    bool more = true;
    struct staith_sql *statement = NULL;
    int code = staith_store_save(store, err);
    if (code != 0) {
        return code;
    }
    while (code == 0 && more) {
        code = show_one(store, now_unix_ms, &more, err);
    }
    code = code != 0 ? code : staith_store_prepare(store, STAITH_SQL_EMBARGO_NEXT, &statement, err);
    if (code == 0) {
        int result = staith_sql_step(statement);
        if (result == STAITH_STEP_ROW) {
            *ret_next_unix_ms = staith_sql_int64(statement, 0);
        } else {
            code = staith_store_fail(store, "looking for what is due", err);
        }
        staith_store_done(statement);
    }
    return staith_store_keep_or_undo(store, code, err);
}
