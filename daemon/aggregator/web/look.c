/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One look at a time, each by a thread that ends with it, so that nothing is held while nobody asks
 * but the connection, which goes from one to the next.
 */
#include "aggregator/web/look.h"

#include "aggregator/store/store.h"
#include "aggregator/web/beside.h"

#include <stdlib.h>
#include <string.h>

enum { REST_MS = 100 /* between two looks */ };

struct staith_web_look {
    const char *const *where;
    const struct staith_outside *outside;
    struct staith_web_beside *thread;
    struct staith_store *store; /**< the thread's while it runs; NULL: not open */
    /* of the look that the thread makes, or that ended last */
    bool touched;
    int code;
    struct staith_err err;
    int64_t begun_ms;
    /* of what was told */
    int64_t ended_ms;
    bool good;    /**< the last one that ended was */
    bool changed; /**< it is not told yet */
};

struct staith_web_look *staith_web_look_new(const char *const *where,
                                            const struct staith_outside *outside)
{
    struct staith_web_look *look = calloc(1, sizeof(*look));
    if (look != NULL) {
        look->where = where;
        look->outside = outside;
        look->thread = staith_web_beside_new();
    }
    if (look != NULL && look->thread == NULL) {
        free(look);
        return NULL;
    }
    return look;
}

void staith_web_look_free(struct staith_web_look *look)
{
    if (look != NULL) {
        staith_web_beside_free(look->thread);
        staith_store_close(look->store);
        free(look);
    }
}

bool staith_web_look_is_apart(const struct staith_web_look *look)
{
    return strncmp(*look->where, "postgresql:", 11) == 0;
}

static void run(void *ctx)
{
    struct staith_web_look *look = ctx;
    memset(&look->err, 0, sizeof(look->err));
    look->touched = false;
    look->code = look->store != NULL ? 0
                                     : staith_store_open(*look->where, true, look->outside,
                                                         &look->store, &look->err);
    if (look->code == 0) {
        look->code = staith_store_touched(look->store, &look->touched, &look->err);
    }
    if (look->code != 0) {
        /* it may have been replaced, or be of another version: the next look opens it anew */
        staith_store_close(look->store);
        look->store = NULL;
    }
}

static int64_t now_ms(const struct staith_web_look *look)
{
    return look->outside->monotonic_ms(look->outside->ctx);
}

static void take(struct staith_web_look *look)
{
    look->ended_ms = now_ms(look);
    look->good = look->code == 0;
    look->changed = look->changed || look->touched;
}

/* Begin one; without a thread it is made here and now. */
static void begin(struct staith_web_look *look)
{
    look->begun_ms = now_ms(look);
    if (!staith_web_look_is_apart(look) || !staith_web_beside_begin(look->thread, run, look)) {
        run(look);
        take(look);
    }
}

static bool is_over(struct staith_web_look *look, int wait_ms)
{
    bool over = staith_web_beside_is_over(look->thread, wait_ms);
    if (over) {
        take(look);
    }
    return over;
}

int staith_web_look_ask(struct staith_web_look *look, bool fresh, bool *ret_touched,
                        struct staith_err *err)
{
    bool runs = staith_web_beside_runs(look->thread);
    if (runs && is_over(look, 0)) {
        runs = false;
    }
    bool hangs = runs && now_ms(look) - look->begun_ms >= STAITH_WEB_LOOK_WAIT_MS;
    bool rested = !staith_web_look_is_apart(look) || now_ms(look) - look->ended_ms >= REST_MS;
    if (!runs && (rested || fresh || look->ended_ms == 0)) {
        begin(look);
        runs = staith_web_beside_runs(look->thread);
    }
    if (runs && !hangs && (fresh || !look->good)) {
        hangs = !is_over(look, STAITH_WEB_LOOK_WAIT_MS);
    }
    if (hangs) {
        return staith_err_set(err, STAITH_ERR_TIMEOUT, "the database does not answer");
    }
    if (!look->good) {
        *err = look->err;
        return look->code;
    }
    *ret_touched = look->changed;
    look->changed = false;
    return 0;
}
