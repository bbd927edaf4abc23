/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FAULT_MEMORY_H
#define STAITH_FAULT_MEMORY_H
/*
 * Memory that runs out when the test says so. A program that is linked with -Wl,--wrap for malloc,
 * calloc and realloc goes through here, and SQLite with it after memory_start. What the test itself
 * needs it asks for between memory_mine and memory_theirs.
 */
#include <stdbool.h>
#include <stdint.h>

/** Before anything of SQLite is used. */
void memory_start(void);
/** Let request number `nth` from now fail, all after it too when `for_ever`. 0: none. */
void memory_fail(uint64_t nth, bool for_ever);
/** Whether it has happened. */
bool memory_failed(void);
/** Requests since memory_fail. */
uint64_t memory_requests(void);
/** What is asked for between these two never fails. They may be nested. */
void memory_mine(void);
void memory_theirs(void);

#endif
