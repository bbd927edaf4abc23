/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Revisions: what was published of a period before is kept where nothing changed, and held against
 * what is published now.
 */
#include "disclosure/audit/certificate.h"
#include "disclosure/gate_work.h"
#include "disclosure/release_make.h"

#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* A council's releases of one period, one after the other. */
struct history {
    uint32_t count;
    struct gate_case *cases[STAITH_DISCLOSURE_MAX_EARLIER + 2];
    struct staith_release *releases[STAITH_DISCLOSURE_MAX_EARLIER + 2];
    struct staith_system truths[STAITH_DISCLOSURE_MAX_EARLIER + 2];
    struct staith_arena arena;
    struct staith_disclosure_earlier earlier[STAITH_DISCLOSURE_MAX_EARLIER + 2];
};

/* Release `people` after what was released before; newest first, as the gate wants it. */
static struct gate_case *release(struct history *h, const int64_t people[3][3])
{
    struct gate_case *c = gate_case_over(people);
    for (uint32_t i = 0; i < h->count; i++) {
        uint32_t at = h->count - 1 - i;
        h->earlier[i] = (struct staith_disclosure_earlier){
            h->releases[at], &h->cases[at]->table.catalogue, &h->truths[at], false};
    }
    c->what.earlier = h->earlier;
    c->what.earlier_count = h->count;
    assert_int_equal(
        staith_disclosure_release(&c->what, &c->decision, &h->releases[h->count], &c->err), 0);
    assert_int_equal(staith_disclosure_truth(&c->table.raw, &h->arena, &h->truths[h->count], NULL),
                     0);
    h->cases[h->count++] = c;
    return c;
}

static struct history *begin(void)
{
    struct history *h = calloc(1, sizeof(*h));
    staith_arena_init(&h->arena, (size_t)1 << 26);
    return h;
}

static void end(struct history *h)
{
    for (uint32_t i = 0; i < h->count; i++) {
        staith_release_free(h->releases[i]);
        gate_case_free(h->cases[i]);
    }
    staith_arena_deinit(&h->arena);
    free(h);
}

/* A published number, or -1. */
static int64_t number(const struct staith_release *from, const char *role, const char *reason)
{
    for (uint32_t i = 0; i < staith_release_cell_count(from); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(from, i);
        if (strcmp(cell.table, "by_role_reason") == 0 && cell.categories[0] != NULL &&
            cell.categories[1] != NULL && strcmp(cell.categories[0], role) == 0 &&
            strcmp(cell.categories[1], reason) == 0) {
            return cell.value.value;
        }
    }
    return -1;
}

static enum staith_policy_rule rule_of(const struct gate_case *c, uint16_t table)
{
    return staith_decision_rule(&c->decision, table, 0);
}

/* One worker more resigned: every cell that has its count of before has its number of before. */
static void unchanged_cells_keep_their_numbers(void **state)
{
    (void)state;
    static const int64_t later[3][3] = {{3, 2, 1}, {1, 4, 2}, {13, 3, 0}};
    struct history *h = begin();
    (void)release(h, gate_people);
    struct gate_case *c = release(h, later);
    assert_int_equal(rule_of(c, GATE_BY_ROLE_REASON), STAITH_POLICY_ROUNDED);
    for (int role = 0; role < 3; role++) {
        for (int reason = 0; reason < 3; reason++) {
            if (gate_people[role][reason] == later[role][reason]) {
                assert_int_equal(number(h->releases[1], gate_roles[role], gate_reasons[reason]),
                                 number(h->releases[0], gate_roles[role], gate_reasons[reason]));
            }
        }
    }
    /* Both releases were looked at together: 16 cells each. */
    assert_int_equal(c->decision.certificate.cells, 32);
    assert_int_equal(c->decision.certificate.attackers[3].state, 2); /* earlier releases: covered */
    end(h);
}

