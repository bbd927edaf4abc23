/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/sources.h"
#include "temp_file.h"

#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *names[] = {"a.csv", "b.csv"};

/* BLAKE2b-256 of "abc": RFC 7693's function with 32 bytes of output. */
static const uint8_t hash_of_abc[32] = {
    0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72, 0x31, 0x71, 0xef, 0x3f, 0xee, 0x98, 0x57, 0x9b,
    0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb, 0x3e, 0x42, 0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19};

static struct staith_sources *open_fd(int fd)
{
    const struct staith_order order = {.source_count = 1, .source_names = names};
    struct staith_sources *sources = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_sources_open(&order, fd, &sources, &err), 0);
    return sources;
}

static void finish_well(struct staith_sources *sources, const uint8_t expected[32], uint64_t size)
{
    uint8_t hash[32];
    uint64_t bytes = 0;
    struct staith_err err = {0};
    assert_int_equal(staith_sources_finish(sources, hash, &bytes, &err), 0);
    assert_memory_equal(hash, expected, 32);
    assert_int_equal(bytes, size);
    staith_sources_free(sources);
}

static void test_reads(void **state)
{
    (void)state;
    int fd = staith_temp_fd("abc", 3);
    struct staith_sources *sources = open_fd(fd);
    char buf[8] = "";
    size_t got = 0;
    assert_int_equal(staith_sources_count(sources), 1);
    assert_string_equal(staith_sources_get(sources, 0)->name, "a.csv");
    assert_int_equal(staith_sources_get(sources, 0)->size_bytes, 3);
    assert_null(staith_sources_get(sources, 1));
    assert_int_equal(staith_sources_read(sources, 0, 1, buf, 8, &got), STAITH_OK);
    assert_int_equal(got, 2);
    assert_memory_equal(buf, "bc", 2);
    assert_int_equal(staith_sources_read(sources, 0, 3, buf, 8, &got), STAITH_END);
    assert_int_equal(staith_sources_read(sources, 0, UINT64_MAX, buf, 8, &got), STAITH_END);
    assert_int_equal(staith_sources_read(sources, 1, 0, buf, 8, &got), STAITH_EINVAL);
    assert_int_equal(staith_sources_read(sources, 0, 0, NULL, 8, &got), STAITH_EINVAL);
    assert_int_equal(staith_sources_read(sources, 0, 0, buf, 0, &got), STAITH_EINVAL);
    finish_well(sources, hash_of_abc, 3);
    assert_int_equal(close(fd), 0);
}

/* The hash is the file's, however it was read. */
static void test_hash(void **state)
{
    (void)state;
    static const struct {
        uint64_t offset;
        size_t len;
    } orders[][4] = {{{0, 1}, {1, 1}, {2, 1}, {0, 3}},
                     {{0, 3}, {0, 3}, {1, 1}, {2, 1}},
                     {{2, 1}, {0, 2}, {1, 2}, {0, 1}},
                     {{1, 2}, {2, 1}, {1, 1}, {2, 1}}};
    for (size_t i = 0; i < 4; i++) {
        int fd = staith_temp_fd("abc", 3);
        struct staith_sources *sources = open_fd(fd);
        char buf[8];
        size_t got = 0;
        for (size_t j = 0; j < 4; j++) {
            assert_int_equal(
                staith_sources_read(sources, 0, orders[i][j].offset, buf, orders[i][j].len, &got),
                STAITH_OK);
        }
        finish_well(sources, hash_of_abc, 3);
        assert_int_equal(close(fd), 0);
    }
}

static void test_changes(void **state)
{
    (void)state;
    for (int way = 0; way < 5; way++) {
        int fd = staith_temp_fd("abc", 3);
        struct staith_sources *sources = open_fd(fd);
        struct timespec times[] = {{0, 0}, {1000, 7}};
        uint8_t hash[32] = {0};
        uint64_t bytes = 77;
        size_t got = 0;
        char buf[8];
        struct staith_err err = {0};
        if (way == 0) {
            assert_int_equal(pwrite(fd, "d", 1, 3), 1);
        } else if (way == 1) {
            assert_int_equal(ftruncate(fd, 2), 0);
        } else if (way == 2) {
            assert_int_equal(futimens(fd, times), 0);
        } else if (way == 3) {
            struct stat now;
            assert_int_equal(fstat(fd, &now), 0);
            times[1] = now.st_mtim; /* another moment of the same second */
            times[1].tv_nsec ^= 1;
            assert_int_equal(futimens(fd, times), 0);
        } else {
            assert_int_equal(ftruncate(fd, 0), 0);
            assert_int_equal(staith_sources_read(sources, 0, 0, buf, 8, &got), STAITH_EIO);
        }
        assert_int_equal(staith_sources_finish(sources, hash, &bytes, &err), STAITH_ERR_AGAIN);
        assert_string_equal(err.what,
                            "the source changed while it was read; it will be read again");
        assert_string_equal(err.where, "a.csv");
        assert_int_equal(bytes, 77);
        staith_sources_free(sources);
        assert_int_equal(close(fd), 0);
    }
}

static void test_several(void **state)
{
    (void)state;
    int first = staith_temp_fd("abc", 3);
    int second = dup(first);
    assert_int_equal(second, first + 1);
    const struct staith_order order = {.source_count = 2, .source_names = names};
    struct staith_sources *sources = NULL;
    struct staith_err err = {0};
    uint8_t both[64];
    uint8_t expected[32];
    memcpy(both, hash_of_abc, 32);
    memcpy(both + 32, hash_of_abc, 32);
    assert_int_equal(crypto_generichash(expected, 32, both, 64, NULL, 0), 0);
    assert_int_equal(staith_sources_open(&order, first, &sources, &err), 0);
    finish_well(sources, expected, 6);
    assert_int_equal(close(first), 0);
    assert_int_equal(close(second), 0);
}

static void test_refuses(void **state)
{
    (void)state;
    struct staith_order order = {.source_count = 1, .source_names = names};
    struct staith_sources *sources = NULL;
    struct staith_err err = {0};
    int folder = open("/tmp", O_RDONLY);
    assert_true(folder >= 0);
    assert_int_equal(staith_sources_open(&order, folder, &sources, &err), STAITH_ERR_REFUSED);
    assert_int_equal(staith_sources_open(&order, 1000, &sources, &err), STAITH_ERR_IO);
    order.source_count = 17;
    assert_int_equal(staith_sources_open(&order, folder, &sources, &err), STAITH_ERR_LIMIT);
    assert_null(sources);
    assert_int_equal(close(folder), 0);
    staith_sources_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads), cmocka_unit_test(test_hash), cmocka_unit_test(test_changes),
        cmocka_unit_test(test_several), cmocka_unit_test(test_refuses)};
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
