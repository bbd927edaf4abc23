/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_host.h"
#include "temp_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *definition_of_sample(void)
{
    char path[1024];
    size_t len = 0;
    const char *folder = getenv("STAITH_SOURCE");
    (void)snprintf(path, sizeof path, "%s/plugins/table/sample.ini", folder != NULL ? folder : ".");
    uint8_t *bytes = staith_temp_read(path, &len);
    char *text = malloc(len + 1);
    assert_non_null(text);
    memcpy(text, bytes, len);
    text[len] = '\0';
    free(bytes);
    return text;
}

/* Run the plugin over a text; `more` is an option besides the definition, or NULL. */
static int run(struct staith_fake_host *host, const char *definition, const char *name,
               const char *text, const char *more, const char *value)
{
    const struct staith_fake_source source = {name, text, strlen(text)};
    const struct staith_fake_option options[] = {{"definition", definition}, {more, value}};
    const struct staith_fake_setup setup = {.sources = &source,
                                            .source_count = 1,
                                            .options = options,
                                            .option_count = more != NULL ? 2 : 1};
    static struct staith_fake_setup kept; /* the host looks at it after the run */
    static struct staith_fake_option kept_options[2];
    static struct staith_fake_source kept_source;
    kept = setup;
    memcpy(kept_options, options, sizeof options);
    kept_source = source;
    kept.options = kept_options;
    kept.sources = &kept_source;
    return staith_fake_run(host, &staith_plugin, &kept);
}

static const char people[] = "Staff number,Team,Cases,FTE,ASYE\n"
                             "S001,Assessment,21,1.00,no\n"
                             "S002,A&I,17,0.60,no\n"
                             "S003,Child protection,19,1.00,no\n"
                             "S004,Safeguarding,12,1.00,yes\n"
                             "S005,Children in care,16,0.80,no\n";

/* Worked by hand from the five rows. */
static void test_counts(void **state)
{
    (void)state;
    struct staith_fake_host host;
    char *definition = definition_of_sample();
    assert_int_equal(run(&host, definition, "caseloads-2025-Q3.csv", people, NULL, NULL),
                     STAITH_OK);
    assert_string_equal(host.descriptor->dataset, "caseloads");
    assert_int_equal(host.period.kind, STAITH_PERIOD_QUARTER);
    assert_int_equal(host.period.year, 2025);
    assert_int_equal(host.period.part, 3);
    assert_int_equal(staith_fake_people(&host, "workers", NULL), 5);
    assert_int_equal(staith_fake_people(&host, "workers_high", NULL), 2);
    assert_int_equal(staith_fake_people(&host, "workers", "team=assessment"), 2);
    assert_int_equal(staith_fake_people(&host, "workers_high", "team=safeguarding"), 1);
    assert_int_equal(staith_fake_sum(&host, "cases", NULL), 85);
    assert_int_equal(staith_fake_sum(&host, "fte", NULL), 4400000);
    assert_int_equal(staith_fake_rows(&host, "cases_median", NULL), 4);
    assert_int_equal(host.finding_count, 0);
    assert_int_equal(host.descriptor->table_count, 2);
    assert_int_equal(host.descriptor->tables[1].dimension_count, 1);
    assert_string_equal(host.descriptor->indicators[0].code, "share_high");
    staith_fake_deinit(&host);
    free(definition);
}

static void test_findings(void **state)
{
    (void)state;
    struct staith_fake_host host;
    char *definition = definition_of_sample();
    assert_int_equal(run(&host, definition, "2025Q3.csv",
                         "Staff number,Team,Cases,FTE\nS001,Nowhere,21,1\n,Assessment,3,1\n"
                         "S002,Assessment,many,1\n",
                         NULL, NULL),
                     STAITH_OK);
    assert_int_equal(staith_fake_findings(&host, "table_not_a_code"), 1);
    assert_int_equal(staith_fake_findings(&host, "no_person"), 1);
    assert_int_equal(staith_fake_findings(&host, "table_not_a_number"), 1);
    assert_int_equal(staith_fake_finding(&host, "no_person", 0)->where.line, 3);
    /* the person with no known team is in the total alone; the one with bad cases has no cases */
    assert_int_equal(staith_fake_people(&host, "workers", NULL), 2);
    assert_int_equal(staith_fake_people(&host, "workers", "team=-"), 1);
    assert_int_equal(staith_fake_sum(&host, "cases", NULL), 21);
    staith_fake_deinit(&host);
    assert_int_equal(run(&host, definition, "list.csv", people, NULL, NULL), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&host, "no_period"), 1);
    staith_fake_deinit(&host);
    assert_int_equal(run(&host, definition, "list.csv", people, "period", "2025-07"), STAITH_OK);
    assert_int_equal(host.period.kind, STAITH_PERIOD_MONTH);
    staith_fake_deinit(&host);
    assert_int_equal(run(&host, definition, "2025Q3.csv", "Nummer,Team,Cases\nS001,Assessment,21\n",
                         "columns", "staff_no\tNummer\n"),
                     STAITH_OK);
    assert_int_equal(staith_fake_people(&host, "workers", NULL), 1);
    /* the file has neither FTE nor ASYE: what is counted of them is not known, and not 0 */
    assert_int_equal(staith_fake_findings(&host, "no_column"), 2);
    assert_true(staith_fake_unavailable(&host, "fte"));
    assert_true(staith_fake_unavailable(&host, "cases_median"));
    assert_false(staith_fake_unavailable(&host, "cases"));
    assert_false(staith_fake_unavailable(&host, "workers"));
    staith_fake_deinit(&host);
    free(definition);
}

