/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/rebuild.h"

#include "disclosure/release_make.h"

int staith_release_rebuild(const struct staith_release_parts *parts,
                           struct staith_release **ret_release, struct staith_err *err)
{
    return staith_release_make(parts, NULL, ret_release, err);
}
