/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_CENSUS_H
#define STAITH_WORKFORCE_CENSUS_H
/*
 * One census return on its way in, whatever format it has: the readers of XML and CSV hand over
 * items, rows and the end; here they are checked and counted. Order of calls: header items, then
 * for each person start, item..., end; council items at any time; finish.
 */
#include "observe.h"

struct staith_workforce_options {
    int64_t max_bytes;
    int64_t max_workers;
    bool year_check;
};

/** Caller's storage; staith_workforce_census_init makes it ready. Not copied. */
struct staith_workforce_census {
    const struct staith_host *host;
    const struct staith_workforce_options *options;
    bool spreadsheet; /**< CSV: dates may be dd/mm/ccyy */
    struct staith_workforce_sink sink;
    struct staith_workforce_year year;
    struct staith_workforce_people people;
    struct staith_workforce_sums sums;
    struct staith_workforce_row row;
    bool in_row;
    bool header_done;
    uint64_t rows;    /**< person rows begun */
    uint64_t counted; /**< of them counted */
    /** Header and council items, by element. */
    bool given[STAITH_WORKFORCE_ELEMENT_COUNT];
    bool present[STAITH_WORKFORCE_ELEMENT_COUNT];
    int64_t value[STAITH_WORKFORCE_ELEMENT_COUNT];
};

void staith_workforce_census_init(struct staith_workforce_census *census,
                                  const struct staith_host *host,
                                  const struct staith_workforce_options *options, bool spreadsheet);
void staith_workforce_census_deinit(struct staith_workforce_census *census);

/* All below: STAITH_OK to go on; STAITH_ESOURCE with a finding when the file is refused; or what
 * the host returned, STAITH_ENOMEM, STAITH_ELIMIT. */

/** Take an item of the header or about the council; an empty text is no item. */
int staith_workforce_census_item(struct staith_workforce_census *census, uint32_t element,
                                 const char *text, size_t len, const struct staith_location *where);
/** A person row begins. The first one closes the header. */
int staith_workforce_census_row_start(struct staith_workforce_census *census,
                                      const struct staith_location *where);
int staith_workforce_census_row_item(struct staith_workforce_census *census, uint32_t element,
                                     const char *text, size_t len,
                                     const struct staith_location *where);
int staith_workforce_census_row_end(struct staith_workforce_census *census);
/** The file ended: council figures, checks over the whole. */
int staith_workforce_census_finish(struct staith_workforce_census *census);
/** Report a check. */
int staith_workforce_census_report(struct staith_workforce_census *census, uint32_t check,
                                   const struct staith_location *where, uint32_t element);

/** Checks over the figures of the whole file, and against earlier years (figures.c). */
void staith_workforce_figures_check(struct staith_workforce_census *census);

#endif
