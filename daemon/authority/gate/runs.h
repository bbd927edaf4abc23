/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_RUNS_H
#define STAITH_AUTHORITY_GATE_RUNS_H
/*
 * The records of a dataset's last runs: runs/DATASET/NUMBER.json in the state folder, one JSON
 * object each, written whole or not at all. No value of a person is in them.
 */
#include "base/err.h"

#include <jansson.h>
#include <stdint.h>

enum { STAITH_GATE_RUNS_KEPT = 100 };

struct staith_gate_runs;

/** Open, making the folder (0700) when it is missing. */
int staith_gate_runs_open(const char *state_folder, const char *dataset,
                          struct staith_gate_runs **ret_runs, struct staith_err *err);
/** NULL is allowed. */
void staith_gate_runs_close(struct staith_gate_runs *runs);
/** Number of the newest run, 0: none yet. */
uint64_t staith_gate_runs_last(const struct staith_gate_runs *runs);
/** Write a record (borrowed; its member "run" is set to the next number) and drop the one that is
 *  too old. */
int staith_gate_runs_put(struct staith_gate_runs *runs, json_t *record, struct staith_err *err);
/** Read a record: a new reference. STAITH_ERR_NOTFOUND, SYNTAX. */
int staith_gate_runs_get(const struct staith_gate_runs *runs, uint64_t number, json_t **ret_record,
                         struct staith_err *err);

#endif
