/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CONFIG_TABLE_H
#define STAITH_CONFIG_TABLE_H
/*
 * The schema as data: a key with its kind, range, default, unit and help. One table reads a file,
 * checks it, and prints the reference; there is no second place where a key is known.
 */
#include "config/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** What a value is; with where it is stored. */
enum staith_config_kind {
    STAITH_CONFIG_TEXT,        /**< const char *; min..max bytes */
    STAITH_CONFIG_CODE,        /**< const char *; [a-z][a-z0-9_]{0,62} */
    STAITH_CONFIG_SLUG,        /**< const char *; [a-z][a-z0-9-]{0,62} */
    STAITH_CONFIG_DFE,         /**< const char *; three digits */
    STAITH_CONFIG_ONS,         /**< const char *; a letter and eight digits */
    STAITH_CONFIG_PATH,        /**< const char *; made absolute */
    STAITH_CONFIG_PLUGIN,      /**< const char *; a code, or a path made absolute */
    STAITH_CONFIG_NUMBER,      /**< uint64_t; min..max, times `factor` */
    STAITH_CONFIG_LOG_LEVEL,   /**< const char * */
    STAITH_CONFIG_CONNECT,     /**< const char *; tcp://host:port */
    STAITH_CONFIG_BIND,        /**< const char *; tcp://address:port, * for every address */
    STAITH_CONFIG_SERVE,       /**< const char *; as BIND, or unix:/path */
    STAITH_CONFIG_PLAIN,       /**< const char *; this-machine or anybody */
    STAITH_CONFIG_Z85_KEY,     /**< const char *; 40 characters */
    STAITH_CONFIG_HEX_KEY,     /**< const char *; 64 hex digits */
    STAITH_CONFIG_MEASURE,     /**< const char *; dataset.measure */
    STAITH_CONFIG_PERIOD_CODE, /**< struct staith_period */
    STAITH_CONFIG_MARK,        /**< enum staith_status; u or x */
    STAITH_CONFIG_REASON,      /**< const char * */
    STAITH_CONFIG_SIGN_OFF,    /**< const char *; at-once or hold */
    STAITH_CONFIG_MAIL,        /**< const char *; name@host */
    STAITH_CONFIG_URL,         /**< const char *; http or https */
    STAITH_CONFIG_DATABASE,    /**< const char *; postgresql address */
    STAITH_CONFIG_REVISIONS,   /**< const char *; at-once, hold or hold-for-two */
    STAITH_CONFIG_TIME,        /**< const char *; 2026-12-10T09:30 */
    STAITH_CONFIG_ACCEPTANCE,  /**< const char *; automatic or officer */
    STAITH_CONFIG_DATE,        /**< const char *; ccyy-mm-dd */
    STAITH_CONFIG_AUDIENCE,    /**< const char *; region or public */
    STAITH_CONFIG_LEAVES,      /**< const char *; protected, exact-or-hidden or nothing */
    STAITH_CONFIG_BASE,        /**< const char *; 5 or 3 */
    STAITH_CONFIG_GRANT,       /**< const char *; programs or network */
    STAITH_CONFIG_WITH,        /**< const char *; region, councils or public */
    STAITH_CONFIG_ADDRESS,     /**< const char *; IPv4 or IPv6 */
    STAITH_CONFIG_HEADER,      /**< const char *; name of an HTTP header */
    STAITH_CONFIG_SCHEDULE,    /**< const char *; five fields, as in cron */
    STAITH_CONFIG_DECIMAL,     /**< const char *; at most six decimals */
    STAITH_CONFIG_SECTION,     /**< keys of `block`; offset is added to theirs */
    STAITH_CONFIG_SECTIONS,    /**< list of `block`; pointer at offset, uint32_t count */
    STAITH_CONFIG_OPTIONS,     /**< struct staith_config_option *, uint32_t count */
    STAITH_CONFIG_FILES        /**< the same, the values paths made absolute */
};

struct staith_config_block;
struct staith_config_region;

