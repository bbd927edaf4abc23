/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is refused before anybody looks at it. Whatever two programs could read in two ways (a body
 * with a length and in chunks, two lengths, a target that is no path) is refused, so that a proxy
 * in front and this server never disagree on where a request ends or what it asks for.
 */
#include "http/internal.h"

#include "http/address.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

struct staith_http_exchange *staith_http_exchange_new(const char *target)
{
    struct staith_http_exchange *exchange = calloc(1, sizeof(*exchange));
    if (exchange == NULL) {
        return NULL;
    }
    size_t len = strlen(target);
    exchange->too_long = len >= (size_t)3 * STAITH_HTTP_PATH_BYTES + STAITH_HTTP_QUERY_BYTES;
    exchange->target = exchange->too_long ? NULL : malloc(len + 1);
    if (exchange->target != NULL) {
        memcpy(exchange->target, target, len + 1);
    }
    return exchange;
}

void staith_http_exchange_free(struct staith_http_exchange *exchange)
{
    if (exchange != NULL) {
        if (exchange->wait.drop != NULL) {
            exchange->wait.drop(exchange->wait.result);
        }
        free(exchange->target);
        free(exchange->body);
        free(exchange);
    }
}

/** How often a header came, and the value of one of its lines. */
struct count {
    const char *name;
    unsigned wanted;
    const char *value;
    unsigned count;
};

static enum MHD_Result count_one(void *ctx, enum MHD_ValueKind kind, const char *key,
                                 const char *value)
{
    struct count *count = ctx;
    (void)kind;
    if (key != NULL && strcasecmp(key, count->name) == 0) {
        count->value = count->count == count->wanted ? value : count->value;
        count->count++;
    }
    return MHD_YES;
}

const char *staith_http_header(const struct staith_http_request *request, const char *name,
                               unsigned *ret_count)
{
    struct count count = {.name = name};
    (void)MHD_get_connection_values(request->connection, MHD_HEADER_KIND, count_one, &count);
    if (ret_count != NULL) {
        *ret_count = count.count;
    }
    return count.value;
}

const char *staith_http_header_line(const struct staith_http_request *request, const char *name,
                                    unsigned at)
{
    struct count count = {.name = name, .wanted = at};
    (void)MHD_get_connection_values(request->connection, MHD_HEADER_KIND, count_one, &count);
    return count.value;
}

static void name_peer(struct MHD_Connection *connection, char out[STAITH_HTTP_PEER_BYTES])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info != NULL ? info->client_addr : NULL;
    out[0] = '\0';
    if (address != NULL && address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof(v4));
        (void)inet_ntop(AF_INET, &v4.sin_addr, out, STAITH_HTTP_PEER_BYTES);
    } else if (address != NULL && address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof(v6));
        (void)inet_ntop(AF_INET6, &v6.sin6_addr, out, STAITH_HTTP_PEER_BYTES);
        if (strncmp(out, "::ffff:", 7) == 0) { /* a v4 address on a socket for both */
            memmove(out, out + 7, strlen(out + 7) + 1);
        }
    }
}

static unsigned check_method(const char *method, struct staith_http_request *request)
{
    request->post = strcmp(method, MHD_HTTP_METHOD_POST) == 0;
    return request->post || strcmp(method, MHD_HTTP_METHOD_GET) == 0 ||
                   strcmp(method, MHD_HTTP_METHOD_HEAD) == 0
               ? 0
               : MHD_HTTP_METHOD_NOT_ALLOWED;
}

/* A form alone has a body, of a length that is said once. */
static unsigned check_body(const struct staith_http_options *options,
                           const struct staith_http_request *request)
{
    unsigned lengths = 0;
    const char *length = staith_http_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH, &lengths);
    const char *type = staith_http_header(request, MHD_HTTP_HEADER_CONTENT_TYPE, NULL);
    if (lengths > 1 ||
        staith_http_header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING, NULL) != NULL) {
        return MHD_HTTP_BAD_REQUEST;
    }
    unsigned long long bytes = length != NULL ? strtoull(length, NULL, 10) : 0;
    if (!request->post) {
        return bytes == 0 ? 0 : MHD_HTTP_BAD_REQUEST;
    }
    if (length == NULL) {
        return MHD_HTTP_LENGTH_REQUIRED;
    }
    if (bytes > options->max_body_bytes) {
        return MHD_HTTP_CONTENT_TOO_LARGE;
    }
    if (bytes > 0 && staith_http_header(request, MHD_HTTP_HEADER_CONTENT_ENCODING, NULL) != NULL) {
        return MHD_HTTP_UNSUPPORTED_MEDIA_TYPE; /* a form is read as it comes */
    }
    static const char FORM[] = "application/x-www-form-urlencoded";
    bool form = type != NULL && strncasecmp(type, FORM, sizeof(FORM) - 1) == 0 &&
                (type[sizeof(FORM) - 1] == '\0' || type[sizeof(FORM) - 1] == ';');
    return form || bytes == 0 ? 0 : MHD_HTTP_UNSUPPORTED_MEDIA_TYPE;
}

unsigned staith_http_exchange_check(struct staith_http_exchange *exchange,
                                    const struct staith_http_options *options,
                                    struct MHD_Connection *connection, const char *method,
                                    struct staith_http_request *ret_request)
{
    *ret_request =
        (struct staith_http_request){.connection = connection,
                                     .secure = options->certificate != NULL,
                                     .path = exchange->path,
                                     .wait = &exchange->wait,
                                     .result = exchange->wait.result,
                                     .body = exchange->body != NULL ? exchange->body : ""};
    name_peer(connection, ret_request->peer);
    if (exchange->too_long) {
        return MHD_HTTP_URI_TOO_LONG;
    }
    if (exchange->target == NULL) {
        return MHD_HTTP_SERVICE_UNAVAILABLE;
    }
    unsigned status = check_method(method, ret_request);
    if (status == 0) {
        int code = staith_http_target(exchange->target, exchange->path, sizeof(exchange->path),
                                      &ret_request->query);
        status = code == STAITH_ERR_LIMIT ? MHD_HTTP_URI_TOO_LONG
                 : code != 0              ? MHD_HTTP_BAD_REQUEST
                                          : 0;
    }
    if (status == 0 && ret_request->query != NULL &&
        strlen(ret_request->query) >= STAITH_HTTP_QUERY_BYTES) {
        status = MHD_HTTP_URI_TOO_LONG;
    }
    return status != 0 ? status : check_body(options, ret_request);
}

unsigned staith_http_exchange_take(struct staith_http_exchange *exchange, size_t max_bytes,
                                   const char *bytes, size_t len)
{
    if (len > max_bytes - exchange->body_len) {
        return MHD_HTTP_CONTENT_TOO_LARGE;
    }
    if (memchr(bytes, '\0', len) != NULL) {
        return MHD_HTTP_BAD_REQUEST;
    }
    char *moved = realloc(exchange->body, exchange->body_len + len + 1);
    if (moved == NULL) {
        return MHD_HTTP_SERVICE_UNAVAILABLE;
    }
    exchange->body = moved;
    memcpy(exchange->body + exchange->body_len, bytes, len);
    exchange->body_len += len;
    exchange->body[exchange->body_len] = '\0';
    return 0;
}
