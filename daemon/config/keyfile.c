/* SPDX-License-Identifier: Apache-2.0 */
/* Key files: one line of text. A secret that others could read is refused, not warned about. */
#include "config/schema.h"

#include "base/hex.h"
#include "base/z85.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_KEY_TEXT = 192 };

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
    if (rc == 0) {
        memcpy(ret_key, text, 41);
    }
    wipe(text, sizeof(text));
    wipe(key, sizeof(key));
    return rc;
}
