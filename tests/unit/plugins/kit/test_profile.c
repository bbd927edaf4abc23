/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory_source.h"

#include <staith/kit_profile.h>
#include <string.h>

static struct staith_kit_profile profile;

static int read_text(const char *text)
{
    struct staith_memory_source source;
    staith_memory_source_init(&source, text, strlen(text), 50);
    return staith_kit_profile_read(&source.host, 0, NULL, &profile);
}

static void test_shapes(void **state)
{
    (void)state;
    assert_int_equal(read_text("A list\n\nWorker name,Start,Team,Rate,FTE,Cases,Active,Free\n"
                               "Ann,30/09/2025,Duty,\xC2\xA3"
                               "30,0.5,3,yes,a long story\n"
                               "Bo,2025-10-01,Duty,31.5,1,12,no,\n"
                               "Cy,01-Oct-2025,Duty,\xC2\xA3"
                               "9.99,0.75,4,yes,another\n"
                               "Di,,Care,,1.00,5,no,more\n"),
                     STAITH_OK);
    assert_int_equal(profile.rows, 4);
    assert_int_equal(profile.heading_line, 3);
    assert_int_equal(profile.column_count, 8);
    const struct staith_kit_profile_column *c = profile.columns;
    assert_string_equal(c[1].heading, "Start");
    assert_int_equal(c[1].filled, 3);
    assert_int_equal(c[1].dates, 3);
    assert_int_equal(c[3].moneys, 2);
    assert_int_equal(c[3].decimals, 1);
    assert_int_equal(c[4].decimals, 4);
    assert_int_equal(c[4].digits, 2);
    assert_int_equal(c[5].integers, 4);
    assert_int_equal(c[6].yes_no, 4);
    assert_int_equal(c[7].filled, 3);
}

/* What is kept of values: texts in three rows at least, and none of people. */
static void test_keeps_codes_alone(void **state)
{
    (void)state;
    assert_int_equal(read_text("Manager,Team,Role\nSam,Duty,x\nSam,Duty,y\nSam,Duty,z\n"
                               "Sam,Care,z\n"),
                     STAITH_OK);
    assert_true(profile.columns[0].personal);
    assert_int_equal(profile.columns[0].code_count, 0);
    assert_int_equal(profile.columns[1].code_count, 1);
    assert_string_equal(profile.columns[1].codes[0].text, "Duty");
    assert_int_equal(profile.columns[1].codes[0].rows, 3);
    assert_int_equal(profile.columns[2].code_count, 0);
    static const char *const bytes = (const char *)&profile;
    for (size_t i = 0; i + 4 < sizeof profile; i++) {
        assert_true(memcmp(bytes + i, "Sam", 4) != 0 && memcmp(bytes + i, "Care", 5) != 0);
    }
}

static void test_personal_headings(void **state)
{
    (void)state;
    assert_int_equal(
        read_text("Full name,Date of Birth,SWE no,Employee ID,E-mail,NI number,Notes,"
                  "Postcode,Signed by,Team name,Grade,Band\na,b,c,d,e,f,g,h,i,j,k,l\n"),
        STAITH_OK);
    for (uint32_t i = 0; i < 12; i++) {
        assert_int_equal(profile.columns[i].personal, i < 9);
    }
}

static void test_many(void **state)
{
    (void)state;
    char text[4096] = "Team,Grade\n";
    for (char c = 'a'; c <= 'u'; c++) { /* 21 of them */
        for (int i = 0; i < 3; i++) {
            size_t len = strlen(text);
            text[len] = c;
            memcpy(text + len + 1, ",x\n", 4);
        }
    }
    assert_int_equal(read_text(text), STAITH_OK);
    assert_true(profile.columns[0].many);
    assert_int_equal(profile.columns[0].code_count, 0);
    assert_int_equal(profile.columns[1].code_count, 1);
}

static void test_no_table(void **state)
{
    (void)state;
    assert_int_equal(read_text(""), STAITH_ESOURCE);
    assert_int_equal(read_text("1,2\n3,4\n"), STAITH_ESOURCE);
    assert_int_equal(read_text("a,a\n"), STAITH_ESOURCE);
    assert_int_equal(read_text("PK\x03\x04 no zip"), STAITH_ESOURCE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shapes), cmocka_unit_test(test_keeps_codes_alone),
        cmocka_unit_test(test_personal_headings), cmocka_unit_test(test_many),
        cmocka_unit_test(test_no_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
