/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/stands.h"

#include "amount_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static uint32_t index_of(const struct staith_release *release, const char *measure,
                         const char *role)
{
    for (uint32_t i = 0; i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        if (strcmp(cell.measure, measure) == 0 && cell.dimension_count == 1 &&
            cell.categories[0] != NULL && strcmp(cell.categories[0], role) == 0) {
            return i;
        }
    }
    fail_msg("no %s of %s", measure, role);
    return 0;
}

/* What stands for a role: "lead", "all", or NULL. */
static void stands(struct amount_case *c, const char *measure, const char *role,
                   const char *expected, const char *words)
{
    struct staith_release *release = amount_case_release(c);
    uint32_t at = 0;
    const char *said = NULL;
    assert_non_null(release);
    bool any =
        staith_release_stands(release, &c->catalogue, index_of(release, measure, role), &at, &said);
    assert_int_equal(any, expected != NULL);
    assert_non_null(strstr(said, words));
    if (any) {
        const struct staith_release_cell cell = staith_release_cell_at(release, at);
        assert_string_equal(cell.measure, measure);
        assert_int_equal(cell.value.status, STAITH_STATUS_VALUE);
        assert_string_equal(cell.categories[0] == NULL ? "all" : cell.categories[0], expected);
    }
    staith_release_free(release);
}

/* Five managers are shown with those of their group, who are 27 together; three seniors' spend too,
 * for which all roles' spend is hidden. */
static void in_its_group(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 22, 5);
    stands(c, "rate_median", "manager", "lead", "shown together with others like it");
    stands(c, "spend", "manager", "lead", "shown together with others like it");
    stands(c, "spend", "senior", "worker", "shown together with others like it");
    free(c);
}

/* Nine in the whole group: all roles stand for it. */
static void in_the_total(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(30, 25, 4, 5);
    stands(c, "rate_median", "manager", "all", "shown in the total of all");
    stands(c, "rate_median", "lead", "all", "shown in the total of all");
    free(c);
}

/* Nine in all: the region alone has a figure. */
static void by_nothing(void **state)
{
    (void)state;
    struct amount_case *c = amount_case_new(2, 2, 2, 3);
    stands(c, "rate_median", "manager", NULL, "only the region's figure is shown");
    free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(in_its_group),
                                       cmocka_unit_test(in_the_total),
                                       cmocka_unit_test(by_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
