/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libmicrohttpd has an epoll of its own, edge-triggered, which is one descriptor to this loop. What
 * it has read and not yet worked on does not wake that descriptor again: after every run the time
 * that it asks for is looked at, and 0 means another run at once.
 *
 * Its post processor is not used: that of 0.9.75 can be crashed by a malformed form
 * (CVE-2023-27371), and forms here are short.
 */
#include "http/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uv.h>

enum { LOOK_MS = 1000, BACKLOG = 511 };

/** A connection that is open, in the server's list. */
struct connection {
    struct connection *prev;
    struct connection *next;
    int fd;
    uint64_t since_ms; /**< its beginning, or the end of its last answer */
};

struct staith_http_server {
    struct staith_http_options options;
    struct MHD_Daemon *daemon;
    uv_poll_t poll;
    uv_timer_t timer;
    uint64_t looked_ms; /**< when slow connections were looked for */
    unsigned open_handles;
    int listen_fd;
    uint16_t port;
    char path[STAITH_HTTP_SOCKET_BYTES]; /**< of its socket, which goes with it; "": none */
    struct connection head;              /**< of the ring of connections */
    struct staith_http_wait waits; /**< head of the ring of requests that are answered later */
};

/* ---- libmicrohttpd's callbacks ---- */

static void *begin_cb(void *ctx, const char *target, struct MHD_Connection *connection)
{
    (void)ctx;
    (void)connection;
    return staith_http_exchange_new(target);
}

static uint64_t now_ms(const struct staith_http_server *server)
{
    return uv_now((uv_loop_t *)staith_loop_uv(server->options.loop));
}

static void suspend(struct staith_http_server *server, struct MHD_Connection *connection,
                    struct staith_http_wait *wait)
{
    wait->server = server;
    wait->connection = connection;
    wait->next = &server->waits;
    wait->prev = server->waits.prev;
    wait->prev->next = wait;
    server->waits.prev = wait;
    MHD_suspend_connection(connection);
}

static enum MHD_Result request_cb(void *ctx, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *len, void **exchange_at)
{
    struct staith_http_server *server = ctx;
    const struct staith_http_options *options = &server->options;
    struct staith_http_exchange *exchange = *exchange_at;
    struct staith_http_request request;
    bool secure = options->certificate != NULL;
    (void)path;
    (void)version;
    if (exchange == NULL) {
        return MHD_NO;
    }
    unsigned status = 0;
    if (*len > 0) {
        status = staith_http_exchange_take(exchange, options->max_body_bytes, bytes, *len);
        *len = 0;
        /* in the middle of a body an answer cannot be sent: the connection ends */
        return status == 0 ? MHD_YES : MHD_NO;
    }
    status = staith_http_exchange_check(exchange, options, connection, method, &request);
    if (status != 0) {
        return staith_http_refuse(connection, secure, status);
    }
    if (!exchange->seen) {
        exchange->seen = true; /* an answer before the body would end the connection */
        return MHD_YES;
    }
    struct staith_http_answer answer = {0};
    options->handler(options->ctx, &request, &answer);
    if (answer.later) {
        suspend(server, connection, &exchange->wait);
        return MHD_YES;
    }
    return staith_http_send(connection, secure, &request, &answer);
}

static void completed_cb(void *ctx, struct MHD_Connection *connection, void **exchange_at,
                         enum MHD_RequestTerminationCode code)
{
    struct staith_http_server *server = ctx;
    (void)code;
    staith_http_exchange_free(*exchange_at);
    *exchange_at = NULL;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct connection *own = info != NULL ? info->socket_context : NULL;
    if (own != NULL) {
        own->since_ms = now_ms(server);
    }
}

static void connection_cb(void *ctx, struct MHD_Connection *connection, void **own_at,
                          enum MHD_ConnectionNotificationCode code)
{
    struct staith_http_server *server = ctx;
    struct connection *own = *own_at;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (own != NULL) {
            own->prev->next = own->next;
            own->next->prev = own->prev;
            free(own);
        }
        *own_at = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    own = calloc(1, sizeof(*own));
    if (own == NULL || info == NULL) {
        free(own); /* it has the time of silence alone */
        return;
    }
    own->fd = info->connect_fd;
    own->since_ms = now_ms(server);
    own->prev = &server->head;
    own->next = server->head.next;
    own->next->prev = own;
    server->head.next = own;
    *own_at = own;
}

/* ---- on the loop ---- */

static void end_slow(struct staith_http_server *server)
{
    uint64_t now = now_ms(server);
    uint64_t limit = (uint64_t)server->options.request_seconds * 1000;
    server->looked_ms = now;
    for (struct connection *at = server->head.next; at != &server->head; at = at->next) {
        if (now - at->since_ms > limit) {
            (void)shutdown(at->fd, SHUT_RDWR); /* it is closed by its owner, who reads its end */
        }
    }
}

static void timer_cb(uv_timer_t *timer);

static void run(struct staith_http_server *server)
{
    MHD_UNSIGNED_LONG_LONG wait = LOOK_MS;
    (void)MHD_run(server->daemon);
    if (now_ms(server) - server->looked_ms >= LOOK_MS) {
        end_slow(server);
    }
    if (MHD_get_timeout(server->daemon, &wait) != MHD_YES || wait > LOOK_MS) {
        wait = LOOK_MS;
    }
    (void)uv_timer_start(&server->timer, timer_cb, wait, 0);
}

