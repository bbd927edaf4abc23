/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_PROFILE_H
#define STAITH_KIT_PROFILE_H
/*
 * What the columns of an unknown table look like, for tools that propose how to read it. Counts and
 * shapes; the only values kept are short texts that stand in three rows at least and are few, as
 * codes are, and none of a column whose heading speaks of people.
 */
#include <staith/kit.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    STAITH_KIT_PROFILE_COLUMNS = 64,
    STAITH_KIT_PROFILE_CODES = 20,      /**< more different texts are no codes */
    STAITH_KIT_PROFILE_CODE_BYTES = 48, /**< and neither are longer ones */
    STAITH_KIT_PROFILE_LEAST_ROWS = 3,  /**< in which a text must stand to be kept */
    STAITH_KIT_PROFILE_HEADING_BYTES = 96
};

struct staith_kit_profile_code {
    uint64_t rows;
    char text[STAITH_KIT_PROFILE_CODE_BYTES];
};

/** One column. The counts are of cells that could be read so; a cell may be in several. */
struct staith_kit_profile_column {
    char heading[STAITH_KIT_PROFILE_HEADING_BYTES];
    uint32_t column; /**< 1-based */
    bool personal;   /**< the heading speaks of people: no value is kept */
    uint64_t filled;
    uint64_t dates;
    uint64_t integers;
    uint64_t decimals; /**< numbers, whole ones too */
    uint64_t moneys;   /**< numbers with a pound sign */
    uint64_t yes_no;
    unsigned digits; /**< most digits behind a point, at most 6 */
    bool many;       /**< too many or too long texts for codes */
    uint32_t code_count;
    struct staith_kit_profile_code codes[STAITH_KIT_PROFILE_CODES];
};

struct staith_kit_profile {
    uint64_t rows;
    uint64_t heading_line;
    uint32_t sheet; /**< 1-based; 0: none */
    uint32_t column_count;
    struct staith_kit_profile_column columns[STAITH_KIT_PROFILE_COLUMNS];
};

/** Look through a source of any kind that staith_kit_table_read reads. `sheet`: as there. The
 *  heading is the first row of two texts or more, none of them twice. `host` needs read_at alone.
 *  STAITH_OK; STAITH_ESOURCE: no table; STAITH_EIO, STAITH_ENOMEM. */
int staith_kit_profile_read(const struct staith_host *host, uint32_t source, const char *sheet,
                            struct staith_kit_profile *ret_profile);

#ifdef __cplusplus
}
#endif
#endif
