/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host is not trusted: it has read a file from outside and run a plugin's code. Its answer is
 * unpacked within limits and checked, and only the first frame counts. Its stderr is closed,
 * because a plugin could print people's rows there.
 */
#include "authority/gate/run.h"

#include "authority/gate/limits.h"
#include "authority/gate/scratch.h"
#include "authority/gate/source.h"
#include "base/outside.h"
#include "loop/child.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PATH_BYTES = 4096,
    /* Packed integers grow up to eight times in memory; a table this large is refused. */
    OUTCOME_MAX_BYTES = 256 * 1024 * 1024
};

struct staith_gate_run {
    char scratch[STAITH_GATE_SCRATCH_BYTES]; /* "": it has none */
    struct staith_child *child;
    void (*on_done)(void *ctx, const struct staith_gate_outcome *outcome);
    void *ctx;
    const struct staith_config_council *config;
    const struct staith_config_dataset *dataset;
    bool check_only;
    bool answered;
    bool outcome_taken; /* it was moved out */
    int64_t started_ms;
    struct staith_gate_outcome outcome;
};

static int64_t now_ms(void)
{
    const struct staith_outside *machine = staith_outside_machine();
    return machine->monotonic_ms(machine->ctx);
}

/* ---- the order ---- */

static bool is_allowed(const struct staith_config_dataset *dataset, const char *what)
{
    for (uint32_t i = 0; i < dataset->allow_count; i++) {
        if (strcmp(dataset->allow[i], what) == 0) {
            return true;
        }
    }
    return false;
}

/* Options as they are written, then those that are files with what is in them. */
static struct staith_order_option *list_options(const struct staith_config_dataset *dataset,
                                                const struct staith_gate_files *files,
                                                uint32_t *ret_count)
{
    uint32_t count = dataset->option_count + files->count;
    struct staith_order_option *options = calloc((size_t)count + 1, sizeof(*options));
    for (uint32_t i = 0; options != NULL && i < count; i++) {
        if (i < dataset->option_count) {
            const struct staith_config_option *from = &dataset->options[i];
            options[i] = (struct staith_order_option){from->name, from->value, from->where, NULL};
        } else {
            const struct staith_gate_file *from = &files->items[i - dataset->option_count];
            options[i] =
                (struct staith_order_option){from->name, from->text, from->where, from->path};
        }
    }
    *ret_count = count;
    return options;
}

static int pack_order(const struct staith_gate_order *order, const struct staith_gate_files *files,
                      const char *plugin, struct staith_buf *out, struct staith_err *err)
{
    const struct staith_config_dataset *dataset = order->dataset;
    const struct staith_config_limits *limits = &order->config->limits;
    uint32_t option_count = 0;
    struct staith_order_option *options = list_options(dataset, files, &option_count);
    if (options == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the plugin's options");
    }
    const char *name = order->check_only ? NULL : staith_gate_source_name(order->source_path);
    const struct staith_order packed = {
        .plugin_path = plugin,
        .authority = order->config->authority_code,
        .source_count = order->check_only ? 0 : 1,
        .source_names = &name,
        .option_count = option_count,
        .options = options,
        .history_count = order->history_count,
        .history = order->history,
        .check_only = order->check_only,
        .max_cells = limits->max_cells,
        .max_people = limits->max_people,
        .max_observations = limits->max_observations,
        .follow_key = order->follow_key,
        .allow_programs = is_allowed(dataset, "programs"),
        .allow_network = is_allowed(dataset, "network"),
        .read_path_count = dataset->read_count,
        .read_paths = dataset->read,
    };
    int rc = staith_hostpipe_pack_order(&packed, out);
    free(options);
    if (rc != 0) {
        return staith_err_set(err, rc, "the order for plugin %s cannot be packed: %s",
                              dataset->plugin, staith_err_words(rc));
    }
    return 0;
}

/* The order as bytes, with the files that the caller read or else read now. */
static int make_order(const struct staith_gate_order *order, const char *plugin,
                      struct staith_buf *out, struct staith_err *err)
{
    struct staith_arena arena;
    struct staith_gate_files files = {0};
    int rc = 0;
    staith_arena_init(&arena, STAITH_GATE_FILES_MAX_BYTES);
    if (order->files == NULL) {
        /* an order that only checks the options can do so before the region has said anything */
        rc = staith_gate_files_read(order->dataset,
                                    order->check_only ? NULL : order->config->state_folder, &arena,
                                    &files, err);
    }
    if (rc == 0) {
        rc = pack_order(order, order->files != NULL ? order->files : &files, plugin, out, err);
    }
    staith_arena_deinit(&arena);
    return rc;
}

/* ---- the answer ---- */

static void set_end(struct staith_gate_run *run, enum staith_gate_end end, int code,
                    const char *what, const char *remedy)
{
    run->outcome.end = end;
    (void)staith_err_set(&run->outcome.err, code, "%s", what);
    staith_err_remedy(&run->outcome.err, "%s", remedy);
}

