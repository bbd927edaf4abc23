/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_case.h"

static void what_left(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, false);
    explain_case(&c, "leavers_headcount", 0,
                 EXPLAIN_WORDS("Release 2 of dataset csww for 2025, under policy 2026-11-01.",
                               "It left exactly, as 28 people: DfE prints",
                               "The true count, for the council's own eyes: 28 people."));
    explain_case(
        &c, "leavers_headcount|role=senior", 0,
        EXPLAIN_WORDS("a multiple of 5", "tried 11 attackers on 16 cells together",
                      "To show more it would take: exact numbers leave only where DfE prints them",
                      "The true count, for the council's own eyes: 7 people."));
    explain_case(&c, "leavers_headcount|role=worker|reason=moved --dataset csww --period 2025", 0,
                 EXPLAIN_WORDS("the count is from 0 to 4 people", "eyes: 0 people."));
    /* Of what would be exact by itself the account says why it is not. */
    explain_case(&c, "leavers_headcount|role=senior", 0,
                 EXPLAIN_WORDS(
                     "the exact number would undo what left rounded of other periods or datasets"));
    /* Dimensions in another order are the same figure, and it is called by the catalogue's name. */
    explain_case(
        &c, "leavers_headcount|reason=moved|role=worker", 0,
        EXPLAIN_WORDS("leavers_headcount|role=worker|reason=moved Release 2", "eyes: 0 people."));
    protected_case_deinit(&c);
}

static void what_stayed(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, true);
    explain_case(
        &c, "leavers_headcount|role=senior|reason=moved", 0,
        EXPLAIN_WORDS(
            "In table by_role_reason it stayed: this table together with the others would say "
            "too much",
            "It would take: more people", "eyes: 2 people."));
    explain_case(
        &c, "leavers_headcount|reason=moved", 0,
        EXPLAIN_WORDS("In table by_reason it stayed: the ledger does not say by which rule."));
    protected_case_deinit(&c);
}

static void no_answer(void **state)
{
    (void)state;
    struct protected_case c;
    char path[128];
    protected_case_init(&c, false);
    explain_case(&c, "leavers_headcount|role=nobody", 66,
                 EXPLAIN_WORDS("the dataset has no such category"));
    explain_case(&c, "leavers_headcount --period 2024", 66,
                 EXPLAIN_WORDS("no such release has left", "`staith ledger` lists what has left"));
    explain_case(&c, "leavers_headcount --dataset other", 66,
                 EXPLAIN_WORDS("no such release has left"));
    explain_case(&c, "", 64, EXPLAIN_WORDS("CELL is missing"));
    explain_case(&c, "a b", 64, EXPLAIN_WORDS("unexpected argument"));
    struct cli_capture run;
    cli_run(&run, "explain leavers_headcount");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    (void)snprintf(path, sizeof(path), "%s/truth.db", c.f.folder);
    assert_int_equal(unlink(path), 0);
    explain_case(&c, "leavers_headcount", 0, EXPLAIN_WORDS("are not known any more"));
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_left),
        cmocka_unit_test(what_stayed),
        cmocka_unit_test(no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
