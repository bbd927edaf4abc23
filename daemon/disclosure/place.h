/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PLACE_H
#define STAITH_DISCLOSURE_PLACE_H
/*
 * What a published cell counts, as a name: "leavers|role=manager|reason=retired", dimensions in the
 * catalogue's order, those at their total left out. The same names as those of a compiled system
 * (disclosure/protect/compile.h), made from what is published alone.
 */
#include "disclosure/release.h"
#include "model/catalogue.h"

#include <stddef.h>

/** A place in a table of the catalogue. */
struct staith_place {
    uint16_t table;
    uint16_t measure;
    uint16_t
        categories[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS]; /**< STAITH_PLACE_TOTAL: the total */
};

#define STAITH_PLACE_TOTAL 0xFFFFu

/** Name of a place, with `suffix` behind it. 0, or STAITH_ERR_LIMIT when `cap` is too small. */
int staith_place_name(const struct staith_catalogue *catalogue, const struct staith_place *place,
                      const char *suffix, char *out, size_t cap);
/** Where a published cell stands. STAITH_ERR_INVAL: not a place of this catalogue. */
int staith_place_of(const struct staith_catalogue *catalogue,
                    const struct staith_release_cell *cell, struct staith_place *ret_place);

/** Put what a name "leavers|role=manager|reason=retired" says of dimensions into the order of their
 *  codes, so that catalogues with other orders call one thing the same. */
void staith_place_sort(char *name);

/** What of a name a catalogue does not know. */
enum staith_place_lack {
    STAITH_PLACE_LACKS_NOTHING = 0,
    STAITH_PLACE_LACKS_MEASURE = 1,
    STAITH_PLACE_LACKS_DIMENSION = 2, /**< or it stands twice, or there are too many */
    STAITH_PLACE_LACKS_CATEGORY = 3,
    STAITH_PLACE_LACKS_TABLE = 4 /**< of the measure by these dimensions */
};

/** The place that a name means, its dimensions in any order. */
enum staith_place_lack staith_place_read(const struct staith_catalogue *catalogue, const char *name,
                                         struct staith_place *ret_place);

#endif
