/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wire delivers at most a batch and then says so: that is where the transaction ends. So
 * between two turns of the loop nothing is half done, and stopping is no more than closing.
 */
#include "aggregator/ingest/service.h"
#include "aggregator/ingest/compare.h"
#include "aggregator/ingest/handouts.h"
#include "aggregator/ingest/officers.h"
#include "aggregator/ingest/settings.h"
#include "aggregator/ingest/status.h"
#include "aggregator/verify/verifier.h"
#include "control/control.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RETRY_FIRST_MS = 1000,
    RETRY_MOST_MS = 30000,
    LOOK_MS = 1000,
    COMPARE_MS = 2000,
    COMPARE_SHARE = 20
};

struct staith_ingest_service {
    struct staith_ingest_service_options options;
    struct staith_config_region *config;
    struct staith_store *store;
    struct staith_ingest *ingest;
    struct staith_verifier *verifier; /* what came since the wire was drained last */
    struct staith_wire *wire;
    struct staith_wire_server *server;
    struct staith_control *control;
    struct staith_timer *retry; /* runs while the store is out of use */
    struct staith_timer *look;  /* at embargoes that end */
    bool look_wanted;           /* something was stored since */
    int64_t due_unix_ms;        /* when the next embargo ends, 0: there is none */
    bool hand_out_wanted;       /* another process wrote, or the councils may be others */
    bool compare_wanted;        /* what is shown may have changed */
    int64_t compare_from_ms;    /* not before, by the steady clock */
    uint64_t retry_ms;
    bool failed;      /* the store is out of use: nothing is taken and nobody is answered */
    char reason[640]; /* why, as status shows it */
    int64_t started_unix_ms;
    uint8_t signing_key[STAITH_SECRET_KEY_BYTES]; /* where the configuration names one */
};

static int64_t now(const struct staith_ingest_service *service)
{
    return service->options.outside->unix_ms(service->options.outside->ctx);
}

/* ---- what the wire asks ---- */

static int authority_of(void *ctx, const char *public_key,
                        char ret_authority[STAITH_WIRE_AUTHORITY_BYTES])
{
    const struct staith_ingest_service *service = ctx;
    for (uint32_t i = 0; i < service->config->council_count; i++) {
        const struct staith_config_area *council = &service->config->councils[i];
        const char *next = council->next_transport_public_key;
        if (strcmp(council->transport_public_key, public_key) == 0 ||
            (next != NULL && strcmp(next, public_key) == 0)) {
            (void)snprintf(ret_authority, STAITH_WIRE_AUTHORITY_BYTES, "%s", council->code);
            return 0;
        }
    }
    return STAITH_ERR_DENIED;
}

/* After a failure it is not known what the disk holds. Whatever was not acknowledged will come
 * again from the councils, so the store is opened afresh, as often as it takes: a disk that was
 * full has space again some day, and nobody needs to come and start the region. */
static void fail(struct staith_ingest_service *service, const struct staith_err *err)
{
    service->failed = true;
    (void)snprintf(service->reason, sizeof(service->reason), "%.300s%s%.300s", err->what,
                   err->remedy[0] != '\0' ? "; " : "", err->remedy);
    staith_log_err(service->options.log, STAITH_LOG_ERROR, "store failed", err);
    staith_timer_again(service->retry, service->retry_ms, 0);
    service->retry_ms =
        service->retry_ms * 2 < RETRY_MOST_MS ? service->retry_ms * 2 : RETRY_MOST_MS;
}

static void on_retry(void *ctx)
{
    struct staith_ingest_service *service = ctx;
    struct staith_err err = {0};
    if (!service->failed) {
        return;
    }
    if (staith_store_reopen(service->store, &err) != 0) {
        fail(service, &err);
        return;
    }
    service->failed = false;
    service->reason[0] = '\0';
    staith_log_write(service->options.log, STAITH_LOG_NOTICE, "store opened again", NULL);
}

/* Of a group that fails what is behind is not looked at any more; its councils send it again. */
static void take_in(struct staith_ingest_service *service)
{
    struct staith_verifier_message message;
    struct staith_err err = {0};
    while (staith_verifier_next(service->verifier, &message)) {
        if (!service->failed &&
            staith_ingest_message(service->ingest, &message.peer, message.authority, message.bytes,
                                  message.len, &err) != 0) {
            fail(service, &err);
        }
    }
}

