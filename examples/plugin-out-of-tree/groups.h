/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_HEALTH_CHECK_GROUPS_H
#define STAITH_HEALTH_CHECK_GROUPS_H
/*
 * Which groups may be shown by themselves. A group of few answers, or one that all others together
 * leave few of, tells what somebody said in confidence.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * `counts[i]` answers in group i, `rest` in none. shown[i] becomes true for the groups of which all
 * of this holds: it has at least `minimum` answers; all that is not shown by itself has none at all
 * or at least `minimum`; and what is left of the total without any one shown group has at least
 * `minimum`. Of several ways to that the one that folds the smallest groups away first.
 */
void health_groups_choose(const uint64_t *counts, size_t count, uint64_t rest, uint64_t minimum,
                          bool *shown);

#endif
