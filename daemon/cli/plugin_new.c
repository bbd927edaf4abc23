/* SPDX-License-Identifier: Apache-2.0 */
/* staith plugin new: a copy of the template that was installed with this program. */
#include "authority/gate/run.h"
#include "cli/cli.h"
#include "model/catalogue.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, FILE_MAX_BYTES = 256 * 1024 };

static const char placeholder[] = "@NAME@";

struct input {
    const char *name;
    const char *folder;
    bool script;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'o':
        input->folder = arg;
        return 0;
    case 's':
        input->script = true;
        return 0;
    case ARGP_KEY_ARG:
        if (input->name != NULL) {
            argp_error(state, "one name, not \"%s\" too", arg);
            return EINVAL;
        }
        input->name = arg;
        return 0;
    case ARGP_KEY_END:
        if (input->name == NULL) {
            argp_error(state, "the plugin's name is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"out", 'o', "FOLDER", 0, "where it goes; a folder of the plugin's name when left out", 0},
    {"script", 's', NULL, 0, "a program in Python for the plugin `script`, and none in C", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .args_doc = "NAME",
    .doc =
        "Make a folder with a plugin to start from: its source, a test on the fake host, a sample, "
        "a README, and what builds it with CMake or with make; or, with --script, the same in "
        "Python.\vIt builds and passes its test as "
        "it is. The name is a small letter and then small letters, digits and _.",
};

static int check_name(const char *name, struct staith_err *err)
{
    static const char *const taken[] = {"all",     "check",   "clean", "help",
                                        "install", "package", "test",  "staith"};
    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
        if (strcmp(name, taken[i]) == 0) {
            return staith_err_set(err, STAITH_ERR_INVAL,
                                  "a plugin cannot be called %s: build tools use that name", name);
        }
    }
    if (!staith_code_valid(name)) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "\"%.64s\" is no name of a plugin", name);
        staith_err_remedy(err,
                          "a small letter, then small letters, digits and _, as in foster_care");
        return STAITH_ERR_INVAL;
    }
    return 0;
}

static int fail(struct staith_err *err, const char *path, const char *what)
{
    int code = errno == EEXIST ? STAITH_ERR_EXISTS : STAITH_ERR_IO;
    (void)staith_err_set(err, code, "%s", what);
    staith_err_at(err, path, 0, 0);
    if (code == STAITH_ERR_EXISTS) {
        staith_err_remedy(err, "choose another folder with --out, or take that one away");
    }
    return code;
}

/* The whole of a small file, with a NUL behind it; the caller's to free. */
static int read_whole(const char *path, char **ret_text, struct staith_err *err)
{
    char *text = malloc(FILE_MAX_BYTES + 1);
    FILE *file = fopen(path, "r");
    size_t len = text != NULL && file != NULL ? fread(text, 1, FILE_MAX_BYTES, file) : 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    if (len == 0) {
        free(text);
        return fail(err, path, "the template cannot be read");
    }
    text[len] = '\0';
    *ret_text = text;
    return 0;
}

/* `text` with the plugin's name in it. */
static int write_filled(const char *path, const char *text, const char *name,
                        struct staith_err *err)
{
    mode_t mode = strncmp(text, "#!", 2) == 0 ? 0755 : 0644;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (file == NULL) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return fail(err, path, "a file cannot be made");
    }
    const char *at = text;
    for (const char *hit = strstr(at, placeholder); hit != NULL; hit = strstr(at, placeholder)) {
        (void)fwrite(at, 1, (size_t)(hit - at), file);
        (void)fputs(name, file);
        at = hit + sizeof(placeholder) - 1;
    }
    (void)fputs(at, file);
    bool failed = ferror(file) != 0;
    return fclose(file) == 0 && !failed ? 0 : fail(err, path, "a file cannot be written");
}

/* "plugin.c.in" becomes "NAME.c", "test_plugin.c.in" "test_NAME.c", "README.md.in" "README.md". */
static bool target_name(const char *file, const char *name, char out[PATH_BYTES])
{
    size_t len = strlen(file);
    const char *plugin = strstr(file, "plugin.");
    if (file[0] == '.' || len < 4 || strcmp(file + len - 3, ".in") != 0) {
        return false;
    }
    int written = plugin == NULL
                      ? snprintf(out, PATH_BYTES, "%.*s", (int)(len - 3), file)
                      : snprintf(out, PATH_BYTES, "%.*s%s.%.*s", (int)(plugin - file), file, name,
                                 (int)(file + len - 3 - (plugin + 7)), plugin + 7);
    return written > 0 && written < PATH_BYTES;
}

static int copy_one(const char *template, const char *file, const char *folder, const char *name,
                    struct staith_err *err)
{
    char from[PATH_BYTES];
    char to[PATH_BYTES];
    char target[PATH_BYTES];
    char *text = NULL;
    if (!target_name(file, name, target)) {
        return 0;
    }
    int from_len = snprintf(from, sizeof(from), "%s/%s", template, file);
    int to_len = snprintf(to, sizeof(to), "%s/%s", folder, target);
    if (from_len >= PATH_BYTES || to_len >= PATH_BYTES) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the folder's path is too long");
    }
    int rc = read_whole(from, &text, err);
    if (rc == 0) {
        rc = write_filled(to, text, name, err);
        free(text);
    }
    return rc;
}

static int copy_all(const char *template, const char *folder, const char *name,
                    struct staith_err *err)
{
    DIR *dir = opendir(template);
    if (dir == NULL) {
        return fail(err, template, "the template is missing; install Staith whole");
    }
    int rc = mkdir(folder, 0777) == 0 ? 0 : fail(err, folder, "the folder cannot be made");
    for (const struct dirent *entry = readdir(dir); rc == 0 && entry != NULL;
         entry = readdir(dir)) {
        rc = copy_one(template, entry->d_name, folder, name, err);
    }
    (void)closedir(dir);
    return rc;
}

int staith_cli_plugin_new(const struct staith_cli *cli, int argc, char **argv,
                          struct staith_err *err)
{
    struct input input = {0};
    char template[PATH_BYTES];
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    const char *folder = input.folder != NULL ? input.folder : input.name;
    rc = check_name(input.name, err);
    if (rc == 0) {
        rc = staith_gate_share(input.script ? "plugin-template-script" : "plugin-template",
                               template, sizeof(template), err);
    }
    if (rc == 0) {
        rc = copy_all(template, folder, input.name, err);
    }
    if (rc == 0 && input.script) {
        (void)fprintf(cli->out,
                      "%s is a program for the plugin `script` that works as it is:\n\n"
                      "  cd %s\n"
                      "  ./test_%s.py\n"
                      "  staith plugin check %s.py\n"
                      "  staith plugin test %s.py --source sample-2025Q3.csv\n\n"
                      "Its README.md says what to change.\n",
                      folder, folder, input.name, input.name, input.name);
    } else if (rc == 0) {
        (void)fprintf(cli->out,
                      "%s is a plugin that builds and passes its test as it is:\n\n"
                      "  cd %s\n"
                      "  cmake -B build && cmake --build build && ctest --test-dir build\n"
                      "  staith plugin check build/%s.so\n"
                      "  staith plugin test build/%s.so --source sample-2025Q3.csv\n\n"
                      "Its README.md says what to change.\n",
                      folder, folder, input.name, input.name);
    }
    return rc;
}
