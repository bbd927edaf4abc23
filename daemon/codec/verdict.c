/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"
#include "codec/pb.h"

#include <staith/v1/verdict.pb-c.h>

enum { VERDICT_MEMORY_BYTES = 16 * 1024 };

int staith_codec_pack_verdict(const struct staith_verdict *verdict, struct staith_buf *out)
{
    if (!staith_verdict_valid(verdict)) {
        return STAITH_ERR_INVAL;
    }
    struct staith_pb_pen pen;
    Staith__V1__Verdict packed = STAITH__V1__VERDICT__INIT;
    staith_pb_pen_init(&pen, VERDICT_MEMORY_BYTES);
    packed.epoch = verdict->epoch;
    packed.number = verdict->number;
    packed.dataset = staith_pb_text(&pen, verdict->dataset);
    packed.period_kind = (Staith__V1__PeriodKind)verdict->period.kind;
    packed.period_year = verdict->period.year;
    packed.period_part = verdict->period.part;
    packed.standing = (Staith__V1__Standing)verdict->standing;
    packed.reason = staith_pb_text(&pen, verdict->reason);
    packed.at_unix_ms = verdict->at_unix_ms;
    int code = staith_pb_pack(&pen, &packed.base, STAITH_CODEC_MAX_PAYLOAD_BYTES, out);
    staith_pb_pen_deinit(&pen);
    return code;
}

static int read_verdict(const Staith__V1__Verdict *from, struct staith_verdict *to,
                        struct staith_err *err)
{
    struct staith_pb_reader reader = {.err = err};
    struct staith_verdict verdict = {
        .epoch = from->epoch,
        .number = from->number,
        .period = {(uint32_t)from->period_kind, from->period_year, from->period_part},
        .standing = (enum staith_standing)from->standing,
        .at_unix_ms = from->at_unix_ms,
    };
    staith_pb_require_known(&reader, &from->base);
    staith_pb_read_chars(&reader, &from->dataset, verdict.dataset, sizeof(verdict.dataset),
                         "the dataset is not valid");
    staith_pb_read_chars(&reader, &from->reason, verdict.reason, sizeof(verdict.reason),
                         "the reason is not valid");
    staith_pb_require(&reader, reader.code != 0 || staith_verdict_valid(&verdict),
                      "the verdict is not valid");
    if (reader.code == 0) {
        *to = verdict;
    }
    return reader.code;
}

int staith_codec_unpack_verdict(const uint8_t *bytes, size_t len,
                                struct staith_verdict *ret_verdict, struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__verdict__descriptor, bytes, len,
                                STAITH_CODEC_MAX_PAYLOAD_BYTES, VERDICT_MEMORY_BYTES, &memory,
                                &message, err);
    if (code == 0) {
        code = read_verdict((const Staith__V1__Verdict *)message, ret_verdict, err);
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
