/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_CLI_CASE_H
#define STAITH_TESTS_CLI_CASE_H
/* Running commands of `staith` inside a test, their output in memory. */
#include "cli/cli.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct cli_capture {
    struct staith_cli cli;
    char *out;
    size_t out_len;
    char *err;
    size_t err_len;
    int status;
};

static inline void cli_begin(struct cli_capture *capture, unsigned width, bool colour)
{
    memset(capture, 0, sizeof(*capture));
    capture->cli = (struct staith_cli){
        .out = open_memstream(&capture->out, &capture->out_len),
        .err = open_memstream(&capture->err, &capture->err_len),
        .width = width,
        .colour = colour,
        .name = "staith",
    };
    assert_non_null(capture->cli.out);
    assert_non_null(capture->cli.err);
}

/* After it `out` and `err` are complete. */
static inline void cli_finish(struct cli_capture *capture)
{
    assert_int_equal(fclose(capture->cli.out), 0);
    assert_int_equal(fclose(capture->cli.err), 0);
}

static inline void cli_free(struct cli_capture *capture)
{
    free(capture->out);
    free(capture->err);
}

/* Run `staith` with the words of `line`, which are parted by single blanks. */
static inline void cli_run_at(struct cli_capture *capture, unsigned width, const char *line)
{
    char words[1024];
    char *argv[32] = {words};
    int argc = 1;
    int len = snprintf(words, sizeof(words), "staith %s", line);
    assert_true(len > 0 && (size_t)len < sizeof(words));
    for (char *at = words; *at != '\0'; at++) {
        if (*at == ' ') {
            *at = '\0';
            assert_true(argc < 31);
            argv[argc++] = at + 1;
        }
    }
    cli_begin(capture, width, false);
    capture->status = staith_cli_main(&capture->cli, argc, argv);
    cli_finish(capture);
}

static inline void cli_run(struct cli_capture *capture, const char *line)
{
    cli_run_at(capture, 0, line);
}

/* Output and golden text, with both shown where they differ. */
static inline void cli_same(const char *out, const char *golden)
{
    if (strcmp(out, golden) != 0) {
        (void)fprintf(stderr, "---- was ----\n%s---- should be ----\n%s----\n", out, golden);
        fail();
    }
}

/* Runs of blanks and line ends become one blank: to look for words wherever they were wrapped. */
static inline void cli_flatten(char *text)
{
    size_t len = 0;
    for (const char *at = text; *at != '\0'; at++) {
        bool blank = *at == ' ' || *at == '\n';
        if (!blank) {
            text[len++] = *at;
        } else if (len > 0 && text[len - 1] != ' ') {
            text[len++] = ' ';
        }
    }
    text[len] = '\0';
}

/* No line is wider than `width` columns, and none ends with a blank. */
static inline void cli_neat(const char *out, size_t width)
{
    while (*out != '\0') {
        size_t len = strcspn(out, "\n");
        size_t columns = 0;
        for (size_t i = 0; i < len; i++) {
            columns += ((unsigned char)out[i] & 0xC0u) != 0x80u ? 1u : 0u;
        }
        if (columns > width) {
            fail_msg("wider than %zu columns: %.*s", width, (int)len, out);
        }
        out += len;
        out += *out == '\n' ? 1 : 0;
    }
}

#endif
