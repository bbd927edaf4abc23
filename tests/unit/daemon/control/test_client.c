/* SPDX-License-Identifier: Apache-2.0 */
#include "control/control.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];
static char path[96];

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof(folder), "/tmp/staith-client-XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof(path), "%s/s", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

/* Ask a listener that answers every question with `answer` and closes (NULL: it never answers). */
static int ask(const char *answer, json_t **ret_reply, struct staith_err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path) + 1);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(listener, 1), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        char request[256];
        int fd = accept(listener, NULL, NULL);
        ssize_t count = recv(fd, request, sizeof(request), 0);
        if (answer != NULL && count > 0) {
            (void)!send(fd, answer, strlen(answer), MSG_NOSIGNAL);
        } else if (count > 0) {
            (void)!recv(fd, request, 1, 0); /* until the other gives up */
        }
        _exit(0);
    }
    (void)close(listener);
    json_t *request = json_pack("{s:s}", "command", "status");
    int rc = staith_control_ask(path, request, answer == NULL ? 200 : 5000, ret_reply, err);
    json_decref(request);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_int_equal(unlink(path), 0);
    return rc;
}

static void good(void **state)
{
    (void)state;
    struct staith_err err = {0};
    json_t *reply = NULL;
    assert_int_equal(ask("{\"ok\":true,\"reply\":{\"pid\":7}}\n", &reply, &err), 0);
    assert_int_equal(json_integer_value(json_object_get(reply, "pid")), 7);
    json_decref(reply);
}

static void bad(void **state)
{
    (void)state;
    struct staith_err err = {0};
    json_t *reply = NULL;
    assert_int_equal(ask("{\"ok\":true}\n", &reply, &err), STAITH_ERR_SYNTAX);
    assert_int_equal(ask("hello\n", &reply, &err), STAITH_ERR_SYNTAX);
    assert_int_equal(ask("[[[[[[\n", &reply, &err), STAITH_ERR_SYNTAX);
    assert_int_equal(ask("{\"ok\":true,\"reply\":{}}", &reply, &err), STAITH_ERR_IO);
    assert_int_equal(ask("{\"ok\":false,\"error\":{\"code\":5,\"what\":\"odd\"}}\n", &reply, &err),
                     STAITH_ERR_IO);
    assert_string_equal(err.what, "odd");
    assert_null(reply);
}

static void silent(void **state)
{
    (void)state;
    struct staith_err err = {0};
    json_t *reply = NULL;
    assert_int_equal(ask(NULL, &reply, &err), STAITH_ERR_TIMEOUT);
    assert_string_equal(err.where, path);
}

static void nobody(void **state)
{
    (void)state;
    struct staith_err err = {0};
    json_t *reply = NULL;
    json_t *request = json_pack("{s:s}", "command", "status");
    assert_int_equal(staith_control_ask(path, request, 1000, &reply, &err), STAITH_ERR_NOTFOUND);
    assert_string_equal(err.what, "no daemon listens here");
    assert_string_equal(err.remedy, "start it, or name the configuration it runs with");
    json_decref(request);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(good, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(bad, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(silent, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(nobody, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
