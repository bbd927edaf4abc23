/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of the checks is the point: who (the key), which epoch, which number, chain, signature,
 * and only then content. What fails before the content leaves the cursor where it is, because
 * somebody has to put it right (a key registered wrongly, a ledger restored or copied) and nothing
 * must be lost meanwhile. What fails in its content is wrong for ever and is passed over.
 */
#include "aggregator/ingest/ingest.h"
#include "aggregator/ingest/internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ARENA_BYTES = 1024 * 1024,
    HELLO_BYTES = 128, /**< no hello is longer */
    EPOCH_MS = 1000    /**< the store is asked for a council's epoch at most so often */
};

/* One message under way. */
struct arrival {
    struct staith_ingest *ingest;
    const struct staith_wire_peer *peer;
    struct staith_ingest_member *council;
};

int staith_ingest_new(const struct staith_ingest_options *options,
                      struct staith_ingest **ret_ingest, struct staith_err *err)
{
    struct staith_ingest *ingest = calloc(1, sizeof(*ingest));
    if (ingest == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for ingest");
    }
    ingest->options = *options;
    ingest->catalogues = staith_ingest_catalogues_new(options->store);
    ingest->answers = staith_ingest_answers_new();
    if (ingest->catalogues == NULL || ingest->answers == NULL) {
        staith_ingest_free(ingest);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for ingest");
    }
    *ret_ingest = ingest;
    return 0;
}

void staith_ingest_roll_back(struct staith_ingest *ingest)
{
    if (ingest->open) {
        staith_store_rollback(ingest->options.store);
        ingest->open = false;
    }
    ingest->messages = 0;
    staith_ingest_answers_clear(ingest->answers);
}

void staith_ingest_free(struct staith_ingest *ingest)
{
    if (ingest == NULL) {
        return;
    }
    if (ingest->answers != NULL) {
        staith_ingest_roll_back(ingest);
    }
    staith_ingest_catalogues_free(ingest->catalogues);
    staith_ingest_answers_free(ingest->answers);
    free(ingest->rules.datasets);
    free(ingest->councils);
    free(ingest);
}

struct staith_ingest_member *staith_ingest_find(const struct staith_ingest *ingest,
                                                const char *authority)
{
    for (uint32_t i = 0; i < ingest->council_count; i++) {
        if (strcmp(ingest->councils[i].facts.authority, authority) == 0) {
            return &ingest->councils[i];
        }
    }
    return NULL;
}

int staith_ingest_set_councils(struct staith_ingest *ingest,
                               const struct staith_ingest_council *councils, uint32_t count)
{
    struct staith_ingest_member *list = calloc(count > 0 ? count : 1, sizeof(*list));
    if (list == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct staith_ingest_member *known =
            staith_ingest_find(ingest, councils[i].authority);
        if (known != NULL) {
            list[i] = *known;
        }
        list[i].facts = councils[i];
    }
    free(ingest->councils);
    ingest->councils = list;
    ingest->council_count = count;
    return 0;
}

/* A refusal is counted and shown; it is logged when it is another than the last one. */
static void refuse(const struct arrival *arrival, uint64_t epoch, uint64_t number,
                   enum staith_refusal reason, const char *detail)
{
    struct staith_ingest_verdict verdict = {.reason = reason};
    char words[sizeof(arrival->council->heard.refusal)];
    (void)snprintf(verdict.detail, sizeof(verdict.detail), "%s", detail);
    char place[32] = ""; /* number 0: the council as a whole */
    if (number > 0) {
        (void)snprintf(place, sizeof(place), "record %" PRIu64 ": ", number);
    }
    (void)snprintf(words, sizeof(words), "%s%.48s%s%.200s", place, staith_refusal_words(reason),
                   detail[0] != '\0' ? ": " : "", detail);
    struct staith_ingest_heard *heard = &arrival->council->heard;
    heard->refusals++;
    if (strcmp(heard->refusal, words) != 0) {
        memcpy(heard->refusal, words, sizeof(words));
        if (arrival->ingest->options.log != NULL) {
            staith_log_write(arrival->ingest->options.log, STAITH_LOG_WARNING, "message refused",
                             "authority=%s\tepoch=%" PRIu64 "\twhy=%s",
                             arrival->council->facts.authority, epoch, words);
        }
    }
    (void)staith_ingest_answers_refusal(arrival->ingest->answers, arrival->peer, epoch, number,
                                        &verdict);
}

int staith_ingest_begin(struct staith_ingest *ingest, struct staith_err *err)
{
    if (ingest->open) {
        return 0;
    }
    int rc = staith_store_begin(ingest->options.store, err);
    ingest->open = rc == 0;
    return rc;
}

