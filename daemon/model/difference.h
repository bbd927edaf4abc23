/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_DIFFERENCE_H
#define STAITH_MODEL_DIFFERENCE_H
/*
 * How one catalogue of a dataset differs from another in what its codes mean. What it takes to read
 * a source (tables, checks, elements, versions) is no part of that.
 */
#include "model/catalogue.h"

enum { STAITH_DIFFERENCE_BYTES = 200 };

enum staith_difference {
    STAITH_DIFFERENCE_NONE = 0,   /**< the same codes, meaning the same */
    STAITH_DIFFERENCE_MORE = 1,   /**< all of the other's, meaning the same, and more */
    STAITH_DIFFERENCE_LESS = 2,   /**< means the same where both have a code, but lacks some */
    STAITH_DIFFERENCE_MEANING = 3 /**< a code means something else */
};

/** What `is` says beside `was`. `ret_what`: the first measure, dimension or indicator that means
 *  something else, and in what ("indicator turnover_fte: denominators"), or the first that is more
 *  or lacking; "" when there is none. */
enum staith_difference staith_catalogue_difference(const struct staith_catalogue *is,
                                                   const struct staith_catalogue *was,
                                                   char ret_what[STAITH_DIFFERENCE_BYTES]);

#endif
