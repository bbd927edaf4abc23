/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CONFIG_TREE_H
#define STAITH_CONFIG_TREE_H
/*
 * A configuration file as a tree of plain nodes with their places. YAML is cut down to what a
 * configuration needs: one document of mappings, lists and scalars. Anchors, aliases, tags,
 * control characters, deep nesting and large files are refused, so that no file can make the
 * reader slow or large. Only tree.c knows libfyaml, and nothing of it outlives the call.
 */
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    STAITH_CONFIG_MAX_FILE_BYTES = 1 << 20,
    STAITH_CONFIG_MAX_TREE_BYTES = 16 << 20,
    STAITH_CONFIG_MAX_NODES = 50000,
    STAITH_CONFIG_MAX_KEYS = 1000, /**< of one mapping */
    STAITH_CONFIG_MAX_DEPTH = 8
};

enum staith_config_shape {
    STAITH_CONFIG_SCALAR = 1,
    STAITH_CONFIG_MAPPING = 2,
    STAITH_CONFIG_LIST = 3
};

/** A value; in a mapping, together with its key. Lives in the arena. */
struct staith_config_node {
    enum staith_config_shape shape;
    const char *key; /**< key in the mapping it lies in, or NULL */
    uint32_t key_line;
    uint32_t key_column;
    const char *text; /**< of a scalar; never NULL for one */
    bool empty;       /**< a scalar without content: nothing, "~" or "null" unquoted */
    uint32_t line;    /**< from 1 */
    uint32_t column;  /**< from 1, in characters */
    uint32_t count;   /**< children */
    struct staith_config_node *parent;
    struct staith_config_node *first;
    struct staith_config_node *last;
    struct staith_config_node *next;
};

/** Read a file into nodes in `arena`. The top is a mapping. 0; STAITH_ERR_CONFIG with the place;
 *  STAITH_ERR_NOTFOUND, STAITH_ERR_IO, STAITH_ERR_NOMEM. */
int staith_config_tree_read(const char *path, struct staith_arena *arena,
                            struct staith_config_node **ret_top, struct staith_err *err);

#endif
