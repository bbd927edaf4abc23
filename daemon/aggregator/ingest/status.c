/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/status.h"
#include "control/control.h"

#include <string.h>

static const char *state_word(int64_t heard_ms, int64_t arrived_ms, int64_t now)
{
    if (heard_ms != 0 && now - heard_ms <= STAITH_INGEST_SILENT_MS) {
        return "connected";
    }
    return heard_ms != 0 || arrived_ms != 0 ? "silent" : "never";
}

/* Put what the store knows into the council's object. A council may stand there with an epoch of
 * its own for each ledger it had; the newest one is shown, counts are of all. */
static int add_arrival(void *ctx, const struct staith_store_arrival *arrival)
{
    json_t *councils = ctx;
    size_t i = 0;
    json_t *council = NULL;
    json_array_foreach(councils, i, council)
    {
        const char *code = json_string_value(json_object_get(council, "code"));
        if (code == NULL || strcmp(code, arrival->authority) != 0) {
            continue;
        }
        int rc = json_object_set_new(council, "epoch", staith_control_epoch(arrival->epoch));
        rc |= json_object_set_new(council, "records", json_integer((json_int_t)arrival->records));
        rc |= json_object_set_new(council, "releases", json_integer((json_int_t)arrival->releases));
        rc |= json_object_set_new(council, "quarantined",
                                  json_integer((json_int_t)arrival->quarantined));
        rc |= json_object_set_new(council, "newest_period", json_string(arrival->newest_period));
        rc |= json_object_set_new(council, "newest_unix_ms",
                                  json_integer((json_int_t)arrival->newest_unix_ms));
        return rc == 0 ? 0 : STAITH_ERR_NOMEM;
    }
    return 0; /* a council that was taken off the list */
}

static json_t *empty_council(const struct staith_config_area *area,
                             const struct staith_ingest_heard *heard)
{
    return json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:I, s:I, s:o, s:I, s:I, s:s}", "code",
                     area->code, "name", area->name, "epoch", "", "records", (json_int_t)0,
                     "releases", (json_int_t)0, "quarantined", (json_int_t)0, "newest_period", "",
                     "newest_unix_ms", (json_int_t)0, "heard_unix_ms", (json_int_t)heard->unix_ms,
                     "waiting_epoch", staith_control_epoch(heard->waiting_epoch), "refusals",
                     (json_int_t)heard->refusals, "over_quota", (json_int_t)heard->over_quota,
                     "refusal", heard->refusal);
}

json_t *staith_ingest_status_councils(const struct staith_config_region *config,
                                      struct staith_store *store,
                                      const struct staith_ingest *ingest, int64_t now_unix_ms)
{
    json_t *councils = json_array();
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i < config->council_count; i++) {
        struct staith_ingest_heard heard = {0};
        (void)staith_ingest_heard(ingest, config->councils[i].code, &heard);
        rc = json_array_append_new(councils, empty_council(&config->councils[i], &heard));
    }
    if (rc == 0) {
        rc = staith_store_arrivals(store, add_arrival, councils, NULL);
    }
    size_t i = 0;
    json_t *council = NULL;
    json_array_foreach(councils, i, council)
    {
        int64_t heard = json_integer_value(json_object_get(council, "heard_unix_ms"));
        int64_t arrived = json_integer_value(json_object_get(council, "newest_unix_ms"));
        if (rc == 0) {
            rc = json_object_set_new(council, "state",
                                     json_string(state_word(heard, arrived, now_unix_ms)));
        }
    }
    if (rc != 0) {
        json_decref(councils);
        return NULL;
    }
    return councils;
}
