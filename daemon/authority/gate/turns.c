/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/turns.h"

/* Where it is in the ring, or STAITH_GATE_TURNS_MAX. */
static uint32_t find(const struct staith_gate_turns *turns, uint64_t held)
{
    uint32_t at = 0;
    while (at < STAITH_GATE_TURNS_MAX && turns->ring[at].held != held) {
        at++;
    }
    return at;
}

bool staith_gate_turns_has(const struct staith_gate_turns *turns, uint64_t held)
{
    return find(turns, held) < STAITH_GATE_TURNS_MAX;
}

void staith_gate_turns_add(struct staith_gate_turns *turns, uint64_t held)
{
    if (!staith_gate_turns_has(turns, held)) {
        uint32_t at = turns->count++ % STAITH_GATE_TURNS_MAX;
        turns->ring[at].held = held;
        turns->ring[at].since_unix_ms = 0;
    }
}

void staith_gate_turns_rest(struct staith_gate_turns *turns, uint64_t held, int64_t now_unix_ms)
{
    uint32_t at = find(turns, held);
    if (at < STAITH_GATE_TURNS_MAX) {
        turns->ring[at].since_unix_ms = now_unix_ms;
    }
}

void staith_gate_turns_begin(struct staith_gate_turns *turns)
{
    turns->first = 0;
    turns->next = 0;
}

/* A clock that was set back makes no rest longer. */
void staith_gate_turns_wait(struct staith_gate_turns *turns, uint64_t held, int64_t now_unix_ms)
{
    uint32_t at = find(turns, held);
    int64_t since = at < STAITH_GATE_TURNS_MAX ? turns->ring[at].since_unix_ms : 0;
    if (since > 0 && now_unix_ms >= since && now_unix_ms - since < STAITH_GATE_TURNS_REST_MS) {
        return;
    }
    turns->first = turns->first > 0 ? turns->first : held;
    if (turns->next == 0 && held > turns->last) {
        turns->next = held;
    }
}

uint64_t staith_gate_turns_take(struct staith_gate_turns *turns)
{
    uint64_t held = turns->next > 0 ? turns->next : turns->first;
    turns->last = held > 0 ? held : turns->last;
    return held;
}