static void on_message(void *ctx, const struct staith_wire_peer *peer, const char *authority,
                       const uint8_t *bytes, size_t len)
{
    struct staith_ingest_service *service = ctx;
    struct staith_verifier_message message = {.peer = *peer, .bytes = bytes, .len = len};
    if (service->failed || !staith_ingest_admits(service->ingest, peer, authority, bytes, len)) {
        return;
    }
    (void)snprintf(message.authority, sizeof(message.authority), "%s", authority);
    const uint8_t *key = staith_ingest_signing_key(service->ingest, authority);
    if (!staith_verifier_add(service->verifier, &message, key)) {
        take_in(service);
        (void)staith_verifier_add(service->verifier, &message, key); /* no memory: sent again */
    }
}

static int verify(void *ctx, const struct staith_record *record,
                  const uint8_t key[STAITH_PUBLIC_KEY_BYTES])
{
    struct staith_ingest_service *service = ctx;
    return staith_verifier_verify(service->verifier, record, key);
}

static void on_drained(void *ctx)
{
    struct staith_ingest_service *service = ctx;
    struct staith_err err = {0};
    take_in(service);
    if (service->failed) {
        return;
    }
    bool stored = staith_ingest_is_open(service->ingest);
    int rc = staith_ingest_commit(service->ingest, &err);
    if (rc != 0) {
        fail(service, &err);
    } else if (stored) {
        service->retry_ms = RETRY_FIRST_MS;
        service->look_wanted = true;
    }
}

/* Councils are told how they compare a second after things became quiet. Working it out takes at
 * most a twentieth of the time, since nothing is taken in meanwhile. */
static void compare_when_quiet(struct staith_ingest_service *service)
{
    const struct staith_outside *outside = service->options.outside;
    struct staith_err err = {0};
    uint32_t told = 0;
    int64_t steady = outside->monotonic_ms(outside->ctx);
    if (!service->compare_wanted || steady < service->compare_from_ms) {
        return;
    }
    service->compare_wanted = false;
    if (staith_ingest_compare(service->ingest, service->config, &told, &err) != 0) {
        fail(service, &err);
    } else if (told > 0) {
        staith_log_write(service->options.log, STAITH_LOG_INFO, "comparisons told", "councils=%u",
                         (unsigned)told);
    }
    int64_t ended = outside->monotonic_ms(outside->ctx);
    int64_t wait = (ended - steady) * COMPARE_SHARE;
    service->compare_from_ms = ended + (wait > COMPARE_MS ? wait : COMPARE_MS);
}

/* Officers import beside the running daemon: what they wrote shows in the store alone. */
static void hand_out(struct staith_ingest_service *service)
{
    struct staith_err err = {0};
    uint32_t given = 0;
    bool touched = false;
    int rc = staith_store_touched(service->store, &touched, &err);
    if (rc == 0 && (touched || service->hand_out_wanted)) {
        service->hand_out_wanted = false;
        service->compare_wanted = true;
        service->look_wanted = true; /* another aggregator may have been told of an embargo */
        rc = staith_ingest_hand_out(service->ingest, service->config, &given, &err);
    }
    if (rc != 0) {
        fail(service, &err);
    } else if (given > 0) {
        staith_log_write(service->options.log, STAITH_LOG_INFO, "tables handed out", "count=%u",
                         (unsigned)given);
    }
}

/* By the wall clock, every second: a clock that is set and a machine that slept need nothing of
 * their own. */
static void on_look(void *ctx)
{
    struct staith_ingest_service *service = ctx;
    struct staith_err err = {0};
    bool due = service->due_unix_ms != 0 && service->due_unix_ms <= now(service);
    if (!service->failed) {
        hand_out(service);
    }
    if (service->failed) {
        return;
    }
    if (!due && !service->look_wanted) {
        compare_when_quiet(service);
        return;
    }
    service->look_wanted = false;
    service->compare_wanted = true;
    if (staith_ingest_show_due(service->ingest, &service->due_unix_ms, &err) != 0) {
        fail(service, &err);
    }
}

static int send_answer(void *ctx, const struct staith_wire_peer *peer, const void *bytes,
                       size_t len)
{
    struct staith_ingest_service *service = ctx;
    return staith_wire_server_send(service->server, peer, bytes, len);
}

/* ---- configuration ---- */

