/* SPDX-License-Identifier: Apache-2.0 */
#include "groups.h"

/* The smallest group that is shown, or `count` where none is. */
static size_t smallest(const uint64_t *counts, size_t count, const bool *shown)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++) {
        if (shown[i] && (found == count || counts[i] < counts[found])) {
            found = i;
        }
    }
    return found;
}

void health_groups_choose(const uint64_t *counts, size_t count, uint64_t rest, uint64_t minimum,
                          bool *shown)
{
    uint64_t total = rest;
    uint64_t hidden = rest; /* answers that are in the total alone */
    for (size_t i = 0; i < count; i++) {
        shown[i] = counts[i] >= minimum;
        total += counts[i];
        hidden += shown[i] ? 0 : counts[i];
    }
    /* Hidden answers can be had by subtraction: they must be none, or as many as a group. */
    while (hidden > 0 && hidden < minimum) {
        size_t next = smallest(counts, count, shown);
        if (next == count) {
            return; /* the total itself is too small: nothing is shown */
        }
        shown[next] = false;
        hidden += counts[next];
    }
    for (size_t i = 0; i < count; i++) {
        if (shown[i] && total - counts[i] < minimum) {
            shown[i] = false; /* the only group there is: it is the total */
        }
    }
}
