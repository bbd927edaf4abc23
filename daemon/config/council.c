/* SPDX-License-Identifier: Apache-2.0 */
/* The table of a council's file, and what it takes several keys to check. */
#include "config/schema.h"
#include "config/table.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_COUNCIL_BYTES = 8 << 20, MEBIBYTE = 1 << 20 };

#define TOP(field) offsetof(struct staith_config_council, field)
#define DATASET(field) offsetof(struct staith_config_dataset, field)
#define OFFICER(field) offsetof(struct staith_config_officer, field)
#define MARK(field) offsetof(struct staith_config_mark, field)
#define LIMIT(field) offsetof(struct staith_config_limits, field)
#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

static const struct staith_config_key authority_keys[] = {
    {.name = "code",
     .kind = STAITH_CONFIG_DFE,
     .required = true,
     .offset = TOP(authority_code),
     .help = "The council's DfE code"},
    {.name = "name",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 100,
     .offset = TOP(authority_name),
     .help = "The council's name as people write it"},
};
static const struct staith_config_block authority_block = {authority_keys, COUNT(authority_keys), 0,
                                                           false, 0};

static const struct staith_config_key key_keys[] = {
    {.name = "signing",
     .kind = STAITH_CONFIG_PATH,
     .required = true,
     .offset = TOP(signing_key_file),
     .help = "File of the secret key that signs releases (signing.key), mode 0600"},
    {.name = "transport",
     .kind = STAITH_CONFIG_PATH,
     .required = true,
     .offset = TOP(transport_key_file),
     .help = "File of the secret key that encrypts the connection (transport.key), mode 0600"},
};
static const struct staith_config_block key_block = {key_keys, COUNT(key_keys), 0, false, 0};

static const struct staith_config_key region_keys[] = {
    {.name = "public-key",
     .kind = STAITH_CONFIG_Z85_KEY,
     .required = true,
     .offset = TOP(region_public_key),
     .help = "The region's public transport key, as the region gave it to you"},
    {.name = "signing-key",
     .kind = STAITH_CONFIG_HEX_KEY,
     .offset = TOP(region_signing_key),
     .else_ = "the region's word on releases is not asked for",
     .help = "The region's public signing key (signing.pub), by which its word on your releases is "
             "known"},
    {.name = "next-signing-key",
     .kind = STAITH_CONFIG_HEX_KEY,
     .offset = TOP(region_next_signing_key),
     .help = "A second one, valid beside it while the region changes its key"},
    {.name = "endpoints",
     .kind = STAITH_CONFIG_CONNECT,
     .list = true,
     .required = true,
     .unique = true,
     .min = 1,
     .max = 8,
     .offset = TOP(endpoints),
     .count_offset = TOP(endpoint_count),
     .help = "Where the region listens; the next one is tried when one does not answer"},
};
static const struct staith_config_block region_block = {region_keys, COUNT(region_keys), 0, false,
                                                        0};

static const struct staith_config_key mark_keys[] = {
    {.name = "measure",
     .kind = STAITH_CONFIG_CODE,
     .required = true,
     .offset = MARK(measure),
     .help = "The measure that the mark is set on"},
    {.name = "period",
     .kind = STAITH_CONFIG_PERIOD_CODE,
     .required = true,
     .offset = MARK(period),
     .help = "The one period that it is set for"},
    {.name = "status",
     .kind = STAITH_CONFIG_MARK,
     .required = true,
     .offset = MARK(status),
     .help = "What is shown in place of the figure"},
    {.name = "reason",
     .kind = STAITH_CONFIG_REASON,
     .required = true,
     .offset = MARK(reason),
     .help = "Why; this leaves the council beside the mark"},
    {.name = "note",
     .kind = STAITH_CONFIG_TEXT,
     .max = 500,
     .offset = MARK(note),
     .help = "Your own words, kept in the council's ledger; they never leave"},
};
static const struct staith_config_block mark_block = {
    mark_keys, COUNT(mark_keys), sizeof(struct staith_config_mark), true, MARK(where)};

