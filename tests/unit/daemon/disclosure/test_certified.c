/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules and certificates, one wrong thing at a time. The hashes were computed with Python's
 * hashlib from the description in proto/README.md.
 */
#include "disclosure/release_make.h"

#include "base/hex.h"
#include "certificate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void rules(void **state)
{
    (void)state;
    const struct staith_release_cell good = certificate_cell();
    assert_null(staith_release_check_rule(&good));
    struct staith_release_cell cell = good;
    cell.base = 0;
    assert_string_equal(staith_release_check_rule(&cell), "reach belongs to no rule");
    cell.reach = 0;
    assert_null(staith_release_check_rule(&cell));

    struct staith_release_cell out[3] = {good, good, good};
    out[1].reach = 11;
    out[2].base = 1000000001;
    for (int i = 1; i < 3; i++) {
        assert_string_equal(staith_release_check_rule(&out[i]), "rule is out of range");
    }
    struct staith_release_cell wrong[6] = {good, good, good, good, good, good};
    wrong[0].value.status = STAITH_STATUS_LOW;
    wrong[1].value = (struct staith_value){STAITH_STATUS_VALUE, 16, 12, 20};
    wrong[2].value.hi = 20;
    wrong[3].value.lo = 10;
    wrong[4].value = (struct staith_value){STAITH_STATUS_VALUE, -5, -5, -1};
    wrong[5].base = 3;
    wrong[5].value = (struct staith_value){STAITH_STATUS_VALUE, 15, 12, 17};
    for (int i = 0; i < 6; i++) {
        assert_string_equal(staith_release_check_rule(&wrong[i]), "value does not follow its rule");
    }
    /* Narrower than the rule is possible, and so are the ends of what is permitted. */
    cell = good;
    cell.value.lo = 15;
    assert_null(staith_release_check_rule(&cell));
    cell.reach = 10;
    assert_null(staith_release_check_rule(&cell));
    /* To the nearest multiple of 5: 2 away at most. */
    cell.reach = 0;
    cell.value = (struct staith_value){STAITH_STATUS_VALUE, 15, 13, 17};
    assert_null(staith_release_check_rule(&cell));
    cell.value.hi = 18;
    assert_string_equal(staith_release_check_rule(&cell), "value does not follow its rule");
    cell = (struct staith_release_cell){
        .base = 1000000000, .reach = 1, .value = {STAITH_STATUS_VALUE, 0, 0, 999999999}};
    assert_null(staith_release_check_rule(&cell));
}

/* Of what is hidden the rule is how many values stay possible. */
static void hidden_rules(void **state)
{
    (void)state;
    struct staith_release_cell cell = {.base = 5, .value = {STAITH_STATUS_SUPPRESSED, 0, 0, 4}};
    assert_null(staith_release_check_rule(&cell));
    cell.value.hi = 0; /* no ends are known */
    assert_null(staith_release_check_rule(&cell));
    cell.value.hi = 3;
    assert_string_equal(staith_release_check_rule(&cell), "value does not follow its rule");
    cell.value.hi = 4;
    cell.reach = 1;
    assert_string_equal(staith_release_check_rule(&cell), "value does not follow its rule");
    cell.reach = 0;
    cell.base = 1000000001;
    cell.value.hi = 2000000000;
    assert_string_equal(staith_release_check_rule(&cell), "value does not follow its rule");
    cell.base = 0;
    assert_string_equal(staith_release_check_rule(&cell), "interval belongs to no rule");
    cell.value.hi = 0;
    assert_null(staith_release_check_rule(&cell));
}

static int check(const struct staith_release_certificate *certificate, struct staith_err *err)
{
    const struct staith_release_cell cell = certificate_cell();
    return staith_release_check_certificate(certificate, &cell, 1, err);
}

static void without_a_certificate(void **state)
{
    (void)state;
    struct staith_err err = {0};
    struct staith_release_cell cells[2] = {certificate_cell(), certificate_cell()};
    cells[0].base = 0;
    assert_int_equal(staith_release_check_certificate(NULL, cells, 1, &err), 0);
    assert_int_equal(staith_release_check_certificate(NULL, cells, 2, &err), STAITH_ERR_SYNTAX);
    assert_string_equal(err.what, "the release has rounded numbers and no certificate");
}

