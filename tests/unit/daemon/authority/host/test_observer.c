/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/observer.h"
#include "temp_file.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct staith_measure measures[] = {
    {"heads", "Heads", "", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE}};
static struct staith_check checks[] = {{"odd", "Odd.", "Look.", STAITH_QUERY},
                                       {"bad", "Bad.", "Correct.", STAITH_ERROR}};
static const char *elements[] = {"a", "b"};
static const struct staith_catalogue catalogue = {.measure_count = 1,
                                                  .measures = measures,
                                                  .check_count = 2,
                                                  .checks = checks,
                                                  .element_count = 2,
                                                  .elements = elements};
static const char *names[] = {"a.csv"};
static const struct staith_history history[] = {
    {"heads", {STAITH_PERIOD_CENSUS_YEAR, 2024, 0}, 321}};
static const struct staith_order order = {.authority = "840",
                                          .source_count = 1,
                                          .source_names = names,
                                          .history_count = 1,
                                          .history = history};
static const struct staith_period_def year = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0, 0};

struct fixture {
    struct staith_arena arena;
    struct staith_rawtable raw;
    struct staith_observer observer;
    const struct staith_host *host;
    int fd;
};

static int set_up(void **state)
{
    static const struct staith_tally_limits limits = {100, 100, 100};
    static const uint8_t key[STAITH_TALLY_KEY_BYTES] = {1};
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct staith_err err = {0};
    assert_non_null(fixture);
    staith_arena_init(&fixture->arena, 1 << 20);
    fixture->raw.catalogue = &catalogue;
    fixture->fd = staith_temp_fd("hello", 5);
    assert_int_equal(
        staith_observer_init(&fixture->observer, &order, &fixture->raw, &fixture->arena), 0);
    assert_int_equal(staith_sources_open(&order, fixture->fd, &fixture->observer.sources, &err), 0);
    fixture->observer.tally = staith_tally_new(&catalogue, &limits, key);
    assert_non_null(fixture->observer.tally);
    fixture->observer.state = STAITH_RUN_COLLECT;
    fixture->host = &fixture->observer.table;
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    staith_tally_free(fixture->observer.tally);
    staith_sources_free(fixture->observer.sources);
    staith_arena_deinit(&fixture->arena);
    (void)close(fixture->fd);
    free(fixture);
    return 0;
}

static int observe(const struct staith_host *host, uint16_t measure)
{
    const struct staith_observation observation = {
        .size = sizeof observation, .measure = measure, .person = "A", .person_len = 1};
    return host->observe(host->ctx, &observation);
}

static int find(const struct staith_host *host, uint32_t check, uint32_t element, uint64_t line)
{
    const struct staith_location where = {line, 2, 3, element, 4};
    return host->finding(host->ctx, check, &where);
}

static void test_explains(void **state)
{
    struct fixture *fixture = *state;
    struct staith_observer *observer = &fixture->observer;
    const struct staith_setting settings[] = {{"layout", "x", 0}, {"titles", "y", 1}};
    const struct staith_order_option given[] = {{"layout", "x", "a.yaml:2:3", ""},
                                                {"titles", "y", "a.yaml:3:3", "/etc/t.csv"}};
    struct staith_order given_order = *observer->order;
    given_order.options = given;
    given_order.option_count = 2;
    observer->order = &given_order;
    observer->settings = settings;
    observer->setting_count = 2;
    const struct staith_host_explain *explain =
        fixture->host->extension(fixture->host->ctx, STAITH_EXT_EXPLAIN);
    assert_non_null(explain);
    assert_int_equal(explain->explain(observer, 1, 4, 5, "late"), STAITH_ESTATE);
    assert_int_equal(observer->explained.code, 0);
    observer->state = STAITH_RUN_CONFIGURE;
    assert_int_equal(explain->explain(observer, 2, 4, 5, "none"), STAITH_EINVAL);
    assert_int_equal(explain->explain(observer, 1, 4, 5, NULL), STAITH_EINVAL);
    assert_int_equal(explain->explain(observer, 1, 4, 5, "no such\n title"), STAITH_OK);
    assert_int_equal(explain->explain(observer, 0, 4, 5, "the first counts"), STAITH_OK);
    assert_int_equal(observer->explained.code, STAITH_ERR_CONFIG);
    assert_string_equal(observer->explained.what, "no such? title");
    assert_string_equal(observer->explained.where, "/etc/t.csv:4:5");
    memset(&observer->explained, 0, sizeof observer->explained);
    assert_int_equal(explain->explain(observer, 0, 4, 5, "\xff"), STAITH_OK);
    assert_string_equal(observer->explained.what, "the option is wrong");
    assert_string_equal(observer->explained.where, "a.yaml:2:3");
}