/* Whether the council may send in this epoch: its first, the one it sends in, or one that an
 * operator accepted (I6). One that was replaced does not come back: its figures would be older and
 * newer at once. */
static int check_epoch(const struct arrival *arrival, uint64_t epoch, bool *ret_accepted)
{
    struct staith_ingest_member *council = arrival->council;
    struct staith_store *store = arrival->ingest->options.store;
    uint64_t current = 0;
    uint64_t held = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    int rc = staith_store_epoch(store, council->facts.authority, &current);
    bool accepted = rc == STAITH_ERR_NOTFOUND || (rc == 0 && current == epoch);
    if (rc == 0 && !accepted) {
        rc = staith_store_cursor(store, council->facts.authority, epoch, &held, hash, NULL);
    }
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        return rc;
    }
    if (accepted) {
        council->heard.waiting_epoch = 0; /* another ledger was tried, and put away again */
    } else if (held > 0) {
        refuse(arrival, epoch, 0, STAITH_REFUSAL_EPOCH,
               "a newer ledger was accepted in place of this one; begin a new ledger");
    } else {
        council->heard.waiting_epoch = epoch;
        refuse(arrival, epoch, 0, STAITH_REFUSAL_EPOCH,
               "the region has records of an earlier ledger; an operator must accept this one");
    }
    *ret_accepted = accepted;
    return 0;
}

static int on_hello(const struct arrival *arrival, const struct staith_message *message)
{
    const uint64_t epoch = message->as.hello.epoch;
    const uint32_t protocol =
        staith_protocol_common(message->as.hello.protocol_min, message->as.hello.protocol_max);
    if (protocol == 0) {
        char detail[64];
        (void)snprintf(detail, sizeof(detail), "this region speaks versions %d to %d",
                       STAITH_PROTOCOL_OLDEST, STAITH_PROTOCOL_VERSION);
        refuse(arrival, epoch, 0, STAITH_REFUSAL_VERSION, detail);
        return 0;
    }
    bool accepted = false;
    int rc = check_epoch(arrival, epoch, &accepted);
    if (rc == 0 && accepted) {
        (void)staith_ingest_answers_welcome(arrival->ingest->answers, arrival->peer,
                                            arrival->council->facts.authority, message, protocol);
    }
    return rc;
}

static void owe_receipt(const struct arrival *arrival, const struct staith_record *record, bool gap)
{
    (void)staith_ingest_answers_receipt(arrival->ingest->answers, arrival->peer,
                                        arrival->council->facts.authority, record->epoch, gap);
}

/* A number that is stored already: the same record is acknowledged again and changes nothing. A
 * different one means that two ledgers use one epoch: kept as evidence, and an alarm. */
static int on_duplicate(const struct arrival *arrival, const struct staith_record *record,
                        struct staith_err *err)
{
    struct staith_ingest *ingest = arrival->ingest;
    uint8_t hash[STAITH_HASH_BYTES];
    int rc = staith_store_record_hash(ingest->options.store, record->authority, record->epoch,
                                      record->number, hash);
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        return rc;
    }
    owe_receipt(arrival, record, false);
    if (rc == STAITH_ERR_NOTFOUND || memcmp(hash, record->hash, sizeof(hash)) == 0) {
        return 0;
    }
    refuse(arrival, record->epoch, record->number, STAITH_REFUSAL_CHANGED,
           "another record with this number came before");
    rc = staith_ingest_begin(ingest, err);
    if (rc == 0) {
        const struct staith_store_record stored = staith_ingest_store_record(record);
        rc = staith_store_quarantine(ingest->options.store, &stored,
                                     staith_refusal_words(STAITH_REFUSAL_CHANGED),
                                     "another record with this number came before", false, err);
    }
    return rc;
}

static int verify(const struct staith_ingest *ingest, const struct staith_record *record,
                  const uint8_t key[STAITH_PUBLIC_KEY_BYTES])
{
    const struct staith_ingest_options *options = &ingest->options;
    return options->verify != NULL ? options->verify(options->ctx, record, key)
                                   : staith_record_verify(record, key);
}

const uint8_t *staith_ingest_signing_key(const struct staith_ingest *ingest, const char *authority)
{
    const struct staith_ingest_member *council = staith_ingest_find(ingest, authority);
    return council != NULL ? council->facts.signing_key : NULL;
}

