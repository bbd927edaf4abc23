/* SPDX-License-Identifier: Apache-2.0 */
/* The list is tested with verify-bundle, notices with ledger_notice; here what cannot be read. */
#include "cli/bundle.h"

#include "bundle_case.h"

static void an_entry_as_the_ledger_has_it(void **state)
{
    (void)state;
    struct bundle_case c;
    bundle_case_init(&c);
    const struct staith_ledger_entry entry = staith_cli_bundle_entry(&c.entries[2]);
    assert_int_equal(entry.record.number, 3);
    assert_int_equal(entry.refused, 7);
    assert_string_equal(entry.refused_detail, "measure x");
    assert_true(entry.has_note);
    assert_string_equal(entry.note.approved_by, "A. Officer");
    assert_int_equal(entry.note.source_hash[0], 2);
    const struct staith_ledger_entry catalogue = staith_cli_bundle_entry(&c.entries[0]);
    assert_false(catalogue.has_note);
    assert_null(catalogue.refused_detail);
    bundle_case_deinit(&c);
}

static void what_cannot_be_read_ends_the_list(void **state)
{
    (void)state;
    struct bundle_case c;
    struct staith_cli_bundle_counts counts = {.releases_json = json_array(),
                                              .notices_json = json_array()};
    bundle_case_init(&c);
    assert_int_equal(staith_cli_bundle_list(&c.bundle, NULL, &counts, NULL), 0);
    assert_int_equal(counts.releases, 3);
    assert_int_equal(counts.notices, 0);
    c.entries[1].record.payload_len--;
    assert_int_equal(staith_cli_bundle_list(&c.bundle, NULL, &counts, NULL), STAITH_ERR_SYNTAX);
    json_decref(counts.releases_json);
    json_decref(counts.notices_json);
    bundle_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_as_the_ledger_has_it),
        cmocka_unit_test(what_cannot_be_read_ends_the_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
