/* SPDX-License-Identifier: Apache-2.0 */
#include "lines.h"

#include <staith/plugin.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int staith_table_fault_set(struct staith_table_fault *fault, const struct staith_table_line *line,
                           const char *format, ...)
{
    va_list args;
    if (fault->what[0] == '\0') {
        va_start(args, format);
        (void)vsnprintf(fault->what, sizeof fault->what, format, args);
        va_end(args);
        fault->line = line != NULL ? line->line : 0;
        fault->column = line != NULL ? line->column : 0;
    }
    return STAITH_EINVAL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

char *staith_table_trim(char *text)
{
    while (is_blank(*text)) {
        text++;
    }
    size_t len = strlen(text);
    while (len > 0 && is_blank(text[len - 1])) {
        len--;
    }
    text[len] = '\0';
    return text;
}

char *staith_table_list_next(char **rest)
{
    char *item = *rest;
    if (item == NULL) {
        return NULL;
    }
    char *comma = strchr(item, ',');
    if (comma != NULL) {
        *comma = '\0';
    }
    *rest = comma != NULL ? comma + 1 : NULL;
    return staith_table_trim(item);
}

/* "[kind name]" */
static int read_heading(char *text, const char *start, struct staith_table_line *line,
                        struct staith_table_fault *fault)
{
    size_t len = strlen(text);
    if (text[len - 1] != ']') {
        return staith_table_fault_set(fault, line, "a heading must end with ]");
    }
    text[len - 1] = '\0';
    char *kind = staith_table_trim(text + 1);
    char *name = kind + strcspn(kind, " \t");
    if (*name != '\0') {
        *name++ = '\0';
        name = staith_table_trim(name);
    }
    line->heading = true;
    line->key = kind;
    line->value = name;
    line->column = (uint32_t)(name - start) + 1;
    return STAITH_OK;
}

static int read_line(char *start, struct staith_table_line *line, struct staith_table_fault *fault)
{
    char *text = staith_table_trim(start);
    line->column = (uint32_t)(text - start) + 1;
    if (text[0] == '[') {
        return read_heading(text, start, line, fault);
    }
    char *equals = strchr(text, '=');
    if (equals == NULL) {
        return staith_table_fault_set(fault, line, "a line must be [kind name], or key = value");
    }
    *equals = '\0';
    line->heading = false;
    line->key = staith_table_trim(text);
    char *value = staith_table_trim(equals + 1);
    line->value = value;
    line->column = (uint32_t)(value - start) + 1;
    return STAITH_OK;
}

int staith_table_lines_read(char *text, struct staith_table_line *lines, uint32_t *ret_count,
                            struct staith_table_fault *fault)
{
    uint32_t count = 0;
    uint32_t number = 0;
    char *next = text;
    while (next != NULL && *next != '\0') {
        char *start = next;
        char *end = strchr(start, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        next = end != NULL ? end + 1 : NULL;
        number++;
        size_t blank = strspn(start, " \t\r");
        if (start[blank] == '\0' || start[blank] == '#') {
            continue;
        }
        const struct staith_table_line here = {.line = number, .column = 1};
        if (count == STAITH_TABLE_MAX_LINES) {
            return staith_table_fault_set(fault, &here, "the definition has more than %d lines",
                                          STAITH_TABLE_MAX_LINES);
        }
        lines[count] = here;
        int result = read_line(start, &lines[count], fault);
        if (result != STAITH_OK) {
            return result;
        }
        count++;
    }
    *ret_count = count;
    return STAITH_OK;
}
