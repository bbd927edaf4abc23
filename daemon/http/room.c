/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clients have a fixed number of counters; those that fall into the same one share it, and which do
 * nobody outside can know.
 */
#include "http/room.h"

#include "base/siphash.h"

#include <stdlib.h>
#include <string.h>

enum { CLIENTS = 4096 };

struct staith_http_room {
    size_t most;
    size_t held;
    uint8_t key[16];
    size_t of_client[CLIENTS];
};

struct staith_http_room *staith_http_room_new(const struct staith_outside *outside, size_t most)
{
    struct staith_http_room *room = calloc(1, sizeof(*room));
    if (room != NULL) {
        room->most = most;
        outside->random(outside->ctx, room->key, sizeof(room->key));
    }
    return room;
}

void staith_http_room_free(struct staith_http_room *room)
{
    free(room);
}

void staith_http_room_resize(struct staith_http_room *room, size_t most)
{
    room->most = most;
}

size_t staith_http_room_held(const struct staith_http_room *room)
{
    return room->held;
}

static bool fits(size_t held, size_t len, size_t limit)
{
    return held <= limit && len <= limit - held;
}

bool staith_http_room_admit(struct staith_http_room *room, struct staith_http_body *body,
                            const char *client, bool known)
{
    bool small = body->len <= STAITH_HTTP_ROOM_SMALL;
    size_t limit = known ? room->most : small ? room->most / 4 * 3 : room->most / 2;
    unsigned counter = (unsigned)(staith_siphash13(room->key, client, strlen(client)) % CLIENTS);
    if (body->len <= STAITH_HTTP_ROOM_TINY || body->sent > 0) { /* or it lies there anyway */
        return true;
    }
    /* the first large one of a client is let in whatever its length */
    if (!fits(room->held, body->len, limit) ||
        (!small && room->of_client[counter] > 0 &&
         !fits(room->of_client[counter], body->len, room->most / 4))) {
        return false;
    }
    body->room = room;
    body->client = counter;
    return true;
}

void staith_http_room_begin(struct staith_http_body *body)
{
    if (body->room != NULL && body->sent++ == 0) {
        body->room->held += body->len;
        body->room->of_client[body->client] += body->len;
    }
}

void staith_http_room_end(struct staith_http_body *body)
{
    if (body->room != NULL && --body->sent == 0) {
        body->room->held -= body->len;
        body->room->of_client[body->client] -= body->len;
        body->room = NULL;
    }
}
