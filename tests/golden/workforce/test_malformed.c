/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Returns that are wrong in one place. Each case replaces (or, with NULL, drops) one line of
 * tests/golden/workforce/2025.xml, a return of five people without any finding, and says which
 * check must be made there: its code, line, person row and element; what becomes of the file or the
 * row; and how many findings there are in all, so that one mistake is not reported twice.
 */
#include "workforce_case.h"

enum outcome {
    REFUSED,  /**< the whole file */
    LEFT_OUT, /**< the row: four of the five are counted */
    COUNTED   /**< all five are counted */
};

struct mutation {
    unsigned line;       /**< of 2025.xml */
    const char *text;    /**< stands there instead; NULL: the line is dropped */
    const char *check;   /**< NULL: none */
    uint64_t found_line; /**< 0: about the whole file */
    uint64_t row;
    const char *element; /**< NULL: none */
    enum outcome outcome;
    size_t findings;
};

static const struct mutation mutations[] = {
    {104, "", "e001", 105, 0, NULL, REFUSED, 1},
    {49, "", "e001", 103, 0, NULL, REFUSED, 5},
    {35, "<Ethnicity>WBRI</ethnicity>", "e001", 35, 0, NULL, REFUSED, 1},
    {35, "<Ethnicity>W&nbsp;BRI</Ethnicity>", "e001", 35, 0, NULL, REFUSED, 1},
    {35, "<Ethnicity>WB&RI</Ethnicity>", "e001", 35, 0, NULL, REFUSED, 1},
    {42, "<Cases30>3</Cases30", "e001", 43, 0, NULL, REFUSED, 1},
    {1, "<!DOCTYPE Message>", "e002", 1, 0, NULL, REFUSED, 1},
    {1, "<!DOCTYPE m [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>", "e002", 1, 0, NULL,
     REFUSED, 1},
    {1, "<!DOCTYPE m SYSTEM \"file:///dev/zero\">", "e002", 1, 0, NULL, REFUSED, 1},
    {1, "<!DOCTYPE m [<!ENTITY x SYSTEM \"http://127.0.0.1/x\">]>", "e002", 1, 0, NULL, REFUSED, 1},
    {26, "<a><a><a><a><a><a><a/></a></a></a></a></a></a>", "e003", 26, 0, NULL, REFUSED, 2},
    {35, "<Ethnicity>LONG</Ethnicity>", "e004", 35, 1, "Ethnicity", REFUSED, 1},
    {31, "<SWENo>\xFF</SWENo>", "e007", 31, 0, NULL, REFUSED, 1},
    {2, "<CINReturn>", "e008", 2, 0, NULL, REFUSED, 1},
    {2, "<message>", "e008", 2, 0, NULL, REFUSED, 1},
    {5, "<Collection>CIN</Collection>", "e013", 5, 0, "Collection", REFUSED, 1},
    {5, NULL, "q005", 28, 0, "Collection", COUNTED, 1},
    {6, "<Year>2024</Year>", "e015", 29, 0, "ReferenceDate", REFUSED, 1},
    {6, "<Year>25</Year>", "e014", 6, 0, "Year", REFUSED, 1},
    {6, "<Year>2016</Year>", "e014", 6, 0, "Year", REFUSED, 1},
    {6, "<Year>2027</Year>", "e014", 6, 0, "Year", REFUSED, 1},
    {6, "<Year>MMXXV</Year>", "e014", 6, 0, "Year", REFUSED, 1},
    {6, NULL, "e014", 28, 0, "Year", REFUSED, 1},
    {6, "<Year/>", "e014", 29, 0, "Year", REFUSED, 1},
    {6, "<Year>2025</Year><Year>2024</Year>", "e017", 6, 0, "Year", REFUSED, 1},
    {7, "<ReferenceDate>2025-09-29</ReferenceDate>", "e015", 29, 0, "ReferenceDate", REFUSED, 1},
    {7, "<ReferenceDate>2024-09-30</ReferenceDate>", "e015", 29, 0, "ReferenceDate", REFUSED, 1},
    {7, "<ReferenceDate>30/09/2025</ReferenceDate>", "e015", 7, 0, "ReferenceDate", REFUSED, 1},
    {7, NULL, "q005", 28, 0, "ReferenceDate", COUNTED, 1},
    {10, "<SourceLevel>S</SourceLevel>", "q005", 10, 0, "SourceLevel", COUNTED, 1},
    {11, "<LEA>841</LEA>", "e016", 29, 0, "LEA", REFUSED, 1},
    {11, "<LEA>84</LEA>", "e016", 11, 0, "LEA", REFUSED, 1},
    {11, "<LEA>E06000047</LEA>", "e016", 11, 0, "LEA", REFUSED, 1},
    {11, NULL, "e016", 28, 0, "LEA", REFUSED, 1},
    {15, NULL, "e201", 0, 0, "NumberOfVacancies", COUNTED, 1},
    {16, NULL, "e201", 0, 0, "NoAgencyFTE", COUNTED, 1},
    {17, "<NoAgencyHeadcount></NoAgencyHeadcount>", "e201", 0, 0, "NoAgencyHeadcount", COUNTED, 1},
    {15, "<NumberOfVacancies>three</NumberOfVacancies>", "e202", 15, 0, "NumberOfVacancies",
     COUNTED, 1},
    {15, "<NumberOfVacancies>-1</NumberOfVacancies>", "e202", 15, 0, "NumberOfVacancies", COUNTED,
     1},
    {15, "<NumberOfVacancies>1,000</NumberOfVacancies>", "e202", 15, 0, "NumberOfVacancies",
     COUNTED, 1},
    {16, "<NoAgencyFTE>10000</NoAgencyFTE>", "e202", 16, 0, "NoAgencyFTE", COUNTED, 1},
    {17, "<NoAgencyHeadcount>1.5</NoAgencyHeadcount>", "e202", 17, 0, "NoAgencyHeadcount", COUNTED,
     1},
    {18, "<RecruitmentBonus>3</RecruitmentBonus>", "e202", 18, 0, "RecruitmentBonus", COUNTED, 1},
    {20, "<PerformanceReward>Y</PerformanceReward>", "e202", 20, 0, "PerformanceReward", COUNTED,
     1},
    {15, "<NumberOfVacancies>3</NumberOfVacancies><NumberOfVacancies>4</NumberOfVacancies>", "e017",
     15, 0, "NumberOfVacancies", REFUSED, 1},
    {16, "<NoAgencyFTE>1.51</NoAgencyFTE>", "q203", 0, 0, "NoAgencyFTE", COUNTED, 1},
    {15, "<NumberOfVacancies>0.49</NumberOfVacancies>", "q204", 0, 0, "NoAgencyFTE", COUNTED, 1},
    {30, NULL, "e101", 29, 1, "AgencyWorker", LEFT_OUT, 1},
    {31, NULL, "e101", 29, 1, "SWENo", LEFT_OUT, 1},
    {32, NULL, "e101", 29, 1, "FTE", LEFT_OUT, 1},
    {33, NULL, "e101", 29, 1, "PersonBirthDate", LEFT_OUT, 1},
    {34, NULL, "e101", 29, 1, "Sex", LEFT_OUT, 1},
    {35, NULL, "e101", 29, 1, "Ethnicity", LEFT_OUT, 1},
    {36, NULL, "e101", 29, 1, "QualLevel", LEFT_OUT, 1},
    {37, NULL, "e101", 29, 1, "StepUpGrad", LEFT_OUT, 1},
    {38, NULL, "e101", 29, 1, "OrgRole", LEFT_OUT, 1},
    {39, NULL, "e101", 29, 1, "RoleStartDate", LEFT_OUT, 1},
    {40, NULL, "e101", 29, 1, "StartOrigin", LEFT_OUT, 1},
    {41, NULL, "e101", 29, 1, "FTE30", LEFT_OUT, 1},
    {42, NULL, "e101", 29, 1, "Cases30", LEFT_OUT, 1},
    {43, NULL, "e101", 29, 1, "WorkingDaysLost", LEFT_OUT, 1},
    {44, NULL, "e101", 29, 1, "FrontlineGrad", LEFT_OUT, 1},
    {46, NULL, "e101", 29, 1, "BaseSalary", LEFT_OUT, 1},
    {33, "<PersonBirthDate/>", "e101", 29, 1, "PersonBirthDate", LEFT_OUT, 1},
    {33, "<PersonBirthDate>  </PersonBirthDate>", "e101", 29, 1, "PersonBirthDate", LEFT_OUT, 1},
    {72, NULL, "e101", 70, 3, "SWENo", LEFT_OUT, 1},
    {73, NULL, "e101", 70, 3, "FTE", LEFT_OUT, 1},
    {74, NULL, "e101", 70, 3, "PersonBirthDate", LEFT_OUT, 1},
    {80, NULL, "e101", 70, 3, "RoleStartDate", LEFT_OUT, 1},
    {85, NULL, "e101", 70, 3, "FTE30", LEFT_OUT, 1},
    {86, NULL, "e101", 70, 3, "WorkingDaysLost", LEFT_OUT, 1},
    {91, NULL, "e101", 90, 4, "AgencyWorker", LEFT_OUT, 1},
    {92, NULL, "e101", 90, 4, "SWENo", LEFT_OUT, 1},
    {93, NULL, "e101", 90, 4, "FTE", LEFT_OUT, 1},
    {94, NULL, "e101", 90, 4, "Cases30", LEFT_OUT, 1},
    {88, NULL, "q118", 70, 3, "BaseSalary", COUNTED, 1},
    {30, "<AgencyWorker>2</AgencyWorker>", "e102", 30, 1, "AgencyWorker", LEFT_OUT, 1},
    {30, "<AgencyWorker>yes</AgencyWorker>", "e102", 30, 1, "AgencyWorker", LEFT_OUT, 1},
    {34, "<Sex>X</Sex>", "e102", 34, 1, "Sex", LEFT_OUT, 1},
    {34, "<Sex>f</Sex>", "e102", 34, 1, "Sex", LEFT_OUT, 1},
    {34, "<GenderCurrent>3</GenderCurrent>", "e102", 34, 1, "GenderCurrent", LEFT_OUT, 1},
    {34, "<Sex>F</Sex><GenderCurrent>1</GenderCurrent>", "e114", 29, 1, "GenderCurrent", LEFT_OUT,
     1},
    {35, "<Ethnicity>WBR</Ethnicity>", "e102", 35, 1, "Ethnicity", LEFT_OUT, 1},
    {35, "<Ethnicity>wbri</Ethnicity>", "e102", 35, 1, "Ethnicity", LEFT_OUT, 1},
    {35, "<Ethnicity>WHIT</Ethnicity>", "e102", 35, 1, "Ethnicity", LEFT_OUT, 1},
    {36, "<QualLevel>0</QualLevel>", "e102", 36, 1, "QualLevel", LEFT_OUT, 1},
    {36, "<QualLevel>4</QualLevel>", "e102", 36, 1, "QualLevel", LEFT_OUT, 1},
    {37, "<StepUpGrad>2</StepUpGrad>", "e102", 37, 1, "StepUpGrad", LEFT_OUT, 1},
    {38, "<OrgRole>0</OrgRole>", "e102", 38, 1, "OrgRole", LEFT_OUT, 1},
    {38, "<OrgRole>7</OrgRole>", "e102", 38, 1, "OrgRole", LEFT_OUT, 1},
    {38, "<OrgRole>03</OrgRole>", "e102", 38, 1, "OrgRole", LEFT_OUT, 1},
    {40, "<StartOrigin>11</StartOrigin>", "e102", 40, 1, "StartOrigin", LEFT_OUT, 1},
    {67, "<ReasonAbsence>SICK</ReasonAbsence>", "e102", 67, 2, "ReasonAbsence", LEFT_OUT, 1},
    {83, "<LeaverDestination>10</LeaverDestination>", "e102", 83, 3, "LeaverDestination", LEFT_OUT,
     1},
    {84, "<ReasonLeave>11</ReasonLeave>", "e102", 84, 3, "ReasonLeave", LEFT_OUT, 1},
    {84, "<ReasonLeave>0</ReasonLeave>", "e102", 84, 3, "ReasonLeave", LEFT_OUT, 1},
    {32, "<FTE>1.000001</FTE>", "e103", 32, 1, "FTE", LEFT_OUT, 1},
    {32, "<FTE>37</FTE>", "e103", 32, 1, "FTE", LEFT_OUT, 1},
    {32, "<FTE>-0.5</FTE>", "e103", 32, 1, "FTE", LEFT_OUT, 1},
    {41, "<FTE30>1.2</FTE30>", "e103", 41, 1, "FTE30", LEFT_OUT, 1},
    {93, "<FTE>2</FTE>", "e103", 93, 4, "FTE", LEFT_OUT, 1},
    {32, "<FTE>full</FTE>", "e105", 32, 1, "FTE", LEFT_OUT, 1},
    {32, "<FTE>0,6</FTE>", "e105", 32, 1, "FTE", LEFT_OUT, 1},
    {32, "<FTE>0.1234567</FTE>", "e105", 32, 1, "FTE", LEFT_OUT, 1},
    {32, "<FTE>1e0</FTE>", "e105", 32, 1, "FTE", LEFT_OUT, 1},
    {42, "<Cases30>many</Cases30>", "e105", 42, 1, "Cases30", LEFT_OUT, 1},
    {42, "<Cases30>3.5</Cases30>", "e105", 42, 1, "Cases30", LEFT_OUT, 1},
    {42, "<Cases30>-3</Cases30>", "e105", 42, 1, "Cases30", LEFT_OUT, 1},
    {42, "<Cases30>10000</Cases30>", "e105", 42, 1, "Cases30", LEFT_OUT, 1},
    {43, "<WorkingDaysLost>4.125</WorkingDaysLost>", "e105", 43, 1, "WorkingDaysLost", LEFT_OUT, 1},
    {43, "<WorkingDaysLost>1000</WorkingDaysLost>", "e105", 43, 1, "WorkingDaysLost", LEFT_OUT, 1},
    {46, "<BaseSalary>52,000</BaseSalary>", "e105", 46, 1, "BaseSalary", LEFT_OUT, 1},
    {46, "<BaseSalary>&#163;52000</BaseSalary>", "e105", 46, 1, "BaseSalary", LEFT_OUT, 1},
    {101, "<ContractWeeks>half</ContractWeeks>", "e105", 101, 5, "ContractWeeks", LEFT_OUT, 1},
    {32, "<FTE>1.00000000000000000000000000</FTE>", "e106", 32, 1, "FTE", LEFT_OUT, 1},
    {31, "<SWENo>SW20000010000</SWENo>", "e106", 31, 1, "SWENo", LEFT_OUT, 1},
    {31, "<SWENo>2000001</SWENo>", "e107", 31, 1, "SWENo", LEFT_OUT, 1},
    {31, "<SWENo>SW</SWENo>", "e107", 31, 1, "SWENo", LEFT_OUT, 1},
    {31, "<SWENo>SW20000O1</SWENo>", "e107", 31, 1, "SWENo", LEFT_OUT, 1},
    {31, "<SWENo>S12000001</SWENo>", "e107", 31, 1, "SWENo", LEFT_OUT, 1},
    {31, "<SWENo>SW 200001</SWENo>", "e107", 31, 1, "SWENo", LEFT_OUT, 1},
    {92, "<SWENo>AGENCY</SWENo>", "e107", 92, 4, "SWENo", LEFT_OUT, 1},
    {33, "<PersonBirthDate>1975-13-01</PersonBirthDate>", "e104", 33, 1, "PersonBirthDate",
     LEFT_OUT, 1},
    {33, "<PersonBirthDate>1975-02-30</PersonBirthDate>", "e104", 33, 1, "PersonBirthDate",
     LEFT_OUT, 1},
    {33, "<PersonBirthDate>01/10/1975</PersonBirthDate>", "e104", 33, 1, "PersonBirthDate",
     LEFT_OUT, 1},
    {33, "<PersonBirthDate>1975-10-1</PersonBirthDate>", "e104", 33, 1, "PersonBirthDate", LEFT_OUT,
     1},
    {33, "<PersonBirthDate>75-10-01</PersonBirthDate>", "e104", 33, 1, "PersonBirthDate", LEFT_OUT,
     1},
    {33, "<PersonBirthDate>1975-10-01T00:00:00</PersonBirthDate>", "e104", 33, 1, "PersonBirthDate",
     LEFT_OUT, 1},
    {33, "<PersonBirthDate>unknown</PersonBirthDate>", "e104", 33, 1, "PersonBirthDate", LEFT_OUT,
     1},
    {39, "<RoleStartDate>2005-09-31</RoleStartDate>", "e104", 39, 1, "RoleStartDate", LEFT_OUT, 1},
    {82, "<RoleEndDate>2025-02-29</RoleEndDate>", "e104", 82, 3, "RoleEndDate", LEFT_OUT, 1},
    {39, "<RoleStartDate>2025-10-01</RoleStartDate>", "e112", 29, 1, "RoleStartDate", LEFT_OUT, 1},
    {82, "<RoleEndDate>2024-09-30</RoleEndDate>", "e111", 70, 3, "RoleEndDate", LEFT_OUT, 1},
    {82, "<RoleEndDate>2025-10-01</RoleEndDate>", "e111", 70, 3, "RoleEndDate", LEFT_OUT, 1},
    {33, "<PersonBirthDate>2005-10-01</PersonBirthDate>", "e113", 29, 1, "RoleStartDate", LEFT_OUT,
     1},
    {80, "<RoleStartDate>2025-09-30</RoleStartDate>", "q112", 70, 3, "FTE30", COUNTED, 1},
    {83, NULL, "e109", 70, 3, "LeaverDestination", LEFT_OUT, 1},
    {84, NULL, "e109", 70, 3, "ReasonLeave", LEFT_OUT, 1},
    {82, NULL, "e109", 70, 3, "RoleEndDate", LEFT_OUT, 1},
    {44, "<FrontlineGrad>0</FrontlineGrad><RoleEndDate>2025-05-01</RoleEndDate>", "e109", 29, 1,
     "LeaverDestination", LEFT_OUT, 2},
    {73, "<FTE>0.5</FTE>", "e110", 70, 3, "FTE", LEFT_OUT, 1},
    {32, "<FTE>1</FTE><FTE>1</FTE>", "e108", 32, 1, "FTE", LEFT_OUT, 1},
    {47, "<RRPayments>lots</RRPayments>", "e105", 47, 1, "RRPayments", LEFT_OUT, 1},
    {48, "<Bonus>1</Bonus>", "q001", 48, 1, NULL, COUNTED, 1},
    {48, "<Bonus><Deep>1</Deep></Bonus>", "q001", 48, 1, NULL, COUNTED, 1},
    {26, "<Comment>x</Comment>", "q001", 26, 0, NULL, COUNTED, 1},
    {8, "</CollectionDetails><Content/>", "q001", 8, 0, NULL, COUNTED, 1},
    {48, "<LEA>840</LEA>", "q002", 48, 1, "LEA", COUNTED, 1},
    {27, "</LALevel><FTE>1</FTE>", "q002", 27, 0, "FTE", COUNTED, 1},
    {48, "<CSWWWorker/>", "q002", 48, 1, "CSWWWorker", COUNTED, 1},
    {49, "loose</CSWWWorker>", "q003", 29, 1, "CSWWWorker", COUNTED, 1},
    {37, "<StepUpGrad>N</StepUpGrad>", "q004", 37, 1, "StepUpGrad", COUNTED, 1},
    {58, "<StepUpGrad>Y</StepUpGrad>", "q004", 58, 2, "StepUpGrad", COUNTED, 1},
    {42, "<Cases30>41</Cases30>", "q105", 29, 1, "Cases30", COUNTED, 1},
    {94, "<Cases30>41</Cases30>", "q105", 90, 4, "Cases30", COUNTED, 1},
    {32, "<FTE>0</FTE>", "q106", 29, 1, "FTE", COUNTED, 1},
    {99, "<FTE>0.0</FTE>", "q111", 96, 5, "FTE", COUNTED, 1},
    {86, "<WorkingDaysLost>10.25</WorkingDaysLost><Cases30>4</Cases30>", "q107", 70, 3, "Cases30",
     COUNTED, 1},
    {38, "<OrgRole>6</OrgRole>", "q108", 29, 1, "Cases30", COUNTED, 1},
    {101, "<ContractWeeks>500.1</ContractWeeks>", "q109", 96, 5, "ContractWeeks", COUNTED, 1},
    {43, "<WorkingDaysLost>253.01</WorkingDaysLost>", "q110", 29, 1, "WorkingDaysLost", COUNTED, 1},
    {62, "<FTE30>0.6</FTE30>", "q112", 50, 2, "FTE30", COUNTED, 1},
    {85, "<FTE30>0</FTE30>", "q113", 70, 3, "FTE30", COUNTED, 2},
    {33, "<PersonBirthDate>1940-10-01</PersonBirthDate>", "q114", 29, 1, "PersonBirthDate", COUNTED,
     1},
    {65, "<FrontlineGrad>1</FrontlineGrad>", "q115", 50, 2, "FrontlineGrad", COUNTED, 1},
    {67, NULL, "q116", 50, 2, "ReasonAbsence", COUNTED, 1},
    {66, NULL, "q116", 50, 2, "ReasonAbsence", COUNTED, 1},
    {94, "<Cases30>20</Cases30><RoleEndDate>2025-09-30</RoleEndDate>", "q117", 90, 4, "RoleEndDate",
     COUNTED, 1},
    {85, "<FTE30>0.499999</FTE30>", "q202", 0, 0, "FTE30", COUNTED, 1},
    {98, "<SWENo>sw2000004</SWENo>", "q103", 96, 5, "SWENo", COUNTED, 1},
    {72, "<SWENo>SW2000001</SWENo>", NULL, 0, 0, NULL, COUNTED, 0},
    {52, "<SWENo>SW2000001</SWENo>", "q102", 50, 2, "SWENo", COUNTED, 1},
    {11, "<LEA>839</LEA>", "e016", 29, 0, "LEA", REFUSED, 1},
    /* on the border, and right */
    {42, "<Cases30>40</Cases30>", NULL, 0, 0, NULL, COUNTED, 0},
    {43, "<WorkingDaysLost>253</WorkingDaysLost>", NULL, 0, 0, NULL, COUNTED, 0},
    {101, "<ContractWeeks>500</ContractWeeks>", NULL, 0, 0, NULL, COUNTED, 0},
    {85, "<FTE30>0.5</FTE30>", NULL, 0, 0, NULL, COUNTED, 0},
    {82, "<RoleEndDate>2024-10-01</RoleEndDate>", NULL, 0, 0, NULL, COUNTED, 0},
    {60, "<RoleStartDate>2025-09-30</RoleStartDate>", NULL, 0, 0, NULL, COUNTED, 0},
    {54, "<PersonBirthDate>2007-09-30</PersonBirthDate>", NULL, 0, 0, NULL, COUNTED, 0},
    {54, "<PersonBirthDate>2007-10-01</PersonBirthDate>", "q114", 50, 2, "PersonBirthDate", COUNTED,
     1},
    {33, "<PersonBirthDate>1944-10-01</PersonBirthDate>", NULL, 0, 0, NULL, COUNTED, 0},
    {33, "<PersonBirthDate>1944-09-30</PersonBirthDate>", "q114", 29, 1, "PersonBirthDate", COUNTED,
     1},
    {16, "<NoAgencyFTE>1.5</NoAgencyFTE>", NULL, 0, 0, NULL, COUNTED, 0},
    {15, "<NumberOfVacancies>0.5</NumberOfVacancies>", NULL, 0, 0, NULL, COUNTED, 0},
    {92, "<SWENo>AB1234567890</SWENo>", NULL, 0, 0, NULL, COUNTED, 0},
    {34, "<Sex>F</Sex><GenderCurrent>2</GenderCurrent>", NULL, 0, 0, NULL, COUNTED, 0},
    {33, "<PersonBirthDate>1976-02-29</PersonBirthDate>", NULL, 0, 0, NULL, COUNTED, 0},
    {11, "<LEA> 840 </LEA>", NULL, 0, 0, NULL, COUNTED, 0},
};

