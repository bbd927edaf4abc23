/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/options.h"

#include "base/buf.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "model/catalogue.h"

#include <stdbool.h>
#include <string.h>

enum { MAX_CHOICES_BYTES = 160, MAX_ITEM_BYTES = 256, MAX_GROUP_BYTES = 128 * 1024 };

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

static bool set_items(struct staith_setting *setting, const struct staith_option_def *option,
                      const char *value, size_t len)
{
    for (const char *at = value; *at != '\0'; at++) {
        setting->integer += *at == '\n' ? 1 : 0;
    }
    return setting->integer >= option->minimum && setting->integer <= option->maximum &&
           (len == 0 || value[len - 1] == '\n');
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
    case STAITH_OPTION_FILE:
        setting->integer = option->type == STAITH_OPTION_FILE ? (int64_t)len : 0;
        return len <= INT64_MAX && (int64_t)len >= option->minimum &&
               (int64_t)len <= option->maximum && staith_utf8_valid(value, len);
    case STAITH_OPTION_MAP:
    case STAITH_OPTION_LIST:
        return set_items(setting, option, value, len);
    }
    return false;
}

/* The choices as one text, in `words`. */
static const char *list_choices(const struct staith_option_def *option, struct staith_buf *words)
{
    for (size_t i = 0; option->choices[i] != NULL; i++) {
        (void)staith_buf_printf(words, "%s%s", i > 0 ? ", " : "", option->choices[i]);
    }
    const char *text = staith_buf_cstr(words);
    return text != NULL ? text : "";
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
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s must be one of: %s", option->name,
                             list_choices(option, &words));
        break;
    case STAITH_OPTION_MAP:
        (void)staith_err_set(err, STAITH_ERR_CONFIG,
                             "option %s must be a group of %lld to %lld names with values",
                             option->name, (long long)option->minimum, (long long)option->maximum);
        break;
    case STAITH_OPTION_LIST:
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s must be a list of %lld to %lld",
                             option->name, (long long)option->minimum, (long long)option->maximum);
        break;
    case STAITH_OPTION_FILE:
        (void)staith_err_set(err, STAITH_ERR_CONFIG,
                             "the file for option %s must be UTF-8 text of %lld to %lld bytes",
                             option->name, (long long)option->minimum, (long long)option->maximum);
        break;
    }
    staith_buf_deinit(&words);
    staith_err_at(err, where, 0, 0);
    staith_err_remedy(err, "correct the option; what it means: %.180s", option->help);
}

/* What is in front of a dot: groups and lists come as `name.item`. */
static size_t own_length(const char *given)
{
    return strcspn(given, ".");
}

static bool is_for(const struct staith_order_option *given, const struct staith_option_def *option)
{
    size_t len = own_length(given->name);
    return strlen(option->name) == len && strncmp(option->name, given->name, len) == 0;
}

static int refuse_name(const struct staith_order_option *given, const char *remedy,
                       struct staith_err *err)
{
    staith_err_at(err, given->where, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return STAITH_ERR_CONFIG;
}

/* Whether an option is written where and how its type wants it. */
static int check_shape(const struct staith_option_def *option,
                       const struct staith_order_option *given, struct staith_err *err)
{
    const char *inner = given->name + own_length(given->name);
    bool group = inner[0] == '.' && inner[1] != '\0';
    bool list = inner[0] == '.' && inner[1] == '\0';
    bool file = given->file != NULL && given->file[0] != '\0';
    if (file != (option->type == STAITH_OPTION_FILE)) {
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s %s", option->name,
                             file ? "is not a file" : "is a file");
        return refuse_name(given, file ? "write it under `options:`" : "name it under `files:`",
                           err);
    }
    if (group != (option->type == STAITH_OPTION_MAP) ||
        list != (option->type == STAITH_OPTION_LIST)) {
        explain(option, given->where, err);
        return STAITH_ERR_CONFIG;
    }
    return 0;
}

/* Every option given is declared, and none is given twice. */
static int check_names(const struct staith_option_def *options, uint32_t option_count,
                       const struct staith_order *order, struct staith_err *err)
{
    for (uint32_t i = 0; i < order->option_count; i++) {
        const struct staith_order_option *given = &order->options[i];
        const struct staith_option_def *known = NULL;
        for (uint32_t j = 0; j < option_count && known == NULL; j++) {
            known = is_for(given, &options[j]) ? &options[j] : NULL;
        }
        if (known == NULL) {
            (void)staith_err_set(err, STAITH_ERR_CONFIG, "the plugin has no option %.*s",
                                 (int)(own_length(given->name) % 65), given->name);
            return refuse_name(given, "remove it, or check its spelling", err);
        }
        int code = check_shape(known, given, err);
        if (code != 0) {
            return code;
        }
        for (uint32_t j = 0; j < i && known->type != STAITH_OPTION_LIST; j++) {
            if (strcmp(order->options[j].name, given->name) == 0) {
                (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s is given twice",
                                     given->name);
                return refuse_name(given, "remove one of the two", err);
            }
        }
    }
    return 0;
}

