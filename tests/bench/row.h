/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BENCH_ROW_H
#define STAITH_BENCH_ROW_H
/*
 * Rows of the table of tests/bench/disclosure, cells apart by tabs: what, what is asked, the table
 * T15, twenty tables of its shape, whether what is asked was kept. Times are the processor's, so
 * that what else runs on the machine does not count.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { BENCH_SEEDS = 20 };

/* Of the whole process, with the threads that solve. */
static inline double bench_now_s(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline int bench_by_size(const void *a, const void *b)
{
    const double *one = a;
    const double *two = b;
    return (*one > *two) - (*one < *two);
}

/* Sorts. */
static inline double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), bench_by_size);
    return values[count / 2];
}

static inline void bench_row(const char *what, const char *asked, const char *one,
                             const char *seeds, int kept)
{
    printf("%s\t%s\t%s\t%s\t%s\n", what, asked, one, seeds, kept != 0 ? "kept" : "MISSED");
    (void)fflush(stdout);
}

#endif
