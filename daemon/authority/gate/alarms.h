/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_ALARMS_H
#define STAITH_AUTHORITY_GATE_ALARMS_H
/*
 * What stands of a dataset's local alarms: alarms/DATASET.json in the state folder, a period with
 * the counts of its newest run and what became of telling them. Kept so that a change is told once,
 * also across restarts. Codes, counts and the plugin's constant words; none of it leaves.
 */
#include "codec/hostpipe.h"
#include "model/period.h"

#include <jansson.h>

enum { STAITH_GATE_ALARMS_PERIODS = 40 }; /**< kept; the oldest go */

struct staith_gate_alarms;

/** Open, making the folder (0700) when it is missing. A damaged file is begun anew. */
int staith_gate_alarms_open(const char *state_folder, const char *dataset,
                            struct staith_gate_alarms **ret_alarms, struct staith_err *err);
/** NULL is allowed. */
void staith_gate_alarms_close(struct staith_gate_alarms *alarms);

/** The alarms that a run counted, for one period. */
struct staith_gate_alarms_news {
    const struct staith_period *period;
    const struct staith_alarm *alarms;
    uint32_t alarm_count;
    int64_t now_unix_ms;
};

/** Keep the counts. *ret_change: a new reference to what is to be told, {"dataset", "period",
 *  "alarms": [{"code", "label", "advice", "count", "was"}]} with every alarm that stands or stood;
 *  NULL where the counts are what they were. On an error nothing is kept and nothing to be told. */
int staith_gate_alarms_put(struct staith_gate_alarms *alarms,
                           const struct staith_gate_alarms_news *news, json_t **ret_change,
                           struct staith_err *err);
/** Keep what became of telling: `way` is "mail", "webhook" or "command". Unknown periods are passed
 *  over. */
void staith_gate_alarms_told(struct staith_gate_alarms *alarms, const char *period, const char *way,
                             bool well, const char *detail, int64_t now_unix_ms);
/** The periods, newest first, each {"dataset", "period", "at_unix_ms", "alarms", "told"}: a new
 *  reference; only the newest unless `all`. */
json_t *staith_gate_alarms_list(const struct staith_gate_alarms *alarms, bool all);
/** How many alarms stand (count above 0) in the newest period. */
uint32_t staith_gate_alarms_standing(const struct staith_gate_alarms *alarms);

#endif
