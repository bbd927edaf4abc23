/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures are made by a thread, one at a time, with a connection to the store of its own. The
 * first of an audience is waited for, of a database for a little while alone; beside the making of
 * later ones the last is shown: nobody waits for a store that is being filled, or for a database
 * that hangs. The thread shares nothing that changes; its result is taken when somebody asks after
 * it ended.
 */
#include "aggregator/web/picture.h"

#include "aggregator/web/beside.h"
#include "aggregator/web/look.h"
#include "base/siphash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With the public and the region that is every council of any region; of a whole country the ones
 * that were asked for last stay. */
enum { MOST = 32, REST_MS = 500, SHARE_OF_TIME = 20 };

/* That one request is kept, on the loop, for the first picture from a database, and that one making
 * keeps all of them together. */
enum { FIRST_MS = 5000 };

/* Numbers of pictures have 17 digits at most. */
static const uint64_t NUMBERS = 100000000000000000;

struct one {
    bool taken; /**< the place is somebody's */
    struct staith_pages_audience audience;
    struct staith_pages *pages; /**< NULL: nothing there */
    uint64_t number;            /**< 0: none was made yet */
    int64_t made_unix_ms;
    int64_t made_ms; /**< monotonic, when its making ended */
    int64_t took_ms;
    int64_t asked_ms;
    int64_t changed; /**< of the store */
    uint32_t shares_begun;
};

/** A picture being made by the thread. Its fields are the thread's until that is over. */
struct making {
    const struct staith_config_region *config;
    const struct staith_outside *outside;
    struct staith_pages_audience audience;
    int64_t changed;
    int64_t unix_ms;
    int64_t begun_ms; /**< monotonic */
    int64_t took_ms;
    struct staith_pages *pages;
    int code;
    struct staith_err err;
};

struct staith_web_pictures {
    struct making making;
    struct staith_web_beside *maker;
    struct staith_web_look *look;
    const struct staith_config_region *config;
    const struct staith_outside *outside;
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
        pictures->maker = staith_web_beside_new();
        pictures->look = staith_web_look_new(&config->store, outside);
    }
    if (pictures != NULL && (pictures->maker == NULL || pictures->look == NULL)) {
        staith_web_pictures_free(pictures);
        return NULL;
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
        if (one->taken && is_same(&one->audience, audience)) {
            return one;
        }
        oldest = !one->taken || (oldest->taken && one->asked_ms < oldest->asked_ms) ? one : oldest;
    }
    pictures->put_out += oldest->number != 0 ? 1 : 0;
    staith_pages_free(oldest->pages);
    *oldest = (struct one){.taken = true, .audience = *audience};
    return oldest;
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

static void run(void *ctx)
{
    struct making *making = ctx;
    struct staith_store *store = NULL;
    making->code =
        staith_store_open(making->config->store, true, making->outside, &store, &making->err);
    if (making->code == 0) {
        making->code = load(store, making->config, &making->audience, making->unix_ms,
                            &making->pages, &making->err);
    }
    staith_store_close(store);
    making->took_ms = making->outside->monotonic_ms(making->outside->ctx) - making->begun_ms;
}

/* Have a new one made; false: no thread can be had. */
static bool begin(struct staith_web_pictures *pictures, const struct one *one, int64_t unix_ms)
{
    struct making *making = &pictures->making;
    *making = (struct making){.config = pictures->config,
                              .outside = pictures->outside,
                              .audience = one->audience,
                              .changed = pictures->changes,
                              .unix_ms = unix_ms,
                              .begun_ms = monotonic(pictures)};
    return staith_web_beside_begin(pictures->maker, run, making);
}

/* Take what the thread has made, once it is over, waiting so long for it; true: it was. What failed
 * rests as what was made does.
 */
