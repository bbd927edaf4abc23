/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/ingest/internal.h"
#include "ingest_fixture.h"

#include <cmocka.h>

static void test_from_the_store_then_from_memory(void **state)
{
    struct ingest_fixture *fixture = *state;
    const struct staith_catalogue *catalogue = NULL;
    const struct staith_catalogue *again = NULL;
    uint8_t hash[STAITH_HASH_BYTES];
    exchange_catalogue_hash(hash);
    struct staith_ingest_catalogues *catalogues = staith_ingest_catalogues_new(fixture->store);
    assert_non_null(catalogues);
    assert_int_equal(staith_ingest_catalogues_get(catalogues, hash, &catalogue, NULL),
                     STAITH_ERR_NOTFOUND);
    ingest_fixture_bring(fixture, &fixture->durham, 0);
    assert_int_equal(staith_ingest_catalogues_get(catalogues, hash, &catalogue, NULL), 0);
    assert_string_equal(catalogue->dataset, "csww");
    assert_int_equal(catalogue->table_count, 3);
    assert_int_equal(staith_ingest_catalogues_get(catalogues, hash, &again, NULL), 0);
    assert_ptr_equal(again, catalogue);
    hash[5] ^= 1;
    assert_int_equal(staith_ingest_catalogues_get(catalogues, hash, &again, NULL),
                     STAITH_ERR_NOTFOUND);
    staith_ingest_catalogues_free(catalogues);
    staith_ingest_catalogues_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_from_the_store_then_from_memory, ingest_fixture_setup,
                                        ingest_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
