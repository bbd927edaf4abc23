/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/gate/known.h"
#include "ledger/facts.h"
#include "ledger_fixture.h"

enum { NOW = 1000 };

struct council {
    struct ledger_fixture f;
    struct staith_ledger *ledger;
    struct staith_gate_known known;
};

static void start(struct council *c)
{
    memset(c, 0, sizeof(*c));
    assert_int_equal(ledger_fixture_init(&c->f), 0);
    assert_int_equal(staith_ledger_open(c->f.folder, "840", c->f.secret, staith_outside_machine(),
                                        &c->ledger, NULL),
                     0);
    assert_int_equal(staith_gate_known_now(c->ledger, c->f.folder, NOW, &c->known, NULL), 0);
}

static void end(struct council *c)
{
    char path[128];
    static const char *const names[] = {"facts.db", "facts.db-wal", "facts.db-shm"};
    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", c->f.folder, names[i]);
        (void)unlink(path);
    }
    staith_ledger_close(c->ledger);
    ledger_fixture_deinit(&c->f);
}

static bool is_same(struct council *c, int64_t now)
{
    bool same = false;
    assert_int_equal(staith_gate_known_still(c->ledger, c->f.folder, now, &c->known, &same, NULL),
                     0);
    return same;
}

static void what_left(void **state)
{
    (void)state;
    struct council c;
    uint64_t number = 0;
    start(&c);
    assert_int_equal(c.known.last, 0);
    assert_true(is_same(&c, NOW));
    assert_int_equal(ledger_fixture_append(&c.f, c.ledger, 2025, 14, 1, &number, NULL), 0);
    assert_false(is_same(&c, NOW));
    assert_int_equal(staith_gate_known_now(c.ledger, c.f.folder, NOW, &c.known, NULL), 0);
    assert_int_equal(c.known.last, number);
    assert_true(is_same(&c, NOW));
    end(&c);
}

/* A fact counts from the moment that it was published. */
static void what_is_public(void **state)
{
    (void)state;
    struct council c;
    struct staith_facts *facts = NULL;
    uint32_t fresh = 0;
    bool beside = false;
    const struct staith_public_fact fact = {.dataset = "csww",
                                            .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                            .cell = "leavers_headcount",
                                            .value = 6,
                                            .from_unix_ms = NOW + 1,
                                            .source = "Answer 12"};
    start(&c);
    assert_int_equal(staith_facts_open(c.f.folder, staith_outside_machine(), &facts, NULL), 0);
    assert_int_equal(staith_facts_put(facts, &fact, 1, NOW, &fresh, &beside, NULL), 0);
    staith_facts_close(facts);
    assert_int_equal(fresh, 1);
    assert_true(is_same(&c, NOW));
    assert_false(is_same(&c, NOW + 1));
    end(&c);
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    struct council c;
    struct staith_err err = {0};
    bool same = true;
    char path[128];
    start(&c);
    (void)snprintf(path, sizeof(path), "%s/facts.db", c.f.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("no database, whatever it is called; no database at all", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_not_equal(staith_gate_known_still(c.ledger, c.f.folder, NOW, &c.known, &same, &err),
                         0);
    assert_false(same);
    assert_non_null(strstr(err.where, "facts.db"));
    end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_left),
        cmocka_unit_test(what_is_public),
        cmocka_unit_test(what_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
