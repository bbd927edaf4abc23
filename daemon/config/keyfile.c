/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key files: one line of text. A secret that others could read is refused, not warned about. So is
 * one that does not belong to its public half: a file in which a bit flipped would sign what nobody
 * takes, or be a stranger to the other side, and nothing would say why.
 */
#include "config/schema.h"

#include "base/hex.h"
#include "base/z85.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_KEY_TEXT = 192, MAX_PATH_BYTES = 4096 };

static int fail(struct staith_err *err, int code, const char *path, const char *what,
                const char *remedy)
{
    int rc = staith_err_set(err, code, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return rc;
}

/* Overwritten in a way that the compiler may not leave out. */
static void wipe(void *data, size_t len)
{
    volatile unsigned char *bytes = data;
    for (size_t i = 0; i < len; i++) {
        bytes[i] = 0;
    }
}

static int check_open(int fd, const char *path, bool secret, struct staith_err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        return fail(err, STAITH_ERR_IO, path, "the key file is not a plain file",
                    "name the file that `staith keys new` made");
    }
    if (secret && (st.st_mode & (mode_t)077) != 0) {
        return fail(err, STAITH_ERR_DENIED, path, "others than its owner may use this secret key",
                    "chmod 600 the file; if others could read it, make new keys");
    }
    return 0;
}

/* The one line of the file without its end, NUL-terminated. */
static int read_line(const char *path, bool secret, char text[MAX_KEY_TEXT], struct staith_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return fail(err, errno == ENOENT ? STAITH_ERR_NOTFOUND : STAITH_ERR_IO, path,
                    errno == ENOENT ? "there is no such key file" : "the key file cannot be opened",
                    "make keys with `staith keys new --out FOLDER` and name them under `keys`");
    }
    size_t len = 0;
    int rc = check_open(fd, path, secret, err);
    while (rc == 0 && len < MAX_KEY_TEXT - 1) {
        ssize_t got = read(fd, text + len, MAX_KEY_TEXT - 1 - len);
        if (got < 0 && errno != EINTR) {
            rc = fail(err, STAITH_ERR_IO, path, "the key file cannot be read", "");
        }
        if (got == 0) {
            break;
        }
        len += got > 0 ? (size_t)got : 0;
    }
    (void)close(fd);
    while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r' || text[len - 1] == ' ')) {
        len--;
    }
    text[len] = '\0';
    return rc;
}

/* An Ed25519 secret key is its seed and, behind it, the public key that the seed gives. */
static int check_halves(const char *path, const uint8_t key[crypto_sign_SECRETKEYBYTES],
                        struct staith_err *err)
{
    uint8_t seed[crypto_sign_SEEDBYTES];
    uint8_t again[crypto_sign_SECRETKEYBYTES];
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES];
    memcpy(seed, key, sizeof(seed));
    int rc = crypto_sign_seed_keypair(public_key, again, seed);
    if (rc != 0 || sodium_memcmp(again, key, sizeof(again)) != 0) {
        rc = fail(err, STAITH_ERR_VERIFY, path, "the two halves of this signing key do not agree",
                  "the file is damaged: restore it from a copy");
    }
    sodium_memzero(seed, sizeof(seed));
    sodium_memzero(again, sizeof(again));
    return rc;
}

/* The public key that `staith keys new` put beside NAME.key as NAME.pub, where it is there. */
static int check_beside(const char *path, const uint8_t key[STAITH_Z85_KEY_BYTES],
                        struct staith_err *err)
{
    static const char ending[] = ".key";
    char beside[MAX_PATH_BYTES];
    char text[MAX_KEY_TEXT];
    char ours[STAITH_Z85_TEXT_BYTES];
    uint8_t public_key[STAITH_Z85_KEY_BYTES];
    const size_t len = strlen(path);
    if (len < sizeof(ending) || len >= sizeof(beside) ||
        strcmp(path + len - (sizeof(ending) - 1), ending) != 0) {
        return 0;
    }
    (void)snprintf(beside, sizeof(beside), "%.*s.pub", (int)(len - (sizeof(ending) - 1)), path);
    if (read_line(beside, false, text, NULL) != 0) {
        return 0;
    }
    if (crypto_scalarmult_base(public_key, key) != 0) {
        return fail(err, STAITH_ERR_VERIFY, path, "this is no transport key",
                    "the file is damaged: restore it from a copy");
    }
    staith_z85_encode(public_key, ours);
    if (strcmp(ours, text) != 0) {
        return fail(err, STAITH_ERR_VERIFY, path,
                    "this transport key and the public key beside it (.pub) do not belong together",
                    "one of the two files is damaged or of another pair: restore them from a copy");
    }
    return 0;
}

int staith_config_read_key_hex(const char *path, bool secret, uint8_t *ret_key, size_t key_len,
                               struct staith_err *err)
{
    char text[MAX_KEY_TEXT];
    int rc = read_line(path, secret, text, err);
    if (rc == 0 && staith_hex_decode(text, ret_key, key_len) != 0) {
        rc = staith_err_set(err, STAITH_ERR_CONFIG, "the file does not hold %zu hex digits",
                            2 * key_len);
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "name the file that `staith keys new` made");
    }
    if (rc == 0 && secret && key_len == crypto_sign_SECRETKEYBYTES) {
        rc = check_halves(path, ret_key, err);
    }
    wipe(text, sizeof(text));
    return rc;
}

int staith_config_read_key_z85(const char *path, bool secret, char ret_key[41],
                               struct staith_err *err)
{
    char text[MAX_KEY_TEXT];
    int rc = read_line(path, secret, text, err);
    uint8_t key[STAITH_Z85_KEY_BYTES];
    if (rc == 0 && staith_z85_decode(text, key) != 0) {
        rc = fail(err, STAITH_ERR_CONFIG, path, "the file does not hold a transport key",
                  "name the file that `staith keys new` made: 40 characters");
    }
    if (rc == 0 && secret) {
        rc = check_beside(path, key, err);
    }
    if (rc == 0) {
        memcpy(ret_key, text, 41);
    }
    wipe(text, sizeof(text));
    wipe(key, sizeof(key));
    return rc;
}
