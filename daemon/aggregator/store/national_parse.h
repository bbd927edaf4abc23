/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_NATIONAL_PARSE_H
#define STAITH_AGGREGATOR_STORE_NATIONAL_PARSE_H
/*
 * Cells of a national file one by one: what a column's name, a period, a level, a code and a figure
 * mean. Included by aggregator/store only.
 */
#include "aggregator/store/national_file.h"

enum staith_national_column_kind {
    STAITH_NATIONAL_UNKNOWN = 0,
    STAITH_NATIONAL_IGNORED, /**< known, and nothing in it is needed */
    STAITH_NATIONAL_PERIOD,
    STAITH_NATIONAL_LEVEL,
    STAITH_NATIONAL_AREA_CODE, /**< table of facts: code of any level */
    STAITH_NATIONAL_AREA_NAME,
    STAITH_NATIONAL_COUNTRY_NAME,
    STAITH_NATIONAL_REGION_CODE,
    STAITH_NATIONAL_REGION_NAME,
    STAITH_NATIONAL_OLD_LA, /**< three-digit DfE code */
    STAITH_NATIONAL_NEW_LA, /**< ONS code */
    STAITH_NATIONAL_LA_NAME,
    STAITH_NATIONAL_ITEM,
    STAITH_NATIONAL_KINDS
};

/** What a column is, by its name as printed. *ret_item: our code, for ITEM; static. */
enum staith_national_column_kind staith_national_column(const char *name, const char **ret_item);
/** The name of a kind of column, for messages. Static. */
const char *staith_national_column_words(enum staith_national_column_kind kind);

/** "2025", or "202425" and its like (the later year counts). 0 or STAITH_ERR_SYNTAX. */
int staith_national_period(const char *text, char out[16]);
/** "National", "region" ... to "country", "region", "authority". 0 or STAITH_ERR_SYNTAX. */
int staith_national_level(const char *text, char out[16]);
/** A printed figure or status; blank is UNSET. 0 or STAITH_ERR_SYNTAX. */
int staith_national_figure(const char *text, struct staith_national_cell *ret_cell);

enum { STAITH_NATIONAL_JOINT_MAX = 4 };
/** Codes of an authority: "840", or "314 / 318" with `joint` as it is kept; ONS codes alike.
 *  0 with *ret_count, or STAITH_ERR_SYNTAX. */
int staith_national_codes(const char *text, char codes[STAITH_NATIONAL_JOINT_MAX][16],
                          uint32_t *ret_count, char joint[32]);

#endif
