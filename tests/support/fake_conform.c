/* SPDX-License-Identifier: Apache-2.0 */
/* What every plugin must stand: runs of it beside each other. */
#include "fake_host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEW_BYTES = 7, EARLY_READS = 8 };

static void need_same_observation(const struct staith_fake_host *a,
                                  const struct staith_fake_host *b, size_t index, const char *how)
{
    const struct staith_fake_observation *one = &a->observations[index];
    const struct staith_fake_observation *two = &b->observations[index];
    size_t bytes = a->plugin->descriptor->dimension_count * sizeof *one->categories;
    bool same = one->measure == two->measure && one->value == two->value &&
                one->person_len == two->person_len &&
                (bytes == 0 || memcmp(one->categories, two->categories, bytes) == 0) &&
                (one->person_len == 0 || memcmp(one->person, two->person, one->person_len) == 0);
    if (!same) {
        fail_msg("%s: observation %zu is another one", how, index);
    }
}

/* Two runs over the same bytes saw the same. */
static void need_same(const struct staith_fake_host *a, const struct staith_fake_host *b,
                      const char *how)
{
    if (a->observation_count != b->observation_count) {
        fail_msg("%s: %zu observations, not %zu", how, b->observation_count, a->observation_count);
    }
    for (size_t i = 0; i < a->observation_count; i++) {
        need_same_observation(a, b, i, how);
    }
    if (a->finding_count != b->finding_count) {
        fail_msg("%s: %zu findings, not %zu", how, b->finding_count, a->finding_count);
    }
    if (memcmp(&a->period, &b->period, sizeof a->period) != 0) {
        fail_msg("%s: another period", how);
    }
}

static void try_again(const struct staith_fake_host *first, size_t read_bytes, const char *how)
{
    struct staith_fake_host again;
    struct staith_fake_setup setup = *first->setup;
    setup.read_bytes = read_bytes;
    if (staith_fake_run(&again, first->plugin, &setup) != STAITH_OK) {
        fail_msg("%s: the run fails", how);
    }
    need_same(first, &again, how);
    staith_fake_deinit(&again);
}

static void try_failing_read(const struct staith_fake_host *first, uint64_t nth)
{
    struct staith_fake_host failing;
    struct staith_fake_setup setup = *first->setup;
    setup.fail_read = nth;
    if (staith_fake_run(&failing, first->plugin, &setup) == STAITH_OK) {
        fail_msg("read %llu of the source fails, and the run goes well", (unsigned long long)nth);
    }
    staith_fake_deinit(&failing);
}

static void try_full_host(const struct staith_fake_host *first)
{
    struct staith_fake_host full;
    struct staith_fake_setup setup = *first->setup;
    setup.max_observations = first->observation_count / 2;
    if (staith_fake_run(&full, first->plugin, &setup) == STAITH_OK) {
        fail_msg("the host takes no more observations, and the run goes well");
    }
    staith_fake_deinit(&full);
}

void staith_fake_conform(const struct staith_plugin *plugin, const struct staith_fake_setup *setup)
{
    struct staith_fake_host first;
    plugin->destroy(NULL);
    if (staith_fake_run(&first, plugin, setup) != STAITH_OK) {
        fail_msg("the run does not go well to begin with");
    }
    try_again(&first, setup->read_bytes, "a second run");
    try_again(&first, FEW_BYTES, "a run that reads few bytes at a time");
    for (uint64_t nth = 1; nth <= first.reads && nth <= EARLY_READS; nth++) {
        try_failing_read(&first, nth);
    }
    if (first.reads > EARLY_READS) {
        try_failing_read(&first, first.reads);
    }
    if (first.observation_count > 1) {
        try_full_host(&first);
    }
    staith_fake_deinit(&first);
}
