/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/files.h"
#include "codec/hostpipe.h"
#include "ledger/ledger.h"
#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Read one file of this name; the error's place is its path. */
static int read_it(struct place *place, const char *name, const char *expected)
{
    char path[PLACE_PATH];
    struct staith_arena arena;
    struct staith_gate_files files = {0};
    struct staith_err err = {0};
    struct staith_config_option file = {"titles", place_path(place, name, path), "a.yaml:1:1"};
    place->dataset.files = &file;
    place->dataset.file_count = 1;
    staith_arena_init(&arena, STAITH_GATE_FILES_MAX_BYTES);
    int rc = staith_gate_files_read(&place->dataset, place->folder, &arena, &files, &err);
    if (rc == 0) {
        assert_int_equal(files.count, 1);
        assert_string_equal(files.items[0].name, "titles");
        assert_string_equal(files.items[0].path, path);
        assert_string_equal(files.items[0].where, "a.yaml:1:1");
        assert_string_equal(files.items[0].text, expected);
    } else {
        assert_int_equal(files.count, 0);
        assert_string_equal(err.where, path);
        assert_non_null(strstr(err.what, "the file for option titles"));
        assert_true(err.remedy[0] != '\0');
    }
    staith_arena_deinit(&arena);
    return rc;
}

static void test_reads(void **state)
{
    (void)state;
    struct place place;
    assert_int_equal(place_init(&place, "well"), 0);
    assert_int_equal(place_write(&place, "a.csv", "title,role\n"), 0);
    assert_int_equal(place_write(&place, "b.csv", "\xEF\xBB\xBFtitle\n"), 0);
    assert_int_equal(place_write(&place, "c.csv", ""), 0);
    assert_int_equal(read_it(&place, "a.csv", "title,role\n"), 0);
    assert_int_equal(read_it(&place, "b.csv", "title\n"), 0);
    assert_int_equal(read_it(&place, "c.csv", ""), 0);
    place_deinit(&place);
}

static void test_refuses(void **state)
{
    (void)state;
    struct place place;
    char path[PLACE_PATH];
    char link[PLACE_PATH];
    assert_int_equal(place_init(&place, "well"), 0);
    assert_int_equal(place_write(&place, "a.csv", "title\n"), 0);
    assert_int_equal(symlink(place_path(&place, "a.csv", path), place_path(&place, "b.csv", link)),
                     0);
    assert_int_equal(read_it(&place, "b.csv", ""), STAITH_ERR_REFUSED);
    assert_int_equal(read_it(&place, "source", ""), STAITH_ERR_REFUSED);
    assert_int_equal(read_it(&place, "missing.csv", ""), STAITH_ERR_NOTFOUND);
    assert_int_equal(truncate(path, 100), 0); /* filled up with NUL bytes */
    assert_int_equal(read_it(&place, "a.csv", ""), STAITH_ERR_REFUSED);
    assert_int_equal(truncate(path, STAITH_HOSTPIPE_FILE_MAX_BYTES + 1), 0);
    assert_int_equal(read_it(&place, "a.csv", ""), STAITH_ERR_REFUSED);
    place_deinit(&place);
}

/* What the region hands out lies in the receipts; a word that the publisher kept. */
static void hear(const struct place *place)
{
    static const char *const columns[] = {"role", "pence_per_hour"};
    const char *cells[] = {"iro", "4600"};
    const struct staith_handout caps = {
        .name = "caps", .column_count = 2, .row_count = 1, .columns = columns, .cells = cells};
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    struct staith_receipts *receipts = NULL;
    struct staith_record word = {
        .authority = "840", .epoch = 5, .number = 1, .kind = STAITH_RECORD_HANDOUT};
    struct staith_buf payload;
    staith_buf_init(&payload, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(crypto_sign_keypair(public_key, secret), 0);
    assert_int_equal(staith_codec_pack_handout(&caps, &payload), 0);
    word.payload = payload.data;
    word.payload_len = payload.len;
    assert_int_equal(staith_record_sign(&word, secret), 0);
    assert_int_equal(staith_receipts_open(place->folder, false, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_hear(receipts, &word), 0);
    staith_receipts_close(receipts);
    staith_buf_deinit(&payload);
}

static void test_what_the_region_hands_out(void **state)
{
    (void)state;
    struct place place;
    struct staith_arena arena;
    struct staith_gate_files files = {0};
    struct staith_err err = {0};
    struct staith_config_option file = {"caps", "region:caps", "a.yaml:1:1"};
    assert_int_equal(place_init(&place, "well"), 0);
    place.dataset.files = &file;
    place.dataset.file_count = 1;
    staith_arena_init(&arena, STAITH_GATE_FILES_MAX_BYTES);
    assert_int_equal(staith_gate_files_read(&place.dataset, place.folder, &arena, &files, &err),
                     STAITH_ERR_NOTFOUND);
    assert_non_null(strstr(err.what, "was not handed out by the region yet"));
    /* whoever only checks the options does not wait for the region */
    assert_int_equal(staith_gate_files_read(&place.dataset, NULL, &arena, &files, &err), 0);
    assert_string_equal(files.items[0].text, "");
    hear(&place);
    assert_int_equal(staith_gate_files_read(&place.dataset, place.folder, &arena, &files, &err), 0);
    assert_int_equal(files.count, 1);
    assert_string_equal(files.items[0].text, "role,pence_per_hour\niro,4600\n");
    file.value = "region:national";
    assert_int_equal(staith_gate_files_read(&place.dataset, place.folder, &arena, &files, &err),
                     STAITH_ERR_NOTFOUND);
    staith_arena_deinit(&arena);
    place_deinit(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reads), cmocka_unit_test(test_refuses),
                                       cmocka_unit_test(test_what_the_region_hands_out)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
