/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BENCH_EXCHANGE_H
#define STAITH_BENCH_EXCHANGE_H
/*
 * The two ends of tests/bench/exchange: councils that send as fast as they are acknowledged, and
 * the least that a region could do.
 */
#include <stdint.h>

enum { BENCH_CELLS = 60, BENCH_KEY_TEXT = 160, BENCH_MAX_COUNCILS = 200 };

/** load ENDPOINT REGION-KEY FOLDER COUNCILS RELEASES WINDOW */
int bench_load(char **argv);
/** floor SECRET-KEY ENDPOINT DATABASE raw|rows */
int bench_floor(char **argv);

/* Both end the program where something fails. */
_Noreturn void bench_die(const char *what);
/** First line of FOLDER/NAME. */
void bench_key(const char *folder, const char *name, char out[BENCH_KEY_TEXT]);
int64_t bench_now_us(void);

#endif
