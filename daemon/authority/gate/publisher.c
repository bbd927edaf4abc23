/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/publisher.h"

#include "base/outside.h"
#include "loop/child.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FRAME_MAX_BYTES = 4096,
    BACKOFF_FIRST_MS = 500,
    BACKOFF_MOST_MS = 60000,
    LIVED_WELL_MS = 60000,
    TEXT_BYTES = 256
};

struct staith_gate_publisher {
    struct staith_loop *loop;
    struct staith_child *child;
    struct staith_timer *timer;
    char *program;
    char *config_path;
    void (*on_change)(void *ctx);
    void *ctx;
    bool finishing;
    bool restarting;
    int64_t started_ms;
    uint64_t backoff_ms;
    uint64_t received;
    uint64_t handout;
    uint32_t deaths;
    char state[TEXT_BYTES];
    char endpoint[TEXT_BYTES];
    char detail[TEXT_BYTES];
    char sandbox[TEXT_BYTES];
};

static int64_t now_ms(void)
{
    const struct staith_outside *machine = staith_outside_machine();
    return machine->monotonic_ms(machine->ctx);
}

static void set_text(char out[TEXT_BYTES], const char *text)
{
    (void)snprintf(out, TEXT_BYTES, "%s", text);
}

/* Control bytes would end up in logs and terminals. */
static void set_line(char out[TEXT_BYTES], const char *text)
{
    set_text(out, text);
    for (char *at = out; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || (unsigned char)*at >= 0x7f) {
            *at = '?';
        }
    }
}

static void take_line(struct staith_gate_publisher *publisher, char *line)
{
    char *equals = strchr(line, '=');
    if (equals == NULL) {
        return;
    }
    *equals = '\0';
    const char *value = equals + 1;
    if (strcmp(line, "state") == 0) {
        set_line(publisher->state, value);
    } else if (strcmp(line, "endpoint") == 0) {
        set_line(publisher->endpoint, value);
    } else if (strcmp(line, "detail") == 0) {
        set_line(publisher->detail, value);
    } else if (strcmp(line, "sandbox") == 0) {
        set_line(publisher->sandbox, value);
    } else if (strcmp(line, "received") == 0) {
        publisher->received = strtoull(value, NULL, 10);
    } else if (strcmp(line, "handout") == 0) {
        publisher->handout = strtoull(value, NULL, 10);
    }
}

static void on_frame(void *ctx, const uint8_t *bytes, size_t len)
{
    struct staith_gate_publisher *publisher = ctx;
    char text[FRAME_MAX_BYTES + 1];
    memcpy(text, bytes, len);
    text[len] = '\0';
    for (char *line = text; line != NULL;) {
        char *end = strchr(line, '\n');
        if (end != NULL) {
            *end = '\0';
        }
        take_line(publisher, line);
        line = end == NULL ? NULL : end + 1;
    }
    publisher->on_change(publisher->ctx);
}

static void plan_start(struct staith_gate_publisher *publisher, const char *detail);

static void on_end(void *ctx, const struct staith_child_end *end)
{
    struct staith_gate_publisher *publisher = ctx;
    publisher->child = NULL;
    char detail[TEXT_BYTES];
    if (end->exited) {
        (void)snprintf(detail, sizeof(detail), "it ended with status %d", end->exit_status);
    } else {
        (void)snprintf(detail, sizeof(detail), "it was killed by signal %d", end->signal);
    }
    if (now_ms() - publisher->started_ms >= LIVED_WELL_MS) {
        publisher->deaths = 0;
        publisher->backoff_ms = BACKOFF_FIRST_MS;
    }
    plan_start(publisher, detail);
}

static void start_now(void *ctx)
{
    struct staith_gate_publisher *publisher = ctx;
    if (publisher->child != NULL || publisher->finishing) {
        return;
    }
    const char *const argv[] = {publisher->program, "--config", publisher->config_path, NULL};
    const struct staith_child_options options = {
        .argv = argv,
        .inherit_stderr = true,
        .frame_max_bytes = FRAME_MAX_BYTES,
        .on_frame = on_frame,
        .on_end = on_end,
        .ctx = publisher,
    };
    struct staith_err err = {0};
    publisher->started_ms = now_ms();
    set_text(publisher->state, "starting");
    if (staith_child_start(publisher->loop, &options, &publisher->child, &err) != 0) {
        publisher->child = NULL;
        plan_start(publisher, err.what);
    }
}

