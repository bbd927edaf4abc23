/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All that comes from the other side as bytes: messages and what records carry, and bundles. What
 * is read must pack, and what was packed must be read as the same: the second time the bytes agree.
 * The first byte says what the others are.
 */
#include "codec/bundle.h"
#include "codec/message.h"
#include "exchange_fixture.h"
#include "fuzz.h"

enum { MESSAGE, RELEASE, CATALOGUE, NOTICE, VERDICT, COMPARISON, BUNDLE, KINDS };

struct read {
    struct staith_arena arena;
    struct staith_release *release;
    struct staith_catalogue *catalogue;
    struct staith_message message;
    struct staith_notice notice;
    struct staith_verdict verdict;
    struct staith_comparison comparison;
    struct staith_bundle bundle;
};

static int unpack(int kind, const uint8_t *bytes, size_t len, struct read *read)
{
    struct staith_err err = {0};
    uint8_t hash[STAITH_HASH_BYTES];
    switch (kind) {
    case RELEASE:
        return staith_codec_unpack_release(bytes, len, &read->release, &err);
    case CATALOGUE:
        return staith_codec_unpack_catalogue(bytes, len, &read->arena, &read->catalogue, &err);
    case NOTICE:
        return staith_codec_unpack_notice(bytes, len, &read->notice, &err);
    case VERDICT:
        return staith_codec_unpack_verdict(bytes, len, &read->verdict, &err);
    case COMPARISON:
        return staith_codec_unpack_comparison(bytes, len, &read->arena, &read->comparison, &err);
    case BUNDLE:
        return staith_bundle_unpack(bytes, len, &read->arena, &read->bundle, hash, &err);
    default:
        return staith_message_unpack(bytes, len, &read->arena, &read->message, &err);
    }
}

static int pack(int kind, const struct read *read, struct staith_buf *out)
{
    uint8_t hash[STAITH_HASH_BYTES];
    switch (kind) {
    case RELEASE:
        return staith_codec_pack_release(read->release, out);
    case CATALOGUE:
        return staith_codec_pack_catalogue(read->catalogue, out);
    case NOTICE:
        return staith_codec_pack_notice(&read->notice, out);
    case VERDICT:
        return staith_codec_pack_verdict(&read->verdict, out);
    case COMPARISON:
        return staith_codec_pack_comparison(&read->comparison, out);
    case BUNDLE:
        return staith_bundle_pack(&read->bundle, out, hash);
    default:
        return staith_message_pack(&read->message, out);
    }
}

