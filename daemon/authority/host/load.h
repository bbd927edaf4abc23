/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_LOAD_H
#define STAITH_AUTHORITY_HOST_LOAD_H
/*
 * Loading a plugin: first its note is read from the file and its ABI checked, then the file is
 * loaded, then what it exports is held against the note. It is never unloaded.
 */
#include "authority/host/note.h"

#include <staith/plugin.h>

/** A plugin that passed. Structs are copies, the arena's, zero where the plugin's are shorter;
 *  what they point to is the plugin's and constant. */
struct staith_loaded {
    struct staith_note note;
    struct staith_plugin plugin; /**< plugin.descriptor points to `descriptor` */
    struct staith_descriptor descriptor;
};

/** Load the plugin at `path` (an absolute path, "<name>.so"). Runs the file's constructors.
 *  STAITH_ERR_NOTFOUND, IO, SYNTAX, VERSION, VERIFY (the note and the descriptor differ), INVAL,
 *  NOMEM. */
int staith_load_plugin(const char *path, struct staith_arena *arena,
                       struct staith_loaded **ret_loaded, struct staith_err *err);
/** Whether a note and a descriptor say the same; for `path` see above. 0 or STAITH_ERR_VERIFY. */
int staith_load_compare(const char *path, const struct staith_note *note,
                        const struct staith_plugin *plugin, struct staith_err *err);

#endif
