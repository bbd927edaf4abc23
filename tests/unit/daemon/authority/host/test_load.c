/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/load.h"
#include "temp_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, ARENA_BYTES = 1 << 20 };

static void check_refused(const char *name, int expected, const char *words)
{
    char path[PATH_BYTES];
    struct staith_arena arena;
    struct staith_loaded *loaded = NULL;
    struct staith_err err = {0};
    staith_temp_build_path(name, path, sizeof path);
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_load_plugin(path, &arena, &loaded, &err), expected);
    assert_null(loaded);
    if (strstr(err.what, words) == NULL) {
        fail_msg("\"%s\" does not hold \"%s\"", err.what, words);
    }
    staith_arena_deinit(&arena);
}

static void test_loads(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct staith_arena arena;
    struct staith_loaded *loaded = NULL;
    struct staith_err err = {0};
    staith_temp_build_path("tests/plugins/sample.so", path, sizeof path);
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_load_plugin(path, &arena, &loaded, &err), 0);
    assert_string_equal(loaded->descriptor.name, "sample");
    assert_int_equal(loaded->descriptor.measure_count, 3);
    assert_ptr_equal(loaded->plugin.descriptor, &loaded->descriptor);
    assert_non_null(loaded->plugin.collect);
    staith_arena_deinit(&arena);
}

static void test_refuses(void **state)
{
    (void)state;
    check_refused("tests/plugins/none.so", STAITH_ERR_NOTFOUND, "cannot be opened");
    check_refused("tests/plugins/sample_major.so", STAITH_ERR_VERSION,
                  "plugin sample_major 1.0.0 is built for plugin ABI 2.1, this host has 1.1");
    check_refused("tests/plugins/sample_older.so", STAITH_ERR_VERSION, "plugin ABI 0.1");
    check_refused("tests/plugins/sample_minor.so", STAITH_ERR_VERSION, "plugin ABI 1.2");
    check_refused("tests/plugins/sample_note.so", STAITH_ERR_VERIFY, "two different versions");
    check_refused("tests/plugins/sample_measures.so", STAITH_ERR_VERIFY, "two different measures");
    check_refused("tests/plugins/sample_bare.so", STAITH_ERR_SYNTAX, ".staith.plugin");
    check_refused("tests/plugins/sample_magic.so", STAITH_ERR_INVAL, "not a plugin's");
    check_refused("tests/plugins/sample_hollow.so", STAITH_ERR_INVAL, "lacks a callback");
    check_refused("tests/plugins/sample_short.so", STAITH_ERR_INVAL, "does not fit the ABI");
}

static void test_file_name(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    char copy[] = "/tmp/sampleXXXXXX.so";
    struct staith_arena arena;
    struct staith_loaded *loaded = NULL;
    struct staith_err err = {0};
    size_t len = 0;
    staith_temp_build_path("tests/plugins/sample.so", path, sizeof path);
    uint8_t *bytes = staith_temp_read(path, &len);
    staith_temp_write(copy, 3, bytes, len);
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_load_plugin(copy, &arena, &loaded, &err), STAITH_ERR_VERIFY);
    assert_string_equal(err.what, "the file of plugin sample must be called sample.so");
    staith_arena_deinit(&arena);
    free(bytes);
    assert_int_equal(unlink(copy), 0);
}

static void check_compare(const struct staith_note *note, const struct staith_plugin *plugin,
                          const char *differs)
{
    struct staith_err err = {0};
    assert_int_equal(staith_load_compare("/x/p.so", note, plugin, &err), STAITH_ERR_VERIFY);
    assert_non_null(strstr(err.what, differs));
}

static void test_compares(void **state)
{
    (void)state;
    static const struct staith_measure_def measures[] = {
        {.size = sizeof measures[0], .code = "a"}, {.size = sizeof measures[0], .code = "bc"}};
    struct staith_descriptor descriptor = {.size = sizeof descriptor,
                                           .measure_count = 2,
                                           .name = "p",
                                           .version = "1",
                                           .licence = "l",
                                           .sources = "s",
                                           .measures = measures};
    const struct staith_plugin plugin = {.abi_major = 1, .descriptor = &descriptor};
    struct staith_note note = {1, 0, "p", "1", "l", "s", "a bc "};
    struct staith_err err = {0};
    assert_int_equal(staith_load_compare("/x/p.so", &note, &plugin, &err), 0);
    assert_int_equal(staith_load_compare("p.so", &note, &plugin, &err), 0);
    static const char *const lists[] = {"", "a", "a ", "a bc", "a bc d ", "bc a ", "ab c ", "a  "};
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        note.measures = lists[i];
        check_compare(&note, &plugin, "measures");
    }
    note.measures = "a bc ";
    note.abi_minor = 1;
    check_compare(&note, &plugin, "ABI versions");
    note.abi_minor = 0;
    note.licence = "m";
    check_compare(&note, &plugin, "licences");
    note.licence = "l";
    descriptor.sources = NULL;
    check_compare(&note, &plugin, "sources");
    descriptor.sources = "s";
    descriptor.name = "pp";
    check_compare(&note, &plugin, "names");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_loads), cmocka_unit_test(test_refuses),
                                       cmocka_unit_test(test_file_name),
                                       cmocka_unit_test(test_compares)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