static bool same_text(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static bool same_cell(const struct staith_release_cell *one,
                      const struct staith_release_cell *other)
{
    bool same = same_text(one->table, other->table) && same_text(one->measure, other->measure) &&
                same_text(one->reason, other->reason) && one->base == other->base &&
                one->reach == other->reach && one->value.status == other->value.status &&
                one->value.value == other->value.value && one->value.lo == other->value.lo &&
                one->value.hi == other->value.hi && one->dimension_count == other->dimension_count;
    for (uint32_t i = 0; same && i < one->dimension_count; i++) {
        same = same_text(one->dimensions[i], other->dimensions[i]) &&
               same_text(one->categories[i], other->categories[i]);
    }
    return same;
}

/* Cells that are read alone are those of the release. */
static void read_alone(const uint8_t *bytes, size_t len, const struct staith_release *release,
                       struct staith_arena *arena)
{
    const struct staith_release_certificate *found = staith_release_certificate(release);
    struct staith_codec_cells cells;
    bool same =
        staith_codec_read_cells(bytes, len, arena, &cells, NULL) == 0 &&
        cells.count == staith_release_cell_count(release) &&
        cells.is_certified == (found != NULL) &&
        (found == NULL || memcmp(found->hash, cells.certificate_hash, STAITH_HASH_BYTES) == 0);
    for (uint32_t i = 0; same && i < cells.count; i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        same = same_cell(&cells.cells[i], &cell);
    }
    if (!same) {
        fuzz_wrong("cells read alone are not those of the release");
    }
}

/* Read, and pack what was read into `out`. False: it is refused. */
static bool again(int kind, const uint8_t *bytes, size_t len, struct staith_buf *out)
{
    struct read read = {0};
    staith_arena_init(&read.arena, kind == BUNDLE ? STAITH_BUNDLE_ARENA_BYTES : 16u * 1024 * 1024);
    staith_buf_init(out, STAITH_BUNDLE_MAX_BYTES);
    int rc = unpack(kind, bytes, len, &read);
    if (rc == 0 && pack(kind, &read, out) != 0) {
        fuzz_wrong("what was read cannot be packed");
    }
    if (rc == 0 && kind == RELEASE) {
        read_alone(bytes, len, read.release, &read.arena);
        (void)staith_codec_check_content(read.release, exchange_catalogue(), NULL);
    }
    if (rc == 0 && kind == BUNDLE) {
        (void)staith_bundle_check(&read.bundle, read.bundle.public_key, NULL);
    }
    staith_release_free(read.release);
    staith_arena_deinit(&read.arena);
    return rc == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct staith_buf first;
    struct staith_buf second;
    if (len == 0) {
        return 0;
    }
    int kind = bytes[0] % KINDS;
    if (again(kind, bytes + 1, len - 1, &first)) {
        if (!again(kind, first.data, first.len, &second) || second.len != first.len ||
            memcmp(second.data, first.data, first.len) != 0) {
            fuzz_wrong("what was packed is read as something else");
        }
        staith_buf_deinit(&second);
    }
    staith_buf_deinit(&first);
    return 0;
}

static void give(fuzz_take *seed, void *ctx, int kind, const struct read *read)
{
    struct staith_buf out;
    staith_buf_init(&out, STAITH_BUNDLE_MAX_BYTES);
    if (pack(kind, read, &out) != 0) {
        fuzz_wrong("a seed cannot be packed");
    }
    fuzz_seed_lead(seed, ctx, kind, out.data, out.len);
    staith_buf_deinit(&out);
}

static void messages(fuzz_take *seed, void *ctx)
{
    struct read read = {0};
    struct staith_message *message = &read.message;
    message->kind = STAITH_MESSAGE_WELCOME;
    message->as.welcome.protocol = 2;
    message->as.welcome.epoch = 11;
    message->as.welcome.credit_messages = 64;
    message->as.welcome.credit_bytes = 1000;
    give(seed, ctx, MESSAGE, &read);
    memset(&message->as, 0, sizeof(message->as));
    message->kind = STAITH_MESSAGE_RECEIPT;
    message->as.receipt.epoch = 11;
    message->as.receipt.committed = 3;
    message->as.receipt.at_unix_ms = 5;
    give(seed, ctx, MESSAGE, &read);
    memset(&message->as, 0, sizeof(message->as));
    message->kind = STAITH_MESSAGE_REFUSAL;
    message->as.refusal.reason = STAITH_REFUSAL_CHAIN;
    memcpy(message->as.refusal.detail, "why", sizeof("why"));
    give(seed, ctx, MESSAGE, &read);
}

static void records(fuzz_take *seed, void *ctx)
{
    struct exchange_council council;
    struct read read = {0};
    struct staith_buf out;
    struct staith_buf payload;
    exchange_council_init(&council, "840", 11);
    exchange_pack_hello(11, 3, 99, &out);
    fuzz_seed_lead(seed, ctx, MESSAGE, out.data, out.len);
    staith_buf_deinit(&out);
    exchange_pack_catalogue(&payload);
    fuzz_seed_lead(seed, ctx, CATALOGUE, payload.data, payload.len);
    struct staith_record catalogue = exchange_next(&council, STAITH_RECORD_CATALOGUE, &payload);
    exchange_keep(&council, &catalogue);
    exchange_pack_record(&catalogue, &out);
    fuzz_seed_lead(seed, ctx, MESSAGE, out.data, out.len);
    staith_buf_deinit(&out);
    read.release = exchange_release("840", 2025, 12);
    give(seed, ctx, RELEASE, &read);
    exchange_say_release(&council, read.release, &out);
    fuzz_seed_lead(seed, ctx, MESSAGE, out.data, out.len);
    staith_buf_deinit(&out);
    struct staith_bundle_entry entry = {
        .record = catalogue, .appended_unix_ms = 5, .refused_detail = ""};
    read.bundle = (struct staith_bundle){.authority = "840",
                                         .name = "Durham",
                                         .epoch = 11,
                                         .first = 1,
                                         .last = 1,
                                         .ledger_last = 2,
                                         .exported_unix_ms = 9,
                                         .entry_count = 1,
                                         .entries = &entry};
    memcpy(read.bundle.public_key, council.public_key, sizeof(read.bundle.public_key));
    give(seed, ctx, BUNDLE, &read);
    staith_buf_deinit(&payload);
}

void fuzz_seeds(fuzz_take *take, void *ctx)
{
    const struct staith_period year = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    struct staith_comparison_row row = {
        .code = "leavers", .label = "Leavers", .unit = "%", .decimals = 1, .rank = 2, .ranked = 3};
    struct read read = {0};
    row.sides[0] = (struct staith_comparison_figure){STAITH_STATUS_VALUE, 113};
    read.notice = (struct staith_notice){.kind = STAITH_NOTICE_WITHDRAWAL,
                                         .authority = "840",
                                         .dataset = "csww",
                                         .period = year,
                                         .reason = "wrong"};
    read.verdict = (struct staith_verdict){.epoch = 11,
                                           .number = 2,
                                           .dataset = "csww",
                                           .period = year,
                                           .standing = STAITH_STANDING_SENT_BACK,
                                           .reason = "odd",
                                           .at_unix_ms = 7};
    read.comparison = (struct staith_comparison){
        .dataset = "csww", .period = year, .made_unix_ms = 3, .row_count = 1, .rows = &row};
    give(take, ctx, NOTICE, &read);
    give(take, ctx, VERDICT, &read);
    give(take, ctx, COMPARISON, &read);
    messages(take, ctx);
    records(take, ctx);
}
