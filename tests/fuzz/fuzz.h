/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FUZZ_H
#define STAITH_FUZZ_H
/*
 * What a harness is: a parser of ours behind one function that takes any bytes, and seeds from
 * which a fuzzer, or the replay of a test run, makes others. A harness finds more than crashes:
 * where two readings must agree it says fuzz_wrong.
 */
#include <stddef.h>
#include <stdint.h>

/** Of the harness, as libFuzzer calls it. 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/** Takes one seed. */
typedef void fuzz_take(void *ctx, const void *bytes, size_t len);
/** Of the harness: hand every seed to `take`. */
void fuzz_seeds(fuzz_take *take, void *ctx);

/** Say what is wrong, and abort. */
_Noreturn void fuzz_wrong(const char *what);
/** Hand a file of the source tree to `take`, with `lead` in front unless it is negative. */
void fuzz_seed_file(fuzz_take *take, void *ctx, int lead, const char *path);
/** Hand bytes to `take` with `lead` in front. */
void fuzz_seed_lead(fuzz_take *take, void *ctx, int lead, const void *bytes, size_t len);
/** A folder for the harness's files, made at the first call and removed at the end. Static. */
const char *fuzz_folder(void);

#endif
