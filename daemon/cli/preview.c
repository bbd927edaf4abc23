/* SPDX-License-Identifier: Apache-2.0 */
/* staith preview: a run as the daemon makes it, and the decision, but no ledger and no sending. */
#include "cli/preview.h"

#include "authority/gate/deciding.h"
#include "authority/gate/history.h"
#include "cli/daemon.h"
#include "ledger/ledger.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 4096 };

struct input {
    const char *config;
    const char *source;
    const char *dataset;
    bool json;
    bool all;
};

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
    struct input *input = state->input;
    switch (key) {
    case 'c':
        input->config = arg;
        return 0;
    case 's':
        input->source = arg;
        return 0;
    case 'd':
        input->dataset = arg;
        return 0;
    case 'a':
        input->all = true;
        return 0;
    case 'j':
        input->json = true;
        return 0;
    default:
        return staith_cli_parse_rest(key, arg, input->config, state);
    }
}

static const struct argp_option options[] = {
    {"config", 'c', "FILE", 0, "configuration of the council", 0},
    {"source", 's', "FILE", 0, "file to read instead of the configured source", 0},
    {"dataset", 'd', "NAME", 0, "which dataset, where the configuration has several", 0},
    {"all", 'a', NULL, 0, "show all cells and places, however many", 0},
    {"json", 'j', NULL, 0, "print as JSON, with all cells and places", 0},
    {0},
};
static const struct argp argp = {
    .options = options,
    .parser = parse_option,
    .doc = "Show in clear what would leave this council from a file, what would stay and by which "
           "rule, and what the checks found. Nothing is sent and nothing is kept.\vThe output "
           "holds figures of few people: it is for the council's own eyes. Where the source is a "
           "folder, its newest file is read.",
};

static const struct staith_config_dataset *
choose_dataset(const struct staith_config_council *config, const char *name, struct staith_err *err)
{
    char names[192] = "";
    size_t len = 0;
    for (uint32_t i = 0; i < config->dataset_count; i++) {
        const char *its = config->datasets[i].name;
        if (name != NULL ? strcmp(its, name) == 0 : config->dataset_count == 1) {
            return &config->datasets[i];
        }
        int count = snprintf(names + len, sizeof(names) - len, "%s%s", i > 0 ? ", " : "", its);
        len += count > 0 && (size_t)count < sizeof(names) - len ? (size_t)count : 0;
    }
    if (name != NULL) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no dataset \"%.60s\"", name);
    } else {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "the configuration has several datasets");
    }
    staith_err_remedy(err, "name one with --dataset: %s", names);
    return NULL;
}

/* The newest plain file of a folder. */
static int newest_file(const char *folder, char path[PATH_BYTES], struct staith_err *err)
{
    DIR *dir = opendir(folder);
    struct timespec newest = {0};
    bool found = false;
    if (dir == NULL) {
        int rc = staith_err_set(err, STAITH_ERR_IO, "the source's folder cannot be read");
        staith_err_at(err, folder, 0, 0);
        return rc;
    }
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char candidate[PATH_BYTES];
        struct stat st;
        int len = snprintf(candidate, sizeof(candidate), "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || len < 0 || (size_t)len >= sizeof(candidate) ||
            stat(candidate, &st) != 0 || !S_ISREG(st.st_mode)) {
            continue;
        }
        bool newer = st.st_mtim.tv_sec > newest.tv_sec ||
                     (st.st_mtim.tv_sec == newest.tv_sec && st.st_mtim.tv_nsec > newest.tv_nsec);
        if (!found || newer) {
            newest = st.st_mtim;
            memcpy(path, candidate, (size_t)len + 1);
            found = true;
        }
    }
    (void)closedir(dir);
    if (!found) {
        int rc = staith_err_set(err, STAITH_ERR_NOTFOUND, "the source's folder has no file yet");
        staith_err_at(err, folder, 0, 0);
        staith_err_remedy(err, "name a file with --source");
        return rc;
    }
    return 0;
}

static int choose_source(const struct staith_config_dataset *dataset, const char *named,
                         char path[PATH_BYTES], struct staith_err *err)
{
    const char *source = named != NULL ? named : dataset->source;
    struct stat st;
    if (stat(source, &st) == 0 && S_ISDIR(st.st_mode)) {
        return newest_file(source, path, err);
    }
    int len = snprintf(path, PATH_BYTES, "%s", source);
    if (len < 0 || len >= PATH_BYTES) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the source's path is too long");
    }
    return 0;
}

static int show(const struct staith_cli *cli, const struct staith_cli_preview *preview, bool json,
                struct staith_err *err)
{
    return json ? staith_cli_json(cli, staith_cli_preview_json(preview), err)
                : staith_cli_preview_text(cli, preview, err);
}

/* What a run is given of earlier ones. Without a ledger there are none. */
struct earlier {
    struct staith_followed *followed;
    struct staith_arena history; /* for the checks against last year */
};

/* What is not there yet is none; what cannot be read is an error, since the daemon would not go on
 * either. */
