/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are no configuration, and files that are made to do harm. */
#include "config/tree.h"
#include "config_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int read_bytes(const char *bytes, size_t len, struct staith_err *err, char rest[64])
{
    struct config_file file;
    struct staith_arena arena;
    struct staith_config_node *top = NULL;
    staith_arena_init(&arena, STAITH_CONFIG_MAX_TREE_BYTES);
    config_write(&file, bytes, len);
    int rc = staith_config_tree_read(file.path, &arena, &top, err);
    config_remove(&file);
    staith_arena_deinit(&arena);
    /* the place without the file's name */
    const char *place = strstr(err->where, "c.yaml");
    (void)snprintf(rest, 64, "%s", place != NULL ? place + strlen("c.yaml") : "?");
    return rc;
}

static void shape(void **state)
{
    (void)state;
    static const char text[] = "a: 1\n"
                               "list:\n"
                               "  - x\n"
                               "  - {k: 'q: r'}\n"
                               "\"é\":   two words \n";
    struct config_file file;
    struct staith_arena arena;
    struct staith_config_node *top = NULL;
    struct staith_err err = {0};
    staith_arena_init(&arena, STAITH_CONFIG_MAX_TREE_BYTES);
    config_write(&file, text, sizeof(text) - 1);
    assert_int_equal(staith_config_tree_read(file.path, &arena, &top, &err), 0);
    assert_int_equal(top->shape, STAITH_CONFIG_MAPPING);
    assert_int_equal(top->count, 3);
    const struct staith_config_node *node = top->first;
    assert_string_equal(node->key, "a");
    assert_string_equal(node->text, "1");
    assert_int_equal(node->line, 1);
    assert_int_equal(node->column, 4);
    node = node->next;
    assert_int_equal(node->shape, STAITH_CONFIG_LIST);
    assert_int_equal(node->count, 2);
    assert_int_equal(node->key_line, 2);
    assert_string_equal(node->first->text, "x");
    assert_string_equal(node->last->first->key, "k");
    assert_string_equal(node->last->first->text, "q: r");
    assert_int_equal(node->last->first->line, 4);
    assert_int_equal(node->last->first->column, 9);
    node = node->next;
    assert_string_equal(node->key, "\xC3\xA9");
    assert_string_equal(node->text, "two words");
    assert_int_equal(node->column, 8);
    assert_null(node->next);
    config_remove(&file);
    staith_arena_deinit(&arena);
}

struct bad {
    const char *bytes;
    size_t len; /* 0: up to the NUL */
    const char *place;
    const char *what;
};

