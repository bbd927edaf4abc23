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

struct said {
    uint32_t checks[8];
    uint32_t elements[8];
    size_t count;
    uint64_t unavailable; /* a bit for each measure */
    int rc;
};

static int say(void *ctx, uint32_t check, const struct staith_location *where)
{
    struct said *said = ctx;
    assert_true(said->count < 8);
    assert_int_equal(where->line, 0);
    said->checks[said->count] = check;
    said->elements[said->count++] = where->element;
    return said->rc;
}

static int unavailable(void *ctx, uint16_t measure)
{
    struct said *said = ctx;
    said->unavailable |= UINT64_C(1) << measure;
    return STAITH_OK;
}

/* The source has columns 1 and 63: 2, 62 and both 5 and 4 are not there. */
static void test_columns_that_are_not_there(void **state)
{
    (void)state;
    static const struct staith_kit_heading headings[] = {
        {"a", 1, 63, 0}, {"b", 2, STAITH_NO_ELEMENT, 3}, {"c", 4, 1, 0}};
    static const struct staith_kit_need needs[] = {{1, 7, 0, 0, 0},
                                                   {2, 7, 0, 1, 3},
                                                   {2, 7, STAITH_KIT_COLUMN_BIT(63), 4, 4},
                                                   {5, 8, STAITH_KIT_COLUMN_BIT(4), 5, 5},
                                                   {2, 7, 0, 6, 6},
                                                   {2, 8, 0, 6, 6},
                                                   {62, 7, 0, 7, 7}};
    struct staith_kit_setup setup = {.has = STAITH_KIT_COLUMN_BIT(2)};
    struct said said = {.rc = STAITH_OK};
    const struct staith_host one = {.ctx = &said, .finding = say, .unavailable = unavailable};
    assert_int_equal(staith_kit_setup_heading(&setup, headings, 3), STAITH_OK);
    assert_true(setup.has == (STAITH_KIT_COLUMN_BIT(1) | STAITH_KIT_COLUMN_BIT(63)));
    assert_int_equal(staith_kit_setup_give_up(&setup, &one, needs, 7), STAITH_OK);
    static const uint32_t checks[] = {7, 8, 8, 7};
    static const uint32_t elements[] = {2, 5, 2, 62};
    assert_int_equal(said.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(said.checks[i], checks[i]);
        assert_int_equal(said.elements[i], elements[i]);
    }
    assert_int_equal(said.unavailable, 0xEE); /* 1 to 3, 5, 6, 7 */
    said = (struct said){.rc = STAITH_ELIMIT};
    assert_int_equal(staith_kit_setup_give_up(&setup, &one, needs, 7), STAITH_ELIMIT);
    assert_int_equal(said.count, 1);
    assert_int_equal(said.unavailable, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_period),
        cmocka_unit_test(test_job),
        cmocka_unit_test(test_the_whole_source),
        cmocka_unit_test(test_columns_that_are_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
