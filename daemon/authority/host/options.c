/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/options.h"

#include "base/buf.h"
#include "base/decimal.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

enum { MAX_CHOICES_BYTES = 160 };

static bool set_integer(struct staith_setting *setting, const struct staith_option_def *option,
                        const char *value)
{
    int64_t number = 0;
    if (staith_decimal_parse(value, strlen(value), 0, &number) != 0 || strchr(value, '.') != NULL ||
        number < option->minimum || number > option->maximum) {
        return false;
    }
    setting->integer = number;
    return true;
}

static bool set_choice(struct staith_setting *setting, const struct staith_option_def *option,
                       const char *value)
{
    for (int64_t i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            setting->integer = i;
            return true;
        }
    }
    return false;
}

/* False: the value does not fit. */
static bool set(struct staith_setting *setting, const struct staith_option_def *option,
                const char *value)
{
    size_t len = strlen(value);
    setting->name = option->name;
    setting->text = value;
    switch ((enum staith_option_type)option->type) {
    case STAITH_OPTION_BOOL:
        setting->integer = strcmp(value, "true") == 0 ? 1 : 0;
        return setting->integer == 1 || strcmp(value, "false") == 0;
    case STAITH_OPTION_INTEGER:
        return set_integer(setting, option, value);
    case STAITH_OPTION_CHOICE:
        return set_choice(setting, option, value);
    case STAITH_OPTION_STRING:
        return len <= INT64_MAX && (int64_t)len >= option->minimum &&
               (int64_t)len <= option->maximum && staith_utf8_valid(value, len);
    }
    return false;
}

/* What an option must be, in words. */
static void explain(const struct staith_option_def *option, const char *where,
                    struct staith_err *err)
{
    struct staith_buf words;
    staith_buf_init(&words, MAX_CHOICES_BYTES);
    switch ((enum staith_option_type)option->type) {
    case STAITH_OPTION_BOOL:
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s must be true or false",
                             option->name);
        break;
    case STAITH_OPTION_INTEGER:
        (void)staith_err_set(err, STAITH_ERR_CONFIG,
                             "option %s must be a whole number from %lld to %lld", option->name,
                             (long long)option->minimum, (long long)option->maximum);
        break;
    case STAITH_OPTION_STRING:
        (void)staith_err_set(err, STAITH_ERR_CONFIG,
                             "option %s must be a text of %lld to %lld bytes", option->name,
                             (long long)option->minimum, (long long)option->maximum);
        break;
    case STAITH_OPTION_CHOICE:
        for (size_t i = 0; option->choices[i] != NULL; i++) {
            (void)staith_buf_printf(&words, "%s%s", i > 0 ? ", " : "", option->choices[i]);
        }
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s must be one of: %.*s", option->name,
                             (int)words.len, words.len > 0 ? (const char *)words.data : "");
        break;
    }
    staith_buf_deinit(&words);
    staith_err_at(err, where, 0, 0);
    staith_err_remedy(err, "correct the option; what it means: %.180s", option->help);
}

/* Every option given is declared, and none is given twice. */
static int check_names(const struct staith_option_def *options, uint32_t option_count,
                       const struct staith_order *order, struct staith_err *err)
{
    for (uint32_t i = 0; i < order->option_count; i++) {
        const struct staith_order_option *given = &order->options[i];
        bool known = false;
        for (uint32_t j = 0; j < option_count; j++) {
            known = known || strcmp(options[j].name, given->name) == 0;
        }
        if (!known) {
            (void)staith_err_set(err, STAITH_ERR_CONFIG, "the plugin has no option %.64s",
                                 given->name);
            staith_err_at(err, given->where, 0, 0);
            staith_err_remedy(err, "remove it, or check its spelling");
            return STAITH_ERR_CONFIG;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (strcmp(order->options[j].name, given->name) == 0) {
                (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s is given twice",
                                     given->name);
                staith_err_at(err, given->where, 0, 0);
                staith_err_remedy(err, "remove one of the two");
                return STAITH_ERR_CONFIG;
            }
        }
    }
    return 0;
}

static int read_one(const struct staith_option_def *option, const struct staith_order *order,
                    struct staith_setting *setting, struct staith_err *err)
{
    for (uint32_t i = 0; i < order->option_count; i++) {
        const struct staith_order_option *given = &order->options[i];
        if (strcmp(given->name, option->name) != 0) {
            continue;
        }
        if (!set(setting, option, given->value)) {
            explain(option, given->where, err);
            return STAITH_ERR_CONFIG;
        }
        return 0;
    }
    if (option->default_value == NULL) {
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s is missing: the plugin needs it",
                             option->name);
        staith_err_remedy(err, "add it to the dataset's options; what it means: %.180s",
                          option->help);
        return STAITH_ERR_CONFIG;
    }
    if (!set(setting, option, option->default_value)) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "the plugin's default for option %s is wrong",
                             option->name);
        staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
        return STAITH_ERR_INVAL;
    }
    return 0;
}

int staith_options_read(const struct staith_option_def *options, uint32_t option_count,
                        const struct staith_order *order, struct staith_arena *arena,
                        struct staith_setting **ret_settings, struct staith_err *err)
{
    int code = check_names(options, option_count, order, err);
    if (code != 0) {
        return code;
    }
    struct staith_setting *settings =
        staith_arena_array(arena, (size_t)option_count + 1, sizeof *settings);
    if (settings == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a plugin's options");
    }
    for (uint32_t i = 0; code == 0 && i < option_count; i++) {
        code = read_one(&options[i], order, &settings[i], err);
    }
    if (code == 0) {
        *ret_settings = settings;
    }
    return code;
}
