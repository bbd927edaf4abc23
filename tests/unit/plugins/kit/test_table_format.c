/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/table_format.h"
#include "memory_source.h"

#include <string.h>

static int find(const void *bytes, size_t len, const struct staith_kit_raw_format **format,
                uint32_t *check)
{
    struct staith_memory_source source;
    const struct staith_kit_raw_input input = {
        .host = &source.host, .max_bytes = 100, .unpacked_bytes = 1000};
    staith_memory_source_init(&source, bytes, len, 3);
    return staith_kit_format_find(&input, format, check);
}

static void test_finds(void **state)
{
    (void)state;
    const struct staith_kit_raw_format *format = NULL;
    uint32_t check = 99;
    assert_int_equal(find("a,b", 3, &format, &check), STAITH_OK);
    assert_ptr_equal(format, &staith_kit_raw_csv);
    assert_int_equal(find("PK\x03\x04xx", 6, &format, &check), STAITH_OK);
    assert_ptr_equal(format, &staith_kit_raw_xlsx);
    assert_int_equal(find("SQLite format 3\0x", 17, &format, &check), STAITH_OK);
    assert_ptr_equal(format, &staith_kit_raw_sqlite);
    assert_int_equal(check, 99);
}

static void test_refuses(void **state)
{
    (void)state;
    const struct staith_kit_raw_format *format = NULL;
    uint32_t check = 99;
    char large[101];
    memset(large, 'x', sizeof large);
    assert_int_equal(find("", 0, &format, &check), STAITH_ESOURCE);
    assert_int_equal(check, STAITH_KIT_TABLE_EMPTY);
    assert_int_equal(find("\xD0\xCF\x11\xE0\xA1", 5, &format, &check), STAITH_ESOURCE);
    assert_int_equal(check, STAITH_KIT_TABLE_OLD_WORKBOOK);
    assert_int_equal(find("<html><table>", 13, &format, &check), STAITH_ESOURCE);
    assert_int_equal(check, STAITH_KIT_TABLE_UNREADABLE);
    assert_int_equal(find(large, sizeof large, &format, &check), STAITH_ESOURCE);
    assert_int_equal(check, STAITH_KIT_TABLE_TOO_LARGE);
    assert_int_equal(find(large, sizeof large - 1, &format, &check), STAITH_OK);
    assert_ptr_equal(format, &staith_kit_raw_csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_finds),
                                       cmocka_unit_test(test_refuses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
