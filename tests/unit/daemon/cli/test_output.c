/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output.h"

#include "folder_case.h"
#include "temp_file.h"

static void written_as_a_whole(void **state)
{
    (void)state;
    char folder[64];
    char path[256];
    char missing[256];
    size_t len = 0;
    struct staith_buf bytes;
    struct staith_err err = {0};
    folder_case_make(folder);
    staith_buf_init(&bytes, 100);
    assert_int_equal(staith_buf_text(&bytes, "text"), 0);
    (void)snprintf(path, sizeof(path), "%s/a/b/c.txt", folder);
    (void)snprintf(missing, sizeof(missing), "%s/none/c.txt", folder);
    assert_int_equal(staith_cli_make_folders(path, &err), 0);
    assert_int_equal(staith_cli_make_folders(path, &err), 0); /* they are there */
    assert_int_equal(staith_cli_write_file(path, &bytes, &err), 0);
    char *read = (char *)staith_temp_read(path, &len);
    assert_int_equal(len, 4);
    assert_memory_equal(read, "text", 4);
    free(read);
    assert_int_equal(staith_cli_write_file(missing, &bytes, &err), STAITH_ERR_IO);
    assert_non_null(strstr(err.where, "none/c.txt"));
    (void)snprintf(missing, sizeof(missing), "%s/a/b/c.txt/d/e.txt", folder); /* below a file */
    assert_int_equal(staith_cli_make_folders(missing, &err), STAITH_ERR_IO);
    static char longest[5000];
    memset(longest, 'a', sizeof(longest) - 1);
    assert_int_equal(staith_cli_make_folders(longest, &err), STAITH_ERR_LIMIT);
    assert_int_equal(staith_cli_write_file(longest, &bytes, &err), STAITH_ERR_LIMIT);
    staith_buf_deinit(&bytes);
    assert_int_equal(folder_case_empty(folder), 1); /* nothing beside it is left */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
