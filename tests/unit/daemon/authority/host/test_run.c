/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/run.h"
#include "temp_file.h"

#include <sodium.h>
#include <staith/plugin.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, ARENA_BYTES = 16 << 20 };

static const char source[] = "person,role,fte\n"
                             "A,holder,1\n"
                             "B,holder,0.5\n"
                             "C,holder,0.25\n"
                             "B,senior,0.4\n"
                             "D,nobody,1\n"
                             "E,holder,2\n";

struct fixture {
    char path[PATH_BYTES];
    struct staith_arena arena;
    struct staith_order order;
    struct staith_order_option options[2];
    struct staith_result_of_run result;
    int fd;
};

/* Run a sample with this fault on `text`. */
static void run_plugin(struct fixture *fixture, const char *plugin, const char *fault,
                       const char *text)
{
    static const char *names[] = {"people.csv"};
    memset(fixture, 0, sizeof *fixture);
    staith_temp_build_path(plugin, fixture->path, sizeof fixture->path);
    fixture->options[0] = (struct staith_order_option){"fault", fault, "staithd.yaml:9:5", NULL};
    fixture->order = (struct staith_order){.plugin_path = fixture->path,
                                           .authority = "840",
                                           .source_count = 1,
                                           .source_names = names,
                                           .option_count = 1,
                                           .options = fixture->options,
                                           .max_cells = 1000,
                                           .max_people = 1000,
                                           .max_observations = 2000};
    fixture->fd = staith_temp_fd(text, strlen(text));
    staith_arena_init(&fixture->arena, ARENA_BYTES);
    staith_run_order(&fixture->order, fixture->fd, NULL, &fixture->arena, &fixture->result);
    /* Whatever came of it can be sent. */
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    assert_int_equal(staith_hostpipe_pack_result(&fixture->result, &packed), 0);
    staith_buf_deinit(&packed);
}

static void run(struct fixture *fixture, const char *fault, const char *text)
{
    run_plugin(fixture, "tests/plugins/sample.so", fault, text);
}

static void end(struct fixture *fixture)
{
    staith_arena_deinit(&fixture->arena);
    assert_int_equal(close(fixture->fd), 0);
}

static void test_goes_well(void **state)
{
    (void)state;
    struct fixture fixture;
    run(&fixture, "none", source);
    const struct staith_rawtable *raw = fixture.result.raw;
    assert_int_equal(fixture.result.code, 0);
    assert_string_equal(fixture.result.err.what, "");
    assert_string_equal(raw->authority, "840");
    assert_int_equal(raw->period.year, 2025);
    assert_int_equal(raw->source_bytes, sizeof source - 1);
    uint8_t hash[32];
    assert_int_equal(
        crypto_generichash(hash, 32, (const uint8_t *)source, sizeof source - 1, NULL, 0), 0);
    assert_memory_equal(raw->source_hash, hash, 32);
    assert_int_equal(raw->observed, 9);
    assert_int_equal(raw->people, 3);
    assert_int_equal(staith_rawtable_headline(raw, 0)->value, 3);
    assert_int_equal(staith_rawtable_headline(raw, 1)->value, 2150000);
    assert_int_equal(staith_rawtable_headline(raw, 2)->value, 3);
    /* By role: heads senior 1 (B), holder 2, all 3; FTE senior 0.4, holder 1.75, all 2.15. */
    static const int64_t values[] = {1, 2, 3, 400000, 1750000, 2150000};
    assert_int_equal(raw->parts[1].cell_count, 6);
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(raw->parts[1].cells[i].value, values[i]);
    }
    assert_int_equal(raw->finding_totals[0], 1);
    assert_int_equal(raw->finding_totals[1], 1);
    assert_int_equal(raw->finding_totals[2], 0);
    assert_int_equal(raw->finding_count, 2);
    assert_int_equal(raw->findings[0].line, 6);
    assert_int_equal(raw->findings[1].line, 7);
    assert_int_equal(raw->findings[1].element, 2);
    end(&fixture);
}

/* Built for ABI 1.0: everything as before. */
static void test_a_plugin_of_1_0(void **state)
{
    (void)state;
    struct fixture fixture;
    run_plugin(&fixture, "tests/plugins/sample_first.so", "none", source);
    assert_int_equal(fixture.result.code, 0);
    assert_int_equal(staith_rawtable_headline(fixture.result.raw, 0)->value, 3);
    assert_int_equal(staith_rawtable_headline(fixture.result.raw, 1)->value, 2150000);
    assert_int_equal(staith_rawtable_headline(fixture.result.raw, 1)->owners, 0);
    end(&fixture);
}