static int earlier_init(struct earlier *earlier, struct staith_gate_order *order,
                        struct staith_err *err)
{
    const char *folder = order->config->state_folder;
    struct staith_err failure = {0};
    struct staith_ledger *ledger = NULL;
    *earlier = (struct earlier){0};
    staith_arena_init(&earlier->history, STAITH_GATE_HISTORY_MAX_BYTES);
    int rc = STAITH_ERR_NOTFOUND; /* a plugin by itself */
    if (folder != NULL) {
        rc = staith_ledger_open_reader(folder, &ledger, &failure);
    }
    if (rc == 0) {
        rc = staith_gate_history_read(ledger, order->dataset->name, &earlier->history,
                                      &order->history, &order->history_count, &failure);
    }
    staith_ledger_close(ledger);
    if (folder != NULL && (rc == 0 || rc == STAITH_ERR_NOTFOUND)) {
        rc = staith_followed_open(folder, NULL, &earlier->followed, &failure);
    }
    if (rc == 0) {
        order->follow_key = staith_followed_key(earlier->followed);
    } else if (rc != STAITH_ERR_NOTFOUND) {
        *err = failure;
        return rc;
    }
    return 0;
}

static void earlier_deinit(struct earlier *earlier)
{
    staith_followed_close(earlier->followed);
    staith_arena_deinit(&earlier->history);
}

/* Decide on a run that ended well, as the daemon would, and show it. */
static int decide_and_show(const struct staith_cli *cli, bool json,
                           const struct staith_cli_preview *undecided,
                           struct staith_followed *followed, struct staith_err *err)
{
    const struct staith_gate_question question = {
        .config = undecided->config, .dataset = undecided->dataset, .followed = followed};
    bool ours = false;
    struct staith_cli_preview preview = *undecided;
    struct staith_release *release = NULL;
    struct staith_cli_leaves *leaves = NULL;
    struct staith_err refused = {0};
    struct staith_decision *decision = calloc(1, sizeof(*decision));
    int rc = STAITH_ERR_NOMEM;
    if (decision == NULL) {
        (void)staith_err_set(err, rc, "out of memory");
        goto out;
    }
    rc = staith_gate_deciding_make(&question, preview.outcome, decision, &release, &ours, &refused);
    if (rc != 0 && (ours || rc != STAITH_ERR_REFUSED)) {
        *err = refused;
        goto out;
    }
    leaves = staith_cli_leaves_new(release, preview.outcome->catalogue);
    if (leaves == NULL) {
        rc = staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
        goto out;
    }
    preview.decision = decision;
    preview.release = release;
    preview.leaves = leaves;
    preview.refused = rc == STAITH_ERR_REFUSED ? &refused : NULL;
    rc = show(cli, &preview, json, err);
out:
    staith_cli_leaves_free(leaves);
    staith_release_free(release);
    free(decision);
    return rc;
}

int staith_cli_preview_order(const struct staith_cli *cli, const struct staith_gate_order *order,
                             bool all, bool json, struct staith_err *err)
{
    struct staith_gate_outcome outcome = {0};
    struct staith_gate_order full = *order;
    struct earlier earlier;
    int rc = earlier_init(&earlier, &full, err);
    rc = rc != 0 ? rc : staith_gate_run_wait(&full, &outcome, err);
    if (rc != 0) {
        earlier_deinit(&earlier);
        return rc;
    }
    /* A plugin by itself is shown under the dataset that it fills. */
    struct staith_config_dataset dataset = *order->dataset;
    if (dataset.name[0] == '\0' && outcome.catalogue != NULL) {
        dataset.name = outcome.catalogue->dataset;
    }
    struct staith_cli_preview preview = {
        .config = order->config,
        .dataset = &dataset,
        .source = order->source_path,
        .outcome = &outcome,
        .all = all,
    };
    if (outcome.end == STAITH_GATE_END_WELL) {
        rc = decide_and_show(cli, json, &preview, earlier.followed, err);
    } else {
        /* what the checks found says more than the refusal alone */
        rc = outcome.catalogue != NULL ? show(cli, &preview, json, err) : 0;
        if (rc == 0) {
            *err = outcome.err;
            rc = outcome.err.code;
        }
    }
    staith_gate_outcome_deinit(&outcome);
    earlier_deinit(&earlier);
    return rc;
}

static int run_and_show(const struct staith_cli *cli, const struct input *input,
                        const struct staith_config_council *config, struct staith_err *err)
{
    char source[PATH_BYTES];
    const struct staith_config_dataset *dataset = choose_dataset(config, input->dataset, err);
    if (dataset == NULL) {
        return err->code;
    }
    int rc = choose_source(dataset, input->source, source, err);
    if (rc != 0) {
        return rc;
    }
    const struct staith_gate_order order = {
        .config = config,
        .dataset = dataset,
        .source_path = source,
        .source_fd = -1,
        .follow_link = true,
    };
    return staith_cli_preview_order(cli, &order, input->all, input->json, err);
}

int staith_cli_preview(const struct staith_cli *cli, int argc, char **argv, struct staith_err *err)
{
    struct input input = {0};
    struct staith_config_council *config = NULL;
    bool done = false;
    int rc = staith_cli_parse(cli, &argp, argc, argv, &input, &done);
    if (rc != 0 || done) {
        return rc;
    }
    rc = staith_cli_council(input.config, &config, err);
    if (rc == 0) {
        rc = run_and_show(cli, &input, config, err);
    }
    staith_config_council_free(config);
    return rc;
}
