/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_PUBLISH_REPORT_H
#define STAITH_AUTHORITY_PUBLISH_REPORT_H
/*
 * What the publisher tells the gate: one frame, lines of `name=value` (see README.md).
 */
#include "authority/publish/publisher.h"

#include <stdbool.h>

enum { STAITH_PUBLISHER_REPORT_BYTES = 1024 };

/** Whether the gate is to be told of `state` when `told` was the last it heard: of whatever
 * changed, but of the region being heard again only every few seconds. */
bool staith_publisher_report_due(const struct staith_publisher_state *state,
                                 const struct staith_publisher_state *told);
/** Write the lines, `sandbox` (what it gave up, one line) among them, without a NUL; returns their
 * length, which is less than the room. */
size_t staith_publisher_report(const struct staith_publisher_state *state, const char *endpoint,
                               const char *sandbox, char out[STAITH_PUBLISHER_REPORT_BYTES]);

#endif
