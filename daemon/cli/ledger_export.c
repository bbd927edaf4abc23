/* SPDX-License-Identifier: Apache-2.0 */
/*
 * staith ledger --export. Records go out as they stand: what does not hold is written all the same,
 * for it is just what an auditor must see, and told at once.
 */
#include "cli/ledger.h"

#include "base/hex.h"
#include "base/outside.h"
#include "codec/bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

struct exporting {
    struct staith_arena arena;
    struct staith_buf file;
    struct staith_bundle bundle;
    uint8_t hash[STAITH_HASH_BYTES];
};

static int too_much(struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_LIMIT, "this is more than one bundle can hold");
    staith_err_remedy(err, "export it in parts, with --from and --to");
    return STAITH_ERR_LIMIT;
}

/* A copy in the bundle's memory; NULL when that has come to its end. */
static const char *keep_text(struct exporting *work, const char *text)
{
    return staith_arena_strdup(&work->arena, text == NULL ? "" : text);
}

static bool keep_record(struct exporting *work, const struct staith_record *from,
                        struct staith_record *to)
{
    *to = *from;
    to->payload = staith_arena_memdup(&work->arena, from->payload, from->payload_len);
    return to->payload != NULL;
}

static bool keep_note(struct exporting *work, const struct staith_ledger_note *from,
                      struct staith_bundle_note *to)
{
    *to = (struct staith_bundle_note){
        .source_name = keep_text(work, from->source_name),
        .source_bytes = from->source_bytes,
        .observed = from->observed,
        .cells_tallied = from->cells_tallied,
        .cells_released = from->cells_released,
        .cells_withheld = from->cells_withheld,
        .errors = from->errors,
        .queries = from->queries,
        .approved_by = keep_text(work, from->approved_by),
        .decision_json = keep_text(work, from->decision_json),
    };
    memcpy(to->source_hash, from->source_hash, sizeof(to->source_hash));
    return to->source_name != NULL && to->approved_by != NULL && to->decision_json != NULL;
}

static bool keep_entry(struct exporting *work, const struct staith_ledger_entry *from,
                       struct staith_bundle_entry *to)
{
    to->appended_unix_ms = from->appended_unix_ms;
    to->received_unix_ms = from->received_unix_ms;
    to->refused = from->refused;
    to->refused_detail = keep_text(work, from->refused_detail);
    to->has_note = from->has_note;
    return to->refused_detail != NULL && keep_record(work, &from->record, &to->record) &&
           (!from->has_note || keep_note(work, &from->note, &to->note));
}

static int take_entries(struct exporting *work, struct staith_ledger *ledger,
                        struct staith_err *err)
{
    struct staith_bundle *bundle = &work->bundle;
    uint64_t count = bundle->last - bundle->first + 1;
    if (count > STAITH_BUNDLE_MAX_ENTRIES) {
        return too_much(err);
    }
    bundle->entries = staith_arena_array(&work->arena, (size_t)count, sizeof(*bundle->entries));
    if (bundle->entries == NULL) {
        return too_much(err);
    }
    for (uint64_t number = bundle->first; number <= bundle->last; number++) {
        struct staith_ledger_entry entry = {0};
        int rc = staith_ledger_read(ledger, number, &entry, err);
        if (rc != 0) {
            return rc;
        }
        if (!keep_entry(work, &entry, &bundle->entries[bundle->entry_count])) {
            return too_much(err);
        }
        bundle->entry_count++;
    }
    return 0;
}

/* Whether a release of the bundle names this catalogue. */
static bool is_named(const struct staith_bundle *bundle, const struct staith_record *catalogue)
{
    uint8_t hash[STAITH_HASH_BYTES];
    bool named = false;
    staith_codec_hash(catalogue->payload, catalogue->payload_len, hash);
    for (uint32_t i = 0; i < bundle->entry_count && !named; i++) {
        const struct staith_record *record = &bundle->entries[i].record;
        struct staith_release *release = NULL;
        if (record->kind != STAITH_RECORD_RELEASE ||
            staith_codec_unpack_release(record->payload, record->payload_len, &release, NULL) !=
                0) {
            continue;
        }
        named = memcmp(staith_release_catalogue_hash(release), hash, sizeof(hash)) == 0;
        staith_release_free(release);
    }
    return named;
}