void staith_ingest_service_reload(struct staith_ingest_service *service)
{
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    int rc = staith_config_region_read(service->options.config_path, &config, &err);
    if (rc == 0) {
        rc = staith_ingest_take_settings(service->ingest, config, &err);
    }
    if (rc != 0) {
        staith_config_region_free(config);
        staith_log_err(service->options.log, STAITH_LOG_ERROR, "configuration not taken", &err);
        return;
    }
    if (staith_ingest_needs_restart(service->config, config)) {
        staith_log_write(service->options.log, STAITH_LOG_WARNING, "restart needed",
                         "why=state, store, control, listen or keys have changed");
    }
    staith_config_region_free(service->config);
    service->config = config;
    service->hand_out_wanted = true;
    staith_log_write(service->options.log, STAITH_LOG_NOTICE, "configuration read", "councils=%u",
                     (unsigned)config->council_count);
}

/* ---- the control socket ---- */

static json_t *endpoints(const struct staith_ingest_service *service)
{
    json_t *list = json_array();
    const char *endpoint = NULL;
    for (uint32_t i = 0; (endpoint = staith_wire_server_endpoint(service->server, i)) != NULL;
         i++) {
        (void)json_array_append_new(list, json_string(endpoint));
    }
    return list;
}

json_t *staith_ingest_service_status(const struct staith_ingest_service *service)
{
    struct staith_wire_counts counts;
    json_t *councils = staith_ingest_status_councils(service->config, service->store,
                                                     service->ingest, now(service));
    if (councils == NULL) {
        return NULL;
    }
    staith_wire_server_counts(service->server, &counts);
    return json_pack("{s:s, s:s, s:I, s:I, s:s, s:s, s:s, s:s, s:o, s:{s:I, s:I, s:I, s:I}, s:o}",
                     "program", "staith-aggregator", "version", service->options.version, "pid",
                     (json_int_t)getpid(), "started_unix_ms", (json_int_t)service->started_unix_ms,
                     "region", service->config->region_code, "name", service->config->region_name,
                     "state", service->failed ? "failed" : "running", "reason", service->reason,
                     "endpoints", endpoints(service), "wire", "messages",
                     (json_int_t)counts.messages, "dropped", (json_int_t)counts.dropped, "admitted",
                     (json_int_t)counts.admitted, "refused", (json_int_t)counts.refused, "councils",
                     councils);
}

static int accept_epoch(struct staith_ingest_service *service, const json_t *request,
                        json_t **ret_reply, struct staith_err *err)
{
    const char *authority = json_string_value(json_object_get(request, "authority"));
    uint64_t epoch = 0;
    if (authority == NULL) {
        return staith_err_set(err, STAITH_ERR_INVAL, "accept-epoch needs an authority");
    }
    if (service->failed) {
        return staith_err_set(err, STAITH_ERR_IO, "%s", service->reason);
    }
    int rc = staith_ingest_accept_epoch(service->ingest, authority, &epoch, err);
    if (rc != 0) {
        return rc; /* the store is tried again by the next message */
    }
    staith_log_write(service->options.log, STAITH_LOG_NOTICE, "new ledger accepted",
                     "authority=%s\tepoch=%llu", authority, (unsigned long long)epoch);
    *ret_reply =
        json_pack("{s:s, s:o}", "authority", authority, "epoch", staith_control_epoch(epoch));
    return *ret_reply != NULL ? 0 : STAITH_ERR_NOMEM;
}

static int on_control(void *ctx, const char *command, const json_t *request, json_t **ret_reply,
                      struct staith_err *err)
{
    struct staith_ingest_service *service = ctx;
    if (strcmp(command, "accept-epoch") == 0) {
        return accept_epoch(service, request, ret_reply, err);
    }
    if (staith_ingest_officers_know(command)) {
        const struct staith_ingest_officers officers = {
            .config = service->config,
            .ingest = service->ingest,
            .store = service->store,
            .log = service->options.log,
        };
        service->look_wanted = true;
        return service->failed
                   ? staith_err_set(err, STAITH_ERR_IO, "%s", service->reason)
                   : staith_ingest_officers_answer(&officers, command, request, ret_reply, err);
    }
    if (strcmp(command, "status") != 0) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the aggregator does not know this command");
    }
    json_t *status = staith_ingest_service_status(service);
    if (status == NULL) {
        return staith_err_set(err, STAITH_ERR_IO, "the store cannot be read");
    }
    *ret_reply = status;
    return 0;
}

