/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML that is odd or hostile.
 */
#include "workforce_case.h"
#include "workforce_text.h"

enum { FREE_TEXT = 60000, BOMB_ROWS = 20 };

static int run_with(struct workforce_case *run, const char *text)
{
    return workforce_run(run, text, strlen(text));
}

/* OtherAllowances may be long, hold anything, and leaves no trace. */
static void free_text_is_passed_over(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    char *text = calloc(1, FREE_TEXT + 4096);
    assert_non_null(text);
    size_t at = (size_t)snprintf(text, 4096, "%s<LALevel><OtherAllowances>", WF_HEAD("2025"));
    memset(text + at, 'x', FREE_TEXT);
    (void)snprintf(text + at + FREE_TEXT, 4000, "%s",
                   "</OtherAllowances><NumberOfVacancies>1</NumberOfVacancies>"
                   "<NoAgencyFTE>1</NoAgencyFTE><NoAgencyHeadcount>1</NoAgencyHeadcount>"
                   "</LALevel>" WF_AGENCY("SW1", "1", "1") WF_TAIL);
    assert_int_equal(run_with(&run, text), STAITH_OK);
    assert_int_equal(run.host.finding_count, 0);
    staith_fake_deinit(&run.host);
    free(text);
}

/* Each entity ten of the one before: refused at the DOCTYPE, before the first is expanded. */
static void an_entity_bomb_is_refused_unread(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    char text[8192];
    size_t at = (size_t)snprintf(text, sizeof(text), "<!DOCTYPE m [<!ENTITY e0 \"boom\">\n");
    for (unsigned i = 1; i < BOMB_ROWS; i++) {
        at += (size_t)snprintf(text + at, sizeof(text) - at,
                               "<!ENTITY e%u \"&e%u;&e%u;&e%u;&e%u;&e%u;&e%u;&e%u;&e%u;&e%u;\">\n",
                               i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    }
    (void)snprintf(text + at, sizeof(text) - at, "]>" WF_HEAD("2025") "&e19;" WF_TAIL);
    assert_int_equal(run_with(&run, text), STAITH_ESOURCE);
    assert_int_equal(staith_fake_finding(&run.host, "e002", 0)->where.line, 1);
    assert_int_equal(run.host.finding_count, 1);
    staith_fake_deinit(&run.host);
}

static void entities_of_xml_are_read(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(run_with(&run, WF_HEAD("2025") WF_COUNCIL("&#49;", "0", "&#x30;")
                                        WF_AGENCY("S&#87;1", "1<![CDATA[.0]]>", "1") WF_TAIL),
                     STAITH_OK);
    assert_int_equal(run.host.finding_count, 0);
    assert_int_equal(staith_fake_sum(&run.host, "vacancy_fte", ""), 1000000);
    assert_int_equal(staith_fake_sum(&run.host, "agency_fte", ""), 1000000);
    staith_fake_deinit(&run.host);
}

static void comments_and_attributes_are_passed_over(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(
        run_with(&run,
                 "<?xml version=\"1.0\"?><!-- a --><?pi b?>" WF_HEAD("2025") WF_COUNCIL(
                     "1", "0", "0") "<!-- c --><CSWWWorker id=\"4\">"
                                    "<AgencyWorker>1<!-- d --></AgencyWorker><SWENo>SW1</SWENo>"
                                    "<FTE>1</FTE><Cases30>0</Cases30></CSWWWorker>" WF_TAIL),
        STAITH_OK);
    assert_int_equal(staith_fake_rows(&run.host, "agency_headcount", ""), 1);
    staith_fake_deinit(&run.host);
}

/* A worker inside a worker would hide a person: passed over as one, and said so once. */
static void a_worker_in_a_worker_is_passed_over(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(
        run_with(&run, WF_HEAD("2025") WF_COUNCIL(
                           "1", "0", "0") "<CSWWWorkers><CSWWWorker><AgencyWorker>1</AgencyWorker>"
                                          "<SWENo>SW1</SWENo>" WF_AGENCY(
                                              "SW2", "1",
                                              "1") "<FTE>1</FTE><Cases30>0</Cases30></CSWWWorker>"
                                                   "</CSWWWorkers>" WF_TAIL),
        STAITH_OK);
    assert_int_equal(staith_fake_rows(&run.host, "agency_headcount", ""), 1);
    assert_int_equal(staith_fake_findings(&run.host, "q002"), 1);
    assert_int_equal(run.host.finding_count, 1);
    staith_fake_deinit(&run.host);
}

/* An item with elements inside has no text of its own. */
static void an_item_that_holds_elements_is_missing(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(run_with(&run, WF_HEAD("2025") WF_COUNCIL("1", "0", "0") WF_AGENCY(
                                        "SW1", "<b>1</b>", "1") WF_AGENCY("SW2", "1", "1") WF_TAIL),
                     STAITH_OK);
    assert_int_equal(staith_fake_findings(&run.host, "q001"), 1);
    assert_int_equal(staith_fake_finding(&run.host, "e101", 0)->where.row, 1);
    assert_int_equal(staith_fake_rows(&run.host, "agency_headcount", ""), 1);
    staith_fake_deinit(&run.host);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(free_text_is_passed_over),
        cmocka_unit_test(an_entity_bomb_is_refused_unread),
        cmocka_unit_test(entities_of_xml_are_read),
        cmocka_unit_test(comments_and_attributes_are_passed_over),
        cmocka_unit_test(a_worker_in_a_worker_is_passed_over),
        cmocka_unit_test(an_item_that_holds_elements_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
