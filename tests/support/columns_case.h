/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_COLUMNS_CASE_H
#define STAITH_COLUMNS_CASE_H
/* What holds for the columns of every plugin over a table. */
#include <staith/kit_table.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static inline const char *columns_heading(const struct staith_kit_column *column, size_t at)
{
    return at == 0 ? column->name : column->synonyms == NULL ? NULL : column->synonyms[at - 1];
}

/** Whether two columns have a heading that means both. */
static inline void columns_differ(const struct staith_kit_column *one,
                                  const struct staith_kit_column *other)
{
    for (size_t a = 0; columns_heading(one, a) != NULL; a++) {
        for (size_t b = 0; columns_heading(other, b) != NULL; b++) {
            const char *x = columns_heading(one, a);
            const char *y = columns_heading(other, b);
            if (staith_kit_same_name(x, strlen(x), y, strlen(y))) {
                fail_msg("\"%s\" means %s and %s", x, one->name, other->name);
            }
        }
    }
}

/** No word of a column stands for two codes, and only columns of codes have any. */
static inline void columns_words(const struct staith_kit_column *column)
{
    assert_int_equal(column->type == STAITH_KIT_TYPE_CODE, column->code_count > 0);
    for (size_t a = 0; a < column->code_count; a++) {
        for (size_t b = 0; b < a; b++) {
            const char *x = column->codes[a].code;
            const char *y = column->codes[b].code;
            if (staith_kit_same_name(x, strlen(x), y, strlen(y))) {
                assert_int_equal(column->codes[a].value, column->codes[b].value);
            }
        }
    }
}

/** `names` are those of the columns in their order, then NULL; no heading means two columns. */
static inline void columns_check(const struct staith_kit_column *columns, size_t count,
                                 const char *const *names)
{
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(names[i], columns[i].name);
        columns_words(&columns[i]);
        for (size_t j = 0; j < i; j++) {
            columns_differ(&columns[i], &columns[j]);
        }
    }
    assert_null(names[count]);
}

#endif
