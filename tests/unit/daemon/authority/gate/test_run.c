/* SPDX-License-Identifier: Apache-2.0 */
/* Against the stand-in host of tests/support/children, which misbehaves as its plugin is named. */
#include "authority/gate/run.h"
#include "place.h"
#include "staith/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void run(const char *plugin, struct place *place, struct staith_gate_outcome *outcome)
{
    char path[PLACE_PATH];
    assert_int_equal(place_init(place, plugin), 0);
    assert_int_equal(place_write(place, "a.csv", "1\n2\n3\n"), 0);
    if (strcmp(plugin, "hang") == 0) {
        place->config.limits.run_seconds = 1;
    }
    const struct staith_history history[] = {
        {"leavers_headcount", {STAITH_PERIOD_CENSUS_YEAR, 2024, 0}, 5}};
    const struct staith_gate_order order = {.config = &place->config,
                                            .dataset = &place->dataset,
                                            .source_path = place_path(place, "a.csv", path),
                                            .source_fd = -1,
                                            .history = history,
                                            .history_count = 1};
    struct staith_err err = {0};
    assert_int_equal(staith_gate_run_wait(&order, outcome, &err), 0);
}

static void expect(const char *plugin, enum staith_gate_end end, int code)
{
    struct place place;
    struct staith_gate_outcome outcome;
    run(plugin, &place, &outcome);
    assert_int_equal(outcome.end, end);
    assert_int_equal(outcome.err.code, code);
    assert_true(outcome.err.what[0] != '\0');
    staith_gate_outcome_deinit(&outcome);
    place_deinit(&place);
}

static void test_good_run_gives_the_table(void **state)
{
    (void)state;
    struct place place;
    struct staith_gate_outcome outcome;
    run("well", &place, &outcome);
    assert_int_equal(outcome.end, STAITH_GATE_END_WELL);
    assert_string_equal(outcome.catalogue->dataset, "csww");
    assert_string_equal(outcome.raw->authority, "840");
    assert_int_equal(outcome.raw->parts[0].cells[0].value, 3);
    assert_int_equal(outcome.raw->parts[0].cells[1].value, 1); /* the history came along */
    assert_int_equal(outcome.raw->finding_count, 1);
    assert_true(outcome.took_ms >= 0);
    staith_gate_outcome_deinit(&outcome);
    staith_gate_outcome_deinit(NULL);
    place_deinit(&place);
}

static void test_every_bad_end_has_its_name(void **state)
{
    (void)state;
    expect("crash", STAITH_GATE_END_CRASHED, STAITH_ERR_CRASHED);
    expect("silent", STAITH_GATE_END_CRASHED, STAITH_ERR_CRASHED);
    expect("flood", STAITH_GATE_END_FLOOD, STAITH_ERR_LIMIT);
    expect("twice", STAITH_GATE_END_FLOOD, STAITH_ERR_LIMIT);
    expect("garbled", STAITH_GATE_END_GARBLED, STAITH_ERR_SYNTAX);
    expect("refuse", STAITH_GATE_END_REFUSED, STAITH_ERR_REFUSED);
    expect("other", STAITH_GATE_END_REFUSED, STAITH_ERR_CONFIG);
}

static void test_hanging_host_meets_its_deadline(void **state)
{
    (void)state;
    expect("hang", STAITH_GATE_END_DEADLINE, STAITH_ERR_TIMEOUT);
}

static void test_memory_is_limited(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(__clang__)
    skip(); /* a sanitizer's own memory would count */
#endif
    expect("memory", STAITH_GATE_END_CRASHED, STAITH_ERR_CRASHED);
}

static void test_refusal_keeps_findings_and_place(void **state)
{
    (void)state;
    struct place place;
    struct staith_gate_outcome outcome;
    run("refuse", &place, &outcome);
    assert_string_equal(outcome.err.where, "a.csv:7:3");
    assert_non_null(outcome.raw);
    assert_int_equal(outcome.raw->part_count, 0);
    assert_int_equal(outcome.raw->finding_totals[0], 1);
    staith_gate_outcome_deinit(&outcome);
    place_deinit(&place);
}

static void test_options_alone_can_be_checked(void **state)
{
    (void)state;
    struct place place;
    assert_int_equal(place_init(&place, "well"), 0);
    const struct staith_gate_order order = {
        .config = &place.config, .dataset = &place.dataset, .source_fd = -1, .check_only = true};
    struct staith_gate_outcome outcome;
    assert_int_equal(staith_gate_run_wait(&order, &outcome, NULL), 0);
    assert_int_equal(outcome.end, STAITH_GATE_END_WELL);
    assert_non_null(outcome.catalogue);
    assert_null(outcome.raw);
    staith_gate_outcome_deinit(&outcome);
    place_deinit(&place);
}

static void test_missing_source_does_not_start(void **state)
{
    (void)state;
    struct place place;
    char path[PLACE_PATH];
    assert_int_equal(place_init(&place, "well"), 0);
    const struct staith_gate_order order = {.config = &place.config,
                                            .dataset = &place.dataset,
                                            .source_path = place_path(&place, "no.csv", path),
                                            .source_fd = -1};
    struct staith_gate_outcome outcome;
    struct staith_err err = {0};
    assert_int_equal(staith_gate_run_wait(&order, &outcome, &err), STAITH_ERR_NOTFOUND);
    place_deinit(&place);
}

static void test_ends_have_codes(void **state)
{
    (void)state;
    assert_string_equal(staith_gate_end_code(STAITH_GATE_END_WELL), "well");
    assert_string_equal(staith_gate_end_code(STAITH_GATE_END_DEADLINE), "deadline");
    assert_string_equal(staith_gate_end_code((enum staith_gate_end)99), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_run_gives_the_table),
        cmocka_unit_test(test_every_bad_end_has_its_name),
        cmocka_unit_test(test_hanging_host_meets_its_deadline),
        cmocka_unit_test(test_memory_is_limited),
        cmocka_unit_test(test_refusal_keeps_findings_and_place),
        cmocka_unit_test(test_options_alone_can_be_checked),
        cmocka_unit_test(test_missing_source_does_not_start),
        cmocka_unit_test(test_ends_have_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
