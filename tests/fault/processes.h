/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_FAULT_PROCESSES_H
#define STAITH_FAULT_PROCESSES_H
/*
 * A council and its region as real processes on loopback: a writer that appends releases to the
 * council's ledger in the gate's place, staithd-publish, and staith-aggregator over CURVE.
 */
#include "world.h"

#include <sys/types.h>

enum {
    WRITER,
    PUBLISHER,
    REGION,
    SECOND,   /* a second aggregator on the same database; where there is one, as the next */
    DATABASE, /* tests/support/with-postgresql started it */
    PROGRAMS,
    PATH = 512,
    KEY_TEXT = 160
};

struct torture {
    const char *programs; /**< folder */
    const char *pace;     /**< milliseconds between two appends */
    char root[64];
    char self[PATH];
    char region_key[KEY_TEXT]; /**< public, Z85 */
    uint16_t port;
    uint16_t second_port;
    const char *database; /**< address; NULL: the store is a file */
    pid_t pids[PROGRAMS];
    int poke;      /**< the publisher's standard input */
    int accepted;  /**< what the writer says */
    uint64_t told; /**< last number that the writer said is accepted */
    uint64_t dice;
    int64_t slowest_ms; /**< from the start of the region until it listens */
    uint64_t broken;
};

/** The writer's whole life, in a program started for it: `argv` as main has it, that is "writer",
 *  folder of the ledger, file of the key, pace, and then, if they are given, code of the council
 * and how many releases it appends before it ends. */
int torture_write(char **argv);
/** How many programs there are: all, or those up to the first region. */
int torture_programs(const struct torture *torture);
/** Keys, configurations and folders; nothing is started. `self`: this program. */
void torture_set_up(struct torture *torture);
void torture_start(struct torture *torture, int which);
/** With SIGKILL. */
void torture_kill(struct torture *torture, int which);
/** Take what the writer said, and tell the publisher to look. */
void torture_hear(struct torture *torture);
/** Remove the folder when nothing is broken, else say where it is. */
void torture_clear(struct torture *torture);
void torture_broken(struct torture *torture, uint64_t number, const char *what);
/** Open the council's ledger for reading; ends the program where that fails. */
struct staith_ledger *torture_ledger(const struct torture *torture);
uint64_t torture_dice(struct torture *torture, uint64_t bound);
int64_t now_ms(void);
void pause_ms(int64_t ms);

#endif
