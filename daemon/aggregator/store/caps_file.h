/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_CAPS_FILE_H
#define STAITH_AGGREGATOR_STORE_CAPS_FILE_H
/*
 * A region's file of caps, read and checked as a whole before anything is stored. CSV (RFC 4180,
 * UTF-8) with the columns, in any order:
 *
 *   role            social_worker, senior_social_worker, advanced_practitioner, team_manager, iro
 *   basis           umbrella, paye
 *   pence_per_hour  a whole number, 1 to 100000
 *   valid_from      ccyy-mm-dd: binds assignments that start on it or later
 *   valid_to        ccyy-mm-dd, the last day; empty: until another row is written (optional)
 *   region          the region's name, as its configuration has it (optional)
 *   source          where the cap was agreed
 *
 * No two rows of a role and basis hold on the same day. The file is the whole truth: what is not in
 * it holds no more. A file with the line of columns alone says that there are no caps.
 */
#include "base/arena.h"
#include "base/err.h"
#include "model/handout.h"

#include <stddef.h>

enum { STAITH_CAPS_MAX_BYTES = 1024 * 1024, STAITH_CAPS_MAX_ROWS = 512 };

/** Read `bytes` of the file `name` into a handout with the columns region, role, basis,
 *  pence_per_hour, valid_from, valid_to and source, in this order; everything lies in `arena`.
 *  STAITH_ERR_SYNTAX with line and column, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_caps_file_read(const char *name, const char *bytes, size_t len, const char *region,
                          struct staith_arena *arena, struct staith_handout *ret_handout,
                          struct staith_err *err);

#endif
