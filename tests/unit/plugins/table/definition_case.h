/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_DEFINITION_CASE_H
#define STAITH_TEST_DEFINITION_CASE_H
/* Definitions as texts, for the tests of the plugin table. */
#include "../../../../plugins/table/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What stands in front of every text: three columns and a measure. Nine lines. */
#define DEFINITION_START                                                                           \
    "[dataset]\ncode = d\nperiod = 2025\nperson = who\n[column who]\n[column team]\n"              \
    "type = code\ncode a = Team A, Alpha\ncode b = Team B\n"

static struct staith_table_definition definition_case;

/* Read a definition; the fault in words, "" where there is none. Lives until the next. */
static inline const char *definition_read(const char *text, uint32_t *ret_line)
{
    static struct staith_table_fault fault;
    staith_table_definition_free(&definition_case);
    memset(&definition_case, 0, sizeof definition_case);
    memset(&fault, 0, sizeof fault);
    int result = staith_table_definition_read(text, &definition_case, &fault);
    assert_int_equal(result, fault.what[0] == '\0' ? STAITH_OK : STAITH_EINVAL);
    *ret_line = fault.line;
    return fault.what;
}

static inline void definition_is_bad(const char *text, uint32_t line, const char *what)
{
    uint32_t at = 0;
    assert_string_equal(definition_read(text, &at), what);
    assert_int_equal(at, line);
}

static inline void definition_is_good(const char *text)
{
    definition_is_bad(text, 0, "");
}

#endif
