/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/zip.h"
#include "make_zip.h"
#include "memory_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seen {
    char text[512];
    int stop;
};

static void on_start(void *ctx, const char *name, const char **attributes)
{
    struct seen *seen = ctx;
    const char *id = staith_kit_xml_attribute(attributes, "id");
    size_t len = strlen(seen->text);
    (void)snprintf(seen->text + len, sizeof seen->text - len, "<%s%s", staith_kit_xml_local(name),
                   id != NULL ? id : "");
    seen->stop = strcmp(name, "stop") == 0 ? 77 : 0;
}

static void on_end(void *ctx, const char *name)
{
    struct seen *seen = ctx;
    (void)name;
    size_t len = strlen(seen->text);
    (void)snprintf(seen->text + len, sizeof seen->text - len, ">");
}

static void on_text(void *ctx, const char *text, int len)
{
    struct seen *seen = ctx;
    size_t at = strlen(seen->text);
    (void)snprintf(seen->text + at, sizeof seen->text - at, "%.*s", len, text);
}

static int parse(struct staith_kit_zip *zip, const char *part, struct seen *seen)
{
    memset(seen, 0, sizeof *seen);
    const struct staith_kit_zip_handlers handlers = {seen, on_start, on_end, on_text, &seen->stop};
    return staith_kit_zip_parse(zip, part, &handlers);
}

static void test_parts(void **state)
{
    (void)state;
    char tag[70000];
    memset(tag, 'x', sizeof tag - 1);
    tag[0] = '<';
    tag[sizeof tag - 1] = '\0';
    const struct make_zip_part parts[] = {{"a/One.xml", "<x:a y:id='7'>t&lt;<b/></x:a>", 0},
                                          {"bad.xml", "<a>", 0},
                                          {"type.xml", "<!DOCTYPE a><a/>", 0},
                                          {"stop.xml", "<a><stop/><b/></a>", 0},
                                          {"tag.xml", tag, 40}};
    struct staith_memory_source source;
    struct staith_kit_zip *zip = NULL;
    struct seen seen;
    size_t len = 0;
    uint8_t *bytes = make_zip(parts, 5, &len);
    staith_memory_source_init(&source, bytes, len, 100);
    assert_int_equal(staith_kit_zip_open(&source.host, 0, 10000000, &zip), STAITH_OK);
    assert_true(staith_kit_zip_has(zip, "A/one.xml"));
    assert_false(staith_kit_zip_has(zip, "one.xml"));
    assert_int_equal(parse(zip, "a/one.xml", &seen), STAITH_OK);
    assert_string_equal(seen.text, "<a7t<<b>>");
    assert_int_equal(parse(zip, "none.xml", &seen), STAITH_END);
    assert_int_equal(parse(zip, "bad.xml", &seen), STAITH_ESOURCE);
    assert_int_equal(parse(zip, "type.xml", &seen), STAITH_ESOURCE);
    assert_int_equal(parse(zip, "stop.xml", &seen), 77);
    assert_string_equal(seen.text, "<a<stop");
    assert_int_equal(parse(zip, "tag.xml", &seen), STAITH_ESOURCE); /* a tag without an end */
    assert_int_equal(parse(zip, "a/one.xml", &seen), STAITH_OK);
    staith_kit_zip_close(zip);
    assert_int_equal(staith_kit_zip_open(&source.host, 0, 20, &zip), STAITH_OK);
    assert_int_equal(parse(zip, "a/one.xml", &seen), STAITH_ELIMIT);
    staith_kit_zip_close(zip);
    staith_kit_zip_close(NULL);
    free(bytes);
}

static void test_no_zip(void **state)
{
    (void)state;
    struct staith_memory_source source;
    struct staith_kit_zip *zip = NULL;
    staith_memory_source_init(&source, "PK\x03\x04xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 36, 100);
    assert_int_equal(staith_kit_zip_open(&source.host, 0, 1000, &zip), STAITH_ESOURCE);
    staith_memory_source_init(&source, "", 0, 100);
    assert_int_equal(staith_kit_zip_open(&source.host, 0, 1000, &zip), STAITH_ESOURCE);
    assert_null(zip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_parts), cmocka_unit_test(test_no_zip)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
