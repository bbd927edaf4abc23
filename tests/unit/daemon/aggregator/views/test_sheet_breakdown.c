/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_site_fixture.h"

static const char *csv_of(struct caps_site *fixture, const char *table)
{
    struct staith_sheet sheet;
    staith_sheet_breakdown(&sheet, "Title", fixture->breakdown, CAPS_LAST,
                           table != NULL ? staith_breakdown_find(fixture->breakdown, table) : NULL);
    staith_buf_clear(&fixture->body);
    assert_int_equal(staith_sheet_csv(&sheet, &fixture->body), 0);
    staith_sheet_deinit(&sheet);
    return staith_buf_cstr(&fixture->body);
}

static void a_row_for_each_cell(void **state)
{
    struct caps_site *fixture = *state;
    const char *text = csv_of(fixture, "rates");
    caps_site_holds(text, "period,table,measure,area_code,area,level,dimension_1,category_1,"
                          "dimension_2,category_2,dimension_3,category_3,dimension_4,category_4,"
                          "value,lo,hi,status,contributing,label,unit,reason,multiple_of,reach,"
                          "certificate\n");
    caps_site_holds(text, "2025Q4,rates,rate_median,801,Alpha & Sons,authority,role,social_worker,"
                          "basis,umbrella,,,,,41.50,41.26,41.75,,1,\"Hourly rate, median\",");
    caps_site_holds(text, "2025Q4,rates,rate_median,803,Gamma,authority,role,total,basis,total,,,,,"
                          ",,,c,0,\"Hourly rate, median\",\xC2\xA3,too_few_people,,,\n");
    /* the region of two councils has none; empty cells have no row */
    caps_site_holds(text, "2025Q4,rates,rate_median,E12000001,North East,region,role,social_worker,"
                          "basis,umbrella,,,,,,,,x,2,");
    caps_site_lacks(text, "paye");
    caps_site_lacks(text, "by_role");
}

static void every_table(void **state)
{
    const char *text = csv_of(*state, NULL);
    caps_site_holds(text, ",rates,");
    caps_site_holds(text, "2025Q4,by_role,tested,E12000001,North East,region,role,total,,,,,,,"
                          "100,92,108,,2,Assignments tested,people,,,,\n");
}

/* By what each council's number is protected; the region's sum has no rule of its own. */
static void what_protects(void **state)
{
    struct caps_site *fixture = *state;
    struct staith_store_cell cell = {.authority = "801",
                                     .period = caps_quarter(CAPS_LAST),
                                     .table = "by_role",
                                     .measure = "tested",
                                     .value = {STAITH_STATUS_VALUE, 45, 41, 49},
                                     .base = 5,
                                     .reach = 1,
                                     .certificate = "00112233445566aa"};
    assert_int_equal(staith_breakdown_put(fixture->caps->breakdown, &cell), 0);
    cell.dimension_count = 1;
    cell.dimensions[0] = "role";
    cell.categories[0] = "social_worker";
    cell.value = (struct staith_value){STAITH_STATUS_SUPPRESSED, 0, 0, 7};
    cell.reach = 0;
    assert_int_equal(staith_breakdown_put(fixture->caps->breakdown, &cell), 0);
    const char *text = csv_of(fixture, "by_role");
    caps_site_holds(text, "2025Q4,by_role,tested,801,Alpha & Sons,authority,role,total,,,,,,,45,41,"
                          "49,,1,Assignments tested,people,,5,1,00112233445566aa\n");
    caps_site_holds(text, ",0,7,c,0,Assignments tested,people,,5,0,00112233445566aa\n");
    caps_site_holds(text, ",2,Assignments tested,people,,,,\n");
    caps_site_lacks(text, ",2,Assignments tested,people,,5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_for_each_cell, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(every_table, caps_site_agency, caps_site_teardown),
        cmocka_unit_test_setup_teardown(what_protects, caps_site_agency, caps_site_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
