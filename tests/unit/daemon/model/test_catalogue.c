/* SPDX-License-Identifier: Apache-2.0 */
#include "model/catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"

static void the_sample_is_good(void **state)
{
    (void)state;
    struct sample s;
    struct staith_err err = {0};
    sample_catalogue(&s);
    assert_int_equal(staith_catalogue_check(&s.catalogue, &err), 0);
    assert_int_equal(err.code, 0);
}

static void codes(void **state)
{
    (void)state;
    char code[80];
    memset(code, 'a', sizeof(code));
    code[63] = '\0';
    assert_true(staith_code_valid(code));
    code[63] = 'a';
    code[64] = '\0';
    assert_false(staith_code_valid(code));
    assert_true(staith_code_valid("a"));
    assert_true(staith_code_valid("in_post_2"));
    assert_false(staith_code_valid(""));
    assert_false(staith_code_valid(NULL));
    assert_false(staith_code_valid("2a"));
    assert_false(staith_code_valid("_a"));
    assert_false(staith_code_valid("a-b"));
    assert_false(staith_code_valid("aB"));
    assert_false(staith_code_valid("a\xC3\xA9"));
}

/* Spoil one thing of a fresh sample, expect a refusal that says `word`. */
#define REFUSED(word, spoil)                                                                       \
    do {                                                                                           \
        struct sample s;                                                                           \
        struct staith_err err = {0};                                                               \
        sample_catalogue(&s);                                                                      \
        spoil;                                                                                     \
        assert_int_equal(staith_catalogue_check(&s.catalogue, &err), STAITH_ERR_INVAL);            \
        assert_non_null(strstr(err.what, word));                                                   \
    } while (0)

static void texts_are_refused(void **state)
{
    (void)state;
    char wide[2100];
    memset(wide, 'w', sizeof(wide));
    wide[2099] = '\0';
    REFUSED("dataset", s.catalogue.dataset = "Csww");
    REFUSED("plugin", s.catalogue.plugin = NULL);
    REFUSED("version", s.catalogue.plugin_version = "");
    REFUSED("measure 1", s.measures[1].code = "a b");
    REFUSED("measure 1", s.measures[1].label = "");
    REFUSED("measure 1", s.measures[1].label = "two\nlines");
    REFUSED("measure 1", s.measures[1].label = "\x1B[2J");
    REFUSED("measure 1", s.measures[1].label = "\xC2\x9B"
                                               "2J");
    REFUSED("measure 1", s.measures[1].label = "turned \xE2\x80\xAE round");
    REFUSED("measure 1", s.measures[1].label = "\xFF");
    REFUSED("measure 1", s.measures[1].definition = NULL);
    REFUSED("measure 1", s.measures[1].definition = wide);
    REFUSED("dimension 1", s.dimensions[1].label = wide);
    REFUSED("dimension 0", s.roles[2].code = "Senior");
    REFUSED("table 1", s.tables[1].code = "");
    REFUSED("indicator 0", s.indicators[0].unit_label = "");
    REFUSED("indicator 0", s.indicators[0].source = NULL);
    REFUSED("check 1", s.checks[1].advice = NULL);
    REFUSED("element 1", s.elements[1] = "");
}

static void twins_are_refused(void **state)
{
    (void)state;
    REFUSED("leavers", s.measures[3].code = "leavers");
    REFUSED("role", s.dimensions[1].code = "role");
    REFUSED("manager", s.roles[2].code = "manager");
    REFUSED("head", s.tables[1].code = "head");
    REFUSED("bad_date", s.checks[1].code = "bad_date");
    REFUSED("table 1", s.cross_dimensions[1] = 0);
    REFUSED("table 0", s.head_measures[3] = 0);
    REFUSED("indicator 0", s.denominators[1] = s.denominators[0]);
}