static void test_collects(void **state)
{
    struct fixture *fixture = *state;
    const struct staith_host *host = fixture->host;
    char buf[8];
    size_t got = 0;
    int64_t value = 0;
    assert_string_equal(host->authority(host->ctx), "840");
    assert_int_equal(host->source_count(host->ctx), 1);
    assert_string_equal(host->source(host->ctx, 0)->name, "a.csv");
    assert_int_equal(host->read_at(host->ctx, 0, 1, buf, 8, &got), STAITH_OK);
    assert_int_equal(got, 4);
    assert_int_equal(host->set_period(host->ctx, &year), STAITH_OK);
    assert_int_equal(observe(host, 0), STAITH_OK);
    assert_int_equal(host->unavailable(host->ctx, 0), STAITH_OK);
    const struct staith_period_def last_year = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0, 0};
    assert_int_equal(host->history(host->ctx, 0, &last_year, &value), STAITH_OK);
    assert_int_equal(value, 321);
    assert_int_equal(host->history(host->ctx, 0, &year, &value), STAITH_END);
    assert_null(host->extension(host->ctx, "staith.none/1"));
    assert_int_equal(fixture->raw.period.year, 2025);
    assert_int_equal(fixture->observer.misuses, 0);
    assert_null(fixture->observer.misuse);
}

static void test_findings(void **state)
{
    struct fixture *fixture = *state;
    const struct staith_host *host = fixture->host;
    for (uint64_t i = 1; i <= STAITH_HOSTPIPE_MAX_FINDINGS; i++) {
        assert_int_equal(find(host, 1, 0, i), STAITH_OK);
    }
    assert_int_equal(find(host, 1, STAITH_NO_ELEMENT, 5000), STAITH_OK);
    assert_int_equal(find(host, 0, 1, 5001), STAITH_OK);
    assert_int_equal(fixture->raw.finding_count, STAITH_HOSTPIPE_MAX_FINDINGS);
    assert_int_equal(fixture->raw.finding_totals[0], 1);
    assert_int_equal(fixture->raw.finding_totals[1], STAITH_HOSTPIPE_MAX_FINDINGS + 1);
    /* The first of its check has a place in a full list. */
    const struct staith_finding *finding = &fixture->raw.findings[STAITH_HOSTPIPE_MAX_FINDINGS - 1];
    assert_int_equal(finding->check, 0);
    assert_int_equal(finding->line, 5001);
    assert_int_equal(finding[-1].check, 1);
    assert_int_equal(finding[-1].line, STAITH_HOSTPIPE_MAX_FINDINGS - 1);
    finding = &fixture->raw.findings[41];
    assert_int_equal(finding->check, 1);
    assert_int_equal(finding->line, 42);
    assert_int_equal(finding->column, 2);
    assert_int_equal(finding->row, 3);
    assert_int_equal(finding->element, 0);
    assert_int_equal(find(host, 2, 0, 1), STAITH_EINVAL);
    assert_int_equal(find(host, 0, 2, 1), STAITH_EINVAL);
    assert_int_equal(host->finding(host->ctx, 0, NULL), STAITH_EINVAL);
    assert_int_equal(fixture->observer.misuses, 3);
    fixture->observer.state = STAITH_RUN_CONFIGURE;
    assert_int_equal(find(host, 0, 0, 1), STAITH_OK);
}

