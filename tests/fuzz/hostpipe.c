/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pipe between a host and the gate: the stream is cut into frames as the gate does it, in
 * pieces of a length that the first byte says, and each frame is read as a result and as an order.
 * What is read must pack again, and its findings and alarms must be such as the gate writes down.
 */
#include "codec/hostpipe.h"
#include "fuzz.h"
#include "loop/internal.h"
#include "model/sample.h"

#include <string.h>

enum { FRAME_MAX_BYTES = 65536 };

static void result(const uint8_t *bytes, size_t len)
{
    struct staith_result_of_run run = {0};
    struct staith_arena arena;
    struct staith_err err = {0};
    struct staith_buf out;
    staith_arena_init(&arena, 64 * 1024 * 1024);
    if (staith_hostpipe_unpack_result(bytes, len, &arena, &run, &err) == 0) {
        staith_buf_init(&out, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
        if (staith_hostpipe_pack_result(&run, &out) != 0) {
            fuzz_wrong("a result was read that cannot be packed");
        }
        staith_buf_deinit(&out);
    }
    staith_arena_deinit(&arena);
}

static void order(const uint8_t *bytes, size_t len)
{
    struct staith_order order = {0};
    struct staith_arena arena;
    struct staith_err err = {0};
    struct staith_buf out;
    staith_arena_init(&arena, 64 * 1024 * 1024);
    if (staith_hostpipe_unpack_order(bytes, len, &arena, &order, &err) == 0) {
        staith_buf_init(&out, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
        if (staith_hostpipe_pack_order(&order, &out) != 0) {
            fuzz_wrong("an order was read that cannot be packed");
        }
        staith_buf_deinit(&out);
    }
    staith_arena_deinit(&arena);
}

static void on_frame(void *ctx, const uint8_t *bytes, size_t len)
{
    (void)ctx;
    result(bytes, len);
    order(bytes, len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct staith_frames frames;
    if (len == 0) {
        return 0;
    }
    const size_t step = bytes[0] == 0 ? len : bytes[0];
    staith_frames_init(&frames, FRAME_MAX_BYTES);
    for (size_t at = 1; at < len; at += step) {
        const size_t part = len - at < step ? len - at : step;
        if (staith_frames_feed(&frames, bytes + at, part, on_frame, NULL) != 0) {
            break;
        }
    }
    staith_frames_deinit(&frames);
    return 0;
}

static void give(fuzz_take *take, void *ctx, const struct staith_buf *frame)
{
    struct staith_buf whole;
    const uint8_t head[5] = {0, (uint8_t)(frame->len >> 24), (uint8_t)(frame->len >> 16),
                             (uint8_t)(frame->len >> 8), (uint8_t)frame->len};
    staith_buf_init(&whole, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    if (staith_buf_append(&whole, head, sizeof(head)) != 0 ||
        staith_buf_append(&whole, frame->data, frame->len) != 0) {
        fuzz_wrong("no memory for a seed");
    }
    take(ctx, whole.data, whole.len);
    staith_buf_deinit(&whole);
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    static const char *names[] = {"return.xml"};
    static const struct staith_order_option options[] = {{"year", "2025", "staith.yaml:3:7", ""}};
    static const struct staith_history history[] = {
        {"leavers", {STAITH_PERIOD_CENSUS_YEAR, 2024, 0}, 12}};
    static const struct staith_alarm alarms[] = {{"late", "Late.", "Ask.", 3}};
    const struct staith_order asked = {.plugin_path = "/usr/lib/staith/plugins/workforce.so",
                                       .authority = "840",
                                       .source_count = 1,
                                       .source_names = names,
                                       .option_count = 1,
                                       .options = options,
                                       .history_count = 1,
                                       .history = history,
                                       .max_cells = 10,
                                       .max_people = 20,
                                       .max_observations = 30};
    struct sample s;
    struct staith_buf out;
    sample_raw(&s);
    const struct staith_result_of_run run = {
        .catalogue = &s.catalogue, .raw = &s.raw, .alarms = alarms, .alarm_count = 1};
    struct staith_result_of_run failed = {.code = STAITH_ERR_SYNTAX};
    staith_buf_init(&out, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    if (staith_hostpipe_pack_result(&run, &out) != 0) {
        fuzz_wrong("a seed cannot be packed");
    }
    give(take, ctx, &out);
    staith_buf_deinit(&out);
    (void)staith_err_set(&failed.err, STAITH_ERR_SYNTAX, "the source ends in the middle");
    staith_buf_init(&out, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    if (staith_hostpipe_pack_result(&failed, &out) != 0) {
        fuzz_wrong("a seed cannot be packed");
    }
    give(take, ctx, &out);
    staith_buf_deinit(&out);
    staith_buf_init(&out, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
    if (staith_hostpipe_pack_order(&asked, &out) != 0) {
        fuzz_wrong("a seed cannot be packed");
    }
    give(take, ctx, &out);
    staith_buf_deinit(&out);
}
