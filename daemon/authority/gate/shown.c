/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ledger says what was shown. It is read from the record on up to which followed.db knows
 * already: in the daemon that is a few records, in a ledger that nobody has looked at all of them.
 */
#include "authority/gate/shown.h"

#include "authority/gate/run.h"
#include "codec/codec.h"
#include "disclosure/place.h"

#include <stdlib.h>
#include <string.h>

enum {
    NAME_BYTES = 512,
    LOOKED_AT_AGAIN = 256 /* so many records without a figure of ours are not kept as looked at */
};

/* Figures, oldest first, and their order by name. */
struct figures {
    struct staith_followed_shown *items;
    uint32_t *order;
    uint32_t count;
};

/* Where a release comes from. */
struct origin {
    uint8_t source[STAITH_HASH_BYTES];
    uint8_t key[STAITH_HASH_BYTES]; /* that its sketches are kept by */
};

struct reading {
    const struct staith_gate_shown_from *from;
    const struct staith_catalogue *catalogue;
    struct staith_arena *arena;
    struct figures left;
    struct figures waits;
    bool changed; /* `left` is not what is kept */
    struct staith_err *err;
};

static int make_figures(const struct reading *reading, struct figures *figures)
{
    figures->items =
        staith_arena_array(reading->arena, STAITH_GATE_SHOWN_MAX, sizeof(*figures->items));
    figures->order =
        staith_arena_array(reading->arena, STAITH_GATE_SHOWN_MAX, sizeof(*figures->order));
    return figures->items != NULL && figures->order != NULL ? 0 : STAITH_ERR_NOMEM;
}

/* Where in the order the next figure of a name belongs: behind all that it has. */
static uint32_t find(const struct figures *figures, const char *name)
{
    uint32_t low = 0;
    uint32_t high = figures->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(figures->items[figures->order[middle]].name, name) <= 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool is_same(const struct staith_followed_shown *a, const struct staith_followed_shown *b)
{
    return a->value == b->value && a->followed && b->followed &&
           memcmp(&a->sketch, &b->sketch, sizeof(a->sketch)) == 0;
}

/* A figure, behind the earlier ones of its name. One that repeats the last of them, made from the
 * same people, says nothing new. */
static int put(struct reading *reading, struct figures *figures,
               const struct staith_followed_shown *shown)
{
    uint32_t at = find(figures, shown->name);
    struct staith_followed_shown item = *shown;
    const struct staith_followed_shown *last =
        at > 0 ? &figures->items[figures->order[at - 1]] : NULL;
    if (last != NULL && strcmp(last->name, shown->name) == 0 && is_same(last, shown)) {
        return 0;
    }
    if (figures->count == STAITH_GATE_SHOWN_MAX) {
        return staith_err_set(reading->err, STAITH_ERR_LIMIT,
                              "more amounts of dataset %s were shown than can be held against",
                              reading->catalogue->dataset);
    }
    item.name = staith_arena_strdup(reading->arena, shown->name);
    if (item.name == NULL) {
        return STAITH_ERR_NOMEM;
    }
    memmove(figures->order + at + 1, figures->order + at,
            (figures->count - at) * sizeof(*figures->order));
    figures->order[at] = figures->count;
    figures->items[figures->count++] = item;
    return 0;
}

static bool is_amount(const struct staith_catalogue *catalogue, const struct staith_place *place)
{
    return staith_measure_followed(&catalogue->measures[place->measure]) != 0;
}

/* What sketches are kept by: the source and the release that was made of it. The source alone is
 * many: of a database it is the query, and what is behind a figure that was refused is not what is
 * behind the one that left. */
static void make_key(const uint8_t *source_hash, const uint8_t *bytes, size_t len,
                     uint8_t ret_key[STAITH_HASH_BYTES])
{
    uint8_t both[2 * STAITH_HASH_BYTES];
    memcpy(both, source_hash, STAITH_HASH_BYTES);
    staith_codec_hash(bytes, len, both + STAITH_HASH_BYTES);
    staith_codec_hash(both, sizeof(both), ret_key);
}

/* Sketches of an earlier version are kept by their source. */
static void find_sketch(const struct reading *reading, const struct origin *origin,
                        struct staith_followed_shown *shown)
{
    struct staith_followed *followed = reading->from->followed;
    const char *dataset = reading->catalogue->dataset;
    int rc = STAITH_ERR_NOTFOUND;
    memcpy(shown->source_hash, origin->key, sizeof(shown->source_hash));
    if (followed != NULL) {
        rc = staith_followed_get(followed, dataset, origin->key, shown->name, &shown->sketch);
    }
    if (followed != NULL && rc == STAITH_ERR_NOTFOUND) {
        rc = staith_followed_get(followed, dataset, origin->source, shown->name, &shown->sketch);
        memcpy(shown->source_hash, rc == 0 ? origin->source : origin->key,
               sizeof(shown->source_hash));
    }
    shown->followed = rc == 0;
}

/* A cell of a release. A release goes by the catalogue of its time; what today's does not know was
 * another thing. */
static int add_cell(struct reading *reading, struct figures *figures,
                    const struct staith_release_cell *cell, const struct origin *origin)
{
    struct staith_place place;
    char name[NAME_BYTES];
    struct staith_followed_shown shown = {.name = name, .value = cell->value.value};
    if (cell->value.status != STAITH_STATUS_VALUE ||
        staith_place_of(reading->catalogue, cell, &place) != 0 ||
        !is_amount(reading->catalogue, &place) ||
        staith_place_name(reading->catalogue, &place, "", name, sizeof(name)) != 0) {
        return 0;
    }
    find_sketch(reading, origin, &shown);
    return put(reading, figures, &shown);
}

static int add_release(struct reading *reading, struct figures *figures,
                       const struct staith_release *release, const struct origin *origin)
{
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        rc = add_cell(reading, figures, &cell, origin);
    }
    return rc;
}

