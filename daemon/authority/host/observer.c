/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/observer.h"

#include "base/utf8.h"

#include <string.h>

enum { MAX_EXPLAIN_BYTES = 200 };

/* Remember the first refusal in words; the number counts all. */
static int refuse(struct staith_observer *observer, const char *what, int code)
{
    if (observer->misuse == NULL) {
        observer->misuse = what;
    }
    observer->misuses++;
    return code;
}

static bool on_run_thread(const struct staith_observer *observer)
{
    return pthread_equal(pthread_self(), observer->thread) != 0;
}

static bool collecting(const struct staith_observer *observer)
{
    return observer->state == STAITH_RUN_COLLECT && on_run_thread(observer);
}

static const char *host_authority(void *ctx)
{
    const struct staith_observer *observer = ctx;
    return observer->order->authority;
}

static uint32_t host_source_count(void *ctx)
{
    struct staith_observer *observer = ctx;
    if (!collecting(observer)) {
        (void)refuse(observer, "source_count outside collect", STAITH_ESTATE);
        return 0;
    }
    return staith_sources_count(observer->sources);
}

static const struct staith_source *host_source(void *ctx, uint32_t index)
{
    struct staith_observer *observer = ctx;
    if (!collecting(observer)) {
        (void)refuse(observer, "source outside collect", STAITH_ESTATE);
        return NULL;
    }
    return staith_sources_get(observer->sources, index);
}

static int host_read_at(void *ctx, uint32_t source, uint64_t offset, void *buf, size_t len,
                        size_t *ret_read)
{
    struct staith_observer *observer = ctx;
    if (!collecting(observer)) {
        return refuse(observer, "read_at outside collect", STAITH_ESTATE);
    }
    if (ret_read == NULL) {
        return refuse(observer, "read_at without a place for the length", STAITH_EINVAL);
    }
    int code = staith_sources_read(observer->sources, source, offset, buf, len, ret_read);
    if (code == STAITH_EINVAL) {
        return refuse(observer, "read_at of no source or into no buffer", STAITH_EINVAL);
    }
    observer->reading = source;
    return code;
}

static int host_set_period(void *ctx, const struct staith_period_def *def)
{
    struct staith_observer *observer = ctx;
    if (!collecting(observer)) {
        return refuse(observer, "set_period outside collect", STAITH_ESTATE);
    }
    if (observer->has_period) {
        return refuse(observer, "set_period twice", STAITH_ESTATE);
    }
    if (def == NULL) {
        return refuse(observer, "set_period without a period", STAITH_EINVAL);
    }
    const struct staith_period period = {def->kind, def->year, def->part};
    if (!staith_period_valid(&period)) {
        return refuse(observer, "set_period with a period that is none", STAITH_EINVAL);
    }
    observer->raw->period = period;
    observer->has_period = true;
    return STAITH_OK;
}

static int host_observe(void *ctx, const struct staith_observation *observation)
{
    struct staith_observer *observer = ctx;
    if (!collecting(observer) || !observer->has_period) {
        return refuse(observer, "observe outside collect or before set_period", STAITH_ESTATE);
    }
    if (observation == NULL) {
        return refuse(observer, "observe without an observation", STAITH_EINVAL);
    }
    int code = staith_tally_observe(observer->tally, observation);
    if (code == STAITH_EINVAL) {
        return refuse(observer, "observe with an index, category, value or key out of range",
                      STAITH_EINVAL);
    }
    return code;
}

static int host_unavailable(void *ctx, uint16_t measure)
{
    struct staith_observer *observer = ctx;
    if (!collecting(observer) || !observer->has_period) {
        return refuse(observer, "unavailable outside collect or before set_period", STAITH_ESTATE);
    }
    if (staith_tally_unavailable(observer->tally, measure) != STAITH_OK) {
        return refuse(observer, "unavailable with a measure out of range", STAITH_EINVAL);
    }
    return STAITH_OK;
}

/* The list is full, and a check is found for the first time: often the one that refused the whole
 * file. Its place is worth more than the last of hundreds of another check. */
static void make_room(struct staith_rawtable *raw)
{
    for (uint32_t last = raw->finding_count; last > 1; last--) {
        uint32_t at = last - 1;
        for (uint32_t i = 0; i < at; i++) {
            if (raw->findings[i].check == raw->findings[at].check) {
                memmove(&raw->findings[at], &raw->findings[at + 1],
                        (raw->finding_count - at - 1) * sizeof *raw->findings);
                raw->finding_count--;
                return;
            }
        }
    }
}

static int host_finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    struct staith_observer *observer = ctx;
    struct staith_rawtable *raw = observer->raw;
    bool allowed = observer->state == STAITH_RUN_CONFIGURE || observer->state == STAITH_RUN_COLLECT;
    if (!allowed || !on_run_thread(observer)) {
        return refuse(observer, "finding outside configure and collect", STAITH_ESTATE);
    }
    if (check >= raw->catalogue->check_count || where == NULL ||
        (where->element != STAITH_NO_ELEMENT && where->element >= raw->catalogue->element_count)) {
        return refuse(observer, "finding with a check or element out of range", STAITH_EINVAL);
    }
    raw->finding_totals[check]++;
    if (raw->finding_count == STAITH_HOSTPIPE_MAX_FINDINGS && raw->finding_totals[check] == 1) {
        make_room(raw);
    }
    if (raw->finding_count < STAITH_HOSTPIPE_MAX_FINDINGS) {
        raw->findings[raw->finding_count++] = (struct staith_finding){.check = check,
                                                                      .source = observer->reading,
                                                                      .line = where->line,
                                                                      .column = where->column,
                                                                      .row = where->row,
                                                                      .element = where->element,
                                                                      .sheet = where->sheet};
    }
    return STAITH_OK;
}

