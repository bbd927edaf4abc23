/* SPDX-License-Identifier: Apache-2.0 */
#include "fake_host.h"

#include "fake_options.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_MEASURES = 512 };
enum { NOT_RUN, IN_CREATE, IN_CONFIGURE, IN_COLLECT, IN_DESTROY };

static const char *state_words(int state)
{
    static const char *const words[] = {"no callback", "create", "configure", "collect", "destroy"};
    return words[state];
}

_Static_assert(sizeof(pthread_t) <= sizeof(((struct staith_fake_host *)NULL)->thread), "room");

/* Every function of the host is tagged with the run thread. */
static void need_state(const struct staith_fake_host *host, const char *function, bool allowed)
{
    pthread_t run;
    memcpy(&run, host->thread, sizeof run);
    if (pthread_equal(run, pthread_self()) == 0) {
        /* cmocka cannot fail a test from a thread that it does not know */
        print_error("%s was called on another thread than the run's\n", function);
        abort();
    }
    if (!allowed) {
        fail_msg("%s was called in %s", function, state_words(host->state));
    }
}

/* Room for one more item; the new array or the old one. */
static void *grow(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap) {
        return items;
    }
    *cap = *cap == 0 ? 64 : *cap * 2;
    void *bigger = realloc(items, *cap * size);
    assert_non_null(bigger);
    return bigger;
}

static const char *host_authority(void *ctx)
{
    const struct staith_fake_host *host = ctx;
    need_state(host, "authority", host->state != IN_CREATE && host->state != NOT_RUN);
    return host->setup->authority != NULL ? host->setup->authority : "840";
}

static uint32_t host_source_count(void *ctx)
{
    const struct staith_fake_host *host = ctx;
    need_state(host, "source_count", host->state == IN_COLLECT);
    return host->setup->source_count;
}

static const struct staith_source *host_source(void *ctx, uint32_t index)
{
    const struct staith_fake_host *host = ctx;
    need_state(host, "source", host->state == IN_COLLECT);
    assert_true(index < host->setup->source_count);
    return &host->sources[index];
}

static int host_read_at(void *ctx, uint32_t source, uint64_t offset, void *buf, size_t len,
                        size_t *ret_read)
{
    struct staith_fake_host *host = ctx;
    need_state(host, "read_at", host->state == IN_COLLECT);
    assert_true(source < host->setup->source_count);
    assert_non_null(buf);
    assert_non_null(ret_read);
    assert_true(len > 0);
    host->reads++;
    if (host->reads == host->setup->fail_read) {
        return STAITH_EIO;
    }
    const struct staith_fake_source *from = &host->setup->sources[source];
    if (offset >= from->len) {
        return STAITH_END;
    }
    size_t left = from->len - (size_t)offset;
    if (len > left) {
        len = left;
    }
    if (host->setup->read_bytes > 0 && len > host->setup->read_bytes) {
        len = host->setup->read_bytes;
    }
    memcpy(buf, (const unsigned char *)from->bytes + offset, len);
    *ret_read = len;
    return STAITH_OK;
}

static int host_set_period(void *ctx, const struct staith_period_def *period)
{
    struct staith_fake_host *host = ctx;
    need_state(host, "set_period", host->state == IN_COLLECT);
    if (host->has_period) {
        fail_msg("set_period was called twice");
    }
    int32_t parts = period->kind == STAITH_PERIOD_QUARTER ? 4 : 12;
    bool census = period->kind == STAITH_PERIOD_CENSUS_YEAR;
    assert_in_range(period->kind, STAITH_PERIOD_CENSUS_YEAR, STAITH_PERIOD_MONTH);
    assert_in_range(period->year, 1900, 2999);
    assert_true(census ? period->part == 0 : period->part >= 1 && period->part <= parts);
    host->has_period = true;
    host->period = *period;
    return STAITH_OK;
}

static void need_categories(const struct staith_descriptor *descriptor,
                            const struct staith_observation *observation)
{
    if (descriptor->dimension_count > 0 && observation->categories == NULL) {
        fail_msg("observe: no categories");
    }
    for (uint32_t i = 0; i < descriptor->dimension_count; i++) {
        uint16_t category = observation->categories[i];
        if (category != STAITH_NO_CATEGORY &&
            category >= descriptor->dimensions[i].category_count) {
            fail_msg("observe: category %u of %s does not exist", category,
                     descriptor->dimensions[i].code);
        }
    }
}

static void need_key(const void *key, size_t len, const char *whose, const char *measure)
{
    if (key == NULL || len < 1 || len > 256) {
        fail_msg("observe: %s needs a key of its %s of 1 to 256 bytes", measure, whose);
    }
}