static bool take(struct staith_web_pictures *pictures, int wait_ms, struct staith_err *err)
{
    struct making *making = &pictures->making;
    if (!staith_web_beside_is_over(pictures->maker, wait_ms)) {
        return false;
    }
    if (making->code != 0) {
        *err = making->err;
    }
    for (size_t i = 0; i < MOST; i++) {
        struct one *one = &pictures->list[i];
        if (!one->taken || !is_same(&one->audience, &making->audience)) {
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
    return true;
}

bool staith_web_pictures_are_idle(struct staith_web_pictures *pictures)
{
    struct staith_err err = {0};
    bool is_made = !staith_web_beside_runs(pictures->maker) || take(pictures, 0, &err);
    return is_made && staith_web_look_is_idle(pictures->look);
}

void staith_web_pictures_free(struct staith_web_pictures *pictures)
{
    struct staith_err err = {0};
    if (pictures == NULL) {
        return;
    }
    (void)take(pictures, -1, &err);
    for (size_t i = 0; i < MOST; i++) {
        staith_pages_free(pictures->list[i].pages);
    }
    staith_web_beside_free(pictures->maker);
    staith_web_look_free(pictures->look);
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

/* How long the making under way is waited for by a request that came then; -1: until it is over. */
static int wait_of(const struct staith_web_pictures *pictures, int64_t came_ms)
{
    int64_t begun_ms = pictures->making.begun_ms;
    if (!staith_web_look_is_apart(pictures->look)) {
        return -1;
    }
    int64_t left_ms = (begun_ms < came_ms ? begun_ms : came_ms) + FIRST_MS - monotonic(pictures);
    return left_ms > 0 ? (int)left_ms : 0;
}

/* The first of an audience. Where the thread makes another one this waits for its turn. */
static int make_first(struct staith_web_pictures *pictures, const struct one *one, int64_t unix_ms,
                      struct staith_err *err)
{
    const struct making *making = &pictures->making;
    const int64_t came_ms = one->asked_ms;
    for (unsigned turn = 0; turn < 2; turn++) {
        struct staith_err failed = {0};
        if (!staith_web_beside_runs(pictures->maker) && !begin(pictures, one, unix_ms)) {
            return staith_err_set(err, STAITH_ERR_NOMEM, "no thread can be had");
        }
        bool ours = is_same(&making->audience, &one->audience);
        if (!take(pictures, wait_of(pictures, came_ms), &failed)) {
            break;
        }
        if (ours && failed.code != 0) {
            *err = failed;
            return failed.code;
        }
        if (one->number != 0) {
            return 0;
        }
    }
    return staith_err_set(err, STAITH_ERR_AGAIN, "the figures are still being read");
}

static int get(struct staith_web_pictures *pictures, const struct staith_pages_audience *audience,
               struct staith_web_picture *ret_picture, struct staith_err *err)
{
    bool touched = false;
    int64_t unix_ms = pictures->outside->unix_ms(pictures->outside->ctx);
    struct one *one = find(pictures, audience);
    bool first = one->number == 0;
    one->asked_ms = monotonic(pictures);
    int code = staith_web_look_ask(pictures->look, first, &touched, err);
    pictures->changes += touched ? 1 : 0;
    if (code == 0 && first) {
        code = make_first(pictures, one, unix_ms, err);
    } else if (code == 0 && !staith_web_beside_runs(pictures->maker) &&
               is_due(pictures, one, unix_ms)) {
        (void)begin(pictures, one, unix_ms); /* or when the next one asks */
    }
    if (code != 0) {
        one->changed = -1; /* it is made anew when the store can be read again */
    }
    if (one->number == 0) {
        return code;
    }
    *ret_picture = (struct staith_web_picture){
        one->number, one->pages != NULL ? staith_pages_site(one->pages) : NULL, one->made_unix_ms};
    return 0;
}

int staith_web_pictures_get(struct staith_web_pictures *pictures,
                            const struct staith_pages_audience *audience,
                            struct staith_web_picture *ret_picture, struct staith_err *err)
{
    struct staith_err failed = {0};
    (void)take(pictures, 0, &failed);
    int code = get(pictures, audience, ret_picture, err);
    if (code == 0 && err->code == 0) {
        *err = failed;
    }
    return code;
}
