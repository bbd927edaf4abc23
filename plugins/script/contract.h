/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SCRIPT_CONTRACT_H
#define STAITH_SCRIPT_CONTRACT_H
/*
 * The contract with a program, version 1: README.md says it for people, here it is as the plugin
 * uses it. A program declares a catalogue in JSON, and prints observations by the codes of that
 * catalogue, as NDJSON or as CSV.
 */
#include <jansson.h>
#include <staith/kit.h>

enum {
    STAITH_SCRIPT_CONTRACT = 1,
    STAITH_SCRIPT_MAX_DIMENSIONS = 16,
    STAITH_SCRIPT_MAX_CATEGORIES = 4096,
    STAITH_SCRIPT_MAX_MEASURES = 256,
    STAITH_SCRIPT_MAX_TABLES = 64,
    STAITH_SCRIPT_MAX_INDICATORS = 64,
    STAITH_SCRIPT_MAX_CHECKS = 64,
    STAITH_SCRIPT_MAX_DENOMINATORS = 8,
    STAITH_SCRIPT_MAX_FAULTS = 100 /**< more are not looked for */
};

/** What is wrong with a catalogue, in words, with a place where the JSON itself is wrong. */
struct staith_script_fault {
    char what[200];
    uint64_t line;
    uint64_t column;
};

/** A sorted list of codes, to find an index by. */
struct staith_script_names {
    struct staith_kit_code *codes;
    size_t count;
};

/** A catalogue as the host takes it. Texts lie in `root`. Caller's storage, zeroed. */
struct staith_script_catalogue {
    json_t *root;
    struct staith_descriptor descriptor;
    struct staith_dimension_def *dimensions;
    struct staith_category_def *categories[STAITH_SCRIPT_MAX_DIMENSIONS];
    struct staith_measure_def *measures;
    struct staith_table_def *tables;
    struct staith_indicator_def *indicators;
    struct staith_check_def *checks; /**< the plugin's own, and the program's behind them */
    uint32_t own_checks;
    uint16_t *indices; /**< of tables and indicators */
    uint32_t index_count;
    uint32_t index_cap;
    struct staith_script_names measure_names;
    struct staith_script_names category_names[STAITH_SCRIPT_MAX_DIMENSIONS];
};

/** Read the text of a catalogue; `fixed`: what is the plugin's own, its checks among it.
 *  STAITH_OK; STAITH_EINVAL with a fault; STAITH_ENOMEM. Free it in any case. */
int staith_script_catalogue_read(const char *text, size_t len,
                                 const struct staith_descriptor *fixed,
                                 struct staith_script_catalogue *catalogue,
                                 struct staith_script_fault *fault);
void staith_script_catalogue_free(struct staith_script_catalogue *catalogue);
/** The check of the program's with this code, as an index of the descriptor's; STAITH_EINVAL. */
int staith_script_find_check(const struct staith_script_catalogue *catalogue, const char *code,
                             uint32_t *ret_check);

/* fields.c: the fields of an object */

/** How many items a list has; NULL: 0. */
size_t staith_script_size(const json_t *list);

/** An object of the catalogue that is being read. */
struct staith_script_object {
    json_t *json;
    const char *list; /**< "measures"; "": the whole */
    size_t index;
    struct staith_script_fault *fault;
};

/** Say what is wrong with a field; STAITH_EINVAL. `field` NULL: the object itself. */
int staith_script_blame(const struct staith_script_object *object, const char *field,
                        const char *what);
/** Whether it is an object, and has no fields but those of the list, which ends with NULL. */
int staith_script_only(const struct staith_script_object *object, const char *const *fields);
/** A text; one that is missing is `fallback`, or a fault where that is NULL. */
int staith_script_text(const struct staith_script_object *object, const char *field,
                       const char *fallback, const char **ret_text);
/** A code: [a-z][a-z0-9_]{0,62}. */
int staith_script_code(const struct staith_script_object *object, const char *field,
                       const char **ret_code);
/** A whole number from 0 to `most`; missing: `fallback`. */
int staith_script_number(const struct staith_script_object *object, const char *field,
                         uint32_t fallback, uint32_t most, uint32_t *ret_number);
/** true or false; missing: false. */
int staith_script_truth(const struct staith_script_object *object, const char *field,
                        bool *ret_truth);
/** One of a list of words that ends with NULL, as its index; missing: word 0. */
int staith_script_word(const struct staith_script_object *object, const char *field,
                       const char *const *words, uint32_t *ret_word);
/** A list of at least `least` and at most `most`; missing and least 0: NULL. */
int staith_script_list(const struct staith_script_object *object, const char *field, size_t least,
                       size_t most, json_t **ret_list);
/** Item `index` of a list as an object. */
struct staith_script_object staith_script_item(const struct staith_script_object *outer,
                                               json_t *list, const char *name, size_t index);

/* tables.c: one table, and one indicator */

/** A catalogue that is being read. */
struct staith_script_reading {
    struct staith_script_catalogue *catalogue;
    struct staith_script_object whole;
};

int staith_script_table(struct staith_script_reading *reading,
                        const struct staith_script_object *object);
int staith_script_indicator(struct staith_script_reading *reading,
                            const struct staith_script_object *object);

#endif
