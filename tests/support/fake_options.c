/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int64_t choice_index(const struct staith_option_def *option, const char *value)
{
    for (int64_t i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            return i;
        }
    }
    fail_msg("option %s has no choice %s", option->name, value);
    return -1;
}

static int64_t integer_of(const struct staith_option_def *option, const char *value)
{
    char *end = NULL;
    long long number = strtoll(value, &end, 10);
    if (end == value || *end != '\0' || number < option->minimum || number > option->maximum) {
        fail_msg("option %s cannot be %s", option->name, value);
    }
    return number;
}

static void set(struct staith_setting *setting, const struct staith_option_def *option,
                const char *value)
{
    setting->name = option->name;
    setting->text = value;
    switch ((enum staith_option_type)option->type) {
    case STAITH_OPTION_BOOL:
        if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0) {
            fail_msg("option %s is true or false", option->name);
        }
        setting->integer = strcmp(value, "true") == 0;
        break;
    case STAITH_OPTION_INTEGER:
        setting->integer = integer_of(option, value);
        break;
    case STAITH_OPTION_CHOICE:
        setting->integer = choice_index(option, value);
        break;
    case STAITH_OPTION_STRING:
        assert_in_range(strlen(value), (size_t)option->minimum, (size_t)option->maximum);
        break;
    case STAITH_OPTION_MAP:
    case STAITH_OPTION_LIST:
        for (const char *at = value; *at != '\0'; at++) {
            setting->integer += *at == '\n' ? 1 : 0;
        }
        assert_true(setting->integer >= option->minimum && setting->integer <= option->maximum);
        break;
    case STAITH_OPTION_FILE:
        setting->integer = (int64_t)strlen(value);
        assert_true(setting->integer >= option->minimum && setting->integer <= option->maximum);
        break;
    default:
        fail_msg("option %s has no known type", option->name);
    }
}

struct staith_setting *staith_fake_settings(const struct staith_descriptor *descriptor,
                                            const struct staith_fake_setup *setup)
{
    struct staith_setting *settings =
        calloc((size_t)descriptor->option_count + 1, sizeof *settings);
    assert_non_null(settings);
    for (uint32_t i = 0; i < setup->option_count; i++) {
        bool known = false;
        for (uint32_t j = 0; j < descriptor->option_count; j++) {
            known = known || strcmp(descriptor->options[j].name, setup->options[i].name) == 0;
        }
        if (!known) {
            fail_msg("option %s is not declared", setup->options[i].name);
        }
    }
    for (uint32_t j = 0; j < descriptor->option_count; j++) {
        const struct staith_option_def *option = &descriptor->options[j];
        const char *value = option->default_value;
        for (uint32_t i = 0; i < setup->option_count; i++) {
            if (strcmp(option->name, setup->options[i].name) == 0) {
                value = setup->options[i].value;
            }
        }
        if (value == NULL) {
            fail_msg("option %s is required", option->name);
        }
        set(&settings[j], option, value);
    }
    return settings;
}
