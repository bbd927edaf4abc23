/* SPDX-License-Identifier: Apache-2.0 */
/*
 * protobuf-c makes many times its input of heap: an allocator over an arena with a budget bounds
 * that, and frees it in one go. It also takes any bytes for text, so text is looked at here.
 */
#include "codec/pb.h"

#include "base/utf8.h"

#include <string.h>

/* ---- packing ---- */

void staith_pb_pen_init(struct staith_pb_pen *pen, size_t max_bytes)
{
    staith_arena_init(&pen->arena, max_bytes);
    pen->failed = false;
}

void staith_pb_pen_deinit(struct staith_pb_pen *pen)
{
    staith_arena_deinit(&pen->arena);
}

void *staith_pb_array(struct staith_pb_pen *pen, size_t count, size_t size)
{
    void *items = pen->failed ? NULL : staith_arena_array(&pen->arena, count, size);
    if (items == NULL) {
        pen->failed = true;
    }
    return items;
}

ProtobufCBinaryData staith_pb_bytes(struct staith_pb_pen *pen, const void *data, size_t len)
{
    ProtobufCBinaryData copy = {0};
    uint8_t *bytes = staith_pb_array(pen, len, 1);
    if (bytes != NULL && len > 0) {
        memcpy(bytes, data, len);
        copy.len = len;
        copy.data = bytes;
    }
    return copy;
}

ProtobufCBinaryData staith_pb_text(struct staith_pb_pen *pen, const char *text)
{
    return staith_pb_bytes(pen, text, strlen(text));
}

ProtobufCBinaryData staith_pb_text_cut(struct staith_pb_pen *pen, const char *text, size_t max_len)
{
    size_t full = strnlen(text, max_len);
    size_t len = 0;
    while (len < full) {
        size_t step = staith_utf8_step(text + len, full - len);
        if (step == 0) {
            break;
        }
        len += step;
    }
    return staith_pb_bytes(pen, text, len);
}

int staith_pb_pack(const struct staith_pb_pen *pen, const ProtobufCMessage *message,
                   size_t max_bytes, struct staith_buf *out)
{
    if (pen->failed) {
        return STAITH_ERR_NOMEM;
    }
    size_t len = protobuf_c_message_get_packed_size(message);
    if (len > max_bytes) {
        return STAITH_ERR_LIMIT;
    }
    uint8_t *at = NULL;
    int code = staith_buf_reserve(out, len, &at);
    if (code == 0 && len > 0) {
        out->len += protobuf_c_message_pack(message, at);
    }
    return code;
}

/* ---- unpacking ---- */

static void *arena_alloc(void *ctx, size_t size)
{
    struct staith_arena *arena = ctx;
    return staith_arena_alloc(arena, size);
}

static void arena_free(void *ctx, void *piece)
{
    (void)ctx;
    (void)piece;
}

int staith_pb_unpack(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes, size_t len,
                     size_t max_len, size_t max_memory, struct staith_pb_memory *memory,
                     ProtobufCMessage **ret_message, struct staith_err *err)
{
    staith_arena_init(&memory->arena, max_memory);
    memory->allocator = (ProtobufCAllocator){
        .alloc = arena_alloc, .free = arena_free, .allocator_data = &memory->arena};
    if (len > max_len) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "a message is larger than %zu bytes", max_len);
    }
    ProtobufCMessage *message =
        protobuf_c_message_unpack(descriptor, &memory->allocator, len, bytes);
    if (message == NULL && memory->arena.starved) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory to read a message");
    }
    if (message == NULL) {
        return staith_err_set(err, STAITH_ERR_SYNTAX,
                              "a message is malformed or needs too much memory");
    }
    *ret_message = message;
    return 0;
}

void staith_pb_memory_deinit(struct staith_pb_memory *memory)
{
    staith_arena_deinit(&memory->arena);
}

void staith_pb_refuse(struct staith_pb_reader *reader, const char *what)
{
    if (reader->code == 0) {
        reader->code = staith_err_set(reader->err, STAITH_ERR_SYNTAX, "%s", what);
    }
}

void staith_pb_require(struct staith_pb_reader *reader, bool good, const char *what)
{
    if (!good) {
        staith_pb_refuse(reader, what);
    }
}

void staith_pb_require_known(struct staith_pb_reader *reader, const ProtobufCMessage *message)
{
    staith_pb_require(reader, message->n_unknown_fields == 0, "a message has an unknown field");
}

void *staith_pb_items(struct staith_pb_reader *reader, size_t count, size_t size)
{
    if (reader->code != 0) {
        return NULL;
    }
    void *items = staith_arena_array(reader->arena, count, size);
    if (items == NULL) {
        /* Which one matters: what was over a budget once will be so again, and is refused. */
        reader->code = staith_err_set(reader->err,
                                      reader->arena->starved ? STAITH_ERR_NOMEM : STAITH_ERR_LIMIT,
                                      "a message holds more than there is memory for");
    }
    return items;
}

static bool text_good(const ProtobufCBinaryData *text, size_t max_len)
{
    return text->len == 0 || (text->len <= max_len && memchr(text->data, 0, text->len) == NULL &&
                              staith_utf8_valid((const char *)text->data, text->len));
}

const char *staith_pb_read_text(struct staith_pb_reader *reader, const ProtobufCBinaryData *text,
                                size_t max_len, const char *what)
{
    staith_pb_require(reader, text_good(text, max_len), what);
    char *copy = staith_pb_items(reader, text->len + 1, 1);
    if (copy == NULL) {
        return "";
    }
    if (text->len > 0) {
        memcpy(copy, text->data, text->len);
    }
    return copy;
}

void staith_pb_read_bytes(struct staith_pb_reader *reader, const ProtobufCBinaryData *bytes,
                          uint8_t *out, size_t len, const char *what)
{
    staith_pb_require(reader, bytes->len == len, what);
    if (reader->code == 0) {
        memcpy(out, bytes->data, len);
    }
}

void staith_pb_read_chars(struct staith_pb_reader *reader, const ProtobufCBinaryData *text,
                          char *out, size_t cap, const char *what)
{
    staith_pb_require(reader, text_good(text, cap - 1), what);
    memset(out, 0, cap);
    if (reader->code == 0 && text->len > 0) {
        memcpy(out, text->data, text->len);
    }
}