static const struct staith_config_key dataset_keys[] = {
    {.name = "name",
     .kind = STAITH_CONFIG_CODE,
     .required = true,
     .unique = true,
     .offset = DATASET(name),
     .help = "The dataset's code, the same in every council"},
    {.name = "plugin",
     .kind = STAITH_CONFIG_PLUGIN,
     .required = true,
     .offset = DATASET(plugin),
     .help = "What reads it"},
    {.name = "source",
     .kind = STAITH_CONFIG_PATH,
     .required = true,
     .offset = DATASET(source),
     .help = "The file, or a folder whose files are taken as they appear"},
    {.name = "scan-seconds",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 86400,
     .factor = 1,
     .unit = "seconds",
     .fallback = "60",
     .offset = DATASET(scan_seconds),
     .help = "How often the source is looked at; a change on a local disk is seen at once"},
    {.name = "schedule",
     .kind = STAITH_CONFIG_SCHEDULE,
     .offset = DATASET(schedule),
     .help = "When files are taken, instead of as they come; a time that passed while the daemon "
             "was down is made up for at its start"},
    {.name = "jitter-seconds",
     .kind = STAITH_CONFIG_NUMBER,
     .max = 86400,
     .factor = 1,
     .unit = "seconds",
     .fallback = "0",
     .offset = DATASET(jitter_seconds),
     .help = "Each time of the schedule comes up to this much later, by chance, so that not all "
             "read one server at once"},
    {.name = "options",
     .kind = STAITH_CONFIG_OPTIONS,
     .max = 500,
     .offset = DATASET(options),
     .count_offset = DATASET(option_count),
     .help = "Options of the plugin, `name: value`; its README lists them"},
    {.name = "files",
     .kind = STAITH_CONFIG_FILES,
     .max = 8,
     .offset = DATASET(files),
     .count_offset = DATASET(file_count),
     .help =
         "Options of the plugin that are files, `name: path`; a change of one is seen and the "
         "source read again. `region:caps` and `region:national` are what the region hands out"},
    {.name = "marks",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 1000,
     .offset = DATASET(marks),
     .count_offset = DATASET(mark_count),
     .block = &mark_block,
     .help = "Figures that the council withdraws, each for one period and with a reason"},
    {.name = "hold",
     .kind = STAITH_CONFIG_MEASURE,
     .list = true,
     .unique = true,
     .max = 500,
     .offset = DATASET(held),
     .count_offset = DATASET(held_count),
     .help = "Measures that the council holds back although they may leave"},
    {.name = "sign-off",
     .kind = STAITH_CONFIG_SIGN_OFF,
     .fallback = "at-once",
     .offset = DATASET(sign_off),
     .help = "Whether a release leaves at once, or is held until an officer approves it"},
    {.name = "revisions",
     .kind = STAITH_CONFIG_REVISIONS,
     .fallback = "at-once",
     .offset = DATASET(revisions),
     .help = "The same for a release of a period of which one has left before; it may need two "
             "officers"},
    {.name = "release-dates",
     .kind = STAITH_CONFIG_TIME,
     .list = true,
     .unique = true,
     .max = 100,
     .offset = DATASET(release_dates),
     .count_offset = DATASET(release_date_count),
     .help = "When revisions may leave: one that was not audited together with what left before "
             "waits for the next of them"},
    {.name = "allow",
     .kind = STAITH_CONFIG_GRANT,
     .list = true,
     .unique = true,
     .max = 2,
     .offset = DATASET(allow),
     .count_offset = DATASET(allow_count),
     .help = "What a run of the plugin may do beyond reading its source; without it a run can "
             "start nothing and connect to nothing"},
    {.name = "read",
     .kind = STAITH_CONFIG_PATH,
     .list = true,
     .unique = true,
     .max = 64,
     .offset = DATASET(read),
     .count_offset = DATASET(read_count),
     .help = "Files, and folders with all that lies in them, that a run may open besides its "
             "source; without it a run can open nothing"},
};
static const struct staith_config_block dataset_block = {
    dataset_keys, COUNT(dataset_keys), sizeof(struct staith_config_dataset), true, DATASET(where)};

static const struct staith_config_key officer_keys[] = {
    {.name = "name",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .unique = true,
     .max = 100,
     .offset = OFFICER(name),
     .help = "The officer's name, as `staith approve` is given it and the ledger keeps it"},
    {.name = "role",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 100,
     .offset = OFFICER(role),
     .help = "What the officer is in the council, as in information governance"},
};
static const struct staith_config_block officer_block = {
    officer_keys, COUNT(officer_keys), sizeof(struct staith_config_officer), true, OFFICER(where)};