/* "LONG" stands for a text longer than any item may be. */
static char *apply(const char *base, const struct mutation *mutation)
{
    const char *from = base;
    char *text = calloc(1, WORKFORCE_CASE_MAX_BYTES);
    size_t at;
    assert_non_null(text);
    for (unsigned line = 1; line < mutation->line; line++) {
        from = strchr(from, '\n');
        assert_non_null(from);
        from++;
    }
    at = (size_t)(from - base);
    memcpy(text, base, at);
    if (mutation->text != NULL) {
        const char *mark = strstr(mutation->text, "LONG");
        size_t head = mark != NULL ? (size_t)(mark - mutation->text) : strlen(mutation->text);
        memcpy(text + at, mutation->text, head);
        at += head;
        if (mark != NULL) {
            memset(text + at, 'W', 4097);
            at += 4097;
            memcpy(text + at, mark + 4, strlen(mark + 4));
            at += strlen(mark + 4);
        }
        text[at] = '\n';
        at++;
    }
    from = strchr(from, '\n');
    assert_non_null(from);
    memcpy(text + at, from + 1, strlen(from + 1));
    return text;
}

static const char *element_name(uint32_t element)
{
    return element == STAITH_NO_ELEMENT ? "(none)" : staith_plugin.descriptor->elements[element];
}

