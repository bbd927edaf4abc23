/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table is known by its code and its dimensions: the same code with one more dimension lets more
 * be told apart. The ledger is read from its end, since the newest release mostly has it all.
 */
#include "authority/gate/novelty.h"

#include "codec/codec.h"

#include <string.h>

struct search {
    const struct staith_release *release;
    bool dataset; /* seen */
    bool policy;
    uint32_t table_count;
    bool too_many;
    struct staith_release_cell tables[STAITH_CATALOGUE_MAX_TABLES]; /* the first cell of each */
    bool seen[STAITH_CATALOGUE_MAX_TABLES];
};

static bool same_table(const struct staith_release_cell *a, const struct staith_release_cell *b)
{
    bool same = strcmp(a->table, b->table) == 0 && a->dimension_count == b->dimension_count;
    for (uint32_t i = 0; same && i < a->dimension_count; i++) {
        same = strcmp(a->dimensions[i], b->dimensions[i]) == 0;
    }
    return same;
}

static uint32_t find_table(const struct search *search, const struct staith_release_cell *cell)
{
    uint32_t i = 0;
    while (i < search->table_count && !same_table(&search->tables[i], cell)) {
        i++;
    }
    return i;
}

static void list_tables(struct search *search)
{
    for (uint32_t i = 0; i < staith_release_cell_count(search->release); i++) {
        struct staith_release_cell cell = staith_release_cell_at(search->release, i);
        if (find_table(search, &cell) < search->table_count) {
            continue;
        }
        if (search->table_count == STAITH_CATALOGUE_MAX_TABLES) {
            search->too_many = true; /* more than a catalogue has: nothing to compare with */
            return;
        }
        search->tables[search->table_count++] = cell;
    }
}

static void mark_seen(struct search *search, const struct staith_release *earlier)
{
    if (strcmp(staith_release_dataset(earlier), staith_release_dataset(search->release)) != 0) {
        return;
    }
    search->dataset = true;
    search->policy = search->policy || strcmp(staith_release_policy(earlier),
                                              staith_release_policy(search->release)) == 0;
    for (uint32_t i = 0; i < staith_release_cell_count(earlier); i++) {
        struct staith_release_cell cell = staith_release_cell_at(earlier, i);
        uint32_t at = find_table(search, &cell);
        if (at < search->table_count) {
            search->seen[at] = true;
        }
    }
}

static const char *what_is_new(const struct search *search)
{
    if (!search->dataset) {
        return "dataset";
    }
    if (!search->policy) {
        return "policy";
    }
    for (uint32_t i = 0; i < search->table_count; i++) {
        if (!search->seen[i]) {
            return "table";
        }
    }
    return search->too_many ? "table" : NULL;
}

int staith_gate_novelty(struct staith_ledger *ledger, const struct staith_release *release,
                        const char **ret_what, struct staith_err *err)
{
    struct search search = {.release = release};
    list_tables(&search);
    uint64_t number = 0;
    int rc = staith_ledger_last(ledger, &number);
    if (rc != 0) {
        return staith_err_set(err, rc, "the ledger cannot be read");
    }
    uint64_t least =
        number > STAITH_GATE_NOVELTY_MAX_RECORDS ? number - STAITH_GATE_NOVELTY_MAX_RECORDS : 0;
    for (; rc == 0 && number > least && what_is_new(&search) != NULL; number--) {
        struct staith_ledger_entry entry;
        struct staith_release *earlier = NULL;
        rc = staith_ledger_read(ledger, number, &entry, err);
        if (rc == 0 && entry.record.kind == STAITH_RECORD_RELEASE) {
            rc = staith_codec_unpack_release(entry.record.payload, entry.record.payload_len,
                                             &earlier, err);
        }
        if (earlier != NULL) {
            mark_seen(&search, earlier);
        }
        staith_release_free(earlier);
    }
    if (rc != 0) {
        return rc;
    }
    uint64_t withdrawn = 0;
    rc = staith_ledger_withdrawn(ledger, staith_release_dataset(release),
                                 staith_release_period(release), &withdrawn);
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        return staith_err_set(err, rc, "the ledger cannot be read");
    }
    *ret_what = what_is_new(&search);
    if (*ret_what == NULL && rc == 0) {
        *ret_what = "withdrawn";
    }
    return 0;
}
