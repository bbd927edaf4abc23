/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/xlsx.h"
#include "make_zip.h"
#include "memory_source.h"

#include <stdlib.h>
#include <string.h>

/* Numbers from ECMA-376, part 1, 18.8.30. */
static void test_date_formats(void **state)
{
    (void)state;
    static const uint32_t dates[] = {14, 15, 16, 17, 22};
    static const uint32_t others[] = {0, 1, 2, 9, 13, 18, 21, 37, 45, 49, 164};
    static const char *const date_codes[] = {"dd/mm/yyyy", "[$-809]d mmmm yyyy;@", "yyyy\\-mm",
                                             "D-M"};
    static const char *const other_codes[] = {"0.00", "[Red]0", "\"day\" 0", "General",
                                              "\\d0", "[h]:mm", "_-0_d",     "hh:mm"};
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        assert_true(staith_kit_xlsx_date_format(dates[i], NULL));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(staith_kit_xlsx_date_format(others[i], NULL));
    }
    for (size_t i = 0; i < sizeof date_codes / sizeof date_codes[0]; i++) {
        assert_true(staith_kit_xlsx_date_format(164, date_codes[i]));
    }
    for (size_t i = 0; i < sizeof other_codes / sizeof other_codes[0]; i++) {
        assert_false(staith_kit_xlsx_date_format(164, other_codes[i]));
    }
}

static int open_parts(const struct make_zip_part *parts, size_t count, struct staith_kit_xlsx *book)
{
    struct staith_memory_source source;
    size_t len = 0;
    uint8_t *bytes = make_zip(parts, count, &len);
    staith_memory_source_init(&source, bytes, len, 4096);
    memset(book, 0, sizeof *book);
    assert_int_equal(staith_kit_zip_open(&source.host, 0, 1 << 20, &book->zip), STAITH_OK);
    int result = staith_kit_xlsx_open(book);
    staith_kit_zip_close(book->zip);
    book->zip = NULL;
    free(bytes);
    return result;
}

/* As strict programs write it: prefixes, a part elsewhere, a target that climbs. */
static void test_opens(void **state)
{
    (void)state;
    static struct staith_kit_xlsx book;
    const struct make_zip_part parts[] = {
        {"_rels/.rels",
         "<r:Relationships xmlns:r='r'><r:Relationship Id='a' Type='x/officeDocument' "
         "Target='book/main/w.xml'/></r:Relationships>",
         0},
        {"book/main/w.xml",
         "<x:workbook xmlns:x='x'><x:workbookPr date1904='true'/><x:sheets>"
         "<x:sheet name='One' id='s1'/><x:sheet name='Two' id='none'/></x:sheets></x:workbook>",
         0},
        {"book/main/_rels/w.xml.rels",
         "<Relationships><Relationship Id='s1' Type='x/worksheet' Target='../s/1.xml'/>"
         "<Relationship Id='t' Type='x/sharedStrings' Target='./t.xml'/></Relationships>",
         0},
        {"book/main/t.xml",
         "<sst><si><t>a</t></si><si/><si><t xml:space='preserve'> b</t></si></sst>", 0}};
    assert_int_equal(open_parts(parts, 4, &book), STAITH_OK);
    assert_true(book.epoch_1904);
    assert_int_equal(book.sheet_count, 2);
    assert_string_equal(book.sheets[0].name, "One");
    assert_string_equal(book.sheets[0].part, "book/s/1.xml");
    assert_string_equal(book.sheets[1].part, "");
    assert_int_equal(book.style_count, 0);
    assert_int_equal(book.string_count, 3);
    assert_string_equal(book.text + book.string_at[0], "a");
    assert_string_equal(book.text + book.string_at[1], "");
    assert_string_equal(book.text + book.string_at[2], " b");
    staith_kit_xlsx_free(&book);
    assert_int_equal(open_parts(parts, 2, &book), STAITH_ESOURCE); /* no relations */
    staith_kit_xlsx_free(&book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_date_formats),
                                       cmocka_unit_test(test_opens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
