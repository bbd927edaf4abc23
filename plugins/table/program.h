/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TABLE_PROGRAM_H
#define STAITH_TABLE_PROGRAM_H
/*
 * A program of the council's own between the source and the table: it gets the source on its
 * standard input and prints the table on its standard output. It runs inside the run, under all of
 * its limits; what it says on standard error is dropped, since a person's values may be in it.
 */
#include <staith/plugin.h>
#include <stdbool.h>

enum { STAITH_TABLE_MAX_ARGUMENTS = 32, STAITH_TABLE_MAX_OUTPUT_BYTES = 64 * 1024 * 1024 };

/** How a program ended. */
enum staith_table_program_end {
    STAITH_TABLE_PROGRAM_WELL = 0,     /**< exit status 0 */
    STAITH_TABLE_PROGRAM_NO_START = 1, /**< it may not, or cannot, be started */
    STAITH_TABLE_PROGRAM_FAILED = 2,   /**< another exit status, or a signal */
    STAITH_TABLE_PROGRAM_TOO_MUCH = 3  /**< more output than the limit; it was killed */
};

/** What came of it, and its output as a source. Do not move it: `host` points to it. */
struct staith_table_program {
    /** Source 0 is the output; findings go to the real host; nothing else may be called. */
    struct staith_host host;
    const struct staith_host *real;
    enum staith_table_program_end end;
    bool said; /**< it wrote to standard error */
    unsigned char *output;
    size_t len;
    size_t cap;
};

/** Run `command` (text of a LIST: program and arguments, a line each) over source 0 of `host`, and
 *  wait for its end. Zeroed storage; free it in any case. STAITH_OK, whatever its end;
 *  STAITH_EINVAL: no program with an absolute path; STAITH_EIO: the source cannot be read;
 *  STAITH_ENOMEM. */
int staith_table_program_run(const struct staith_host *host, const char *command,
                             struct staith_table_program *program);
void staith_table_program_free(struct staith_table_program *program);

#endif
