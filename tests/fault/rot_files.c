/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bit rot of the files beside ledger and store: rot_files [STEP]. One bit of every STEP-th byte of
 * a council's held.db, receipts.db, truth.db and followed.db, of its secret keys and of its
 * configuration is flipped, one at a time, and the file is read as its program reads it. What is
 * read is what was written, or the reading fails and names the file. A configuration is a text for
 * people and has no checksum: flipped, it is refused by its place, or it is another valid one. A
 * sealed one is cut off at each length as well.
 */
#include "config/schema.h"
#include "config/seal.h"
#include "held_fixture.h"
#include "ledger/followed.h"
#include "ledger/truth.h"

#include "base/hex.h"
#include "base/z85.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>

enum {
    PATH_BYTES = 256,
    MAX_FILE_BYTES = 1 << 20,
    NOW_MS = 1000,
    SAID_BYTES = 8192,
    MAX_LINES = 20
};

struct rot {
    struct ledger_fixture fixture;
    struct staith_outside outside;
    uint8_t *bytes;
    size_t len;
    char path[PATH_BYTES]; /* of the file that rots */
    char said[SAID_BYTES]; /* what was read of it when it was whole */
    uint64_t wrong;
};

/* Read the file at `rot->path` into words. 0, or the error of its program. */
typedef int reading(struct rot *rot, char said[SAID_BYTES], struct staith_err *err);

struct kind {
    const char *name;
    reading *read;
    bool checked; /* what is read is what was written */
    bool whole;   /* nothing is read of a file whose end is cut off */
};

static int64_t now(void *ctx)
{
    (void)ctx;
    return NOW_MS;
}

static void chance(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 7, len);
}

static void die(const char *what)
{
    (void)fprintf(stderr, "rot_files: %s\n", what);
    exit(70);
}

