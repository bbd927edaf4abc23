/* SPDX-License-Identifier: Apache-2.0 */
#include "take.h"

#include <stdio.h>
#include <string.h>

enum { MAX_LINE_BYTES = 65536, NUMBER_BYTES = 64 };

/* One line, with the text of its number where it has one. */
struct line {
    json_t *object;
    uint64_t number;
    char value[NUMBER_BYTES];
};

/* ---- fields ---- */

/* A text or null; false: it is another thing. */
static bool text_of(const json_t *field, struct staith_script_value *ret_value)
{
    *ret_value = (struct staith_script_value){NULL, 0};
    if (json_is_string(field)) {
        ret_value->text = json_string_value(field);
        ret_value->len = json_string_length(field);
    }
    return field == NULL || json_is_null(field) || json_is_string(field);
}

/* A number as a text: whole ones as they are, others rounded to the unit's digits. */
static bool number_of(struct line *line, const json_t *field, unsigned digits,
                      struct staith_script_value *ret_value)
{
    int len = 0;
    if (json_is_integer(field)) {
        len =
            snprintf(line->value, sizeof line->value, "%lld", (long long)json_integer_value(field));
    } else if (json_is_real(field)) {
        len =
            snprintf(line->value, sizeof line->value, "%.*f", (int)digits, json_real_value(field));
    } else {
        return text_of(field, ret_value);
    }
    *ret_value = (struct staith_script_value){line->value, (size_t)len};
    return len > 0 && (size_t)len < sizeof line->value;
}

static bool whole_of(const json_t *object, const char *field, uint64_t *ret_number)
{
    const json_t *value = json_object_get(object, field);
    *ret_number = json_is_integer(value) ? (uint64_t)json_integer_value(value) : 0;
    return value == NULL || (json_is_integer(value) && json_integer_value(value) >= 0);
}

/* Whether all fields are of the list. */
static bool only(json_t *object, const char *const *fields)
{
    for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at)) {
        size_t i = 0;
        while (fields[i] != NULL && strcmp(fields[i], json_object_iter_key(at)) != 0) {
            i++;
        }
        if (fields[i] == NULL) {
            return false;
        }
    }
    return true;
}

/* ---- lines ---- */

/* The unit of the measure that is named; where none is, the fault is found later. */
static uint32_t unit_of(const struct staith_script_taking *taking,
                        const struct staith_script_value *code)
{
    const struct staith_script_names *names = &taking->catalogue->measure_names;
    uint16_t measure = 0;
    if (code->text == NULL || staith_kit_code_find(names->codes, names->count, code->text,
                                                   code->len, &measure) != STAITH_OK) {
        return STAITH_UNIT_PEOPLE;
    }
    return taking->catalogue->measures[measure].unit;
}

/* The categories of "at". */
static int take_at(struct staith_script_taking *taking, json_t *at, uint64_t number,
                   struct staith_script_observation *observation, bool *ret_well)
{
    const struct staith_descriptor *descriptor = &taking->catalogue->descriptor;
    size_t known = 0;
    *ret_well = false;
    if (at != NULL && !json_is_object(at)) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_FIELD, number, 0);
    }
    for (uint32_t i = 0; i < descriptor->dimension_count; i++) {
        const json_t *code = json_object_get(at, descriptor->dimensions[i].code);
        known += code != NULL ? 1 : 0;
        if (!text_of(code, &observation->at[i])) {
            return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_FIELD, number, 0);
        }
    }
    *ret_well = known == json_object_size(at);
    return *ret_well ? STAITH_OK
                     : staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_CATEGORY, number, 0);
}

static int take_observation(struct staith_script_taking *taking, struct line *line)
{
    static const char *const fields[] = {"measure", "value", "person", "owner", "at", NULL};
    struct staith_script_observation observation;
    bool well =
        only(line->object, fields) &&
        text_of(json_object_get(line->object, "measure"), &observation.measure) &&
        text_of(json_object_get(line->object, "person"), &observation.person) &&
        text_of(json_object_get(line->object, "owner"), &observation.owner) &&
        number_of(line, json_object_get(line->object, "value"),
                  staith_script_digits(unit_of(taking, &observation.measure)), &observation.value);
    if (!well) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_FIELD, line->number, 0);
    }
    int result =
        take_at(taking, json_object_get(line->object, "at"), line->number, &observation, &well);
    return well ? staith_script_take(taking, &observation, line->number) : result;
}

static int take_finding(struct staith_script_taking *taking, const struct line *line)
{
    static const char *const fields[] = {"finding", "line", "column", "row", "sheet", NULL};
    struct staith_script_value code;
    struct staith_location where = {0, 0, 0, STAITH_NO_ELEMENT, 0};
    uint64_t sheet = 0;
    if (!only(line->object, fields) || !text_of(json_object_get(line->object, "finding"), &code) ||
        code.text == NULL || !whole_of(line->object, "line", &where.line) ||
        !whole_of(line->object, "column", &where.column) ||
        !whole_of(line->object, "row", &where.row) || !whole_of(line->object, "sheet", &sheet) ||
        sheet > UINT32_MAX) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_FIELD, line->number, 0);
    }
    where.sheet = (uint32_t)sheet;
    return staith_script_take_finding(taking, &code, &where, line->number);
}

static int take_object(struct staith_script_taking *taking, struct line *line)
{
    static const char *const of_period[] = {"period", NULL};
    static const char *const of_unavailable[] = {"unavailable", NULL};
    const json_t *period = json_object_get(line->object, "period");
    const json_t *unavailable = json_object_get(line->object, "unavailable");
    const json_t *named = period != NULL ? period : unavailable;
    struct staith_script_value value;
    if (json_object_get(line->object, "finding") != NULL) {
        return take_finding(taking, line);
    }
    if (named == NULL) {
        return take_observation(taking, line);
    }
    if (!only(line->object, period != NULL ? of_period : of_unavailable) ||
        !text_of(named, &value) || value.text == NULL) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_FIELD, line->number, 0);
    }
    return period != NULL ? staith_script_take_period(taking, &value, line->number)
                          : staith_script_take_unavailable(taking, &value, line->number);
}

static bool is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (strchr(" \t\r", text[i]) == NULL || text[i] == '\0') {
            return false;
        }
    }
    return true;
}

static int take_line(struct staith_script_taking *taking, const char *text, size_t len,
                     uint64_t number)
{
    struct line line = {NULL, number, ""};
    json_error_t error;
    if (is_blank(text, len)) {
        return STAITH_OK;
    }
    if (len > MAX_LINE_BYTES) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_LINE, number, MAX_LINE_BYTES);
    }
    line.object = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(line.object)) {
        uint64_t column = line.object == NULL && error.column > 0 ? (uint64_t)error.column : 1;
        json_decref(line.object);
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_LINE, number, column);
    }
    int result = take_object(taking, &line);
    json_decref(line.object);
    return result;
}

int staith_script_take_ndjson(struct staith_script_taking *taking, const char *output, size_t len)
{
    int result = STAITH_OK;
    uint64_t number = 0;
    for (size_t at = 0; at < len && result == STAITH_OK;) {
        const char *end = memchr(output + at, '\n', len - at);
        size_t line = end != NULL ? (size_t)(end - output) - at : len - at;
        number++;
        result = take_line(taking, output + at, line, number);
        at += line + 1;
    }
    return result == STAITH_OK && taking->faults > 0 ? STAITH_ESOURCE : result;
}
