/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cell of what is shown, for breakdowns. Totals are among them: whoever wants headlines alone
 * asks for those (reading.c).
 */
#include "aggregator/store/sql.h"
#include "base/hex.h"

#include <string.h>

struct reading {
    int (*fn)(void *ctx, const struct staith_store_cell *cell);
    void *ctx;
};

static int give_cells(void *ctx, const struct staith_store_shown *shown)
{
    const struct reading *reading = ctx;
    char certificate[STAITH_STORE_CERTIFICATE_BYTES] = "";
    struct staith_store_cell out = {.authority = shown->authority, .period = shown->period};
    int code = 0;
    if (shown->certificate_hash != NULL) {
        (void)staith_hex_encode(shown->certificate_hash, (sizeof(certificate) - 1) / 2, certificate,
                                sizeof(certificate));
    }
    for (uint32_t i = 0; i < shown->cell_count && code == 0; i++) {
        const struct staith_release_cell *cell = &shown->cells[i];
        /* nothing of what was withdrawn has a rule */
        const bool ruled = cell->base > 0 && !shown->withdrawn;
        out.table = cell->table;
        out.measure = cell->measure;
        out.dimension_count = cell->dimension_count;
        memcpy(out.dimensions, cell->dimensions, sizeof(out.dimensions));
        memcpy(out.categories, cell->categories, sizeof(out.categories));
        staith_store_shown_value(shown, cell, &out.value, &out.reason);
        out.base = ruled ? cell->base : 0;
        out.reach = ruled ? cell->reach : 0;
        out.certificate = ruled && certificate[0] != '\0' ? certificate : NULL;
        code = reading->fn(reading->ctx, &out);
    }
    return code;
}

int staith_store_cells(struct staith_store *store, const char *dataset,
                       int (*fn)(void *ctx, const struct staith_store_cell *cell), void *ctx,
                       struct staith_err *err)
{
    struct reading reading = {fn, ctx};
    /* a council sees its own under embargo, whole: figures and what they are made of */
    const enum staith_store_statement which =
        store->own[0] != '\0' ? STAITH_SQL_SHOWN_OWN : STAITH_SQL_SHOWN;
    return staith_store_each_shown(store, which, dataset, give_cells, &reading, err);
}
