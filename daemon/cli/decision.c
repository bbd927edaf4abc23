/* SPDX-License-Identifier: Apache-2.0 */
/* The account of a decision, as the gate wrote it beside a release, in words. */
#include "cli/daemon.h"
#include "cli/ledger.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_BYTES = 1024 * 1024, LINE_BYTES = 1024 };

char *staith_cli_clean(struct staith_arena *arena, const char *text)
{
    char *copy = staith_arena_strdup(arena, text);
    for (char *at = copy; at != NULL && *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        /* U+0080 to U+009F are controls as well, in two bytes of UTF-8 */
        bool high = byte == 0xC2u && (unsigned char)at[1] >= 0x80u && (unsigned char)at[1] < 0xA0u;
        if (byte < 0x20u || byte == 0x7Fu || high) {
            at[0] = '?';
            at[high ? 1 : 0] = '?';
        }
    }
    return copy;
}

/* Whether the escape at `at` (a backslash) stands for a control character; *ret_len: its length. */
static bool is_control_escape(const char *at, size_t *ret_len)
{
    *ret_len = at[1] == '\0' ? 1 : 2;
    if (at[1] == 'u' && strnlen(at, 6) == 6) {
        *ret_len = 6;
        bool low = at[4] == '0' || at[4] == '1';
        bool high = at[4] == '8' || at[4] == '9' || (at[4] == '7' && (at[5] | 0x20) == 'f');
        return at[2] == '0' && at[3] == '0' && (low || high);
    }
    return at[1] != '\0' && strchr("bfnrt", at[1]) != NULL;
}

char *staith_cli_clean_json(struct staith_arena *arena, const char *text)
{
    char *copy = staith_cli_clean(arena, text);
    for (char *at = copy; at != NULL && *at != '\0';) {
        size_t len = 1;
        if (*at == '\\' && is_control_escape(at, &len)) {
            memset(at, '?', len);
        }
        at += len;
    }
    return copy;
}

static void print_line(const struct staith_cli *cli, const char *line)
{
    struct staith_arena arena;
    staith_arena_init(&arena, TEXT_BYTES);
    const char *safe = staith_cli_clean(&arena, line);
    if (safe != NULL) {
        staith_cli_wrap(cli, 0, safe);
    }
    staith_arena_deinit(&arena);
}

void staith_cli_decision(const struct staith_cli *cli, const char *decision_json)
{
    json_t *decision = json_loads(decision_json, 0, NULL);
    const json_t *item = NULL;
    size_t index = 0;
    char line[LINE_BYTES];
    bool first = true;
    json_array_foreach(json_object_get(decision, "tables"), index, item)
    {
        (void)snprintf(
            line, sizeof(line), "Table %.63s: %lld left, %lld stayed: %.255s.",
            staith_cli_text(item, "table"), (long long)staith_cli_number(item, "released"),
            (long long)staith_cli_number(item, "withheld"), staith_cli_text(item, "why"));
        (void)fputs(first ? "\n" : "", cli->out);
        print_line(cli, line);
        first = false;
    }
    json_array_foreach(json_object_get(decision, "marks"), index, item)
    {
        (void)snprintf(line, sizeof(line), "Mark on %.63s: %.63s, %.63s. %.255s",
                       staith_cli_text(item, "measure"), staith_cli_text(item, "status"),
                       staith_cli_text(item, "reason"), staith_cli_text(item, "note"));
        (void)fputs(first ? "\n" : "", cli->out);
        print_line(cli, line);
        first = false;
    }
    json_decref(decision);
}
