/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/said.h"

#include <errno.h>
#include <stdlib.h>

error_t staith_cli_said_option(struct staith_cli_said *said, int key, const char *arg)
{
    switch (key) {
    case 'c':
        said->config = arg;
        return 0;
    case STAITH_CLI_KEY_OFFICER:
        said->officer = arg;
        return 0;
    case STAITH_CLI_KEY_REASON:
        said->reason = arg;
        return 0;
    case 'j':
        said->json = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

error_t staith_cli_said_check(const struct staith_cli_said *said, const char *more,
                              const struct argp_state *state)
{
    const char *missing = said->config == NULL    ? "--config FILE"
                          : more != NULL          ? more
                          : said->officer == NULL ? "--officer NAME"
                          : said->reason == NULL  ? "--reason TEXT"
                                                  : NULL;
    if (missing != NULL) {
        argp_error(state, "%s is missing", missing);
        return EINVAL;
    }
    return 0;
}

error_t staith_cli_said_number(const char *arg, const char *what, uint64_t *ret_number,
                               const struct argp_state *state)
{
    char *end = NULL;
    errno = 0;
    unsigned long long number = strtoull(arg, &end, 10);
    if (errno != 0 || end == arg || *end != '\0' || number == 0 || arg[0] == '-') {
        argp_error(state, "\"%s\" is no number of %s", arg, what);
        return EINVAL;
    }
    *ret_number = number;
    return 0;
}
