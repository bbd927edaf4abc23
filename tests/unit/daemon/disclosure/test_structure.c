/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader makes of published cells, written out by hand.
 */
#include "disclosure/structure.h"

#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

static struct staith_release_cell rounded(const char *table, const char *role, const char *reason,
                                          int64_t value)
{
    struct staith_release_cell cell = {
        .table = table,
        .measure = "leavers_headcount",
        .base = 5,
        .reach = 1,
        .value = {STAITH_STATUS_VALUE, value, value > 4 ? value - 4 : 0, value + 4}};
    if (strstr(table, "role") != NULL) {
        cell.dimensions[cell.dimension_count] = "role";
        cell.categories[cell.dimension_count++] = role;
    }
    if (strstr(table, "reason") != NULL) {
        cell.dimensions[cell.dimension_count] = "reason";
        cell.categories[cell.dimension_count++] = reason;
    }
    return cell;
}

static struct staith_release_cell headline(int64_t value)
{
    return (struct staith_release_cell){.table = "headline",
                                        .measure = "leavers_headcount",
                                        .value = {STAITH_STATUS_VALUE, value, value, value}};
}

/* "name shows value [lo,hi] source" lines, then sums. */
static void print(const struct staith_structure *structure, char *out, size_t cap)
{
    static const char *const shows[] = {"nothing", "hidden", "exact", "rounded", "range"};
    size_t length = 0;
    for (uint32_t i = 0; i < structure->system.cell_count; i++) {
        const struct staith_audit_cell *cell = &structure->cells[i];
        length += (size_t)snprintf(out + length, cap - length, "%s %s %lld%s\n",
                                   structure->system.names[i], shows[cell->shows],
                                   (long long)cell->value, cell->people ? " people" : "");
    }
    for (uint32_t i = 0; i < structure->system.relation_count; i++) {
        const struct staith_relation *relation = &structure->system.relations[i];
        length += (size_t)snprintf(out + length, cap - length,
                                   "%s =", structure->system.names[relation->total]);
        for (uint32_t p = 0; p < relation->count; p++) {
            length += (size_t)snprintf(
                out + length, cap - length, " %s",
                structure->system.names[structure->system.parts[relation->first + p]]);
        }
        length += (size_t)snprintf(out + length, cap - length, "\n");
    }
    assert_true(length < cap);
}

static int make(const struct gate_case *c, const struct staith_release_cell *cells, uint32_t count,
                char *out, size_t cap, struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_structure structure = {0};
    const struct staith_structure_part part = {
        .cells = cells, .cell_count = count, .catalogue = &c->table.catalogue, .suffix = ""};
    staith_arena_init(&arena, 1 << 20);
    int code = staith_structure_make(&part, 1, &arena, &structure, err);
    out[0] = '\0';
    if (code == 0) {
        assert_int_equal(staith_system_check(&structure.system, err), 0);
        print(&structure, out, cap);
    }
    staith_arena_deinit(&arena);
    return code;
}

/* The exact headline is the total of the breakdown; a place that is not shown is an unknown. */
static void one_table(void **state)
{
    (void)state;
    char text[4096];
    struct gate_case *c = gate_case_new();
    const struct staith_release_cell cells[] = {rounded("by_role", "worker", NULL, 15),
                                                headline(28),
                                                rounded("by_role", "manager", NULL, 5)};
    assert_int_equal(make(c, cells, 3, text, sizeof(text), &c->err), 0);
    assert_string_equal(text, "leavers_headcount exact 28\n"
                              "leavers_headcount|role=manager rounded 5 people\n"
                              "leavers_headcount|role=senior nothing 0\n"
                              "leavers_headcount|role=worker rounded 15 people\n"
                              "leavers_headcount = leavers_headcount|role=manager "
                              "leavers_headcount|role=senior leavers_headcount|role=worker\n");
    gate_case_free(c);
}

/* Two tables share their margins, and each sum stands once. People are in the finest cells. */
static void linked_tables(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "leavers_headcount = leavers_headcount|role=manager leavers_headcount|role=senior "
        "leavers_headcount|role=worker\n",
        "leavers_headcount|role=senior = leavers_headcount|role=senior|reason=resigned "
        "leavers_headcount|role=senior|reason=retired leavers_headcount|role=senior|reason=moved\n",
        "leavers_headcount|reason=moved = leavers_headcount|role=manager|reason=moved "
        "leavers_headcount|role=senior|reason=moved leavers_headcount|role=worker|reason=moved\n",
        "leavers_headcount|role=senior rounded 5\n",
        "leavers_headcount|role=senior|reason=retired rounded 5 people\n"};
    char text[8192];
    struct gate_case *c = gate_case_new();
    const struct staith_release_cell cells[] = {headline(28), rounded("by_role", "senior", NULL, 5),
                                                rounded("by_role_reason", "senior", NULL, 5),
                                                rounded("by_role_reason", "senior", "retired", 5)};
    assert_int_equal(make(c, cells, 4, text, sizeof(text), &c->err), 0);
    size_t sums = 0;
    for (const char *at = strstr(text, " = "); at != NULL; at = strstr(at + 1, " = ")) {
        sums++;
    }
    assert_int_equal(sums, 8); /* by role once, by reason once, three rows, three columns */
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assert_non_null(strstr(text, lines[i]));
    }
    gate_case_free(c);
}

