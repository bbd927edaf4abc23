/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/hostpipe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hostile.h"

#include <staith/plugin.h>
#include <staith/v1/host.pb-c.h>

static const char *names[] = {"return-2025.xml", "r\xC3\xA9ponse.csv"};
static const struct staith_order_option options[] = {
    {"year", "2025", "staith.yaml:3:7", ""},
    {"columns.start_date", "", "conf.d/a.yaml:1:1", ""},
    {"titles", "a,b\nc,d\n", "conf.d/a.yaml:2:1", "/etc/staith/titles.csv"}};
static const struct staith_history history[] = {
    {"leavers", {STAITH_PERIOD_CENSUS_YEAR, 2024, 0}, 12},
    {"balance", {STAITH_PERIOD_MONTH, 2025, 11}, -9007199254740993}};

static const uint8_t follow_key[STAITH_HOSTPIPE_KEY_BYTES] = {1, 0, 2};

static struct staith_order sample(void)
{
    static const char *paths[] = {"/srv/scripts", "/opt/R"};
    return (struct staith_order){.plugin_path = "/usr/lib/staith/plugins/workforce.so",
                                 .allow_network = true,
                                 .read_path_count = 2,
                                 .read_paths = paths,
                                 .authority = "840",
                                 .source_count = 2,
                                 .source_names = names,
                                 .option_count = 3,
                                 .options = options,
                                 .history_count = 2,
                                 .history = history,
                                 .check_only = true,
                                 .max_cells = 1,
                                 .max_people = UINT64_MAX,
                                 .max_observations = 3,
                                 .follow_key = follow_key};
}

static void pack_sample(struct staith_buf *out)
{
    struct staith_order order = sample();
    staith_buf_init(out, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
    assert_int_equal(staith_hostpipe_pack_order(&order, out), 0);
}

static int unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_order order = {0};
    int code = staith_hostpipe_unpack_order(bytes, len, arena, &order, err);
    if (code == 0) {
        struct staith_buf again;
        staith_buf_init(&again, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
        assert_int_equal(staith_hostpipe_pack_order(&order, &again), 0);
        staith_buf_deinit(&again);
    } else {
        assert_null(order.plugin_path);
    }
    return code;
}

static void all_of_it_comes_back(void **state)
{
    (void)state;
    struct staith_buf bytes;
    struct staith_arena arena;
    struct staith_order order = {0};
    pack_sample(&bytes);
    staith_arena_init(&arena, 64 * 1024);
    assert_int_equal(staith_hostpipe_unpack_order(bytes.data, bytes.len, &arena, &order, NULL), 0);
    assert_string_equal(order.plugin_path, "/usr/lib/staith/plugins/workforce.so");
    assert_string_equal(order.authority, "840");
    assert_int_equal(order.source_count, 2);
    assert_string_equal(order.source_names[1], names[1]);
    assert_int_equal(order.option_count, 3);
    for (uint32_t i = 0; i < 2; i++) {
        assert_string_equal(order.options[i].name, options[i].name);
        assert_string_equal(order.options[i].value, options[i].value);
        assert_string_equal(order.options[i].where, options[i].where);
        assert_string_equal(order.options[i].file, options[i].file);
    }
    assert_int_equal(order.history_count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        assert_string_equal(order.history[i].measure, history[i].measure);
        assert_int_equal(staith_period_compare(&order.history[i].period, &history[i].period), 0);
        assert_true(order.history[i].value == history[i].value);
    }
    assert_true(order.check_only);
    assert_int_equal(order.max_cells, 1);
    assert_true(order.max_people == UINT64_MAX);
    assert_int_equal(order.max_observations, 3);
    assert_memory_equal(order.follow_key, follow_key, sizeof follow_key);
    assert_true(order.allow_network);
    assert_false(order.allow_programs);
    assert_int_equal(order.read_path_count, 2);
    assert_string_equal(order.read_paths[1], "/opt/R");
    staith_arena_deinit(&arena);
    staith_buf_deinit(&bytes);
}

static void an_order_may_be_bare(void **state)
{
    (void)state;
    struct staith_order bare = {.plugin_path = "p", .authority = "1"};
    struct staith_buf bytes;
    staith_buf_init(&bytes, 100);
    assert_int_equal(staith_hostpipe_pack_order(&bare, &bytes), 0);
    assert_int_equal(hostile_try(unpack, bytes.data, bytes.len, 4096), 0);
    hostile_cut(unpack, &bytes);
    staith_buf_deinit(&bytes);
}

static void hostile_bytes(void **state)
{
    (void)state;
    struct staith_buf bytes;
    pack_sample(&bytes);
    hostile_cut(unpack, &bytes);
    assert_true(hostile_spoil(unpack, &bytes) > bytes.len);
    assert_true(hostile_starve(unpack, &bytes) > 200);
    staith_buf_deinit(&bytes);
}

#define REFUSED(spoil)                                                                             \
    do {                                                                                           \
        struct staith_buf bytes;                                                                   \
        pack_sample(&bytes);                                                                       \
        Staith__V1__Order *o = staith__v1__order__unpack(NULL, bytes.len, bytes.data);             \
        assert_non_null(o);                                                                        \
        spoil;                                                                                     \
        uint8_t *spoilt = malloc(staith__v1__order__get_packed_size(o));                           \
        assert_non_null(spoilt);                                                                   \
        size_t len = staith__v1__order__pack(o, spoilt);                                           \
        assert_int_equal(hostile_try(unpack, spoilt, len, 64 * 1024), STAITH_ERR_SYNTAX);          \
        free(spoilt);                                                                              \
        staith__v1__order__free_unpacked(o, NULL);                                                 \
        staith_buf_deinit(&bytes);                                                                 \
    } while (0)

static void every_lie_is_refused(void **state)
{
    (void)state;
    REFUSED(o->whole = 0);
    REFUSED(o->plugin_path.len = 0);
    REFUSED(o->plugin_path.data[3] = '\0');
    REFUSED(o->authority.data[0] = ' ');
    REFUSED(o->n_option_values--; free(o->option_values[2].data));
    REFUSED(o->n_option_places--; free(o->option_places[2].data));
    REFUSED(o->n_option_files--; free(o->option_files[2].data));
    REFUSED(o->n_history_values--);
    REFUSED(o->n_history_period_kinds--);
    REFUSED(o->history_period_kinds[0] = (Staith__V1__PeriodKind)0);
    REFUSED(o->history_period_kinds[0] = (Staith__V1__PeriodKind)4);
    REFUSED(o->history_period_parts[1] = 13);
    REFUSED(o->history_period_years[0] = INT32_MIN);
    REFUSED(o->history_measures[0].data[0] = 'L');
    REFUSED(o->source_names[0].data[0] = 0xFF);
    REFUSED(o->option_names[0].data[1] = '\0');
}

static void size_has_a_limit(void **state)
{
    (void)state;
    uint8_t *zeros = calloc(1, STAITH_HOSTPIPE_ORDER_MAX_BYTES + 1);
    assert_non_null(zeros);
    assert_int_equal(hostile_try(unpack, zeros, STAITH_HOSTPIPE_ORDER_MAX_BYTES + 1, 4096),
                     STAITH_ERR_LIMIT);
    free(zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_of_it_comes_back), cmocka_unit_test(an_order_may_be_bare),
        cmocka_unit_test(hostile_bytes),        cmocka_unit_test(every_lie_is_refused),
        cmocka_unit_test(size_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
