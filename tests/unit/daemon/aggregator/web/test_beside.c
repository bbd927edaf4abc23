/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/beside.h"

#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void wait_for_it(void *ctx)
{
    (void)sem_wait(ctx);
}

static void one_thing_at_a_time(void **state)
{
    sem_t go;
    (void)state;
    assert_int_equal(sem_init(&go, 0, 0), 0);
    struct staith_web_beside *beside = staith_web_beside_new();
    assert_non_null(beside);
    assert_false(staith_web_beside_runs(beside));
    assert_false(staith_web_beside_is_over(beside, -1)); /* nothing was begun */
    for (unsigned i = 0; i < 2; i++) {
        assert_true(staith_web_beside_begin(beside, wait_for_it, &go));
        assert_true(staith_web_beside_runs(beside));
        assert_false(staith_web_beside_is_over(beside, 0));
        assert_false(staith_web_beside_is_over(beside, 20));
        assert_true(staith_web_beside_runs(beside));
        assert_int_equal(sem_post(&go), 0);
        assert_true(staith_web_beside_is_over(beside, i == 0 ? -1 : 60000));
        assert_false(staith_web_beside_runs(beside));
        assert_false(staith_web_beside_is_over(beside, 0)); /* told once */
    }
    assert_true(staith_web_beside_begin(beside, wait_for_it, &go));
    assert_int_equal(sem_post(&go), 0);
    staith_web_beside_free(beside); /* which waits for it */
    staith_web_beside_free(NULL);
    assert_int_equal(sem_destroy(&go), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_thing_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
