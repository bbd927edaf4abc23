/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A council that released its leavers exact or hidden, and holds the same people rounded: made
 * before the other left, it was fine, and is not any more.
 */
#include "authority/gate/again.h"

#include "protected_case.h"

struct fixture {
    struct protected_case c;
    struct staith_gate_archive archive;
    uint64_t held;
    char why[STAITH_DISCLOSURE_WHY_BYTES];
};

static void hold(struct fixture *f, const struct staith_release *release)
{
    uint64_t replaced = 0;
    struct staith_buf packed;
    struct staith_arena arena;
    struct staith_system counts;
    int64_t kept = 0;
    uint32_t dropped = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    const struct staith_ledger_note note = {
        .source_name = "return.xml", .approved_by = "", .decision_json = "{}"};
    assert_int_equal(staith_held_put(f->archive.held, release, &f->c.gate->table.catalogue, &note,
                                     1000, &f->held, &replaced, NULL),
                     0);
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_codec_pack_release(release, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    assert_int_equal(staith_disclosure_truth(&f->c.gate->table.raw, &arena, &counts, NULL), 0);
    assert_int_equal(
        staith_truth_put(f->archive.truth, "csww", hash, &counts, &kept, &dropped, NULL), 0);
    staith_arena_deinit(&arena);
    staith_buf_deinit(&packed);
}

static void begin(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    protected_case_hidden(&f->c);
    assert_int_equal(staith_ledger_open_reader(f->c.f.folder, &f->archive.ledger, NULL), 0);
    assert_int_equal(staith_held_open(f->c.f.folder, &f->archive.held, NULL), 0);
    assert_int_equal(
        staith_truth_open(f->c.f.folder, staith_outside_machine(), &f->archive.truth, NULL), 0);
}

static void end(struct fixture *f)
{
    staith_truth_close(f->archive.truth);
    staith_held_close(f->archive.held);
    staith_ledger_close(f->archive.ledger);
    protected_case_deinit(&f->c);
}

static bool passes(struct fixture *f)
{
    enum staith_again again = STAITH_AGAIN_UNFINISHED;
    assert_int_equal(staith_gate_again(&f->archive, NULL, f->held, 0, &again, f->why, NULL), 0);
    assert_int_not_equal(again, STAITH_AGAIN_UNFINISHED);
    return again == STAITH_AGAIN_PASSED;
}

static struct staith_release *rounded(struct fixture *f)
{
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_release *release = NULL;
    memcpy(hash, staith_release_catalogue_hash(f->c.release), sizeof(hash));
    f->c.gate->what.catalogue_hash = hash;
    f->c.gate->what.policy = staith_policy_default();
    assert_int_equal(
        staith_disclosure_release(&f->c.gate->what, &f->c.gate->decision, &release, NULL), 0);
    return release;
}

static void what_left_since_counts(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f);
    struct staith_release *release = rounded(&f);
    hold(&f, release);
    assert_false(passes(&f));
    assert_non_null(strstr(f.why, "would say too much of leavers_headcount"));
    /* Where nothing else has left it is fine. */
    struct staith_ledger *ledger = f.archive.ledger;
    f.archive.ledger = NULL;
    assert_true(passes(&f));
    f.archive.ledger = ledger;
    /* The very figures that left say nothing new. */
    hold(&f, f.c.release);
    assert_true(passes(&f));
    struct staith_truth *truth = f.archive.truth;
    f.archive.truth = NULL;
    assert_false(passes(&f));
    assert_non_null(strstr(f.why, "are lost"));
    f.archive.truth = truth;
    staith_release_free(release);
    end(&f);
}

struct ended {
    struct staith_loop *loop;
    uint32_t times;
    struct staith_gate_again_end end;
};

static void on_ended(void *ctx, const struct staith_gate_again_end *end)
{
    struct ended *ended = ctx;
    ended->times++;
    ended->end = *end;
    staith_loop_stop(ended->loop);
}

/* A clock whose every look costs a minute: no audit ends in its time, and that is no refusal. */
static int64_t hasty_ms(void *ctx)
{
    static int64_t now;
    (void)ctx;
    now += 60000;
    return now;
}

static void time_is_no_refusal(void **state)
{
    (void)state;
    struct fixture f;
    struct ended ended = {0};
    struct staith_gate_again_job *job = NULL;
    enum staith_again again = STAITH_AGAIN_PASSED;
    struct staith_outside hasty = *staith_outside_machine();
    hasty.monotonic_ms = hasty_ms;
    begin(&f);
    hold(&f, f.c.release);
    assert_int_equal(staith_gate_again(&f.archive, &hasty, f.held, 0, &again, f.why, NULL), 0);
    assert_int_equal(again, STAITH_AGAIN_UNFINISHED);
    assert_non_null(strstr(f.why, "did not end"));
    /* Beside the loop, with time, it passes. */
    assert_int_equal(staith_loop_new(&ended.loop, NULL), 0);
    struct staith_work *work = staith_work_new(ended.loop, 1);
    assert_non_null(work);
    assert_int_equal(
        staith_gate_again_start(work, &f.archive, NULL, f.held, on_ended, &ended, &job, NULL), 0);
    assert_int_equal(staith_loop_run(ended.loop), 0);
    assert_int_equal(ended.times, 1);
    assert_int_equal(ended.end.code, 0);
    assert_int_equal(ended.end.again, STAITH_AGAIN_PASSED);
    /* Cancelled it tells nobody. */
    assert_int_equal(
        staith_gate_again_start(work, &f.archive, NULL, f.held, on_ended, &ended, &job, NULL), 0);
    staith_gate_again_cancel(job);
    staith_gate_again_cancel(NULL);
    staith_work_free(work);
    staith_loop_free(ended.loop);
    assert_int_equal(ended.times, 1);
    end(&f);
}

static void no_such(void **state)
{
    (void)state;
    struct fixture f;
    struct staith_err err = {0};
    enum staith_again again = STAITH_AGAIN_PASSED;
    begin(&f);
    assert_int_equal(staith_gate_again(&f.archive, NULL, 7, 0, &again, f.why, &err),
                     STAITH_ERR_NOTFOUND);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_left_since_counts),
                                       cmocka_unit_test(time_is_no_refusal),
                                       cmocka_unit_test(no_such)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
