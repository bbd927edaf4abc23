/* SPDX-License-Identifier: Apache-2.0 */
#include "model/rawtable.h"

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
    sample_raw(&s);
    assert_int_equal(staith_rawtable_check(&s.raw, &err), 0);
    assert_string_equal(err.what, "");
}

/* Spoil one thing of a fresh sample, expect a refusal that says `word`. */
#define REFUSED(word, spoil)                                                                       \
    do {                                                                                           \
        struct sample s;                                                                           \
        struct staith_err err = {0};                                                               \
        sample_raw(&s);                                                                            \
        spoil;                                                                                     \
        assert_int_equal(staith_rawtable_check(&s.raw, &err), STAITH_ERR_INVAL);                   \
        assert_non_null(strstr(err.what, word));                                                   \
    } while (0)

static void places_are_checked(void **state)
{
    (void)state;
    REFUSED("cell 0", s.cross[0].measure = SAMPLE_FTE);
    REFUSED("cell 0", s.cross[0].measure = 4000);
    REFUSED("cell 2", s.cross[2].categories[1] = 2);
    REFUSED("cell 6", s.cross[6].categories[0] = 3);
    REFUSED("order", s.cross[1].categories[1] = SAMPLE_RESIGNED);
    REFUSED("order", s.cross[0] = s.cross[3]);
    REFUSED("no total", s.parts[1].cell_count = 11);
    REFUSED("no total", s.parts[0].cell_count = 3);
    REFUSED("order", s.parts[0].table = 1);
    REFUSED("tables", s.raw.part_count = 1);
}

static void numbers_are_checked(void **state)
{
    (void)state;
    REFUSED("below zero", s.head[1].value = -1);
    REFUSED("below zero", s.head[1].values = -1);
    REFUSED("number of its values", s.head[1].values = 1);
    REFUSED("largest", s.head[1].second = 1000001);
    REFUSED("largest", s.head[1].second = -1);
    REFUSED("largest", s.head[1].largest = 8500001);
    REFUSED("largest", s.head[1].largest = 8000000);
    REFUSED("contributors", s.head[1].contributors = 0);
    REFUSED("unavailable", s.head[2].contributors = 1);
    REFUSED("unavailable", s.head[2].value = 1);
    REFUSED("unavailable", s.head[2].largest = 1);
    REFUSED("unavailable", s.head[2].second = 1);
    REFUSED("unavailable", s.head[2].owners = 1);
    REFUSED("unavailable", s.head[2].owned = 1);
    REFUSED("unavailable", s.head[2].owner_largest = 1);
    REFUSED("unavailable", s.head[2].owner_second = 1);
    REFUSED("unavailable", s.head[2].values = 1);
    REFUSED("status", s.head[0].status = STAITH_STATUS_UNSET);
    REFUSED("status", s.head[0].status = STAITH_STATUS_SUPPRESSED);
    REFUSED("status", s.head[0].status = (enum staith_status)99);
}

/* The FTE of 8.5: 2 owners have 3 and 2 of it, and others 1.5. */
static void with_owners(struct sample *s)
{
    s->head[1].owners = 5;
    s->head[1].owned = 6500000;
    s->head[1].owner_largest = 3000000;
    s->head[1].owner_second = 2000000;
}

static void owners_are_checked(void **state)
{
    (void)state;
    struct sample sample;
    sample_raw(&sample);
    with_owners(&sample);
    assert_int_equal(staith_rawtable_check(&sample.raw, NULL), 0);
    REFUSED("owners", with_owners(&s); s.head[1].owners = 0);
    REFUSED("owners", with_owners(&s); s.head[1].owned = 8500001);
    REFUSED("owners", with_owners(&s); s.head[1].owned = 4999999);
    REFUSED("owners", with_owners(&s); s.head[1].owner_second = -1);
    REFUSED("owners", with_owners(&s); s.head[1].owner_largest = 1999999);
    REFUSED("owners", with_owners(&s); s.head[1].owner_largest = 6500001);
}

/* Leavers become a median: what must add up is how many values there are, not the median. */
static void with_medians(struct sample *s)
{
    s->measures[SAMPLE_LEAVERS].aggregation = STAITH_MEDIAN;
    s->head[0].values = s->head[0].value;
    s->head[0].value = 4500;
    for (size_t i = 0; i < 12; i++) {
        s->cross[i].values = s->cross[i].value;
        s->cross[i].value = 3000 + 100 * (int64_t)i;
    }
}

