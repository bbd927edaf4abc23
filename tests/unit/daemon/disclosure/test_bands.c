/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/bands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NO 0xFFFF
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define DIMENSION(list) ((struct staith_dimension){"a", "A", 0, 0, COUNT(list), list})

static struct staith_category ages[] = {
    {"under_30", "", NO},  {"aged_30_49", "", NO},   {"aged_50_59", "", NO}, {"aged_50_54", "", 2},
    {"aged_55_59", "", 2}, {"aged_60_plus", "", NO}, {"not_known", "", NO}};
static struct staith_category service[] = {
    {"under_6_months", "", NO}, {"months_6_11", "", NO}, {"years_1_4", "", NO}, {"from_5", "", NO}};

static void expect(const struct staith_dimension *dimension, uint32_t category, int32_t first,
                   int32_t last)
{
    struct staith_band band = {-1, -1};
    assert_true(staith_band_of(dimension, category, &band));
    assert_int_equal(band.first, first);
    assert_int_equal(band.last, last);
}

/* A band ends where the next begins, whatever its code says of its end; a group is its bands. */
static void where_bands_lie(void **state)
{
    (void)state;
    struct staith_band band;
    const struct staith_dimension age = DIMENSION(ages);
    expect(&age, 0, 0, 30 * 12 - 1);
    expect(&age, 1, 30 * 12, 50 * 12 - 1);
    expect(&age, 2, 50 * 12, 60 * 12 - 1);
    expect(&age, 3, 50 * 12, 55 * 12 - 1);
    expect(&age, 4, 55 * 12, 60 * 12 - 1);
    expect(&age, 5, 60 * 12, STAITH_BAND_MAX);
    assert_false(staith_band_of(&age, 6, &band));
    const struct staith_dimension years = DIMENSION(service);
    expect(&years, 0, 0, 5);
    expect(&years, 1, 6, 11);
    expect(&years, 2, 12, 59);
    expect(&years, 3, 60, STAITH_BAND_MAX);
}

static void what_is_none(void **state)
{
    (void)state;
    static struct staith_category roles[] = {{"manager", "", NO}, {"aged_30", "", NO}};
    static struct staith_category weeks[] = {{"weeks_0_4", "", NO}, {"weeks_5_plus", "", NO}};
    static struct staith_category twice[] = {{"aged_30_39", "", NO}, {"aged_30_49", "", NO}};
    static struct staith_category far[] = {{"aged_30", "", NO}, {"aged_99999", "", NO}};
    const struct staith_dimension none[] = {DIMENSION(roles), DIMENSION(weeks), DIMENSION(twice),
                                            DIMENSION(far)};
    for (size_t i = 0; i < COUNT(none); i++) {
        struct staith_band band;
        assert_false(staith_band_of(&none[i], 0, &band));
        assert_false(staith_band_of(&none[i], 1, &band));
    }
}

/* A code whose number is the end of a band, or that has one number in years and one in months, says
 * nothing of where it begins: beside the same other bands it cannot be held against another cut. */
static void where_a_number_is_no_beginning(void **state)
{
    (void)state;
    static const char *const codes[] = {"up_to_30",     "upto_30",          "to_30",
                                        "30_and_under", "30_or_under",      "max_30",
                                        "over_30",      "1_year_18_months", "6_months_2_years",
                                        "aged_30to39",  "months_6_years_2", "not_over_30"};
    static const char *const read[] = {"from_30_to_39", "30_plus", "years_30_39", "30_39_years"};
    static struct staith_category cut[] = {{"under_30", "", NO}, {"", "", NO}, {"aged_50", "", NO}};
    const struct staith_dimension age = DIMENSION(ages), bands = DIMENSION(cut);
    struct staith_band band;
    for (size_t i = 0; i < COUNT(codes); i++) {
        cut[1].code = codes[i];
        assert_false(staith_band_of(&bands, 1, &band));
        assert_false(staith_band_of(&bands, 0, &band));
    }
    for (size_t i = 0; i < COUNT(read); i++) {
        cut[1].code = read[i];
        expect(&bands, 1, 30 * 12, 50 * 12 - 1);
        assert_true(staith_bands_comparable(&age, &bands));
    }
    static struct staith_category others[] = {
        {"up_to_30", "", NO}, {"aged_31_49", "", NO}, {"aged_50_plus", "", NO}};
    const struct staith_dimension otherwise = DIMENSION(others);
    assert_false(staith_bands_comparable(&age, &otherwise));
}

static void two_cuts(void **state)
{
    (void)state;
    static struct staith_category same[] = {{"aged_50_plus", "", NO}, {"under_50", "", NO}};
    static struct staith_category other[] = {{"under_50", "", NO}, {"aged_50_plus", "", NO}};
    static struct staith_category three[] = {{"ill", "", NO}, {"moved", "", NO}, {"other", "", NO}};
    static struct staith_category merged[] = {{"ill_or_moved", "", NO}, {"other", "", NO}};
    static struct staith_category four[] = {{"a", "", NO}, {"b", "", NO}, {"other", "", NO}};
    static struct staith_category single[] = {{"aged_50", "", NO}, {"not_known", "", NO}};
    const struct staith_dimension age = DIMENSION(ages);
    const struct staith_dimension first = DIMENSION(same), second = DIMENSION(other);
    const struct staith_dimension fine = DIMENSION(three), coarse = DIMENSION(merged);
    const struct staith_dimension letters = DIMENSION(four), one = DIMENSION(single);
    assert_true(staith_bands_same(&first, &second));
    assert_true(staith_bands_same(&age, &age));
    assert_false(staith_bands_same(&age, &second));
    assert_false(staith_bands_same(&coarse, &fine));
    assert_true(staith_bands_comparable(&age, &second));
    assert_true(staith_bands_comparable(&fine, &coarse));
    assert_false(staith_bands_comparable(&fine, &letters));
    assert_false(staith_bands_comparable(&age, &fine));
    assert_true(staith_bands_comparable(&age, &one));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(where_bands_lie),
        cmocka_unit_test(what_is_none),
        cmocka_unit_test(where_a_number_is_no_beginning),
        cmocka_unit_test(two_cuts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
