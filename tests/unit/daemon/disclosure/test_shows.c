/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/shows.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct staith_measure measures[] = {
    {"people", "P", "", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"fte", "F", "", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
    {"median", "M", "", STAITH_UNIT_PENCE, STAITH_MEDIAN},
    {"spend", "S", "", STAITH_UNIT_PENCE, STAITH_SUM}};
static const struct staith_catalogue catalogue = {.measure_count = 4, .measures = measures};

static struct staith_audit_cell shows(const char *measure, struct staith_value value, uint32_t base,
                                      uint32_t reach)
{
    const struct staith_structure_part part = {.catalogue = &catalogue,
                                               .source = STAITH_AUDIT_EARLIER};
    const bool hidden = value.status == STAITH_STATUS_SUPPRESSED;
    const struct staith_release_cell cell = {.measure = measure,
                                             .value = value,
                                             .base = base,
                                             .reach = reach,
                                             .reason = hidden ? "too_few_people" : NULL};
    const struct staith_audit_cell out = staith_structure_shows(&part, &cell);
    assert_int_equal(out.source, STAITH_AUDIT_EARLIER);
    return out;
}

static void check(const struct staith_audit_cell *cell, enum staith_audit_shows kind, int64_t lo,
                  int64_t hi, int64_t base, int64_t promise)
{
    assert_int_equal(cell->shows, kind);
    assert_int_equal(cell->lo, lo);
    assert_int_equal(cell->hi, hi);
    assert_int_equal(cell->base, base);
    assert_int_equal(cell->promise, promise);
}

static void counts(void **state)
{
    (void)state;
    struct staith_audit_cell cell = shows("people", staith_value_exact(28), 0, 0);
    assert_int_equal(cell.shows, STAITH_AUDIT_EXACT);
    assert_int_equal(cell.value, 28);
    cell = shows("people", (struct staith_value){STAITH_STATUS_VALUE, 5, 1, 9}, 5, 1);
    check(&cell, STAITH_AUDIT_ROUNDED, 1, 9, 5, 5);
    assert_int_equal(cell.steps, 1);
    cell = shows("people", staith_value_status(STAITH_STATUS_SUPPRESSED), 0, 0);
    assert_int_equal(cell.shows, STAITH_AUDIT_NOTHING);
    cell = shows("people", (struct staith_value){STAITH_STATUS_SUPPRESSED, 0, 2, 8}, 5, 0);
    check(&cell, STAITH_AUDIT_HIDDEN, 2, 8, 0, 5);
    cell = shows("people", staith_value_status(STAITH_STATUS_SUPPRESSED), 5, 0);
    check(&cell, STAITH_AUDIT_HIDDEN, 0, STAITH_AUDIT_NO_LIMIT, 0, 5);
}

/* In hundredths: 5 FTE from 0.000001 to 9.999999 are 0.01 to 9.99; 4 FTE are promised. */
static void fte(void **state)
{
    (void)state;
    struct staith_audit_cell cell =
        shows("fte", (struct staith_value){STAITH_STATUS_VALUE, 5000000, 1, 9999999}, 5000000, 1);
    check(&cell, STAITH_AUDIT_ROUNDED, 1, 999, 500, 400);
    assert_int_equal(cell.value, 500);
    cell = shows("fte", staith_value_exact(60990000), 0, 0);
    assert_int_equal(cell.shows, STAITH_AUDIT_EXACT);
    assert_int_equal(cell.value, 6099);
    cell = shows("fte", staith_value_exact(60990001), 0, 0);
    check(&cell, STAITH_AUDIT_RANGE, 6099, 6100, 0, 0);
}

static void amounts(void **state)
{
    (void)state;
    struct staith_audit_cell cell =
        shows("median", (struct staith_value){STAITH_STATUS_VALUE, 3450, 3425, 3474}, 50, 0);
    check(&cell, STAITH_AUDIT_RANGE, 3425, 3474, 0, 0);
    cell = shows("spend", (struct staith_value){STAITH_STATUS_VALUE, 0, 0, 4999}, 10000, 0);
    check(&cell, STAITH_AUDIT_ROUNDED, 0, 4999, 10000, 5);
    assert_int_equal(cell.steps, 0);
    /* A hidden sum is protected; a hidden median is in no sum. */
    cell = shows("spend", staith_value_status(STAITH_STATUS_SUPPRESSED), 0, 0);
    check(&cell, STAITH_AUDIT_HIDDEN, 0, STAITH_AUDIT_NO_LIMIT, 0, 5);
    cell = shows("median", staith_value_status(STAITH_STATUS_SUPPRESSED), 0, 0);
    assert_int_equal(cell.shows, STAITH_AUDIT_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(counts), cmocka_unit_test(fte),
                                       cmocka_unit_test(amounts)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
