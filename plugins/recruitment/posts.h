/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_RECRUITMENT_POSTS_H
#define STAITH_RECRUITMENT_POSTS_H
/*
 * Posts over the rows of a file: each has as many rows as it had candidates in all its rounds, and
 * only at the end is it known how many adverts it needed. Numbers alone are kept.
 */
#include "events.h"

enum { STAITH_RECRUITMENT_MAX_POSTS = 20000 };

/** One post. */
struct staith_recruitment_post {
    uint64_t name;     /**< hash of the council's name for it */
    uint64_t went_out; /**< bit by round: advertised in the quarter */
    uint64_t ended;    /**< bit by round: ended in the quarter */
    uint32_t adverts;  /**< needed so far */
    bool filled;       /**< somebody started in the quarter */
    uint16_t role;
};

/** Caller's storage, zero-initialised; end with staith_recruitment_posts_deinit. */
struct staith_recruitment_posts {
    struct staith_recruitment_post *items;
    uint32_t count;
};

/** Take a judged row. STAITH_OK, STAITH_ELIMIT, STAITH_ENOMEM. */
int staith_recruitment_posts_add(struct staith_recruitment_posts *posts,
                                 const struct staith_kit_cell *cells,
                                 const struct staith_recruitment_events *events);
void staith_recruitment_posts_deinit(struct staith_recruitment_posts *posts);

/** Observe posts, adverts and rounds. STAITH_OK, or what the host returned. */
int staith_recruitment_posts_observe(const struct staith_recruitment_posts *posts,
                                     const struct staith_host *host);

#endif
