/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A place counts from when it is taken until its `done`, which may come after the queue was freed:
 * the last one frees it.
 */
#include "aggregator/web/queue.h"

#include "aggregator/access/access.h"
#include "loop/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct place {
    struct place *prev;
    struct place *next;
    struct staith_web_queue *queue;
    enum staith_web_line line;
    char who[STAITH_ACCESS_NAME_BYTES];
    void (*run)(void *ctx);
    void (*done)(void *ctx, bool ran);
    void *ctx;
};

struct staith_web_queue {
    struct staith_work *hashes;
    struct staith_work *asks;
    struct place head; /**< of the ring of places */
    bool freed;
};

struct staith_web_queue *staith_web_queue_new(struct staith_loop *loop)
{
    struct staith_web_queue *queue = calloc(1, sizeof(*queue));
    if (queue == NULL) {
        return NULL;
    }
    queue->head.next = &queue->head;
    queue->head.prev = &queue->head;
    queue->hashes = staith_work_new(loop, STAITH_WEB_JOBS);
    queue->asks = staith_work_new(loop, STAITH_WEB_JOBS);
    if (queue->hashes == NULL || queue->asks == NULL) {
        staith_web_queue_free(queue);
        return NULL;
    }
    return queue;
}

static void free_when_over(struct staith_web_queue *queue)
{
    if (queue->freed && queue->head.next == &queue->head) {
        free(queue);
    }
}

void staith_web_queue_free(struct staith_web_queue *queue)
{
    if (queue != NULL) {
        staith_work_free(queue->hashes);
        staith_work_free(queue->asks);
        queue->freed = true;
        free_when_over(queue);
    }
}

static void leave(struct place *place)
{
    place->prev->next = place->next;
    place->next->prev = place->prev;
    free(place);
}

static void run_place(void *ctx)
{
    struct place *place = ctx;
    place->run(place->ctx);
}

static void end_place(void *ctx, bool ran)
{
    struct place *place = ctx;
    struct staith_web_queue *queue = place->queue;
    void (*done)(void *ctx, bool ran) = place->done;
    void *of = place->ctx;
    leave(place);
    done(of, ran);
    free_when_over(queue);
}

/* How many places of a line are taken, by `who` (NULL: by anybody). */
static unsigned count(const struct staith_web_queue *queue, enum staith_web_line line,
                      const char *who)
{
    unsigned found = 0;
    for (const struct place *at = queue->head.next; at != &queue->head; at = at->next) {
        found += at->line == line && (who == NULL || strcmp(at->who, who) == 0) ? 1 : 0;
    }
    return found;
}

/* Whether those who stand in a line, or this one of them, have all the places they may have. */
static bool has_share(const struct staith_web_queue *queue, enum staith_web_line line,
                      const char *who)
{
    if (line == STAITH_WEB_LINE_STRANGER) {
        return count(queue, line, NULL) >= STAITH_WEB_STRANGERS;
    }
    return line == STAITH_WEB_LINE_KNOWN && (count(queue, line, NULL) >= STAITH_WEB_KNOWN ||
                                             count(queue, line, who) >= STAITH_WEB_KNOWN_EACH);
}

int staith_web_queue_add(struct staith_web_queue *queue, enum staith_web_line line, const char *who,
                         void (*run)(void *ctx), void (*done)(void *ctx, bool ran), void *ctx)
{
    bool asks = line == STAITH_WEB_LINE_ASK;
    if (asks && count(queue, line, who) > 0) {
        return STAITH_ERR_EXISTS;
    }
    if (has_share(queue, line, who)) {
        return STAITH_ERR_LIMIT;
    }
    struct place *place = calloc(1, sizeof(*place));
    if (place == NULL) {
        return STAITH_ERR_NOMEM;
    }
    *place = (struct place){.prev = queue->head.prev,
                            .next = &queue->head,
                            .queue = queue,
                            .line = line,
                            .run = run,
                            .done = done,
                            .ctx = ctx};
    (void)snprintf(place->who, sizeof(place->who), "%s", who);
    place->prev->next = place;
    queue->head.prev = place;
    int code = staith_work_add(asks ? queue->asks : queue->hashes, run_place, end_place, place);
    if (code != 0) {
        leave(place);
    }
    return code;
}
