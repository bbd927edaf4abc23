/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A solver that is wrong: each of its answers in turn is another one than GLPK gave, an error, a
 * state, a number, no number at all. What is rounded adds up all the same, what is hidden keeps its
 * promises, a bound is one, and the auditor passes nothing that it would not pass else. So it is
 * too where the programs that are allowed, or the time, end at any point.
 */
#include "audit_case.h"
#include "disclosure/audit/audit.h"
#include "disclosure/protect/round.h"
#include "round_brute.h"
#include "suppress_case.h"

#include <glpk.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The linker gives us these calls (see CMakeLists.txt). */
enum call {
    SIMPLEX,
    INTOPT,
    STATUS,
    MIP_STATUS,
    VALUE,
    MIP_VALUE,
    DUAL,
    REDUCED,
    OBJECTIVE,
    MIP_OBJECTIVE,
    CALL_COUNT
};
enum { ERROR_INSIDE = -777 };          /* GLPK says so and ends, as it does when it is misused */
static uint32_t countdown[CALL_COUNT]; /* 0: all answers are GLPK's */
static bool from_then_on;
static int code_instead;
static bool solves_all_the_same;
static double number_instead;

static bool lies(enum call call)
{
    if (countdown[call] == 0) {
        return false;
    }
    if (countdown[call] > 1) {
        countdown[call]--;
        return false;
    }
    countdown[call] = from_then_on ? 1 : 0;
    return true;
}

int __real_glp_simplex(glp_prob *lp, const glp_smcp *how);
int __wrap_glp_simplex(glp_prob *lp, const glp_smcp *how);
int __wrap_glp_simplex(glp_prob *lp, const glp_smcp *how)
{
    if (!lies(SIMPLEX)) {
        return __real_glp_simplex(lp, how);
    }
    if (code_instead == ERROR_INSIDE) {
        glp_error("an error inside\n");
    }
    if (solves_all_the_same) {
        (void)__real_glp_simplex(lp, how);
    }
    return code_instead;
}

int __real_glp_intopt(glp_prob *lp, const glp_iocp *how);
int __wrap_glp_intopt(glp_prob *lp, const glp_iocp *how);
int __wrap_glp_intopt(glp_prob *lp, const glp_iocp *how)
{
    return lies(INTOPT) ? code_instead : __real_glp_intopt(lp, how);
}

#define STATUS_CALL(name, call)                                                                    \
    int __real_##name(glp_prob *lp);                                                               \
    int __wrap_##name(glp_prob *lp);                                                               \
    int __wrap_##name(glp_prob *lp)                                                                \
    {                                                                                              \
        return lies(call) ? code_instead : __real_##name(lp);                                      \
    }
STATUS_CALL(glp_get_status, STATUS)
STATUS_CALL(glp_mip_status, MIP_STATUS)

#define OBJECTIVE_CALL(name, call)                                                                 \
    double __real_##name(glp_prob *lp);                                                            \
    double __wrap_##name(glp_prob *lp);                                                            \
    double __wrap_##name(glp_prob *lp)                                                             \
    {                                                                                              \
        double value = __real_##name(lp);                                                          \
        return lies(call) ? value + number_instead : value;                                        \
    }
OBJECTIVE_CALL(glp_get_obj_val, OBJECTIVE)
OBJECTIVE_CALL(glp_mip_obj_val, MIP_OBJECTIVE)

#define NUMBER_CALL(name, call)                                                                    \
    double __real_##name(glp_prob *lp, int at);                                                    \
    double __wrap_##name(glp_prob *lp, int at);                                                    \
    double __wrap_##name(glp_prob *lp, int at)                                                     \
    {                                                                                              \
        double value = __real_##name(lp, at);                                                      \
        return lies(call) ? value + number_instead : value;                                        \
    }
NUMBER_CALL(glp_get_col_prim, VALUE)
NUMBER_CALL(glp_mip_col_val, MIP_VALUE)
NUMBER_CALL(glp_get_row_dual, DUAL)
NUMBER_CALL(glp_get_col_dual, REDUCED)

static void honest(void)
{
    memset(countdown, 0, sizeof(countdown));
    from_then_on = false;
}

typedef void (*deed)(void);

/* The first answers of a kind, each in turn, then ever fewer; one at a time, or all from then on.
 */
static void deceive(enum call call, deed what)
{
    for (uint32_t n = 1; n < 1000000; n += 1 + n / 8) {
        for (int on = 0; on < 2; on++) {
            honest();
            from_then_on = on == 1;
            countdown[call] = n;
            what();
        }
        /* One lie, and it was not asked for so many answers: all have been tried. */
        honest();
        countdown[call] = n;
        what();
        if (countdown[call] != 0) {
            honest();
            return;
        }
    }
    fail();
}

/* ---- rounding ------------------------------------------------------------------------------- */

static struct brute table;
static int64_t least; /* by trying everything; -1: there is no rounding to adjacent multiples */
static enum staith_round_proof proof;

