/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of an alarm are mailed and logged by the gate: one line of text each, so that no mail
 * header and no log line can be made of them.
 */
#include "authority/host/alarms.h"

#include "base/utf8.h"
#include "model/catalogue.h"

#include <string.h>

static int refuse(struct staith_err *err, const char *why)
{
    (void)staith_err_set(err, STAITH_ERR_INVAL, "the plugin's local alarms %s", why);
    staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
    return STAITH_ERR_INVAL;
}

static bool is_line(const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);
    if (len == 0 || len > STAITH_CATALOGUE_MAX_TEXT_BYTES || !staith_utf8_valid(text, len)) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7F) {
            return false;
        }
    }
    return true;
}

static const char *fault_of(const struct staith_alarms *alarms, uint32_t at)
{
    const struct staith_alarm *alarm = &alarms->items[at];
    if (alarm->code == NULL || !staith_code_valid(alarm->code)) {
        return "have a code that is none";
    }
    if (!is_line(alarm->label) || !is_line(alarm->advice)) {
        return "have words that are not one line of text";
    }
    for (uint32_t i = 0; i < at; i++) {
        if (strcmp(alarms->items[i].code, alarm->code) == 0) {
            return "have one code twice";
        }
    }
    return NULL;
}

int staith_alarms_declare(const struct staith_plugin *plugin, struct staith_arena *arena,
                          struct staith_alarms *ret_alarms, struct staith_err *err)
{
    struct staith_alarms alarms = {0};
    const struct staith_local_alarms *declared =
        plugin->extension == NULL ? NULL : plugin->extension(STAITH_EXT_LOCAL);
    if (declared == NULL) {
        *ret_alarms = alarms;
        return 0;
    }
    if (declared->size != sizeof(*declared) || declared->alarms == NULL ||
        declared->alarm_count < 1 || declared->alarm_count > STAITH_LOCAL_MAX_ALARMS) {
        return refuse(err, "are none, too many or of another size");
    }
    alarms.count = declared->alarm_count;
    alarms.items = staith_arena_array(arena, alarms.count, sizeof(*alarms.items));
    alarms.counted = staith_arena_array(arena, alarms.count, sizeof(*alarms.counted));
    if (alarms.items == NULL || alarms.counted == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a plugin's alarms");
    }
    for (uint32_t i = 0; i < alarms.count; i++) {
        const struct staith_alarm_def *def = &declared->alarms[i];
        if (def->size != sizeof(*def)) {
            return refuse(err, "are none, too many or of another size");
        }
        alarms.items[i] = (struct staith_alarm){def->code, def->label, def->advice, 0};
        const char *fault = fault_of(&alarms, i);
        if (fault != NULL) {
            return refuse(err, fault);
        }
    }
    *ret_alarms = alarms;
    return 0;
}

int staith_alarms_set(struct staith_alarms *alarms, uint32_t alarm, uint64_t count)
{
    if (alarm >= alarms->count || count > STAITH_LOCAL_MAX_COUNT) {
        return STAITH_EINVAL;
    }
    alarms->items[alarm].count = count;
    alarms->counted[alarm] = true;
    return STAITH_OK;
}

uint32_t staith_alarms_finish(struct staith_alarms *alarms)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < alarms->count; i++) {
        if (alarms->counted[i]) {
            alarms->items[kept++] = alarms->items[i];
        }
    }
    return kept;
}
