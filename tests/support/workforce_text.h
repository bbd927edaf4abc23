/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_TEXT_H
#define STAITH_WORKFORCE_TEXT_H
/*
 * Pieces of a census return of 2024/25, to be joined as string literals. People are invented.
 */

#define WF_HEAD(year)                                                                              \
    "<Message><Header><CollectionDetails><Collection>CSWW</Collection><Year>" year                 \
    "</Year><ReferenceDate>" year "-09-30</ReferenceDate></CollectionDetails><Source>"             \
    "<SourceLevel>L</SourceLevel><LEA>840</LEA></Source></Header>\n"
#define WF_COUNCIL(vacancies, cover_fte, cover_headcount)                                          \
    "<LALevel><NumberOfVacancies>" vacancies "</NumberOfVacancies><NoAgencyFTE>" cover_fte         \
    "</NoAgencyFTE><NoAgencyHeadcount>" cover_headcount "</NoAgencyHeadcount></LALevel>\n"
#define WF_TAIL "</Message>\n"
#define WF_AGENCY(sweno, fte, cases)                                                               \
    "<CSWWWorker><AgencyWorker>1</AgencyWorker><SWENo>" sweno "</SWENo><FTE>" fte                  \
    "</FTE><Cases30>" cases "</Cases30></CSWWWorker>\n"
/* A permanent worker; `more` holds FTE, FTE30, Cases30, WorkingDaysLost and the leaving items. */
#define WF_PERSON(sweno, born, ethnicity, role, start, more)                                       \
    "<CSWWWorker><AgencyWorker>0</AgencyWorker><SWENo>" sweno "</SWENo><PersonBirthDate>" born     \
    "</PersonBirthDate><Sex>F</Sex><Ethnicity>" ethnicity                                          \
    "</Ethnicity><QualLevel>1</QualLevel><StepUpGrad>0</StepUpGrad><FrontlineGrad>0"               \
    "</FrontlineGrad><OrgRole>" role "</OrgRole><RoleStartDate>" start                             \
    "</RoleStartDate><StartOrigin>1</StartOrigin><BaseSalary>40000</BaseSalary>" more              \
    "</CSWWWorker>\n"
#define WF_WORK(fte, fte30, cases, days)                                                           \
    "<FTE>" fte "</FTE><FTE30>" fte30 "</FTE30><Cases30>" cases "</Cases30><WorkingDaysLost>" days \
    "</WorkingDaysLost>"
#define WF_LEFT(fte30, end, destination, reason, days)                                             \
    "<FTE>0</FTE><FTE30>" fte30 "</FTE30><RoleEndDate>" end                                        \
    "</RoleEndDate><LeaverDestination>" destination "</LeaverDestination><ReasonLeave>" reason     \
    "</ReasonLeave><WorkingDaysLost>" days "</WorkingDaysLost>"

#endif
