/* SPDX-License-Identifier: Apache-2.0 */
#include "held_fixture.h"
#include "ledger/held.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_all_of_it_comes_back(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    struct staith_held_item item;
    struct staith_release *release = NULL;
    uint64_t number = 0;
    uint64_t replaced = 0;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_held_open(f.folder, &held, NULL), 0);
    assert_int_equal(held_fixture_put(&f, held, 2025, 14, 5, 1000, &number, &replaced), 0);
    struct staith_held_word word = held_fixture_word("Ann Lee", true, 2000);
    word.embargo_unix_ms = 7000;
    assert_int_equal(staith_held_say(held, 1, &word, STAITH_HELD_WAITING, 0, NULL), 0);
    staith_held_close(held);
    assert_int_equal(staith_held_open(f.folder, &held, NULL), 0);
    assert_int_equal(staith_held_read(held, 1, &item, NULL), 0);
    assert_int_equal(item.number, 1);
    assert_int_equal(item.state, STAITH_HELD_WAITING);
    assert_string_equal(item.dataset, "csww");
    assert_int_equal(item.period.year, 2025);
    assert_int_equal(item.held_unix_ms, 1000);
    assert_int_equal(item.changed_unix_ms, 2000);
    assert_string_equal(item.note.source_name, "return.xml");
    assert_int_equal(item.note.source_hash[0], 5);
    assert_int_equal(item.note.source_hash[1], 0);
    assert_int_equal(item.note.source_bytes, 1234);
    assert_int_equal(item.note.observed, 56);
    assert_int_equal(item.note.cells_tallied, 7);
    assert_int_equal(item.note.cells_released, 2);
    assert_int_equal(item.note.cells_withheld, 5);
    assert_int_equal(item.note.errors, 1);
    assert_int_equal(item.note.queries, 3);
    assert_string_equal(item.note.approved_by, "");
    assert_string_equal(item.note.decision_json, "{\"rules\":\"r\"}");
    assert_int_equal(item.word_count, 1);
    assert_string_equal(item.words[0].officer, "Ann Lee");
    assert_string_equal(item.words[0].role, "SIRO");
    assert_string_equal(item.words[0].reason, "figures agree with the return");
    assert_true(item.words[0].approves);
    assert_int_equal(item.words[0].at_unix_ms, 2000);
    assert_int_equal(item.words[0].embargo_unix_ms, 7000);
    assert_int_equal(staith_codec_unpack_release(item.release, item.release_len, &release, NULL),
                     0);
    assert_int_equal(staith_release_cell_at(release, 0).value.value, 14);
    staith_release_free(release);
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(&f.catalogue, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    assert_int_equal(item.catalogue_len, packed.len);
    assert_memory_equal(item.catalogue, packed.data, packed.len);
    staith_buf_deinit(&packed);
    assert_int_equal(staith_held_read(held, 2, &item, NULL), STAITH_ERR_NOTFOUND);
    staith_held_close(held);
    ledger_fixture_deinit(&f);
}

static void test_next_count_and_source(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_held *held = NULL;
    uint64_t number = 0;
    uint64_t replaced = 0;
    uint32_t waiting = 9;
    uint32_t approved = 9;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(staith_held_open(f.folder, &held, NULL), 0);
    assert_int_equal(staith_held_next(held, 0, true, &number), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_held_count(held, NULL, &waiting, &approved), 0);
    assert_int_equal(waiting, 0);
    assert_int_equal(approved, 0);
    assert_int_equal(held_fixture_put(&f, held, 2025, 14, 5, 1000, &number, &replaced), 0);
    assert_int_equal(held_fixture_put(&f, held, 2025, 15, 6, 1000, &number, &replaced), 0);
    assert_int_equal(held_fixture_put(&f, held, 2024, 16, 5, 1000, &number, &replaced), 0);
    assert_int_equal(held_fixture_put(&f, held, 2023, 17, 7, 1000, &number, &replaced), 0);
    const struct staith_held_word word = held_fixture_word("Ann Lee", true, 2000);
    assert_int_equal(staith_held_say(held, 3, &word, STAITH_HELD_APPROVED, 9000, NULL), 0);
    assert_int_equal(staith_held_next(held, 0, true, &number), 0);
    assert_int_equal(number, 1);
    assert_int_equal(staith_held_next(held, 0, false, &number), 0);
    assert_int_equal(number, 2);
    assert_int_equal(staith_held_next(held, 2, false, &number), 0);
    assert_int_equal(number, 3);
    assert_int_equal(staith_held_next(held, 4, false, &number), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_held_count(held, NULL, &waiting, &approved), 0);
    assert_int_equal(waiting, 2);
    assert_int_equal(approved, 1);
    assert_int_equal(staith_held_count(held, "csww", &waiting, &approved), 0);
    assert_int_equal(waiting, 2);
    assert_int_equal(staith_held_count(held, "other", &waiting, &approved), 0);
    assert_int_equal(waiting, 0);
    const uint8_t five[STAITH_HASH_BYTES] = {5};
    const uint8_t eight[STAITH_HASH_BYTES] = {8};
    assert_int_equal(staith_held_find_source(held, "csww", five, &number), 0);
    assert_int_equal(number, 3);
    assert_int_equal(staith_held_find_source(held, "other", five, &number), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_held_find_source(held, "csww", eight, &number), STAITH_ERR_NOTFOUND);
    staith_held_close(held);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_of_it_comes_back),
        cmocka_unit_test(test_next_count_and_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
