/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory_source.h"

#include <staith/kit_xml.h>
#include <stdio.h>
#include <string.h>

static const char *const names[] = {"Message", "Worker", "FTE", "Name"};

/* What was seen, as one line of text: "(0@1:1" start, ")2=text" end of a leaf. */
struct seen {
    char text[2048];
    size_t len;
    uint64_t ends;
    int stop_after; /* the nth end returns 42; 0: never */
};

static void note(struct seen *seen, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void note(struct seen *seen, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (seen->len < sizeof seen->text) {
        int count = vsnprintf(seen->text + seen->len, sizeof seen->text - seen->len, format, args);
        assert_true(count >= 0);
        seen->len += (size_t)count;
    }
    va_end(args);
}

static int on_start(void *ctx, const struct staith_kit_xml_event *event)
{
    note(ctx, "(%d@%d:%d%s ", (int)event->element, (int)event->line, (int)event->column,
         event->attributes ? "a" : "");
    assert_int_equal(event->path[event->depth - 1], event->element);
    assert_int_equal(event->path[0], 0);
    assert_string_equal(event->text, "");
    return 0;
}

static int on_end(void *ctx, const struct staith_kit_xml_event *event)
{
    struct seen *seen = ctx;
    assert_int_equal(strlen(event->text), event->text_len);
    if (event->leaf) {
        note(seen, ")%d=%s@%d:%d ", (int)event->element, event->text, (int)event->line,
             (int)event->column);
    } else {
        assert_string_equal(event->text, "");
        note(seen, ")%d%s ", (int)event->element, event->mixed ? " mixed" : "");
    }
    seen->ends++;
    return seen->stop_after != 0 && seen->ends == (uint64_t)seen->stop_after ? 42 : 0;
}

static int read_bytes(struct seen *seen, const void *bytes, size_t len, size_t step,
                      const struct staith_kit_xml_limits *limits,
                      struct staith_kit_problem *problem)
{
    struct staith_memory_source source;
    struct staith_kit_xml_job job = {
        .names = names, .name_count = 4, .ctx = seen, .on_start = on_start, .on_end = on_end};
    if (limits != NULL) {
        job.limits = *limits;
    }
    memset(problem, 0, sizeof *problem);
    staith_memory_source_init(&source, bytes, len, step);
    return staith_kit_xml_read(&source.host, 0, &job, problem);
}

static void check_seen(const char *xml, const char *expected)
{
    static const size_t steps[] = {1, 2, 3, 7, 65536};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct seen seen = {0};
        struct staith_kit_problem problem;
        assert_int_equal(read_bytes(&seen, xml, strlen(xml), steps[i], NULL, &problem), STAITH_OK);
        assert_string_equal(seen.text, expected);
    }
}

static void test_events(void **state)
{
    (void)state;
    check_seen("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<Message>\n"
               "  <!-- a note -->\n"
               "  <Worker>\r\n"
               "    <FTE> 0.5\n </FTE><Name>\xC3\xA9</Name><FTE/>\n"
               "  </Worker>\n"
               "  <Other x='1'>b</Other>\n"
               "</Message>\n",
               "(0@2:1 (1@4:3 (2@5:5 )2=0.5@5:5 (3@6:8 )3=\xC3\xA9@6:8 (2@6:22 )2=@6:22 )1 "
               "(-1@8:3a )-1=b@8:3 )0 ");
}

static void test_text_is_whole(void **state)
{
    (void)state;
    check_seen("<Message><Name>A &amp; B &#x41;<![CDATA[<c>]]> d\n</Name></Message>",
               "(0@1:1 (3@1:10 )3=A & B A<c> d@1:10 )0 ");
    check_seen("\xEF\xBB\xBF<Message/>", "(0@1:2 )0=@1:2 ");
}

static void test_mixed(void **state)
{
    (void)state;
    check_seen("<Message>x<FTE>1</FTE></Message>", "(0@1:1 (2@1:11 )2=1@1:11 )0 mixed ");
    check_seen("<Message><FTE>1</FTE>y</Message>", "(0@1:1 (2@1:10 )2=1@1:10 )0 mixed ");
}

