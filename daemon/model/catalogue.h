/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_CATALOGUE_H
#define STAITH_MODEL_CATALOGUE_H
/*
 * The catalogue of a dataset: what a plugin declares, owned by the framework and able to travel.
 * The enums (unit, aggregation, precedence, polarity, indicator flags, severity) are those of
 * <staith/plugin.h>, with the same numbers.
 */
#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct staith_category {
    const char *code;
    const char *label;
    uint16_t parent; /**< index, or 0xFFFF */
};

struct staith_dimension {
    const char *code;
    const char *label;
    uint32_t precedence;
    uint32_t sensitive;
    uint32_t category_count;
    struct staith_category *categories;
};

struct staith_measure {
    const char *code;
    const char *label;
    const char *definition;
    uint32_t unit;
    uint32_t aggregation;
};

struct staith_table {
    const char *code;
    const char *label;
    uint32_t measure_count;
    uint32_t dimension_count;
    uint16_t *measures;
    uint16_t *dimensions;
};

struct staith_indicator {
    const char *code;
    const char *label;
    const char *unit_label;
    const char *definition;
    const char *source;
    uint32_t scale;
    uint32_t decimals;
    uint32_t polarity;
    uint32_t flags;
    uint16_t numerator;
    uint32_t denominator_count;
    uint16_t *denominators;
};

struct staith_check {
    const char *code;
    const char *message;
    const char *advice;
    uint32_t severity;
};

/** All of it lies in one arena and lives as long as that. Constant once made. */
struct staith_catalogue {
    const char *dataset;        /**< "csww" */
    const char *plugin;         /**< "workforce" */
    const char *plugin_version; /**< "1.0.0" */
    uint32_t dimension_count;
    uint32_t measure_count;
    uint32_t table_count;
    uint32_t indicator_count;
    uint32_t check_count;
    uint32_t element_count;
    struct staith_dimension *dimensions;
    struct staith_measure *measures;
    struct staith_table *tables;
    struct staith_indicator *indicators;
    struct staith_check *checks;
    const char **elements;
};

enum {
    STAITH_CATALOGUE_MAX_MEASURES = 512,
    STAITH_CATALOGUE_MAX_DIMENSIONS = 64,
    STAITH_CATALOGUE_MAX_CATEGORIES = 4096,
    STAITH_CATALOGUE_MAX_TABLES = 256,
    STAITH_CATALOGUE_MAX_INDICATORS = 256,
    STAITH_CATALOGUE_MAX_CHECKS = 512,
    STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS = 4,
    STAITH_CATALOGUE_MAX_ELEMENTS = 512,
    STAITH_CATALOGUE_MAX_DENOMINATORS = 8,
    STAITH_CATALOGUE_MAX_DEPTH = 8,         /**< of a hierarchy of categories */
    STAITH_CATALOGUE_MAX_SCALE = 1000000,   /**< of an indicator */
    STAITH_CATALOGUE_MAX_LABEL_BYTES = 256, /**< labels, unit labels, names of elements */
    STAITH_CATALOGUE_MAX_TEXT_BYTES = 2048  /**< definitions, sources, messages, advice */
};

/** Whether every code is well formed and unique, every text UTF-8 on one line, every index and enum
 *  in range, no hierarchy circular, counts and lengths inside the limits. 0, STAITH_ERR_INVAL with
 *  what and which item, or STAITH_ERR_NOMEM. */
int staith_catalogue_check(const struct staith_catalogue *catalogue, struct staith_err *err);
/** Index of a measure, table, dimension or indicator by code, or -1. */
int staith_catalogue_measure(const struct staith_catalogue *catalogue, const char *code);
int staith_catalogue_table(const struct staith_catalogue *catalogue, const char *code);
int staith_catalogue_dimension(const struct staith_catalogue *catalogue, const char *code);
int staith_catalogue_indicator(const struct staith_catalogue *catalogue, const char *code);
/** Which quarter of the ordered values an order statistic stands at: 1 lower quartile, 2 median,
 *  3 upper quartile; 0: the measure is none. */
unsigned staith_measure_quarter(const struct staith_measure *measure);
/** Whether it is followed how many of its contributors change from one period to the next: order
 *  statistics and sums of money, of which the difference of two would be somebody's pay. */
int staith_measure_followed(const struct staith_measure *measure);
/** Index of the count of people whose sum measure `measure` is: the COUNT_PEOPLE measure with the
 *  same code up to its last underscore ("inpost_fte", "inpost_headcount"); -1: none, or not a SUM.
 */
int staith_catalogue_headcount(const struct staith_catalogue *catalogue, uint16_t measure);
/** Decimal digits of a unit's scale: FTE 6, days 2, pence 2, others 0. */
unsigned staith_unit_digits(uint32_t unit);
/** Decimals at which a unit is shown: FTE 1, days 1, pence 2, others 0. */
unsigned staith_unit_decimals(uint32_t unit);
/** Words for a unit: "people", "FTE", "working days", "cases", "£", "posts". Static. */
const char *staith_unit_words(uint32_t unit);
/** Whether `code` matches [a-z][a-z0-9_]{0,62}. */
int staith_code_valid(const char *code);

#endif
