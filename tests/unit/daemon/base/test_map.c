/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static const uint8_t secret[16] = "0123456789abcde";

static void a_hundred_thousand_keys(void **state)
{
    (void)state;
    struct staith_map *map = staith_map_new(secret, 200000, 8 * 1024 * 1024);
    assert_non_null(map);
    for (uint32_t i = 0; i < 100000; i++) {
        char key[16];
        uint32_t index = 0;
        int len = snprintf(key, sizeof(key), "person-%u", i);
        assert_int_equal(staith_map_put(map, key, (size_t)len, i * 3, &index), 1);
        assert_int_equal(index, i * 3);
    }
    assert_int_equal(staith_map_count(map), 100000);
    for (uint32_t i = 0; i < 100000; i++) {
        char key[16];
        uint32_t index = 0;
        int len = snprintf(key, sizeof(key), "person-%u", i);
        assert_int_equal(staith_map_get(map, key, (size_t)len, &index), 0);
        assert_int_equal(index, i * 3);
        assert_int_equal(staith_map_put(map, key, (size_t)len, 7, &index), 0);
        assert_int_equal(index, i * 3);
    }
    uint32_t index = 5;
    assert_int_equal(staith_map_get(map, "person-100000", 13, &index), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_map_get(map, "person-1", 7, &index), STAITH_ERR_NOTFOUND);
    assert_int_equal(index, 5);
    staith_map_free(map);
}

static void keys_are_bytes_and_are_copied(void **state)
{
    (void)state;
    struct staith_map *map = staith_map_new(secret, 10, 100);
    uint32_t index = 0;
    char key[] = "a\0b";
    assert_int_equal(staith_map_get(map, key, 3, &index), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_map_put(map, key, 3, 1, &index), 1);
    memset(key, 'x', sizeof(key));
    assert_int_equal(staith_map_get(map, "a\0b", 3, &index), 0);
    assert_int_equal(staith_map_get(map, "a\0c", 3, &index), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_map_get(map, "a", 1, &index), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_map_put(map, "", 0, 2, &index), 1);
    assert_int_equal(staith_map_put(map, NULL, 0, 3, &index), 0);
    assert_int_equal(index, 2);
    staith_map_free(map);
    staith_map_free(NULL);
}

static void limits_are_kept_and_old_keys_stay(void **state)
{
    (void)state;
    struct staith_map *map = staith_map_new(secret, 3, 100);
    uint32_t index = 0;
    assert_int_equal(staith_map_put(map, "a", 1, 1, &index), 1);
    assert_int_equal(staith_map_put(map, "b", 1, 2, &index), 1);
    assert_int_equal(staith_map_put(map, "c", 1, 3, &index), 1);
    assert_int_equal(staith_map_put(map, "d", 1, 4, &index), STAITH_ERR_LIMIT);
    assert_int_equal(staith_map_put(map, "a", 1, 9, &index), 0);
    assert_int_equal(index, 1);
    staith_map_free(map);
    map = staith_map_new(secret, 100, 5);
    assert_int_equal(staith_map_put(map, "abcd", 4, 1, &index), 1);
    assert_int_equal(staith_map_put(map, "ef", 2, 2, &index), STAITH_ERR_LIMIT);
    assert_int_equal(staith_map_put(map, "e", 1, 2, &index), 1);
    assert_int_equal(staith_map_count(map), 2);
    staith_map_free(map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hundred_thousand_keys),
        cmocka_unit_test(keys_are_bytes_and_are_copied),
        cmocka_unit_test(limits_are_kept_and_old_keys_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