/* The next number: chain, signature, content. */
static int on_next(const struct arrival *arrival, const struct staith_record *record,
                   const uint8_t hash[STAITH_HASH_BYTES], struct staith_err *err)
{
    struct staith_ingest *ingest = arrival->ingest;
    struct staith_ingest_verdict verdict = {0};
    if (memcmp(record->previous, hash, STAITH_HASH_BYTES) != 0) {
        refuse(arrival, record->epoch, record->number, STAITH_REFUSAL_CHAIN,
               "it does not follow the record before it: the ledger was restored, or two are used");
        return 0;
    }
    const struct staith_ingest_council *facts = &arrival->council->facts;
    if (verify(ingest, record, facts->signing_key) != 0 &&
        (!facts->has_next || verify(ingest, record, facts->next_signing_key) != 0)) {
        refuse(arrival, record->epoch, record->number, STAITH_REFUSAL_SIGNATURE,
               "not by the signing key that is registered for this council");
        return 0;
    }
    const struct staith_outside *outside = ingest->options.outside;
    staith_ingest_quota_rank(&ingest->quota, &arrival->council->connections, arrival->peer,
                             STAITH_INGEST_SIGNED, outside->monotonic_ms(outside->ctx));
    int rc = staith_ingest_begin(ingest, err);
    if (rc == 0) {
        rc = staith_ingest_take(&ingest->options, ingest->catalogues, &ingest->rules, record,
                                &verdict, err);
    }
    if (rc != 0) {
        return rc;
    }
    if (verdict.reason != 0) {
        refuse(arrival, record->epoch, record->number, verdict.reason, verdict.detail);
    }
    owe_receipt(arrival, record, false);
    return 0;
}

/* Where the council's numbering stands. For the record that comes next it is asked again inside the
 * transaction, and so is the epoch (I6): another aggregator on the same database may have stored
 * the record meanwhile, or taken another ledger. */
static int look_up_cursor(const struct arrival *arrival, const struct staith_record *record,
                          bool *ret_accepted, uint64_t *ret_last,
                          uint8_t ret_hash[STAITH_HASH_BYTES], struct staith_err *err)
{
    struct staith_store *store = arrival->ingest->options.store;
    int rc = staith_store_cursor(store, record->authority, record->epoch, ret_last, ret_hash, err);
    if (rc != 0 || arrival->ingest->open || record->number != *ret_last + 1) {
        return rc;
    }
    rc = staith_ingest_begin(arrival->ingest, err);
    rc = rc != 0 ? rc : check_epoch(arrival, record->epoch, ret_accepted);
    return rc != 0 || !*ret_accepted ? rc
                                     : staith_store_cursor(store, record->authority, record->epoch,
                                                           ret_last, ret_hash, err);
}

static int on_record(const struct arrival *arrival, const struct staith_record *record,
                     struct staith_err *err)
{
    uint64_t last = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    if (strcmp(record->authority, arrival->council->facts.authority) != 0) {
        refuse(arrival, record->epoch, record->number, STAITH_REFUSAL_AUTHORITY,
               "the record is another council's than the transport key");
        return 0;
    }
    bool accepted = false;
    int rc = check_epoch(arrival, record->epoch, &accepted);
    if (rc != 0 || !accepted) {
        return rc;
    }
    rc = look_up_cursor(arrival, record, &accepted, &last, hash, err);
    if (rc != 0 || !accepted) {
        return rc;
    }
    if (record->number <= last) {
        return on_duplicate(arrival, record, err);
    }
    if (record->number > last + 1) {
        owe_receipt(arrival, record, true);
        return 0;
    }
    return on_next(arrival, record, hash, err);
}

static int dispatch(const struct arrival *arrival, const struct staith_message *message,
                    struct staith_err *err)
{
    switch (message->kind) {
    case STAITH_MESSAGE_HELLO:
        return on_hello(arrival, message);
    case STAITH_MESSAGE_RECORD:
        return on_record(arrival, &message->as.record, err);
    case STAITH_MESSAGE_WELCOME:
    case STAITH_MESSAGE_RECEIPT:
    case STAITH_MESSAGE_REFUSAL:
    case STAITH_MESSAGE_WORD:
        break; /* what a region says */
    }
    refuse(arrival, 0, 0, STAITH_REFUSAL_UNDECODABLE, "not a council's message");
    return 0;
}

void staith_ingest_set_quota(struct staith_ingest *ingest, const struct staith_ingest_quota *quota)
{
    ingest->quota = *quota;
}

/* Whether these bytes are a hello that names the epoch of the council's ledger. It is read before
 * the quota is asked, since it is what tells the council from somebody with a copy of its transport
 * key: short, and with no look into the store but one a second. */