static void numbers_are_refused(void **state)
{
    (void)state;
    REFUSED("count", s.catalogue.measure_count = 0);
    REFUSED("count", s.catalogue.measure_count = STAITH_CATALOGUE_MAX_MEASURES + 1);
    REFUSED("count", s.catalogue.element_count = STAITH_CATALOGUE_MAX_ELEMENTS + 1);
    REFUSED("measure 0", s.measures[0].unit = 0);
    REFUSED("measure 0", s.measures[0].unit = 10);
    REFUSED("measure 0", s.measures[0].unit = STAITH_UNIT_CODE); /* not of people */
    REFUSED("measure 0", s.measures[0].aggregation = 0);
    REFUSED("measure 0", s.measures[0].aggregation = 8);
    REFUSED("dimension 0", s.dimensions[0].precedence = 2);
    REFUSED("dimension 0", s.dimensions[0].sensitive = 2);
    REFUSED("dimension 0", s.dimensions[0].category_count = 0);
    REFUSED("dimension 0", s.dimensions[0].category_count = 4097);
    REFUSED("table 0", s.head_measures[0] = 4);
    REFUSED("table 0", s.tables[0].measure_count = 0);
    REFUSED("table 1", s.cross_dimensions[0] = 2);
    REFUSED("table 1", s.tables[1].dimension_count = 5);
    REFUSED("indicator 0", s.indicators[0].numerator = 4);
    REFUSED("indicator 0", s.denominators[0] = 4);
    REFUSED("indicator 0", s.indicators[0].denominator_count = 0);
    REFUSED("indicator 0", s.indicators[0].denominator_count = 9);
    REFUSED("indicator 0", s.indicators[0].scale = 0);
    REFUSED("indicator 0", s.indicators[0].decimals = 4);
    REFUSED("indicator 0", s.indicators[0].polarity = 3);
    REFUSED("indicator 0", s.indicators[0].flags = 8);
    REFUSED("check 0", s.checks[0].severity = 0);
    REFUSED("check 0", s.checks[0].severity = 3);
}

static void circles_are_refused(void **state)
{
    (void)state;
    REFUSED("dimension 0", s.roles[0].parent = 0);
    REFUSED("dimension 0", s.roles[1].parent = SAMPLE_SENIOR);
    REFUSED("dimension 0", s.roles[0].parent = 3);
}

static void depth_has_a_limit(void **state)
{
    (void)state;
    struct sample s;
    struct staith_category chain[10];
    static const char *const names[10] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    sample_catalogue(&s);
    for (uint16_t i = 0; i < 10; i++) {
        chain[i] = (struct staith_category){names[i], "x", i == 0 ? 0xFFFF : (uint16_t)(i - 1)};
    }
    s.dimensions[0].categories = chain;
    s.dimensions[0].category_count = 9;
    assert_int_equal(staith_catalogue_check(&s.catalogue, NULL), 0);
    s.dimensions[0].category_count = 10;
    assert_int_equal(staith_catalogue_check(&s.catalogue, NULL), STAITH_ERR_INVAL);
}

static void look_up(void **state)
{
    (void)state;
    struct sample s;
    sample_catalogue(&s);
    assert_int_equal(staith_catalogue_measure(&s.catalogue, "days"), SAMPLE_DAYS);
    assert_int_equal(staith_catalogue_measure(&s.catalogue, "day"), -1);
    assert_int_equal(staith_catalogue_table(&s.catalogue, "cross"), 1);
    assert_int_equal(staith_catalogue_table(&s.catalogue, "leavers"), -1);
    assert_int_equal(staith_catalogue_dimension(&s.catalogue, "reason"), 1);
    assert_int_equal(staith_catalogue_dimension(&s.catalogue, ""), -1);
    assert_int_equal(staith_catalogue_indicator(&s.catalogue, "turnover"), 0);
    assert_int_equal(staith_catalogue_indicator(&s.catalogue, "x"), -1);
}

