/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way back. The region's records for a council are made in the transaction of what they tell,
 * so that neither is there without the other, and sent as answers to hellos alone: a hello says
 * what the council has on its disk. So nothing is kept of what was sent, and nothing can be lost.
 */
#include "aggregator/ingest/internal.h"

#include <string.h>

int staith_ingest_tell(const struct staith_ingest_options *options, const char *authority,
                       enum staith_record_kind kind, const struct staith_buf *payload,
                       struct staith_err *err)
{
    struct staith_record record = {
        .kind = kind, .payload = payload->data, .payload_len = payload->len};
    if (options->signing_key == NULL) {
        return 0;
    }
    int rc = staith_store_region_epoch(options->store, &record.epoch, err);
    if (rc == 0) {
        rc =
            staith_store_word_last(options->store, authority, &record.number, record.previous, err);
    }
    if (rc == 0) {
        record.number++;
        memcpy(record.authority, authority, strnlen(authority, sizeof(record.authority) - 1));
        rc = staith_record_sign(&record, options->signing_key);
        rc = rc == 0 ? 0 : staith_err_set(err, rc, "a word cannot be signed");
    }
    if (rc == 0) {
        const struct staith_store_record stored = staith_ingest_store_record(&record);
        rc = staith_store_put_word(options->store, &stored, err);
    }
    return rc;
}

int staith_ingest_not_told(const struct staith_ingest *ingest, const char *what, const char *name,
                           struct staith_err *err)
{
    if (ingest->options.log != NULL) {
        staith_log_write(ingest->options.log, STAITH_LOG_WARNING, "too large to be told",
                         "what=%s\tname=%s\twhy=%s", what, name, err != NULL ? err->what : "");
    }
    if (err != NULL) {
        memset(err, 0, sizeof(*err));
    }
    return 0;
}

int staith_ingest_tell_verdict(const struct staith_ingest_options *options, const char *authority,
                               const struct staith_verdict *verdict, struct staith_err *err)
{
    struct staith_buf payload;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    int rc = staith_codec_pack_verdict(verdict, &payload);
    rc = rc == 0 ? staith_ingest_tell(options, authority, STAITH_RECORD_VERDICT, &payload, err)
                 : staith_err_set(err, STAITH_ERR_INVAL, "the verdict cannot be packed");
    staith_buf_deinit(&payload);
    return rc;
}

struct sending {
    const struct staith_ingest_options *options;
    const struct staith_ingest_listener *listener;
};

enum { NO_MORE = 1 /* ends the walk over words, and is no error */ };

static int send_word(void *ctx, const struct staith_store_record *record)
{
    const struct sending *sending = ctx;
    struct staith_message message = {.kind = STAITH_MESSAGE_WORD};
    struct staith_record *word = &message.as.record;
    struct staith_buf out;
    memcpy(word->authority, record->authority,
           strnlen(record->authority, sizeof(word->authority) - 1));
    word->epoch = record->epoch;
    word->number = record->number;
    word->kind = (enum staith_record_kind)record->kind;
    memcpy(word->previous, record->previous, sizeof(word->previous));
    memcpy(word->hash, record->hash, sizeof(word->hash));
    memcpy(word->signature, record->signature, sizeof(word->signature));
    word->payload = record->payload;
    word->payload_len = record->payload_len;
    if (staith_record_protocol(word) > sending->listener->protocol) {
        return NO_MORE;
    }
    staith_buf_init(&out, STAITH_WIRE_MAX_BYTES);
    int rc = staith_message_pack(&message, &out);
    if (rc == 0) {
        (void)sending->options->send(sending->options->ctx, &sending->listener->peer, out.data,
                                     out.len);
    }
    staith_buf_deinit(&out);
    return rc;
}

int staith_ingest_send_words(const struct staith_ingest_options *options,
                             const struct staith_ingest_listener *listener, struct staith_err *err)
{
    struct sending sending = {options, listener};
    uint64_t epoch = 0;
    uint64_t last = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    int rc = staith_store_word_last(options->store, listener->authority, &last, hash, err);
    if (rc != 0 || last == 0) {
        return rc;
    }
    rc = staith_store_region_epoch(options->store, &epoch, err);
    /* of another epoch it knows nothing that counts: all of this one is told */
    uint64_t after = listener->epoch == epoch ? listener->number : 0;
    if (rc == 0 && after < last) {
        rc = staith_store_words(options->store, listener->authority, after, STAITH_INGEST_WORDS,
                                send_word, &sending, err);
    }
    return rc == NO_MORE ? 0 : rc;
}
