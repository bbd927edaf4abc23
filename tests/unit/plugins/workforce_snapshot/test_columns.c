/* SPDX-License-Identifier: Apache-2.0 */
#include "columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = STAITH_SNAPSHOT_COLUMN_COUNT };

/* The names that findings and mappings use are those of the columns, in their order. */
static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        assert_string_equal(staith_snapshot_column_names[i], staith_snapshot_columns[i].name);
    }
    assert_null(staith_snapshot_column_names[COUNT]);
}

static size_t heading_count(const struct staith_kit_column *column)
{
    size_t count = 1;
    while (column->synonyms != NULL && column->synonyms[count - 1] != NULL) {
        count++;
    }
    return count;
}

static const char *heading(const struct staith_kit_column *column, size_t at)
{
    return at == 0 ? column->name : column->synonyms[at - 1];
}

/* No heading could mean two columns. */
static void test_headings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        const struct staith_kit_column *one = &staith_snapshot_columns[i];
        for (size_t j = 0; j < i; j++) {
            const struct staith_kit_column *other = &staith_snapshot_columns[j];
            for (size_t a = 0; a < heading_count(one); a++) {
                for (size_t b = 0; b < heading_count(other); b++) {
                    const char *x = heading(one, a);
                    const char *y = heading(other, b);
                    if (staith_kit_same_name(x, strlen(x), y, strlen(y))) {
                        fail_msg("\"%s\" means %s and %s", x, one->name, other->name);
                    }
                }
            }
        }
    }
}

/* No word of a column stands for two codes, and only columns of codes have any. */
static void test_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        const struct staith_kit_column *column = &staith_snapshot_columns[i];
        assert_int_equal(column->type == STAITH_KIT_TYPE_CODE, column->code_count > 0);
        for (size_t a = 0; a < column->code_count; a++) {
            for (size_t b = 0; b < a; b++) {
                const char *x = column->codes[a].code;
                const char *y = column->codes[b].code;
                assert_false(staith_kit_same_name(x, strlen(x), y, strlen(y)));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_headings),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
