/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int staith_err_set(struct staith_err *err, int code, const char *format, ...)
{
    if (err == NULL) {
        return code;
    }
    memset(err, 0, sizeof(*err));
    err->code = code;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->what, sizeof(err->what), format, args);
    va_end(args);
    return code;
}

void staith_err_at(struct staith_err *err, const char *file, unsigned long line,
                   unsigned long column)
{
    if (err == NULL) {
        return;
    }
    if (line == 0) {
        (void)snprintf(err->where, sizeof(err->where), "%s", file);
    } else if (column == 0) {
        (void)snprintf(err->where, sizeof(err->where), "%s:%lu", file, line);
    } else {
        (void)snprintf(err->where, sizeof(err->where), "%s:%lu:%lu", file, line, column);
    }
}

void staith_err_remedy(struct staith_err *err, const char *format, ...)
{
    if (err == NULL) {
        return;
    }
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->remedy, sizeof(err->remedy), format, args);
    va_end(args);
}

const char *staith_err_words(int code)
{
    switch (code) {
    case STAITH_DONE:
        return "done";
#define STAITH_X(name, number, words, status)                                                      \
    case STAITH_ERR_##name:                                                                        \
        return words;
        STAITH_ERRORS(STAITH_X)
#undef STAITH_X
    default:
        return "unknown error";
    }
}

int staith_err_status(int code)
{
    switch (code) {
    case STAITH_DONE:
        return 0;
#define STAITH_X(name, number, words, status)                                                      \
    case STAITH_ERR_##name:                                                                        \
        return status;
        STAITH_ERRORS(STAITH_X)
#undef STAITH_X
    default:
        return 70;
    }
}

void staith_err_print(const char *program, const struct staith_err *err)
{
    const char *what = err->what[0] != '\0' ? err->what : staith_err_words(err->code);
    (void)fprintf(stderr, "%s: ", program);
    if (err->where[0] != '\0') {
        (void)fprintf(stderr, "%s: ", err->where);
    }
    (void)fprintf(stderr, "%s", what);
    if (err->remedy[0] != '\0') {
        (void)fprintf(stderr, "; %s", err->remedy);
    }
    (void)fputc('\n', stderr);
}
