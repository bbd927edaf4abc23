/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_BUNDLE_H
#define STAITH_CLI_BUNDLE_H
/*
 * Bundles read from files, and how their records are shown. Private to this folder.
 */
#include "cli/cli.h"
#include "codec/bundle.h"
#include "ledger/ledger.h"

/** A bundle that was read from a file, and the key that it is held against. */
struct staith_cli_bundle {
    struct staith_buf file;
    struct staith_arena arena;
    struct staith_bundle bundle;
    uint8_t hash[STAITH_HASH_BYTES];
    uint8_t key[STAITH_PUBLIC_KEY_BYTES];
};
/** Read a bundle and check all of it. `key`: file of the council's signing.pub; NULL: the bundle's
 *  own counts. 0, or an error that names the file. To be closed whatever comes of it. */
int staith_cli_bundle_open(const char *path, const char *key, struct staith_cli_bundle *reading,
                           struct staith_err *err);
void staith_cli_bundle_close(struct staith_cli_bundle *reading);

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
