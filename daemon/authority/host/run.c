/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state is set before each callback and taken back behind it; destroy follows create whatever
 * happened between them. The catalogue and the findings go back to the gate even when the run
 * fails: they say why.
 */
#include "authority/host/run.h"

#include "authority/host/alarms.h"
#include "authority/host/descriptor.h"
#include "authority/host/dynamic.h"
#include "authority/host/load.h"
#include "authority/host/observer.h"
#include "authority/host/options.h"

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

/* Everything of one run. */
struct work {
    const struct staith_order *order;
    int first_fd;
    struct staith_run_guard guard;
    struct staith_arena *arena;
    struct staith_result_of_run *result;
    struct staith_loaded *loaded;
    struct staith_setting *settings;
    struct staith_rawtable *raw;
    struct staith_alarms alarms;
    bool dynamic; /* the catalogue is made by configure */
    struct staith_observer observer;
    struct staith_run *run; /* the plugin's */
};

static const char *state_words(enum staith_run_state state)
{
    static const char *const words[] = {"idle", "create", "configure", "collect", "destroy"};
    return words[state];
}

/* ---- callbacks ---- */

/* The answer that leaves if the callback takes too long, made now: there will be no time then. */
static int start_deadline(struct work *work, enum staith_run_state state)
{
    struct staith_result_of_run answer = {.code = STAITH_ERR_TIMEOUT};
    struct staith_buf packed;
    if (work->guard.deadline == NULL || state == STAITH_RUN_COLLECT) {
        return 0; /* collect has the run's own deadline, which the parent keeps */
    }
    staith_buf_init(&packed, STAITH_DEADLINE_MAX_ANSWER_BYTES);
    (void)staith_err_set(&answer.err, answer.code,
                         "plugin %s: %s took longer than %d ms and was ended",
                         work->loaded->descriptor.name, state_words(state), STAITH_RUN_CALLBACK_MS);
    staith_err_remedy(&answer.err, "this is a fault of the plugin: report it to its makers");
    int code = staith_hostpipe_pack_result(&answer, &packed);
    if (code == 0) {
        code = staith_deadline_start(work->guard.deadline, STAITH_RUN_CALLBACK_MS, packed.data,
                                     packed.len);
    }
    staith_buf_deinit(&packed);
    return code;
}

static int enter(struct work *work, enum staith_run_state state)
{
    int code = start_deadline(work, state);
    if (code != 0) {
        return staith_err_set(&work->result->err, code, "a deadline cannot be set");
    }
    work->observer.state = state;
    return 0;
}

static void leave(struct work *work)
{
    work->observer.state = STAITH_RUN_IDLE;
    if (work->guard.deadline != NULL) {
        staith_deadline_stop(work->guard.deadline);
    }
}

/* What a callback's failure means, for a person. */
static int explain(struct work *work, enum staith_run_state state, int returned)
{
    struct staith_err *err = &work->result->err;
    const char *name = work->loaded->descriptor.name;
    const char *limit =
        work->observer.tally != NULL ? staith_tally_limit_met(work->observer.tally) : NULL;
    if (work->observer.explained.code != 0) {
        *err = work->observer.explained;
        return err->code;
    }
    switch (returned) {
    case STAITH_ESOURCE:
        (void)staith_err_set(err, STAITH_ERR_REFUSED, "plugin %s refused the source", name);
        staith_err_remedy(err, "see the findings, correct the source and hand it in again");
        return STAITH_ERR_REFUSED;
    case STAITH_EIO:
        (void)staith_err_set(err, STAITH_ERR_IO, "plugin %s could not read the source", name);
        staith_err_remedy(err, "check that the file can be read to its end");
        return STAITH_ERR_IO;
    case STAITH_ENOMEM:
        (void)staith_err_set(err, STAITH_ERR_NOMEM, "plugin %s ran out of memory", name);
        staith_err_remedy(err, "check the source, or raise limits.memory-megabytes");
        return STAITH_ERR_NOMEM;
    case STAITH_ELIMIT:
        (void)staith_err_set(err, STAITH_ERR_LIMIT, "plugin %s: the source has too many %s", name,
                             limit != NULL ? limit : "rows or bytes for the plugin");
        if (limit != NULL) {
            staith_err_remedy(err, "check the source, or raise limits.max-%s", limit);
        } else {
            staith_err_remedy(err, "check the source, or raise the plugin's options");
        }
        return STAITH_ERR_LIMIT;
    default:
        (void)staith_err_set(err, STAITH_ERR_STATE, "plugin %s failed in %s with code %d", name,
                             state_words(state), returned);
        staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
        return STAITH_ERR_STATE;
    }
}

