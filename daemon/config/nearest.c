/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Did you mean": the key with the fewest single-character changes (insert, drop, change, or swap
 * of neighbours), when they are few for the key's length.
 */
#include "config/table.h"

#include <string.h>

enum { MAX_NAME = 40 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static bool same(char a, char b)
{
    /* an underscore for a hyphen is no mistake worth counting */
    return a == b || (a == '_' && b == '-') || (a == '-' && b == '_');
}

/* Optimal string alignment distance; three rows are enough. Both at most MAX_NAME long. */
static unsigned distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    unsigned rows[3][MAX_NAME + 1];
    for (size_t j = 0; j <= b_len; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        unsigned *now = rows[i % 3];
        const unsigned *before = rows[(i + 2) % 3];
        const unsigned *earlier = rows[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= b_len; j++) {
            unsigned change = before[j - 1] + (same(a[i - 1], b[j - 1]) ? 0u : 1u);
            now[j] = least(change, least(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1])) {
                now[j] = least(now[j], earlier[j - 2] + 1);
            }
        }
    }
    return rows[a_len % 3][b_len];
}

const char *staith_config_nearest(const struct staith_config_block *block, const char *name)
{
    const char *nearest = NULL;
    size_t len = strlen(name);
    unsigned fewest = MAX_NAME;
    if (len > MAX_NAME) {
        return NULL;
    }
    for (uint32_t i = 0; i < block->key_count; i++) {
        const char *known = block->keys[i].name;
        unsigned changes = distance(name, len, known, strlen(known));
        if (changes < fewest && changes <= 1 + strlen(known) / 4) {
            fewest = changes;
            nearest = known;
        }
    }
    return nearest;
}