static void take_result(struct staith_gate_run *run, const struct staith_result_of_run *result)
{
    struct staith_gate_outcome *outcome = &run->outcome;
    outcome->catalogue = result->catalogue;
    outcome->raw = result->raw;
    outcome->alarms = result->alarms;
    outcome->alarm_count = result->alarm_count;
    if (result->code != 0) {
        outcome->end =
            result->code == STAITH_ERR_TIMEOUT ? STAITH_GATE_END_DEADLINE : STAITH_GATE_END_REFUSED;
        outcome->err = result->err;
        outcome->err.code = result->code;
    } else if (result->catalogue == NULL || (result->raw == NULL && !run->check_only)) {
        set_end(run, STAITH_GATE_END_GARBLED, STAITH_ERR_SYNTAX,
                "the host's answer has no catalogue or no table", "report this as a fault");
    } else if (run->dataset->name[0] != '\0' &&
               strcmp(result->catalogue->dataset, run->dataset->name) != 0) {
        set_end(run, STAITH_GATE_END_REFUSED, STAITH_ERR_CONFIG,
                "the plugin fills another dataset than the configuration says",
                "give the dataset the name that its plugin declares");
        staith_err_at(&outcome->err, run->dataset->where, 0, 0);
    } else if (result->raw != NULL &&
               strcmp(result->raw->authority, run->config->authority_code) != 0) {
        set_end(run, STAITH_GATE_END_GARBLED, STAITH_ERR_SYNTAX,
                "the host's answer is for another council", "report this as a fault");
    } else {
        outcome->end = STAITH_GATE_END_WELL;
    }
}

static void on_frame(void *ctx, const uint8_t *bytes, size_t len)
{
    struct staith_gate_run *run = ctx;
    if (run->answered) {
        set_end(run, STAITH_GATE_END_FLOOD, STAITH_ERR_LIMIT, "the host answered more than once",
                "report this as a fault");
        staith_child_kill(run->child, SIGKILL);
        return;
    }
    run->answered = true;
    struct staith_result_of_run result = {0};
    struct staith_err err = {0};
    if (staith_hostpipe_unpack_result(bytes, len, &run->outcome.arena, &result, &err) == 0) {
        take_result(run, &result);
    } else {
        run->outcome.end = STAITH_GATE_END_GARBLED;
        run->outcome.err = err;
    }
    staith_child_finish(run->child);
}

static void judge_end(struct staith_gate_run *run, const struct staith_child_end *end)
{
    char what[128];
    if (end->overflow) {
        set_end(run, STAITH_GATE_END_FLOOD, STAITH_ERR_LIMIT,
                "the plugin's host answered more than a result may hold",
                "check the plugin, or declare fewer or smaller tables");
    } else if (run->answered) {
        return;
    } else if (end->deadline) {
        (void)snprintf(what, sizeof(what), "the run took longer than %llu s and was ended",
                       (unsigned long long)run->config->limits.run_seconds);
        set_end(run, STAITH_GATE_END_DEADLINE, STAITH_ERR_TIMEOUT, what,
                "check source and plugin, or raise limits.run-seconds");
    } else if (!end->exited && end->signal == SIGSYS) {
        set_end(run, STAITH_GATE_END_CRASHED, STAITH_ERR_DENIED,
                "the plugin made a system call that no run may, and was killed",
                "report it to the plugin's makers");
    } else if (end->exited) {
        (void)snprintf(what, sizeof(what), "the plugin's host ended with status %d and no answer",
                       end->exit_status);
        set_end(run, STAITH_GATE_END_CRASHED, STAITH_ERR_CRASHED, what,
                "check the plugin; it may have needed more than limits.memory-megabytes");
    } else {
        (void)snprintf(what, sizeof(what), "the plugin's host was killed by signal %d",
                       end->signal);
        set_end(run, STAITH_GATE_END_CRASHED, STAITH_ERR_CRASHED, what,
                "check the plugin; it may have needed more than limits.memory-megabytes");
    }
}

static void on_end(void *ctx, const struct staith_child_end *end)
{
    struct staith_gate_run *run = ctx;
    judge_end(run, end);
    staith_gate_scratch_remove(run->scratch);
    run->outcome.took_ms = now_ms() - run->started_ms;
    run->on_done(run->ctx, &run->outcome);
    if (!run->outcome_taken) {
        staith_gate_outcome_deinit(&run->outcome);
    }
    free(run);
}

/* ---- start ---- */

