/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one council may ask of the region's time. A bucket for each of its connections fills with
 * time, and one for the council as a whole, four times as large, which is what many connections
 * with one key come to. So a connection that shouts, be it with a stolen key, is heard no more, and
 * neither the council's own nor any other's is.
 */
#include "aggregator/ingest/internal.h"

#include <string.h>

enum {
    BURST_S = 10, /**< a bucket holds what fills in so many seconds */
    COUNCIL_TIMES = 4,
    SAY_MS = 1000 /**< a connection is told at most so often */
};

static void fill(struct staith_ingest_bucket *bucket, int64_t messages, int64_t bytes,
                 int64_t now_ms)
{
    const int64_t most_ms = (int64_t)BURST_S * 1000;
    int64_t passed = bucket->begun ? now_ms - bucket->at_ms : most_ms;
    passed = passed < 0 ? 0 : passed;
    passed = passed > most_ms ? most_ms : passed;
    bucket->begun = true;
    bucket->at_ms = now_ms;
    bucket->messages += passed * messages; /* in thousandths, as bytes are */
    bucket->bytes += passed * bytes;
    bucket->messages =
        bucket->messages < messages * most_ms ? bucket->messages : messages * most_ms;
    bucket->bytes = bucket->bytes < bytes * most_ms ? bucket->bytes : bytes * most_ms;
}

static bool has(const struct staith_ingest_bucket *bucket, size_t len)
{
    return bucket->messages >= 1000 && bucket->bytes >= (int64_t)len * 1000;
}

static void take(struct staith_ingest_bucket *bucket, size_t len)
{
    bucket->messages -= 1000;
    bucket->bytes -= (int64_t)len * 1000;
}

/* The connection's place among those of its council; a new one takes the place of the one that was
 * silent longest. */
static struct staith_ingest_connection *find(struct staith_ingest_connections *connections,
                                             const struct staith_wire_peer *peer)
{
    struct staith_ingest_connection *oldest = &connections->list[0];
    for (size_t i = 0; i < STAITH_INGEST_CONNECTIONS; i++) {
        struct staith_ingest_connection *one = &connections->list[i];
        if (one->bucket.begun && one->peer.len == peer->len &&
            memcmp(one->peer.id, peer->id, peer->len) == 0) {
            return one;
        }
        if (!one->bucket.begun ||
            (oldest->bucket.begun && one->bucket.at_ms < oldest->bucket.at_ms)) {
            oldest = one;
        }
    }
    memset(oldest, 0, sizeof(*oldest));
    oldest->peer = *peer;
    return oldest;
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
    const int64_t messages = (int64_t)quota->messages;
    const int64_t bytes = (int64_t)quota->bytes;
    struct staith_ingest_connection *connection = find(connections, peer);
    fill(&connection->bucket, messages, bytes, now_ms);
    fill(&connections->all, messages * COUNCIL_TIMES, bytes * COUNCIL_TIMES, now_ms);
    if (has(&connection->bucket, len) && has(&connections->all, len)) {
        take(&connection->bucket, len);
        take(&connections->all, len);
        return true;
    }
    *ret_say = !connection->said || now_ms - connection->said_ms >= SAY_MS;
    if (*ret_say) {
        connection->said = true;
        connection->said_ms = now_ms;
    }
    return false;
}
