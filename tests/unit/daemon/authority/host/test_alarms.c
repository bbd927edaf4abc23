/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/alarms.h"

#include <string.h>

#define DEF(code, label, advice)                                                                   \
    {                                                                                              \
        sizeof(struct staith_alarm_def), 0, code, label, advice                                    \
    }

static struct staith_local_alarms declared;

static const void *extension(const char *id)
{
    assert_string_equal(id, "staith.local/1");
    return &declared;
}

static const void *no_extension(const char *id)
{
    (void)id;
    return NULL;
}

static int declare(const struct staith_alarm_def *defs, uint32_t count,
                   struct staith_alarms *alarms, struct staith_arena *arena)
{
    const struct staith_plugin plugin = {.extension = extension};
    struct staith_err err = {0};
    declared = (struct staith_local_alarms){sizeof(declared), count, defs};
    int rc = staith_alarms_declare(&plugin, arena, alarms, &err);
    assert_int_equal(rc, err.code);
    return rc;
}

static void test_none(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_alarms alarms = {.count = 9};
    const struct staith_plugin plugins[] = {{.extension = NULL}, {.extension = no_extension}};
    staith_arena_init(&arena, 4096);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(staith_alarms_declare(&plugins[i], &arena, &alarms, NULL), 0);
        assert_int_equal(alarms.count, 0);
        assert_int_equal(staith_alarms_set(&alarms, 0, 1), STAITH_EINVAL);
        assert_int_equal(staith_alarms_finish(&alarms), 0);
    }
    staith_arena_deinit(&arena);
}

static void test_those_that_were_counted(void **state)
{
    (void)state;
    static const struct staith_alarm_def defs[] = {DEF("a", "A.", "Do a."), DEF("b", "B.", "Do b."),
                                                   DEF("c", "C.", "Do c.")};
    struct staith_arena arena;
    struct staith_alarms alarms;
    staith_arena_init(&arena, 4096);
    assert_int_equal(declare(defs, 3, &alarms, &arena), 0);
    assert_int_equal(staith_alarms_set(&alarms, 2, 5), STAITH_OK);
    assert_int_equal(staith_alarms_set(&alarms, 1, 0), STAITH_OK);
    assert_int_equal(staith_alarms_set(&alarms, 2, 4), STAITH_OK); /* the last word counts */
    assert_int_equal(staith_alarms_set(&alarms, 3, 1), STAITH_EINVAL);
    assert_int_equal(staith_alarms_set(&alarms, 0, 1000000001), STAITH_EINVAL);
    assert_int_equal(staith_alarms_finish(&alarms), 2);
    assert_string_equal(alarms.items[0].code, "b");
    assert_int_equal(alarms.items[0].count, 0);
    assert_string_equal(alarms.items[1].code, "c");
    assert_string_equal(alarms.items[1].label, "C.");
    assert_string_equal(alarms.items[1].advice, "Do c.");
    assert_int_equal(alarms.items[1].count, 4);
    staith_arena_deinit(&arena);
}

static void test_refused(void **state)
{
    (void)state;
    static const struct staith_alarm_def good[] = {DEF("a", "A.", "Do.")};
    static const struct staith_alarm_def bad[][2] = {
        {DEF("a", "A.", "Do."), DEF("a", "B.", "Do.")},
        {DEF("a", "A.", "Do."), DEF("B", "B.", "x")},
        {DEF("a", "A.", "Do."), DEF(NULL, "B.", "x")},
        {DEF("a", "A.", "Do."), DEF("b", NULL, "x")},
        {DEF("a", "A.", "Do."), DEF("b", "B.", "")},
        {DEF("a", "A.", "Do."), DEF("b", "B\nC", "x")},
        {DEF("a", "A.", "Do."), DEF("b", "B\xFF", "x")},
        {DEF("a", "A.", "Do."), {8, 0, "b", "B", "x"}}};
    struct staith_arena arena;
    struct staith_alarms alarms;
    staith_arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(declare(bad[i], 1, &alarms, &arena), 0);
        assert_int_equal(declare(bad[i], 2, &alarms, &arena), STAITH_ERR_INVAL);
    }
    assert_int_equal(declare(good, 0, &alarms, &arena), STAITH_ERR_INVAL);
    assert_int_equal(declare(NULL, 1, &alarms, &arena), STAITH_ERR_INVAL);
    assert_int_equal(declare(good, STAITH_LOCAL_MAX_ALARMS + 1, &alarms, &arena), STAITH_ERR_INVAL);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_those_that_were_counted),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
