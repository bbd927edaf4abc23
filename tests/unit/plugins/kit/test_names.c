/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/names.h"

#include <stdio.h>
#include <string.h>

static void test_find(void **state)
{
    (void)state;
    static const char *const list[] = {"Message", "SWENo", "FTE", "FTE30", ""};
    struct staith_kit_names names;
    assert_int_equal(staith_kit_names_init(&names, list, 5), STAITH_OK);
    assert_int_equal(staith_kit_names_find(&names, "Message"), 0);
    assert_int_equal(staith_kit_names_find(&names, "FTE"), 2);
    assert_int_equal(staith_kit_names_find(&names, "FTE30"), 3);
    assert_int_equal(staith_kit_names_find(&names, ""), 4);
    assert_int_equal(staith_kit_names_find(&names, "FTE3"), STAITH_NO_ELEMENT);
    assert_int_equal(staith_kit_names_find(&names, "fte"), STAITH_NO_ELEMENT);
}

static void test_full_table(void **state)
{
    (void)state;
    static char texts[STAITH_KIT_MAX_NAMES][8];
    static const char *list[STAITH_KIT_MAX_NAMES + 1];
    static struct staith_kit_names names;
    for (unsigned i = 0; i < STAITH_KIT_MAX_NAMES; i++) {
        snprintf(texts[i], sizeof texts[i], "n%u", i);
        list[i] = texts[i];
    }
    list[STAITH_KIT_MAX_NAMES] = "one too many";
    assert_int_equal(staith_kit_names_init(&names, list, STAITH_KIT_MAX_NAMES), STAITH_OK);
    for (unsigned i = 0; i < STAITH_KIT_MAX_NAMES; i++) {
        assert_int_equal(staith_kit_names_find(&names, texts[i]), i);
    }
    assert_int_equal(staith_kit_names_find(&names, "n1024"), STAITH_NO_ELEMENT);
    assert_int_equal(staith_kit_names_init(&names, list, STAITH_KIT_MAX_NAMES + 1), STAITH_EINVAL);
}

/* The guess of what comes next is only a guess. */
static void test_any_order(void **state)
{
    (void)state;
    static const char *const list[] = {"a", "b", "c"};
    static const char *const asked[] = {"a", "b", "c", "a", "b", "c", "a", "c", "b", "x",
                                        "a", "b", "b", "b", "c", "x", "x", "a", "c", "b"};
    struct staith_kit_names names;
    assert_int_equal(staith_kit_names_init(&names, list, 3), STAITH_OK);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        uint32_t expected = asked[i][0] == 'x' ? STAITH_NO_ELEMENT : (uint32_t)(asked[i][0] - 'a');
        assert_int_equal(staith_kit_names_find(&names, asked[i]), expected);
    }
}

static void test_refuses(void **state)
{
    (void)state;
    static const char *const twice[] = {"a", "b", "a"};
    static const char *const hole[] = {"a", NULL};
    struct staith_kit_names names;
    assert_int_equal(staith_kit_names_init(&names, twice, 3), STAITH_EINVAL);
    assert_int_equal(staith_kit_names_init(&names, hole, 2), STAITH_EINVAL);
    assert_int_equal(staith_kit_names_init(&names, NULL, 0), STAITH_OK);
    assert_int_equal(staith_kit_names_find(&names, "a"), STAITH_NO_ELEMENT);
}

static void test_strangers(void **state)
{
    (void)state;
    static struct staith_kit_strangers strangers;
    char name[16];
    for (unsigned round = 0; round < 3; round++) { /* the same ones again cost nothing */
        for (unsigned i = 0; i < STAITH_KIT_MAX_STRANGERS; i++) {
            snprintf(name, sizeof name, "x%u", i);
            assert_true(staith_kit_strangers_note(&strangers, name));
        }
    }
    assert_false(staith_kit_strangers_note(&strangers, "one more"));
    assert_true(staith_kit_strangers_note(&strangers, "x7"));
}

static void test_stranger_bytes(void **state)
{
    (void)state;
    static struct staith_kit_strangers strangers;
    static char name[STAITH_KIT_MAX_STRANGER_BYTES / 2 + 1];
    memset(name, 'a', sizeof name - 1);
    assert_true(staith_kit_strangers_note(&strangers, name));
    name[0] = 'b';
    assert_true(staith_kit_strangers_note(&strangers, name));
    assert_false(staith_kit_strangers_note(&strangers, "c"));
    assert_true(staith_kit_strangers_note(&strangers, name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find),      cmocka_unit_test(test_full_table),
        cmocka_unit_test(test_any_order), cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_strangers), cmocka_unit_test(test_stranger_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
