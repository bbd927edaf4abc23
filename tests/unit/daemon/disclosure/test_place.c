/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/place.h"

#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void name_of(const struct gate_case *c, const struct staith_place *place, const char *suffix,
                    const char *expected)
{
    char name[128];
    assert_int_equal(staith_place_name(&c->table.catalogue, place, suffix, name, sizeof(name)), 0);
    assert_string_equal(name, expected);
    /* Every smaller buffer is refused. */
    for (size_t cap = 1; cap <= strlen(expected); cap++) {
        assert_int_equal(staith_place_name(&c->table.catalogue, place, suffix, name, cap),
                         STAITH_ERR_LIMIT);
    }
}

static void names(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    const struct staith_place inner = {.table = GATE_BY_ROLE_REASON, .categories = {2, 1}};
    const struct staith_place row = {.table = GATE_BY_ROLE_REASON,
                                     .categories = {STAITH_PLACE_TOTAL, 1}};
    const struct staith_place top = {.table = GATE_HEADLINE};
    name_of(c, &inner, "", "leavers_headcount|role=worker|reason=retired");
    name_of(c, &row, "@2024", "leavers_headcount|reason=retired@2024");
    name_of(c, &top, "", "leavers_headcount");
    gate_case_free(c);
}

/* A table that has its dimensions the other way round names the same cells. */
static void order_is_the_catalogues(void **state)
{
    (void)state;
    static const uint16_t turned[] = {1, 0};
    struct gate_case *c = gate_case_people(gate_people, gate_reasons);
    protect_table_over(&c->table, "turned", 2, turned);
    gate_case_finish(c);
    const struct staith_place place = {.table = 0, .categories = {1, 2}};
    name_of(c, &place, "", "leavers_headcount|role=worker|reason=retired");
    gate_case_free(c);
}

static void places(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_place place = {0};
    const struct staith_release_cell cell = {.table = "by_role_reason",
                                             .measure = "leavers_headcount",
                                             .dimension_count = 2,
                                             .dimensions = {"role", "reason"},
                                             .categories = {"senior", NULL}};
    assert_int_equal(staith_place_of(&c->table.catalogue, &cell, &place), 0);
    assert_int_equal(place.table, GATE_BY_ROLE_REASON);
    assert_int_equal(place.measure, 0);
    assert_int_equal(place.categories[0], 1);
    assert_int_equal(place.categories[1], STAITH_PLACE_TOTAL);
    struct staith_release_cell wrong[5] = {cell, cell, cell, cell, cell};
    wrong[0].table = "by_age";
    wrong[1].measure = "starters";
    wrong[2].dimension_count = 1;
    wrong[3].categories[1] = "senior";
    wrong[4].dimensions[0] = "reason";
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(staith_place_of(&c->table.catalogue, &wrong[i], &place), STAITH_ERR_INVAL);
        assert_int_equal(place.table, GATE_BY_ROLE_REASON);
    }
    gate_case_free(c);
}

/* Names mean places whatever the order of their dimensions, and are refused by what is wrong. */
static void names_that_are_read(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_place place = {0};
    static const struct {
        const char *name;
        enum staith_place_lack lack;
    } each[] = {
        {"leavers_headcount|reason=retired|role=worker", STAITH_PLACE_LACKS_NOTHING},
        {"leavers_headcount", STAITH_PLACE_LACKS_NOTHING},
        {"leavers", STAITH_PLACE_LACKS_MEASURE},
        {"leavers_headcount|team=one", STAITH_PLACE_LACKS_DIMENSION},
        {"leavers_headcount|role", STAITH_PLACE_LACKS_DIMENSION},
        {"leavers_headcount|role=worker|role=manager", STAITH_PLACE_LACKS_DIMENSION},
        {"leavers_headcount|a=b|c=d|e=f|g=h|i=j|k=l|m=n|o=p|q=r|s=t", STAITH_PLACE_LACKS_DIMENSION},
        {"leavers_headcount|role=work", STAITH_PLACE_LACKS_CATEGORY},
        {"leavers_headcount|role=workers", STAITH_PLACE_LACKS_CATEGORY},
    };
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        assert_int_equal(staith_place_read(&c->table.catalogue, each[i].name, &place),
                         each[i].lack);
    }
    assert_int_equal(staith_place_read(&c->table.catalogue, each[0].name, &place), 0);
    name_of(c, &place, "", "leavers_headcount|role=worker|reason=retired");
    assert_int_equal(
        staith_place_read(&c->table.catalogue, "leavers_headcount|reason=retired", &place), 0);
    name_of(c, &place, "", "leavers_headcount|reason=retired");
    /* The measure is in no table by both. */
    c->table.catalogue.table_count = 1;
    assert_int_equal(staith_place_read(&c->table.catalogue, each[0].name, &place),
                     STAITH_PLACE_LACKS_TABLE);
    gate_case_free(c);
}

static void names_that_are_sorted(void **state)
{
    (void)state;
    static const char *const each[][2] = {
        {"leavers", "leavers"},
        {"leavers|role=a", "leavers|role=a"},
        {"x|role=b|age=c|sex=d", "x|age=c|role=b|sex=d"},
        {"=csww.x|b=1|a=22", "=csww.x|a=22|b=1"},
        {"x|ab=1|a=1", "x|a=1|ab=1"},
        {"x|a=12|a=1", "x|a=1|a=12"},
    };
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        char name[64];
        (void)snprintf(name, sizeof(name), "%s", each[i][0]);
        staith_place_sort(name);
        assert_string_equal(name, each[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(order_is_the_catalogues),
        cmocka_unit_test(places),
        cmocka_unit_test(names_that_are_read),
        cmocka_unit_test(names_that_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
