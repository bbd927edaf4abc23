/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"
#include "codec/pb.h"

#include <staith/v1/notice.pb-c.h>
#include <string.h>

enum { NOTICE_MEMORY_BYTES = 16 * 1024 };

int staith_codec_pack_notice(const struct staith_notice *notice, struct staith_buf *out)
{
    if (!staith_notice_valid(notice)) {
        return STAITH_ERR_INVAL;
    }
    struct staith_pb_pen pen;
    Staith__V1__Notice packed = STAITH__V1__NOTICE__INIT;
    staith_pb_pen_init(&pen, NOTICE_MEMORY_BYTES);
    packed.authority = staith_pb_text(&pen, notice->authority);
    packed.dataset = staith_pb_text(&pen, notice->dataset);
    packed.period_kind = (Staith__V1__PeriodKind)notice->period.kind;
    packed.period_year = notice->period.year;
    packed.period_part = notice->period.part;
    packed.kind = (Staith__V1__NoticeKind)notice->kind;
    packed.at_unix_ms = notice->at_unix_ms;
    packed.reason = staith_pb_text(&pen, notice->reason);
    int code = staith_pb_pack(&pen, &packed.base, STAITH_CODEC_MAX_PAYLOAD_BYTES, out);
    staith_pb_pen_deinit(&pen);
    return code;
}

static int read_notice(const Staith__V1__Notice *from, struct staith_notice *to,
                       struct staith_err *err)
{
    struct staith_pb_reader reader = {.err = err};
    struct staith_notice notice = {
        .kind = (enum staith_notice_kind)from->kind,
        .period = {(uint32_t)from->period_kind, from->period_year, from->period_part},
        .at_unix_ms = from->at_unix_ms,
    };
    staith_pb_require_known(&reader, &from->base);
    staith_pb_read_chars(&reader, &from->authority, notice.authority, sizeof(notice.authority),
                         "the authority is not valid");
    staith_pb_read_chars(&reader, &from->dataset, notice.dataset, sizeof(notice.dataset),
                         "the dataset is not valid");
    staith_pb_read_chars(&reader, &from->reason, notice.reason, sizeof(notice.reason),
                         "the reason is not valid");
    staith_pb_require(&reader, reader.code != 0 || staith_notice_valid(&notice),
                      "the notice is not valid");
    if (reader.code == 0) {
        *to = notice;
    }
    return reader.code;
}

int staith_codec_unpack_notice(const uint8_t *bytes, size_t len, struct staith_notice *ret_notice,
                               struct staith_err *err)
{
    struct staith_pb_memory memory;
    ProtobufCMessage *message = NULL;
    int code = staith_pb_unpack(&staith__v1__notice__descriptor, bytes, len,
                                STAITH_CODEC_MAX_PAYLOAD_BYTES, NOTICE_MEMORY_BYTES, &memory,
                                &message, err);
    if (code == 0) {
        code = read_notice((const Staith__V1__Notice *)message, ret_notice, err);
    }
    staith_pb_memory_deinit(&memory);
    return code;
}
