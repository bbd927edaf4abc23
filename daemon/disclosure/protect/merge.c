/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/merge.h"

#include <staith/plugin.h>

enum staith_merge_step staith_merge_find(const struct staith_merge_shown *shown, uint16_t category,
                                         uint16_t *ret_stands)
{
    const struct staith_dimension *dimension = shown->dimension;
    for (uint16_t at = category; at != STAITH_NO_CATEGORY; at = dimension->categories[at].parent) {
        if (shown->categories[at]) {
            *ret_stands = at;
            return at == category ? STAITH_MERGE_ITSELF : STAITH_MERGE_GROUP;
        }
    }
    *ret_stands = STAITH_NO_CATEGORY;
    if (shown->all) {
        return STAITH_MERGE_ALL;
    }
    return shown->rolled ? STAITH_MERGE_ROLLED : STAITH_MERGE_REGION;
}

struct step {
    const char *code;
    const char *words;
};

static const struct step steps[] = {
#define STAITH_X(name, code, words) {code, words},
    STAITH_MERGE_STEPS(STAITH_X)
#undef STAITH_X
};

const char *staith_merge_code(enum staith_merge_step step)
{
    return (unsigned)step < STAITH_MERGE_STEP_END ? steps[step].code : "unknown";
}

const char *staith_merge_words(enum staith_merge_step step)
{
    return (unsigned)step < STAITH_MERGE_STEP_END ? steps[step].words : "unknown step";
}
