/* SPDX-License-Identifier: Apache-2.0 */
/* The table of a region's file, and what it takes several keys to check. */
#include "config/schema.h"
#include "config/table.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_REGION_BYTES = 8 << 20 };

#define TOP(field) offsetof(struct staith_config_region, field)
#define AREA(field) offsetof(struct staith_config_area, field)
#define ACCEPTANCE(field) offsetof(struct staith_config_acceptance, field)
#define OFFICER(field) offsetof(struct staith_config_officer, field)
#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

static const struct staith_config_key name_keys[] = {
    {.name = "code",
     .kind = STAITH_CONFIG_ONS,
     .required = true,
     .offset = TOP(region_code),
     .help = "The region's ONS code"},
    {.name = "name",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 100,
     .offset = TOP(region_name),
     .help = "The region's name as people write it"},
};
static const struct staith_config_block name_block = {name_keys, COUNT(name_keys), 0, false, 0};

static const struct staith_config_key key_keys[] = {
    {.name = "transport",
     .kind = STAITH_CONFIG_PATH,
     .required = true,
     .offset = TOP(transport_key_file),
     .help = "File of the secret key that encrypts connections (transport.key), mode 0600"},
    {.name = "signing",
     .kind = STAITH_CONFIG_PATH,
     .offset = TOP(signing_key_file),
     .else_ = "councils are not told what became of their releases",
     .help = "File of the secret key that signs what the region says to councils (signing.key), "
             "mode 0600"},
};
static const struct staith_config_block key_block = {key_keys, COUNT(key_keys), 0, false, 0};

static const struct staith_config_key area_keys[] = {
    {.name = "code",
     .kind = STAITH_CONFIG_DFE,
     .required = true,
     .unique = true,
     .offset = AREA(code),
     .help = "The council's DfE code"},
    {.name = "name",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 100,
     .offset = AREA(name),
     .help = "The council's name as people write it"},
    {.name = "short",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 24,
     .offset = AREA(short_name),
     .help = "The name that stands over a column, as in Durham"},
    {.name = "slug",
     .kind = STAITH_CONFIG_SLUG,
     .required = true,
     .unique = true,
     .offset = AREA(slug),
     .help = "The name in addresses and file names"},
    {.name = "ons",
     .kind = STAITH_CONFIG_ONS,
     .required = true,
     .unique = true,
     .offset = AREA(ons),
     .help = "The council's current ONS code"},
    {.name = "earlier-ons",
     .kind = STAITH_CONFIG_ONS,
     .offset = AREA(earlier_ons),
     .help = "The ONS code before it, where files still have it"},
    {.name = "transport-key",
     .kind = STAITH_CONFIG_Z85_KEY,
     .required = true,
     .unique = true,
     .offset = AREA(transport_public_key),
     .help = "The council's public transport key (transport.pub): who may connect as this council"},
    {.name = "signing-key",
     .kind = STAITH_CONFIG_HEX_KEY,
     .required = true,
     .unique = true,
     .offset = AREA(signing_public_key),
     .help = "The council's public signing key (signing.pub): whose releases are this council's"},
    {.name = "next-transport-key",
     .kind = STAITH_CONFIG_Z85_KEY,
     .offset = AREA(next_transport_public_key),
     .help = "A second one, valid beside it while the council changes its key"},
    {.name = "next-signing-key",
     .kind = STAITH_CONFIG_HEX_KEY,
     .offset = AREA(next_signing_public_key),
     .help = "A second one, valid beside it while the council changes its key"},
    {.name = "neighbours",
     .kind = STAITH_CONFIG_DFE,
     .list = true,
     .unique = true,
     .max = 20,
     .offset = AREA(neighbours),
     .count_offset = AREA(neighbour_count),
     .help = "DfE codes of its statistical neighbours, nearest first"},
    {.name = "tile-column",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 0,
     .max = 40,
     .factor = 1,
     .fallback = "0",
     .offset = AREA(tile_column),
     .help = "Its column on the map of tiles, counted from the left; 0: it has no tile"},
    {.name = "tile-row",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 0,
     .max = 40,
     .factor = 1,
     .fallback = "0",
     .offset = AREA(tile_row),
     .help = "Its row on the map of tiles, counted from the top; 0: it has no tile"},
    {.name = "share",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 100,
     .offset = AREA(shares),
     .count_offset = AREA(share_count),
     .block = &staith_config_share_block,
     .else_ = "councils of the region see the figures that it accepted, and nobody else",
     .help = "Whom the council's figures may be shown to, as agreed with it"},
};
static const struct staith_config_block area_block = {
    area_keys, COUNT(area_keys), sizeof(struct staith_config_area), true, AREA(where)};

/* Of a dataset, and of all that are not named; the first has a name before them. */
#define ACCEPTANCE_KEYS(base)                                                                      \
    {.name = "releases",                                                                           \
     .kind = STAITH_CONFIG_ACCEPTANCE,                                                             \
     .fallback = "automatic",                                                                      \
     .offset = (base) + ACCEPTANCE(releases),                                                      \
     .help = "Whether a release is shown by itself, or when an officer has accepted it"},          \
        {.name = "catalogues",                                                                     \
         .kind = STAITH_CONFIG_ACCEPTANCE,                                                         \
         .fallback = "officer",                                                                    \
         .offset = (base) + ACCEPTANCE(catalogues),                                                \
         .help = "Whether definitions that are new here count by themselves; those that give a "   \
                 "known code another meaning wait for an officer always"},