static bool is_ours(const struct reading *reading, const struct staith_release *release)
{
    return strcmp(staith_release_dataset(release), reading->catalogue->dataset) == 0;
}

static int add_record(struct reading *reading, uint64_t number)
{
    struct staith_ledger_entry entry;
    struct staith_release *release = NULL;
    struct origin origin;
    int rc = staith_ledger_read(reading->from->archive->ledger, number, &entry, reading->err);
    if (rc != 0 || entry.record.kind != STAITH_RECORD_RELEASE) {
        return rc;
    }
    memcpy(origin.source, entry.note.source_hash, sizeof(origin.source));
    make_key(origin.source, entry.record.payload, entry.record.payload_len, origin.key);
    rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release,
                                     reading->err);
    if (rc == 0 && is_ours(reading, release)) {
        reading->changed = true;
        rc = add_release(reading, &reading->left, release, &origin);
    }
    staith_release_free(release);
    return rc;
}

static int add_kept(void *ctx, const struct staith_followed_shown *shown)
{
    struct reading *reading = ctx;
    return put(reading, &reading->left, shown);
}

/* What is kept of what has left, and up to where it goes. */
static int read_kept(struct reading *reading, uint64_t last, struct staith_followed_mark *mark)
{
    struct staith_followed *followed = reading->from->followed;
    int rc = staith_followed_shown_to(followed, mark, reading->err);
    if (mark->number > last) {
        mark->number = 0; /* the ledger was put back from a copy: what comes there is new */
        reading->changed = true;
    }
    return rc != 0 || mark->number == 0
               ? rc
               : staith_followed_shown_each(followed, mark->dataset, add_kept, reading,
                                            reading->err);
}

/* What has left: what is kept of it, and what the ledger says from there on. */
static int read_left(struct reading *reading)
{
    struct staith_followed *followed = reading->from->followed;
    struct staith_ledger *ledger = reading->from->archive->ledger;
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_followed_mark mark = {.dataset = reading->catalogue->dataset,
                                        .catalogue_hash = hash};
    uint64_t last = 0;
    if (ledger == NULL) {
        return 0;
    }
    int rc = staith_gate_hash_catalogue(reading->catalogue, hash, reading->err);
    if (rc == 0 && staith_ledger_last(ledger, &last) != 0) {
        rc = staith_err_set(reading->err, STAITH_ERR_IO, "the ledger cannot be read");
    }
    mark.epoch = staith_ledger_epoch(ledger);
    if (rc == 0 && followed != NULL) {
        rc = read_kept(reading, last, &mark);
    }
    uint64_t from = mark.number;
    for (uint64_t number = from + 1; rc == 0 && number <= last; number++) {
        rc = add_record(reading, number);
    }
    if (rc != 0 || followed == NULL || !reading->from->keeps ||
        (!reading->changed && last < from + LOOKED_AT_AGAIN)) {
        return rc;
    }
    mark.number = last;
    return staith_followed_shown_put(followed, &mark, reading->left.items, reading->left.count,
                                     reading->err);
}

/* One of the same period does not count, since the run that is decided on takes its place. */
static int add_waiting(struct reading *reading, uint64_t number, const struct staith_period *period)
{
    struct staith_held_item item;
    struct staith_release *release = NULL;
    int rc = staith_held_read(reading->from->archive->held, number, &item, reading->err);
    if (rc != 0 || item.release == NULL || strcmp(item.dataset, reading->catalogue->dataset) != 0 ||
        staith_period_compare(&item.period, period) == 0) {
        return rc;
    }
    struct origin origin;
    memcpy(origin.source, item.note.source_hash, sizeof(origin.source));
    make_key(origin.source, item.release, item.release_len, origin.key);
    rc = staith_codec_unpack_release(item.release, item.release_len, &release, reading->err);
    rc = rc != 0 ? rc : add_release(reading, &reading->waits, release, &origin);
    staith_release_free(release);
    return rc;
}

