/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/options.h"

#include <string.h>

static const char *const choices[] = {"xml", "csv", NULL};
static const struct staith_option_def defs[] = {
    {sizeof defs[0], STAITH_OPTION_BOOL, "strict", "Whether queries are errors.", "false", 0, 0,
     NULL},
    {sizeof defs[0], STAITH_OPTION_INTEGER, "cases", "Greatest number of cases.", "40", -5, 99,
     NULL},
    {sizeof defs[0], STAITH_OPTION_STRING, "title", "A title, 2 to 5 bytes.", "abc", 2, 5, NULL},
    {sizeof defs[0], STAITH_OPTION_CHOICE, "format", "The format.", NULL, 0, 0, choices}};

static int read_options(const struct staith_order_option *given, uint32_t count,
                        struct staith_setting ret_settings[4], struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_setting *settings = NULL;
    const struct staith_order order = {.option_count = count, .options = given};
    memset(err, 0, sizeof *err);
    staith_arena_init(&arena, 65536);
    int code = staith_options_read(defs, 4, &order, &arena, &settings, err);
    if (code == 0) {
        memcpy(ret_settings, settings, 4 * sizeof *settings);
    } else {
        assert_null(settings);
    }
    staith_arena_deinit(&arena);
    return code;
}

static void test_values_and_defaults(void **state)
{
    (void)state;
    struct staith_setting settings[4];
    struct staith_err err;
    const struct staith_order_option least[] = {{"format", "csv", "a.yaml:3:4", NULL}};
    assert_int_equal(read_options(least, 1, settings, &err), 0);
    assert_string_equal(settings[0].name, "strict");
    assert_int_equal(settings[0].integer, 0);
    assert_int_equal(settings[1].integer, 40);
    assert_string_equal(settings[2].text, "abc");
    assert_string_equal(settings[3].text, "csv");
    assert_int_equal(settings[3].integer, 1);
    const struct staith_order_option all[] = {{"title", "xy", "a.yaml:1:1", NULL},
                                              {"format", "xml", "a.yaml:2:1", NULL},
                                              {"strict", "true", "a.yaml:3:1", NULL},
                                              {"cases", "-5", "a.yaml:4:1", NULL}};
    assert_int_equal(read_options(all, 4, settings, &err), 0);
    assert_int_equal(settings[0].integer, 1);
    assert_int_equal(settings[1].integer, -5);
    assert_string_equal(settings[2].text, "xy");
    assert_int_equal(settings[3].integer, 0);
}

static void check_bad(const char *name, const char *value, const char *what)
{
    struct staith_setting settings[4];
    struct staith_err err;
    const struct staith_order_option given[] = {{"format", "csv", "a.yaml:3:4", NULL},
                                                {name, value, "a.yaml:17:9", NULL}};
    assert_int_equal(read_options(given, 2, settings, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.what, what);
    assert_string_equal(err.where, "a.yaml:17:9");
    assert_true(err.remedy[0] != '\0');
}

static void test_refuses(void **state)
{
    (void)state;
    check_bad("strict", "yes", "option strict must be true or false");
    check_bad("strict", "", "option strict must be true or false");
    static const char *const numbers[] = {
        "100", "-6", "abc", "", "1.0", "1e1", " 1", "4x", "99999999999999999999"};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        check_bad("cases", numbers[i], "option cases must be a whole number from -5 to 99");
    }
    check_bad("title", "a", "option title must be a text of 2 to 5 bytes");
    check_bad("title", "abcdef", "option title must be a text of 2 to 5 bytes");
    check_bad("title", "ab\xff", "option title must be a text of 2 to 5 bytes");
    check_bad("Title", "abc", "the plugin has no option Title");
    check_bad("format", "csv", "option format is given twice");
}

