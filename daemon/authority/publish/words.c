/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the region says of its own accord. A hello names the last of its records that is on our
 * disk, and the region sends what follows; so nothing is asked for by name, nothing is acknowledged
 * before it is kept, and what is lost comes again. Whatever is not the region's, or not for us, or
 * not the next, changes nothing.
 */
#include "authority/publish/internal.h"

#include <string.h>

void staith_publisher_put_heard(struct staith_publisher *publisher, struct staith_message *hello)
{
    uint8_t hash[STAITH_HASH_BYTES];
    if (!publisher->words) {
        return;
    }
    hello->as.hello.words = staith_receipts_heard(publisher->receipts, &hello->as.hello.heard_epoch,
                                                  &hello->as.hello.heard, hash) == 0;
}

/* Whether the word follows what was heard: the next of its epoch, or the first of a new one. */
static bool is_next(const struct staith_record *word, uint64_t epoch, uint64_t number,
                    const uint8_t hash[STAITH_HASH_BYTES])
{
    if (word->epoch != epoch) {
        return word->number == 1;
    }
    return word->number == number + 1 && memcmp(word->previous, hash, STAITH_HASH_BYTES) == 0;
}

static bool is_regions(const struct staith_publisher *publisher, const struct staith_record *word)
{
    return staith_record_verify(word, publisher->region_key) == 0 ||
           staith_record_verify(word, publisher->region_next_key) == 0;
}

bool staith_publisher_on_word(struct staith_publisher *publisher, const struct staith_record *word)
{
    uint8_t hash[STAITH_HASH_BYTES];
    uint64_t epoch = 0;
    uint64_t number = 0;
    if (!publisher->words) {
        return false;
    }
    int rc = staith_receipts_heard(publisher->receipts, &epoch, &number, hash);
    if (rc == 0 && !is_next(word, epoch, number, hash)) {
        return false; /* it came twice, or one before it was lost */
    }
    if (rc == 0 &&
        (strcmp(word->authority, publisher->authority) != 0 || !is_regions(publisher, word))) {
        staith_publisher_set_error(publisher, STAITH_TROUBLE_WORD,
                                   "the region said what is not signed by its key",
                                   "compare region.signing-key with the region's signing.pub");
        return false;
    }
    rc = rc != 0 ? rc : staith_receipts_hear(publisher->receipts, word);
    if (rc != 0) {
        staith_publisher_set_error(publisher, STAITH_TROUBLE_WORD,
                                   "a word of the region's could not be kept",
                                   staith_err_words(rc));
        return false;
    }
    staith_publisher_clear_error(publisher, STAITH_TROUBLE_WORD);
    if (word->kind == STAITH_RECORD_HANDOUT) {
        (void)staith_receipts_handout_last(publisher->receipts, &publisher->state.handout);
    }
    return true;
}
