/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Optimal suppression of T15 and of twenty tables of its shape, beside what other tools were
 * measured at on the same table: bench-suppress [--plain]
 * With --plain without the attacker who knows the rule, which takes some minutes.
 */
#include "disclosure/audit/certificate.h"
#include "row.h"
#include "suppress_t15.h"

/* The most that may be asked for, by the clock of the wall: figures are by the processor's. */
enum { MOST_MS = 600000 };

/* What was measured elsewhere on T15, named as such: secondary weight, time, small cells whose
 * interval misses 1 to 5. */
static void others(void)
{
    static const char *const tools[][3] = {
        {"GaussSuppression", "as measured before", "483, 16 under-protected, 0.55 s"},
        {"GaussSuppression, intervals", "as measured before", "459, 2 under-protected, 17 to 30 s"},
        {"sdcTable, default", "as measured before", "551, 61 under-protected, 55 s"},
        {"sdcTable, HYPERCUBE", "as measured before", "2,699, 2 under-protected, 3.9 s"},
        {"sdcTable, HITAS", "as measured before", "no result in 1,500 s"}};
    for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++) {
        printf("T15 suppressed by %s\t%s\t%s\t\t\n", tools[i][0], tools[i][1], tools[i][2]);
    }
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

struct figure {
    struct staith_suppression made;
    double took;
    uint32_t under;
    uint32_t exact;
};

static int measure(uint64_t seed, enum staith_suppress_attacker attacker, struct figure *ret_figure)
{
    struct suppress_t15 task;
    struct staith_err err = {0};
    int64_t least = 0;
    int code = suppress_t15_init(&task, seed, attacker);
    task.rules.budget.time_ms = MOST_MS;
    double start = bench_now_s();
    if (code == 0) {
        code =
            staith_suppress(&task.system, &task.rules, &task.table.arena, &ret_figure->made, &err);
    }
    ret_figure->took = bench_now_s() - start;
    if (code == 0 && ret_figure->made.state != STAITH_SUPPRESS_WITHHELD) {
        ret_figure->under =
            under_protected(&task, ret_figure->made.hidden, attacker == STAITH_SUPPRESS_PLAIN,
                            &least, &ret_figure->exact);
    } else if (code != 0) {
        staith_err_print("bench-suppress", &err);
    }
    suppress_t15_deinit(&task);
    return code;
}

/* The twenty tables. */
struct tally {
    double times[BENCH_SEEDS];
    uint32_t optimal, withheld, under, within;
};

static int measure_seeds(enum staith_suppress_attacker attacker, double limit, struct tally *tally)
{
    for (uint64_t seed = 1; seed <= BENCH_SEEDS; seed++) {
        struct figure figure = {0};
        if (measure(seed, attacker, &figure) != 0) {
            return 1;
        }
        tally->times[seed - 1] = figure.took;
        tally->optimal += figure.made.state == STAITH_SUPPRESS_OPTIMAL ? 1 : 0;
        tally->withheld += figure.made.state == STAITH_SUPPRESS_WITHHELD ? 1 : 0;
        tally->under += figure.under + figure.exact;
        tally->within += limit <= 0 || figure.took <= limit ? 1 : 0;
    }
    return 0;
}

/* At most `most` on T15 within `limit` seconds of the processor's (0: however long). */
static int row_of(enum staith_suppress_attacker attacker, int64_t most, double limit)
{
    bool plain = attacker == STAITH_SUPPRESS_PLAIN;
    struct figure figure = {0};
    struct tally tally = {0};
    char what[96];
    char asked[96];
    char found[128];
    char seeds[160];
    if (measure(0, attacker, &figure) != 0 || measure_seeds(attacker, limit, &tally) != 0) {
        return 1;
    }
    bool kept = figure.made.state != STAITH_SUPPRESS_WITHHELD && figure.made.weight <= most &&
                figure.under == 0 && figure.exact == 0 && (limit <= 0 || figure.took <= limit);
    (void)snprintf(found, sizeof(found), "%lld, bound %lld, %u under-protected, %u exact, %.1f s",
                   (long long)figure.made.weight, (long long)figure.made.bound, figure.under,
                   figure.exact, figure.took);
    double median = bench_median(tally.times, BENCH_SEEDS);
    (void)snprintf(what, sizeof(what), "T15 suppressed, %s",
                   plain ? "attackers know the sums" : "attackers know the rule and themselves");
    if (limit > 0) {
        (void)snprintf(asked, sizeof(asked), "at most %lld, none under-protected, %.0f s",
                       (long long)most, limit);
    } else {
        (void)snprintf(asked, sizeof(asked), "at most %lld, none under-protected", (long long)most);
    }
    (void)snprintf(seeds, sizeof(seeds),
                   "%u optimal, %u withheld, %u under-protected; %.1f s, slowest %.1f, %u in time",
                   tally.optimal, tally.withheld, tally.under, median, tally.times[BENCH_SEEDS - 1],
                   tally.within);
    bench_row(what, asked, found, seeds, kept && tally.under == 0 && tally.within == BENCH_SEEDS);
    return 0;
}

int main(int argc, char **argv)
{
    bool plain = argc > 1 && strcmp(argv[1], "--plain") == 0;
    others();
    int code = row_of(STAITH_SUPPRESS_PLAIN, 461, 5);
    if (code == 0 && !plain) {
        code = row_of(STAITH_SUPPRESS_KNOWING, 1029, 0);
    }
    return code;
}
