/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_PROTECTED_CASE_H
#define STAITH_TESTS_PROTECTED_CASE_H
/*
 * A council that has released the leavers of gate_case.h, protected: its ledger (catalogue 1,
 * release 2), the counts behind it and a configuration, in a folder.
 */
#include "gate_case.h"
#include "ledger/truth.h"
#include "ledger_case.h"

struct protected_case {
    struct ledger_fixture f;
    struct gate_case *gate;
    struct staith_release *release;
    char config[128];
};

static inline void protected_case_config(struct protected_case *c, const char *more)
{
    (void)snprintf(c->config, sizeof(c->config), "%s/staithd.yaml", c->f.folder);
    FILE *out = fopen(c->config, "w");
    assert_non_null(out);
    assert_true(fprintf(out,
                        "authority: {code: 840, name: Durham}\n"
                        "state: .\n"
                        "keys: {signing: s.key, transport: t.key}\n"
                        "region: {public-key: 'rq:rM>}U?@Lns47E1%%kR.o@n%%FcmmsL/@{H8]yf7',\n"
                        "         endpoints: ['tcp://127.0.0.1:7440']}\n"
                        "datasets: [{name: csww, plugin: ./workforce.so, source: in}]\n%s",
                        more) > 0);
    assert_int_equal(fclose(out), 0);
}

/* The release of the gate into the ledger, with the account that a daemon would write. */
static inline void protected_case_append(struct protected_case *c, const uint8_t *hash)
{
    static const char decision[] =
        "{\"tables\":[{\"table\":\"by_role\",\"measures\":{\"leavers_headcount\":"
        "{\"rule\":\"rounded\",\"instead\":\"other_periods_withheld\"}}},"
        "{\"table\":\"by_role_reason\",\"measures\":"
        "{\"leavers_headcount\":{\"rule\":\"less_detail_withheld\"}}}]}";
    struct staith_ledger *ledger = NULL;
    struct staith_truth *truth = NULL;
    struct staith_system counts = {0};
    int64_t kept = 0;
    uint32_t dropped = 0;
    struct staith_arena arena;
    uint64_t number = 0;
    const struct staith_ledger_note note = {.source_name = "return.xml",
                                            .approved_by = "at once",
                                            .cells_released = staith_release_cell_count(c->release),
                                            .decision_json = decision};
    assert_int_equal(staith_ledger_open(c->f.folder, "840", c->f.secret, staith_outside_machine(),
                                        &ledger, NULL),
                     0);
    assert_int_equal(
        staith_ledger_append(ledger, c->release, &c->gate->table.catalogue, &note, &number, NULL),
        0);
    assert_int_equal(number, 2);
    staith_ledger_close(ledger);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_truth_open(c->f.folder, staith_outside_machine(), &truth, NULL), 0);
    assert_int_equal(staith_disclosure_truth(&c->gate->table.raw, &arena, &counts, NULL), 0);
    assert_int_equal(staith_truth_put(truth, "csww", hash, &counts, &kept, &dropped, NULL), 0);
    staith_truth_close(truth);
    staith_arena_deinit(&arena);
}

/* Released under a policy; these people. */
static inline void protected_case_of(struct protected_case *c, const int64_t people[3][3],
                                     const struct staith_policy *policy)
{
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_buf packed;
    memset(c, 0, sizeof(*c));
    assert_int_equal(ledger_fixture_init(&c->f), 0);
    c->gate = gate_case_over(people);
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(&c->gate->table.catalogue, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    c->gate->what.catalogue_hash = hash;
    c->gate->what.policy = policy;
    assert_int_equal(
        staith_disclosure_release(&c->gate->what, &c->gate->decision, &c->release, NULL), 0);
    staith_buf_clear(&packed);
    assert_int_equal(staith_codec_pack_release(c->release, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    staith_buf_deinit(&packed);
    protected_case_append(c, hash);
    protected_case_config(c, "");
}

static inline void protected_case_under(struct protected_case *c,
                                        const struct staith_policy *policy)
{
    protected_case_of(c, gate_people, policy);
}

/* `less`: the release leaves out the table by role and reason. */
static inline void protected_case_init(struct protected_case *c, bool less)
{
    const struct staith_policy_term term = {.dimension = "reason", .stays = less};
    const struct staith_policy policy = {
        .version = "2026-11-01", .terms = &term, .term_count = less ? 1 : 0};
    protected_case_under(c, &policy);
}

/* Counts leave exact or hidden. */
static inline void protected_case_hidden_of(struct protected_case *c, const int64_t people[3][3])
{
    const struct staith_policy_term term = {.hides = true};
    const struct staith_policy policy = {.version = "2026-11-01", .terms = &term, .term_count = 1};
    protected_case_of(c, people, &policy);
}

static inline void protected_case_hidden(struct protected_case *c)
{
    protected_case_hidden_of(c, gate_people);
}

/* The same release once more; its number. */
static inline uint64_t protected_case_again(struct protected_case *c)
{
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    const struct staith_ledger_note note = {
        .source_name = "return.xml", .approved_by = "at once", .decision_json = "{}"};
    assert_int_equal(staith_ledger_open(c->f.folder, "840", c->f.secret, staith_outside_machine(),
                                        &ledger, NULL),
                     0);
    assert_int_equal(
        staith_ledger_append(ledger, c->release, &c->gate->table.catalogue, &note, &number, NULL),
        0);
    staith_ledger_close(ledger);
    return number;
}

static inline void protected_case_deinit(struct protected_case *c)
{
    (void)unlink(c->config);
    staith_release_free(c->release);
    gate_case_free(c->gate);
    ledger_fixture_deinit(&c->f);
}

#endif
