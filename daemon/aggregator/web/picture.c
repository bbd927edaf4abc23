/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first picture of an audience is made while its reader waits. Later ones are made by a thread,
 * one at a time, with a connection to the store of its own, while the last one is shown: nobody
 * waits for a store that is being filled. The thread shares nothing that changes; its result is
 * taken when somebody asks after it ended.
 */
#include "aggregator/web/picture.h"

#include "base/siphash.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With the public and the region that is every council of any region; of a whole country the ones
 * that were asked for last stay. */
enum { MOST = 32, REST_MS = 500, SHARE_OF_TIME = 20 };

/* Numbers of pictures have 17 digits at most. */
static const uint64_t NUMBERS = 100000000000000000;

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

/** A picture being made by the thread. Its fields are the thread's until `done`. */
struct making {
    pthread_t thread;
    bool running; /**< there is a thread to be joined */
    atomic_bool done;
    const struct staith_config_region *config;
    const struct staith_outside *outside;
    struct staith_pages_audience audience;
    int64_t changed;
    int64_t unix_ms;
    int64_t took_ms;
    struct staith_pages *pages;
    int code;
    struct staith_err err;
};

struct staith_web_pictures {
    struct making making;
    const struct staith_config_region *config;
    const struct staith_outside *outside;
    struct staith_store *store;
    int64_t changes;  /**< of the store that were seen */
    uint8_t key[16];  /**< of the numbers */
    uint64_t put_out; /**< audiences that had to make room */
    struct one list[MOST];
};

struct staith_web_pictures *staith_web_pictures_new(const struct staith_config_region *config,
                                                    const struct staith_outside *outside)
{
    struct staith_web_pictures *pictures = calloc(1, sizeof(*pictures));
    if (pictures != NULL) {
        pictures->config = config;
        pictures->outside = outside;
        outside->random(outside->ctx, pictures->key, sizeof(pictures->key));
    }
    return pictures;
}

static int64_t monotonic(const struct staith_web_pictures *pictures)
{
    return pictures->outside->monotonic_ms(pictures->outside->ctx);
}

static bool is_same(const struct staith_pages_audience *a, const struct staith_pages_audience *b)
{
    return a->viewer == b->viewer && a->arrivals == b->arrivals &&
           strcmp(a->council, b->council) == 0;
}

