/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_STANDS_H
#define STAITH_DISCLOSURE_STANDS_H
/*
 * Which published figure stands for one that is hidden: roles with too few people are shown merged,
 * under the code of their group, as protect/merge.h orders them.
 */
#include "disclosure/release.h"
#include "model/catalogue.h"

#include <stdbool.h>

/** Along the first dimension in which one stands for cell `index`: its group, or all categories.
 *  False: none does, and only the region's figure is shown. *ret_words says which, in either case;
 *  static. */
bool staith_release_stands(const struct staith_release *release,
                           const struct staith_catalogue *catalogue, uint32_t index,
                           uint32_t *ret_stands, const char **ret_words);

#endif
