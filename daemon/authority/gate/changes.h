/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_CHANGES_H
#define STAITH_AUTHORITY_GATE_CHANGES_H
/*
 * What would leave, figure by figure, beside what left last for the same period.
 */
#include "disclosure/release.h"
#include "model/catalogue.h"

#include <jansson.h>

enum { STAITH_GATE_CHANGES_SHOWN = 2000 /**< lines of one answer */ };

/**
 * Lines `from`.. of the comparison, at most STAITH_GATE_CHANGES_SHOWN, as members "lines" (how many
 * there are in all) and "cells" of an object; a new reference, or NULL without memory. First the
 * figures of `is` in their order, then those that `was` has alone. `was` NULL: nothing left yet.
 * A line: table, measure, label, unit, of, and is, was: {"value", "lo", "hi"} in the smallest part
 * of the unit, {"status", "reason"}, or null.
 */
json_t *staith_gate_changes(const struct staith_release *is, const struct staith_release *was,
                            const struct staith_catalogue *catalogue, uint64_t from);

#endif
