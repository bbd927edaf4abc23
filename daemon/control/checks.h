/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CONTROL_CHECKS_H
#define STAITH_CONTROL_CHECKS_H
/*
 * What `--check-config` of a daemon found: a list of checks, each well or with what is wrong, where
 * and what to do. Checks go on after one has failed, so that an operator mends all in one go.
 */
#include "base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/** An error as the socket gives it: code, what, where, remedy. A new reference, or NULL. */
json_t *staith_control_err(const struct staith_err *err);

struct staith_control_checks {
    json_t *list;   /**< of {"check", "ok"} and, where not ok, "error"; NULL without memory */
    int first_code; /**< of the first check that failed, or 0 */
};

/** Caller's storage; the reference to the list is the caller's. */
void staith_control_checks_init(struct staith_control_checks *checks);
/** Add one. `rc` is 0 when all is well, else `err` says what is wrong. */
void staith_control_checks_add(struct staith_control_checks *checks, const char *name, int rc,
                               const struct staith_err *err);
/** Check and add the two folders that a daemon writes to. */
void staith_control_checks_folders(struct staith_control_checks *checks, const char *state_folder,
                                   const char *control_socket);
/** Print for people, or as {"ok", "checks"}; takes `list`. The exit status. */
int staith_control_checks_print(json_t *list, int first_code, bool json, FILE *out);

#endif
