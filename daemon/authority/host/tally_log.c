/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/tally_log.h"

#include "base/err.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 256, RADIX = 256, PASSES = 4 };

int staith_tally_log_add(struct staith_tally_log *log, const struct staith_tally_entry *entry)
{
    if (log->count == log->cap) {
        uint64_t cap = log->cap == 0 ? FIRST_CAP : log->cap * 2;
        struct staith_tally_entry *bigger = realloc(log->entries, cap * sizeof *bigger);
        if (bigger == NULL) {
            return STAITH_ERR_NOMEM;
        }
        log->entries = bigger;
        log->cap = cap;
    }
    log->entries[log->count++] = *entry;
    return 0;
}

static bool in_order(const struct staith_tally_log *log)
{
    for (uint64_t i = 1; i < log->count; i++) {
        if (log->entries[i - 1].person > log->entries[i].person) {
            return false;
        }
    }
    return true;
}

/* One stable pass over 8 bits of the person's number. */
static void radix_pass(const struct staith_tally_entry *from, struct staith_tally_entry *to,
                       uint64_t count, unsigned shift)
{
    uint64_t starts[RADIX] = {0};
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++) {
        starts[(from[i].person >> shift) & (RADIX - 1)]++;
    }
    for (unsigned i = 0; i < RADIX; i++) {
        uint64_t here = starts[i];
        starts[i] = sum;
        sum += here;
    }
    for (uint64_t i = 0; i < count; i++) {
        to[starts[(from[i].person >> shift) & (RADIX - 1)]++] = from[i];
    }
}

/* People come in the order of their numbers unless a source names one twice: mostly this is one
 * look over the entries. An even number of passes ends in the array it began in. */
int staith_tally_log_sort(struct staith_tally_log *log)
{
    if (in_order(log)) {
        return 0;
    }
    struct staith_tally_entry *other = malloc(log->count * sizeof *other);
    if (other == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (unsigned pass = 0; pass < PASSES; pass += 2) {
        radix_pass(log->entries, other, log->count, pass * 8);
        radix_pass(other, log->entries, log->count, pass * 8 + 8);
    }
    free(other);
    return 0;
}

void staith_tally_log_deinit(struct staith_tally_log *log)
{
    free(log->entries);
    memset(log, 0, sizeof *log);
}