/* Catalogues from before the first record: a part of a ledger must be readable by itself. */
static int take_catalogues(struct exporting *work, struct staith_ledger *ledger,
                           struct staith_err *err)
{
    struct staith_bundle *bundle = &work->bundle;
    if (bundle->first == 1) {
        return 0;
    }
    bundle->catalogues =
        staith_arena_array(&work->arena, STAITH_BUNDLE_MAX_CATALOGUES, sizeof(*bundle->catalogues));
    if (bundle->catalogues == NULL) {
        return too_much(err);
    }
    for (uint64_t number = 1; number < bundle->first; number++) {
        struct staith_ledger_entry entry = {0};
        int rc = staith_ledger_read(ledger, number, &entry, err);
        if (rc != 0) {
            return rc;
        }
        if (entry.record.kind != STAITH_RECORD_CATALOGUE || !is_named(bundle, &entry.record)) {
            continue;
        }
        if (bundle->catalogue_count == STAITH_BUNDLE_MAX_CATALOGUES ||
            !keep_record(work, &entry.record, &bundle->catalogues[bundle->catalogue_count])) {
            return too_much(err);
        }
        bundle->catalogue_count++;
    }
    return 0;
}

/* ---- the file ---- */

static int cannot_write(const char *path, struct staith_err *err)
{
    int rc = errno == EACCES ? STAITH_ERR_DENIED : STAITH_ERR_IO;
    (void)staith_err_set(err, rc, "the bundle cannot be written");
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "check the folder, its rights and the space on its disk");
    return rc;
}

static bool write_all(int fd, const uint8_t *bytes, size_t len)
{
    size_t done = 0;
    while (done < len) {
        ssize_t count = write(fd, bytes + done, len - done);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        done += count > 0 ? (size_t)count : 0;
    }
    return fsync(fd) == 0;
}

/* The new name in its folder is on disk too. */
static bool sync_folder(const char *path)
{
    char folder[PATH_BYTES];
    (void)snprintf(folder, sizeof(folder), "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) {
        (void)snprintf(folder, sizeof(folder), ".");
    } else {
        slash[slash == folder ? 1 : 0] = '\0';
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    bool good = fsync(fd) == 0;
    return close(fd) == 0 && good;
}

static int write_file(const char *path, const struct staith_buf *bytes, struct staith_err *err)
{
    char beside[PATH_BYTES];
    int len = snprintf(beside, sizeof(beside), "%s.XXXXXX", path);
    if (len < 0 || (size_t)len >= sizeof(beside)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the name of the bundle is too long");
    }
    int fd = mkstemp(beside); /* mode 0600 */
    if (fd < 0) {
        return cannot_write(path, err);
    }
    bool good = fchmod(fd, (mode_t)0600) == 0 && write_all(fd, bytes->data, bytes->len);
    good = close(fd) == 0 && good;
    good = good && rename(beside, path) == 0;
    if (!good) {
        int rc = cannot_write(path, err);
        (void)unlink(beside);
        return rc;
    }
    return sync_folder(path) ? 0 : cannot_write(path, err);
}

/* ---- the whole ---- */

static int set_range(struct staith_bundle *bundle, struct staith_ledger *ledger, uint64_t from,
                     uint64_t to, struct staith_err *err)
{
    int rc = staith_ledger_last(ledger, &bundle->ledger_last);
    if (rc != 0) {
        return staith_err_set(err, rc, "the ledger cannot be read");
    }
    bundle->first = from == 0 ? 1 : from;
    bundle->last = to == 0 ? bundle->ledger_last : to;
    if (bundle->ledger_last == 0 || bundle->last > bundle->ledger_last ||
        bundle->first > bundle->last) {
        rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "the ledger has no records from %llu to %llu",
                            (unsigned long long)bundle->first, (unsigned long long)bundle->last);
        staith_err_remedy(err, "its last record is %llu", (unsigned long long)bundle->ledger_last);
    }
    return rc;
}