/* The very same figures again: the same numbers, and nothing new to audit away. */
static void the_same_again(void **state)
{
    (void)state;
    struct history *h = begin();
    (void)release(h, gate_people);
    (void)release(h, gate_people);
    assert_int_equal(staith_release_cell_count(h->releases[0]),
                     staith_release_cell_count(h->releases[1]));
    for (uint32_t i = 0; i < staith_release_cell_count(h->releases[0]); i++) {
        assert_int_equal(staith_release_cell_at(h->releases[0], i).value.value,
                         staith_release_cell_at(h->releases[1], i).value.value);
    }
    end(h);
}

/* Without the counts of before nothing rounded leaves again; the headline does. */
static void lost_counts(void **state)
{
    (void)state;
    struct history *h = begin();
    (void)release(h, gate_people);
    struct gate_case *c = gate_case_over(gate_people);
    struct staith_release *out = NULL;
    h->earlier[0] = (struct staith_disclosure_earlier){h->releases[0],
                                                       &h->cases[0]->table.catalogue, NULL, false};
    c->what.earlier = h->earlier;
    c->what.earlier_count = 1;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &out, &c->err), 0);
    assert_int_equal(staith_release_cell_count(out), 1);
    assert_string_equal(c->decision.dispositions[GATE_BY_ROLE].rule, "revision_waits");
    staith_release_free(out);
    /* Of another period they say nothing of this one. */
    c->table.raw.period.year++;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &out, &c->err), 0);
    assert_int_equal(staith_release_cell_count(out), 22);
    staith_release_free(out);
    gate_case_free(c);
    end(h);
}

/* Somebody who is told of each correction: after 4, 5, 6 in one cell with 0 and then 10 shown, it
 * would be known. Such a series ends with a revision that waits. */
static void a_series_of_corrections(void **state)
{
    (void)state;
    struct history *h = begin();
    int64_t people[3][3];
    memcpy(people, gate_people, sizeof(people));
    uint32_t waited = 0;
    for (int i = 0; i < 12; i++) {
        people[i % 3][(i + 1) % 3] += 1;
        struct gate_case *c = release(h, (const int64_t(*)[3])people);
        enum staith_policy_rule rule = rule_of(c, GATE_BY_ROLE_REASON);
        assert_true(rule == STAITH_POLICY_ROUNDED || rule == STAITH_POLICY_REVISION);
        waited += rule == STAITH_POLICY_REVISION ? 1 : 0;
        if (rule == STAITH_POLICY_ROUNDED) {
            assert_int_equal(c->decision.certificate.exact, 0);
            assert_true(c->decision.certificate.least >= 5);
        }
    }
    assert_true(waited > 0 && waited < 12);
    end(h);
}