static int read_waiting(struct reading *reading, const struct staith_period *period)
{
    struct staith_held *held = reading->from->archive->held;
    uint64_t number = 0;
    int rc = 0;
    int next = STAITH_ERR_NOTFOUND;
    while (held != NULL && rc == 0 &&
           (next = staith_held_next(held, number, false, &number)) == 0) {
        rc = add_waiting(reading, number, period);
    }
    if (rc == 0 && next != STAITH_ERR_NOTFOUND) {
        rc = staith_err_set(reading->err, next, "the releases that wait cannot be read");
    }
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

/* Of what has left, the newest figure of a name counts also where nobody knows who was behind it;
 * an older one, where that is known: the difference from any of them may be what one person has. */
static bool counts(const struct figures *figures, uint32_t at)
{
    const struct staith_followed_shown *item = &figures->items[figures->order[at]];
    return item->followed || at + 1 == figures->count ||
           strcmp(item->name, figures->items[figures->order[at + 1]].name) != 0;
}

static int give(const struct reading *reading, const struct staith_shown_amount **ret_shown,
                uint32_t *ret_count)
{
    const struct figures *both[] = {&reading->left, &reading->waits};
    uint32_t count = 0;
    struct staith_shown_amount *shown = staith_arena_array(
        reading->arena, (size_t)reading->left.count + reading->waits.count + 1, sizeof(*shown));
    if (shown == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (size_t f = 0; f < 2; f++) {
        for (uint32_t i = 0; i < both[f]->count; i++) {
            const struct staith_followed_shown *item = &both[f]->items[both[f]->order[i]];
            if (both[f] == &reading->left && !counts(both[f], i)) {
                continue;
            }
            shown[count++] = (struct staith_shown_amount){.name = item->name,
                                                          .value = item->value,
                                                          .followed = item->followed,
                                                          .changes = item->sketch};
        }
    }
    *ret_shown = shown;
    *ret_count = count;
    return 0;
}

int staith_gate_shown_read(const struct staith_gate_shown_from *from,
                           const struct staith_catalogue *catalogue,
                           const struct staith_period *period, struct staith_arena *arena,
                           const struct staith_shown_amount **ret_shown, uint32_t *ret_count,
                           struct staith_err *err)
{
    struct staith_err failure = {0};
    struct reading reading = {
        .from = from, .catalogue = catalogue, .arena = arena, .err = &failure};
    *ret_count = 0;
    if (!has_amounts(catalogue)) {
        return 0;
    }
    int rc = make_figures(&reading, &reading.left);
    rc = rc != 0 ? rc : make_figures(&reading, &reading.waits);
    rc = rc != 0 ? rc : read_left(&reading);
    rc = rc != 0 ? rc : read_waiting(&reading, period);
    rc = rc != 0 ? rc : give(&reading, ret_shown, ret_count);
    if (rc != 0 && failure.code == 0) {
        (void)staith_err_set(&failure, rc, "no memory for the figures that left earlier");
    }
    if (rc != 0 && err != NULL) {
        *err = failure;
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

static int keep(struct staith_followed *followed, const struct staith_rawtable *raw,
                const struct staith_buf *packed, int64_t now_unix_ms, struct staith_err *err)
{
    enum { ARENA_BYTES = 256 * 1024 * 1024 };
    struct staith_arena arena;
    uint8_t key[STAITH_HASH_BYTES];
    uint64_t cells = 0;
    for (uint32_t t = 0; t < raw->part_count; t++) {
        cells += raw->parts[t].cell_count;
    }
    make_key(raw->source_hash, packed->data, packed->len, key);
    staith_arena_init(&arena, ARENA_BYTES);
    struct staith_followed_cell *list =
        staith_arena_array(&arena, (size_t)cells + 1, sizeof(*list));
    int rc = list == NULL ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the sketches")
                          : staith_followed_put(followed, raw->catalogue->dataset, key, list,
                                                collect(raw, &arena, list), now_unix_ms, err);
    staith_arena_deinit(&arena);
    return rc;
}

int staith_gate_shown_keep(struct staith_followed *followed, const struct staith_rawtable *raw,
                           const struct staith_release *release, int64_t now_unix_ms,
                           struct staith_err *err)
{
    struct staith_buf packed;
    if (!raw->followed || !has_amounts(raw->catalogue)) {
        return 0;
    }
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    int rc = staith_codec_pack_release(release, &packed);
    rc = rc != 0 ? staith_err_set(err, rc, "the release cannot be packed: %s", staith_err_words(rc))
                 : keep(followed, raw, &packed, now_unix_ms, err);
    staith_buf_deinit(&packed);
    return rc;
}
