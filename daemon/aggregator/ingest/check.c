/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every check is made even when one before it failed, so that an operator mends all in one go. Only
 * a file that cannot be read as a configuration ends it at once.
 */
#include "aggregator/ingest/service.h"
#include "codec/codec.h"
#include "control/checks.h"

#include <sodium.h>

static void check_store(struct staith_control_checks *checks,
                        const struct staith_config_region *config)
{
    struct staith_store *store = NULL;
    struct staith_err err = {0};
    int rc = staith_store_open(config->store, true, staith_outside_machine(), &store, &err);
    staith_store_close(store);
    if (rc != STAITH_ERR_NOTFOUND) { /* that one is made at the first start */
        staith_control_checks_add(checks, "store", rc, &err);
    }
}

static int nobody(void *ctx, const char *public_key,
                  char ret_authority[STAITH_WIRE_AUTHORITY_BYTES])
{
    (void)ctx;
    (void)public_key;
    ret_authority[0] = '\0';
    return STAITH_ERR_DENIED;
}

static void no_message(void *ctx, const struct staith_wire_peer *peer, const char *authority,
                       const uint8_t *bytes, size_t len)
{
    (void)ctx;
    (void)peer;
    (void)authority;
    (void)bytes;
    (void)len;
}

static void no_drain(void *ctx)
{
    (void)ctx;
}

/* Bind them all as a start would, for a moment and for nobody. */
static int try_endpoints(const struct staith_config_region *config, const char *secret,
                         struct staith_err *err)
{
    struct staith_loop *loop = NULL;
    struct staith_wire *wire = NULL;
    struct staith_wire_server *server = NULL;
    const struct staith_wire_server_options options = {
        .endpoints = (const char *const *)config->endpoints,
        .endpoint_count = config->endpoint_count,
        .secret_key = secret,
        .authority = nobody,
        .on_message = no_message,
        .on_drained = no_drain,
    };
    int rc = staith_loop_new(&loop, err);
    if (rc == 0) {
        rc = staith_wire_new(loop, &wire, err);
    }
    if (rc == 0) {
        rc = staith_wire_server_open(wire, &options, &server, err);
    }
    staith_wire_server_close(server);
    staith_wire_free(wire);
    staith_loop_free(loop);
    return rc;
}

static void check_signing_key(struct staith_control_checks *checks,
                              const struct staith_config_region *config)
{
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    struct staith_err err = {0};
    if (config->signing_key_file == NULL) {
        return;
    }
    int rc =
        staith_config_read_key_hex(config->signing_key_file, true, secret, sizeof(secret), &err);
    staith_control_checks_add(checks, "signing key", rc, &err);
    sodium_memzero(secret, sizeof(secret));
}

static void check_wire(struct staith_control_checks *checks,
                       const struct staith_config_region *config)
{
    char secret[STAITH_WIRE_KEY_TEXT];
    struct staith_err err = {0};
    int rc = staith_config_read_key_z85(config->transport_key_file, true, secret, &err);
    staith_control_checks_add(checks, "transport key", rc, &err);
    if (rc == 0) {
        rc = try_endpoints(config, secret, &err);
        staith_control_checks_add(checks, "endpoints", rc, &err);
    }
    sodium_memzero(secret, sizeof(secret));
}

int staith_ingest_check_config(const char *path, json_t **ret_checks)
{
    struct staith_control_checks checks;
    staith_control_checks_init(&checks);
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    int rc = staith_config_region_read(path, &config, &err);
    staith_control_checks_add(&checks, "configuration", rc, &err);
    if (rc == 0) {
        staith_control_checks_folders(&checks, config->state_folder, config->control_socket);
        check_store(&checks, config);
        check_signing_key(&checks, config);
        check_wire(&checks, config);
        staith_config_region_free(config);
    }
    *ret_checks = checks.list;
    return checks.first_code;
}