static bool names_epoch(const struct arrival *arrival, const uint8_t *bytes, size_t len,
                        int64_t now_ms)
{
    struct staith_ingest_member *council = arrival->council;
    struct staith_arena arena;
    struct staith_message message;
    if (len > HELLO_BYTES) {
        return false;
    }
    if (!council->epoch_looked_up || now_ms - council->epoch_ms >= EPOCH_MS) {
        council->epoch_looked_up = true;
        council->epoch_ms = now_ms;
        if (staith_store_epoch(arrival->ingest->options.store, council->facts.authority,
                               &council->epoch) != 0) {
            council->epoch = 0;
        }
    }
    staith_arena_init(&arena, ARENA_BYTES);
    const bool names =
        council->epoch != 0 && staith_message_unpack(bytes, len, &arena, &message, NULL) == 0 &&
        message.kind == STAITH_MESSAGE_HELLO && message.as.hello.epoch == council->epoch;
    staith_arena_deinit(&arena);
    return names;
}

bool staith_ingest_admits(struct staith_ingest *ingest, const struct staith_wire_peer *peer,
                          const char *authority, const uint8_t *bytes, size_t len)
{
    const struct staith_outside *outside = ingest->options.outside;
    const int64_t now_ms = outside->monotonic_ms(outside->ctx);
    const struct arrival arrival = {
        .ingest = ingest, .peer = peer, .council = staith_ingest_find(ingest, authority)};
    char detail[128];
    bool say = false;
    if (arrival.council == NULL) {
        return false; /* not on the list any more: no answer */
    }
    struct staith_ingest_connections *connections = &arrival.council->connections;
    if (staith_ingest_quota_asks(&ingest->quota, connections, peer) &&
        names_epoch(&arrival, bytes, len, now_ms)) {
        staith_ingest_quota_rank(&ingest->quota, connections, peer, STAITH_INGEST_KNOWN, now_ms);
    }
    if (staith_ingest_quota_allows(&ingest->quota, connections, peer, len, now_ms, &say)) {
        return true;
    }
    arrival.council->heard.over_quota++;
    if (say) {
        (void)snprintf(detail, sizeof(detail),
                       "more than %" PRIu64 " messages or %" PRIu64 " bytes a second",
                       ingest->quota.messages, ingest->quota.bytes);
        refuse(&arrival, 0, 0, STAITH_REFUSAL_QUOTA, detail);
    }
    return false;
}

int staith_ingest_message(struct staith_ingest *ingest, const struct staith_wire_peer *peer,
                          const char *authority, const uint8_t *bytes, size_t len,
                          struct staith_err *err)
{
    struct arrival arrival = {
        .ingest = ingest, .peer = peer, .council = staith_ingest_find(ingest, authority)};
    if (arrival.council == NULL) {
        return 0; /* not on the list any more: no answer */
    }
    int rc = ingest->messages < STAITH_INGEST_BATCH ? 0 : staith_ingest_commit(ingest, err);
    if (rc != 0) {
        return rc;
    }
    ingest->messages++;
    if (arrival.council->heard.unix_ms == 0 && ingest->options.log != NULL) {
        staith_log_write(ingest->options.log, STAITH_LOG_INFO, "council heard", "authority=%s",
                         arrival.council->facts.authority);
    }
    arrival.council->heard.unix_ms = ingest->options.outside->unix_ms(ingest->options.outside->ctx);
    struct staith_arena arena;
    struct staith_message message;
    struct staith_err why = {0};
    staith_arena_init(&arena, ARENA_BYTES);
    int unpacked = staith_message_unpack(bytes, len, &arena, &message, &why);
    if (unpacked == STAITH_ERR_NOMEM) {
        rc = staith_err_set(err, unpacked, "%s", why.what);
    } else if (unpacked != 0) {
        refuse(&arrival, 0, 0, STAITH_REFUSAL_UNDECODABLE, why.what);
    } else {
        rc = dispatch(&arrival, &message, err);
    }
    staith_arena_deinit(&arena);
    if (rc != 0) {
        if (err != NULL && err->code == 0) {
            (void)staith_err_set(err, rc, "the store cannot be used");
        }
        staith_ingest_roll_back(ingest);
    }
    return rc;
}

bool staith_ingest_is_open(const struct staith_ingest *ingest)
{
    return ingest->open;
}

int staith_ingest_commit(struct staith_ingest *ingest, struct staith_err *err)
{
    int rc = 0;
    ingest->messages = 0;
    if (ingest->open) {
        rc = staith_store_commit(ingest->options.store, err);
        ingest->open = rc != 0;
    }
    if (rc != 0) {
        staith_ingest_roll_back(ingest);
        return rc;
    }
    return staith_ingest_answers_send(ingest->answers, &ingest->options, err);
}

bool staith_ingest_heard(const struct staith_ingest *ingest, const char *authority,
                         struct staith_ingest_heard *ret_heard)
{
    const struct staith_ingest_member *council = staith_ingest_find(ingest, authority);
    if (council != NULL) {
        *ret_heard = council->heard;
    }
    return council != NULL;
}
