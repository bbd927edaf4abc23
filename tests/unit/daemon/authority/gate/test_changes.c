/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/changes.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct staith_release *make(const struct staith_release_cell *cells, uint32_t count)
{
    static const uint8_t hash[STAITH_HASH_BYTES] = {1};
    const struct staith_release_parts parts = {.authority = "840",
                                               .dataset = "csww",
                                               .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                               .audience = STAITH_AUDIENCE_REGION,
                                               .policy = "2026-11-01",
                                               .catalogue_hash = hash,
                                               .cell_count = count,
                                               .cells = cells};
    struct staith_release *release = NULL;
    assert_int_equal(staith_release_rebuild(&parts, &release, NULL), 0);
    return release;
}

static struct staith_release_cell cell_of(const char *measure, const char *sex, int64_t value)
{
    struct staith_release_cell cell = {.table = sex == NULL ? "headline" : "by_sex",
                                       .measure = measure,
                                       .value = {STAITH_STATUS_VALUE, value, value, value}};
    if (sex != NULL) {
        cell.dimension_count = 1;
        cell.dimensions[0] = "sex";
        cell.categories[0] = strcmp(sex, "all") == 0 ? NULL : sex;
    }
    return cell;
}

static json_int_t value_at(const json_t *line, const char *side)
{
    return json_integer_value(json_object_get(json_object_get(line, side), "value"));
}

/* Changed, marked, new, and gone; each met at its own place. */
static void test_old_beside_new(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_release_cell is_cells[] = {
        cell_of("leavers_headcount", NULL, 14), cell_of("inpost_headcount", NULL, 0),
        cell_of("leavers_headcount", "all", 14), cell_of("leavers_headcount", "f", 9)};
    is_cells[1].value = (struct staith_value){STAITH_STATUS_UNRELIABLE, 0, 0, 0};
    is_cells[1].reason = "withdrawn";
    const struct staith_release_cell was_cells[] = {
        cell_of("leavers_headcount", "m", 4), cell_of("inpost_headcount", NULL, 90),
        cell_of("leavers_headcount", NULL, 11), cell_of("leavers_headcount", "all", 11)};
    struct staith_release *is = make(is_cells, 4);
    struct staith_release *was = make(was_cells, 4);
    json_t *reply = staith_gate_changes(is, was, &f.catalogue, 0);
    const json_t *cells = json_object_get(reply, "cells");
    assert_int_equal(json_integer_value(json_object_get(reply, "lines")), 5);
    assert_int_equal(json_array_size(cells), 5);
    const json_t *line = json_array_get(cells, 0);
    assert_string_equal(json_string_value(json_object_get(line, "label")), "Leavers");
    assert_string_equal(json_string_value(json_object_get(line, "of")), "");
    assert_int_equal(json_integer_value(json_object_get(line, "unit")), STAITH_UNIT_PEOPLE);
    assert_int_equal(value_at(line, "is"), 14);
    assert_int_equal(value_at(line, "was"), 11);
    line = json_array_get(cells, 1);
    const json_t *marked = json_object_get(line, "is");
    assert_string_equal(json_string_value(json_object_get(marked, "status")), "u");
    assert_string_equal(json_string_value(json_object_get(marked, "reason")), "withdrawn");
    assert_int_equal(value_at(line, "was"), 90);
    line = json_array_get(cells, 2);
    assert_string_equal(json_string_value(json_object_get(line, "of")), "sex=all");
    assert_int_equal(value_at(line, "was"), 11);
    line = json_array_get(cells, 3);
    assert_string_equal(json_string_value(json_object_get(line, "of")), "sex=f");
    assert_true(json_is_null(json_object_get(line, "was")));
    line = json_array_get(cells, 4);
    assert_string_equal(json_string_value(json_object_get(line, "of")), "sex=m");
    assert_true(json_is_null(json_object_get(line, "is")));
    assert_int_equal(value_at(line, "was"), 4);
    json_decref(reply);
    /* from the fourth line on; and with nothing before */
    reply = staith_gate_changes(is, was, &f.catalogue, 3);
    assert_int_equal(json_integer_value(json_object_get(reply, "lines")), 5);
    assert_int_equal(json_array_size(json_object_get(reply, "cells")), 2);
    json_decref(reply);
    reply = staith_gate_changes(is, NULL, &f.catalogue, 0);
    assert_int_equal(json_array_size(json_object_get(reply, "cells")), 4);
    line = json_array_get(json_object_get(reply, "cells"), 0);
    assert_true(json_is_null(json_object_get(line, "was")));
    json_decref(reply);
    staith_release_free(is);
    staith_release_free(was);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_old_beside_new)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
