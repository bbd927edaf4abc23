/* SPDX-License-Identifier: Apache-2.0 */
#include "http/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct staith_http_body *staith_http_body_new(const void *bytes, size_t len, const char *etag)
{
    struct staith_http_body *body = malloc(sizeof(*body) + len);
    if (body == NULL) {
        return NULL;
    }
    body->references = 1;
    body->sent = 0;
    body->client = 0;
    body->room = NULL;
    body->len = len;
    (void)snprintf(body->etag, sizeof(body->etag), "%s", etag != NULL ? etag : "");
    if (len > 0) {
        memcpy(body->bytes, bytes, len);
    }
    return body;
}

struct staith_http_body *staith_http_body_hold(struct staith_http_body *body)
{
    body->references++;
    return body;
}

void staith_http_body_drop(struct staith_http_body *body)
{
    if (body != NULL && --body->references == 0) {
        free(body);
    }
}
