/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_PUBLISH_PUBLISHER_H
#define STAITH_AUTHORITY_PUBLISH_PUBLISHER_H
/*
 * The publisher: brings what stands in the ledger to the region, and the region's receipts home.
 * It decides nothing about content and keeps nothing that the ledger or the receipts do not hold:
 * killed at any moment it begins again where the region says.
 *
 * Time, randomness, sending and the choice of endpoint are passed in, so that the same code runs on
 * the machine and under a test's clock.
 */
#include "base/err.h"
#include "base/outside.h"

#include <stddef.h>
#include <stdint.h>

enum staith_publisher_phase {
    STAITH_PUBLISHER_CONNECTING = 1, /**< said hello, no welcome yet */
    STAITH_PUBLISHER_CONNECTED = 2,  /**< welcome; records go as they come */
    STAITH_PUBLISHER_REFUSED = 3     /**< the region said no; asks again later */
};

/** What the gate is told, for `staith status`. */
struct staith_publisher_state {
    enum staith_publisher_phase phase;
    uint64_t last;         /**< last number in the ledger */
    uint64_t acknowledged; /**< last number on the region's disk */
    int64_t heard_unix_ms; /**< last word of the region; 0: never */
    uint64_t handout;      /**< grows when the region has handed out a table; 0: none yet */
    char error[512];       /**< last thing that went wrong, "" when all is well */
};

struct staith_publisher_options {
    const char *folder; /**< of the ledger; copied */
    const struct staith_outside *outside;
    const char *authority;     /**< the council's code; copied */
    const uint8_t *region_key; /**< STAITH_PUBLIC_KEY_BYTES by which the region's words are known;
                                    copied. NULL: they are not asked for */
    const uint8_t *region_next_key; /**< a second one, valid beside it, or NULL; copied */
    void *ctx;
    /** Queue one message: 0, STAITH_ERR_AGAIN when there is no room, other errors. */
    int (*send)(void *ctx, const void *bytes, size_t len);
    /** Drop the connection, turn to the next endpoint. */
    void (*next_endpoint)(void *ctx);
    /** Call staith_publisher_on_time after so many milliseconds, and forget earlier wishes. */
    void (*wake_in)(void *ctx, uint64_t ms);
    /** The state changed. Valid until it returns. */
    void (*report)(void *ctx, const struct staith_publisher_state *state);
};

struct staith_publisher;

/** Opens the receipts. The ledger is opened as soon as it is there. Heap. */
int staith_publisher_new(const struct staith_publisher_options *options,
                         struct staith_publisher **ret_publisher, struct staith_err *err);
/** NULL allowed. */
void staith_publisher_free(struct staith_publisher *publisher);
/** Say hello. */
void staith_publisher_start(struct staith_publisher *publisher);
/** The ledger may have grown. */
void staith_publisher_poke(struct staith_publisher *publisher);
/** A message of the region arrived. */
void staith_publisher_on_message(struct staith_publisher *publisher, const uint8_t *bytes,
                                 size_t len);
/** The time that was asked for by wake_in has come. */
void staith_publisher_on_time(struct staith_publisher *publisher);

#endif
