/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_DESCRIPTOR_H
#define STAITH_AUTHORITY_HOST_DESCRIPTOR_H
/*
 * From what a plugin declares to a catalogue of the framework's. Counts are bounded, pointers that
 * are needed are there, structs have the size of this ABI or of an earlier minor one; then the
 * catalogue is checked as one from anywhere.
 */
#include "model/catalogue.h"

#include <staith/plugin.h>

enum {
    STAITH_DESCRIPTOR_MAX_OPTIONS = 64,
    STAITH_DESCRIPTOR_MAX_CHOICES = 256,
    STAITH_DESCRIPTOR_MAX_ITEMS = 256 /**< of a MAP or a LIST */
};

/** *ret_catalogue is the arena's; strings in it stay the plugin's constants.
 *  STAITH_ERR_INVAL with what is wrong, STAITH_ERR_NOMEM. */
int staith_descriptor_catalogue(const struct staith_descriptor *descriptor,
                                struct staith_arena *arena, struct staith_catalogue **ret_catalogue,
                                struct staith_err *err);
/** Copy the options, checked (names, types, ranges, choices), defaults not yet: *ret_options has
 *  option_count items, the arena's. STAITH_ERR_INVAL, STAITH_ERR_NOMEM. */
int staith_descriptor_options(const struct staith_descriptor *descriptor,
                              struct staith_arena *arena,
                              const struct staith_option_def **ret_options, struct staith_err *err);

#endif
