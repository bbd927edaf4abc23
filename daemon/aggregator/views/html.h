/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_HTML_H
#define STAITH_AGGREGATOR_VIEWS_HTML_H
/*
 * A typed emitter of HTML and inline SVG. Text and attribute values are escaped for where they
 * stand, elements are closed in the order they were opened, and characters that no document may
 * hold (controls, bytes that are no UTF-8) become U+FFFD. Names of elements and attributes are
 * constants of the caller. The first failure sticks: ask once, at the end.
 */
#include "base/buf.h"

#include <stdbool.h>

enum { STAITH_HTML_MAX_DEPTH = 32 };

/** Caller's storage. `out` is the caller's and outlives it. */
struct staith_html {
    struct staith_buf *out;
    const char *open[STAITH_HTML_MAX_DEPTH];
    int depth;
    bool in_tag; /**< the start tag of open[depth - 1] takes attributes yet */
    int code;    /**< 0, or the first failure */
};

void staith_html_init(struct staith_html *html, struct staith_buf *out);
/** "<!doctype html>". */
void staith_html_doctype(struct staith_html *html);
/** Begin an element; attributes may follow. */
void staith_html_open(struct staith_html *html, const char *name);
/** Begin an element with a class. */
void staith_html_open_class(struct staith_html *html, const char *name, const char *class_name);
/** An attribute of the element just begun. */
void staith_html_attr(struct staith_html *html, const char *name, const char *value);
void staith_html_attrf(struct staith_html *html, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Text inside the element. */
void staith_html_text(struct staith_html *html, const char *text);
void staith_html_textf(struct staith_html *html, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** End the innermost element; meta, br and their like get no end tag. */
void staith_html_close(struct staith_html *html);
/** An element with text alone; `class_name` NULL: none. */
void staith_html_element(struct staith_html *html, const char *name, const char *class_name,
                         const char *text);
/** A style sheet. `css` is a constant of the program, written as it is; it may hold no "<". */
void staith_html_style(struct staith_html *html, const char *css);
/** 0 when all went well and every element is closed; STAITH_ERR_LIMIT, STAITH_ERR_NOMEM,
 *  STAITH_ERR_STATE. */
int staith_html_end(const struct staith_html *html);

#endif
