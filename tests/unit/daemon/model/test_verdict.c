/* SPDX-License-Identifier: Apache-2.0 */
#include "model/verdict.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static const struct staith_verdict good = {.epoch = 11,
                                           .number = 2,
                                           .dataset = "csww",
                                           .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                           .standing = STAITH_STANDING_SENT_BACK,
                                           .reason = "Leavers are missing.",
                                           .at_unix_ms = 1796117400000};

#define WRONG(spoil)                                                                               \
    do {                                                                                           \
        struct staith_verdict verdict = good;                                                      \
        spoil;                                                                                     \
        assert_false(staith_verdict_valid(&verdict));                                              \
    } while (0)

static void what_a_council_takes(void **state)
{
    (void)state;
    struct staith_verdict unseen = good;
    assert_true(staith_verdict_valid(&good));
    unseen.standing = STAITH_STANDING_ACCEPTED;
    assert_true(staith_verdict_valid(&unseen));
    unseen.reason[0] = '\0';
    assert_true(staith_verdict_valid(&unseen));
    WRONG(verdict.reason[0] = '\0'); /* one that sends back says why */
    WRONG(verdict.reason[7] = '\n');
    WRONG(memset(verdict.reason, 'x', sizeof(verdict.reason)));
    WRONG(verdict.epoch = 0);
    WRONG(verdict.number = 0);
    WRONG(verdict.dataset[0] = '\0');
    WRONG(memset(verdict.dataset, 'x', sizeof(verdict.dataset)));
    WRONG(verdict.period.part = 1);
    WRONG(verdict.standing = (enum staith_standing)0);
    WRONG(verdict.standing = (enum staith_standing)3);
    WRONG(verdict.at_unix_ms = -1);
}

static void words(void **state)
{
    (void)state;
    assert_string_equal(staith_standing_words(STAITH_STANDING_ACCEPTED), "accepted");
    assert_string_equal(staith_standing_words(STAITH_STANDING_SENT_BACK), "sent back");
    assert_string_equal(staith_standing_words((enum staith_standing)0), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_council_takes),
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
