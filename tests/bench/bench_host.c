/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host costs: bench-host HOST PLUGIN
 *
 * A million rows through the kit's CSV reader, each one an observation, against the same loop that
 * adds into an array of its own; and starting a host (limits, sandbox, loading a plugin, its
 * answer) against starting `true`. Both take turns, and who goes first changes from round to round.
 * Said are the ratio of the medians, that of the quickest, and the median of the ratios of each
 * pair, by the wall clock and by processor time: what else a machine does makes the first wander,
 * the others hardly.
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

enum {
    ROWS = 1000000,
    ROW_BYTES = 32,
    ROUNDS = 9,
    STARTS = 100,
    PAIRS = 100, /* at most */
    CATEGORIES = 8,
    VALUES = 10
};

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

/* What one thing took and the thing that it is held against, a pair for each round. */
struct pairs {
    size_t count;
    double ours[PAIRS];
    double theirs[PAIRS];
};

/* The pair is the unit: both of it ran one behind the other. Sorts the values. */
static void print_ratios(const char *clock, struct pairs *pairs)
{
    double ratios[PAIRS];
    for (size_t i = 0; i < pairs->count; i++) {
        ratios[i] = pairs->ours[i] / pairs->theirs[i];
    }
    double slow = median(pairs->ours, pairs->count);
    double fast = median(pairs->theirs, pairs->count);
    (void)printf("  %s: %.2f ms against %.2f ms; ratio of medians %.1f, of the quickest %.1f, "
                 "median of pairs %.1f\n",
                 clock, slow, fast, slow / fast, pairs->ours[0] / pairs->theirs[0],
                 median(ratios, pairs->count));
}

/* Milliseconds of processor that this process has taken so far. */
static double own_ms(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
    return (double)at.tv_sec * 1000.0 + (double)at.tv_nsec / 1e6;
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
static double one_pass(int fd, const struct staith_catalogue *catalogue, bool tallied,
                       double *ret_cpu)
{
    static const char *names[] = {"rows.csv"};
    static const uint8_t key[STAITH_TALLY_KEY_BYTES] = {1};
    const struct staith_order order = {
        .plugin_path = "bench", .authority = "840", .source_count = 1, .source_names = names};
    const struct staith_tally_limits limits = {1000, (uint64_t)2 * ROWS, (uint64_t)2 * ROWS};
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
    double cpu = own_ms();
    double began = now_ms();
    code = code == 0 ? observer.table.set_period(&observer, &period) : code;
    code = code == 0 ? staith_kit_csv_read(&observer.table, 0, &job, &problem) : code;
    if (code == 0 && tallied) {
        code = staith_tally_finish(observer.tally, &arena, &raw, NULL);
    }
    double took = now_ms() - began;
    *ret_cpu = own_ms() - cpu;
    bool right =
        tallied ? raw.observed == ROWS && raw.people == ROWS : loop.counts[0] == ROWS / CATEGORIES;
    staith_tally_free(observer.tally);
    staith_sources_free(observer.sources);
    staith_arena_deinit(&arena);
    return code == 0 && right ? took : -1;
}

static int observations(void)
{
    static struct pairs wall = {.count = ROUNDS};
    static struct pairs cpu = {.count = ROUNDS};
    struct staith_catalogue catalogue;
    int fd = make_source();
    fill_catalogue(&catalogue);
    for (int i = 0; fd >= 0 && i < ROUNDS; i++) {
        for (int turn = 0; turn < 2; turn++) {
            bool tallied = (i + turn) % 2 == 1;
            double *to = tallied ? wall.ours : wall.theirs;
            to[i] = one_pass(fd, &catalogue, tallied, tallied ? &cpu.ours[i] : &cpu.theirs[i]);
            if (to[i] < 0) {
                return 1;
            }
        }
    }
    if (fd < 0) {
        return 1;
    }
    (void)printf("a million rows observed and tallied, against the same loop adding into an array "
                 "(aim: 5)\n");
    print_ratios("wall clock", &wall);
    print_ratios("processor", &cpu);
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
    static struct pairs wall = {.count = STARTS};
    static struct pairs cpu = {.count = STARTS};
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
    if (staith_hostpipe_pack_order(&order, &packed) != 0) {
        return 1;
    }
    for (int i = 0; i < STARTS; i++) {
        for (int turn = 0; turn < 2; turn++) {
            bool ours = (i + turn) % 2 == 1;
            double *to = ours ? wall.ours : wall.theirs;
            to[i] = ours ? start_once(host, &packed, &cpu.ours[i])
                         : start_once("/bin/true", NULL, &cpu.theirs[i]);
            if (to[i] < 0) {
                return 1;
            }
        }
    }
    staith_buf_deinit(&packed);
    (void)printf("a host started, its plugin loaded and configured, answered and ended, against "
                 "fork and exec of true (aim: 3)\n");
    print_ratios("wall clock", &wall);
    print_ratios("processor", &cpu);
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
