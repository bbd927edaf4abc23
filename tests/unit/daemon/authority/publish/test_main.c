/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staithd-publish itself, as the gate starts it, against a region on a real socket.
 */
#include "base/z85.h"
#include "codec/message.h"
#include "ledger_fixture.h"
#include "loop/child.h"
#include "wire/wire.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { PATH_BYTES = 192 };

struct key {
    char public_key[STAITH_Z85_TEXT_BYTES];
    char secret_key[STAITH_Z85_TEXT_BYTES];
};

struct scene {
    struct ledger_fixture fixture;
    struct staith_ledger *ledger;
    struct key region;
    struct key council;
    char endpoint[128];
    char config[PATH_BYTES];
    struct staith_loop *loop;
    struct staith_wire *wire;
    struct staith_wire_server *server;
    struct staith_child *child;
    struct staith_child_end end;
    struct staith_timer *tick;
    const int *want;
    int target;
    int ticks_left;
    int ended;
    int committed; /* the region's cursor */
    int hellos;
    int resent;
    int reports;
    bool deaf; /* takes records and answers nothing */
    char report[1024];
};

static void make_key(struct key *key)
{
    uint8_t public_key[crypto_box_PUBLICKEYBYTES];
    uint8_t secret_key[crypto_box_SECRETKEYBYTES];
    assert_int_equal(crypto_box_keypair(public_key, secret_key), 0);
    staith_z85_encode(public_key, key->public_key);
    staith_z85_encode(secret_key, key->secret_key);
}

static int authority(void *ctx, const char *public_key, char ret[STAITH_WIRE_AUTHORITY_BYTES])
{
    const struct scene *scene = ctx;
    (void)snprintf(ret, STAITH_WIRE_AUTHORITY_BYTES, "840");
    return strcmp(public_key, scene->council.public_key) == 0 ? 0 : STAITH_ERR_DENIED;
}

static void answer(struct scene *scene, const struct staith_wire_peer *peer,
                   const struct staith_message *message)
{
    struct staith_buf bytes;
    staith_buf_init(&bytes, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_message_pack(message, &bytes), 0);
    assert_int_equal(staith_wire_server_send(scene->server, peer, bytes.data, bytes.len), 0);
    staith_buf_deinit(&bytes);
}

static void on_record(struct scene *scene, const struct staith_record *record)
{
    assert_int_equal(staith_record_verify(record, scene->fixture.public_key), 0);
    if (record->number == (uint64_t)scene->committed + 1) {
        scene->committed++;
    } else if (record->number <= (uint64_t)scene->committed) {
        scene->resent++;
    }
}

static void on_message(void *ctx, const struct staith_wire_peer *peer, const char *from,
                       const uint8_t *bytes, size_t len)
{
    struct scene *scene = ctx;
    struct staith_arena arena;
    struct staith_message message;
    struct staith_message reply = {0};
    assert_string_equal(from, "840");
    staith_arena_init(&arena, 1024 * 1024);
    assert_int_equal(staith_message_unpack(bytes, len, &arena, &message, NULL), 0);
    if (message.kind == STAITH_MESSAGE_HELLO) {
        scene->hellos++;
        reply.kind = STAITH_MESSAGE_WELCOME;
        reply.as.welcome.protocol = STAITH_PROTOCOL_VERSION;
        reply.as.welcome.epoch = message.as.hello.epoch;
        reply.as.welcome.committed = (uint64_t)scene->committed;
        reply.as.welcome.credit_messages = 64;
        reply.as.welcome.credit_bytes = 1024 * 1024;
        reply.as.welcome.nonce = message.as.hello.nonce;
        if (scene->committed > 0) {
            assert_int_equal(staith_ledger_hash(scene->ledger, (uint64_t)scene->committed,
                                                reply.as.welcome.committed_hash),
                             0);
        }
        answer(scene, peer, &reply);
    } else if (message.kind == STAITH_MESSAGE_RECORD) {
        on_record(scene, &message.as.record);
        reply.kind = STAITH_MESSAGE_RECEIPT;
        reply.as.receipt.epoch = message.as.record.epoch;
        reply.as.receipt.committed = (uint64_t)scene->committed;
        reply.as.receipt.at_unix_ms = 1;
        if (!scene->deaf) {
            answer(scene, peer, &reply);
        }
    }
    staith_arena_deinit(&arena);
}