static void test_choice_and_missing(void **state)
{
    (void)state;
    struct staith_setting settings[4];
    struct staith_err err;
    const struct staith_order_option wrong[] = {{"format", "ods", "a.yaml:3:4", NULL}};
    assert_int_equal(read_options(wrong, 1, settings, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.what, "option format must be one of: xml, csv");
    assert_string_equal(err.where, "a.yaml:3:4");
    assert_string_equal(err.remedy, "correct the option; what it means: The format.");
    assert_int_equal(read_options(NULL, 0, settings, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.what, "option format is missing: the plugin needs it");
}

static void test_wrong_default(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_setting *settings = NULL;
    struct staith_err err = {0};
    const struct staith_order order = {0};
    struct staith_option_def bad = defs[1];
    bad.default_value = "100";
    staith_arena_init(&arena, 65536);
    assert_int_equal(staith_options_read(&bad, 1, &order, &arena, &settings, &err),
                     STAITH_ERR_INVAL);
    assert_int_equal(staith_options_read(&bad, 0, &order, &arena, &settings, &err), 0);
    staith_arena_deinit(&arena);
}

/* ---- groups, lists and files ---- */

static const char *const columns[] = {"start", "finish", NULL};
static const char *const kinds[] = {"a", "b", NULL};
static const struct staith_option_def grown[] = {
    {sizeof defs[0], STAITH_OPTION_MAP, "columns", "Headings.", "", 0, 2, columns},
    {sizeof defs[0], STAITH_OPTION_MAP, "free", "Any names.", "x\ty\n", 1, 3, NULL},
    {sizeof defs[0], STAITH_OPTION_LIST, "kinds", "Kinds.", "", 0, 2, kinds},
    {sizeof defs[0], STAITH_OPTION_FILE, "titles", "The titles.", NULL, 1, 8, NULL}};
enum { GROWN = sizeof grown / sizeof grown[0] };
static const struct staith_order_option titles = {"titles", "a,b\n", "a.yaml:9:9", "/etc/t.csv"};

static int read_grown(const struct staith_order_option *given, uint32_t count,
                      struct staith_arena *arena, struct staith_setting **ret_settings,
                      struct staith_err *err)
{
    const struct staith_order order = {.option_count = count, .options = given};
    memset(err, 0, sizeof *err);
    return staith_options_read(grown, GROWN, &order, arena, ret_settings, err);
}

static void test_groups(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_err err;
    struct staith_setting *settings = NULL;
    const struct staith_order_option given[] = {{"columns.finish", "End date", "a.yaml:3:4", ""},
                                                {"kinds.", "b", "a.yaml:4:4", ""},
                                                {"columns.start", "Start dat", "a.yaml:5:4", NULL},
                                                {"kinds.", "a", "a.yaml:6:4", ""},
                                                titles};
    staith_arena_init(&arena, 65536);
    assert_int_equal(read_grown(given, 5, &arena, &settings, &err), 0);
    assert_string_equal(settings[0].text, "finish\tEnd date\nstart\tStart dat\n");
    assert_int_equal(settings[0].integer, 2);
    assert_string_equal(settings[1].text, "x\ty\n");
    assert_int_equal(settings[1].integer, 1);
    assert_string_equal(settings[2].text, "b\na\n");
    assert_int_equal(settings[2].integer, 2);
    assert_string_equal(settings[3].text, "a,b\n");
    assert_int_equal(settings[3].integer, 4);
    assert_int_equal(read_grown(&titles, 1, &arena, &settings, &err), 0);
    assert_string_equal(settings[0].text, "");
    assert_int_equal(settings[0].integer, 0);
    assert_int_equal(read_grown(NULL, 0, &arena, &settings, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.remedy, "add it to the dataset's files; what it means: The titles.");
    staith_arena_deinit(&arena);
}

static void check_grown(struct staith_order_option bad, const char *what)
{
    struct staith_arena arena;
    struct staith_err err;
    struct staith_setting *settings = NULL;
    const struct staith_order_option given[] = {
        {"columns.start", "S", "a.yaml:1:1", ""}, {"kinds.", "a", "a.yaml:2:2", ""}, bad, titles};
    staith_arena_init(&arena, 65536);
    assert_int_equal(read_grown(given, 4, &arena, &settings, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.what, what);
    assert_string_equal(err.where, "a.yaml:17:9");
    assert_true(err.remedy[0] != '\0');
    staith_arena_deinit(&arena);
}

#define BAD(name, value, file, what)                                                               \
    check_grown((struct staith_order_option){name, value, "a.yaml:17:9", file}, what)

static void test_refuses_groups(void **state)
{
    (void)state;
    char longer[300];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    BAD("columns.stat", "S", "", "option columns: stat is none of: start, finish");
    BAD("columns.start", "S", "", "option columns.start is given twice");
    BAD("columns", "S", "", "option columns must be a group of 0 to 2 names with values");
    BAD("columns.", "S", "", "option columns must be a group of 0 to 2 names with values");
    BAD("free.No", "S", "", "option free: No is not a code");
    BAD("free.a", "", "", "option free: a value must be one line of 1 to 256 bytes");
    BAD("free.a", longer, "", "option free: a value must be one line of 1 to 256 bytes");
    BAD("free.a", "b\tc", "", "option free: a value must be one line of 1 to 256 bytes");
    BAD("free.a", "b\xff", "", "option free: a value must be one line of 1 to 256 bytes");
    BAD("kinds.", "c", "", "option kinds: c is none of: a, b");
    BAD("kinds.a", "a", "", "option kinds must be a list of 0 to 2");
    BAD("other.a", "a", "", "the plugin has no option other");
    BAD("free.a", "b", "/etc/a", "option free is not a file");
}

static void test_refuses_files(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_err err;
    struct staith_setting *settings = NULL;
    struct staith_order_option file = titles;
    staith_arena_init(&arena, 65536);
    file.file = "";
    assert_int_equal(read_grown(&file, 1, &arena, &settings, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.what, "option titles is a file");
    assert_string_equal(err.remedy, "name it under `files:`");
    file = titles;
    file.value = "123456789";
    assert_int_equal(read_grown(&file, 1, &arena, &settings, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.what, "the file for option titles must be UTF-8 text of 1 to 8 bytes");
    file.value = "\xff";
    assert_int_equal(read_grown(&file, 1, &arena, &settings, &err), STAITH_ERR_CONFIG);
    const struct staith_order_option many[] = {
        titles, {"kinds.", "a", "k", ""}, {"kinds.", "a", "k", ""}, {"kinds.", "b", "k", ""}};
    assert_int_equal(read_grown(many, 4, &arena, &settings, &err), STAITH_ERR_CONFIG);
    assert_string_equal(err.what, "option kinds must be a list of 0 to 2");
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values_and_defaults),
                                       cmocka_unit_test(test_refuses),
                                       cmocka_unit_test(test_choice_and_missing),
                                       cmocka_unit_test(test_wrong_default),
                                       cmocka_unit_test(test_groups),
                                       cmocka_unit_test(test_refuses_groups),
                                       cmocka_unit_test(test_refuses_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
