/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-audit TABLES: every attacker against T15 and tables like it, rounded to base 5. Table 0 is
 * T15; in the others each council takes each of its leaves from a council drawn by lot.
 * A table without a rounding to adjacent multiples is left out and counted.
 */
#include "audit_case.h"

#include <stdlib.h>

enum { MAX_TABLES = 1000 };

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

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
    static struct audit_case table;
    static int64_t times[MAX_TABLES];
    long tables = argc > 1 ? strtol(argv[1], NULL, 10) : 21;
    uint32_t done = 0;
    uint32_t passed = 0;
    int64_t least = INT64_MAX;
    for (long i = 0; i < tables && i < MAX_TABLES; i++) {
        struct staith_certificate *certificate;
        make_table(&table, (uint32_t)i);
        if (!audit_case_round(&table, 5)) {
            continue;
        }
        if (staith_audit_run(&table.audit, &certificate, NULL) != 0) {
            return 1;
        }
        if (i == 0) {
            printf("T15: %s in %lld ms, exact %u, least %lld possible values, %u programs, %u "
                   "solutions, %s\n",
                   staith_verdict_code(certificate->verdict), (long long)certificate->time_ms,
                   certificate->exact, (long long)certificate->least, certificate->programs,
                   certificate->solutions, certificate->solver);
        }
        times[done++] = certificate->time_ms;
        passed += certificate->verdict == STAITH_VERDICT_PASSED;
        least = certificate->least < least ? certificate->least : least;
        staith_certificate_free(certificate);
    }
    if (done == 0) {
        return 1;
    }
    qsort(times, done, sizeof(*times), compare);
    printf("%u tables of %ld (others have no such rounding): %u passed, least %lld possible "
           "values, median %lld ms, worst %lld ms\n",
           done, tables, passed, (long long)least, (long long)times[done / 2],
           (long long)times[done - 1]);
    return 0;
}
