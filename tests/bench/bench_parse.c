/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parse and tally of a census return against a bare pass of the same SAX parser over the same
 * bytes: bench-parse HOST PLUGIN AUTHORITY RETURN.xml
 *
 * Both sides are processes of their own, run in turn, and measured by what the kernel says of
 * them when they end: CPU time and greatest resident size. The medians of the rounds count.
 */
#include "codec/hostpipe.h"
#include "loop/child.h"

#include <expat.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 9 };

struct bench_cost {
    double cpu_ms;
    long resident_kib;
};

static void element_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
    unsigned long *count = ctx;
    (void)name;
    (void)attributes;
    *count += 1;
}

static void element_end(void *ctx, const XML_Char *name)
{
    unsigned long *count = ctx;
    (void)name;
    *count += 1;
}

static void element_text(void *ctx, const XML_Char *text, int len)
{
    unsigned long *count = ctx;
    (void)text;
    *count += (unsigned long)len;
}

/* The bare pass: every handler set, nothing done with what they are given. */
static int bare_pass(int fd)
{
    XML_Parser parser = XML_ParserCreate("UTF-8");
    if (parser == NULL) {
        return 1;
    }
    unsigned long count = 0;
    XML_SetUserData(parser, &count);
    XML_SetElementHandler(parser, element_start, element_end);
    XML_SetCharacterDataHandler(parser, element_text);
    int code = 1;
    for (;;) {
        void *buffer = XML_GetBuffer(parser, 65536);
        ssize_t got = buffer == NULL ? -1 : read(fd, buffer, 65536);
        if (got < 0 || XML_ParseBuffer(parser, (int)got, got == 0) != XML_STATUS_OK) {
            break;
        }
        if (got == 0) {
            code = 0;
            break;
        }
    }
    XML_ParserFree(parser);
    return code == 0 && count > 0 ? 0 : 1;
}

static int reap(pid_t pid, struct bench_cost *ret_cost)
{
    int status = 0;
    struct rusage used;
    if (wait4(pid, &status, 0, &used) != pid || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return -1;
    }
    ret_cost->cpu_ms = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000.0 +
                       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000.0;
    ret_cost->resident_kib = used.ru_maxrss;
    return 0;
}

static int run_bare(const char *path, struct bench_cost *ret_cost)
{
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open(path, O_RDONLY);
        _exit(fd < 0 ? 1 : bare_pass(fd));
    }
    return pid < 0 ? -1 : reap(pid, ret_cost);
}

static void exec_host(const char *host, const char *path, const int order[2], const int answer[2])
{
    int source = open(path, O_RDONLY);
    if (source < 0 || dup2(order[0], 0) < 0 || dup2(answer[1], 1) < 0) {
        _exit(1);
    }
    int at = fcntl(source, F_DUPFD, 10);
    if (at < 0 || dup2(at, 3) < 0) {
        _exit(1);
    }
    for (int fd = 4; fd < 64; fd++) {
        (void)close(fd);
    }
    (void)execl(host, host, (char *)NULL);
    _exit(127);
}

static int run_host(const char *host, const char *path, const struct staith_buf *frame,
                    struct staith_result_of_run *ret_result, struct staith_arena *arena,
                    struct bench_cost *ret_cost)
{
    int order[2];
    int answer[2];
    if (pipe(order) != 0 || pipe(answer) != 0) {
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0) {
        exec_host(host, path, order, answer);
    }
    (void)close(order[0]);
    (void)close(answer[1]);
    uint8_t *bytes = NULL;
    size_t len = 0;
    struct staith_err err = {0};
    int code = pid < 0 ? -1 : staith_frame_write(order[1], frame->data, frame->len);
    if (code == 0) {
        code = staith_frame_read(answer[0], STAITH_HOSTPIPE_RESULT_MAX_BYTES, &bytes, &len);
    }
    (void)close(order[1]);
    (void)close(answer[0]);
    if (code == 0) {
        code = staith_hostpipe_unpack_result(bytes, len, arena, ret_result, &err);
    }
    free(bytes);
    if (pid > 0 && reap(pid, ret_cost) != 0) {
        return -1;
    }
    return code;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof(values[0]), by_value);
    return values[count / 2];
}

static int bench(char *const *argv, const struct staith_buf *frame)
{
    double bare_ms[ROUNDS];
    double host_ms[ROUNDS];
    long bare_kib = 0;
    long host_kib = 0;
    uint64_t observed = 0;
    for (size_t i = 0; i < ROUNDS; i++) {
        struct bench_cost cost;
        if (run_bare(argv[4], &cost) != 0) {
            (void)fprintf(stderr, "bench-parse: the bare pass failed\n");
            return 1;
        }
        bare_ms[i] = cost.cpu_ms;
        bare_kib = cost.resident_kib;
        struct staith_arena arena;
        staith_arena_init(&arena, 256U * 1024U * 1024U);
        struct staith_result_of_run result;
        memset(&result, 0, sizeof(result));
        int code = run_host(argv[1], argv[4], frame, &result, &arena, &cost);
        if (code != 0 || result.code != 0 || result.raw == NULL) {
            (void)fprintf(stderr, "bench-parse: the run failed: %s %s\n", result.err.what,
                          result.err.where);
            staith_arena_deinit(&arena);
            return 1;
        }
        observed = result.raw->observed;
        staith_arena_deinit(&arena);
        host_ms[i] = cost.cpu_ms;
        host_kib = cost.resident_kib;
    }
    double bare = median(bare_ms, ROUNDS);
    double host = median(host_ms, ROUNDS);
    (void)printf("parse and tally: %.1f ms of CPU; bare pass of expat: %.1f ms; ratio %.2f\n", host,
                 bare, host / bare);
    (void)printf("greatest resident size: %.1f MB; bare pass: %.1f MB; observations: %llu\n",
                 (double)host_kib / 1024.0, (double)bare_kib / 1024.0,
                 (unsigned long long)observed);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        (void)fprintf(stderr, "usage: bench-parse HOST PLUGIN.so AUTHORITY RETURN.xml\n");
        return 64;
    }
    const char *name = "return.xml";
    struct staith_order order;
    memset(&order, 0, sizeof(order));
    order.plugin_path = argv[2];
    order.authority = argv[3];
    order.source_count = 1;
    order.source_names = &name;
    order.max_cells = 1000000;
    order.max_people = 1000000;
    order.max_observations = 100000000;
    struct staith_buf frame;
    staith_buf_init(&frame, STAITH_HOSTPIPE_ORDER_MAX_BYTES);
    int status = staith_hostpipe_pack_order(&order, &frame) == 0 ? bench(argv, &frame) : 1;
    staith_buf_deinit(&frame);
    return status;
}