static const struct staith_config_key limit_keys[] = {
    {.name = "run-seconds",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 86400,
     .factor = 1,
     .unit = "seconds",
     .fallback = "600",
     .offset = LIMIT(run_seconds),
     .help = "Time that one run of a plugin may take"},
    {.name = "memory-megabytes",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 32,
     .max = 65536,
     .factor = MEBIBYTE,
     .unit = "MiB",
     .fallback = "512",
     .offset = LIMIT(memory_bytes),
     .help = "Memory that one run may use"},
    {.name = "max-cells",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1000,
     .max = 10000000,
     .factor = 1,
     .unit = "cells",
     .fallback = "500000",
     .offset = LIMIT(max_cells),
     .help = "Cells that one run may tally"},
    {.name = "max-people",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1000,
     .max = 10000000,
     .factor = 1,
     .unit = "people",
     .fallback = "500000",
     .offset = LIMIT(max_people),
     .help = "Different people that one run may observe"},
    {.name = "max-observations",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1000,
     .max = 1000000000,
     .factor = 1,
     .unit = "observations",
     .fallback = "50000000",
     .offset = LIMIT(max_observations),
     .help = "Observations that one run may make"},
    {.name = "max-source-megabytes",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 65536,
     .factor = MEBIBYTE,
     .unit = "MiB",
     .fallback = "1024",
     .offset = LIMIT(max_source_bytes),
     .help = "Size of a source; a larger one is refused unread"},
    {.name = "max-ledger-megabytes",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 1048576,
     .factor = MEBIBYTE,
     .unit = "MiB",
     .fallback = "4096",
     .offset = LIMIT(max_ledger_bytes),
     .help = "Size of the ledger; from there on nothing leaves until it is raised, and nothing is "
             "dropped"},
};
static const struct staith_config_block limit_block = {limit_keys, COUNT(limit_keys), 0, false, 0};

static const struct staith_config_key council_keys[] = {
    {.name = "authority",
     .kind = STAITH_CONFIG_SECTION,
     .required = true,
     .block = &authority_block,
     .help = "The council this daemon speaks for"},
    {.name = "state",
     .kind = STAITH_CONFIG_PATH,
     .required = true,
     .offset = TOP(state_folder),
     .help = "Folder of the ledger and the receipts, kept for its owner alone"},
    {.name = "control",
     .kind = STAITH_CONFIG_PATH,
     .offset = TOP(control_socket),
     .else_ = "control.sock in the folder `state`",
     .help = "Socket that `staith status` asks"},
    {.name = "plugins",
     .kind = STAITH_CONFIG_PATH,
     .else_ = "the folder that Staith's own are installed in",
     .offset = TOP(plugin_folder),
     .help = "Folder in which plugins are looked up by name"},
    {.name = "keys",
     .kind = STAITH_CONFIG_SECTION,
     .required = true,
     .block = &key_block,
     .help = "The council's secret keys, made by `staith keys new`"},
    {.name = "region",
     .kind = STAITH_CONFIG_SECTION,
     .required = true,
     .block = &region_block,
     .help = "Whom releases go to"},
    {.name = "datasets",
     .kind = STAITH_CONFIG_SECTIONS,
     .required = true,
     .min = 1,
     .max = 100,
     .offset = TOP(datasets),
     .count_offset = TOP(dataset_count),
     .block = &dataset_block,
     .help = "What is read, and by which plugin"},
    {.name = "officers",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 50,
     .offset = TOP(officers),
     .count_offset = TOP(officer_count),
     .block = &officer_block,
     .help = "Who may approve what is held"},
    {.name = "alarms",
     .kind = STAITH_CONFIG_SECTION,
     .offset = TOP(alarms),
     .block = &staith_config_alarms_block,
     .help =
         "Whom to tell of local alarms, which never leave the council; the log always has them"},
    {.name = "policies",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 50,
     .offset = TOP(policies),
     .count_offset = TOP(policy_count),
     .block = &staith_config_policy_block,
     .else_ = "the policy that is compiled in",
     .help = "What leaves, by date, as far as the compiled floor lets it; see `staith policy "
             "explain`"},
    {.name = "limits",
     .kind = STAITH_CONFIG_SECTION,
     .offset = TOP(limits),
     .block = &limit_block,
     .help = "What one run of a plugin may use before it is ended"},
    {.name = "log",
     .kind = STAITH_CONFIG_LOG_LEVEL,
     .fallback = "info",
     .offset = TOP(log_level),
     .help = "Least level that is logged"},
};
static const struct staith_config_block council_block = {council_keys, COUNT(council_keys), 0,
                                                         false, 0};

