/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every check is made even when one before it failed, so that an operator mends all in one go. Only
 * a file that cannot be read as a configuration ends it at once.
 */
#include "aggregator/ingest/service.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

struct checks {
    json_t *list;
    int first_code;
};

static void add(struct checks *checks, const char *name, int rc, const struct staith_err *err)
{
    json_t *item = json_pack("{s:s, s:b}", "check", name, "ok", rc == 0);
    if (rc != 0 && item != NULL) {
        (void)json_object_set_new(item, "error",
                                  json_pack("{s:i, s:s, s:s, s:s}", "code", rc, "what", err->what,
                                            "where", err->where, "remedy", err->remedy));
    }
    (void)json_array_append_new(checks->list, item);
    if (rc != 0 && checks->first_code == 0) {
        checks->first_code = rc;
    }
}

static int fail_at(struct staith_err *err, int code, const char *what, const char *path,
                   const char *remedy)
{
    (void)staith_err_set(err, code, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return code;
}

static int check_folder(const char *path, struct staith_err *err)
{
    struct stat facts;
    if (stat(path, &facts) != 0) {
        return fail_at(err, errno == ENOENT ? STAITH_ERR_NOTFOUND : STAITH_ERR_DENIED,
                       "the folder does not exist or cannot be reached", path,
                       "make it, owned by the daemon's user, mode 0700");
    }
    if (!S_ISDIR(facts.st_mode)) {
        return fail_at(err, STAITH_ERR_CONFIG, "this is not a folder", path, "name a folder");
    }
    if (access(path, R_OK | W_OK | X_OK) != 0) {
        return fail_at(err, STAITH_ERR_DENIED, "the folder cannot be written to", path,
                       "let the daemon's user own it");
    }
    return 0;
}

static void check_folders(struct checks *checks, const struct staith_config_region *config)
{
    struct staith_err err = {0};
    char folder[PATH_BYTES];
    int rc = check_folder(config->state_folder, &err);
    add(checks, "state folder", rc, &err);
    (void)snprintf(folder, sizeof(folder), "%s", config->control_socket);
    char *slash = strrchr(folder, '/');
    if (slash != NULL && slash != folder) {
        *slash = '\0';
    }
    rc = check_folder(slash == NULL ? "." : folder, &err);
    add(checks, "control socket's folder", rc, &err);
}

static void check_store(struct checks *checks, const struct staith_config_region *config)
{
    struct staith_store *store = NULL;
    struct staith_err err = {0};
    int rc = staith_store_open(config->state_folder, true, staith_outside_machine(), &store, &err);
    staith_store_close(store);
    if (rc != STAITH_ERR_NOTFOUND) { /* that one is made at the first start */
        add(checks, "store", rc, &err);
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

static void check_wire(struct checks *checks, const struct staith_config_region *config)
{
    char secret[STAITH_WIRE_KEY_TEXT];
    struct staith_err err = {0};
    int rc = staith_config_read_key_z85(config->transport_key_file, true, secret, &err);
    add(checks, "transport key", rc, &err);
    if (rc == 0) {
        rc = try_endpoints(config, secret, &err);
        add(checks, "endpoints", rc, &err);
    }
    sodium_memzero(secret, sizeof(secret));
}

int staith_ingest_check_config(const char *path, json_t **ret_checks)
{
    struct checks checks = {.list = json_array()};
    struct staith_config_region *config = NULL;
    struct staith_err err = {0};
    int rc = staith_config_region_read(path, &config, &err);
    add(&checks, "configuration", rc, &err);
    if (rc == 0) {
        check_folders(&checks, config);
        check_store(&checks, config);
        check_wire(&checks, config);
        staith_config_region_free(config);
    }
    *ret_checks = checks.list;
    return checks.first_code;
}
