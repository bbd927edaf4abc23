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
    free(place);
    return 0;
}

static void in_turn(void **state)
{
    struct place *place = *state;
    struct job jobs[] = {{place, 'a', true}, {place, 'b', false}, {place, 'c', false}};
    uv_loop_t *uv = staith_loop_uv(place->loop);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(staith_work_add(place->work, run, done, &jobs[i]), 0);
    }
    assert_int_equal(staith_work_add(place->work, run, done, &jobs[0]), STAITH_ERR_LIMIT);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(in_turn, setup, teardown),
        cmocka_unit_test_setup_teardown(freed_under_way, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
