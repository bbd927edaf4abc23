/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/kit_settings.h>

#include <stdio.h>
#include <string.h>

static char told[200];

static int explain(void *ctx, uint32_t option, uint64_t line, uint64_t column, const char *what)
{
    (void)ctx;
    (void)snprintf(told, sizeof(told), "%u %u %u %s", option, (unsigned)line, (unsigned)column,
                   what);
    return STAITH_OK;
}

static const void *extension(void *ctx, const char *id)
{
    static const struct staith_host_explain table = {sizeof(table), 0, explain};
    (void)ctx;
    return strcmp(id, STAITH_EXT_EXPLAIN) == 0 ? &table : NULL;
}

static const void *no_extension(void *ctx, const char *id)
{
    (void)ctx;
    (void)id;
    return NULL;
}

static void test_saying_it(void **state)
{
    (void)state;
    const struct staith_host host = {.extension = extension};
    const struct staith_host older = {.extension = no_extension};
    const struct staith_kit_complaint complaint = {7, "no colour"};
    assert_int_equal(staith_kit_settings_refuse(&host, 3, &complaint), STAITH_EINVAL);
    assert_string_equal(told, "3 7 0 no colour");
    assert_int_equal(staith_kit_settings_say(&host, 4, "none"), STAITH_EINVAL);
    assert_string_equal(told, "4 0 0 none");
    assert_int_equal(staith_kit_settings_refuse(&older, 3, &complaint), STAITH_EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_saying_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
