/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CONFIG_SCHEMA_H
#define STAITH_CONFIG_SCHEMA_H
/*
 * What the two configuration files say, parsed and checked. YAML by libfyaml; unknown keys, wrong
 * types, values out of range and missing keys are errors with file:line:column and what to do. All
 * strings lie in the config's own arena.
 */
#include "base/arena.h"
#include "base/err.h"
#include "model/period.h"
#include "model/status.h"

#include <stdbool.h>
#include <stdint.h>

/** An option of a plugin as it is written, or a file for one. */
struct staith_config_option {
    const char *name;  /**< `group.name` for an item of a group, `list.` for one of a list */
    const char *value; /**< scalar text as written; of a file its path, absolute */
    const char *where; /**< file:line:column */
};

struct staith_config_mark {
    const char *measure;
    struct staith_period period;
    enum staith_status status;
    const char *reason; /**< code */
    const char *note;   /**< words for the council's own ledger, or NULL; never leaves */
    const char *where;  /**< file:line:column */
};

/** Somebody who may approve what is held. */
struct staith_config_officer {
    const char *name;
    const char *role;
    const char *account; /**< of a region's officer, at the region's pages; or NULL */
    const char *where;   /**< file:line:column */
};

/** One line of a policy; what is NULL or 0 was not given. */
struct staith_config_policy_rule {
    const char *audience; /**< "region" or "public" */
    const char *dataset;
    const char *measure;
    const char *dimension;
    const char *leaves; /**< "protected", "exact-or-hidden" or "nothing" */
    const char *base;   /**< "5" or "3" */
    uint64_t least;
    uint64_t least_agencies; /**< of amounts; so the next four */
    uint64_t dominance_n;
    uint64_t dominance_k; /**< thousandths */
    uint64_t p;           /**< thousandths */
    uint64_t steps;
    const char *where; /**< file:line:column */
};

/** A policy for what leaves, from its date until the next one's. */
struct staith_config_policy {
    const char *from; /**< "2026-12-01" */
    const char *base; /**< "5" or "3" */
    uint32_t rule_count;
    struct staith_config_policy_rule *rules;
    const char *where; /**< file:line:column */
};

struct staith_config_dataset {
    const char *name;   /**< code, "csww" */
    const char *plugin; /**< name ("workforce") or path of the .so */
    const char *source; /**< file or folder */
    uint64_t scan_seconds;
    const char *schedule; /**< when files are taken, as in cron; NULL: as they come */
    uint64_t jitter_seconds;
    uint32_t option_count;
    struct staith_config_option *options;
    uint32_t file_count;
    struct staith_config_option *files; /**< options that are files */
    uint32_t mark_count;
    struct staith_config_mark *marks;
    uint32_t held_count;
    const char **held;     /**< measures held back by choice, "dataset.measure" */
    const char *sign_off;  /**< "at-once" or "hold" */
    const char *revisions; /**< "at-once", "hold" or "hold-for-two" */
    uint32_t release_date_count;
    const char **release_dates; /**< of revisions: "2026-12-10T09:30" */
    uint32_t allow_count;
    const char **allow; /**< "programs", "network": what a run may do beyond reading its source */
    uint32_t read_count;
    const char **read; /**< files and folders that a run may read besides */
    const char *where;
};

struct staith_config_limits {
    uint64_t run_seconds;
    uint64_t memory_bytes;
    uint64_t max_cells;
    uint64_t max_people;
    uint64_t max_observations;
    uint64_t max_source_bytes;
    uint64_t max_ledger_bytes;
};

/** Whom to tell of local alarms besides the log. */
struct staith_config_alarms {
    uint32_t mail_count;
    const char **mail;
    const char *mailer;
    const char *webhook; /**< or NULL */
    const char *curl;
    const char *command; /**< or NULL */
    uint64_t limit_seconds;
};

/** The limits that hold where a configuration says nothing of them. */
void staith_config_limits_init(struct staith_config_limits *ret_limits);

