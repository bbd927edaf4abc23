/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/pages.h"

#include "aggregator/pages/board.h"
#include "aggregator/pages/caps.h"
#include "aggregator/pages/regional.h"
#include "codec/codec.h"

#include <stdlib.h>
#include <string.h>

static const size_t ARENA_BYTES = (size_t)64 * 1024 * 1024;

struct staith_pages {
    struct staith_arena arena;
    uint32_t wanted_count;
    const char *wanted[STAITH_SITE_MAX_DATASETS]; /**< codes of the datasets of the store */
    struct staith_benchmark *datasets[STAITH_SITE_MAX_DATASETS];
    const struct staith_benchmark *shown[STAITH_SITE_MAX_DATASETS];
    struct staith_breakdown *breakdowns[STAITH_SITE_MAX_DATASETS];
    const struct staith_breakdown *broken_down[STAITH_SITE_MAX_DATASETS];
    const char *titles[STAITH_SITE_MAX_DATASETS];
    const struct staith_config_region *config;
    struct staith_pages_audience audience;
    int64_t unix_ms; /**< now */
    struct staith_site_arrival *arrivals;
    struct staith_site_board boards[STAITH_SITE_MAX_DATASETS];
    uint64_t due_days[STAITH_SITE_MAX_DATASETS];
    struct staith_site_left_out left_out[STAITH_SITE_MAX_DATASETS + 1];
    struct staith_site site;
};

const struct staith_benchmark_council *
staith_pages_councils(const struct staith_config_region *config, struct staith_arena *arena)
{
    struct staith_benchmark_council *councils =
        staith_arena_array(arena, config->council_count, sizeof(*councils));
    for (uint32_t i = 0; i < config->council_count && councils != NULL; i++) {
        const struct staith_config_area *area = &config->councils[i];
        councils[i] = (struct staith_benchmark_council){
            .code = area->code,
            .name = area->name,
            .short_name = area->short_name,
            .neighbour_count = area->neighbour_count,
            .neighbours = area->neighbours,
            .tile_column = (uint32_t)area->tile_column,
            .tile_row = (uint32_t)area->tile_row,
        };
    }
    return councils;
}

static int keep_dataset(void *ctx, const char *dataset)
{
    struct staith_pages *pages = ctx;
    if (pages->wanted_count == STAITH_SITE_MAX_DATASETS) {
        /* the first ones are shown: better than none */
        pages->left_out[STAITH_SITE_MAX_DATASETS] = (struct staith_site_left_out){
            "Everything after the first 32 datasets", "they are too many to be shown"};
        return 0;
    }
    const char *copy = staith_arena_strdup(&pages->arena, dataset);
    if (copy == NULL) {
        return STAITH_ERR_NOMEM;
    }
    pages->wanted[pages->wanted_count++] = copy;
    return 0;
}

static int keep_arrival(void *ctx, const struct staith_store_arrival *arrival)
{
    struct staith_pages *pages = ctx;
    for (uint32_t i = 0; i < pages->config->council_count; i++) {
        struct staith_site_arrival *mine = &pages->arrivals[i];
        if (strcmp(pages->config->councils[i].code, arrival->authority) != 0) {
            continue;
        }
        mine->releases += arrival->releases;
        mine->quarantined += arrival->quarantined;
        if (arrival->newest_unix_ms >= mine->newest_unix_ms) {
            mine->newest_unix_ms = arrival->newest_unix_ms;
            mine->newest_period = staith_arena_strdup(&pages->arena, arrival->newest_period);
        }
        return mine->newest_period != NULL ? 0 : STAITH_ERR_NOMEM;
    }
    return 0;
}

static uint32_t turn_of(const struct staith_config_region *config, const char *dataset)
{
    uint32_t at = 0;
    while (at < config->dataset_count && strcmp(config->datasets[at].name, dataset) != 0) {
        at++;
    }
    return at;
}

/* The store lists datasets by name. Pages open with what the region put first in its file; what it
 * does not name comes after. */
static void order_datasets(struct staith_pages *pages)
{
    for (uint32_t i = 1; i < pages->wanted_count; i++) {
        const char *dataset = pages->wanted[i];
        uint32_t at = i;
        for (; at > 0 &&
               turn_of(pages->config, pages->wanted[at - 1]) > turn_of(pages->config, dataset);
             at--) {
            pages->wanted[at] = pages->wanted[at - 1];
        }
        pages->wanted[at] = dataset;
    }
}

static const char *title_of(const struct staith_config_region *config, const char *dataset)
{
    for (uint32_t i = 0; i < config->dataset_count; i++) {
        if (strcmp(config->datasets[i].name, dataset) == 0 && config->datasets[i].title != NULL) {
            return config->datasets[i].title;
        }
    }
    return dataset;
}

