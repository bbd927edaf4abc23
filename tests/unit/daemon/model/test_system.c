/* SPDX-License-Identifier: Apache-2.0 */
#include "model/system.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A table of two rows and two columns with all totals: 5 0 | 5, 3 4 | 7, 8 4 | 12. */
struct fixture {
    const char *names[9];
    int64_t values[9];
    struct staith_relation relations[6];
    uint32_t parts[12];
    struct staith_system system;
};

static void fill(struct fixture *f)
{
    static const char *const names[] = {"n",         "n|a=x",     "n|a=x|b=1", "n|a=x|b=2", "n|a=y",
                                        "n|a=y|b=1", "n|a=y|b=2", "n|b=1",     "n|b=2"};
    static const int64_t values[] = {12, 5, 5, 0, 7, 3, 4, 8, 4};
    static const struct staith_relation relations[] = {{0, 0, 2}, {0, 2, 2}, {1, 4, 2},
                                                       {4, 6, 2}, {7, 8, 2}, {8, 10, 2}};
    static const uint32_t parts[] = {1, 4, 7, 8, 2, 3, 5, 6, 2, 5, 3, 6};
    memcpy(f->names, names, sizeof(names));
    memcpy(f->values, values, sizeof(values));
    memcpy(f->relations, relations, sizeof(relations));
    memcpy(f->parts, parts, sizeof(parts));
    f->system = (struct staith_system){9, f->names, f->values, 6, f->relations, 12, f->parts};
}

static void a_table_that_adds_up_is_fine(void **state)
{
    (void)state;
    struct fixture f;
    fill(&f);
    assert_int_equal(staith_system_check(&f.system, NULL), 0);
    f.system.values = NULL;
    assert_int_equal(staith_system_check(&f.system, NULL), 0);
}

static void one_that_does_not_is_refused_by_name(void **state)
{
    (void)state;
    struct fixture f;
    struct staith_err err = {0};
    fill(&f);
    f.values[6] = 5;
    assert_int_equal(staith_system_check(&f.system, &err), STAITH_ERR_INVAL);
    assert_non_null(strstr(err.what, "n|a=y"));
}

static void what_is_out_of_range_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    fill(&f);
    f.parts[11] = 9;
    assert_int_equal(staith_system_check(&f.system, NULL), STAITH_ERR_INVAL);
    fill(&f);
    f.relations[5].count = 3;
    assert_int_equal(staith_system_check(&f.system, NULL), STAITH_ERR_INVAL);
    fill(&f);
    f.parts[0] = 0;
    assert_int_equal(staith_system_check(&f.system, NULL), STAITH_ERR_INVAL);
    fill(&f);
    f.values[3] = -1;
    assert_int_equal(staith_system_check(&f.system, NULL), STAITH_ERR_INVAL);
}

static void names_ascend_and_are_found(void **state)
{
    (void)state;
    struct fixture f;
    fill(&f);
    for (int64_t i = 0; i < 9; i++) {
        assert_int_equal(staith_system_find(&f.system, f.names[i]), i);
    }
    assert_int_equal(staith_system_find(&f.system, "n|a=z"), -1);
    f.names[8] = "n|b=1";
    assert_int_equal(staith_system_check(&f.system, NULL), STAITH_ERR_INVAL);
}

static void sums_that_overflow_are_refused(void **state)
{
    (void)state;
    struct fixture f;
    fill(&f);
    f.values[1] = INT64_MAX;
    f.values[4] = INT64_MAX;
    assert_int_equal(staith_system_check(&f.system, NULL), STAITH_ERR_OVERFLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_that_adds_up_is_fine),
        cmocka_unit_test(one_that_does_not_is_refused_by_name),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(names_ascend_and_are_found),
        cmocka_unit_test(sums_that_overflow_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
