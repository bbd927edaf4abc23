/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_JSONFILE_H
#define STAITH_AUTHORITY_GATE_JSONFILE_H
/*
 * Small JSON files of the state folder, written whole or not at all, mode 0600.
 */
#include "base/err.h"

#include <jansson.h>

/** Make a folder (0700) unless it is there. `what` begins the error's words: "run records". */
int staith_gate_jsonfile_folder(const char *path, const char *what, struct staith_err *err);
/** Write `json` to `path`: beside it, flushed, and renamed over it. */
int staith_gate_jsonfile_write(const char *path, const json_t *json, const char *what,
                               struct staith_err *err);
/** Read an object: a new reference. STAITH_ERR_NOTFOUND; STAITH_ERR_SYNTAX: damaged. `err` is set
 *  for the second alone. */
int staith_gate_jsonfile_read(const char *path, const char *what, json_t **ret_json,
                              struct staith_err *err);

#endif
