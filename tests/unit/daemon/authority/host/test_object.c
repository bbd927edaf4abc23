/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/object.h"
#include "temp_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, ARENA_BYTES = 16 << 20, HEADER_BYTES = 64 };

static bool among(const char *const *names, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strncmp(names[i], name, strlen(name)) == 0) {
            return true;
        }
    }
    return false;
}

static void test_sample(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct staith_arena arena;
    struct staith_object object = {0};
    staith_temp_build_path("tests/plugins/sample.so", path, sizeof path);
    staith_arena_init(&arena, ARENA_BYTES);
    assert_int_equal(staith_object_read(path, &arena, &object, NULL), 0);
    assert_true(among(object.exports, object.export_count, "staith_plugin"));
    assert_true(among(object.imports, object.import_count, "calloc"));
    assert_false(among(object.imports, object.import_count, "staith_"));
    assert_true(among(object.libraries, object.library_count, "libc.so"));
    staith_arena_deinit(&arena);
}

/* Whatever single bytes of the file are, it is read or refused, within the arena. */
static void test_damaged(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    size_t len = 0;
    staith_temp_build_path("tests/plugins/sample.so", path, sizeof path);
    uint8_t *bytes = staith_temp_read(path, &len);
    for (size_t i = 0; i < HEADER_BYTES + 600; i++) {
        char copy[] = "/tmp/staith-object-XXXXXX";
        struct staith_arena arena;
        struct staith_object object = {0};
        size_t at = i < HEADER_BYTES ? i : len - 1 - (i - HEADER_BYTES); /* header, sections */
        bytes[at] ^= 0xff;
        staith_temp_write(copy, 0, bytes, len);
        bytes[at] ^= 0xff;
        staith_arena_init(&arena, ARENA_BYTES);
        int code = staith_object_read(copy, &arena, &object, NULL);
        assert_true(code == 0 || code == STAITH_ERR_SYNTAX || code == STAITH_ERR_NOMEM);
        for (uint32_t k = 0; code == 0 && k < object.export_count; k++) {
            assert_true(strlen(object.exports[k]) < len);
        }
        staith_arena_deinit(&arena);
        assert_int_equal(unlink(copy), 0);
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sample),
                                       cmocka_unit_test(test_damaged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
