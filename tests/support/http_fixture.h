/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_HTTP_FIXTURE_H
#define STAITH_HTTP_FIXTURE_H
/*
 * A server on a port that the system gives, and a client that speaks bytes to it, in one thread:
 * the loop turns while the client waits.
 */
#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <uv.h>

#include <cmocka.h>

enum { HTTP_FIXTURE_BYTES = 1 << 20 };

struct http_fixture {
    struct staith_loop *loop;
    struct staith_http_server *server;
    uint16_t port; /**< that the client connects to */
    struct staith_http_options options;
    unsigned asked;                    /**< times that the handler was called */
    char path[STAITH_HTTP_PATH_BYTES]; /**< of the last request */
    char query[STAITH_HTTP_QUERY_BYTES];
    char body[16384];
    char peer[STAITH_HTTP_PEER_BYTES];
    char word[64];      /**< value of its X-Word */
    char last_word[64]; /**< of its second line */
    unsigned words;
    bool post;
    bool later; /**< the first answer to each request is that there is none yet */
    struct staith_http_wait *wait;    /**< of the last one that was put off */
    void *result;                     /**< that the last request came with */
    struct staith_http_answer answer; /**< what is answered; the body is held by the fixture */
    char *got;                        /**< of HTTP_FIXTURE_BYTES: what the client read */
    size_t got_len;
};

static inline void http_fixture_handle(void *ctx, const struct staith_http_request *request,
                                       struct staith_http_answer *answer)
{
    struct http_fixture *fixture = ctx;
    fixture->asked++;
    fixture->post = request->post;
    (void)snprintf(fixture->path, sizeof(fixture->path), "%s", request->path);
    (void)snprintf(fixture->query, sizeof(fixture->query), "%s",
                   request->query != NULL ? request->query : "(none)");
    (void)snprintf(fixture->body, sizeof(fixture->body), "%s", request->body);
    (void)snprintf(fixture->peer, sizeof(fixture->peer), "%s", request->peer);
    const char *word = staith_http_header(request, "X-Word", &fixture->words);
    (void)snprintf(fixture->word, sizeof(fixture->word), "%s", word != NULL ? word : "(none)");
    word = staith_http_header_line(request, "X-Word", 1);
    (void)snprintf(fixture->last_word, sizeof(fixture->last_word), "%s",
                   word != NULL ? word : "(none)");
    fixture->result = request->result;
    if (fixture->later && request->result == NULL) {
        fixture->wait = request->wait;
        answer->later = true;
        return;
    }
    *answer = fixture->answer;
    if (answer->body != NULL) {
        (void)staith_http_body_hold(answer->body);
    }
}

static inline void http_fixture_answer(struct http_fixture *fixture, const char *text,
                                       const char *etag)
{
    staith_http_body_drop(fixture->answer.body);
    fixture->answer = (struct staith_http_answer){
        .status = 200,
        .type = "text/plain; charset=utf-8",
        .may_store = true,
        .body = staith_http_body_new(text, strlen(text), etag),
    };
    assert_non_null(fixture->answer.body);
}

/** Start with the options of the fixture. */
static inline void http_fixture_start(struct http_fixture *fixture)
{
    struct staith_err err = {0};
    assert_int_equal(staith_http_start(&fixture->options, &fixture->server, &err), 0);
    fixture->port = staith_http_port(fixture->server);
    assert_int_not_equal(fixture->port, 0);
}

static inline int http_fixture_setup(void **state)
{
    struct http_fixture *fixture = calloc(1, sizeof(*fixture));
    struct staith_err err = {0};
    assert_non_null(fixture);
    fixture->got = malloc(HTTP_FIXTURE_BYTES + 1);
    assert_non_null(fixture->got);
    assert_int_equal(staith_loop_new(&fixture->loop, &err), 0);
    fixture->options = (struct staith_http_options){
        .loop = fixture->loop,
        .address = "127.0.0.1",
        .max_connections = 64,
        .idle_seconds = 10,
        .request_seconds = 20,
        .max_body_bytes = 8192,
        .handler = http_fixture_handle,
        .ctx = fixture,
    };
    http_fixture_answer(fixture, "words\n", "\"tag\"");
    *state = fixture;
    return 0;
}

