/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/history.h"

#include <string.h>

struct history {
    struct staith_history *items;
    uint32_t count;
    struct staith_arena *arena;
};

static int add_release(struct history *history, const struct staith_release *release)
{
    const struct staith_period *period = staith_release_period(release);
    uint32_t cells = staith_release_cell_count(release);
    for (uint32_t i = 0; i < cells && history->count < STAITH_GATE_HISTORY_MAX; i++) {
        struct staith_release_cell cell = staith_release_cell_at(release, i);
        if (cell.dimension_count != 0 || cell.value.status != STAITH_STATUS_VALUE) {
            continue;
        }
        const char *measure = staith_arena_strdup(history->arena, cell.measure);
        if (measure == NULL) {
            return STAITH_ERR_NOMEM;
        }
        history->items[history->count++] =
            (struct staith_history){measure, *period, cell.value.value};
    }
    return 0;
}

static int add_record(struct history *history, struct staith_ledger *ledger, uint64_t number,
                      const char *dataset, struct staith_err *err)
{
    struct staith_ledger_entry entry;
    int rc = staith_ledger_read(ledger, number, &entry, err);
    if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
        return rc;
    }
    struct staith_release *release = NULL;
    rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release, err);
    if (rc == 0 && strcmp(staith_release_dataset(release), dataset) == 0) {
        /* Only the newest release of a period counts: an older one may hold what it took back. */
        uint64_t newest = 0;
        rc = staith_ledger_find_release(ledger, dataset, staith_release_period(release), &newest);
        if (rc == 0 && newest == number) {
            rc = add_release(history, release);
        }
    }
    staith_release_free(release);
    return rc;
}

int staith_gate_history_read(struct staith_ledger *ledger, const char *dataset,
                             struct staith_arena *arena, const struct staith_history **ret_history,
                             uint32_t *ret_count, struct staith_err *err)
{
    struct history history = {.arena = arena};
    history.items = staith_arena_array(arena, STAITH_GATE_HISTORY_MAX, sizeof(*history.items));
    if (history.items == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the earlier figures");
    }
    uint64_t number = 0;
    int rc = staith_ledger_last(ledger, &number);
    uint64_t least =
        number > STAITH_GATE_HISTORY_MAX_RECORDS ? number - STAITH_GATE_HISTORY_MAX_RECORDS : 0;
    for (; rc == 0 && number > least && history.count < STAITH_GATE_HISTORY_MAX; number--) {
        rc = add_record(&history, ledger, number, dataset, err);
    }
    if (rc == 0) {
        *ret_history = history.items;
        *ret_count = history.count;
    }
    return rc;
}
