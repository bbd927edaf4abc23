/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_LOG_H
#define STAITH_BASE_LOG_H
/*
 * The log: one JSON object a line on stderr, or journal fields' priority prefix when the stream is
 * the journal ($JOURNAL_STREAM). Called from authority/, aggregator/ and cli/ only; the folders
 * below return errors. Never a value from a person's record.
 */
#include "base/err.h"

enum staith_log_level {
    STAITH_LOG_ERROR = 3,
    STAITH_LOG_WARNING = 4,
    STAITH_LOG_NOTICE = 5,
    STAITH_LOG_INFO = 6,
    STAITH_LOG_DEBUG = 7
};

struct staith_log; /**< where lines go and from which level on; made once in main.c */

/** `program` is copied. `fd` is where lines go (not closed). Heap, NULL without memory. */
struct staith_log *staith_log_new(const char *program, int fd, enum staith_log_level level);
/** NULL is allowed. */
void staith_log_free(struct staith_log *log);
/** "error", "warning", "notice", "info", "debug"; 0 or STAITH_ERR_INVAL. */
int staith_log_level_parse(const char *text, enum staith_log_level *ret_level);
/**
 * Write one line. `event` is a short fixed word group in the past tense ("release appended").
 * Then pairs: field name, format, value..., each pair made by `staith_log_field`-style formatting:
 * `fields` is a printf format that makes `name=value` pairs separated by tabs, or NULL.
 */
void staith_log_write(struct staith_log *log, enum staith_log_level level, const char *event,
                      const char *fields, ...) __attribute__((format(printf, 4, 5)));
/** The same for an error: fields what, where, remedy, code. */
void staith_log_err(struct staith_log *log, enum staith_log_level level, const char *event,
                    const struct staith_err *err);

#endif
