/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "groups.h"

enum { GROUPS = 4 };

static void check(const uint64_t counts[GROUPS], uint64_t rest, const char *want)
{
    bool shown[GROUPS];
    char got[GROUPS + 1] = {0};
    health_groups_choose(counts, GROUPS, rest, 10, shown);
    for (size_t i = 0; i < GROUPS; i++) {
        got[i] = shown[i] ? 'y' : '-';
    }
    assert_string_equal(got, want);
}

static void test_cases(void **state)
{
    (void)state;
    check((const uint64_t[]){10, 20, 30, 40}, 0, "yyyy");
    check((const uint64_t[]){9, 20, 30, 40}, 0, "--yy"); /* 9 alone could be had by subtraction */
    check((const uint64_t[]){9, 20, 30, 40}, 1, "-yyy"); /* with one more they are ten */
    check((const uint64_t[]){5, 5, 30, 40}, 0, "--yy");  /* five and five are ten */
    check((const uint64_t[]){12, 20, 0, 0}, 3, "-y--");  /* 3 without a group: 12 go to them */
    check((const uint64_t[]){30, 0, 0, 0}, 0, "----");   /* one group is the total */
    check((const uint64_t[]){30, 5, 0, 0}, 0, "----");
    check((const uint64_t[]){5, 4, 0, 0}, 0, "----");
    check((const uint64_t[]){0, 0, 0, 0}, 0, "----");
}

/* By brute force over small tables: no group and no difference to the total is below the minimum.
 */
static void test_all_small_tables(void **state)
{
    (void)state;
    enum { MOST = 6, MINIMUM = 3 };
    for (unsigned code = 0; code < (MOST + 1) * (MOST + 1) * (MOST + 1) * (MOST + 1); code++) {
        uint64_t counts[3] = {code % 7, code / 7 % 7, code / 49 % 7};
        uint64_t rest = code / 343 % 7;
        uint64_t total = counts[0] + counts[1] + counts[2] + rest;
        uint64_t known = 0;
        bool shown[3];
        health_groups_choose(counts, 3, rest, MINIMUM, shown);
        for (size_t i = 0; i < 3; i++) {
            known += shown[i] ? counts[i] : 0;
            assert_true(!shown[i] || (counts[i] >= MINIMUM && total - counts[i] >= MINIMUM));
        }
        assert_true(known == 0 || total == known || total - known >= MINIMUM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
                                       cmocka_unit_test(test_all_small_tables)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
