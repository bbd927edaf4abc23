/* SPDX-License-Identifier: Apache-2.0 */
#include "control/checks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char *member(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void errors_as_json(void **state)
{
    (void)state;
    struct staith_err err = {0};
    (void)staith_err_set(&err, STAITH_ERR_DENIED, "it is closed");
    staith_err_at(&err, "a.yaml", 3, 4);
    staith_err_remedy(&err, "open it");
    json_t *json = staith_control_err(&err);
    assert_int_equal(json_integer_value(json_object_get(json, "code")), -10);
    assert_string_equal(member(json, "what"), "it is closed");
    assert_string_equal(member(json, "where"), "a.yaml:3:4");
    assert_string_equal(member(json, "remedy"), "open it");
    json_decref(json);
    /* a code alone has its words; a text that is no UTF-8 gives way to them */
    err = (struct staith_err){.code = STAITH_ERR_NOTFOUND};
    json = staith_control_err(&err);
    assert_string_equal(member(json, "what"), "not found");
    json_decref(json);
    memcpy(err.what, "\xC3", 2);
    json = staith_control_err(&err);
    assert_string_equal(member(json, "what"), "not found");
    json_decref(json);
}

static void run(struct staith_control_checks *checks, const char *state, const char *socket)
{
    staith_control_checks_init(checks);
    staith_control_checks_folders(checks, state, socket);
}

static int code_of(const struct staith_control_checks *checks, size_t index)
{
    const json_t *item = json_array_get(checks->list, index);
    const json_t *error = json_object_get(item, "error");
    assert_int_equal(json_is_true(json_object_get(item, "ok")), error == NULL);
    return (int)json_integer_value(json_object_get(error, "code"));
}

static void folders(void **state)
{
    (void)state;
    struct staith_control_checks checks;
    char folder[] = "/tmp/staith-checks-XXXXXX";
    char missing[64];
    char file[64];
    char socket[64];
    assert_non_null(mkdtemp(folder));
    (void)snprintf(missing, sizeof(missing), "%s/none", folder);
    (void)snprintf(file, sizeof(file), "%s/file", folder);
    (void)snprintf(socket, sizeof(socket), "%s/control.sock", folder);
    FILE *made = fopen(file, "w");
    assert_non_null(made);
    assert_int_equal(fclose(made), 0);

    run(&checks, folder, socket);
    assert_int_equal(checks.first_code, 0);
    assert_int_equal(json_array_size(checks.list), 2);
    assert_string_equal(member(json_array_get(checks.list, 0), "check"), "state folder");
    assert_int_equal(code_of(&checks, 1), 0);
    json_decref(checks.list);

    run(&checks, missing, "/nowhere/at/all.sock");
    assert_int_equal(checks.first_code, STAITH_ERR_NOTFOUND);
    assert_int_equal(code_of(&checks, 0), STAITH_ERR_NOTFOUND);
    assert_int_equal(code_of(&checks, 1), STAITH_ERR_NOTFOUND);
    json_decref(checks.list);

    run(&checks, file, socket);
    assert_int_equal(code_of(&checks, 0), STAITH_ERR_CONFIG);
    assert_int_equal(code_of(&checks, 1), 0);
    assert_int_equal(checks.first_code, STAITH_ERR_CONFIG);
    json_decref(checks.list);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* What is printed of one check that is well and one that is not. */
static char *printed(bool json, int *status)
{
    struct staith_control_checks checks;
    struct staith_err err = {0};
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    staith_control_checks_init(&checks);
    staith_control_checks_add(&checks, "first", 0, &err);
    int rc = staith_err_set(&err, STAITH_ERR_CONFIG, "it is wrong");
    staith_err_at(&err, "a.yaml", 3, 0);
    staith_err_remedy(&err, "mend it");
    staith_control_checks_add(&checks, "second", rc, &err);
    *status = staith_control_checks_print(checks.list, checks.first_code, json, out);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void printing(void **state)
{
    (void)state;
    int status = 0;
    char *text = printed(false, &status);
    assert_int_equal(status, 78);
    assert_string_equal(text, "ok     first\n"
                              "WRONG  second\n"
                              "       a.yaml:3: it is wrong\n"
                              "       mend it\n");
    free(text);
    text = printed(true, &status);
    assert_int_equal(status, 78);
    json_t *json = json_loads(text, 0, NULL);
    assert_true(json_is_false(json_object_get(json, "ok")));
    assert_int_equal(json_array_size(json_object_get(json, "checks")), 2);
    json_decref(json);
    free(text);
    assert_int_equal(staith_control_checks_print(NULL, 0, true, stdout), 71);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_as_json),
        cmocka_unit_test(folders),
        cmocka_unit_test(printing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
