/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staithd-publish: ties the publisher to loop, wire and the gate's pipe.
 */
#include "authority/publish/confine.h"
#include "authority/publish/publisher.h"
#include "authority/publish/report.h"
#include "base/hex.h"
#include "base/log.h"
#include "codec/codec.h"
#include "config/schema.h"
#include "loop/child.h"
#include "wire/wire.h"

#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "staithd-publish"

enum { POKE_MAX_BYTES = 256 };

struct app {
    struct staith_config_council *config;
    struct staith_log *log;
    struct staith_loop *loop;
    struct staith_wire *wire;
    struct staith_wire_client *client;
    struct staith_publisher *publisher;
    struct staith_timer *timer;
    enum staith_publisher_phase phase; /* phase and trouble: last logged */
    bool trouble;
    char sandbox[STAITH_PUBLISHER_CONFINE_BYTES];
};

/* A first attempt under way is no news; that the region is reached is, and what is wrong. */
static void log_change(struct app *app, const struct staith_publisher_state *state)
{
    const char *endpoint = staith_wire_client_endpoint(app->client);
    bool well = state->phase == STAITH_PUBLISHER_CONNECTED;
    bool trouble = state->error[0] != '\0';
    if (state->phase == app->phase && trouble == app->trouble) {
        return;
    }
    if (trouble) {
        staith_log_write(app->log, STAITH_LOG_WARNING,
                         well ? "publisher in trouble" : "region not reached",
                         "endpoint=%s\twhy=%s", endpoint, state->error);
    } else if (well) {
        staith_log_write(app->log, STAITH_LOG_INFO, "region reached", "endpoint=%s", endpoint);
    }
    app->phase = state->phase;
    app->trouble = trouble;
}

static int send_to_region(void *ctx, const void *bytes, size_t len)
{
    struct app *app = ctx;
    return staith_wire_client_send(app->client, bytes, len);
}

static void next_endpoint(void *ctx)
{
    struct app *app = ctx;
    struct staith_err err = {0};
    if (staith_wire_client_next(app->client, &err) != 0) {
        staith_log_err(app->log, STAITH_LOG_WARNING, "connection not made", &err);
    }
}

static void wake_in(void *ctx, uint64_t ms)
{
    struct app *app = ctx;
    staith_timer_again(app->timer, ms, 0);
}

/* A gate that does not read must not hold up the publisher: the next report says it all again. */
static void report(void *ctx, const struct staith_publisher_state *state)
{
    struct app *app = ctx;
    char text[STAITH_PUBLISHER_REPORT_BYTES];
    struct pollfd gate = {.fd = STDOUT_FILENO, .events = POLLOUT};
    size_t len = staith_publisher_report(state, staith_wire_client_endpoint(app->client),
                                         app->sandbox, text);
    if (poll(&gate, 1, 0) == 1 && (gate.revents & POLLOUT) != 0) {
        (void)staith_frame_write(STDOUT_FILENO, text, len);
    }
    log_change(app, state);
}

static void on_message(void *ctx, const uint8_t *bytes, size_t len)
{
    struct app *app = ctx;
    staith_publisher_on_message(app->publisher, bytes, len);
}

static void on_time(void *ctx)
{
    struct app *app = ctx;
    staith_publisher_on_time(app->publisher);
}

static void on_poke(void *ctx, const uint8_t *bytes, size_t len)
{
    struct app *app = ctx;
    (void)bytes;
    (void)len;
    staith_publisher_poke(app->publisher);
}

static void on_stop(void *ctx)
{
    struct app *app = ctx;
    staith_loop_stop(app->loop);
}