static void order_statistics(void **state)
{
    (void)state;
    static const unsigned quarters[] = {0, 0, 0, 0, 0, 1, 2, 3, 0};
    for (uint32_t aggregation = 0; aggregation <= 8; aggregation++) {
        const struct staith_measure measure = {.aggregation = aggregation};
        assert_int_equal(staith_measure_quarter(&measure), quarters[aggregation]);
    }
    const struct staith_measure median = {.aggregation = STAITH_MEDIAN, .unit = STAITH_UNIT_CASES};
    const struct staith_measure spend = {.aggregation = STAITH_SUM, .unit = STAITH_UNIT_PENCE};
    const struct staith_measure fte = {.aggregation = STAITH_SUM,
                                       .unit = STAITH_UNIT_FTE_MILLIONTHS};
    const struct staith_measure budget = {.aggregation = STAITH_COUNCIL_VALUE,
                                          .unit = STAITH_UNIT_PENCE};
    assert_true(staith_measure_followed(&median) && staith_measure_followed(&spend));
    assert_false(staith_measure_followed(&fte) || staith_measure_followed(&budget));
    struct sample sample;
    sample_catalogue(&sample);
    sample.measures[SAMPLE_TEAMS].aggregation = STAITH_MEDIAN;
    assert_int_equal(staith_catalogue_check(&sample.catalogue, NULL), 0);
    REFUSED("indicator 0: a median", s.measures[SAMPLE_LEAVERS].aggregation = STAITH_MEDIAN);
    REFUSED("indicator 0: a median", s.measures[SAMPLE_FTE].aggregation = STAITH_UPPER_QUARTILE);
}

static void sums_and_their_people(void **state)
{
    (void)state;
    struct staith_measure measures[] = {
        {"inpost_fte", "", "", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
        {"inpost_headcount", "", "", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
        {"inpost_days", "", "", STAITH_UNIT_DAY_HUNDREDTHS, STAITH_SUM},
        {"inpost_cover_fte", "", "", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
        {"fte", "", "", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
        {"leavers_fte", "", "", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
        {"leavers_rows", "", "", STAITH_UNIT_PEOPLE, STAITH_COUNT_ROWS}};
    static const int expected[] = {1, -1, 1, -1, -1, -1, -1};
    const struct staith_catalogue catalogue = {.measure_count = 7, .measures = measures};
    for (uint16_t i = 0; i < 7; i++) {
        assert_int_equal(staith_catalogue_headcount(&catalogue, i), expected[i]);
    }
    /* "inpost_of_headcount" is of other people than "inpost_fte". */
    measures[1].code = "inpost_of_headcount";
    assert_int_equal(staith_catalogue_headcount(&catalogue, 0), -1);
}

static void units(void **state)
{
    (void)state;
    assert_int_equal(staith_unit_digits(STAITH_UNIT_FTE_MILLIONTHS), 6);
    assert_int_equal(staith_unit_digits(STAITH_UNIT_DAY_HUNDREDTHS), 2);
    assert_int_equal(staith_unit_digits(STAITH_UNIT_PENCE), 2);
    assert_int_equal(staith_unit_digits(STAITH_UNIT_CASES), 0);
    assert_int_equal(staith_unit_decimals(STAITH_UNIT_FTE_MILLIONTHS), 1);
    assert_int_equal(staith_unit_decimals(STAITH_UNIT_DAY_HUNDREDTHS), 1);
    assert_int_equal(staith_unit_decimals(STAITH_UNIT_PENCE), 2);
    assert_int_equal(staith_unit_decimals(STAITH_UNIT_PEOPLE), 0);
    assert_string_equal(staith_unit_words(STAITH_UNIT_DAY_HUNDREDTHS), "working days");
    assert_string_equal(staith_unit_words(STAITH_UNIT_POSTS), "posts");
    assert_string_equal(staith_unit_words(STAITH_UNIT_DAYS), "days");
    assert_int_equal(staith_unit_digits(STAITH_UNIT_DAYS), 0);
    assert_string_equal(staith_unit_words(STAITH_UNIT_CODE), "code");
    assert_string_equal(staith_unit_words(STAITH_UNIT_EVENTS), "events");
    assert_int_equal(staith_unit_digits(STAITH_UNIT_EVENTS), 0);
    assert_string_equal(staith_unit_words(99), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_is_good),    cmocka_unit_test(codes),
        cmocka_unit_test(texts_are_refused),     cmocka_unit_test(twins_are_refused),
        cmocka_unit_test(numbers_are_refused),   cmocka_unit_test(circles_are_refused),
        cmocka_unit_test(depth_has_a_limit),     cmocka_unit_test(look_up),
        cmocka_unit_test(order_statistics),      cmocka_unit_test(units),
        cmocka_unit_test(sums_and_their_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