static const struct staith_config_key dataset_keys[] = {
    {.name = "name",
     .kind = STAITH_CONFIG_CODE,
     .required = true,
     .unique = true,
     .offset = ACCEPTANCE(name),
     .help = "The dataset's code, as the councils have it"},
    {.name = "title",
     .kind = STAITH_CONFIG_TEXT,
     .max = 100,
     .offset = ACCEPTANCE(title),
     .help = "What it is called on the pages; its code when left out"},
    {.name = "due-days",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 400,
     .factor = 1,
     .unit = "days",
     .offset = ACCEPTANCE(due_days),
     .else_ = "nothing is called late",
     .help = "How long after the end of a period its figures are due"},
    ACCEPTANCE_KEYS(0)};
static const struct staith_config_block dataset_block = {
    dataset_keys, COUNT(dataset_keys), sizeof(struct staith_config_acceptance), false, 0};

static const struct staith_config_key other_keys[] = {ACCEPTANCE_KEYS(TOP(others))};
static const struct staith_config_block other_block = {other_keys, COUNT(other_keys), 0, false, 0};

static const struct staith_config_key officer_keys[] = {
    {.name = "name",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .unique = true,
     .max = 100,
     .offset = OFFICER(name),
     .help = "The officer's name, as `staith region accept` is given it and the store keeps it"},
    {.name = "role",
     .kind = STAITH_CONFIG_TEXT,
     .required = true,
     .max = 100,
     .offset = OFFICER(role),
     .help = "What the officer is in the region, as in head of statistics"},
    {.name = "account",
     .kind = STAITH_CONFIG_TEXT,
     .unique = true,
     .max = 64,
     .offset = OFFICER(account),
     .else_ = "`staith region accept` and its like alone",
     .help = "The account with which the officer says it on the region's pages"},
};
static const struct staith_config_block officer_block = {
    officer_keys, COUNT(officer_keys), sizeof(struct staith_config_officer), true, OFFICER(where)};

static const struct staith_config_key quota_keys[] = {
    {.name = "messages",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 10,
     .max = 1000000,
     .factor = 1,
     .unit = "messages",
     .fallback = "1000",
     .offset = TOP(quota_messages),
     .help = "Messages a second, on average over ten seconds"},
    {.name = "kibibytes",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 256,
     .max = 1048576,
     .factor = 1024,
     .unit = "KiB",
     .fallback = "8192",
     .offset = TOP(quota_bytes),
     .help = "KiB a second, likewise; at least one message of the greatest length"},
};
static const struct staith_config_block quota_block = {quota_keys, COUNT(quota_keys), 0, false, 0};

static const struct staith_config_key region_keys[] = {
    {.name = "region",
     .kind = STAITH_CONFIG_SECTION,
     .required = true,
     .block = &name_block,
     .help = "The region this aggregator is for"},
    {.name = "state",
     .kind = STAITH_CONFIG_PATH,
     .required = true,
     .offset = TOP(state_folder),
     .help = "Folder of the store, where that is a file, and of the control socket"},
    {.name = "store",
     .kind = STAITH_CONFIG_DATABASE,
     .offset = TOP(store),
     .else_ = "the file store.db in the folder `state`",
     .help = "The PostgreSQL database that holds the store; several aggregators may share one. "
             "A password belongs into ~/.pgpass"},
    {.name = "control",
     .kind = STAITH_CONFIG_PATH,
     .offset = TOP(control_socket),
     .else_ = "control.sock in the folder `state`",
     .help = "Socket that `staith status` asks"},
    {.name = "keys",
     .kind = STAITH_CONFIG_SECTION,
     .required = true,
     .block = &key_block,
     .help = "The region's secret key, made by `staith keys new`"},
    {.name = "listen",
     .kind = STAITH_CONFIG_BIND,
     .list = true,
     .required = true,
     .unique = true,
     .min = 1,
     .max = 8,
     .offset = TOP(endpoints),
     .count_offset = TOP(endpoint_count),
     .help = "Where councils connect"},
    {.name = "councils",
     .kind = STAITH_CONFIG_SECTIONS,
     .required = true,
     .min = 1,
     .max = 400,
     .offset = TOP(councils),
     .count_offset = TOP(council_count),
     .block = &area_block,
     .help = "The councils that may send, each with its own keys"},
    {.name = "datasets",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 100,
     .offset = TOP(datasets),
     .count_offset = TOP(dataset_count),
     .block = &dataset_block,
     .help = "What of each dataset an officer of the region looks at first"},
    {.name = "other-datasets",
     .kind = STAITH_CONFIG_SECTION,
     .block = &other_block,
     .help = "The same for datasets that are not named"},
    {.name = "groups",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 20,
     .offset = TOP(groups),
     .count_offset = TOP(group_count),
     .block = &staith_config_group_block,
     .help = "Groups of councils of the region's own, compared like the region"},
    {.name = "targets",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 500,
     .offset = TOP(targets),
     .count_offset = TOP(target_count),
     .block = &staith_config_target_block,
     .help = "Numbers that figures are held against, each with its dates"},
    {.name = "phases",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 200,
     .offset = TOP(phases),
     .count_offset = TOP(phase_count),
     .block = &staith_config_phase_block,
     .help = "From when on what is usual is reckoned anew, because something changed"},
    {.name = "officers",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 50,
     .offset = TOP(officers),
     .count_offset = TOP(officer_count),
     .block = &officer_block,
     .help = "Who may accept and send back"},
    {.name = "http",
     .kind = STAITH_CONFIG_SECTION,
     .offset = TOP(http),
     .block = &staith_config_http_block,
     .help = "How `staith-web` serves the region's pages and figures"},
    {.name = "quota",
     .kind = STAITH_CONFIG_SECTION,
     .block = &quota_block,
     .help = "What a connection of a council may send; the council has four times as "
             "much. What is beyond is not read, and comes again"},
    {.name = "log",
     .kind = STAITH_CONFIG_LOG_LEVEL,
     .fallback = "info",
     .offset = TOP(log_level),
     .help = "Least level that is logged"},
};
static const struct staith_config_block region_block = {region_keys, COUNT(region_keys), 0, false,
                                                        0};

