/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules of one row. Each finding is reported, not only the first, so that a council mends a row in
 * one pass. An item that was given but bad is not called missing as well, and rules that join
 * items are asked only where both are good: one mistake, one finding.
 */
#include "row.h"

#include <string.h>

#define E(id) STAITH_WORKFORCE_E_##id
#define C(id) STAITH_WORKFORCE_C_##id
#define BIT(element) (UINT64_C(1) << (element))

_Static_assert(STAITH_WORKFORCE_ELEMENT_COUNT <= 64, "elements are bits of a 64-bit set");

enum {
    CASES_CEILING = 40,
    CONTRACT_WEEKS_CEILING = 5000, /* tenths of a week */
    AGE_FLOOR = 18,
    AGE_CEILING = 80,
    ROLE_WITHOUT_CASES = 6,
    WORKING_DAYS = 25300, /* hundredths */
    WORKING_DAYS_LEAP = 25400
};

static const uint64_t leaving_items = BIT(E(END_DATE)) | BIT(E(DESTINATION)) | BIT(E(REASON));

void staith_workforce_report(struct staith_workforce_sink *sink, uint32_t check,
                             const struct staith_location *where, uint32_t element)
{
    struct staith_location place = *where;
    if (sink->rc != STAITH_OK) {
        return;
    }
    place.element = element;
    sink->rc = sink->host->finding(sink->host->ctx, check, &place);
}

void staith_workforce_year_init(struct staith_workforce_year *year, int number)
{
    bool leap = number % 4 == 0; /* 2017..2026 */
    year->year = number;
    year->first_day = 0;
    year->last_day = 0;
    (void)staith_kit_date_from(number - 1, 10, 1, &year->first_day);
    (void)staith_kit_date_from(number, 9, 30, &year->last_day);
    year->working_days = leap ? WORKING_DAYS_LEAP : WORKING_DAYS;
    year->salary_is_mandatory = number >= 2025;
    year->sex_is_gender = number < 2025;
}

void staith_workforce_row_start(struct staith_workforce_row *row,
                                const struct staith_location *where)
{
    row->where = *where;
    row->given = 0;
    row->present = 0;
    row->bad = false;
    row->kind = STAITH_WORKFORCE_IN_POST;
}

static void refuse(struct staith_workforce_row *row, struct staith_workforce_sink *sink,
                   uint32_t check, const struct staith_location *where, uint32_t element)
{
    row->bad = true;
    staith_workforce_report(sink, check, where, element);
}

static uint32_t check_of(enum staith_workforce_fault fault)
{
    switch (fault) {
    case STAITH_WORKFORCE_NO_CODE:
        return C(CODE);
    case STAITH_WORKFORCE_NO_SHARE:
        return C(SHARE);
    case STAITH_WORKFORCE_NO_DATE:
        return C(DATE);
    case STAITH_WORKFORCE_NO_SWENO:
        return C(SWENO);
    case STAITH_WORKFORCE_TOO_LONG:
        return C(LENGTH);
    case STAITH_WORKFORCE_YES_NO:
        return C(YES_NO);
    case STAITH_WORKFORCE_NO_NUMBER:
    case STAITH_WORKFORCE_FINE:
        break;
    }
    return C(NUMBER);
}

void staith_workforce_row_item(struct staith_workforce_row *row, uint32_t element, const char *text,
                               size_t len, bool spreadsheet, const struct staith_location *where,
                               struct staith_workforce_sink *sink)
{
    enum staith_workforce_fault fault;
    if (len == 0 || staith_workforce_element(element)->form == STAITH_WORKFORCE_UNREAD) {
        return;
    }
    if ((row->given & BIT(element)) != 0) {
        if (!staith_workforce_element_repeats(element)) {
            refuse(row, sink, C(TWICE), where, element);
        }
        return;
    }
    row->given |= BIT(element);
    fault = staith_workforce_read(element, text, len, spreadsheet, &row->value[element]);
    if (fault < 0) {
        refuse(row, sink, check_of(fault), where, element);
        return;
    }
    row->present |= BIT(element);
    if (fault == STAITH_WORKFORCE_YES_NO) {
        staith_workforce_report(sink, C(YES_NO), where, element);
    }
}

/* ---- rules --------------------------------------------------------------------------------- */

static bool given(const struct staith_workforce_row *row, uint32_t element)
{
    return (row->given & BIT(element)) != 0;
}