/* To another base the numbers of before are not kept, and still held against. */
static void another_base(void **state)
{
    (void)state;
    const struct staith_policy three = {.version = "2026-12-01", .base = 3};
    struct history *h = begin();
    (void)release(h, gate_people);
    struct gate_case *c = gate_case_over(gate_people);
    const struct staith_gate_block block = {.measure = 0, .base = 3};
    const struct staith_gate_block five = {.measure = 0, .base = 5};
    const struct staith_round_before *before = NULL;
    uint32_t count = 99;
    h->earlier[0] = (struct staith_disclosure_earlier){
        h->releases[0], &h->cases[0]->table.catalogue, &h->truths[0], false};
    c->what.earlier = h->earlier;
    c->what.earlier_count = 1;
    c->what.policy = &three;
    assert_int_equal(staith_gate_before(&c->work, &block, &h->arena, &before, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(staith_gate_before(&c->work, &five, &h->arena, &before, &count), 0);
    assert_int_equal(count, 21);
    struct staith_arena little;
    staith_arena_init(&little, 64);
    assert_int_equal(staith_gate_before(&c->work, &five, &little, &before, &count),
                     STAITH_ERR_NOMEM);
    staith_arena_deinit(&little);
    staith_arena_init(&little, 1024);
    assert_int_equal(staith_gate_before(&c->work, &five, &little, &before, &count),
                     STAITH_ERR_NOMEM);
    staith_arena_deinit(&little);
    gate_case_free(c);
    end(h);
}

/* A quarter of the year 2025 in which `managers` resigned and were shown 5. */
static void quarter_before(struct history *h, int32_t part, int64_t managers)
{
    const int64_t people[3][3] = {{managers, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    static const struct staith_release_cell shown = {.table = "by_role",
                                                     .measure = "leavers_headcount",
                                                     .dimension_count = 1,
                                                     .dimensions = {"role"},
                                                     .categories = {"manager"},
                                                     .value = {STAITH_STATUS_VALUE, 5, 1, 9},
                                                     .base = 5,
                                                     .reach = 1};
    struct staith_release_certificate certificate = {.cells = 4,
                                                     .audited = 1,
                                                     .least = 5,
                                                     .promise = 5,
                                                     .solver = "GLPK 5.0",
                                                     .attacker_count = 1,
                                                     .attackers = {{7, 1, 1, 5}}};
    struct gate_case *c = gate_case_over(people);
    staith_release_cells_hash(&shown, 1, certificate.hash);
    const struct staith_release_parts parts = {.authority = "840",
                                               .dataset = "csww",
                                               .period = {STAITH_PERIOD_QUARTER, 2025, part},
                                               .audience = STAITH_AUDIENCE_REGION,
                                               .policy = "2026-11-01",
                                               .catalogue_hash = gate_hash,
                                               .cell_count = 1,
                                               .cells = &shown,
                                               .certificate = &certificate};
    assert_int_equal(staith_release_make(&parts, gate_hash, &h->releases[h->count], &c->err), 0);
    assert_int_equal(staith_disclosure_truth(&c->table.raw, &h->arena, &h->truths[h->count], NULL),
                     0);
    h->cases[h->count++] = c;
}

/* A history made to trap the gate: a quarter shows 5 for one manager, so that the year has 1 at
 * least. Of 1 the multiple beside is 0, which leaves 4 at most: 1 to 4. Without the quarter that is
 * what leaves; with it it is not. */
static void a_year_behind_its_quarters(void **state)
{
    (void)state;
    static const int64_t people[3][3] = {{1, 0, 0}, {1, 4, 2}, {12, 3, 0}};
    struct history *h = begin();
    struct gate_case *alone = release(h, people);
    int64_t least = 1;
    assert_int_equal(rule_of(alone, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    for (uint32_t i = 0; i < staith_release_cell_count(h->releases[0]); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(h->releases[0], i);
        if (strcmp(cell.table, "by_role") == 0 && cell.categories[0] != NULL &&
            strcmp(cell.categories[0], "manager") == 0) {
            assert_int_equal(cell.value.hi, 4);
        }
    }
    end(h);
    h = begin();
    quarter_before(h, 1, 1);
    struct gate_case *c = release(h, people);
    assert_int_equal(c->decision.certificate.exact, 0);
    for (uint32_t i = 0; i < c->decision.choice_count; i++) {
        const struct staith_choice *choice = &c->decision.choices[i];
        assert_true(choice->rule == STAITH_POLICY_EXACT || choice->reach == 2 ||
                    choice->rule == STAITH_POLICY_OTHER_PERIODS);
    }
    for (uint32_t i = 0; i < staith_release_cell_count(h->releases[1]); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(h->releases[1], i);
        if (cell.dimension_count > 0 && cell.categories[0] != NULL &&
            strcmp(cell.dimensions[0], "role") == 0 && strcmp(cell.categories[0], "manager") == 0 &&
            cell.dimension_count == 1) {
            assert_true(cell.value.hi - least + 1 >= 5);
        }
    }
    end(h);
}

/* A row is printed elsewhere: 6 managers. */
static void what_is_printed_elsewhere(void **state)
{
    (void)state;
    struct history *h = begin();
    struct staith_public_fact fact = {.dataset = "csww",
                                      .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                      .cell = "leavers_headcount|role=manager",
                                      .value = 6};
    struct gate_case *c = gate_case_over(gate_people);
    struct staith_release *out = NULL;
    c->what.facts = &fact;
    c->what.fact_count = 1;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &out, &c->err), 0);
    /* The manager's row is public; its parts are as protected as before. */
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    assert_true(c->decision.certificate.least >= 5);
    bool public_figures = false;
    for (uint32_t i = 0; i < c->decision.certificate.attacker_count; i++) {
        public_figures = public_figures ||
                         (c->decision.certificate.attackers[i].attacker == STAITH_ATTACKER_PUBLIC &&
                          c->decision.certificate.attackers[i].state != 3);
    }
    assert_true(public_figures);
    staith_release_free(out);
    gate_case_free(c);
    end(h);
}

/* It is printed elsewhere that one manager left, and resigned: so none retired and none moved, and
 * a table that shows managers by reason would only say so again. */
static void what_is_printed_costs_a_table(void **state)
{
    (void)state;
    static const int64_t people[3][3] = {{1, 0, 0}, {1, 4, 2}, {12, 3, 0}};
    struct staith_public_fact facts[2] = {{.dataset = "csww",
                                           .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                           .cell = "leavers_headcount|role=manager",
                                           .value = 1},
                                          {.dataset = "csww",
                                           .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                           .cell = "leavers_headcount|role=manager|reason=resigned",
                                           .value = 1}};
    struct gate_case *c = gate_case_over(people);
    struct staith_release *out = NULL;
    c->what.facts = facts;
    c->what.fact_count = 2;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &out, &c->err), 0);
    assert_int_equal(rule_of(c, GATE_BY_ROLE_REASON), STAITH_POLICY_PUBLIC_FACT);
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    staith_release_free(out);
    gate_case_free(c);
}

static void too_many(void **state)
{
    (void)state;
    struct history *h = begin();
    struct gate_case *c = gate_case_over(gate_people);
    struct staith_release *out = NULL;
    c->what.earlier = h->earlier;
    c->what.earlier_count = STAITH_DISCLOSURE_MAX_EARLIER + 1;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &out, &c->err),
                     STAITH_ERR_LIMIT);
    gate_case_free(c);
    end(h);
}