static void test_dates(void **state)
{
    (void)state;
    static const char definition[] =
        "[dataset]\ncode = starts\nperiod = date from by quarter\nperson = who\nowner = agency\n"
        "[column who]\n[column from]\ntype = date\n[column agency]\n[column rate]\ntype = money\n"
        "[measure starts]\ncount = rows\n[measure rate]\nmedian = rate\n";
    struct staith_fake_host host;
    assert_int_equal(run(&host, definition, "x.csv",
                         "who,from,agency,rate\nA,01/08/2025,Acme,30\nB,30/06/2025,Acme,40\n"
                         "C,,Best,41\nD,30/09/2025,Best,\xC2\xA3"
                         "50.50\n",
                         NULL, NULL),
                     STAITH_OK);
    assert_int_equal(host.period.part, 3);
    assert_int_equal(staith_fake_rows(&host, "starts", NULL), 2);
    assert_int_equal(staith_fake_sum(&host, "rate", NULL), 8050);
    assert_int_equal(staith_fake_findings(&host, "other_period"), 2);
    staith_fake_deinit(&host);
    assert_int_equal(run(&host, definition, "x.csv", "who,from\nA,\n", NULL, NULL), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&host, "no_period"), 1);
    staith_fake_deinit(&host);
    assert_int_equal(run(&host, definition, "x.csv", "a,b\n1,2\n", NULL, NULL), STAITH_ESOURCE);
    staith_fake_deinit(&host);
}

/* A program of the council's own between the source and the table. */
static void test_command(void **state)
{
    (void)state;
    struct staith_fake_host host;
    char *definition = definition_of_sample();
    assert_int_equal(
        run(&host, definition, "2025Q3.csv", people, "command", "/bin/sed\n/Safeguarding/d\n"),
        STAITH_OK);
    assert_int_equal(staith_fake_people(&host, "workers", NULL), 4);
    assert_int_equal(host.finding_count, 0);
    staith_fake_deinit(&host);
    assert_int_equal(
        run(&host, definition, "2025Q3.csv", people, "command", "/bin/sh\n-c\necho x >&2; cat\n"),
        STAITH_OK);
    assert_int_equal(staith_fake_people(&host, "workers", NULL), 5);
    assert_int_equal(staith_fake_findings(&host, "program_said"), 1);
    staith_fake_deinit(&host);
    assert_int_equal(
        run(&host, definition, "2025Q3.csv", people, "command", "/bin/sh\n-c\ncat; exit 3\n"),
        STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&host, "program_failed"), 1);
    assert_int_equal(host.observation_count, 0); /* half a list is none */
    staith_fake_deinit(&host);
    assert_int_equal(run(&host, definition, "2025Q3.csv", people, "command", "/nowhere\n"),
                     STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&host, "program_not_started"), 1);
    staith_fake_deinit(&host);
    assert_int_equal(run(&host, definition, "2025Q3.csv", people, "command", "sed\n"),
                     STAITH_EINVAL);
    assert_string_equal(host.explained, "a program is named by its whole path");
    staith_fake_deinit(&host);
    free(definition);
}

static void test_explains(void **state)
{
    (void)state;
    struct staith_fake_host host;
    assert_int_equal(run(&host, "[dataset]\ncode = Bad\n", "x.csv", people, NULL, NULL),
                     STAITH_EINVAL);
    assert_string_equal(host.explained, "a code is a small letter, then letters, digits and _");
    assert_int_equal(host.explained_line, 2);
    assert_int_equal(host.explained_column, 8);
    staith_fake_deinit(&host);
    char *definition = definition_of_sample();
    assert_int_equal(run(&host, definition, "x.csv", people, "columns", "staf_no\tx\n"),
                     STAITH_EINVAL);
    assert_string_equal(host.explained, "there is no column staf_no; did you mean staff_no?");
    staith_fake_deinit(&host);
    assert_int_equal(run(&host, definition, "x.csv", people, "period", "Q3"), STAITH_EINVAL);
    assert_string_equal(host.explained, "a period is written as 2025, 2025Q3 or 2025-07");
    staith_fake_deinit(&host);
    free(definition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts),
                                       cmocka_unit_test(test_findings),
                                       cmocka_unit_test(test_dates), cmocka_unit_test(test_command),
                                       cmocka_unit_test(test_explains)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