/** Configuration of staithd (one council). */
struct staith_config_council {
    struct staith_arena arena;
    const char *path;
    const char *authority_code; /**< "840" */
    const char *authority_name;
    const char *state_folder;   /**< ledger, receipts; absolute */
    const char *control_socket; /**< path; default <state>/control.sock */
    const char *plugin_folder;  /**< where <name>.so are; NULL: as installed */
    const char *signing_key_file;
    const char *transport_key_file;      /**< CURVE secret key, Z85 */
    const char *region_public_key;       /**< CURVE, Z85, 40 characters */
    const char *region_signing_key;      /**< Ed25519, 64 hex digits, or NULL */
    const char *region_next_signing_key; /**< valid beside it while it is changed, or NULL */
    uint32_t endpoint_count;
    const char **endpoints; /**< tcp://host:port */
    uint32_t dataset_count;
    struct staith_config_dataset *datasets;
    uint32_t officer_count;
    struct staith_config_officer *officers;
    uint32_t policy_count;
    struct staith_config_policy *policies;
    struct staith_config_alarms alarms;
    struct staith_config_limits limits;
    const char *log_level;
};

/** Whom a council's figures of a dataset may be shown to. */
struct staith_config_share {
    const char *dataset;
    const char *with; /**< "region", "councils" or "public" */
    const char *from; /**< "2026-12-10T09:30", or NULL: always */
    const char *where;
};

struct staith_config_area {
    const char *code; /**< DfE code, "840" */
    const char *name;
    const char *short_name; /**< for columns, "Durham" */
    const char *slug;
    const char *ons;                       /**< current ONS code */
    const char *earlier_ons;               /**< or NULL */
    const char *transport_public_key;      /**< CURVE, Z85 */
    const char *signing_public_key;        /**< Ed25519, 64 hex digits */
    const char *next_transport_public_key; /**< valid beside it while keys are changed, or NULL */
    const char *next_signing_public_key;   /**< likewise */
    uint32_t neighbour_count;
    const char **neighbours; /**< DfE codes, in order */
    uint64_t tile_column;    /**< place on the tile map, from 1; 0: none */
    uint64_t tile_row;
    uint32_t share_count;
    struct staith_config_share *shares;
    const char *where; /**< file:line:column */
};

/** How the region's pages and figures are served. */
struct staith_config_http {
    const char *listen;      /**< "tcp://127.0.0.1:7480", or "unix:/path" */
    const char *plain;       /**< who may connect without encryption: "this-machine", "anybody" */
    const char *certificate; /**< file of a PEM chain, or NULL: no TLS of its own */
    const char *key;         /**< file of its key, or NULL */
    uint32_t proxy_count;
    const char **proxies;    /**< addresses whose headers are believed */
    const char *user_header; /**< in which a proxy names who signed in, or NULL */
    const char *note;        /**< a sentence above every page, or NULL */
    uint64_t max_connections;
    uint64_t answers_mebibytes;
    uint64_t requests_per_minute; /**< of the API, by client */
    uint64_t session_minutes;     /**< without a request */
};

/** What an officer of the region looks at before it counts: "automatic" or "officer". */
struct staith_config_acceptance {
    const char *name;  /**< the dataset's code; NULL: all that are not named */
    const char *title; /**< what it is called on the pages, or NULL */
    const char *releases;
    const char *catalogues;
    uint64_t due_days; /**< after the end of a period; 0: not said */
};

/** A group of councils of the region's own. */
struct staith_config_group {
    const char *code;
    const char *name;
    uint32_t council_count;
    const char **councils; /**< DfE codes */
    const char *where;     /**< file:line:column */
};

/** A number that an indicator or measure is held against while it holds. */
struct staith_config_target {
    const char *dataset;
    const char *item;
    const char *council; /**< DfE code, or NULL: every council's */
    const char *name;
    const char *value; /**< a decimal number, in the item's unit */
    const char *from;  /**< "2026-04-01" */
    const char *until; /**< last day, or NULL */
    const char *source;
    const char *where; /**< file:line:column */
};

