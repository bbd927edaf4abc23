/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The service over real sockets: councils with keys on one side, the whole aggregator on the other.
 */
#include "aggregator/ingest/service.h"
#include "base/hex.h"
#include "base/z85.h"
#include "exchange_fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_BYTES = 128 };

struct key {
    char public_key[STAITH_Z85_TEXT_BYTES];
    char secret_key[STAITH_Z85_TEXT_BYTES];
};

struct scene {
    char folder[64];
    char config[PATH_BYTES];
    struct key region;
    struct key transport[2];
    struct exchange_council councils[2];
    FILE *nowhere;
    struct staith_log *log;
    struct staith_loop *loop;
    struct staith_ingest_service *service;
    struct staith_wire *wire;
    struct staith_wire_client *client;
    struct staith_timer *tick;
    const int *want;
    int target;
    int ticks_left;
    int heard;
    struct staith_message last;
};

static void make_key(struct key *key)
{
    uint8_t public_key[crypto_box_PUBLICKEYBYTES];
    uint8_t secret_key[crypto_box_SECRETKEYBYTES];
    assert_int_equal(crypto_box_keypair(public_key, secret_key), 0);
    staith_z85_encode(public_key, key->public_key);
    staith_z85_encode(secret_key, key->secret_key);
}

static void write_file(const struct scene *scene, const char *name, const char *text)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof(path), "%s/%s", scene->folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0600), 0);
}

/* The configuration with the first `councils` councils. */
static void write_config(const struct scene *scene, int councils)
{
    static const char *const NAMES[] = {"840", "390"};
    static const char *const ONS[] = {"E06000047", "E08000037"};
    char text[4096];
    int len = snprintf(text, sizeof(text),
                       "region: {code: E12000001, name: North East}\nstate: %s\n"
                       "keys: {transport: transport.key}\nlisten: [\"tcp://127.0.0.1:*\"]\n"
                       "councils:\n",
                       scene->folder);
    for (int i = 0; i < councils; i++) {
        char signing[65];
        assert_int_equal(staith_hex_encode(scene->councils[i].public_key, 32, signing, 65), 0);
        len += snprintf(text + len, sizeof(text) - (size_t)len,
                        "  - {code: \"%s\", name: C%d, short: C%d, slug: c%d, ons: %s,\n"
                        "     transport-key: \"%s\", signing-key: \"%s\"}\n",
                        NAMES[i], i, i, i, ONS[i], scene->transport[i].public_key, signing);
    }
    write_file(scene, "region.yaml", text);
}

static void start_service(struct scene *scene)
{
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    const struct staith_ingest_service_options options = {
        .loop = scene->loop,
        .log = scene->log,
        .outside = staith_outside_machine(),
        .config_path = scene->config,
        .version = "9.9.9",
    };
    if (staith_config_region_read(scene->config, &config, &err) != 0 ||
        staith_ingest_service_start(&options, config, &scene->service, &err) != 0) {
        fail_msg("%s %s", err.where, err.what);
    }
}

static void on_message(void *ctx, const uint8_t *bytes, size_t len)
{
    struct scene *scene = ctx;
    struct staith_arena arena;
    staith_arena_init(&arena, 65536);
    assert_int_equal(staith_message_unpack(bytes, len, &arena, &scene->last, NULL), 0);
    staith_arena_deinit(&arena);
    scene->heard++;
}

static void connect_as(struct scene *scene, int council)
{
    const char *endpoint = staith_ingest_service_endpoint(scene->service, 0);
    const struct staith_wire_client_options options = {
        .endpoints = &endpoint,
        .endpoint_count = 1,
        .secret_key = scene->transport[council].secret_key,
        .server_key = scene->region.public_key,
        .on_message = on_message,
        .ctx = scene,
    };
    staith_wire_client_close(scene->client);
    scene->client = NULL;
    assert_int_equal(staith_wire_client_open(scene->wire, &options, &scene->client, NULL), 0);
}

