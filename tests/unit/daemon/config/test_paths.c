/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config/table.h"
#include "config_case.h"

#include <string.h>
#include <unistd.h>

static void relative(void **state)
{
    (void)state;
    struct staith_arena arena;
    staith_arena_init(&arena, 65536);
    static const char *const cases[][3] = {
        {"/etc/staith/c.yaml", "keys/a", "/etc/staith/keys/a"},
        {"/etc/staith/c.yaml", "./a", "/etc/staith/a"},
        {"/etc/staith/c.yaml", "././a", "/etc/staith/a"},
        {"/etc/staith/c.yaml", "../a", "/etc/staith/../a"},
        {"/etc/staith/c.yaml", "/a", "/a"},
        {"/c.yaml", "a", "/a"},
        {"c.yaml", "a", "a"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(staith_config_resolve(&arena, cases[i][0], cases[i][1]), cases[i][2]);
    }
    staith_arena_deinit(&arena);
}

static void of_the_region(void **state)
{
    (void)state;
    assert_string_equal(staith_config_handout("region:caps"), "caps");
    assert_string_equal(staith_config_handout("region:"), "");
    assert_null(staith_config_handout("regions/caps.csv"));
    assert_null(staith_config_handout("./region:caps"));
}

static void absolute(void **state)
{
    (void)state;
    struct staith_arena arena;
    char before[4096];
    staith_arena_init(&arena, 65536);
    assert_non_null(getcwd(before, sizeof(before)));
    assert_int_equal(chdir("/tmp"), 0);
    assert_string_equal(staith_config_absolute(&arena, "x/c.yaml"), "/tmp/x/c.yaml");
    assert_string_equal(staith_config_absolute(&arena, "./c.yaml"), "/tmp/c.yaml");
    assert_string_equal(staith_config_absolute(&arena, "/y/c.yaml"), "/y/c.yaml");
    assert_int_equal(chdir(before), 0);
    staith_arena_deinit(&arena);
}

/* A socket's address holds 107 bytes and a NUL on Linux. */
static void sockets(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_err err = {0};
    const char *path = NULL;
    const char *control = NULL;
    char name[128];
    staith_arena_init(&arena, 65536);
    assert_int_equal(staith_config_finish("c", &arena, "/s", &path, &control, &err), 0);
    assert_string_equal(path, "c");
    assert_string_equal(control, "/s/control.sock");
    memset(name, 'a', sizeof(name));
    name[0] = '/';
    name[107] = '\0';
    control = name;
    assert_int_equal(staith_config_finish("c", &arena, "/s", &path, &control, &err), 0);
    name[107] = 'a';
    name[108] = '\0';
    assert_int_equal(staith_config_finish("c", &arena, "/s", &path, &control, &err),
                     STAITH_ERR_CONFIG);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(relative),
        cmocka_unit_test(of_the_region),
        cmocka_unit_test(absolute),
        cmocka_unit_test(sockets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
