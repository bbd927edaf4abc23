/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All councils of a region mostly have the same few catalogues; reading one anew for each release
 * would be most of the work of ingest.
 */
#include "aggregator/ingest/internal.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 8, ARENA_BYTES = 8 * 1024 * 1024 };

struct slot {
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_arena arena;
    struct staith_catalogue *catalogue; /* NULL: free */
};

struct staith_ingest_catalogues {
    struct staith_store *store;
    struct slot slots[SLOTS];
    size_t next; /* is overwritten next */
};

struct staith_ingest_catalogues *staith_ingest_catalogues_new(struct staith_store *store)
{
    struct staith_ingest_catalogues *catalogues = calloc(1, sizeof(*catalogues));
    if (catalogues != NULL) {
        catalogues->store = store;
        for (size_t i = 0; i < SLOTS; i++) {
            staith_arena_init(&catalogues->slots[i].arena, ARENA_BYTES);
        }
    }
    return catalogues;
}

void staith_ingest_catalogues_free(struct staith_ingest_catalogues *catalogues)
{
    if (catalogues != NULL) {
        for (size_t i = 0; i < SLOTS; i++) {
            staith_arena_deinit(&catalogues->slots[i].arena);
        }
        free(catalogues);
    }
}

int staith_ingest_catalogues_get(struct staith_ingest_catalogues *catalogues,
                                 const uint8_t hash[STAITH_HASH_BYTES],
                                 const struct staith_catalogue **ret_catalogue,
                                 struct staith_err *err)
{
    for (size_t i = 0; i < SLOTS; i++) {
        const struct slot *slot = &catalogues->slots[i];
        if (slot->catalogue != NULL && memcmp(slot->hash, hash, STAITH_HASH_BYTES) == 0) {
            *ret_catalogue = slot->catalogue;
            return 0;
        }
    }
    uint8_t *bytes = NULL;
    size_t len = 0;
    int rc = staith_store_catalogue(catalogues->store, hash, &bytes, &len);
    if (rc != 0) {
        return staith_err_set(err, rc, "its catalogue is not here");
    }
    struct slot *slot = &catalogues->slots[catalogues->next];
    staith_arena_deinit(&slot->arena);
    staith_arena_init(&slot->arena, ARENA_BYTES);
    slot->catalogue = NULL;
    rc = staith_codec_unpack_catalogue(bytes, len, &slot->arena, &slot->catalogue, err);
    free(bytes);
    if (rc != 0) {
        slot->catalogue = NULL;
        return rc;
    }
    memcpy(slot->hash, hash, STAITH_HASH_BYTES);
    catalogues->next = (catalogues->next + 1) % SLOTS;
    *ret_catalogue = slot->catalogue;
    return 0;
}
