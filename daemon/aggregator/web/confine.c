/* SPDX-License-Identifier: Apache-2.0 */
/* realpath is of POSIX's XSI part. */
#define _XOPEN_SOURCE 700
/*
 * The state folder cannot be closed to writing: the accounts lie there, and a reader of a database
 * in WAL mode writes to its shared memory. The folder of the configuration is open to reading, and
 * not its file alone: a file that was replaced is another one, and a configuration that could not
 * be read again would leave in force what its operator had just taken back.
 */
#include "aggregator/web/confine.h"

#include "sandbox/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

enum { PATH_BYTES = 1024, MOST = 40 };

static const char *const READ[] = {
    /* the libraries' own */
    "/lib", "/lib64", "/usr/lib", "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo",
    "/proc/self", "/dev/urandom",
    /* a host's name, the user's, and certificates, for a database */
    "/etc/resolv.conf", "/run/systemd/resolve", "/etc/hosts", "/etc/host.conf",
    "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services", "/etc/protocols", "/etc/passwd",
    "/etc/ssl", "/usr/share/ca-certificates", "/etc/gnutls",
    /* fonts, for charts as pictures */
    "/etc/fonts", "/usr/share", "/usr/local/share/fonts", "/var/cache/fontconfig"};

/** Paths that were put together. */
struct places {
    char text[6][PATH_BYTES];
    struct staith_landlock_path paths[MOST];
    size_t texts;
    size_t count;
};

static void add(struct places *places, const char *path, unsigned rights)
{
    places->paths[places->count++] = (struct staith_landlock_path){path, rights};
}

static void add_folder_of(struct places *places, const char *path, unsigned rights)
{
    char *text = places->text[places->texts++];
    (void)snprintf(text, PATH_BYTES, "%s", path);
    char *slash = strrchr(text, '/');
    if (slash == NULL) {
        (void)snprintf(text, PATH_BYTES, ".");
    } else {
        slash[slash == text ? 1 : 0] = '\0';
    }
    add(places, text, rights);
}

/* A link to a file is judged by where the file is. */
static void add_folder_of_target(struct places *places, const char *path)
{
    char *target = realpath(path, NULL);
    if (target != NULL) {
        add_folder_of(places, target, STAITH_LANDLOCK_READ);
    }
    free(target);
}

static void add_home(struct places *places, const char *name)
{
    const char *home = getenv("HOME");
    if (home != NULL && home[0] == '/') {
        char *text = places->text[places->texts++];
        (void)snprintf(text, PATH_BYTES, "%.900s/%s", home, name);
        add(places, text, STAITH_LANDLOCK_READ);
    }
}

static void fill(const struct staith_config_region *config, struct places *places)
{
    const char *passwords = getenv("PGPASSFILE");
    for (size_t i = 0; i < sizeof(READ) / sizeof(READ[0]); i++) {
        add(places, READ[i], STAITH_LANDLOCK_READ);
    }
    add(places, "/dev/null", STAITH_LANDLOCK_READ | STAITH_LANDLOCK_WRITE);
    add(places, config->state_folder, STAITH_LANDLOCK_READ | STAITH_LANDLOCK_WRITE);
    add_folder_of(places, config->path, STAITH_LANDLOCK_READ);
    add_folder_of_target(places, config->path);
    if (strncmp(config->http.listen, "unix:", 5) == 0) { /* its socket goes with it */
        add_folder_of(places, config->http.listen + 5,
                      STAITH_LANDLOCK_READ | STAITH_LANDLOCK_WRITE);
    }
    if (strncmp(config->store, "postgresql:", 11) == 0) {
        add_home(places, ".pgpass");
        add_home(places, ".postgresql");
        if (passwords != NULL) {
            add(places, passwords, STAITH_LANDLOCK_READ);
        }
    }
}

int staith_web_confine(const struct staith_config_region *config,
                       char ret_words[STAITH_WEB_CONFINE_BYTES], struct staith_err *err)
{
    struct places places = {.count = 0};
    fill(config, &places);
    /* where libraries put what they work on; it goes with its descriptor */
    if (setenv("TMPDIR", config->state_folder, 1) != 0) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) != 0) {
        return staith_err_set(err, STAITH_ERR_DENIED, "new privileges cannot be given up");
    }
    int code = staith_landlock_apply(places.paths, places.count, true, err);
    code = code != 0 ? code : staith_seccomp_apply(STAITH_SECCOMP_SERVE, 0, 0, err);
    struct staith_sandbox_layer calls = staith_seccomp_probe();
    struct staith_sandbox_layer files = staith_landlock_probe();
    (void)snprintf(ret_words, STAITH_WEB_CONFINE_BYTES,
                   "no new privileges on, seccomp %s%s, Landlock %s%s",
                   calls.on ? "on" : "off: ", calls.why, files.on ? "on" : "off: ", files.why);
    return code;
}
