/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/release_make.h"
#include "staith/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t hash[STAITH_HASH_BYTES] = {9, 8, 7};

/* Two cells of one table: a total and one category, both rounded to base 5. */
struct fixture {
    struct staith_release_cell cells[2];
    struct staith_release_parts parts;
};

static void fixture_init(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    f->cells[0] = (struct staith_release_cell){.table = "by_role",
                                               .measure = "leavers_headcount",
                                               .dimension_count = 1,
                                               .dimensions = {"role"},
                                               .value = {STAITH_STATUS_VALUE, 10, 6, 14},
                                               .reason = NULL};
    f->cells[1] = f->cells[0];
    f->cells[1].categories[0] = "senior";
    f->cells[1].value = (struct staith_value){STAITH_STATUS_VALUE, 5, 1, 9};
    f->parts = (struct staith_release_parts){.authority = "390",
                                             .dataset = "csww",
                                             .period = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0},
                                             .audience = STAITH_AUDIENCE_REGION,
                                             .policy = "2026-11-01",
                                             .catalogue_hash = hash,
                                             .cell_count = 2,
                                             .cells = f->cells};
}

static void expect_syntax(const struct fixture *f, const char *word)
{
    struct staith_release *release = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_release_make(&f->parts, hash, &release, &err), STAITH_ERR_SYNTAX);
    assert_null(release);
    assert_non_null(strstr(err.what, word));
}

static void test_copies_everything(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    char category[] = "senior";
    f.cells[1].categories[0] = category;
    struct staith_release *release = NULL;
    assert_int_equal(staith_release_make(&f.parts, hash, &release, NULL), 0);
    category[0] = 'x';
    memset(&f.cells[0].value, 0, sizeof(f.cells[0].value));
    struct staith_release_cell total = staith_release_cell_at(release, 0);
    assert_int_equal(total.value.lo, 6);
    assert_int_equal(total.value.hi, 14);
    assert_null(total.categories[0]);
    assert_string_equal(staith_release_cell_at(release, 1).categories[0], "senior");
    assert_memory_equal(staith_release_source_hash(release), hash, STAITH_HASH_BYTES);
    assert_memory_equal(staith_release_catalogue_hash(release), hash, STAITH_HASH_BYTES);
    staith_release_free(release);
    staith_release_free(NULL);
}

static void test_head_is_checked(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.parts.authority = "";
    expect_syntax(&f, "authority");
    f.parts.authority = "390\n";
    expect_syntax(&f, "authority");
    f.parts.authority = "1234567890123456";
    expect_syntax(&f, "authority");
    fixture_init(&f);
    f.parts.dataset = "CSWW";
    expect_syntax(&f, "dataset");
    fixture_init(&f);
    f.parts.period.kind = 77;
    expect_syntax(&f, "period");
    fixture_init(&f);
    f.parts.audience = (enum staith_audience)0;
    expect_syntax(&f, "audience");
    f.parts.audience = (enum staith_audience)4;
    expect_syntax(&f, "audience");
    fixture_init(&f);
    f.parts.policy = "the policy";
    expect_syntax(&f, "policy");
    fixture_init(&f);
    f.parts.catalogue_hash = NULL;
    expect_syntax(&f, "catalogue");
    fixture_init(&f);
    f.parts.cell_count = 1u << 20;
    expect_syntax(&f, "more than");
}

static void test_cells_are_checked(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.cells[1].table = NULL;
    expect_syntax(&f, "cell 2");
    fixture_init(&f);
    f.cells[0].measure = "Mr Smith left";
    expect_syntax(&f, "measure");
    fixture_init(&f);
    f.cells[0].reason = "because she was ill";
    expect_syntax(&f, "reason");
    fixture_init(&f);
    f.cells[0].dimension_count = 5;
    expect_syntax(&f, "dimensions");
    fixture_init(&f);
    f.cells[0].dimensions[0] = NULL;
    expect_syntax(&f, "dimension");
    fixture_init(&f);
    f.cells[1].categories[0] = "";
    expect_syntax(&f, "category");
}

static void test_values_are_checked(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.cells[0].value.status = STAITH_STATUS_UNSET;
    expect_syntax(&f, "value");
    fixture_init(&f);
    f.cells[0].value.lo = 11;
    expect_syntax(&f, "value");
    fixture_init(&f);
    f.cells[0].value.status = STAITH_STATUS_UNRELIABLE; /* with its number still there */
    expect_syntax(&f, "value");
}

static void test_two_cells_at_one_place(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.cells[1].categories[0] = NULL;
    expect_syntax(&f, "two cells at one place");
}

static void test_empty_release_is_possible(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.parts.cell_count = 0;
    f.parts.cells = NULL;
    struct staith_release *release = NULL;
    assert_int_equal(staith_release_make(&f.parts, hash, &release, NULL), 0);
    assert_int_equal(staith_release_cell_count(release), 0);
    staith_release_free(release);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_copies_everything),
        cmocka_unit_test(test_head_is_checked),
        cmocka_unit_test(test_cells_are_checked),
        cmocka_unit_test(test_values_are_checked),
        cmocka_unit_test(test_two_cells_at_one_place),
        cmocka_unit_test(test_empty_release_is_possible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
