/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_FORMATS_H
#define STAITH_WORKFORCE_FORMATS_H
/*
 * The two formats of a return: each hands its items to the census in the same order, so that the
 * same people give the same observations.
 */
#include "census.h"

/** Longest text of an item, in bytes; longer ones refuse the file. */
enum { STAITH_WORKFORCE_TEXT_BYTES = 4096 };

/** Read the whole source. STAITH_OK; STAITH_ESOURCE with a finding made or, when *ret_problem is
 *  filled, still to be made; or what the host returned, STAITH_EIO, STAITH_ENOMEM. */
int staith_workforce_xml_read(struct staith_workforce_census *census, uint32_t source,
                              struct staith_kit_problem *ret_problem);
/** The same for CSV. The first row names the columns: the names of the XML elements. Columns of the
 *  header and the council may be filled on the first row alone or on every row. */
int staith_workforce_csv_read(struct staith_workforce_census *census, uint32_t source,
                              struct staith_kit_problem *ret_problem);

#endif