/* Keep that a dataset is not shown, and why, for whoever looks. */
static int leave_out(struct staith_pages *pages, const char *dataset, const struct staith_err *err)
{
    const char *copy = staith_arena_strdup(
        &pages->arena,
        err->what[0] != '\0' ? err->what : "more figures, or places in a table, than are compared");
    if (copy == NULL) {
        return STAITH_ERR_NOMEM;
    }
    pages->left_out[pages->site.left_out_count++] =
        (struct staith_site_left_out){title_of(pages->config, dataset), copy};
    return 0;
}

/* A dataset that no council of the region has sent figures of is passed over, and so is one of more
 * periods or figures than are compared: one council that sends too many does not take the others'
 * pages away, and it is said what is not there.
 */
static int read_figures(struct staith_pages *pages, struct staith_store *store,
                        const struct staith_benchmark_question *question,
                        struct staith_pages_counts *counts, bool *ret_shown, struct staith_err *err)
{
    uint32_t at = pages->site.dataset_count;
    counts->regional = true;
    int code = staith_benchmark_read(store, question, &pages->datasets[at], err);
    counts->regional = false;
    if (code == 0 && pages->audience.viewer == STAITH_CONFIG_VIEWER_PUBLIC) {
        staith_pages_regional(pages->datasets[at]);
    }
    if (code == 0) {
        code = staith_breakdown_read(store, question, pages->datasets[at], &pages->breakdowns[at],
                                     err);
    }
    *ret_shown = code == 0;
    if (code == STAITH_ERR_NOTFOUND || code == STAITH_ERR_LIMIT) {
        staith_benchmark_free(pages->datasets[at]);
        pages->datasets[at] = NULL;
        code = code == STAITH_ERR_LIMIT ? leave_out(pages, question->catalogue->dataset, err) : 0;
        memset(err, 0, sizeof(*err));
    }
    return code;
}