static void test_alarms_come_back(void **state)
{
    (void)state;
    struct fixture fixture;
    run(&fixture, "none", source); /* declared, and none counted */
    assert_int_equal(fixture.result.alarm_count, 0);
    end(&fixture);
    run(&fixture, "alarms", source);
    assert_int_equal(fixture.result.code, 0);
    assert_int_equal(fixture.result.alarm_count, 1);
    assert_string_equal(fixture.result.alarms[0].code, "late_people");
    assert_string_equal(fixture.result.alarms[0].advice, "Ask.");
    assert_int_equal(fixture.result.alarms[0].count, 2);
    end(&fixture);
}

/* With a key of the council the sketches of two runs can be held against each other. */
static void test_a_key_of_the_council(void **state)
{
    (void)state;
    struct fixture fixture;
    static const uint8_t key[STAITH_HOSTPIPE_KEY_BYTES] = {5};
    run(&fixture, "none", source);
    assert_false(fixture.result.raw->followed);
    fixture.order.follow_key = key;
    staith_run_order(&fixture.order, fixture.fd, NULL, &fixture.arena, &fixture.result);
    assert_int_equal(fixture.result.code, 0);
    assert_true(fixture.result.raw->followed);
    end(&fixture);
}

static void check_fails(const char *fault, int code, const char *words)
{
    struct fixture fixture;
    run(&fixture, fault, source);
    assert_int_equal(fixture.result.code, code);
    assert_int_equal(fixture.result.err.code, code);
    if (strstr(fixture.result.err.what, words) == NULL) {
        fail_msg("%s: \"%s\" does not hold \"%s\"", fault, fixture.result.err.what, words);
    }
    assert_true(fixture.result.err.remedy[0] != '\0');
    assert_non_null(fixture.result.catalogue);
    assert_non_null(fixture.result.raw);
    assert_int_equal(fixture.result.raw->part_count, 0);
    end(&fixture);
}

static void test_faults(void **state)
{
    (void)state;
    check_fails("flood", STAITH_ERR_LIMIT, "too many people");
    check_fails("bad_index", STAITH_ERR_INVAL, "2 calls were refused, first observe with an index");
    check_fails("early", STAITH_ERR_INVAL, "1 calls were refused, first observe outside collect");
    check_fails("no_period", STAITH_ERR_INVAL, "did not say which period");
    check_fails("bad_alarm", STAITH_ERR_INVAL, "1 calls were refused, first alarm that is not");
    check_fails("refuses", STAITH_ERR_REFUSED, "refused the source");
    check_fails("lies", STAITH_ERR_STATE, "failed in collect with code 77");
}

static void test_findings_come_back(void **state)
{
    (void)state;
    struct fixture fixture;
    run(&fixture, "many_findings", source);
    assert_int_equal(fixture.result.code, 0);
    assert_int_equal(fixture.result.raw->finding_totals[0], 2501);
    assert_int_equal(fixture.result.raw->finding_count, STAITH_HOSTPIPE_MAX_FINDINGS);
    end(&fixture);
    run(&fixture, "none", "person,role\n\"A,holder\n");
    assert_int_equal(fixture.result.code, STAITH_ERR_REFUSED);
    assert_int_equal(fixture.result.raw->finding_totals[2], 1);
    assert_int_equal(fixture.result.raw->findings[0].line, 2);
    end(&fixture);
}

static void test_options_and_check_only(void **state)
{
    (void)state;
    struct fixture fixture;
    run(&fixture, "sideways", source);
    assert_int_equal(fixture.result.code, STAITH_ERR_CONFIG);
    assert_string_equal(fixture.result.err.where, "staithd.yaml:9:5");
    assert_non_null(fixture.result.catalogue);
    assert_null(fixture.result.raw);
    /* The same fixture again, without a run. */
    fixture.options[0].value = "crash";
    fixture.order.check_only = true;
    fixture.order.source_count = 0;
    staith_run_order(&fixture.order, -1, NULL, &fixture.arena, &fixture.result);
    assert_int_equal(fixture.result.code, 0);
    assert_string_equal(fixture.result.catalogue->plugin, "sample");
    assert_null(fixture.result.raw);
    fixture.options[0].value = "early";
    staith_run_order(&fixture.order, -1, NULL, &fixture.arena, &fixture.result);
    assert_int_equal(fixture.result.code, STAITH_ERR_INVAL);
    end(&fixture);
}

/* A plugin built against the first header runs, and all that it says arrives. A and B are senior (B
 * in two rows), C has no role: 3 people, 4 rows of half an FTE each. */
