/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct sink {
    int ends[2];
    struct staith_log *log;
    char line[16384];
};

static void open_sink(struct sink *sink)
{
    memset(sink, 0, sizeof(*sink));
    assert_int_equal(pipe(sink->ends), 0);
    sink->log = staith_log_new("staithd", sink->ends[1], STAITH_LOG_INFO);
    assert_non_null(sink->log);
}

static void close_sink(struct sink *sink)
{
    staith_log_free(sink->log);
    (void)close(sink->ends[0]);
    (void)close(sink->ends[1]);
}

/* What was written since, from the event on: time and process number differ from run to run. */
static const char *tail(struct sink *sink)
{
    memset(sink->line, 0, sizeof(sink->line));
    assert_true(read(sink->ends[0], sink->line, sizeof(sink->line) - 1) > 0);
    const char *event = strstr(sink->line, "\"event\"");
    assert_non_null(event);
    return event;
}

static void a_line_is_one_object(void **state)
{
    (void)state;
    struct sink sink;
    open_sink(&sink);
    staith_log_write(sink.log, STAITH_LOG_NOTICE, "release appended", "number=%d\tdataset=%s", 7,
                     "csww");
    assert_string_equal(tail(&sink),
                        "\"event\":\"release appended\",\"number\":\"7\",\"dataset\":\"csww\"}\n");
    assert_memory_equal(sink.line, "{\"at\":\"", 7);
    assert_non_null(strstr(sink.line, "Z\",\"level\":\"notice\",\"program\":\"staithd\",\"pid\":"));
    staith_log_write(sink.log, STAITH_LOG_INFO, "stopped", NULL);
    assert_string_equal(tail(&sink), "\"event\":\"stopped\"}\n");
    close_sink(&sink);
}

static void values_cannot_break_out(void **state)
{
    (void)state;
    struct sink sink;
    open_sink(&sink);
    staith_log_write(sink.log, STAITH_LOG_INFO, "x", "file=%s", "a\"b\\c\nd\x01\xFF\xC3\xA9");
    assert_string_equal(
        tail(&sink), "\"event\":\"x\",\"file\":\"a\\\"b\\\\c\\u000ad\\u0001\\ufffd\xC3\xA9\"}\n");
    staith_log_write(sink.log, STAITH_LOG_INFO, "x", "file=%s", "a\tB\"=b");
    assert_string_equal(tail(&sink), "\"event\":\"x\",\"file\":\"a\",\"note\":\"B\\\"=b\"}\n");
    close_sink(&sink);
}

static void a_long_value_is_cut_and_stays_an_object(void **state)
{
    (void)state;
    struct sink sink;
    static char wide[6000];
    memset(wide, '"', sizeof(wide) - 1);
    open_sink(&sink);
    staith_log_write(sink.log, STAITH_LOG_INFO, "x", "v=%s", wide);
    memset(sink.line, 0, sizeof(sink.line));
    size_t len = 0;
    char c = 0;
    while (c != '\n') {
        assert_int_equal(read(sink.ends[0], &c, 1), 1);
        assert_true(len < sizeof(sink.line));
        sink.line[len++] = c;
    }
    assert_true(len > 8000);
    assert_memory_equal(sink.line + len - 5, "\\\"\"}\n", 5);
    close_sink(&sink);
}

static void levels(void **state)
{
    (void)state;
    struct sink sink;
    enum staith_log_level level = STAITH_LOG_INFO;
    open_sink(&sink);
    staith_log_write(sink.log, STAITH_LOG_DEBUG, "hidden", NULL);
    staith_log_write(sink.log, STAITH_LOG_ERROR, "shown", NULL);
    assert_string_equal(tail(&sink), "\"event\":\"shown\"}\n");
    assert_null(strstr(sink.line, "hidden"));
    close_sink(&sink);
    assert_int_equal(staith_log_level_parse("warning", &level), 0);
    assert_int_equal(level, STAITH_LOG_WARNING);
    assert_int_equal(staith_log_level_parse("loud", &level), STAITH_ERR_INVAL);
    assert_int_equal(level, STAITH_LOG_WARNING);
}

static void an_error_has_its_parts(void **state)
{
    (void)state;
    struct sink sink;
    struct staith_err err = {0};
    open_sink(&sink);
    (void)staith_err_set(&err, STAITH_ERR_CONFIG, "no key");
    staith_err_at(&err, "s.yaml", 3, 7);
    staith_err_remedy(&err, "make one");
    staith_log_err(sink.log, STAITH_LOG_ERROR, "start failed", &err);
    assert_string_equal(tail(&sink), "\"event\":\"start failed\",\"what\":\"no key\",\"where\":"
                                     "\"s.yaml:3:7\",\"remedy\":\"make one\",\"code\":-7}\n");
    err = (struct staith_err){.code = STAITH_ERR_NOMEM};
    staith_log_err(sink.log, STAITH_LOG_ERROR, "x", &err);
    assert_string_equal(tail(&sink), "\"event\":\"x\",\"what\":\"out of memory\",\"code\":-1}\n");
    close_sink(&sink);
}

static void the_journal_gets_a_priority(void **state)
{
    (void)state;
    struct sink sink;
    struct stat facts;
    char stream[64];
    open_sink(&sink);
    staith_log_free(sink.log);
    assert_int_equal(fstat(sink.ends[1], &facts), 0);
    (void)snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)facts.st_dev,
                   (unsigned long long)facts.st_ino);
    assert_int_equal(setenv("JOURNAL_STREAM", stream, 1), 0);
    sink.log = staith_log_new("staithd", sink.ends[1], STAITH_LOG_INFO);
    assert_int_equal(setenv("JOURNAL_STREAM", "1:1", 1), 0);
    staith_log_write(sink.log, STAITH_LOG_WARNING, "x", NULL);
    (void)tail(&sink);
    assert_memory_equal(sink.line, "<4>{", 4);
    staith_log_free(sink.log);
    sink.log = staith_log_new("staithd", sink.ends[1], STAITH_LOG_INFO);
    staith_log_write(sink.log, STAITH_LOG_WARNING, "x", NULL);
    (void)tail(&sink);
    assert_memory_equal(sink.line, "{\"at", 4);
    assert_int_equal(unsetenv("JOURNAL_STREAM"), 0);
    close_sink(&sink);
    staith_log_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_one_object),
        cmocka_unit_test(values_cannot_break_out),
        cmocka_unit_test(a_long_value_is_cut_and_stays_an_object),
        cmocka_unit_test(levels),
        cmocka_unit_test(an_error_has_its_parts),
        cmocka_unit_test(the_journal_gets_a_priority),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
