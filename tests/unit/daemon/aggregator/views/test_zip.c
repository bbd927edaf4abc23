/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/zip.h"

#include "base/err.h"
#include "zip_case.h"

static void parts_come_back(void **state)
{
    (void)state;
    static char big[200000];
    struct staith_buf out;
    for (size_t i = 0; i + 1 < sizeof(big); i++) {
        big[i] = (char)('a' + (i * 7919) % 26);
    }
    const struct staith_zip_part parts[] = {
        {"first", "plain", 5, true},
        {"big", big, sizeof(big) - 1, false},
        {"empty", "", 0, false},
    };
    staith_buf_init(&out, 1 << 20);
    assert_int_equal(staith_zip_write(parts, 3, &out), 0);
    char *text = zip_case_part(&out, NULL, "first");
    assert_string_equal(text, "plain");
    free(text);
    text = zip_case_part(&out, "big", NULL);
    assert_string_equal(text, big);
    free(text);
    text = zip_case_part(&out, "empty", NULL);
    assert_string_equal(text, "");
    free(text);
    assert_true(out.len < sizeof(big)); /* compressed */
    staith_buf_deinit(&out);
}

/* Room for less than all of it, everywhere: an error, and no more bytes than there may be. */
static void no_room(void **state)
{
    (void)state;
    const struct staith_zip_part parts[] = {{"first", "plain", 5, true},
                                            {"second", "text", 4, false}};
    for (size_t room = 1; room < 196; room += 7) {
        struct staith_buf out;
        staith_buf_init(&out, room);
        assert_int_not_equal(staith_zip_write(parts, 2, &out), 0);
        assert_true(out.len <= room);
        staith_buf_deinit(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_come_back),
        cmocka_unit_test(no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