static void check_problem(const char *bytes, size_t len, const struct staith_kit_xml_limits *limits,
                          enum staith_kit_problem_kind kind, uint64_t line, uint64_t column)
{
    static const size_t steps[] = {1, 5, 65536};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct seen seen = {0};
        struct staith_kit_problem problem;
        assert_int_equal(read_bytes(&seen, bytes, len, steps[i], limits, &problem), STAITH_ESOURCE);
        assert_int_equal(problem.kind, kind);
        assert_int_equal(problem.line, line);
        assert_int_equal(problem.column, column);
    }
}

static void check_text_problem(const char *text, enum staith_kit_problem_kind kind, uint64_t line,
                               uint64_t column)
{
    check_problem(text, strlen(text), NULL, kind, line, column);
}

static void test_problems(void **state)
{
    (void)state;
    check_text_problem("<Message>\n <FTE>1</FTX>\n</Message>", STAITH_KIT_MALFORMED, 2, 10);
    check_text_problem("<Message>\n", STAITH_KIT_MALFORMED, 2, 1);
    check_text_problem("<Message/><Message/>", STAITH_KIT_MALFORMED, 1, 11);
    check_text_problem("", STAITH_KIT_EMPTY, 1, 1);
    check_text_problem("<Message>\n<Name>caf\xE9</Name></Message>", STAITH_KIT_WINDOWS_1252, 2, 10);
    check_text_problem("<Message><Name>\x81</Name></Message>", STAITH_KIT_NOT_UTF8, 1, 16);
    check_text_problem("<Message><\xC3\x97/></Message>", STAITH_KIT_MALFORMED, 1, 11);
    check_problem("<Message>\0</Message>", 20, NULL, STAITH_KIT_NOT_TEXT, 1, 10);
    check_text_problem("<!DOCTYPE lolz [<!ENTITY lol \"lol\">]>\n<Message>&lol;</Message>",
                       STAITH_KIT_DOCTYPE, 1, 16);
    check_text_problem("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><Message/>", STAITH_KIT_DOCTYPE,
                       1, 40);
    check_text_problem("<Message>&undeclared;</Message>", STAITH_KIT_MALFORMED, 1, 10);
}

static void test_limits(void **state)
{
    (void)state;
    const struct staith_kit_xml_limits depth = {.depth = 2};
    const struct staith_kit_xml_limits text = {.text_bytes = 4};
    const struct staith_kit_xml_limits bytes = {.max_bytes = 10};
    struct seen seen = {0};
    struct staith_kit_problem problem;
    const char *two = "<Message><FTE/></Message>";
    assert_int_equal(read_bytes(&seen, two, strlen(two), 9, &depth, &problem), STAITH_OK);
    const char *three = "<Message><Worker>\n<FTE/></Worker></Message>";
    check_problem(three, strlen(three), &depth, STAITH_KIT_TOO_DEEP, 2, 1);
    const char *fits = "<Message>\n      <FTE>       1234</FTE></Message>";
    assert_int_equal(read_bytes(&seen, fits, strlen(fits), 1, &text, &problem), STAITH_OK);
    const char *longer = "<Message><FTE>12345</FTE></Message>";
    assert_int_equal(read_bytes(&seen, longer, strlen(longer), 1, &text, &problem), STAITH_ESOURCE);
    assert_int_equal(problem.kind, STAITH_KIT_TOO_LONG);
    assert_int_equal(problem.line, 1);
    assert_int_equal(read_bytes(&seen, "<Message/>", 10, 3, &bytes, &problem), STAITH_OK);
    assert_int_equal(read_bytes(&seen, "<Message/>\n", 11, 3, &bytes, &problem), STAITH_ESOURCE);
    assert_int_equal(problem.kind, STAITH_KIT_TOO_LARGE);
}

/* Endless tags, comments, texts and nesting end soon, not at the source's end. */
static void check_endless(const char *start, const char *filler, enum staith_kit_problem_kind kind)
{
    struct staith_memory_source source;
    struct seen seen = {0};
    struct staith_kit_xml_job job = {
        .names = names, .name_count = 4, .ctx = &seen, .on_end = on_end};
    struct staith_kit_problem problem = {0};
    static char bytes[65536];
    size_t at = strlen(start);
    memcpy(bytes, start, at);
    for (size_t i = 0; at < sizeof bytes; at++, i++) {
        bytes[at] = filler[i % strlen(filler)];
    }
    staith_memory_source_init(&source, bytes, sizeof bytes, SIZE_MAX);
    source.head = strlen(start);
    source.repeat = 30000; /* 2 GB */
    assert_int_equal(staith_kit_xml_read(&source.host, 0, &job, &problem), STAITH_ESOURCE);
    assert_int_equal(problem.kind, kind);
    assert_in_range(source.reads, 1, 8);
}

