/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_BANDS_H
#define STAITH_DISCLOSURE_BANDS_H
/*
 * Two cuts of one dimension: bands of age or of service that a newer catalogue cuts otherwise.
 * Where a band begins is read from its code ("under_30", "aged_30_39", "years_30_plus"), and it
 * ends where the next begins. Private to this folder.
 */
#include "model/catalogue.h"

#include <stdbool.h>

enum { STAITH_BAND_MAX = 1 << 20 };

/** Months, from `first` to `last`; the last band ends with STAITH_BAND_MAX. */
struct staith_band {
    int32_t first;
    int32_t last;
};

/** The band of a category, of a group all of its bands. False: the dimension is none of bands, or
 *  the category is of people whose band is not known. */
bool staith_band_of(const struct staith_dimension *dimension, uint32_t category,
                    struct staith_band *ret_band);
/** Whether two dimensions have the same categories. */
bool staith_bands_same(const struct staith_dimension *a, const struct staith_dimension *b);
/** Whether it is known what their categories have in common: both are of bands, or at most one
 *  category of either is not in the other, so that sums say what it is. */
bool staith_bands_comparable(const struct staith_dimension *a, const struct staith_dimension *b);

#endif
