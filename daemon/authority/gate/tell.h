/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_TELL_H
#define STAITH_AUTHORITY_GATE_TELL_H
/*
 * Telling the council's own people of a change of local alarms: in the log always, and as `alarms`
 * in the configuration says by mail (the system's mailer), webhook (curl) and a command. Each is a
 * program of its own, ended at its limit: the gate itself speaks to nobody. What it is given has
 * codes, counts and the plugin's constant words.
 */
#include "base/log.h"
#include "config/schema.h"
#include "loop/loop.h"

#include <jansson.h>

enum { STAITH_GATE_TELL_MAX = 32 }; /**< programs under way; what is over is logged alone */

struct staith_gate_teller;

/** Where the end of each telling is reported. `detail`: why not, "" when it went well. */
typedef void (*staith_gate_told_fn)(void *ctx, const char *dataset, const char *period,
                                    const char *way, bool well, const char *detail);

/** NULL without memory. `log` and `loop` must outlive it. */
struct staith_gate_teller *staith_gate_teller_new(struct staith_loop *loop, struct staith_log *log,
                                                  staith_gate_told_fn on_told, void *ctx);
/** Call when the loop has been freed, which ended what was under way. NULL is allowed. */
void staith_gate_teller_free(struct staith_gate_teller *teller);
/** Tell of `change` (borrowed; as staith_gate_alarms_put makes it). */
void staith_gate_tell(struct staith_gate_teller *teller, const struct staith_config_council *config,
                      const json_t *change);

/** The mail, headers and all: on the heap, or NULL without memory. */
char *staith_gate_tell_mail(const struct staith_config_council *config, const json_t *change);

#endif
