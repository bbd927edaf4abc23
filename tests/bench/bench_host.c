/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host costs: bench-host HOST PLUGIN
 *
 * A million rows through the kit's CSV reader, each one an observation, against the same loop that
 * adds into an array of its own; and starting a host (limits, sandbox, loading a plugin, its
 * answer) against starting `true`. Medians of rounds run in turn.
 */
#include "authority/host/observer.h"

#include "loop/child.h"

#include <fcntl.h>
#include <sodium.h>
#include <staith/kit_csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROWS = 1000000, ROW_BYTES = 32, ROUNDS = 5, STARTS = 100, CATEGORIES = 8, VALUES = 10 };

static double now_ms(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1000.0 + (double)at.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    const double *one = a;
    const double *two = b;
    return (*one > *two) - (*one < *two);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof(*values), by_size);
    return values[count / 2];
}

/* ---- a million observations ---- */

static const char *const columns[] = {"person", "place", "days"};

struct loop {
    const struct staith_host *host; /* NULL: add into sums */
    int64_t sums[CATEGORIES];
    uint64_t counts[CATEGORIES];
};

static int on_row(void *ctx, const struct staith_kit_csv_row *row)
{
    struct loop *loop = ctx;
    const struct staith_kit_csv_field *person = &row->fields[0];
    int64_t place = 0;
    int64_t days = 0;
    if (staith_kit_decimal(row->fields[1].text, row->fields[1].len, 0, 0, CATEGORIES - 1, &place) !=
            STAITH_OK ||
        staith_kit_decimal(row->fields[2].text, row->fields[2].len, 2, 0, 36600, &days) !=
            STAITH_OK) {
        return STAITH_ESOURCE;
    }
    if (loop->host == NULL) {
        loop->sums[place] += days;
        loop->counts[place]++;
        return STAITH_OK;
    }
    const uint16_t category = (uint16_t)place;
    const struct staith_observation observation = {.size = sizeof(observation),
                                                   .value = days,
                                                   .categories = &category,
                                                   .person = person->text,
                                                   .person_len = person->len};
    return loop->host->observe(loop->host->ctx, &observation);
}

/* A file of a million people, a row each, removed already. */
static int make_source(void)
{
    char path[] = "/tmp/staith-bench-XXXXXX";
    char row[ROW_BYTES];
    int fd = mkstemp(path);
    FILE *file = fd >= 0 ? fdopen(dup(fd), "w") : NULL;
    if (file == NULL || unlink(path) != 0) {
        return -1;
    }
    (void)fputs("person,place,days\n", file);
    for (int i = 0; i < ROWS; i++) {
        (void)snprintf(row, sizeof(row), "SW%07d,%d,%d.5\n", i, i % CATEGORIES, i % VALUES);
        (void)fputs(row, file);
    }
    return fclose(file) == 0 ? fd : -1;
}

static void fill_catalogue(struct staith_catalogue *catalogue)
{
    static struct staith_category categories[CATEGORIES];
    static char codes[CATEGORIES][4];
    static struct staith_dimension dimension = {"place", "Place", 0, 0, CATEGORIES, categories};
    static struct staith_measure measure = {"days", "Days", "Days.", STAITH_UNIT_DAY_HUNDREDTHS,
                                            STAITH_SUM};
    static uint16_t zero[] = {0};
    static struct staith_table table = {"by_place", "By place", 1, 1, zero, zero};
    for (int i = 0; i < CATEGORIES; i++) {
        (void)snprintf(codes[i], sizeof(codes[i]), "p%d", i);
        categories[i] = (struct staith_category){codes[i], codes[i], STAITH_NO_CATEGORY};
    }
    *catalogue = (struct staith_catalogue){.dataset = "bench",
                                           .plugin = "bench",
                                           .plugin_version = "1",
                                           .dimension_count = 1,
                                           .measure_count = 1,
                                           .table_count = 1,
                                           .dimensions = &dimension,
                                           .measures = &measure,
                                           .tables = &table};
}

