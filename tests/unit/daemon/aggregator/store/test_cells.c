/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

/** A cell as it came; what was not there is "". */
struct got {
    char authority[16];
    struct staith_period period;
    char table[64];
    char measure[64];
    char place[128]; /**< "role=manager,sex=*" */
    struct staith_value value;
    char reason[64];
    uint32_t base;
    uint32_t reach;
    char certificate[STAITH_STORE_CERTIFICATE_BYTES];
};

struct cells {
    size_t count;
    struct got cells[16];
};

static void copy(char *to, size_t size, const char *text)
{
    (void)snprintf(to, size, "%s", text != NULL ? text : "");
}

static int collect(void *ctx, const struct staith_store_cell *cell)
{
    struct cells *cells = ctx;
    assert_true(cells->count < 16);
    struct got *got = &cells->cells[cells->count++];
    *got = (struct got){
        .period = cell->period, .value = cell->value, .base = cell->base, .reach = cell->reach};
    copy(got->authority, sizeof(got->authority), cell->authority);
    copy(got->table, sizeof(got->table), cell->table);
    copy(got->measure, sizeof(got->measure), cell->measure);
    copy(got->reason, sizeof(got->reason), cell->reason);
    copy(got->certificate, sizeof(got->certificate), cell->certificate);
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        size_t len = strlen(got->place);
        (void)snprintf(got->place + len, sizeof(got->place) - len, "%s%s=%s", i > 0 ? "," : "",
                       cell->dimensions[i],
                       cell->categories[i] != NULL ? cell->categories[i] : "*");
    }
    return 0;
}

static int stop_at_once(void *ctx, const struct staith_store_cell *cell)
{
    (void)cell;
    *(int *)ctx += 1;
    return 17;
}

/* A table by two dimensions, one of them totalled; codes alone, as a release has them. */
static struct staith_release_cell by_role(const char *role, const char *sex,
                                          struct staith_value value)
{
    return (struct staith_release_cell){.table = "by_role",
                                        .measure = "agency_fte",
                                        .dimension_count = 2,
                                        .dimensions = {"role", "sex"},
                                        .categories = {role, sex},
                                        .value = value};
}

static void every_cell_with_its_place_and_bounds(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("agency_fte", staith_value_exact(7)),
        by_role(NULL, NULL, staith_value_exact(7)),
        by_role("manager", NULL, (struct staith_value){STAITH_STATUS_VALUE, 5, 1, 9}),
        by_role("manager", "female", staith_value_status(STAITH_STATUS_SUPPRESSED)),
    };
    struct cells got = {0};
    cells[3].reason = "too_few_people";
    assert_int_equal(store_fixture_put(fixture, "841", 1, 1, 2025, cells, 4), 0);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2024, cells, 1), 0);
    assert_int_equal(staith_store_cells(fixture->store, "csww", collect, &got, &fixture->err), 0);
    assert_int_equal(got.count, 5);
    assert_string_equal(got.cells[0].authority, "840");
    assert_int_equal(got.cells[0].period.year, 2024);
    assert_string_equal(got.cells[1].table, "headline");
    assert_string_equal(got.cells[2].table, "by_role");
    assert_string_equal(got.cells[1].place, "");
    assert_string_equal(got.cells[2].place, "role=*,sex=*");
    assert_string_equal(got.cells[3].place, "role=manager,sex=*");
    assert_int_equal(got.cells[3].value.value, 5);
    assert_int_equal(got.cells[3].value.lo, 1);
    assert_int_equal(got.cells[3].value.hi, 9);
    assert_string_equal(got.cells[4].place, "role=manager,sex=female");
    assert_int_equal(got.cells[4].value.status, STAITH_STATUS_SUPPRESSED);
    assert_string_equal(got.cells[4].reason, "too_few_people");
    got.count = 0;
    assert_int_equal(staith_store_cells(fixture->store, "other", collect, &got, &fixture->err), 0);
    assert_int_equal(got.count, 0);
    int calls = 0;
    assert_int_equal(
        staith_store_cells(fixture->store, "csww", stop_at_once, &calls, &fixture->err), 17);
    assert_int_equal(calls, 1);
}

