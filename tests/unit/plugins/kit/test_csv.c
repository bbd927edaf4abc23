/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory_source.h"

#include <staith/kit_csv.h>
#include <stdio.h>
#include <string.h>

static const char *const names[] = {"SWENo", "FTE", "Note"};

/* What was seen, as text: "H101+2 " header (columns there, unknown), "1@2[a|b|-]" a row. */
struct seen {
    char text[2048];
    size_t len;
    uint64_t rows;
    uint64_t stop_after;
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

static int on_header(void *ctx, const bool *present, uint32_t unknown)
{
    note(ctx, "H%d%d%d+%u ", present[0], present[1], present[2], unknown);
    return 0;
}

static int on_row(void *ctx, const struct staith_kit_csv_row *row)
{
    struct seen *seen = ctx;
    note(seen, "%u@%u[", (unsigned)row->row, (unsigned)row->line);
    for (size_t i = 0; i < 3; i++) {
        const struct staith_kit_csv_field *field = &row->fields[i];
        note(seen, "%s%s", i > 0 ? "|" : "", field->text != NULL ? field->text : "-");
        assert_true(field->text == NULL || strlen(field->text) == field->len);
    }
    note(seen, "]%s ", row->cells == row->columns ? "" : "!");
    seen->rows++;
    return seen->rows == seen->stop_after ? 42 : 0;
}

static int read_bytes(struct seen *seen, const void *bytes, size_t len, size_t step,
                      const struct staith_kit_csv_limits *limits,
                      struct staith_kit_problem *problem)
{
    struct staith_memory_source source;
    struct staith_kit_csv_job job = {
        .names = names, .name_count = 3, .ctx = seen, .on_header = on_header, .on_row = on_row};
    if (limits != NULL) {
        job.limits = *limits;
    }
    memset(problem, 0, sizeof *problem);
    staith_memory_source_init(&source, bytes, len, step);
    return staith_kit_csv_read(&source.host, 0, &job, problem);
}

static void check_seen(const char *csv, const char *expected)
{
    static const size_t steps[] = {1, 2, 3, 7, 65536};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct seen seen = {0};
        struct staith_kit_problem problem;
        assert_int_equal(read_bytes(&seen, csv, strlen(csv), steps[i], NULL, &problem), STAITH_OK);
        assert_string_equal(seen.text, expected);
    }
}

static void test_rows(void **state)
{
    (void)state;
    check_seen("SWENo,FTE,Note\nSW1,0.5,a\nSW2,1,b", "H111+0 1@2[SW1|0.5|a] 2@3[SW2|1|b] ");
    check_seen("SWENo,FTE,Note\r\nSW1,0.5,a\r\n", "H111+0 1@2[SW1|0.5|a] ");
    check_seen("SWENo,FTE,Note\rSW1,0.5,a\rSW2,,\r", "H111+0 1@2[SW1|0.5|a] 2@3[SW2||] ");
    check_seen("SWENo,FTE,Note\n", "H111+0 ");
}

static void test_columns(void **state)
{
    (void)state;
    /* Another order, other case, spaces, quotes, columns nobody asked for. */
    check_seen("Team,fte, \"SWENO \",x\nA,1,SW1,9\n", "H110+2 1@2[SW1|1|-] ");
    /* Rows shorter and longer than the header. */
    check_seen("SWENo,FTE\nSW1\nSW2,1,extra\n", "H110+0 1@2[SW1|-|-]! 2@3[SW2|1|-]! ");
}

static void test_delimiters(void **state)
{
    (void)state;
    check_seen("SWENo;FTE;Note\nSW1;0,5;a\n", "H111+0 1@2[SW1|0,5|a] ");
    check_seen("SWENo\tFTE\tNote\nSW1\t\ta b\n", "H111+0 1@2[SW1||a b] ");
    check_seen("\"SWENo\";\"a,b,c,d\"\nSW1;2\n", "H100+1 1@2[SW1|-|-] ");
    check_seen("SWENo\nSW1\n", "H100+0 1@2[SW1|-|-] ");
}

static void test_quotes_and_lines(void **state)
{
    (void)state;
    check_seen("SWENo,Note\n\"SW1\",\"a \"\"b\"\", c\"\nSW2,\"two\nlines\"\nSW3,x\n",
               "H101+0 1@2[SW1|-|a \"b\", c] 2@3[SW2|-|two\nlines] 3@5[SW3|-|x] ");
    check_seen("SWENo,Note\r\n\r\nSW1,\"a\r\nb\"\r\n,\r\n  \r\nSW2, \" c \" \r\n",
               "H101+0 1@3[SW1|-|a\r\nb] 2@7[SW2|-| c ] ");
    check_seen("\xEF\xBB\xBFSWENo,Note\nSW1, \xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \n",
               "H101+0 1@2[SW1|-|\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80] ");
}

