/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was released is audited again from its own cells; what was changed, or claims too much, does
 * not hold.
 */
#include "disclosure/verify.h"

#include "disclosure/rebuild.h"
#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { CELLS = 22 };

/* The release of gate_case.h as parts, to be changed and made anew. */
struct forged {
    struct gate_case *c;
    struct staith_release *release;
    struct staith_release_cell cells[CELLS];
    struct staith_release_certificate certificate;
    struct staith_release_parts parts;
};

static void forged_init(struct forged *f)
{
    memset(f, 0, sizeof(*f));
    f->c = gate_case_new();
    assert_int_equal(staith_disclosure_release(&f->c->what, &f->c->decision, &f->release, NULL), 0);
    assert_int_equal(staith_release_cell_count(f->release), CELLS);
    for (uint32_t i = 0; i < CELLS; i++) {
        f->cells[i] = staith_release_cell_at(f->release, i);
    }
    f->certificate = *staith_release_certificate(f->release);
    f->parts = (struct staith_release_parts){.authority = "840",
                                             .dataset = "csww",
                                             .period = f->c->table.raw.period,
                                             .audience = STAITH_AUDIENCE_REGION,
                                             .policy = "2026-11-01",
                                             .catalogue_hash = gate_hash,
                                             .cell_count = CELLS,
                                             .cells = f->cells,
                                             .certificate = &f->certificate};
}

static void forged_deinit(struct forged *f)
{
    staith_release_free(f->release);
    gate_case_free(f->c);
}

static struct staith_verification verify_again(struct forged *f)
{
    struct staith_verification out;
    struct staith_release *release = NULL;
    struct staith_err err = {0};
    staith_release_cells_hash(f->cells, f->parts.cell_count, f->certificate.hash);
    assert_int_equal(staith_release_rebuild(&f->parts, &release, &err), 0);
    assert_int_equal(staith_release_verify(release, &f->c->table.catalogue, NULL, 0, &out, &err),
                     0);
    staith_release_free(release);
    return out;
}

static void what_was_released_holds(void **state)
{
    (void)state;
    struct forged f;
    struct staith_verification out;
    forged_init(&f);
    assert_int_equal(staith_release_verify(f.release, &f.c->table.catalogue, NULL, 0, &out, NULL),
                     0);
    assert_true(out.holds);
    assert_string_equal(out.why, "");
    const struct staith_release_certificate *claimed = staith_release_certificate(f.release);
    assert_int_equal(out.found.cells, claimed->cells);
    assert_int_equal(out.found.audited, claimed->audited);
    assert_int_equal(out.found.least, claimed->least);
    assert_int_equal(out.found.largest_error, claimed->largest_error);
    assert_memory_equal(out.found.hash, claimed->hash, STAITH_HASH_BYTES);
    f.parts.audience = STAITH_AUDIENCE_PUBLIC;
    assert_true(verify_again(&f).holds);
    forged_deinit(&f);
}

static void too_much_is_claimed(void **state)
{
    (void)state;
    struct forged f;
    forged_init(&f);
    f.certificate.least++;
    struct staith_verification out = verify_again(&f);
    assert_false(out.holds);
    assert_non_null(strstr(out.why, "the certificate says at least"));
    f.certificate.least--;
    f.certificate.audited--;
    out = verify_again(&f);
    assert_false(out.holds);
    assert_non_null(strstr(out.why, "the certificate is of 14 protected cells, and there are 15"));
    f.certificate.cells--;
    f.certificate.audited--;
    assert_false(verify_again(&f).holds);
    forged_deinit(&f);
}

/* An interval that was narrowed on the way. */
static void narrowed(void **state)
{
    (void)state;
    struct forged f;
    forged_init(&f);
    for (uint32_t i = 0; i < CELLS; i++) {
        if (f.cells[i].base > 0) {
            f.cells[i].value.lo = f.cells[i].value.value;
        }
    }
    struct staith_verification out = verify_again(&f);
    assert_false(out.holds);
    assert_true(out.why[0] != '\0');
    forged_deinit(&f);
}

static void nothing_to_audit(void **state)
{
    (void)state;
    struct forged f;
    struct staith_verification out;
    struct staith_release *release = NULL;
    forged_init(&f);
    f.parts.cell_count = 1;
    f.parts.certificate = NULL;
    assert_int_equal(staith_release_rebuild(&f.parts, &release, NULL), 0);
    assert_int_equal(staith_release_verify(release, &f.c->table.catalogue, NULL, 0, &out, NULL), 0);
    assert_true(out.holds);
    assert_int_equal(out.found.cells, 0);
    staith_release_free(release);
    forged_deinit(&f);
}

static void of_another_catalogue(void **state)
{
    (void)state;
    struct forged f;
    struct staith_verification out = {.why = "untouched"};
    struct staith_err err = {0};
    forged_init(&f);
    f.c->table.tables[GATE_BY_ROLE].code = "by_grade";
    assert_int_equal(staith_release_verify(f.release, &f.c->table.catalogue, NULL, 0, &out, &err),
                     STAITH_ERR_INVAL);
    assert_string_equal(out.why, "untouched");
    forged_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_released_holds),
        cmocka_unit_test(too_much_is_claimed),
        cmocka_unit_test(narrowed),
        cmocka_unit_test(nothing_to_audit),
        cmocka_unit_test(of_another_catalogue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
