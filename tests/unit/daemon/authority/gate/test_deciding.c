/* SPDX-License-Identifier: Apache-2.0 */
/* The decision as staithd and preview make it, from what stands in a state folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "amount_case.h"
#include "authority/gate/deciding.h"
#include "authority/gate/shown.h"
#include "ledger/db.h"
#include "ledger_fixture.h"

struct council {
    struct ledger_fixture folder;
    struct staith_config_council config;
    struct staith_config_dataset dataset;
    struct staith_followed *followed;
    struct amount_case *amounts;
    struct staith_gate_outcome outcome;
    struct staith_decision *decision;
    struct staith_release *release;
    struct staith_err err;
    bool ours;
};

static void start(struct council *c)
{
    memset(c, 0, sizeof(*c));
    assert_int_equal(ledger_fixture_init(&c->folder), 0);
    c->config = (struct staith_config_council){.authority_code = "840",
                                               .authority_name = "County Durham",
                                               .state_folder = c->folder.folder};
    c->dataset.name = "agency_rates";
    c->amounts = amount_case_new(30, 25, 22, 21);
    c->outcome = (struct staith_gate_outcome){
        .end = STAITH_GATE_END_WELL, .catalogue = &c->amounts->catalogue, .raw = &c->amounts->raw};
    c->decision = calloc(1, sizeof(*c->decision));
    assert_non_null(c->decision);
}

static void end(struct council *c)
{
    staith_release_free(c->release);
    staith_followed_close(c->followed);
    ledger_fixture_deinit(&c->folder);
    free(c->decision);
    free(c->amounts);
}

static int decide(struct council *c, bool keeps)
{
    const struct staith_gate_question question = {
        .config = &c->config, .dataset = &c->dataset, .followed = c->followed, .keeps = keeps};
    staith_release_free(c->release);
    c->release = NULL;
    c->ours = false;
    return staith_gate_deciding_make(&question, &c->outcome, c->decision, &c->release, &c->ours,
                                     &c->err);
}

static enum staith_status senior(const struct council *c)
{
    return amount_case_shown(c->release, "rate_median", "senior").value.status;
}

static void open_followed(struct council *c)
{
    assert_int_equal(
        staith_followed_open(c->folder.folder, staith_outside_machine(), &c->followed, NULL), 0);
}

/* Another median of the same people but one. */
static void next_quarter(struct council *c)
{
    const struct staith_sketch one = staith_sketch_of(5, 6);
    struct staith_cell *cell = amount_case_at(c->amounts, AMOUNT_MEDIAN, AMOUNT_SENIOR);
    c->amounts->raw.period.part = 2;
    cell->value += 100;
    staith_sketch_add(&cell->changes, &one);
}

/* Nothing was ever made there: all may leave. A plugin by itself has no folder at all. */
static void an_empty_folder(void **state)
{
    (void)state;
    struct council c;
    start(&c);
    assert_int_equal(decide(&c, false), 0);
    assert_int_equal(senior(&c), STAITH_STATUS_VALUE);
    c.config.state_folder = NULL;
    assert_int_equal(decide(&c, false), 0);
    assert_int_equal(senior(&c), STAITH_STATUS_VALUE);
    assert_false(c.ours);
    end(&c);
}

/* A file is refused for what is in it, never for want of memory. */
static void want_of_memory(void **state)
{
    (void)state;
    struct council c;
    struct staith_config_mark mark = {.measure = "nothing_of_the_kind",
                                      .status = STAITH_STATUS_LOW};
    start(&c);
    c.dataset.marks = &mark;
    c.dataset.mark_count = 1;
    mark.period = c.amounts->raw.period;
    assert_int_equal(decide(&c, false), STAITH_ERR_INVAL);
    assert_false(c.ours);
    c.dataset.mark_count = 1u << 20; /* more than there is room for: none of them is looked at */
    assert_int_equal(decide(&c, false), STAITH_ERR_NOMEM);
    assert_true(c.ours);
    c.dataset.mark_count = 0;
    assert_int_equal(decide(&c, false), 0);
    assert_false(c.ours);
    end(&c);
}

/* What is in no ledger yet, and waits for an officer, is held against whoever asks. */
static void what_waits(void **state)
{
    (void)state;
    struct council c;
    struct staith_held *held = NULL;
    uint64_t number = 0;
    uint64_t replaced = 0;
    const struct staith_ledger_note note = {
        .source_name = "f.csv", .approved_by = "", .decision_json = "{}"};
    start(&c);
    open_followed(&c);
    assert_int_equal(decide(&c, true), 0);
    assert_int_equal(staith_held_open(c.folder.folder, &held, NULL), 0);
    assert_int_equal(
        staith_held_put(held, c.release, &c.amounts->catalogue, &note, 1, &number, &replaced, NULL),
        0);
    next_quarter(&c);
    assert_int_equal(decide(&c, false), 0);
    assert_int_equal(senior(&c), STAITH_STATUS_SUPPRESSED);
    /* Without its sketches nobody knows who has changed. */
    staith_followed_close(c.followed);
    c.followed = NULL;
    assert_int_equal(decide(&c, false), 0);
    assert_int_equal(senior(&c), STAITH_STATUS_SUPPRESSED);
    assert_string_equal(amount_case_shown(c.release, "rate_median", "senior").reason,
                        "changes_unknown");
    struct staith_held_word word = {.officer = "Ann Lee", .role = "SIRO", .reason = "no"};
    assert_int_equal(staith_held_say(held, number, &word, STAITH_HELD_REFUSED, 0, NULL), 0);
    assert_int_equal(decide(&c, false), 0);
    assert_int_equal(senior(&c), STAITH_STATUS_VALUE);
    staith_held_close(held);
    end(&c);
}

