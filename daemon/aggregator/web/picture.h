/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_PICTURE_H
#define STAITH_AGGREGATOR_WEB_PICTURE_H
/*
 * What each audience may see of the store, compared and ready: made when somebody of that audience
 * asks, and again when the store has changed. Making one takes its time; it is never done for more
 * than a twentieth of it, so that a store that is being filled does not keep readers waiting.
 */
#include "aggregator/pages/pages.h"
#include "base/outside.h"

struct staith_web_pictures;

struct staith_web_picture {
    uint64_t number;                /**< another one for every making, and every audience */
    const struct staith_site *site; /**< NULL: there is nothing for this audience yet */
    int64_t made_unix_ms;
};

/** `config` and `outside` outlive it. Opens the store for reading when it is first asked for.
 *  NULL without memory. */
struct staith_web_pictures *staith_web_pictures_new(const struct staith_config_region *config,
                                                    const struct staith_outside *outside);
/** Whether no thread works for it, so that freeing it waits for nothing. */
bool staith_web_pictures_are_idle(struct staith_web_pictures *pictures);
/** Waits for its threads. NULL is allowed. */
void staith_web_pictures_free(struct staith_web_pictures *pictures);
/** The picture for an audience, as of now. Valid until the next call. When a new one cannot be made
 *  the last one is given and *err says why, with the result 0; where there is none the error is
 *  the result. */
int staith_web_pictures_get(struct staith_web_pictures *pictures,
                            const struct staith_pages_audience *audience,
                            struct staith_web_picture *ret_picture, struct staith_err *err);

#endif
