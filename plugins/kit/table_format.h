/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_TABLE_FORMAT_H
#define STAITH_KIT_TABLE_FORMAT_H
/* Inside the kit: which format a source is, by its first bytes. */
#include "table_raw.h"

/** STAITH_OK with *ret_format; STAITH_ESOURCE with the standard check that refuses it; STAITH_EIO.
 */
int staith_kit_format_find(const struct staith_kit_raw_input *input,
                           const struct staith_kit_raw_format **ret_format, uint32_t *ret_check);

#endif
