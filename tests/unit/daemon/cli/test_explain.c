/* SPDX-License-Identifier: Apache-2.0 */
#include "protected_case.h"

static void explain(const struct protected_case *c, struct cli_capture *run, const char *more)
{
    char line[512];
    (void)snprintf(line, sizeof(line), "explain --config %s%s%s", c->config,
                   more[0] != '\0' ? " " : "", more);
    cli_run(run, line);
    cli_flatten(run->out);
}

static void answers(const struct protected_case *c, const char *more, int status,
                    const char *const *words)
{
    struct cli_capture run;
    explain(c, &run, more);
    assert_int_equal(run.status, status);
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strstr(run.out, words[i]) == NULL && strstr(run.err, words[i]) == NULL) {
            fail_msg("\"%s\" is not in:\n%s%s", words[i], run.out, run.err);
        }
    }
    cli_free(&run);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void what_left(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, false);
    answers(&c, "leavers_headcount", 0,
            WORDS("Release 2 of dataset csww for 2025, under policy 2026-11-01.",
                  "It left exactly, as 28", "The true count, for the council's own eyes: 28."));
    answers(&c, "leavers_headcount|role=senior", 0,
            WORDS("a multiple of 5", "tried 11 attackers on 16 cells together",
                  "To show more it would take: exact numbers leave only where DfE prints them",
                  "The true count, for the council's own eyes: 7."));
    answers(&c, "leavers_headcount|role=worker|reason=moved --dataset csww --period 2025", 0,
            WORDS("the count is from 0 to 4", "eyes: 0."));
    /* Of what would be exact by itself the account says why it is not. */
    answers(&c, "leavers_headcount|role=senior", 0,
            WORDS("the exact number would undo what left rounded of other periods or datasets"));
    protected_case_deinit(&c);
}

/* Seniors who moved are 2; those who resigned among workers 12, and hide others. */
static void what_was_hidden(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_hidden(&c);
    answers(&c, "leavers_headcount|role=senior|reason=moved", 0,
            WORDS("It left hidden, as c", "the count is from 0 to 7",
                  "It is hidden for its own sake: fewer than 5 are counted.",
                  "none could work a cell out", "To show more it would take: larger numbers",
                  "eyes: 2."));
    answers(&c, "leavers_headcount|role=worker|reason=resigned", 0,
            WORDS("the count is from 3 to 15", "It is hidden to protect others", "eyes: 12."));
    answers(&c, "leavers_headcount|role=senior", 0,
            WORDS("It left exactly, as 7", "every number is exact, or hidden"));
    protected_case_deinit(&c);
}

static void what_stayed(void **state)
{
    (void)state;
    struct protected_case c;
    protected_case_init(&c, true);
    answers(
        &c, "leavers_headcount|role=senior|reason=moved", 0,
        WORDS("In table by_role_reason it stayed: this table together with the others would say "
              "too much",
              "It would take: more people", "eyes: 2."));
    answers(&c, "leavers_headcount|reason=moved", 0,
            WORDS("In table by_reason it stayed: the ledger does not say by which rule."));
    protected_case_deinit(&c);
}

static void no_answer(void **state)
{
    (void)state;
    struct protected_case c;
    char path[128];
    protected_case_init(&c, false);
    answers(&c, "leavers_headcount|role=nobody", 66, WORDS("the dataset has no such figure"));
    answers(&c, "leavers_headcount --period 2024", 66, WORDS("no such release has left"));
    answers(&c, "leavers_headcount --dataset other", 66, WORDS("no such release has left"));
    answers(&c, "", 64, WORDS("CELL is missing"));
    answers(&c, "a b", 64, WORDS("unexpected argument"));
    struct cli_capture run;
    cli_run(&run, "explain leavers_headcount");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    (void)snprintf(path, sizeof(path), "%s/truth.db", c.f.folder);
    assert_int_equal(unlink(path), 0);
    answers(&c, "leavers_headcount", 0, WORDS("are not known any more"));
    protected_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_left),
        cmocka_unit_test(what_was_hidden),
        cmocka_unit_test(what_stayed),
        cmocka_unit_test(no_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
