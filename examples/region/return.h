/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_REGION_RETURN_H
#define STAITH_REGION_RETURN_H
/*
 * Writing rows as a census return: the XML that councils make, in the layout of its year, or CSV
 * with the same names as columns.
 */
#include "base/err.h"
#include "parts.h"
#include "people.h"
#include "rng.h"

#include <stdint.h>

enum region_format { REGION_FORMAT_XML, REGION_FORMAT_CSV };

/** Census codes of the council's payments: 0 no, 1 all, 2 some. */
enum { REGION_PAYMENTS = 8 };

struct region_return {
    int32_t year;
    const char *code; /**< DfE code of the council */
    int64_t vacancies_hundredths;
    int64_t cover_hundredths;
    int64_t cover_people;
    uint8_t payments[REGION_PAYMENTS];
    uint32_t *order; /**< owned: the order in which rows stand in the file */
    const struct region_people *people;
};

/** What a return holds beside its rows. `people` stays the caller's and must outlive it. */
int region_return_init(const struct region_parts *parts, const char *code,
                       const struct region_people *people, struct region_rng *rng,
                       struct region_return *ret_return);
/** NULL is allowed. */
void region_return_deinit(struct region_return *doc);
/** Write the file, replacing one of that name. */
int region_return_write(const struct region_return *doc, enum region_format format,
                        const char *path, struct staith_err *err);

/** Text of one item of a row, or "" where the row has none. */
enum { REGION_TEXT_BYTES = 64 };
struct region_item {
    const char *name;
    char text[REGION_TEXT_BYTES];
};
enum { REGION_MAX_ITEMS = 32 };
/** All items of a row in the order of the layout of `year`; "" where an item does not apply.
 *  Returns how many. */
int region_return_items(const struct region_return *doc, const struct region_person *row,
                        struct region_item ret_items[REGION_MAX_ITEMS]);

#endif