static int64_t sketches_kept(const struct council *c)
{
    sqlite3 *db = NULL;
    int64_t count = -1;
    assert_int_equal(staith_ledger_db_open(c->folder.folder, "followed.db", false, "", &db, NULL),
                     0);
    assert_int_equal(
        staith_ledger_db_number(db, staith_ledger_db_prepare(db, "SELECT count(*) FROM sketch"),
                                "counting", &count, NULL),
        0);
    assert_int_equal(sqlite3_close(db), 0);
    return count;
}

/* What it is made of is kept where it is to leave, and nowhere else. */
static void sketches(void **state)
{
    (void)state;
    struct council c;
    start(&c);
    open_followed(&c);
    assert_int_equal(decide(&c, false), 0);
    assert_int_equal(sketches_kept(&c), 0);
    assert_int_equal(decide(&c, true), 0);
    /* of medians and of spend: all, two groups and four roles */
    assert_int_equal(sketches_kept(&c), 2 * 7);
    end(&c);
}

/* A file's fault, and the folder's: the second one is tried again. */
static void whose_fault(void **state)
{
    (void)state;
    struct council c;
    char path[128];
    start(&c);
    c.amounts->cells[0].value++;
    c.amounts->cells[0].contributors = 0;
    assert_int_not_equal(decide(&c, false), 0);
    assert_false(c.ours);
    (void)snprintf(path, sizeof(path), "%s/held.db", c.folder.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("no database, whatever it is called; no database at all", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_not_equal(decide(&c, false), 0);
    assert_true(c.ours);
    assert_non_null(strstr(c.err.where, "held.db"));
    end(&c);
}

/* ---- beside the loop ---- */

struct beside {
    struct council c;
    struct staith_loop *loop;
    struct staith_work *work;
    struct staith_gate_deciding *job;
    uint32_t times;
    uint32_t anew; /* so often it is to be made anew */
    bool cancels;  /* while it waits for its turn again */
    struct staith_gate_decided last;
    enum staith_status senior;
};

static bool on_decided(void *ctx, const struct staith_gate_decided *decided)
{
    struct beside *b = ctx;
    b->times++;
    b->last = *decided;
    b->senior = decided->release == NULL
                    ? STAITH_STATUS_UNAVAILABLE
                    : amount_case_shown(decided->release, "rate_median", "senior").value.status;
    if (decided->code == 0 && b->times <= b->anew) {
        if (b->cancels) {
            staith_gate_deciding_cancel(b->job);
        }
        return true;
    }
    b->job = NULL;
    staith_loop_stop(b->loop);
    return false;
}

static void begin(struct beside *b)
{
    memset(b, 0, sizeof(*b));
    start(&b->c);
    open_followed(&b->c);
    assert_int_equal(staith_loop_new(&b->loop, NULL), 0);
    b->work = staith_work_new(b->loop, 1);
    assert_non_null(b->work);
}

static int ask(struct beside *b)
{
    const struct staith_gate_question question = {
        .config = &b->c.config, .dataset = &b->c.dataset, .followed = b->c.followed};
    struct staith_gate_outcome outcome = b->c.outcome;
    staith_arena_init(&outcome.arena, 1024);
    int rc =
        staith_gate_deciding_start(b->work, &question, &outcome, on_decided, b, &b->job, &b->c.err);
    assert_null(outcome.raw); /* it was taken, whatever came */
    return rc;
}

static void finish(struct beside *b)
{
    staith_work_free(b->work);
    staith_loop_free(b->loop);
    end(&b->c);
}

static void beside_the_loop(void **state)
{
    (void)state;
    struct beside b;
    begin(&b);
    assert_int_equal(ask(&b), 0);
    assert_int_equal(ask(&b), STAITH_ERR_LIMIT); /* the queue has room for one */
    assert_int_equal(staith_loop_run(b.loop), 0);
    assert_int_equal(b.times, 1);
    assert_int_equal(b.last.code, 0);
    assert_int_equal(b.senior, STAITH_STATUS_VALUE);
    assert_null(b.job);
    /* Made anew it is the same again. */
    b.anew = 3;
    assert_int_equal(ask(&b), 0);
    assert_int_equal(staith_loop_run(b.loop), 0);
    assert_int_equal(b.times, 1 + 3);
    assert_int_equal(b.senior, STAITH_STATUS_VALUE);
    finish(&b);
}

/* Cancelled before its turn, and before its second one: it is told all the same, once. */
static void cancelled(void **state)
{
    (void)state;
    struct beside b;
    begin(&b);
    assert_int_equal(ask(&b), 0);
    staith_gate_deciding_cancel(b.job);
    staith_gate_deciding_cancel(NULL);
    assert_int_equal(staith_loop_run(b.loop), 0);
    assert_int_equal(b.times, 1);
    assert_int_equal(b.last.code, STAITH_ERR_STATE);
    assert_true(b.last.ours);
    b.anew = 2;
    b.cancels = true;
    assert_int_equal(ask(&b), 0);
    assert_int_equal(staith_loop_run(b.loop), 0);
    assert_int_equal(b.times, 1 + 2);
    assert_int_equal(b.last.code, STAITH_ERR_STATE);
    assert_int_equal(b.senior, STAITH_STATUS_UNAVAILABLE);
    finish(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_folder), cmocka_unit_test(want_of_memory),
        cmocka_unit_test(what_waits),      cmocka_unit_test(sketches),
        cmocka_unit_test(whose_fault),     cmocka_unit_test(beside_the_loop),
        cmocka_unit_test(cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
