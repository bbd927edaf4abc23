/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_LEDGER_H
#define STAITH_CLI_LEDGER_H
/*
 * What `staith ledger` shows of one release. Private to this folder.
 */
#include "cli/cli.h"
#include "config/schema.h"
#include "ledger/ledger.h"
#include "model/catalogue.h"

/** "waiting", "received", "accepted", "sent back" or "refused". Static. */
const char *staith_cli_region_state(const struct staith_ledger_entry *entry);
/** A release as JSON without its figures, a new reference, or NULL without memory. */
json_t *staith_cli_release_json(const struct staith_ledger_entry *entry,
                                const struct staith_release *release);
/** Print one release with its figures. STAITH_ERR_NOTFOUND: no such release. */
int staith_cli_ledger_show(const struct staith_cli *cli, struct staith_ledger *ledger,
                           uint64_t number, bool json, struct staith_err *err);

/** Print what a release is, how it came about and whether the region has it. */
void staith_cli_release_head(const struct staith_cli *cli, const struct staith_ledger_entry *entry,
                             const struct staith_release *release);
/** The figures of a release as a table. `catalogue` gives labels and units; NULL: codes are shown.
 */
int staith_cli_release_cells(const struct staith_cli *cli, const struct staith_release *release,
                             const struct staith_catalogue *catalogue, struct staith_err *err);
/** The same as a JSON array, a new reference, or NULL without memory. */
json_t *staith_cli_cells_json(const struct staith_release *release,
                              const struct staith_catalogue *catalogue);
/** A notice as a row of a table of releases: number, when, dataset, period, kind, "", officers,
 *  `region`. Errors as for unpacking it. */
int staith_cli_notice_row(struct staith_cli_table *table, const struct staith_ledger_entry *entry,
                          const char *region, enum staith_cli_tone tone, struct staith_err *err);
/** A notice as JSON, a new reference, or NULL. */
json_t *staith_cli_notice_json(const struct staith_ledger_entry *entry);
/** Print a notice. Errors as for unpacking it. */
int staith_cli_notice_show(const struct staith_cli *cli, const struct staith_ledger_entry *entry,
                           struct staith_err *err);
/** The public half of the key that a council signs with. Errors as for reading the key. */
int staith_cli_signing_public(const struct staith_config_council *config,
                              uint8_t ret_key[STAITH_PUBLIC_KEY_BYTES], struct staith_err *err);
/** Write records `from` to `to` (0: the first, the last) as a bundle to `path`, and say so.
 *  STAITH_ERR_NOTFOUND: no such records. STAITH_ERR_VERIFY: it is written, and does not hold. */
int staith_cli_ledger_export(const struct staith_cli *cli,
                             const struct staith_config_council *config,
                             struct staith_ledger *ledger, const char *path, uint64_t from,
                             uint64_t to, bool json, struct staith_err *err);

/** Print in words what was decided of each table ("decision_json" of a note), a line for each;
 *  nothing for what is no decision. */
void staith_cli_decision(const struct staith_cli *cli, const char *decision_json);
/** Copy of `text` in `arena` on which a terminal does nothing but print: control characters are
 *  question marks. NULL without memory. */
char *staith_cli_clean(struct staith_arena *arena, const char *text);
/** The same of JSON, so that what is read from it holds no control characters either. */
char *staith_cli_clean_json(struct staith_arena *arena, const char *text);

#endif
