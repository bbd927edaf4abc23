/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/jsonfile.h"
#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_there_and_back(void **state)
{
    (void)state;
    struct place place;
    struct stat facts;
    char folder[PLACE_PATH];
    char path[PLACE_PATH];
    json_t *read = NULL;
    json_t *json = json_pack("{s:i}", "a", 7);
    assert_int_equal(place_init(&place, "well"), 0);
    place_path(&place, "state/x", folder);
    place_path(&place, "state/x/y.json", path);
    assert_int_equal(staith_gate_jsonfile_folder(folder, "things", NULL), 0);
    assert_int_equal(staith_gate_jsonfile_folder(folder, "things", NULL), 0); /* there already */
    assert_int_equal(stat(folder, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0700);
    assert_int_equal(staith_gate_jsonfile_read(path, "a thing", &read, NULL), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_gate_jsonfile_write(path, json, "a thing", NULL), 0);
    assert_int_equal(stat(path, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(staith_gate_jsonfile_read(path, "a thing", &read, NULL), 0);
    assert_true(json_equal(read, json));
    json_decref(read);
    json_decref(json);
    place_deinit(&place);
}

static void test_what_cannot_be(void **state)
{
    (void)state;
    struct place place;
    struct staith_err err = {0};
    char path[PLACE_PATH];
    json_t *read = NULL;
    json_t *json = json_object();
    assert_int_equal(place_init(&place, "well"), 0);
    assert_int_equal(staith_gate_jsonfile_folder("/proc/self/x", "things", &err), STAITH_ERR_IO);
    assert_string_equal(err.what, "the folder for things cannot be made");
    assert_string_equal(err.where, "/proc/self/x");
    assert_int_equal(staith_gate_jsonfile_write("/proc/self/x", json, "a thing", &err),
                     STAITH_ERR_IO);
    assert_string_equal(err.what, "a thing cannot be written");
    static const char *const damaged[] = {"", "{\"a\":", "[]", "{\"a\":1,\"a\":2}"};
    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        assert_int_equal(place_write(&place, "state/z.json", damaged[i]), 0);
        place_path(&place, "state/z.json", path);
        assert_int_equal(staith_gate_jsonfile_read(path, "a thing", &read, &err),
                         STAITH_ERR_SYNTAX);
        assert_string_equal(err.where, path);
    }
    assert_null(read);
    json_decref(json);
    place_deinit(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_what_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
