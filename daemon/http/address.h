/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_HTTP_ADDRESS_H
#define STAITH_HTTP_ADDRESS_H
/*
 * Taking apart what a client sent: addresses, forms, cookies, lists of tags. Nothing is guessed: a
 * text that is malformed is refused.
 */
#include <stdbool.h>
#include <stddef.h>

/** Cut a request's target ("/a%20b?c=d") into a decoded path and a query that is left as it came;
 *  *ret_query points into `target`, NULL where there is none. The path begins with a slash, is
 *  UTF-8, and has no control, no backslash, no "." or ".." and no empty part but the last.
 *  0; STAITH_ERR_LIMIT: too long; STAITH_ERR_SYNTAX: anything else. */
int staith_http_target(const char *target, char *path, size_t cap, const char **ret_query);

/** The first value of `name` among form fields ("a=b&c=d"), with + and %XX undone. 0;
 *  STAITH_ERR_NOTFOUND; STAITH_ERR_LIMIT: it does not fit; STAITH_ERR_SYNTAX: a broken escape, a
 *  control character, or no UTF-8. */
int staith_http_field(const char *fields, const char *name, char *out, size_t cap);

/** The value of a cookie in a Cookie header, letters, digits, "-" and "_" alone; false where there
 *  is none, or two. */
bool staith_http_cookie(const char *header, const char *name, char *out, size_t cap);

/** Whether an If-None-Match (`weak`) or If-Match names a tag, or is "*": to the latter a weak tag
 *  is none. */
bool staith_http_etag_matches(const char *header, const char *etag, bool weak);

#endif
