/* SPDX-License-Identifier: Apache-2.0 */
#include "model/handout.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char *columns[16];
static const char *cells[8];

static struct staith_handout good(void)
{
    columns[0] = "role";
    columns[1] = "source";
    cells[0] = "iro";
    cells[1] = "memo, page \"4\"";
    cells[2] = " team";
    cells[3] = "";
    return (struct staith_handout){.name = "caps",
                                   .made_unix_ms = 1,
                                   .column_count = 2,
                                   .row_count = 2,
                                   .columns = columns,
                                   .cells = cells};
}

/* RFC 4180: quotes around what holds a comma or a quote, a quote doubled. */
static void as_csv(void **state)
{
    (void)state;
    struct staith_handout handout = good();
    struct staith_buf out;
    assert_true(staith_handout_valid(&handout));
    staith_buf_init(&out, 100);
    assert_int_equal(staith_handout_csv(&handout, &out), 0);
    assert_string_equal(staith_buf_cstr(&out),
                        "role,source\niro,\"memo, page \"\"4\"\"\"\n\" team\",\n");
    staith_buf_deinit(&out);
    for (size_t room = 1; room < 50; room += 7) {
        staith_buf_init(&out, room);
        assert_int_equal(staith_handout_csv(&handout, &out), STAITH_ERR_LIMIT);
        staith_buf_deinit(&out);
    }
    handout.row_count = 0;
    assert_true(staith_handout_valid(&handout));
    staith_buf_init(&out, 100);
    assert_int_equal(staith_handout_csv(&handout, &out), 0);
    assert_string_equal(staith_buf_cstr(&out), "role,source\n");
    staith_buf_deinit(&out);
}

#define WRONG(spoil)                                                                               \
    do {                                                                                           \
        struct staith_handout handout = good();                                                    \
        assert_true(staith_handout_valid(&handout));                                               \
        spoil;                                                                                     \
        assert_false(staith_handout_valid(&handout));                                              \
    } while (0)

static void what_is_not_taken(void **state)
{
    (void)state;
    char text[257];
    memset(text, 'x', 256);
    text[256] = '\0';
    WRONG(handout.name[0] = '\0');
    WRONG(handout.name[0] = ':');
    WRONG(memset(handout.name, 'a', sizeof(handout.name)));
    WRONG(handout.made_unix_ms = -1);
    WRONG(handout.column_count = 0);
    WRONG(handout.column_count = 17);
    WRONG(handout.row_count = 8193); /* of two columns: 16,386 cells */
    WRONG(columns[1] = "role");
    WRONG(columns[1] = "Source");
    WRONG(cells[3] = "two\nlines");
    WRONG(cells[3] = "\xC3");
    WRONG(cells[3] = text);
    struct staith_handout handout = good();
    text[255] = '\0';
    cells[3] = text;
    assert_true(staith_handout_valid(&handout));
}

/* A thousand cells of 255 bytes are more than a file for a plugin may be. */
static void the_whole_has_a_limit(void **state)
{
    (void)state;
    static const char *many[1000];
    char text[256];
    struct staith_handout handout = good();
    memset(text, 'x', 255);
    text[255] = '\0';
    for (size_t i = 0; i < 1000; i++) {
        many[i] = text;
    }
    handout.cells = many;
    handout.row_count = 470; /* 940 * 258 + 16 = 242,536 of 245,760 */
    assert_true(staith_handout_valid(&handout));
    handout.row_count = 477; /* 246,148 */
    assert_false(staith_handout_valid(&handout));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_csv),
        cmocka_unit_test(what_is_not_taken),
        cmocka_unit_test(the_whole_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
