/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/recode.h"
#include "memory_source.h"

#include <string.h>

/* Read all of it as UTF-8, in steps of every size up to 7. */
static void check(const void *bytes, size_t len, enum staith_kit_encoding encoding,
                  const char *expected)
{
    static struct staith_kit_recode recode;
    struct staith_memory_source source;
    char text[256];
    for (size_t step = 1; step < 8; step++) {
        enum staith_kit_encoding found = STAITH_KIT_ENCODING_UTF8;
        uint64_t offset = 0;
        staith_memory_source_init(&source, bytes, len, step);
        assert_int_equal(staith_kit_encoding_find(&source.host, 0, &found, &offset), STAITH_OK);
        assert_int_equal(found, encoding);
        staith_kit_recode_init(&recode, &source.host, 0, found);
        size_t at = 0;
        size_t got = 0;
        while (recode.host.read_at(recode.host.ctx, 0, at, text + at, step, &got) == STAITH_OK) {
            at += got;
        }
        text[at] = '\0';
        assert_string_equal(text, expected);
    }
}

static void test_encodings(void **state)
{
    (void)state;
    check("Zo\xC3\xAB", 4, STAITH_KIT_ENCODING_UTF8, "Zo\xC3\xAB");
    check("", 0, STAITH_KIT_ENCODING_UTF8, "");
    check("Zo\xEB \x80\x99", 6, STAITH_KIT_ENCODING_WINDOWS_1252,
          "Zo\xC3\xAB \xE2\x82\xAC\xE2\x84\xA2");
    /* U+1F600 and a lone half of a pair */
    check("\xFF\xFE\x3D\xD8\x00\xDE\x00\xD8"
          "a\0",
          10, STAITH_KIT_ENCODING_UTF16_LE,
          "\xEF\xBB\xBF\xF0\x9F\x98\x80\xEF\xBF\xBD"
          "a");
    check("\xFE\xFF\0Z\0\xEB\0", 7, STAITH_KIT_ENCODING_UTF16_BE,
          "\xEF\xBB\xBFZ\xC3\xAB\xEF\xBF\xBD");
}

static void test_neither(void **state)
{
    (void)state;
    struct staith_memory_source source;
    enum staith_kit_encoding found = STAITH_KIT_ENCODING_UTF16_BE;
    uint64_t offset = 0;
    staith_memory_source_init(&source, "abc\xEB\x01", 5, 2);
    assert_int_equal(staith_kit_encoding_find(&source.host, 0, &found, &offset), STAITH_ESOURCE);
    assert_int_equal(offset, 4);
    staith_memory_source_init(&source, "abc\x81", 4, 2);
    assert_int_equal(staith_kit_encoding_find(&source.host, 0, &found, &offset), STAITH_ESOURCE);
    assert_int_equal(offset, 3);
    staith_memory_source_init(&source, "abcdef", 6, 2);
    source.fail_offset = 3;
    assert_int_equal(staith_kit_encoding_find(&source.host, 0, &found, &offset), STAITH_EIO);
    assert_int_equal(found, STAITH_KIT_ENCODING_UTF16_BE);
}

static void test_forward_only(void **state)
{
    (void)state;
    static struct staith_kit_recode recode;
    struct staith_memory_source source;
    char text[4];
    size_t got = 0;
    staith_memory_source_init(&source, "\xEB", 1, 1);
    staith_kit_recode_init(&recode, &source.host, 0, STAITH_KIT_ENCODING_WINDOWS_1252);
    assert_int_equal(recode.host.read_at(recode.host.ctx, 0, 1, text, 4, &got), STAITH_EINVAL);
    assert_int_equal(recode.host.read_at(recode.host.ctx, 0, 0, text, 4, &got), STAITH_OK);
    assert_int_equal(got, 2);
    assert_int_equal(recode.host.read_at(recode.host.ctx, 0, 2, text, 4, &got), STAITH_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_encodings),
                                       cmocka_unit_test(test_neither),
                                       cmocka_unit_test(test_forward_only)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