static void test_endless(void **state)
{
    (void)state;
    check_endless("<Message><!--", "junk ", STAITH_KIT_TOO_LONG);
    check_endless("<Message><", "aaaa", STAITH_KIT_TOO_LONG);
    check_endless("<Message a='", "aaaa", STAITH_KIT_TOO_LONG);
    check_endless("<Message><FTE>", "text", STAITH_KIT_TOO_LONG);
    check_endless("<Message>", "<FTE>", STAITH_KIT_TOO_DEEP);
    check_endless("junk", "junk", STAITH_KIT_TOO_LONG);
}

/* Expat keeps every name it meets. */
static void test_unknown_names(void **state)
{
    (void)state;
    enum { NAMES = 1000, BYTES = 32 * 1024 };
    static char xml[BYTES];
    static const char *const before[] = {"<", "<FTE "};
    static const char *const after[] = {"/>", "='1'/>"};
    for (size_t form = 0; form < 2; form++) {
        for (int count = NAMES; count <= NAMES + 1; count++) {
            struct seen seen = {0};
            struct staith_kit_problem problem;
            size_t len = (size_t)snprintf(xml, sizeof xml, "<Message>\n<y:z/><y:z/>");
            for (int i = 1; i < count; i++) {
                len += (size_t)snprintf(xml + len, sizeof xml - len, "%sx%d%s", before[form], i,
                                        after[form]);
            }
            len += (size_t)snprintf(xml + len, sizeof xml - len, "</Message>");
            assert_true(len < sizeof xml);
            int result = read_bytes(&seen, xml, len, 65536, NULL, &problem);
            assert_int_equal(result, count > NAMES ? STAITH_ESOURCE : STAITH_OK);
            assert_int_equal(problem.kind,
                             count > NAMES ? STAITH_KIT_TOO_MANY_NAMES : STAITH_KIT_NO_PROBLEM);
            assert_int_equal(problem.line, count > NAMES ? 2 : 0);
        }
    }
}

static void test_stops(void **state)
{
    (void)state;
    const char *xml = "<Message><FTE/><FTE/><FTE/></Message>";
    struct seen seen = {.stop_after = 2};
    struct staith_kit_problem problem;
    assert_int_equal(read_bytes(&seen, xml, strlen(xml), 65536, NULL, &problem), 42);
    assert_int_equal(seen.ends, 2);
    assert_int_equal(problem.kind, STAITH_KIT_NO_PROBLEM);
}

static void test_refuses_job(void **state)
{
    (void)state;
    const struct staith_kit_xml_limits deep = {.depth = 65};
    const struct staith_kit_xml_limits wide = {.text_bytes = 65536};
    struct seen seen = {0};
    struct staith_kit_problem problem;
    assert_int_equal(read_bytes(&seen, "<a/>", 4, 1, &deep, &problem), STAITH_EINVAL);
    assert_int_equal(read_bytes(&seen, "<a/>", 4, 1, &wide, &problem), STAITH_EINVAL);
    struct staith_memory_source source;
    struct staith_kit_xml_job job = {.names = names, .name_count = 4};
    staith_memory_source_init(&source, "<a/>", 4, 4);
    assert_int_equal(staith_kit_xml_read(&source.host, 0, &job, &problem), STAITH_EINVAL);
    job.on_end = on_end;
    job.ctx = &seen;
    source.fail_offset = 1;
    assert_int_equal(staith_kit_xml_read(&source.host, 0, &job, &problem), STAITH_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events),        cmocka_unit_test(test_text_is_whole),
        cmocka_unit_test(test_mixed),         cmocka_unit_test(test_problems),
        cmocka_unit_test(test_limits),        cmocka_unit_test(test_endless),
        cmocka_unit_test(test_unknown_names), cmocka_unit_test(test_stops),
        cmocka_unit_test(test_refuses_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