static void check_problem(const char *bytes, size_t len, const struct staith_kit_csv_limits *limits,
                          enum staith_kit_problem_kind kind, uint64_t line, uint64_t column,
                          uint64_t rows)
{
    static const size_t steps[] = {1, 2, 3, 65536};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct seen seen = {0};
        struct staith_kit_problem problem;
        assert_int_equal(read_bytes(&seen, bytes, len, steps[i], limits, &problem), STAITH_ESOURCE);
        assert_int_equal(problem.kind, kind);
        assert_int_equal(problem.line, line);
        assert_int_equal(problem.column, column);
        assert_int_equal(seen.rows, rows);
    }
}

static void check_text_problem(const char *text, enum staith_kit_problem_kind kind, uint64_t line,
                               uint64_t column, uint64_t rows)
{
    check_problem(text, strlen(text), NULL, kind, line, column, rows);
}

static void test_problems(void **state)
{
    (void)state;
    check_text_problem("SWENo,FTE\nSW1,1\nSW2,\"1\nSW3,1\nSW4,1\n", STAITH_KIT_OPEN_QUOTE, 3, 0, 1);
    check_text_problem("SWENo,FTE\n\"a\nb\",\"1\nSW3,1\n", STAITH_KIT_OPEN_QUOTE, 3, 0, 0);
    check_text_problem("SWENo,FTE\nSW1,1\nSW2,a\"b\n", STAITH_KIT_MALFORMED, 3, 6, 1);
    check_text_problem("SWENo,FTE\nS\xC3\xA9,\"a\"b\n", STAITH_KIT_MALFORMED, 2, 7, 0);
    check_text_problem("SWENo,Note\nSW1,a\nSW2,\xC3\xA9 caf\xE9\n", STAITH_KIT_WINDOWS_1252, 3, 10,
                       1);
    check_text_problem("SWENo,Note\nSW1,\x81\n", STAITH_KIT_NOT_UTF8, 2, 5, 0);
    check_text_problem("SWENo,Note\nSW1,\xC3", STAITH_KIT_WINDOWS_1252, 2, 5, 0);
    check_text_problem("\xFF\xFES\x01", STAITH_KIT_UTF16, 1, 1, 0);
    check_problem("SWENo\nS\0W\n", 10, NULL, STAITH_KIT_NOT_TEXT, 2, 2, 0);
    check_text_problem("", STAITH_KIT_EMPTY, 0, 0, 0);
    check_text_problem("\xEF\xBB\xBF\n\r\n  \n", STAITH_KIT_EMPTY, 0, 0, 0);
    check_text_problem("\na,b\nc,d\n", STAITH_KIT_NO_HEADER, 2, 0, 0);
    check_text_problem("SWENo,FTE,sweno\n", STAITH_KIT_COLUMN_TWICE, 1, 0, 0);
}

static void test_limits(void **state)
{
    (void)state;
    const struct staith_kit_csv_limits field = {.field_bytes = 5};
    const struct staith_kit_csv_limits row = {.row_bytes = 8};
    const struct staith_kit_csv_limits bytes = {.max_bytes = 12};
    struct seen seen = {0};
    struct staith_kit_problem problem;
    const char *fits = "SWENo,FTE\n12345,1\n";
    assert_int_equal(read_bytes(&seen, fits, strlen(fits), 2, &field, &problem), STAITH_OK);
    assert_int_equal(read_bytes(&seen, fits, strlen(fits), 2, &row, &problem), STAITH_OK);
    const char *field_over = "SWENo,FTE\n1,1\n123456,1\n";
    check_problem(field_over, strlen(field_over), &field, STAITH_KIT_TOO_LONG, 3, 0, 1);
    const char *row_over = "SWENo,FTE\n1,1\n12345,12\n";
    check_problem(row_over, strlen(row_over), &row, STAITH_KIT_TOO_LONG, 3, 0, 1);
    assert_int_equal(read_bytes(&seen, "SWENo\n12345\n", 12, 5, &bytes, &problem), STAITH_OK);
    assert_int_equal(read_bytes(&seen, "SWENo\n123456\n", 13, 5, &bytes, &problem), STAITH_ESOURCE);
    assert_int_equal(problem.kind, STAITH_KIT_TOO_LARGE);
    static char columns[2 * STAITH_KIT_CSV_MAX_COLUMNS + 16];
    memset(columns, ',', STAITH_KIT_CSV_MAX_COLUMNS - 1);
    memcpy(columns + STAITH_KIT_CSV_MAX_COLUMNS - 1, "FTE\n", 5);
    assert_int_equal(read_bytes(&seen, columns, strlen(columns), 65536, NULL, &problem), STAITH_OK);
    memcpy(columns + STAITH_KIT_CSV_MAX_COLUMNS - 1, ",FTE\n", 6);
    check_problem(columns, strlen(columns), NULL, STAITH_KIT_TOO_MANY_COLUMNS, 1, 0, 0);
}

