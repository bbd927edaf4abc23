/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/sandbox.h"

#include "loop/child.h"

#include <stdio.h>
#include <string.h>

enum { ANSWER_MAX_BYTES = 1024, DEADLINE_MS = 10000 };

static void take_line(struct staith_gate_sandbox *sandbox, const char *line)
{
    const char *equals = strchr(line, '=');
    if (equals == NULL || sandbox->count == STAITH_GATE_SANDBOX_LAYERS) {
        return;
    }
    char *layer = sandbox->layers[sandbox->count++];
    (void)snprintf(layer, STAITH_GATE_SANDBOX_LAYER_BYTES, "%.*s %s", (int)(equals - line), line,
                   equals + 1);
    for (char *at = layer; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || (unsigned char)*at >= 0x7f) {
            *at = '?';
        }
    }
}

static void on_frame(void *ctx, const uint8_t *bytes, size_t len)
{
    struct staith_gate_sandbox *sandbox = ctx;
    char text[ANSWER_MAX_BYTES + 1];
    memcpy(text, bytes, len);
    text[len] = '\0';
    for (char *line = text; line != NULL && *line != '\0';) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        take_line(sandbox, line);
        line = end == NULL ? NULL : end + 1;
    }
    staith_child_finish(sandbox->child);
}

static void on_end(void *ctx, const struct staith_child_end *end)
{
    struct staith_gate_sandbox *sandbox = ctx;
    (void)end;
    sandbox->child = NULL;
}

int staith_gate_sandbox_ask(struct staith_gate_sandbox *sandbox, struct staith_loop *loop,
                            const char *program, struct staith_err *err)
{
    const char *const argv[] = {program, "--report", NULL};
    const struct staith_child_options options = {
        .argv = argv,
        .deadline_ms = DEADLINE_MS,
        .frame_max_bytes = ANSWER_MAX_BYTES,
        .on_frame = on_frame,
        .on_end = on_end,
        .ctx = sandbox,
    };
    return staith_child_start(loop, &options, &sandbox->child, err);
}

json_t *staith_gate_sandbox_json(const struct staith_gate_sandbox *sandbox, const char *publisher)
{
    json_t *list = json_array();
    bool failed = list == NULL;
    for (unsigned i = 0; i < sandbox->count && !failed; i++) {
        failed = json_array_append_new(list, json_sprintf("run: %s", sandbox->layers[i])) != 0;
    }
    if (!failed && publisher[0] != '\0') {
        failed = json_array_append_new(list, json_sprintf("publisher: %s", publisher)) != 0;
    }
    if (failed) {
        json_decref(list);
        return NULL;
    }
    return list;
}
