/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_COURSE_H
#define STAITH_DISCLOSURE_COURSE_H
/*
 * What a measure counts in the course of time: those who are there on a day, or what happened in
 * months. Everybody who knows the definitions knows it, so an attacker who has several releases
 * does. Two measures that count the same thing have the same `what`, also in two datasets.
 */
#include "model/catalogue.h"
#include "model/period.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum staith_course_kind {
    STAITH_COURSE_ITSELF = 0, /**< says nothing of another period */
    STAITH_COURSE_STOCK = 1,  /**< at the end of `last` */
    STAITH_COURSE_FLOW = 2    /**< happened from the first day of `first` to the last of `last` */
};

/** Months are counted: January of year 1 is 12. Strings are static. */
struct staith_course {
    enum staith_course_kind kind;
    const char *what;   /**< what is counted; NULL for ITSELF */
    const char *family; /**< measures of other families say nothing of it; NULL for ITSELF */
    int32_t first;
    int32_t last;
};

/** The course of a measure of a dataset in one period. */
struct staith_course staith_course_of(const char *dataset, const char *measure, size_t measure_len,
                                      const struct staith_period *period);
/** Whether a measure of a dataset says anything, in another period or beside it, of a measure of
 *  `catalogue`: they are of one family. A cell's name will do for the measure. */
bool staith_course_kin(const struct staith_catalogue *catalogue, const char *dataset,
                       const char *measure);
/** What comes into a stock and what goes out of it: end = start + in - out. False: not known. */
bool staith_course_flows(const char *stock, const char **ret_in, const char **ret_out);
/** The stock that a flow comes into or goes out of, or NULL. */
const char *staith_course_stock(const char *flow);
/** Whether nobody changes place as long as they are there: a place "|sex=male", or "". */
bool staith_course_stays(const char *place);

#endif
