/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/runs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, NUMBER_DIGITS = 10 };

struct staith_gate_runs {
    char folder[PATH_BYTES];
    uint64_t last;
};

static int fail(const char *what, const char *path, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_IO, "%s", what);
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "check the disk's space and the state folder's owner");
    return STAITH_ERR_IO;
}

static int make_folder(const char *path, struct staith_err *err)
{
    if (mkdir(path, S_IRWXU) != 0 && errno != EEXIST) {
        return fail("the folder for run records cannot be made", path, err);
    }
    return 0;
}

/* Number of a file name "0000000012.json"; 0 for any other name. */
static uint64_t number_of(const char *name)
{
    char *end = NULL;
    if (strspn(name, "0123456789") != NUMBER_DIGITS) {
        return 0;
    }
    uint64_t number = strtoull(name, &end, 10);
    return strcmp(end, ".json") == 0 ? number : 0;
}

static int find_last(struct staith_gate_runs *runs, struct staith_err *err)
{
    DIR *folder = opendir(runs->folder);
    if (folder == NULL) {
        return fail("the folder of run records cannot be read", runs->folder, err);
    }
    const struct dirent *entry = NULL;
    while ((entry = readdir(folder)) != NULL) {
        uint64_t number = number_of(entry->d_name);
        if (number > runs->last) {
            runs->last = number;
        }
    }
    (void)closedir(folder);
    return 0;
}

int staith_gate_runs_open(const char *state_folder, const char *dataset,
                          struct staith_gate_runs **ret_runs, struct staith_err *err)
{
    struct staith_gate_runs *runs = calloc(1, sizeof(*runs));
    if (runs == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for run records");
    }
    int len = snprintf(runs->folder, sizeof(runs->folder), "%s/runs", state_folder);
    int rc = 0;
    if (len < 0 || (size_t)len + strlen(dataset) + 32 >= sizeof(runs->folder)) {
        rc = staith_err_set(err, STAITH_ERR_LIMIT, "the state folder's path is too long");
    }
    if (rc == 0) {
        rc = make_folder(runs->folder, err);
    }
    if (rc == 0) {
        (void)snprintf(runs->folder + len, sizeof(runs->folder) - (size_t)len, "/%s", dataset);
        rc = make_folder(runs->folder, err);
    }
    if (rc == 0) {
        rc = find_last(runs, err);
    }
    if (rc != 0) {
        free(runs);
        return rc;
    }
    *ret_runs = runs;
    return 0;
}

void staith_gate_runs_close(struct staith_gate_runs *runs)
{
    free(runs);
}

uint64_t staith_gate_runs_last(const struct staith_gate_runs *runs)
{
    return runs->last;
}

static void path_of(const struct staith_gate_runs *runs, uint64_t number, const char *end,
                    char path[PATH_BYTES + 32])
{
    (void)snprintf(path, PATH_BYTES + 32, "%s/%0*" PRIu64 "%s", runs->folder, (int)NUMBER_DIGITS,
                   number, end);
}

/* Written beside and renamed: a reader, or a start after a crash, sees a whole record or none. */
static int write_record(const json_t *record, const char *fresh, const char *path,
                        struct staith_err *err)
{
    int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return fail("a run record cannot be written", fresh, err);
    }
    bool wrote = json_dumpfd(record, fd, JSON_COMPACT) == 0 && fsync(fd) == 0;
    if (close(fd) != 0 || !wrote || rename(fresh, path) != 0) {
        (void)unlink(fresh);
        return fail("a run record cannot be written", path, err);
    }
    return 0;
}

int staith_gate_runs_put(struct staith_gate_runs *runs, json_t *record, struct staith_err *err)
{
    char path[PATH_BYTES + 32];
    char fresh[PATH_BYTES + 32];
    uint64_t number = runs->last + 1;
    if (json_object_set_new(record, "run", json_integer((json_int_t)number)) != 0) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a run record");
    }
    path_of(runs, number, ".json", path);
    path_of(runs, number, ".new", fresh);
    int rc = write_record(record, fresh, path, err);
    if (rc != 0) {
        return rc;
    }
    runs->last = number;
    if (number > STAITH_GATE_RUNS_KEPT) {
        path_of(runs, number - STAITH_GATE_RUNS_KEPT, ".json", path);
        (void)unlink(path); /* one that stays is only one too many */
    }
    return 0;
}

int staith_gate_runs_get(const struct staith_gate_runs *runs, uint64_t number, json_t **ret_record,
                         struct staith_err *err)
{
    char path[PATH_BYTES + 32];
    path_of(runs, number, ".json", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no run %" PRIu64, number);
    }
    json_t *record = json_loadfd(fd, JSON_REJECT_DUPLICATES, NULL);
    (void)close(fd);
    if (!json_is_object(record)) {
        json_decref(record);
        (void)staith_err_set(err, STAITH_ERR_SYNTAX, "the record of run %" PRIu64 " is damaged",
                             number);
        staith_err_at(err, path, 0, 0);
        return STAITH_ERR_SYNTAX;
    }
    *ret_record = record;
    return 0;
}