/** From when on a series is judged by itself. */
struct staith_config_phase {
    const char *dataset;
    const char *item; /**< or NULL: all of the dataset */
    const char *from;
    const char *reason;
    const char *where; /**< file:line:column */
};

/** Configuration of staith-aggregator (the region). */
struct staith_config_region {
    struct staith_arena arena;
    const char *path;
    const char *region_code; /**< E12000001 */
    const char *region_name;
    const char *state_folder; /**< store; absolute */
    const char *store;        /**< the state folder, or the address of a database */
    const char *control_socket;
    const char *transport_key_file;
    const char *signing_key_file; /**< or NULL */
    uint32_t endpoint_count;
    const char **endpoints; /**< to bind */
    uint32_t council_count;
    struct staith_config_area *councils;
    uint32_t dataset_count;
    struct staith_config_acceptance *datasets;
    struct staith_config_acceptance others;
    uint32_t group_count;
    struct staith_config_group *groups;
    uint32_t target_count;
    struct staith_config_target *targets;
    uint32_t phase_count;
    struct staith_config_phase *phases;
    uint32_t officer_count;
    struct staith_config_officer *officers;
    struct staith_config_http http;
    uint64_t quota_messages; /**< a second, of one connection of a council */
    uint64_t quota_bytes;    /**< likewise */
    const char *log_level;
};

/** Read and check a file. *ret_config on the heap. */
int staith_config_council_read(const char *path, struct staith_config_council **ret_config,
                               struct staith_err *err);
void staith_config_council_free(struct staith_config_council *config);
/** Whether the lines of a policy say something. 0, STAITH_ERR_CONFIG. */
int staith_config_policy_check(const struct staith_config_policy *policy, struct staith_err *err);
/** The policy in force on a day ("2026-12-01"), or NULL: the one that is compiled in. */
const struct staith_config_policy *
staith_config_policy_on(const struct staith_config_council *config, const char *date);
int staith_config_region_read(const char *path, struct staith_config_region **ret_config,
                              struct staith_err *err);
void staith_config_region_free(struct staith_config_region *config);

/** Who looks at figures. */
enum staith_config_viewer {
    STAITH_CONFIG_VIEWER_PUBLIC = 0,
    STAITH_CONFIG_VIEWER_COUNCIL,
    STAITH_CONFIG_VIEWER_REGION
};
/** Whether a council's figures of a dataset may be shown at a time to a viewer who is not of that
 *  council: what its `share` says, else councils of the region and no further. The region sees what
 *  it accepted of all. */
bool staith_config_shares(const struct staith_config_region *config, const char *authority,
                          const char *dataset, enum staith_config_viewer viewer, int64_t unix_ms);
/** How many `from` of the file have come: shares change when it does. */
uint32_t staith_config_shares_begun(const struct staith_config_region *config, int64_t unix_ms);

/** Which of the two kinds of configuration a file is, by its keys: *ret_region is true for a
 *  region's. Errors as for reading it. */
int staith_config_is_region(const char *path, bool *ret_region, struct staith_err *err);

/** The name behind "region:" of a dataset's file, which is then what the region hands out under it;
 *  NULL: it is a path. */
const char *staith_config_handout(const char *value);

/** Key files. Text, one key a file, mode 0600 demanded for secrets. STAITH_ERR_VERIFY: of a secret
 *  signing key (64 bytes) the public half is not its seed's; beside a secret transport key NAME.key
 *  lies a NAME.pub that is not its public key. */
int staith_config_read_key_hex(const char *path, bool secret, uint8_t *ret_key, size_t key_len,
                               struct staith_err *err);
int staith_config_read_key_z85(const char *path, bool secret, char ret_key[41],
                               struct staith_err *err);

#endif
