/* SPDX-License-Identifier: Apache-2.0 */
#include "control/control.h"

#include <inttypes.h>
#include <stdio.h>

json_t *staith_control_epoch(uint64_t epoch)
{
    char text[17] = "";
    if (epoch != 0) {
        (void)snprintf(text, sizeof(text), "%016" PRIx64, epoch);
    }
    return json_string(text);
}