static int start_host(struct staith_loop *loop, struct staith_gate_run *run, int source_fd,
                      const struct staith_buf *packed, struct staith_err *err)
{
    char host[PATH_BYTES];
    int rc = staith_gate_program("staithd-host", host, sizeof(host), err);
    if (rc != 0) {
        return rc;
    }
    for (uint32_t i = 0; i < run->dataset->allow_count && run->scratch[0] == '\0'; i++) {
        if (strcmp(run->dataset->allow[i], "programs") == 0) {
            rc = staith_gate_scratch_make(run->scratch, err);
            if (rc != 0) {
                return rc;
            }
        }
    }
    const char *const argv[] = {host, run->scratch[0] != '\0' ? "--scratch" : NULL, run->scratch,
                                NULL};
    const struct staith_child_options options = {
        .argv = argv,
        .pass_fds = &source_fd,
        .pass_fd_count = run->check_only ? 0 : 1,
        .deadline_ms = run->config->limits.run_seconds * 1000,
        .frame_max_bytes = STAITH_HOSTPIPE_RESULT_MAX_BYTES,
        .on_frame = on_frame,
        .on_end = on_end,
        .ctx = run,
    };
    rc = staith_child_start(loop, &options, &run->child, err);
    if (rc != 0) {
        return rc;
    }
    /* From here the child's end frees the run; whatever fails now is reported by it. The limits
     * stand before the order is sent, so no plugin code runs without them. */
    run->started_ms = now_ms();
    if (staith_gate_limit_child(staith_child_pid(run->child), run->config->limits.memory_bytes,
                                &run->outcome.err) != 0 ||
        staith_child_send(run->child, packed->data, packed->len) != 0) {
        staith_child_kill(run->child, SIGKILL);
    }
    return 0;
}

static int open_source(const struct staith_gate_order *order, int *ret_fd, struct staith_err *err)
{
    if (order->check_only || order->source_fd >= 0) {
        *ret_fd = order->check_only ? -1 : order->source_fd;
        return 0;
    }
    uint64_t bytes = 0;
    return staith_gate_source_open(order->source_path, order->follow_link,
                                   order->config->limits.max_source_bytes, ret_fd, &bytes, err);
}

int staith_gate_run_start(struct staith_loop *loop, const struct staith_gate_order *order,
                          void (*on_done)(void *ctx, const struct staith_gate_outcome *outcome),
                          void *ctx, struct staith_gate_run **ret_run, struct staith_err *err)
{
    char plugin[PATH_BYTES];
    int source_fd = -1;
    struct staith_gate_run *run = calloc(1, sizeof(*run));
    if (run == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a run");
    }
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
    int rc = staith_gate_plugin(order->config, order->dataset->plugin, plugin, sizeof(plugin), err);
    if (rc == 0) {
        rc = make_order(order, plugin, &packed, err);
    }
    if (rc == 0) {
        rc = open_source(order, &source_fd, err);
    }
    if (rc == 0) {
        run->on_done = on_done;
        run->ctx = ctx;
        run->config = order->config;
        run->dataset = order->dataset;
        run->check_only = order->check_only;
        staith_arena_init(&run->outcome.arena, OUTCOME_MAX_BYTES);
        rc = start_host(loop, run, source_fd, &packed, err);
    }
    if (source_fd >= 0 && source_fd != order->source_fd) {
        (void)close(source_fd);
    }
    staith_buf_deinit(&packed);
    if (rc != 0) {
        staith_gate_scratch_remove(run->scratch);
        free(run);
        return rc;
    }
    *ret_run = run;
    return 0;
}

void staith_gate_run_take(struct staith_gate_run *run, struct staith_gate_outcome *ret_outcome)
{
    *ret_outcome = run->outcome;
    run->outcome_taken = true;
}

void staith_gate_run_cancel(struct staith_gate_run *run)
{
    if (run != NULL) {
        staith_child_kill(run->child, SIGKILL);
    }
}

/* ---- waiting ---- */

struct wait {
    struct staith_loop *loop;
    struct staith_gate_run *run;
    struct staith_gate_outcome *outcome;
    bool done;
};

static void on_waited(void *ctx, const struct staith_gate_outcome *outcome)
{
    struct wait *wait = ctx;
    (void)outcome;
    staith_gate_run_take(wait->run, wait->outcome);
    wait->done = true;
    staith_loop_stop(wait->loop);
}

int staith_gate_run_wait(const struct staith_gate_order *order,
                         struct staith_gate_outcome *ret_outcome, struct staith_err *err)
{
    struct staith_gate_outcome outcome = {0};
    struct wait wait = {.outcome = &outcome};
    int rc = staith_loop_new(&wait.loop, err);
    if (rc != 0) {
        return rc;
    }
    rc = staith_gate_run_start(wait.loop, order, on_waited, &wait, &wait.run, err);
    if (rc == 0) {
        (void)staith_loop_run(wait.loop);
        if (wait.done) {
            *ret_outcome = outcome;
        } else {
            rc = staith_err_set(err, STAITH_ERR_STATE, "the wait for the host was cut short");
        }
    }
    staith_loop_free(wait.loop);
    return rc;
}

void staith_gate_outcome_deinit(struct staith_gate_outcome *outcome)
{
    if (outcome != NULL) {
        staith_arena_deinit(&outcome->arena);
        memset(outcome, 0, sizeof(*outcome));
    }
}

const char *staith_gate_end_code(enum staith_gate_end end)
{
    switch (end) {
    case STAITH_GATE_END_WELL:
        return "well";
    case STAITH_GATE_END_REFUSED:
        return "refused";
    case STAITH_GATE_END_CRASHED:
        return "crashed";
    case STAITH_GATE_END_DEADLINE:
        return "deadline";
    case STAITH_GATE_END_FLOOD:
        return "flood";
    case STAITH_GATE_END_GARBLED:
        return "garbled";
    case STAITH_GATE_END_NO_START:
        return "no_start";
    }
    return "unknown";
}