/* ---- start and end ---- */

static int open_server(struct staith_ingest_service *service, struct staith_err *err)
{
    char secret[STAITH_WIRE_KEY_TEXT];
    int rc = staith_config_read_key_z85(service->config->transport_key_file, true, secret, err);
    if (rc != 0) {
        return rc;
    }
    const struct staith_wire_server_options options = {
        .endpoints = (const char *const *)service->config->endpoints,
        .endpoint_count = service->config->endpoint_count,
        .secret_key = secret,
        .authority = authority_of,
        .on_message = on_message,
        .on_drained = on_drained,
        .ctx = service,
    };
    rc = staith_wire_new(service->options.loop, &service->wire, err);
    if (rc == 0) {
        rc = staith_wire_server_open(service->wire, &options, &service->server, err);
    }
    sodium_memzero(secret, sizeof(secret));
    return rc;
}

/* A thread for every processor but the loop's own. */
static unsigned helpers(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 1 ? (unsigned)processors - 1 : 0;
}

static int open_all(struct staith_ingest_service *service, struct staith_err *err)
{
    const struct staith_config_region *config = service->config;
    if (config->signing_key_file != NULL) {
        int read = staith_config_read_key_hex(config->signing_key_file, true, service->signing_key,
                                              sizeof(service->signing_key), err);
        if (read != 0) {
            return read;
        }
    }
    int rc =
        staith_store_open(config->store, false, service->options.outside, &service->store, err);
    if (rc != 0) {
        return rc;
    }
    const struct staith_ingest_options options = {
        .store = service->store,
        .outside = service->options.outside,
        .log = service->options.log,
        .signing_key = config->signing_key_file != NULL ? service->signing_key : NULL,
        .send = send_answer,
        .verify = verify,
        .ctx = service,
    };
    rc = staith_verifier_new(helpers(), &service->verifier, err);
    if (rc != 0) {
        return rc;
    }
    rc = staith_ingest_new(&options, &service->ingest, err);
    if (rc == 0) {
        rc = staith_ingest_take_settings(service->ingest, config, err);
    }
    if (rc == 0) {
        rc = staith_timer_start(service->options.loop, RETRY_MOST_MS, 0, on_retry, service,
                                &service->retry);
    }
    if (rc == 0) {
        service->look_wanted = true;
        rc = staith_timer_start(service->options.loop, LOOK_MS, LOOK_MS, on_look, service,
                                &service->look);
    }
    if (rc == 0) {
        rc = open_server(service, err);
    }
    if (rc == 0) {
        rc = staith_control_start(service->options.loop, config->control_socket, on_control,
                                  service, &service->control, err);
    }
    return rc;
}

int staith_ingest_service_start(const struct staith_ingest_service_options *options,
                                struct staith_config_region *config,
                                struct staith_ingest_service **ret_service, struct staith_err *err)
{
    struct staith_ingest_service *service = calloc(1, sizeof(*service));
    if (service == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the service");
    }
    service->options = *options;
    service->config = config;
    service->started_unix_ms = now(service);
    service->retry_ms = RETRY_FIRST_MS;
    int rc = open_all(service, err);
    if (rc != 0) {
        service->config = NULL; /* the caller's again */
        staith_ingest_service_free(service);
        return rc;
    }
    staith_log_write(options->log, STAITH_LOG_NOTICE, "started", "endpoint=%s\tcouncils=%u",
                     staith_wire_server_endpoint(service->server, 0),
                     (unsigned)config->council_count);
    *ret_service = service;
    return 0;
}

void staith_ingest_service_free(struct staith_ingest_service *service)
{
    if (service == NULL) {
        return;
    }
    staith_timer_stop(service->retry);
    staith_timer_stop(service->look);
    staith_control_stop(service->control);
    staith_wire_server_close(service->server);
    staith_wire_free(service->wire);
    staith_ingest_free(service->ingest);
    staith_verifier_free(service->verifier);
    staith_store_close(service->store);
    staith_config_region_free(service->config);
    sodium_memzero(service->signing_key, sizeof(service->signing_key));
    free(service);
}

const char *staith_ingest_service_endpoint(const struct staith_ingest_service *service,
                                           uint32_t index)
{
    return staith_wire_server_endpoint(service->server, index);
}
