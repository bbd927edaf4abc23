/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state is one JSON object, {"periods": [...]}, newest first, in memory and on disk alike. It
 * is changed in a copy that takes the old one's place once it is on disk: an alarm is told only
 * after it is known to have been kept, and so never twice.
 */
#include "authority/gate/alarms.h"

#include "authority/gate/jsonfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 4096, DATASET_BYTES = 64 };

struct staith_gate_alarms {
    char path[PATH_BYTES];
    char dataset[DATASET_BYTES];
    json_t *state;
};

static int no_memory(struct staith_err *err)
{
    return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for local alarms");
}

int staith_gate_alarms_open(const char *state_folder, const char *dataset,
                            struct staith_gate_alarms **ret_alarms, struct staith_err *err)
{
    struct staith_gate_alarms *alarms = calloc(1, sizeof(*alarms));
    if (alarms == NULL) {
        return no_memory(err);
    }
    int len = snprintf(alarms->path, sizeof(alarms->path), "%s/alarms", state_folder);
    int rc = 0;
    if (len < 0 || (size_t)len + strlen(dataset) + 32 >= sizeof(alarms->path) ||
        strlen(dataset) >= sizeof(alarms->dataset)) {
        rc = staith_err_set(err, STAITH_ERR_LIMIT, "the state folder's path is too long");
    }
    if (rc == 0) {
        rc = staith_gate_jsonfile_folder(alarms->path, "local alarms", err);
    }
    if (rc == 0) {
        (void)snprintf(alarms->dataset, sizeof(alarms->dataset), "%s", dataset);
        (void)snprintf(alarms->path + len, sizeof(alarms->path) - (size_t)len, "/%s.json", dataset);
        (void)staith_gate_jsonfile_read(alarms->path, "local alarms", &alarms->state, NULL);
        if (!json_is_array(json_object_get(alarms->state, "periods"))) {
            json_decref(alarms->state);
            alarms->state = json_pack("{s:[]}", "periods");
        }
        rc = alarms->state == NULL ? no_memory(err) : 0;
    }
    if (rc != 0) {
        staith_gate_alarms_close(alarms);
        return rc;
    }
    *ret_alarms = alarms;
    return 0;
}

void staith_gate_alarms_close(struct staith_gate_alarms *alarms)
{
    if (alarms != NULL) {
        json_decref(alarms->state);
        free(alarms);
    }
}

/* ---- reading the state ---- */

static const char *text_of(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text == NULL ? "" : text;
}

static json_t *find_period(const json_t *state, const char *period)
{
    size_t i = 0;
    json_t *entry = NULL;
    json_array_foreach(json_object_get(state, "periods"), i, entry)
    {
        if (strcmp(text_of(entry, "period"), period) == 0) {
            return entry;
        }
    }
    return NULL;
}

static json_int_t count_before(const json_t *entry, const char *code)
{
    size_t i = 0;
    const json_t *alarm = NULL;
    json_array_foreach(json_object_get(entry, "alarms"), i, alarm)
    {
        if (strcmp(text_of(alarm, "code"), code) == 0) {
            return json_integer_value(json_object_get(alarm, "count"));
        }
    }
    return 0;
}

uint32_t staith_gate_alarms_standing(const struct staith_gate_alarms *alarms)
{
    const json_t *newest = json_array_get(json_object_get(alarms->state, "periods"), 0);
    size_t i = 0;
    uint32_t standing = 0;
    const json_t *alarm = NULL;
    json_array_foreach(json_object_get(newest, "alarms"), i, alarm)
    {
        standing += json_integer_value(json_object_get(alarm, "count")) > 0 ? 1 : 0;
    }
    return standing;
}

