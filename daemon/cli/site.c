/* SPDX-License-Identifier: Apache-2.0 */
/* staith site: the region's pages as a folder of files. */
#include "cli/cli.h"
#include "cli/output.h"
#include "cli/region_pages.h"

#include <errno.h>
#include <string.h>

enum { PATH_BYTES = 4096 };
static const size_t FILE_BYTES = (size_t)64 * 1024 * 1024;

struct input {
    const char *config;
    const char *out;
    const char *note;
    bool no_images;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 'o':
        input->out = arg;
        return 0;
    case 'n':
        input->note = arg;
        return 0;
    case 'i':
        input->no_images = true;
        return 0;
    case ARGP_KEY_END:
        if (input->out == NULL) {
            argp_error(state, "--out FOLDER is missing");
            return EINVAL;
        }
        return staith_cli_parse_rest(key, arg, input->config, state);
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the region's staith-aggregator", 0},
    {"out", 'o', "FOLDER", 0, "where the pages go; made when missing", 0},
    {"note", 'n', "TEXT", 0, "a sentence above every page", 0},
    {"no-images", 'i', NULL, 0, "leave the charts out as PNG (SVG is written anyway)", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc =
        "Write the region's pages into a folder: every indicator and council for every period, "
        "with its charts as SVG and PNG and its figures as CSV, JSON, Excel and OpenDocument. "
        "Begin at index.html.\vThe pages need no server and no script, and load nothing from "
        "elsewhere. A file that is there already is replaced as a whole. Exit status 66: nothing "
        "has arrived yet.",
};

/** A folder being written. */
struct writing {
    const struct staith_site *site;
    const char *folder;
    struct staith_buf body;
    unsigned files;
    struct staith_err *err;
};

static int write_one(void *ctx, const char *path)
{
    struct writing *writing = ctx;
    char place[PATH_BYTES];
    struct staith_site_answer answer = {.body = &writing->body};
    int len = snprintf(place, sizeof(place), "%s/%s", writing->folder, path);
    if (len < 0 || (size_t)len >= sizeof(place)) {
        return staith_err_set(writing->err, STAITH_ERR_LIMIT, "the name of the output is too long");
    }
    staith_buf_clear(&writing->body);
    int code = staith_site_answer(writing->site, path, NULL, &answer, writing->err);
    if (code == 0) {
        code = staith_cli_make_folders(place, writing->err);
    }
    if (code == 0) {
        code = staith_cli_write_file(place, &writing->body, writing->err);
    }
    writing->files += code == 0 ? 1 : 0;
    return code;
}

int staith_cli_site(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
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
        struct writing writing = {
            .site = staith_pages_site(pages.pages), .folder = input.out, .err = err};
        staith_buf_init(&writing.body, FILE_BYTES);
        code = staith_site_walk(writing.site, !input.no_images, write_one, &writing);
        staith_buf_deinit(&writing.body);
        if (code == 0) {
            staith_cli_print(cli, STAITH_CLI_PLAIN, "%u files; begin at %s/index.html\n",
                             writing.files, input.out);
        } else if (err->code == 0) {
            (void)staith_err_set(err, code, "the pages cannot be written");
        }
    }
    staith_cli_pages_close(&pages);
    return code;
}
