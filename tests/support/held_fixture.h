/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_HELD_FIXTURE_H
#define STAITH_TEST_HELD_FIXTURE_H
/* Held releases of the council of ledger_fixture.h. */
#include "ledger/held.h"
#include "ledger_fixture.h"

/* Keep one release; its source hash begins with `mark`. */
static inline int held_fixture_put(const struct ledger_fixture *f, struct staith_held *held,
                                   int32_t year, int64_t leavers, uint8_t mark, int64_t now,
                                   uint64_t *ret_number, uint64_t *ret_replaced)
{
    struct staith_release *release = ledger_fixture_release(f, year, leavers);
    if (release == NULL) {
        return STAITH_ERR_NOMEM;
    }
    const struct staith_ledger_note note = {.source_name = "return.xml",
                                            .source_hash = {mark},
                                            .source_bytes = 1234,
                                            .observed = 56,
                                            .cells_tallied = 7,
                                            .cells_released = 2,
                                            .cells_withheld = 5,
                                            .errors = 1,
                                            .queries = 3,
                                            .approved_by = "",
                                            .decision_json = "{\"rules\":\"r\"}"};
    int rc =
        staith_held_put(held, release, &f->catalogue, &note, now, ret_number, ret_replaced, NULL);
    staith_release_free(release);
    return rc;
}

/* What an officer says at `now`. */
static inline struct staith_held_word held_fixture_word(const char *officer, bool approves,
                                                        int64_t now)
{
    return (struct staith_held_word){.officer = officer,
                                     .role = "SIRO",
                                     .reason = "figures agree with the return",
                                     .approves = approves,
                                     .at_unix_ms = now};
}

#endif
