/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands in for staithd-host in tests of the gate. The file name of the plugin in the order says
 * what to do: well, crash, hang, flood, garbled, refuse, silent, twice, other, memory, liar (gives
 * the hash of other bytes), alarms (a local alarm for each line). "well" counts the lines of its
 * source as leavers of 2025.
 */
#include "codec/codec.h"
#include "codec/hostpipe.h"
#include "loop/child.h"
#include "staith/plugin.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SOURCE_FD = 3, SOURCE_MAX_BYTES = 1 << 20 };

struct answer {
    struct staith_measure measures[2];
    uint16_t table_measures[2];
    struct staith_table table;
    struct staith_check checks[1];
    const char *elements[1];
    struct staith_catalogue catalogue;
    struct staith_cell cells[2];
    struct staith_rawtable_part part;
    uint64_t finding_totals[1];
    struct staith_finding finding;
    struct staith_rawtable raw;
    struct staith_result_of_run result;
};

static void make_catalogue(struct answer *a)
{
    a->measures[0] = (struct staith_measure){"leavers_headcount", "Leavers", "People who left.",
                                             STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    a->measures[1] = (struct staith_measure){"inpost_headcount", "In post", "People in post.",
                                             STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE};
    a->table_measures[1] = 1;
    a->table = (struct staith_table){"headline", "Headline", 2, 0, a->table_measures, NULL};
    a->checks[0] =
        (struct staith_check){"odd_line", "The line is odd.", "Look at it.", STAITH_QUERY};
    a->elements[0] = "Line";
    a->catalogue = (struct staith_catalogue){.dataset = "csww",
                                             .plugin = "well",
                                             .plugin_version = "1.0.0",
                                             .measure_count = 2,
                                             .table_count = 1,
                                             .check_count = 1,
                                             .element_count = 1,
                                             .measures = a->measures,
                                             .tables = &a->table,
                                             .checks = a->checks,
                                             .elements = a->elements};
}

static struct staith_cell people(uint16_t measure, int64_t count)
{
    const struct staith_cell cell = {.measure = measure,
                                     .status = STAITH_STATUS_VALUE,
                                     .value = count,
                                     .largest = count > 0,
                                     .second = count > 1,
                                     .contributors = (uint32_t)count};
    return cell;
}

static void make_table(struct answer *a, const char *authority, uint32_t history)
{
    static uint8_t bytes[SOURCE_MAX_BYTES];
    ssize_t len = pread(SOURCE_FD, bytes, sizeof(bytes), 0);
    int64_t lines = 0;
    for (ssize_t i = 0; i < len; i++) {
        lines += bytes[i] == '\n';
    }
    a->cells[0] = people(0, lines);
    a->cells[1] = people(1, (int64_t)history); /* shows the gate's tests what was handed over */
    a->part = (struct staith_rawtable_part){0, 2, a->cells};
    a->finding_totals[0] = 1;
    a->finding = (struct staith_finding){.line = 7, .column = 3, .row = 2, .element = 0};
    a->raw = (struct staith_rawtable){.catalogue = &a->catalogue,
                                      .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                      .source_bytes = (uint64_t)(len < 0 ? 0 : len),
                                      .observed = (uint64_t)lines,
                                      .people = (uint64_t)lines,
                                      .part_count = 1,
                                      .parts = &a->part,
                                      .finding_totals = a->finding_totals,
                                      .finding_count = 1,
                                      .findings = &a->finding};
    (void)snprintf(a->raw.authority, sizeof(a->raw.authority), "%s", authority);
    staith_codec_hash(bytes, (size_t)(len < 0 ? 0 : len), a->raw.source_hash);
}

static int send_answer(const struct answer *a)
{
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_HOSTPIPE_RESULT_MAX_BYTES);
    int rc = staith_hostpipe_pack_result(&a->result, &packed);
    if (rc == 0) {
        rc = staith_frame_write(STDOUT_FILENO, packed.data, packed.len);
    }
    staith_buf_deinit(&packed);
    return rc;
}

static void hang(void)
{
    for (;;) {
        (void)sleep(60);
    }
}

static void use_memory(void)
{
    for (int i = 0; i < 4096; i++) {
        char *more = malloc(1 << 20);
        if (more == NULL) {
            _exit(71);
        }
        memset(more, 1, 1 << 20);
    }
}

/* An announced length that no buffer may follow. */
static void flood(void)
{
    static const uint8_t head[4] = {0x7f, 0xff, 0xff, 0xff};
    if (write(STDOUT_FILENO, head, sizeof(head)) == (ssize_t)sizeof(head)) {
        hang();
    }
}

/* What ends this process in a way of its own; returns for the other plugins. */
static void misbehave(const char *plugin)
{
    if (strcmp(plugin, "crash.so") == 0) {
        abort();
    } else if (strcmp(plugin, "silent.so") == 0) {
        _exit(3);
    } else if (strcmp(plugin, "hang.so") == 0) {
        hang();
    } else if (strcmp(plugin, "memory.so") == 0) {
        use_memory();
    } else if (strcmp(plugin, "flood.so") == 0) {
        flood();
    } else if (strcmp(plugin, "garbled.so") == 0) {
        (void)staith_frame_write(STDOUT_FILENO, "this is no result", 17);
        _exit(0);
    }
}

static int answer(const struct staith_order *order, const char *plugin)
{
    static struct answer a;
    make_catalogue(&a);
    a.result.catalogue = &a.catalogue;
    if (strcmp(plugin, "other.so") == 0) {
        a.catalogue.dataset = "agency_rates";
    }
    if (!order->check_only) {
        make_table(&a, order->authority, order->history_count);
        a.result.raw = &a.raw;
    }
    if (strcmp(plugin, "liar.so") == 0) {
        a.raw.source_hash[0] ^= 1;
    }
    if (strcmp(plugin, "refuse.so") == 0) {
        a.raw.part_count = 0;
        a.result.code = STAITH_ERR_REFUSED;
        (void)staith_err_set(&a.result.err, STAITH_ERR_REFUSED, "the source is refused");
        staith_err_at(&a.result.err, order->check_only ? "plugin" : order->source_names[0], 7, 3);
    }
    if (strcmp(plugin, "alarms.so") == 0 && !order->check_only) {
        static struct staith_alarm alarm = {"late_lines", "Lines that came late.", "Ask why.", 0};
        alarm.count = (uint64_t)a.cells[0].value;
        a.result.alarms = &alarm;
        a.result.alarm_count = 1;
    }
    int rc = send_answer(&a);
    if (rc == 0 && strcmp(plugin, "twice.so") == 0) {
        rc = send_answer(&a);
    }
    return rc;
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc == 2) {
        return 0; /* of its sandbox it says nothing */
    }
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct staith_arena arena;
    struct staith_order order;
    staith_arena_init(&arena, 4 << 20);
    if (sodium_init() < 0 ||
        staith_frame_read(STDIN_FILENO, STAITH_HOSTPIPE_ORDER_MAX_BYTES, &bytes, &len) != 0 ||
        staith_hostpipe_unpack_order(bytes, len, &arena, &order, NULL) != 0) {
        return 70;
    }
    const char *slash = strrchr(order.plugin_path, '/');
    const char *plugin = slash == NULL ? order.plugin_path : slash + 1;
    misbehave(plugin);
    int rc = answer(&order, plugin);
    free(bytes);
    staith_arena_deinit(&arena);
    return rc == 0 ? 0 : 74;
}
