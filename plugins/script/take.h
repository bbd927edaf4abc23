/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SCRIPT_TAKE_H
#define STAITH_SCRIPT_TAKE_H
/*
 * What a program printed, taken line by line. What a line has is looked up in the catalogue; what
 * is not there is a fault of the program at that line, and a source with a fault is refused: an
 * observation left out in silence would be a figure that nobody can explain.
 */
#include "contract.h"

/** The plugin's own checks of the output, behind those of how the program ended. */
enum staith_script_check {
    STAITH_SCRIPT_CHECK_NO_SOURCE,
    STAITH_SCRIPT_CHECK_NO_PERIOD,
    STAITH_SCRIPT_CHECK_LINE,     /**< no JSON object, or not the CSV of the contract */
    STAITH_SCRIPT_CHECK_FIELD,    /**< a field that is not there, or of another type */
    STAITH_SCRIPT_CHECK_MEASURE,  /**< a measure that is not declared */
    STAITH_SCRIPT_CHECK_CATEGORY, /**< a dimension or category that is not declared */
    STAITH_SCRIPT_CHECK_VALUE,    /**< not a number of the measure's unit */
    STAITH_SCRIPT_CHECK_PERSON,   /**< no person, or a key of over 255 bytes */
    STAITH_SCRIPT_CHECK_PERIOD,   /**< another period than before, or none that is one */
    STAITH_SCRIPT_CHECK_FINDING,  /**< a check that is not declared */
    STAITH_SCRIPT_CHECK_COUNT
};

/** The taking of one output. */
struct staith_script_taking {
    const struct staith_host *host; /**< the real one */
    const struct staith_script_catalogue *catalogue;
    uint32_t first_check; /**< of enum staith_script_check among the descriptor's */
    bool has_period;
    struct staith_period_def period;
    uint32_t faults;
};

/** A text of a line; NULL: not there. */
struct staith_script_value {
    const char *text;
    size_t len;
};

/** An observation by its codes. */
struct staith_script_observation {
    struct staith_script_value measure;
    struct staith_script_value value;
    struct staith_script_value person;
    struct staith_script_value owner;
    struct staith_script_value at[STAITH_SCRIPT_MAX_DIMENSIONS]; /**< by dimension */
};

/** Report a fault at a line of the output. STAITH_OK, or STAITH_ESOURCE when there were enough, or
 *  what `finding` returned. */
int staith_script_fault_at(struct staith_script_taking *taking, enum staith_script_check check,
                           uint64_t line, uint64_t column);
/** Observe. Faults are reported; the result is as above, or what `observe` returned. */
int staith_script_take(struct staith_script_taking *taking,
                       const struct staith_script_observation *observation, uint64_t line);
/** A finding of the program's, at its place in the source. */
int staith_script_take_finding(struct staith_script_taking *taking,
                               const struct staith_script_value *code,
                               const struct staith_location *where, uint64_t line);
/** The period as the program says it, before the first observation. */
int staith_script_take_period(struct staith_script_taking *taking,
                              const struct staith_script_value *period, uint64_t line);
/** A measure that this source cannot give. */
int staith_script_take_unavailable(struct staith_script_taking *taking,
                                   const struct staith_script_value *measure, uint64_t line);
/** A value in its natural unit ("0.8" FTE) as the ABI's integer. STAITH_EINVAL. */
int staith_script_scale(uint32_t unit, const struct staith_script_value *value,
                        int64_t *ret_scaled);
/** How many digits behind the point a unit has. */
unsigned staith_script_digits(uint32_t unit);

/** ndjson.c: a whole output of one JSON object a line. */
int staith_script_take_ndjson(struct staith_script_taking *taking, const char *output, size_t len);
/** rows.c: a whole output in CSV, which source 0 of `reading` gives. */
int staith_script_take_csv(struct staith_script_taking *taking, const struct staith_host *reading);

#endif
