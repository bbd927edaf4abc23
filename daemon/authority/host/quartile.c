/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/quartile.h"

#include "base/err.h"

#include <stdlib.h>

/* What a cell has seen. */
struct seen {
    int64_t count;
    int64_t low; /* the value at the rank below the statistic */
    int64_t high;
};

struct search {
    const struct staith_rollup *rollup;
    unsigned quarter;
    struct seen *cells;
};

static int compare(const void *a, const void *b)
{
    const struct staith_tally_entry *left = a;
    const struct staith_tally_entry *right = b;
    return left->value < right->value ? -1 : left->value > right->value;
}

void staith_quartile_sort(struct staith_tally_entry *entries, uint64_t count)
{
    if (count > 1) {
        qsort(entries, count, sizeof *entries, compare);
    }
}

static int64_t rank(uint64_t count, unsigned quarter)
{
    return (int64_t)((count - 1) * quarter / 4);
}

static void see(void *ctx, uint32_t cell, int64_t value)
{
    const struct search *search = ctx;
    struct seen *seen = &search->cells[cell];
    int64_t at = rank((uint64_t)search->rollup->out.items[cell].value, search->quarter);
    if (seen->count <= at) {
        seen->low = value;
    }
    if (seen->count <= at + 1) {
        seen->high = value;
    }
    seen->count++;
}

/* Quarters of the distance without overflow: (distance * part + 2) / 4. */
int64_t staith_quartile_between(uint64_t count, unsigned quarter, int64_t low, int64_t high)
{
    int64_t part = (int64_t)((count - 1) * quarter % 4);
    int64_t distance = high - low;
    return low + distance / 4 * part + (distance % 4 * part + 2) / 4;
}

int staith_quartile_all(const struct staith_rollup *rollup,
                        const struct staith_tally_entry *entries, uint64_t count, unsigned quarter,
                        int64_t *ret_values)
{
    struct search search = {rollup, quarter, calloc(rollup->out.count, sizeof(struct seen))};
    if (search.cells == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint64_t i = 0; i < count; i++) {
        staith_rollup_visit(rollup, &entries[i], see, &search);
    }
    for (uint32_t i = 0; i < rollup->out.count; i++) {
        const struct seen *seen = &search.cells[i];
        ret_values[i] = seen->count == 0 ? 0
                                         : staith_quartile_between((uint64_t)seen->count, quarter,
                                                                   seen->low, seen->high);
    }
    free(search.cells);
    return 0;
}