static inline int http_fixture_teardown(void **state)
{
    struct http_fixture *fixture = *state;
    staith_http_stop(fixture->server);
    staith_loop_free(fixture->loop);
    staith_http_body_drop(fixture->answer.body);
    free(fixture->got);
    free(fixture);
    return 0;
}

static inline void http_fixture_turn(struct http_fixture *fixture)
{
    (void)uv_run((uv_loop_t *)staith_loop_uv(fixture->loop), UV_RUN_NOWAIT);
}

static inline int http_fixture_connect_local(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    (void)snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    return fd;
}

static inline int http_fixture_connect(struct http_fixture *fixture)
{
    if (fixture->options.address[0] == '/') {
        return http_fixture_connect_local(fixture->options.address);
    }
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons(fixture->port),
                             .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    return fd;
}

static inline void http_fixture_write(struct http_fixture *fixture, int fd, const char *bytes,
                                      size_t len)
{
    for (unsigned turns = 0; len > 0; turns++) {
        ssize_t count = send(fd, bytes, len, MSG_NOSIGNAL);
        if (count > 0) {
            bytes += count;
            len -= (size_t)count;
        } else if (errno != EAGAIN || turns > 100000) {
            return; /* the server closed it; what it said is read */
        }
        http_fixture_turn(fixture);
    }
}

/** Read until the server closes, into `got`. */
static inline void http_fixture_read(struct http_fixture *fixture, int fd)
{
    const struct timespec nap = {0, 200000};
    fixture->got_len = 0;
    for (unsigned turns = 0; turns < 100000; turns++) {
        http_fixture_turn(fixture);
        ssize_t count =
            recv(fd, fixture->got + fixture->got_len, HTTP_FIXTURE_BYTES - fixture->got_len, 0);
        if (count == 0 || (count < 0 && errno != EAGAIN)) {
            break;
        }
        if (count < 0) {
            (void)nanosleep(&nap, NULL);
            continue;
        }
        fixture->got_len += (size_t)count;
    }
    fixture->got[fixture->got_len] = '\0';
    (void)close(fd);
}

/** Send bytes as they are, and read until the server closes. */
static inline const char *http_fixture_send(struct http_fixture *fixture, const char *bytes)
{
    int fd = http_fixture_connect(fixture);
    http_fixture_write(fixture, fd, bytes, strlen(bytes));
    http_fixture_read(fixture, fd);
    return fixture->got;
}

/** Ask by GET; `headers` are whole lines, or "". */
static inline const char *http_fixture_get(struct http_fixture *fixture, const char *target,
                                           const char *headers)
{
    char request[4096];
    (void)snprintf(request, sizeof(request),
                   "GET %s HTTP/1.1\r\nHost: region.test\r\nConnection: close\r\n%s\r\n", target,
                   headers);
    return http_fixture_send(fixture, request);
}

static inline unsigned http_fixture_status(const struct http_fixture *fixture)
{
    return strncmp(fixture->got, "HTTP/1.1 ", 9) == 0
               ? (unsigned)strtoul(fixture->got + 9, NULL, 10)
               : 0;
}

static inline void http_fixture_has(const struct http_fixture *fixture, const char *part)
{
    if (strstr(fixture->got, part) == NULL) {
        fail_msg("no \"%s\" in: %.4000s", part, fixture->got);
    }
}

static inline void http_fixture_has_not(const struct http_fixture *fixture, const char *part)
{
    if (strstr(fixture->got, part) != NULL) {
        fail_msg("\"%s\" in: %.4000s", part, fixture->got);
    }
}

#endif
