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
    int told_code; /**< of the last one that ended; 0: it was good */
    struct staith_err told;
    bool hung;    /**< one was waited for in vain, and none has been good since */
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
    look->told_code = look->code;
    look->told = look->err;
    look->hung = look->hung && look->code != 0;
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

bool staith_web_look_is_idle(struct staith_web_look *look)
{
    return !staith_web_beside_runs(look->thread) || is_over(look, 0);
}

/* Take what is over, begin what is due, wait where somebody has to; true: the database does not
 * answer. One that hangs is waited for once, not by everybody who comes, nor again by each look
 * until it has answered. A good one that ended just now is fresh enough: where each takes longer
 * than it is waited for, none would be.
 */
static bool go_on(struct staith_web_look *look, bool wanted)
{
    bool runs = staith_web_beside_runs(look->thread);
    if (runs && is_over(look, 0)) {
        runs = false;
        wanted = wanted && look->told_code != 0;
    }
    if (runs && now_ms(look) - look->begun_ms >= STAITH_WEB_LOOK_WAIT_MS) {
        return true;
    }
    bool rested = !staith_web_look_is_apart(look) || now_ms(look) - look->ended_ms >= REST_MS;
    if (!runs && (rested || wanted)) {
        begin(look);
        runs = staith_web_beside_runs(look->thread);
    }
    if (runs && wanted && !look->hung) {
        return !is_over(look, STAITH_WEB_LOOK_WAIT_MS);
    }
    return runs && look->ended_ms == 0;
}

int staith_web_look_ask(struct staith_web_look *look, bool fresh, bool *ret_touched,
                        struct staith_err *err)
{
    if (go_on(look, fresh || look->ended_ms == 0)) {
        look->hung = true;
        return staith_err_set(err, STAITH_ERR_TIMEOUT, "the database does not answer");
    }
    if (look->told_code != 0) {
        *err = look->told;
        return look->told_code;
    }
    *ret_touched = look->changed;
    look->changed = false;
    return 0;
}
