/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_PROGRAM_H
#define STAITH_KIT_PROGRAM_H
/*
 * A program of the council's own between a source and what is counted: it gets the source on its
 * standard input and prints on its standard output. It runs inside the run, under all of its
 * limits; what it says on standard error is dropped but for places, since a person's values may be
 * in it.
 */
#include <staith/plugin.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    STAITH_KIT_PROGRAM_ARGUMENTS = 32,
    STAITH_KIT_PROGRAM_VARIABLES = 8,
    STAITH_KIT_PROGRAM_OUTPUT_BYTES = 64 * 1024 * 1024,
    STAITH_KIT_PROGRAM_ERROR_BYTES = 4096, /**< of which places are read */
    STAITH_KIT_PROGRAM_PLACES = 32
};

/** How a program ended. */
enum staith_kit_program_end {
    STAITH_KIT_PROGRAM_WELL = 0,     /**< exit status 0 */
    STAITH_KIT_PROGRAM_NO_START = 1, /**< it may not, or cannot, be started */
    STAITH_KIT_PROGRAM_FAILED = 2,   /**< another exit status, or a signal */
    STAITH_KIT_PROGRAM_TOO_MUCH = 3, /**< more output than the limit; it was killed */
    STAITH_KIT_PROGRAM_DATA = 4,     /**< 65: what it read is not what it should be */
    STAITH_KIT_PROGRAM_LATER = 5,    /**< 75: what it reads was not reached, or was too slow */
    STAITH_KIT_PROGRAM_DENIED = 6,   /**< 77: it was not let in */
    STAITH_KIT_PROGRAM_CONFIG = 7    /**< 78, 64: its configuration or arguments are wrong */
};

/** What came of it, and its output as a source. Do not move it: `host` points to it. */
struct staith_kit_program {
    /** Source 0 is the output; findings go to the real host; nothing else may be called. */
    struct staith_host host;
    /** The caller's, set before the run: variables NAME=VALUE that the program has besides LANG and
     *  PATH, NULL behind the last; NULL: none. */
    const char *const *variables;
    const struct staith_host *real;
    enum staith_kit_program_end end;
    bool said;            /**< it wrote to standard error */
    uint32_t place_count; /**< lines "row N column M" on standard error, the first of them */
    struct staith_location places[STAITH_KIT_PROGRAM_PLACES];
    unsigned char *output;
    size_t len;
    size_t cap;
};

/** Run `command` (text of a LIST: program and arguments, a line each) over source 0 of `host`, or
 *  over nothing where `host` is NULL, and wait for its end. Zeroed storage; free it in any case.
 *  STAITH_OK, whatever its end; STAITH_EINVAL: no program with an absolute path; STAITH_EIO: the
 *  source cannot be read; STAITH_ENOMEM. */
int staith_kit_program_run(const struct staith_host *host, const char *command,
                           struct staith_kit_program *program);
void staith_kit_program_free(struct staith_kit_program *program);

/** Checks for how a program ended: a plugin puts STAITH_KIT_PROGRAM_CHECKS into its checks. */
enum staith_kit_program_check {
    STAITH_KIT_PROGRAM_CHECK_NO_START,
    STAITH_KIT_PROGRAM_CHECK_FAILED,
    STAITH_KIT_PROGRAM_CHECK_TOO_MUCH,
    STAITH_KIT_PROGRAM_CHECK_DATA,
    STAITH_KIT_PROGRAM_CHECK_LATER,
    STAITH_KIT_PROGRAM_CHECK_DENIED,
    STAITH_KIT_PROGRAM_CHECK_CONFIG,
    STAITH_KIT_PROGRAM_CHECK_SAID,
    STAITH_KIT_PROGRAM_CHECK_COUNT
};

/* clang-format off */
#define STAITH_KIT_PROGRAM_CHECKS                                                                  \
    {sizeof(struct staith_check_def), STAITH_ERROR, "program_not_started",                         \
     "The program could not be started.",                                                          \
     "See that it is there and may be run, and that the dataset may start programs."},             \
    {sizeof(struct staith_check_def), STAITH_ERROR, "program_failed",                              \
     "The program ended with another status than 0, or by a signal.",                              \
     "Run it by hand over the same file."},                                                        \
    {sizeof(struct staith_check_def), STAITH_ERROR, "program_too_much",                            \
     "The program printed more than 64 MiB.",                                                      \
     "Let it print only what is counted."},                                                        \
    {sizeof(struct staith_check_def), STAITH_ERROR, "program_data",                                \
     "The program says that what it read is not what it should be.",                               \
     "Look at the place, in what it prints; run it by hand over the same file."},                  \
    {sizeof(struct staith_check_def), STAITH_ERROR, "program_later",                               \
     "What the program reads, such as a database, was not reached or took too long.",              \
     "It is tried again; see that the other side is up, and raise the program's limit if not."},   \
    {sizeof(struct staith_check_def), STAITH_ERROR, "program_denied",                              \
     "The program was not let in to what it reads.",                                               \
     "Check the login and its rights, and that nobody else may read its connection file."},        \
    {sizeof(struct staith_check_def), STAITH_ERROR, "program_config",                              \
     "The program's configuration or arguments are wrong.",                                        \
     "Run it by hand as the daemon's user."},                                                      \
    {sizeof(struct staith_check_def), STAITH_QUERY, "program_said",                                \
     "The program wrote to standard error; what it wrote was dropped.",                            \
     "Run it by hand over the same file."},
/* clang-format on */

/** Report how the program ended, with the places that it gave; `first_check`: index of the first
 *  of STAITH_KIT_PROGRAM_CHECKS. STAITH_OK: it ended well; STAITH_ESOURCE; STAITH_EIO: what it
 *  reads was not reached, so that the run is tried again; what `finding` returned. */
int staith_kit_program_report(const struct staith_host *host, uint32_t first_check,
                              const struct staith_kit_program *program);

#ifdef __cplusplus
}
#endif
#endif
