/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <string.h>

static int fail(const struct region_table *table, struct staith_err *err, const char *what)
{
    (void)staith_err_set(err, STAITH_ERR_SYNTAX, "%s", what);
    staith_err_at(err, table->path, table->line, 0);
    return STAITH_ERR_SYNTAX;
}

/* Take the quotes off a field in place. Returns what follows it, or NULL when a quote is wrong. */
static char *unquote(char *at)
{
    char *to = at;
    char *from = at + 1;
    for (;;) {
        if (*from == '\0') {
            return NULL;
        }
        if (*from == '"') {
            if (from[1] != '"') {
                break;
            }
            from++;
        }
        *to++ = *from++;
    }
    *to = '\0';
    from++;
    return *from == ',' || *from == '\0' ? from : NULL;
}

static int split(struct region_table *table, struct staith_err *err)
{
    char *at = table->text;
    table->field_count = 0;
    for (;;) {
        if (table->field_count == REGION_TABLE_MAX_FIELDS) {
            return fail(table, err, "too many fields");
        }
        table->fields[table->field_count++] = at;
        char *end = *at == '"' ? unquote(at) : at + strcspn(at, ",");
        if (end == NULL) {
            return fail(table, err, "a quote that does not end, or text after it");
        }
        if (*end == '\0') {
            return 0;
        }
        *end = '\0';
        at = end + 1;
    }
}

int region_table_next(struct region_table *table, struct staith_err *err)
{
    table->line++;
    if (fgets(table->text, sizeof(table->text), table->file) == NULL) {
        return ferror(table->file) != 0 ? fail(table, err, "cannot be read") : 0;
    }
    size_t len = strlen(table->text);
    if (len == 0 || table->text[len - 1] != '\n') {
        return fail(table, err, "a line that is too long or has no end");
    }
    while (len > 0 && (table->text[len - 1] == '\n' || table->text[len - 1] == '\r')) {
        table->text[--len] = '\0';
    }
    const int rc = split(table, err);
    return rc == 0 ? 1 : rc;
}

int region_table_open(const char *path, struct region_table *ret_table, struct staith_err *err)
{
    ret_table->path = path;
    ret_table->line = 0;
    ret_table->field_count = 0;
    ret_table->file = fopen(path, "r");
    if (ret_table->file == NULL) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "cannot be opened");
        staith_err_at(err, path, 0, 0);
        return STAITH_ERR_NOTFOUND;
    }
    const int rc = region_table_next(ret_table, err);
    if (rc == 1) {
        return 0;
    }
    region_table_close(ret_table);
    return rc == 0 ? fail(ret_table, err, "is empty") : rc;
}

void region_table_close(struct region_table *table)
{
    if (table != NULL && table->file != NULL) {
        (void)fclose(table->file);
        table->file = NULL;
    }
}

int region_table_expect(const struct region_table *table, const char *const *columns, size_t count,
                        struct staith_err *err)
{
    for (size_t i = 0; i < count || i < table->field_count; i++) {
        const char *want = i < count ? columns[i] : "nothing";
        const char *have = i < table->field_count ? table->fields[i] : "nothing";
        if (strcmp(want, have) != 0) {
            (void)staith_err_set(err, STAITH_ERR_SYNTAX, "column %zu is %.40s, not %s", i + 1, have,
                                 want);
            staith_err_at(err, table->path, table->line, 0);
            return STAITH_ERR_SYNTAX;
        }
    }
    return 0;
}
