/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is shown, release by release. Figures are read out of the bytes that the council signed,
 * each time: there is no second copy that could differ from them, and storing a release is storing
 * its record. Those bytes passed every check when they came, so what cannot be read now is damage.
 */
#include "aggregator/store/sql.h"
#include "codec/codec.h"

#include <stdio.h>
#include <string.h>

static void shown_of(struct staith_sql *statement, struct staith_store_shown *shown)
{
    memset(shown, 0, sizeof(*shown));
    staith_store_column_text(statement, 0, shown->authority, sizeof(shown->authority));
    shown->period.kind = (uint32_t)staith_sql_int(statement, 1);
    shown->period.year = staith_sql_int(statement, 2);
    shown->period.part = staith_sql_int(statement, 3);
    shown->withdrawn = staith_sql_int64(statement, 4) != 0;
    shown->number = (uint64_t)staith_sql_int64(statement, 5);
    shown->received_unix_ms = staith_sql_int64(statement, 6);
}

static int read_release(struct staith_sql *statement, const struct staith_store_shown *shown,
                        struct staith_release **ret_release, struct staith_err *err)
{
    struct staith_err why = {0};
    const void *bytes = staith_sql_blob(statement, 7);
    int code = bytes != NULL ? staith_codec_unpack_release(
                                   bytes, (size_t)staith_sql_bytes(statement, 7), ret_release, &why)
                             : STAITH_ERR_SYNTAX;
    if (code == 0 || code == STAITH_ERR_NOMEM) {
        return code == 0 ? 0 : staith_err_set(err, code, "no memory for a release");
    }
    (void)staith_err_set(err, STAITH_ERR_IO, "release %llu of council %.15s cannot be read: %s",
                         (unsigned long long)shown->number, shown->authority,
                         why.what[0] != '\0' ? why.what : "its bytes are gone");
    staith_err_remedy(err, "restore the store from a backup, or move it away: councils send again "
                           "what their ledgers hold");
    return STAITH_ERR_IO;
}

static int show_one(struct staith_sql *statement,
                    int (*fn)(void *ctx, const struct staith_store_shown *shown), void *ctx,
                    struct staith_err *err)
{
    struct staith_store_shown shown;
    struct staith_release *release = NULL;
    shown_of(statement, &shown);
    int code = read_release(statement, &shown, &release, err);
    if (code == 0) {
        shown.release = release;
        code = fn(ctx, &shown);
    }
    staith_release_free(release);
    return code;
}

int staith_store_each_shown(struct staith_store *store, enum staith_store_statement which,
                            const char *dataset,
                            int (*fn)(void *ctx, const struct staith_store_shown *shown), void *ctx,
                            struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, which, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_store_bind_text(statement, 1, dataset);
    if (which == STAITH_SQL_SHOWN_THEN) {
        result |= staith_store_bind_int(statement, 2, store->as_of_unix_ms);
    }
    if (which == STAITH_SQL_SHOWN_OWN) {
        result |= staith_store_bind_text(statement, 2, store->own);
    }
    result = result == STAITH_STEP_OK ? staith_sql_step(statement) : result;
    while (code == 0 && result == STAITH_STEP_ROW) {
        code = show_one(statement, fn, ctx, err);
        result = code == 0 ? staith_sql_step(statement) : result;
    }
    if (code == 0 && result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading what is shown", err);
    }
    staith_store_done(statement);
    return code;
}

void staith_store_shown_value(const struct staith_store_shown *shown,
                              const struct staith_release_cell *cell,
                              struct staith_value *ret_value, char ret_reason[64])
{
    const char *reason = cell->reason != NULL ? cell->reason : "";
    *ret_value = cell->value;
    if (shown->withdrawn) {
        *ret_value = (struct staith_value){.status = STAITH_STATUS_UNAVAILABLE};
        reason = "withdrawn";
    }
    (void)snprintf(ret_reason, 64, "%s", reason);
}
