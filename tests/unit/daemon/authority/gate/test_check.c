/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/check.h"
#include "base/err.h"
#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Result of the check whose name begins so: 0, or its error code; 1 when there is none. */
static int result_of(const json_t *checks, const char *name)
{
    size_t i = 0;
    const json_t *item = NULL;
    json_array_foreach(checks, i, item)
    {
        const char *check = json_string_value(json_object_get(item, "check"));
        if (strncmp(check, name, strlen(name)) == 0) {
            const json_t *error = json_object_get(item, "error");
            assert_int_equal(json_is_true(json_object_get(item, "ok")), error == NULL);
            return error == NULL ? 0 : (int)json_integer_value(json_object_get(error, "code"));
        }
    }
    return 1;
}

static int check(const struct place *place, json_t **checks)
{
    char path[PLACE_PATH];
    return staith_gate_check_config(place_path(place, "staithd.yaml", path), checks);
}

static void test_all_is_well(void **state)
{
    (void)state;
    struct place place;
    json_t *checks = NULL;
    assert_int_equal(place_init(&place, "well"), 0);
    assert_int_equal(place_write_config(&place, "staithd.yaml", "well", ""), 0);
    assert_int_equal(check(&place, &checks), 0);
    static const char *const names[] = {"configuration",
                                        "signing key",
                                        "transport key",
                                        "state folder",
                                        "control socket",
                                        "program staithd-host",
                                        "program staithd-publish",
                                        "dataset csww: source",
                                        "dataset csww: plugin well"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_int_equal(result_of(checks, names[i]), 0);
    }
    assert_int_equal(result_of(checks, "ledger"), 1); /* none yet */
    json_decref(checks);
    place_deinit(&place);
}

static void test_every_fault_is_named_at_once(void **state)
{
    (void)state;
    struct place place;
    char path[PLACE_PATH];
    json_t *checks = NULL;
    assert_int_equal(place_init(&place, "refuse"), 0);
    assert_int_equal(place_write_config(&place, "staithd.yaml", "refuse", ""), 0);
    assert_int_equal(chmod(place_path(&place, "signing.key", path), 0644), 0);
    assert_int_equal(unlink(place_path(&place, "transport.key", path)), 0);
    assert_int_equal(rmdir(place_path(&place, "state", path)), 0);
    assert_int_equal(rmdir(place_path(&place, "source", path)), 0);
    assert_int_equal(check(&place, &checks), STAITH_ERR_DENIED); /* the first one */
    assert_int_equal(result_of(checks, "signing key"), STAITH_ERR_DENIED);
    assert_int_equal(result_of(checks, "transport key"), STAITH_ERR_NOTFOUND);
    assert_int_equal(result_of(checks, "state folder"), STAITH_ERR_NOTFOUND);
    assert_int_equal(result_of(checks, "dataset csww: source"), STAITH_ERR_NOTFOUND);
    assert_int_equal(result_of(checks, "dataset csww: plugin"), STAITH_ERR_REFUSED);
    json_decref(checks);
    place_deinit(&place);
}

static void test_marks_must_name_measures(void **state)
{
    (void)state;
    struct place place;
    json_t *checks = NULL;
    assert_int_equal(place_init(&place, "well"), 0);
    assert_int_equal(place_write_config(&place, "staithd.yaml", "well",
                                        "    marks:\n      - {measure: leavers, period: \"2025\","
                                        " status: u, reason: withdrawn}\n"),
                     0);
    assert_int_equal(check(&place, &checks), STAITH_ERR_CONFIG);
    assert_int_equal(result_of(checks, "dataset csww: marks"), STAITH_ERR_CONFIG);
    json_decref(checks);
    assert_int_equal(
        place_write_config(&place, "staithd.yaml", "well", "    hold: [csww.leavers_headcount]\n"),
        0);
    assert_int_equal(check(&place, &checks), 0);
    assert_int_equal(result_of(checks, "dataset csww: marks"), 0);
    json_decref(checks);
    place_deinit(&place);
}

static void test_file_that_cannot_be_parsed(void **state)
{
    (void)state;
    struct place place;
    json_t *checks = NULL;
    assert_int_equal(place_init(&place, "well"), 0);
    assert_int_equal(place_write(&place, "staithd.yaml", "authority: [\n"), 0);
    assert_int_not_equal(check(&place, &checks), 0);
    assert_int_equal(json_array_size(checks), 1);
    json_decref(checks);
    place_deinit(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_is_well),
        cmocka_unit_test(test_every_fault_is_named_at_once),
        cmocka_unit_test(test_marks_must_name_measures),
        cmocka_unit_test(test_file_that_cannot_be_parsed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
