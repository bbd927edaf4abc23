/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A handout is told to every council, also to one that has sent nothing yet, and once: the hash of
 * what each was given last is kept beside it, as it is for comparisons. One transaction, so that a
 * region that is killed half way tells the rest when it is back.
 */
#include "aggregator/ingest/handouts.h"

#include "aggregator/ingest/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BYTES = 8 * 1024 * 1024 };

static int give(struct staith_ingest *ingest, const struct staith_config_region *config,
                const char *name, const uint8_t hash[STAITH_HASH_BYTES],
                const struct staith_buf *packed, uint32_t *given, struct staith_err *err)
{
    char key[STAITH_HANDOUT_NAME_BYTES + 1];
    int rc = 0;
    /* no dataset's code begins so */
    (void)snprintf(key, sizeof(key), ":%s", name);
    for (uint32_t i = 0; rc == 0 && i < config->council_count; i++) {
        const char *authority = config->councils[i].code;
        bool same = false;
        rc = staith_store_told(ingest->options.store, authority, key, hash, &same, err);
        if (rc == 0 && !same) {
            rc =
                staith_ingest_tell(&ingest->options, authority, STAITH_RECORD_HANDOUT, packed, err);
            *given += rc == 0 ? 1 : 0;
        }
    }
    return rc;
}

/* What was imported is handed out byte by byte. */
static int give_imported(struct staith_ingest *ingest, const struct staith_config_region *config,
                         const char *name, uint32_t *given, struct staith_err *err)
{
    uint8_t hash[STAITH_HASH_BYTES];
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct staith_buf packed;
    int rc = staith_store_handout(ingest->options.store, name, &bytes, &len, err);
    if (rc != 0) {
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    rc = staith_buf_append(&packed, bytes, len);
    free(bytes);
    if (rc == 0) {
        staith_codec_hash(packed.data, packed.len, hash);
        rc = give(ingest, config, name, hash, &packed, given, err);
    }
    staith_buf_deinit(&packed);
    return rc;
}

/* The time of making is no part of what is the same. */
static int give_national(struct staith_ingest *ingest, const struct staith_config_region *config,
                         struct staith_arena *arena, struct staith_buf *packed, uint32_t *given,
                         struct staith_err *err)
{
    const struct staith_outside *outside = ingest->options.outside;
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_handout handout;
    int rc = staith_store_national_handout(ingest->options.store, config->region_code, arena,
                                           &handout, err);
    if (rc == STAITH_ERR_LIMIT) {
        return staith_ingest_not_told(ingest, "handout", STAITH_HANDOUT_NATIONAL, err);
    }
    if (rc != 0) {
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    rc = staith_codec_pack_handout(&handout, packed);
    if (rc == 0) {
        staith_codec_hash(packed->data, packed->len, hash);
        staith_buf_clear(packed);
        handout.made_unix_ms = outside->unix_ms(outside->ctx);
        rc = staith_codec_pack_handout(&handout, packed);
    }
    if (rc == STAITH_ERR_LIMIT || rc == STAITH_ERR_INVAL) {
        return staith_ingest_not_told(ingest, "handout", STAITH_HANDOUT_NATIONAL, err);
    }
    return rc != 0 ? staith_err_set(err, rc, "the national figures cannot be packed")
                   : give(ingest, config, handout.name, hash, packed, given, err);
}

static int give_all(struct staith_ingest *ingest, const struct staith_config_region *config,
                    uint32_t *given, struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_buf packed;
    staith_arena_init(&arena, ARENA_BYTES);
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    int rc = give_imported(ingest, config, STAITH_HANDOUT_CAPS, given, err);
    if (rc == 0) {
        rc = give_national(ingest, config, &arena, &packed, given, err);
    }
    staith_buf_deinit(&packed);
    staith_arena_deinit(&arena);
    return rc;
}

int staith_ingest_hand_out(struct staith_ingest *ingest, const struct staith_config_region *config,
                           uint32_t *ret_given, struct staith_err *err)
{
    *ret_given = 0;
    if (ingest->options.signing_key == NULL || config->council_count == 0) {
        return 0;
    }
    int rc = staith_ingest_commit(ingest, err);
    rc = rc != 0 ? rc : staith_ingest_begin(ingest, err);
    rc = rc != 0 ? rc : give_all(ingest, config, ret_given, err);
    rc = rc != 0 ? rc : staith_ingest_commit(ingest, err);
    if (rc != 0) {
        staith_ingest_roll_back(ingest);
    }
    return rc;
}
