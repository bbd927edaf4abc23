/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of 6 managers 3 resigned, 2 retired and 1 moved, 28 left in all; gate_case.h has the table.
 */
#include "cli/facts_names.h"

#include "facts_case.h"

enum { ROWS = 100 };

struct names_case {
    struct protected_case c;
    struct staith_arena arena;
    struct staith_config_council config;
    struct staith_config_dataset datasets[2];
    struct staith_public_fact facts[ROWS];
    unsigned long rows[ROWS];
    struct staith_cli_facts_file file;
    const struct staith_cli_facts_found *found;
    struct staith_err err;
};

static void begin(struct names_case *c)
{
    static char census[] = "csww", quarters[] = "workforce";
    memset(c, 0, sizeof(*c));
    protected_case_init(&c->c, false);
    staith_arena_init(&c->arena, (size_t)64 << 20);
    c->config.state_folder = c->c.f.folder;
    c->config.dataset_count = 2;
    c->config.datasets = c->datasets;
    c->datasets[0].name = census;
    c->datasets[1].name = quarters;
    c->file = (struct staith_cli_facts_file){.path = "public.csv",
                                             .list = c->facts,
                                             .rows = c->rows,
                                             .dataset_column = 1,
                                             .cell_column = 3,
                                             .value_column = 4};
}

static void end(struct names_case *c)
{
    staith_arena_deinit(&c->arena);
    protected_case_deinit(&c->c);
}

static struct staith_public_fact *fact(struct names_case *c, const char *dataset, const char *cell,
                                       int64_t value)
{
    struct staith_public_fact *out = &c->facts[c->file.count];
    *out = (struct staith_public_fact){
        .dataset = dataset, .cell = cell, .value = value, .nearest = 1, .source = "Answer"};
    assert_int_equal(staith_period_parse("2025", &out->period), 0);
    c->rows[c->file.count] = c->file.count + 2;
    c->file.count++;
    return out;
}

static void look(struct names_case *c)
{
    assert_int_equal(staith_cli_facts_look(&c->config, &c->file, &c->arena, &c->found, &c->err), 0);
}

static void names(void **state)
{
    (void)state;
    struct names_case c;
    static const struct {
        const char *dataset, *cell;
        enum staith_cli_facts_kind kind;
        uint32_t column;
    } each[] = {
        {"csww", "leavers_headcount|reason=retired|role=manager", STAITH_CLI_FACTS_FINE, 0},
        {"cswv", "leavers_headcount", STAITH_CLI_FACTS_UNKNOWN, 1},
        {"workforce", "leavers_headcount", STAITH_CLI_FACTS_LATER, 3},
        {"csww", "leavers", STAITH_CLI_FACTS_UNKNOWN, 3},
        {"csww", "leavers_headcount|sex=male", STAITH_CLI_FACTS_UNKNOWN, 3},
        {"csww", "leavers_headcount|role=boss", STAITH_CLI_FACTS_UNKNOWN, 3},
    };
    begin(&c);
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        (void)fact(&c, each[i].dataset, each[i].cell, i == 0 ? 2 : 28);
    }
    look(&c);
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        assert_int_equal(c.found[i].kind, each[i].kind);
        assert_int_equal(c.found[i].column, each[i].column);
        assert_true(i == 0 || c.found[i].remedy[0] != '\0');
    }
    json_t *array = staith_cli_facts_json(&c.file, c.found);
    assert_int_equal(json_array_size(array), 5);
    assert_string_equal(json_string_value(json_object_get(json_array_get(array, 0), "where")),
                        "public.csv:3:1");
    json_decref(array);
    end(&c);
}

/* 8 managers to the nearest 5 are 10, and 6 are 5. */
static void counts(void **state)
{
    (void)state;
    struct names_case c;
    static const struct {
        int64_t value, nearest;
        enum staith_cli_facts_kind kind;
    } each[] = {{6, 1, STAITH_CLI_FACTS_FINE},   {5, 5, STAITH_CLI_FACTS_FINE},
                {10, 10, STAITH_CLI_FACTS_FINE}, {7, 1, STAITH_CLI_FACTS_WRONG},
                {10, 5, STAITH_CLI_FACTS_WRONG}, {0, 10, STAITH_CLI_FACTS_WRONG}};
    begin(&c);
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        fact(&c, "csww", "leavers_headcount|role=manager", each[i].value)->nearest =
            each[i].nearest;
    }
    look(&c);
    for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++) {
        assert_int_equal(c.found[i].kind, each[i].kind);
    }
    end(&c);
}

/* Without a ledger nothing is known of what is configured, and the rest is unknown all the same. */
static void before_the_first_release(void **state)
{
    (void)state;
    struct names_case c;
    char path[128];
    begin(&c);
    (void)fact(&c, "csww", "leavers_headcount", 28);
    (void)fact(&c, "other", "leavers_headcount", 28);
    (void)snprintf(path, sizeof(path), "%s/ledger.db", c.c.f.folder);
    assert_int_equal(unlink(path), 0);
    look(&c);
    assert_int_equal(c.found[0].kind, STAITH_CLI_FACTS_LATER);
    assert_int_equal(c.found[1].kind, STAITH_CLI_FACTS_UNKNOWN);
    end(&c);
}

/* Where the counts are lost nobody can say that a figure does not fit. */
static void counts_that_are_lost(void **state)
{
    (void)state;
    struct names_case c;
    char path[128];
    begin(&c);
    (void)fact(&c, "csww", "leavers_headcount|role=manager", 40);
    (void)snprintf(path, sizeof(path), "%s/truth.db", c.c.f.folder);
    assert_int_equal(unlink(path), 0);
    look(&c);
    assert_int_equal(c.found[0].kind, STAITH_CLI_FACTS_FINE);
    end(&c);
}

static void numbers_that_stand_twice(void **state)
{
    (void)state;
    struct names_case c;
    begin(&c);
    (void)fact(&c, "csww", "x|role=a|sex=b", 6);
    (void)fact(&c, "csww", "y", 7);
    (void)fact(&c, "csww", "x|sex=b|role=a", 5);
    assert_int_equal(staith_cli_facts_compare(&c.file, &c.arena, &c.err), STAITH_ERR_SYNTAX);
    assert_non_null(strstr(c.err.what, "row 2"));
    assert_non_null(strstr(c.err.where, "public.csv:4:4"));
    c.facts[2].nearest = 5;
    assert_int_equal(staith_cli_facts_compare(&c.file, &c.arena, &c.err), 0);
    c.facts[2].nearest = 1;
    c.facts[2].day = 1;
    assert_int_equal(staith_cli_facts_compare(&c.file, &c.arena, &c.err), 0);
    for (int i = 0; i < 70; i++) {
        (void)fact(&c, "csww", "z", 1);
    }
    assert_int_equal(staith_cli_facts_compare(&c.file, &c.arena, &c.err), STAITH_ERR_SYNTAX);
    assert_non_null(strstr(c.err.what, "too often"));
    c.file.count = 0;
    assert_int_equal(staith_cli_facts_compare(&c.file, &c.arena, &c.err), 0);
    end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(counts),
        cmocka_unit_test(before_the_first_release),
        cmocka_unit_test(counts_that_are_lost),
        cmocka_unit_test(numbers_that_stand_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
