/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/cutoff.h"

static int64_t unix_ms(void *ctx)
{
    const struct staith_gate_cutoff *cutoff = ctx;
    return cutoff->machine->unix_ms(cutoff->machine->ctx);
}

static int64_t monotonic_ms(void *ctx)
{
    const struct staith_gate_cutoff *cutoff = ctx;
    return staith_gate_cutoff_is_cut(cutoff) ? INT64_MAX / 2
                                             : cutoff->machine->monotonic_ms(cutoff->machine->ctx);
}

static void fill_random(void *ctx, void *buf, size_t len)
{
    const struct staith_gate_cutoff *cutoff = ctx;
    cutoff->machine->random(cutoff->machine->ctx, buf, len);
}

void staith_gate_cutoff_init(struct staith_gate_cutoff *cutoff,
                             const struct staith_outside *machine)
{
    cutoff->machine = machine != NULL ? machine : staith_outside_machine();
    cutoff->outside = (struct staith_outside){.ctx = cutoff,
                                              .unix_ms = unix_ms,
                                              .monotonic_ms = monotonic_ms,
                                              .random = fill_random,
                                              .places = cutoff->machine->places};
    atomic_init(&cutoff->cut, false);
}

void staith_gate_cutoff_cut(struct staith_gate_cutoff *cutoff)
{
    atomic_store(&cutoff->cut, true);
}

bool staith_gate_cutoff_is_cut(const struct staith_gate_cutoff *cutoff)
{
    return atomic_load(&cutoff->cut);
}
