/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staithd-query: one SELECT on standard input, its rows as CSV on standard output. Started by a run
 * of the plugin `table` as its `command`, or by hand. It ends with a status of sysexits; see
 * README.md.
 */
#include "query/confine.h"
#include "query/rows.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM "staithd-query"

enum {
    QUERY_MAX_BYTES = 256 * 1024,
    GRACE_SECONDS = 5,
    MAX_SECONDS = 86400,
    KEY_ROWS = 'r',
    KEY_SECONDS = 's',
    KEY_LOGIN = 0x100,
    KEY_WORDS,
    LATE_STATUS = 75 /* as STAITH_ERR_TIMEOUT ends */
};

struct input {
    const char *connection;
    uint64_t rows;
    struct staith_query_options options;
};

static const struct argp_option arguments[] = {
    {"connection", 'c', "FILE", 0, "which database and whom as; mode 0600", 0},
    {"rows", KEY_ROWS, "N", 0, "most rows; 1,000,000 when left out", 0},
    {"seconds", KEY_SECONDS, "N", 0, "for connecting, and for the query; 60 when left out", 0},
    {"login-reads-only", KEY_LOGIN, NULL, 0,
     "go on where the database has no transaction that only reads", 0},
    {"server-words", KEY_WORDS, NULL, 0,
     "print what the server says to an error; it may hold a person's values", 0},
    {0},
};

static uint64_t number_of(const char *text, uint64_t most, struct argp_state *state)
{
    char *end = NULL;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 10);
    if (errno != 0 || *end != '\0' || text[0] < '0' || text[0] > '9' || number == 0 ||
        number > most) {
        argp_error(state, "\"%s\" is no number from 1 to %llu", text, (unsigned long long)most);
    }
    return number;
}

static error_t take_argument(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->connection = arg;
        return 0;
    case KEY_ROWS:
        input->rows = number_of(arg, 100000000, state);
        return 0;
    case KEY_SECONDS:
        input->options.seconds = (unsigned)number_of(arg, MAX_SECONDS, state);
        return 0;
    case KEY_LOGIN:
        input->options.login_reads_only = true;
        return 0;
    case KEY_WORDS:
        input->options.server_words = true;
        return 0;
    case ARGP_KEY_END:
        if (input->connection == NULL) {
            argp_error(state, "--connection FILE is missing");
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp parser = {
    .options = arguments,
    .parser = take_argument,
    .doc = "Run the SELECT that stands on standard input, over ODBC, and print its rows as CSV.\v"
           "It reads in a transaction that is taken back. The connection file has lines `keyword = "
           "value`: driver, server, port, database, uid, pwd; without pwd the password is taken "
           "from " STAITH_QUERY_PASSWORD_VARIABLE "."};

/* A driver that minds no limit is ended by this one. */
static void on_late(int number)
{
    static const char words[] = PROGRAM ": the database took longer than its limit\n";
    (void)number;
    (void)!write(STDERR_FILENO, words, sizeof(words) - 1);
    _exit(LATE_STATUS);
}

static int read_query(char **ret_query, struct staith_err *err)
{
    char *query = malloc(QUERY_MAX_BYTES + 1);
    size_t len = 0;
    ssize_t got = 1;
    while (query != NULL && got != 0 && len <= QUERY_MAX_BYTES) {
        got = read(STDIN_FILENO, query + len, QUERY_MAX_BYTES + 1 - len);
        if (got < 0 && errno != EINTR) {
            break;
        }
        len += got > 0 ? (size_t)got : 0;
    }
    if (query == NULL || got != 0 || len == 0 || len > QUERY_MAX_BYTES ||
        memchr(query, '\0', len) != NULL) {
        free(query);
        (void)staith_err_set(err, STAITH_ERR_SYNTAX,
                             "no query of at most 256 KiB came on standard input");
        staith_err_remedy(err, "hand in a file with one SELECT");
        return STAITH_ERR_SYNTAX;
    }
    query[len] = '\0';
    *ret_query = query;
    return 0;
}

static int connect_to(const struct input *input, struct staith_query_database **ret_database,
                      struct staith_err *err)
{
    struct staith_query_connection connection;
    int rc = staith_query_connection_read(input->connection, getenv(STAITH_QUERY_PASSWORD_VARIABLE),
                                          &connection, err);
    if (rc != 0) {
        return rc;
    }
    rc = staith_query_confine_start(err);
    if (rc == 0) {
        (void)alarm(input->options.seconds + GRACE_SECONDS);
        rc = staith_query_database_open(&connection, &input->options, ret_database, err);
    }
    staith_query_connection_wipe(&connection);
    return rc == 0 ? staith_query_confine_connected(err) : rc;
}

int main(int argc, char **argv)
{
    struct input input = {.rows = 1000000, .options = {.seconds = 60}};
    struct staith_query_database *database = NULL;
    struct staith_query_place place = {0, 0};
    struct staith_err err = {0};
    char *query = NULL;
    struct sigaction late = {.sa_handler = on_late};
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        return puts(PROGRAM " " STAITH_VERSION) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
    }
    argp_err_exit_status = 64;
    (void)argp_parse(&parser, argc, argv, 0, NULL, &input);
    (void)sigaction(SIGALRM, &late, NULL);
    int rc = read_query(&query, &err);
    if (rc == 0) {
        rc = connect_to(&input, &database, &err);
    }
    if (rc == 0) {
        (void)alarm(input.options.seconds + GRACE_SECONDS);
        rc = staith_query_database_execute(database, query, &err);
    }
    if (rc == 0) {
        const struct staith_query_output output = {.max_rows = input.rows, .fd = STDOUT_FILENO};
        rc = staith_query_rows(database, &output, &place, &err);
    }
    if (rc != 0) {
        staith_err_print(PROGRAM, &err);
    }
    if (rc == STAITH_ERR_SYNTAX && place.column > 0) {
        (void)fprintf(stderr, "row %llu column %llu\n", (unsigned long long)place.row,
                      (unsigned long long)place.column);
    }
    free(query);
    staith_query_database_close(database);
    return staith_err_status(rc);
}
