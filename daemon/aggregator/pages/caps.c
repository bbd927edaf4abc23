/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/caps.h"

#include "base/date.h"
#include "codec/codec.h"

#include <stdlib.h>
#include <string.h>

enum { ROLE, BASIS, PENCE, FROM, UNTIL, SOURCE, COLUMNS, MOST_DAYS = 64 };
static const char *const NAMES[COLUMNS] = {
    [ROLE] = "role",       [BASIS] = "basis",    [PENCE] = "pence_per_hour",
    [FROM] = "valid_from", [UNTIL] = "valid_to", [SOURCE] = "source",
};
/* What a change of caps is seen in. */
static const char *const ITEMS[] = {"over_cap", "over_cap_rate"};
enum { ITEM_COUNT = sizeof(ITEMS) / sizeof(ITEMS[0]) };

static bool find_columns(const struct staith_handout *handout, uint32_t at[COLUMNS])
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < COLUMNS; i++) {
        for (uint32_t j = 0; j < handout->column_count; j++) {
            if (strcmp(handout->columns[j], NAMES[i]) == 0) {
                at[i] = j;
                found++;
            }
        }
    }
    return found == COLUMNS;
}

static bool take_row(const char *const *row, const uint32_t at[COLUMNS],
                     struct staith_site_cap *ret_cap)
{
    char *end = NULL;
    const char *until = row[at[UNTIL]];
    *ret_cap = (struct staith_site_cap){.role = row[at[ROLE]],
                                        .basis = row[at[BASIS]],
                                        .pence = strtoll(row[at[PENCE]], &end, 10),
                                        .until = INT32_MAX,
                                        .source = row[at[SOURCE]]};
    return *end == '\0' && ret_cap->pence > 0 &&
           staith_date_parse(row[at[FROM]], strlen(row[at[FROM]]), &ret_cap->from) == 0 &&
           (until[0] == '\0' || staith_date_parse(until, strlen(until), &ret_cap->until) == 0);
}

/* A file that was imported has been checked: what cannot be read is damage. */
static int take_rows(const struct staith_handout *handout, struct staith_arena *arena,
                     const struct staith_site_cap **ret_caps, uint32_t *ret_count,
                     struct staith_err *err)
{
    uint32_t at[COLUMNS] = {0};
    struct staith_site_cap *caps = staith_arena_array(arena, handout->row_count, sizeof(*caps));
    if (caps == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory for the caps");
    }
    bool good = find_columns(handout, at);
    for (uint32_t i = 0; i < handout->row_count && good; i++) {
        good = take_row(handout->cells + (size_t)i * handout->column_count, at, &caps[i]);
    }
    if (!good) {
        (void)staith_err_set(err, STAITH_ERR_IO, "the caps in the store cannot be read");
        staith_err_remedy(err, "import them again with `staith caps import`");
        return STAITH_ERR_IO;
    }
    *ret_caps = caps;
    *ret_count = handout->row_count;
    return 0;
}

int staith_pages_caps(struct staith_store *store, struct staith_arena *arena,
                      const struct staith_site_cap **ret_caps, uint32_t *ret_count,
                      struct staith_err *err)
{
    struct staith_handout handout = {.row_count = 0};
    uint8_t *bytes = NULL;
    size_t len = 0;
    *ret_caps = NULL;
    *ret_count = 0;
    int code = staith_store_handout(store, STAITH_HANDOUT_CAPS, &bytes, &len, err);
    if (code == STAITH_ERR_NOTFOUND) {
        return 0;
    }
    code = code != 0 ? code : staith_codec_unpack_handout(bytes, len, arena, &handout, err);
    free(bytes);
    return code != 0 || handout.row_count == 0
               ? code
               : take_rows(&handout, arena, ret_caps, ret_count, err);
}

/* ---- phases ---- */

static bool is_new(const int32_t *days, uint32_t count, int32_t day)
{
    for (uint32_t i = 0; i < count; i++) {
        if (days[i] == day) {
            return false;
        }
    }
    return true;
}

static bool is_set(const struct staith_benchmark_settings *settings, const char *item, int32_t day)
{
    for (uint32_t i = 0; i < settings->phase_count; i++) {
        const struct staith_benchmark_phase *phase = &settings->phases[i];
        if (phase->from == day && (phase->item == NULL || strcmp(phase->item, item) == 0)) {
            return true;
        }
    }
    return false;
}

const struct staith_benchmark_settings *
staith_pages_cap_phases(const struct staith_benchmark_settings *settings,
                        const struct staith_site_cap *caps, uint32_t count,
                        struct staith_arena *arena)
{
    int32_t days[MOST_DAYS];
    uint32_t day_count = 0;
    for (uint32_t i = 0; i < count && day_count < MOST_DAYS; i++) {
        if (is_new(days, day_count, caps[i].from)) {
            days[day_count++] = caps[i].from;
        }
    }
    if (day_count == 0) {
        return settings;
    }
    struct staith_benchmark_settings *own = staith_arena_array(arena, 1, sizeof(*own));
    struct staith_benchmark_phase *phases = staith_arena_array(
        arena, settings->phase_count + (size_t)day_count * ITEM_COUNT, sizeof(*phases));
    if (own == NULL || phases == NULL) {
        return NULL;
    }
    *own = *settings;
    own->phases = phases;
    if (settings->phase_count > 0) {
        memcpy(phases, settings->phases, settings->phase_count * sizeof(*phases));
    }
    for (uint32_t i = 0; i < day_count * ITEM_COUNT; i++) {
        const char *item = ITEMS[i % ITEM_COUNT];
        if (!is_set(settings, item, days[i / ITEM_COUNT])) {
            phases[own->phase_count++] = (struct staith_benchmark_phase){
                .item = item, .from = days[i / ITEM_COUNT], .reason = "the caps changed"};
        }
    }
    return own;
}