static void not_passed(void **state)
{
    (void)state;
    const struct staith_release_cell cell = certificate_cell();
    const struct staith_release_certificate good = certificate_of(&cell, 1);
    assert_int_equal(check(&good, NULL), 0);
    struct staith_release_certificate bad[4] = {good, good, good, good};
    bad[0].exact = 1;
    bad[1].narrow = 1;
    bad[2].least = 4;
    bad[3].promise = 2;
    for (int i = 0; i < 4; i++) {
        struct staith_err err = {0};
        assert_int_equal(check(&bad[i], &err), STAITH_ERR_SYNTAX);
        assert_string_equal(err.what,
                            "the release's certificate is of an audit that was not passed");
    }
    struct staith_release_certificate least = good;
    least.least = 5;
    assert_int_equal(check(&least, NULL), 0);
    least.promise = 3;
    assert_int_equal(check(&least, NULL), 0);
}

static void not_valid(void **state)
{
    (void)state;
    enum { CASES = 16 };
    const struct staith_release_cell cell = certificate_cell();
    const struct staith_release_certificate good = certificate_of(&cell, 1);
    struct staith_release_certificate bad[CASES];
    for (int i = 0; i < CASES; i++) {
        bad[i] = good;
    }
    bad[0].cells = 0;
    bad[0].audited = 0;
    bad[0].promise = 0;
    bad[1].audited = 17;
    bad[2].largest_error = -1;
    bad[3].took_ms = -1;
    bad[4].attackers[0].state = UINT32_MAX;
    bad[5].solver[0] = '\0';
    bad[6].solver[0] = '<';
    memset(bad[7].solver, 'x', sizeof(bad[7].solver));
    bad[8].attacker_count = 0;
    bad[9].attacker_count = STAITH_RELEASE_MAX_ATTACKERS + 1;
    bad[10].attackers[1].state = 0;
    bad[11].attackers[1].state = 4;
    bad[12].attackers[1].attacker = 11;
    bad[13].attackers[1].attacker = 7;
    bad[14].attackers[1].least = -1;
    bad[15].attackers[0].attacker = UINT32_MAX;
    for (int i = 0; i < CASES; i++) {
        struct staith_err err = {0};
        assert_int_equal(check(&bad[i], &err), STAITH_ERR_SYNTAX);
        assert_string_equal(err.what, "the release's certificate is not valid");
    }
    struct staith_release_certificate ends = good;
    ends.audited = 0;
    ends.promise = 0;
    ends.least = 0;
    assert_int_equal(check(&ends, NULL), 0);
    ends = good;
    ends.audited = 16;
    ends.largest_error = 0;
    ends.took_ms = 0;
    ends.attackers[0].state = 2;
    ends.attackers[1].state = 3;
    ends.attackers[1].attacker = 10;
    ends.attackers[1].least = 0;
    assert_int_equal(check(&ends, NULL), 0);
}

static void of_other_cells(void **state)
{
    (void)state;
    struct staith_err err = {0};
    struct staith_release_cell cell = certificate_cell();
    const struct staith_release_certificate certificate = certificate_of(&cell, 1);
    cell.value.value = 10;
    assert_int_equal(staith_release_check_certificate(&certificate, &cell, 1, &err),
                     STAITH_ERR_SYNTAX);
    assert_string_equal(err.what, "the release's certificate is of other cells");
}

static void hashes(void **state)
{
    (void)state;
    uint8_t hash[STAITH_HASH_BYTES];
    char text[2 * STAITH_HASH_BYTES + 1];
    const struct staith_release_cell cells[2] = {
        certificate_cell(),
        {.table = "headline",
         .measure = "x",
         .value = {STAITH_STATUS_UNRELIABLE, -1, 0, 0},
         .reason = "withdrawn"},
    };
    staith_release_cells_hash(cells, 1, hash);
    (void)staith_hex_encode(hash, sizeof(hash), text, sizeof(text));
    assert_string_equal(text, "394e5638f523161102dcd46dc97c576c84b68123f296ee5473b402536cf7b9e1");
    staith_release_cells_hash(cells, 2, hash);
    (void)staith_hex_encode(hash, sizeof(hash), text, sizeof(text));
    assert_string_equal(text, "a1d8a5cb27e6a098fd8dac4128628c45cc5c85f6b00568eec61c3c6f2dadcb96");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules),
        cmocka_unit_test(hidden_rules),
        cmocka_unit_test(without_a_certificate),
        cmocka_unit_test(not_passed),
        cmocka_unit_test(not_valid),
        cmocka_unit_test(of_other_cells),
        cmocka_unit_test(hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