static void say(char said[SAID_BYTES], const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void say(char said[SAID_BYTES], const char *format, ...)
{
    const size_t len = strlen(said);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(said + len, SAID_BYTES - len, format, args);
    va_end(args);
}

static void say_bytes(char said[SAID_BYTES], const void *bytes, size_t len)
{
    uint8_t hash[STAITH_HASH_BYTES];
    char text[2 * STAITH_HASH_BYTES + 1];
    staith_codec_hash(bytes, len, hash);
    (void)staith_hex_encode(hash, sizeof(hash), text, sizeof(text));
    say(said, "%s ", text);
}

/* ---- how each is read ---- */

static void say_held(char said[SAID_BYTES], const struct staith_held_item *item)
{
    say(said, "%d %s %d %lld %lld %lld %s %s ", (int)item->state, item->dataset,
        (int)item->period.year, (long long)item->held_unix_ms, (long long)item->changed_unix_ms,
        (long long)item->leaves_unix_ms, item->note.source_name, item->note.decision_json);
    say_bytes(said, item->release, item->release_len);
    say_bytes(said, item->catalogue, item->catalogue_len);
    for (uint32_t i = 0; i < item->word_count; i++) {
        say(said, "%s %s %s %d", item->words[i].officer, item->words[i].role, item->words[i].reason,
            (int)item->words[i].approves);
    }
}

static int read_held(struct rot *rot, char said[SAID_BYTES], struct staith_err *err)
{
    struct staith_held *held = NULL;
    struct staith_held_item item;
    uint64_t number = 0;
    int rc = staith_held_open(rot->fixture.folder, &held, err);
    while (rc == 0) {
        rc = staith_held_next(held, number, true, &number);
        if (rc == 0) {
            rc = staith_held_read(held, number, &item, err);
        }
        if (rc == 0) {
            say_held(said, &item);
        }
    }
    if (rc != STAITH_ERR_NOTFOUND && err->code == 0) { /* staith_held_next says it by its code */
        (void)staith_err_set(err, rc, "the held releases cannot be listed");
        staith_err_at(err, rot->path, 0, 0);
    }
    staith_held_close(held);
    return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
}

static int read_receipts(struct rot *rot, char said[SAID_BYTES], struct staith_err *err)
{
    struct staith_ledger *ledger = NULL;
    struct staith_ledger_entry entry;
    int rc = staith_ledger_open_reader(rot->fixture.folder, &ledger, err);
    for (uint64_t number = 1; rc == 0 && number <= 3; number++) {
        rc = staith_ledger_read(ledger, number, &entry, err);
        if (rc == 0) {
            say(said, "%lld %u %s ", (long long)entry.received_unix_ms, (unsigned)entry.refused,
                entry.refused_detail != NULL ? entry.refused_detail : "");
        }
    }
    staith_ledger_close(ledger);
    return rc;
}

static int read_truth(struct rot *rot, char said[SAID_BYTES], struct staith_err *err)
{
    static const uint8_t hash[STAITH_HASH_BYTES] = {1};
    struct staith_truth *truth = NULL;
    struct staith_system got = {0};
    struct staith_arena arena;
    staith_arena_init(&arena, 1 << 16);
    int rc = staith_truth_open(rot->fixture.folder, NULL, &truth, err);
    rc = rc != 0 ? rc : staith_truth_read(truth, hash, 0, &arena, &got, err);
    for (uint32_t i = 0; rc == 0 && i < got.cell_count; i++) {
        say(said, "%s=%lld ", got.names[i], (long long)got.values[i]);
    }
    staith_truth_close(truth);
    staith_arena_deinit(&arena);
    return rc;
}

static int read_followed(struct rot *rot, char said[SAID_BYTES], struct staith_err *err)
{
    static const uint8_t hash[STAITH_HASH_BYTES] = {1};
    struct staith_followed *followed = NULL;
    struct staith_sketch sketch = {0};
    int rc = staith_followed_open(rot->fixture.folder, &rot->outside, &followed, err);
    rc = rc != 0 ? rc : staith_followed_get(followed, "csww", hash, "pay", &sketch);
    if (rc == 0) {
        say_bytes(said, staith_followed_key(followed), STAITH_FOLLOWED_KEY_BYTES);
        say_bytes(said, &sketch, sizeof(sketch));
    } else if (err->code == 0) {
        (void)staith_err_set(err, rc, "no sketch");
        staith_err_at(err, rot->path, 0, 0);
    }
    staith_followed_close(followed);
    return rc;
}

static int read_signing(struct rot *rot, char said[SAID_BYTES], struct staith_err *err)
{
    uint8_t key[STAITH_SECRET_KEY_BYTES];
    int rc = staith_config_read_key_hex(rot->path, true, key, sizeof(key), err);
    if (rc == 0) {
        say_bytes(said, key, sizeof(key));
    }
    return rc;
}

/* The public key counts: X25519 looks past five bits of a secret one. */
static int read_transport(struct rot *rot, char said[SAID_BYTES], struct staith_err *err)
{
    char text[STAITH_Z85_TEXT_BYTES];
    uint8_t key[STAITH_Z85_KEY_BYTES];
    uint8_t public_key[STAITH_Z85_KEY_BYTES];
    int rc = staith_config_read_key_z85(rot->path, true, text, err);
    if (rc == 0 &&
        (staith_z85_decode(text, key) != 0 || crypto_scalarmult_base(public_key, key) != 0)) {
        die("a key was read that is none");
    }
    if (rc == 0) {
        say_bytes(said, public_key, sizeof(public_key));
    }
    return rc;
}

static int read_config(struct rot *rot, char said[SAID_BYTES], struct staith_err *err)
{
    struct staith_config_council *config = NULL;
    int rc = staith_config_council_read(rot->path, &config, err);
    if (rc == 0) {
        say(said, "%s %s %s %s %s %s", config->authority_code, config->authority_name,
            config->state_folder, config->endpoints[0], config->datasets[0].name,
            config->datasets[0].source);
        staith_config_council_free(config);
    }
    return rc;
}

/* ---- the files, whole ---- */

static void write_bytes(const char *path, const void *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || close(fd) != 0) {
        die(path);
    }
}

static bool make_held(const struct ledger_fixture *f)
{
    const struct staith_held_word word = held_fixture_word("Ann Officer", true, NOW_MS);
    struct staith_held *held = NULL;
    uint64_t number = 0;
    uint64_t replaced = 0;
    bool good = staith_held_open(f->folder, &held, NULL) == 0 &&
                held_fixture_put(f, held, 2024, 8, 1, NOW_MS, &number, &replaced) == 0 &&
                held_fixture_put(f, held, 2025, 9, 2, NOW_MS, &number, &replaced) == 0 &&
                staith_held_say(held, number, &word, STAITH_HELD_APPROVED, 0, NULL) == 0;
    staith_held_close(held);
    return good;
}