static void medians_are_checked(void **state)
{
    (void)state;
    struct sample sample;
    sample_raw(&sample);
    with_medians(&sample);
    assert_int_equal(staith_rawtable_check(&sample.raw, NULL), 0);
    REFUSED("cell 5: it is less", with_medians(&s); s.cross[5].values = 3);
    REFUSED("number of its values", with_medians(&s); s.cross[0].values = 0);
    REFUSED("largest", with_medians(&s); s.cross[0].largest = 2);
    REFUSED("owners", with_medians(&s); s.cross[0].owners = 1; s.cross[0].owned = 2);
    REFUSED("contributors", with_medians(&s); s.cross[0].contributors = 0);
}

static void sums_are_checked(void **state)
{
    (void)state;
    /* Seniors of both reasons are 4, all social workers must be 4 at least, and so on. */
    REFUSED("table cross, cell 8: it is less", s.cross[8].value = 3);
    REFUSED("table cross, cell 5: it is less", s.cross[5].value = 3);
    REFUSED("table cross, cell 11: it is less", s.cross[11].value = 7);
    REFUSED("table cross, cell 9: it is less", s.cross[9].value = 4);
    REFUSED("too large", s.cross[0].value = INT64_MAX; s.cross[3].value = INT64_MAX);
    struct sample s;
    sample_raw(&s);
    /* Without a cell for seniors' total, what is below it hangs in the air. */
    memmove(&s.cross[8], &s.cross[9], 3 * sizeof(s.cross[0]));
    s.parts[1].cell_count = 11;
    struct staith_err err = {0};
    assert_int_equal(staith_rawtable_check(&s.raw, &err), STAITH_ERR_INVAL);
    assert_non_null(strstr(err.what, "total above it is missing"));
}

static void a_total_may_be_more_than_its_children(void **state)
{
    (void)state;
    struct sample s;
    sample_raw(&s);
    s.cross[11] = sample_cell(SAMPLE_LEAVERS, STAITH_TOTAL, STAITH_TOTAL, 20);
    assert_int_equal(staith_rawtable_check(&s.raw, NULL), 0);
}

static void heads_and_findings_are_checked(void **state)
{
    (void)state;
    REFUSED("authority", s.raw.authority[0] = '\0');
    REFUSED("authority", memset(s.raw.authority, '1', sizeof(s.raw.authority)));
    REFUSED("authority", s.raw.authority[1] = ' ');
    REFUSED("period", s.raw.period.kind = 0);
    REFUSED("period", s.raw.period.part = 1);
    REFUSED("finding 1", s.findings[1].check = 2);
    REFUSED("finding 0", s.findings[0].element = 2);
}

static void a_failed_run_has_findings_alone(void **state)
{
    (void)state;
    struct sample s;
    sample_raw(&s);
    s.raw.part_count = 0;
    s.raw.period = (struct staith_period){0};
    assert_int_equal(staith_rawtable_check(&s.raw, NULL), 0);
    assert_null(staith_rawtable_headline(&s.raw, SAMPLE_FTE));
    s.raw.period.kind = 9;
    assert_int_equal(staith_rawtable_check(&s.raw, NULL), STAITH_ERR_INVAL);
}

static void headlines(void **state)
{
    (void)state;
    struct sample s;
    sample_raw(&s);
    assert_int_equal(staith_rawtable_headline(&s.raw, SAMPLE_FTE)->value, 8500000);
    assert_ptr_equal(staith_rawtable_headline(&s.raw, SAMPLE_LEAVERS), &s.head[0]);
    s.tables[0].measure_count = 0;
    assert_ptr_equal(staith_rawtable_headline(&s.raw, SAMPLE_LEAVERS), &s.cross[11]);
    assert_null(staith_rawtable_headline(&s.raw, SAMPLE_FTE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_is_good),
        cmocka_unit_test(places_are_checked),
        cmocka_unit_test(numbers_are_checked),
        cmocka_unit_test(owners_are_checked),
        cmocka_unit_test(medians_are_checked),
        cmocka_unit_test(sums_are_checked),
        cmocka_unit_test(a_total_may_be_more_than_its_children),
        cmocka_unit_test(heads_and_findings_are_checked),
        cmocka_unit_test(a_failed_run_has_findings_alone),
        cmocka_unit_test(headlines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
