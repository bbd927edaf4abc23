/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith keys new. Files are written whole beside their place and then linked into it, so that
 * no key is ever half there, and without --force none is overwritten even in a race.
 */
#include "base/hex.h"
#include "base/z85.h"
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 1024, FILE_COUNT = 4 };

struct input {
    const char *folder;
    bool force;
    bool json;
};

/* One file to be made. */
struct key_file {
    const char *name;
    mode_t mode;
    char text[2 * crypto_sign_SECRETKEYBYTES + 2]; /* with line end and NUL */
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'o':
        input->folder = arg;
        return 0;
    case 'f':
        input->force = true;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "unexpected argument \"%s\"", arg);
        return EINVAL;
    case ARGP_KEY_END:
        if (input->folder == NULL) {
            argp_error(state, "--out FOLDER is missing");
            return EINVAL;
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option options[] = {
    {"out", 'o', "FOLDER", 0, "where the four files go; made if it is missing", 0},
    {"force", 'f', NULL, 0, "replace keys that are there", 0},
    {"json", 'j', NULL, 0, "print the public keys as JSON", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "Make the keys of a daemon: transport.key and transport.pub encrypt its connection, "
           "signing.key and signing.pub sign what a council releases.\v"
           "The .key files are secret and stay on this machine; give the .pub files to the other "
           "side. Keys are not overwritten without --force: a council that signs with a new key "
           "must be known to its region by it first.",
};

static int fail_at(struct staith_err *err, int code, const char *path, const char *what)
{
    int rc = staith_err_set(err, code, "%s", what);
    staith_err_at(err, path, 0, 0);
    return rc;
}

static int make_keys(struct key_file files[FILE_COUNT], struct staith_err *err)
{
    uint8_t box_public[crypto_box_PUBLICKEYBYTES];
    uint8_t box_secret[crypto_box_SECRETKEYBYTES];
    uint8_t sign_public[crypto_sign_PUBLICKEYBYTES];
    uint8_t sign_secret[crypto_sign_SECRETKEYBYTES];
    char z85[STAITH_Z85_TEXT_BYTES];
    if (sodium_init() < 0 || crypto_box_keypair(box_public, box_secret) != 0 ||
        crypto_sign_keypair(sign_public, sign_secret) != 0) {
        return staith_err_set(err, STAITH_ERR_IO, "no random bytes can be had");
    }
    staith_z85_encode(box_secret, z85);
    memcpy(files[0].text, z85, sizeof(z85));
    staith_z85_encode(box_public, z85);
    memcpy(files[1].text, z85, sizeof(z85));
    (void)staith_hex_encode(sign_secret, sizeof(sign_secret), files[2].text, sizeof(files[2].text));
    (void)staith_hex_encode(sign_public, sizeof(sign_public), files[3].text, sizeof(files[3].text));
    sodium_memzero(box_secret, sizeof(box_secret));
    sodium_memzero(sign_secret, sizeof(sign_secret));
    sodium_memzero(z85, sizeof(z85));
    return 0;
}

static bool write_all(int fd, const char *text, size_t len)
{
    size_t done = 0;
    while (done < len) {
        ssize_t count = write(fd, text + done, len - done);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        done += count > 0 ? (size_t)count : 0;
    }
    return fsync(fd) == 0;
}

/* Write a file beside its place under `draft`, synced. */
static int write_draft(const char *draft, const struct key_file *file, struct staith_err *err)
{
    (void)unlink(draft);
    int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, file->mode);
    if (fd < 0) {
        int rc = fail_at(err, errno == EACCES ? STAITH_ERR_DENIED : STAITH_ERR_IO, draft,
                         "the file cannot be made");
        staith_err_remedy(err, "name a folder that this user may write to");
        return rc;
    }
    size_t len = strlen(file->text);
    bool good =
        fchmod(fd, file->mode) == 0 && write_all(fd, file->text, len) && write_all(fd, "\n", 1);
    good = close(fd) == 0 && good;
    if (!good) {
        (void)unlink(draft);
        return fail_at(err, STAITH_ERR_IO, draft, "the file cannot be written");
    }
    return 0;
}

static int put_file(const char *folder, const struct key_file *file, bool force,
                    struct staith_err *err)
{
    char path[PATH_BYTES];
    char draft[PATH_BYTES];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, file->name);
    int len = snprintf(draft, sizeof(draft), "%s/.%s.new", folder, file->name);
    if (len < 0 || (size_t)len >= sizeof(draft)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the folder's path is too long");
    }
    int rc = write_draft(draft, file, err);
    if (rc != 0) {
        return rc;
    }
    bool placed = force ? rename(draft, path) == 0 : link(draft, path) == 0;
    if (!placed) {
        rc = fail_at(err, errno == EEXIST ? STAITH_ERR_EXISTS : STAITH_ERR_IO, path,
                     errno == EEXIST ? "there is a key already" : "the file cannot be made");
        staith_err_remedy(err, "name another folder, or replace the keys with --force");
    }
    if (!force || !placed) {
        (void)unlink(draft);
    }
    return rc;
}

/* None of the four may be there: a half-made set would be worse than none. */
static int check_free(const char *folder, const struct key_file files[FILE_COUNT],
                      struct staith_err *err)
{
    char path[PATH_BYTES];
    for (int i = 0; i < FILE_COUNT; i++) {
        struct stat st;
        (void)snprintf(path, sizeof(path), "%s/%s", folder, files[i].name);
        if (lstat(path, &st) == 0) {
            int rc = fail_at(err, STAITH_ERR_EXISTS, path, "there is a key already");
            staith_err_remedy(err, "name another folder, or replace the keys with --force");
            return rc;
        }
    }
    return 0;
}

static int tell(const struct staith_cli *cli, const struct input *input,
                const struct key_file files[FILE_COUNT], struct staith_err *err)
{
    if (input->json) {
        return staith_cli_json(cli,
                               json_pack("{s:s, s:s, s:s}", "folder", input->folder,
                                         "transport_public_key", files[1].text,
                                         "signing_public_key", files[3].text),
                               err);
    }
    (void)fprintf(cli->out,
                  "Made transport.key, transport.pub, signing.key and signing.pub in %s.\n"
                  "\n"
                  "  transport.pub  %s\n"
                  "  signing.pub    %s\n"
                  "\n"
                  "These two are public: give them to the other side. The .key files are secret.\n",
                  input->folder, files[1].text, files[3].text);
    return 0;
}

int staith_cli_keys_new(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    struct key_file files[FILE_COUNT] = {
        {.name = "transport.key", .mode = (mode_t)0600},
        {.name = "transport.pub", .mode = (mode_t)0644},
        {.name = "signing.key", .mode = (mode_t)0600},
        {.name = "signing.pub", .mode = (mode_t)0644},
    };
    if (mkdir(input.folder, (mode_t)0700) != 0 && errno != EEXIST) {
        rc = fail_at(err, errno == EACCES ? STAITH_ERR_DENIED : STAITH_ERR_IO, input.folder,
                     "the folder cannot be made");
        staith_err_remedy(err, "make the folder above it first");
        return rc;
    }
    rc = input.force ? 0 : check_free(input.folder, files, err);
    rc = rc != 0 ? rc : make_keys(files, err);
    for (int i = 0; i < FILE_COUNT && rc == 0; i++) {
        rc = put_file(input.folder, &files[i], input.force, err);
    }
    if (rc == 0) {
        rc = tell(cli, &input, files, err);
    }
    sodium_memzero(files, sizeof(files));
    return rc;
}