static void round_table(void)
{
    struct staith_arena arena;
    struct staith_system system;
    struct staith_rounding rounding;
    struct staith_err err = {0};
    const struct staith_round_rules rules = {.base = (uint32_t)table.base};
    staith_arena_init(&arena, 1 << 24);
    brute_system(&table, &arena, &system, NULL);
    assert_int_equal(staith_round(&system, &rules, &arena, &rounding, &err), 0);
    for (uint32_t r = 0; rounding.withheld == 0 && r < system.relation_count; r++) {
        int64_t sum = 0;
        for (uint32_t p = 0; p < system.relations[r].count; p++) {
            sum += rounding.cells[system.parts[system.relations[r].first + p]].rounded;
        }
        assert_int_equal(sum, rounding.cells[system.relations[r].total].rounded);
    }
    for (uint32_t i = 0; rounding.withheld == 0 && i < system.cell_count; i++) {
        int64_t away = rounding.cells[i].rounded - system.values[i];
        int64_t most = table.base * rounding.cells[i].reach - 1;
        assert_true(-most <= away && away <= most);
    }
    if (rounding.state == STAITH_ROUND_ADJACENT) {
        /* The bound does not rest on what the solver says, and so neither does an exact proof. */
        assert_true(least >= 0 && rounding.bound <= least);
        assert_true(rounding.change >= least);
        assert_true(rounding.proof != STAITH_ROUND_PROOF_EXACT || rounding.change == least);
    }
    proof = rounding.proof;
    staith_arena_deinit(&arena);
}

/* The next table that is proved so when nobody lies. */
static void draw(uint64_t *seed, enum staith_round_proof wanted)
{
    do {
        brute_draw(&table, 3, seed);
        least = brute_least(&table);
        honest();
        round_table();
    } while (proof != wanted || least < 1);
}

/* ---- suppression ---------------------------------------------------------------------------- */

static struct suppress_case puzzle;

static void suppress_puzzle(void)
{
    struct staith_arena arena;
    struct staith_suppression made;
    struct staith_err err = {0};
    staith_arena_init(&arena, 1 << 24);
    assert_int_equal(staith_suppress(&puzzle.system, &puzzle.rules, &arena, &made, &err), 0);
    if (made.state != STAITH_SUPPRESS_WITHHELD) {
        assert_true(suppress_keeps_out(&puzzle, made.hidden));
        assert_true(suppress_keeps_apart(&puzzle, made.hidden));
    }
    staith_arena_deinit(&arena);
}

static void begin_puzzle(enum staith_suppress_attacker attacker)
{
    static const uint32_t sides[3] = {3, 3, 1};
    static const int64_t inner[9] = {3, 6, 1, 7, 2, 9, 1, 8, 12};
    suppress_case_init(&puzzle, sides, inner);
    puzzle.rules.attacker = attacker;
    puzzle.rules.persons = attacker == STAITH_SUPPRESS_KNOWING ? 2 : 0;
    suppress_case_primary(&puzzle, 0, 3, 3, 4);
    suppress_case_primary(&puzzle, 5, 1, 4, 0);
}

/* ---- the audit ------------------------------------------------------------------------------ */

static struct audit_case question;
static enum staith_verdict verdict; /* when nobody lies and nothing ends */
static const struct staith_outside *outside;
static uint32_t programs;
static struct staith_certificate *certificate;

static void audit_question(void)
{
    struct staith_err err = {0};
    question.audit.budget.programs = programs;
    question.audit.budget.time_ms = 600000;
    question.audit.outside = outside;
    certificate = NULL;
    assert_int_equal(staith_audit_run(&question.audit, &certificate, &err), 0);
    if (verdict != STAITH_VERDICT_PASSED) {
        assert_int_not_equal(certificate->verdict, STAITH_VERDICT_PASSED);
    }
    staith_certificate_free(certificate);
}

/* Whole numbers matter: 3 x0 + 5 x1 = x2, and x2 is between 8 and 31. Cells 3 to 8 are a table of
 * people rounded to base 3, with a council's part and a sole contributor. */
static void begin_question(int64_t promise)
{
    static const int64_t x[] = {2, 3, 21, 1, 4, 5, 2, 7, 9, 3, 11, 14};
    audit_case_init(&question, 12);
    question.audit.own_values = question.values;
    audit_case_sum(&question, 5, 3, 1, 2);
    audit_case_sum(&question, 8, 6, 1, 2);
    audit_case_sum(&question, 9, 3, 3, 2);
    audit_case_sum(&question, 10, 4, 3, 2);
    audit_case_sum(&question, 11, 9, 1, 2);
    memcpy(question.values, x, sizeof(x));
    for (uint32_t i = 0; i < 2; i++) {
        question.cells[i] = staith_audit_hidden(true, promise);
    }
    question.cells[2] = (struct staith_audit_cell){
        .shows = STAITH_AUDIT_RANGE, .lo = 8, .hi = 31, .promise = promise};
    for (uint32_t i = 3; i < 12; i++) {
        question.cells[i] = staith_audit_rounded((x[i] + 1) / 3 * 3, 3, 1);
    }
    question.cells[3].people = true;
    question.cells[4].people = true;
    question.cells[6].owner = 1;
    question.cells[7].owner = 1;
    question.cells[1].sole = true;
    question.terms[0] = (struct staith_audit_term){0, 3};
    question.terms[1] = (struct staith_audit_term){1, 5};
    question.terms[2] = (struct staith_audit_term){2, -1};
    question.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, 0, 0, 0, 3};
    question.audit.fact_count = 1;
    question.audit.term_count = 3;
    honest();
    programs = 0;
    outside = NULL;
    verdict = STAITH_VERDICT_PASSED;
    struct staith_err err = {0};
    assert_int_equal(staith_audit_run(&question.audit, &certificate, &err), 0);
    verdict = certificate->verdict;
    staith_certificate_free(certificate);
}

