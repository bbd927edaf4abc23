/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/input.h"

#include <stdio.h>
#include <stdlib.h>

int staith_cli_read(const char *path, size_t max_bytes, char **ret_bytes, size_t *ret_len,
                    struct staith_err *err)
{
    int code = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "the file cannot be opened");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "check its name and that you may read it");
        return STAITH_ERR_NOTFOUND;
    }
    char *bytes = malloc(max_bytes + 1);
    size_t len = bytes != NULL ? fread(bytes, 1, max_bytes + 1, file) : 0;
    if (bytes == NULL) {
        code = staith_err_set(err, STAITH_ERR_NOMEM, "out of memory for the file");
    } else if (ferror(file) != 0) {
        code = staith_err_set(err, STAITH_ERR_IO, "the file cannot be read");
        staith_err_at(err, path, 0, 0);
    }
    (void)fclose(file);
    if (code != 0) {
        free(bytes);
        return code;
    }
    *ret_bytes = bytes;
    *ret_len = len;
    return 0;
}
