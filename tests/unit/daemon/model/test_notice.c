/* SPDX-License-Identifier: Apache-2.0 */
#include "model/notice.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static struct staith_notice good(enum staith_notice_kind kind)
{
    struct staith_notice notice = {
        .kind = kind,
        .authority = "840",
        .dataset = "csww",
        .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
        .at_unix_ms = kind == STAITH_NOTICE_EMBARGO ? 1796117400000 : 0,
        .reason = "Leavers were counted twice.",
    };
    if (kind == STAITH_NOTICE_EMBARGO) {
        notice.reason[0] = '\0';
    }
    return notice;
}

#define WRONG(kind, spoil)                                                                         \
    do {                                                                                           \
        struct staith_notice notice = good(kind);                                                  \
        assert_true(staith_notice_valid(&notice));                                                 \
        spoil;                                                                                     \
        assert_false(staith_notice_valid(&notice));                                                \
    } while (0)

static void each_kind_has_its_parts(void **state)
{
    (void)state;
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.at_unix_ms = 1);
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.reason[0] = '\0');
    WRONG(STAITH_NOTICE_EMBARGO, notice.at_unix_ms = 0);
    WRONG(STAITH_NOTICE_EMBARGO, memcpy(notice.reason, "why", 4));
    WRONG(STAITH_NOTICE_REVISION, notice.reason[0] = '\0');
    struct staith_notice expected = good(STAITH_NOTICE_REVISION);
    expected.at_unix_ms = 253402300799999; /* 9999-12-31T23:59:59.999Z by date -u */
    assert_true(staith_notice_valid(&expected));
    expected.at_unix_ms++;
    assert_false(staith_notice_valid(&expected));
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.kind = (enum staith_notice_kind)0);
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.kind = (enum staith_notice_kind)4);
}

static void all_kinds_are_of_something(void **state)
{
    (void)state;
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.authority[0] = '\0');
    WRONG(STAITH_NOTICE_WITHDRAWAL, memset(notice.authority, '8', sizeof(notice.authority)));
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.dataset[0] = 'C');
    WRONG(STAITH_NOTICE_WITHDRAWAL, memset(notice.dataset, 'c', sizeof(notice.dataset)));
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.period.part = 1);
    WRONG(STAITH_NOTICE_REVISION, notice.at_unix_ms = -1);
}

static void a_reason_is_one_line(void **state)
{
    (void)state;
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.reason[7] = '\n');
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.reason[7] = '\x1b');
    WRONG(STAITH_NOTICE_WITHDRAWAL, notice.reason[7] = '\xff');
    WRONG(STAITH_NOTICE_WITHDRAWAL, memset(notice.reason, ' ', strlen(notice.reason)));
    WRONG(STAITH_NOTICE_WITHDRAWAL, memset(notice.reason, 'x', sizeof(notice.reason)));
    struct staith_notice longest = good(STAITH_NOTICE_WITHDRAWAL);
    memset(longest.reason, 'x', STAITH_NOTICE_REASON_MAX);
    assert_true(staith_notice_valid(&longest));
}

static void words(void **state)
{
    (void)state;
    assert_string_equal(staith_notice_words(STAITH_NOTICE_WITHDRAWAL), "withdrawn");
    assert_string_equal(staith_notice_words(STAITH_NOTICE_EMBARGO), "under embargo");
    assert_string_equal(staith_notice_words(STAITH_NOTICE_REVISION), "revision announced");
    assert_string_equal(staith_notice_words((enum staith_notice_kind)9), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_has_its_parts),
        cmocka_unit_test(all_kinds_are_of_something),
        cmocka_unit_test(a_reason_is_one_line),
        cmocka_unit_test(words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