struct staith_config_key {
    const char *name;
    const char *help; /**< one sentence without a full stop */
    enum staith_config_kind kind;
    bool list; /**< a list of them: const char ** at offset, uint32_t at count_offset */
    bool required;
    bool unique; /**< no two items (of this list, or of the list of blocks) have the same */
    size_t offset;
    size_t count_offset;
    uint64_t min; /**< of a number, of a text's bytes, of a list's items */
    uint64_t max;
    uint64_t factor;      /**< of a number */
    const char *unit;     /**< of a number: "seconds" */
    const char *fallback; /**< text of the default, or NULL */
    const char *else_;    /**< the default in words, where its text says too little, or NULL */
    const struct staith_config_block *block;
};

/** Keys that stand together. */
struct staith_config_block {
    const struct staith_config_key *keys;
    uint32_t key_count;
    size_t size;         /**< of the struct of one item, for SECTIONS */
    bool has_where;      /**< the struct keeps its place */
    size_t where_offset; /**< const char * */
};

/** The two files. Static. */
const struct staith_config_block *staith_config_council_block(void);
const struct staith_config_block *staith_config_region_block(void);
/** The keys of one of the `policies` in a council's file. */
extern const struct staith_config_block staith_config_policy_block;
/** One of the `share` of a council, and the keys under `http`, in a region's file. */
extern const struct staith_config_block staith_config_share_block;
extern const struct staith_config_block staith_config_http_block;
/** The keys under `alarms` in a council's file. */
extern const struct staith_config_block staith_config_alarms_block;

/** The keys of one of the `groups`, `targets` and `phases` in a region's file. */
extern const struct staith_config_block staith_config_group_block;
extern const struct staith_config_block staith_config_target_block;
extern const struct staith_config_block staith_config_phase_block;
/** What it takes several keys to check of them. 0 or STAITH_ERR_CONFIG. */
struct staith_config_region;
int staith_config_statistics_check(const struct staith_config_region *config,
                                   struct staith_err *err);

/** What a kind is called, how it looks, and its check. */
struct staith_config_form {
    const char *noun;    /**< "a whole number" */
    const char *example; /**< "digits alone, as in 60" */
    bool (*check)(const char *text);
};
/** Never NULL for a kind of scalar. Static. */
const struct staith_config_form *staith_config_form(enum staith_config_kind kind);
/** A whole number without sign; false when it is none or too large. */
bool staith_config_number(const char *text, uint64_t *ret_number);
/** The key of `block` that `name` probably means, or NULL. */
const char *staith_config_nearest(const struct staith_config_block *block, const char *name);

/**
 * Read the file at `path` into `storage` by `block`; strings and lists go to `arena`. Of all that
 * is wrong the first in the file is reported. 0, STAITH_ERR_CONFIG, and the codes of
 * staith_config_tree_read. Storage is undefined after an error.
 */
int staith_config_fill(const char *path, const struct staith_config_block *block,
                       struct staith_arena *arena, void *storage, struct staith_err *err);
/** A mapping whose groups and lists are taken apart: `outer.inner` for an item of a group, `outer.`
 *  for one of a list, in their order. What lies deeper stays as it is. In `arena`, or NULL. */
struct staith_config_node *staith_config_flatten(struct staith_arena *arena,
                                                 const struct staith_config_node *mapping);
/** `path` made absolute against the folder of the file `base`. In `arena`, or NULL. */
char *staith_config_resolve(struct staith_arena *arena, const char *base, const char *path);

/** `path` made absolute against the current folder. In `arena`, or NULL. */
char *staith_config_absolute(struct staith_arena *arena, const char *path);
/** What both files share after filling: *ret_path is a copy of `path`; *control, where it is NULL,
 *  becomes control.sock in `state`, and must fit into a socket's address. */
int staith_config_finish(const char *path, struct staith_arena *arena, const char *state,
                         const char **ret_path, const char **control, struct staith_err *err);

/** What it takes several keys of `http` to check: certificate and key go together, and so do
 *  proxies and the header that they are believed for. */
int staith_config_http_check(const struct staith_config_region *config, struct staith_err *err);

/** Print all keys of a file with kind, range, default and help, wrapped to `width` columns. */
void staith_config_reference(const struct staith_config_block *block, unsigned width, FILE *out);

#endif
