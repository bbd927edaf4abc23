/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/source.h"
#include "place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int open_it(const struct place *place, const char *name, bool follow, uint64_t max,
                   struct staith_err *err)
{
    char path[PLACE_PATH];
    int fd = -1;
    uint64_t bytes = 0;
    int rc = staith_gate_source_open(place_path(place, name, path), follow, max, &fd, &bytes, err);
    if (rc == 0) {
        assert_int_equal(bytes, 5);
        assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
        (void)close(fd);
    } else {
        assert_int_equal(fd, -1);
        assert_string_equal(err->where, path);
    }
    return rc;
}

static void test_regular_files_only(void **state)
{
    (void)state;
    struct place place;
    struct staith_err err = {0};
    char path[PLACE_PATH];
    char link[PLACE_PATH];
    assert_int_equal(place_init(&place, "well"), 0);
    assert_int_equal(place_write(&place, "a.xml", "12345"), 0);
    assert_int_equal(symlink(place_path(&place, "a.xml", path), place_path(&place, "b.xml", link)),
                     0);
    assert_int_equal(mkfifo(place_path(&place, "c.xml", path), S_IRUSR | S_IWUSR), 0);
    assert_int_equal(open_it(&place, "a.xml", false, 0, &err), 0);
    assert_int_equal(open_it(&place, "a.xml", false, 5, &err), 0);
    assert_int_equal(open_it(&place, "a.xml", false, 4, &err), STAITH_ERR_REFUSED);
    assert_non_null(strstr(err.remedy, "limits.max-source-megabytes"));
    assert_int_equal(open_it(&place, "b.xml", false, 0, &err), STAITH_ERR_REFUSED);
    assert_int_equal(open_it(&place, "b.xml", true, 0, &err), 0);
    assert_int_equal(open_it(&place, "c.xml", true, 0, &err), STAITH_ERR_REFUSED);
    assert_true(err.remedy[0] != '\0');
    assert_int_equal(open_it(&place, "source", true, 0, &err), STAITH_ERR_REFUSED);
    assert_int_equal(open_it(&place, "missing.xml", true, 0, &err), STAITH_ERR_NOTFOUND);
    place_deinit(&place);
}

static void test_labels_are_plain_text(void **state)
{
    (void)state;
    char label[STAITH_GATE_LABEL_BYTES];
    char name[600];
    staith_gate_source_label("/srv/census/return 2025.xml", label);
    assert_string_equal(label, "return 2025.xml");
    staith_gate_source_label("a\n\x1b[2J.xml", label);
    assert_string_equal(label, "a??[2J.xml");
    staith_gate_source_label("caf\xc3\xa9.csv", label);
    assert_string_equal(label, "caf\xc3\xa9.csv");
    staith_gate_source_label("caf\xe9.csv", label); /* Latin-1, not UTF-8 */
    assert_string_equal(label, "caf?.csv");
    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    staith_gate_source_label(name, label);
    assert_int_equal(strlen(label), STAITH_GATE_LABEL_BYTES - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regular_files_only),
        cmocka_unit_test(test_labels_are_plain_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