static bool both(const struct staith_workforce_row *row, uint32_t one, uint32_t other)
{
    uint64_t bits = BIT(one) | BIT(other);
    return (row->present & bits) == bits;
}

static void query(const struct staith_workforce_row *row, struct staith_workforce_sink *sink,
                  uint32_t check, uint32_t element)
{
    staith_workforce_report(sink, check, &row->where, element);
}

static void fail(struct staith_workforce_row *row, struct staith_workforce_sink *sink,
                 uint32_t check, uint32_t element)
{
    refuse(row, sink, check, &row->where, element);
}

/* The kind tells which items must be there; without AgencyWorker only those of every kind. */
static unsigned find_kind(struct staith_workforce_row *row)
{
    if (!staith_workforce_has(row, E(AGENCY_WORKER))) {
        return STAITH_WORKFORCE_IN_POST | STAITH_WORKFORCE_LEAVER | STAITH_WORKFORCE_AGENCY;
    }
    if (row->value[E(AGENCY_WORKER)] == 1) {
        row->kind = STAITH_WORKFORCE_AGENCY;
    } else if ((row->given & leaving_items) != 0) {
        row->kind = STAITH_WORKFORCE_LEAVER;
    } else {
        row->kind = STAITH_WORKFORCE_IN_POST;
    }
    return row->kind;
}

static void judge_mandatory(struct staith_workforce_row *row, unsigned kinds,
                            const struct staith_workforce_year *year,
                            struct staith_workforce_sink *sink)
{
    for (uint32_t element = E(AGENCY_WORKER); element < STAITH_WORKFORCE_ELEMENT_COUNT; element++) {
        if ((staith_workforce_element(element)->kinds & kinds) == kinds && !given(row, element)) {
            fail(row, sink, C(MISSING), element);
        }
    }
    if (kinds == STAITH_WORKFORCE_IN_POST || kinds == STAITH_WORKFORCE_LEAVER) {
        if (!given(row, E(SEX)) && !given(row, E(GENDER))) {
            fail(row, sink, C(MISSING), year->sex_is_gender ? E(GENDER) : E(SEX));
        }
    }
    if (year->salary_is_mandatory && !given(row, E(BASE_SALARY))) {
        if (kinds == STAITH_WORKFORCE_IN_POST) {
            fail(row, sink, C(MISSING), E(BASE_SALARY));
        } else if (kinds == STAITH_WORKFORCE_LEAVER) {
            query(row, sink, C(LEAVER_SALARY), E(BASE_SALARY));
        }
    }
}

static void judge_sex(struct staith_workforce_row *row, struct staith_workforce_sink *sink)
{
    if (both(row, E(SEX), E(GENDER)) && row->value[E(SEX)] != row->value[E(GENDER)]) {
        fail(row, sink, C(SEX_DISAGREES), E(GENDER));
    }
    if (!given(row, E(SEX)) && staith_workforce_has(row, E(GENDER))) {
        row->value[E(SEX)] = row->value[E(GENDER)];
        row->present |= BIT(E(SEX));
    }
}

static void judge_dates(struct staith_workforce_row *row, const struct staith_workforce_year *year,
                        struct staith_workforce_sink *sink)
{
    const int64_t *value = row->value;
    if (staith_workforce_has(row, E(START_DATE)) && value[E(START_DATE)] > year->last_day) {
        fail(row, sink, C(STARTS_LATER), E(START_DATE));
    }
    if (staith_workforce_has(row, E(END_DATE)) &&
        (value[E(END_DATE)] < year->first_day || value[E(END_DATE)] > year->last_day)) {
        fail(row, sink, C(END_OUTSIDE), E(END_DATE));
    }
    if ((both(row, E(BIRTH_DATE), E(START_DATE)) && value[E(BIRTH_DATE)] >= value[E(START_DATE)]) ||
        (both(row, E(START_DATE), E(END_DATE)) && value[E(START_DATE)] > value[E(END_DATE)])) {
        fail(row, sink, C(DATE_ORDER), E(START_DATE));
    }
    if (staith_workforce_has(row, E(BIRTH_DATE)) && value[E(BIRTH_DATE)] < year->last_day) {
        int age = staith_kit_years((int32_t)value[E(BIRTH_DATE)], year->last_day);
        if (age < AGE_FLOOR || age > AGE_CEILING) {
            query(row, sink, C(AGE), E(BIRTH_DATE));
        }
    }
}

