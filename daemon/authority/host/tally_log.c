/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/tally_log.h"

#include "base/err.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 256, RADIX = 256, PASSES = 4 };

static int grow(struct staith_tally_log *log)
{
    uint64_t cap = log->cap == 0 ? FIRST_CAP : log->cap * 2;
    struct staith_tally_entry *bigger = realloc(log->entries, cap * sizeof *bigger);
    if (bigger == NULL) {
        return STAITH_ERR_NOMEM;
    }
    log->entries = bigger;
    if (log->owners != NULL) {
        uint32_t *owners = realloc(log->owners, cap * sizeof *owners);
        if (owners == NULL) {
            return STAITH_ERR_NOMEM;
        }
        log->owners = owners;
    }
    log->cap = cap;
    return 0;
}

/* The first owner: the entries before it had none. */
static int begin_owners(struct staith_tally_log *log)
{
    log->owners = malloc(log->cap * sizeof *log->owners);
    if (log->owners == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint64_t i = 0; i < log->count; i++) {
        log->owners[i] = STAITH_TALLY_NOBODY;
    }
    return 0;
}

int staith_tally_log_add(struct staith_tally_log *log, const struct staith_tally_entry *entry,
                         uint32_t owner)
{
    int code = log->count == log->cap ? grow(log) : 0;
    if (code == 0 && log->owners == NULL && owner != STAITH_TALLY_NOBODY) {
        code = begin_owners(log);
    }
    if (code != 0) {
        return code;
    }
    if (log->owners != NULL) {
        log->owners[log->count] = owner;
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

/* One stable pass over 8 bits of the person's number, from one pair of arrays to another. */
static void radix_pass(const struct staith_tally_log *from, const struct staith_tally_log *to,
                       unsigned shift)
{
    uint64_t starts[RADIX] = {0};
    uint64_t sum = 0;
    for (uint64_t i = 0; i < from->count; i++) {
        starts[(from->entries[i].person >> shift) & (RADIX - 1)]++;
    }
    for (unsigned i = 0; i < RADIX; i++) {
        uint64_t here = starts[i];
        starts[i] = sum;
        sum += here;
    }
    for (uint64_t i = 0; i < from->count; i++) {
        uint64_t at = starts[(from->entries[i].person >> shift) & (RADIX - 1)]++;
        to->entries[at] = from->entries[i];
        if (from->owners != NULL) {
            to->owners[at] = from->owners[i];
        }
    }
}

/* People come in the order of their numbers unless a source names one twice: mostly this is one
 * look over the entries. An even number of passes ends in the arrays it began in. */
int staith_tally_log_sort(struct staith_tally_log *log)
{
    if (in_order(log)) {
        return 0;
    }
    struct staith_tally_log other = {.count = log->count};
    other.entries = malloc(log->count * sizeof *other.entries);
    other.owners = log->owners != NULL ? malloc(log->count * sizeof *other.owners) : NULL;
    int code = other.entries == NULL || (log->owners != NULL && other.owners == NULL)
                   ? STAITH_ERR_NOMEM
                   : 0;
    for (unsigned pass = 0; code == 0 && pass < PASSES; pass += 2) {
        radix_pass(log, &other, pass * 8);
        radix_pass(&other, log, pass * 8 + 8);
    }
    staith_tally_log_deinit(&other);
    return code;
}

int staith_tally_log_by_owner(struct staith_tally_log *log)
{
    uint64_t kept = 0;
    for (uint64_t i = 0; log->owners != NULL && i < log->count; i++) {
        if (log->owners[i] != STAITH_TALLY_NOBODY) {
            log->entries[kept] = log->entries[i];
            log->entries[kept++].person = log->owners[i];
        }
    }
    log->count = kept;
    free(log->owners);
    log->owners = NULL;
    return staith_tally_log_sort(log);
}

uint64_t staith_tally_log_group(const struct staith_tally_log *log, uint64_t at)
{
    uint64_t end = at + 1;
    if (log->entries[at].person == STAITH_TALLY_NOBODY) {
        return 1;
    }
    while (end < log->count && log->entries[end].person == log->entries[at].person) {
        end++;
    }
    return end - at;
}

void staith_tally_log_deinit(struct staith_tally_log *log)
{
    free(log->entries);
    free(log->owners);
    memset(log, 0, sizeof *log);
}
