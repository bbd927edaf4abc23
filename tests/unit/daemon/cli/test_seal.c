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
    assert_int_equal(len, strlen("# staith: sealed below\n") + strlen(TEXT) + 80);
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

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* The file behind a link is sealed and the link stays; what a cut seal left is in nobody's way. */
static void a_link_stays_and_a_leftover_goes(void **state)
{
    (void)state;
    struct config_file file;
    struct cli_capture run;
    struct stat st;
    char link[128];
    char beside[128];
    char line[160];
    char bytes[4096];
    config_write(&file, "state: /a\n", 10);
    (void)config_in(&file, "link.yaml", link, sizeof(link));
    (void)snprintf(beside, sizeof(beside), "%s.sealing", file.path);
    assert_int_equal(symlink(file.path, link), 0);
    write_text(beside, "half");
    (void)snprintf(line, sizeof(line), "config seal %s", link);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    cli_free(&run);
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(access(beside, F_OK), -1);
    assert_true(read_all(file.path, bytes) > 10);
    assert_int_equal(unlink(link), 0);
    config_remove(&file);
}

/* Nobody but root gives a file away: another's file is refused, and is as it was. */
static void another_owner_is_not_lost(void **state)
{
    (void)state;
    struct config_file file;
    struct cli_capture refused;
    struct cli_capture owned;
    struct stat st;
    char line[128];
    char bytes[4096];
    if (geteuid() != 0) {
        skip();
    }
    config_write(&file, "state: /a\n", 10);
    assert_int_equal(chown(file.path, 4242, 4243), 0);
    assert_int_equal(chmod(file.path, 0644), 0);
    (void)snprintf(line, sizeof(line), "config seal %s", file.path);
    assert_int_equal(chown(file.folder, 4244, 4244), 0);
    assert_int_equal(seteuid(4244), 0);
    cli_run(&refused, line);
    assert_int_equal(seteuid(0), 0);
    assert_int_not_equal(refused.status, 0);
    assert_non_null(strstr(refused.err, "owner"));
    cli_free(&refused);
    assert_int_equal(read_all(file.path, bytes), 10);
    cli_run(&owned, line);
    assert_int_equal(owned.status, 0);
    cli_free(&owned);
    assert_int_equal(stat(file.path, &st), 0);
    assert_int_equal(st.st_uid, 4242);
    assert_int_equal(st.st_gid, 4243);
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
                                       cmocka_unit_test(a_link_stays_and_a_leftover_goes),
                                       cmocka_unit_test(another_owner_is_not_lost),
                                       cmocka_unit_test(what_cannot_be_sealed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