static bool make_secrets(const struct rot *rot)
{
    static const uint8_t hash[STAITH_HASH_BYTES] = {1};
    static const char *names[] = {"leavers", "leavers|role=manager"};
    static int64_t values[] = {28, 6};
    const struct staith_system system = {.cell_count = 2, .names = names, .values = values};
    const struct staith_followed_cell cell = {"pay", {{1, 2, 3, 4, 5}, {6, 7}}};
    const char *folder = rot->fixture.folder;
    struct staith_truth *truth = NULL;
    struct staith_followed *followed = NULL;
    int64_t number = 0;
    uint32_t dropped = 0;
    bool good = staith_truth_open(folder, &rot->outside, &truth, NULL) == 0 &&
                staith_truth_put(truth, "csww", hash, &system, &number, &dropped, NULL) == 0 &&
                staith_followed_open(folder, &rot->outside, &followed, NULL) == 0 &&
                staith_followed_put(followed, "csww", hash, &cell, 1, NOW_MS, NULL) == 0;
    staith_truth_close(truth);
    staith_followed_close(followed);
    return good;
}

static bool make_receipts(const struct rot *rot)
{
    const struct ledger_fixture *f = &rot->fixture;
    struct staith_ledger *ledger = NULL;
    struct staith_receipts *receipts = NULL;
    uint8_t last[STAITH_HASH_BYTES];
    uint64_t number = 0;
    bool good =
        staith_ledger_open(f->folder, "840", f->secret, &rot->outside, &ledger, NULL) == 0 &&
        ledger_fixture_append(f, ledger, 2024, 8, 1, &number, NULL) == 0 &&
        ledger_fixture_append(f, ledger, 2025, 9, 2, &number, NULL) == 0 &&
        staith_ledger_hash(ledger, 2, last) == 0 &&
        staith_receipts_open(f->folder, false, &receipts, NULL) == 0 &&
        staith_receipts_commit(receipts, staith_ledger_epoch(ledger), 2, last, NOW_MS) == 0 &&
        staith_receipts_refuse(receipts, staith_ledger_epoch(ledger), 3, 5, "chain", NOW_MS) == 0;
    staith_receipts_close(receipts);
    staith_ledger_close(ledger);
    return good;
}

/* The same with a seal, as `staith config seal` makes it. */
static void make_sealed(const struct rot *rot, const char *config)
{
    char path[PATH_BYTES];
    struct staith_buf sealed;
    staith_buf_init(&sealed, MAX_FILE_BYTES);
    if (staith_config_seal_add(config, strlen(config), &sealed) != 0) {
        die("a seal");
    }
    (void)snprintf(path, sizeof(path), "%s/sealed.yaml", rot->fixture.folder);
    write_bytes(path, sealed.data, sealed.len);
    staith_buf_deinit(&sealed);
}