static void need_observation(const struct staith_fake_host *host,
                             const struct staith_observation *observation)
{
    const struct staith_descriptor *descriptor = host->descriptor;
    need_state(host, "observe", host->state == IN_COLLECT);
    if (!host->has_period) {
        fail_msg("observe was called before set_period");
    }
    assert_int_equal(observation->size, sizeof *observation);
    assert_int_equal(observation->reserved, 0);
    if (observation->measure >= descriptor->measure_count) {
        fail_msg("observe: measure %u does not exist", observation->measure);
    }
    const struct staith_measure_def *measure = &descriptor->measures[observation->measure];
    if (observation->value < 0) {
        fail_msg("observe: a value of %s is negative", measure->code);
    }
    need_categories(descriptor, observation);
    if (observation->owner != NULL) {
        need_key(observation->owner, observation->owner_len, "owner", measure->code);
    }
    if (measure->aggregation == STAITH_COUNT_ROWS && observation->person == NULL) {
        return; /* each row counts as a person of its own */
    }
    if (measure->aggregation != STAITH_COUNCIL_VALUE) {
        need_key(observation->person, observation->person_len, "person", measure->code);
        return;
    }
    if (observation->person != NULL || observation->owner != NULL) {
        fail_msg("observe: %s is a value of the council and takes no key", measure->code);
    }
    for (size_t i = 0; i < host->observation_count; i++) {
        if (host->observations[i].measure == observation->measure) {
            fail_msg("observe: %s, a value of the council, was observed twice", measure->code);
        }
    }
}

static unsigned char *copy_key(const void *key, size_t len, size_t *ret_len)
{
    if (key == NULL) {
        return NULL;
    }
    unsigned char *copy = malloc(len);
    assert_non_null(copy);
    memcpy(copy, key, len);
    *ret_len = len;
    return copy;
}

static int host_observe(void *ctx, const struct staith_observation *observation)
{
    struct staith_fake_host *host = ctx;
    need_observation(host, observation);
    uint64_t max = host->setup->max_observations;
    if (host->observation_count >= (max > 0 ? max : 1000000)) {
        return STAITH_ELIMIT;
    }
    host->observations = grow(host->observations, host->observation_count, &host->observation_cap,
                              sizeof *host->observations);
    struct staith_fake_observation *copy = &host->observations[host->observation_count++];
    memset(copy, 0, sizeof *copy);
    copy->measure = observation->measure;
    copy->value = observation->value;
    size_t bytes = host->descriptor->dimension_count * sizeof *copy->categories;
    if (bytes > 0) {
        copy->categories = malloc(bytes);
        assert_non_null(copy->categories);
        memcpy(copy->categories, observation->categories, bytes);
    }
    copy->person = copy_key(observation->person, observation->person_len, &copy->person_len);
    copy->owner = copy_key(observation->owner, observation->owner_len, &copy->owner_len);
    return STAITH_OK;
}

static int host_unavailable(void *ctx, uint16_t measure)
{
    struct staith_fake_host *host = ctx;
    need_state(host, "unavailable", host->state == IN_COLLECT);
    if (!host->has_period) {
        fail_msg("unavailable was called before set_period");
    }
    assert_true(measure < host->descriptor->measure_count);
    host->unavailable[measure] = true;
    return STAITH_OK;
}

static int host_finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    struct staith_fake_host *host = ctx;
    const struct staith_descriptor *descriptor = host->descriptor;
    need_state(host, "finding", host->state == IN_CONFIGURE || host->state == IN_COLLECT);
    assert_true(check < descriptor->check_count);
    assert_non_null(where);
    if (where->element != STAITH_NO_ELEMENT && where->element >= descriptor->element_count) {
        fail_msg("finding: element %u does not exist", where->element);
    }
    host->findings =
        grow(host->findings, host->finding_count, &host->finding_cap, sizeof *host->findings);
    host->findings[host->finding_count].check = check;
    host->findings[host->finding_count].where = *where;
    host->finding_count++;
    return STAITH_OK;
}

static int host_history(void *ctx, uint16_t measure, const struct staith_period_def *period,
                        int64_t *ret_value)
{
    const struct staith_fake_host *host = ctx;
    need_state(host, "history", host->state == IN_COLLECT);
    assert_true(measure < host->descriptor->measure_count);
    const char *code = host->descriptor->measures[measure].code;
    for (uint32_t i = 0; i < host->setup->history_count; i++) {
        const struct staith_fake_history *past = &host->setup->history[i];
        if (strcmp(past->measure, code) == 0 && past->period.kind == period->kind &&
            past->period.year == period->year && past->period.part == period->part) {
            *ret_value = past->value;
            return STAITH_OK;
        }
    }
    return STAITH_END;
}

static int host_explain(void *ctx, uint32_t option, uint64_t line, uint64_t column,
                        const char *what)
{
    struct staith_fake_host *host = ctx;
    need_state(host, "explain", host->state == IN_CONFIGURE);
    assert_true(option < host->plugin->descriptor->option_count);
    assert_non_null(what);
    if (host->explained[0] == '\0') {
        (void)snprintf(host->explained, sizeof host->explained, "%s", what);
        host->explained_option = option;
        host->explained_line = line;
        host->explained_column = column;
    }
    return STAITH_OK;
}