static void not_a_configuration(void **state)
{
    (void)state;
    static const struct bad cases[] = {
        {"", 0, "", "the file is empty"},
        {"# nothing but a comment\n", 0, "", "the file is empty"},
        {"just words\n", 0, ":1:1", "must consist of `key: value` lines"},
        {"- a\n- b\n", 0, ":1:1", "must consist of `key: value` lines"},
        {"a: 1\n---\nb: 2\n", 0, ":2:1", "a second document begins here"},
        {"a: &x 1\n", 0, NULL, "anchors (&)"},
        {"a: *x\n", 0, NULL, ""},
        {"a: !!int 1\n", 0, NULL, "tags (!)"},
        {"a: !!python/object:os.system 1\n", 0, NULL, "tags (!)"},
        {"? [a, b]\n: 1\n", 0, ":1:3", "a key must be a word"},
        {"a: 1\na: 2\n", 0, ":2:1", "\"a\" is given twice, first in line 1"},
        {"a:\n  b: 1\n\tc: 2\n", 0, NULL, "this is not YAML"},
        {"a: [1, 2\n", 0, NULL, "this is not YAML"},
        {"a: \"x\n", 0, NULL, "this is not YAML"},
        {"a: b: c\n", 0, NULL, "this is not YAML"},
        {"a: 1\nb: x\0y\n", 12, ":2:5", "a control character stands here"},
        {"a: \x1b[31m\n", 0, ":1:4", "a control character stands here"},
        {"a: caf\xe9\n", 0, ":1:7", "this is not UTF-8 text"},
        {"a: \xc0\xaf\n", 0, ":1:4", "this is not UTF-8 text"},
        {"\xff\xfe"
         "a\0:\0",
         6, ":1:1", "this is not UTF-8 text"},
        {"a: [[[[[[[[[1]]]]]]]]]\n", 0, ":1:11", "nested more than 8 deep"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staith_err err = {0};
        char place[64];
        size_t len = cases[i].len > 0 ? cases[i].len : strlen(cases[i].bytes);
        int rc = read_bytes(cases[i].bytes, len, &err, place);
        if (rc != STAITH_ERR_CONFIG || strstr(err.what, cases[i].what) == NULL ||
            (cases[i].place != NULL && strcmp(place, cases[i].place) != 0)) {
            config_print(&err);
            fail_msg("case %zu: %d at \"%s\"", i, rc, place);
        }
        assert_true(err.remedy[0] != '\0');
    }
}

/* A file of `count` times `piece` between head and tail must be refused within two seconds. */
static void refuse_large(const char *head, const char *piece, size_t count, const char *tail,
                         const char *what)
{
    size_t step = strlen(piece);
    size_t cap = strlen(head) + count * step + strlen(tail) + 1;
    char *text = malloc(cap);
    assert_non_null(text);
    size_t len = (size_t)snprintf(text, cap, "%s", head);
    for (size_t i = 0; i < count; i++) {
        memcpy(text + len, piece, step);
        len += step;
    }
    memcpy(text + len, tail, strlen(tail));
    len += strlen(tail);
    struct staith_err err = {0};
    char place[64];
    clock_t begun = clock();
    int rc = read_bytes(text, len, &err, place);
    assert_true((clock() - begun) / CLOCKS_PER_SEC < 2);
    free(text);
    if (rc != STAITH_ERR_CONFIG || strstr(err.what, what) == NULL) {
        config_print(&err);
        fail_msg("%zu times \"%s\": %d", count, piece, rc);
    }
}

static void harmful(void **state)
{
    (void)state;
    /* the "billion laughs" of YAML ends at its first anchor */
    refuse_large("a: &a [x, x]\n", "b: &b [*a, *a]\n", 20, "", "anchors");
    refuse_large("a: ", "[", 100000, "\n", "nested more than 8 deep");
    refuse_large("a: ", "{a: ", 100000, "\n", "nested more than 8 deep");
    refuse_large("a:\n", "- 1\n", 60000, "", "more than 50,000 values");
    refuse_large("", "- ", 100000, "\n", "nested more than 8 deep");
    refuse_large("a: ", "x", 2000000, "\n", "larger than 1 MiB");
    refuse_large("", "\n", 1048577, "", "larger than 1 MiB");
    char keys[16 * 1100];
    size_t len = 0;
    for (unsigned i = 0; i < 1100; i++) {
        len += (size_t)snprintf(keys + len, sizeof(keys) - len, "k%u: 1\n", i);
    }
    refuse_large(keys, "", 0, "", "more than 1,000 keys stand together");
}

static void no_plain_file(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_config_node *top = NULL;
    struct staith_err err = {0};
    staith_arena_init(&arena, STAITH_CONFIG_MAX_TREE_BYTES);
    assert_int_equal(staith_config_tree_read("/tmp", &arena, &top, &err), STAITH_ERR_IO);
    assert_string_equal(err.what, "this is not a plain file");
    assert_int_equal(staith_config_tree_read("/dev/zero", &arena, &top, &err), STAITH_ERR_IO);
    assert_int_equal(staith_config_tree_read("/tmp/no/such.yaml", &arena, &top, &err),
                     STAITH_ERR_NOTFOUND);
    assert_string_equal(err.where, "/tmp/no/such.yaml");
    assert_null(top);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shape),
        cmocka_unit_test(not_a_configuration),
        cmocka_unit_test(harmful),
        cmocka_unit_test(no_plain_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