/* The reasons are grouped anew, and nobody could say how: what has them waits. One group more than
 * before is told by the sums. */
static void reasons_grouped_anew(void **state)
{
    (void)state;
    static const uint16_t dimensions[] = {0, 1};
    static const char *const anew[][3] = {{"resigned", "left_early", "left_late"},
                                          {"resigned", "retired", "left_late"}};
    for (int i = 0; i < 2; i++) {
        struct history *h = begin();
        (void)release(h, gate_people);
        struct gate_case *c = gate_case_people(gate_people, anew[i]);
        protect_table_over(&c->table, "headline", 0, NULL);
        protect_table_over(&c->table, "by_role", 1, dimensions);
        protect_table_over(&c->table, "by_reason", 1, dimensions + 1);
        protect_table_over(&c->table, "by_role_reason", 2, dimensions);
        gate_case_finish(c);
        h->earlier[0] = (struct staith_disclosure_earlier){
            h->releases[0], &h->cases[0]->table.catalogue, &h->truths[0], false};
        c->what.earlier = h->earlier;
        c->what.earlier_count = 1;
        struct staith_release *made = NULL;
        assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &made, &c->err), 0);
        assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_REASON, 0),
                         i == 0 ? STAITH_POLICY_REVISION : STAITH_POLICY_ROUNDED);
        assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_ROLE_REASON, 0),
                         i == 0 ? STAITH_POLICY_REVISION : STAITH_POLICY_ROUNDED);
        assert_int_equal(staith_decision_rule(&c->decision, GATE_BY_ROLE, 0),
                         STAITH_POLICY_ROUNDED);
        staith_release_free(made);
        gate_case_free(c);
        end(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unchanged_cells_keep_their_numbers),
        cmocka_unit_test(the_same_again),
        cmocka_unit_test(lost_counts),
        cmocka_unit_test(a_series_of_corrections),
        cmocka_unit_test(another_base),
        cmocka_unit_test(reasons_grouped_anew),
        cmocka_unit_test(a_year_behind_its_quarters),
        cmocka_unit_test(what_is_printed_elsewhere),
        cmocka_unit_test(what_is_printed_costs_a_table),
        cmocka_unit_test(too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
