/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/elf.h"
#include "temp_file.h"

#include <staith/plugin.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, ARENA_BYTES = 1 << 20 };

static void test_sections(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct staith_arena arena;
    struct staith_elf elf;
    struct staith_err err = {0};
    struct staith_elf_part part = {0};
    staith_temp_build_path("tests/plugins/sample.so", path, sizeof path);
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_elf_open(path, &arena, &err, &elf), 0);
    assert_int_equal(staith_elf_read(&elf, STAITH_NOTE_SECTION, 2, 4096, &part), 0);
    assert_memory_equal(part.bytes, "staith-plugin\n", 14);
    assert_int_equal(part.bytes[part.len], '\0');
    assert_int_equal(staith_elf_read(&elf, STAITH_NOTE_SECTION, 2, 8, &part), STAITH_ERR_SYNTAX);
    assert_non_null(strstr(err.what, "its section " STAITH_NOTE_SECTION " is damaged"));
    assert_int_equal(staith_elf_read(&elf, ".none", 1, 8, &part), STAITH_ERR_SYNTAX);
    assert_non_null(strstr(err.what, "it has no section .none"));
    assert_int_equal(staith_elf_read(&elf, ".bss", 0, 4096, &part), STAITH_ERR_SYNTAX);
    staith_elf_close(&elf);
    staith_arena_deinit(&arena);
}

static void test_other_files(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        int code;
    } files[] = {{"/no/such/file.so", STAITH_ERR_NOTFOUND},
                 {"/dev/null", STAITH_ERR_SYNTAX},
                 {"/tmp", STAITH_ERR_SYNTAX},
                 {"/etc/passwd", STAITH_ERR_SYNTAX}};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct staith_arena arena;
        struct staith_elf elf;
        struct staith_err err = {0};
        staith_arena_init(&arena, ARENA_BYTES);
        assert_int_equal(staith_elf_open(files[i].path, &arena, &err, &elf), files[i].code);
        assert_string_equal(err.where, files[i].path);
        staith_elf_close(&elf);
        staith_elf_close(&elf); /* twice is once */
        staith_arena_deinit(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sections),
                                       cmocka_unit_test(test_other_files)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
