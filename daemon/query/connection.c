/* SPDX-License-Identifier: Apache-2.0 */
#include "query/connection.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MAX_BYTES = 4096 };

/* What is under way: a file, and what of it has been seen. */
struct reading {
    const char *path;
    struct staith_query_connection *connection;
    struct staith_err *err;
    bool driver;
    bool password;
    char file[FILE_MAX_BYTES + 1];
};

void staith_query_connection_wipe(struct staith_query_connection *connection)
{
    volatile char *at = connection->text; /* not optimised away */
    for (size_t i = 0; i < sizeof(connection->text); i++) {
        at[i] = '\0';
    }
    connection->len = 0;
}

/* ---- the file ---- */

static int fail(const struct reading *reading, int code, const char *what, const char *remedy)
{
    (void)staith_err_set(reading->err, code, "%s", what);
    staith_err_at(reading->err, reading->path, 0, 0);
    staith_err_remedy(reading->err, "%s", remedy);
    return code;
}

static int read_open(struct reading *reading, int fd)
{
    struct stat facts;
    size_t len = 0;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return fail(reading, STAITH_ERR_IO, "the connection file is no file", "name a plain file");
    }
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0 ||
        (facts.st_uid != geteuid() && facts.st_uid != 0)) {
        return fail(reading, STAITH_ERR_DENIED,
                    "others may read or change the connection file, which holds a password",
                    "give it to the daemon's user, mode 0600");
    }
    while (len < sizeof(reading->file)) {
        ssize_t got = read(fd, reading->file + len, sizeof(reading->file) - len);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail(reading, STAITH_ERR_IO, "the connection file cannot be read",
                        "look at the disk");
        }
        if (got == 0) {
            break;
        }
        len += (size_t)got;
    }
    if (len == sizeof(reading->file) || memchr(reading->file, '\0', len) != NULL) {
        return fail(reading, STAITH_ERR_CONFIG, "the connection file is no text of a few lines",
                    "write lines of keyword = value, 4 KiB at most");
    }
    reading->file[len] = '\0';
    return 0;
}

static int read_file(struct reading *reading)
{
    int fd = open(reading->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        return fail(reading, errno == ENOENT ? STAITH_ERR_NOTFOUND : STAITH_ERR_IO,
                    "the connection file cannot be opened",
                    "see that it is there, and that the run may read it (read: in the dataset)");
    }
    int rc = read_open(reading, fd);
    (void)close(fd);
    return rc;
}

/* ---- the connection string ---- */

static bool append(struct staith_query_connection *connection, const char *text, size_t len)
{
    if (len >= sizeof(connection->text) - connection->len) {
        return false;
    }
    memcpy(connection->text + connection->len, text, len);
    connection->len += len;
    connection->text[connection->len] = '\0';
    return true;
}

/* Whether a value holds what would end it. Not for less: inside of braces a closing one is doubled,
 * and FreeTDS does not undo that. */
static bool wants_braces(const char *value, size_t len)
{
    return len > 0 && (value[0] == '{' || memchr(value, ';', len) != NULL);
}

/* keyword=value; in braces where the value wants them, and for a driver always. */
static bool append_pair(struct staith_query_connection *connection, const char *name,
                        size_t name_len, const char *value, size_t len)
{
    bool braces = strncasecmp(name, "driver", name_len) == 0 || wants_braces(value, len);
    bool fits = append(connection, name, name_len) && append(connection, "=", 1) &&
                (!braces || append(connection, "{", 1));
    for (size_t i = 0; i < len && fits; i++) {
        fits = append(connection, value + i, 1) &&
               (!braces || value[i] != '}' || append(connection, "}", 1));
    }
    return fits && (!braces || append(connection, "}", 1)) && append(connection, ";", 1);
}

static bool is_name(const char *name, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (!isalnum((unsigned char)name[i]) && name[i] != '_' && (name[i] != ' ' || i == 0)) {
            return false;
        }
    }
    return len > 0;
}

static size_t trimmed(const char *text, size_t len)
{
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t' || text[len - 1] == '\r')) {
        len--;
    }
    return len;
}

static bool is_one_of(const char *name, size_t len, const char *one, const char *other)
{
    return (len == strlen(one) && strncasecmp(name, one, len) == 0) ||
           (len == strlen(other) && strncasecmp(name, other, len) == 0);
}

static int take_line(struct reading *reading, const char *line, size_t len, unsigned long number)
{
    size_t at = strspn(line, " \t");
    len = trimmed(line, len);
    if (at >= len || line[at] == '#') {
        return 0;
    }
    const char *equals = memchr(line, '=', len);
    size_t name_len = equals == NULL ? 0 : trimmed(line + at, (size_t)(equals - line) - at);
    if (equals == NULL || !is_name(line + at, name_len)) {
        (void)staith_err_set(reading->err, STAITH_ERR_CONFIG, "this is no keyword = value");
        staith_err_at(reading->err, reading->path, number, (unsigned long)at + 1);
        staith_err_remedy(reading->err, "write driver = PostgreSQL Unicode, server = NAME, …");
        return STAITH_ERR_CONFIG;
    }
    const char *value = equals + 1 + strspn(equals + 1, " \t");
    size_t value_len = value < line + len ? (size_t)(line + len - value) : 0;
    reading->driver |= is_one_of(line + at, name_len, "driver", "dsn");
    reading->password |= is_one_of(line + at, name_len, "pwd", "password");
    if (!append_pair(reading->connection, line + at, name_len, value, value_len)) {
        return fail(reading, STAITH_ERR_CONFIG, "the connection file has too much in it",
                    "keep what the driver needs");
    }
    return 0;
}

static int take_lines(struct reading *reading)
{
    unsigned long number = 0;
    int rc = 0;
    for (const char *at = reading->file; *at != '\0' && rc == 0;) {
        size_t len = strcspn(at, "\n");
        number++;
        rc = take_line(reading, at, len, number);
        at += len + (at[len] == '\n' ? 1 : 0);
    }
    return rc;
}

int staith_query_connection_read(const char *path, const char *password,
                                 struct staith_query_connection *ret_connection,
                                 struct staith_err *err)
{
    struct reading reading = {.path = path, .connection = ret_connection, .err = err};
    ret_connection->len = 0;
    ret_connection->text[0] = '\0';
    int rc = read_file(&reading);
    if (rc == 0) {
        rc = take_lines(&reading);
    }
    if (rc == 0 && !reading.driver) {
        rc = fail(&reading, STAITH_ERR_CONFIG, "the connection file names no driver",
                  "add driver = PostgreSQL Unicode, or another of `odbcinst -q -d`");
    }
    if (rc == 0 && !reading.password && password != NULL &&
        !append_pair(ret_connection, "PWD", 3, password, strlen(password))) {
        rc = fail(&reading, STAITH_ERR_CONFIG, "the password does not fit", "take a shorter one");
    }
    volatile char *wipe = reading.file;
    for (size_t i = 0; i < sizeof(reading.file); i++) {
        wipe[i] = '\0';
    }
    if (rc != 0) {
        staith_query_connection_wipe(ret_connection);
    }
    return rc;
}
