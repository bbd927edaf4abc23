/* SPDX-License-Identifier: Apache-2.0 */
#include "model/verdict.h"

#include "base/utf8.h"
#include "model/catalogue.h"

#include <string.h>

static bool ends(const char *text, size_t room)
{
    return memchr(text, '\0', room) != NULL;
}

bool staith_verdict_valid(const struct staith_verdict *verdict)
{
    if (verdict->epoch == 0 || verdict->number == 0 || verdict->at_unix_ms < 0 ||
        !ends(verdict->dataset, sizeof(verdict->dataset)) ||
        !ends(verdict->reason, sizeof(verdict->reason)) ||
        staith_code_valid(verdict->dataset) == 0 || !staith_period_valid(&verdict->period)) {
        return false;
    }
    bool said = staith_utf8_is_line(verdict->reason, strlen(verdict->reason));
    switch (verdict->standing) {
    case STAITH_STANDING_ACCEPTED:
        return said || verdict->reason[0] == '\0';
    case STAITH_STANDING_SENT_BACK:
        return said;
    }
    return false;
}

const char *staith_standing_words(enum staith_standing standing)
{
    switch (standing) {
    case STAITH_STANDING_ACCEPTED:
        return "accepted";
    case STAITH_STANDING_SENT_BACK:
        return "sent back";
    }
    return "unknown";
}
