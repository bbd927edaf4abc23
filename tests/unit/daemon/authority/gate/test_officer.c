/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/officer.h"
#include "held_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct desk {
    struct ledger_fixture f;
    struct staith_held *held;
    struct staith_config_officer officers[2];
    struct staith_config_council config;
    enum staith_held_state state;
};

/* Two officers, and held release 1. */
static void desk_init(struct desk *desk)
{
    uint64_t number = 0;
    uint64_t replaced = 0;
    memset(desk, 0, sizeof(*desk));
    assert_int_equal(ledger_fixture_init(&desk->f), 0);
    assert_int_equal(staith_held_open(desk->f.folder, &desk->held, NULL), 0);
    desk->officers[0] = (struct staith_config_officer){"Ann Lee", "SIRO", NULL, "c:1:1"};
    desk->officers[1] = (struct staith_config_officer){"Bo Ray", "performance", NULL, "c:2:1"};
    desk->config.officer_count = 2;
    desk->config.officers = desk->officers;
    assert_int_equal(held_fixture_put(&desk->f, desk->held, 2025, 14, 1, 1000, &number, &replaced),
                     0);
}

static void desk_deinit(struct desk *desk)
{
    staith_held_close(desk->held);
    ledger_fixture_deinit(&desk->f);
}

static struct staith_gate_saying yes(const char *officer, uint32_t needed)
{
    return (struct staith_gate_saying){.officer = officer,
                                       .reason = "agrees with the return",
                                       .approves = true,
                                       .now_unix_ms = 5000,
                                       .needed = needed};
}

static int say(struct desk *desk, const struct staith_gate_saying *saying, struct staith_err *err)
{
    struct staith_held_item item;
    assert_int_equal(staith_held_read(desk->held, 1, &item, NULL), 0);
    return staith_gate_officer_say(&desk->config, desk->held, &item, saying, &desk->state, err);
}

static void test_one_is_enough_where_nothing_is_new(void **state)
{
    (void)state;
    struct desk desk;
    struct staith_held_item item;
    desk_init(&desk);
    const struct staith_gate_saying saying = yes("Bo Ray", 1);
    assert_int_equal(say(&desk, &saying, NULL), 0);
    assert_int_equal(desk.state, STAITH_HELD_APPROVED);
    assert_int_equal(staith_held_read(desk.held, 1, &item, NULL), 0);
    assert_string_equal(item.words[0].role, "performance");
    assert_int_equal(item.words[0].at_unix_ms, 5000);
    assert_int_equal(item.leaves_unix_ms, 0);
    desk_deinit(&desk);
}

static void test_two_different_ones(void **state)
{
    (void)state;
    struct desk desk;
    struct staith_err err = {0};
    desk_init(&desk);
    struct staith_gate_saying saying = yes("Ann Lee", 2);
    assert_int_equal(say(&desk, &saying, NULL), 0);
    assert_int_equal(desk.state, STAITH_HELD_WAITING);
    assert_int_equal(say(&desk, &saying, &err), STAITH_ERR_STATE);
    assert_string_equal(err.what, "Ann Lee approved held release 1 already");
    saying.officer = "Bo Ray";
    assert_int_equal(say(&desk, &saying, NULL), 0);
    assert_int_equal(desk.state, STAITH_HELD_APPROVED);
    assert_int_equal(say(&desk, &saying, &err), STAITH_ERR_STATE);
    assert_string_equal(err.what, "held release 1 is approved already");
    desk_deinit(&desk);
}

/* Who is an officer no more does not count as the first of two. */
static void test_only_officers_count(void **state)
{
    (void)state;
    struct desk desk;
    struct staith_err err = {0};
    desk_init(&desk);
    struct staith_gate_saying saying = yes("ann lee", 1);
    assert_int_equal(say(&desk, &saying, &err), STAITH_ERR_DENIED);
    assert_string_equal(err.what, "\"ann lee\" is no officer of this council");
    saying = yes("Ann Lee", 2);
    assert_int_equal(say(&desk, &saying, NULL), 0);
    desk.officers[0].name = "Cy Fox";
    saying = yes("Bo Ray", 2);
    assert_int_equal(say(&desk, &saying, NULL), 0);
    assert_int_equal(desk.state, STAITH_HELD_WAITING);
    saying = yes("Cy Fox", 2);
    assert_int_equal(say(&desk, &saying, NULL), 0);
    assert_int_equal(desk.state, STAITH_HELD_APPROVED);
    desk_deinit(&desk);
}

static void test_the_latest_embargo_holds(void **state)
{
    (void)state;
    struct desk desk;
    struct staith_held_item item;
    desk_init(&desk);
    struct staith_gate_saying saying = yes("Ann Lee", 2);
    saying.embargo_unix_ms = 5000;
    assert_int_equal(say(&desk, &saying, NULL), STAITH_ERR_INVAL); /* is now */
    saying.embargo_unix_ms = 9000;
    assert_int_equal(say(&desk, &saying, NULL), 0);
    saying = yes("Bo Ray", 2);
    saying.embargo_unix_ms = 7000;
    assert_int_equal(say(&desk, &saying, NULL), 0);
    assert_int_equal(staith_held_read(desk.held, 1, &item, NULL), 0);
    assert_int_equal(item.leaves_unix_ms, 9000);
    /* until then it can be refused, once */
    saying.approves = false;
    saying.embargo_unix_ms = 0;
    assert_int_equal(say(&desk, &saying, NULL), 0);
    assert_int_equal(desk.state, STAITH_HELD_REFUSED);
    assert_int_equal(say(&desk, &saying, NULL), STAITH_ERR_STATE);
    desk_deinit(&desk);
}

static void test_a_reason_is_needed(void **state)
{
    (void)state;
    struct desk desk;
    static const char *const bad[] = {"", "   ", "two\nlines", "\033[2J", "\xff"};
    char long_reason[STAITH_HELD_MAX_REASON_BYTES + 2];
    desk_init(&desk);
    struct staith_gate_saying saying = yes("Ann Lee", 1);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        saying.reason = bad[i];
        assert_int_equal(say(&desk, &saying, NULL), STAITH_ERR_INVAL);
    }
    memset(long_reason, 'x', sizeof(long_reason) - 1);
    long_reason[sizeof(long_reason) - 1] = '\0';
    saying.reason = long_reason;
    assert_int_equal(say(&desk, &saying, NULL), STAITH_ERR_INVAL);
    long_reason[sizeof(long_reason) - 2] = '\0';
    assert_int_equal(say(&desk, &saying, NULL), 0);
    desk_deinit(&desk);
}

static void test_words_for_states(void **state)
{
    (void)state;
    assert_string_equal(staith_gate_officer_state(STAITH_HELD_WAITING), "waiting");
    assert_string_equal(staith_gate_officer_state(STAITH_HELD_REPLACED), "replaced");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_is_enough_where_nothing_is_new),
        cmocka_unit_test(test_two_different_ones),
        cmocka_unit_test(test_only_officers_count),
        cmocka_unit_test(test_the_latest_embargo_holds),
        cmocka_unit_test(test_a_reason_is_needed),
        cmocka_unit_test(test_words_for_states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
