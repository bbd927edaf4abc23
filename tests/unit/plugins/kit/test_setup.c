/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/kit_settings.h>

#include <string.h>

static const struct staith_kit_column columns[] = {
    {.name = "name", .type = STAITH_KIT_TYPE_TEXT, .required = true}};
static const char *const names[] = {"name", NULL};
static const struct staith_option_def options[] = {
    STAITH_KIT_SETUP_OPTIONS("The period.", names, 1)};

static struct staith_source source;

static const struct staith_source *host_source(void *ctx, uint32_t index)
{
    (void)ctx;
    (void)index;
    return &source;
}

static const void *no_extension(void *ctx, const char *id)
{
    (void)ctx;
    (void)id;
    return NULL;
}

static const struct staith_host host = {.source = host_source, .extension = no_extension};

static int take(struct staith_kit_setup *setup, const char *period, const char *words, bool months)
{
    const struct staith_setting settings[STAITH_KIT_SETUP_OPTION_COUNT] = {
        {"period", period, 0},
        {"columns", "name\tWho\n", 1},
        {"sheet", "S", 0},
        {"query", "", 0},
        {"words", words, 0}};
    memset(setup, 0, sizeof(*setup));
    return staith_kit_setup_take(setup, &host, settings, columns, 1, months);
}

static void test_options(void **state)
{
    (void)state;
    static const char *const order[] = {"period", "columns", "sheet", "query", "words"};
    for (size_t i = 0; i < STAITH_KIT_SETUP_OPTION_COUNT; i++) {
        assert_string_equal(options[i].name, order[i]);
        assert_string_equal(options[i].default_value, "");
    }
}

static void test_period(void **state)
{
    (void)state;
    static const struct {
        const char *option;
        const char *name;
        bool months;
        int32_t part; /* 0: refused; -1: not even taken */
    } cases[] = {{"2025Q3", "x.csv", false, 3},        {"", "x-2025Q2.csv", false, 2},
                 {"2025Q3", "x-2025Q2.csv", false, 3}, {"", "x-2025-07.csv", true, 7},
                 {"", "x-2025-07.csv", false, 0},      {"", "x.csv", true, 0},
                 {"2025-07", "x.csv", false, -1},      {"2025-07", "x.csv", true, 7},
                 {"2025", "x.csv", true, -1},          {"soon", "x.csv", true, -1}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staith_kit_setup setup;
        struct staith_period_def period = {0, 0, 0, 0};
        source.name = cases[i].name;
        int rc = take(&setup, cases[i].option, "", cases[i].months);
        assert_int_equal(rc, cases[i].part < 0 ? STAITH_EINVAL : STAITH_OK);
        if (rc == STAITH_OK) {
            rc = staith_kit_setup_period(&setup, &host, &period);
            assert_int_equal(rc, cases[i].part > 0 ? STAITH_OK : STAITH_EINVAL);
            assert_int_equal(period.part, cases[i].part);
        }
        staith_kit_setup_deinit(&setup);
    }
}

static int finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    int *rc = ctx;
    assert_int_equal(check, 7);
    assert_int_equal(where->line, 0);
    assert_int_equal(where->element, STAITH_NO_ELEMENT);
    return *rc;
}

static void test_the_whole_source(void **state)
{
    (void)state;
    int rc = STAITH_OK;
    const struct staith_host one = {.ctx = &rc, .finding = finding};
    assert_int_equal(staith_kit_setup_query(&one, 7), STAITH_OK);
    assert_int_equal(staith_kit_setup_refuse(&one, 7), STAITH_ESOURCE);
    rc = STAITH_ELIMIT;
    assert_int_equal(staith_kit_setup_refuse(&one, 7), STAITH_ELIMIT);
}

static void test_job(void **state)
{
    (void)state;
    struct staith_kit_setup setup;
    assert_int_equal(take(&setup, "", "", false), STAITH_OK);
    struct staith_kit_table_job job = staith_kit_setup_job(&setup, 9, &setup, NULL);
    assert_ptr_equal(job.columns, setup.words.columns);
    assert_int_equal(job.column_count, 1);
    assert_string_equal(job.mapping, "name\tWho\n");
    assert_string_equal(job.sheet, "S");
    assert_int_equal(job.limits.max_rows, 9);
    assert_int_equal(job.first_check, 0);
    staith_kit_setup_deinit(&setup);
    assert_int_equal(take(&setup, "", "column,word,code\nname,a,b\n", false), STAITH_EINVAL);
    staith_kit_setup_deinit(&setup);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_period),
        cmocka_unit_test(test_job),
        cmocka_unit_test(test_the_whole_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
