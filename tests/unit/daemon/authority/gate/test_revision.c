/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/revision.h"

#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Out of order on purpose; by date -u 1796117400000, 1798795800000 and 1799832600000. */
static const char *dates[] = {"2027-01-01T09:30", "2026-12-01T09:30", "2027-01-13T09:30"};
static const struct staith_period of_2025 = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
static const struct staith_period of_2024 = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0};

struct scene {
    struct ledger_fixture f;
    struct staith_ledger *ledger; /* one release of 2025 has left, as number 2 */
};

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof(*scene));
    uint64_t number = 0;
    assert_non_null(scene);
    assert_int_equal(ledger_fixture_init(&scene->f), 0);
    assert_int_equal(staith_ledger_open(scene->f.folder, "840", scene->f.secret,
                                        staith_outside_machine(), &scene->ledger, NULL),
                     0);
    assert_int_equal(ledger_fixture_append(&scene->f, scene->ledger, 2025, 3, 1, &number, NULL), 0);
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    staith_ledger_close(scene->ledger);
    ledger_fixture_deinit(&scene->f);
    free(scene);
    return 0;
}

static struct staith_gate_revision ask(const struct scene *scene, const char *revisions,
                                       uint32_t date_count, const struct staith_period *period,
                                       bool audited, int64_t now)
{
    const struct staith_config_dataset dataset = {.name = "csww",
                                                  .revisions = revisions,
                                                  .release_date_count = date_count,
                                                  .release_dates = dates};
    struct staith_gate_revision revision;
    assert_int_equal(
        staith_gate_revision_of(scene->ledger, &dataset, period, audited, now, &revision, NULL), 0);
    return revision;
}

static void who_must_approve(void **state)
{
    const struct scene *scene = *state;
    struct staith_gate_revision revision = ask(scene, "hold-for-two", 0, &of_2024, false, 1);
    assert_int_equal(revision.of, 0); /* the first of its period revises nothing */
    assert_int_equal(revision.officers, 0);
    assert_false(revision.dated);
    revision = ask(scene, "hold-for-two", 0, &of_2025, false, 1);
    assert_int_equal(revision.of, 2);
    assert_int_equal(revision.officers, 2);
    assert_false(revision.dated);
    assert_int_equal(ask(scene, "hold", 0, &of_2025, false, 1).officers, 1);
    assert_int_equal(ask(scene, "at-once", 0, &of_2025, false, 1).officers, 0);
    assert_int_equal(ask(scene, NULL, 0, &of_2025, false, 1).officers, 0);
}

static void the_next_date(void **state)
{
    const struct scene *scene = *state;
    struct staith_gate_revision revision =
        ask(scene, "at-once", 3, &of_2025, false, 1796117400000 - 1);
    assert_true(revision.dated);
    assert_int_equal(revision.leaves_unix_ms, 1796117400000);
    /* a date that has come is not ahead any more */
    assert_int_equal(ask(scene, "at-once", 3, &of_2025, false, 1796117400000).leaves_unix_ms,
                     1798795800000);
    assert_int_equal(ask(scene, "at-once", 3, &of_2025, false, 1798795800000).leaves_unix_ms,
                     1799832600000);
    revision = ask(scene, "at-once", 3, &of_2025, false, 1799832600000);
    assert_true(revision.dated);
    assert_int_equal(revision.leaves_unix_ms, 0);
    /* the first of a period, and what was audited with what left before, need no date */
    assert_false(ask(scene, "at-once", 3, &of_2024, false, 1).dated);
    assert_false(ask(scene, "at-once", 3, &of_2025, true, 1).dated);
    assert_int_equal(ask(scene, "hold", 3, &of_2025, true, 1).officers, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_must_approve, setup, teardown),
        cmocka_unit_test_setup_teardown(the_next_date, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
