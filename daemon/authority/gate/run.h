/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_RUN_H
#define STAITH_AUTHORITY_GATE_RUN_H
/*
 * One run of a plugin over one file, in a host process of its own, and the release made from it.
 * staithd runs on its loop (staith_gate_run_start); a command waits (staith_gate_run_wait).
 *
 * The host is the program staithd-host, found beside the running program or in the libexec folder
 * installed with it. It gets the source as an open descriptor, the order on its stdin, and limits
 * on time and memory from the configuration. Whatever becomes of it, the caller gets one outcome.
 */
#include "authority/gate/files.h"
#include "authority/gate/past.h"
#include "base/arena.h"
#include "codec/hostpipe.h"
#include "config/schema.h"
#include "disclosure/gate.h"
#include "loop/loop.h"

#include <stdbool.h>
#include <stdint.h>

/** How a run ended. */
enum staith_gate_end {
    STAITH_GATE_END_WELL = 1,     /**< the raw table is there */
    STAITH_GATE_END_REFUSED = 2,  /**< the host or the plugin refused source or options */
    STAITH_GATE_END_CRASHED = 3,  /**< the host died before it answered */
    STAITH_GATE_END_DEADLINE = 4, /**< it took longer than limits.run_seconds */
    STAITH_GATE_END_FLOOD = 5,    /**< it answered more than a result may hold */
    STAITH_GATE_END_GARBLED = 6,  /**< its answer could not be read or does not add up */
    STAITH_GATE_END_NO_START = 7  /**< source or host could not be opened */
};

/** What to run. All pointers are the caller's and must live until the outcome is there. */
struct staith_gate_order {
    const struct staith_config_council *config;
    const struct staith_config_dataset *dataset; /**< one of config's; name "": any plugin's */
    const char *source_path;                     /**< the file; NULL with check_only */
    int source_fd;    /**< the file, already open (stays the caller's), or -1: opened by path */
    bool follow_link; /**< path may be a symbolic link: yes where a person named the file */
    bool check_only;  /**< stop after the plugin took its options */
    const struct staith_gate_files *files; /**< of the dataset, read already; NULL: read here */
    const struct staith_history *history;  /**< headline totals released earlier */
    uint32_t history_count;
    const uint8_t *follow_key; /**< the council's key of sketches, or NULL */
};

/** What became of it. Everything lies in its arena. */
struct staith_gate_outcome {
    struct staith_arena arena;
    enum staith_gate_end end;
    struct staith_err err;                    /**< why, when `end` is not WELL */
    const struct staith_catalogue *catalogue; /**< NULL when the plugin could not be loaded */
    const struct staith_rawtable *raw; /**< NULL without catalogue, with check_only and after a
                                            crash; without parts when `end` is not WELL */
    const struct staith_alarm *alarms; /**< local alarms of a run that ended well */
    uint32_t alarm_count;
    /** Amounts that left earlier (shown.h): for whoever decides, who puts them here. */
    const struct staith_shown_amount *shown;
    uint32_t shown_count;
    int64_t took_ms;
};

struct staith_gate_run;

/**
 * Start a run on the loop. `on_done` is called once, later, never from within start; the outcome
 * lives until it returns. *ret_run is valid until then. 0, or an error without any on_done
 * (STAITH_ERR_NOMEM, STAITH_ERR_NOTFOUND: no host program, STAITH_ERR_REFUSED: not a regular file
 * or too large, STAITH_ERR_IO).
 */
int staith_gate_run_start(struct staith_loop *loop, const struct staith_gate_order *order,
                          void (*on_done)(void *ctx, const struct staith_gate_outcome *outcome),
                          void *ctx, struct staith_gate_run **ret_run, struct staith_err *err);
/** Within on_done: the outcome is the caller's to deinit from now on. */
void staith_gate_run_take(struct staith_gate_run *run, struct staith_gate_outcome *ret_outcome);
/** Kill the host. on_done still comes, with CRASHED. NULL is allowed. */
void staith_gate_run_cancel(struct staith_gate_run *run);
/** Run to the end on a loop of its own, for commands. 0 with *ret_outcome the caller's to deinit,
 *  whatever its `end`; otherwise as staith_gate_run_start. */
int staith_gate_run_wait(const struct staith_gate_order *order,
                         struct staith_gate_outcome *ret_outcome, struct staith_err *err);
/** NULL is allowed. */
void staith_gate_outcome_deinit(struct staith_gate_outcome *outcome);
/** "well", "refused", "crashed", "deadline", "flood", "garbled", "no_start". Static. */
const char *staith_gate_end_code(enum staith_gate_end end);

/** What a decision rests on besides the run. All is the caller's. */
struct staith_gate_terms {
    const struct staith_config_council *config;  /**< for its policies */
    const struct staith_config_dataset *dataset; /**< what it holds back and marks */
    const struct staith_gate_past *past;         /**< what left before; NULL: nothing */
    int64_t today_unix_ms;                       /**< decides which policy is in force */
    const struct staith_outside *outside;        /**< clock; NULL: the machine's */
};

/** Hash of a catalogue's packed bytes, by which a release names it. */
int staith_gate_hash_catalogue(const struct staith_catalogue *catalogue,
                               uint8_t ret_hash[STAITH_HASH_BYTES], struct staith_err *err);

/**
 * Make the release for the region from a run that ended well. Results as
 * staith_disclosure_release; *ret_decision is filled with STAITH_ERR_REFUSED too.
 */
int staith_gate_decide(const struct staith_gate_terms *terms,
                       const struct staith_gate_outcome *outcome,
                       struct staith_decision *ret_decision, struct staith_release **ret_release,
                       struct staith_err *err);
/** Keep the counts behind a release, before it is appended or held. *ret_number is theirs and
 *  *ret_dropped how many older ones had to go, as staith_truth_put has it. */
int staith_gate_keep_truth(struct staith_truth *truth, const struct staith_gate_outcome *outcome,
                           const struct staith_release *release, int64_t *ret_number,
                           uint32_t *ret_dropped, struct staith_err *err);

/** Find a program of ours (staithd-host, staithd-publish): beside the running one, else in the
 *  libexec folder that was installed with it. 0 or STAITH_ERR_NOTFOUND, LIMIT, IO. */
int staith_gate_program(const char *name, char *ret_path, size_t cap, struct staith_err *err);
/** Where a dataset's plugin is: a path as it stands; a name in the configured folder, else in the
 *  one that was installed with the running program. Whether the file is there is not looked at.
 *  0 or STAITH_ERR_LIMIT, IO. */
int staith_gate_plugin(const struct staith_config_council *config, const char *plugin,
                       char *ret_path, size_t cap, struct staith_err *err);
/** Where a folder is that was installed to be shared ("plugin-template"). 0 or STAITH_ERR_NOTFOUND,
 *  LIMIT, IO. */
int staith_gate_share(const char *name, char *ret_path, size_t cap, struct staith_err *err);

#endif
