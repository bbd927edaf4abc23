/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_HTTP_ROOM_H
#define STAITH_HTTP_ROOM_H
/*
 * How many bytes of bodies may be on their way at once. A body is held as long as its slowest
 * reader takes; it counts once, however many read it. Readers that are nobody's may fill half of
 * the room with what is large and a quarter more with what is small, so that there is always some
 * for those who signed in; and no one client fills more than a quarter with what is large. What is
 * tiny is always let in and counts nowhere: the connections bound it, and nobody's readers keep a
 * page from being shown that signs somebody in.
 */
#include "base/outside.h"
#include "http/server.h"

enum {
    STAITH_HTTP_ROOM_SMALL = 256 * 1024, /**< a body that is no larger is small */
    STAITH_HTTP_ROOM_TINY = 16 * 1024    /**< and one that is no larger than this is tiny */
};

struct staith_http_room;

/** NULL without memory. */
struct staith_http_room *staith_http_room_new(const struct staith_outside *outside, size_t most);
/** After the last body of it. NULL is allowed. */
void staith_http_room_free(struct staith_http_room *room);
/** What is on its way already stays so. */
void staith_http_room_resize(struct staith_http_room *room, size_t most);
/** Whether the body may be sent to a client now, `known`: to somebody who signed in. Then it counts
 *  from when it is sent, unless it is tiny. */
bool staith_http_room_admit(struct staith_http_room *room, struct staith_http_body *body,
                            const char *client, bool known);
/** The bytes on their way. */
size_t staith_http_room_held(const struct staith_http_room *room);

/** An answer with the body begins, and ends. One that was not admitted to any room counts nowhere.
 */
void staith_http_room_begin(struct staith_http_body *body);
void staith_http_room_end(struct staith_http_body *body);

#endif
