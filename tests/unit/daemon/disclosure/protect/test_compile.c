/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables whose systems are written out by hand: linked tables, hierarchies, people without a
 * category, and what is refused.
 */
#include "disclosure/protect/compile.h"

#include "protect_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const roles[] = {"manager", "worker"};
static const char *const reasons[] = {"retired", "moved"};

/* Dimensions role, reason; 2 managers retired, 1 worker moved, 3 workers of no known reason. */
static void people(struct protect_table *table)
{
    protect_table_init(table);
    protect_table_dimension(table, "role", 2, roles, NULL);
    protect_table_dimension(table, "reason", 2, reasons, NULL);
    protect_table_people(table, 0, 0, PROTECT_NONE, 2);
    protect_table_people(table, 1, 1, PROTECT_NONE, 1);
    protect_table_people(table, 1, PROTECT_NONE, PROTECT_NONE, 3);
}

static const uint16_t by_role[] = {0};
static const uint16_t by_reason[] = {1};
static const uint16_t by_role_reason[] = {0, 1};
static const uint16_t by_reason_role[] = {1, 0};

/* A system as text: "name value" lines, then "total = part + part" lines. */
static void print(const struct staith_system *system, char *out, size_t cap)
{
    size_t length = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < system->cell_count; i++) {
        length += (size_t)snprintf(out + length, cap - length, "%s %lld\n", system->names[i],
                                   (long long)system->values[i]);
    }
    for (uint32_t i = 0; i < system->relation_count; i++) {
        const struct staith_relation *relation = &system->relations[i];
        length +=
            (size_t)snprintf(out + length, cap - length, "%s =", system->names[relation->total]);
        for (uint32_t p = 0; p < relation->count; p++) {
            length += (size_t)snprintf(out + length, cap - length, "%s %s", p > 0 ? " +" : "",
                                       system->names[system->parts[relation->first + p]]);
        }
        length += (size_t)snprintf(out + length, cap - length, "\n");
    }
    assert_true(length < cap);
}

static void check(const struct protect_table *table, uint32_t count, const uint16_t *tables,
                  const char *expected)
{
    struct staith_arena arena;
    struct staith_system system;
    struct staith_err err = {0};
    char text[8192];
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_compile(&table->raw, tables, count, &arena, &system, &err), 0);
    print(&system, text, sizeof(text));
    assert_string_equal(text, expected);
    staith_arena_deinit(&arena);
}

static const char one_by_role[] = "leavers 6\n"
                                  "leavers|role=manager 2\n"
                                  "leavers|role=worker 4\n"
                                  "leavers = leavers|role=manager + leavers|role=worker\n";

static void one(void **state)
{
    (void)state;
    struct protect_table table;
    people(&table);
    protect_table_over(&table, "by_role", 1, by_role);
    protect_table_over(&table, "headline", 0, NULL);
    protect_table_finish(&table);
    check(&table, 1, (const uint16_t[]){0}, one_by_role);
    /* The headline is a cell of the breakdown. */
    check(&table, 2, (const uint16_t[]){1, 0}, one_by_role);
    check(&table, 2, (const uint16_t[]){0, 0}, one_by_role);
    check(&table, 1, (const uint16_t[]){1}, "leavers 6\n");
    check(&table, 0, NULL, "");
    protect_table_deinit(&table);
}

/* A measure of a table is asked for by itself; what is no measure of a table is refused. */
static void picks(void **state)
{
    (void)state;
    struct protect_table table;
    struct staith_arena arena;
    struct staith_system system = {0};
    char text[1024];
    people(&table);
    protect_table_over(&table, "by_role", 1, by_role);
    protect_table_over(&table, "by_reason", 1, by_reason);
    protect_table_finish(&table);
    staith_arena_init(&arena, 1 << 20);
    const struct staith_compile_pick pick[] = {{0, 0}, {0, 0}, {0, 1}, {2, 0}};
    assert_int_equal(staith_compile_picks(&table.raw, pick, 2, &arena, &system, NULL), 0);
    print(&system, text, sizeof(text));
    assert_string_equal(text, one_by_role);
    for (int i = 2; i < 4; i++) {
        struct staith_err err = {0};
        assert_int_equal(staith_compile_picks(&table.raw, &pick[i], 1, &arena, &system, &err),
                         STAITH_ERR_INVAL);
        assert_string_equal(err.what,
                            i == 2 ? "table 0 has no measure 1" : "table 2 has no measure 0");
    }
    /* A sum is compiled where it is picked, a value of the whole council never. */
    table.measure.aggregation = STAITH_SUM;
    assert_int_equal(staith_compile_picks(&table.raw, pick, 1, &arena, &system, NULL), 0);
    print(&system, text, sizeof(text));
    assert_string_equal(text, one_by_role);
    table.measure.aggregation = STAITH_COUNCIL_VALUE;
    assert_int_equal(staith_compile_picks(&table.raw, pick, 1, &arena, &system, NULL), 0);
    assert_int_equal(system.cell_count, 0);
    table.raw.parts[0].cells[0].second = 7; /* more than the largest */
    assert_int_equal(staith_compile_picks(&table.raw, pick, 1, &arena, &system, NULL),
                     STAITH_ERR_INVAL);
    staith_arena_deinit(&arena);
    protect_table_deinit(&table);
}

