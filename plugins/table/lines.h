/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TABLE_LINES_H
#define STAITH_TABLE_LINES_H
/*
 * The lines of a definition file: `[kind name]` begins a section, `key = value` stands in one, `#`
 * begins a comment. Nothing is known here of what the words mean.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STAITH_TABLE_MAX_LINES = 4096, STAITH_TABLE_WORDS_BYTES = 200 };

/** One line. Texts lie in the copy that the caller keeps. */
struct staith_table_line {
    uint32_t line;   /**< 1-based */
    uint32_t column; /**< of the value; in a heading of the name */
    bool heading;
    const char *key;   /**< in a heading the kind */
    const char *value; /**< in a heading the name, "" where it has none */
};

/** What is wrong with a definition, and where. */
struct staith_table_fault {
    uint32_t line;
    uint32_t column;
    char what[STAITH_TABLE_WORDS_BYTES];
};

/** Fill a fault (the first one counts) and return STAITH_EINVAL. */
int staith_table_fault_set(struct staith_table_fault *fault, const struct staith_table_line *line,
                           const char *format, ...) __attribute__((format(printf, 3, 4)));
/** Take `text` apart, in place. *ret_count lines go to `lines`, which has room for
 *  STAITH_TABLE_MAX_LINES. STAITH_OK; STAITH_EINVAL with a fault. */
int staith_table_lines_read(char *text, struct staith_table_line *lines, uint32_t *ret_count,
                            struct staith_table_fault *fault);
/** The next item of a list with commas, trimmed, taken apart in place; NULL: no more. */
char *staith_table_list_next(char **rest);
/** Trim white space around a text, in place. */
char *staith_table_trim(char *text);

#endif
