/* SPDX-License-Identifier: Apache-2.0 */
#include "model/notice.h"

#include "base/utf8.h"
#include "model/catalogue.h"

#include <string.h>

static const int64_t LAST_MS = INT64_C(253402300799999); /* of the year 9999 */

static bool ends(const char *text, size_t room)
{
    return memchr(text, '\0', room) != NULL;
}

static bool has_reason(const struct staith_notice *notice)
{
    return staith_utf8_is_line(notice->reason, strlen(notice->reason));
}

bool staith_notice_valid(const struct staith_notice *notice)
{
    if (!ends(notice->authority, sizeof(notice->authority)) ||
        !ends(notice->dataset, sizeof(notice->dataset)) ||
        !ends(notice->reason, sizeof(notice->reason)) ||
        !staith_authority_valid(notice->authority) || staith_code_valid(notice->dataset) == 0 ||
        !staith_period_valid(&notice->period) || notice->at_unix_ms < 0 ||
        notice->at_unix_ms > LAST_MS) {
        return false;
    }
    switch (notice->kind) {
    case STAITH_NOTICE_WITHDRAWAL:
        return notice->at_unix_ms == 0 && has_reason(notice);
    case STAITH_NOTICE_EMBARGO:
        return notice->at_unix_ms > 0 && notice->reason[0] == '\0';
    case STAITH_NOTICE_REVISION:
        return has_reason(notice);
    }
    return false;
}

const char *staith_notice_words(enum staith_notice_kind kind)
{
    switch (kind) {
    case STAITH_NOTICE_WITHDRAWAL:
        return "withdrawn";
    case STAITH_NOTICE_EMBARGO:
        return "under embargo";
    case STAITH_NOTICE_REVISION:
        return "revision announced";
    }
    return "unknown";
}
