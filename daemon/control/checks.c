/* SPDX-License-Identifier: Apache-2.0 */
#include "control/checks.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

json_t *staith_control_err(const struct staith_err *err)
{
    const char *words = staith_err_words(err->code);
    json_t *json = json_pack("{s:i, s:s, s:s, s:s}", "code", err->code, "what",
                             err->what[0] != '\0' ? err->what : words, "where", err->where,
                             "remedy", err->remedy);
    /* a text that was cut inside a character is no text for JSON */
    return json != NULL ? json : json_pack("{s:i, s:s}", "code", err->code, "what", words);
}

void staith_control_checks_init(struct staith_control_checks *checks)
{
    *checks = (struct staith_control_checks){.list = json_array()};
}

void staith_control_checks_add(struct staith_control_checks *checks, const char *name, int rc,
                               const struct staith_err *err)
{
    json_t *item = json_pack("{s:s, s:b}", "check", name, "ok", rc == 0);
    if (rc != 0 && item != NULL) {
        (void)json_object_set_new(item, "error", staith_control_err(err));
    }
    (void)json_array_append_new(checks->list, item);
    if (rc != 0 && checks->first_code == 0) {
        checks->first_code = rc;
    }
}

static int fail_at(struct staith_err *err, int code, const char *what, const char *path,
                   const char *remedy)
{
    (void)staith_err_set(err, code, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return code;
}

static int check_folder(const char *path, struct staith_err *err)
{
    struct stat facts;
    if (stat(path, &facts) != 0) {
        return fail_at(err, errno == ENOENT ? STAITH_ERR_NOTFOUND : STAITH_ERR_DENIED,
                       "the folder does not exist or cannot be reached", path,
                       "make it, owned by the daemon's user, mode 0700");
    }
    if (!S_ISDIR(facts.st_mode)) {
        return fail_at(err, STAITH_ERR_CONFIG, "this is not a folder", path, "name a folder");
    }
    if (access(path, R_OK | W_OK | X_OK) != 0) {
        return fail_at(err, STAITH_ERR_DENIED, "the folder cannot be written to", path,
                       "let the daemon's user own it");
    }
    return 0;
}

void staith_control_checks_folders(struct staith_control_checks *checks, const char *state_folder,
                                   const char *control_socket)
{
    struct staith_err err = {0};
    char folder[PATH_BYTES];
    int rc = check_folder(state_folder, &err);
    staith_control_checks_add(checks, "state folder", rc, &err);
    (void)snprintf(folder, sizeof(folder), "%s", control_socket);
    char *slash = strrchr(folder, '/');
    if (slash != NULL && slash != folder) {
        *slash = '\0';
    }
    rc = check_folder(slash == NULL ? "." : folder, &err);
    staith_control_checks_add(checks, "control socket's folder", rc, &err);
}

/* ---- printing ---- */

static const char *text(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value == NULL ? "" : value;
}

static void print_check(const json_t *item, FILE *out)
{
    const json_t *error = json_object_get(item, "error");
    bool ok = json_is_true(json_object_get(item, "ok"));
    (void)fprintf(out, "%-6s %s\n", ok ? "ok" : "WRONG", text(item, "check"));
    if (!ok) {
        const char *where = text(error, "where");
        (void)fprintf(out, "       %s%s%s\n", where, where[0] == '\0' ? "" : ": ",
                      text(error, "what"));
    }
    if (!ok && text(error, "remedy")[0] != '\0') {
        (void)fprintf(out, "       %s\n", text(error, "remedy"));
    }
}

int staith_control_checks_print(json_t *list, int first_code, bool json, FILE *out)
{
    if (list == NULL) {
        return staith_err_status(STAITH_ERR_NOMEM);
    }
    if (json) {
        json_t *reply = json_pack("{s:b, s:O}", "ok", first_code == 0, "checks", list);
        (void)json_dumpf(reply, out, JSON_INDENT(2));
        (void)fputc('\n', out);
        json_decref(reply);
    } else {
        size_t i = 0;
        const json_t *item = NULL;
        json_array_foreach(list, i, item)
        {
            print_check(item, out);
        }
    }
    json_decref(list);
    return staith_err_status(fflush(out) != 0 ? STAITH_ERR_IO : first_code);
}