static void hierarchy(void **state)
{
    (void)state;
    static const char *const bands[] = {"young", "old", "old_a", "old_b"};
    static const uint16_t parents[] = {PROTECT_NONE, PROTECT_NONE, 1, 1};
    static const uint16_t over[] = {2};
    char text[4096];
    struct gate_case *c = gate_case_people(gate_people, gate_reasons);
    protect_table_dimension(&c->table, "age", 4, bands, parents);
    protect_table_over(&c->table, "by_age", 1, over);
    c->table.catalogue.table_count = 0; /* nobody was given an age: the figures are not needed */
    gate_case_finish(c);
    c->table.catalogue.table_count = 1;
    const struct staith_release_cell cell = {.table = "by_age",
                                             .measure = "leavers_headcount",
                                             .dimension_count = 1,
                                             .dimensions = {"age"},
                                             .categories = {"young"},
                                             .value = {STAITH_STATUS_SUPPRESSED, 0, 0, 0}};
    assert_int_equal(make(c, &cell, 1, text, sizeof(text), &c->err), 0);
    assert_string_equal(text, "leavers_headcount nothing 0\n"
                              "leavers_headcount|age=old nothing 0\n"
                              "leavers_headcount|age=old_a nothing 0\n"
                              "leavers_headcount|age=old_b nothing 0\n"
                              "leavers_headcount|age=young nothing 0\n"
                              "leavers_headcount = leavers_headcount|age=young "
                              "leavers_headcount|age=old\n"
                              "leavers_headcount|age=old = leavers_headcount|age=old_a "
                              "leavers_headcount|age=old_b\n");
    gate_case_free(c);
}

/* The rule comes from the cell, the interval is the printed one. */
static void what_is_printed(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_release_cell cell = rounded("by_role", "senior", NULL, 10);
    cell.base = 3;
    cell.reach = 2;
    cell.value = (struct staith_value){STAITH_STATUS_VALUE, 9, 5, 12};
    struct staith_arena arena;
    struct staith_structure structure = {0};
    const struct staith_structure_part part = {.cells = &cell,
                                               .cell_count = 1,
                                               .catalogue = &c->table.catalogue,
                                               .suffix = "@2024",
                                               .source = STAITH_AUDIT_EARLIER};
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_structure_make(&part, 1, &arena, &structure, NULL), 0);
    int64_t at = staith_system_find(&structure.system, "leavers_headcount|role=senior@2024");
    assert_true(at >= 0);
    const struct staith_audit_cell *shown = &structure.cells[at];
    assert_int_equal(shown->shows, STAITH_AUDIT_ROUNDED);
    assert_int_equal(shown->source, STAITH_AUDIT_EARLIER);
    assert_int_equal(shown->base, 3);
    assert_int_equal(shown->steps, 2);
    assert_int_equal(shown->promise, 3);
    assert_int_equal(shown->lo, 5);
    assert_int_equal(shown->hi, 12);
    staith_arena_deinit(&arena);
    gate_case_free(c);
}

static void two_numbers_for_one_thing(void **state)
{
    (void)state;
    char text[4096];
    struct gate_case *c = gate_case_new();
    struct staith_release_cell cells[] = {rounded("by_role", "senior", NULL, 5),
                                          rounded("by_role_reason", "senior", NULL, 10)};
    assert_int_equal(make(c, cells, 2, text, sizeof(text), &c->err), STAITH_ERR_INVAL);
    assert_string_equal(c->err.what, "leavers_headcount|role=senior is shown as two numbers");
    const struct staith_release_cell same = rounded("by_role_reason", "senior", NULL, 5);
    struct staith_release_cell odd[6] = {same, same, same, same, same, same};
    odd[0].value.status = STAITH_STATUS_SUPPRESSED;
    odd[1].value.lo--;
    odd[2].value.hi++;
    odd[3].base = 3;
    odd[4].reach = 2;
    for (size_t i = 0; i < 6; i++) {
        cells[1] = odd[i];
        assert_int_equal(make(c, cells, 2, text, sizeof(text), &c->err),
                         i < 5 ? STAITH_ERR_INVAL : 0);
    }
    cells[1].table = "by_age";
    assert_int_equal(make(c, cells, 2, text, sizeof(text), &c->err), STAITH_ERR_INVAL);
    assert_string_equal(c->err.what, "cell 1 is at no place that its catalogue knows");
    gate_case_free(c);
}

/* Every budget that does not do is refused, and some does. */
static void too_little_memory(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    const struct staith_release_cell cell = rounded("by_role_reason", "senior", "moved", 0);
    const struct staith_structure_part part = {
        .cells = &cell, .cell_count = 1, .catalogue = &c->table.catalogue, .suffix = ""};
    int code = STAITH_ERR_LIMIT;
    uint32_t refused = 0;
    for (size_t bytes = 16; code != 0; bytes += 16) {
        struct staith_arena arena;
        struct staith_structure structure = {0};
        staith_arena_init(&arena, bytes);
        code = staith_structure_make(&part, 1, &arena, &structure, NULL);
        assert_true(code == 0 || code == STAITH_ERR_LIMIT);
        refused += code != 0 ? 1 : 0;
        staith_arena_deinit(&arena);
        assert_true(bytes < 1 << 20);
    }
    assert_true(refused > 10);
    gate_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_table),
        cmocka_unit_test(linked_tables),
        cmocka_unit_test(hierarchy),
        cmocka_unit_test(what_is_printed),
        cmocka_unit_test(two_numbers_for_one_thing),
        cmocka_unit_test(too_little_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
