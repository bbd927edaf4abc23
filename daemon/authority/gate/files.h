/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_FILES_H
#define STAITH_AUTHORITY_GATE_FILES_H
/*
 * The files of a dataset's configuration (`files:`): a map of job titles, a definition, a script.
 * The gate reads them, without following links, and hands their text to the host with the order,
 * so that neither host nor plugin opens a file.
 */
#include "base/arena.h"
#include "base/err.h"
#include "config/schema.h"

enum {
    STAITH_GATE_MAX_FILES = 8,
    STAITH_GATE_FILES_MAX_BYTES = 4 * 1024 * 1024 /**< arena for all of a dataset */
};

struct staith_gate_file {
    const char *name;  /**< of the option */
    const char *path;  /**< absolute, or region:NAME */
    const char *where; /**< in the configuration */
    const char *text;  /**< without a byte order mark */
};

struct staith_gate_files {
    uint32_t count;
    struct staith_gate_file items[STAITH_GATE_MAX_FILES];
};

/** Read them all, texts in `arena`; what the region hands out (`region:NAME`) from the receipts in
 *  `state_folder`, NULL: as empty. STAITH_ERR_NOTFOUND, DENIED, REFUSED (a link, no regular file,
 *  more than STAITH_HOSTPIPE_FILE_MAX_BYTES, a NUL byte), IO, NOMEM, each with the file. */
int staith_gate_files_read(const struct staith_config_dataset *dataset, const char *state_folder,
                           struct staith_arena *arena, struct staith_gate_files *ret_files,
                           struct staith_err *err);

#endif
