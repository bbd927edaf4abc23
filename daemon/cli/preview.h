/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_PREVIEW_H
#define STAITH_CLI_PREVIEW_H
/*
 * What would leave a council from a file: the run, the decision, and how they are shown. Figures
 * in clear are printed for the council's own eyes; nothing here can send.
 */
#include "authority/gate/run.h"
#include "cli/cli.h"

#include <stdbool.h>

/** Cells of a release, found by their place in the catalogue. */
struct staith_cli_leaves;

/** Heap; `release` may be NULL (nothing leaves), `catalogue` outlives it. NULL without memory. */
struct staith_cli_leaves *staith_cli_leaves_new(const struct staith_release *release,
                                                const struct staith_catalogue *catalogue);
/** NULL is allowed. */
void staith_cli_leaves_free(struct staith_cli_leaves *leaves);
/** Index of the release's cell at this place, or -1: it stays. */
int64_t staith_cli_leaves_find(const struct staith_cli_leaves *leaves, uint16_t table,
                               const struct staith_cell *cell);

/** What was counted at the place of a released cell: 0 where nobody was. */
int64_t staith_cli_leaves_counted(const struct staith_rawtable *raw,
                                  const struct staith_release_cell *cell);
/** Why a cell stays: the rule's words. The cells of a table need not stay for one reason. Static.
 */
const char *staith_cli_leaves_why(const struct staith_decision *decision, uint16_t table,
                                  uint16_t measure);

/** All that is to be shown. Everything is the caller's. */
struct staith_cli_preview {
    const struct staith_config_council *config;
    const struct staith_config_dataset *dataset;
    const char *source;                        /**< path of the file */
    const struct staith_gate_outcome *outcome; /**< with catalogue; raw may be without parts */
    const struct staith_decision *decision;    /**< NULL when there was none */
    const struct staith_release *release;      /**< NULL: nothing leaves */
    const struct staith_err *refused;          /**< why nothing leaves, or NULL */
    const struct staith_cli_leaves *leaves;    /**< NULL without decision */
    bool all;                                  /**< all cells and findings, however many */
};

/** Run `order`, decide, and show all of it. 0, the reason why the run did not end well, and errors
 * of printing. */
int staith_cli_preview_order(const struct staith_cli *cli, const struct staith_gate_order *order,
                             bool all, bool json, struct staith_err *err);
/** Print for people. 0, STAITH_ERR_NOMEM, STAITH_ERR_IO. */
int staith_cli_preview_text(const struct staith_cli *cli, const struct staith_cli_preview *preview,
                            struct staith_err *err);
/** The same as JSON, a new reference, or NULL without memory. */
json_t *staith_cli_preview_json(const struct staith_cli_preview *preview);

#endif
