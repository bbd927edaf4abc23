/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include <cmocka.h>

struct place {
    struct staith_loop *loop;
    struct staith_work *work;
    uv_sem_t go;        /**< a job waits for it */
    uv_sem_t told;      /**< a job ran */
    uv_thread_t thread; /**< that the last job ran on */
    char order[32];     /**< a letter for each that ended: capital when it ran */
};

struct job {
    struct place *place;
    char letter;
    bool waits;
};

static void run(void *ctx)
{
    struct job *job = ctx;
    if (job->waits) {
        uv_sem_wait(&job->place->go);
    }
    job->place->thread = uv_thread_self();
}

static void done(void *ctx, bool ran)
{
    struct job *job = ctx;
    size_t len = strlen(job->place->order);
    job->place->order[len] = (char)(ran ? job->letter - 'a' + 'A' : job->letter);
}

static int setup(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    struct staith_err err = {0};
    assert_non_null(place);
    assert_int_equal(staith_loop_new(&place->loop, &err), 0);
    assert_int_equal(uv_sem_init(&place->go, 0), 0);
    assert_int_equal(uv_sem_init(&place->told, 0), 0);
    place->work = staith_work_new(place->loop, 3);
    assert_non_null(place->work);
    *state = place;
    return 0;
}

static int teardown(void **state)
{
    struct place *place = *state;
    staith_work_free(place->work);
    staith_loop_free(place->loop);
    uv_sem_destroy(&place->go);
    uv_sem_destroy(&place->told);
    free(place);
    return 0;
}

static void in_turn(void **state)
{
    struct place *place = *state;
    assert_false(staith_work_is_busy(place->work));
    assert_false(staith_work_is_busy(NULL));
    struct job jobs[] = {{place, 'a', true}, {place, 'b', false}, {place, 'c', false}};
    uv_loop_t *uv = staith_loop_uv(place->loop);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(staith_work_add(place->work, run, done, &jobs[i]), 0);
    }
    assert_int_equal(staith_work_add(place->work, run, done, &jobs[0]), STAITH_ERR_LIMIT);
    assert_true(staith_work_is_busy(place->work));
    (void)uv_run(uv, UV_RUN_NOWAIT); /* which does not wait for the first */
    assert_string_equal(place->order, "");
    uv_sem_post(&place->go);
    while (strlen(place->order) < 3) {
        (void)uv_run(uv, UV_RUN_ONCE);
    }
    assert_string_equal(place->order, "ABC");
    const uv_thread_t self = uv_thread_self();
    assert_false(uv_thread_equal(&place->thread, &self));
    assert_int_equal(staith_work_add(place->work, run, done, &jobs[2]), 0);
    while (strlen(place->order) < 4) {
        (void)uv_run(uv, UV_RUN_ONCE);
    }
}

static void freed_under_way(void **state)
{
    struct place *place = *state;
    struct job jobs[] = {{place, 'a', true}, {place, 'b', false}, {place, 'c', false}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(staith_work_add(place->work, run, done, &jobs[i]), 0);
    }
    staith_work_free(place->work);
    place->work = NULL;
    assert_string_equal(place->order, "bc");
    uv_sem_post(&place->go);
    while (strlen(place->order) < 3) {
        (void)uv_run((uv_loop_t *)staith_loop_uv(place->loop), UV_RUN_ONCE);
    }
    assert_string_equal(place->order, "bca");
    staith_work_free(NULL);
}

/* The only thread of the pool, until it is let go. */
static void hold_cb(uv_work_t *request)
{
    uv_sem_wait(request->data);
}

static void let_go_cb(uv_work_t *request, int status)
{
    (void)status;
    request->data = NULL;
}

static void run_and_tell(void *ctx)
{
    run(ctx);
    struct job *job = ctx;
    uv_sem_post(&job->place->told);
}

/* Only now does the thread come to the job that is under way. */
static void done_letting_go(void *ctx, bool ran)
{
    struct job *job = ctx;
    done(ctx, ran);
    uv_sem_post(&job->place->go);
    uv_sem_wait(&job->place->told);
}

/* What the thread reads is there though the others are ended at the same time. */
static void begun_while_freed(void **state)
{
    struct place *place = *state;
    struct job jobs[] = {{place, 'a', false}, {place, 'b', false}};
    uv_loop_t *uv = staith_loop_uv(place->loop);
    uv_work_t held = {.data = &place->go};
    assert_int_equal(uv_queue_work(uv, &held, hold_cb, let_go_cb), 0);
    assert_int_equal(staith_work_add(place->work, run_and_tell, done, &jobs[0]), 0);
    assert_int_equal(staith_work_add(place->work, run, done_letting_go, &jobs[1]), 0);
    staith_work_free(place->work);
    place->work = NULL;
    while (strlen(place->order) < 2 || held.data != NULL) {
        (void)uv_run(uv, UV_RUN_ONCE);
    }
    assert_string_equal(place->order, "ba");
}

int main(void)
{
    assert_int_equal(setenv("UV_THREADPOOL_SIZE", "1", 1), 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(in_turn, setup, teardown),
        cmocka_unit_test_setup_teardown(freed_under_way, setup, teardown),
        cmocka_unit_test_setup_teardown(begun_while_freed, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
