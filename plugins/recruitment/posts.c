/* SPDX-License-Identifier: Apache-2.0 */
#include "posts.h"

#include "observe.h"

#include <stdlib.h>
#include <string.h>

#define C(id) STAITH_RECRUITMENT_C_##id
#define M(id) STAITH_RECRUITMENT_M_##id

enum { LAST_ROUND = 63 };

/* FNV-1a over the small letters and digits, so that "SW 12" and "sw-12" are one post. */
static uint64_t name_of(const struct staith_kit_cell *cell)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < cell->len; i++) {
        unsigned char c = (unsigned char)cell->text[i];
        if (c >= 'A' && c <= 'Z') {
            c = (unsigned char)(c - 'A' + 'a');
        }
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            hash = (hash ^ c) * UINT64_C(1099511628211);
        }
    }
    return hash;
}

static struct staith_recruitment_post *find(struct staith_recruitment_posts *posts, uint64_t name)
{
    for (uint32_t i = 0; i < posts->count; i++) {
        if (posts->items[i].name == name) {
            return &posts->items[i];
        }
    }
    return NULL;
}

/* The reader takes no round above the last bit; the first where none is given. */
static uint32_t round_of(const struct staith_kit_cell *cell)
{
    if (!staith_kit_has(cell) || cell->number < 1) {
        return 1;
    }
    return cell->number < LAST_ROUND ? (uint32_t)cell->number : LAST_ROUND;
}

int staith_recruitment_posts_add(struct staith_recruitment_posts *posts,
                                 const struct staith_kit_cell *cells,
                                 const struct staith_recruitment_events *events)
{
    uint64_t name = name_of(&cells[C(POST)]);
    struct staith_recruitment_post *post = find(posts, name);
    uint32_t round = round_of(&cells[C(ROUND)]);
    uint32_t adverts = round + (staith_kit_has(&cells[C(READVERTISED)]) ? 1 : 0);
    if (post == NULL) {
        if (posts->count == STAITH_RECRUITMENT_MAX_POSTS) {
            return STAITH_ELIMIT;
        }
        struct staith_recruitment_post *more =
            realloc(posts->items, ((size_t)posts->count + 1) * sizeof(*more));
        if (more == NULL) {
            return STAITH_ENOMEM;
        }
        posts->items = more;
        post = &posts->items[posts->count++];
        *post = (struct staith_recruitment_post){.name = name, .role = events->role};
    }
    /* The first row that says which role it is counts. */
    if (post->role == STAITH_RECRUITMENT_ROLE_NOT_KNOWN) {
        post->role = events->role;
    }
    post->adverts = adverts > post->adverts ? adverts : post->adverts;
    post->filled = post->filled || events->started;
    post->went_out |= events->advertised ? UINT64_C(1) << round : 0;
    post->ended |= events->round_ended ? UINT64_C(1) << round : 0;
    return STAITH_OK;
}

void staith_recruitment_posts_deinit(struct staith_recruitment_posts *posts)
{
    free(posts->items);
    posts->items = NULL;
    posts->count = 0;
}

static int count_bits(uint64_t bits)
{
    int count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static void observe_post(struct staith_recruitment_record *record,
                         const struct staith_recruitment_post *post)
{
    staith_kit_key_start(&record->key);
    staith_kit_key_number(&record->key, (int64_t)post->name);
    record->categories[STAITH_RECRUITMENT_D_ROLE] = post->role;
    record->categories[STAITH_RECRUITMENT_D_ADVERTS] =
        staith_recruitment_advert_band(post->adverts);
    if (post->went_out != 0) {
        staith_recruitment_put(record, M(POSTS), 1);
        staith_recruitment_put_if(record, M(POSTS_2), post->adverts >= 2);
        staith_recruitment_put_if(record, M(POSTS_3), post->adverts >= 3);
        staith_recruitment_put_if(record, M(POSTS_5), post->adverts >= 5);
    }
    staith_recruitment_put_if(record, M(FILLED), post->filled);
    for (int i = count_bits(post->went_out); i > 0; i--) {
        staith_recruitment_put(record, M(ADVERTS), 1);
    }
    for (int i = count_bits(post->ended); i > 0; i--) {
        staith_recruitment_put(record, M(ROUNDS), 1);
    }
}

int staith_recruitment_posts_observe(const struct staith_recruitment_posts *posts,
                                     const struct staith_host *host)
{
    struct staith_recruitment_record record;
    staith_recruitment_record_init(&record, host);
    for (uint32_t i = 0; i < posts->count; i++) {
        observe_post(&record, &posts->items[i]);
    }
    return record.rc;
}
