/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"

#include <locale.h>

static const struct staith_cli_column columns[] = {
    {"NAME", STAITH_CLI_LEFT}, {"VALUE", STAITH_CLI_RIGHT}, {"WORDS", STAITH_CLI_WRAPPED}};

static void print(struct cli_capture *capture, unsigned width, bool colour)
{
    struct staith_err err = {0};
    cli_begin(capture, width, colour);
    struct staith_cli_table *table = staith_cli_table_new(&capture->cli, columns, 3);
    const struct staith_cli_cell rows[][3] = {
        {{"Durham", STAITH_CLI_STRONG}, {"430", STAITH_CLI_PLAIN}, {"all well", STAITH_CLI_GOOD}},
        {{"\xC2\xA3", STAITH_CLI_PLAIN},
         {"1,234.50", STAITH_CLI_PLAIN},
         {"not in social care, abroad, not working or career break", STAITH_CLI_PLAIN}},
        {{"none", STAITH_CLI_DIM}, {NULL, STAITH_CLI_PLAIN}, {"", STAITH_CLI_PLAIN}},
    };
    for (size_t i = 0; i < 3; i++) {
        staith_cli_table_row(table, rows[i]);
    }
    assert_int_equal(staith_cli_table_print(table, &err), 0);
    staith_cli_table_free(table);
    cli_finish(capture);
}

static void wide(void **state)
{
    (void)state;
    static const char golden[] =
        "NAME       VALUE  WORDS\n"
        "Durham       430  all well\n"
        "\xC2\xA3       1,234.50  not in social care, abroad, not working or career break\n"
        "none\n";
    struct cli_capture capture;
    print(&capture, 0, false);
    cli_same(capture.out, golden);
    cli_free(&capture);
    print(&capture, 200, false);
    cli_same(capture.out, golden);
    cli_free(&capture);
}

/* Blanks in front indent; they are no place to break a line at, and the word after them fits. */
static void indented(void **state)
{
    (void)state;
    static const struct staith_cli_column one[] = {{"A", STAITH_CLI_WRAPPED},
                                                   {"B", STAITH_CLI_WRAPPED}};
    const struct staith_cli_cell row[] = {{"  Bangladeshi and more", STAITH_CLI_PLAIN},
                                          {"something else", STAITH_CLI_PLAIN}};
    struct cli_capture capture;
    struct staith_err err = {0};
    cli_begin(&capture, 24, false);
    struct staith_cli_table *table = staith_cli_table_new(&capture.cli, one, 2);
    staith_cli_table_row(table, row);
    assert_int_equal(staith_cli_table_print(table, &err), 0);
    staith_cli_table_free(table);
    cli_finish(&capture);
    cli_same(capture.out, "A              B\n"
                          "  Bangladeshi  something\n"
                          "and more       else\n");
    cli_free(&capture);
}

/* Where it is narrow, words stay whole and numbers keep their column. */
static void narrow(void **state)
{
    (void)state;
    struct cli_capture capture;
    print(&capture, 44, false);
    cli_neat(capture.out, 44);
    assert_non_null(strstr(capture.out, "\nDurham       430  all well\n"));
    assert_non_null(strstr(capture.out, "1,234.50  not in social care,\n"));
    assert_non_null(strstr(capture.out, "  abroad, not working or\n"));
    assert_non_null(strstr(capture.out, "  career break\n"));
    cli_free(&capture);
    for (unsigned width = 30; width < 80; width++) {
        print(&capture, width, false);
        cli_neat(capture.out, width);
        cli_free(&capture);
    }
}

static void coloured(void **state)
{
    (void)state;
    struct cli_capture capture;
    print(&capture, 80, true);
    assert_non_null(strstr(capture.out, "\033[32mall well"));
    cli_free(&capture);
    print(&capture, 80, false);
    assert_null(strchr(capture.out, '\033'));
    cli_free(&capture);
}

static void without_rows(void **state)
{
    (void)state;
    struct cli_capture capture;
    struct staith_err err = {0};
    cli_begin(&capture, 80, false);
    struct staith_cli_table *table = staith_cli_table_new(&capture.cli, columns, 3);
    assert_int_equal(staith_cli_table_print(table, &err), 0);
    assert_int_equal(staith_cli_table_print(NULL, &err), STAITH_ERR_NOMEM);
    staith_cli_table_free(table);
    staith_cli_table_free(NULL);
    cli_finish(&capture);
    assert_string_equal(capture.out, "");
    cli_free(&capture);
}

int main(void)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide),     cmocka_unit_test(indented),     cmocka_unit_test(narrow),
        cmocka_unit_test(coloured), cmocka_unit_test(without_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
