/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of fixed size in which the newest of two with the same place stays. When the bytes are
 * too many all of it is dropped: pages are made in milliseconds, and that happens seldom.
 */
#include "aggregator/web/cache.h"

#include "base/siphash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 4096, ADDRESS_BYTES = 512 };

struct slot {
    uint64_t picture;
    char *address; /**< owned; NULL: empty */
    struct staith_web_kept kept;
};

struct staith_web_cache {
    size_t max_bytes;
    size_t bytes;
    uint8_t key[16];
    struct slot slots[SLOTS];
};

struct staith_web_cache *staith_web_cache_new(const struct staith_outside *outside,
                                              size_t max_bytes)
{
    struct staith_web_cache *cache = calloc(1, sizeof(*cache));
    if (cache != NULL) {
        cache->max_bytes = max_bytes;
        outside->random(outside->ctx, cache->key, sizeof(cache->key));
    }
    return cache;
}

static void empty(struct staith_web_cache *cache, struct slot *slot)
{
    if (slot->address != NULL) {
        cache->bytes -= slot->kept.body->len;
        staith_http_body_drop(slot->kept.body);
        free(slot->address);
        slot->address = NULL;
    }
}

void staith_web_cache_free(struct staith_web_cache *cache)
{
    for (size_t i = 0; cache != NULL && i < SLOTS; i++) {
        empty(cache, &cache->slots[i]);
    }
    free(cache);
}

static struct slot *place(struct staith_web_cache *cache, uint64_t picture, const char *address)
{
    char text[ADDRESS_BYTES + 32];
    int len = snprintf(text, sizeof(text), "%llu %s", (unsigned long long)picture, address);
    return &cache->slots[staith_siphash13(cache->key, text, (size_t)len) % SLOTS];
}

bool staith_web_cache_find(struct staith_web_cache *cache, uint64_t picture, const char *address,
                           struct staith_web_kept *ret_kept)
{
    if (strlen(address) >= ADDRESS_BYTES) {
        return false;
    }
    struct slot *slot = place(cache, picture, address);
    if (slot->address == NULL || slot->picture != picture || strcmp(slot->address, address) != 0) {
        return false;
    }
    *ret_kept = slot->kept;
    (void)staith_http_body_hold(ret_kept->body);
    return true;
}

void staith_web_cache_keep(struct staith_web_cache *cache, uint64_t picture, const char *address,
                           const struct staith_web_kept *kept)
{
    size_t len = strlen(address);
    if (len >= ADDRESS_BYTES || kept->body->len > cache->max_bytes / 2) {
        return;
    }
    for (size_t i = 0; cache->bytes + kept->body->len > cache->max_bytes && i < SLOTS; i++) {
        empty(cache, &cache->slots[i]);
    }
    struct slot *slot = place(cache, picture, address);
    empty(cache, slot);
    slot->address = malloc(len + 1);
    if (slot->address == NULL) {
        return;
    }
    memcpy(slot->address, address, len + 1);
    slot->picture = picture;
    slot->kept = *kept;
    (void)staith_http_body_hold(kept->body);
    cache->bytes += kept->body->len;
}
