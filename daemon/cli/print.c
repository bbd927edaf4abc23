/* SPDX-License-Identifier: Apache-2.0 */
/* Tones, wrapping, times and counts: how all commands print. */
#include "cli/cli.h"

#include "base/utf8.h"

#include "base/date.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *const tones[] = {
    [STAITH_CLI_PLAIN] = "",       [STAITH_CLI_GOOD] = "\033[32m", [STAITH_CLI_WARN] = "\033[33m",
    [STAITH_CLI_BAD] = "\033[31m", [STAITH_CLI_DIM] = "\033[2m",   [STAITH_CLI_STRONG] = "\033[1m",
};

void staith_cli_print(const struct staith_cli *cli, enum staith_cli_tone tone, const char *format,
                      ...)
{
    bool coloured = cli->colour && tone != STAITH_CLI_PLAIN;
    va_list args;
    if (coloured) {
        (void)fputs(tones[tone], cli->out);
    }
    va_start(args, format);
    (void)vfprintf(cli->out, format, args);
    va_end(args);
    if (coloured) {
        (void)fputs("\033[0m", cli->out);
    }
}

void staith_cli_wrap(const struct staith_cli *cli, unsigned indent, const char *text)
{
    unsigned width = cli->width == 0 || cli->width > 100 ? 80 : cli->width;
    size_t room = width > indent + 20 ? width - indent : 20;
    while (*text != '\0') {
        size_t cut = staith_utf8_line(text, room);
        (void)fprintf(cli->out, "%*s%.*s\n", (int)indent, "", (int)cut, text);
        text += cut;
        text += strspn(text, " ");
    }
}

int staith_cli_json(const struct staith_cli *cli, json_t *json, struct staith_err *err)
{
    if (json == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    int rc = json_dumpf(json, cli->out, JSON_INDENT(2));
    json_decref(json);
    if (rc != 0 || fputc('\n', cli->out) == EOF) {
        return staith_err_set(err, STAITH_ERR_IO, "the output cannot be written");
    }
    return 0;
}

const char *staith_cli_time(int64_t unix_ms, char out[32])
{
    if (unix_ms == 0) {
        (void)snprintf(out, 32, "never");
        return out;
    }
    if (unix_ms < 0 || unix_ms >= INT64_C(253402300800000)) { /* before 1970, after 9999 */
        (void)snprintf(out, 32, "unknown");
        return out;
    }
    staith_time_format(unix_ms, out, 32);
    out[10] = ' '; /* ccyy-mm-ddThh:mm:ss.mmmZ, cut at the minute */
    out[16] = '\0';
    return out;
}

const char *staith_cli_count(uint64_t number, char out[32])
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
    return out;
}
