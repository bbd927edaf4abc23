/* SPDX-License-Identifier: Apache-2.0 */
/* Small files of our own in the columns of the published ones; the figures are invented. */
#include "aggregator/store/national_file.h"
#include "store_fixture.h"

#define HEADER                                                                                     \
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,"          \
    "region_name,old_la_code,new_la_code,la_name,inpost_fte,turnover_rate_fte,agency_fte\n"
#define ENGLAND "2025,Reporting year,National,E92000001,England,,,,,,30000.5,11.8,5000\n"

static struct staith_national_file *read_text(const char *text)
{
    struct staith_national_file *file = NULL;
    struct staith_err err = {0};
    int code = staith_national_file_read("test.csv", text, strlen(text), &file, &err);
    if (code != 0) {
        fail_msg("%s: %s", err.where, err.what);
    }
    return file;
}

static const struct staith_national_row *row_of(const struct staith_national_file *file,
                                                const char *period, const char *area)
{
    for (uint32_t i = 0; i < file->row_count; i++) {
        const struct staith_national_row *row = &file->rows[i];
        if (strcmp(row->period, period) == 0 && strcmp(row->area, area) == 0 && !row->superseded) {
            return row;
        }
    }
    return NULL;
}

static void refused(const char *text, const char *where, const char *what)
{
    struct staith_national_file *file = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_national_file_read("test.csv", text, strlen(text), &file, &err),
                     STAITH_ERR_SYNTAX);
    assert_null(file);
    assert_string_equal(err.where, where);
    if (strstr(err.what, what) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", what, err.what);
    }
    assert_true(err.remedy[0] != '\0');
}

static void published_layout(void **state)
{
    (void)state;
    struct staith_national_file *file = read_text(
        "\xEF\xBB\xBF" HEADER ENGLAND
        "2025,Reporting year,Regional,E92000001,England,E12000001,North East,,,,2000,9,u\r\n"
        "2025,Reporting year,Regional,E92000001,England,E12000007,London,,,,5000,9,low\n"
        "2025,Reporting year,Regional,E92000001,England,E13000001,Inner London,,,,2000,9,\n"
        "2025,Reporting year,Local authority,E92000001,England,E12000003,Y,810,E06000010,"
        "\"Hull, City \"\"of\"\"\",280.7,13.9,z\n"
        "2025,Reporting year,Local authority,E92000001,England,E13000002,Outer London,"
        "314 / 318,E09000021 / E09000027,Kingston / Richmond,100,1.5,0\n"
        ",,,,,,,,,,,,\n");
    assert_int_equal(file->item_count, 3);
    assert_int_equal(file->line_count, 6);
    assert_int_equal(file->row_count, 7);
    assert_int_equal(file->joint_count, 1);
    assert_int_equal(file->figure_count, 20);
    assert_int_equal(file->unknown_count, 0);
    const struct staith_national_row *england = row_of(file, "2025", "ENG");
    assert_string_equal(england->level, "country");
    assert_string_equal(england->area_name, "England");
    assert_int_equal(england->cells[0].value, 300005);
    assert_int_equal(england->cells[0].decimals, 1);
    assert_int_equal(england->cells[2].value, 5000);
    assert_int_equal(england->cells[2].decimals, 0);
    assert_int_equal(row_of(file, "2025", "E12000001")->cells[2].status, STAITH_STATUS_UNRELIABLE);
    assert_string_equal(row_of(file, "2025", "E12000007")->level, "region");
    assert_string_equal(row_of(file, "2025", "E13000001")->level, "subregion");
    assert_int_equal(row_of(file, "2025", "E13000001")->cells[2].status, STAITH_STATUS_UNSET);
    assert_string_equal(row_of(file, "2025", "810")->area_name, "Hull, City \"of\"");
    assert_int_equal(row_of(file, "2025", "810")->line, 6);
    assert_string_equal(row_of(file, "2025", "314")->joint, "314 / 318");
    assert_string_equal(row_of(file, "2025", "318")->joint, "314 / 318");
    assert_int_equal(row_of(file, "2025", "318")->cells[1].value, 15);
    staith_national_file_free(file);
}

/* The edition of 2022: other names, per cent signs in them, six-digit periods, other order. */
static void earlier_layout_in_another_order(void **state)
{
    (void)state;
    struct staith_national_file *file =
        read_text("Turnover_Rate_FTE_%,leaver_fte,new_la_code,OLD_LA_CODE,la_name,region_code,"
                  "geographic_level,time_period,survey_note\n"
                  "12.5,40.3,E06000047,840,County Durham,E12000001,Local Authority,202122,a\n");
    assert_int_equal(file->item_count, 2);
    assert_string_equal(file->items[0], "turnover_rate_fte");
    assert_string_equal(file->items[1], "leavers_fte");
    assert_int_equal(file->unknown_count, 1);
    assert_string_equal(file->unknown[0], "survey_note");
    const struct staith_national_row *row = row_of(file, "2022", "840");
    assert_non_null(row);
    assert_int_equal(row->cells[0].value, 125);
    assert_int_equal(row->cells[1].value, 403);
    staith_national_file_free(file);
}

