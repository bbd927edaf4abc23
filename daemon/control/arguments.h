/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CONTROL_ARGUMENTS_H
#define STAITH_CONTROL_ARGUMENTS_H
/*
 * The command line of a daemon: both take the same.
 */
#include <stdbool.h>

/** What a daemon says of itself. Texts are static. */
struct staith_control_program {
    const char *name;        /**< "staithd" */
    const char *version;     /**< "0.1.0" */
    const char *config_help; /**< what --config names */
    const char *check_help;  /**< what --check-config does */
    const char *doc;         /**< of argp: what it is, \v, signals and exit statuses */
};

struct staith_control_arguments {
    const char *config; /**< never NULL; argv's */
    bool check;         /**< --check-config */
    bool json;          /**< with it: as JSON */
};

/** Read them. Help, version and wrong usage (status 64) end the process, as argp does. */
void staith_control_arguments_read(const struct staith_control_program *program, int argc,
                                   char **argv, struct staith_control_arguments *ret_arguments);

#endif
