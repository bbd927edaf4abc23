/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_OUTPUT_H
#define STAITH_CLI_OUTPUT_H
/* Files that commands write. Included by cli only. */
#include "base/buf.h"
#include "base/err.h"

/** Write the whole beside its place and move it there: whoever reads it sees the old or the new
 *  one. STAITH_ERR_IO with the place, STAITH_ERR_LIMIT. */
int staith_cli_write_file(const char *path, const struct staith_buf *bytes, struct staith_err *err);
/** Make the folders of a file's path that are missing (mode 0777 and the umask). */
int staith_cli_make_folders(const char *path, struct staith_err *err);

#endif
