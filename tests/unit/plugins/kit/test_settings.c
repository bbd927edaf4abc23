/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/kit_settings.h>

#include <stdio.h>
#include <string.h>

static const struct staith_kit_code colours[] = {{"red", 0}, {"dark_blue", 1}};
static const struct staith_kit_column columns[] = {
    {.name = "name", .type = STAITH_KIT_TYPE_TEXT, .required = true},
    {.name = "colour", .type = STAITH_KIT_TYPE_CODE, .codes = colours, .code_count = 2},
    {.name = "count", .type = STAITH_KIT_TYPE_INTEGER, .maximum = 100}};

struct taken {
    uint32_t rows;
    int64_t sum;
};

static int on_row(void *ctx, const struct staith_kit_cell *cells,
                  char what[STAITH_KIT_COMPLAINT_BYTES])
{
    struct taken *taken = ctx;
    taken->rows++;
    taken->sum += staith_kit_has(&cells[2]) ? cells[2].number : 0;
    if (strcmp(cells[0].text, "bad") == 0) {
        (void)snprintf(what, STAITH_KIT_COMPLAINT_BYTES, "this name is not liked");
        return STAITH_EINVAL;
    }
    return strcmp(cells[0].text, "memory") == 0 ? STAITH_ENOMEM : STAITH_OK;
}

static int read_text(const char *text, struct taken *taken, struct staith_kit_complaint *complaint)
{
    const struct staith_kit_settings table = {columns, 3, 3, taken, on_row};
    return staith_kit_settings_read(text, strlen(text), &table, complaint);
}

static void test_rows(void **state)
{
    (void)state;
    struct taken taken = {0, 0};
    struct staith_kit_complaint complaint = {0, ""};
    assert_int_equal(read_text("", &taken, &complaint), STAITH_OK);
    assert_int_equal(taken.rows, 0);
    assert_int_equal(
        read_text("Count,NAME,colour\n7,a,Red\n,b,\n35,c,dark blue\n", &taken, &complaint),
        STAITH_OK);
    assert_int_equal(taken.rows, 3);
    assert_int_equal(taken.sum, 42);
}

static void test_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t line;
        const char *words;
    } cases[] = {{"name,colour,count\na,green,1\n", 2, "colour"},
                 {"name,colour,count\na,red,101\n", 2, "count"},
                 {"name,colour,count\na,red,1\n,red,1\n", 3, "name: the cell is empty"},
                 {"name,colour,count\na,,1\nbad,,1\n", 3, "not liked"},
                 {"name,colour,count\na,,1\nb,,1\nc,,1\nd,,1\n", 5, "too many rows"},
                 {"colour,count\nred,1\n", 1, "name"},
                 {"name,colour,count\n\"a,red,1\n", 2, "quotation"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct taken taken = {0, 0};
        struct staith_kit_complaint complaint = {0, ""};
        assert_int_equal(read_text(cases[i].text, &taken, &complaint), STAITH_EINVAL);
        if (complaint.line != cases[i].line || strstr(complaint.what, cases[i].words) == NULL) {
            fail_msg("%u: \"%s\" in line %u", (unsigned)i, complaint.what,
                     (unsigned)complaint.line);
        }
    }
    struct taken taken = {0, 0};
    struct staith_kit_complaint complaint = {0, ""};
    assert_int_equal(read_text("name,colour,count\nmemory,,1\n", &taken, &complaint),
                     STAITH_ENOMEM);
}

static void test_words(void **state)
{
    (void)state;
    static const char text[] = "column,word,code\ncolour,Crimson,red\ncolour,Navy,dark blue\n";
    struct staith_kit_words words = {0};
    struct staith_kit_complaint complaint = {0, ""};
    assert_int_equal(staith_kit_words_read(text, strlen(text), columns, 3, &words, &complaint), 0);
    assert_int_equal(words.count, 3);
    assert_int_equal(words.columns[1].code_count, 4);
    assert_string_equal(words.columns[1].codes[2].code, "Crimson");
    assert_int_equal(words.columns[1].codes[2].value, 0);
    assert_int_equal(words.columns[1].codes[3].value, 1);
    assert_int_equal(words.columns[0].code_count, 0);
    staith_kit_words_deinit(&words);
    /* None: the columns as they are. */
    assert_int_equal(staith_kit_words_read("", 0, columns, 3, &words, &complaint), 0);
    assert_int_equal(words.columns[1].code_count, 2);
    staith_kit_words_deinit(&words);
    static const char *const bad[][2] = {
        {"column,word,code\nsize,L,red\n", "no column of codes"},
        {"column,word,code\nname,L,red\n", "no column of codes"},
        {"column,word,code\ncolour,L,green\n", "no such code"},
        {"column,word,code\ncolour,Red,dark_blue\n", "another code"},
        {"column,word,code\ncolour,L,red\ncolour,l,dark_blue\n", "another code"}};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(
            staith_kit_words_read(bad[i][0], strlen(bad[i][0]), columns, 3, &words, &complaint),
            STAITH_EINVAL);
        assert_non_null(strstr(complaint.what, bad[i][1]));
        staith_kit_words_deinit(&words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_what_is_wrong),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