/* Its place, or the one that was asked for longest ago. */
static struct one *find(struct staith_web_pictures *pictures,
                        const struct staith_pages_audience *audience)
{
    struct one *oldest = &pictures->list[0];
    for (size_t i = 0; i < MOST; i++) {
        struct one *one = &pictures->list[i];
        if (one->number != 0 && is_same(&one->audience, audience)) {
            return one;
        }
        oldest = one->number == 0 || (oldest->number != 0 && one->asked_ms < oldest->asked_ms)
                     ? one
                     : oldest;
    }
    pictures->put_out += oldest->number != 0 ? 1 : 0;
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

/* What is there for an audience: NULL pages where that is nothing. */
static int load(struct staith_store *store, const struct staith_config_region *config,
                const struct staith_pages_audience *audience, int64_t unix_ms,
                struct staith_pages **ret_pages, struct staith_err *err)
{
    const struct staith_pages_options options = {
        .note = config->http.note,
        .made_unix_ms = unix_ms,
        .audience = audience,
        .account = audience->viewer == STAITH_CONFIG_VIEWER_PUBLIC ? "Sign in" : "Your account",
    };
    int code = staith_pages_load(store, config, &options, ret_pages, err);
    if (code == STAITH_ERR_NOTFOUND) {
        memset(err, 0, sizeof(*err));
        code = 0;
    }
    return code;
}

/* A number tells nothing: neither how often pictures were made, nor for whom, and one of before a
 * restart, or of another server, is of no picture here.
 */
static uint64_t number_of(const struct staith_web_pictures *pictures, const struct one *one)
{
    char text[160];
    int len =
        snprintf(text, sizeof(text), "%d %d %.16s %lld %u %llu", (int)one->audience.viewer,
                 one->audience.arrivals ? 1 : 0, one->audience.council, (long long)one->changed,
                 (unsigned)one->shares_begun, (unsigned long long)pictures->put_out);
    return staith_siphash13(pictures->key, text, (size_t)len) % NUMBERS + 1;
}

static void keep(struct staith_web_pictures *pictures, struct one *one, struct staith_pages *pages,
                 int64_t changed, int64_t unix_ms, int64_t took_ms)
{
    staith_pages_free(one->pages);
    one->pages = pages;
    one->made_unix_ms = unix_ms;
    one->made_ms = monotonic(pictures);
    one->took_ms = took_ms;
    one->changed = changed;
    one->shares_begun = staith_config_shares_begun(pictures->config, unix_ms);
    one->number = number_of(pictures, one);
}

static int make(struct staith_web_pictures *pictures, struct one *one, int64_t unix_ms,
                struct staith_err *err)
{
    struct staith_pages *pages = NULL;
    int64_t begun = monotonic(pictures);
    int code = load(pictures->store, pictures->config, &one->audience, unix_ms, &pages, err);
    if (code == 0) {
        keep(pictures, one, pages, pictures->changes, unix_ms, monotonic(pictures) - begun);
    }
    return code;
}

static void *run(void *ctx)
{
    struct making *making = ctx;
    struct staith_store *store = NULL;
    int64_t begun = making->outside->monotonic_ms(making->outside->ctx);
    making->code =
        staith_store_open(making->config->store, true, making->outside, &store, &making->err);
    if (making->code == 0) {
        making->code = load(store, making->config, &making->audience, making->unix_ms,
                            &making->pages, &making->err);
    }
    staith_store_close(store);
    making->took_ms = making->outside->monotonic_ms(making->outside->ctx) - begun;
    atomic_store(&making->done, true);
    return NULL;
}

/* Have a new one made; false: no thread can be had. */
static bool begin(struct staith_web_pictures *pictures, const struct one *one, int64_t unix_ms)
{
    struct making *making = &pictures->making;
    *making = (struct making){.config = pictures->config,
                              .outside = pictures->outside,
                              .audience = one->audience,
                              .changed = pictures->changes,
                              .unix_ms = unix_ms};
    making->running = pthread_create(&making->thread, NULL, run, making) == 0;
    return making->running;
}

/* Take what the thread has made, once it has ended. What failed rests as what was made does. */
static void take(struct staith_web_pictures *pictures, bool wait, struct staith_err *err)
{
    struct making *making = &pictures->making;
    if (!making->running || (!wait && !atomic_load(&making->done))) {
        return;
    }
    (void)pthread_join(making->thread, NULL);
    making->running = false;
    if (making->code != 0) {
        *err = making->err;
    }
    for (size_t i = 0; i < MOST; i++) {
        struct one *one = &pictures->list[i];
        if (one->number == 0 || !is_same(&one->audience, &making->audience)) {
            continue;
        }
        if (making->code == 0) {
            keep(pictures, one, making->pages, making->changed, making->unix_ms, making->took_ms);
            making->pages = NULL;
        } else {
            one->made_ms = monotonic(pictures);
            one->took_ms = making->took_ms;
        }
        break;
    }
    staith_pages_free(making->pages); /* its audience was put out meanwhile */
    making->pages = NULL;
}

void staith_web_pictures_free(struct staith_web_pictures *pictures)
{
    struct staith_err err = {0};
    if (pictures == NULL) {
        return;
    }
    take(pictures, true, &err);
    for (size_t i = 0; i < MOST; i++) {
        staith_pages_free(pictures->list[i].pages);
    }
    staith_store_close(pictures->store);
    free(pictures);
}

static bool is_due(const struct staith_web_pictures *pictures, const struct one *one,
                   int64_t unix_ms)
{
    if (one->changed == pictures->changes &&
        one->shares_begun == staith_config_shares_begun(pictures->config, unix_ms)) {
        return false;
    }
    int64_t rest = one->took_ms * SHARE_OF_TIME;
    return monotonic(pictures) - one->made_ms >= (rest > REST_MS ? rest : REST_MS);
}

static int get(struct staith_web_pictures *pictures, const struct staith_pages_audience *audience,
               struct staith_web_picture *ret_picture, struct staith_err *err)
{
    bool touched = false;
    int64_t unix_ms = pictures->outside->unix_ms(pictures->outside->ctx);
    struct one *one = find(pictures, audience);
    int code = open_store(pictures, err);
    code = code != 0 ? code : staith_store_touched(pictures->store, &touched, err);
    pictures->changes += touched ? 1 : 0;
    bool first = one->number == 0;
    bool due = code == 0 && !first && !pictures->making.running && is_due(pictures, one, unix_ms);
    if (code == 0 && (first || (due && !begin(pictures, one, unix_ms)))) {
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

int staith_web_pictures_get(struct staith_web_pictures *pictures,
                            const struct staith_pages_audience *audience,
                            struct staith_web_picture *ret_picture, struct staith_err *err)
{
    struct staith_err failed = {0};
    take(pictures, false, &failed);
    int code = get(pictures, audience, ret_picture, err);
    if (code == 0 && err->code == 0) {
        *err = failed;
    }
    return code;
}
