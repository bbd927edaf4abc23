/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Optimal suppression of T15 and of twenty tables of its shape, beside what other tools were
 * measured at on the same table: bench-suppress [--plain]
 * With --plain without the attacker who knows the rule, which takes some minutes.
 */
#include "disclosure/audit/certificate.h"
#include "suppress_t15.h"

#include <stdio.h>
#include <time.h>

enum { SEEDS = 20 };

static double now_s(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What was measured elsewhere on T15, named as such: secondary weight, time, small cells whose
 * interval misses 1 to 5. */
static void others(void)
{
    printf("suppression T15, other tools as measured before:\n"
           "  GaussSuppression           483   0.55 s  16 under-protected\n"
           "  GaussSuppression intervals 459   17-30 s  2 under-protected\n"
           "  sdcTable default           551   55 s    61 under-protected\n"
           "  sdcTable HYPERCUBE       2,699   3.9 s    2 under-protected\n"
           "  sdcTable HITAS          no result in 1,500 s\n");
}

/* Small cells with fewer than five possible numbers, or (plain) without 1 to 5. */
static uint32_t under_protected(const struct suppress_t15 *task, const bool *hidden, bool plain,
                                int64_t *ret_least, uint32_t *ret_exact)
{
    struct staith_certificate *certificate = NULL;
    uint32_t under = 0;
    *ret_least = 0;
    *ret_exact = 0;
    if (suppress_t15_audit(task, hidden, plain, &certificate) != 0) {
        return task->system.cell_count;
    }
    for (uint32_t i = 0; i < task->system.cell_count; i++) {
        const struct staith_audit_interval *at = &certificate->intervals[i];
        bool primary = task->cells[i].kind == STAITH_SUPPRESS_PRIMARY;
        under += primary && (plain ? at->lo > 1 || at->hi < 5 : at->possible < 5) ? 1 : 0;
    }
    *ret_least = certificate->least;
    *ret_exact = certificate->exact;
    staith_certificate_free(certificate);
    return under;
}

static int measure(uint64_t seed, enum staith_suppress_attacker attacker)
{
    struct suppress_t15 task;
    struct staith_suppression made;
    struct staith_err err = {0};
    bool plain = attacker == STAITH_SUPPRESS_PLAIN;
    int64_t least = 0;
    uint32_t exact = 0;
    int code = suppress_t15_init(&task, seed, attacker);
    double start = now_s();
    if (code == 0) {
        code = staith_suppress(&task.system, &task.rules, &task.table.arena, &made, &err);
    }
    double took = now_s() - start;
    if (code == 0 && made.state == STAITH_SUPPRESS_WITHHELD) {
        printf("suppression %s, table %u: withheld, %s, %.1f s\n", plain ? "plain" : "knowing",
               (unsigned)seed,
               made.culprit < 0 ? "the budget ended" : task.system.names[made.culprit], took);
    } else if (code == 0) {
        uint32_t under = under_protected(&task, made.hidden, plain, &least, &exact);
        printf("suppression %s, table %u: weight %lld (bound %lld, %s), %u primary, %u secondary, "
               "%u under-protected, %u exact, least %lld, %.1f s\n",
               plain ? "plain" : "knowing", (unsigned)seed, (long long)made.weight,
               (long long)made.bound, made.state == STAITH_SUPPRESS_OPTIMAL ? "optimal" : "bounded",
               made.primary, made.secondary, under, exact, (long long)least, took);
        (void)fflush(stdout);
    } else {
        staith_err_print("bench-suppress", &err);
    }
    suppress_t15_deinit(&task);
    return code;
}

int main(int argc, char **argv)
{
    bool plain = argc > 1 && strcmp(argv[1], "--plain") == 0;
    others();
    for (int a = STAITH_SUPPRESS_PLAIN;
         a <= (plain ? STAITH_SUPPRESS_PLAIN : STAITH_SUPPRESS_KNOWING); a++) {
        for (uint64_t seed = 0; seed <= SEEDS; seed++) {
            if (measure(seed, (enum staith_suppress_attacker)a) != 0) {
                return 1;
            }
        }
    }
    return 0;
}
