/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/html.h"
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct staith_buf out;
    struct staith_html html;
};

static int setup(void **state)
{
    static struct fixture fixture;
    staith_buf_init(&fixture.out, 4096);
    staith_html_init(&fixture.html, &fixture.out);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    staith_buf_deinit(&fixture->out);
    return 0;
}

static void assert_written(struct fixture *fixture, const char *expected)
{
    assert_int_equal(staith_html_end(&fixture->html), 0);
    assert_string_equal(staith_buf_cstr(&fixture->out), expected);
}

static void escapes_text_and_attributes(void **state)
{
    struct fixture *fixture = *state;
    staith_html_open(&fixture->html, "p");
    staith_html_attr(&fixture->html, "title", "a\"b'<c>&");
    staith_html_text(&fixture->html, "</p><script>x</script>&amp;");
    staith_html_close(&fixture->html);
    assert_written(fixture, "<p title=\"a&quot;b&#39;&lt;c&gt;&amp;\">"
                            "&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;&amp;amp;</p>\n");
}

static void replaces_what_no_document_may_hold(void **state)
{
    struct fixture *fixture = *state;
    staith_html_element(&fixture->html, "b", NULL, "a\x01\xC3\xA9\xC0\xAF\xED\xA0\x80z\x7F");
    assert_written(fixture, "<b>a\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD"
                            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD</b>\n");
}

static void void_elements_have_no_end_tag(void **state)
{
    struct fixture *fixture = *state;
    staith_html_open(&fixture->html, "meta");
    staith_html_attr(&fixture->html, "charset", "utf-8");
    staith_html_close(&fixture->html);
    staith_html_open(&fixture->html, "td");
    staith_html_close(&fixture->html);
    assert_written(fixture, "<meta charset=\"utf-8\">\n<td></td>\n");
}

static void an_attribute_after_content_is_a_failure(void **state)
{
    struct fixture *fixture = *state;
    staith_html_open(&fixture->html, "p");
    staith_html_text(&fixture->html, "x");
    staith_html_attr(&fixture->html, "class", "y");
    staith_html_close(&fixture->html);
    assert_int_equal(staith_html_end(&fixture->html), STAITH_ERR_STATE);
}

static void an_open_element_is_a_failure(void **state)
{
    struct fixture *fixture = *state;
    staith_html_open(&fixture->html, "p");
    assert_int_equal(staith_html_end(&fixture->html), STAITH_ERR_STATE);
    staith_html_close(&fixture->html);
    assert_int_equal(staith_html_end(&fixture->html), 0);
    staith_html_close(&fixture->html);
    assert_int_equal(staith_html_end(&fixture->html), STAITH_ERR_STATE);
}

static void the_first_failure_sticks(void **state)
{
    (void)state;
    struct staith_buf tight;
    staith_buf_init(&tight, 8);
    struct staith_html html;
    staith_html_init(&html, &tight);
    staith_html_element(&html, "p", NULL, "much too long");
    staith_html_element(&html, "p", NULL, "y");
    assert_int_equal(staith_html_end(&html), STAITH_ERR_LIMIT);
    staith_buf_deinit(&tight);
}

static void a_style_sheet_cannot_close_itself(void **state)
{
    struct fixture *fixture = *state;
    staith_html_style(&fixture->html, "p{}</style>");
    assert_int_equal(staith_html_end(&fixture->html), STAITH_ERR_INVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(escapes_text_and_attributes, setup, teardown),
        cmocka_unit_test_setup_teardown(replaces_what_no_document_may_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(void_elements_have_no_end_tag, setup, teardown),
        cmocka_unit_test_setup_teardown(an_attribute_after_content_is_a_failure, setup, teardown),
        cmocka_unit_test_setup_teardown(an_open_element_is_a_failure, setup, teardown),
        cmocka_unit_test_setup_teardown(the_first_failure_sticks, setup, teardown),
        cmocka_unit_test_setup_teardown(a_style_sheet_cannot_close_itself, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
