/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CSV: where findings point, and where council items may stand. Ways of being wrong:
 * tests/golden/workforce.
 */
#include "elements.h"
#include "workforce_case.h"

#define HEADING "AgencyWorker,SWENo,FTE,Cases30,Year,LEA,ReferenceDate,Collection,NumberOfVacancies"
#define COUNCIL ",2025,840,2025-09-30,CSWW,"

static void findings_name_line_row_and_column(void **state)
{
    (void)state;
    static const char text[] = HEADING ",NoAgencyFTE,NoAgencyHeadcount\n\n"
                                       "1,SW1,1,0" COUNCIL "1,0,0\n,,,,,,,,,,\n1,SW2,1,x\n";
    struct workforce_case run = {0};
    const struct staith_fake_finding *finding;
    assert_int_equal(workforce_run(&run, text, strlen(text)), STAITH_OK);
    assert_int_equal(run.host.finding_count, 1);
    finding = staith_fake_finding(&run.host, "e105", 0);
    assert_int_equal(finding->where.line, 5);
    assert_int_equal(finding->where.row, 2);
    assert_int_equal(finding->where.element, STAITH_WORKFORCE_E_CASES);
    staith_fake_deinit(&run.host);
}

static void council_items_may_come_on_any_row(void **state)
{
    (void)state;
    static const char text[] = HEADING "\n1,SW1,1,0" COUNCIL "\n1,SW2,1,0,,,,,2.25\n";
    struct workforce_case run = {0};
    assert_int_equal(workforce_run(&run, text, strlen(text)), STAITH_OK);
    assert_int_equal(staith_fake_sum(&run.host, "vacancy_fte", ""), 2250000);
    assert_int_equal(staith_fake_findings(&run.host, "e201"), 2);
    staith_fake_deinit(&run.host);
}

/* 2.25 and 2.250 are one value; 2.26 is another. */
static void council_items_are_compared_as_values(void **state)
{
    (void)state;
    static const char same[] = HEADING "\n1,SW1,1,0" COUNCIL "2.25\n1,SW2,1,0,,,,,2.250\n";
    static const char other[] = HEADING "\n1,SW1,1,0" COUNCIL "2.25\n1,SW2,1,0,,,,,2.26\n";
    struct workforce_case run = {0};
    assert_int_equal(workforce_run(&run, same, strlen(same)), STAITH_OK);
    staith_fake_deinit(&run.host);
    memset(&run, 0, sizeof(run));
    assert_int_equal(workforce_run(&run, other, strlen(other)), STAITH_ESOURCE);
    assert_int_equal(staith_fake_finding(&run.host, "e017", 0)->where.line, 3);
    staith_fake_deinit(&run.host);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(findings_name_line_row_and_column),
        cmocka_unit_test(council_items_may_come_on_any_row),
        cmocka_unit_test(council_items_are_compared_as_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
