/* SPDX-License-Identifier: Apache-2.0 */
/* staith pack: a council's pages for print. PDF is made by WeasyPrint, a program of its own. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/region_pages.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, PDF_LIMIT_SECONDS = 120, PDF_CHECK_MS = 50 };
static const size_t PACK_BYTES = (size_t)16 * 1024 * 1024;

extern char **environ;

struct input {
    const char *config;
    const char *council;
    const char *period;
    const char *out;
    const char *note;
    bool html_only;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    struct staith_period period;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'C':
        input->council = arg;
        return 0;
    case 'p':
    case 'q':
        if (staith_period_parse(arg, &period) != 0) {
            argp_error(state, "a period is written 2025, 2025Q3 or 2025-07, not \"%s\"", arg);
            return EINVAL;
        }
        input->period = arg;
        return 0;
    case 'o':
        input->out = arg;
        return 0;
    case 'n':
        input->note = arg;
        return 0;
    case 'H':
        input->html_only = true;
        return 0;
    case ARGP_KEY_END:
        if (input->council == NULL || input->period == NULL) {
            argp_error(state, "--council CODE and --quarter or --period are needed");
            return EINVAL;
        }
        return staith_cli_parse_rest(key, arg, input->config, state);
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region's staith-aggregator", 0},
    {"council", 'C', "CODE", 0, "the council's DfE code, \"929\"", 0},
    {"quarter", 'q', "PERIOD", 0, "the quarter, \"2025Q3\"", 0},
    {"period", 'p', "PERIOD", 0, "any other period: \"2025\" for a census year", 0},
    {"out", 'o', "FOLDER", 0, "where the pack goes (default: here)", 0},
    {"note", 'n', "TEXT", 0, "a sentence at its top", 0},
    {"html-only", 'H', NULL, 0, "no PDF (needs no WeasyPrint)", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "Write a council's pack, two to four pages of A4 for the network's meeting or the "
           "scrutiny committee: what can be said beyond chance, the committee's table, every "
           "indicator over time, and the other councils.\vIt has the figures of the council's "
           "page. One file of HTML and one of PDF (tagged, PDF/UA-1) for each dataset that has "
           "the period; the PDF is made by the program `weasyprint`. Exit status 66: no such "
           "council or period.",
};

/* End the program when it takes too long. */
static int await(pid_t pid)
{
    const struct timespec pause = {0, PDF_CHECK_MS * 1000000L};
    int status = 0;
    for (int waited = 0; waited < PDF_LIMIT_SECONDS * 1000; waited += PDF_CHECK_MS) {
        pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid) {
            return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : STAITH_ERR_IO;
        }
        if (ended < 0 && errno != EINTR) {
            return STAITH_ERR_IO;
        }
        (void)nanosleep(&pause, NULL);
    }
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, &status, 0);
    return STAITH_ERR_TIMEOUT;
}

static int make_pdf(const char *html, const char *pdf, struct staith_err *err)
{
    char program[] = "weasyprint";
    char quiet[] = "--quiet";
    char variant[] = "--pdf-variant";
    char tagged[] = "pdf/ua-1";
    char *arguments[] = {
        program, quiet, variant, tagged, (char *)(uintptr_t)html, (char *)(uintptr_t)pdf, NULL};
    pid_t pid = 0;
    int rc = posix_spawnp(&pid, arguments[0], NULL, NULL, arguments, environ);
    int code = rc != 0 ? STAITH_ERR_NOTFOUND : await(pid);
    if (code != 0) {
        (void)staith_err_set(err, code, "the PDF was not made%s",
                             rc != 0 ? ": there is no program `weasyprint`" : "");
        staith_err_at(err, pdf, 0, 0);
        staith_err_remedy(err, "install the Debian package weasyprint, or take --html-only");
    }
    return code;
}

static int write_pack(const struct staith_cli *cli, const struct input *input,
                      const struct staith_site *site, const char *dataset, struct staith_err *err)
{
    char address[STAITH_SITE_PATH_BYTES];
    char place[PATH_BYTES];
    char pdf[PATH_BYTES];
    struct staith_buf body;
    struct staith_site_answer answer = {.body = &body};
    const char *folder = input->out != NULL ? input->out : ".";
    (void)snprintf(address, sizeof(address), "%s/%s/packs/%s.html", dataset, input->period,
                   input->council);
    int len = snprintf(place, sizeof(place), "%s/pack-%s-%s-%s.html", folder, dataset,
                       input->council, input->period);
    if (len < 0 || (size_t)len >= sizeof(place)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the name of the output is too long");
    }
    (void)snprintf(pdf, sizeof(pdf), "%.*s.pdf", len - (int)strlen(".html"), place);
    staith_buf_init(&body, PACK_BYTES);
    int code = staith_site_answer(site, address, NULL, &answer, err);
    if (code == 0) {
        code = staith_cli_make_folders(place, err);
    }
    if (code == 0) {
        code = staith_cli_write_file(place, &body, err);
    }
    staith_buf_deinit(&body);
    if (code == 0) {
        staith_cli_print(cli, STAITH_CLI_PLAIN, "%s\n", place);
    }
    if (code == 0 && !input->html_only) {
        code = make_pdf(place, pdf, err);
        if (code == 0) {
            staith_cli_print(cli, STAITH_CLI_PLAIN, "%s\n", pdf);
        }
    }
    return code;
}

/* A pack of every dataset that has the council and the period. */
static int write_packs(const struct staith_cli *cli, const struct input *input,
                       const struct staith_site *site, struct staith_err *err)
{
    unsigned written = 0;
    for (uint32_t i = 0; i < site->dataset_count; i++) {
        int code = write_pack(cli, input, site, site->datasets[i]->dataset, err);
        if (code == 0) {
            written++;
        } else if (code != STAITH_ERR_NOTFOUND || strstr(err->what, "PDF") != NULL) {
            return code;
        }
        memset(err, 0, sizeof(*err)); /* a dataset without the period is passed over */
    }
    if (written == 0) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no council %.16s with %.16s",
                             input->council, input->period);
        staith_err_remedy(err, "see with `staith compare` what there is");
        return STAITH_ERR_NOTFOUND;
    }
    return 0;
}

int staith_cli_pack(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    struct staith_cli_pages pages = {0};
    bool done = false;
    int code = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (code != 0 || done) {
        return code;
    }
    code = staith_cli_pages_open(cli, &pages, input.config, input.note, err);
    if (code == 0) {
        code = write_packs(cli, &input, staith_pages_site(pages.pages), err);
    }
    staith_cli_pages_close(&pages);
    return code;
}
