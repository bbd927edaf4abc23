/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TESTS_PAGE_CASE_H
#define STAITH_TESTS_PAGE_CASE_H
/* A document that a part of the page is written into, from the benchmark of views_fixture.h. */
#include "aggregator/views/html.h"
#include "base/buf.h"
#include "views_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct page_case {
    struct views_fixture given;
    struct staith_buf out;
    struct staith_html html;
};

static inline int page_case_setup(void **state)
{
    static struct page_case fixture;
    views_fixture_fill(&fixture.given);
    staith_buf_init(&fixture.out, 1024U * 1024U);
    staith_html_init(&fixture.html, &fixture.out);
    *state = &fixture;
    return 0;
}

static inline int page_case_teardown(void **state)
{
    struct page_case *fixture = *state;
    staith_buf_deinit(&fixture->out);
    return 0;
}

/* The document so far; every element is closed. */
static inline const char *page_case_written(struct page_case *fixture)
{
    assert_int_equal(staith_html_end(&fixture->html), 0);
    const char *text = staith_buf_cstr(&fixture->out);
    assert_non_null(text);
    return text;
}

static inline void page_case_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("no \"%s\" in: %s", part, text);
    }
}

#endif
