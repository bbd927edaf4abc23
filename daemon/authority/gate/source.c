/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/source.h"

#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fail_open(const char *path, int why, struct staith_err *err)
{
    int code = STAITH_ERR_IO;
    const char *remedy = "see that the file can be read";
    if (why == ENOENT || why == ENOTDIR) {
        code = STAITH_ERR_NOTFOUND;
        remedy = "put the file there or correct the path";
    } else if (why == EACCES || why == EPERM) {
        code = STAITH_ERR_DENIED;
        remedy = "let the daemon's user read the file";
    } else if (why == ENXIO) { /* a socket, or a device that is not there */
        code = STAITH_ERR_REFUSED;
        remedy = "name the return itself, not a folder, pipe or device";
    } else if (why == ELOOP) {
        code = STAITH_ERR_REFUSED;
        remedy = "put the file itself into the folder, not a symbolic link";
    }
    char words[128] = "unknown error";
    (void)strerror_r(why, words, sizeof(words));
    (void)staith_err_set(err, code, "the source cannot be opened: %s", words);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return code;
}

static int check_open(const char *path, int fd, uint64_t max_bytes, uint64_t *ret_bytes,
                      struct staith_err *err)
{
    struct stat facts;
    if (fstat(fd, &facts) != 0) {
        return fail_open(path, errno, err);
    }
    int rc = 0;
    if (!S_ISREG(facts.st_mode)) {
        rc = staith_err_set(err, STAITH_ERR_REFUSED, "the source is not a regular file");
        staith_err_remedy(err, "name the return itself, not a folder, pipe or device");
    } else if (max_bytes > 0 && (uint64_t)facts.st_size > max_bytes) {
        rc = staith_err_set(err, STAITH_ERR_REFUSED,
                            "the source has %" PRIu64 " bytes, more than the limit of %" PRIu64,
                            (uint64_t)facts.st_size, max_bytes);
        staith_err_remedy(err, "check the file, or raise limits.max-source-megabytes");
    } else {
        *ret_bytes = (uint64_t)facts.st_size;
    }
    if (rc != 0) {
        staith_err_at(err, path, 0, 0);
    }
    return rc;
}

int staith_gate_source_open(const char *path, bool follow_link, uint64_t max_bytes, int *ret_fd,
                            uint64_t *ret_bytes, struct staith_err *err)
{
    /* O_NONBLOCK: opening a FIFO must not wait for its writer; it is refused a line later. */
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow_link ? 0 : O_NOFOLLOW);
    int fd = open(path, flags);
    if (fd < 0) {
        return fail_open(path, errno, err);
    }
    int rc = check_open(path, fd, max_bytes, ret_bytes, err);
    if (rc != 0) {
        (void)close(fd);
        return rc;
    }
    *ret_fd = fd;
    return 0;
}

const char *staith_gate_source_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

void staith_gate_source_label(const char *path, char ret_label[STAITH_GATE_LABEL_BYTES])
{
    const char *name = staith_gate_source_name(path);
    size_t len = strlen(name);
    bool plain = len < STAITH_GATE_LABEL_BYTES && staith_utf8_valid(name, len);
    if (len >= STAITH_GATE_LABEL_BYTES) {
        len = STAITH_GATE_LABEL_BYTES - 1;
    }
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)name[i];
        bool odd = byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !plain);
        ret_label[i] = odd ? '?' : name[i];
    }
    ret_label[len] = '\0';
}
