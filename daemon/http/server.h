/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_HTTP_SERVER_H
#define STAITH_HTTP_SERVER_H
/*
 * An HTTP/1.1 server on the loop: libmicrohttpd by its own epoll, below one poll handle and one
 * timer. It knows no word of the domain: a handler is given a request that was checked, and gives
 * bytes with a status and a type. Everything that holds for every answer is here: limits, security
 * headers, conditional requests, HEAD.
 *
 * One thread. A reader that is slow or silent costs its connection's buffer and nothing else, and
 * is cut off when its time is over.
 */
#include "base/err.h"
#include "loop/loop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    STAITH_HTTP_PATH_BYTES = 1024,  /**< of a decoded path with its NUL */
    STAITH_HTTP_QUERY_BYTES = 8192, /**< of a query as it came, with its NUL */
    STAITH_HTTP_HEADER_BYTES = 32768,
    STAITH_HTTP_PEER_BYTES = 48,
    STAITH_HTTP_SOCKET_BYTES = 108, /**< of a socket's path, with its NUL */
    STAITH_HTTP_VALUE_BYTES = 1024, /**< of a header of an answer, with its NUL */
    STAITH_HTTP_ETAG_BYTES = 68
};

struct staith_http_room;

/** Bytes that several answers share: counted, of one thread, never changed. */
struct staith_http_body {
    unsigned references;
    unsigned sent;                 /**< answers under way with it: see room.h */
    unsigned client;               /**< likewise: whose room it takes */
    struct staith_http_room *room; /**< NULL: none */
    size_t len;
    char etag[STAITH_HTTP_ETAG_BYTES]; /**< with its quotes; "": none */
    uint8_t bytes[];
};
/** A copy of `len` bytes with one reference. NULL without memory. */
struct staith_http_body *staith_http_body_new(const void *bytes, size_t len, const char *etag);
struct staith_http_body *staith_http_body_hold(struct staith_http_body *body);
/** Give a reference back. NULL is allowed. */
void staith_http_body_drop(struct staith_http_body *body);

/** A request, whole and checked. Everything is valid until the handler returns. */
struct staith_http_request {
    bool post;         /**< else GET or HEAD */
    bool secure;       /**< came over this server's TLS */
    const char *path;  /**< decoded, begins with a slash; UTF-8 without controls, dots that climb,
                            backslashes or empty parts */
    const char *query; /**< after the question mark, as it came; NULL: there was none */
    const char *body;  /**< of a POST: form fields as they came; "" where there are none */
    char peer[STAITH_HTTP_PEER_BYTES]; /**< address without its port; "": over a socket */
    void *connection;                  /**< for staith_http_header */
    struct staith_http_wait *wait;     /**< to answer later: see `later` of an answer */
    void *result; /**< what staith_http_resume was given; NULL: it is asked for the first time */
};
/** The value of a request's header, or NULL. *ret_count (may be NULL): how often it came. */
const char *staith_http_header(const struct staith_http_request *request, const char *name,
                               unsigned *ret_count);
/** The value of its line `at`, counted from 0 as they came, or NULL. */
const char *staith_http_header_line(const struct staith_http_request *request, const char *name,
                                    unsigned at);

/** An answer, made by the handler. Zero-initialised by the server. */
struct staith_http_answer {
    bool later; /**< there is none yet: the handler kept the request's `wait`, and is asked again
                     after staith_http_resume */
    unsigned status;               /**< 0 is 500 */
    const char *type;              /**< media type; static */
    struct staith_http_body *body; /**< one reference, which the server takes; NULL: empty */
    bool may_store;                /**< browsers may keep it and ask whether it is current; else
                                        "no-store" */
    bool shared;                   /**< the same for everybody: a proxy may keep it, too */
    char file[256];                /**< name for who saves it; "": shown in place */
    char location[STAITH_HTTP_VALUE_BYTES];   /**< of a redirect: an address of this server */
    char cookies[2][STAITH_HTTP_VALUE_BYTES]; /**< Set-Cookie, one each; "": none */
    char link[STAITH_HTTP_VALUE_BYTES];       /**< Link; "": none */
    unsigned retry_after_s;                   /**< 0: not said */
    const char *challenge;                    /**< WWW-Authenticate; static, NULL: none */
    const char *allow;                        /**< Allow; static, NULL: none */
};

typedef void staith_http_handler(void *ctx, const struct staith_http_request *request,
                                 struct staith_http_answer *answer);

struct staith_http_options {
    struct staith_loop *loop;
    const char *address; /**< "127.0.0.1", "::1", "*"; "/path": a socket, mode 0660, in the place of
                              one that a dead process left */
    uint16_t port;       /**< 0: any that is free */
    const char *certificate; /**< PEM text of the chain; NULL: no TLS */
    const char *key;         /**< PEM text */
    unsigned max_connections;
    unsigned max_per_address; /**< 0: as many as there may be */
    unsigned idle_seconds;    /**< without a byte in either direction */
    unsigned request_seconds; /**< from a connection's beginning, or its last answer, to the end of
                                   the next answer */
    size_t max_body_bytes;    /**< of a POST */
    staith_http_handler *handler;
    void *ctx;
};

struct staith_http_server;

/** Listen. Options are copied, texts not kept after the return. STAITH_ERR_EXISTS: the address is
 *  in use; STAITH_ERR_INVAL: it is none; STAITH_ERR_CONFIG: certificate and key do not work. */
int staith_http_start(const struct staith_http_options *options,
                      struct staith_http_server **ret_server, struct staith_err *err);
/** The port it listens on; 0: at a socket. */
uint16_t staith_http_port(const struct staith_http_server *server);
/** Go on with a request that was to be answered later: the handler is asked again, with `result`.
 *  `drop` is called with it when the request is over, however that is (NULL: nothing is). On the
 *  loop's thread, outside the handler, once, and before the server is stopped. */
void staith_http_resume(struct staith_http_wait *wait, void *result, void (*drop)(void *result));
/** Close every connection and free. Before the loop is freed. NULL is allowed. */
void staith_http_stop(struct staith_http_server *server);

#endif
