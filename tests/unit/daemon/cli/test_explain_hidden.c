/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_case.h"

/* Seniors who moved are 2, managers who moved 1. Workers who resigned are 12; beside them are 3
 * managers and 1 senior who resigned and 3 workers who retired. */
static void small_and_beside_small(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_hidden(&c);
    explain_case(&c, "leavers_headcount|role=senior|reason=moved", 0,
                 EXPLAIN_WORDS("It left hidden, as c", "the count is from 0 to 7 people",
                               "It is hidden for its own sake: fewer than 5 are counted.",
                               "Shown, it would say that it is exactly 2 people",
                               "and one of them could learn it of the others.",
                               "Until when: it stays hidden in every later release of 2025",
                               "none could work a cell out",
                               "To show more it would take: larger numbers", "eyes: 2 people."));
    explain_case(&c, "leavers_headcount|role=manager|reason=moved", 0,
                 EXPLAIN_WORDS("it is exactly 1 person: whoever knows one of so few by a part of "
                               "what the name says would learn the rest. ",
                               "eyes: 1 person."));
    explain_case(
        &c, "leavers_headcount|role=worker|reason=resigned", 0,
        EXPLAIN_WORDS("the count is from 3 to 15 people",
                      "It is hidden to protect others: in its rows small counts are hidden for "
                      "their own sake (leavers_headcount|role=manager|reason=resigned, "
                      "leavers_headcount|role=senior|reason=resigned, "
                      "leavers_headcount|role=worker|reason=retired). Shown, it could be "
                      "subtracted from the total of the row",
                      "Everything hidden carries the same mark", "eyes: 12 people."));
    explain_case(&c, "leavers_headcount|role=senior", 0,
                 EXPLAIN_WORDS("It left exactly, as 7 people", "every number is exact, or hidden"));
    protected_case_deinit(&c);
}

/* All 9 managers retired: that none resigned would say so of each. */
static void row_that_tells(void **state)
{
    (void)state;
    static const int64_t people[3][3] = {{0, 9, 0}, {12, 8, 7}, {11, 9, 10}};
    struct protected_case c;
    protected_case_hidden_of(&c, people);
    explain_case(&c, "leavers_headcount|role=manager|reason=resigned", 0,
                 EXPLAIN_WORDS("It left hidden, as c",
                               "It is hidden because of its row by reason: all in it, or all but "
                               "one, are in one place.",
                               "eyes: 0 people."));
    protected_case_deinit(&c);
}

static void hidden_once(void **state)
{
    (void)state;
    struct protected_case c;
    char path[128];
    protected_case_hidden(&c);
    assert_int_equal(protected_case_again(&c), 3);
    explain_case(&c, "leavers_headcount|role=worker|reason=resigned", 0,
                 EXPLAIN_WORDS("Release 3 of dataset csww",
                               "It was hidden in release 2 of this period already."));
    /* Without the counts it is not known why, and not guessed. */
    (void)snprintf(path, sizeof(path), "%s/truth.db", c.f.folder);
    assert_int_equal(unlink(path), 0);
    explain_case(&c, "leavers_headcount|role=worker|reason=resigned", 0,
                 EXPLAIN_WORDS("cannot be said without the counts behind it",
                               "Until when:", "are not known any more"));
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_and_beside_small),
        cmocka_unit_test(row_that_tells),
        cmocka_unit_test(hidden_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