const struct staith_config_block *staith_config_council_block(void)
{
    return &council_block;
}

/* A measure that is held belongs to the dataset it is held in. */
static int check_held(const struct staith_config_dataset *dataset, struct staith_err *err)
{
    size_t len = strlen(dataset->name);
    for (uint32_t i = 0; i < dataset->held_count; i++) {
        const char *held = dataset->held[i];
        if (strncmp(held, dataset->name, len) != 0 || held[len] != '.') {
            int rc = staith_err_set(err, STAITH_ERR_CONFIG,
                                    "hold: \"%.100s\" is not a measure of %s", held, dataset->name);
            staith_err_at(err, dataset->where, 0, 0);
            staith_err_remedy(err, "begin it with \"%s.\"", dataset->name);
            return rc;
        }
    }
    return 0;
}

static int check_marks(const struct staith_config_dataset *dataset, struct staith_err *err)
{
    for (uint32_t i = 0; i < dataset->mark_count; i++) {
        const struct staith_config_mark *mark = &dataset->marks[i];
        for (uint32_t j = 0; j < i; j++) {
            const struct staith_config_mark *other = &dataset->marks[j];
            if (strcmp(mark->measure, other->measure) == 0 &&
                staith_period_compare(&mark->period, &other->period) == 0) {
                int rc = staith_err_set(err, STAITH_ERR_CONFIG,
                                        "%s is marked twice for the same period", mark->measure);
                staith_err_at(err, mark->where, 0, 0);
                staith_err_remedy(err, "keep one of the two");
                return rc;
            }
        }
    }
    return 0;
}

/* What nobody may approve would wait for ever. */
static int check_sign_off(const struct staith_config_council *config,
                          const struct staith_config_dataset *dataset, struct staith_err *err)
{
    bool held =
        strcmp(dataset->sign_off, "hold") == 0 || strcmp(dataset->revisions, "at-once") != 0;
    if (!held || config->officer_count > 0) {
        return 0;
    }
    int rc = staith_err_set(err, STAITH_ERR_CONFIG,
                            "%s is held for an officer, and there are no officers", dataset->name);
    staith_err_at(err, dataset->where, 0, 0);
    staith_err_remedy(err, "name them under officers; the first release needs two");
    return rc;
}

void staith_config_limits_init(struct staith_config_limits *ret_limits)
{
    memset(ret_limits, 0, sizeof(*ret_limits));
    for (size_t i = 0; i < COUNT(limit_keys); i++) {
        uint64_t number = 0;
        (void)staith_config_number(limit_keys[i].fallback, &number);
        number *= limit_keys[i].factor;
        memcpy((char *)ret_limits + limit_keys[i].offset, &number, sizeof(number));
    }
}

int staith_config_council_read(const char *path, struct staith_config_council **ret_config,
                               struct staith_err *err)
{
    struct staith_config_council *config = calloc(1, sizeof(*config));
    if (config == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    staith_arena_init(&config->arena, MAX_COUNCIL_BYTES);
    int rc = staith_config_fill(path, &council_block, &config->arena, config, err);
    if (rc == 0) {
        rc = staith_config_finish(path, &config->arena, config->state_folder, &config->path,
                                  &config->control_socket, err);
    }
    for (uint32_t i = 0; rc == 0 && i < config->dataset_count; i++) {
        rc = check_held(&config->datasets[i], err);
        rc = rc != 0 ? rc : check_marks(&config->datasets[i], err);
        rc = rc != 0 ? rc : check_sign_off(config, &config->datasets[i], err);
    }
    for (uint32_t i = 0; rc == 0 && i < config->policy_count; i++) {
        rc = staith_config_policy_check(&config->policies[i], err);
    }
    if (rc != 0) {
        staith_config_council_free(config);
        return rc;
    }
    *ret_config = config;
    return 0;
}

void staith_config_council_free(struct staith_config_council *config)
{
    if (config == NULL) {
        return;
    }
    staith_arena_deinit(&config->arena);
    free(config);
}
