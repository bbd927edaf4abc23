/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_CERTIFICATE_CASE_H
#define STAITH_TEST_CERTIFICATE_CASE_H
/*
 * One rounded cell and a certificate of it, as they could leave.
 */
#include "disclosure/rebuild.h"

static inline struct staith_release_cell certificate_cell(void)
{
    return (struct staith_release_cell){.table = "by_role",
                                        .measure = "leavers_headcount",
                                        .dimension_count = 2,
                                        .dimensions = {"role", "reason"},
                                        .categories = {"worker", NULL},
                                        .value = {STAITH_STATUS_VALUE, 15, 11, 19},
                                        .base = 5,
                                        .reach = 1};
}

/* Attackers 7 (together) tried, 8 (a person) tried over three systems. */
static inline struct staith_release_certificate
certificate_of(const struct staith_release_cell *cells, uint32_t count)
{
    struct staith_release_certificate certificate = {
        .cells = 16,
        .audited = 15,
        .least = 6,
        .promise = 5,
        .largest_error = 4,
        .took_ms = 12,
        .solver = "GLPK 5.0",
        .attacker_count = 2,
        .attackers = {{7, 1, 1, 6}, {8, 1, 3, 4}},
    };
    staith_release_cells_hash(cells, count, certificate.hash);
    return certificate;
}

#endif
