/* SPDX-License-Identifier: Apache-2.0 */
#include "http_fixture.h"

#include <sys/stat.h>

/* A folder of its own for a socket. */
static void place(char folder[64], char path[STAITH_HTTP_SOCKET_BYTES])
{
    (void)snprintf(folder, 64, "/tmp/staith-listen-XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, STAITH_HTTP_SOCKET_BYTES, "%s/web.sock", folder);
}

static void at_a_socket(void **state)
{
    struct http_fixture *fixture = *state;
    char folder[64];
    char path[STAITH_HTTP_SOCKET_BYTES];
    struct stat about;
    struct staith_err err = {0};
    struct staith_http_server *second = NULL;
    place(folder, path);
    fixture->options.address = path;
    assert_int_equal(staith_http_start(&fixture->options, &fixture->server, &err), 0);
    assert_int_equal(staith_http_port(fixture->server), 0);
    assert_int_equal(lstat(path, &about), 0);
    assert_true(S_ISSOCK(about.st_mode));
    assert_int_equal(about.st_mode & 0777, 0660); /* whatever the umask says */
    http_fixture_get(fixture, "/a", "");
    assert_int_equal(http_fixture_status(fixture), 200);
    assert_string_equal(fixture->peer, "");
    assert_int_equal(staith_http_start(&fixture->options, &second, &err), STAITH_ERR_EXISTS);
    assert_null(second);
    http_fixture_get(fixture, "/b", ""); /* which took nothing away */
    assert_int_equal(http_fixture_status(fixture), 200);
    staith_http_stop(fixture->server);
    fixture->server = NULL;
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(rmdir(folder), 0);
}

/* What a dead process left is replaced; a file is not. */
static void what_lies_there(void **state)
{
    struct http_fixture *fixture = *state;
    char folder[64];
    char path[STAITH_HTTP_SOCKET_BYTES];
    struct staith_err err = {0};
    struct sockaddr_un left = {.sun_family = AF_UNIX};
    place(folder, path);
    fixture->options.address = path;
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(staith_http_start(&fixture->options, &fixture->server, &err),
                     STAITH_ERR_EXISTS);
    assert_int_equal(unlink(path), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    (void)snprintf(left.sun_path, sizeof(left.sun_path), "%s", path);
    assert_int_equal(bind(fd, (struct sockaddr *)&left, sizeof(left)), 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(staith_http_start(&fixture->options, &fixture->server, &err), 0);
    http_fixture_get(fixture, "/a", "");
    assert_int_equal(http_fixture_status(fixture), 200);
    staith_http_stop(fixture->server);
    fixture->server = NULL;
    assert_int_equal(rmdir(folder), 0);
}

static void no_address(void **state)
{
    static const char *const BAD[] = {"region.test", "",
                                      "/a/path/that/is/longer/than/the/hundred/and/seven/bytes/"
                                      "that/the/name/of/a/socket/may/have/"
                                      "on/this/system/at/most"};
    struct http_fixture *fixture = *state;
    struct staith_err err = {0};
    for (size_t i = 0; i < 3; i++) {
        fixture->options.address = BAD[i];
        assert_int_equal(staith_http_start(&fixture->options, &fixture->server, &err),
                         STAITH_ERR_INVAL);
        assert_null(fixture->server);
    }
    fixture->options.address = "::1";
    if (staith_http_start(&fixture->options, &fixture->server, &err) == 0) {
        assert_int_not_equal(staith_http_port(fixture->server), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(at_a_socket, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_lies_there, http_fixture_setup, http_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_address, http_fixture_setup, http_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
