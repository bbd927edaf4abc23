/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/picture.h"

#include <stdlib.h>
#include <string.h>

/* With the public and the region that is every council of any region; of a whole country the ones
 * that were asked for last stay. */
enum { MOST = 32, REST_MS = 500, SHARE_OF_TIME = 20 };

struct one {
    struct staith_pages_audience audience;
    struct staith_pages *pages; /**< NULL: nothing there */
    uint64_t number;            /**< 0: the place is empty */
    int64_t made_unix_ms;
    int64_t made_ms; /**< monotonic, when its making ended */
    int64_t took_ms;
    int64_t asked_ms;
    int64_t changed; /**< of the store */
    uint32_t shares_begun;
};

struct staith_web_pictures {
    const struct staith_config_region *config;
    const struct staith_outside *outside;
    struct staith_store *store;
    int64_t changes; /**< of the store that were seen */
    uint64_t last_number;
    struct one list[MOST];
};

struct staith_web_pictures *staith_web_pictures_new(const struct staith_config_region *config,
                                                    const struct staith_outside *outside)
{
    struct staith_web_pictures *pictures = calloc(1, sizeof(*pictures));
    if (pictures != NULL) {
        pictures->config = config;
        pictures->outside = outside;
    }
    return pictures;
}

void staith_web_pictures_free(struct staith_web_pictures *pictures)
{
    for (size_t i = 0; pictures != NULL && i < MOST; i++) {
        staith_pages_free(pictures->list[i].pages);
    }
    if (pictures != NULL) {
        staith_store_close(pictures->store);
    }
    free(pictures);
}

static int64_t monotonic(const struct staith_web_pictures *pictures)
{
    return pictures->outside->monotonic_ms(pictures->outside->ctx);
}

/* Its place, or the one that was asked for longest ago. */
static struct one *find(struct staith_web_pictures *pictures,
                        const struct staith_pages_audience *audience)
{
    struct one *oldest = &pictures->list[0];
    for (size_t i = 0; i < MOST; i++) {
        struct one *one = &pictures->list[i];
        if (one->number != 0 && one->audience.viewer == audience->viewer &&
            strcmp(one->audience.council, audience->council) == 0) {
            return one;
        }
        oldest = one->number == 0 || (oldest->number != 0 && one->asked_ms < oldest->asked_ms)
                     ? one
                     : oldest;
    }
    staith_pages_free(oldest->pages);
    *oldest = (struct one){.audience = *audience};
    return oldest;
}

static int open_store(struct staith_web_pictures *pictures, struct staith_err *err)
{
    return pictures->store != NULL ? 0
                                   : staith_store_open(pictures->config->store, true,
                                                       pictures->outside, &pictures->store, err);
}

static int make(struct staith_web_pictures *pictures, struct one *one, int64_t unix_ms,
                struct staith_err *err)
{
    struct staith_pages *pages = NULL;
    const struct staith_pages_options options = {
        .note = pictures->config->http.note,
        .made_unix_ms = unix_ms,
        .audience = &one->audience,
        .account = one->audience.viewer == STAITH_CONFIG_VIEWER_PUBLIC ? "Sign in" : "Your account",
    };
    int64_t begun = monotonic(pictures);
    int code = staith_pages_load(pictures->store, pictures->config, &options, &pages, err);
    if (code == STAITH_ERR_NOTFOUND) {
        memset(err, 0, sizeof(*err));
        code = 0;
    }
    if (code != 0) {
        return code;
    }
    staith_pages_free(one->pages);
    one->pages = pages;
    one->number = ++pictures->last_number;
    one->made_unix_ms = unix_ms;
    one->made_ms = monotonic(pictures);
    one->took_ms = one->made_ms - begun;
    one->changed = pictures->changes;
    one->shares_begun = staith_config_shares_begun(pictures->config, unix_ms);
    return 0;
}

static bool is_due(const struct staith_web_pictures *pictures, const struct one *one,
                   int64_t unix_ms)
{
    if (one->number == 0) {
        return true;
    }
    if (one->changed == pictures->changes &&
        one->shares_begun == staith_config_shares_begun(pictures->config, unix_ms)) {
        return false;
    }
    int64_t rest = one->took_ms * SHARE_OF_TIME;
    return monotonic(pictures) - one->made_ms >= (rest > REST_MS ? rest : REST_MS);
}

int staith_web_pictures_get(struct staith_web_pictures *pictures,
                            const struct staith_pages_audience *audience,
                            struct staith_web_picture *ret_picture, struct staith_err *err)
{
    bool touched = false;
    int64_t unix_ms = pictures->outside->unix_ms(pictures->outside->ctx);
    struct one *one = find(pictures, audience);
    int code = open_store(pictures, err);
    code = code != 0 ? code : staith_store_touched(pictures->store, &touched, err);
    pictures->changes += touched ? 1 : 0;
    if (code == 0 && is_due(pictures, one, unix_ms)) {
        code = make(pictures, one, unix_ms, err);
    }
    if (code != 0) {
        /* it may have been replaced, or be of another version: the next request tries anew */
        staith_store_close(pictures->store);
        pictures->store = NULL;
        one->changed = -1;
    }
    if (code != 0 && one->number == 0) {
        return code;
    }
    one->asked_ms = monotonic(pictures);
    *ret_picture = (struct staith_web_picture){
        one->number, one->pages != NULL ? staith_pages_site(one->pages) : NULL, one->made_unix_ms};
    return 0;
}
