/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/service.h"

#include "aggregator/store/store.h"
#include "aggregator/web/internal.h"
#include "control/checks.h"
#include "http/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PEM_BYTES = 1 << 20,
    ADDRESS_BYTES = STAITH_HTTP_SOCKET_BYTES,
    IDLE_SECONDS = 15,
    REQUEST_SECONDS = 60,
    MAX_FORM_BYTES = 8192,
    HOUR_MS = 60 * 60 * 1000,
    RETIRED = 4, /**< settings whose threads are not over yet */
    SWEEP_MS = 1000
};

/** What is made of one reading of the configuration. */
struct setting {
    struct staith_config_region *config;
    struct staith_web *web;
};

struct staith_web_service {
    struct staith_web_service_options options;
    struct setting setting;
    struct setting retired[RETIRED]; /**< their threads still read; web is NULL: a free place */
    struct staith_timer *sweep;      /**< while there are any */
    struct staith_access *access;
    struct staith_http_server *server;
    struct staith_timer *hourly;
    struct staith_web_queue *queue;
    struct staith_http_room *room;
    const char *confined; /**< what the process has given up, or NULL */
};

/* ---- what a start needs ---- */

/* A file as text, the caller's. */
static int read_pem(const char *path, bool secret, char **ret_text, struct staith_err *err)
{
    struct stat about = {0};
    int code = 0;
    FILE *file = fopen(path, "re");
    if (file == NULL || fstat(fileno(file), &about) != 0) {
        code = staith_err_set(err, STAITH_ERR_NOTFOUND, "the file cannot be read");
    } else if (secret && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        code = staith_err_set(err, STAITH_ERR_DENIED, "the key can be read by others");
        staith_err_remedy(err, "chmod 600 it");
    } else if (about.st_size <= 0 || about.st_size > PEM_BYTES) {
        code = staith_err_set(err, STAITH_ERR_CONFIG, "the file is no certificate or key");
    }
    char *text = code == 0 ? calloc(1, (size_t)about.st_size + 1) : NULL;
    if (code == 0 && text == NULL) {
        code = staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a certificate");
    }
    if (code == 0 && fread(text, 1, (size_t)about.st_size, file) != (size_t)about.st_size) {
        code = staith_err_set(err, STAITH_ERR_IO, "the file cannot be read");
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    if (code != 0) {
        staith_err_at(err, path, 0, 0);
        free(text);
        return code;
    }
    *ret_text = text;
    return 0;
}

static bool is_socket(const char *listen)
{
    return strncmp(listen, "unix:", 5) == 0;
}

/* "tcp://127.0.0.1:7480", which the configuration has checked, taken apart; brackets of IPv6 go. */
static int split_listen(const char *listen, char out[ADDRESS_BYTES], uint16_t *ret_port,
                        struct staith_err *err)
{
    *ret_port = 0;
    if (is_socket(listen)) {
        (void)snprintf(out, ADDRESS_BYTES, "%s", listen + 5);
        return 0;
    }
    const char *address = strncmp(listen, "tcp://", 6) == 0 ? listen + 6 : listen;
    const char *colon = strrchr(address, ':');
    size_t len = colon != NULL ? (size_t)(colon - address) : 0;
    bool brackets = len > 2 && address[0] == '[' && address[len - 1] == ']';
    if (len == 0 || len >= ADDRESS_BYTES) {
        return staith_err_set(err, STAITH_ERR_CONFIG, "http: %.80s cannot be listened at", listen);
    }
    memcpy(out, address + (brackets ? 1 : 0), len - (brackets ? 2 : 0));
    out[len - (brackets ? 2 : 0)] = '\0';
    *ret_port = strcmp(colon + 1, "*") == 0 ? 0 : (uint16_t)strtoul(colon + 1, NULL, 10);
    return 0;
}

static void handle(void *ctx, const struct staith_http_request *request,
                   struct staith_http_answer *answer)
{
    struct staith_web_service *service = ctx;
    staith_web_answer(service->setting.web, request, answer);
}

static int listen_at(struct staith_web_service *service, struct staith_err *err)
{
    const struct staith_config_http *http = &service->setting.config->http;
    char address[ADDRESS_BYTES];
    char *certificate = NULL;
    char *key = NULL;
    struct staith_http_options options = {
        .loop = service->options.loop,
        .address = address,
        .max_connections = (unsigned)http->max_connections,
        /* behind a proxy all come from one address */
        .max_per_address = http->proxy_count > 0 || is_socket(http->listen)
                               ? 0
                               : (unsigned)http->max_connections / 2,
        .idle_seconds = IDLE_SECONDS,
        .request_seconds = REQUEST_SECONDS,
        .max_body_bytes = MAX_FORM_BYTES,
        .handler = handle,
        .ctx = service,
    };
    int code = split_listen(http->listen, address, &options.port, err);
    if (code == 0 && http->certificate != NULL) {
        code = read_pem(http->certificate, false, &certificate, err);
        code = code != 0 ? code : read_pem(http->key, true, &key, err);
    }
    if (code == 0) {
        options.certificate = certificate;
        options.key = key;
        code = staith_http_start(&options, &service->server, err);
    }
    free(certificate);
    free(key);
    return code;
}

/* ---- a reading of the configuration ---- */

static void drop_setting(struct setting *setting)
{
    staith_web_free(setting->web);
    staith_config_region_free(setting->config);
    *setting = (struct setting){NULL, NULL};
}

/* Drop the retired ones that nothing reads for any more. */
static void sweep(void *ctx)
{
    struct staith_web_service *service = ctx;
    bool is_clean = true;
    for (size_t i = 0; i < RETIRED; i++) {
        struct setting *setting = &service->retired[i];
        if (setting->web != NULL && staith_web_is_idle(setting->web)) {
            drop_setting(setting);
        }
        is_clean = is_clean && setting->web == NULL;
    }
    if (is_clean) {
        staith_timer_stop(service->sweep);
        service->sweep = NULL;
    }
}

/* Put the present setting away: its threads may hang in the database, and the loop does not wait
 * for them.
 */
static int retire(struct staith_web_service *service, struct staith_err *err)
{
    size_t i = 0;
    while (i < RETIRED && service->retired[i].web != NULL) {
        i++;
    }
    if (i == RETIRED) {
        (void)staith_err_set(err, STAITH_ERR_AGAIN,
                             "the database has not answered those of before");
        staith_err_remedy(err, "have it read again when the database answers");
        return STAITH_ERR_AGAIN;
    }
    if (service->sweep == NULL && staith_timer_start(service->options.loop, SWEEP_MS, SWEEP_MS,
                                                     sweep, service, &service->sweep) != 0) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    service->retired[i] = service->setting;
    service->setting = (struct setting){NULL, NULL};
    sweep(service);
    return 0;
}

static int read_setting(struct staith_web_service *service, struct setting *ret,
                        struct staith_err *err)
{
    *ret = (struct setting){NULL, NULL};
    int code = staith_config_region_read(service->options.config_path, &ret->config, err);
    if (code != 0) {
        return code;
    }
    if (service->access == NULL) {
        code = staith_access_open(ret->config->state_folder, service->options.outside,
                                  &service->access, err);
    }
    if (code == 0) {
        const struct staith_web_options options = {.config = ret->config,
                                                   .access = service->access,
                                                   .outside = service->options.outside,
                                                   .log = service->options.log,
                                                   .queue = service->queue,
                                                   .room = service->room,
                                                   .confined = &service->confined};
        ret->web = staith_web_new(&options);
        code = ret->web != NULL ? 0 : staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    if (code != 0) {
        drop_setting(ret);
    }
    return code;
}

static size_t room_of(const struct setting *setting)
{
    return (size_t)setting->config->http.answers_mebibytes * 1024 * 1024;
}

/* How far the log of who did what goes, in a log that lies elsewhere: cut off, the former shows it.
 */
static void say_head(void *ctx)
{
    struct staith_web_service *service = ctx;
    struct staith_access_head head;
    struct staith_err err = {0};
    if (staith_access_head(service->access, &head, &err) != 0) {
        staith_log_err(service->options.log, STAITH_LOG_ERROR, "log not read", &err);
        return;
    }
    staith_log_write(service->options.log, STAITH_LOG_NOTICE, "audit log", "head=%llu:%s",
                     (unsigned long long)head.count, head.chain);
}

int staith_web_service_start(const struct staith_web_service_options *options,
                             struct staith_web_service **ret_service, struct staith_err *err)
{
    struct staith_web_service *service = calloc(1, sizeof(*service));
    if (service == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    service->options = *options;
    service->queue = staith_web_queue_new(options->loop);
    service->room = staith_http_room_new(options->outside, 0);
    int code = service->queue != NULL && service->room != NULL
                   ? read_setting(service, &service->setting, err)
                   : staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    if (code == 0) {
        staith_http_room_resize(service->room, room_of(&service->setting));
    }
    code = code != 0 ? code : listen_at(service, err);
    if (code == 0 && staith_timer_start(options->loop, HOUR_MS, HOUR_MS, say_head, service,
                                        &service->hourly) != 0) {
        code = staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    if (code != 0) {
        staith_web_service_free(service);
        return code;
    }
    const struct staith_config_http *http = &service->setting.config->http;
    staith_log_write(options->log, STAITH_LOG_NOTICE, "listening", "scheme=%s\tlisten=%s\tport=%u",
                     http->certificate != NULL ? "https" : "http", http->listen,
                     (unsigned)staith_http_port(service->server));
    say_head(service);
    *ret_service = service;
    return 0;
}

uint16_t staith_web_service_port(const struct staith_web_service *service)
{
    return staith_http_port(service->server);
}

void staith_web_service_confined(struct staith_web_service *service, const char *words)
{
    service->confined = words;
}

void staith_web_service_reload(struct staith_web_service *service)
{
    struct setting fresh;
    struct staith_err err = {0};
    if (read_setting(service, &fresh, &err) != 0) {
        staith_log_err(service->options.log, STAITH_LOG_ERROR, "configuration not read", &err);
        return;
    }
    if (retire(service, &err) != 0) {
        staith_log_err(service->options.log, STAITH_LOG_ERROR, "configuration not taken", &err);
        drop_setting(&fresh); /* nobody has asked it yet */
        return;
    }
    service->setting = fresh;
    staith_http_room_resize(service->room, room_of(&fresh));
    staith_log_write(service->options.log, STAITH_LOG_NOTICE, "configuration read", NULL);
}

void staith_web_service_free(struct staith_web_service *service)
{
    if (service == NULL) {
        return;
    }
    if (service->server != NULL) {
        say_head(service);
    }
    staith_timer_stop(service->hourly);
    staith_web_queue_free(service->queue);
    staith_http_stop(service->server);
    staith_timer_stop(service->sweep);
    for (size_t i = 0; i < RETIRED; i++) {
        drop_setting(&service->retired[i]);
    }
    drop_setting(&service->setting);
    staith_http_room_free(service->room);
    staith_access_close(service->access);
    free(service);
}

/* ---- --check-config ---- */

static void check_store(struct staith_control_checks *checks, const char *where)
{
    struct staith_err err = {0};
    struct staith_store *store = NULL;
    int code = staith_store_open(where, true, staith_outside_machine(), &store, &err);
    staith_store_close(store);
    staith_control_checks_add(checks, "store", code, &err);
}

int staith_web_check_config(const char *config_path, json_t **ret_checks)
{
    struct staith_control_checks checks;
    struct staith_err err = {0};
    struct staith_web_service service = {
        .options = {.outside = staith_outside_machine(), .config_path = config_path}};
    staith_control_checks_init(&checks);
    int code = read_setting(&service, &service.setting, &err);
    staith_control_checks_add(&checks, "configuration and accounts", code, &err);
    if (code == 0) {
        check_store(&checks, service.setting.config->store);
        memset(&err, 0, sizeof(err));
        code = staith_loop_new(&service.options.loop, &err);
        code = code != 0 ? code : listen_at(&service, &err);
        staith_control_checks_add(&checks, "address and certificate", code, &err);
        staith_http_stop(service.server);
        staith_loop_free(service.options.loop);
    }
    drop_setting(&service.setting);
    staith_access_close(service.access);
    *ret_checks = checks.list;
    return checks.first_code;
}
