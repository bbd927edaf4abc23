/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_HUNG_FIXTURE_H
#define STAITH_HUNG_FIXTURE_H
/*
 * A database that takes every connection and says nothing.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct hung_fixture {
    int socket;
    char address[96];
};

static inline void hung_fixture_start(struct hung_fixture *hung)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof(at);
    hung->socket = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(hung->socket, (struct sockaddr *)&at, sizeof(at)), 0);
    assert_int_equal(getsockname(hung->socket, (struct sockaddr *)&at, &len), 0);
    assert_int_equal(listen(hung->socket, 8), 0);
    (void)snprintf(hung->address, sizeof(hung->address),
                   "postgresql://nobody@127.0.0.1:%u/none?sslmode=disable",
                   (unsigned)ntohs(at.sin_port));
}

/** End the connection that came first; the next one hangs again. */
static inline void hung_fixture_drop(const struct hung_fixture *hung)
{
    int first = accept(hung->socket, NULL, NULL);
    assert_true(first >= 0);
    (void)close(first);
}

/** End all connections, and take no other. */
static inline void hung_fixture_end(const struct hung_fixture *hung)
{
    (void)close(hung->socket);
}

#endif
