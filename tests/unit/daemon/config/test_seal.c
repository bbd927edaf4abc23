/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config/seal.h"
#include "config_case.h"

#include <stdio.h>
#include <string.h>

static const char TEXT[] = "log: info\nstate: /a\n";
static const char MARK[] = "# staith: sealed below\n";
static const char MARKED[] = "# staith: sealed below\nlog: info\nstate: /a\n";
/* b2sum -l 256 of MARKED, by coreutils */
static const char SEAL[] =
    "# staith seal: f8638834b0c7248e63f45ad822d24a9354e139b319365121f5c7f7b3ee384c34\n";

static void the_seal_is_over_all_before_it(void **state)
{
    (void)state;
    struct staith_buf sealed;
    struct staith_buf again;
    struct staith_err err = {0};
    staith_buf_init(&sealed, 4096);
    staith_buf_init(&again, 4096);
    assert_int_equal(staith_config_seal_add(TEXT, strlen(TEXT), &sealed), 0);
    assert_int_equal(sealed.len, strlen(MARKED) + strlen(SEAL));
    assert_memory_equal(sealed.data, MARKED, strlen(MARKED));
    assert_memory_equal(sealed.data + strlen(MARKED), SEAL, strlen(SEAL));
    assert_int_equal(staith_config_seal_check("f", (const char *)sealed.data, sealed.len, &err), 0);
    /* sealed again it is the same, and a last line without its end gets one */
    assert_int_equal(staith_config_seal_add((const char *)sealed.data, sealed.len, &again), 0);
    assert_int_equal(again.len, sealed.len);
    assert_memory_equal(again.data, sealed.data, sealed.len);
    staith_buf_clear(&again);
    assert_int_equal(staith_config_seal_add(TEXT, strlen(TEXT) - 1, &again), 0);
    assert_memory_equal(again.data, sealed.data, sealed.len);
    staith_buf_deinit(&sealed);
    staith_buf_deinit(&again);
}

/* Every flipped bit is found, those of the mark and of the seal's own words too. */
static void a_flipped_bit_is_found(void **state)
{
    (void)state;
    struct staith_buf sealed;
    staith_buf_init(&sealed, 4096);
    assert_int_equal(staith_config_seal_add(TEXT, strlen(TEXT), &sealed), 0);
    for (size_t bit = 0; bit < sealed.len * 8; bit++) {
        struct staith_err err = {0};
        const size_t at = bit / 8;
        sealed.data[at] ^= (uint8_t)(1u << (bit % 8));
        int rc = staith_config_seal_check("f", (const char *)sealed.data, sealed.len, &err);
        assert_int_equal(rc, STAITH_ERR_CONFIG);
        assert_non_null(strstr(err.where, "f:"));
        assert_non_null(strstr(err.remedy, "staith config seal"));
        sealed.data[at] ^= (uint8_t)(1u << (bit % 8));
    }
    staith_buf_deinit(&sealed);
}

/* A file that lost its end is no file without a seal, wherever it ends. */
static void a_cut_end_is_found(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {TEXT, "\xEF\xBB\xBFlog: info\n"};
    for (size_t i = 0; i < sizeof(TEXTS) / sizeof(TEXTS[0]); i++) {
        struct staith_buf sealed;
        struct staith_err err = {0};
        const size_t order = 3 * i; /* bytes of a byte order mark, which stays in front */
        staith_buf_init(&sealed, 4096);
        assert_int_equal(staith_config_seal_add(TEXTS[i], strlen(TEXTS[i]), &sealed), 0);
        const char *bytes = (const char *)sealed.data;
        assert_memory_equal(bytes, TEXTS[i], order);
        assert_memory_equal(bytes + order, MARK, strlen(MARK));
        assert_int_equal(staith_config_seal_check("f", bytes, sealed.len, &err), 0);
        for (size_t len = order + 1; len < sealed.len; len++) {
            assert_int_equal(staith_config_seal_check("f", bytes, len, &err), STAITH_ERR_CONFIG);
        }
        staith_buf_deinit(&sealed);
    }
}

