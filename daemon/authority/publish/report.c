/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/publish/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { HEARD_STEP_MS = 5000 };

static const char *phase_word(enum staith_publisher_phase phase)
{
    switch (phase) {
    case STAITH_PUBLISHER_CONNECTED:
        return "connected";
    case STAITH_PUBLISHER_REFUSED:
        return "refused";
    case STAITH_PUBLISHER_CONNECTING:
        break;
    }
    return "connecting";
}

/* Part of an error comes from the region: a line end in it would begin a line of its own. */
static void one_line(const char *text, char *out, size_t cap)
{
    size_t len = 0;
    for (; text[len] != '\0' && len + 1 < cap; len++) {
        out[len] = text[len] >= ' ' && text[len] <= '~' ? text[len] : '?';
    }
    out[len] = '\0';
}

bool staith_publisher_report_due(const struct staith_publisher_state *state,
                                 const struct staith_publisher_state *told)
{
    return state->phase != told->phase || state->last != told->last ||
           state->acknowledged != told->acknowledged || state->handout != told->handout ||
           state->heard_unix_ms - told->heard_unix_ms >= HEARD_STEP_MS ||
           strcmp(state->error, told->error) != 0;
}

size_t staith_publisher_report(const struct staith_publisher_state *state, const char *endpoint,
                               const char *sandbox, char out[STAITH_PUBLISHER_REPORT_BYTES])
{
    char detail[sizeof(state->error)];
    char place[256];
    one_line(state->error, detail, sizeof(detail));
    one_line(endpoint, place, sizeof(place));
    int len = snprintf(out, STAITH_PUBLISHER_REPORT_BYTES,
                       "state=%s\nendpoint=%s\nlast=%" PRIu64 "\nreceived=%" PRIu64
                       "\nheard=%" PRId64 "\nhandout=%" PRIu64 "\ndetail=%s\nsandbox=%s\n",
                       phase_word(state->phase), place, state->last, state->acknowledged,
                       state->heard_unix_ms, state->handout, detail, sandbox);
    return len < 0 ? 0 : (size_t)len;
}
