/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a release says of its own protection, checked by both makers: the rule beside a number, and
 * the certificate. It travels with the cells and names them by hash, so that it cannot be moved to
 * others; whether it is true is for the audit to say again (disclosure/verify.h).
 */
#include "disclosure/audit/certificate.h"
#include "disclosure/release_make.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

enum { MAX_BASE = 1000000000, MAX_REACH = 10, LEAST_PROMISE = 3 };

/* Of what is hidden: how many values it leaves possible, and their ends. */
static const char *check_hidden(const struct staith_release_cell *cell)
{
    const struct staith_value *value = &cell->value;
    if (cell->base == 0) {
        return value->hi > 0 ? "interval belongs to no rule" : NULL;
    }
    bool wide = value->hi == 0 || value->hi - value->lo + 1 >= cell->base;
    return cell->reach == 0 && cell->base <= MAX_BASE && wide ? NULL
                                                              : "value does not follow its rule";
}

const char *staith_release_check_rule(const struct staith_release_cell *cell)
{
    if (cell->base == 0 && cell->reach > 0) {
        return "reach belongs to no rule";
    }
    if (cell->value.status == STAITH_STATUS_SUPPRESSED) {
        return check_hidden(cell);
    }
    if (cell->base == 0) {
        return NULL;
    }
    /* Reach 0: the nearest multiple. */
    int64_t away = cell->reach == 0 ? cell->base / 2 : (int64_t)cell->base * cell->reach - 1;
    if (cell->base > MAX_BASE || cell->reach > MAX_REACH) {
        return "rule is out of range";
    }
    if (cell->value.status != STAITH_STATUS_VALUE || cell->value.value < 0 ||
        cell->value.value % cell->base != 0 || cell->value.hi - cell->value.value > away ||
        cell->value.value - cell->value.lo > away) {
        return "value does not follow its rule";
    }
    return NULL;
}

/* Letters, digits, space, '.' and '-': a solver's name and version. */
static bool is_solver(const char *text)
{
    size_t length = strnlen(text, STAITH_RELEASE_SOLVER_BYTES);
    bool plain = length > 0 && length < STAITH_RELEASE_SOLVER_BYTES;
    for (size_t i = 0; plain && i < length; i++) {
        plain = isalnum((unsigned char)text[i]) || strchr(" .-", text[i]) != NULL;
    }
    return plain;
}

static bool attackers_are_fine(const struct staith_release_certificate *certificate)
{
    if (certificate->attacker_count == 0 ||
        certificate->attacker_count > STAITH_RELEASE_MAX_ATTACKERS) {
        return false;
    }
    for (uint32_t i = 0; i < certificate->attacker_count; i++) {
        const struct staith_release_attacker *attacker = &certificate->attackers[i];
        bool decided = attacker->state == STAITH_ATTACK_TRIED ||
                       attacker->state == STAITH_ATTACK_COVERED ||
                       attacker->state == STAITH_ATTACK_NOTHING;
        if (!decided || attacker->attacker >= STAITH_ATTACKER_COUNT || attacker->least < 0 ||
            (i > 0 && attacker->attacker <= attacker[-1].attacker)) {
            return false;
        }
    }
    return true;
}

static const char *what_is_wrong(const struct staith_release_certificate *certificate)
{
    /* Where only medians leave nothing is promised of a cell, and none is audited by itself. */
    bool nothing = certificate->audited == 0 && certificate->promise == 0;
    if (certificate->exact != 0 || certificate->narrow != 0 ||
        (!nothing &&
         (certificate->promise < LEAST_PROMISE || certificate->least < certificate->promise))) {
        return "the release's certificate is of an audit that was not passed";
    }
    if (certificate->cells == 0 || certificate->audited > certificate->cells ||
        certificate->largest_error < 0 || certificate->took_ms < 0 ||
        !is_solver(certificate->solver) || !attackers_are_fine(certificate)) {
        return "the release's certificate is not valid";
    }
    return NULL;
}

static bool has_rule(const struct staith_release_cell *cells, uint32_t cell_count)
{
    for (uint32_t i = 0; i < cell_count; i++) {
        if (cells[i].base > 0) {
            return true;
        }
    }
    return false;
}

int staith_release_check_certificate(const struct staith_release_certificate *certificate,
                                     const struct staith_release_cell *cells, uint32_t cell_count,
                                     struct staith_err *err)
{
    uint8_t hash[STAITH_HASH_BYTES];
    if (certificate == NULL) {
        return has_rule(cells, cell_count)
                   ? staith_err_set(err, STAITH_ERR_SYNTAX,
                                    "the release has rounded numbers and no certificate")
                   : 0;
    }
    const char *wrong = what_is_wrong(certificate);
    if (wrong != NULL) {
        return staith_err_set(err, STAITH_ERR_SYNTAX, "%s", wrong);
    }
    staith_release_cells_hash(cells, cell_count, hash);
    if (memcmp(hash, certificate->hash, sizeof(hash)) != 0) {
        return staith_err_set(err, STAITH_ERR_SYNTAX,
                              "the release's certificate is of other cells");
    }
    return 0;
}

const char *staith_release_attacker_code(uint32_t attacker)
{
    return staith_attacker_code((enum staith_attacker)attacker);
}

const char *staith_release_attack_state(uint32_t state)
{
    return staith_attack_state_code((enum staith_attack_state)state);
}

/* Each text with its NUL, so that two cannot run together into one; none is one byte more. */
static void add_text(crypto_generichash_state *state, const char *text)
{
    const unsigned char given = text != NULL;
    (void)crypto_generichash_update(state, &given, 1);
    if (text != NULL) {
        (void)crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1);
    }
}

/* Eight bytes, the most significant first. */
static void add_number(crypto_generichash_state *state, int64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)number >> (56 - 8 * i) & 0xff);
    }
    (void)crypto_generichash_update(state, bytes, sizeof(bytes));
}

void staith_release_cells_hash(const struct staith_release_cell *cells, uint32_t cell_count,
                               uint8_t ret_hash[STAITH_HASH_BYTES])
{
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, STAITH_HASH_BYTES);
    for (uint32_t i = 0; i < cell_count; i++) {
        const struct staith_release_cell *cell = &cells[i];
        add_text(&state, cell->table);
        add_text(&state, cell->measure);
        add_number(&state, cell->dimension_count);
        for (uint32_t d = 0; d < cell->dimension_count; d++) {
            add_text(&state, cell->dimensions[d]);
            add_text(&state, cell->categories[d]);
        }
        add_number(&state, cell->value.status);
        add_number(&state, cell->value.value);
        add_number(&state, cell->value.lo);
        add_number(&state, cell->value.hi);
        add_text(&state, cell->reason);
        add_number(&state, cell->base);
        add_number(&state, cell->reach);
    }
    (void)crypto_generichash_final(&state, ret_hash, STAITH_HASH_BYTES);
}
