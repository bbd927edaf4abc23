/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "config_case.h"

#include "config/seal.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static size_t read_all(const char *path, char out[4096])
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(out, 1, 4096, file);
    assert_int_equal(fclose(file), 0);
    return len;
}

static void a_file_is_sealed_and_again(void **state)
{
    (void)state;
    static const char TEXT[] = "authority: {code: \"840\"}\n";
    struct config_file file;
    struct cli_capture run;
    struct stat st;
    char line[128];
    char bytes[4096];
    char again[4096];
    config_write(&file, TEXT, strlen(TEXT));
    assert_int_equal(chmod(file.path, 0640), 0);
    (void)snprintf(line, sizeof(line), "config seal %s", file.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "is sealed"));
    cli_free(&run);
    size_t len = read_all(file.path, bytes);
    assert_int_equal(len, strlen(TEXT) + 80);
    assert_int_equal(staith_config_seal_check(file.path, bytes, len, NULL), 0);
    assert_int_equal(stat(file.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    cli_free(&run);
    assert_int_equal(read_all(file.path, again), len);
    assert_memory_equal(again, bytes, len);
    config_remove(&file);
}

static void what_cannot_be_sealed(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "config seal");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    cli_run(&run, "config seal a b");
    assert_int_equal(run.status, 64);
    cli_free(&run);
    cli_run(&run, "config seal /nonexistent/file.yaml");
    assert_int_equal(run.status, 66);
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_file_is_sealed_and_again),
                                       cmocka_unit_test(what_cannot_be_sealed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