static const char all[] =
    "leavers 6\n"
    "leavers|reason=(none) 3\n"
    "leavers|reason=moved 1\n"
    "leavers|reason=retired 2\n"
    "leavers|role=manager 2\n"
    "leavers|role=manager|reason=(none) 0\n"
    "leavers|role=manager|reason=moved 0\n"
    "leavers|role=manager|reason=retired 2\n"
    "leavers|role=worker 4\n"
    "leavers|role=worker|reason=(none) 3\n"
    "leavers|role=worker|reason=moved 1\n"
    "leavers|role=worker|reason=retired 0\n"
    "leavers = leavers|role=manager + leavers|role=worker\n"
    "leavers = leavers|reason=(none) + leavers|reason=moved + leavers|reason=retired\n"
    "leavers|reason=(none) = leavers|role=manager|reason=(none) + "
    "leavers|role=worker|reason=(none)\n"
    "leavers|reason=moved = leavers|role=manager|reason=moved + leavers|role=worker|reason=moved\n"
    "leavers|reason=retired = leavers|role=manager|reason=retired + "
    "leavers|role=worker|reason=retired\n"
    "leavers|role=manager = leavers|role=manager|reason=(none) + "
    "leavers|role=manager|reason=moved + leavers|role=manager|reason=retired\n"
    "leavers|role=worker = leavers|role=worker|reason=(none) + "
    "leavers|role=worker|reason=moved + leavers|role=worker|reason=retired\n";

static void linked(void **state)
{
    (void)state;
    struct protect_table table;
    people(&table);
    protect_table_over(&table, "by_reason_role", 2, by_reason_role);
    protect_table_over(&table, "by_role_reason", 2, by_role_reason);
    protect_table_over(&table, "by_role", 1, by_role);
    protect_table_over(&table, "by_reason", 1, by_reason);
    protect_table_finish(&table);
    check(&table, 1, (const uint16_t[]){0}, all);
    check(&table, 1, (const uint16_t[]){1}, all);
    check(&table, 4, (const uint16_t[]){0, 1, 2, 3}, all);
    check(&table, 3, (const uint16_t[]){3, 1, 2}, all);
    /* Names of the raw table's cells are found in the system. */
    for (uint16_t t = 0; t < 4; t++) {
        struct staith_arena arena;
        struct staith_system system;
        staith_arena_init(&arena, 1 << 20);
        assert_int_equal(
            staith_compile(&table.raw, (const uint16_t[]){1}, 1, &arena, &system, NULL), 0);
        for (uint32_t i = 0; i < table.parts[t].cell_count; i++) {
            const struct staith_cell *cell = &table.parts[t].cells[i];
            char name[STAITH_SYSTEM_NAME_BYTES];
            assert_int_equal(staith_compile_name(&table.catalogue, t, cell, name, sizeof(name)), 0);
            int64_t at = staith_system_find(&system, name);
            assert_true(at >= 0);
            assert_int_equal(system.values[at], cell->value);
            assert_int_equal(staith_compile_name(&table.catalogue, t, cell, name, strlen(name) + 1),
                             0);
            assert_int_equal(staith_compile_name(&table.catalogue, t, cell, name, strlen(name)),
                             STAITH_ERR_LIMIT);
        }
        staith_arena_deinit(&arena);
    }
    protect_table_deinit(&table);
}

