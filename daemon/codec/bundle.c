/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line of text that names the format and its version, the packed message, and the hash of both.
 * The hash is looked at before anything is read.
 */
#include "codec/bundle.h"

#include "codec/message.h"
#include "codec/pb.h"

#include <staith/v1/bundle.pb-c.h>
#include <string.h>

enum { MAGIC_BYTES = 16, VERSION_AT = 14, PEN_BYTES = 2 * STAITH_BUNDLE_MAX_BYTES };

static const char magic[] = "staith bundle 1\n";

/* ---- packing ---- */

static Staith__V1__BundleNote *put_note(struct staith_pb_pen *pen,
                                        const struct staith_bundle_note *from)
{
    Staith__V1__BundleNote *to = staith_pb_array(pen, 1, sizeof(*to));
    if (to == NULL) {
        return NULL;
    }
    staith__v1__bundle_note__init(to);
    to->source_name = staith_pb_text(pen, from->source_name);
    to->source_hash = staith_pb_bytes(pen, from->source_hash, sizeof(from->source_hash));
    to->source_bytes = from->source_bytes;
    to->observed = from->observed;
    to->cells_tallied = from->cells_tallied;
    to->cells_released = from->cells_released;
    to->cells_withheld = from->cells_withheld;
    to->errors = from->errors;
    to->queries = from->queries;
    to->approved_by = staith_pb_text(pen, from->approved_by);
    to->decision = staith_pb_text(pen, from->decision_json);
    return to;
}

static Staith__V1__Record *put_record(struct staith_pb_pen *pen, const struct staith_record *from)
{
    Staith__V1__Record *to = staith_pb_array(pen, 1, sizeof(*to));
    if (to != NULL) {
        staith_pb_record(pen, from, to);
    }
    return to;
}

static Staith__V1__BundleEntry *put_entry(struct staith_pb_pen *pen,
                                          const struct staith_bundle_entry *from)
{
    Staith__V1__BundleEntry *to = staith_pb_array(pen, 1, sizeof(*to));
    if (to == NULL) {
        return NULL;
    }
    staith__v1__bundle_entry__init(to);
    to->record = put_record(pen, &from->record);
    to->appended_unix_ms = from->appended_unix_ms;
    to->received_unix_ms = from->received_unix_ms;
    to->refused = (Staith__V1__RefusalReason)from->refused;
    to->refused_detail = staith_pb_text(pen, from->refused_detail);
    to->note = from->has_note ? put_note(pen, &from->note) : NULL;
    return to;
}

static void put_bundle(struct staith_pb_pen *pen, const struct staith_bundle *from,
                       Staith__V1__Bundle *to)
{
    to->authority = staith_pb_text(pen, from->authority);
    to->name = staith_pb_text(pen, from->name);
    to->epoch = from->epoch;
    to->signing_key = staith_pb_bytes(pen, from->public_key, sizeof(from->public_key));
    to->first = from->first;
    to->last = from->last;
    to->ledger_last = from->ledger_last;
    to->exported_unix_ms = from->exported_unix_ms;
    to->catalogues = staith_pb_array(pen, from->catalogue_count, sizeof(Staith__V1__Record *));
    to->n_catalogues = from->catalogue_count;
    for (uint32_t i = 0; !pen->failed && i < from->catalogue_count; i++) {
        to->catalogues[i] = put_record(pen, &from->catalogues[i]);
    }
    to->entries = staith_pb_array(pen, from->entry_count, sizeof(Staith__V1__BundleEntry *));
    to->n_entries = from->entry_count;
    for (uint32_t i = 0; !pen->failed && i < from->entry_count; i++) {
        to->entries[i] = put_entry(pen, &from->entries[i]);
    }
}

int staith_bundle_pack(const struct staith_bundle *bundle, struct staith_buf *out,
                       uint8_t ret_hash[STAITH_HASH_BYTES])
{
    struct staith_pb_pen pen;
    uint8_t hash[STAITH_HASH_BYTES];
    Staith__V1__Bundle packed = STAITH__V1__BUNDLE__INIT;
    size_t start = out->len;
    staith_pb_pen_init(&pen, PEN_BYTES);
    put_bundle(&pen, bundle, &packed);
    int rc = staith_buf_append(out, magic, MAGIC_BYTES);
    if (rc == 0) {
        rc = staith_pb_pack(&pen, &packed.base,
                            STAITH_BUNDLE_MAX_BYTES - MAGIC_BYTES - STAITH_HASH_BYTES, out);
    }
    if (rc == 0) {
        staith_codec_hash(out->data + start, out->len - start, hash);
        rc = staith_buf_append(out, hash, sizeof(hash));
    }
    if (rc == 0) {
        memcpy(ret_hash, hash, sizeof(hash));
    } else {
        out->len = start;
    }
    staith_pb_pen_deinit(&pen);
    return rc;
}

/* ---- unpacking ---- */

/* Until the end of the year 9999: what is past it cannot be printed as a date. */
static int64_t read_time(struct staith_pb_reader *reader, int64_t unix_ms)
{
    staith_pb_require(reader, unix_ms >= 0 && unix_ms < INT64_C(253402300800000),
                      "a time is out of range");
    return unix_ms;
}

