/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_NAMES_H
#define STAITH_KIT_NAMES_H
/* Inside the kit: names to indices, looked up once for every element of a source. */
#include <staith/kit.h>

enum { STAITH_KIT_MAX_NAMES = 1024, STAITH_KIT_NAME_SLOTS = 2048 };

/** Open addressing, at most half full. Caller's storage. */
struct staith_kit_names {
    const char *const *names;
    uint16_t slots[STAITH_KIT_NAME_SLOTS];   /**< index + 1; 0: empty */
    uint32_t last;                           /**< index + 1 of the name found last; 0: none */
    uint16_t next[STAITH_KIT_MAX_NAMES + 1]; /**< by `last`: what was found after it, + 1 */
};

/** `names` is the caller's and must outlive the table. STAITH_EINVAL: too many, or one twice. */
int staith_kit_names_init(struct staith_kit_names *table, const char *const *names, uint32_t count);
/** The index of a NUL-terminated name, or STAITH_NO_ELEMENT. */
uint32_t staith_kit_names_find(struct staith_kit_names *table, const char *name);

/** How many different unknown names of elements and attributes a source may have, and their bytes:
 *  the parser keeps each that it meets, so without an end to them a source could fill all memory.
 */
enum {
    STAITH_KIT_MAX_STRANGERS = 1000,
    STAITH_KIT_MAX_STRANGER_BYTES = 64 * 1024,
    STAITH_KIT_STRANGER_SLOTS = 2048
};

/** Unknown names by hash: open addressing, at most half full. Caller's storage, zeroed. */
struct staith_kit_strangers {
    uint32_t count;
    size_t bytes;
    uint64_t slots[STAITH_KIT_STRANGER_SLOTS]; /**< 0: empty */
};

/** Take note of an unknown name. False: they are now more than the limits. */
bool staith_kit_strangers_note(struct staith_kit_strangers *strangers, const char *name);

#endif
