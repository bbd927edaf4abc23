/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/shown.h"

#include "codec/codec.h"
#include "disclosure/place.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_BYTES = 512 };

struct reading {
    struct staith_followed *followed;
    const struct staith_catalogue *catalogue;
    struct staith_arena *arena;
    struct staith_shown_amount *items;
    uint32_t count;
};

static bool is_known(const struct reading *reading, const char *name)
{
    for (uint32_t i = 0; i < reading->count; i++) {
        if (strcmp(reading->items[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_amount(const struct staith_catalogue *catalogue, const struct staith_place *place)
{
    return staith_measure_followed(&catalogue->measures[place->measure]) != 0;
}

/* A cell of a release that left: kept where none newer of its name is. A release goes by the
 * catalogue of its time; what today's does not know was another thing. */
static int add_cell(struct reading *reading, const struct staith_release_cell *cell,
                    const uint8_t *source_hash)
{
    struct staith_place place;
    char name[NAME_BYTES];
    if (cell->value.status != STAITH_STATUS_VALUE ||
        staith_place_of(reading->catalogue, cell, &place) != 0 ||
        !is_amount(reading->catalogue, &place) ||
        staith_place_name(reading->catalogue, &place, "", name, sizeof(name)) != 0 ||
        is_known(reading, name)) {
        return 0;
    }
    struct staith_shown_amount *item = &reading->items[reading->count];
    item->name = staith_arena_strdup(reading->arena, name);
    if (item->name == NULL) {
        return STAITH_ERR_NOMEM;
    }
    item->value = cell->value.value;
    item->followed = staith_followed_get(reading->followed, reading->catalogue->dataset,
                                         source_hash, name, &item->changes) == 0;
    reading->count++;
    return 0;
}

static int add_record(struct reading *reading, struct staith_ledger *ledger, uint64_t number,
                      struct staith_err *err)
{
    struct staith_ledger_entry entry;
    uint8_t hash[STAITH_HASH_BYTES];
    int rc = staith_ledger_read(ledger, number, &entry, err);
    if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
        return rc;
    }
    memcpy(hash, entry.note.source_hash, sizeof(hash));
    struct staith_release *release = NULL;
    rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release, err);
    bool ours =
        rc == 0 && strcmp(staith_release_dataset(release), reading->catalogue->dataset) == 0;
    for (uint32_t i = 0; ours && rc == 0 && i < staith_release_cell_count(release) &&
                         reading->count < STAITH_GATE_SHOWN_MAX;
         i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        rc = add_cell(reading, &cell, hash);
    }
    staith_release_free(release);
    return rc;
}

static bool has_amounts(const struct staith_catalogue *catalogue)
{
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        if (staith_measure_followed(&catalogue->measures[i])) {
            return true;
        }
    }
    return false;
}

int staith_gate_shown_read(struct staith_ledger *ledger, struct staith_followed *followed,
                           const struct staith_catalogue *catalogue, struct staith_arena *arena,
                           const struct staith_shown_amount **ret_shown, uint32_t *ret_count,
                           struct staith_err *err)
{
    struct reading reading = {.followed = followed, .catalogue = catalogue, .arena = arena};
    uint64_t number = 0;
    *ret_count = 0;
    if (!has_amounts(catalogue)) {
        return 0;
    }
    reading.items = staith_arena_array(arena, STAITH_GATE_SHOWN_MAX, sizeof(*reading.items));
    int rc = reading.items == NULL ? STAITH_ERR_NOMEM : staith_ledger_last(ledger, &number);
    uint64_t least =
        number > STAITH_GATE_SHOWN_MAX_RECORDS ? number - STAITH_GATE_SHOWN_MAX_RECORDS : 0;
    for (; rc == 0 && number > least && reading.count < STAITH_GATE_SHOWN_MAX; number--) {
        rc = add_record(&reading, ledger, number, err);
    }
    if (rc == STAITH_ERR_NOMEM) {
        return staith_err_set(err, rc, "no memory for the figures that left earlier");
    }
    if (rc == 0) {
        *ret_shown = reading.items;
        *ret_count = reading.count;
    }
    return rc;
}

static int compare_names(const void *a, const void *b)
{
    const struct staith_followed_cell *left = a;
    const struct staith_followed_cell *right = b;
    return strcmp(left->name, right->name);
}

/* Cells that are followed, each name once: what two tables share has one sketch in both. */
static uint32_t collect(const struct staith_rawtable *raw, struct staith_arena *arena,
                        struct staith_followed_cell *cells)
{
    uint32_t count = 0;
    for (uint16_t t = 0; t < raw->part_count; t++) {
        for (uint32_t i = 0; i < raw->parts[t].cell_count; i++) {
            const struct staith_cell *cell = &raw->parts[t].cells[i];
            struct staith_place place = {.table = t, .measure = cell->measure};
            char name[NAME_BYTES];
            memcpy(place.categories, cell->categories, sizeof(place.categories));
            if (cell->contributors > 0 && is_amount(raw->catalogue, &place) &&
                staith_place_name(raw->catalogue, &place, "", name, sizeof(name)) == 0) {
                cells[count].name = staith_arena_strdup(arena, name);
                cells[count].sketch = cell->changes;
                count += cells[count].name != NULL ? 1 : 0;
            }
        }
    }
    if (count > 0) {
        qsort(cells, count, sizeof(*cells), compare_names);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || strcmp(cells[kept - 1].name, cells[i].name) != 0) {
            cells[kept++] = cells[i];
        }
    }
    return kept;
}

int staith_gate_shown_keep(struct staith_followed *followed, const struct staith_rawtable *raw,
                           int64_t now_unix_ms, struct staith_err *err)
{
    enum { ARENA_BYTES = 256 * 1024 * 1024 };
    struct staith_arena arena;
    uint64_t cells = 0;
    if (!raw->followed || !has_amounts(raw->catalogue)) {
        return 0;
    }
    for (uint32_t t = 0; t < raw->part_count; t++) {
        cells += raw->parts[t].cell_count;
    }
    staith_arena_init(&arena, ARENA_BYTES);
    struct staith_followed_cell *list =
        staith_arena_array(&arena, (size_t)cells + 1, sizeof(*list));
    int rc = list == NULL ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the sketches")
                          : staith_followed_put(followed, raw->catalogue->dataset, raw->source_hash,
                                                list, collect(raw, &arena, list), now_unix_ms, err);
    staith_arena_deinit(&arena);
    return rc;
}
