/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_GATE_PLACE_H
#define STAITH_TEST_GATE_PLACE_H
/*
 * A folder of its own for a test: files in it, keys, and a council's configuration for the stand-in
 * host of tests/support/children.
 */
#include "base/hex.h"
#include "config/schema.h"

#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PLACE_PATH = 512 };

struct place {
    char folder[64];
    struct staith_config_council config;
    struct staith_config_dataset dataset;
};

static inline const char *place_path(const struct place *place, const char *name,
                                     char out[PLACE_PATH])
{
    (void)snprintf(out, PLACE_PATH, "%s/%s", place->folder, name);
    return out;
}

/* Write `text` to folder/name with mode 0600; 0 or -1. */
static inline int place_write(const struct place *place, const char *name, const char *text)
{
    char path[PLACE_PATH];
    int fd = open(place_path(place, name, path), O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return -1;
    }
    size_t len = strlen(text);
    int rc = write(fd, text, len) == (ssize_t)len ? 0 : -1;
    return close(fd) == 0 ? rc : -1;
}

/* A folder with state/ and source/ in it, and a configuration in memory whose only dataset, csww,
 * uses `plugin`. */
static inline int place_init(struct place *place, const char *plugin)
{
    char path[PLACE_PATH];
    memset(place, 0, sizeof(*place));
    (void)snprintf(place->folder, sizeof(place->folder), "/tmp/staith-gate-XXXXXX");
    if (sodium_init() < 0 || mkdtemp(place->folder) == NULL ||
        mkdir(place_path(place, "state", path), S_IRWXU) != 0 ||
        mkdir(place_path(place, "source", path), S_IRWXU) != 0) {
        return -1;
    }
    place->dataset = (struct staith_config_dataset){
        .name = "csww", .plugin = plugin, .source = "", .scan_seconds = 1, .where = "test:1:1"};
    place->config = (struct staith_config_council){
        .authority_code = "840",
        .authority_name = "County Durham",
        .plugin_folder = "/nowhere",
        .dataset_count = 1,
        .datasets = &place->dataset,
        .limits = {.run_seconds = 20,
                   .memory_bytes = 256u << 20,
                   .max_cells = 1000,
                   .max_people = 1000,
                   .max_observations = 1000,
                   .max_source_bytes = 1 << 20},
    };
    return 0;
}

/* Make keys and staithd.yaml in the folder; the source is the folder source/. */
static inline int place_write_config(const struct place *place, const char *file,
                                     const char *plugin, const char *more)
{
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES];
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    char hex[2 * crypto_sign_SECRETKEYBYTES + 2];
    char path[PLACE_PATH];
    char so[80];
    char text[4096];
    if (access(place_path(place, "signing.key", path), F_OK) != 0) {
        (void)crypto_sign_keypair(public_key, secret);
        (void)staith_hex_encode(secret, sizeof(secret), hex, sizeof(hex));
        if (place_write(place, "signing.key", hex) != 0 ||
            place_write(place, "transport.key", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6") != 0) {
            return -1;
        }
    }
    (void)snprintf(text, sizeof(text),
                   "authority:\n  code: \"840\"\n  name: County Durham\n"
                   "state: %s/state\ncontrol: %s/state/control.sock\nplugins: %s\n"
                   "keys:\n  signing: %s/signing.key\n  transport: %s/transport.key\n"
                   "region:\n  public-key: \"rq:rM>}U?@Lns47E1%%kR.o@n%%FcmmsL/@{H8]yf7\"\n"
                   "  endpoints:\n    - tcp://127.0.0.1:9\n"
                   "datasets:\n  - name: csww\n    plugin: %s\n    source: %s/source\n"
                   "    scan-seconds: 1\n%s",
                   place->folder, place->folder, place->folder, place->folder, place->folder,
                   plugin, place->folder, more);
    /* The host of these tests does what the plugin's name says; the file has to be there alone. */
    (void)snprintf(so, sizeof(so), "%.64s.so", plugin);
    return place_write(place, so, "a plugin") != 0 ? -1 : place_write(place, file, text);
}

/* Remove the folder with all in it. */
static inline void place_deinit(const struct place *place)
{
    pid_t child = fork();
    if (child == 0) {
        (void)execl("/bin/rm", "rm", "-rf", "--", place->folder, (char *)NULL);
        _exit(127);
    }
    if (child > 0) {
        (void)waitpid(child, NULL, 0);
    }
}

#endif
