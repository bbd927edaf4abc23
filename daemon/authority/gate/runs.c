/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/runs.h"

#include "authority/gate/jsonfile.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
        rc = staith_gate_jsonfile_folder(runs->folder, "run records", err);
    }
    if (rc == 0) {
        (void)snprintf(runs->folder + len, sizeof(runs->folder) - (size_t)len, "/%s", dataset);
        rc = staith_gate_jsonfile_folder(runs->folder, "run records", err);
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

static void path_of(const struct staith_gate_runs *runs, uint64_t number,
                    char path[PATH_BYTES + 32])
{
    (void)snprintf(path, PATH_BYTES + 32, "%s/%0*" PRIu64 ".json", runs->folder, (int)NUMBER_DIGITS,
                   number);
}

int staith_gate_runs_put(struct staith_gate_runs *runs, json_t *record, struct staith_err *err)
{
    char path[PATH_BYTES + 32];
    uint64_t number = runs->last + 1;
    if (json_object_set_new(record, "run", json_integer((json_int_t)number)) != 0) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a run record");
    }
    path_of(runs, number, path);
    int rc = staith_gate_jsonfile_write(path, record, "a run record", err);
    if (rc != 0) {
        return rc;
    }
    runs->last = number;
    if (number > STAITH_GATE_RUNS_KEPT) {
        path_of(runs, number - STAITH_GATE_RUNS_KEPT, path);
        (void)unlink(path); /* one that stays is only one too many */
    }
    return 0;
}

int staith_gate_runs_get(const struct staith_gate_runs *runs, uint64_t number, json_t **ret_record,
                         struct staith_err *err)
{
    char path[PATH_BYTES + 32];
    path_of(runs, number, path);
    int rc = staith_gate_jsonfile_read(path, "a run record", ret_record, err);
    return rc != STAITH_ERR_NOTFOUND ? rc
                                     : staith_err_set(err, rc, "there is no run %" PRIu64, number);
}