static bool is_choice(const struct staith_option_def *option, const char *text)
{
    for (size_t i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* Add one item of a MAP or a LIST to its text. */
static int add_item(const struct staith_option_def *option, const struct staith_order_option *given,
                    struct staith_buf *text, struct staith_err *err)
{
    struct staith_buf words;
    const char *name = given->name + own_length(given->name) + 1;
    const char *chosen = option->type == STAITH_OPTION_MAP ? name : given->value;
    size_t len = strlen(given->value);
    staith_buf_init(&words, MAX_CHOICES_BYTES);
    if (option->choices != NULL && !is_choice(option, chosen)) {
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s: %.64s is none of: %s",
                             option->name, chosen, list_choices(option, &words));
    } else if (option->type == STAITH_OPTION_MAP && !staith_code_valid(name)) {
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s: %.64s is not a code", option->name,
                             name);
    } else if (len == 0 || len > MAX_ITEM_BYTES || !staith_utf8_valid(given->value, len) ||
               strpbrk(given->value, "\t\r\n") != NULL) {
        (void)staith_err_set(err, STAITH_ERR_CONFIG,
                             "option %s: a value must be one line of 1 to %d bytes", option->name,
                             MAX_ITEM_BYTES);
    } else {
        staith_buf_deinit(&words);
        int code = option->type == STAITH_OPTION_MAP
                       ? staith_buf_printf(text, "%s\t%s\n", name, given->value)
                       : staith_buf_printf(text, "%s\n", given->value);
        return code == 0 ? 0 : staith_err_set(err, code, "option %s is too long", option->name);
    }
    staith_buf_deinit(&words);
    staith_err_at(err, given->where, 0, 0);
    staith_err_remedy(err, "correct the option; what it means: %.180s", option->help);
    return STAITH_ERR_CONFIG;
}

/* The items of a MAP or a LIST as one text, the arena's. *ret_where: where the first stands. */
static int join_items(const struct staith_option_def *option, const struct staith_order *order,
                      struct staith_arena *arena, const char **ret_text, const char **ret_where,
                      struct staith_err *err)
{
    struct staith_buf text;
    int code = 0;
    staith_buf_init(&text, MAX_GROUP_BYTES);
    for (uint32_t i = 0; code == 0 && i < order->option_count; i++) {
        if (is_for(&order->options[i], option)) {
            *ret_where = *ret_where != NULL ? *ret_where : order->options[i].where;
            code = add_item(option, &order->options[i], &text, err);
        }
    }
    if (code == 0 && *ret_where != NULL) {
        const char *joined = staith_buf_cstr(&text);
        *ret_text = joined != NULL ? staith_arena_strdup(arena, joined) : NULL;
        code = *ret_text != NULL
                   ? 0
                   : staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a plugin's options");
    }
    staith_buf_deinit(&text);
    return code;
}

/* The text that is given for an option, NULL: none. */
static int find_given(const struct staith_option_def *option, const struct staith_order *order,
                      struct staith_arena *arena, const char **ret_text, const char **ret_where,
                      struct staith_err *err)
{
    if (option->type == STAITH_OPTION_MAP || option->type == STAITH_OPTION_LIST) {
        return join_items(option, order, arena, ret_text, ret_where, err);
    }
    for (uint32_t i = 0; i < order->option_count && *ret_text == NULL; i++) {
        if (is_for(&order->options[i], option)) {
            *ret_text = order->options[i].value;
            *ret_where = order->options[i].where;
        }
    }
    return 0;
}

static int read_one(const struct staith_option_def *option, const struct staith_order *order,
                    struct staith_arena *arena, struct staith_setting *setting,
                    struct staith_err *err)
{
    const char *text = NULL;
    const char *where = NULL;
    int code = find_given(option, order, arena, &text, &where, err);
    if (code != 0) {
        return code;
    }
    if (text != NULL) {
        if (!set(setting, option, text)) {
            explain(option, where, err);
            return STAITH_ERR_CONFIG;
        }
        return 0;
    }
    if (option->default_value == NULL) {
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "option %s is missing: the plugin needs it",
                             option->name);
        staith_err_remedy(err, "add it to the dataset's %s; what it means: %.180s",
                          option->type == STAITH_OPTION_FILE ? "files" : "options", option->help);
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
        code = read_one(&options[i], order, arena, &settings[i], err);
    }
    if (code == 0) {
        *ret_settings = settings;
    }
    return code;
}
