/* SPDX-License-Identifier: Apache-2.0 */
#include "take.h"

#include <string.h>

enum { MAX_KEY_BYTES = 255 };

static const int64_t most = INT64_C(1000000000000000000);

int staith_script_fault_at(struct staith_script_taking *taking, enum staith_script_check check,
                           uint64_t line, uint64_t column)
{
    const struct staith_location where = {line, column, 0, STAITH_NO_ELEMENT, 0};
    int result = taking->host->finding(taking->host->ctx, taking->first_check + check, &where);
    taking->faults++;
    if (result == STAITH_OK && taking->faults >= STAITH_SCRIPT_MAX_FAULTS) {
        return STAITH_ESOURCE;
    }
    return result;
}

/* ---- values ---- */

unsigned staith_script_digits(uint32_t unit)
{
    switch (unit) {
    case STAITH_UNIT_FTE_MILLIONTHS:
        return 6;
    case STAITH_UNIT_DAY_HUNDREDTHS:
    case STAITH_UNIT_PENCE:
        return 2;
    default:
        return 0;
    }
}

int staith_script_scale(uint32_t unit, const struct staith_script_value *value, int64_t *ret_scaled)
{
    return staith_kit_decimal(value->text, value->len, staith_script_digits(unit), 0, most,
                              ret_scaled) == STAITH_OK
               ? STAITH_OK
               : STAITH_EINVAL;
}

/* Counts need no value; what is given is looked at all the same. */
static bool take_value(const struct staith_measure_def *measure,
                       const struct staith_script_value *value, int64_t *ret_value)
{
    bool counts =
        measure->aggregation == STAITH_COUNT_ROWS || measure->aggregation == STAITH_COUNT_PEOPLE;
    *ret_value = 0;
    if (value->text == NULL) {
        return counts;
    }
    return staith_script_scale(measure->unit, value, ret_value) == STAITH_OK;
}

/* The key of a person or owner: compared in capitals and without spaces, as registration numbers
 * are. */
static bool make_key(const struct staith_script_value *value, struct staith_kit_key *key)
{
    staith_kit_key_start(key);
    if (value->text == NULL || value->len == 0 || value->len > MAX_KEY_BYTES) {
        return false;
    }
    staith_kit_key_fold(key, value->text, value->len);
    return !key->too_long;
}

/* ---- an observation ---- */

static bool find_categories(const struct staith_script_taking *taking,
                            const struct staith_script_observation *observation,
                            uint16_t categories[STAITH_SCRIPT_MAX_DIMENSIONS])
{
    const struct staith_script_catalogue *catalogue = taking->catalogue;
    for (uint32_t i = 0; i < catalogue->descriptor.dimension_count; i++) {
        const struct staith_script_value *at = &observation->at[i];
        const struct staith_script_names *names = &catalogue->category_names[i];
        categories[i] = STAITH_NO_CATEGORY;
        if (at->text != NULL && at->len > 0 &&
            staith_kit_code_find(names->codes, names->count, at->text, at->len, &categories[i]) !=
                STAITH_OK) {
            return false;
        }
    }
    return true;
}

static int find_measure(const struct staith_script_taking *taking,
                        const struct staith_script_value *code, uint16_t *ret_measure)
{
    const struct staith_script_names *names = &taking->catalogue->measure_names;
    if (code->text == NULL) {
        return STAITH_EINVAL;
    }
    return staith_kit_code_find(names->codes, names->count, code->text, code->len, ret_measure);
}

int staith_script_take(struct staith_script_taking *taking,
                       const struct staith_script_observation *observation, uint64_t line)
{
    uint16_t categories[STAITH_SCRIPT_MAX_DIMENSIONS];
    struct staith_observation made = {.size = sizeof made, .categories = categories};
    struct staith_kit_key person;
    struct staith_kit_key owner;
    if (!taking->has_period) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_NO_PERIOD, line, 0) == STAITH_OK
                   ? STAITH_ESOURCE
                   : STAITH_ELIMIT;
    }
    if (find_measure(taking, &observation->measure, &made.measure) != STAITH_OK) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_MEASURE, line, 0);
    }
    const struct staith_measure_def *measure = &taking->catalogue->measures[made.measure];
    bool council = measure->aggregation == STAITH_COUNCIL_VALUE;
    if (!find_categories(taking, observation, categories)) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_CATEGORY, line, 0);
    }
    if (!take_value(measure, &observation->value, &made.value)) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_VALUE, line, 0);
    }
    if (!council && !make_key(&observation->person, &person)) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_PERSON, line, 0);
    }
    if (!council) {
        made.person = person.bytes;
        made.person_len = person.len;
    }
    if (!council && observation->owner.len > 0) {
        if (!make_key(&observation->owner, &owner)) {
            return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_PERSON, line, 0);
        }
        made.owner = owner.bytes;
        made.owner_len = owner.len;
    }
    return taking->host->observe(taking->host->ctx, &made);
}

/* ---- what a line may be besides ---- */

int staith_script_take_finding(struct staith_script_taking *taking,
                               const struct staith_script_value *code,
                               const struct staith_location *where, uint64_t line)
{
    char text[64];
    uint32_t check = 0;
    if (code->len >= sizeof text) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_FINDING, line, 0);
    }
    memcpy(text, code->text, code->len);
    text[code->len] = '\0';
    if (staith_script_find_check(taking->catalogue, text, &check) != STAITH_OK) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_FINDING, line, 0);
    }
    return taking->host->finding(taking->host->ctx, check, where);
}

int staith_script_take_period(struct staith_script_taking *taking,
                              const struct staith_script_value *period, uint64_t line)
{
    struct staith_period_def said;
    if (staith_kit_period_read(period->text, period->len, &said) != STAITH_OK) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_PERIOD, line, 0);
    }
    if (taking->has_period) {
        bool same = said.kind == taking->period.kind && said.year == taking->period.year &&
                    said.part == taking->period.part;
        return same ? STAITH_OK
                    : staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_PERIOD, line, 0);
    }
    taking->period = said;
    taking->has_period = true;
    return taking->host->set_period(taking->host->ctx, &said);
}

int staith_script_take_unavailable(struct staith_script_taking *taking,
                                   const struct staith_script_value *measure, uint64_t line)
{
    uint16_t index = 0;
    if (!taking->has_period) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_NO_PERIOD, line, 0);
    }
    if (find_measure(taking, measure, &index) != STAITH_OK) {
        return staith_script_fault_at(taking, STAITH_SCRIPT_CHECK_MEASURE, line, 0);
    }
    return taking->host->unavailable(taking->host->ctx, index);
}
