/* SPDX-License-Identifier: Apache-2.0 */
#include "model/difference.h"

#include "sample.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static void expect(const struct sample *is, const struct sample *was,
                   enum staith_difference difference, const char *what)
{
    char words[STAITH_DIFFERENCE_BYTES];
    assert_int_equal(staith_catalogue_difference(&is->catalogue, &was->catalogue, words),
                     difference);
    assert_string_equal(words, what);
}

/* Change one thing of `is`, and say what is found. */
#define MEANS(spoil, what)                                                                         \
    do {                                                                                           \
        struct sample was;                                                                         \
        struct sample is;                                                                          \
        sample_catalogue(&was);                                                                    \
        sample_catalogue(&is);                                                                     \
        expect(&is, &was, STAITH_DIFFERENCE_NONE, "");                                             \
        spoil;                                                                                     \
        expect(&is, &was, STAITH_DIFFERENCE_MEANING, what);                                        \
    } while (0)

static void another_meaning(void **state)
{
    (void)state;
    MEANS(is.measures[SAMPLE_FTE].label = "Posts", "measure fte: label");
    MEANS(is.measures[SAMPLE_FTE].definition = "all", "measure fte: definition");
    MEANS(is.measures[SAMPLE_FTE].unit = STAITH_UNIT_PEOPLE, "measure fte: unit");
    MEANS(is.measures[SAMPLE_FTE].aggregation = STAITH_COUNT_ROWS, "measure fte: aggregation");
    MEANS(is.dimensions[0].label = "Rank", "dimension role: label");
    MEANS(is.dimensions[0].precedence = STAITH_KEEP_FIRST_SEEN,
          "dimension role: how it is counted");
    MEANS(is.dimensions[1].sensitive = 0, "dimension reason: how it is counted");
    MEANS(is.dimensions[0].category_count = 2, "dimension role: categories");
    MEANS(is.roles[SAMPLE_SENIOR].parent = SAMPLE_MANAGER, "dimension role: categories");
    MEANS(is.roles[SAMPLE_SENIOR].parent = 0xFFFF, "dimension role: categories");
    MEANS(is.roles[SAMPLE_SENIOR].code = "lead", "dimension role: categories");
    MEANS(is.roles[SAMPLE_SENIOR].label = "Lead", "dimension role: categories");
    MEANS(is.indicators[0].scale = 1000, "indicator turnover: how it is computed");
    MEANS(is.indicators[0].decimals = 2, "indicator turnover: how it is computed");
    MEANS(is.indicators[0].flags = 0, "indicator turnover: how it is computed");
    MEANS(is.indicators[0].polarity = 0, "indicator turnover: polarity");
    MEANS(is.indicators[0].label = "Vacancies", "indicator turnover: label");
    MEANS(is.indicators[0].unit_label = "of 100", "indicator turnover: label");
    MEANS(is.indicators[0].definition = "", "indicator turnover: definition");
    MEANS(is.indicators[0].source = "us", "indicator turnover: source");
    MEANS(is.indicators[0].numerator = SAMPLE_DAYS, "indicator turnover: numerator");
    MEANS(is.indicators[0].denominator_count = 1, "indicator turnover: denominators");
    MEANS(is.denominators[1] = SAMPLE_DAYS, "indicator turnover: denominators");
}

/* Another order is no other meaning: what an indicator names is compared by its code. */
static void order_means_nothing(void **state)
{
    (void)state;
    struct sample was;
    struct sample is;
    sample_catalogue(&was);
    sample_catalogue(&is);
    const struct staith_measure first = is.measures[SAMPLE_LEAVERS];
    is.measures[SAMPLE_LEAVERS] = is.measures[SAMPLE_FTE];
    is.measures[SAMPLE_FTE] = first;
    is.indicators[0].numerator = SAMPLE_FTE;
    is.denominators[0] = SAMPLE_LEAVERS;
    is.denominators[1] = SAMPLE_FTE;
    is.catalogue.plugin_version = "9";
    expect(&is, &was, STAITH_DIFFERENCE_NONE, "");
}

static void more_and_less(void **state)
{
    (void)state;
    struct sample was;
    struct sample is;
    sample_catalogue(&was);
    sample_catalogue(&is);
    was.catalogue.measure_count = 3;
    expect(&is, &was, STAITH_DIFFERENCE_MORE, "measure spend");
    expect(&was, &is, STAITH_DIFFERENCE_LESS, "measure spend");
    /* both: it lacks something, and that is graver */
    is.catalogue.indicator_count = 0;
    expect(&is, &was, STAITH_DIFFERENCE_LESS, "indicator turnover");
    /* of the gravest the first is named */
    is.measures[SAMPLE_DAYS].unit = STAITH_UNIT_CASES;
    is.dimensions[0].label = "Rank";
    expect(&is, &was, STAITH_DIFFERENCE_MEANING, "measure days: unit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_meaning),
        cmocka_unit_test(order_means_nothing),
        cmocka_unit_test(more_and_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
