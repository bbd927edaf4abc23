/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/gate/sandbox.h"
#include "temp_file.h"

#include <string.h>

enum { PATH_BYTES = 4096, WAIT_MS = 10000 };

static struct staith_gate_sandbox asked;
static struct staith_loop *loop;

static void stop_when_over(void *ctx)
{
    (void)ctx;
    if (asked.child == NULL) {
        staith_loop_stop(loop);
    }
}

static void give_up(void *ctx)
{
    (void)ctx;
    staith_loop_stop(loop);
}

/* Ask a program and wait for its end. */
static void ask(const char *program)
{
    struct staith_timer *over = NULL;
    struct staith_timer *late = NULL;
    memset(&asked, 0, sizeof asked);
    assert_int_equal(staith_loop_new(&loop, NULL), 0);
    assert_int_equal(staith_gate_sandbox_ask(&asked, loop, program, NULL), 0);
    assert_int_equal(staith_timer_start(loop, 5, 5, stop_when_over, NULL, &over), 0);
    assert_int_equal(staith_timer_start(loop, WAIT_MS, 0, give_up, NULL, &late), 0);
    assert_int_equal(staith_loop_run(loop), 0);
    staith_loop_free(loop);
    assert_null(asked.child);
}

static void test_the_host_says_what_it_gives_up(void **state)
{
    (void)state;
    char host[PATH_BYTES];
    staith_temp_build_path("bin/staithd-host", host, sizeof host);
    ask(host);
    assert_int_equal(asked.count, 3);
    assert_string_equal(asked.layers[0], "no new privileges on");
    json_t *list = staith_gate_sandbox_json(&asked, "seccomp on");
    assert_int_equal(json_array_size(list), 4);
    assert_string_equal(json_string_value(json_array_get(list, 0)), "run: no new privileges on");
    assert_string_equal(json_string_value(json_array_get(list, 3)), "publisher: seccomp on");
    json_decref(list);
}

/* Of one that says nothing, nothing is said. */
static void test_no_answer(void **state)
{
    (void)state;
    ask("/bin/true");
    json_t *list = staith_gate_sandbox_json(&asked, "");
    assert_int_equal(json_array_size(list), 0);
    json_decref(list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_host_says_what_it_gives_up),
                                       cmocka_unit_test(test_no_answer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