static void only_at_the_end(void **state)
{
    (void)state;
    struct staith_buf sealed;
    struct staith_err err = {0};
    staith_buf_init(&sealed, 4096);
    assert_int_equal(staith_config_seal_add(TEXT, strlen(TEXT), &sealed), 0);
    assert_int_equal(staith_buf_append(&sealed, "log: debug\n", 11), 0);
    assert_int_equal(staith_config_seal_check("f", (const char *)sealed.data, sealed.len, &err),
                     STAITH_ERR_CONFIG);
    assert_int_equal(
        staith_config_seal_check("f", (const char *)sealed.data, sealed.len - 12, &err),
        STAITH_ERR_CONFIG);
    assert_int_equal(staith_config_seal_check("f", TEXT, strlen(TEXT), &err), 0);
    assert_int_equal(staith_config_seal_check("f", "", 0, &err), 0);
    staith_buf_deinit(&sealed);
}

/* Lines that were added below a seal are the operator's: they stay, above the new seal. */
static void what_was_added_below_stays(void **state)
{
    (void)state;
    static const char MORE[] = "sources: /b\n";
    static const char *const BEHIND[] = {"", "0", "x: y"};
    struct staith_buf sealed;
    struct staith_buf again;
    struct staith_err err = {0};
    staith_buf_init(&sealed, 4096);
    staith_buf_init(&again, 4096);
    assert_int_equal(staith_buf_printf(&sealed, "%s%s%s", TEXT, SEAL, MORE), 0);
    assert_int_equal(staith_config_seal_add((const char *)sealed.data, sealed.len, &again), 0);
    assert_int_equal(again.len, strlen(MARK) + sealed.len);
    assert_memory_equal(again.data, MARKED, strlen(MARKED));
    assert_memory_equal(again.data + strlen(MARKED), MORE, strlen(MORE));
    assert_int_equal(staith_config_seal_check("f", (const char *)again.data, again.len, &err), 0);
    /* a seal that is not whole, or not the first, is cut as well, and what is behind it kept */
    for (size_t i = 0; i < sizeof(BEHIND) / sizeof(BEHIND[0]); i++) {
        staith_buf_clear(&sealed);
        staith_buf_clear(&again);
        assert_int_equal(staith_buf_printf(&sealed, "%s%s%s%.*s%s", SEAL, TEXT, SEAL,
                                           (int)strlen(SEAL) - 1, SEAL, BEHIND[i]),
                         0);
        assert_int_equal(staith_config_seal_add((const char *)sealed.data, sealed.len, &again), 0);
        assert_int_equal(staith_buf_append(&again, "", 1), 0);
        assert_memory_equal(again.data, MARKED, strlen(MARKED));
        assert_true(BEHIND[i][0] == 0 || strstr((const char *)again.data, BEHIND[i]) != NULL);
        assert_int_equal(
            staith_config_seal_check("f", (const char *)again.data, again.len - 1, &err), 0);
    }
    staith_buf_deinit(&sealed);
    staith_buf_deinit(&again);
}

/* A reader of configurations looks at it first. */
static void a_changed_file_is_not_read(void **state)
{
    (void)state;
    struct config_file file;
    struct staith_config_council *config = NULL;
    struct staith_buf sealed;
    struct staith_err err = {0};
    staith_buf_init(&sealed, 4096);
    assert_int_equal(staith_config_seal_add("authority: {}\n", 14, &sealed), 0);
    sealed.data[strlen(MARK)] = 'A';
    config_write(&file, (const char *)sealed.data, sealed.len);
    assert_int_equal(staith_config_council_read(file.path, &config, &err), STAITH_ERR_CONFIG);
    assert_non_null(strstr(err.what, "sealed"));
    assert_non_null(strstr(err.where, file.path));
    config_remove(&file);
    staith_buf_deinit(&sealed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_seal_is_over_all_before_it),
        cmocka_unit_test(a_flipped_bit_is_found),
        cmocka_unit_test(a_cut_end_is_found),
        cmocka_unit_test(only_at_the_end),
        cmocka_unit_test(what_was_added_below_stays),
        cmocka_unit_test(a_changed_file_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