/* By which rule, and which audit it passed: of numbers that have a rule alone. */
static void what_protects_a_cell(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cells[] = {
        store_fixture_cell("agency_fte", staith_value_exact(7)),
        by_role(NULL, NULL, (struct staith_value){STAITH_STATUS_VALUE, 10, 6, 14}),
        by_role("manager", NULL, (struct staith_value){STAITH_STATUS_SUPPRESSED, 0, 0, 9}),
    };
    struct cells got = {0};
    uint8_t hash[STAITH_HASH_BYTES];
    char name[STAITH_STORE_CERTIFICATE_BYTES];
    cells[1].base = 5;
    cells[1].reach = 1;
    cells[2].base = 5;
    cells[2].reason = "hidden_count";
    staith_release_cells_hash(cells, 3, hash);
    for (size_t i = 0; i < 8; i++) {
        (void)snprintf(name + 2 * i, 3, "%02x", hash[i]);
    }
    assert_int_equal(store_fixture_put(fixture, "841", 1, 1, 2025, cells, 3), 0);
    assert_int_equal(staith_store_cells(fixture->store, "csww", collect, &got, &fixture->err), 0);
    assert_int_equal(got.count, 3);
    assert_int_equal(got.cells[0].base, 0);
    assert_string_equal(got.cells[0].certificate, "");
    assert_int_equal(got.cells[1].base, 5);
    assert_int_equal(got.cells[1].reach, 1);
    assert_string_equal(got.cells[1].certificate, name);
    assert_int_equal(got.cells[2].base, 5);
    assert_int_equal(got.cells[2].reach, 0);
    assert_string_equal(got.cells[2].certificate, name);
    const struct staith_notice notice = {.authority = "841",
                                         .dataset = "csww",
                                         .period = {1, 2025, 0},
                                         .kind = STAITH_NOTICE_WITHDRAWAL,
                                         .reason = "wrong file"};
    struct staith_store_record record = store_fixture_record("841", 1, 2);
    record.kind = 3;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_notice(fixture->store, &record, &notice, &fixture->err), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    got.count = 0;
    assert_int_equal(staith_store_cells(fixture->store, "csww", collect, &got, &fixture->err), 0);
    assert_int_equal(got.cells[1].base, 0);
    assert_string_equal(got.cells[1].certificate, "");
}

/* The newer release takes the place of the older one; what is withdrawn has no numbers. */
static void only_what_is_shown(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    const struct staith_notice notice = {.authority = "840",
                                         .dataset = "csww",
                                         .period = {1, 2025, 0},
                                         .kind = STAITH_NOTICE_WITHDRAWAL,
                                         .reason = "wrong file"};
    struct staith_store_record record = store_fixture_record("840", 1, 3);
    struct cells got = {0};
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, &cell, 1), 0);
    cell.value = staith_value_exact(8);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 2, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_cells(fixture->store, "csww", collect, &got, &fixture->err), 0);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.cells[0].value.value, 8);
    record.kind = 3;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_notice(fixture->store, &record, &notice, &fixture->err), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    got.count = 0;
    assert_int_equal(staith_store_cells(fixture->store, "csww", collect, &got, &fixture->err), 0);
    assert_int_equal(got.count, 1);
    assert_int_equal(got.cells[0].value.status, STAITH_STATUS_UNAVAILABLE);
    assert_int_equal(got.cells[0].value.hi, 0);
    assert_string_equal(got.cells[0].reason, "withdrawn");
}

/* What a council holds back for a time it sees itself, and nobody else. */
static void its_own_under_embargo(void **state)
{
    struct store_fixture *fixture = *state;
    const struct staith_notice notice = {.authority = "840",
                                         .dataset = "csww",
                                         .period = {1, 2025, 0},
                                         .kind = STAITH_NOTICE_EMBARGO,
                                         .at_unix_ms = 5000,
                                         .reason = "cabinet"};
    const struct staith_release_cell cells[] = {
        store_fixture_cell("agency_fte", staith_value_exact(8)),
        by_role("manager", NULL, (struct staith_value){STAITH_STATUS_VALUE, 5, 1, 9}),
    };
    struct staith_store_record record = store_fixture_record("840", 1, 1);
    struct cells got = {0};
    record.kind = 3;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_notice(fixture->store, &record, &notice, &fixture->err), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(store_fixture_put(fixture, "840", 1, 2, 2025, cells, 2), 0);
    assert_int_equal(staith_store_cells(fixture->store, "csww", collect, &got, &fixture->err), 0);
    assert_int_equal(got.count, 0);
    staith_store_set_own(fixture->store, "841");
    assert_int_equal(staith_store_cells(fixture->store, "csww", collect, &got, &fixture->err), 0);
    assert_int_equal(got.count, 0);
    staith_store_set_own(fixture->store, "840");
    assert_int_equal(staith_store_cells(fixture->store, "csww", collect, &got, &fixture->err), 0);
    assert_int_equal(got.count, 2);
    assert_string_equal(got.cells[1].place, "role=manager,sex=*");
    staith_store_set_own(fixture->store, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_cell_with_its_place_and_bounds, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_protects_a_cell, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(its_own_under_embargo, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(only_what_is_shown, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
