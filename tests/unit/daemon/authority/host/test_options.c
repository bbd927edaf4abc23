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
    const struct staith_order_option least[] = {{"format", "csv", "a.yaml:3:4"}};
    assert_int_equal(read_options(least, 1, settings, &err), 0);
    assert_string_equal(settings[0].name, "strict");
    assert_int_equal(settings[0].integer, 0);
    assert_int_equal(settings[1].integer, 40);
    assert_string_equal(settings[2].text, "abc");
    assert_string_equal(settings[3].text, "csv");
    assert_int_equal(settings[3].integer, 1);
    const struct staith_order_option all[] = {{"title", "xy", "a.yaml:1:1"},
                                              {"format", "xml", "a.yaml:2:1"},
                                              {"strict", "true", "a.yaml:3:1"},
                                              {"cases", "-5", "a.yaml:4:1"}};
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
    const struct staith_order_option given[] = {{"format", "csv", "a.yaml:3:4"},
                                                {name, value, "a.yaml:17:9"}};
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
    const struct staith_order_option wrong[] = {{"format", "ods", "a.yaml:3:4"}};
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_and_defaults), cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_choice_and_missing), cmocka_unit_test(test_wrong_default)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