/* 2 GB of one field or one quote end soon, with the line where the quote opened. */
static void check_endless(const char *start, enum staith_kit_problem_kind kind, uint64_t line)
{
    struct staith_memory_source source;
    struct seen seen = {0};
    struct staith_kit_csv_job job = {
        .names = names, .name_count = 3, .ctx = &seen, .on_row = on_row};
    struct staith_kit_problem problem = {0};
    static char bytes[65536];
    memset(bytes, 'a', sizeof bytes);
    memcpy(bytes, start, strlen(start));
    bytes[sizeof bytes - 1] = strchr(start, '"') != NULL ? '\n' : 'a';
    staith_memory_source_init(&source, bytes, sizeof bytes, SIZE_MAX);
    source.head = strlen(start);
    source.repeat = 30000;
    assert_int_equal(staith_kit_csv_read(&source.host, 0, &job, &problem), STAITH_ESOURCE);
    assert_int_equal(problem.kind, kind);
    assert_int_equal(problem.line, line);
    assert_in_range(source.reads, 1, 4);
}

static void test_endless(void **state)
{
    (void)state;
    check_endless("SWENo\n1\n", STAITH_KIT_TOO_LONG, 3);
    check_endless("SWENo\n1\n\"", STAITH_KIT_TOO_LONG, 3);
    check_endless("SWENo", STAITH_KIT_TOO_LONG, 1);
}

static void test_stops(void **state)
{
    (void)state;
    struct seen seen = {.stop_after = 2};
    struct staith_kit_problem problem;
    assert_int_equal(read_bytes(&seen, "FTE\n1\n2\n3\n", 10, 65536, NULL, &problem), 42);
    assert_int_equal(seen.rows, 2);
    assert_int_equal(problem.kind, STAITH_KIT_NO_PROBLEM);
}

static void test_refuses_job(void **state)
{
    (void)state;
    const struct staith_kit_csv_limits wide = {.field_bytes = 65536};
    struct seen seen = {0};
    struct staith_kit_problem problem;
    assert_int_equal(read_bytes(&seen, "FTE\n", 4, 1, &wide, &problem), STAITH_EINVAL);
    struct staith_memory_source source;
    struct staith_kit_csv_job job = {.names = names, .name_count = 3};
    staith_memory_source_init(&source, "FTE\n1\n", 6, 4);
    assert_int_equal(staith_kit_csv_read(&source.host, 0, &job, &problem), STAITH_EINVAL);
    job.on_row = on_row;
    job.ctx = &seen;
    source.fail_offset = 4;
    assert_int_equal(staith_kit_csv_read(&source.host, 0, &job, &problem), STAITH_EIO);
}

/* ---- every field of every row ---- */

static int on_fields(void *ctx, uint64_t line, const struct staith_kit_csv_field *fields,
                     uint32_t count)
{
    note(ctx, "%u[", (unsigned)line);
    for (uint32_t i = 0; i < count; i++) {
        note(ctx, "%s%s", i > 0 ? "|" : "", fields[i].text);
        assert_int_equal(strlen(fields[i].text), fields[i].len);
    }
    note(ctx, "] ");
    return 0;
}

static void check_fields(const char *text, int expected, const char *wanted)
{
    struct staith_memory_source source;
    struct staith_kit_problem problem = {STAITH_KIT_NO_PROBLEM, 0, 0};
    struct seen seen = {.len = 0};
    const struct staith_kit_csv_job job = {.ctx = &seen, .on_fields = on_fields};
    staith_memory_source_init(&source, text, strlen(text), 7);
    assert_int_equal(staith_kit_csv_read(&source.host, 0, &job, &problem), expected);
    assert_string_equal(seen.text, wanted);
}

static void test_fields(void **state)
{
    (void)state;
    char wide[2 * STAITH_KIT_CSV_MAX_COLUMNS + 2];
    check_fields("A title\n\na;b ;\"c;d\"\n;;\n1;2,5;3;4\n", STAITH_OK,
                 "1[A title] 3[a|b|c;d] 5[1|2,5|3|4] ");
    check_fields("a,b\n", STAITH_OK, "1[a|b] ");
    check_fields("", STAITH_ESOURCE, "");
    memset(wide, ',', sizeof wide);
    wide[0] = 'a';
    wide[sizeof wide - 1] = '\0';
    check_fields(wide, STAITH_ESOURCE, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_delimiters),
        cmocka_unit_test(test_quotes_and_lines),
        cmocka_unit_test(test_problems),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_endless),
        cmocka_unit_test(test_stops),
        cmocka_unit_test(test_refuses_job),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