static int host_alarm(void *ctx, uint32_t alarm, uint64_t count)
{
    struct staith_fake_host *host = ctx;
    const struct staith_local_alarms *declared =
        host->plugin->extension == NULL ? NULL : host->plugin->extension(STAITH_EXT_LOCAL);
    need_state(host, "alarm", host->state == IN_COLLECT);
    assert_non_null(declared);
    assert_true(alarm < declared->alarm_count && count <= STAITH_LOCAL_MAX_COUNT);
    host->alarm_counted[alarm] = true;
    host->alarm_count[alarm] = count;
    return STAITH_OK;
}

static const void *host_extension(void *ctx, const char *id)
{
    static const struct staith_host_local local = {sizeof local, 0, host_alarm};
    static const struct staith_host_explain explain = {
        .size = sizeof explain, .reserved = 0, .explain = host_explain};
    const struct staith_fake_host *host = ctx;
    need_state(host, "extension", host->state != IN_CREATE && host->state != NOT_RUN);
    assert_non_null(id);
    if (strcmp(id, STAITH_EXT_LOCAL) == 0) {
        return &local;
    }
    return strcmp(id, STAITH_EXT_EXPLAIN) == 0 ? &explain : NULL;
}

static void init(struct staith_fake_host *host, const struct staith_plugin *plugin,
                 const struct staith_fake_setup *setup)
{
    const pthread_t run = pthread_self();
    memset(host, 0, sizeof *host);
    memcpy(host->thread, &run, sizeof run);
    host->plugin = plugin;
    host->setup = setup;
    host->table = (struct staith_host){.size = sizeof host->table,
                                       .abi_major = STAITH_ABI_MAJOR,
                                       .abi_minor = STAITH_ABI_MINOR,
                                       .ctx = host,
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
    host->descriptor = plugin->descriptor;
    host->unavailable = calloc(MOST_MEASURES, sizeof *host->unavailable);
    host->sources = calloc((size_t)setup->source_count + 1, sizeof *host->sources);
    assert_non_null(host->unavailable);
    assert_non_null(host->sources);
    for (uint32_t i = 0; i < setup->source_count; i++) {
        host->sources[i].name = setup->sources[i].name;
        host->sources[i].size_bytes = setup->sources[i].len;
    }
}

static void end_run(struct staith_fake_host *host)
{
    host->state = IN_DESTROY;
    host->plugin->destroy(host->run);
    host->run = NULL;
    host->state = NOT_RUN;
}

int staith_fake_run(struct staith_fake_host *host, const struct staith_plugin *plugin,
                    const struct staith_fake_setup *setup)
{
    struct staith_run *run = NULL;
    assert_int_equal(plugin->magic, STAITH_PLUGIN_MAGIC);
    assert_int_equal(plugin->size, sizeof *plugin);
    assert_int_equal(plugin->descriptor->size, sizeof *plugin->descriptor);
    const struct staith_plugin_catalogue *dynamic =
        plugin->extension != NULL ? plugin->extension(STAITH_EXT_CATALOGUE) : NULL;
    assert_true(dynamic != NULL ? plugin->descriptor->measure_count == 0
                                : plugin->descriptor->measure_count >= 1);
    init(host, plugin, setup);
    struct staith_setting *settings = staith_fake_settings(plugin->descriptor, setup);
    host->state = IN_CREATE;
    int result = plugin->create(&host->table, &run);
    if (result == STAITH_OK) {
        host->state = IN_CONFIGURE;
        result = plugin->configure(run, settings, plugin->descriptor->option_count);
    }
    if (result == STAITH_OK && dynamic != NULL) {
        host->descriptor = dynamic->catalogue(run);
        assert_non_null(host->descriptor);
        assert_in_range(host->descriptor->measure_count, 1, MOST_MEASURES);
    }
    if (result == STAITH_OK) {
        host->state = IN_COLLECT;
        result = plugin->collect(run);
    }
    host->state = NOT_RUN;
    host->run = run;
    if (dynamic == NULL) { /* a catalogue that is the run's is looked at after it */
        end_run(host);
    }
    free(settings);
    return result;
}

void staith_fake_deinit(struct staith_fake_host *host)
{
    if (host == NULL) {
        return;
    }
    for (size_t i = 0; i < host->observation_count; i++) {
        free(host->observations[i].categories);
        free(host->observations[i].person);
        free(host->observations[i].owner);
    }
    if (host->run != NULL) {
        end_run(host);
    }
    free(host->observations);
    free(host->findings);
    free(host->unavailable);
    free(host->sources);
    memset(host, 0, sizeof *host);
}