static void judge_leaver(struct staith_workforce_row *row, const struct staith_workforce_year *year,
                         struct staith_workforce_sink *sink)
{
    static const uint32_t items[] = {E(END_DATE), E(DESTINATION), E(REASON)};
    bool complete = true;
    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        if (!given(row, items[i])) {
            complete = false;
            fail(row, sink, C(LEAVING), items[i]);
        }
    }
    if (!complete) {
        return; /* it may be no leaver at all */
    }
    if (staith_workforce_has(row, E(FTE)) && row->value[E(FTE)] > 0) {
        fail(row, sink, C(LEAVER_FTE), E(FTE));
    }
    if (staith_workforce_has(row, E(CASES)) && row->value[E(CASES)] > 0) {
        query(row, sink, C(LEAVER_CASES), E(CASES));
    }
    if (both(row, E(FTE30), E(START_DATE)) && row->value[E(FTE30)] == 0 &&
        row->value[E(START_DATE)] < year->first_day) {
        query(row, sink, C(LEAVER_FTE30), E(FTE30));
    }
}

/* Permanent workers, in post or left. */
static void judge_permanent(struct staith_workforce_row *row,
                            const struct staith_workforce_year *year,
                            struct staith_workforce_sink *sink)
{
    const int64_t *value = row->value;
    bool absent = staith_workforce_has(row, E(ABSENT)) && value[E(ABSENT)] == 1;
    judge_dates(row, year, sink);
    if (both(row, E(FTE30), E(START_DATE)) && value[E(FTE30)] > 0 &&
        value[E(START_DATE)] >= year->first_day && value[E(START_DATE)] <= year->last_day) {
        query(row, sink, C(STARTER_FTE30), E(FTE30));
    }
    if (staith_workforce_has(row, E(DAYS_LOST)) && value[E(DAYS_LOST)] > year->working_days) {
        query(row, sink, C(MANY_DAYS), E(DAYS_LOST));
    }
    if (both(row, E(STEP_UP), E(FRONTLINE)) && value[E(STEP_UP)] == 1 && value[E(FRONTLINE)] == 1) {
        query(row, sink, C(TWO_ROUTES), E(FRONTLINE));
    }
    if (absent != given(row, E(ABSENCE_REASON))) {
        query(row, sink, C(ABSENCE), E(ABSENCE_REASON));
    }
    if (row->kind == STAITH_WORKFORCE_LEAVER) {
        judge_leaver(row, year, sink);
    }
}

/* Everyone in post, agency workers too. */
static void judge_work(const struct staith_workforce_row *row, struct staith_workforce_sink *sink)
{
    const int64_t *value = row->value;
    bool cases = staith_workforce_has(row, E(CASES)) && value[E(CASES)] > 0;
    bool no_fte = staith_workforce_has(row, E(FTE)) && value[E(FTE)] == 0;
    if (cases && value[E(CASES)] > CASES_CEILING) {
        query(row, sink, C(MANY_CASES), E(CASES));
    }
    if (no_fte) {
        query(row, sink, cases ? C(CASES_NO_FTE) : C(NO_FTE), E(FTE));
    }
    if (cases && staith_workforce_has(row, E(ROLE)) && value[E(ROLE)] == ROLE_WITHOUT_CASES) {
        query(row, sink, C(ROLE_CASES), E(CASES));
    }
}

bool staith_workforce_row_judge(struct staith_workforce_row *row,
                                const struct staith_workforce_year *year,
                                struct staith_workforce_sink *sink)
{
    unsigned kinds = find_kind(row);
    judge_mandatory(row, kinds, year, sink);
    judge_sex(row, sink);
    if (kinds == STAITH_WORKFORCE_IN_POST || kinds == STAITH_WORKFORCE_LEAVER) {
        judge_permanent(row, year, sink);
    }
    if (kinds == STAITH_WORKFORCE_IN_POST || kinds == STAITH_WORKFORCE_AGENCY) {
        judge_work(row, sink);
    }
    if (kinds == STAITH_WORKFORCE_AGENCY && (row->given & leaving_items) != 0) {
        query(row, sink, C(AGENCY_LEFT), E(END_DATE));
    }
    if (staith_workforce_has(row, E(CONTRACT_WEEKS)) &&
        row->value[E(CONTRACT_WEEKS)] > CONTRACT_WEEKS_CEILING) {
        query(row, sink, C(MANY_WEEKS), E(CONTRACT_WEEKS));
    }
    return !row->bad;
}