const struct staith_config_block *staith_config_region_block(void)
{
    return &region_block;
}

static int check_neighbours(const struct staith_config_area *area, struct staith_err *err)
{
    for (uint32_t i = 0; i < area->neighbour_count; i++) {
        if (strcmp(area->neighbours[i], area->code) == 0) {
            int rc = staith_err_set(err, STAITH_ERR_CONFIG,
                                    "neighbours: %s is listed as its own neighbour", area->code);
            staith_err_at(err, area->where, 0, 0);
            staith_err_remedy(err, "list other councils alone");
            return rc;
        }
    }
    return 0;
}

static bool same_key(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Whether two councils share a key: whoever has it would be both. */
static bool share_key(const struct staith_config_area *a, const struct staith_config_area *b)
{
    return same_key(a->transport_public_key, b->next_transport_public_key) ||
           same_key(a->next_transport_public_key, b->transport_public_key) ||
           same_key(a->next_transport_public_key, b->next_transport_public_key) ||
           same_key(a->signing_public_key, b->next_signing_public_key) ||
           same_key(a->next_signing_public_key, b->signing_public_key) ||
           same_key(a->next_signing_public_key, b->next_signing_public_key);
}

/* That no two have the same first key is checked with the list. */
static int check_keys(const struct staith_config_region *config, uint32_t index,
                      struct staith_err *err)
{
    for (uint32_t i = 0; i < index; i++) {
        if (share_key(&config->councils[i], &config->councils[index])) {
            int rc = staith_err_set(err, STAITH_ERR_CONFIG, "%s and %s have a key in common",
                                    config->councils[i].code, config->councils[index].code);
            staith_err_at(err, config->councils[index].where, 0, 0);
            staith_err_remedy(err, "ask both for their own: `staith keys new` makes them");
            return rc;
        }
    }
    return 0;
}

int staith_config_region_read(const char *path, struct staith_config_region **ret_config,
                              struct staith_err *err)
{
    struct staith_config_region *config = calloc(1, sizeof(*config));
    if (config == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    staith_arena_init(&config->arena, MAX_REGION_BYTES);
    int rc = staith_config_fill(path, &region_block, &config->arena, config, err);
    if (rc == 0) {
        rc = staith_config_finish(path, &config->arena, config->state_folder, &config->path,
                                  &config->control_socket, err);
    }
    rc = rc != 0 ? rc : staith_config_http_check(config, err);
    if (rc == 0 && config->store == NULL) {
        config->store = config->state_folder;
    }
    for (uint32_t i = 0; rc == 0 && i < config->council_count; i++) {
        rc = check_neighbours(&config->councils[i], err);
        rc = rc != 0 ? rc : check_keys(config, i, err);
    }
    rc = rc != 0 ? rc : staith_config_statistics_check(config, err);
    if (rc != 0) {
        staith_config_region_free(config);
        return rc;
    }
    *ret_config = config;
    return 0;
}

void staith_config_region_free(struct staith_config_region *config)
{
    if (config == NULL) {
        return;
    }
    staith_arena_deinit(&config->arena);
    free(config);
}

int staith_config_is_region(const char *path, bool *ret_region, struct staith_err *err)
{
    struct staith_arena scratch;
    struct staith_config_node *top = NULL;
    staith_arena_init(&scratch, STAITH_CONFIG_MAX_TREE_BYTES);
    int rc = staith_config_tree_read(path, &scratch, &top, err);
    if (rc == 0) {
        bool region = false;
        for (const struct staith_config_node *node = top->first; node != NULL; node = node->next) {
            region =
                region || strcmp(node->key, "councils") == 0 || strcmp(node->key, "listen") == 0;
        }
        *ret_region = region;
    }
    staith_arena_deinit(&scratch);
    return rc;
}