/* A plugin that says all went well is held to it. */
static int check_calls(struct work *work)
{
    struct staith_err *err = &work->result->err;
    if (work->observer.misuse == NULL) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_INVAL, "plugin %s: %llu calls were refused, first %s",
                         work->loaded->descriptor.name, (unsigned long long)work->observer.misuses,
                         work->observer.misuse);
    staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
    return STAITH_ERR_INVAL;
}

static int call_create(struct work *work)
{
    int code = enter(work, STAITH_RUN_CREATE);
    if (code != 0) {
        return code;
    }
    int returned = work->loaded->plugin.create(&work->observer.table, &work->run);
    leave(work);
    return returned == STAITH_OK ? check_calls(work) : explain(work, STAITH_RUN_CREATE, returned);
}

static int call_configure(struct work *work)
{
    int code = enter(work, STAITH_RUN_CONFIGURE);
    if (code != 0) {
        return code;
    }
    work->observer.settings = work->settings;
    work->observer.setting_count = work->loaded->descriptor.option_count;
    int returned = work->loaded->plugin.configure(work->run, work->settings,
                                                  work->loaded->descriptor.option_count);
    leave(work);
    return returned == STAITH_OK ? check_calls(work)
                                 : explain(work, STAITH_RUN_CONFIGURE, returned);
}

static int check_collected(struct work *work)
{
    struct staith_err *err = &work->result->err;
    int code = check_calls(work);
    if (code != 0) {
        return code;
    }
    if (staith_tally_limit_met(work->observer.tally) != NULL) {
        return explain(work, STAITH_RUN_COLLECT, STAITH_ELIMIT);
    }
    if (!work->observer.has_period) {
        (void)staith_err_set(err, STAITH_ERR_INVAL,
                             "plugin %s did not say which period the source is for",
                             work->loaded->descriptor.name);
        staith_err_remedy(err, "this is a fault of the plugin: report it to its makers");
        return STAITH_ERR_INVAL;
    }
    return 0;
}

static int call_collect(struct work *work)
{
    int code = enter(work, STAITH_RUN_COLLECT);
    if (code != 0) {
        return code;
    }
    int returned = work->loaded->plugin.collect(work->run);
    leave(work);
    return returned == STAITH_OK ? check_collected(work)
                                 : explain(work, STAITH_RUN_COLLECT, returned);
}

static int call_destroy(struct work *work)
{
    struct staith_err unused;
    int code = start_deadline(work, STAITH_RUN_DESTROY);
    if (code != 0) {
        return staith_err_set(work->result->code == 0 ? &work->result->err : &unused, code,
                              "a deadline cannot be set");
    }
    work->observer.state = STAITH_RUN_DESTROY;
    work->loaded->plugin.destroy(work->run);
    leave(work);
    return 0;
}

/* ---- steps ---- */

static int prepare(struct work *work)
{
    struct staith_result_of_run *result = work->result;
    const struct staith_option_def *options = NULL;
    int code =
        staith_load_plugin(work->order->plugin_path, work->arena, &work->loaded, &result->err);
    if (code != 0) {
        return code;
    }
    if (work->guard.loaded != NULL) {
        code = work->guard.loaded(work->guard.ctx, work->order, &result->err);
        if (code != 0) {
            return code;
        }
    }
    work->dynamic = staith_dynamic_extension(&work->loaded->plugin) != NULL;
    if (!work->dynamic) {
        code = staith_descriptor_catalogue(&work->loaded->descriptor, work->arena,
                                           &result->catalogue, &result->err);
    }
    if (code != 0) {
        return code;
    }
    code =
        staith_descriptor_options(&work->loaded->descriptor, work->arena, &options, &result->err);
    if (code == 0) {
        code =
            staith_alarms_declare(&work->loaded->plugin, work->arena, &work->alarms, &result->err);
    }
    if (code != 0) {
        return code;
    }
    return staith_options_read(options, work->loaded->descriptor.option_count, work->order,
                               work->arena, &work->settings, &result->err);
}

