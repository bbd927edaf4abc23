/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/novelty.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* A release with one cell; `dimension` NULL: of the whole council. */
static struct staith_release *make(const char *dataset, const char *policy, const char *table,
                                   const char *dimension)
{
    static const uint8_t hash[STAITH_HASH_BYTES] = {1};
    const struct staith_release_cell cell = {.table = table,
                                             .measure = "inpost_headcount",
                                             .dimension_count = dimension != NULL ? 1 : 0,
                                             .dimensions = {dimension},
                                             .categories = {dimension != NULL ? "f" : NULL},
                                             .value = {STAITH_STATUS_VALUE, 5, 5, 5}};
    const struct staith_release_parts parts = {.authority = "840",
                                               .dataset = dataset,
                                               .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                               .audience = STAITH_AUDIENCE_REGION,
                                               .policy = policy,
                                               .catalogue_hash = hash,
                                               .cell_count = 1,
                                               .cells = &cell};
    struct staith_release *release = NULL;
    assert_int_equal(staith_release_rebuild(&parts, &release, NULL), 0);
    return release;
}

static void expect(struct staith_ledger *ledger, struct staith_release *release, const char *what)
{
    const char *is = "unset";
    assert_int_equal(staith_gate_novelty(ledger, release, &is, NULL), 0);
    if (what == NULL) {
        assert_null(is);
    } else {
        assert_non_null(is);
        assert_string_equal(is, what);
    }
    staith_release_free(release);
}

/* The fixture's ledger has let leave: csww, policy 2026-11-01, table headline. */
static void test_what_has_never_left(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(
        staith_ledger_open(f.folder, "840", f.secret, staith_outside_machine(), &ledger, NULL), 0);
    expect(ledger, make("csww", "2026-11-01", "headline", NULL), "dataset");
    assert_int_equal(ledger_fixture_append(&f, ledger, 2024, 3, 1, &number, NULL), 0);
    expect(ledger, make("csww", "2026-11-01", "headline", NULL), NULL);
    expect(ledger, make("other", "2026-11-01", "headline", NULL), "dataset");
    expect(ledger, make("csww", "2027-01-01", "headline", NULL), "policy");
    expect(ledger, make("csww", "2026-11-01", "by_role", NULL), "table");
    expect(ledger, make("csww", "2026-11-01", "headline", "sex"), "table");
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_has_never_left)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
