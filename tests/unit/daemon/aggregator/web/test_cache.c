/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/cache.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void keep(struct staith_web_cache *cache, uint64_t picture, const char *address,
                 const char *text, size_t len)
{
    struct staith_web_kept kept = {.type = "text/plain"};
    kept.body = staith_http_body_new(text, len, "\"t\"");
    assert_non_null(kept.body);
    (void)snprintf(kept.file, sizeof(kept.file), "f");
    staith_web_cache_keep(cache, picture, address, &kept);
    staith_http_body_drop(kept.body);
}

static bool finds(struct staith_web_cache *cache, uint64_t picture, const char *address,
                  const char *text)
{
    struct staith_web_kept kept;
    if (!staith_web_cache_find(cache, picture, address, &kept)) {
        return false;
    }
    assert_memory_equal(kept.body->bytes, text, strlen(text));
    assert_string_equal(kept.file, "f");
    staith_http_body_drop(kept.body);
    return true;
}

static void of_a_picture_alone(void **state)
{
    (void)state;
    struct staith_web_cache *cache = staith_web_cache_new(staith_outside_machine(), 1 << 20);
    assert_non_null(cache);
    assert_false(finds(cache, 1, "/a", ""));
    keep(cache, 1, "/a", "one", 3);
    keep(cache, 2, "/a", "two", 3);
    assert_true(finds(cache, 2, "/a", "two"));
    assert_true(finds(cache, 1, "/a", "one"));
    assert_false(finds(cache, 3, "/a", ""));
    assert_false(finds(cache, 1, "/a?", ""));
    assert_false(finds(cache, 12, "/", "")); /* "1 2 /" is no "12 /" */
    keep(cache, 1, "/a", "new", 3);
    assert_true(finds(cache, 1, "/a", "new"));
    staith_web_cache_free(cache);
    staith_web_cache_free(NULL);
}

static void bounded(void **state)
{
    static char large[4000];
    char address[600];
    unsigned found = 0;
    (void)state;
    struct staith_web_cache *cache = staith_web_cache_new(staith_outside_machine(), 40000);
    memset(large, 'x', sizeof(large));
    for (unsigned i = 0; i < 1000; i++) {
        (void)snprintf(address, sizeof(address), "/%u", i);
        keep(cache, 1, address, large, sizeof(large));
    }
    for (unsigned i = 0; i < 1000; i++) {
        (void)snprintf(address, sizeof(address), "/%u", i);
        found += finds(cache, 1, address, "xxx") ? 1 : 0;
    }
    assert_true(found >= 1 && found <= 10); /* of 4000 bytes each */
    keep(cache, 1, "/large", large, 4000);
    assert_true(finds(cache, 1, "/large", "xxx"));
    static char huge[20001];
    keep(cache, 1, "/huge", huge, sizeof(huge)); /* more than half: not kept */
    assert_false(finds(cache, 1, "/huge", ""));
    memset(address, 'a', sizeof(address) - 1);
    address[sizeof(address) - 1] = '\0';
    keep(cache, 1, address, "x", 1); /* nor under so long an address */
    assert_false(finds(cache, 1, address, "x"));
    staith_web_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_picture_alone),
        cmocka_unit_test(bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
