/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/html.h"

#include "base/err.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FORMATTED_MAX_BYTES = 10240, LINES_TO_DEPTH = 5 };

static void put(struct staith_html *html, const void *bytes, size_t len)
{
    if (html->code == 0) {
        html->code = staith_buf_append(html->out, bytes, len);
    }
}

static void put_text(struct staith_html *html, const char *text)
{
    put(html, text, strlen(text));
}

static void fail(struct staith_html *html, int code)
{
    if (html->code == 0) {
        html->code = code;
    }
}

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static bool is_control(char c)
{
    return (c >= 0 && c < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
}

/* One escaping serves text and quoted attribute values: it is safe in both. */
static void put_escaped(struct staith_html *html, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        const char *entity = entity_of(*text);
        size_t len = staith_utf8_step(text, left);
        if (entity != NULL) {
            put_text(html, entity);
        } else if (len == 0 || is_control(*text)) {
            put_text(html, "\xEF\xBF\xBD");
            len = 1;
        } else {
            put(html, text, len);
        }
        text += len;
        left -= len;
    }
}

static void end_tag(struct staith_html *html)
{
    if (html->in_tag) {
        put_text(html, ">");
        html->in_tag = false;
    }
}

static bool is_void(const char *name)
{
    static const char *const names[] = {"br", "hr", "meta", "img", "input", "col", "link"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

void staith_html_init(struct staith_html *html, struct staith_buf *out)
{
    memset(html, 0, sizeof(*html));
    html->out = out;
}

void staith_html_doctype(struct staith_html *html)
{
    put_text(html, "<!doctype html>\n");
}

void staith_html_open(struct staith_html *html, const char *name)
{
    if (html->depth == STAITH_HTML_MAX_DEPTH) {
        fail(html, STAITH_ERR_LIMIT);
        return;
    }
    end_tag(html);
    put_text(html, "<");
    put_text(html, name);
    html->open[html->depth] = name;
    html->depth++;
    html->in_tag = true;
}

void staith_html_open_class(struct staith_html *html, const char *name, const char *class_name)
{
    staith_html_open(html, name);
    staith_html_attr(html, "class", class_name);
}

void staith_html_attr(struct staith_html *html, const char *name, const char *value)
{
    if (!html->in_tag) {
        fail(html, STAITH_ERR_STATE);
        return;
    }
    put_text(html, " ");
    put_text(html, name);
    put_text(html, "=\"");
    put_escaped(html, value);
    put_text(html, "\"");
}

/* Cut texts would be wrong texts: what does not fit is a failure. */
static bool format_into(struct staith_html *html, char *text, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
static bool format_into(struct staith_html *html, char *text, const char *format, va_list args)
{
    int len = vsnprintf(text, FORMATTED_MAX_BYTES, format, args);
    if (len < 0 || len >= FORMATTED_MAX_BYTES) {
        fail(html, STAITH_ERR_LIMIT);
        return false;
    }
    return true;
}

void staith_html_attrf(struct staith_html *html, const char *name, const char *format, ...)
{
    char text[FORMATTED_MAX_BYTES];
    va_list args;
    va_start(args, format);
    bool fits = format_into(html, text, format, args);
    va_end(args);
    if (fits) {
        staith_html_attr(html, name, text);
    }
}

void staith_html_text(struct staith_html *html, const char *text)
{
    end_tag(html);
    put_escaped(html, text);
}

void staith_html_textf(struct staith_html *html, const char *format, ...)
{
    char text[FORMATTED_MAX_BYTES];
    va_list args;
    va_start(args, format);
    bool fits = format_into(html, text, format, args);
    va_end(args);
    if (fits) {
        staith_html_text(html, text);
    }
}

void staith_html_close(struct staith_html *html)
{
    if (html->depth == 0) {
        fail(html, STAITH_ERR_STATE);
        return;
    }
    html->depth--;
    const char *name = html->open[html->depth];
    bool bare = html->in_tag && is_void(name);
    end_tag(html);
    if (!bare) {
        put_text(html, "</");
        put_text(html, name);
        put_text(html, ">");
    }
    /* Line ends between the outer elements alone: inside, white space would be content. */
    if (html->depth < LINES_TO_DEPTH) {
        put_text(html, "\n");
    }
}

void staith_html_element(struct staith_html *html, const char *name, const char *class_name,
                         const char *text)
{
    staith_html_open(html, name);
    if (class_name != NULL) {
        staith_html_attr(html, "class", class_name);
    }
    staith_html_text(html, text);
    staith_html_close(html);
}

void staith_html_style(struct staith_html *html, const char *css)
{
    staith_html_open(html, "style");
    end_tag(html);
    if (strchr(css, '<') != NULL) {
        fail(html, STAITH_ERR_INVAL);
    } else {
        put_text(html, css);
    }
    staith_html_close(html);
}

int staith_html_end(const struct staith_html *html)
{
    if (html->code == 0 && html->depth != 0) {
        return STAITH_ERR_STATE;
    }
    return html->code;
}