static bool is_found(const struct staith_fake_host *host, const struct mutation *mutation)
{
    const char *element = mutation->element != NULL ? mutation->element : "(none)";
    if (mutation->check == NULL) {
        return true;
    }
    for (size_t i = 0; i < host->finding_count; i++) {
        const struct staith_fake_finding *finding = &host->findings[i];
        if (strcmp(staith_plugin.descriptor->checks[finding->check].code, mutation->check) == 0 &&
            finding->where.line == mutation->found_line && finding->where.row == mutation->row &&
            strcmp(element_name(finding->where.element), element) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_as_expected(const struct staith_fake_host *host, const struct mutation *mutation,
                           int rc)
{
    uint64_t rows = staith_fake_rows(host, "inpost_headcount", "") +
                    staith_fake_rows(host, "leavers_headcount", "") +
                    staith_fake_rows(host, "agency_headcount", "");
    if (!is_found(host, mutation) || host->finding_count != mutation->findings) {
        return false;
    }
    if (mutation->outcome == REFUSED) {
        return rc == STAITH_ESOURCE;
    }
    return rc == STAITH_OK && rows == (mutation->outcome == COUNTED ? 5u : 4u);
}

static void print_run(const struct staith_fake_host *host, const struct mutation *mutation, int rc)
{
    print_error("line %u %s: result %d\n", mutation->line,
                mutation->text != NULL ? mutation->text : "(dropped)", rc);
    for (size_t i = 0; i < host->finding_count; i++) {
        const struct staith_fake_finding *finding = &host->findings[i];
        print_error("    %s line %u row %u %s\n",
                    staith_plugin.descriptor->checks[finding->check].code,
                    (unsigned)finding->where.line, (unsigned)finding->where.row,
                    element_name(finding->where.element));
    }
}

static void every_mutation_is_found_where_it_is(void **state)
{
    (void)state;
    size_t len = 0;
    unsigned wrong = 0;
    char *base = workforce_load("tests/golden/workforce/2025.xml", &len);
    for (size_t i = 0; i < sizeof(mutations) / sizeof(mutations[0]); i++) {
        struct workforce_case run = {0};
        char *text = apply(base, &mutations[i]);
        int rc = workforce_run(&run, text, strlen(text));
        if (!is_as_expected(&run.host, &mutations[i], rc)) {
            print_run(&run.host, &mutations[i], rc);
            wrong++;
        }
        staith_fake_deinit(&run.host);
        free(text);
    }
    assert_int_equal(wrong, 0);
    free(base);
}

static void base_has_no_finding(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    size_t len = 0;
    char *base = workforce_load("tests/golden/workforce/2025.xml", &len);
    assert_int_equal(workforce_run(&run, base, len), STAITH_OK);
    assert_int_equal(run.host.finding_count, 0);
    staith_fake_deinit(&run.host);
    free(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_has_no_finding),
        cmocka_unit_test(every_mutation_is_found_where_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
