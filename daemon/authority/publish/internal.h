/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_PUBLISH_INTERNAL_H
#define STAITH_AUTHORITY_PUBLISH_INTERNAL_H
/*
 * The publisher as the files of this folder see it. Private to this folder.
 */
#include "authority/publish/publisher.h"
#include "codec/message.h"
#include "ledger/ledger.h"
#include "wire/wire.h"

enum { STAITH_PUBLISH_WINDOW = STAITH_WIRE_WINDOW /**< records in flight at most */ };

/* What `state.error` is about, so that it goes when its cause does. */
enum staith_publisher_trouble {
    STAITH_TROUBLE_NONE = 0,
    STAITH_TROUBLE_REGION, /* until the next welcome that begins a connection */
    STAITH_TROUBLE_LEDGER, /* until the ledger can be read */
    STAITH_TROUBLE_WORD,   /* until a word can be kept */
    STAITH_TROUBLE_RECEIPT /* until the receipt that is owed is kept */
};

struct staith_publisher {
    struct staith_publisher_options options;
    char *folder;
    struct staith_ledger *ledger; /* NULL until there is one */
    struct staith_receipts *receipts;
    struct staith_publisher_state state;
    struct staith_publisher_state reported;
    enum staith_publisher_trouble trouble;
    bool receipt_owed; /* `acknowledged` is not kept: the disk is full, say */
    struct staith_buf out;
    uint64_t epoch;
    uint64_t next;       /* number to be sent next */
    uint64_t hello_next; /* `next` when the last hello went out */
    uint64_t gap_at;     /* `acknowledged` at which a gap made us go back */
    uint64_t nonce;
    uint32_t protocol; /* of the last welcome */
    uint32_t credit_messages;
    uint64_t credit_bytes;
    uint64_t bytes_in_flight;
    uint32_t sizes[STAITH_PUBLISH_WINDOW]; /* of the records in flight, at number %
                                              STAITH_PUBLISH_WINDOW */
    uint64_t silence_ms;                   /* waits for a welcome this long; doubles */
    uint64_t retry_ms;                     /* waits for progress this long; doubles */
    int64_t answer_due;                    /* times of the steady clock; 0: not waiting */
    int64_t retry_due;
    int64_t hello_due;
    bool words; /* of the region are wanted, by the key below */
    uint8_t region_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t region_next_key[STAITH_PUBLIC_KEY_BYTES]; /* the same where there is no second */
    char authority[16];
};

/* publisher.c */
void staith_publisher_set_error(struct staith_publisher *publisher,
                                enum staith_publisher_trouble trouble, const char *what,
                                const char *detail);
void staith_publisher_clear_error(struct staith_publisher *publisher,
                                  enum staith_publisher_trouble trouble);
/** Whether there is a ledger; finds its end. */
bool staith_publisher_look(struct staith_publisher *publisher);
/** Queue one message: 0, STAITH_ERR_AGAIN, other errors. */
int staith_publisher_send(struct staith_publisher *publisher, const struct staith_message *message);
/** The steady clock `ms` from now, jittered. */
int64_t staith_publisher_after(const struct staith_publisher *publisher, uint64_t ms);

/* words.c */
/** Say in a hello what was heard of the region. */
void staith_publisher_put_heard(struct staith_publisher *publisher, struct staith_message *hello);
/** A word of the region: kept when it is the region's, for this council, and the next. True: the
 *  region is to be told soon. */
bool staith_publisher_on_word(struct staith_publisher *publisher, const struct staith_record *word);

/* window.c */
/** Forget what is in flight: it will be sent again from the record after `acknowledged`. */
void staith_publisher_go_back(struct staith_publisher *publisher, uint64_t acknowledged);
/** The region has everything up to `committed`, which is above `acknowledged`: give its credit
 *  back. */
void staith_publisher_window_move(struct staith_publisher *publisher, uint64_t committed);
/** Send what the credit allows and the region's protocol can carry. */
void staith_publisher_send_records(struct staith_publisher *publisher);

#endif
