/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/bundle.h"

#include "bundle_case.h"

#include <stdio.h>

static void write_file(const char *path, const uint8_t *bytes, size_t len)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, len, out), len);
    assert_int_equal(fclose(out), 0);
}

static int open_it(const char *path, const char *key)
{
    struct staith_cli_bundle of;
    struct staith_err err = {0};
    int rc = staith_cli_bundle_open(path, key, &of, &err);
    if (rc == 0) {
        assert_string_equal(of.bundle.authority, "840");
        assert_int_equal(of.bundle.entry_count, BUNDLE_CASE_ENTRIES);
    } else {
        assert_true(err.what[0] != '\0');
    }
    staith_cli_bundle_close(&of);
    return rc;
}

static void opens_what_holds(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_buf file;
    uint8_t hash[STAITH_HASH_BYTES];
    char path[128];
    bundle_case_init(&c);
    staith_buf_init(&file, STAITH_BUNDLE_MAX_BYTES);
    assert_int_equal(staith_bundle_pack(&c.bundle, &file, hash), 0);
    (void)snprintf(path, sizeof(path), "%s/b", c.f.folder);
    write_file(path, file.data, file.len);
    assert_int_equal(open_it(path, NULL), 0);
    assert_int_equal(open_it(path, path), STAITH_ERR_CONFIG); /* no key file */
    file.data[file.len - 1] ^= 1;
    write_file(path, file.data, file.len);
    assert_int_equal(open_it(path, NULL), STAITH_ERR_VERIFY);
    write_file(path, file.data, 0);
    assert_int_equal(open_it(path, NULL), STAITH_ERR_SYNTAX);
    assert_int_equal(open_it(c.f.folder, NULL), STAITH_ERR_IO);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(open_it(path, NULL), STAITH_ERR_NOTFOUND);
    staith_buf_deinit(&file);
    bundle_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(opens_what_holds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