static void test_the_first_abi(void **state)
{
    (void)state;
    static const char *names[] = {"any"};
    static const char text[] = "A0\nB1\nB0\nC9\n!0\n";
    char path[PATH_BYTES];
    struct staith_arena arena;
    struct staith_result_of_run result = {0};
    const struct staith_order order = {.plugin_path = path,
                                       .authority = "840",
                                       .source_count = 1,
                                       .source_names = names,
                                       .max_cells = 1000,
                                       .max_people = 1000,
                                       .max_observations = 1000};
    staith_temp_build_path("tests/plugins/first.so", path, sizeof path);
    int fd = staith_temp_fd(text, sizeof text - 1);
    staith_arena_init(&arena, ARENA_BYTES);
    staith_run_order(&order, fd, NULL, &arena, &result);
    if (result.code != 0) {
        fail_msg("%s", result.err.what);
    }
    assert_int_equal(staith_rawtable_headline(result.raw, 0)->value, 3);
    assert_int_equal(staith_rawtable_headline(result.raw, 1)->value, 4);
    assert_int_equal(staith_rawtable_headline(result.raw, 2)->value, 2000000);
    assert_int_equal(staith_rawtable_headline(result.raw, 3)->value, 3);
    assert_int_equal(staith_rawtable_headline(result.raw, 4)->status, STAITH_STATUS_UNAVAILABLE);
    assert_int_equal(result.raw->finding_totals[0], 1);
    assert_string_equal(result.catalogue->indicators[0].code, "fte_per_head");
    for (uint32_t i = 0; i < result.raw->parts[1].cell_count; i++) {
        const struct staith_cell *cell = &result.raw->parts[1].cells[i];
        if (cell->measure == 0 && cell->categories[0] == 0) {
            assert_int_equal(cell->value, 2); /* senior */
        }
    }
    staith_arena_deinit(&arena);
    assert_int_equal(close(fd), 0);
}

static void test_limits(void **state)
{
    (void)state;
    struct fixture fixture;
    run(&fixture, "none", source);
    assert_int_equal(fixture.result.code, 0);
    static const struct {
        uint64_t cells;
        uint64_t people;
        uint64_t observations;
        int code;
        const char *words;
        const char *key;               /* of the configuration, which the remedy names */
    } cases[] = {{9, 3, 9, 0, "", ""}, /* 3 in the headline and 6 by role */
                 {8, 3, 9, STAITH_ERR_LIMIT, "more than 8 cells", "limits.max-cells"},
                 {9, 2, 9, STAITH_ERR_LIMIT, "too many people", "limits.max-people"},
                 {9, 3, 8, STAITH_ERR_LIMIT, "too many observations", "limits.max-observations"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture.order.max_cells = cases[i].cells;
        fixture.order.max_people = cases[i].people;
        fixture.order.max_observations = cases[i].observations;
        staith_run_order(&fixture.order, fixture.fd, NULL, &fixture.arena, &fixture.result);
        assert_int_equal(fixture.result.code, cases[i].code);
        assert_non_null(strstr(fixture.result.err.what, cases[i].words));
        assert_non_null(strstr(fixture.result.err.remedy, cases[i].key));
    }
    fixture.order.plugin_path = "/nowhere/sample.so";
    staith_run_order(&fixture.order, fixture.fd, NULL, &fixture.arena, &fixture.result);
    assert_int_equal(fixture.result.code, STAITH_ERR_NOTFOUND);
    assert_null(fixture.result.catalogue);
    assert_null(fixture.result.raw);
    end(&fixture);
}

static void test_explains(void **state)
{
    (void)state;
    struct fixture fixture;
    run(&fixture, "explains", source);
    assert_int_equal(fixture.result.code, STAITH_ERR_CONFIG);
    assert_string_equal(fixture.result.err.what, "that is no fault of mine");
    assert_string_equal(fixture.result.err.where, "staithd.yaml:9:5");
    assert_string_equal(fixture.result.err.remedy, "correct option fault");
    end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_goes_well),
                                       cmocka_unit_test(test_a_key_of_the_council),
                                       cmocka_unit_test(test_a_plugin_of_1_0),
                                       cmocka_unit_test(test_alarms_come_back),
                                       cmocka_unit_test(test_faults),
                                       cmocka_unit_test(test_findings_come_back),
                                       cmocka_unit_test(test_options_and_check_only),
                                       cmocka_unit_test(test_the_first_abi),
                                       cmocka_unit_test(test_limits),
                                       cmocka_unit_test(test_explains)};
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
