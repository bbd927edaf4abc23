/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_STATUS_H
#define STAITH_MODEL_STATUS_H
/*
 * A value is a number with its interval [lo, hi], or a status; never a magic number.
 */
#include <stdbool.h>
#include <stdint.h>

enum staith_status {
    STAITH_STATUS_UNSET = 0,          /**< not a status: refuse it */
    STAITH_STATUS_VALUE = 1,          /**< a number */
    STAITH_STATUS_NOT_APPLICABLE = 2, /**< z: no such thing, 0 of 0 */
    STAITH_STATUS_UNAVAILABLE = 3,    /**< x: was not collected or not given */
    STAITH_STATUS_SUPPRESSED = 4,     /**< c: hidden to protect people */
    STAITH_STATUS_UNRELIABLE = 5,     /**< u: low reliability, withdrawn by its owner */
    STAITH_STATUS_LOW = 6             /**< low: not 0, but rounds to 0 where it is shown */
};

/** A number in the smallest part of its measure's unit, or a status. For VALUE lo <= value <= hi;
 *  exact values have lo == value == hi. LOW keeps its number where it is known. */
struct staith_value {
    enum staith_status status;
    int64_t value;
    int64_t lo;
    int64_t hi;
};

/** "z", "x", "c", "u", "low"; "" for VALUE; NULL for anything else. Static. */
const char *staith_status_symbol(enum staith_status status);
/** Plain words for a legend ("low reliability"). Static, never NULL. */
const char *staith_status_words(enum staith_status status);
/** SDMX OBS_STATUS ("A", "M", "L", ...) and CONF_STATUS ("F", "C"). Static. */
const char *staith_status_sdmx_obs(enum staith_status status);
const char *staith_status_sdmx_conf(enum staith_status status);
/** Read a symbol as DfE prints it ("z", "x", "c", "u", "low", and the older ":", "k", ".." );
 *  0 or STAITH_ERR_SYNTAX. */
int staith_status_parse(const char *text, enum staith_status *ret_status);
/** An exact number. */
struct staith_value staith_value_exact(int64_t value);
/** A status without a number. */
struct staith_value staith_value_status(enum staith_status status);
/** True for a well-formed value: known status, lo <= value <= hi, zeros where no number is; but a
 *  SUPPRESSED one may say between which ends its number lies, lo < hi, and says 0 and 0 where it
 * does not. */
bool staith_value_valid(const struct staith_value *value);

#endif
