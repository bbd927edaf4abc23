/* SPDX-License-Identifier: Apache-2.0 */
/* The schema as text for people, straight from the tables that read the files. */
#include "base/buf.h"
#include "config/table.h"

#include <string.h>

enum { MAX_LEVEL = 4, MAX_LINE = 1024 };

struct level {
    const struct staith_config_block *block;
    uint32_t next;
};

static void print_wrapped(FILE *out, unsigned indent, unsigned width, const char *text)
{
    size_t room = width > indent + 20 ? width - indent : 20;
    while (*text != '\0') {
        size_t len = strlen(text);
        size_t cut = len;
        if (len > room) {
            cut = room;
            while (cut > 0 && text[cut] != ' ') {
                cut--;
            }
            cut = cut == 0 ? strcspn(text, " ") : cut;
        }
        (void)fprintf(out, "%*s%.*s\n", (int)indent, "", (int)cut, text);
        text += cut;
        text += strspn(text, " ");
    }
}

/* "120" as it is, 50000000 as 50,000,000 */
static void group(uint64_t number, char out[32])
{
    char digits[24];
    int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
    size_t at = 0;
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0) {
            out[at++] = ',';
        }
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

static void describe_number(const struct staith_config_key *key, struct staith_buf *line)
{
    char low[32];
    char high[32];
    group(key->min, low);
    group(key->max, high);
    (void)staith_buf_printf(line, "%s to %s%s%s", low, high, key->unit != NULL ? " " : "",
                            key->unit != NULL ? key->unit : "");
}

static void describe_kind(const struct staith_config_key *key, struct staith_buf *line)
{
    if (key->kind == STAITH_CONFIG_NUMBER) {
        describe_number(key, line);
    } else if (key->kind == STAITH_CONFIG_TEXT) {
        (void)staith_buf_printf(line, "one line of text, at most %llu bytes",
                                (unsigned long long)key->max);
    } else if (key->kind == STAITH_CONFIG_SECTION) {
        (void)staith_buf_text(line, "group of keys");
    } else if (key->kind == STAITH_CONFIG_SECTIONS) {
        (void)staith_buf_printf(line, "list of groups, %s%llu", key->min > 0 ? "1 to " : "up to ",
                                (unsigned long long)key->max);
    } else if (key->kind == STAITH_CONFIG_OPTIONS) {
        (void)staith_buf_printf(line, "names with values, groups or lists of them, up to %llu",
                                (unsigned long long)key->max);
    } else if (key->kind == STAITH_CONFIG_FILES) {
        (void)staith_buf_printf(line, "names with paths, up to %llu", (unsigned long long)key->max);
    } else {
        (void)staith_buf_text(line, staith_config_form(key->kind)->example);
    }
}

static void describe(const struct staith_config_key *key, struct staith_buf *line)
{
    (void)staith_buf_text(line, "[");
    if (key->list && key->min > 0) {
        (void)staith_buf_printf(line, "list of %llu to %llu: ", (unsigned long long)key->min,
                                (unsigned long long)key->max);
    } else if (key->list) {
        (void)staith_buf_printf(line, "list of up to %llu: ", (unsigned long long)key->max);
    }
    describe_kind(key, line);
    if (key->required) {
        (void)staith_buf_text(line, "; required");
    } else if (key->fallback != NULL || key->else_ != NULL) {
        (void)staith_buf_printf(line, "; %s when left out",
                                key->else_ != NULL ? key->else_ : key->fallback);
    } else {
        (void)staith_buf_text(line, "; optional");
    }
    if (key->unique) {
        (void)staith_buf_text(line, "; no two alike");
    }
    (void)staith_buf_text(line, "]");
}

static void print_key(const struct staith_config_key *key, unsigned depth, unsigned width,
                      FILE *out)
{
    struct staith_buf line;
    staith_buf_init(&line, MAX_LINE);
    (void)fprintf(out, "%*s%s:\n", (int)(2 * depth), "", key->name);
    (void)staith_buf_printf(&line, "%s.", key->help);
    const char *text = staith_buf_cstr(&line);
    print_wrapped(out, 2 * depth + 6, width, text != NULL ? text : "");
    staith_buf_clear(&line);
    describe(key, &line);
    text = staith_buf_cstr(&line);
    print_wrapped(out, 2 * depth + 6, width, text != NULL ? text : "");
    staith_buf_deinit(&line);
}

void staith_config_reference(const struct staith_config_block *block, unsigned width, FILE *out)
{
    struct level levels[MAX_LEVEL] = {{block, 0}};
    unsigned depth = 1;
    while (depth > 0) {
        struct level *level = &levels[depth - 1];
        if (level->next == level->block->key_count) {
            depth--;
            continue;
        }
        const struct staith_config_key *key = &level->block->keys[level->next++];
        print_key(key, depth - 1, width, out);
        if (key->block != NULL && depth < MAX_LEVEL) {
            levels[depth++] = (struct level){key->block, 0};
        }
    }
}
