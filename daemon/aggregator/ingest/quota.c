/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one council may ask of the region's time. All of it belongs to the council, and a connection
 * only sits at a part of it: three seats, and lanes over which all other connections are spread. A
 * new connection so finds what earlier ones left, and who reconnects has won nothing. Whoever knows
 * the transport key may sit where nobody sits; who knows the ledger's epoch, which is chance and
 * crosses the wire under CURVE alone, is put before them; and who brings the ledger's next record,
 * which takes the signing key besides, before everybody.
 */
#include "aggregator/ingest/internal.h"

#include <string.h>

enum {
    BURST_S = 10,        /**< a bucket holds what fills in so many seconds */
    KEPT_MS = 3 * 10000, /**< a seat is kept for three heartbeats */
    LONG_MS = 3600000,   /**< fills every bucket, also one that owes a message */
    SAY_MS = 1000        /**< who is at a bucket is told at most so often */
};

static void fill(struct staith_ingest_bucket *bucket, int64_t messages, int64_t bytes,
                 int64_t now_ms)
{
    const int64_t most_ms = (int64_t)BURST_S * 1000;
    int64_t passed = bucket->begun ? now_ms - bucket->at_ms : most_ms;
    passed = passed < 0 ? 0 : passed;
    passed = passed > LONG_MS ? LONG_MS : passed;
    bucket->begun = true;
    bucket->at_ms = now_ms;
    bucket->messages += passed * messages; /* in thousandths, as bytes are */
    bucket->bytes += passed * bytes;
    bucket->messages =
        bucket->messages < messages * most_ms ? bucket->messages : messages * most_ms;
    bucket->bytes = bucket->bytes < bytes * most_ms ? bucket->bytes : bytes * most_ms;
}

static bool take(struct staith_ingest_bucket *bucket, int64_t messages, int64_t bytes)
{
    bucket->messages -= messages;
    bucket->bytes -= bytes;
    return true;
}

/* A seat's bucket pays a message in full. */
static bool take_seat(struct staith_ingest_bucket *bucket, size_t len)
{
    return bucket->messages >= 1000 && bucket->bytes >= (int64_t)len * 1000 &&
           take(bucket, 1000, (int64_t)len * 1000);
}

/* A lane fills as a seat does, and a message costs as many times more as there are lanes: nothing
 * is lost to rounding, and all lanes together have what one seat has. In bytes a lane may hold less
 * than one message, which it then pays off. */
static bool take_lane(struct staith_ingest_bucket *bucket, size_t len)
{
    const int64_t times = (int64_t)1000 * STAITH_INGEST_LANES;
    return bucket->messages >= times && bucket->bytes > 0 &&
           take(bucket, times, (int64_t)len * times);
}

static struct staith_ingest_seat *find(struct staith_ingest_connections *connections,
                                       const struct staith_wire_peer *peer)
{
    for (size_t i = 0; i < STAITH_INGEST_SEATS; i++) {
        struct staith_ingest_seat *seat = &connections->seats[i];
        if (seat->rank != STAITH_INGEST_NOBODY && seat->peer.len == peer->len &&
            memcmp(seat->peer.id, peer->id, peer->len) == 0) {
            return seat;
        }
    }
    return NULL;
}

/* Whether `seat` is rather to be given up than `other`. */
static bool sooner(const struct staith_ingest_seat *seat, const struct staith_ingest_seat *other)
{
    return seat->rank != other->rank ? seat->rank < other->rank : seat->heard_ms < other->heard_ms;
}

/* Give a seat to a connection that has none. What the bucket holds stays in it. NULL: all are kept
 * for others. */
static struct staith_ingest_seat *sit(struct staith_ingest_connections *connections,
                                      const struct staith_wire_peer *peer,
                                      enum staith_ingest_rank rank, int64_t now_ms)
{
    struct staith_ingest_seat *found = NULL;
    for (size_t i = 0; i < STAITH_INGEST_SEATS; i++) {
        struct staith_ingest_seat *seat = &connections->seats[i];
        if (now_ms - seat->heard_ms >= KEPT_MS) {
            seat->rank = STAITH_INGEST_NOBODY;
        }
        const bool yields = seat->rank < rank || rank == STAITH_INGEST_SIGNED;
        if (yields && (found == NULL || sooner(seat, found))) {
            found = seat;
        }
    }
    if (found != NULL) {
        found->rank = rank;
        found->heard_ms = now_ms;
        found->peer = *peer;
    }
    return found;
}

/* Connections that came one after the other are in different lanes. */
static struct staith_ingest_bucket *lane_of(struct staith_ingest_connections *connections,
                                            const struct staith_wire_peer *peer)
{
    uint32_t lane = 0;
    for (size_t i = 0; i < peer->len; i++) {
        lane = lane * 31 + peer->id[i];
    }
    return &connections->lanes[lane % STAITH_INGEST_LANES];
}

bool staith_ingest_quota_allows(const struct staith_ingest_quota *quota,
                                struct staith_ingest_connections *connections,
                                const struct staith_wire_peer *peer, size_t len, int64_t now_ms,
                                bool *ret_say)
{
    *ret_say = false;
    if (quota->messages == 0) {
        return true;
    }
    struct staith_ingest_seat *seat = find(connections, peer);
    seat = seat != NULL ? seat : sit(connections, peer, STAITH_INGEST_STRANGE, now_ms);
    struct staith_ingest_bucket *bucket = seat != NULL ? &seat->bucket : lane_of(connections, peer);
    fill(bucket, (int64_t)quota->messages, (int64_t)quota->bytes, now_ms);
    if (seat != NULL) {
        seat->heard_ms = now_ms;
    }
    if (seat != NULL ? take_seat(bucket, len) : take_lane(bucket, len)) {
        return true;
    }
    *ret_say = !bucket->said || now_ms - bucket->said_ms >= SAY_MS;
    if (*ret_say) {
        bucket->said = true;
        bucket->said_ms = now_ms;
    }
    return false;
}

bool staith_ingest_quota_asks(const struct staith_ingest_quota *quota,
                              struct staith_ingest_connections *connections,
                              const struct staith_wire_peer *peer)
{
    const struct staith_ingest_seat *seat = find(connections, peer);
    return quota->messages != 0 && (seat == NULL || seat->rank == STAITH_INGEST_STRANGE);
}

void staith_ingest_quota_rank(const struct staith_ingest_quota *quota,
                              struct staith_ingest_connections *connections,
                              const struct staith_wire_peer *peer, enum staith_ingest_rank rank,
                              int64_t now_ms)
{
    struct staith_ingest_seat *seat = find(connections, peer);
    if (quota->messages == 0) {
        return;
    }
    if (seat == NULL) {
        (void)sit(connections, peer, rank, now_ms);
    } else if (seat->rank < rank) {
        seat->rank = rank;
    }
}