static void test_states(void **state)
{
    struct fixture *fixture = *state;
    const struct staith_host *host = fixture->host;
    static const enum staith_run_state states[] = {STAITH_RUN_IDLE, STAITH_RUN_CREATE,
                                                   STAITH_RUN_CONFIGURE, STAITH_RUN_DESTROY};
    char buf[8];
    size_t got = 77;
    int64_t value = 77;
    for (size_t i = 0; i < 4; i++) {
        fixture->observer.state = states[i];
        fixture->observer.misuses = 0;
        assert_string_equal(host->authority(host->ctx), "840");
        assert_int_equal(host->source_count(host->ctx), 0);
        assert_null(host->source(host->ctx, 0));
        assert_int_equal(host->read_at(host->ctx, 0, 0, buf, 8, &got), STAITH_ESTATE);
        assert_int_equal(host->set_period(host->ctx, &year), STAITH_ESTATE);
        assert_int_equal(observe(host, 0), STAITH_ESTATE);
        assert_int_equal(host->unavailable(host->ctx, 0), STAITH_ESTATE);
        assert_int_equal(host->history(host->ctx, 0, &year, &value), STAITH_ESTATE);
        bool may_find = states[i] == STAITH_RUN_CONFIGURE;
        assert_int_equal(find(host, 0, 0, 1), may_find ? STAITH_OK : STAITH_ESTATE);
        assert_int_equal(fixture->observer.misuses, may_find ? 7 : 8);
    }
    assert_int_equal(got, 77);
    assert_int_equal(value, 77);
    assert_string_equal(fixture->observer.misuse, "source_count outside collect");
}

static void test_arguments(void **state)
{
    struct fixture *fixture = *state;
    const struct staith_host *host = fixture->host;
    const struct staith_period_def bad = {STAITH_PERIOD_QUARTER, 2025, 5, 0};
    char buf[8];
    size_t got = 0;
    int64_t value = 0;
    assert_int_equal(observe(host, 0), STAITH_ESTATE); /* before set_period */
    assert_int_equal(host->unavailable(host->ctx, 0), STAITH_ESTATE);
    assert_int_equal(host->set_period(host->ctx, NULL), STAITH_EINVAL);
    assert_int_equal(host->set_period(host->ctx, &bad), STAITH_EINVAL);
    assert_int_equal(host->set_period(host->ctx, &year), STAITH_OK);
    assert_int_equal(host->set_period(host->ctx, &year), STAITH_ESTATE);
    assert_int_equal(observe(host, 1), STAITH_EINVAL);
    assert_int_equal(host->observe(host->ctx, NULL), STAITH_EINVAL);
    assert_int_equal(host->unavailable(host->ctx, 1), STAITH_EINVAL);
    assert_int_equal(host->read_at(host->ctx, 1, 0, buf, 8, &got), STAITH_EINVAL);
    assert_int_equal(host->read_at(host->ctx, 0, 0, buf, 8, NULL), STAITH_EINVAL);
    assert_int_equal(host->history(host->ctx, 1, &year, &value), STAITH_EINVAL);
    assert_null(host->source(host->ctx, 1));
    assert_int_equal(fixture->observer.misuses, 11);
    assert_string_equal(fixture->observer.misuse, "observe outside collect or before set_period");
}

static void *observe_elsewhere(void *ctx)
{
    const struct staith_host *host = ctx;
    static int result;
    result = observe(host, 0);
    return &result;
}

static void test_thread(void **state)
{
    struct fixture *fixture = *state;
    pthread_t thread;
    void *result = NULL;
    assert_int_equal(fixture->host->set_period(fixture->host->ctx, &year), STAITH_OK);
    struct staith_host copy = *fixture->host;
    assert_int_equal(pthread_create(&thread, NULL, observe_elsewhere, &copy), 0);
    assert_int_equal(pthread_join(thread, &result), 0);
    assert_int_equal(*(int *)result, STAITH_ESTATE);
    assert_int_equal(observe(fixture->host, 0), STAITH_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_explains, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_collects, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_findings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_states, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arguments, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_thread, set_up, tear_down)};
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
