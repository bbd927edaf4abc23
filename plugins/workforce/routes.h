/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_ROUTES_H
#define STAITH_WORKFORCE_ROUTES_H
/* Routes into a council's social work, as councils report them: one list for the plugins that count
 * starters outside the census, which has the two fast-track routes alone. */

/* id, code, label */
#define STAITH_WORKFORCE_ROUTES(X)                                                                 \
    X(UNIVERSITY, "university", "University course")                                               \
    X(STEP_UP, "step_up", "Step Up to Social Work")                                                \
    X(FRONTLINE, "frontline", "Frontline")                                                         \
    X(APPRENTICESHIP, "apprenticeship", "Social work apprenticeship")                              \
    X(AGENCY_TO_PERMANENT, "agency_to_permanent", "From agency to permanent")                      \
    X(OTHER_COUNCIL, "other_council", "Experienced, from another council")                         \
    X(RETURN_TO_SOCIAL_WORK, "return_to_social_work", "Return to social work")                     \
    X(OVERSEAS, "overseas", "International recruitment")                                           \
    X(OTHER, "other", "Other")                                                                     \
    X(NOT_KNOWN, "not_known", "Not known")

#endif