static int open_wire(struct app *app, struct staith_err *err)
{
    char secret[STAITH_WIRE_KEY_TEXT];
    int rc = staith_config_read_key_z85(app->config->transport_key_file, true, secret, err);
    if (rc == 0) {
        /* From here no file but those of the state folder; threads that follow inherit it. */
        rc = staith_publisher_confine(app->config->state_folder, app->sandbox, err);
    }
    if (rc == 0) {
        rc = staith_wire_new(app->loop, &app->wire, err);
    }
    if (rc == 0) {
        struct staith_wire_client_options options = {
            .endpoints = (const char *const *)app->config->endpoints,
            .endpoint_count = app->config->endpoint_count,
            .secret_key = secret,
            .server_key = app->config->region_public_key,
            .on_message = on_message,
            .ctx = app,
        };
        rc = staith_wire_client_open(app->wire, &options, &app->client, err);
    }
    sodium_memzero(secret, sizeof(secret));
    return rc;
}

static int set_up(struct app *app, const char *path, struct staith_err *err)
{
    enum staith_log_level level = STAITH_LOG_INFO;
    int rc = staith_config_council_read(path, &app->config, err);
    if (rc != 0) {
        return rc;
    }
    (void)staith_log_level_parse(app->config->log_level, &level);
    app->log = staith_log_new(PROGRAM, STDERR_FILENO, level);
    if (app->log == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the log");
    }
    rc = staith_loop_new(&app->loop, err);
    if (rc != 0) {
        return rc;
    }
    if (staith_loop_on_signals(app->loop, on_stop, NULL, app) != 0 ||
        staith_timer_start(app->loop, 0, 0, on_time, app, &app->timer) != 0) {
        return staith_err_set(err, STAITH_ERR_IO, "signals and timers do not start");
    }
    rc = open_wire(app, err);
    if (rc != 0) {
        return rc;
    }
    uint8_t region_key[STAITH_PUBLIC_KEY_BYTES];
    const char *key = app->config->region_signing_key; /* checked with the configuration */
    bool words = key != NULL && staith_hex_decode(key, region_key, sizeof(region_key)) == 0;
    uint8_t next_key[STAITH_PUBLIC_KEY_BYTES];
    const char *next = app->config->region_next_signing_key;
    bool has_next = next != NULL && staith_hex_decode(next, next_key, sizeof(next_key)) == 0;
    const struct staith_publisher_options options = {
        .folder = app->config->state_folder,
        .outside = staith_outside_machine(),
        .authority = app->config->authority_code,
        .region_key = words ? region_key : NULL,
        .region_next_key = has_next ? next_key : NULL,
        .ctx = app,
        .send = send_to_region,
        .next_endpoint = next_endpoint,
        .wake_in = wake_in,
        .report = report,
    };
    rc = staith_publisher_new(&options, &app->publisher, err);
    if (rc != 0) {
        return rc;
    }
    if (staith_parent_listen(app->loop, POKE_MAX_BYTES, on_poke, on_stop, app) != 0) {
        rc = staith_err_set(err, STAITH_ERR_IO, "the pipe to staithd is not there");
        staith_err_remedy(err, "staithd starts this program; start staithd");
    }
    return rc;
}

static void tear_down(struct app *app)
{
    staith_publisher_free(app->publisher);
    staith_wire_client_close(app->client);
    staith_loop_free(app->loop);
    staith_wire_free(app->wire);
    staith_log_free(app->log);
    staith_config_council_free(app->config);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        return puts(PROGRAM " " STAITH_VERSION) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
    }
    if (argc != 3 || strcmp(argv[1], "--config") != 0) {
        (void)fputs("usage: " PROGRAM " --config FILE\n"
                    "Started by staithd; brings its ledger to the region.\n",
                    argc == 2 && strcmp(argv[1], "--help") == 0 ? stdout : stderr);
        return argc == 2 && strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : 64;
    }
    struct app app = {0};
    struct staith_err err = {0};
    int rc = set_up(&app, argv[2], &err);
    if (rc == 0) {
        staith_publisher_start(app.publisher);
        rc = staith_loop_run(app.loop);
    } else {
        staith_err_print(PROGRAM, &err);
    }
    tear_down(&app);
    return staith_err_status(rc);
}
