/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every attacker against T15 and twenty tables like it, rounded to base 5: bench-audit
 * In the others each council takes each of its leaves from a council drawn by lot. A table without
 * a rounding to adjacent multiples is left out.
 */
#include "audit_case.h"
#include "processor_clock.h"
#include "row.h"

static uint32_t throw_dice(uint64_t *dice, uint32_t sides)
{
    *dice ^= *dice << 13;
    *dice ^= *dice >> 7;
    *dice ^= *dice << 17;
    return (uint32_t)((*dice >> 20) % sides);
}

static void make_table(struct audit_case *table, uint32_t number)
{
    static int64_t leaves[12][20];
    uint64_t dice = UINT64_C(88172645463325252) + number;
    audit_case_t15(table);
    for (uint32_t k = 0; k < 12; k++) {
        for (uint32_t i = 0; i < 20; i++) {
            leaves[k][i] = table->values[t15_cell(k, i / 4, i % 4)];
        }
    }
    if (number == 0) {
        return;
    }
    memset(table->values, 0, sizeof(table->values));
    for (uint32_t k = 0; k < 12; k++) {
        for (uint32_t i = 0; i < 20; i++) {
            int64_t value = leaves[throw_dice(&dice, 12)][i];
            table->values[t15_cell(k, i / 4, i % 4)] = value;
            t15_add(table, k, i / 4, i % 4, value);
        }
    }
}

int main(void)
{
    static struct audit_case table;
    double times[BENCH_SEEDS] = {0};
    size_t done = 0;
    uint32_t passed = 0;
    int64_t least = INT64_MAX;
    bool kept = true;
    char found[160] = "";
    char seeds[160];
    const struct staith_outside clock = processor_clock();
    for (uint32_t i = 0; done < BENCH_SEEDS && i < 10 * BENCH_SEEDS; i++) {
        struct staith_certificate *certificate;
        make_table(&table, i);
        if (!audit_case_round(&table, 5)) {
            continue;
        }
        table.audit.outside = &clock;
        double start = bench_now_s();
        if (staith_audit_run(&table.audit, &certificate, NULL) != 0) {
            table.audit.outside = NULL;
            return 1;
        }
        double ms = (bench_now_s() - start) * 1e3;
        kept = kept && ms <= 500 && certificate->verdict == STAITH_VERDICT_PASSED;
        if (i == 0) {
            (void)snprintf(found, sizeof(found), "%s, %u exact, least %lld, %u programs, %.0f ms",
                           staith_verdict_code(certificate->verdict), certificate->exact,
                           (long long)certificate->least, certificate->programs, ms);
        } else {
            times[done++] = ms;
            passed += certificate->verdict == STAITH_VERDICT_PASSED;
            least = certificate->least < least ? certificate->least : least;
        }
        staith_certificate_free(certificate);
    }
    table.audit.outside = NULL;
    double median = bench_median(times, done);
    (void)snprintf(seeds, sizeof(seeds), "%u of %u passed, least %lld; %.0f ms, slowest %.0f",
                   passed, (unsigned)done, (long long)least, median, times[done - 1]);
    bench_row("450 cells of T15 audited, every attacker", "passed, 500 ms", found, seeds,
              kept && done == BENCH_SEEDS);
    return 0;
}
