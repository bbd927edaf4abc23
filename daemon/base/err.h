/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_ERR_H
#define STAITH_BASE_ERR_H
/*
 * Errors. A function returns 0 or a negative code from this one table. Where a person must act it
 * also fills a `struct staith_err`: what went wrong, where, and what to do. No word of it may come
 * from a person's record.
 */
#include <stdbool.h>

/* name, number, words, exit status of a command that ends with it */
#define STAITH_ERRORS(X)                                                                           \
    X(NOMEM, -1, "out of memory", 71)                                                              \
    X(INVAL, -2, "invalid argument", 64)                                                           \
    X(LIMIT, -3, "a limit was reached", 69)                                                        \
    X(IO, -4, "input or output failed", 74)                                                        \
    X(NOTFOUND, -5, "not found", 66)                                                               \
    X(EXISTS, -6, "exists already", 73)                                                            \
    X(CONFIG, -7, "configuration is wrong", 78)                                                    \
    X(SYNTAX, -8, "malformed input", 65)                                                           \
    X(VERSION, -9, "versions do not fit", 76)                                                      \
    X(DENIED, -10, "not permitted", 77)                                                            \
    X(VERIFY, -11, "signature or hash does not match", 76)                                         \
    X(TIMEOUT, -12, "took too long", 75)                                                           \
    X(CRASHED, -13, "a child process ended unexpectedly", 70)                                      \
    X(REFUSED, -14, "refused", 65)                                                                 \
    X(AGAIN, -15, "try again later", 75)                                                           \
    X(STATE, -16, "not possible in this state", 70)                                                \
    X(OVERFLOW, -17, "a number is too large", 65)                                                  \
    X(ALARM, -18, "a local alarm stands", 2)

enum staith_code {
    STAITH_DONE = 0,
#define STAITH_X(name, number, words, status) STAITH_ERR_##name = (number),
    STAITH_ERRORS(STAITH_X)
#undef STAITH_X
};

/** What went wrong, for a person. Caller's storage; zero-initialise. */
struct staith_err {
    int code;         /**< the negative code, 0: none */
    char what[256];   /**< what is wrong */
    char where[512];  /**< "file:row:column", "" where there is no place */
    char remedy[256]; /**< what to do, "" where nothing is known */
};

/** Fill `err` (NULL is allowed) and return `code`. `format` makes `what`. Keeps nothing. */
int staith_err_set(struct staith_err *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** Add the place: "file:line:column", parts that are 0 left out. NULL err is allowed. */
void staith_err_at(struct staith_err *err, const char *file, unsigned long line,
                   unsigned long column);
/** Add what to do. NULL err is allowed. */
void staith_err_remedy(struct staith_err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/** Words for a code; never NULL. Static. */
const char *staith_err_words(int code);
/** Exit status (sysexits) for a code; 0 for 0. */
int staith_err_status(int code);
/** Print "program: where: what (do: remedy)" on stderr, one line. */
void staith_err_print(const char *program, const struct staith_err *err);

#endif