static void plan_start(struct staith_gate_publisher *publisher, const char *detail)
{
    uint64_t wait_ms = publisher->backoff_ms;
    if (publisher->finishing || publisher->restarting) {
        wait_ms = 0;
        set_text(publisher->detail, "");
    } else {
        publisher->deaths++;
        publisher->backoff_ms = publisher->backoff_ms * 2 > BACKOFF_MOST_MS
                                    ? BACKOFF_MOST_MS
                                    : publisher->backoff_ms * 2;
        set_line(publisher->detail, detail);
    }
    publisher->restarting = false;
    set_text(publisher->state, "down");
    if (!publisher->finishing) {
        staith_timer_again(publisher->timer, wait_ms, 0);
    }
    publisher->on_change(publisher->ctx);
}

int staith_gate_publisher_start(struct staith_loop *loop, const char *program,
                                const char *config_path, void (*on_change)(void *ctx), void *ctx,
                                struct staith_gate_publisher **ret_publisher,
                                struct staith_err *err)
{
    struct staith_gate_publisher *publisher = calloc(1, sizeof(*publisher));
    if (publisher == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the publisher");
    }
    publisher->loop = loop;
    publisher->on_change = on_change;
    publisher->ctx = ctx;
    publisher->backoff_ms = BACKOFF_FIRST_MS;
    publisher->program = strdup(program);
    publisher->config_path = strdup(config_path);
    set_text(publisher->state, "starting");
    int rc = 0;
    if (publisher->program == NULL || publisher->config_path == NULL) {
        rc = staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the publisher");
    } else {
        rc = staith_timer_start(loop, 0, 0, start_now, publisher, &publisher->timer);
    }
    if (rc != 0) {
        staith_gate_publisher_free(publisher);
        return rc;
    }
    *ret_publisher = publisher;
    return 0;
}

void staith_gate_publisher_poke(struct staith_gate_publisher *publisher)
{
    static const char poke[] = "poke";
    if (publisher->child != NULL) {
        /* One that cannot be told is dying or full of pokes; either way it reads the ledger. */
        (void)staith_child_send(publisher->child, poke, sizeof(poke) - 1);
    }
}

void staith_gate_publisher_restart(struct staith_gate_publisher *publisher)
{
    if (publisher->child != NULL) {
        publisher->restarting = true;
        staith_child_finish(publisher->child);
        staith_child_kill(publisher->child, SIGTERM);
    } else {
        staith_timer_again(publisher->timer, 0, 0);
    }
}

void staith_gate_publisher_finish(struct staith_gate_publisher *publisher)
{
    publisher->finishing = true;
    staith_timer_stop(publisher->timer);
    publisher->timer = NULL;
    if (publisher->child != NULL) {
        staith_child_finish(publisher->child);
        staith_child_kill(publisher->child, SIGTERM);
    }
}

bool staith_gate_publisher_ended(const struct staith_gate_publisher *publisher)
{
    return publisher->child == NULL;
}

struct staith_gate_publisher_state
staith_gate_publisher_state(const struct staith_gate_publisher *publisher)
{
    const struct staith_gate_publisher_state state = {
        .pid = publisher->child == NULL ? 0 : staith_child_pid(publisher->child),
        .state = publisher->state,
        .endpoint = publisher->endpoint,
        .detail = publisher->detail,
        .sandbox = publisher->sandbox,
        .received = publisher->received,
        .handout = publisher->handout,
        .deaths = publisher->deaths,
    };
    return state;
}

void staith_gate_publisher_free(struct staith_gate_publisher *publisher)
{
    if (publisher != NULL) {
        free(publisher->program);
        free(publisher->config_path);
        free(publisher);
    }
}