static void read_note(struct staith_pb_reader *reader, const Staith__V1__BundleNote *from,
                      struct staith_bundle_note *to)
{
    staith_pb_require_known(reader, &from->base);
    to->source_name = staith_pb_read_text(reader, &from->source_name, STAITH_BUNDLE_MAX_TEXT_BYTES,
                                          "a source's name is not text");
    staith_pb_read_bytes(reader, &from->source_hash, to->source_hash, STAITH_HASH_BYTES,
                         "a source's hash is not of 32 bytes");
    to->source_bytes = from->source_bytes;
    to->observed = from->observed;
    to->cells_tallied = from->cells_tallied;
    to->cells_released = from->cells_released;
    to->cells_withheld = from->cells_withheld;
    to->errors = from->errors;
    to->queries = from->queries;
    to->approved_by = staith_pb_read_text(reader, &from->approved_by, STAITH_BUNDLE_MAX_TEXT_BYTES,
                                          "the name of who approved is not text");
    to->decision_json = staith_pb_read_text(reader, &from->decision, STAITH_BUNDLE_MAX_TEXT_BYTES,
                                            "a decision is not text");
}

static void read_record(struct staith_pb_reader *reader, const Staith__V1__Record *from,
                        struct staith_record *to)
{
    staith_pb_require(reader, from->payload.len > 0, "a record is empty");
    staith_pb_read_record(reader, from, to);
}

static void read_entry(struct staith_pb_reader *reader, const Staith__V1__BundleEntry *from,
                       struct staith_bundle_entry *to)
{
    staith_pb_require_known(reader, &from->base);
    if (from->record == NULL) {
        staith_pb_refuse(reader, "an entry has no record");
        return;
    }
    read_record(reader, from->record, &to->record);
    to->appended_unix_ms = read_time(reader, from->appended_unix_ms);
    to->received_unix_ms = read_time(reader, from->received_unix_ms);
    to->refused = (uint32_t)from->refused;
    staith_pb_require(reader, to->refused <= STAITH_REFUSAL_CHANGED,
                      "the reason of a refusal is unknown");
    to->refused_detail = staith_pb_read_text(reader, &from->refused_detail, 255,
                                             "the detail of a refusal is not text");
    to->has_note = from->note != NULL;
    if (to->has_note) {
        read_note(reader, from->note, &to->note);
    }
}

static void read_bundle(struct staith_pb_reader *reader, const Staith__V1__Bundle *from,
                        struct staith_bundle *to)
{
    staith_pb_require_known(reader, &from->base);
    staith_pb_read_chars(reader, &from->authority, to->authority, sizeof(to->authority),
                         "the council's code is not valid");
    to->name = staith_pb_read_text(reader, &from->name, STAITH_BUNDLE_MAX_NAME_BYTES,
                                   "the council's name is not text");
    to->epoch = from->epoch;
    staith_pb_read_bytes(reader, &from->signing_key, to->public_key, sizeof(to->public_key),
                         "the signing key is not of 32 bytes");
    to->first = from->first;
    to->last = from->last;
    to->ledger_last = from->ledger_last;
    to->exported_unix_ms = read_time(reader, from->exported_unix_ms);
    staith_pb_require(reader,
                      from->n_catalogues <= STAITH_BUNDLE_MAX_ENTRIES &&
                          from->n_entries <= STAITH_BUNDLE_MAX_ENTRIES,
                      "it has too many records");
    to->catalogues = staith_pb_items(reader, from->n_catalogues, sizeof(*to->catalogues));
    for (size_t i = 0; reader->code == 0 && i < from->n_catalogues; i++) {
        read_record(reader, from->catalogues[i], &to->catalogues[i]);
    }
    to->catalogue_count = (uint32_t)from->n_catalogues;
    to->entries = staith_pb_items(reader, from->n_entries, sizeof(*to->entries));
    for (size_t i = 0; reader->code == 0 && i < from->n_entries; i++) {
        read_entry(reader, from->entries[i], &to->entries[i]);
    }
    to->entry_count = (uint32_t)from->n_entries;
}

/* Frame and hash of the file; what is left is the packed message. */
static int open_frame(const uint8_t *bytes, size_t len, uint8_t hash[STAITH_HASH_BYTES],
                      struct staith_err *err)
{
    if (len < MAGIC_BYTES || memcmp(bytes, magic, VERSION_AT) != 0) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "this is no bundle");
    }
    if (memcmp(bytes, magic, MAGIC_BYTES) != 0) {
        return staith_err_set(err, STAITH_ERR_VERSION, "this bundle is of another version");
    }
    if (len > STAITH_BUNDLE_MAX_BYTES) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "a bundle is at most %d bytes",
                              (int)STAITH_BUNDLE_MAX_BYTES);
    }
    if (len >= MAGIC_BYTES + STAITH_HASH_BYTES) {
        staith_codec_hash(bytes, len - STAITH_HASH_BYTES, hash);
        if (memcmp(hash, bytes + len - STAITH_HASH_BYTES, STAITH_HASH_BYTES) == 0) {
            return 0;
        }
    }
    return staith_err_set(err, STAITH_ERR_VERIFY,
                          "the bundle was cut or changed: its hash does not match");
}

int staith_bundle_unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                         struct staith_bundle *ret_bundle, uint8_t ret_hash[STAITH_HASH_BYTES],
                         struct staith_err *err)
{
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_pb_memory memory;
    ProtobufCMessage *packed = NULL;
    int rc = open_frame(bytes, len, hash, err);
    if (rc != 0) {
        return rc;
    }
    rc = staith_pb_unpack(&staith__v1__bundle__descriptor, bytes + MAGIC_BYTES,
                          len - MAGIC_BYTES - STAITH_HASH_BYTES, STAITH_BUNDLE_MAX_BYTES,
                          STAITH_BUNDLE_ARENA_BYTES, &memory, &packed, err);
    if (rc == 0) {
        struct staith_pb_reader reader = {.arena = arena, .err = err};
        struct staith_bundle bundle = {0};
        read_bundle(&reader, (const Staith__V1__Bundle *)packed, &bundle);
        rc = reader.code;
        if (rc == 0) {
            *ret_bundle = bundle;
            memcpy(ret_hash, hash, sizeof(hash));
        }
    }
    staith_pb_memory_deinit(&memory);
    return rc;
}
