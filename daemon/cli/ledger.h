/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_LEDGER_H
#define STAITH_CLI_LEDGER_H
/*
 * What `staith ledger` shows of one release. Private to this folder.
 */
#include "cli/cli.h"
#include "ledger/ledger.h"

/** "received", "waiting" or "refused". Static. */
const char *staith_cli_region_state(const struct staith_ledger_entry *entry);
/** A release as JSON without its figures, a new reference, or NULL without memory. */
json_t *staith_cli_release_json(const struct staith_ledger_entry *entry,
                                const struct staith_release *release);
/** Print one release with its figures. STAITH_ERR_NOTFOUND: no such release. */
int staith_cli_ledger_show(const struct staith_cli *cli, struct staith_ledger *ledger,
                           uint64_t number, bool json, struct staith_err *err);

#endif
