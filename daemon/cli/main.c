/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* COLUMNS, else what the terminal says; 0 where there is no terminal. */
static unsigned terminal_width(void)
{
    struct winsize size = {0};
    const char *columns = getenv("COLUMNS");
    unsigned long width = columns != NULL ? strtoul(columns, NULL, 10) : 0;
    if (width >= 20 && width <= 1000) {
        return (unsigned)width;
    }
    if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
        return size.ws_col >= 20 ? size.ws_col : 80;
    }
    return 0;
}

static bool wants_colour(void)
{
    const char *no_colour = getenv("NO_COLOR"); /* https://no-color.org */
    const char *term = getenv("TERM");
    return isatty(STDOUT_FILENO) == 1 && (no_colour == NULL || no_colour[0] == '\0') &&
           term != NULL && strcmp(term, "dumb") != 0;
}

int main(int argc, char **argv)
{
    /* Texts are UTF-8 whatever the terminal's language is: names of councils need it. */
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    const struct staith_cli cli = {
        .out = stdout,
        .err = stderr,
        .width = terminal_width(),
        .colour = wants_colour(),
        .name = "staith",
    };
    int status = staith_cli_main(&cli, argc, argv);
    if (fflush(stdout) != 0 && status == 0) {
        status = staith_err_status(STAITH_ERR_IO);
    }
    return status;
}
