/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/queue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include <cmocka.h>

struct fixture {
    struct staith_loop *loop;
    struct staith_web_queue *queue;
    uv_sem_t go;  /**< every job waits for it */
    unsigned ran; /**< jobs that ran */
    unsigned not_ran;
};

static void wait_for_it(void *ctx)
{
    struct fixture *fixture = ctx;
    uv_sem_wait(&fixture->go);
}

static void at_once(void *ctx)
{
    (void)ctx;
}

static void done(void *ctx, bool ran)
{
    struct fixture *fixture = ctx;
    fixture->ran += ran ? 1 : 0;
    fixture->not_ran += ran ? 0 : 1;
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct staith_err err = {0};
    assert_non_null(fixture);
    assert_int_equal(staith_loop_new(&fixture->loop, &err), 0);
    assert_int_equal(uv_sem_init(&fixture->go, 0), 0);
    fixture->queue = staith_web_queue_new(fixture->loop);
    assert_non_null(fixture->queue);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    staith_web_queue_free(fixture->queue);
    staith_loop_free(fixture->loop);
    uv_sem_destroy(&fixture->go);
    free(fixture);
    return 0;
}

static int add(struct fixture *fixture, enum staith_web_line line, const char *who)
{
    return staith_web_queue_add(fixture->queue, line, who, wait_for_it, done, fixture);
}

static void until_over(struct fixture *fixture, unsigned jobs)
{
    while (fixture->ran + fixture->not_ran < jobs) {
        (void)uv_run((uv_loop_t *)staith_loop_uv(fixture->loop), UV_RUN_ONCE);
    }
}

/* Strangers fill their places and no other. */
static void strangers(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned i = 0; i < STAITH_WEB_STRANGERS; i++) {
        assert_int_equal(add(fixture, STAITH_WEB_LINE_STRANGER, ""), 0);
    }
    assert_int_equal(add(fixture, STAITH_WEB_LINE_STRANGER, ""), STAITH_ERR_LIMIT);
    for (unsigned i = STAITH_WEB_STRANGERS; i < STAITH_WEB_JOBS; i++) {
        assert_int_equal(add(fixture, STAITH_WEB_LINE_KNOWN, i % 2 == 0 ? "ann" : "cy"), 0);
    }
    assert_int_equal(add(fixture, STAITH_WEB_LINE_KNOWN, "off"), STAITH_ERR_LIMIT);
    uv_sem_post(&fixture->go);
    until_over(fixture, 1); /* the first was a stranger's: its place is free again */
    assert_int_equal(add(fixture, STAITH_WEB_LINE_STRANGER, ""), 0);
    for (unsigned i = 0; i < STAITH_WEB_JOBS; i++) {
        uv_sem_post(&fixture->go);
    }
    until_over(fixture, STAITH_WEB_JOBS + 1);
    assert_int_equal(fixture->ran, STAITH_WEB_JOBS + 1);
}

/* Of sixteen places one account has four, all accounts twelve, and a stranger finds one still. */
static void known_ones(void **state)
{
    static const char *const NAMES[] = {"ann", "cy", "off"};
    struct fixture *fixture = *state;
    for (unsigned i = 0; i < 3; i++) {
        for (unsigned j = 0; j < 4; j++) {
            assert_int_equal(add(fixture, STAITH_WEB_LINE_KNOWN, NAMES[i]), 0);
        }
        assert_int_equal(add(fixture, STAITH_WEB_LINE_KNOWN, NAMES[i]), STAITH_ERR_LIMIT);
    }
    assert_int_equal(add(fixture, STAITH_WEB_LINE_KNOWN, "dur"), STAITH_ERR_LIMIT);
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(add(fixture, STAITH_WEB_LINE_STRANGER, "ann"), 0);
    }
    assert_int_equal(add(fixture, STAITH_WEB_LINE_STRANGER, "ann"), STAITH_ERR_LIMIT);
    for (unsigned i = 0; i < STAITH_WEB_JOBS; i++) {
        uv_sem_post(&fixture->go);
    }
    until_over(fixture, STAITH_WEB_JOBS);
    assert_int_equal(fixture->ran, STAITH_WEB_JOBS);
}

/* Who hashes does not wait for who asks; and each account asks once at a time. */
static void asks_are_apart(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(add(fixture, STAITH_WEB_LINE_ASK, "off"), 0);
    assert_int_equal(add(fixture, STAITH_WEB_LINE_ASK, "off"), STAITH_ERR_EXISTS);
    assert_int_equal(add(fixture, STAITH_WEB_LINE_ASK, "cy"), 0);
    for (unsigned i = 2; i < STAITH_WEB_JOBS; i++) {
        char who[16];
        (void)snprintf(who, sizeof(who), "officer%u", i);
        assert_int_equal(add(fixture, STAITH_WEB_LINE_ASK, who), 0);
    }
    assert_int_equal(add(fixture, STAITH_WEB_LINE_ASK, "ann"), STAITH_ERR_LIMIT);
    assert_int_equal(
        staith_web_queue_add(fixture->queue, STAITH_WEB_LINE_STRANGER, "", at_once, done, fixture),
        0);
    until_over(fixture, 1); /* while all the others wait */
    assert_int_equal(fixture->ran, 1);
    uv_sem_post(&fixture->go);
    until_over(fixture, 2);
    assert_int_equal(add(fixture, STAITH_WEB_LINE_ASK, "off"), 0); /* its first is answered */
    for (unsigned i = 0; i < STAITH_WEB_JOBS; i++) {
        uv_sem_post(&fixture->go);
    }
    until_over(fixture, STAITH_WEB_JOBS + 2);
    assert_int_equal(fixture->ran, STAITH_WEB_JOBS + 2);
}

/* Freed with one of each line under way: both are told, and the last of them frees it. */
static void freed_under_way(void **state)
{
    struct fixture *fixture = *state;
    uv_loop_t *uv = staith_loop_uv(fixture->loop);
    assert_int_equal(add(fixture, STAITH_WEB_LINE_ASK, "off"), 0);
    assert_int_equal(add(fixture, STAITH_WEB_LINE_ASK, "cy"), 0);
    assert_int_equal(add(fixture, STAITH_WEB_LINE_KNOWN, "ann"), 0);
    (void)uv_run(uv, UV_RUN_NOWAIT);
    staith_web_queue_free(fixture->queue);
    fixture->queue = NULL;
    assert_int_equal(fixture->not_ran, 1); /* what waited */
    uv_sem_post(&fixture->go);
    uv_sem_post(&fixture->go);
    until_over(fixture, 3);
    assert_int_equal(fixture->not_ran, 3);
    staith_web_queue_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(strangers, setup, teardown),
        cmocka_unit_test_setup_teardown(known_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(asks_are_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(freed_under_way, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