/* care > (fostering, home), office; 2 foster, 4 in care of no known kind, 5 of no known place. */
static void hierarchy(void **state)
{
    (void)state;
    static const char *const places[] = {"care", "fostering", "home", "office"};
    static const uint16_t parents[] = {PROTECT_NONE, 0, 0, PROTECT_NONE};
    struct protect_table table;
    protect_table_init(&table);
    protect_table_dimension(&table, "place", 4, places, parents);
    protect_table_people(&table, 1, PROTECT_NONE, PROTECT_NONE, 2);
    protect_table_people(&table, 0, PROTECT_NONE, PROTECT_NONE, 4);
    protect_table_people(&table, PROTECT_NONE, PROTECT_NONE, PROTECT_NONE, 5);
    protect_table_over(&table, "by_place", 1, by_role);
    protect_table_finish(&table);
    check(&table, 1, (const uint16_t[]){0},
          "leavers 11\n"
          "leavers|place=(none) 5\n"
          "leavers|place=care 6\n"
          "leavers|place=care/(none) 4\n"
          "leavers|place=fostering 2\n"
          "leavers|place=home 0\n"
          "leavers|place=office 0\n"
          "leavers = leavers|place=(none) + leavers|place=care + leavers|place=office\n"
          "leavers|place=care = leavers|place=care/(none) + leavers|place=fostering + "
          "leavers|place=home\n");
    protect_table_deinit(&table);
}

static void passed_over(void **state)
{
    (void)state;
    struct protect_table table;
    people(&table);
    protect_table_over(&table, "by_role", 1, by_role);
    protect_table_finish(&table);
    table.measure.aggregation = STAITH_COUNT_ROWS;
    check(&table, 1, (const uint16_t[]){0}, one_by_role);
    table.measure.aggregation = STAITH_SUM;
    check(&table, 1, (const uint16_t[]){0}, "");
    table.measure.aggregation = STAITH_COUNT_PEOPLE;
    struct staith_cell top = {.categories = {STAITH_TOTAL}, .status = STAITH_STATUS_UNAVAILABLE};
    table.parts[0] = (struct staith_rawtable_part){0, 1, &top};
    check(&table, 1, (const uint16_t[]){0}, "");
    protect_table_deinit(&table);
}

static int refused(const struct protect_table *table, uint32_t count, const uint16_t *tables)
{
    struct staith_arena arena;
    struct staith_system system = {.cell_count = 77};
    struct staith_err err = {0};
    staith_arena_init(&arena, 1 << 20);
    int code = staith_compile(&table->raw, tables, count, &arena, &system, &err);
    staith_arena_deinit(&arena);
    assert_int_equal(system.cell_count, 77);
    assert_int_equal(err.code, code);
    return code;
}

static void refusals(void **state)
{
    (void)state;
    struct protect_table table;
    people(&table);
    protect_table_over(&table, "by_role_reason", 2, by_role_reason);
    protect_table_over(&table, "by_role", 1, by_role);
    protect_table_finish(&table);
    assert_int_equal(refused(&table, 1, (const uint16_t[]){2}), STAITH_ERR_INVAL);
    /* Both tables add up, each by itself: 2 + 4 and 3 + 3. */
    struct staith_cell *cells = table.parts[1].cells;
    assert_int_equal(cells[0].value, 2);
    cells[0].value = 3;
    cells[1].value = 3;
    assert_int_equal(refused(&table, 2, (const uint16_t[]){0, 1}), STAITH_ERR_INVAL);
    /* Children above their total. */
    cells[1].value = 4;
    assert_int_equal(refused(&table, 1, (const uint16_t[]){1}), STAITH_ERR_INVAL);
    protect_table_deinit(&table);
}

/* Whatever the arena permits, the tables compile or are refused for want of memory. */
static void memory(void **state)
{
    (void)state;
    struct protect_table table;
    const uint16_t tables[] = {0};
    int code = STAITH_ERR_LIMIT;
    int refusals_seen = 0;
    people(&table);
    protect_table_over(&table, "by_role_reason", 2, by_role_reason);
    protect_table_finish(&table);
    for (size_t most = 0; code == STAITH_ERR_LIMIT && most < 65536; most += 32) {
        struct staith_arena arena;
        struct staith_system system = {.cell_count = 77};
        struct staith_err err = {0};
        staith_arena_init(&arena, most);
        code = staith_compile(&table.raw, tables, 1, &arena, &system, &err);
        assert_int_equal(err.code, code);
        assert_int_equal(system.cell_count, code == 0 ? 12 : 77);
        refusals_seen += code == 0 ? 0 : 1;
        staith_arena_deinit(&arena);
    }
    assert_int_equal(code, 0);
    assert_true(refusals_seen > 20);
    protect_table_deinit(&table);
}

static char many_codes[996][8];
static const char *many[996];

/* Two tables of which each is small enough: 998 x 998 and 998 x 12 places, of which a million may
 * be compiled. */
