/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/run.h"
#include "codec/codec.h"
#include "place.h"
#include "staith/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The stand-in host counts three lines as three leavers of 2025, and nobody in post. */
static void run(struct place *place, struct staith_gate_outcome *outcome)
{
    char path[PLACE_PATH];
    assert_int_equal(place_init(place, "well"), 0);
    assert_int_equal(place_write(place, "a.csv", "1\n2\n3\n"), 0);
    const struct staith_gate_order order = {.config = &place->config,
                                            .dataset = &place->dataset,
                                            .source_path = place_path(place, "a.csv", path),
                                            .source_fd = -1};
    assert_int_equal(staith_gate_run_wait(&order, outcome, NULL), 0);
    assert_int_equal(outcome->end, STAITH_GATE_END_WELL);
}

static void test_release_names_its_catalogue(void **state)
{
    (void)state;
    struct place place;
    struct staith_gate_outcome outcome;
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    run(&place, &outcome);
    assert_int_equal(staith_gate_decide(&(struct staith_gate_terms){.config = &place.config,
                                                                    .dataset = &place.dataset},
                                        &outcome, &decision, &release, NULL),
                     0);
    assert_int_equal(staith_release_cell_count(release), 2);
    assert_int_equal(staith_release_cell_at(release, 0).value.value, 3);
    assert_int_equal(staith_release_audience(release), STAITH_AUDIENCE_REGION);
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(outcome.catalogue, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    assert_memory_equal(staith_release_catalogue_hash(release), hash, sizeof(hash));
    staith_buf_deinit(&packed);
    staith_release_free(release);
    staith_gate_outcome_deinit(&outcome);
    place_deinit(&place);
}

static void test_configuration_marks_and_holds(void **state)
{
    (void)state;
    struct place place;
    struct staith_gate_outcome outcome;
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    struct staith_config_mark mark = {.measure = "leavers_headcount",
                                      .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                      .status = STAITH_STATUS_UNAVAILABLE,
                                      .reason = "incomplete",
                                      .where = ""};
    const char *held[] = {"csww.inpost_headcount"};
    run(&place, &outcome);
    place.dataset.marks = &mark;
    place.dataset.mark_count = 1;
    place.dataset.held = held;
    place.dataset.held_count = 1;
    assert_int_equal(staith_gate_decide(&(struct staith_gate_terms){.config = &place.config,
                                                                    .dataset = &place.dataset},
                                        &outcome, &decision, &release, NULL),
                     0);
    assert_int_equal(staith_release_cell_count(release), 1);
    struct staith_release_cell cell = staith_release_cell_at(release, 0);
    assert_int_equal(cell.value.status, STAITH_STATUS_UNAVAILABLE);
    assert_int_equal(cell.value.value, 0);
    assert_string_equal(cell.reason, "incomplete");
    staith_release_free(release);
    staith_gate_outcome_deinit(&outcome);
    place_deinit(&place);
}

static void test_failed_run_releases_nothing(void **state)
{
    (void)state;
    struct place place;
    struct staith_gate_outcome outcome;
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    run(&place, &outcome);
    outcome.end = STAITH_GATE_END_REFUSED;
    assert_int_equal(staith_gate_decide(&(struct staith_gate_terms){.config = &place.config,
                                                                    .dataset = &place.dataset},
                                        &outcome, &decision, &release, NULL),
                     STAITH_ERR_STATE);
    assert_null(release);
    staith_gate_outcome_deinit(&outcome);
    place_deinit(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_release_names_its_catalogue),
        cmocka_unit_test(test_configuration_marks_and_holds),
        cmocka_unit_test(test_failed_run_releases_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