static int gather(struct exporting *work, const struct staith_config_council *config,
                  struct staith_ledger *ledger, struct staith_err *err)
{
    struct staith_bundle *bundle = &work->bundle;
    const struct staith_outside *outside = staith_outside_machine();
    int rc = staith_cli_signing_public(config, bundle->public_key, err);
    rc = rc != 0 ? rc : take_entries(work, ledger, err);
    rc = rc != 0 ? rc : take_catalogues(work, ledger, err);
    if (rc != 0) {
        return rc;
    }
    /* The council as its records name it: that is what they are signed for. */
    memcpy(bundle->authority, bundle->entries[0].record.authority, sizeof(bundle->authority));
    bundle->name = config->authority_name;
    bundle->epoch = staith_ledger_epoch(ledger);
    bundle->exported_unix_ms = outside->unix_ms(outside->ctx);
    rc = staith_bundle_pack(bundle, &work->file, work->hash);
    return rc == STAITH_ERR_LIMIT ? too_much(err)
           : rc != 0              ? staith_err_set(err, rc, "the bundle cannot be made")
                                  : 0;
}

static int tell(const struct staith_cli *cli, const struct exporting *work, const char *path,
                bool json, struct staith_err *err)
{
    char hash[2 * STAITH_HASH_BYTES + 1];
    char key[2 * STAITH_PUBLIC_KEY_BYTES + 1];
    const struct staith_bundle *bundle = &work->bundle;
    (void)staith_hex_encode(work->hash, sizeof(work->hash), hash, sizeof(hash));
    (void)staith_hex_encode(bundle->public_key, sizeof(bundle->public_key), key, sizeof(key));
    if (json) {
        return staith_cli_json(
            cli,
            json_pack("{s:s, s:I, s:I, s:I, s:I, s:s, s:s}", "bundle", path, "first",
                      (json_int_t)bundle->first, "last", (json_int_t)bundle->last, "ledger_last",
                      (json_int_t)bundle->ledger_last, "bytes", (json_int_t)work->file.len, "hash",
                      hash, "signing_public_key", key),
            err);
    }
    (void)fprintf(cli->out,
                  "Wrote records %llu to %llu of %llu to %s.\n"
                  "\n"
                  "  hash         %s\n"
                  "  signing key  %s\n"
                  "\n"
                  "Give the auditor the file, and both lines by another way: `staith\n"
                  "verify-bundle` prints them again.\n",
                  (unsigned long long)bundle->first, (unsigned long long)bundle->last,
                  (unsigned long long)bundle->ledger_last, path, hash, key);
    return 0;
}

int staith_cli_ledger_export(const struct staith_cli *cli,
                             const struct staith_config_council *config,
                             struct staith_ledger *ledger, const char *path, uint64_t from,
                             uint64_t to, bool json, struct staith_err *err)
{
    struct exporting work = {0};
    staith_arena_init(&work.arena, STAITH_BUNDLE_ARENA_BYTES);
    staith_buf_init(&work.file, STAITH_BUNDLE_MAX_BYTES);
    int rc = set_range(&work.bundle, ledger, from, to, err);
    rc = rc != 0 ? rc : gather(&work, config, ledger, err);
    rc = rc != 0 ? rc : write_file(path, &work.file, err);
    rc = rc != 0 ? rc : tell(cli, &work, path, json, err);
    if (rc == 0) {
        rc = staith_bundle_check(&work.bundle, work.bundle.public_key, err);
        if (rc != 0) {
            staith_err_remedy(err, "the bundle is written and shows it; tell the region");
        }
    }
    staith_buf_deinit(&work.file);
    staith_arena_deinit(&work.arena);
    return rc;
}
