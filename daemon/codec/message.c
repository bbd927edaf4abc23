/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same check stands before packing and after unpacking: what no reader takes, no writer sends.
 */
#include "codec/message.h"

#include "codec/pb.h"
#include "codec/record.h"

#include <staith/v1/exchange.pb-c.h>
#include <string.h>

enum { MESSAGE_MEMORY_BYTES = 1024 * 1024 };

const char *staith_refusal_words(enum staith_refusal reason)
{
    switch (reason) {
    case STAITH_REFUSAL_VERSION:
        return "protocol versions do not fit";
    case STAITH_REFUSAL_UNDECODABLE:
        return "the record cannot be read";
    case STAITH_REFUSAL_SIGNATURE:
        return "the signature does not match";
    case STAITH_REFUSAL_AUTHORITY:
        return "the record is for another council than the key's";
    case STAITH_REFUSAL_CHAIN:
        return "the record does not follow the one before it";
    case STAITH_REFUSAL_CATALOGUE:
        return "the release's catalogue is not known";
    case STAITH_REFUSAL_CONTENT:
        return "the release holds what its catalogue does not know";
    case STAITH_REFUSAL_EPOCH:
        return "the ledger is new and has not been accepted";
    case STAITH_REFUSAL_CHANGED:
        return "the same number came earlier with other content";
    case STAITH_REFUSAL_QUOTA:
        return "more was sent than the region takes of one council";
    }
    return "unknown reason";
}

uint32_t staith_protocol_common(uint32_t min, uint32_t max)
{
    uint32_t common = max < STAITH_PROTOCOL_VERSION ? max : STAITH_PROTOCOL_VERSION;
    return common >= min && common >= STAITH_PROTOCOL_OLDEST ? common : 0;
}

uint32_t staith_record_protocol(const struct staith_record *record)
{
    struct staith_release *release = NULL;
    if (record->kind == STAITH_RECORD_HANDOUT) {
        return 3;
    }
    bool newer = record->kind != STAITH_RECORD_CATALOGUE && record->kind != STAITH_RECORD_RELEASE;
    if (record->kind == STAITH_RECORD_RELEASE &&
        staith_codec_unpack_release(record->payload, record->payload_len, &release, NULL) == 0) {
        newer = staith_release_certificate(release) != NULL;
    }
    staith_release_free(release);
    return newer ? 2 : 1;
}

static bool hello_good(const struct staith_message *message)
{
    uint64_t first = message->as.hello.first;
    uint64_t last = message->as.hello.last;
    bool numbers = first == 0 ? last == 0 : last >= first;
    return message->as.hello.protocol_min >= 1 &&
           message->as.hello.protocol_max >= message->as.hello.protocol_min &&
           message->as.hello.epoch != 0 && numbers &&
           (message->as.hello.heard == 0 || message->as.hello.heard_epoch != 0);
}

static bool refusal_good(const struct staith_message *message)
{
    return message->as.refusal.reason >= STAITH_REFUSAL_VERSION &&
           message->as.refusal.reason <= STAITH_REFUSAL_QUOTA &&
           (message->as.refusal.number == 0 || message->as.refusal.epoch != 0);
}

static bool message_good(const struct staith_message *message)
{
    switch (message->kind) {
    case STAITH_MESSAGE_HELLO:
        return hello_good(message);
    case STAITH_MESSAGE_WELCOME:
        return message->as.welcome.protocol >= 1 && message->as.welcome.epoch != 0;
    case STAITH_MESSAGE_RECORD:
        return staith_record_plausible(&message->as.record) &&
               staith_record_kind_known((int)message->as.record.kind);
    case STAITH_MESSAGE_WORD:
        return staith_record_plausible(&message->as.record) &&
               staith_record_kind_is_word((int)message->as.record.kind);
    case STAITH_MESSAGE_RECEIPT:
        return message->as.receipt.epoch != 0;
    case STAITH_MESSAGE_REFUSAL:
        return refusal_good(message);
    }
    return false;
}

/* ---- packing ---- */

/* The bodies one of which a message has. */
struct bodies {
    Staith__V1__Hello hello;
    Staith__V1__Welcome welcome;
    Staith__V1__Record record;
    Staith__V1__Receipt receipt;
    Staith__V1__Refusal refusal;
};

static void put_hello(const struct staith_message *from, Staith__V1__Hello *to)
{
    staith__v1__hello__init(to);
    to->protocol_min = from->as.hello.protocol_min;
    to->protocol_max = from->as.hello.protocol_max;
    to->epoch = from->as.hello.epoch;
    to->first = from->as.hello.first;
    to->last = from->as.hello.last;
    to->nonce = from->as.hello.nonce;
    to->words = from->as.hello.words;
    to->heard_epoch = from->as.hello.heard_epoch;
    to->heard = from->as.hello.heard;
}

