/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_QUEUE_H
#define STAITH_AGGREGATOR_WEB_QUEUE_H
/*
 * What is done beside the loop, in lines that do not wait for each other: passwords are hashed by
 * one thread, the aggregator is asked by another. Of the places of the first, strangers get some
 * alone, so that however many they are somebody who signed in here before finds room; the others
 * get some alone too, and each account of theirs few, so that none of them shuts the line for all.
 */
#include "base/err.h"
#include "loop/loop.h"

#include <stdbool.h>

enum {
    STAITH_WEB_JOBS = 16,     /**< of a thread, that wait or are under way at once */
    STAITH_WEB_STRANGERS = 8, /**< of those that hash, of strangers */
    STAITH_WEB_KNOWN = 12,    /**< likewise, of those who signed in here before */
    STAITH_WEB_KNOWN_EACH = 4 /**< likewise, of one account of theirs */
};

enum staith_web_line {
    STAITH_WEB_LINE_STRANGER, /**< a password of somebody who never signed in here */
    STAITH_WEB_LINE_KNOWN,    /**< a password of somebody who did */
    STAITH_WEB_LINE_ASK       /**< questions to the aggregator, of each account once at a time */
};

struct staith_web_queue;

/** Heap. NULL without memory. */
struct staith_web_queue *staith_web_queue_new(struct staith_loop *loop);
/** As staith_work_free: before the loop is freed. NULL is allowed. */
void staith_web_queue_free(struct staith_web_queue *queue);
/** As staith_work_add, `who` being the account. STAITH_ERR_LIMIT: the line is full, or
 *  the account has its share of it;
 *  STAITH_ERR_EXISTS: this account asks already; STAITH_ERR_NOMEM. */
int staith_web_queue_add(struct staith_web_queue *queue, enum staith_web_line line, const char *who,
                         void (*run)(void *ctx), void (*done)(void *ctx, bool ran), void *ctx);

#endif
