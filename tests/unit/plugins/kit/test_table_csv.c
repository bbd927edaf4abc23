/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "table_case.h"

#include <string.h>

static void read_bytes(const void *bytes, size_t len, int result, const char *rows,
                       const char *findings)
{
    static struct table_case table;
    for (size_t step = 1; step < 20; step += 6) {
        table_case_init(&table, bytes, len);
        table.source.step = step;
        assert_int_equal(table_case_read(&table), result);
        assert_string_equal(table.rows, rows);
        assert_string_equal(table.findings, findings);
    }
}

static void test_utf8(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBFname,start\r\nZo\xC3\xAB,2025-09-30\r\n";
    read_bytes(text, sizeof text - 1, STAITH_OK, "1@2[Zo\xC3\xAB|20361|.|.|.] ", "");
}

static void test_windows_1252(void **state)
{
    (void)state;
    static const char text[] = "name,start,rate\nZo\xEB \x80,2025-09-30,\xA3"
                               "12\n";
    read_bytes(text, sizeof text - 1, STAITH_OK, "1@2[Zo\xC3\xAB \xE2\x82\xAC|20361|1200|.|.] ",
               "code_page@0:0:0 ");
}

static void test_utf16(void **state)
{
    (void)state;
    static const char ascii[] = "name\tstart\r\nAnn\t2025-09-30\r\n";
    unsigned char bytes[2 * sizeof ascii + 2];
    for (int big = 0; big < 2; big++) {
        bytes[big] = 0xFF;
        bytes[1 - big] = 0xFE;
        for (size_t i = 0; i < sizeof ascii - 1; i++) {
            bytes[2 + 2 * i + (size_t)big] = (unsigned char)ascii[i];
            bytes[2 + 2 * i + (size_t)(1 - big)] = 0;
        }
        read_bytes(bytes, 2 * sizeof ascii, STAITH_OK, "1@2[Ann|20361|.|.|.] ", "");
    }
}

static void test_no_text(void **state)
{
    (void)state;
    static const char nul[] = "name,start\nAnn,2025\0-09-30\n";
    read_bytes(nul, sizeof nul - 1, STAITH_ESOURCE, "", "not_text@0:2:9 ");
    static const char odd[] = "name,start\nAnn\x81,2025-09-30\n";
    read_bytes(odd, sizeof odd - 1, STAITH_ESOURCE, "", "not_text@0:0:0 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8), cmocka_unit_test(test_windows_1252),
        cmocka_unit_test(test_utf16), cmocka_unit_test(test_no_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
