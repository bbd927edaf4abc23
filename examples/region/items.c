/* SPDX-License-Identifier: Apache-2.0 */
/* One row as the census's items, in the order of its layout. */
#include "return.h"

#include "base/date.h"
#include "base/decimal.h"

#include <stdio.h>
#include <string.h>

enum { SALARIES_SINCE = 2025 };

struct items {
    struct region_item *at;
    int count;
};

static char *add(struct items *items, const char *name)
{
    struct region_item *item = &items->at[items->count++];
    item->name = name;
    item->text[0] = '\0';
    return item->text;
}

static void add_number(struct items *items, const char *name, int64_t value, bool applies)
{
    char *text = add(items, name);
    if (applies) {
        (void)snprintf(text, REGION_TEXT_BYTES, "%lld", (long long)value);
    }
}

static void add_text(struct items *items, const char *name, const char *value, bool applies)
{
    char *text = add(items, name);
    if (applies) {
        (void)snprintf(text, REGION_TEXT_BYTES, "%s", value);
    }
}

/* Without zeros at the end: 1, 0.6, 0.810811. */
static void add_decimal(struct items *items, const char *name, int64_t scaled, unsigned digits,
                        bool applies)
{
    char *text = add(items, name);
    if (!applies || staith_decimal_format(scaled, digits, text, REGION_TEXT_BYTES) < 0) {
        return;
    }
    size_t len = strlen(text);
    while (len > 0 && text[len - 1] == '0') {
        text[--len] = '\0';
    }
    if (len > 0 && text[len - 1] == '.') {
        text[len - 1] = '\0';
    }
}

static void add_money(struct items *items, const char *name, int64_t pence, bool applies)
{
    char *text = add(items, name);
    if (applies) {
        (void)staith_decimal_format(pence, 2, text, REGION_TEXT_BYTES);
    }
}

static void add_date(struct items *items, const char *name, int32_t day, bool applies)
{
    char *text = add(items, name);
    if (applies) {
        staith_date_format(day, text, REGION_TEXT_BYTES);
    }
}

static void add_person(struct items *items, const struct region_return *doc,
                       const struct region_person *row, bool permanent)
{
    static const char *const sexes[] = {"F", "M"};
    static const char *const genders[] = {"2", "1"};
    const bool old = doc->year < SALARIES_SINCE;
    add_date(items, "PersonBirthDate", row->birth, permanent);
    if (old) {
        add_text(items, "GenderCurrent", genders[row->sex], permanent);
    } else {
        add_text(items, "Sex", sexes[row->sex], permanent);
    }
    add_text(items, "Ethnicity", region_ethnicity_code(row->ethnicity), permanent);
    add_number(items, "QualLevel", row->qualification, permanent);
    if (old) {
        add_text(items, "QualInst", "An invented university", permanent);
    }
    add_number(items, "StepUpGrad", row->step_up, permanent);
    if (old) {
        add_number(items, "CFKSSstatus", row->practice, permanent);
    }
}

static void add_post(struct items *items, const struct region_person *row, bool permanent)
{
    const bool left = row->kind == REGION_KIND_LEAVER;
    add_number(items, "OrgRole", row->role, permanent);
    add_date(items, "RoleStartDate", row->start, permanent);
    add_number(items, "StartOrigin", row->origin, permanent);
    add_date(items, "RoleEndDate", row->end, left);
    add_number(items, "LeaverDestination", row->destination, left);
    add_number(items, "ReasonLeave", row->reason, left);
    add_decimal(items, "FTE30", left ? row->share : row->share_30, 6, permanent);
    add_number(items, "Cases30", row->cases, !left);
    add_decimal(items, "WorkingDaysLost", row->days, 2, permanent);
    add_number(items, "ContractWeeks", row->contract_weeks, row->kind == REGION_KIND_AGENCY);
    add_number(items, "FrontlineGrad", row->frontline, permanent);
    add_number(items, "Absat30Sept", row->absence > 0 ? 1 : 0, permanent && !left);
    add_text(items, "ReasonAbsence", region_absence_code((uint8_t)(row->absence - 1)),
             row->absence > 0);
}

int region_return_items(const struct region_return *doc, const struct region_person *row,
                        struct region_item ret_items[REGION_MAX_ITEMS])
{
    struct items items = {ret_items, 0};
    const bool permanent = row->kind != REGION_KIND_AGENCY;
    const bool left = row->kind == REGION_KIND_LEAVER;
    char number[REGION_TEXT_BYTES];
    add_number(&items, "AgencyWorker", permanent ? 0 : 1, true);
    (void)snprintf(number, sizeof(number), "SW9%.3s%06u", doc->code, row->number);
    add_text(&items, "SWENo", number, true);
    add_decimal(&items, "FTE", left ? 0 : row->share, 6, true);
    add_person(&items, doc, row, permanent);
    add_post(&items, row, permanent);
    if (doc->year >= SALARIES_SINCE) {
        add_money(&items, "BaseSalary", row->salary, permanent);
        add_money(&items, "RRPayments", row->retention, permanent && row->retention > 0);
        add_money(&items, "OtherPayments", row->other_paid, permanent && row->other_paid > 0);
    }
    return items.count;
}