static void make_texts(const struct rot *rot)
{
    static const char config[] =
        "authority: {code: \"840\", name: County Durham}\nstate: .\n"
        "keys: {signing: signing.key, transport: transport.key}\n"
        "region: {public-key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',\n"
        "         endpoints: ['tcp://127.0.0.1:7440']}\n"
        "datasets:\n  - {name: csww, plugin: workforce, source: in}\n";
    char path[PATH_BYTES];
    char hex[2 * STAITH_SECRET_KEY_BYTES + 1];
    (void)staith_hex_encode(rot->fixture.secret, STAITH_SECRET_KEY_BYTES, hex, sizeof(hex));
    const struct {
        const char *name;
        const char *text;
    } texts[] = {{"signing.key", hex},
                 {"transport.key", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"},
                 {"transport.pub", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"},
                 {"staithd.yaml", config}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", rot->fixture.folder, texts[i].name);
        write_bytes(path, texts[i].text, strlen(texts[i].text));
    }
    make_sealed(rot, config);
}

/* ---- rot ---- */

static void wrong(struct rot *rot, size_t byte, const char *what)
{
    if (++rot->wrong > MAX_LINES) {
        return;
    }
    (void)printf("%s, byte %zu: %s\n", rot->path, byte, what);
}

/* Read what stands there now: as before, or an error that names the file. */
static void look(struct rot *rot, const struct kind *kind, size_t byte, uint64_t *named)
{
    char said[SAID_BYTES] = "";
    char log[PATH_BYTES + 8];
    struct staith_err err = {0};
    int rc = kind->read(rot, said, &err);
    if (rc != 0) {
        ++*named;
        if (strstr(err.where, kind->name) == NULL) {
            wrong(rot, byte, "the error does not name the file");
        }
    } else if (kind->checked && strcmp(said, rot->said) != 0) {
        wrong(rot, byte, "something else is read, and nothing says so");
    }
    (void)snprintf(log, sizeof(log), "%s-wal", rot->path);
    (void)unlink(log);
}

static void flip(struct rot *rot, const struct kind *kind, size_t byte, uint64_t *named)
{
    rot->bytes[byte] ^= (uint8_t)(1u << (byte % 8));
    write_bytes(rot->path, rot->bytes, rot->len);
    rot->bytes[byte] ^= (uint8_t)(1u << (byte % 8));
    look(rot, kind, byte, named);
}

/* The end lost, at each length: nothing is read, not even what is left. */
static void cut(struct rot *rot, const struct kind *kind)
{
    uint64_t named = 0;
    for (size_t len = 0; len < rot->len; len++) {
        const uint64_t before = named;
        write_bytes(rot->path, rot->bytes, len);
        look(rot, kind, len, &named);
        if (named == before) {
            wrong(rot, len, "its end is cut off, and nothing says so");
        }
    }
    write_bytes(rot->path, rot->bytes, rot->len);
    (void)printf("%-14s %7zu bytes, cut at each: %llu named\n", kind->name, rot->len,
                 (unsigned long long)named);
}

static void rot_file(struct rot *rot, const struct kind *kind, size_t step)
{
    struct staith_err err = {0};
    uint64_t flips = 0;
    uint64_t named = 0;
    (void)snprintf(rot->path, sizeof(rot->path), "%s/%s", rot->fixture.folder, kind->name);
    FILE *in = fopen(rot->path, "rb");
    rot->len = in != NULL ? fread(rot->bytes, 1, MAX_FILE_BYTES, in) : 0;
    rot->said[0] = '\0';
    if (in == NULL || fclose(in) != 0 || kind->read(rot, rot->said, &err) != 0 ||
        rot->said[0] == '\0') {
        die(err.code != 0 ? err.what : rot->path);
    }
    for (size_t byte = 0; byte < rot->len; byte += rot->len < 1024 ? 1 : step) {
        flip(rot, kind, byte, &named);
        flips++;
    }
    write_bytes(rot->path, rot->bytes, rot->len);
    (void)printf("%-14s %7zu bytes, %6llu flipped: %llu named, %llu without effect\n", kind->name,
                 rot->len, (unsigned long long)flips, (unsigned long long)named,
                 (unsigned long long)(flips - named));
}

/* In memory where there is such a folder: every flip is a file written and opened. */
static bool begin(struct rot *rot)
{
    rot->bytes = malloc(MAX_FILE_BYTES);
    if (rot->bytes == NULL || ledger_fixture_init(&rot->fixture) != 0) {
        return false;
    }
    if (access("/dev/shm", W_OK) == 0) {
        (void)rmdir(rot->fixture.folder);
        (void)snprintf(rot->fixture.folder, sizeof(rot->fixture.folder),
                       "/dev/shm/staith-rot-XXXXXX");
        return mkdtemp(rot->fixture.folder) != NULL;
    }
    return true;
}

int main(int argc, char **argv)
{
    static const struct kind kinds[] = {
        {"held.db", read_held, true, false},         {"receipts.db", read_receipts, true, false},
        {"truth.db", read_truth, true, false},       {"followed.db", read_followed, true, false},
        {"signing.key", read_signing, true, false},  {"transport.key", read_transport, true, false},
        {"staithd.yaml", read_config, false, false}, {"sealed.yaml", read_config, true, true},
    };
    struct rot rot = {.outside = {.unix_ms = now, .monotonic_ms = now, .random = chance}};
    const size_t step = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
    char path[PATH_BYTES];
    if (step == 0 || !begin(&rot)) {
        (void)fprintf(stderr, "usage: rot_files [STEP]\n");
        return 64;
    }
    if (!make_held(&rot.fixture) || !make_secrets(&rot) || !make_receipts(&rot)) {
        die("the files cannot be made");
    }
    make_texts(&rot);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        rot_file(&rot, &kinds[i], step);
        if (kinds[i].whole) {
            cut(&rot, &kinds[i]);
        }
    }
    static const char *const texts[] = {"signing.key", "transport.key", "transport.pub",
                                        "staithd.yaml", "sealed.yaml"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", rot.fixture.folder, texts[i]);
        (void)unlink(path);
    }
    ledger_fixture_deinit(&rot.fixture);
    free(rot.bytes);
    return rot.wrong > 0 ? 1 : 0;
}
