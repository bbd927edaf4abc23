/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file as a whole: limits, figures that are missing, and a host that fails.
 */
#include "workforce_case.h"
#include "workforce_text.h"

static int run_with(struct workforce_case *run, const char *text)
{
    return workforce_run(run, text, strlen(text));
}

static void workers_have_a_maximum(void **state)
{
    (void)state;
    static const struct staith_fake_option two[] = {{"max_workers", "2"}};
    static const char text[] = WF_HEAD("2025") WF_COUNCIL("1", "0", "0") WF_AGENCY("SW1", "1", "1")
        WF_AGENCY("SW2", "1", "1") WF_AGENCY("SW3", "1", "1") WF_TAIL;
    struct workforce_case run = {0};
    run.setup.options = two;
    run.setup.option_count = 1;
    assert_int_equal(run_with(&run, text), STAITH_ESOURCE);
    assert_int_equal(staith_fake_finding(&run.host, "e011", 0)->where.line, 5);
    staith_fake_deinit(&run.host);
}

static void no_people_is_no_return(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(run_with(&run, WF_HEAD("2025") WF_COUNCIL("1", "0", "0") WF_TAIL),
                     STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e010"), 1);
    assert_int_equal(run.host.observation_count, 0);
    staith_fake_deinit(&run.host);
}

/* Nothing counted must not look like a council without social workers. */
static void nothing_counted_is_refused(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(run_with(&run, WF_HEAD("2025") WF_COUNCIL("1", "0", "0")
                                        WF_AGENCY("SW1", "9", "1") WF_TAIL),
                     STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e103"), 1);
    assert_int_equal(staith_fake_findings(&run.host, "e012"), 1);
    staith_fake_deinit(&run.host);
}

static void both_faults_of_a_header_are_named(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    run.setup.authority = "391";
    assert_int_equal(run_with(&run, "<Message><Header><Collection>CSWW</Collection><LEA>840</LEA>"
                                    "<ReferenceDate>2025-09-30</ReferenceDate></Header>"
                                    "<CSWWWorker/></Message>"),
                     STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e014"), 1);
    assert_int_equal(staith_fake_findings(&run.host, "e016"), 1);
    assert_false(run.host.has_period);
    staith_fake_deinit(&run.host);
}

static void a_header_behind_the_people_is_too_late(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(
        run_with(&run,
                 "<Message>" WF_AGENCY(
                     "SW1", "1", "1") "<Header><Collection>"
                                      "CSWW</Collection><LEA>840</LEA><Year>2025</Year></Header>"
                                      "</Message>"),
        STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e014"), 1);
    assert_int_equal(run.host.observation_count, 0);
    staith_fake_deinit(&run.host);
}

static void figures_not_given_are_unavailable_not_zero(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(
        run_with(&run, WF_HEAD("2025") WF_COUNCIL("", "0", "x") WF_AGENCY("SW1", "1", "1") WF_TAIL),
        STAITH_OK);
    assert_true(staith_fake_unavailable(&run.host, "vacancy_fte"));
    assert_true(staith_fake_unavailable(&run.host, "agency_cover_headcount"));
    assert_false(staith_fake_unavailable(&run.host, "agency_cover_fte"));
    assert_int_equal(staith_fake_rows(&run.host, "agency_cover_fte", ""), 1);
    assert_int_equal(staith_fake_rows(&run.host, "vacancy_fte", ""), 0);
    staith_fake_deinit(&run.host);
}

static void council_figures_may_stand_behind_the_people(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    assert_int_equal(run_with(&run, WF_HEAD("2025") WF_AGENCY("SW1", "1", "1")
                                        WF_COUNCIL("2.5", "0", "0") WF_TAIL),
                     STAITH_OK);
    assert_int_equal(staith_fake_sum(&run.host, "vacancy_fte", ""), 2500000);
    staith_fake_deinit(&run.host);
}

static void a_host_that_takes_no_more_ends_the_run(void **state)
{
    (void)state;
    struct workforce_case run = {0};
    run.setup.max_observations = 3;
    assert_int_equal(run_with(&run, WF_HEAD("2025") WF_COUNCIL("1", "0", "0") WF_AGENCY(
                                        "SW1", "1", "1") WF_AGENCY("SW2", "1", "1") WF_TAIL),
                     STAITH_ELIMIT);
    staith_fake_deinit(&run.host);
}

/* Every read may be the one that fails: the run ends with the reason, and frees what it has. */
static void every_read_may_fail(void **state)
{
    (void)state;
    size_t len = 0;
    char *text = workforce_load("plugins/workforce/sample.xml", &len);
    int rc = STAITH_EIO;
    uint64_t nth = 1;
    for (; nth < 1000 && rc != STAITH_OK; nth++) {
        struct workforce_case run = {0};
        run.setup.read_bytes = 100;
        run.setup.fail_read = nth;
        rc = workforce_run(&run, text, len);
        assert_true(rc == STAITH_OK || rc == STAITH_EIO);
        staith_fake_deinit(&run.host);
    }
    assert_true(nth > len / 100);
    assert_int_equal(rc, STAITH_OK);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(workers_have_a_maximum),
        cmocka_unit_test(no_people_is_no_return),
        cmocka_unit_test(nothing_counted_is_refused),
        cmocka_unit_test(both_faults_of_a_header_are_named),
        cmocka_unit_test(a_header_behind_the_people_is_too_late),
        cmocka_unit_test(figures_not_given_are_unavailable_not_zero),
        cmocka_unit_test(council_figures_may_stand_behind_the_people),
        cmocka_unit_test(a_host_that_takes_no_more_ends_the_run),
        cmocka_unit_test(every_read_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
