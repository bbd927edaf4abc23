/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_QUERY_CONNECTION_H
#define STAITH_QUERY_CONNECTION_H
/*
 * The file that says which database, by which driver, as whom: lines `keyword = value` of an ODBC
 * connection string. It holds a password, so nobody but its owner may read it.
 */
#include "base/err.h"

#include <stddef.h>

enum { STAITH_QUERY_CONNECTION_BYTES = 8192 };

/** Where the password comes from when the file has none. */
#define STAITH_QUERY_PASSWORD_VARIABLE "STAITH_QUERY_PASSWORD"

/** The connection string, with the password; wipe it after use. `text`: caller's. */
struct staith_query_connection {
    char text[STAITH_QUERY_CONNECTION_BYTES];
    size_t len;
};

/** Read the file. `password`: from the environment, or NULL. STAITH_ERR_DENIED: others may read
 *  it; STAITH_ERR_NOTFOUND, STAITH_ERR_IO, STAITH_ERR_CONFIG with line and column; no word of the
 *  file is in an error. */
int staith_query_connection_read(const char *path, const char *password,
                                 struct staith_query_connection *ret_connection,
                                 struct staith_err *err);
/** Wipe it. */
void staith_query_connection_wipe(struct staith_query_connection *connection);

#endif
