/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"

#include <stdio.h>
#include <unistd.h>

static const char list[] = "Staff number,Team,Start (date),Cases,FTE,Team\t2\n"
                           "S1,Duty team,30/09/2025,12,0.50,x\nS2,Duty team,01/10/2025,3,1.00,x\n"
                           "S3,Duty team,02/10/2025,4,1.00,x\nS4,Rare,03/10/2025,5,1.00,x\n";

static const char golden[] =
    "# A draft for the plugin `table`, from 4 rows. Look through every line.\n\n"
    "[dataset]\ncode = my_dataset\ntitle = My dataset\n"
    "# Or: date COLUMN by quarter; or a fixed one, as 2025Q3.\nperiod = file name\n"
    "# What tells people apart; it never leaves the council.\nperson = staff_number\n\n"
    "[column staff_number]\nheading = Staff number\ntype = text\n\n"
    "[column team]\nheading = Team\ntype = code\ndimension = yes\n"
    "code duty_team = Duty team\n# Texts in fewer than three rows are not listed.\n\n"
    "[column start_date]\nheading = Start (date)\ntype = date\n\n"
    "[column cases]\nheading = Cases\ntype = integer\n\n"
    "[column fte]\nheading = FTE\ntype = decimal 2\n\n"
    "[column team_2]\nheading = Team 2\ntype = yes or no\n\n"
    "[measure people]\nlabel = People in the list\n"
    "definition = Say here what is counted, and by which rule.\ncount = people\n\n"
    "# [measure cases_total]\n# sum = cases\n# unit = cases\n\n"
    "# [measure fte_total]\n# sum = fte\n# unit = fte\n\n"
    "[table by_team]\nmeasures = people\nby = team\n";

static void drafts(void **state)
{
    (void)state;
    char path[] = "/tmp/staith-draft-XXXXXX";
    char line[128];
    struct cli_capture capture;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, list, sizeof(list) - 1), sizeof(list) - 1);
    assert_int_equal(close(fd), 0);
    (void)snprintf(line, sizeof(line), "plugin draft %s", path);
    cli_run(&capture, line);
    assert_int_equal(capture.status, 0);
    cli_same(capture.out, golden);
    assert_string_equal(capture.err, "");
    assert_null(strstr(capture.out, "Rare")); /* what stands once may be somebody's own */
    cli_free(&capture);
    assert_int_equal(unlink(path), 0);
}

static void refuses(void **state)
{
    (void)state;
    struct cli_capture capture;
    cli_run(&capture, "plugin draft");
    assert_int_equal(capture.status, 64);
    cli_free(&capture);
    cli_run(&capture, "plugin draft /nowhere/a.csv");
    assert_int_equal(capture.status, 66);
    assert_string_equal(capture.err, "staith: /nowhere/a.csv: the file cannot be opened; name a "
                                     "file that you may read\n");
    cli_free(&capture);
    cli_run(&capture, "plugin draft /dev/null");
    assert_int_equal(capture.status, 74);
    cli_free(&capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(drafts), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
