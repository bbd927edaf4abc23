/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_TURNS_H
#define STAITH_AUTHORITY_GATE_TURNS_H
/*
 * Held releases whose audit takes longer than the loop has, and whose turn it is to be audited
 * beside it. One whose audit does not end rests a minute, and keeps no other waiting.
 */
#include <stdbool.h>
#include <stdint.h>

enum { STAITH_GATE_TURNS_MAX = 64, STAITH_GATE_TURNS_REST_MS = 60000 };

/** Zero-initialise. */
struct staith_gate_turns {
    struct {
        uint64_t held;         /**< its number, from 1; 0: none */
        int64_t since_unix_ms; /**< it rests since then; 0: it does not */
    } ring[STAITH_GATE_TURNS_MAX];
    uint32_t count;
    uint64_t last;  /**< the one whose turn it was */
    uint64_t first; /**< of those that wait in this look; 0: none */
    uint64_t next;  /**< the first of them behind `last`; 0: none */
};

/** Whether it was added, and not forgotten for newer ones. */
bool staith_gate_turns_has(const struct staith_gate_turns *turns, uint64_t held);
/** Remember it. The oldest makes room. */
void staith_gate_turns_add(struct staith_gate_turns *turns, uint64_t held);
/** Its audit did not end. */
void staith_gate_turns_rest(struct staith_gate_turns *turns, uint64_t held, int64_t now_unix_ms);
/** A new look: nobody waits. */
void staith_gate_turns_begin(struct staith_gate_turns *turns);
/** It waits for its turn, unless it rests. Numbers in ascending order. */
void staith_gate_turns_wait(struct staith_gate_turns *turns, uint64_t held, int64_t now_unix_ms);
/** Whose turn it is: the next behind the last one, else the first; 0: nobody waits. */
uint64_t staith_gate_turns_take(struct staith_gate_turns *turns);

#endif
