/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All councils of a region mostly have the same few catalogues; reading one anew for each release
 * would be most of the work of ingest.
 */
#include "aggregator/ingest/internal.h"

#include <stdio.h>
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

/* The catalogue of a dataset that leads, in `arena`; NULL with 0: there is none. */
static int leading(struct staith_ingest_catalogues *catalogues, const char *dataset,
                   struct staith_arena *arena, struct staith_catalogue **ret_catalogue,
                   struct staith_err *err)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    int rc = staith_store_newest_catalogue(catalogues->store, dataset, &bytes, &len);
    if (rc == STAITH_ERR_NOTFOUND) {
        return 0;
    }
    if (rc != 0) {
        return staith_err_set(err, rc, "the catalogue of %.63s cannot be read", dataset);
    }
    rc = staith_codec_unpack_catalogue(bytes, len, arena, ret_catalogue, err);
    free(bytes);
    return rc;
}

/* A code that meant one thing goes on meaning it until an officer says otherwise: no council's
 * catalogue redefines what the others are compared by. */
int staith_ingest_catalogues_state(struct staith_ingest_catalogues *catalogues,
                                   const struct staith_catalogue *catalogue,
                                   const struct staith_ingest_dataset *rule,
                                   enum staith_store_catalogue_state *ret_state,
                                   char ret_why[STAITH_DIFFERENCE_BYTES], struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_catalogue *was = NULL;
    staith_arena_init(&arena, ARENA_BYTES);
    int rc = leading(catalogues, catalogue->dataset, &arena, &was, err);
    if (rc == 0) {
        enum staith_difference difference = STAITH_DIFFERENCE_MORE;
        (void)snprintf(ret_why, STAITH_DIFFERENCE_BYTES, "a new dataset");
        if (was != NULL) {
            difference = staith_catalogue_difference(catalogue, was, ret_why);
        }
        switch (difference) {
        case STAITH_DIFFERENCE_NONE: /* another version of the plugin, say */
            *ret_state = STAITH_STORE_CATALOGUE_LEADS;
            break;
        case STAITH_DIFFERENCE_LESS:
            *ret_state = STAITH_STORE_CATALOGUE_ACCEPTED;
            break;
        case STAITH_DIFFERENCE_MORE:
            *ret_state =
                rule->catalogues_wait ? STAITH_STORE_CATALOGUE_WAITS : STAITH_STORE_CATALOGUE_LEADS;
            break;
        case STAITH_DIFFERENCE_MEANING:
            *ret_state = STAITH_STORE_CATALOGUE_WAITS;
            break;
        }
    }
    staith_arena_deinit(&arena);
    return rc;
}
