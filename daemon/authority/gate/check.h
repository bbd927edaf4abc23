/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_CHECK_H
#define STAITH_AUTHORITY_GATE_CHECK_H
/*
 * `staithd --check-config`: everything a start needs, tried without starting: the file, the keys
 * and their modes, the state folder, the ledger, the programs, and each dataset's source, plugin
 * (loaded in a host), options, marks and held measures.
 */
#include <jansson.h>

/**
 * Check the configuration at `path`. *ret_checks: a new reference to an array of objects
 * {"check", "ok"} and, where not ok, "error" as on the control socket; NULL without memory.
 * Returns 0, or the error code of the first check that failed.
 */
int staith_gate_check_config(const char *path, json_t **ret_checks);

#endif
