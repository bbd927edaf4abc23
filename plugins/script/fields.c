/* SPDX-License-Identifier: Apache-2.0 */
#include "contract.h"

#include <stdio.h>
#include <string.h>

size_t staith_script_size(const json_t *list)
{
    return list == NULL ? 0 : json_array_size(list);
}

int staith_script_blame(const struct staith_script_object *object, const char *field,
                        const char *what)
{
    char place[80] = "the catalogue";
    if (object->list[0] != '\0') {
        (void)snprintf(place, sizeof place, "%s[%zu]", object->list, object->index);
    }
    (void)snprintf(object->fault->what, sizeof object->fault->what, "%s%s%.60s: %s", place,
                   field != NULL ? ": " : "", field != NULL ? field : "", what);
    return STAITH_EINVAL;
}

int staith_script_only(const struct staith_script_object *object, const char *const *fields)
{
    if (!json_is_object(object->json)) {
        return staith_script_blame(object, NULL, "it is no object");
    }
    for (void *at = json_object_iter(object->json); at != NULL;
         at = json_object_iter_next(object->json, at)) {
        const char *key = json_object_iter_key(at);
        size_t i = 0;
        while (fields[i] != NULL && strcmp(fields[i], key) != 0) {
            i++;
        }
        if (fields[i] == NULL) {
            return staith_script_blame(object, key, "there is no such field");
        }
    }
    return STAITH_OK;
}

int staith_script_text(const struct staith_script_object *object, const char *field,
                       const char *fallback, const char **ret_text)
{
    const json_t *value = json_object_get(object->json, field);
    if (value == NULL && fallback != NULL) {
        *ret_text = fallback;
        return STAITH_OK;
    }
    if (!json_is_string(value)) {
        return staith_script_blame(object, field,
                                   value == NULL ? "it is missing" : "it is no text");
    }
    *ret_text = json_string_value(value);
    return STAITH_OK;
}

static bool is_code(const char *text)
{
    size_t len = strlen(text);
    return text[0] >= 'a' && text[0] <= 'z' && len <= 63 &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == len;
}

int staith_script_code(const struct staith_script_object *object, const char *field,
                       const char **ret_code)
{
    int result = staith_script_text(object, field, NULL, ret_code);
    if (result == STAITH_OK && !is_code(*ret_code)) {
        return staith_script_blame(object, field,
                                   "a code is a small letter, then small letters, digits and _");
    }
    return result;
}

int staith_script_number(const struct staith_script_object *object, const char *field,
                         uint32_t fallback, uint32_t most, uint32_t *ret_number)
{
    const json_t *value = json_object_get(object->json, field);
    if (value == NULL) {
        *ret_number = fallback;
        return STAITH_OK;
    }
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) > (json_int_t)most) {
        char what[60];
        (void)snprintf(what, sizeof what, "it is no whole number from 0 to %u", (unsigned)most);
        return staith_script_blame(object, field, what);
    }
    *ret_number = (uint32_t)json_integer_value(value);
    return STAITH_OK;
}

int staith_script_truth(const struct staith_script_object *object, const char *field,
                        bool *ret_truth)
{
    const json_t *value = json_object_get(object->json, field);
    if (value != NULL && !json_is_boolean(value)) {
        return staith_script_blame(object, field, "it is neither true nor false");
    }
    *ret_truth = json_is_true(value);
    return STAITH_OK;
}

int staith_script_word(const struct staith_script_object *object, const char *field,
                       const char *const *words, uint32_t *ret_word)
{
    const char *text = NULL;
    char all[160] = "it is none of:";
    const char *comma = "";
    int result = staith_script_text(object, field, words[0], &text);
    for (uint32_t i = 0; result == STAITH_OK && words[i] != NULL; i++) {
        if (strcmp(words[i], text) == 0) {
            *ret_word = i;
            return STAITH_OK;
        }
    }
    if (result != STAITH_OK) {
        return result;
    }
    for (size_t i = 0; words[i] != NULL; i++) {
        size_t len = strlen(all);
        if (words[i][0] != '\0') {
            (void)snprintf(all + len, sizeof all - len, "%s %s", comma, words[i]);
            comma = ",";
        }
    }
    return staith_script_blame(object, field, all);
}

int staith_script_list(const struct staith_script_object *object, const char *field, size_t least,
                       size_t most, json_t **ret_list)
{
    json_t *value = json_object_get(object->json, field);
    if (value == NULL && least == 0) {
        *ret_list = NULL;
        return STAITH_OK;
    }
    if (!json_is_array(value) || json_array_size(value) < least || json_array_size(value) > most) {
        char what[60];
        (void)snprintf(what, sizeof what, "it is no list of %zu to %zu", least, most);
        return staith_script_blame(object, field, value == NULL ? "it is missing" : what);
    }
    *ret_list = value;
    return STAITH_OK;
}

struct staith_script_object staith_script_item(const struct staith_script_object *outer,
                                               json_t *list, const char *name, size_t index)
{
    return (struct staith_script_object){json_array_get(list, index), name, index, outer->fault};
}