json_t *staith_gate_alarms_list(const struct staith_gate_alarms *alarms, bool all)
{
    json_t *list = json_deep_copy(json_object_get(alarms->state, "periods"));
    while (!all && json_array_size(list) > 1) {
        (void)json_array_remove(list, json_array_size(list) - 1);
    }
    size_t i = 0;
    json_t *entry = NULL;
    json_array_foreach(list, i, entry)
    {
        if (json_object_set_new(entry, "dataset", json_string(alarms->dataset)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

/* ---- changing it ---- */

static json_t *alarm_json(const struct staith_alarm *alarm)
{
    return json_pack("{s:s, s:s, s:s, s:I}", "code", alarm->code, "label", alarm->label, "advice",
                     alarm->advice, "count", (json_int_t)alarm->count);
}

/* What is to be told, and whether anything of it differs. */
static json_t *compare(const struct staith_gate_alarms *alarms, const char *period,
                       const struct staith_gate_alarms_news *news, bool *ret_differs)
{
    const json_t *before = find_period(alarms->state, period);
    json_t *list = json_array();
    *ret_differs = false;
    for (uint32_t i = 0; list != NULL && i < news->alarm_count; i++) {
        const struct staith_alarm *alarm = &news->alarms[i];
        json_int_t was = count_before(before, alarm->code);
        *ret_differs = *ret_differs || was != (json_int_t)alarm->count;
        if (was == 0 && alarm->count == 0) {
            continue;
        }
        json_t *one = alarm_json(alarm);
        if (one == NULL || json_object_set_new(one, "was", json_integer(was)) != 0 ||
            json_array_append(list, one) != 0) {
            json_decref(list);
            list = NULL;
        }
        json_decref(one);
    }
    return list == NULL ? NULL
                        : json_pack("{s:s, s:s, s:o}", "dataset", alarms->dataset, "period", period,
                                    "alarms", list);
}

static json_t *entry_of(const char *period, const struct staith_gate_alarms_news *news)
{
    json_t *list = json_array();
    for (uint32_t i = 0; list != NULL && i < news->alarm_count; i++) {
        if (json_array_append_new(list, alarm_json(&news->alarms[i])) != 0) {
            json_decref(list);
            list = NULL;
        }
    }
    return list == NULL ? NULL
                        : json_pack("{s:s, s:I, s:o, s:[]}", "period", period, "at_unix_ms",
                                    (json_int_t)news->now_unix_ms, "alarms", list, "told");
}

/* Put an entry in its place, newest period first. Takes `entry`. */
static int insert(json_t *state, const struct staith_period *period, json_t *entry)
{
    json_t *list = json_object_get(state, "periods");
    size_t at = 0;
    while (at < json_array_size(list)) {
        struct staith_period other = {0};
        const char *code = text_of(json_array_get(list, at), "period");
        if (staith_period_parse(code, &other) == 0 && staith_period_compare(&other, period) <= 0) {
            if (staith_period_compare(&other, period) == 0) {
                (void)json_array_remove(list, at);
            }
            break;
        }
        at++;
    }
    int rc = json_array_insert_new(list, at, entry);
    while (json_array_size(list) > STAITH_GATE_ALARMS_PERIODS) {
        (void)json_array_remove(list, json_array_size(list) - 1);
    }
    return rc;
}

int staith_gate_alarms_put(struct staith_gate_alarms *alarms,
                           const struct staith_gate_alarms_news *news, json_t **ret_change,
                           struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    bool differs = false;
    *ret_change = NULL;
    if (news->alarm_count == 0) {
        return 0;
    }
    staith_period_format(news->period, period);
    json_t *change = compare(alarms, period, news, &differs);
    if (!differs && change != NULL && find_period(alarms->state, period) != NULL) {
        json_decref(change);
        return 0;
    }
    json_t *fresh = json_deep_copy(alarms->state);
    json_t *entry = entry_of(period, news);
    int rc = 0;
    if (change == NULL || fresh == NULL || entry == NULL) {
        json_decref(entry);
        rc = no_memory(err);
    } else if (insert(fresh, news->period, entry) != 0) {
        rc = no_memory(err);
    } else {
        rc = staith_gate_jsonfile_write(alarms->path, fresh, "local alarms", err);
    }
    if (rc != 0) {
        json_decref(fresh);
        json_decref(change);
        return rc;
    }
    json_decref(alarms->state);
    alarms->state = fresh;
    if (!differs) { /* looked for the first time, and none */
        json_decref(change);
        change = NULL;
    }
    *ret_change = change;
    return 0;
}

void staith_gate_alarms_told(struct staith_gate_alarms *alarms, const char *period, const char *way,
                             bool well, const char *detail, int64_t now_unix_ms)
{
    json_t *entry = find_period(alarms->state, period);
    json_t *told = json_object_get(entry, "told");
    json_t *one = json_pack("{s:s, s:b, s:s, s:I}", "way", way, "well", well ? 1 : 0, "detail",
                            detail, "at_unix_ms", (json_int_t)now_unix_ms);
    /* What is not kept is in the log all the same. */
    if (told != NULL && json_array_append(told, one) == 0) {
        (void)staith_gate_jsonfile_write(alarms->path, alarms->state, "local alarms", NULL);
    }
    json_decref(one);
}