static void on_tick(void *ctx)
{
    struct scene *scene = ctx;
    if (--scene->ticks_left <= 0 || (scene->want != NULL && *scene->want >= scene->target)) {
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

static void say(struct scene *scene, struct staith_buf *bytes)
{
    assert_int_equal(staith_wire_client_send(scene->client, bytes->data, bytes->len), 0);
    staith_buf_deinit(bytes);
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    assert_non_null(scene);
    (void)snprintf(scene->folder, sizeof(scene->folder), "/tmp/staith-service-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    (void)snprintf(scene->config, sizeof(scene->config), "%s/region.yaml", scene->folder);
    exchange_council_init(&scene->councils[0], "840", 11);
    exchange_council_init(&scene->councils[1], "390", 22);
    make_key(&scene->region);
    make_key(&scene->transport[0]);
    make_key(&scene->transport[1]);
    write_file(scene, "transport.key", scene->region.secret_key);
    write_config(scene, 2);
    scene->nowhere = fopen("/dev/null", "w");
    assert_non_null(scene->nowhere);
    scene->log = staith_log_new("test", fileno(scene->nowhere), STAITH_LOG_DEBUG);
    assert_non_null(scene->log);
    assert_int_equal(staith_loop_new(&scene->loop, NULL), 0);
    assert_int_equal(staith_wire_new(scene->loop, &scene->wire, NULL), 0);
    start_service(scene);
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    static const char *const FILES[] = {"store.db", "store.db-wal", "store.db-shm", "region.yaml",
                                        "transport.key"};
    struct scene *scene = *state;
    char path[PATH_BYTES];
    staith_ingest_service_free(scene->service);
    staith_ingest_service_free(NULL);
    staith_wire_client_close(scene->client);
    staith_wire_free(scene->wire);
    staith_loop_free(scene->loop);
    staith_log_free(scene->log);
    (void)fclose(scene->nowhere);
    for (size_t i = 0; i < sizeof(FILES) / sizeof(FILES[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", scene->folder, FILES[i]);
        (void)unlink(path);
    }
    assert_int_equal(rmdir(scene->folder), 0);
    free(scene);
    return 0;
}

static json_int_t number_of(const json_t *status, size_t council, const char *name)
{
    return json_integer_value(
        json_object_get(json_array_get(json_object_get(status, "councils"), council), name));
}

static void test_from_hello_to_status(void **state)
{
    struct scene *scene = *state;
    struct staith_buf bytes;
    connect_as(scene, 0);
    exchange_pack_hello(11, 2, 5, &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 1, 5000);
    assert_int_equal(scene->last.kind, STAITH_MESSAGE_WELCOME);
    exchange_say_catalogue(&scene->councils[0], &bytes);
    say(scene, &bytes);
    exchange_say_release(&scene->councils[0], exchange_release("840", 2025, 7), &bytes);
    say(scene, &bytes);
    /* one receipt or two, as the records come together or not */
    do {
        pump(scene, &scene->heard, scene->heard + 1, 2000);
        assert_int_equal(scene->last.kind, STAITH_MESSAGE_RECEIPT);
    } while (scene->last.as.receipt.committed == 1 && scene->heard < 3);
    assert_int_equal(scene->last.as.receipt.committed, 2);
    json_t *status = staith_ingest_service_status(scene->service);
    assert_non_null(status);
    assert_string_equal(json_string_value(json_object_get(status, "version")), "9.9.9");
    assert_string_equal(json_string_value(json_object_get(status, "region")), "E12000001");
    assert_string_equal(json_string_value(json_array_get(json_object_get(status, "endpoints"), 0)),
                        staith_ingest_service_endpoint(scene->service, 0));
    assert_int_equal(number_of(status, 0, "records"), 2);
    assert_int_equal(number_of(status, 0, "releases"), 1);
    assert_int_equal(number_of(status, 1, "records"), 0);
    assert_string_equal(json_string_value(json_object_get(status, "state")), "running");
    json_decref(status);
}

/* The disk is full: nothing is acknowledged, status says so, and with space it goes on by itself.
 */
static void test_full_disk_heals_by_itself(void **state)
{
    struct scene *scene = *state;
    struct staith_buf bytes;
    struct rlimit before;
    connect_as(scene, 0);
    exchange_say_catalogue(&scene->councils[0], &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 1, 5000);
    assert_int_equal(scene->last.as.receipt.committed, 1);
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit none = {.rlim_cur = 4096, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    struct exchange_council again = scene->councils[0];
    exchange_say_release(&scene->councils[0], exchange_release("840", 2025, 7), &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 2, 300);
    assert_int_equal(scene->heard, 1);
    json_t *status = staith_ingest_service_status(scene->service);
    assert_string_equal(json_string_value(json_object_get(status, "state")), "failed");
    assert_true(json_string_length(json_object_get(status, "reason")) > 0);
    assert_int_equal(number_of(status, 0, "records"), 1);
    json_decref(status);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    pump(scene, &scene->heard, 2, 1500);
    exchange_say_release(&again, exchange_release("840", 2025, 7), &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 2, 5000);
    assert_int_equal(scene->last.kind, STAITH_MESSAGE_RECEIPT);
    assert_int_equal(scene->last.as.receipt.committed, 2);
    status = staith_ingest_service_status(scene->service);
    assert_string_equal(json_string_value(json_object_get(status, "state")), "running");
    assert_string_equal(json_string_value(json_object_get(status, "reason")), "");
    json_decref(status);
}

/* The service dies after its commit and before its receipt; the resent records change nothing. */
static void test_restart_between_commit_and_receipt(void **state)
{
    struct scene *scene = *state;
    struct staith_buf bytes;
    struct exchange_council before = scene->councils[0];
    connect_as(scene, 0);
    exchange_say_catalogue(&scene->councils[0], &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 1, 5000);
    assert_int_equal(scene->last.as.receipt.committed, 1);
    uint8_t hash[STAITH_HASH_BYTES];
    memcpy(hash, scene->councils[0].last_hash, sizeof(hash));
    staith_ingest_service_free(scene->service);
    start_service(scene);
    connect_as(scene, 0);
    scene->councils[0] = before;
    scene->heard = 0;
    exchange_pack_hello(11, 1, 6, &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 1, 5000);
    assert_int_equal(scene->last.as.welcome.committed, 1);
    assert_memory_equal(scene->last.as.welcome.committed_hash, hash, sizeof(hash));
    exchange_say_catalogue(&scene->councils[0], &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 2, 5000);
    assert_int_equal(scene->last.kind, STAITH_MESSAGE_RECEIPT);
    assert_int_equal(scene->last.as.receipt.committed, 1);
    json_t *status = staith_ingest_service_status(scene->service);
    assert_int_equal(number_of(status, 0, "records"), 1);
    assert_int_equal(number_of(status, 0, "quarantined"), 0);
    json_decref(status);
}

static void test_reload_takes_councils_on_and_off(void **state)
{
    struct scene *scene = *state;
    struct staith_buf bytes;
    write_config(scene, 1);
    staith_ingest_service_reload(scene->service);
    connect_as(scene, 1);
    exchange_pack_hello(22, 0, 5, &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 1, 300);
    assert_int_equal(scene->heard, 0);
    write_config(scene, 2);
    staith_ingest_service_reload(scene->service);
    pump(scene, &scene->heard, 1, 10000); /* comes in by itself */
    assert_int_equal(scene->heard, 1);
    write_config(scene, 1);
    staith_ingest_service_reload(scene->service);
    exchange_pack_hello(22, 0, 6, &bytes);
    say(scene, &bytes);
    pump(scene, &scene->heard, 2, 300);
    assert_int_equal(scene->heard, 1); /* silent on the connection that it has */
    write_file(scene, "region.yaml", "region: nonsense\n");
    staith_ingest_service_reload(scene->service);
    json_t *status = staith_ingest_service_status(scene->service);
    assert_int_equal(json_array_size(json_object_get(status, "councils")), 1);
    json_decref(status);
}

/* A signing key that was registered wrongly: refused, put right, and nothing was lost. */
static void test_reload_takes_new_signing_keys(void **state)
{
    struct scene *scene = *state;
    struct staith_buf bytes;
    struct staith_buf again;
    exchange_council_init(&scene->councils[0], "840", 11); /* the region knows the key before */
    connect_as(scene, 0);
    exchange_say_catalogue(&scene->councils[0], &bytes);
    staith_buf_init(&again, STAITH_MESSAGE_MAX_BYTES);
    assert_int_equal(staith_buf_append(&again, bytes.data, bytes.len), 0);
    say(scene, &bytes);
    pump(scene, &scene->heard, 1, 5000);
    assert_int_equal(scene->last.kind, STAITH_MESSAGE_REFUSAL);
    assert_int_equal(scene->last.as.refusal.reason, STAITH_REFUSAL_SIGNATURE);
    write_config(scene, 2);
    staith_ingest_service_reload(scene->service);
    say(scene, &again);
    pump(scene, &scene->heard, 2, 5000);
    assert_int_equal(scene->last.kind, STAITH_MESSAGE_RECEIPT);
    assert_int_equal(scene->last.as.receipt.committed, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_from_hello_to_status),
        CASE(test_full_disk_heals_by_itself),
        CASE(test_restart_between_commit_and_receipt),
        CASE(test_reload_takes_councils_on_and_off),
        CASE(test_reload_takes_new_signing_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
