/* SPDX-License-Identifier: Apache-2.0 */
/* Beside settings.c, so that a plugin that only says what is wrong does not load what reads tables.
 */
#include <staith/kit_settings.h>
#include <stdio.h>

int staith_kit_settings_refuse(const struct staith_host *host, uint32_t option,
                               const struct staith_kit_complaint *complaint)
{
    const struct staith_host_explain *explain = host->extension(host->ctx, STAITH_EXT_EXPLAIN);
    if (explain != NULL) {
        (void)explain->explain(host->ctx, option, complaint->line, 0, complaint->what);
    }
    return STAITH_EINVAL;
}

int staith_kit_settings_say(const struct staith_host *host, uint32_t option, const char *what)
{
    struct staith_kit_complaint complaint = {0, ""};
    (void)snprintf(complaint.what, sizeof(complaint.what), "%s", what);
    return staith_kit_settings_refuse(host, option, &complaint);
}
