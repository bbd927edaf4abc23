/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV returns that are wrong in one place, and ways of writing CSV that are right.
 */
#include "workforce_case.h"

#define HEADING "Year,LEA,ReferenceDate,Collection,NumberOfVacancies,NoAgencyFTE,NoAgencyHeadcount,"
#define PEOPLE "AgencyWorker,SWENo,FTE,Cases30"
#define COUNCIL "2025,840,2025-09-30,CSWW,2,1,1,"
#define AGENT "1,SW3000001,1,4"
#define AGENT_2 "1,SW3000002,0.5,0"

struct csv_case {
    const char *text;
    int result;
    uint64_t rows; /**< agency rows counted */
    const char *check;
    uint64_t line;
    uint64_t row;
};

static const struct csv_case cases[] = {
    /* right */
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n", STAITH_OK, 1, NULL, 0, 0},
    {"\xEF\xBB\xBF" HEADING PEOPLE "\r\n" COUNCIL AGENT "\r\n", STAITH_OK, 1, NULL, 0, 0},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n,,,,,,," AGENT_2 "\n", STAITH_OK, 2, NULL, 0, 0},
    {HEADING PEOPLE "\n" COUNCIL ",,,\n,,,,,,," AGENT "\n", STAITH_OK, 1, NULL, 0, 0},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n,,,,,,,,,,\n", STAITH_OK, 1, NULL, 0, 0},
    {"\n" HEADING PEOPLE "\n" COUNCIL "1,\" SW3000001 \",\"1\",4\n", STAITH_OK, 1, NULL, 0, 0},
    {"swEno;agencyworker;fte;cases30;year;lea;referencedate;collection;NumberOfVacancies;"
     "NoAgencyFTE"
     ";NoAgencyHeadcount\nSW3000001;1;1;4;2025;840;30/09/2025;CSWW;2;1;1\n",
     STAITH_OK, 1, NULL, 0, 0},
    /* the whole file */
    {HEADING PEOPLE "\n", STAITH_ESOURCE, 0, "e010", 0, 0},
    {HEADING PEOPLE "\n" COUNCIL ",,,\n", STAITH_ESOURCE, 0, "e010", 0, 0},
    {HEADING "AgencyWorker,FTE\n" COUNCIL "1,1\n", STAITH_ESOURCE, 0, "e008", 1, 0},
    {"name,age\nx,1\n", STAITH_ESOURCE, 0, "e008", 1, 0},
    {HEADING PEOPLE ",FTE\n" COUNCIL AGENT ",1\n", STAITH_ESOURCE, 0, "e009", 1, 0},
    {HEADING PEOPLE "\n" COUNCIL "1,SW30\"1,1,1\n", STAITH_ESOURCE, 0, "e001", 2, 0},
    {HEADING PEOPLE "\n" COUNCIL "1,\"SW3000001,1,4\n", STAITH_ESOURCE, 0, "e001", 2, 0},
    {HEADING PEOPLE "\n" COUNCIL "1,\xE9,1,4\n", STAITH_ESOURCE, 0, "e007", 2, 0},
    {"2025,840\n" HEADING PEOPLE "\n" COUNCIL AGENT "\n", STAITH_ESOURCE, 0, "e008", 1, 0},
    {HEADING PEOPLE "\n,840,2025-09-30,CSWW,2,1,1," AGENT "\n", STAITH_ESOURCE, 0, "e014", 2, 0},
    {HEADING PEOPLE "\n2025,841,2025-09-30,CSWW,2,1,1," AGENT "\n", STAITH_ESOURCE, 0, "e016", 2,
     0},
    {HEADING PEOPLE "\n2025,840,30/09/2024,CSWW,2,1,1," AGENT "\n", STAITH_ESOURCE, 0, "e015", 2,
     0},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n2024,840,2025-09-30,CSWW,2,1,1," AGENT_2 "\n",
     STAITH_ESOURCE, 1, "e017", 3, 0},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n2025,840,2025-09-30,CSWW,2,1,2," AGENT_2 "\n",
     STAITH_ESOURCE, 1, "e017", 3, 0},
    {HEADING PEOPLE "\n" COUNCIL "1,SW3000001,9,4\n", STAITH_ESOURCE, 0, "e012", 0, 0},
    /* the row */
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n" COUNCIL "1,SW3000002,9,4\n", STAITH_OK, 1, "e103", 3,
     2},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n" COUNCIL "1,SW3000002,,4\n", STAITH_OK, 1, "e101", 3, 2},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n" COUNCIL "1,SW3000002,1\n", STAITH_OK, 1, "e101", 3, 2},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n" COUNCIL "1,SW3000002,1,4,5\n", STAITH_OK, 1, "e115", 3,
     2},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n\n\n" COUNCIL "1,SW30x,1,4\n", STAITH_OK, 1, "e107", 5,
     2},
    /* queries */
    {HEADING PEOPLE ",Team\n" COUNCIL AGENT ",north\n", STAITH_OK, 1, "q001", 1, 0},
    {HEADING PEOPLE "\n" COUNCIL "Y,SW3000001,1,4\n", STAITH_OK, 1, "q004", 2, 1},
    {HEADING PEOPLE "\n" COUNCIL AGENT "\n" COUNCIL AGENT "\n", STAITH_OK, 2, "q101", 3, 2},
    {HEADING PEOPLE "\n2025,840,,CSWW,2,1,1," AGENT "\n", STAITH_OK, 1, "q005", 2, 0},
    {HEADING PEOPLE "\n2025,840,2025-09-30,CSWW,2,,1," AGENT "\n", STAITH_OK, 1, "e201", 0, 0},
};

static bool is_as_expected(const struct staith_fake_host *host, const struct csv_case *one, int rc)
{
    if (rc != one->result || staith_fake_rows(host, "agency_headcount", "") != one->rows) {
        return false;
    }
    if (one->check == NULL) {
        return host->finding_count == 0;
    }
    for (size_t i = 0; i < host->finding_count; i++) {
        const struct staith_fake_finding *finding = &host->findings[i];
        if (strcmp(staith_plugin.descriptor->checks[finding->check].code, one->check) == 0 &&
            finding->where.line == one->line && finding->where.row == one->row) {
            return true;
        }
    }
    return false;
}

static void every_case_is_as_expected(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct workforce_case run = {0};
        int rc = workforce_run(&run, cases[i].text, strlen(cases[i].text));
        if (!is_as_expected(&run.host, &cases[i], rc)) {
            print_error("case %u: result %d\n%s\n", (unsigned)i, rc, cases[i].text);
            for (size_t f = 0; f < run.host.finding_count; f++) {
                print_error("    %s line %u row %u\n",
                            staith_plugin.descriptor->checks[run.host.findings[f].check].code,
                            (unsigned)run.host.findings[f].where.line,
                            (unsigned)run.host.findings[f].where.row);
            }
            wrong++;
        }
        staith_fake_deinit(&run.host);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_is_as_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