static void put_welcome(struct staith_pb_pen *pen, const struct staith_message *from,
                        Staith__V1__Welcome *to)
{
    staith__v1__welcome__init(to);
    to->protocol = from->as.welcome.protocol;
    to->epoch = from->as.welcome.epoch;
    to->committed = from->as.welcome.committed;
    to->credit_messages = from->as.welcome.credit_messages;
    to->credit_bytes = from->as.welcome.credit_bytes;
    to->nonce = from->as.welcome.nonce;
    if (to->committed > 0) {
        to->committed_hash = staith_pb_bytes(pen, from->as.welcome.committed_hash,
                                             sizeof(from->as.welcome.committed_hash));
    }
}

void staith_pb_record(struct staith_pb_pen *pen, const struct staith_record *from,
                      Staith__V1__Record *to)
{
    staith__v1__record__init(to);
    to->authority = staith_pb_text(pen, from->authority);
    to->epoch = from->epoch;
    to->number = from->number;
    to->kind = (Staith__V1__RecordKind)from->kind;
    to->previous = staith_pb_bytes(pen, from->previous, sizeof(from->previous));
    to->hash = staith_pb_bytes(pen, from->hash, sizeof(from->hash));
    to->signature = staith_pb_bytes(pen, from->signature, sizeof(from->signature));
    to->payload = staith_pb_bytes(pen, from->payload, from->payload_len);
}

static void put_receipt(const struct staith_message *from, Staith__V1__Receipt *to)
{
    staith__v1__receipt__init(to);
    to->epoch = from->as.receipt.epoch;
    to->committed = from->as.receipt.committed;
    to->gap = from->as.receipt.gap;
    to->at_unix_ms = from->as.receipt.at_unix_ms;
}

static void put_refusal(struct staith_pb_pen *pen, const struct staith_message *from,
                        Staith__V1__Refusal *to)
{
    staith__v1__refusal__init(to);
    to->epoch = from->as.refusal.epoch;
    to->number = from->as.refusal.number;
    to->reason = (Staith__V1__RefusalReason)from->as.refusal.reason;
    to->detail =
        staith_pb_text_cut(pen, from->as.refusal.detail, sizeof(from->as.refusal.detail) - 1);
}

static void put_body(struct staith_pb_pen *pen, const struct staith_message *from,
                     struct bodies *bodies, Staith__V1__Message *to)
{
    switch (from->kind) {
    case STAITH_MESSAGE_HELLO:
        put_hello(from, &bodies->hello);
        to->hello = &bodies->hello;
        break;
    case STAITH_MESSAGE_WELCOME:
        put_welcome(pen, from, &bodies->welcome);
        to->welcome = &bodies->welcome;
        break;
    case STAITH_MESSAGE_RECORD:
        staith_pb_record(pen, &from->as.record, &bodies->record);
        to->record = &bodies->record;
        break;
    case STAITH_MESSAGE_WORD:
        staith_pb_record(pen, &from->as.record, &bodies->record);
        to->word = &bodies->record;
        break;
    case STAITH_MESSAGE_RECEIPT:
        put_receipt(from, &bodies->receipt);
        to->receipt = &bodies->receipt;
        break;
    case STAITH_MESSAGE_REFUSAL:
        put_refusal(pen, from, &bodies->refusal);
        to->refusal = &bodies->refusal;
        break;
    }
}

int staith_message_pack(const struct staith_message *message, struct staith_buf *out)
{
    if (!message_good(message)) {
        return STAITH_ERR_INVAL;
    }
    struct staith_pb_pen pen;
    struct bodies bodies;
    Staith__V1__Message packed = STAITH__V1__MESSAGE__INIT;
    staith_pb_pen_init(&pen, MESSAGE_MEMORY_BYTES);
    packed.kind = (Staith__V1__MessageKind)message->kind;
    put_body(&pen, message, &bodies, &packed);
    int code = staith_pb_pack(&pen, &packed.base, STAITH_MESSAGE_MAX_BYTES, out);
    staith_pb_pen_deinit(&pen);
    return code;
}

/* ---- unpacking ---- */

static void read_hello(const Staith__V1__Hello *from, struct staith_message *to)
{
    to->as.hello.protocol_min = from->protocol_min;
    to->as.hello.protocol_max = from->protocol_max;
    to->as.hello.epoch = from->epoch;
    to->as.hello.first = from->first;
    to->as.hello.last = from->last;
    to->as.hello.nonce = from->nonce;
    to->as.hello.words = from->words != 0;
    to->as.hello.heard_epoch = from->heard_epoch;
    to->as.hello.heard = from->heard;
}

