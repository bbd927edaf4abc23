/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void set_fills_and_clears(void **state)
{
    (void)state;
    struct staith_err err = {0};
    assert_int_equal(staith_err_set(&err, STAITH_ERR_CONFIG, "no key %s", "a"), STAITH_ERR_CONFIG);
    staith_err_at(&err, "s.yaml", 3, 7);
    staith_err_remedy(&err, "make %d", 1);
    assert_int_equal(err.code, STAITH_ERR_CONFIG);
    assert_string_equal(err.what, "no key a");
    assert_string_equal(err.where, "s.yaml:3:7");
    assert_string_equal(err.remedy, "make 1");
    (void)staith_err_set(&err, STAITH_ERR_IO, "x");
    assert_string_equal(err.where, "");
    assert_string_equal(err.remedy, "");
    staith_err_at(&err, "f", 3, 0);
    assert_string_equal(err.where, "f:3");
    staith_err_at(&err, "f", 0, 9);
    assert_string_equal(err.where, "f");
}

static void null_and_long_are_harmless(void **state)
{
    (void)state;
    struct staith_err err = {0};
    char wide[1000];
    memset(wide, 'w', sizeof(wide) - 1);
    wide[sizeof(wide) - 1] = '\0';
    assert_int_equal(staith_err_set(NULL, STAITH_ERR_IO, "x"), STAITH_ERR_IO);
    staith_err_at(NULL, "f", 1, 1);
    staith_err_remedy(NULL, "x");
    (void)staith_err_set(&err, STAITH_ERR_IO, "%s", wide);
    assert_int_equal(strlen(err.what), sizeof(err.what) - 1);
}

static void words_and_statuses(void **state)
{
    (void)state;
    assert_string_equal(staith_err_words(0), "done");
    assert_string_equal(staith_err_words(STAITH_ERR_NOMEM), "out of memory");
    assert_string_equal(staith_err_words(-9999), "unknown error");
    assert_int_equal(staith_err_status(0), 0);
    assert_int_equal(staith_err_status(STAITH_ERR_CONFIG), 78);
    assert_int_equal(staith_err_status(-9999), 70);
}

/* stderr goes through a pipe while one error is printed. */
static void print_is_one_line(void **state)
{
    (void)state;
    struct staith_err err = {0};
    char line[256] = {0};
    int ends[2];
    (void)staith_err_set(&err, STAITH_ERR_CONFIG, "no key");
    staith_err_at(&err, "s.yaml", 3, 7);
    staith_err_remedy(&err, "make one");
    (void)fflush(stderr);
    int kept = dup(STDERR_FILENO);
    assert_true(kept >= 0);
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    staith_err_print("staithd", &err);
    (void)fflush(stderr);
    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    assert_true(read(ends[0], line, sizeof(line) - 1) > 0);
    (void)close(kept);
    (void)close(ends[0]);
    (void)close(ends[1]);
    assert_string_equal(line, "staithd: s.yaml:3:7: no key; make one\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_fills_and_clears),
        cmocka_unit_test(null_and_long_are_harmless),
        cmocka_unit_test(words_and_statuses),
        cmocka_unit_test(print_is_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
