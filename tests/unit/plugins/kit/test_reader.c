/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory_source.h"

#include <staith/kit.h>
#include <stdlib.h>
#include <string.h>

/* 200,003 bytes, none of whose stretches are alike: read whole, whatever the steps. */
static void read_through(size_t step, size_t want, size_t take)
{
    enum { LEN = 200003 };
    unsigned char *bytes = malloc(LEN);
    struct staith_kit_reader *reader = malloc(sizeof *reader);
    assert_non_null(bytes);
    assert_non_null(reader);
    uint32_t seed = 1;
    for (size_t i = 0; i < LEN; i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = (unsigned char)(seed >> 24);
    }
    struct staith_memory_source source;
    staith_memory_source_init(&source, bytes, LEN, step);
    staith_kit_reader_init(reader, &source.host, 0);
    size_t done = 0;
    const unsigned char *data = NULL;
    size_t len = 0;
    while (staith_kit_reader_peek(reader, want, &data, &len) == STAITH_OK) {
        assert_true(len >= want || done + len == LEN);
        size_t step_on = len < take ? len : take;
        assert_memory_equal(data, bytes + done, step_on);
        staith_kit_reader_skip(reader, step_on);
        done += step_on;
    }
    assert_int_equal(done, LEN);
    assert_int_equal(staith_kit_reader_peek(reader, 1, &data, &len), STAITH_END);
    free(reader);
    free(bytes);
}

static void test_reads_all(void **state)
{
    (void)state;
    read_through(SIZE_MAX, 1, SIZE_MAX);
    read_through(SIZE_MAX, STAITH_KIT_READER_BYTES, 1000);
    read_through(7, 13, 11);
    read_through(65536, 4, 65537);
}

static void test_few_reads(void **state)
{
    (void)state;
    static const unsigned char bytes[131072];
    static struct staith_kit_reader reader;
    struct staith_memory_source source;
    const unsigned char *data = NULL;
    size_t len = 0;
    staith_memory_source_init(&source, bytes, sizeof bytes, SIZE_MAX);
    staith_kit_reader_init(&reader, &source.host, 0);
    while (staith_kit_reader_peek(&reader, 1, &data, &len) == STAITH_OK) {
        staith_kit_reader_skip(&reader, len);
    }
    assert_int_equal(source.reads, 3); /* two pieces and the end */
}

static void test_failures(void **state)
{
    (void)state;
    static struct staith_kit_reader reader;
    struct staith_memory_source source;
    const unsigned char *data = NULL;
    size_t len = 77;
    staith_memory_source_init(&source, "abcdef", 6, 2);
    source.fail_offset = 4;
    staith_kit_reader_init(&reader, &source.host, 0);
    assert_int_equal(staith_kit_reader_peek(&reader, 0, &data, &len), STAITH_EINVAL);
    assert_int_equal(staith_kit_reader_peek(&reader, STAITH_KIT_READER_BYTES + 1, &data, &len),
                     STAITH_EINVAL);
    assert_int_equal(staith_kit_reader_peek(&reader, 6, &data, &len), STAITH_EIO);
    assert_null(data);
    assert_int_equal(len, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reads_all),
                                       cmocka_unit_test(test_few_reads),
                                       cmocka_unit_test(test_failures)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
