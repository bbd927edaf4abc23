/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/caps_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "role,basis,pence_per_hour,valid_from,valid_to,source\n"

static int read_caps(const char *text, struct staith_arena *arena, struct staith_handout *handout,
                     struct staith_err *err)
{
    staith_arena_init(arena, 4 << 20);
    memset(err, 0, sizeof(*err));
    return staith_caps_file_read("caps.csv", text, strlen(text), "North East", arena, handout, err);
}

static void expect(const char *text, const char *csv)
{
    struct staith_arena arena;
    struct staith_handout handout;
    struct staith_err err;
    struct staith_buf out;
    if (read_caps(text, &arena, &handout, &err) != 0) {
        fail_msg("%s: %s", err.where, err.what);
    }
    assert_true(staith_handout_valid(&handout));
    staith_buf_init(&out, 4096);
    assert_int_equal(staith_handout_csv(&handout, &out), 0);
    assert_string_equal(staith_buf_cstr(&out), csv);
    staith_buf_deinit(&out);
    staith_arena_deinit(&arena);
}

/* Any order of columns, with a byte order mark, with the region or without: one table. */
static void what_is_read(void **state)
{
    (void)state;
    static const char csv[] = "region,role,basis,pence_per_hour,valid_from,valid_to,source\n"
                              "North East,iro,paye,3700,2025-10-01,2026-09-30,\"Memo, page 4\"\n"
                              "North East,iro,paye,3800,2026-10-01,,Memo\n";
    expect(HEAD "iro,paye,3700,2025-10-01,2026-09-30,\"Memo, page 4\"\n"
                "iro,paye,3800,2026-10-01,,Memo\n",
           csv);
    expect("\xEF\xBB\xBFsource,valid_to,region,valid_from,pence_per_hour,basis,role\r\n"
           "\"Memo, page 4\",2026-09-30,North East,2025-10-01,3700,paye,iro\r\n"
           "Memo,,North East,2026-10-01,3800,paye,iro",
           csv);
    expect("role,basis,pence_per_hour,valid_from,source\n",
           "region,role,basis,pence_per_hour,valid_from,valid_to,source\n");
}

static void what_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *where;
        const char *what;
    } cases[] = {
        {"", "caps.csv:1", "empty"},
        {"role,basis,pence_per_hour,valid_from\n", "caps.csv:1", "a column is missing"},
        {HEAD "iro,paye,3700,2025-10-01,Memo\n", "caps.csv:2", "as many cells"},
        {"role,role\n", "caps.csv:1:1", "twice"},
        {"role,pay\n", "caps.csv:1", "does not have"},
        {HEAD "iro,paye,3700,2025-10-01,,Memo\nnurse,paye,1,2025-10-01,,M\n", "caps.csv:3:1",
         "the role is not known"},
        {HEAD "iro,gross,3700,2025-10-01,,Memo\n", "caps.csv:2:2", "the basis is not known"},
        {HEAD "iro,paye,0,2025-10-01,,Memo\n", "caps.csv:2:3", "no number of pence"},
        {HEAD "iro,paye,37.00,2025-10-01,,Memo\n", "caps.csv:2:3", "no number of pence"},
        {HEAD "iro,paye,100001,2025-10-01,,Memo\n", "caps.csv:2:3", "no number of pence"},
        {HEAD "iro,paye,3700,01/10/2025,,Memo\n", "caps.csv:2:4", "no date"},
        {HEAD "iro,paye,3700,2025-10-01,2025-09-30,Memo\n", "caps.csv:2:5", "before valid_from"},
        {HEAD "iro,paye,3700,2025-10-01,,\n", "caps.csv:2:6", "source is missing"},
        {HEAD "iro,paye,1,2025-10-01,2026-10-01,M\niro,paye,2,2026-10-01,,M\n", "caps.csv:3:4",
         "the same role, basis and days"},
        {HEAD "\"iro,paye,3700,2025-10-01,,Memo\n", "caps.csv:2", "not closed"},
        {HEAD "iro,paye,3700,2025-10-01,,\xC3\n", "caps.csv:2", "UTF-8"},
        {"region," HEAD "Wales,iro,paye,3700,2025-10-01,,Memo\n", "caps.csv:2:1", "another region"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staith_arena arena;
        struct staith_handout handout;
        struct staith_err err;
        assert_int_equal(read_caps(cases[i].text, &arena, &handout, &err), STAITH_ERR_SYNTAX);
        assert_string_equal(err.where, cases[i].where);
        if (strstr(err.what, cases[i].what) == NULL) {
            fail_msg("case %zu: %s", i, err.what);
        }
        assert_true(err.remedy[0] != '\0');
        staith_arena_deinit(&arena);
    }
}

static void limits(void **state)
{
    (void)state;
    static char text[64 * 520];
    struct staith_arena arena;
    struct staith_handout handout;
    struct staith_err err;
    int len = snprintf(text, sizeof(text), "%s", HEAD);
    for (int i = 0; i < STAITH_CAPS_MAX_ROWS; i++) {
        len += snprintf(text + len, sizeof(text) - (size_t)len, "iro,paye,1,%d-01-01,%d-12-31,M\n",
                        2000 + i, 2000 + i);
    }
    assert_int_equal(read_caps(text, &arena, &handout, &err), 0);
    assert_int_equal(handout.row_count, STAITH_CAPS_MAX_ROWS);
    staith_arena_deinit(&arena);
    (void)snprintf(text + len, sizeof(text) - (size_t)len, "iro,umbrella,1,2000-01-01,,M\n");
    assert_int_equal(read_caps(text, &arena, &handout, &err), STAITH_ERR_SYNTAX);
    assert_non_null(strstr(err.what, "more than 512 rows"));
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, 1000);
    assert_int_equal(staith_caps_file_read("caps.csv", HEAD, sizeof(HEAD) - 1, "North East", &arena,
                                           &handout, &err),
                     STAITH_ERR_NOMEM);
    assert_int_equal(staith_caps_file_read("caps.csv", HEAD, STAITH_CAPS_MAX_BYTES + 1,
                                           "North East", &arena, &handout, &err),
                     STAITH_ERR_LIMIT);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
