/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_NOTE_H
#define STAITH_AUTHORITY_HOST_NOTE_H
/*
 * The facts of a plugin, read from its file without loading it (STAITH_PLUGIN_NOTE of
 * <staith/plugin.h>). The file is not trusted: every offset and size is checked.
 */
#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct staith_note {
    uint32_t abi_major;
    uint32_t abi_minor;
    const char *name;
    const char *version;
    const char *licence;
    const char *sources;
    const char *measures; /**< codes, each followed by a space */
};

/** Read the note of the shared object at `path`; strings are the arena's.
 *  STAITH_ERR_NOTFOUND, IO, SYNTAX (no shared object of this kind, or no note in it), NOMEM. */
int staith_note_read(const char *path, struct staith_arena *arena, struct staith_note *ret_note,
                     struct staith_err *err);
/** Whether a plugin with this note may run here: equal major, minor not above the host's.
 *  0 or STAITH_ERR_VERSION, naming the plugin, both versions and what to do. */
int staith_note_check_abi(const struct staith_note *note, struct staith_err *err);

#endif
