/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_BUNDLE_H
#define STAITH_CLI_BUNDLE_H
/*
 * How the records of a bundle are shown. Private to this folder.
 */
#include "cli/cli.h"
#include "codec/bundle.h"
#include "ledger/ledger.h"

/** As the ledger itself would give it, so that both are shown alike. */
struct staith_ledger_entry staith_cli_bundle_entry(const struct staith_bundle_entry *from);
/** A release of it as JSON, with the decision and the hash of its source, or NULL. */
json_t *staith_cli_bundle_release_json(const struct staith_bundle_entry *from,
                                       const struct staith_release *release);

struct staith_cli_bundle_counts {
    uint32_t releases;
    uint32_t notices;
    json_t *releases_json; /**< where there is no table */
    json_t *notices_json;
};
/** All releases and notices, into `table` or, where it is NULL, into the arrays of `counts`. */
int staith_cli_bundle_list(const struct staith_bundle *bundle, struct staith_cli_table *table,
                           struct staith_cli_bundle_counts *counts, struct staith_err *err);

#endif