static void too_large_together(void **state)
{
    (void)state;
    struct protect_table table;
    struct staith_arena arena;
    struct staith_system system;
    struct staith_err err = {0};
    const uint16_t tables[] = {0, 1};
    const uint16_t lists[] = {0, 1, 2};
    for (int i = 0; i < 996; i++) {
        (void)snprintf(many_codes[i], sizeof(many_codes[i]), "c%d", i);
        many[i] = many_codes[i];
    }
    protect_table_init(&table);
    protect_table_dimension(&table, "a", 996, many, NULL);
    protect_table_dimension(&table, "b", 996, many, NULL);
    protect_table_dimension(&table, "c", 10, many, NULL);
    protect_table_over(&table, "t", 2, lists);
    protect_table_over(&table, "u", 2, lists + 1);
    protect_table_finish(&table);
    staith_arena_init(&arena, (size_t)1 << 28);
    assert_int_equal(staith_compile(&table.raw, tables, 2, &arena, &system, &err),
                     STAITH_ERR_LIMIT);
    assert_non_null(strstr(err.what, "too large"));
    assert_true(err.remedy[0] != '\0');
    staith_arena_deinit(&arena);
    protect_table_deinit(&table);
}

/* Four dimensions with the longest codes there are. */
static void too_long(void **state)
{
    (void)state;
    static char codes[4][64];
    struct protect_table table;
    struct staith_err err = {0};
    struct staith_arena arena;
    struct staith_system system;
    const uint16_t tables[] = {0};
    const uint16_t all_four[] = {0, 1, 2, 3};
    protect_table_init(&table);
    for (int d = 0; d < 4; d++) {
        memset(codes[d], 'a' + d, 63);
        const char *one_code = codes[d];
        protect_table_dimension(&table, codes[d], 1, &one_code, NULL);
    }
    protect_table_people(&table, 0, 0, 0, 3);
    protect_table_over(&table, "t", 4, all_four);
    protect_table_finish(&table);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_compile(&table.raw, tables, 1, &arena, &system, &err),
                     STAITH_ERR_LIMIT);
    assert_non_null(strstr(err.what, "name"));
    /* A name by itself: as much room as it takes, and one less, wherever the room ends. */
    char name[600];
    const struct staith_cell cell = {0};
    assert_int_equal(staith_compile_name(&table.catalogue, 0, &cell, name, sizeof(name)), 0);
    size_t length = strlen(name);
    assert_int_equal(length, 7 + 4 * (1 + 63 + 1 + 63));
    assert_int_equal(staith_compile_name(&table.catalogue, 0, &cell, name, length + 1), 0);
    for (size_t cap = 1; cap <= length; cap++) {
        assert_int_equal(staith_compile_name(&table.catalogue, 0, &cell, name, cap),
                         STAITH_ERR_LIMIT);
    }
    staith_arena_deinit(&arena);
    protect_table_deinit(&table);
}

/* A pick that is not given is passed over; one that does not add up ends it, whatever follows. */
static void picks_in_turn(void **state)
{
    (void)state;
    struct protect_table table;
    struct staith_arena arena;
    struct staith_system system = {0};
    struct staith_err err = {0};
    const struct staith_compile_pick pick[] = {{0, 0}, {1, 0}};
    people(&table);
    protect_table_over(&table, "by_role", 1, by_role);
    protect_table_over(&table, "by_reason", 1, by_reason);
    protect_table_finish(&table);
    staith_arena_init(&arena, 1 << 20);
    struct staith_cell *cells = table.parts[0].cells;
    cells[0].value = 3; /* and 4, of 6 */
    assert_int_equal(staith_compile_picks(&table.raw, pick, 2, &arena, &system, &err),
                     STAITH_ERR_INVAL);
    struct staith_cell top = {.categories = {STAITH_TOTAL}, .status = STAITH_STATUS_UNAVAILABLE};
    table.parts[0] = (struct staith_rawtable_part){0, 1, &top};
    assert_int_equal(staith_compile_picks(&table.raw, pick, 2, &arena, &system, &err), 0);
    assert_int_equal(staith_system_find(&system, "leavers|role=worker"), -1);
    assert_true(staith_system_find(&system, "leavers|reason=moved") >= 0);
    staith_arena_deinit(&arena);
    protect_table_deinit(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one),         cmocka_unit_test(picks),
        cmocka_unit_test(linked),      cmocka_unit_test(hierarchy),
        cmocka_unit_test(passed_over), cmocka_unit_test(refusals),
        cmocka_unit_test(memory),      cmocka_unit_test(too_large_together),
        cmocka_unit_test(too_long),    cmocka_unit_test(picks_in_turn)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
