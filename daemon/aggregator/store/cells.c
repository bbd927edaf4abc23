/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cell of what is shown, for breakdowns. Totals are among them: whoever wants headlines alone
 * asks for those (reading.c).
 */
#include "aggregator/store/sql.h"
#include "base/hex.h"

#include <stdio.h>
#include <string.h>

struct reading {
    int (*fn)(void *ctx, const struct staith_store_cell *cell);
    void *ctx;
    struct staith_err *err;
};

/* The categories of a cell as "role=manager,sex=1"; dimensions that are totalled are left out, so
 * that "" is the total. */
static int place_of(const struct staith_release_cell *cell, char out[STAITH_STORE_PLACE_BYTES])
{
    size_t used = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        if (cell->categories[i] == NULL) {
            continue;
        }
        int len = snprintf(out + used, STAITH_STORE_PLACE_BYTES - used, "%s%s=%s",
                           used > 0 ? "," : "", cell->dimensions[i], cell->categories[i]);
        if (len < 0 || (size_t)len >= STAITH_STORE_PLACE_BYTES - used) {
            return STAITH_ERR_LIMIT;
        }
        used += (size_t)len;
    }
    return 0;
}

/* By which rule a cell was protected, and which audit it passed; nothing of what was withdrawn. */
static void put_protection(const struct staith_store_shown *shown,
                           const struct staith_release_cell *cell, struct staith_store_cell *out)
{
    const struct staith_release_certificate *found = staith_release_certificate(shown->release);
    bool given = cell->base > 0 && !shown->withdrawn;
    out->base = given ? cell->base : 0;
    out->reach = given ? cell->reach : 0;
    out->certificate[0] = '\0';
    if (given && found != NULL) {
        (void)staith_hex_encode(found->hash, (sizeof(out->certificate) - 1) / 2, out->certificate,
                                sizeof(out->certificate));
    }
}

static int give_cells(void *ctx, const struct staith_store_shown *shown)
{
    const struct reading *reading = ctx;
    struct staith_store_cell out = {.period = shown->period};
    int code = 0;
    memcpy(out.authority, shown->authority, sizeof(out.authority));
    uint32_t count = staith_release_cell_count(shown->release);
    for (uint32_t i = 0; i < count && code == 0; i++) {
        struct staith_release_cell cell = staith_release_cell_at(shown->release, i);
        (void)snprintf(out.table, sizeof(out.table), "%s", cell.table);
        (void)snprintf(out.measure, sizeof(out.measure), "%s", cell.measure);
        staith_store_shown_value(shown, &cell, &out.value, out.reason);
        put_protection(shown, &cell, &out);
        code = place_of(&cell, out.place) == 0 ? reading->fn(reading->ctx, &out)
                                               : staith_err_set(reading->err, STAITH_ERR_LIMIT,
                                                                "the codes of a cell are too long");
    }
    return code;
}

int staith_store_cells(struct staith_store *store, const char *dataset,
                       int (*fn)(void *ctx, const struct staith_store_cell *cell), void *ctx,
                       struct staith_err *err)
{
    struct reading reading = {fn, ctx, err};
    /* a council sees its own under embargo, whole: figures and what they are made of */
    const enum staith_store_statement which =
        store->own[0] != '\0' ? STAITH_SQL_SHOWN_OWN : STAITH_SQL_SHOWN;
    return staith_store_each_shown(store, which, dataset, give_cells, &reading, err);
}