/* What only programs tell: 3 x - 2 y is -1 to 1 and x + y is at most 40. */
static void begin_programs(void)
{
    audit_case_init(&question, 2);
    question.cells[0] = staith_audit_hidden(true, 5);
    question.cells[1] = staith_audit_hidden(true, 5);
    question.terms[0] = (struct staith_audit_term){0, 3};
    question.terms[1] = (struct staith_audit_term){1, -2};
    question.terms[2] = (struct staith_audit_term){0, 1};
    question.terms[3] = (struct staith_audit_term){1, 1};
    question.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, -1, 1, 0, 2};
    question.facts[1] =
        (struct staith_audit_fact){STAITH_AUDIT_EARLIER, -STAITH_AUDIT_NO_LIMIT, 40, 2, 2};
    question.audit.fact_count = 2;
    question.audit.term_count = 4;
    honest();
    programs = 0;
    outside = NULL;
    verdict = STAITH_VERDICT_PASSED;
    audit_question();
}

/* ---- all lies ------------------------------------------------------------------------------- */

static void deceive_all(deed what)
{
    static const int codes[] = {GLP_EBADB, GLP_ESING, GLP_ECOND, GLP_EFAIL, GLP_EITLIM, GLP_ETMLIM};
    static const int states[] = {GLP_UNDEF, GLP_FEAS, GLP_NOFEAS, GLP_UNBND, GLP_OPT};
    const double numbers[] = {1, -1, 0.5, 1e300, (double)NAN};
    for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
        code_instead = codes[i];
        deceive(SIMPLEX, what);
        deceive(INTOPT, what);
    }
    for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
        code_instead = states[i];
        deceive(STATUS, what);
        deceive(MIP_STATUS, what);
    }
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
        number_instead = numbers[i];
        for (int call = VALUE; call < CALL_COUNT; call++) {
            deceive((enum call)call, what);
        }
    }
}

/* The protectors outlive errors inside the solver, and a table without a solution that is said to
 * be out of time. */
static void errors(void **state)
{
    (void)state;
    uint64_t seed = 20250930;
    draw(&seed, STAITH_ROUND_PROOF_EXACT);
    begin_puzzle(STAITH_SUPPRESS_KNOWING);
    code_instead = ERROR_INSIDE;
    deceive(SIMPLEX, round_table);
    deceive(SIMPLEX, suppress_puzzle);
    code_instead = GLP_ETMLIM;
    solves_all_the_same = true;
    deceive(SIMPLEX, suppress_puzzle);
    do {
        brute_draw(&table, 3, &seed);
        least = brute_least(&table);
    } while (least >= 0);
    deceive(SIMPLEX, round_table);
    solves_all_the_same = false;
}

static void rounding(void **state)
{
    (void)state;
    uint64_t seed = 20250930;
    draw(&seed, STAITH_ROUND_PROOF_SEARCH);
    deceive_all(round_table);
    draw(&seed, STAITH_ROUND_PROOF_EXACT);
    deceive_all(round_table);
}

static void suppression(void **state)
{
    (void)state;
    begin_puzzle(STAITH_SUPPRESS_PLAIN);
    deceive_all(suppress_puzzle);
    begin_puzzle(STAITH_SUPPRESS_KNOWING);
    deceive_all(suppress_puzzle);
}

static void audit(void **state)
{
    (void)state;
    begin_question(12);
    assert_int_not_equal(verdict, STAITH_VERDICT_PASSED);
    deceive_all(audit_question);
    begin_question(2);
    deceive_all(audit_question);
    begin_programs();
    deceive_all(audit_question);
}

/* ---- ends at any point ---------------------------------------------------------------------- */

static int64_t ticks;

/* Time stands still, and then it is over. */
static int64_t monotonic(void *ctx)
{
    const int64_t *last = ctx;
    return ++ticks < *last ? 0 : INT64_MAX / 2;
}

static void ends(void **state)
{
    (void)state;
    for (int64_t promise = 2; promise <= 12; promise += 10) {
        begin_question(promise);
        for (programs = 1; programs < 200; programs++) {
            audit_question();
        }
        int64_t last = 1;
        const struct staith_outside clock = {.ctx = &last, .monotonic_ms = monotonic};
        outside = &clock;
        programs = 0;
        for (; last < 1000; last += 1 + last / 50) {
            ticks = 0;
            audit_question();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rounding), cmocka_unit_test(suppression),
                                       cmocka_unit_test(audit), cmocka_unit_test(ends),
                                       cmocka_unit_test(errors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
