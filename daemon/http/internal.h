/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_HTTP_INTERNAL_H
#define STAITH_HTTP_INTERNAL_H
/*
 * Inside http/ alone: one request as libmicrohttpd brings it, piece by piece.
 */
#include "http/server.h"

#include <microhttpd.h>

/** A request that waits for staith_http_resume, in its server's ring. */
struct staith_http_wait {
    struct staith_http_wait *prev; /**< NULL: it does not wait */
    struct staith_http_wait *next;
    struct staith_http_server *server;
    struct MHD_Connection *connection;
    void *result;
    void (*drop)(void *result);
};

/** A request under way. Heap; from its first line until its answer is sent. */
struct staith_http_exchange {
    char *target; /**< as it came; NULL: no memory for it, or too long */
    bool too_long;
    bool seen; /**< its headers came */
    char path[STAITH_HTTP_PATH_BYTES];
    char *body;
    size_t body_len;
    struct staith_http_wait wait;
};

/** Begin one with the target as it came; NULL without memory. */
struct staith_http_exchange *staith_http_exchange_new(const char *target);
/** NULL is allowed. */
void staith_http_exchange_free(struct staith_http_exchange *exchange);
/** Whether the request may go on: 0, or the status that refuses it. `ret_request` is filled. */
unsigned staith_http_exchange_check(struct staith_http_exchange *exchange,
                                    const struct staith_http_options *options,
                                    struct MHD_Connection *connection, const char *method,
                                    struct staith_http_request *ret_request);
/** Take bytes of the body: 0, or the status that refuses them. */
unsigned staith_http_exchange_take(struct staith_http_exchange *exchange, size_t max_bytes,
                                   const char *bytes, size_t len);

/** Listen at the address of the options. *ret_fd is the caller's. */
int staith_http_listen(const struct staith_http_options *options, int *ret_fd, uint16_t *ret_port,
                       struct staith_err *err);

/** Send an answer; the reference to its body is taken. `request` NULL: refused before it was
 *  whole. */
enum MHD_Result staith_http_send(struct MHD_Connection *connection, bool secure,
                                 const struct staith_http_request *request,
                                 struct staith_http_answer *answer);
/** Send a refusal of the server's own, in plain words, and close the connection after it. */
enum MHD_Result staith_http_refuse(struct MHD_Connection *connection, bool secure, unsigned status);

#endif