static void timer_cb(uv_timer_t *timer)
{
    run(timer->data);
}

/* The library works on what was resumed in its next run. */
static void resume(struct staith_http_wait *wait)
{
    if (wait->prev != NULL) {
        wait->prev->next = wait->next;
        wait->next->prev = wait->prev;
        wait->prev = NULL;
        MHD_resume_connection(wait->connection);
    }
}

void staith_http_resume(struct staith_http_wait *wait, void *result, void (*drop)(void *result))
{
    struct staith_http_server *server = wait->server;
    if (wait->drop != NULL) {
        wait->drop(wait->result); /* of a time before */
    }
    wait->result = result;
    wait->drop = drop;
    resume(wait);
    (void)uv_timer_start(&server->timer, timer_cb, 0, 0);
}

static void poll_cb(uv_poll_t *poll, int status, int events)
{
    (void)status;
    (void)events;
    run(poll->data);
}

static void closed_cb(uv_handle_t *handle)
{
    struct staith_http_server *server = handle->data;
    if (--server->open_handles == 0) {
        free(server);
    }
}

/* ---- start and stop ---- */

/* What libmicrohttpd says of clients' mistakes is of no use to an operator. */
static void say_nothing(void *ctx, const char *format, va_list args)
{
    (void)ctx;
    (void)format;
    (void)args;
}

static struct MHD_Daemon *start_daemon(struct staith_http_server *server)
{
    const struct staith_http_options *options = &server->options;
    bool secure = options->certificate != NULL;
    static char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    unsigned flags = MHD_USE_EPOLL | MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME |
                     (secure ? (unsigned)MHD_USE_TLS : 0U);
    return MHD_start_daemon(
        flags, 0, NULL, NULL, request_cb, server, MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
        MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_CONNECTION_LIMIT,
        options->max_connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->max_per_address,
        MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)STAITH_HTTP_HEADER_BYTES, MHD_OPTION_URI_LOG_CALLBACK, begin_cb, server,
        MHD_OPTION_NOTIFY_COMPLETED, completed_cb, server, MHD_OPTION_NOTIFY_CONNECTION,
        connection_cb, server, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP,
        1, MHD_OPTION_ARRAY, secure ? tls : &tls[3], MHD_OPTION_END);
}

static int open_daemon(struct staith_http_server *server, struct staith_err *err)
{
    server->daemon = start_daemon(server);
    if (server->daemon == NULL) {
        if (server->options.certificate == NULL) {
            return staith_err_set(err, STAITH_ERR_IO, "the server could not be started");
        }
        (void)staith_err_set(err, STAITH_ERR_CONFIG, "certificate and key do not work together");
        staith_err_remedy(err, "give a certificate chain and its key, both as PEM");
        return STAITH_ERR_CONFIG;
    }
    server->listen_fd = -1; /* the daemon's now */
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    uv_loop_t *uv = staith_loop_uv(server->options.loop);
    if (info == NULL || uv_poll_init(uv, &server->poll, info->epoll_fd) != 0) {
        return staith_err_set(err, STAITH_ERR_IO, "the server could not be put on the loop");
    }
    (void)uv_timer_init(uv, &server->timer);
    server->poll.data = server;
    server->timer.data = server;
    server->open_handles = 2;
    (void)uv_poll_start(&server->poll, UV_READABLE, poll_cb);
    /* not here: a request that is answered may start a thread, and who started this server may have
     * its confinement before it, which holds for threads that are started after it */
    (void)uv_timer_start(&server->timer, timer_cb, 0, 0);
    return 0;
}

int staith_http_start(const struct staith_http_options *options,
                      struct staith_http_server **ret_server, struct staith_err *err)
{
    struct staith_http_server *server = calloc(1, sizeof(*server));
    if (server == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a server");
    }
    server->options = *options;
    server->listen_fd = -1;
    server->head.next = &server->head;
    server->head.prev = &server->head;
    server->waits.next = &server->waits;
    server->waits.prev = &server->waits;
    int code = staith_http_listen(options, &server->listen_fd, &server->port, err);
    code = code != 0 ? code : open_daemon(server, err);
    server->options.certificate = options->certificate != NULL ? "" : NULL; /* whether, not what */
    server->options.key = NULL;
    if ((server->listen_fd >= 0 || code == 0) && options->address[0] == '/') {
        (void)snprintf(server->path, sizeof(server->path), "%s", options->address);
    }
    if (code != 0) {
        staith_http_stop(server);
        return code;
    }
    *ret_server = server;
    return 0;
}

uint16_t staith_http_port(const struct staith_http_server *server)
{
    return server->port;
}

void staith_http_stop(struct staith_http_server *server)
{
    if (server == NULL) {
        return;
    }
    if (server->open_handles > 0) {
        (void)uv_poll_stop(&server->poll); /* before its descriptor goes */
    }
    if (server->daemon != NULL) {
        while (server->waits.next != &server->waits) {
            resume(server->waits.next); /* the library does not stop while any waits */
        }
        MHD_stop_daemon(server->daemon);
        server->daemon = NULL;
    }
    if (server->listen_fd >= 0) {
        (void)close(server->listen_fd);
    }
    if (server->path[0] != '\0') {
        (void)unlink(server->path);
    }
    if (server->open_handles == 0) {
        free(server);
        return;
    }
    uv_close((uv_handle_t *)&server->poll, closed_cb);
    uv_close((uv_handle_t *)&server->timer, closed_cb);
}
