/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue.h"
#include "checks.h"
#include "workforce_case.h"

static const char *measure_code(uint16_t measure)
{
    assert_true(measure < STAITH_WORKFORCE_MEASURE_COUNT);
    return staith_workforce_measures[measure].code;
}

/* The formulas of DfE's published rates, as codes. */
static void indicators_are_the_published_ratios(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        const char *numerator;
        const char *denominators[2];
        uint32_t scale;
        uint32_t polarity;
        uint32_t flags;
    } cases[] = {
        {"turnover_rate_fte", "leavers_fte", {"inpost_fte", NULL}, 100, STAITH_LOW_IS_GOOD, 0},
        {"turnover_rate_headcount",
         "leavers_headcount",
         {"inpost_headcount", NULL},
         100,
         STAITH_LOW_IS_GOOD,
         0},
        {"agency_rate_fte", "agency_fte", {"agency_fte", "inpost_fte"}, 100, STAITH_LOW_IS_GOOD, 0},
        {"agency_rate_headcount",
         "agency_headcount",
         {"agency_headcount", "inpost_headcount"},
         100,
         STAITH_LOW_IS_GOOD,
         0},
        {"agency_cover_rate_fte",
         "agency_cover_fte",
         {"agency_fte", NULL},
         100,
         STAITH_NEUTRAL,
         STAITH_OVER_100_IS_UNRELIABLE},
        {"vacancy_rate_fte",
         "vacancy_fte",
         {"vacancy_fte", "inpost_fte"},
         100,
         STAITH_LOW_IS_GOOD,
         0},
        {"vacancy_agency_cover_rate_fte",
         "agency_cover_fte",
         {"vacancy_fte", NULL},
         100,
         STAITH_HIGH_IS_GOOD,
         STAITH_OVER_100_IS_UNRELIABLE},
        {"caseload_fte", "cases", {"case_holders_fte", NULL}, 1, STAITH_LOW_IS_GOOD, 0},
        {"absence_rate_fte",
         "working_days_lost_fte",
         {"inpost_fte", NULL},
         100,
         STAITH_LOW_IS_GOOD,
         STAITH_PER_WORKING_DAY},
    };
    assert_int_equal(sizeof(cases) / sizeof(cases[0]), STAITH_WORKFORCE_INDICATOR_COUNT);
    for (size_t i = 0; i < STAITH_WORKFORCE_INDICATOR_COUNT; i++) {
        const struct staith_indicator_def *indicator = &staith_workforce_indicators[i];
        assert_string_equal(indicator->code, cases[i].code);
        assert_string_equal(measure_code(indicator->numerator), cases[i].numerator);
        assert_int_equal(indicator->denominator_count, cases[i].denominators[1] == NULL ? 1 : 2);
        for (uint32_t d = 0; d < indicator->denominator_count; d++) {
            assert_string_equal(measure_code(indicator->denominators[d]), cases[i].denominators[d]);
        }
        assert_int_equal(indicator->scale, cases[i].scale);
        assert_int_equal(indicator->polarity, cases[i].polarity);
        assert_int_equal(indicator->flags, cases[i].flags);
        assert_int_equal(indicator->decimals, 1);
    }
}

static void headline_has_the_figures_of_dfe_alone(void **state)
{
    (void)state;
    static const char *const codes[] = {"inpost_fte",
                                        "inpost_headcount",
                                        "starters_fte",
                                        "starters_headcount",
                                        "leavers_fte",
                                        "leavers_headcount",
                                        "agency_fte",
                                        "agency_headcount",
                                        "agency_cover_fte",
                                        "agency_cover_headcount",
                                        "vacancy_fte",
                                        "case_holders_fte",
                                        "cases",
                                        "working_days_lost_fte"};
    const struct staith_table_def *headline = &staith_workforce_tables[0];
    assert_string_equal(headline->code, "headline");
    assert_int_equal(headline->dimension_count, 0);
    assert_int_equal(headline->measure_count, 14);
    assert_int_equal(STAITH_WORKFORCE_HEADLINE_COUNT, 14);
    for (uint16_t i = 0; i < 14; i++) {
        assert_string_equal(measure_code(headline->measures[i]), codes[i]);
        assert_string_equal(measure_code(i), codes[i]);
    }
    for (uint32_t t = 1; t < STAITH_WORKFORCE_TABLE_COUNT; t++) {
        assert_true(staith_workforce_tables[t].dimension_count > 0);
    }
}

static void checks_have_codes_of_their_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < STAITH_WORKFORCE_CHECK_COUNT; i++) {
        const struct staith_check_def *check = &staith_workforce_checks[i];
        assert_int_equal(strlen(check->code), 4);
        assert_int_equal(check->severity, check->code[0] == 'e' ? STAITH_ERROR : STAITH_QUERY);
        assert_true(strlen(check->message) > 10 && strlen(check->advice) > 10);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(check->code, staith_workforce_checks[j].code);
        }
    }
}

static void jump_checks_follow_their_measures(void **state)
{
    (void)state;
    for (size_t i = 0; i < STAITH_WORKFORCE_HEADLINE_COUNT; i++) {
        char code[8];
        (void)snprintf(code, sizeof(code), "q%u", 301 + (unsigned)i);
        assert_string_equal(staith_workforce_checks[STAITH_WORKFORCE_C_JUMP + i].code, code);
    }
}

static void descriptor_is_whole(void **state)
{
    (void)state;
    const struct staith_descriptor *descriptor = staith_plugin.descriptor;
    assert_string_equal(descriptor->name, "workforce");
    assert_string_equal(descriptor->dataset, "csww");
    assert_int_equal(descriptor->size, sizeof(*descriptor));
    assert_int_equal(descriptor->option_count, 3);
    for (uint32_t i = 0; i < descriptor->dimension_count; i++) {
        assert_int_equal(descriptor->dimensions[i].size, sizeof(struct staith_dimension_def));
        assert_int_equal(descriptor->dimensions[i].precedence,
                         i == 0 ? STAITH_KEEP_LEAST : STAITH_KEEP_FIRST_SEEN);
    }
}

/* The README is what an analyst reads when a finding names a check. */
static void the_readme_names_everything(void **state)
{
    (void)state;
    const struct staith_descriptor *descriptor = staith_plugin.descriptor;
    size_t len = 0;
    char *readme = workforce_load("plugins/workforce/README.md", &len);
    for (uint32_t i = 0; i < STAITH_WORKFORCE_C_JUMP; i++) {
        assert_non_null(strstr(readme, descriptor->checks[i].code));
        assert_non_null(strstr(readme, descriptor->checks[i].message));
        assert_non_null(strstr(readme, descriptor->checks[i].advice));
    }
    for (uint32_t i = 0; i < descriptor->measure_count; i++) {
        assert_non_null(strstr(readme, descriptor->measures[i].definition));
    }
    for (uint32_t i = 0; i < descriptor->option_count; i++) {
        assert_non_null(strstr(readme, descriptor->options[i].name));
    }
    free(readme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indicators_are_the_published_ratios),
        cmocka_unit_test(headline_has_the_figures_of_dfe_alone),
        cmocka_unit_test(checks_have_codes_of_their_own),
        cmocka_unit_test(jump_checks_follow_their_measures),
        cmocka_unit_test(descriptor_is_whole),
        cmocka_unit_test(the_readme_names_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