static int host_history(void *ctx, uint16_t measure, const struct staith_period_def *def,
                        int64_t *ret_value)
{
    struct staith_observer *observer = ctx;
    if (!collecting(observer)) {
        return refuse(observer, "history outside collect", STAITH_ESTATE);
    }
    if (measure >= observer->raw->catalogue->measure_count || def == NULL || ret_value == NULL) {
        return refuse(observer, "history with a measure out of range", STAITH_EINVAL);
    }
    const char *code = observer->raw->catalogue->measures[measure].code;
    for (uint32_t i = 0; i < observer->order->history_count; i++) {
        const struct staith_history *past = &observer->order->history[i];
        if (past->period.kind == def->kind && past->period.year == def->year &&
            past->period.part == def->part && strcmp(past->measure, code) == 0) {
            *ret_value = past->value;
            return STAITH_OK;
        }
    }
    return STAITH_END;
}

static int host_alarm(void *ctx, uint32_t alarm, uint64_t count)
{
    struct staith_observer *observer = ctx;
    if (!collecting(observer)) {
        return refuse(observer, "alarm outside collect", STAITH_ESTATE);
    }
    if (staith_alarms_set(&observer->alarms, alarm, count) != STAITH_OK) {
        return refuse(observer, "alarm that is not declared, or over the maximum", STAITH_EINVAL);
    }
    return STAITH_OK;
}

/* The file or the place in the configuration that an option was given by. */
static void place_option(const struct staith_observer *observer, const char *name, uint64_t line,
                         uint64_t column, struct staith_err *err)
{
    size_t len = strlen(name);
    for (uint32_t i = 0; i < observer->order->option_count; i++) {
        const struct staith_order_option *given = &observer->order->options[i];
        bool file = given->file != NULL && given->file[0] != '\0';
        if (strncmp(given->name, name, len) == 0 &&
            (given->name[len] == '\0' || given->name[len] == '.')) {
            staith_err_at(err, file ? given->file : given->where, file ? (unsigned long)line : 0,
                          file ? (unsigned long)column : 0);
            return;
        }
    }
}

static int explain_option(void *ctx, uint32_t option, uint64_t line, uint64_t column,
                          const char *what)
{
    struct staith_observer *observer = ctx;
    struct staith_err *err = &observer->explained;
    if (observer->state != STAITH_RUN_CONFIGURE || !on_run_thread(observer)) {
        return refuse(observer, "explain outside configure", STAITH_ESTATE);
    }
    if (what == NULL || option >= observer->setting_count) {
        return refuse(observer, "explain of no option or without words", STAITH_EINVAL);
    }
    if (err->code == 0) {
        const char *name = observer->settings[option].name;
        bool text = staith_utf8_valid(what, strlen(what));
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "%.*s", MAX_EXPLAIN_BYTES,
                             text ? what : "the option is wrong");
        for (char *at = err->what; *at != '\0'; at++) {
            *at = (unsigned char)*at < 0x20 || *at == 0x7F ? '?' : *at;
        }
        place_option(observer, name, line, column, err);
        staith_err_remedy(err, "correct option %s", name);
    }
    return STAITH_OK;
}

static const void *host_extension(void *ctx, const char *id)
{
    static const struct staith_host_local local = {sizeof(local), 0, host_alarm};
    static const struct staith_host_explain explain = {
        .size = sizeof explain, .reserved = 0, .explain = explain_option};
    (void)ctx;
    if (id != NULL && strcmp(id, STAITH_EXT_LOCAL) == 0) {
        return &local;
    }
    return id != NULL && strcmp(id, STAITH_EXT_EXPLAIN) == 0 ? &explain : NULL;
}

int staith_observer_init(struct staith_observer *observer, const struct staith_order *order,
                         struct staith_rawtable *raw, struct staith_arena *arena)
{
    memset(observer, 0, sizeof *observer);
    observer->order = order;
    observer->raw = raw;
    observer->thread = pthread_self();
    observer->table = (struct staith_host){.size = sizeof observer->table,
                                           .abi_major = STAITH_ABI_MAJOR,
                                           .abi_minor = STAITH_ABI_MINOR,
                                           .ctx = observer,
                                           .authority = host_authority,
                                           .source_count = host_source_count,
                                           .source = host_source,
                                           .read_at = host_read_at,
                                           .set_period = host_set_period,
                                           .observe = host_observe,
                                           .unavailable = host_unavailable,
                                           .finding = host_finding,
                                           .history = host_history,
                                           .extension = host_extension};
    raw->finding_count = 0;
    raw->finding_totals =
        staith_arena_array(arena, raw->catalogue->check_count, sizeof *raw->finding_totals);
    raw->findings = staith_arena_array(arena, STAITH_HOSTPIPE_MAX_FINDINGS, sizeof *raw->findings);
    return raw->finding_totals != NULL && raw->findings != NULL ? 0 : STAITH_ERR_NOMEM;
}
