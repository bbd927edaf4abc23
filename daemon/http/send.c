/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers with the headers that all of them have. Pages load their own style sheet and their own
 * pictures; they run nothing, send forms here alone, stand in no frame and tell nobody where a
 * reader came from.
 */
#include "http/internal.h"

#include "http/address.h"
#include "http/room.h"

#include <stdio.h>
#include <string.h>

static const char *const SECURITY[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
     "frame-ancestors 'none'"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

static void drop_body(void *body)
{
    staith_http_room_end(body);
    staith_http_body_drop(body);
}

/* A 304 is made of the whole body, which is then not sent: its length is that of the page. */
static struct MHD_Response *make(const struct staith_http_answer *answer)
{
    static char nothing[1];
    if (answer->body == NULL) {
        return MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
    }
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(
        answer->body->len, answer->body->bytes, drop_body, answer->body);
    if (response != NULL) {
        staith_http_room_begin(answer->body);
    }
    return response;
}

static void add(struct MHD_Response *response, const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0') {
        (void)MHD_add_response_header(response, name, value);
    }
}

static void add_own(struct MHD_Response *response, const struct staith_http_answer *answer,
                    const char *etag)
{
    char text[STAITH_HTTP_VALUE_BYTES];
    add(response, MHD_HTTP_HEADER_ETAG, etag);
    add(response, MHD_HTTP_HEADER_LOCATION, answer->location);
    add(response, MHD_HTTP_HEADER_SET_COOKIE, answer->cookies[0]);
    add(response, MHD_HTTP_HEADER_SET_COOKIE, answer->cookies[1]);
    add(response, "Link", answer->link);
    add(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, answer->challenge);
    add(response, MHD_HTTP_HEADER_ALLOW, answer->allow);
    if (answer->file[0] != '\0') {
        (void)snprintf(text, sizeof(text), "attachment; filename=\"%s\"", answer->file);
        add(response, "Content-Disposition", text);
    }
    if (answer->retry_after_s > 0) {
        (void)snprintf(text, sizeof(text), "%u", answer->retry_after_s);
        add(response, MHD_HTTP_HEADER_RETRY_AFTER, text);
    }
}

/* What a condition of the client's makes of a good answer (RFC 9110, 13.2.2): 304 where it has what
 * is tagged so, 412 where it wants no other than it has. */
static unsigned status_of(const struct staith_http_request *request, const char *etag,
                          struct staith_http_answer *answer)
{
    const char *match = staith_http_header(request, MHD_HTTP_HEADER_IF_MATCH, NULL);
    if (match != NULL && !staith_http_etag_matches(match, etag, false)) {
        staith_http_body_drop(answer->body);
        answer->body = NULL;
        answer->type = NULL;
        return MHD_HTTP_PRECONDITION_FAILED;
    }
    const char *none = staith_http_header(request, MHD_HTTP_HEADER_IF_NONE_MATCH, NULL);
    return staith_http_etag_matches(none, etag, true) ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
}

enum MHD_Result staith_http_send(struct MHD_Connection *connection, bool secure,
                                 const struct staith_http_request *request,
                                 struct staith_http_answer *answer)
{
    char etag[STAITH_HTTP_ETAG_BYTES] = "";
    unsigned status = answer->status != 0 ? answer->status : MHD_HTTP_INTERNAL_SERVER_ERROR;
    if (answer->body != NULL && answer->may_store && status == MHD_HTTP_OK) {
        memcpy(etag, answer->body->etag, sizeof(etag));
    }
    if (request != NULL && !request->post && etag[0] != '\0') {
        status = status_of(request, etag, answer);
    }
    struct MHD_Response *response = make(answer);
    if (response == NULL) {
        staith_http_body_drop(answer->body); /* nobody took it */
        answer->body = NULL;
        return MHD_NO;
    }
    answer->body = NULL;
    for (size_t i = 0; i < sizeof(SECURITY) / sizeof(SECURITY[0]); i++) {
        add(response, SECURITY[i][0], SECURITY[i][1]);
    }
    if (secure) {
        add(response, "Strict-Transport-Security", "max-age=31536000");
    }
    add(response, MHD_HTTP_HEADER_CACHE_CONTROL,
        !answer->may_store ? "no-store"
        : answer->shared   ? "no-cache"
                           : "private, no-cache");
    add(response, MHD_HTTP_HEADER_VARY, "Cookie, Authorization");
    if (status != MHD_HTTP_NOT_MODIFIED) {
        add(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
    }
    add_own(response, answer, etag);
    if (request == NULL) {
        add(response, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

enum MHD_Result staith_http_refuse(struct MHD_Connection *connection, bool secure, unsigned status)
{
    static const struct {
        unsigned status;
        const char *words;
    } WORDS[] = {
        {MHD_HTTP_BAD_REQUEST, "The request is malformed.\n"},
        {MHD_HTTP_METHOD_NOT_ALLOWED, "Pages are read with GET; forms are sent with POST.\n"},
        {MHD_HTTP_LENGTH_REQUIRED, "A form says how long it is.\n"},
        {MHD_HTTP_CONTENT_TOO_LARGE, "The form is too large.\n"},
        {MHD_HTTP_URI_TOO_LONG, "The address is too long: choose less.\n"},
        {MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "A form is sent as form fields.\n"},
    };
    const char *words = "This cannot be answered now; try again later.\n";
    for (size_t i = 0; i < sizeof(WORDS) / sizeof(WORDS[0]); i++) {
        words = WORDS[i].status == status ? WORDS[i].words : words;
    }
    struct staith_http_answer answer = {
        .status = status,
        .type = "text/plain; charset=utf-8",
        .body = staith_http_body_new(words, strlen(words), NULL),
        .allow = status == MHD_HTTP_METHOD_NOT_ALLOWED ? "GET, HEAD, POST" : NULL,
    };
    return staith_http_send(connection, secure, NULL, &answer);
}
