/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "contract.h"

#include <string.h>

static struct staith_script_fault fault;

static struct staith_script_object object_of(const char *text)
{
    fault = (struct staith_script_fault){"", 0, 0};
    json_t *json = json_loads(text, 0, NULL);
    assert_non_null(json);
    return (struct staith_script_object){json, "measures", 2, &fault};
}

static void test_texts(void **state)
{
    (void)state;
    static const char *const fields[] = {"code", "label", NULL};
    const char *text = NULL;
    struct staith_script_object object = object_of("{\"code\": \"a_1\", \"label\": 3}");
    assert_int_equal(staith_script_only(&object, fields), STAITH_OK);
    assert_int_equal(staith_script_only(&object, fields + 1), STAITH_EINVAL);
    assert_string_equal(fault.what, "measures[2]: code: there is no such field");
    assert_int_equal(staith_script_code(&object, "code", &text), STAITH_OK);
    assert_string_equal(text, "a_1");
    assert_int_equal(staith_script_text(&object, "label", NULL, &text), STAITH_EINVAL);
    assert_string_equal(fault.what, "measures[2]: label: it is no text");
    assert_int_equal(staith_script_text(&object, "title", NULL, &text), STAITH_EINVAL);
    assert_string_equal(fault.what, "measures[2]: title: it is missing");
    assert_int_equal(staith_script_text(&object, "title", "x", &text), STAITH_OK);
    assert_string_equal(text, "x");
    json_decref(object.json);
    object = object_of("{\"code\": \"A-1\"}");
    assert_int_equal(staith_script_code(&object, "code", &text), STAITH_EINVAL);
    json_decref(object.json);
    object = object_of("[]");
    assert_int_equal(staith_script_only(&object, fields), STAITH_EINVAL);
    assert_string_equal(fault.what, "measures[2]: it is no object");
    json_decref(object.json);
}

static void test_others(void **state)
{
    (void)state;
    static const char *const words[] = {"neutral", "low", NULL};
    uint32_t number = 0;
    bool truth = false;
    json_t *list = NULL;
    struct staith_script_object object =
        object_of("{\"n\": 3, \"m\": 1.5, \"t\": true, \"w\": \"low\", \"l\": [{}, {}]}");
    assert_int_equal(staith_script_number(&object, "n", 0, 3, &number), STAITH_OK);
    assert_int_equal(number, 3);
    assert_int_equal(staith_script_number(&object, "n", 0, 2, &number), STAITH_EINVAL);
    assert_int_equal(staith_script_number(&object, "m", 0, 2, &number), STAITH_EINVAL);
    assert_int_equal(staith_script_number(&object, "o", 7, 2, &number), STAITH_OK);
    assert_int_equal(number, 7);
    assert_int_equal(staith_script_truth(&object, "t", &truth), STAITH_OK);
    assert_true(truth);
    assert_int_equal(staith_script_truth(&object, "o", &truth), STAITH_OK);
    assert_false(truth);
    assert_int_equal(staith_script_truth(&object, "n", &truth), STAITH_EINVAL);
    assert_int_equal(staith_script_word(&object, "w", words, &number), STAITH_OK);
    assert_int_equal(number, 1);
    assert_int_equal(staith_script_word(&object, "o", words, &number), STAITH_OK);
    assert_int_equal(number, 0);
    assert_int_equal(staith_script_word(&object, "t", words, &number), STAITH_EINVAL);
    assert_int_equal(staith_script_list(&object, "l", 1, 2, &list), STAITH_OK);
    assert_int_equal(staith_script_size(list), 2);
    assert_int_equal(staith_script_list(&object, "l", 1, 1, &list), STAITH_EINVAL);
    assert_int_equal(staith_script_list(&object, "o", 1, 1, &list), STAITH_EINVAL);
    assert_int_equal(staith_script_list(&object, "o", 0, 1, &list), STAITH_OK);
    assert_null(list);
    assert_int_equal(staith_script_size(list), 0);
    json_decref(object.json);
    object = object_of("{\"w\": \"high\"}");
    assert_int_equal(staith_script_word(&object, "w", words, &number), STAITH_EINVAL);
    assert_string_equal(fault.what, "measures[2]: w: it is none of: neutral, low");
    json_decref(object.json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_texts), cmocka_unit_test(test_others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