static void on_drained(void *ctx)
{
    (void)ctx;
}

static void on_report(void *ctx, const uint8_t *bytes, size_t len)
{
    struct scene *scene = ctx;
    assert_true(len < sizeof(scene->report));
    memcpy(scene->report, bytes, len);
    scene->report[len] = '\0';
    scene->reports++;
}

static void on_end(void *ctx, const struct staith_child_end *end)
{
    struct scene *scene = ctx;
    scene->end = *end;
    scene->ended++;
    scene->child = NULL;
}

static void on_tick(void *ctx)
{
    struct scene *scene = ctx;
    if (--scene->ticks_left <= 0 || *scene->want >= scene->target) {
        staith_loop_stop(scene->loop);
    }
}

static void pump(struct scene *scene, const int *want, int target, int ms)
{
    scene->want = want;
    scene->target = target;
    scene->ticks_left = ms / 5;
    assert_int_equal(staith_timer_start(scene->loop, 5, 5, on_tick, scene, &scene->tick), 0);
    assert_int_equal(staith_loop_run(scene->loop), 0);
    staith_timer_stop(scene->tick);
}

/* Until the newest report says `line`. */
static void pump_report(struct scene *scene, const char *line)
{
    for (int i = 0; i < 100 && strstr(scene->report, line) == NULL; i++) {
        pump(scene, &scene->reports, scene->reports + 1, 100);
    }
    if (strstr(scene->report, line) == NULL) {
        fail_msg("no %s in %s", line, scene->report);
    }
}

static void open_region(struct scene *scene, const char *endpoint)
{
    const struct staith_wire_server_options options = {
        .endpoints = &endpoint,
        .endpoint_count = 1,
        .secret_key = scene->region.secret_key,
        .authority = authority,
        .on_message = on_message,
        .on_drained = on_drained,
        .ctx = scene,
    };
    assert_int_equal(staith_wire_server_open(scene->wire, &options, &scene->server, NULL), 0);
}

static void write_file(const struct scene *scene, const char *name, const char *text)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof(path), "%s/%s", scene->fixture.folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

static void write_config(struct scene *scene)
{
    char text[2048];
    (void)snprintf(text, sizeof(text),
                   "authority: {code: \"840\", name: County Durham}\nstate: %s\n"
                   "keys: {signing: signing.key, transport: transport.key}\n"
                   "region:\n  public-key: \"%s\"\n"
                   "  endpoints: [\"tcp://127.0.0.1:1\", \"%s\"]\n"
                   "datasets:\n  - {name: csww, plugin: workforce, source: /nonexistent}\n",
                   scene->fixture.folder, scene->region.public_key, scene->endpoint);
    write_file(scene, "staithd.yaml", text);
    write_file(scene, "transport.key", scene->council.secret_key);
    (void)snprintf(scene->config, sizeof(scene->config), "%s/staithd.yaml", scene->fixture.folder);
}

static void start_child(struct scene *scene)
{
    char program[512];
    const char *build = getenv("STAITH_BUILD");
    assert_non_null(build);
    (void)snprintf(program, sizeof(program), "%s/bin/staithd-publish", build);
    const char *const argv[] = {program, "--config", scene->config, NULL};
    const struct staith_child_options options = {
        .argv = argv,
        .deadline_ms = 30000,
        .frame_max_bytes = 4096,
        .on_frame = on_report,
        .on_end = on_end,
        .ctx = scene,
    };
    scene->ended = 0;
    scene->report[0] = '\0';
    assert_int_equal(staith_child_start(scene->loop, &options, &scene->child, NULL), 0);
}

