/* SPDX-License-Identifier: Apache-2.0 */
#include "dimensions.h"
#include "elements.h"
#include "workforce_case.h"

static const char *code_of(enum staith_workforce_dimension dimension, uint16_t category)
{
    assert_true(category < staith_workforce_dimensions[dimension].category_count);
    return staith_workforce_dimensions[dimension].categories[category].code;
}

static void age_bands_change_on_the_birthday(void **state)
{
    (void)state;
    static const struct {
        int years;
        const char *code;
    } cases[] = {{21, "under_30"},   {29, "under_30"},     {30, "aged_30_39"},
                 {39, "aged_30_39"}, {40, "aged_40_49"},   {49, "aged_40_49"},
                 {50, "aged_50_54"}, {54, "aged_50_54"},   {55, "aged_55_59"},
                 {59, "aged_55_59"}, {60, "aged_60_plus"}, {75, "aged_60_plus"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint16_t band = staith_workforce_age_band(cases[i].years);
        assert_string_equal(code_of(STAITH_WORKFORCE_D_AGE_BAND, band), cases[i].code);
    }
}

static void tenure_bands_begin_with_full_years(void **state)
{
    (void)state;
    static const struct {
        int years;
        const char *code;
    } cases[] = {{0, "under_2_years"}, {1, "under_2_years"},  {2, "years_2_4"},
                 {4, "years_2_4"},     {5, "years_5_9"},      {9, "years_5_9"},
                 {10, "years_10_19"},  {19, "years_10_19"},   {20, "years_20_29"},
                 {29, "years_20_29"},  {30, "years_30_plus"}, {45, "years_30_plus"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint16_t band = staith_workforce_tenure_band(cases[i].years);
        assert_string_equal(code_of(STAITH_WORKFORCE_D_TENURE_BAND, band), cases[i].code);
    }
}

static void routes_and_absence(void **state)
{
    (void)state;
    assert_string_equal(
        code_of(STAITH_WORKFORCE_D_ENTRY_ROUTE, staith_workforce_entry_route(true, false)),
        "step_up");
    assert_string_equal(
        code_of(STAITH_WORKFORCE_D_ENTRY_ROUTE, staith_workforce_entry_route(false, true)),
        "frontline");
    assert_string_equal(
        code_of(STAITH_WORKFORCE_D_ENTRY_ROUTE, staith_workforce_entry_route(false, false)),
        "other");
    assert_string_equal(code_of(STAITH_WORKFORCE_D_ABSENCE, staith_workforce_absence(false, -1)),
                        "not_absent");
    assert_string_equal(code_of(STAITH_WORKFORCE_D_ABSENCE, staith_workforce_absence(true, -1)),
                        "reason_not_given");
}

/* Every code of the census names its own category: "WBRI" -> "wbri", which is part of "white". */
static void codes_name_their_categories(void **state)
{
    (void)state;
    size_t count = 0;
    const struct staith_kit_code *codes =
        staith_workforce_codes(STAITH_WORKFORCE_E_ETHNICITY, &count);
    assert_int_equal(count, 18);
    assert_true(staith_kit_code_sorted(codes, count));
    for (size_t i = 0; i < count; i++) {
        const char *category = code_of(STAITH_WORKFORCE_D_ETHNICITY, codes[i].value);
        assert_int_equal(strlen(category), 4);
        for (size_t c = 0; c < 4; c++) {
            assert_int_equal(category[c], codes[i].code[c] - 'A' + 'a');
        }
    }
    codes = staith_workforce_codes(STAITH_WORKFORCE_E_ABSENCE_REASON, &count);
    assert_int_equal(count, 7);
    assert_true(staith_kit_code_sorted(codes, count));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(code_of(STAITH_WORKFORCE_D_ABSENCE, codes[i].value)[0],
                         codes[i].code[0] - 'A' + 'a');
    }
    assert_null(staith_workforce_codes(STAITH_WORKFORCE_E_FTE, &count));
    assert_int_equal(count, 0);
}

static void groups_hold_their_codes(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        const char *group;
    } cases[] = {{"wbri", "white"}, {"woth", "white"}, {"moth", "mixed"},    {"chne", "asian"},
                 {"both", "black"}, {"ooth", "other"}, {"refu", "not_known"}};
    const struct staith_dimension_def *ethnicity =
        &staith_workforce_dimensions[STAITH_WORKFORCE_D_ETHNICITY];
    assert_int_equal(ethnicity->sensitive, 1);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint32_t at = 0;
        while (strcmp(ethnicity->categories[at].code, cases[i].code) != 0) {
            at++;
            assert_true(at < ethnicity->category_count);
        }
        uint16_t parent = ethnicity->categories[at].parent;
        assert_string_equal(code_of(STAITH_WORKFORCE_D_ETHNICITY, parent), cases[i].group);
        assert_int_equal(ethnicity->categories[parent].parent, STAITH_NO_CATEGORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(age_bands_change_on_the_birthday),
        cmocka_unit_test(tenure_bands_begin_with_full_years),
        cmocka_unit_test(routes_and_absence),
        cmocka_unit_test(codes_name_their_categories),
        cmocka_unit_test(groups_hold_their_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