/* One pass, with the host's tally to its tables or with sums; milliseconds, or below 0. */
static double one_pass(int fd, const struct staith_catalogue *catalogue, bool tallied)
{
    static const char *names[] = {"rows.csv"};
    static const uint8_t key[STAITH_TALLY_KEY_BYTES] = {1};
    const struct staith_order order = {
        .plugin_path = "bench", .authority = "840", .source_count = 1, .source_names = names};
    const struct staith_tally_limits limits = {1000, 2 * ROWS, 2 * ROWS};
    const struct staith_period_def period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0, 0};
    struct staith_rawtable raw = {.catalogue = catalogue};
    struct staith_observer observer;
    struct staith_arena arena;
    struct staith_kit_problem problem;
    staith_arena_init(&arena, (size_t)64 << 20);
    int code = staith_observer_init(&observer, &order, &raw, &arena);
    code = code == 0 ? staith_sources_open(&order, fd, &observer.sources, NULL) : code;
    observer.tally = staith_tally_new(catalogue, &limits, key);
    observer.state = STAITH_RUN_COLLECT;
    struct loop loop = {.host = tallied ? &observer.table : NULL};
    const struct staith_kit_csv_job job = {
        .names = columns, .name_count = 3, .ctx = &loop, .on_row = on_row};
    double began = now_ms();
    code = code == 0 ? observer.table.set_period(&observer, &period) : code;
    code = code == 0 ? staith_kit_csv_read(&observer.table, 0, &job, &problem) : code;
    if (code == 0 && tallied) {
        code = staith_tally_finish(observer.tally, &arena, &raw, NULL);
    }
    double took = now_ms() - began;
    bool right =
        tallied ? raw.observed == ROWS && raw.people == ROWS : loop.counts[0] == ROWS / CATEGORIES;
    staith_tally_free(observer.tally);
    staith_sources_free(observer.sources);
    staith_arena_deinit(&arena);
    return code == 0 && right ? took : -1;
}

static int observations(void)
{
    struct staith_catalogue catalogue;
    double tallied[ROUNDS];
    double summed[ROUNDS];
    int fd = make_source();
    fill_catalogue(&catalogue);
    for (int i = 0; fd >= 0 && i < ROUNDS; i++) {
        summed[i] = one_pass(fd, &catalogue, false);
        tallied[i] = one_pass(fd, &catalogue, true);
        if (summed[i] < 0 || tallied[i] < 0) {
            return 1;
        }
    }
    if (fd < 0) {
        return 1;
    }
    double slow = median(tallied, ROUNDS);
    double fast = median(summed, ROUNDS);
    (void)printf(
        "a million rows observed and tallied: %.0f ms; the same loop adding into an array: "
        "%.0f ms; ratio %.1f (aim: 5)\n",
        slow, fast, slow / fast);
    return close(fd);
}

/* ---- starts ---- */

static bool read_answer(int fd)
{
    uint8_t *bytes = NULL;
    size_t len = 0;
    bool good = staith_frame_read(fd, STAITH_HOSTPIPE_RESULT_MAX_BYTES, &bytes, &len) == 0;
    free(bytes);
    return good;
}

/* Milliseconds of processor that children have taken so far. */
static double children_ms(void)
{
    struct rusage used;
    (void)getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000.0 +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000.0;
}

/* Start a program, give it the order (NULL: none) and wait for its answer and end. */
static double start_once(const char *program, const struct staith_buf *order, double *ret_cpu)
{
    int to[2];
    int from[2];
    int status = 0;
    if (pipe(to) != 0 || pipe(from) != 0) {
        return -1;
    }
    double cpu = children_ms();
    double began = now_ms();
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(to[0], 0);
        (void)dup2(from[1], 1);
        for (int fd = 3; fd < 16; fd++) {
            (void)close(fd);
        }
        (void)execl(program, program, (char *)NULL);
        _exit(127);
    }
    (void)close(to[0]);
    (void)close(from[1]);
    bool good = order == NULL ||
                (staith_frame_write(to[1], order->data, order->len) == 0 && read_answer(from[0]));
    (void)waitpid(child, &status, 0);
    double took = now_ms() - began;
    *ret_cpu = children_ms() - cpu;
    (void)close(to[1]);
    (void)close(from[0]);
    return good && status == 0 ? took : -1;
}

static int starts(const char *host, const char *plugin)
{
    const struct staith_order order = {
        .plugin_path = plugin, .authority = "840", .check_only = true, .max_cells = 1000};
    static double hosts[STARTS];
    static double trues[STARTS];
    static double host_cpu[STARTS];
    static double true_cpu[STARTS];
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
    if (staith_hostpipe_pack_order(&order, &packed) != 0) {
        return 1;
    }
    for (int i = 0; i < STARTS; i++) {
        trues[i] = start_once("/bin/true", NULL, &true_cpu[i]);
        hosts[i] = start_once(host, &packed, &host_cpu[i]);
        if (trues[i] < 0 || hosts[i] < 0) {
            return 1;
        }
    }
    staith_buf_deinit(&packed);
    double slow = median(hosts, STARTS);
    double fast = median(trues, STARTS);
    (void)printf(
        "a host started, its plugin loaded and configured, answered and ended: %.2f ms; "
        "fork and exec of true: %.2f ms; ratio %.1f, of the quickest of %d: %.1f, of processor "
        "time: %.1f (aim: 3)\n",
        slow, fast, slow / fast, STARTS, hosts[0] / trues[0],
        median(host_cpu, STARTS) / median(true_cpu, STARTS));
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 3 || sodium_init() < 0) {
        (void)fprintf(stderr, "usage: bench-host HOST PLUGIN\n");
        return 64;
    }
    int failed = observations();
    return failed != 0 ? failed : starts(argv[1], argv[2]);
}