static int compare(struct staith_pages *pages, struct staith_store *store, const char *dataset,
                   const struct staith_benchmark_council *councils, struct staith_err *err)
{
    struct staith_catalogue *catalogue = NULL;
    uint8_t *bytes = NULL;
    size_t len = 0;
    int code = staith_store_newest_catalogue(store, dataset, &bytes, &len);
    if (code != 0) {
        return staith_err_set(err, code, "the catalogue of %.60s cannot be read", dataset);
    }
    code = staith_codec_unpack_catalogue(bytes, len, &pages->arena, &catalogue, err);
    free(bytes);
    if (code != 0) {
        return code;
    }
    struct staith_pages_counts counts = {.config = pages->config,
                                         .audience = &pages->audience,
                                         .catalogue = catalogue,
                                         .unix_ms = pages->unix_ms};
    struct staith_benchmark_question question = {
        .counts = staith_pages_count,
        .counts_ctx = &counts,
        .catalogue = catalogue,
        .region_code = pages->config->region_code,
        .region_name = pages->config->region_name,
        .council_count = pages->config->council_count,
        .councils = councils,
        .settings = staith_pages_settings(pages->config, dataset, &pages->arena),
    };
    if (question.settings != NULL && strcmp(dataset, "agency_rates") == 0) {
        question.settings = staith_pages_cap_phases(question.settings, pages->site.caps,
                                                    pages->site.cap_count, &pages->arena);
    }
    if (question.settings == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    uint32_t at = pages->site.dataset_count;
    bool shown = false;
    code = read_figures(pages, store, &question, &counts, &shown, err);
    if (shown) {
        pages->broken_down[at] = pages->breakdowns[at];
        pages->shown[at] = pages->datasets[at];
        pages->titles[at] = title_of(pages->config, dataset);
        pages->site.dataset_count++;
    }
    return code;
}

static int keep_listed(void *ctx, const struct staith_store_listed *listed)
{
    struct staith_pages *pages = ctx;
    for (uint32_t i = 0; i < pages->site.dataset_count; i++) {
        for (uint32_t j = 0; j < pages->config->council_count; j++) {
            if (strcmp(pages->shown[i]->dataset, listed->dataset) == 0 &&
                strcmp(pages->config->councils[j].code, listed->authority) == 0) {
                staith_pages_board_take(&pages->boards[i], j, listed);
            }
        }
    }
    return 0;
}

static uint64_t due_days_of(const struct staith_config_region *config, const char *dataset)
{
    for (uint32_t i = 0; i < config->dataset_count; i++) {
        if (strcmp(config->datasets[i].name, dataset) == 0) {
            return config->datasets[i].due_days;
        }
    }
    return 0;
}

static bool sees_arrivals(const struct staith_pages *pages)
{
    return pages->audience.viewer == STAITH_CONFIG_VIEWER_REGION && pages->audience.arrivals;
}

/* What stands where, and what is due by now: for those who receive it. */
static int fill_boards(struct staith_pages *pages, struct staith_store *store,
                       struct staith_err *err)
{
    int code = 0;
    for (uint32_t i = 0; i < pages->site.dataset_count; i++) {
        pages->due_days[i] = due_days_of(pages->config, pages->shown[i]->dataset);
    }
    pages->site.due_days = pages->due_days;
    if (!sees_arrivals(pages)) {
        return 0;
    }
    for (uint32_t i = 0; i < pages->site.dataset_count && code == 0; i++) {
        code =
            staith_pages_board_init(&pages->boards[i], &pages->arena, pages->config->council_count);
    }
    code = code != 0 ? code : staith_store_list_releases(store, keep_listed, pages, err);
    for (uint32_t i = 0; i < pages->site.dataset_count && code == 0; i++) {
        staith_pages_board_finish(&pages->boards[i], pages->due_days[i], pages->unix_ms);
    }
    pages->site.boards = pages->boards;
    return code;
}

static int fill(struct staith_pages *pages, struct staith_store *store, struct staith_err *err)
{
    const struct staith_benchmark_council *councils =
        staith_pages_councils(pages->config, &pages->arena);
    pages->arrivals =
        staith_arena_array(&pages->arena, pages->config->council_count, sizeof(*pages->arrivals));
    if (councils == NULL || pages->arrivals == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    for (uint32_t i = 0; i < pages->config->council_count; i++) {
        pages->arrivals[i].newest_period = "";
    }
    int code = staith_store_arrivals(store, keep_arrival, pages, err);
    if (code == 0) {
        code = staith_store_datasets(store, keep_dataset, pages, err);
    }
    order_datasets(pages);
    if (code == 0 && pages->audience.viewer != STAITH_CONFIG_VIEWER_PUBLIC) {
        code = staith_pages_caps(store, &pages->arena, &pages->site.caps, &pages->site.cap_count,
                                 err); /* the region's and its councils' alone */
    }
    for (uint32_t i = 0; i < pages->wanted_count && code == 0; i++) {
        code = compare(pages, store, pages->wanted[i], councils, err);
    }
    if (code == 0 && pages->site.dataset_count == 0) {
        code = staith_err_set(err, STAITH_ERR_NOTFOUND, "no council has sent figures yet");
        staith_err_remedy(err, "see with `staith status` what has arrived");
    }
    return code;
}

int staith_pages_load(struct staith_store *store, const struct staith_config_region *config,
                      const struct staith_pages_options *options, struct staith_pages **ret_pages,
                      struct staith_err *err)
{
    struct staith_pages *pages = calloc(1, sizeof(*pages));
    if (pages == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    staith_arena_init(&pages->arena, ARENA_BYTES);
    pages->config = config;
    pages->audience = options->audience != NULL
                          ? *options->audience
                          : (struct staith_pages_audience){STAITH_CONFIG_VIEWER_REGION, "", true};
    pages->unix_ms = options->made_unix_ms;
    bool council = pages->audience.viewer == STAITH_CONFIG_VIEWER_COUNCIL;
    staith_store_set_own(store, council ? pages->audience.council : NULL);
    int code = fill(pages, store, err);
    code = code != 0 ? code : fill_boards(pages, store, err);
    staith_store_set_own(store, NULL);
    if (code != 0) {
        if (err->code == 0) {
            (void)staith_err_set(err, code, "the store cannot be compared");
        }
        staith_pages_free(pages);
        return code;
    }
    /* how many datasets there are is the region's to know */
    if (pages->audience.viewer == STAITH_CONFIG_VIEWER_REGION &&
        pages->left_out[STAITH_SITE_MAX_DATASETS].title != NULL) {
        pages->left_out[pages->site.left_out_count++] = pages->left_out[STAITH_SITE_MAX_DATASETS];
    }
    pages->site.left_out = pages->left_out;
    pages->site.datasets = pages->shown;
    pages->site.breakdowns = pages->broken_down;
    pages->site.titles = pages->titles;
    /* who has sent what, and what was refused, is for those who receive it */
    pages->site.arrivals = sees_arrivals(pages) ? pages->arrivals : NULL;
    pages->site.account = options->account;
    pages->site.note = options->note;
    pages->site.made_unix_ms = options->made_unix_ms;
    pages->site.standalone = options->standalone;
    *ret_pages = pages;
    return 0;
}

void staith_pages_free(struct staith_pages *pages)
{
    if (pages == NULL) {
        return;
    }
    for (uint32_t i = 0; i < STAITH_SITE_MAX_DATASETS; i++) {
        staith_breakdown_free(pages->breakdowns[i]);
        staith_benchmark_free(pages->datasets[i]);
    }
    staith_arena_deinit(&pages->arena);
    free(pages);
}

const struct staith_site *staith_pages_site(const struct staith_pages *pages)
{
    return &pages->site;
}
