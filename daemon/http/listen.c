/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a server listens: at an address and a port, or at a socket in a folder of this machine.
 */
#include "http/internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* What the system holds of an answer for a slow reader, twice this with its own: left alone it
 * takes megabytes for each. At a twentieth of a second to a reader it is still 5 MB a second. */
enum { SEND_BYTES = 128 * 1024 };
enum { BACKLOG = 511, SOCKET_MODE = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

/* The length of the address, or 0 where the text is none. */
static socklen_t read_address(const char *text, uint16_t port, union address *ret)
{
    memset(ret, 0, sizeof(*ret));
    if (text[0] == '/') {
        ret->local.sun_family = AF_UNIX;
        int len = snprintf(ret->local.sun_path, sizeof(ret->local.sun_path), "%s", text);
        return len > 0 && (size_t)len < sizeof(ret->local.sun_path) ? sizeof(ret->local) : 0;
    }
    if (strcmp(text, "*") == 0) {
        ret->v6.sin6_family = AF_INET6;
        ret->v6.sin6_port = htons(port);
        ret->v6.sin6_addr = in6addr_any;
        return sizeof(ret->v6);
    }
    ret->v4.sin_family = AF_INET;
    ret->v4.sin_port = htons(port);
    if (inet_pton(AF_INET, text, &ret->v4.sin_addr) == 1) {
        return sizeof(ret->v4);
    }
    ret->v6.sin6_family = AF_INET6;
    ret->v6.sin6_port = htons(port);
    return inet_pton(AF_INET6, text, &ret->v6.sin6_addr) == 1 ? sizeof(ret->v6) : 0;
}

static int fail_bind(const struct staith_http_options *options, int number, struct staith_err *err)
{
    int code = number == EADDRINUSE ? STAITH_ERR_EXISTS
               : number == EACCES   ? STAITH_ERR_DENIED
                                    : STAITH_ERR_IO;
    char words[64] = "";
    (void)strerror_r(number, words, sizeof(words));
    (void)staith_err_set(err, code, "cannot listen at %.60s port %u: %s", options->address,
                         (unsigned)options->port, words);
    staith_err_remedy(err, "choose another address or port, or end what listens there");
    return code;
}

/* Remove a socket that a dead process left; whatever else lies there stays, and bind says so. */
static void clear_path(const union address *address)
{
    struct stat about;
    if (address->any.sa_family != AF_UNIX || lstat(address->local.sun_path, &about) != 0 ||
        !S_ISSOCK(about.st_mode)) {
        return;
    }
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) {
        return;
    }
    if (connect(fd, &address->any, sizeof(address->local)) != 0 && errno == ECONNREFUSED) {
        (void)unlink(address->local.sun_path);
    }
    (void)close(fd);
}

/* The port that was given, or that the system gave; 0 of a socket. */
static int read_port(int fd, uint16_t *ret_port)
{
    union address address;
    socklen_t len = sizeof(address);
    if (getsockname(fd, &address.any, &len) != 0) {
        return -1;
    }
    *ret_port = address.any.sa_family == AF_INET6  ? ntohs(address.v6.sin6_port)
                : address.any.sa_family == AF_INET ? ntohs(address.v4.sin_port)
                                                   : 0;
    return 0;
}

int staith_http_listen(const struct staith_http_options *options, int *ret_fd, uint16_t *ret_port,
                       struct staith_err *err)
{
    union address address;
    socklen_t len = read_address(options->address, options->port, &address);
    if (len == 0) {
        return staith_err_set(err, STAITH_ERR_INVAL, "%.120s is no address", options->address);
    }
    int fd = socket(address.any.sa_family, SOCK_STREAM, 0);
    if (fd < 0) {
        return fail_bind(options, errno, err);
    }
    const int yes = 1;
    const int no = 0;
    const int send_bytes = SEND_BYTES;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_bytes, sizeof(send_bytes));
    if (address.any.sa_family == AF_INET6) {
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
    }
    clear_path(&address);
    bool local = address.any.sa_family == AF_UNIX;
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0 ||
        bind(fd, &address.any, len) != 0 || (local && chmod(options->address, SOCKET_MODE) != 0) ||
        listen(fd, BACKLOG) != 0 || read_port(fd, ret_port) != 0) {
        int number = errno;
        (void)close(fd);
        return fail_bind(options, number, err);
    }
    *ret_fd = fd;
    return 0;
}
