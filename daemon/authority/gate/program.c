/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What belongs to one build is found from where the running program lies, so that it is of the same
 * version and an installation may be moved as a whole. PATH is never searched.
 */
#include "authority/gate/run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

/* The folder of the running program, with the slash at its end; each "../" that `relative` begins
 * with is taken, so that paths stay as short as people write them. */
static int own_folder(char folder[PATH_BYTES], const char **relative, struct staith_err *err)
{
    ssize_t got = readlink("/proc/self/exe", folder, PATH_BYTES - 1);
    if (got > 0) {
        folder[got] = '\0';
        char *slash = strrchr(folder, '/');
        if (slash != NULL) {
            while (strncmp(*relative, "../", 3) == 0 && slash != folder) {
                *relative += 3;
                *slash = '\0';
                slash = strrchr(folder, '/');
            }
            slash[1] = '\0';
            return 0;
        }
    }
    return staith_err_set(err, STAITH_ERR_IO, "where this program lies cannot be read from /proc");
}

/* The parts one behind the other; false: they do not fit, and nothing is written that counts. */
static bool join(char *path, size_t cap, const char *folder, const char *middle, const char *name,
                 const char *end)
{
    int len = snprintf(path, cap, "%s%s%s%s", folder, middle, name, end);
    return len >= 0 && (size_t)len < cap;
}

int staith_gate_program(const char *name, char *ret_path, size_t cap, struct staith_err *err)
{
    static const char *const places[] = {"", STAITH_LIBEXEC_FOLDER "/"};
    char folder[PATH_BYTES];
    char path[PATH_BYTES];
    const char *place = "";
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        place = places[i];
        int rc = own_folder(folder, &place, err);
        if (rc != 0) {
            return rc;
        }
        if (!join(path, sizeof(path), folder, place, name, "") || access(path, X_OK) != 0) {
            continue;
        }
        size_t len = strlen(path);
        if (len >= cap) {
            return staith_err_set(err, STAITH_ERR_LIMIT, "the path of %s is too long", name);
        }
        memcpy(ret_path, path, len + 1);
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "the program %s is missing", name);
    staith_err_remedy(err, "install it in %s%s", folder, place);
    return STAITH_ERR_NOTFOUND;
}

int staith_gate_plugin(const struct staith_config_council *config, const char *plugin,
                       char *ret_path, size_t cap, struct staith_err *err)
{
    char folder[PATH_BYTES];
    char path[PATH_BYTES];
    bool fits = false;
    if (strchr(plugin, '/') != NULL) {
        fits = join(path, sizeof(path), plugin, "", "", "");
    } else if (config->plugin_folder != NULL) {
        fits = join(path, sizeof(path), config->plugin_folder, "/", plugin, ".so");
    } else {
        const char *place = STAITH_PLUGIN_FOLDER "/";
        int rc = own_folder(folder, &place, err);
        if (rc != 0) {
            return rc;
        }
        fits = join(path, sizeof(path), folder, place, plugin, ".so");
    }
    if (!fits || strlen(path) >= cap) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the path of plugin %s is too long", plugin);
    }
    memcpy(ret_path, path, strlen(path) + 1);
    return 0;
}

int staith_gate_share(const char *name, char *ret_path, size_t cap, struct staith_err *err)
{
    char folder[PATH_BYTES];
    char path[PATH_BYTES];
    const char *place = STAITH_SHARE_FOLDER "/";
    int rc = own_folder(folder, &place, err);
    if (rc != 0) {
        return rc;
    }
    if (!join(path, sizeof(path), folder, place, name, "") || strlen(path) >= cap) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the path of %s is too long", name);
    }
    if (access(path, R_OK | X_OK) != 0) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "the folder %s is missing", name);
        staith_err_remedy(err, "install it in %s%s", folder, place);
        return STAITH_ERR_NOTFOUND;
    }
    memcpy(ret_path, path, strlen(path) + 1);
    return 0;
}
