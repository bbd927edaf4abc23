/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEMP_FILE_H
#define STAITH_TEMP_FILE_H
/* Files for tests; a failure of the machine fails the test. */
#include <stddef.h>
#include <stdint.h>

/** A new file with these bytes, open for reading and writing, removed already: the caller's to
 *  close. */
int staith_temp_fd(const void *bytes, size_t len);
/** The bytes of a file; the caller's to free. */
uint8_t *staith_temp_read(const char *path, size_t *ret_len);
/** Write a file with these bytes; `path` ends in "XXXXXX" or "XXXXXX.so" and is filled in. The
 *  caller removes it. */
void staith_temp_write(char *path, int suffix_len, const void *bytes, size_t len);
/** "$STAITH_BUILD/<name>" into `out`. */
void staith_temp_build_path(const char *name, char *out, size_t cap);

#endif