static void append(struct scene *scene, int releases)
{
    for (int i = 0; i < releases; i++) {
        uint64_t number = 0;
        assert_int_equal(ledger_fixture_append(&scene->fixture, scene->ledger, 2025, i + 1,
                                               (uint8_t)(i + 1), &number, NULL),
                         0);
    }
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    assert_non_null(scene);
    assert_int_equal(ledger_fixture_init(&scene->fixture), 0);
    assert_int_equal(staith_ledger_open(scene->fixture.folder, "840", scene->fixture.secret,
                                        staith_outside_machine(), &scene->ledger, NULL),
                     0);
    make_key(&scene->region);
    make_key(&scene->council);
    assert_int_equal(staith_loop_new(&scene->loop, NULL), 0);
    assert_int_equal(staith_wire_new(scene->loop, &scene->wire, NULL), 0);
    open_region(scene, "tcp://127.0.0.1:*");
    (void)snprintf(scene->endpoint, sizeof(scene->endpoint), "%s",
                   staith_wire_server_endpoint(scene->server, 0));
    write_config(scene);
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    char path[PATH_BYTES];
    staith_wire_server_close(scene->server);
    staith_loop_free(scene->loop);
    staith_wire_free(scene->wire);
    staith_ledger_close(scene->ledger);
    (void)unlink(scene->config);
    (void)snprintf(path, sizeof(path), "%s/transport.key", scene->fixture.folder);
    (void)unlink(path);
    ledger_fixture_deinit(&scene->fixture);
    free(scene);
    return 0;
}

static void end_well(struct scene *scene)
{
    staith_child_finish(scene->child);
    pump(scene, &scene->ended, 1, 10000);
    assert_int_equal(scene->ended, 1);
    assert_true(scene->end.exited);
    assert_int_equal(scene->end.exit_status, 0);
}

static void test_second_endpoint_poke_and_restart_of_the_region(void **state)
{
    struct scene *scene = *state;
    append(scene, 3); /* records 1 to 4 */
    start_child(scene);
    pump(scene, &scene->committed, 4, 10000);
    assert_int_equal(scene->committed, 4);
    pump_report(scene, "received=4\n");
    assert_non_null(strstr(scene->report, "state=connected\n"));
    assert_non_null(strstr(scene->report, scene->endpoint));
    append(scene, 1);
    assert_int_equal(staith_child_send(scene->child, "poke", 4), 0);
    pump_report(scene, "received=5\n");

    staith_wire_server_close(scene->server);
    scene->server = NULL;
    append(scene, 1);
    assert_int_equal(staith_child_send(scene->child, "poke", 4), 0);
    pump(scene, &scene->ended, 1, 100);
    open_region(scene, scene->endpoint);
    pump_report(scene, "received=6\n");
    assert_int_equal(scene->committed, 6);
    end_well(scene);
}

static void test_killed_publisher_goes_on_where_it_was(void **state)
{
    struct scene *scene = *state;
    append(scene, 3);
    scene->deaf = true; /* stores, and the receipts are lost */
    start_child(scene);
    pump(scene, &scene->committed, 4, 10000);
    staith_child_kill(scene->child, SIGKILL);
    pump(scene, &scene->ended, 1, 5000);
    assert_int_equal(scene->end.signal, SIGKILL);
    scene->deaf = false;
    int resent = scene->resent;
    append(scene, 1);
    start_child(scene);
    pump_report(scene, "received=5\n");
    assert_int_equal(scene->committed, 5);
    assert_int_equal(scene->resent, resent); /* the welcome said how far it was */
    staith_child_kill(scene->child, SIGTERM);
    pump(scene, &scene->ended, 1, 1000);
    assert_true(scene->end.exited);
    assert_int_equal(scene->end.exit_status, 0);
}

static void test_wrong_key_file_ends_with_a_status(void **state)
{
    struct scene *scene = *state;
    write_file(scene, "transport.key", "not a key");
    start_child(scene);
    pump(scene, &scene->ended, 1, 5000);
    assert_true(scene->end.exited);
    assert_true(scene->end.exit_status != 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_second_endpoint_poke_and_restart_of_the_region),
        CASE(test_killed_publisher_goes_on_where_it_was),
        CASE(test_wrong_key_file_ends_with_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