static void table_of_facts(void **state)
{
    (void)state;
    struct staith_national_file *file =
        read_text("period,level,area_code,area_name,agency_rate_fte,cases\n"
                  "2024,country,ENG,England,13.0,321661\n"
                  "2024,region,E12000001,North East,8.2,22736\n"
                  "2024,authority,840,County Durham,c,4378");
    assert_int_equal(file->row_count, 3);
    assert_int_equal(row_of(file, "2024", "ENG")->cells[0].value, 130);
    assert_string_equal(row_of(file, "2024", "E12000001")->area_name, "North East");
    assert_int_equal(row_of(file, "2024", "840")->cells[0].status, STAITH_STATUS_SUPPRESSED);
    assert_int_equal(row_of(file, "2024", "840")->cells[1].value, 4378);
    staith_national_file_free(file);
}

/* A council with a row of its own beside a joint one: its own counts, and nothing is double. */
static void own_row_stands_before_the_joint_one(void **state)
{
    (void)state;
    struct staith_national_file *file = read_text("period,level,area_code,area_name,cases\n"
                                                  "2024,authority,940 / 941,Both,7\n"
                                                  "2024,authority,941,West,z\n");
    assert_int_equal(file->row_count, 3);
    assert_int_equal(file->figure_count, 2);
    assert_int_equal(row_of(file, "2024", "941")->cells[0].status, STAITH_STATUS_NOT_APPLICABLE);
    assert_int_equal(row_of(file, "2024", "940")->cells[0].value, 7);
    staith_national_file_free(file);
}

static void wrong_files_are_told_where(void **state)
{
    (void)state;
    refused("", "test.csv", "no row");
    refused("name;value\n1;2\n", "test.csv:1", "time_period");
    refused("period,level,area_code,area_name\n", "test.csv:1", "figures");
    refused("period,level,cases\n", "test.csv:1", "old_la_code");
    refused("period,level,area_code,cases,Cases\n", "test.csv:1:5", "mean the same");
    refused(HEADER, "test.csv", "no row");
    refused(HEADER ENGLAND ENGLAND, "test.csv:3", "England in 2025 stands in line 2 already");
    refused(HEADER ENGLAND "2025,Reporting year,National,E92000001,England,,,,,,1,2\n",
            "test.csv:3:12", "as many columns");
    refused(HEADER "25,R,National,E92000001,England,,,,,,1,2,3\n", "test.csv:2:1", "no year");
    refused(HEADER "2025,R,School,E92000001,England,,,,,,1,2,3\n", "test.csv:2:3", "level");
    refused(HEADER "2025,R,Regional,E92000001,England,NE,,,,,1,2,3\n", "test.csv:2:6", "region");
    refused(HEADER "2025,R,Local authority,E9,England,E12000001,NE,84,,,1,2,3\n", "test.csv:2:8",
            "local authority");
    refused(HEADER ENGLAND "2025,R,National,E92000001,England,,,,,,1,about 5,3\n", "test.csv:3:12",
            "about 5");
    refused(HEADER "2025,R,National,\"E92\"000001,England,,,,,,1,2,3\n", "test.csv:2:4", "quote");
    refused(HEADER "2025,R,National,E92000001,\"England,,,,,,1,2,3\n", "test.csv:2:5", "quote");
    refused(HEADER "2025,R,National,E92000001,Engl\xFF,,,,,,1,2,3\n", "test.csv:2:5", "UTF-8");
}

/* A quoted name over two lines: the row is where it begins. */
static void lines_are_those_of_the_file(void **state)
{
    (void)state;
    refused("period,level,area_code,area_name,cases\n\n"
            "2024,authority,840,\"County\nDurham\",1\n"
            "2024,authority,841,Darlington,?\n",
            "test.csv:5:5", "?");
    refused("period,level,area_code,area_name,cases\n"
            "2024,authority,840,\"County\nDurham\",?\n",
            "test.csv:2:5", "?");
}

static int count_national(void *ctx, const struct staith_store_national *figure)
{
    size_t *count = ctx;
    *count += 1;
    if (strcmp(figure->area, "318") == 0) {
        assert_string_equal(figure->joint, "314 / 318");
        assert_string_equal(figure->item, "cases");
        assert_string_equal(figure->source, "made up");
        assert_int_equal(figure->value, 7);
    }
    return 0;
}

static void stored_as_one_vintage(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_national_file *file =
        read_text("period,level,area_code,area_name,cases,agency_fte\n"
                  "2024,authority,314 / 318,Both,7,\n"
                  "2024,country,ENG,England,low,5.5\n");
    size_t count = 0;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_national_file_store(fixture->store, file, "made up",
                                                store_fixture_hash(3), &fixture->err),
                     0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_nationals(fixture->store, count_national, &count, &fixture->err),
                     0);
    assert_int_equal(count, 4);
    assert_int_equal(file->figure_count, 4);
    staith_national_file_free(file);
    staith_national_file_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_layout),
        cmocka_unit_test(earlier_layout_in_another_order),
        cmocka_unit_test(table_of_facts),
        cmocka_unit_test(own_row_stands_before_the_joint_one),
        cmocka_unit_test(wrong_files_are_told_where),
        cmocka_unit_test(lines_are_those_of_the_file),
        cmocka_unit_test_setup_teardown(stored_as_one_vintage, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
