/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_DIMENSIONS_H
#define STAITH_WORKFORCE_DIMENSIONS_H
/*
 * The dimensions of the census: their coded categories, and how the return's codes, dates and
 * flags fall into them. Source: DfE's census specifications (code lists) and the bands of DfE's
 * published tables; 50 to 59 is cut at 55, the age from which many may retire.
 */
#include <staith/kit.h>

/** Index of a dimension in the descriptor and in an observation's categories. */
enum staith_workforce_dimension {
    STAITH_WORKFORCE_D_ROLE =
        0, /**< most senior first: a person with several posts has the least */
    STAITH_WORKFORCE_D_AGE_BAND,
    STAITH_WORKFORCE_D_SEX,
    STAITH_WORKFORCE_D_ETHNICITY,
    STAITH_WORKFORCE_D_ORIGIN,
    STAITH_WORKFORCE_D_DESTINATION,
    STAITH_WORKFORCE_D_REASON,
    STAITH_WORKFORCE_D_TENURE_BAND,
    STAITH_WORKFORCE_D_QUALIFICATION,
    STAITH_WORKFORCE_D_ENTRY_ROUTE,
    STAITH_WORKFORCE_D_ABSENCE,
    STAITH_WORKFORCE_DIMENSION_COUNT
};

extern const struct staith_dimension_def staith_workforce_dimensions[];

/* Categories that the plugin of quarters and months has too: one list of codes and bands. */
enum {
    STAITH_WORKFORCE_ROLES = 6,
    STAITH_WORKFORCE_AGE_BANDS = 7,
    STAITH_WORKFORCE_ORIGINS = 10,
    STAITH_WORKFORCE_DESTINATIONS = 9,
    STAITH_WORKFORCE_REASONS = 10,
    STAITH_WORKFORCE_TENURE_BANDS = 6
};
extern const struct staith_category_def staith_workforce_roles[STAITH_WORKFORCE_ROLES];
extern const struct staith_category_def staith_workforce_age_bands[STAITH_WORKFORCE_AGE_BANDS];
extern const struct staith_category_def staith_workforce_origins[STAITH_WORKFORCE_ORIGINS];
extern const struct staith_category_def
    staith_workforce_destinations[STAITH_WORKFORCE_DESTINATIONS];
extern const struct staith_category_def staith_workforce_reasons[STAITH_WORKFORCE_REASONS];
extern const struct staith_category_def
    staith_workforce_tenure_bands[STAITH_WORKFORCE_TENURE_BANDS];

/** Sorted codes of a set element (Sex, GenderCurrent, Ethnicity, ReasonAbsence), each with the
 *  index of its category; NULL and 0 for any other element. Static. */
const struct staith_kit_code *staith_workforce_codes(uint32_t element, size_t *ret_count);

/** Category of an age in whole years, of full years in post, of the two fast-track flags, and of
 *  absence on 30 September (`reason`: category of ReasonAbsence, or -1 where none is given). */
uint16_t staith_workforce_age_band(int years);
uint16_t staith_workforce_tenure_band(int years);
uint16_t staith_workforce_entry_route(bool step_up, bool frontline);
uint16_t staith_workforce_absence(bool absent, int64_t reason);

#endif