static void read_welcome(struct staith_pb_reader *reader, const Staith__V1__Welcome *from,
                         struct staith_message *to)
{
    to->as.welcome.protocol = from->protocol;
    to->as.welcome.epoch = from->epoch;
    to->as.welcome.committed = from->committed;
    to->as.welcome.credit_messages = from->credit_messages;
    to->as.welcome.credit_bytes = from->credit_bytes;
    to->as.welcome.nonce = from->nonce;
    if (from->committed > 0) {
        staith_pb_read_bytes(reader, &from->committed_hash, to->as.welcome.committed_hash,
                             STAITH_HASH_BYTES, "a welcome's hash is not of 32 bytes");
    }
}

void staith_pb_read_record(struct staith_pb_reader *reader, const Staith__V1__Record *from,
                           struct staith_record *to)
{
    staith_pb_require_known(reader, &from->base);
    staith_pb_read_chars(reader, &from->authority, to->authority, sizeof(to->authority),
                         "the record's authority is not valid");
    to->epoch = from->epoch;
    to->number = from->number;
    to->kind = (enum staith_record_kind)from->kind;
    staith_pb_read_bytes(reader, &from->previous, to->previous, sizeof(to->previous),
                         "the previous hash is not of 32 bytes");
    staith_pb_read_bytes(reader, &from->hash, to->hash, sizeof(to->hash),
                         "the hash is not of 32 bytes");
    staith_pb_read_bytes(reader, &from->signature, to->signature, sizeof(to->signature),
                         "the signature is not of 64 bytes");
    uint8_t *payload = staith_pb_items(reader, from->payload.len, 1);
    if (payload != NULL && from->payload.len > 0) {
        memcpy(payload, from->payload.data, from->payload.len);
    }
    to->payload = payload;
    to->payload_len = from->payload.len;
}

static void read_receipt(const Staith__V1__Receipt *from, struct staith_message *to)
{
    to->as.receipt.epoch = from->epoch;
    to->as.receipt.committed = from->committed;
    to->as.receipt.gap = from->gap != 0;
    to->as.receipt.at_unix_ms = from->at_unix_ms;
}

static void read_refusal(struct staith_pb_reader *reader, const Staith__V1__Refusal *from,
                         struct staith_message *to)
{
    to->as.refusal.epoch = from->epoch;
    to->as.refusal.number = from->number;
    to->as.refusal.reason = (enum staith_refusal)from->reason;
    staith_pb_read_chars(reader, &from->detail, to->as.refusal.detail,
                         sizeof(to->as.refusal.detail), "the refusal's detail is not text");
}

/* Whether the one body that the kind names is there, and no other. */
static bool body_fits(const Staith__V1__Message *from)
{
    const struct {
        Staith__V1__MessageKind kind;
        bool present;
    } bodies[] = {
        {STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_HELLO, from->hello != NULL},
        {STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_WELCOME, from->welcome != NULL},
        {STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_RECORD, from->record != NULL},
        {STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_RECEIPT, from->receipt != NULL},
        {STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_REFUSAL, from->refusal != NULL},
        {STAITH__V1__MESSAGE_KIND__MESSAGE_KIND_WORD, from->word != NULL},
    };
    bool found = false;
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        if (bodies[i].present && bodies[i].kind != from->kind) {
            return false;
        }
        found = found || bodies[i].present;
    }
    return found;
}

static void read_body(struct staith_pb_reader *reader, const Staith__V1__Message *from,
                      struct staith_message *to)
{
    to->kind = (enum staith_message_kind)from->kind;
    if (from->hello != NULL) {
        read_hello(from->hello, to);
    } else if (from->welcome != NULL) {
        read_welcome(reader, from->welcome, to);
    } else if (from->record != NULL) {
        staith_pb_read_record(reader, from->record, &to->as.record);
    } else if (from->word != NULL) {
        staith_pb_read_record(reader, from->word, &to->as.record);
    } else if (from->receipt != NULL) {
        read_receipt(from->receipt, to);
    } else {
        read_refusal(reader, from->refusal, to);
    }
}

int staith_message_unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                          struct staith_message *ret_message, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *packed = NULL;
    int code =
        staith_pb_unpack(&staith__v1__message__descriptor, bytes, len, STAITH_MESSAGE_MAX_BYTES,
                         MESSAGE_MEMORY_BYTES, &memory, &packed, err);
    if (code == 0) {
        const Staith__V1__Message *from = (const Staith__V1__Message *)packed;
        struct staith_pb_reader reader = {.arena = arena, .err = err};
        struct staith_message message = {0};
        if (body_fits(from)) {
            read_body(&reader, from, &message);
            staith_pb_require(&reader, message_good(&message), "a field is out of range");
        } else {
            staith_pb_refuse(&reader, "the message does not hold what its kind says");
        }
        code = reader.code;
        if (code == 0) {
            *ret_message = message;
        }
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
