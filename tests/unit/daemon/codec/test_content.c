/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"
#include "exchange_fixture.h"

#include <cmocka.h>

static int check(const struct staith_release_cell *cell)
{
    struct staith_release *release =
        exchange_release_of("840", 2025, STAITH_AUDIENCE_REGION, cell, 1);
    int rc = staith_codec_check_content(release, exchange_catalogue(), NULL);
    staith_release_free(release);
    return rc;
}

static int check_at(const char *table, const char *measure, const char *dimension,
                    const char *category)
{
    const struct staith_release_cell cell = exchange_cell(table, measure, dimension, category, 5);
    return check(&cell);
}

static void test_what_the_catalogue_knows_is_taken(void **state)
{
    (void)state;
    assert_int_equal(check_at("headline", "workers_fte", NULL, NULL), 0);
    assert_int_equal(check_at("days", "days_lost", NULL, NULL), 0);
    assert_int_equal(check_at("roles", "workers_fte", "role", "manager"), 0);
    assert_int_equal(check_at("roles", "workers_fte", "role", NULL), 0);
}

static void test_what_it_does_not_know_is_refused(void **state)
{
    (void)state;
    assert_int_equal(check_at("secret", "workers_fte", NULL, NULL), STAITH_ERR_INVAL);
    assert_int_equal(check_at("headline", "salaries", NULL, NULL), STAITH_ERR_INVAL);
    assert_int_equal(check_at("headline", "days_lost", NULL, NULL), STAITH_ERR_INVAL);
    assert_int_equal(check_at("headline", "workers_fte", "role", "worker"), STAITH_ERR_INVAL);
    assert_int_equal(check_at("roles", "workers_fte", NULL, NULL), STAITH_ERR_INVAL);
    assert_int_equal(check_at("roles", "workers_fte", "ethnicity", NULL), STAITH_ERR_INVAL);
    assert_int_equal(check_at("roles", "workers_fte", "role", "director"), STAITH_ERR_INVAL);
}

static void test_numbers_below_zero_and_private_releases_are_refused(void **state)
{
    (void)state;
    struct staith_release_cell cell = exchange_cell("headline", "workers_fte", NULL, NULL, -1);
    assert_int_equal(check(&cell), STAITH_ERR_INVAL);
    cell.value.lo = -1;
    cell.value.value = 0;
    cell.value.hi = 1;
    assert_int_equal(check(&cell), STAITH_ERR_INVAL);
    cell.value.lo = 0;
    assert_int_equal(check(&cell), 0);
    struct staith_release *release =
        exchange_release_of("840", 2025, STAITH_AUDIENCE_COUNCIL, &cell, 1);
    assert_int_equal(staith_codec_check_content(release, exchange_catalogue(), NULL),
                     STAITH_ERR_INVAL);
    staith_release_free(release);
    struct staith_catalogue other = *exchange_catalogue();
    other.dataset = "agency";
    release = exchange_release("840", 2025, 1);
    assert_int_equal(staith_codec_check_content(release, &other, NULL), STAITH_ERR_INVAL);
    staith_release_free(release);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_catalogue_knows_is_taken),
        cmocka_unit_test(test_what_it_does_not_know_is_refused),
        cmocka_unit_test(test_numbers_below_zero_and_private_releases_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
