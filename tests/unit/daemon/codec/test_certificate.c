/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"

#include "certificate_case.h"
#include "release_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/v1/release.pb-c.h>
#include <stdlib.h>
#include <string.h>

/* A release of one rounded cell, packed. */
static void pack_certified(struct staith_buf *out)
{
    struct release_sample sample;
    struct staith_release *release = NULL;
    const struct staith_release_cell cell = certificate_cell();
    const struct staith_release_certificate certificate = certificate_of(&cell, 1);
    release_sample(&sample);
    sample.parts.cell_count = 1;
    sample.parts.cells = &cell;
    sample.parts.certificate = &certificate;
    assert_int_equal(staith_release_rebuild(&sample.parts, &release, NULL), 0);
    staith_buf_init(out, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_release(release, out), 0);
    staith_release_free(release);
}

static void certificate_comes_back(void **state)
{
    (void)state;
    struct staith_buf bytes;
    struct staith_release *release = NULL;
    const struct staith_release_cell wanted = certificate_cell();
    const struct staith_release_certificate sent = certificate_of(&wanted, 1);
    pack_certified(&bytes);
    assert_int_equal(staith_codec_unpack_release(bytes.data, bytes.len, &release, NULL), 0);
    const struct staith_release_cell cell = staith_release_cell_at(release, 0);
    assert_int_equal(cell.base, 5);
    assert_int_equal(cell.reach, 1);
    const struct staith_release_certificate *got = staith_release_certificate(release);
    assert_non_null(got);
    assert_int_equal(got->cells, sent.cells);
    assert_int_equal(got->audited, sent.audited);
    assert_int_equal(got->least, sent.least);
    assert_int_equal(got->promise, sent.promise);
    assert_int_equal(got->largest_error, sent.largest_error);
    assert_int_equal(got->took_ms, sent.took_ms);
    assert_string_equal(got->solver, sent.solver);
    assert_int_equal(got->attacker_count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(got->attackers[i].attacker, sent.attackers[i].attacker);
        assert_int_equal(got->attackers[i].state, sent.attackers[i].state);
        assert_int_equal(got->attackers[i].systems, sent.attackers[i].systems);
        assert_int_equal(got->attackers[i].least, sent.attackers[i].least);
    }
    assert_memory_equal(got->hash, sent.hash, sizeof(sent.hash));
    staith_release_free(release);
    staith_buf_deinit(&bytes);
}

static void no_certificate(Staith__V1__Release *release)
{
    staith__v1__certificate__free_unpacked(release->certificate, NULL);
    release->certificate = NULL;
}

static void no_rules(Staith__V1__Release *release)
{
    release->n_bases = 0;
}

static void no_reaches(Staith__V1__Release *release)
{
    release->n_reaches = 0;
}

static void other_cells(Staith__V1__Release *release)
{
    release->values[0] = 10;
    release->lows[0] = 6;
    release->highs[0] = 14;
}

static void off_its_rule(Staith__V1__Release *release)
{
    release->bases[0] = 4;
}

static void solver_is_words(Staith__V1__Release *release)
{
    memcpy(release->certificate->solver.data, "<b>!", 4);
}

static void solver_hides(Staith__V1__Release *release)
{
    release->certificate->solver.data[2] = 0;
}

static void short_hash(Staith__V1__Release *release)
{
    release->certificate->hash.len = 31;
}

static void states_short(Staith__V1__Release *release)
{
    release->certificate->n_states = 1;
}

static void systems_short(Staith__V1__Release *release)
{
    release->certificate->n_systems = 1;
}

static void leasts_short(Staith__V1__Release *release)
{
    release->certificate->n_leasts = 1;
}

static void attacker_unset(Staith__V1__Release *release)
{
    release->certificate->attackers[0] = STAITH__V1__ATTACKER__ATTACKER_UNSET;
}

static void state_unset(Staith__V1__Release *release)
{
    release->certificate->states[1] = STAITH__V1__ATTACK_STATE__ATTACK_STATE_UNSET;
}

static void attackers_grow(Staith__V1__Release *release)
{
    Staith__V1__Certificate *c = release->certificate;
    size_t many = STAITH_RELEASE_MAX_ATTACKERS + 1;
    c->attackers = realloc(c->attackers, many * sizeof(*c->attackers));
    c->states = realloc(c->states, many * sizeof(*c->states));
    c->systems = realloc(c->systems, many * sizeof(*c->systems));
    c->leasts = realloc(c->leasts, many * sizeof(*c->leasts));
    for (size_t i = 0; i < many; i++) {
        c->attackers[i] = (Staith__V1__Attacker)(i + 1);
        c->states[i] = STAITH__V1__ATTACK_STATE__ATTACK_STATE_TRIED;
        c->systems[i] = 1;
        c->leasts[i] = 5;
    }
    c->n_attackers = many;
    c->n_states = many;
    c->n_systems = many;
    c->n_leasts = many;
}

static void narrow(Staith__V1__Release *release)
{
    release->certificate->narrow = 1;
}

static void every_lie_about_protection_is_refused(void **state)
{
    (void)state;
    void (*const lies[])(Staith__V1__Release *) = {
        no_certificate,  no_rules,       no_reaches,  other_cells,    off_its_rule,
        solver_is_words, solver_hides,   short_hash,  states_short,   systems_short,
        leasts_short,    attacker_unset, state_unset, attackers_grow, narrow};
    for (size_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
        struct staith_buf bytes;
        struct staith_release *release = NULL;
        struct staith_err err = {0};
        pack_certified(&bytes);
        Staith__V1__Release *message = staith__v1__release__unpack(NULL, bytes.len, bytes.data);
        assert_non_null(message);
        lies[i](message);
        size_t len = staith__v1__release__get_packed_size(message);
        uint8_t *spoilt = malloc(len);
        assert_non_null(spoilt);
        (void)staith__v1__release__pack(message, spoilt);
        assert_int_equal(staith_codec_unpack_release(spoilt, len, &release, &err),
                         STAITH_ERR_SYNTAX);
        assert_true(err.what[0] != '\0');
        assert_null(release);
        free(spoilt);
        staith__v1__release__free_unpacked(message, NULL);
        staith_buf_deinit(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certificate_comes_back),
        cmocka_unit_test(every_lie_about_protection_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