static int prepare_raw(struct work *work)
{
    struct staith_result_of_run *result = work->result;
    size_t len = strlen(work->order->authority);
    work->raw = staith_arena_alloc(work->arena, sizeof *work->raw);
    if (work->raw == NULL) {
        return staith_err_set(&result->err, STAITH_ERR_NOMEM, "no memory for a run");
    }
    if (len >= sizeof work->raw->authority) {
        return staith_err_set(&result->err, STAITH_ERR_INVAL, "the council's code is too long");
    }
    memcpy(work->raw->authority, work->order->authority, len + 1);
    static const struct staith_catalogue none = {0}; /* until configure has made one */
    work->raw->catalogue = work->dynamic ? &none : result->catalogue;
    if (staith_observer_init(&work->observer, work->order, work->raw, work->arena) != 0) {
        return staith_err_set(&result->err, STAITH_ERR_NOMEM, "no memory for a run");
    }
    work->observer.alarms = work->alarms;
    if (!work->order->check_only && !work->dynamic) {
        result->raw = work->raw;
    }
    return 0;
}

/* The catalogue that configure made, and the room for findings of its checks. */
static int take_catalogue(struct work *work)
{
    struct staith_result_of_run *result = work->result;
    struct staith_catalogue *catalogue = NULL;
    if (!work->dynamic) {
        return 0;
    }
    int code =
        staith_dynamic_catalogue(work->loaded, work->run, work->arena, &catalogue, &result->err);
    if (code != 0) {
        return code;
    }
    work->raw->catalogue = catalogue;
    work->raw->finding_totals =
        staith_arena_array(work->arena, catalogue->check_count, sizeof *work->raw->finding_totals);
    if (work->raw->finding_totals == NULL) {
        return staith_err_set(&result->err, STAITH_ERR_NOMEM, "no memory for a run");
    }
    result->catalogue = catalogue;
    result->raw = work->order->check_only ? NULL : work->raw;
    return 0;
}

static int open_run(struct work *work)
{
    const struct staith_tally_limits limits = {work->order->max_cells, work->order->max_people,
                                               work->order->max_observations};
    uint8_t key[STAITH_TALLY_KEY_BYTES];
    int code = staith_sources_open(work->order, work->first_fd, &work->observer.sources,
                                   &work->result->err);
    if (code != 0) {
        return code;
    }
    if (work->order->follow_key != NULL) {
        memcpy(key, work->order->follow_key, sizeof key);
        work->raw->followed = true;
    } else {
        randombytes_buf(key, sizeof key);
    }
    work->observer.tally = staith_tally_new(work->result->catalogue, &limits, key);
    sodium_memzero(key, sizeof key);
    if (work->observer.tally == NULL) {
        return staith_err_set(&work->result->err, STAITH_ERR_NOMEM, "no memory for the tally");
    }
    return 0;
}

static int collect(struct work *work)
{
    struct staith_err changed = {0};
    int code = open_run(work);
    if (code != 0) {
        return code;
    }
    code = call_collect(work);
    /* A source that changed explains whatever the plugin made of it. */
    int finished = staith_sources_finish(work->observer.sources, work->raw->source_hash,
                                         &work->raw->source_bytes, &changed);
    if (finished != 0 && (code == 0 || finished == STAITH_ERR_AGAIN)) {
        work->result->err = changed;
        code = finished;
    }
    if (code == 0) {
        code =
            staith_tally_finish(work->observer.tally, work->arena, work->raw, &work->result->err);
    }
    if (code == 0) {
        work->result->alarm_count = staith_alarms_finish(&work->observer.alarms);
        work->result->alarms = work->observer.alarms.items;
    }
    return code;
}

static int go_through(struct work *work)
{
    int code = prepare(work);
    if (code == 0) {
        code = prepare_raw(work);
    }
    if (code != 0) {
        return code;
    }
    code = call_create(work);
    if (code == 0) {
        code = call_configure(work);
    }
    if (code == 0) {
        code = take_catalogue(work);
    }
    if (code == 0 && !work->order->check_only) {
        code = collect(work);
    }
    work->result->code = code;
    int destroyed = call_destroy(work);
    return code != 0 ? code : destroyed;
}

void staith_run_order(const struct staith_order *order, int first_fd,
                      const struct staith_run_guard *guard, struct staith_arena *arena,
                      struct staith_result_of_run *ret_result)
{
    struct staith_result_of_run result = {0};
    struct work work = {.order = order, .first_fd = first_fd, .arena = arena, .result = &result};
    if (guard != NULL) {
        work.guard = *guard;
    }
    result.code = go_through(&work);
    result.err.code = result.code;
    staith_tally_free(work.observer.tally);
    staith_sources_free(work.observer.sources);
    if (result.code != 0 && result.raw != NULL) {
        result.raw->part_count = 0;
        result.raw->parts = NULL;
    }
    result.alarm_count = result.code == 0 ? result.alarm_count : 0;
    *ret_result = result;
}
