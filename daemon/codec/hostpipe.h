/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CODEC_HOSTPIPE_H
#define STAITH_CODEC_HOSTPIPE_H
/*
 * What goes through the pipe between the gate and a plugin's host (proto/staith/v1/host.proto):
 * one order in, one result out, each framed by a 4-byte big-endian length.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/rawtable.h"

#include <stdbool.h>

enum {
    STAITH_HOSTPIPE_ORDER_MAX_BYTES = 4 * 1024 * 1024,
    STAITH_HOSTPIPE_FILE_MAX_BYTES = 256 * 1024, /**< of one option that is a file */
    STAITH_HOSTPIPE_RESULT_MAX_BYTES = 64 * 1024 * 1024,
    STAITH_HOSTPIPE_MAX_FINDINGS = 1000, /**< listed; all are counted */
    STAITH_HOSTPIPE_KEY_BYTES = 16
};

/** A headline total this council released earlier. */
struct staith_history {
    const char *measure; /**< code */
    struct staith_period period;
    int64_t value;
};

/** One option as the operator wrote it, with the place for error messages. */
struct staith_order_option {
    const char *name;  /**< `group.name` for an item of a group, `list.` for one of a list */
    const char *value; /**< of a file what is in it */
    const char *where; /**< "file:line:column" in the configuration */
    const char *file;  /**< path of the file; NULL or "": the value stands in the configuration */
};

/** What the gate asks a host to do. Sources are open file descriptors 3, 4, ... of the host. */
struct staith_order {
    const char *plugin_path;
    const char *authority;
    uint32_t source_count;
    const char **source_names; /**< file names without folders */
    uint32_t option_count;
    const struct staith_order_option *options;
    uint32_t history_count;
    const struct staith_history *history;
    bool check_only; /**< stop after configure: `staithd --check-config` */
    uint64_t max_cells;
    uint64_t max_people;
    uint64_t max_observations;
    /** Key of sketches, STAITH_HOSTPIPE_KEY_BYTES, the council's own; NULL: a random one, and those
     *  of two runs do not compare. */
    const uint8_t *follow_key;
    /* what the operator grants this run beyond reading its sources */
    bool allow_programs;
    bool allow_network;
    uint32_t read_path_count;
    const char **read_paths; /**< files, or folders with all that lies in them */
};

int staith_hostpipe_pack_order(const struct staith_order *order, struct staith_buf *out);
int staith_hostpipe_unpack_order(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                 struct staith_order *ret_order, struct staith_err *err);

/** A local alarm of a run: stays in the council and is in no raw table. */
struct staith_alarm {
    const char *code;
    const char *label;
    const char *advice;
    uint64_t count;
};

/** What a host answers: the catalogue always once the plugin is loaded; the raw table when the
 *  run went well; findings in either case (raw->finding_totals, raw->findings). */
struct staith_result_of_run {
    int code;                           /**< 0 or an error code of base/err.h */
    struct staith_err err;              /**< of the host, for a person, when code != 0 */
    struct staith_catalogue *catalogue; /**< NULL when the plugin could not be loaded */
    struct staith_rawtable *raw;        /**< NULL with check_only or when the catalogue is NULL;
                                             without parts (part_count 0) when code != 0 */
    const struct staith_alarm *alarms;  /**< those the plugin counted, when code == 0 */
    uint32_t alarm_count;
};

int staith_hostpipe_pack_result(const struct staith_result_of_run *result, struct staith_buf *out);
/** Everything lies in `arena`; catalogue and raw table are checked. */
int staith_hostpipe_unpack_result(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                  struct staith_result_of_run *ret_result, struct staith_err *err);

#endif
