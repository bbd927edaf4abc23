/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_INPUT_H
#define STAITH_CLI_INPUT_H
/* Files that a command reads as a whole. */
#include "base/err.h"

#include <stddef.h>

/** The file's bytes (heap, the caller's): all of them, or one more than `max_bytes` of a larger
 *  one. STAITH_ERR_NOTFOUND, STAITH_ERR_IO, STAITH_ERR_NOMEM. */
int staith_cli_read(const char *path, size_t max_bytes, char **ret_bytes, size_t *ret_len,
                    struct staith_err *err);

#endif
